/** Observations split by the values of fields, level below level or all at once. */
import { CellError, compare, type Scalar } from "../engine/values";

/** A group, or what it adds up to: its items, and the observations in it. */
export interface Line {
  key: Scalar[];
  /** Its items as they are told apart; shorter for totals. */
  path: string[];
  members: number[];
  total: boolean;
}

/** By which fields (the first counts most), or by which value. */
export interface Ordering {
  fields: { at: number; down: boolean }[];
  value: { of: (members: number[]) => Scalar; down: boolean } | null;
}

export interface Split {
  fields: Scalar[][];
  /** Fields are sorted each on its own, and have no subtotals. */
  table: boolean;
  /** How many levels of totals, the grand one counted, and whether they come first. */
  totals: { levels: number; first: boolean };
  order: Ordering;
}

const identity = (value: Scalar) =>
  value instanceof CellError
    ? value.code
    : `${typeof value}:${typeof value === "string" ? value.toLowerCase() : value}`;

/** Empty last, errors behind all else, whatever the direction. */
function ordered(left: Scalar, right: Scalar, down: boolean): number {
  const rank = (value: Scalar) => (value === null ? 2 : value instanceof CellError ? 1 : 0);
  const apart = rank(left) - rank(right);
  if (apart !== 0 || rank(left) > 0) return apart;
  return down ? compare(right, left) : compare(left, right);
}

interface Group {
  item: Scalar;
  id: string;
  members: number[];
}

function divided(field: Scalar[], members: number[]): Group[] {
  const groups = new Map<string, Group>();
  for (const member of members) {
    const item = field[member] ?? null;
    const id = identity(item);
    const known = groups.get(id);
    if (known) known.members.push(member);
    else groups.set(id, { item, id, members: [member] });
  }
  return [...groups.values()];
}

function sorted(groups: Group[], level: number, { fields, value }: Ordering): Group[] {
  if (value) {
    const of = new Map(groups.map((group) => [group, value.of(group.members)] as const));
    return groups.sort((a, b) => ordered(of.get(a) ?? null, of.get(b) ?? null, value.down));
  }
  const down = fields.some((field) => field.at === level && field.down);
  return groups.sort((a, b) => ordered(a.item, b.item, down));
}

/** Groups in their order, with the totals of levels below the grand one. */
export function linesOf(members: number[], split: Split): Line[] {
  return split.table ? tableLines(members, split) : levelLines(members, split, 0, [], []);
}

const shown = (value: Scalar): Scalar => value ?? "";

function levelLines(
  members: number[],
  split: Split,
  level: number,
  before: Scalar[],
  path: string[],
): Line[] {
  const { fields, totals, order } = split;
  const groups = sorted(divided(fields[level] ?? [], members), level, order);
  return groups.flatMap((group): Line[] => {
    const key = [...before, shown(group.item)];
    const here = { path: [...path, group.id], members: group.members };
    if (level === fields.length - 1) return [{ ...here, key, total: false }];
    const inner = levelLines(group.members, split, level + 1, key, here.path);
    if (totals.levels < level + 2) return inner;
    const rest = fields.slice(level + 1).map((): Scalar => "");
    const total: Line = { ...here, key: [...key, ...rest], total: true };
    return totals.first ? [total, ...inner] : [...inner, total];
  });
}

function tableLines(members: number[], { fields, order }: Split): Line[] {
  const groups = new Map<string, Line & { items: Scalar[] }>();
  for (const member of members) {
    const items = fields.map((field) => field[member] ?? null);
    const path = items.map(identity);
    const id = path.join("\u0000");
    const known = groups.get(id);
    if (known) known.members.push(member);
    else groups.set(id, { items, key: items.map(shown), path, members: [member], total: false });
  }
  const { value } = order;
  const lines = [...groups.values()];
  if (value) {
    const of = new Map(lines.map((line) => [line, value.of(line.members)] as const));
    return lines.sort((a, b) => ordered(of.get(a) ?? null, of.get(b) ?? null, value.down));
  }
  const named = new Set(order.fields.map(({ at }) => at));
  const others = fields.flatMap((_, at) => (named.has(at) ? [] : [{ at, down: false }]));
  return lines.sort((a, b) => {
    for (const { at, down } of [...order.fields, ...others]) {
      const result = ordered(a.items[at] ?? null, b.items[at] ?? null, down);
      if (result !== 0) return result;
    }
    return 0;
  });
}
