/** The order of a list that the server does not order for us. */
import type { Node, Sort, SortField } from "@/api";
import { compareNames } from "@/i18n";

export const defaultSort: Sort = "name";

export function fieldOf(sort: Sort): SortField {
  return (sort.startsWith("-") ? sort.slice(1) : sort) as SortField;
}

export function descends(sort: Sort): boolean {
  return sort.startsWith("-");
}

export function isSort(found: unknown): found is Sort {
  return typeof found === "string" && /^-?(name|modified|size|kind)$/.test(found);
}

/** What a click on a column's head asks for: newest and largest first, names from A; again turns it round. */
export function nextSort(current: Sort | null, field: SortField): Sort {
  const first: Sort = field === "modified" || field === "size" ? `-${field}` : field;
  if (current === null || fieldOf(current) !== field) return first;
  return descends(current) ? field : `-${field}`;
}

const compare: Record<SortField, (a: Node, b: Node) => number> = {
  name: (a, b) => compareNames(a.name, b.name),
  modified: (a, b) => Date.parse(a.modified) - Date.parse(b.modified),
  size: (a, b) => a.size - b.size,
  kind: (a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : compareNames(a.name, b.name)),
};

/** A sorted copy; folders first when by name or kind, as the server does it. */
export function sortNodes(nodes: readonly Node[], sort: Sort): Node[] {
  const field = fieldOf(sort);
  const sign = descends(sort) ? -1 : 1;
  const grouped = field === "name" || field === "kind";
  return [...nodes].sort((a, b) => {
    if (grouped && (a.kind === "folder") !== (b.kind === "folder")) {
      return a.kind === "folder" ? -1 : 1;
    }
    return sign * compare[field](a, b) || compareNames(a.name, b.name);
  });
}
