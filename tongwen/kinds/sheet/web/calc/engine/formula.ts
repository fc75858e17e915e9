/** A formula in its cell, and the program that it shares with all formulas that read alike. */
import type { SheetCells } from "./cells";
import type { Frame } from "./frame";
import type { Corner } from "./lexer";
import type { Scalar, Value } from "./values";

/** Cells that a program reads, known before it runs. */
export interface Precedent {
  sheet: SheetCells;
  from: Corner;
  to: Corner;
  /** The program may read less; what it reads while it runs says in which order. */
  loose?: boolean;
}

/** A formula made ready to run at any cell of one worksheet. */
export interface Program {
  readonly key: string;
  /** The worksheet of its formulas. */
  readonly sheet: SheetCells | null;
  /** A result that is an array fills cells below and beside. */
  readonly array: boolean;
  readonly run: (frame: Frame) => Value;
  readonly precedents: Precedent[];
  readonly volatile: boolean;
  /** Depends on which rows are hidden. */
  readonly summary: boolean;
  /** Functions that nobody here knows. */
  readonly unknown: string[];
  /** Reads another workbook. */
  readonly external: boolean;
  /** Calls functions that would ask a server. */
  readonly remote: boolean;
  /** A name or a function decides what it reads while it runs. */
  readonly dynamic: boolean;
}

/** Where a value comes from. */
export type FormulaState =
  | "computed"
  | "cached"
  | "unknown"
  | "circular"
  | "pending"
  | "failed"
  | "remote";

/** How a formula stands in its cell: `a` and `dyn` of its content. */
export interface FormulaShape {
  /** Rows and columns of an array formula. */
  area?: [rows: number, cols: number];
  dynamic?: boolean;
  /** An engine broke down in it before: it is not computed again. */
  blocked?: boolean;
}

/** One formula in one cell. */
export class Formula {
  dirty = false;
  state: FormulaState = "pending";
  /** Rows and columns that its result fills now. */
  rows = 1;
  cols = 1;
  /** 0 not met, 1 waits for what it reads. */
  mark = 0;
  removed = false;
  /** How often it was computed in this recalculation. */
  runs = 0;

  constructor(
    readonly sheet: SheetCells,
    readonly row: number,
    readonly col: number,
    readonly text: string,
    public program: Program,
    readonly shape: FormulaShape,
    readonly cached: Scalar | undefined,
  ) {}
}

/** The indexes that a corner has, seen from a cell; it goes round at the ends of the worksheet as names do. */
export function cornerRow(corner: Corner, row: number): number {
  return corner.rowAbs ? corner.row : (corner.row + row + 1_048_576) % 1_048_576;
}
export function cornerCol(corner: Corner, col: number): number {
  return corner.colAbs ? corner.col : (corner.col + col + 16_384) % 16_384;
}
