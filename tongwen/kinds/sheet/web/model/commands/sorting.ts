/** Sorting a range: contents and formats change places, lines stay. */
import { type Area, intersect } from "../areas";
import { type Content, cachedValue, isFormula } from "../content";
import { Refusal } from "../errors";
import type { Sheet } from "../sheet";
import type { Style } from "../styles";
import { shift } from "../template";
import { readArea } from "./contents";
import { Restyling } from "./looks";
import { cached, sortedOrder, type ValueOf } from "./ordering";
import { type Rows, writeRows } from "./writing";

export interface SortKey {
  /** Index of the column (of the row, when columns are sorted). */
  at: number;
  descending?: boolean;
}
export interface SortRangeOptions {
  header?: boolean;
  columns?: boolean;
  matchCase?: boolean;
  computed?: ValueOf;
}

/** A range to sort, by lines. */
interface Sorted {
  sheet: Sheet;
  area: Area;
  byColumns: boolean;
}

function body(sheet: Sheet, area: Area, { header, columns }: SortRangeOptions): Area | null {
  const used = sheet.usedRange();
  const filled = used && intersect(area, used);
  if (!filled) return null;
  // what is beyond the used range is empty and would be last anyway
  const first = columns ? area.col1 : area.row1;
  const from = first + (header ? 1 : 0);
  const whole = columns
    ? { ...filled, col1: Math.max(filled.col1, from) }
    : { ...filled, row1: Math.max(filled.row1, from) };
  return whole.row1 <= whole.row2 && whole.col1 <= whole.col2 ? whole : null;
}

function movedContent(sheet: Sheet, content: Content, by: { rows: number; cols: number }): Content {
  if (!isFormula(content)) return content;
  const { c: _cached, ...rest } = content;
  return { ...rest, f: shift(content.f, { book: sheet.book, sid: sheet.sid }, by) };
}

function reordered({ sheet, byColumns }: Sorted, before: Content[][], order: number[]): Rows {
  const content = (row: number, col: number): Content => before[row]?.[col] ?? null;
  const moved = (row: number, col: number): Content | undefined => {
    const to = byColumns ? col : row;
    const from = order[to] ?? to;
    const source = byColumns ? content(row, from) : content(from, col);
    if (from === to || (source === null && content(row, col) === null)) return undefined;
    const by = byColumns ? { rows: 0, cols: to - from } : { rows: to - from, cols: 0 };
    return movedContent(sheet, source, by);
  };
  return before.map((line, row) => line.map((_, col) => moved(row, col)));
}

function restyled({ sheet, area, byColumns }: Sorted, order: number[]): Restyling {
  // all are read in their present order first: in the new one, blocks would be opened again and again
  const styles: Style[][] = [];
  for (let row = area.row1; row <= area.row2; row++) {
    const line: Style[] = [];
    for (let col = area.col1; col <= area.col2; col++) line.push(sheet.style(row, col));
    styles.push(line);
  }
  const looks = new Restyling(sheet);
  styles.forEach((line, row) => {
    line.forEach((style, col) => {
      const source = byColumns ? line[order[col] ?? col] : styles[order[row] ?? row]?.[col];
      if (source && source !== style) looks.add(area.row1 + row, area.col1 + col, source);
    });
  });
  return looks;
}

/** The keys of every line, in the present order. */
function keysOf(
  task: Sorted,
  before: Content[][],
  keys: SortKey[],
  computed?: ValueOf,
): Content[][] {
  const { sheet, area, byColumns } = task;
  const value = (line: number, at: number): Content => {
    const [row, col] = byColumns ? [at, area.col1 + line] : [area.row1 + line, at];
    if (computed) return computed(sheet, row, col);
    const own = before[row - area.row1]?.[col - area.col1];
    return own === undefined ? cached(sheet, row, col) : cachedValue(own);
  };
  const lines = byColumns ? area.col2 - area.col1 + 1 : area.row2 - area.row1 + 1;
  return Array.from({ length: lines }, (_, line) => keys.map(({ at }) => value(line, at)));
}

/**
 * Sort rows (or columns) of an area by keys. Relative references of formulas go along with their cell, as in a copy.
 *
 * Throws Refusal merged-cells when a merge is in the way.
 */
export function sortRange(
  sheet: Sheet,
  area: Area,
  keys: SortKey[],
  options: SortRangeOptions = {},
): void {
  const byColumns = options.columns === true;
  const sorted = body(sheet, area, options);
  if (!sorted || keys.length === 0) return;
  if (sheet.merges().some((merge) => intersect(merge.area, sorted)))
    throw new Refusal("merged-cells", "merged cells cannot be sorted");
  const task = { sheet, area: sorted, byColumns };
  const before = readArea(sheet, sorted);
  const values = keysOf(task, before, keys, options.computed);
  const descending = keys.map((key) => key.descending === true);
  const order = sortedOrder(values, descending, options.matchCase === true);
  if (order.every((from, to) => from === to)) return;
  sheet.book.steps.transact("sortRange", () => {
    const looks = restyled(task, order);
    writeRows(sheet, sorted.row1, sorted.col1, reordered(task, before, order));
    looks.write();
  });
}
