/** How one order of lines becomes another: what to take away, what to put in. */
import type { Piece } from "./pieces";

/** First take away (old indexes, from the end), then put in (new indexes, from the start). A moved line does both. */
export interface AxisEdit {
  removed: [first: number, count: number][];
  inserted: [first: number, count: number][];
}

interface Lines {
  run: string;
  first: number;
  count: number;
}

/** Take what is the same off the front of both lists. */
function trimFront(a: Lines[], b: Lines[]): void {
  for (let one = a[0], two = b[0]; one && two; one = a[0], two = b[0]) {
    if (one.run !== two.run || one.first !== two.first) return;
    const same = Math.min(one.count, two.count);
    for (const [list, lines] of [
      [a, one],
      [b, two],
    ] as const) {
      lines.first += same;
      lines.count -= same;
      if (lines.count === 0) list.shift();
    }
  }
}

/** Take what is the same off the back of both lists. */
function trimBack(a: Lines[], b: Lines[]): void {
  for (let one = a.at(-1), two = b.at(-1); one && two; one = a.at(-1), two = b.at(-1)) {
    if (one.run !== two.run || one.first + one.count !== two.first + two.count) return;
    const same = Math.min(one.count, two.count);
    one.count -= same;
    two.count -= same;
    if (one.count === 0) a.pop();
    if (two.count === 0) b.pop();
  }
}

/** Cut lists so that every stretch of lines is whole in either or not there at all. */
function atoms(lists: [Lines[], Lines[]]): [Lines[], Lines[]] {
  const cuts = new Map<string, number[]>();
  for (const list of lists)
    for (const { run, first, count } of list) {
      const of = cuts.get(run) ?? [];
      of.push(first, first + count);
      cuts.set(run, of);
    }
  for (const of of cuts.values()) of.sort((a, b) => a - b);
  return lists.map((list) => list.flatMap((lines) => cutAt(lines, cuts.get(lines.run) ?? []))) as [
    Lines[],
    Lines[],
  ];
}

function cutAt({ run, first, count }: Lines, cuts: number[]): Lines[] {
  const parts: Lines[] = [];
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] as number) <= first) low = middle + 1;
    else high = middle;
  }
  let from = first;
  for (let i = low; from < first + count; i++) {
    const to = Math.min(cuts[i] ?? first + count, first + count);
    if (to > from) parts.push({ run, first: from, count: to - from });
    from = to;
  }
  return parts;
}

interface Rise {
  weight: number;
  at: number;
}
const NONE: Rise = { weight: 0, at: -1 };

/** The heaviest rise that ends at each rank, as a Fenwick tree of greatest values. */
class Rises {
  private readonly tree: Rise[];
  constructor(private readonly size: number) {
    this.tree = new Array(size + 1).fill(NONE);
  }
  below(rank: number): Rise {
    let found = NONE;
    for (let i = rank - 1; i > 0; i -= i & -i) {
      const one = this.tree[i] ?? NONE;
      if (one.weight > found.weight) found = one;
    }
    return found;
  }
  put(rank: number, rise: Rise): void {
    for (let i = rank; i <= this.size; i += i & -i)
      if ((this.tree[i] ?? NONE).weight < rise.weight) this.tree[i] = rise;
  }
}

/** The places in `order` of a longest (by weight) sequence of rising values; -1 values never take part. */
function rising(order: number[], weights: number[]): Set<number> {
  const sorted = [...new Set(order)].sort((a, b) => a - b);
  const ranks = new Map(sorted.map((value, i) => [value, i + 1]));
  const rises = new Rises(sorted.length);
  const previous: number[] = [];
  let top = NONE;
  for (const [at, value] of order.entries()) {
    if (value < 0) continue;
    const rank = ranks.get(value) ?? 1;
    const found = rises.below(rank);
    const here = { weight: found.weight + (weights[at] ?? 0), at };
    previous[at] = found.at;
    rises.put(rank, here);
    if (here.weight > top.weight) top = here;
  }
  const kept = new Set<number>();
  for (let at = top.at; at >= 0; at = previous[at] ?? -1) kept.add(at);
  return kept;
}

function add(ranges: [number, number][], first: number, count: number, limit: number): void {
  if (first >= limit) return;
  const clipped = Math.min(count, limit - first);
  const before = ranges.at(-1);
  if (before && before[0] + before[1] === first) before[1] += clipped;
  else ranges.push([first, clipped]);
}

/** The edit that turns the order of live lines before into the one after, below an index limit. */
export function editBetween(before: Piece[], after: Piece[], limit: number): AxisEdit {
  const copy = ({ run, first, count }: Piece): Lines => ({ run, first, count });
  const a = before.map(copy);
  const b = after.map(copy);
  trimFront(a, b);
  const first = a[0] ?? b[0];
  const start = first ? startIn(before, after, first) : 0;
  trimBack(a, b);
  const [old, now] = atoms([a, b]);
  const key = (lines: Lines): string => `${lines.run}/${lines.first}`;
  const places = new Map(old.map((lines, i) => [key(lines), i]));
  const order = now.map((lines) => places.get(key(lines)) ?? -1);
  const kept = rising(
    order,
    now.map((lines) => lines.count),
  );
  const stays = new Set([...kept].map((i) => order[i]));
  const edit: AxisEdit = { removed: [], inserted: [] };
  let index = start;
  old.forEach((lines, i) => {
    if (!stays.has(i)) add(edit.removed, index, lines.count, limit);
    index += lines.count;
  });
  edit.removed.reverse();
  index = start;
  now.forEach((lines, i) => {
    if (!kept.has(i)) add(edit.inserted, index, lines.count, limit);
    index += lines.count;
  });
  return edit;
}

/** The index where the first line that differs is. */
function startIn(before: Piece[], after: Piece[], first: Lines): number {
  for (const list of [before, after])
    for (const piece of list)
      if (
        piece.run === first.run &&
        first.first >= piece.first &&
        first.first < piece.first + piece.count
      )
        return piece.start + first.first - piece.first;
  return 0;
}
