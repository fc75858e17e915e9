/** The workbook as the engine sees it: worksheets, names, tables and settings. */
import type { SheetCells } from "./cells";
import type { Formula } from "./formula";
import type { Frame } from "./frame";
import { Unready } from "./signals";
import type { Ref, Scalar, Value } from "./values";

export interface NameInfo {
  name: string;
  /** The worksheet that it belongs to; null: the workbook. */
  scope: string | null;
  /** A1 text as read from cell A1, without `=`. */
  formula: string;
}

export interface TableInfo {
  name: string;
  sid: string;
  row1: number;
  col1: number;
  row2: number;
  col2: number;
  header: boolean;
  totals: boolean;
  columns: string[];
}

/** A pivot table, for GETPIVOTDATA: where it is shown. */
export interface PivotInfo {
  sid: string;
  row1: number;
  col1: number;
  row2: number;
  col2: number;
  /** Where its values begin within the area; null when nobody says. */
  data?: readonly [row: number, col: number] | null;
}

export interface CalcSettings {
  date1904: boolean;
  iterate: boolean;
  iterateCount: number;
  iterateDelta: number;
  /** Formulas wait until somebody asks for them (calcMode, ECMA-376-1 §18.2.2). */
  manual: boolean;
  /** Milliseconds east of UTC, for NOW and TODAY. */
  offset: number;
}

/** Some rows of a worksheet. */
export interface RowSet {
  has(row: number): boolean;
}

/** Rows that are not shown. */
export interface HiddenRows {
  all: RowSet;
  /** Those that a filter hides. */
  filtered: RowSet;
}

/** What running formulas may ask of the workbook. */
export class Workbook {
  readonly sheets = new Map<string, SheetCells>();
  /** Sids in order. */
  order: string[] = [];
  names: NameInfo[] = [];
  tables: TableInfo[] = [];
  pivots: PivotInfo[] = [];
  settings: CalcSettings = {
    date1904: false,
    iterate: false,
    iterateCount: 100,
    iterateDelta: 0.001,
    manual: false,
    offset: 0,
  };
  /** The clock, in milliseconds since 1970 UTC. */
  now: () => number = Date.now;
  random: () => number = Math.random;
  /** Rows that are hidden, by worksheet: SUBTOTAL and AGGREGATE leave them out. */
  readonly hidden = new Map<string, HiddenRows>();
  /** Results of look-ups over areas, kept while the areas do not change. */
  readonly indexes = new Map<string, { version: string; index: Map<Scalar, number> }>();
  /** The reference that a text means in a cell, for INDIRECT. */
  reference: (text: string, frame: Frame) => Value = () => null;
  /** Whether what waits may be read as it is. */
  lenient = false;
  /** Whether a formula that waits is to be computed before it is read. */
  awaited: (formula: Formula) => boolean = () => true;
  private byName: Map<string, SheetCells> | null = null;

  sheetNamed(name: string): SheetCells | undefined {
    if (!this.byName) {
      this.byName = new Map();
      for (const sheet of this.sheets.values()) this.byName.set(sheet.name.toLowerCase(), sheet);
    }
    return this.byName.get(name.toLowerCase());
  }

  renamed(): void {
    this.byName = null;
  }

  /** Worksheets from one to the other in order, both included. */
  between(first: string, last: string): SheetCells[] {
    const at = [first, last].map((name) => this.order.indexOf(this.sheetNamed(name)?.sid ?? ""));
    if (at.includes(-1)) return [];
    const sids = this.order.slice(Math.min(...at), Math.max(...at) + 1);
    return sids.flatMap((sid) => this.sheets.get(sid) ?? []);
  }

  nameFor(name: string, sid: string): NameInfo | undefined {
    const lower = name.toLowerCase();
    const found = this.names.filter((info) => info.name.toLowerCase() === lower);
    return found.find((info) => info.scope === sid) ?? found.find((info) => info.scope === null);
  }

  tableNamed(name: string): TableInfo | undefined {
    const lower = name.toLowerCase();
    return this.tables.find((table) => table.name.toLowerCase() === lower);
  }

  tableAt(sid: string, row: number, col: number): TableInfo | undefined {
    return this.tables.find(
      (table) =>
        table.sid === sid &&
        row >= table.row1 &&
        row <= table.row2 &&
        col >= table.col1 &&
        col <= table.col2,
    );
  }

  /** Throws Unready when formulas in the area wait to be computed. */
  require(ref: Ref): void {
    if (this.lenient) return;
    let waits = false;
    ref.sheet.eachFormula(
      ref,
      (formula) => {
        waits ||= this.awaited(formula);
      },
      true,
    );
    if (!waits)
      for (const anchor of ref.sheet.spills)
        if (anchor.dirty && covers(anchor, ref)) waits ||= this.awaited(anchor);
    if (waits) throw new Unready(ref);
  }
}

function covers(
  anchor: { row: number; col: number; rows: number; cols: number },
  ref: Ref,
): boolean {
  return (
    anchor.row <= ref.row2 &&
    anchor.row + anchor.rows > ref.row1 &&
    anchor.col <= ref.col2 &&
    anchor.col + anchor.cols > ref.col1
  );
}
