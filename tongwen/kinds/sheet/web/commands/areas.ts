/** Areas of a worksheet as commands need them: by lines, clipped, cell by cell, and as A1 text. */
import {
  type Area,
  type AxisName,
  cellName,
  columnIndex,
  columnName,
  MAX_COLS,
  MAX_ROWS,
  type Sheet,
} from "../model";

export { cellName, columnName } from "../model";

export type LineRange = [first: number, last: number];

/** One cell as an area. */
export function cell(row: number, col: number): Area {
  return { row1: row, col1: col, row2: row, col2: col };
}

export function rowsIn(area: Area): number {
  return area.row2 - area.row1 + 1;
}

export function colsIn(area: Area): number {
  return area.col2 - area.col1 + 1;
}

/** How many cells; whole columns count as full. */
export function cellsIn(areas: readonly Area[]): number {
  return areas.reduce((sum, area) => sum + rowsIn(area) * colsIn(area), 0);
}

/** Whether the area reaches over all rows: its columns are selected as a whole. */
export function isWholeCols(area: Area): boolean {
  return area.row1 === 0 && area.row2 === MAX_ROWS - 1;
}

export function isWholeRows(area: Area): boolean {
  return area.col1 === 0 && area.col2 === MAX_COLS - 1;
}

export function contains(area: Area, row: number, col: number): boolean {
  return row >= area.row1 && row <= area.row2 && col >= area.col1 && col <= area.col2;
}

export function intersection(a: Area, b: Area): Area | null {
  const found = {
    row1: Math.max(a.row1, b.row1),
    col1: Math.max(a.col1, b.col1),
    row2: Math.min(a.row2, b.row2),
    col2: Math.min(a.col2, b.col2),
  };
  return found.row1 <= found.row2 && found.col1 <= found.col2 ? found : null;
}

/** The smallest area around all; null for none. */
export function hull(areas: readonly Area[]): Area | null {
  const [first, ...rest] = areas;
  if (!first) return null;
  return rest.reduce(
    (a, b) => ({
      row1: Math.min(a.row1, b.row1),
      col1: Math.min(a.col1, b.col1),
      row2: Math.max(a.row2, b.row2),
      col2: Math.max(a.col2, b.col2),
    }),
    first,
  );
}

/** The rows (or columns) of areas, sorted, overlapping and touching ones joined. */
export function linesOf(areas: readonly Area[], axis: AxisName): LineRange[] {
  const ranges = areas
    .map((area): LineRange => (axis === "rows" ? [area.row1, area.row2] : [area.col1, area.col2]))
    .sort((a, b) => a[0] - b[0]);
  const joined: LineRange[] = [];
  for (const [first, last] of ranges) {
    const previous = joined.at(-1);
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

/** The part of an area that has contents in it; null when it is empty. */
export function used(sheet: Sheet, area: Area): Area | null {
  const all = sheet.usedRange();
  return all && intersection(all, area);
}

/**
 * What somebody means with one cell selected inside data: the cells around it up to empty lines.
 *
 * A larger selection is taken as it is, clipped to what is used.
 */
export function regionAround(sheet: Sheet, area: Area): Area {
  if (rowsIn(area) > 1 || colsIn(area) > 1) return used(sheet, area) ?? area;
  const all = sheet.usedRange();
  if (!all) return area;
  let region = area;
  for (let before: Area | null = null; before !== region; ) {
    before = region;
    region = grown(sheet, region, all);
  }
  return hasContent(sheet, region) ? region : area;
}

/** How far filled lines go on from the edge of a region, without a gap. */
function reach(sheet: Sheet, strip: Area, axis: AxisName, direction: 1 | -1): number {
  const filled = new Set<number>();
  sheet.eachContent(strip, (row, col) => filled.add(axis === "rows" ? row : col));
  const [first, last] = axis === "rows" ? [strip.row1, strip.row2] : [strip.col1, strip.col2];
  let at = direction > 0 ? first : last;
  while (filled.has(at)) at += direction;
  return direction > 0 ? at - first : last - at;
}

/** One pass in each direction; lines that only touch a corner count. The same object when nothing was added. */
function grown(sheet: Sheet, region: Area, all: Area): Area {
  const next = { ...region };
  const sides: [AxisName, 1 | -1, Area, "row1" | "row2" | "col1" | "col2"][] = [
    ["rows", 1, { ...wider(next), row1: next.row2 + 1, row2: all.row2 }, "row2"],
    ["rows", -1, { ...wider(next), row1: all.row1, row2: next.row1 - 1 }, "row1"],
    ["cols", 1, { ...taller(next), col1: next.col2 + 1, col2: all.col2 }, "col2"],
    ["cols", -1, { ...taller(next), col1: all.col1, col2: next.col1 - 1 }, "col1"],
  ];
  let added = 0;
  for (const [axis, direction, strip, side] of sides) {
    const empty = strip.row1 > strip.row2 || strip.col1 > strip.col2;
    const lines = empty ? 0 : reach(sheet, strip, axis, direction);
    next[side] += lines * direction;
    added += lines;
  }
  return added > 0 ? next : region;
}

function wider(area: Area): Area {
  return { ...area, col1: Math.max(0, area.col1 - 1), col2: Math.min(MAX_COLS - 1, area.col2 + 1) };
}

function taller(area: Area): Area {
  return { ...area, row1: Math.max(0, area.row1 - 1), row2: Math.min(MAX_ROWS - 1, area.row2 + 1) };
}

export function hasContent(sheet: Sheet, area: Area): boolean {
  let found = false;
  sheet.eachContent(area, () => {
    found = true;
  });
  return found;
}

/** An area as A1 text: `B2`, `B2:C5`, `B:C`, `2:5`. */
export function areaName(area: Area): string {
  if (isWholeCols(area)) return `${columnName(area.col1)}:${columnName(area.col2)}`;
  if (isWholeRows(area)) return `${area.row1 + 1}:${area.row2 + 1}`;
  const start = cellName(area.row1, area.col1);
  const end = cellName(area.row2, area.col2);
  return start === end ? start : `${start}:${end}`;
}

/** An area with all its `$` signs, as names and lists refer to it. */
export function absoluteName(area: Area): string {
  return areaName(area).replace(/[A-Z]+|\d+/g, "$$$&");
}

/** A worksheet's name as formulas write it, quoted where it must be. */
export function quotedSheet(name: string): string {
  const plain =
    /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) && !/^[A-Za-z]{1,3}\d+$|^[rc]\d*$/i.test(name);
  return plain ? name : `'${name.replaceAll("'", "''")}'`;
}

function corner(text: string): { row: number | null; col: number | null } | null {
  const match = /^\$?([A-Za-z]{1,3})?\$?(\d{1,7})?$/.exec(text);
  if (!match || (!match[1] && !match[2])) return null;
  const col = match[1] ? columnIndex(match[1]) : null;
  const row = match[2] ? Number(match[2]) - 1 : null;
  if (col === -1) return null;
  if (row !== null && (row < 0 || row >= MAX_ROWS)) return null;
  return { row, col };
}

/** A1 text as an area, `$` signs allowed; null when it is none. Ends may come in any order. */
export function parseArea(text: string): Area | null {
  const [from = "", to, ...more] = text.trim().split(":");
  if (more.length > 0) return null;
  const a = corner(from);
  const b = to === undefined ? a : corner(to);
  if (!a || !b || (a.row === null) !== (b.row === null) || (a.col === null) !== (b.col === null)) {
    return null;
  }
  if (to === undefined && (a.row === null || a.col === null)) return null;
  const [rowA, rowB] = a.row === null || b.row === null ? [0, MAX_ROWS - 1] : [a.row, b.row];
  const [colA, colB] = a.col === null || b.col === null ? [0, MAX_COLS - 1] : [a.col, b.col];
  return {
    row1: Math.min(rowA, rowB),
    col1: Math.min(colA, colB),
    row2: Math.max(rowA, rowB),
    col2: Math.max(colA, colB),
  };
}
