/** What the page and the worker that calculates say to each other. */
import type { FormulaState } from "./engine/formula";
import type { CalcSettings, NameInfo, PivotInfo, TableInfo } from "./engine/workbook";

export type { FormulaState } from "./engine/formula";

/** A value as it travels; errors by their code. */
export type WireValue = null | number | string | boolean | { e: string };

export interface Box {
  row1: number;
  col1: number;
  row2: number;
  col2: number;
}

/**
 * A formula: A1 text, whether it may spill, the area of an array formula, what it gave last (as the file or the page
 * knows), whether it is not to be computed, whether it is computed in manual mode too because not all is known of it.
 */
export interface WireFormula {
  row: number;
  col: number;
  text: string;
  dynamic: boolean;
  area?: [rows: number, cols: number];
  cached?: WireValue;
  blocked?: boolean;
  entered?: boolean;
}

/** Cells of one worksheet. `box`: everything else in it is empty now. `fresh`: they were never there, all is computed later. */
export interface CellsMessage {
  type: "cells";
  sid: string;
  box: Box | null;
  fresh: boolean;
  rows: Int32Array;
  cols: Int32Array;
  numbers: Float64Array;
  /** Values that are no numbers, by their place in the arrays. */
  others: [at: number, value: WireValue][];
  formulas: WireFormula[];
}

export interface BookMessage {
  type: "book";
  sheets: [sid: string, name: string][];
  /** Worksheets whose cells are known. */
  loaded: string[];
  names: NameInfo[];
  tables: TableInfo[];
  pivots: PivotInfo[];
  settings: CalcSettings;
}

export type RowRange = [first: number, last: number];

export interface EvaluateItem {
  sid: string;
  row: number;
  col: number;
  text: string;
}

export type ToWorker =
  | BookMessage
  | CellsMessage
  | { type: "clear"; sid: string }
  /** Hidden rows in order; `filtered`: those of them that a filter hides. */
  | { type: "hidden"; sid: string; ranges: RowRange[]; filtered: RowRange[] }
  | { type: "evaluate"; id: number; items: EvaluateItem[] }
  /** Compute all; `careful`: say before each formula which one it is. */
  | { type: "start"; id: number; careful: boolean }
  /**
   * What was sent belongs together; go on computing. `release`: in manual mode also what waits, of one worksheet or of
   * all. `id` comes back when nothing is left to compute.
   */
  | { type: "settle"; id: number; release: { sid: string | null } | null };

/** Values that became others. `kinds`: 0 no formula gives this cell a value any more, 1 a number, 2 another value, 3 empty. */
export interface ValuesMessage {
  type: "values";
  sid: string;
  rows: Int32Array;
  cols: Int32Array;
  kinds: Uint8Array;
  numbers: Float64Array;
  others: [at: number, value: WireValue][];
  /** Index into STATES. */
  states: Uint8Array;
}

/** Where a formula is; an empty sid: nowhere. */
export interface FormulaPlace {
  sid: string;
  row: number;
  col: number;
}

export type FromWorker =
  | ValuesMessage
  | { type: "busy" }
  /** Nothing is left to compute of what was sent up to `id`, but (`waiting`) what waits to be asked for in manual mode. */
  | { type: "idle"; id: number; waiting: boolean }
  /** The formula whose computation begins. */
  | ({ type: "computing" } & FormulaPlace)
  /** The engine broke down in this formula; this worker is of no more use. */
  | ({ type: "panic"; problem: string } & FormulaPlace)
  | { type: "evaluated"; id: number; values: WireValue[] };

export const STATES: readonly FormulaState[] = [
  "computed",
  "cached",
  "unknown",
  "circular",
  "pending",
  "failed",
  "remote",
];
