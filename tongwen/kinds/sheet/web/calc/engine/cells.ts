/** Where the engine keeps the cells of a worksheet: columns of chunks, numbers unboxed. */
import type { Formula } from "./formula";
import type { Scalar } from "./values";

export const MAX_ROWS = 1_048_576;
export const MAX_COLS = 16_384;
const SHIFT = 8;
const SIZE = 1 << SHIFT;
const EMPTY = 0;
const NUMBER = 1;
const OTHER = 2;

/** 256 rows of one column. */
class Chunk {
  readonly kinds = new Uint8Array(SIZE);
  readonly numbers = new Float64Array(SIZE);
  others: Map<number, Scalar> | null = null;
  formulas: Map<number, Formula> | null = null;
  /** How many of its formulas wait to be computed. */
  dirty = 0;

  get(at: number): Scalar {
    const kind = this.kinds[at];
    if (kind === NUMBER) return this.numbers[at] as number;
    return kind === EMPTY ? null : (this.others?.get(at) ?? null);
  }

  eachFormula(from: number, to: number, visit: (formula: Formula) => void): void {
    if (!this.formulas) return;
    for (const [at, formula] of this.formulas) if (at >= from && at <= to) visit(formula);
  }

  set(at: number, value: Scalar): void {
    if (typeof value === "number") {
      if (this.kinds[at] === OTHER) this.others?.delete(at);
      this.kinds[at] = NUMBER;
      this.numbers[at] = value;
    } else if (value === null) {
      if (this.kinds[at] === OTHER) this.others?.delete(at);
      this.kinds[at] = EMPTY;
    } else {
      this.others ??= new Map();
      this.others.set(at, value);
      this.kinds[at] = OTHER;
    }
  }
}

/** One column; `version` changes with every value written to it. */
class Column {
  readonly chunks: (Chunk | undefined)[] = [];
  version = 0;
  /** How many of its formulas wait to be computed. */
  dirty = 0;
}

type Visit = (value: Scalar, row: number, col: number) => void;

/** The values and formulas of one worksheet. */
export class SheetCells {
  readonly columns = new Map<number, Column>();
  /** Formulas whose result covers more than their own cell. */
  readonly spills = new Set<Formula>();
  /** Cells that hold part of the result of a formula elsewhere: row * MAX_COLS + col. */
  readonly owners = new Map<number, Formula>();
  lastRow = -1;
  lastCol = -1;
  /** Whether its cells are known; what reads one that is not keeps its cached value. */
  known = true;
  private dirty = 0;

  constructor(
    readonly sid: string,
    public name: string,
  ) {}

  private chunk(row: number, col: number): Chunk | undefined {
    return this.columns.get(col)?.chunks[row >> SHIFT];
  }

  private reach(row: number, col: number): [Column, Chunk] {
    let column = this.columns.get(col);
    if (!column) {
      column = new Column();
      this.columns.set(col, column);
    }
    let chunk = column.chunks[row >> SHIFT];
    if (!chunk) {
      chunk = new Chunk();
      column.chunks[row >> SHIFT] = chunk;
    }
    if (row > this.lastRow) this.lastRow = row;
    if (col > this.lastCol) this.lastCol = col;
    return [column, chunk];
  }

  value(row: number, col: number): Scalar {
    return this.chunk(row, col)?.get(row & (SIZE - 1)) ?? null;
  }

  setValue(row: number, col: number, value: Scalar): void {
    if (value === null && !this.chunk(row, col)) return;
    const [column, chunk] = this.reach(row, col);
    chunk.set(row & (SIZE - 1), value);
    column.version++;
  }

  /** A number that changes when a value of the column does. */
  version(col: number): number {
    return this.columns.get(col)?.version ?? 0;
  }

  formula(row: number, col: number): Formula | undefined {
    return this.chunk(row, col)?.formulas?.get(row & (SIZE - 1));
  }

  setFormula(row: number, col: number, formula: Formula | null): void {
    if (formula === null) {
      this.chunk(row, col)?.formulas?.delete(row & (SIZE - 1));
      return;
    }
    const [, chunk] = this.reach(row, col);
    chunk.formulas ??= new Map();
    chunk.formulas.set(row & (SIZE - 1), formula);
  }

  /** Count one more (1) or one less (-1) formula that waits. */
  countDirty(row: number, col: number, by: 1 | -1): void {
    const column = this.columns.get(col);
    const chunk = column?.chunks[row >> SHIFT];
    if (!column || !chunk) return;
    chunk.dirty += by;
    column.dirty += by;
    this.dirty += by;
  }

  private *chunks(row1: number, col1: number, row2: number, col2: number, dirty = false) {
    if (dirty && this.dirty === 0) return;
    const right = Math.min(col2, this.lastCol);
    const first = row1 >> SHIFT;
    for (let col = col1; col <= right; col++) {
      const column = this.columns.get(col);
      if (!column || (dirty && column.dirty === 0)) continue;
      const { chunks } = column;
      const last = Math.min(row2 >> SHIFT, chunks.length - 1);
      for (let band = first; band <= last; band++) {
        const chunk = chunks[band];
        if (!chunk) continue;
        const base = band << SHIFT;
        yield {
          chunk,
          col,
          base,
          from: Math.max(row1 - base, 0),
          to: Math.min(row2 - base, SIZE - 1),
        };
      }
    }
  }

  /** Every cell of the area that is not empty, by columns. */
  each(row1: number, col1: number, row2: number, col2: number, visit: Visit): void {
    for (const { chunk, col, base, from, to } of this.chunks(row1, col1, row2, col2))
      for (let at = from; at <= to; at++) {
        const kind = chunk.kinds[at];
        if (kind === NUMBER) visit(chunk.numbers[at] as number, base + at, col);
        else if (kind === OTHER) visit(chunk.others?.get(at) ?? null, base + at, col);
      }
  }

  /** The numbers of the area go to `number`, all other values that are not empty to `other`. */
  eachNumber(
    area: { row1: number; col1: number; row2: number; col2: number },
    number: (value: number) => void,
    other?: (value: Scalar) => void,
  ): void {
    for (const { chunk, from, to } of this.chunks(area.row1, area.col1, area.row2, area.col2))
      for (let at = from; at <= to; at++) {
        const kind = chunk.kinds[at];
        if (kind === NUMBER) number(chunk.numbers[at] as number);
        else if (kind === OTHER && other) other(chunk.others?.get(at) ?? null);
      }
  }

  /** Formulas of the area; only those that wait when `dirty`. */
  eachFormula(
    area: { row1: number; col1: number; row2: number; col2: number },
    visit: (formula: Formula) => void,
    dirty = false,
  ): void {
    for (const { chunk, from, to } of this.chunks(
      area.row1,
      area.col1,
      area.row2,
      area.col2,
      dirty,
    )) {
      if (dirty && chunk.dirty === 0) continue;
      chunk.eachFormula(from, to, (formula) => {
        if (!dirty || formula.dirty) visit(formula);
      });
    }
  }

  clear(): void {
    this.columns.clear();
    this.spills.clear();
    this.owners.clear();
    this.dirty = 0;
    this.lastRow = -1;
    this.lastCol = -1;
  }
}
