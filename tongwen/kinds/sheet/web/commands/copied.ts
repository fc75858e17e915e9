/** Which lines a selection copies: those of all its areas, without rows that a filter hides. */
import { type Area, MAX_COLS, MAX_ROWS, type Sheet } from "../model";
import { isWholeCols, isWholeRows } from "./areas";
import { filtersOf } from "./filters";
import type { Source } from "./pasting";

/** Rows and columns of areas that stand beside or below each other, as one block; null for any others. */
function block(
  areas: readonly Area[],
): { rows: [number, number][]; cols: [number, number][] } | null {
  const [first] = areas;
  if (!first) return null;
  const rows = areas.map(({ row1, row2 }): [number, number] => [row1, row2]);
  const cols = areas.map(({ col1, col2 }): [number, number] => [col1, col2]);
  const same = (ranges: [number, number][]): boolean =>
    ranges.every(([start, end]) => start === ranges[0]?.[0] && end === ranges[0]?.[1]);
  const apart = (ranges: [number, number][]): boolean => {
    ranges.sort((a, b) => a[0] - b[0]);
    return ranges.every(([start], i) => i === 0 || start > (ranges[i - 1]?.[1] ?? -1));
  };
  if (same(cols) && apart(rows)) return { rows, cols: cols.slice(0, 1) };
  if (same(rows) && apart(cols)) return { rows: rows.slice(0, 1), cols };
  return null;
}

function expanded(ranges: readonly [number, number][]): number[] {
  return ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
}

/** Whole lines are taken as far as there is anything in them, or in the worksheet they go to. */
function clipped(area: Area, sheets: readonly Sheet[]): Area {
  const ends = sheets.map((sheet) => sheet.usedRange());
  const row = Math.max(area.row1, ...ends.map((used) => used?.row2 ?? 0));
  const col = Math.max(area.col1, ...ends.map((used) => used?.col2 ?? 0));
  return {
    ...area,
    row2: isWholeCols(area) ? Math.min(row, MAX_ROWS - 1) : area.row2,
    col2: isWholeRows(area) ? Math.min(col, MAX_COLS - 1) : area.col2,
  };
}

/**
 * The lines that areas of a worksheet copy, in order; null when the areas are no block of rows and columns.
 *
 * Of whole columns and rows only what is used is taken, as far as `to` reaches.
 */
export function copiedLines(sheet: Sheet, areas: readonly Area[], to = sheet): Source | null {
  const lines = block(areas.map((area) => clipped(area, [sheet, to])));
  if (!lines) return null;
  const [first] = areas;
  const filters = filtersOf(sheet).map(({ area }) => area);
  const hidden = (row: number): boolean =>
    filters.some(({ row1, row2 }) => row > row1 && row <= row2) &&
    sheet.line("rows", row).hidden === true;
  const whole = first && isWholeCols(first) ? "cols" : first && isWholeRows(first) ? "rows" : null;
  const rows = expanded(lines.rows).filter((row) => filters.length === 0 || !hidden(row));
  return { sheet, rows, cols: expanded(lines.cols), whole };
}

/** Where a paste of a block goes: whole lines that are selected count as far as they are used. */
export function pastedInto(sheet: Sheet, area: Area, from: Source): Area {
  const { row1, col1 } = area;
  const merged = sheet.mergeAt(row1, col1)?.area;
  const one =
    merged && merged.row2 === area.row2 && merged.col2 === area.col2 && merged.row1 === row1;
  if (one) return { row1, col1, row2: row1, col2: col1 };
  const near = clipped(area, [sheet]);
  return {
    ...near,
    row2: from.whole === "cols" ? row1 : near.row2,
    col2: from.whole === "rows" ? col1 : near.col2,
  };
}
