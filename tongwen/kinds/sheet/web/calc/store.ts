/** Computed values of one worksheet in the page: formulas' results and what they spill. */
import type { AxisEdit, AxisName } from "../model";
import { type FormulaState, STATES, type ValuesMessage, type WireValue } from "./messages";

const SHIFT = 8;
const SIZE = 1 << SHIFT;
const NONE = 0;
const NUMBER = 1;
const OTHER = 2;

/** 256 rows of one column. */
class Chunk {
  readonly kinds = new Uint8Array(SIZE);
  readonly states = new Uint8Array(SIZE);
  readonly numbers = new Float64Array(SIZE);
  others: Map<number, WireValue> | null = null;

  copy(from: Chunk, at: number, to: number): void {
    this.kinds[to] = from.kinds[at] as number;
    this.states[to] = from.states[at] as number;
    this.numbers[to] = from.numbers[at] as number;
    if (from.kinds[at] !== OTHER) return;
    this.others ??= new Map();
    this.others.set(to, from.others?.get(at) ?? null);
  }
}

/** By columns of chunks; numbers unboxed. */
export class ValueStore {
  private columns = new Map<number, (Chunk | undefined)[]>();

  /** Undefined: no formula gives this cell its value. */
  value(row: number, col: number): WireValue | undefined {
    const chunk = this.columns.get(col)?.[row >> SHIFT];
    const at = row & (SIZE - 1);
    const kind = chunk?.kinds[at];
    if (!chunk || !kind) return undefined;
    if (kind === NUMBER) return chunk.numbers[at] as number;
    return kind === OTHER ? (chunk.others?.get(at) ?? null) : null;
  }

  state(row: number, col: number): FormulaState | undefined {
    const chunk = this.columns.get(col)?.[row >> SHIFT];
    const at = row & (SIZE - 1);
    return chunk?.kinds[at] ? STATES[chunk.states[at] as number] : undefined;
  }

  take({ rows, cols, kinds, numbers, others, states }: ValuesMessage): void {
    for (let at = 0; at < rows.length; at++) {
      const chunk = this.reach(rows[at] as number, cols[at] as number, kinds[at] as number);
      if (!chunk) continue;
      const place = (rows[at] as number) & (SIZE - 1);
      chunk.others?.delete(place);
      chunk.kinds[place] = kinds[at] as number;
      chunk.states[place] = states[at] as number;
      chunk.numbers[place] = numbers[at] as number;
    }
    for (const [at, value] of others) {
      const chunk = this.reach(rows[at] as number, cols[at] as number, OTHER);
      if (!chunk) continue;
      chunk.others ??= new Map();
      chunk.others.set((rows[at] as number) & (SIZE - 1), value);
    }
  }

  private reach(row: number, col: number, kind: number): Chunk | undefined {
    let column = this.columns.get(col);
    if (!column) {
      if (kind === NONE) return undefined;
      column = [];
      this.columns.set(col, column);
    }
    let chunk = column[row >> SHIFT];
    if (!chunk && kind !== NONE) {
      chunk = new Chunk();
      column[row >> SHIFT] = chunk;
    }
    return chunk;
  }

  clear(): void {
    this.columns.clear();
  }

  /** Move values with their lines, until they are computed anew. */
  shift(axis: AxisName, edit: AxisEdit): void {
    const before = this.columns;
    this.columns = new Map();
    const move = mover(edit);
    for (const [col, column] of before) {
      const to = axis === "cols" ? move(col) : col;
      if (to === null) continue;
      if (axis === "cols") this.columns.set(to, column);
      else this.shiftColumn(col, column, move);
    }
  }

  private shiftColumn(
    col: number,
    column: (Chunk | undefined)[],
    move: (line: number) => number | null,
  ): void {
    column.forEach((chunk, band) => {
      if (!chunk) return;
      for (let at = 0; at < SIZE; at++) {
        const kind = chunk.kinds[at] as number;
        const row = kind === NONE ? null : move((band << SHIFT) + at);
        if (row === null) continue;
        this.reach(row, col, kind)?.copy(chunk, at, row & (SIZE - 1));
      }
    });
  }
}

/** Where a line is after an edit; null when it was taken away. */
function mover({ removed, inserted }: AxisEdit): (line: number) => number | null {
  const gone = [...removed].sort((a, b) => a[0] - b[0]);
  const put = [...inserted].sort((a, b) => a[0] - b[0]);
  return (line) => {
    let at = line;
    for (const [first, count] of gone) {
      if (line < first) break;
      if (line < first + count) return null;
      at -= count;
    }
    for (const [first, count] of put) {
      if (at < first) break;
      at += count;
    }
    return at;
  };
}
