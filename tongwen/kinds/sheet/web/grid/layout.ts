/** Where the lines of a worksheet stand: what the painter, the overlay and the pointer agree on. Pixels at zoom 1. */
import type { Area } from "../model";

/** Lines of one axis that differ from the default. */
export interface LineSizes {
  count: number;
  /** Pixels of a line that says nothing. */
  size: number;
  /** By index: pixels, 0 when hidden. */
  sizes: ReadonlyMap<number, number>;
}

export interface SheetLayout {
  rows: LineSizes;
  columns: LineSizes;
  merges: readonly Area[];
  /** Frozen lines at the start of each axis. */
  frozenRows: number;
  frozenColumns: number;
  gridlines: boolean;
  headings: boolean;
}

/** The sizes of an axis added up: index to position and back in O(log n), memory only for lines that differ. */
export class Positions {
  readonly #indices: number[] = [];
  /** How far lines after the one with the same place in `#indices` are shifted from `index * size`. */
  readonly #shifts: number[] = [];

  constructor(readonly lines: LineSizes) {
    let shift = 0;
    for (const index of [...lines.sizes.keys()].sort((a, b) => a - b)) {
      shift += (lines.sizes.get(index) ?? lines.size) - lines.size;
      this.#indices.push(index);
      this.#shifts.push(shift);
    }
  }

  get count(): number {
    return this.lines.count;
  }

  /** Pixels from the start of the axis to the start of the line. */
  start(index: number): number {
    const before = this.#before(index);
    return index * this.lines.size + (before === 0 ? 0 : (this.#shifts[before - 1] ?? 0));
  }

  end(index: number): number {
    return this.start(index + 1);
  }

  size(index: number): number {
    return this.lines.sizes.get(index) ?? this.lines.size;
  }

  get total(): number {
    return this.start(this.count);
  }

  /** The visible line at a position; the nearest one when the position is outside. */
  at(position: number): number {
    let low = 0;
    let high = Math.max(0, this.count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(middle) <= position) low = middle;
      else high = middle - 1;
    }
    // Hidden lines share their start with the next visible one.
    while (low > 0 && this.size(low) === 0) low -= 1;
    return low;
  }

  /** The nearest visible line from `index` in a direction (itself included), or null. */
  visible(index: number, direction: 1 | -1): number | null {
    let line = index;
    while (line >= 0 && line < this.count && this.size(line) === 0) line += direction;
    return line >= 0 && line < this.count ? line : null;
  }

  /** How many exceptional lines lie before an index. */
  #before(index: number): number {
    let low = 0;
    let high = this.#indices.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#indices[middle] ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export function contains(box: Area, row: number, column: number): boolean {
  return row >= box.row1 && row <= box.row2 && column >= box.col1 && column <= box.col2;
}

export function intersects(a: Area, b: Area): boolean {
  return a.row1 <= b.row2 && b.row1 <= a.row2 && a.col1 <= b.col2 && b.col1 <= a.col2;
}

/** The smallest box around two. */
export function around(a: Area, b: Area): Area {
  return {
    row1: Math.min(a.row1, b.row1),
    col1: Math.min(a.col1, b.col1),
    row2: Math.max(a.row2, b.row2),
    col2: Math.max(a.col2, b.col2),
  };
}

/** A box grown until no merge is cut by its edge. */
export function withMerges(box: Area, merges: readonly Area[]): Area {
  let grown = box;
  for (let changed = true; changed; ) {
    changed = false;
    for (const merge of merges) {
      if (!intersects(grown, merge)) continue;
      const next = around(grown, merge);
      if (next.row1 !== grown.row1 || next.row2 !== grown.row2) changed = true;
      if (next.col1 !== grown.col1 || next.col2 !== grown.col2) changed = true;
      grown = next;
    }
  }
  return grown;
}

export function mergeAt(merges: readonly Area[], row: number, column: number): Area | null {
  return merges.find((merge) => contains(merge, row, column)) ?? null;
}
