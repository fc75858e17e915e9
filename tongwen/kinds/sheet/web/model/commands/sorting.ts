/** Sorting a range: contents and formats change places, lines stay. */
import { type Area, intersect } from "../areas";
import { type Content, isFormula } from "../content";
import { Refusal } from "../errors";
import type { Sheet } from "../sheet";
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

function reordered({ sheet, area, byColumns }: Sorted, order: number[]): Rows {
  const before = readArea(sheet, area);
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
  const looks = new Restyling(sheet);
  for (const [to, from] of order.entries()) {
    if (from === to) continue;
    const [first, last] = byColumns ? [area.row1, area.row2] : [area.col1, area.col2];
    for (let other = first; other <= last; other++)
      if (byColumns) looks.set(other, area.col1 + to, sheet.style(other, area.col1 + from));
      else looks.set(area.row1 + to, other, sheet.style(area.row1 + from, other));
  }
  return looks;
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
  const { computed = cached } = options;
  const [first, last] = byColumns ? [sorted.col1, sorted.col2] : [sorted.row1, sorted.row2];
  const values: Content[][] = [];
  for (let line = first; line <= last; line++)
    values.push(
      keys.map(({ at }) => (byColumns ? computed(sheet, at, line) : computed(sheet, line, at))),
    );
  const descending = keys.map((key) => key.descending === true);
  const order = sortedOrder(values, descending, options.matchCase === true);
  if (order.every((from, to) => from === to)) return;
  const task = { sheet, area: sorted, byColumns };
  sheet.book.steps.transact("sortRange", () => {
    const rows = reordered(task, order);
    const looks = restyled(task, order);
    writeRows(sheet, sorted.row1, sorted.col1, rows);
    looks.write();
  });
}
