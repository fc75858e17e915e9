/** What was computed, by worksheet, and who is told when it becomes another. */
import type { Area, Content, Sheet, SheetChange } from "../model";
import { cachedValue, isFormula } from "../model";
import type { FormulaState, ValuesMessage, WireValue } from "./messages";
import { ValueStore } from "./store";

/** More cells than this are announced as the area around them. */
const MOST_AREAS = 256;

export type ChangeListener = (sid: string, areas: Area[] | null) => void;

/** The computed values of a workbook. */
export class Results {
  private readonly stores = new Map<string, ValueStore>();
  private readonly listeners = new Set<ChangeListener>();
  /** Another number whenever a value may be another. */
  generation = 1;

  has(sid: string): boolean {
    return this.stores.has(sid);
  }

  /** Begin to keep a worksheet's values. */
  keep(sid: string): ValueStore {
    const known = this.stores.get(sid);
    if (known) return known;
    const store = new ValueStore();
    this.stores.set(sid, store);
    return store;
  }

  /** Forget a worksheet; false when nothing was kept of it. */
  forget(sid: string): boolean {
    return this.stores.delete(sid);
  }

  /** Move values with their lines, until they are computed anew. */
  shift(sid: string, { rows, cols }: Pick<SheetChange, "rows" | "cols">): void {
    if (rows) this.stores.get(sid)?.shift("rows", rows);
    if (cols) this.stores.get(sid)?.shift("cols", cols);
    if (rows || cols) this.tell(sid, null);
  }

  take(message: ValuesMessage): void {
    this.keep(message.sid).take(message);
    this.generation++;
    this.tell(message.sid, areasOf(message));
  }

  tell(sid: string, areas: Area[] | null): void {
    for (const listener of this.listeners) listener(sid, areas);
  }

  onChange(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What a formula gave in a cell; undefined when none did. */
  computed(sid: string, row: number, col: number): WireValue | undefined {
    return this.stores.get(sid)?.value(row, col);
  }

  /** What a cell shows: its content, for formulas and spilled cells what was computed, else what the file said. */
  value(sheet: Sheet, row: number, col: number): Content {
    const content = sheet.content(row, col);
    if (content !== null && !isFormula(content)) return content;
    const computed = this.computed(sheet.sid, row, col);
    if (computed !== undefined) return computed;
    return content === null ? null : cachedValue(content);
  }

  /** How the value of a formula or a spilled cell came about; null for all other cells. */
  state(sheet: Sheet, row: number, col: number): FormulaState | null {
    const content = sheet.content(row, col);
    if (content !== null && !isFormula(content)) return null;
    const state = this.stores.get(sheet.sid)?.state(row, col);
    if (state !== undefined) return state;
    if (content === null) return null;
    return content.c === undefined ? "pending" : "cached";
  }

  clear(): void {
    this.listeners.clear();
  }
}

/** The changed cells as areas: runs down columns, or all around them when they are many. */
function areasOf({ rows, cols }: ValuesMessage): Area[] {
  const areas: Area[] = [];
  let last: Area | undefined;
  const around = {
    row1: Number.POSITIVE_INFINITY,
    col1: Number.POSITIVE_INFINITY,
    row2: -1,
    col2: -1,
  };
  for (let at = 0; at < rows.length; at++) {
    const [row, col] = [rows[at] as number, cols[at] as number];
    around.row1 = Math.min(around.row1, row);
    around.row2 = Math.max(around.row2, row);
    around.col1 = Math.min(around.col1, col);
    around.col2 = Math.max(around.col2, col);
    if (last && last.col1 === col && last.row2 === row - 1) last.row2 = row;
    else {
      last = { row1: row, col1: col, row2: row, col2: col };
      areas.push(last);
    }
  }
  return areas.length > MOST_AREAS ? [around] : areas;
}
