/** The layout of a worksheet from its model: points and characters into pixels, frozen panes, merges. */
import { type Area, type AxisName, MAX_COLS, MAX_ROWS, type Sheet } from "../model";
import type { LineSizes, SheetLayout } from "./layout";

/** Points of a row and characters of a column where neither the file nor a person said anything. */
const ROW_POINTS = 15;
const COLUMN_CHARACTERS = 8.43;
/** Pixels of a digit of the default font at 96 dpi. */
const DIGIT = 7;
const GUTTER = 5;
/** Lines shown beyond what is used, so that there is always room to go on. */
const SPARE_ROWS = 200;
const SPARE_COLUMNS = 26;

export function rowPixels(points: number): number {
  return Math.round(Math.min(409.5, Math.max(0, points)) * (96 / 72));
}

/** Pixels of a column of so many characters, padding included (ECMA-376-1 §18.3.1.13). */
export function columnPixels(characters: number): number {
  const size = Math.min(255, Math.max(0, characters));
  return size < 1 ? Math.round(size * (DIGIT + GUTTER)) : Math.trunc(size * DIGIT + 0.5) + GUTTER;
}

export function rowPoints(pixels: number): number {
  return Math.round(pixels * 0.75 * 4) / 4;
}

export function columnCharacters(pixels: number): number {
  const size = pixels < DIGIT + GUTTER ? pixels / (DIGIT + GUTTER) : (pixels - GUTTER) / DIGIT;
  return Math.round(size * 100) / 100;
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === "number" && Number.isFinite(value) ? value : fallback;
}

function axisSizes(sheet: Sheet, axis: AxisName, count: number, size: number): LineSizes {
  const sizes = new Map<number, number>();
  const pixels = axis === "rows" ? rowPixels : columnPixels;
  for (const { first, last, line } of sheet.lines(axis, 0, count - 1)) {
    const own = line.hidden ? 0 : line.size === undefined ? size : pixels(line.size);
    if (own !== size) for (let index = first; index <= last; index += 1) sizes.set(index, own);
  }
  return { count, size, sizes };
}

function withNatural(lines: LineSizes, natural: ReadonlyMap<number, number>): LineSizes {
  if (natural.size === 0) return lines;
  const sizes = new Map(lines.sizes);
  for (const [row, size] of natural)
    if (!sizes.has(row) && row < lines.count && size > lines.size) sizes.set(row, size);
  return { ...lines, sizes };
}

/** How far lines are shown: what is used, what was scrolled to, and room to go on. */
export function shown(used: number, reached: number, spare: number, limit: number): number {
  return Math.min(limit, Math.max(used, reached) + spare);
}

/** Bounds that objects reach: merges, drawings … count as used. */
function extent(sheet: Sheet, merges: readonly Area[]): { rows: number; cols: number } {
  const used = sheet.usedRange();
  let rows = used ? used.row2 + 1 : 0;
  let cols = used ? used.col2 + 1 : 0;
  for (const area of merges) {
    rows = Math.max(rows, area.row2 + 1);
    cols = Math.max(cols, area.col2 + 1);
  }
  return { rows, cols };
}

/** How many lines at the start are frozen; a first scrolling line that is gone gives way to the next one. */
export function frozen(sheet: Sheet): { rows: number; cols: number } {
  const freeze = sheet.view("freeze") as { row?: unknown; col?: unknown } | null | undefined;
  const before = (axis: AxisName, id: unknown, most: number): number => {
    if (typeof id !== "string") return 0;
    return Math.min(most, sheet.axis(axis).snap(id, 1) ?? 0);
  };
  return { rows: before("rows", freeze?.row, 500), cols: before("cols", freeze?.col, 100) };
}

/** `reached`: the furthest line that somebody scrolled or moved to; `natural`: rows as tall as what is in them. */
export function layoutOf(
  sheet: Sheet,
  reached: { row: number; col: number },
  natural: ReadonlyMap<number, number> = new Map(),
): SheetLayout {
  const merges = sheet.merges().map(({ area }) => area);
  const used = extent(sheet, merges);
  const rows = shown(used.rows, reached.row + 1, SPARE_ROWS, MAX_ROWS);
  const cols = shown(used.cols, reached.col + 1, SPARE_COLUMNS, MAX_COLS);
  const rowSize = rowPixels(numberOr(sheet.view("defaultRowHeight"), ROW_POINTS));
  const colSize = columnPixels(numberOr(sheet.view("defaultColWidth"), COLUMN_CHARACTERS));
  const panes = frozen(sheet);
  return {
    rows: withNatural(axisSizes(sheet, "rows", rows, rowSize || rowPixels(ROW_POINTS)), natural),
    columns: axisSizes(sheet, "cols", cols, colSize || columnPixels(COLUMN_CHARACTERS)),
    merges: merges.filter((area) => area.row1 < rows && area.col1 < cols),
    frozenRows: Math.min(panes.rows, rows),
    frozenColumns: Math.min(panes.cols, cols),
    gridlines: sheet.view("gridLines") !== false,
    headings: sheet.view("headings") !== false,
  };
}
