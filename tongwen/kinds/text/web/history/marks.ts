/** Draws changes into a document: insertions tinted and underlined, deletions struck through, in people's colours. */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { styleClass } from "../styles/names";
import type { Stop } from "./stops";
import type { Change, Removed } from "./walk";

export interface Author {
  name: string;
  /** A CSS colour. */
  color: string;
}

export interface Shown {
  stops: readonly Stop[];
  authors: readonly Author[];
  /** What stands for a deleted node that has no text: `image`, `table` … */
  names: Readonly<Record<string, string>>;
  /** `安 Ann · 3 May 14:05` for a change. */
  title: (change: Change) => string;
  /** Index of the stop that the reader is at, or -1. */
  current: number;
}

type Deletion = Extract<Change, { kind: "delete" }>;

export const marksKey = new PluginKey<DecorationSet>("history-marks");

function look(change: Change, stop: number, shown: Shown): Record<string, string> {
  const kind = { insert: "added", format: "formatted", delete: "removed" }[change.kind];
  const block = change.kind !== "delete" && change.node ? "-node" : "";
  const current = stop === shown.current ? " tx-change-current" : "";
  return {
    class: `tx-change tx-${kind}${block}${current}`,
    style: `--person:${shown.authors[change.person]?.color ?? "#667080"}`,
    title: shown.title(change),
    "data-change": String(stop),
  };
}

function element(tag: string, attributes: Record<string, string>): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** The text of what was deleted; a node without any is called by its name. */
export function removedText(
  removed: readonly Removed[],
  names: Readonly<Record<string, string>>,
): string {
  return removed
    .map((one) => {
      if (one.kind === "text") return one.text;
      const inner = removedText(one.children, names);
      if (one.name === "paragraph") return `${inner}¶`;
      if (one.name === "table_cell") return `${inner.replace(/¶$/, "")}\t`;
      if (one.name === "table_row") return `${inner.trimEnd()}\n`;
      const said = inner || String(one.attrs.text ?? one.attrs.alt ?? "");
      return said || `[${names[one.name] ?? one.name}]`;
    })
    .join("");
}

/** A deleted paragraph keeps the look that it had. */
function removedClass({ removed: [only, ...others] }: Deletion): string {
  if (only?.kind !== "node" || only.name !== "paragraph" || others.length > 0)
    return "tx-removed-block";
  const { style } = only.attrs;
  return `tx-removed-block tx-p ${style ? styleClass("p", String(style)) : "tx-p-default"}`;
}

/** A deletion as it must be built for its place: in a line, between blocks, rows or cells. */
function removedElement(
  change: Deletion,
  parent: Node,
  attributes: Record<string, string>,
  names: Readonly<Record<string, string>>,
): HTMLElement {
  const text = removedText(change.removed, names);
  if (parent.isTextblock) {
    const inline = element("del", attributes);
    inline.textContent = text;
    return inline;
  }
  const block = element("del", {
    ...attributes,
    class: `${attributes.class} ${removedClass(change)}`,
  });
  block.textContent = text.replace(/¶$/, "").trimEnd() || "¶";
  if (parent.type.name !== "table" && parent.type.name !== "table_row") return block;
  const cell = element("td", { class: "tx-cell tx-removed-cell", colspan: "63" });
  cell.append(block);
  if (parent.type.name === "table_row") {
    cell.removeAttribute("colspan");
    return cell;
  }
  const row = element("tr", { class: "tx-row" });
  row.append(cell);
  return row;
}

function decorate(doc: Node, change: Change, stop: number, shown: Shown): Decoration {
  const attributes = look(change, stop, shown);
  const { from, to } = change;
  if (change.kind === "delete") {
    const { parent } = doc.resolve(from);
    const build = (): HTMLElement => removedElement(change, parent, attributes, shown.names);
    return Decoration.widget(from, build, {
      side: -1,
      ignoreSelection: true,
      key: `${stop} ${from} ${change.at} ${attributes.class}`,
    });
  }
  return change.node
    ? Decoration.node(from, to, attributes)
    : Decoration.inline(from, to, attributes);
}

/** The decorations of all changes. */
export function marks(doc: Node, shown: Shown): DecorationSet {
  const decorations = shown.stops.flatMap(({ changes }, stop) =>
    changes.map((change) => decorate(doc, change, stop, shown)),
  );
  return DecorationSet.create(doc, decorations);
}

/** Shows what a transaction's meta `marksKey` gives: `Shown`, or null for none. */
export function marksPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: marksKey,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, set) => {
        const shown = tr.getMeta(marksKey) as Shown | null | undefined;
        if (shown === undefined) return set;
        return shown === null ? DecorationSet.empty : marks(tr.doc, shown);
      },
    },
    props: { decorations: (state) => marksKey.getState(state) ?? DecorationSet.empty },
  });
}
