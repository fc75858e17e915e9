/** Places in a worksheet: areas by index, and how columns are lettered. */

export const MAX_ROWS = 1_048_576;
export const MAX_COLS = 16_384;

export type AxisName = "rows" | "cols";

/** Inclusive, by index from zero. Whole columns reach from row 0 to MAX_ROWS - 1, whole rows to column MAX_COLS - 1. */
export interface Area {
  row1: number;
  col1: number;
  row2: number;
  col2: number;
}

/** By line ids, as entries hold it: row1, col1, row2, col2. Null rows are whole columns, null columns whole rows. */
export type IdArea = [string | null, string | null, string | null, string | null];

export function limitOf(axis: AxisName): number {
  return axis === "rows" ? MAX_ROWS : MAX_COLS;
}

/** `A` for 0, `XFD` for 16,383. */
export function columnName(col: number): string {
  let name = "";
  for (let rest = col + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** The index that letters stand for; -1 when they are beyond the last column. */
export function columnIndex(letters: string): number {
  if (letters.length > 3) return -1;
  let index = 0;
  for (const letter of letters.toUpperCase()) index = index * 26 + letter.charCodeAt(0) - 64;
  return index <= MAX_COLS ? index - 1 : -1;
}

/** `B3`, for a person to read. */
export function cellName(row: number, col: number): string {
  return columnName(col) + (row + 1);
}

export function cellArea(row: number, col: number): Area {
  return { row1: row, col1: col, row2: row, col2: col };
}

export function wholeRows(area: Area): boolean {
  return area.col1 === 0 && area.col2 >= MAX_COLS - 1;
}

export function wholeCols(area: Area): boolean {
  return area.row1 === 0 && area.row2 >= MAX_ROWS - 1;
}

export function intersect(a: Area, b: Area): Area | null {
  const area = {
    row1: Math.max(a.row1, b.row1),
    col1: Math.max(a.col1, b.col1),
    row2: Math.min(a.row2, b.row2),
    col2: Math.min(a.col2, b.col2),
  };
  return area.row1 <= area.row2 && area.col1 <= area.col2 ? area : null;
}

export function contains(outer: Area, inner: Area): boolean {
  return (
    outer.row1 <= inner.row1 &&
    outer.col1 <= inner.col1 &&
    outer.row2 >= inner.row2 &&
    outer.col2 >= inner.col2
  );
}

export function inArea(area: Area, row: number, col: number): boolean {
  return row >= area.row1 && row <= area.row2 && col >= area.col1 && col <= area.col2;
}

/** The smallest area around both. */
export function around(a: Area | null, b: Area | null): Area | null {
  if (!a || !b) return a ?? b;
  return {
    row1: Math.min(a.row1, b.row1),
    col1: Math.min(a.col1, b.col1),
    row2: Math.max(a.row2, b.row2),
    col2: Math.max(a.col2, b.col2),
  };
}

/** `B2:C5`, `B:C`, `2:5` or `B2`. */
export function areaName(area: Area): string {
  if (wholeCols(area)) return `${columnName(area.col1)}:${columnName(area.col2)}`;
  if (wholeRows(area)) return `${area.row1 + 1}:${area.row2 + 1}`;
  const first = cellName(area.row1, area.col1);
  const last = cellName(area.row2, area.col2);
  return first === last ? first : `${first}:${last}`;
}

export function cellCount(area: Area): number {
  return (area.row2 - area.row1 + 1) * (area.col2 - area.col1 + 1);
}
