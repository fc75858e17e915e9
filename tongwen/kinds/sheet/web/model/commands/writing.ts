/** How many cells are written: few one by one, many as puts. */
import { MAX_COLS, MAX_ROWS } from "../areas";

import { pack } from "../bytes";
import type { Content } from "../content";
import { Refusal } from "../errors";
import { newToken } from "../part";
import type { Span } from "../pieces";
import type { Sheet } from "../sheet";
import { sameValue } from "../steps";

/** More cells than these go into one put. */
export const FEW = 64;
/** Cells of one put: larger areas are several, so that none is slow to open. */
const PUT_CELLS = 16_384;

/** undefined leaves a cell as it is. */
export type Rows = (Content | undefined)[][];

function finite(content: Content): Content {
  return typeof content === "number" && !Number.isFinite(content) ? { e: "#NUM!" } : content;
}

/** Throws Refusal beyond-grid. */
export function checkGrid(row: number, col: number, rows = 1, cols = 1): void {
  if (row < 0 || col < 0 || row + rows > MAX_ROWS || col + cols > MAX_COLS)
    throw new Refusal("beyond-grid", "the cells would lie beyond the last row or column");
}

function write(sheet: Sheet, map: string, key: string, value: unknown): void {
  sheet.book.steps.write(sheet.part, map, key, value);
}

/** Write an entry under a new token. Returns the token. */
export function writeToken(sheet: Sheet, map: string, value: Record<string, unknown>): string {
  const token = newToken(sheet.book.doc);
  write(sheet, map, token, value);
  return token;
}

function writeCell(sheet: Sheet, t: number, row: number, col: number, content: Content): void {
  const key = `${sheet.rows.idAt(row)}:${sheet.cols.idAt(col)}`;
  write(sheet, "cells", key, [t, finite(content)]);
}

function count(rows: Rows): number {
  let cells = 0;
  for (const row of rows) for (const content of row) if (content !== undefined) cells++;
  return cells;
}

/** The one content that all cells have; undefined when they differ. */
function uniform(rows: Rows, cols: number): Content | undefined {
  const first = rows[0]?.[0];
  if (first === undefined) return undefined;
  const same = rows.every(
    (row) => row.length === cols && row.every((content) => sameValue(content, first)),
  );
  return same ? first : undefined;
}

function putRows(sheet: Sheet, rowSpans: Span[], colSpans: Span[], cols: number, rows: Rows): void {
  const t = sheet.nextTime();
  const one = uniform(rows, cols);
  if (one !== undefined) {
    writeToken(sheet, "puts", { t, rows: rowSpans, cols: colSpans, v: finite(one) });
    return;
  }
  const data = rows.map((row) =>
    Array.from({ length: cols }, (_, i) => {
      const content = row[i];
      return content === undefined ? {} : finite(content);
    }),
  );
  writeToken(sheet, "puts", { t, rows: rowSpans, cols: colSpans, data: pack(data) });
}

/** Write a rectangle from its first cell on. Throws Refusal beyond-grid. */
export function writeRows(sheet: Sheet, row: number, col: number, rows: Rows): void {
  const cols = rows.reduce((most, one) => Math.max(most, one.length), 0);
  if (rows.length === 0 || cols === 0) return;
  checkGrid(row, col, rows.length, cols);
  if (count(rows) <= FEW) {
    const t = sheet.nextTime();
    rows.forEach((one, i) => {
      one.forEach((content, j) => {
        if (content !== undefined) writeCell(sheet, t, row + i, col + j, content);
      });
    });
    return;
  }
  const colSpans = sheet.cols.spans(col, col + cols - 1);
  const step = Math.max(1, Math.floor(PUT_CELLS / cols));
  for (let from = 0; from < rows.length; from += step) {
    const part = rows.slice(from, from + step);
    if (count(part) > 0)
      putRows(
        sheet,
        sheet.rows.spans(row + from, row + from + part.length - 1),
        colSpans,
        cols,
        part,
      );
  }
}

/** Rows that have cells in the same columns. */
interface Group {
  cols: number[];
  rows: number[];
  contents: Content[][];
}

function spansOf(axis: { spans(first: number, last: number): Span[] }, indexes: number[]): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i < indexes.length; ) {
    let j = i;
    while (j + 1 < indexes.length && indexes[j + 1] === (indexes[j] as number) + 1) j++;
    spans.push(...axis.spans(indexes[i] as number, indexes[j] as number));
    i = j + 1;
  }
  return spans;
}

/** Write cells wherever they are; of one that comes twice the last counts. Throws Refusal beyond-grid. */
export function writeCells(sheet: Sheet, cells: Iterable<[number, number, Content]>): void {
  const byRow = new Map<number, Map<number, Content>>();
  let total = 0;
  for (const [row, col, content] of cells) {
    checkGrid(row, col);
    const found = byRow.get(row) ?? new Map<number, Content>();
    byRow.set(row, found);
    if (!found.has(col)) total++;
    found.set(col, content);
  }
  if (total <= FEW) {
    const t = sheet.nextTime();
    for (const [row, found] of byRow)
      for (const [col, content] of found) writeCell(sheet, t, row, col, content);
    return;
  }
  for (const { cols, rows, contents } of groups(byRow)) writeGroup(sheet, cols, rows, contents);
}

function groups(byRow: Map<number, Map<number, Content>>): Group[] {
  const found = new Map<string, Group>();
  for (const row of [...byRow.keys()].sort((a, b) => a - b)) {
    const cells = byRow.get(row) as Map<number, Content>;
    const cols = [...cells.keys()].sort((a, b) => a - b);
    const name = cols.join(",");
    const group = found.get(name) ?? { cols, rows: [], contents: [] };
    found.set(name, group);
    group.rows.push(row);
    group.contents.push(cols.map((col) => cells.get(col) ?? null));
  }
  return [...found.values()];
}

function writeGroup(sheet: Sheet, cols: number[], rows: number[], contents: Content[][]): void {
  const colSpans = spansOf(sheet.cols, cols);
  const step = Math.max(1, Math.floor(PUT_CELLS / cols.length));
  for (let from = 0; from < rows.length; from += step) {
    const part = rows.slice(from, from + step);
    putRows(
      sheet,
      spansOf(sheet.rows, part),
      colSpans,
      cols.length,
      contents.slice(from, from + step),
    );
  }
}

/** Empty the cells of an area that are not. Large areas are emptied by one put. */
export function emptyArea(
  sheet: Sheet,
  area: { row1: number; col1: number; row2: number; col2: number },
): void {
  const cells: [number, number][] = [];
  sheet.eachContent(area, (row, col) => cells.push([row, col]));
  if (cells.length === 0) return;
  if (cells.length <= FEW) {
    writeCells(
      sheet,
      cells.map(([row, col]) => [row, col, null]),
    );
    return;
  }
  writeToken(sheet, "puts", {
    t: sheet.nextTime(),
    rows: sheet.rows.spans(area.row1, area.row2),
    cols: sheet.cols.spans(area.col1, area.col2),
    v: null,
  });
}
