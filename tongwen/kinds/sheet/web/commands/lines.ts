/** Rows and columns: put in, taken out, hidden, sized, grouped; cells put in and taken out; frozen panes. */
import {
  type Area,
  type AxisName,
  clearContents,
  clearStyles,
  deleteLines,
  insertLines,
  MAX_COLS,
  MAX_ROWS,
  moveRange,
  needOthers,
  type Sheet,
  setLine,
  setView,
} from "../model";
import { colsIn, intersection, type LineRange, linesOf, rowsIn } from "./areas";
import { DEEPEST } from "./outline";

/** As many lines before the selection as it has. `after` puts them behind it. */
export function insertAround(
  sheet: Sheet,
  areas: readonly Area[],
  axis: AxisName,
  after = false,
): void {
  const ranges = linesOf(areas, axis);
  sheet.book.steps.transact("insertLines", () => {
    for (const [first, last] of ranges.reverse()) {
      insertLines(sheet, axis, after ? last + 1 : first, last - first + 1);
    }
  });
}

export function removeLines(sheet: Sheet, areas: readonly Area[], axis: AxisName): void {
  deleteLines(sheet, axis, linesOf(areas, axis));
}

export function hideLines(sheet: Sheet, areas: readonly Area[], axis: AxisName): void {
  setLine(sheet, axis, linesOf(areas, axis), { hidden: true });
}

/** Show what is hidden in the selection, and what is hidden right before its first line. */
export function showLines(sheet: Sheet, areas: readonly Area[], axis: AxisName): void {
  const ranges = linesOf(areas, axis).map(([first, last]): LineRange => {
    let start = first;
    while (start > 0 && sheet.line(axis, start - 1).hidden) start -= 1;
    return [start, last];
  });
  setLine(sheet, axis, ranges, { hidden: null });
}

/** `size`: points for rows, characters for columns. Null goes back to the default. */
export function resizeLines(
  sheet: Sheet,
  areas: readonly Area[],
  axis: AxisName,
  size: number | null,
): void {
  const largest = axis === "rows" ? 409.5 : 255;
  const fit = size === null ? null : Math.min(Math.max(size, 0), largest);
  setLine(sheet, axis, linesOf(areas, axis), { size: fit, custom: fit === null ? null : true });
}

/** How large a line must be for what it holds, in the units of its axis; null when it is empty. */
export type Measure = (axis: AxisName, index: number) => number | null;

const MOST_FITTED = 5000;

/** Fit each used line of the selection to its contents. */
export function fitLines(
  sheet: Sheet,
  areas: readonly Area[],
  axis: AxisName,
  measure: Measure,
): void {
  const all = sheet.usedRange();
  if (!all) return;
  const [start, end] = axis === "rows" ? [all.row1, all.row2] : [all.col1, all.col2];
  sheet.book.steps.transact("fitLines", () => {
    let fitted = 0;
    for (const [first, last] of linesOf(areas, axis)) {
      for (let at = Math.max(first, start); at <= Math.min(last, end); at += 1) {
        if (fitted >= MOST_FITTED) return;
        fitted += 1;
        const size = measure(axis, at);
        if (size !== null) setLine(sheet, axis, [[at, at]], { size, custom: null });
      }
    }
  });
}

/** One level of outline more or fewer (ECMA-376-1 §18.3.1.73: at most seven). */
export function groupLines(
  sheet: Sheet,
  areas: readonly Area[],
  axis: AxisName,
  delta: 1 | -1,
): void {
  sheet.book.steps.transact(delta > 0 ? "group" : "ungroup", () => {
    for (const [first, last] of linesOf(areas, axis)) {
      for (const { first: from, last: to, level } of levelRuns(sheet, axis, first, last)) {
        const next = Math.min(Math.max(level + delta, 0), DEEPEST);
        const shown = next === 0 ? { hidden: null, collapsed: null } : {};
        if (next !== level) setLine(sheet, axis, [[from, to]], { level: next || null, ...shown });
      }
    }
  });
}

/** Runs of equal outline level, those of level 0 too. */
function levelRuns(sheet: Sheet, axis: AxisName, first: number, last: number) {
  const runs: { first: number; last: number; level: number }[] = [];
  const add = (from: number, to: number, level: number): void => {
    const previous = runs.at(-1);
    if (from > to) return;
    if (previous?.level === level) previous.last = to;
    else runs.push({ first: from, last: to, level });
  };
  let next = first;
  for (const run of sheet.lines(axis, first, last)) {
    add(next, run.first - 1, 0);
    add(run.first, run.last, run.line.level ?? 0);
    next = run.last + 1;
  }
  add(next, last, 0);
  return runs;
}

export type Shift = "down" | "end";

/** The cells that move when cells are put in or taken out: all behind them in their lines. */
function tail(sheet: Sheet, area: Area, shift: Shift): Area | null {
  const all = sheet.usedRange();
  if (!all) return null;
  const behind =
    shift === "down"
      ? { ...area, row2: Math.max(area.row1, all.row2) }
      : { ...area, col2: Math.max(area.col1, all.col2) };
  return intersection(behind, all);
}

/** Empty cells in the area; what was there moves down or to the end. */
export function insertCells(sheet: Sheet, area: Area, shift: Shift): void {
  needOthers(sheet.book);
  sheet.book.steps.transact("insertCells", () => {
    const moving = tail(sheet, area, shift);
    if (!moving) return;
    const row = moving.row1 + (shift === "down" ? rowsIn(area) : 0);
    const col = moving.col1 + (shift === "end" ? colsIn(area) : 0);
    moveRange(sheet, moving, { row, col });
  });
}

/** Take cells out; what is behind them moves up (`down` taken back) or to the start. */
export function deleteCells(sheet: Sheet, area: Area, shift: Shift): void {
  needOthers(sheet.book);
  sheet.book.steps.transact("deleteCells", () => {
    clearContents(sheet, [area]);
    clearStyles(sheet, [area]);
    const after =
      shift === "down"
        ? { ...area, row1: area.row2 + 1, row2: MAX_ROWS - 1 }
        : { ...area, col1: area.col2 + 1, col2: MAX_COLS - 1 };
    const all = sheet.usedRange();
    const moving = all && intersection(after, all);
    if (!moving) return;
    const row = moving.row1 - (shift === "down" ? rowsIn(area) : 0);
    const col = moving.col1 - (shift === "end" ? colsIn(area) : 0);
    moveRange(sheet, moving, { row, col });
  });
}

/** Keep the first rows and columns in place; zeros let everything scroll. */
export function freeze(sheet: Sheet, rows: number, cols: number): void {
  const id = (axis: AxisName, count: number) => (count > 0 ? sheet.axis(axis).idAt(count) : null);
  const value = { row: id("rows", rows), col: id("cols", cols) };
  setView(sheet, { freeze: value.row || value.col ? value : null });
}
