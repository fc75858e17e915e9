/** An axis: which line is where, by ids that stay, without ever listing a million of them. */
import { type AxisName, limitOf } from "./areas";
import { type AxisEdit, editBetween } from "./axisEdit";
import { baseKey, keyBetween, type Leaning } from "./keys";
import { type Piece, piecesOf, readOperations, type Span } from "./pieces";

export type LineState = "live" | "dead" | "unknown";

/** A line by its run ("" for base lines) and its offset there. */
export interface LinePlace {
  run: string;
  offset: number;
}

export function lineId(run: string, offset: number): string {
  return run === "" ? String(offset) : `${run}/${offset}`;
}

/** The run and offset an id names; null when it is no id. */
export function parseLine(id: string): LinePlace | null {
  const slash = id.lastIndexOf("/");
  const digits = id.length - slash - 1;
  if (slash === 0 || digits < 1 || digits > 9) return null;
  if (digits > 1 && id.charCodeAt(slash + 1) === 48) return null;
  let offset = 0;
  for (let i = slash + 1; i < id.length; i++) {
    const digit = id.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return null;
    offset = offset * 10 + digit;
  }
  return { run: slash < 0 ? "" : id.slice(0, slash), offset };
}

/** The last item whose `of` is not greater than a value; -1 when there is none. */
function lastAt<T>(items: T[], value: number, of: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(items[middle] as T) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const startOf = (piece: Piece): number => piece.start;
const firstOf = (piece: Piece): number => piece.first;

/** The rows or the columns of one worksheet. */
export class Axis {
  readonly limit: number;
  private changed = 0;
  private readAt = -1;
  private live: Piece[] = [];
  private runs = new Map<string, Piece[]>();
  private told: Piece[] | null = null;

  constructor(
    readonly name: AxisName,
    private readonly entries: () => Iterable<[string, unknown]>,
  ) {
    this.limit = limitOf(name);
  }

  /** Changes with every structural change. */
  get version(): number {
    return this.changed;
  }

  /** Say that an operation came or went. */
  touch(): void {
    this.told ??= this.pieces();
    this.changed++;
  }

  /** How the axis became another since this was last asked; null when it did not. */
  takeEdit(): AxisEdit | null {
    const before = this.told;
    this.told = null;
    if (!before) return null;
    const edit = editBetween(before, this.pieces(), this.limit);
    return edit.removed.length || edit.inserted.length ? edit : null;
  }

  /** Live pieces in their order; the operations are read again when they have changed. */
  private pieces(): Piece[] {
    if (this.readAt === this.changed) return this.live;
    this.readAt = this.changed;
    const pieces = piecesOf(readOperations(this.entries()));
    this.live = pieces.filter((piece) => !piece.dead);
    this.runs = new Map();
    for (const piece of pieces) {
      const run = this.runs.get(piece.run);
      if (run) run.push(piece);
      else this.runs.set(piece.run, [piece]);
    }
    for (const run of this.runs.values()) run.sort((a, b) => a.first - b.first);
    return this.live;
  }

  private piecesOfRun(run: string): Piece[] {
    this.pieces();
    return this.runs.get(run) ?? [];
  }

  /** Whether base lines are all there are, in the order they had at import. */
  get untouched(): boolean {
    return this.pieces().length === 1;
  }

  /** The run and offset of the line at an index. */
  at(index: number): LinePlace {
    const piece = this.pieces()[lastAt(this.pieces(), index, startOf)];
    if (!piece || index < 0) throw new RangeError(`no line at ${index}`);
    return { run: piece.run, offset: piece.first + index - piece.start };
  }

  /** The id of the line at an index below `limit`. */
  idAt(index: number): string {
    const { run, offset } = this.at(index);
    return lineId(run, offset);
  }

  private pieceOf(run: string, offset: number): Piece | null {
    const pieces = this.piecesOfRun(run);
    const piece = pieces[lastAt(pieces, offset, firstOf)];
    return piece && offset < piece.first + piece.count ? piece : null;
  }

  /** The index of a live line by its run and offset; -1 when it is dead, unknown or beyond the limit. */
  indexAt(run: string, offset: number): number {
    const piece = this.pieceOf(run, offset);
    if (!piece || piece.dead) return -1;
    const index = piece.start + offset - piece.first;
    return index < this.limit ? index : -1;
  }

  /** The index of a live line; null when it is dead, unknown or beyond the limit. */
  indexOf(id: string): number | null {
    const line = parseLine(id);
    const index = line ? this.indexAt(line.run, line.offset) : -1;
    return index < 0 ? null : index;
  }

  stateOf(id: string): LineState {
    const line = parseLine(id);
    const piece = line && this.pieceOf(line.run, line.offset);
    if (!piece) return "unknown";
    return piece.dead ? "dead" : "live";
  }

  /** The index of a live line, or of the nearest live one after (1) or before (-1) it; null for unknown lines or when there is none. */
  snap(id: string, direction: 1 | -1): number | null {
    const line = parseLine(id);
    const piece = line && this.pieceOf(line.run, line.offset);
    if (!line || !piece) return null;
    const index = this.snapped(piece, line.offset, direction);
    return index >= 0 && index < this.limit ? index : null;
  }

  private snapped(piece: Piece, offset: number, direction: 1 | -1): number {
    if (!piece.dead) return piece.start + offset - piece.first;
    return direction > 0 ? piece.start : piece.start - 1;
  }

  /** The index range between two lines, whichever comes first; null when an end is unknown or nothing is left. */
  between(a: string, b: string): { first: number; last: number; crossed: boolean } | null {
    const one = parseLine(a);
    const two = parseLine(b);
    const from = one && this.pieceOf(one.run, one.offset);
    const to = two && this.pieceOf(two.run, two.offset);
    if (!one || !two || !from || !to) return null;
    const crossed = from.order > to.order || (from.order === to.order && one.offset > two.offset);
    const first = crossed ? this.snapped(to, two.offset, 1) : this.snapped(from, one.offset, 1);
    const end = crossed ? this.snapped(from, one.offset, -1) : this.snapped(to, two.offset, -1);
    const last = Math.min(end, this.limit - 1);
    return first <= last ? { first, last, crossed } : null;
  }

  /** The lines of an index range, as few spans as can be. */
  spans(first: number, last: number): Span[] {
    const spans: Span[] = [];
    const live = this.pieces();
    for (let i = Math.max(0, lastAt(live, first, startOf)); i < live.length; i++) {
      const piece = live[i] as Piece;
      if (piece.start > last) break;
      const from = Math.max(first, piece.start);
      const count = Math.min(last + 1, piece.start + piece.count) - from;
      if (count <= 0) continue;
      const offset = piece.first + from - piece.start;
      const before = spans.at(-1);
      if (before && before[0] === piece.run && before[1] + before[2] === offset) before[2] += count;
      else spans.push([piece.run, offset, count]);
    }
    return spans;
  }

  /** The index ranges, inclusive and in order, that live lines of spans have now. */
  ranges(spans: Span[]): [first: number, last: number][] {
    const found: [number, number][] = [];
    for (const [run, first, count] of spans) {
      const pieces = this.piecesOfRun(run);
      for (let i = Math.max(0, lastAt(pieces, first, firstOf)); i < pieces.length; i++) {
        const piece = pieces[i] as Piece;
        if (piece.first >= first + count) break;
        const from = Math.max(first, piece.first);
        const until = Math.min(first + count, piece.first + piece.count);
        if (piece.dead || from >= until) continue;
        const index = piece.start + from - piece.first;
        if (index < this.limit) found.push([index, Math.min(this.limit, index + until - from) - 1]);
      }
    }
    return joined(found);
  }

  /** How long a run is; 0 when it is not there. */
  runLength(run: string): number {
    const last = this.piecesOfRun(run).at(-1);
    return last ? last.first + last.count : 0;
  }

  /** The greatest index of a line that was inserted; -1 when none was. */
  lastInserted(): number {
    const piece = this.pieces().findLast(({ run }) => run !== "");
    return piece ? Math.min(this.limit, piece.start + piece.count) - 1 : -1;
  }

  private keyAt(index: number): string {
    const piece = this.pieces()[lastAt(this.pieces(), index, startOf)];
    if (!piece || index < 0) return "";
    return piece.prefix + baseKey(piece.digit + index - piece.start);
  }

  private leaning(at: number): Leaning {
    const before = at > 0 && this.at(at - 1).run !== "";
    const after = this.at(at).run !== "";
    if (before === after) return "middle";
    return before ? "after" : "before";
  }

  /** A new order key for lines that go before the line at an index. Dead lines between the two are left on the right. */
  keyBefore(at: number, token: string): string {
    const piece = this.pieces()[lastAt(this.pieces(), at, startOf)] as Piece;
    const right = at === piece.start ? this.leastKeyAfter(at) : this.keyAt(at);
    return keyBetween(this.keyAt(at - 1), right, token, this.leaning(at));
  }

  /** The key that follows the line before an index, dead lines counted. */
  private leastKeyAfter(at: number): string {
    let least = this.keyAt(at);
    for (const pieces of this.runs.values())
      for (const piece of pieces)
        if (piece.dead && piece.start === at) {
          const key = piece.prefix + baseKey(piece.digit);
          if (key < least && key > this.keyAt(at - 1)) least = key;
        }
    return least;
  }
}

/** Ranges in order, those that touch made one. */
export function joined(ranges: [number, number][]): [first: number, last: number][] {
  const result: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = result.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else result.push([first, last]);
  }
  return result;
}
