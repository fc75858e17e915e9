/** A worksheet to try commands on, and short ways to read it. */
import { type Area, type Content, cachedValue, enter, type Sheet } from "../../model";
import { grid, newBook } from "../../model/tests/books";
import { parseArea } from "../areas";
import type { Target } from "../formatting";

export { newBook };

/** An empty worksheet, with rows typed into it from A1. */
export function sheetOf(rows: (string | number | null)[][] = []): Sheet {
  const sheet = newBook().sheets[0] as Sheet;
  for (const [row, line] of rows.entries()) {
    for (const [col, text] of line.entries()) {
      if (text !== null) enter(sheet, row, col, String(text));
    }
  }
  return sheet;
}

/** `A1:B2` as an area. */
export function at(text: string): Area {
  const area = parseArea(text);
  if (!area) throw new Error(`${text} is no area`);
  return area;
}

export function target(sheet: Sheet, ...texts: string[]): Target {
  const areas = texts.map(at);
  const first = areas[0] as Area;
  return { sheet, areas, row: first.row1, col: first.col1 };
}

/** What is in an area, formulas as `=A1`. */
export function cells(sheet: Sheet, text: string): unknown[][] {
  const { row1, col1, row2, col2 } = at(text);
  return grid(sheet, row2 + 1, col2 + 1)
    .slice(row1)
    .map((row) => row.slice(col1));
}

/** Values without a calculation: contents, and what the file said of formulas. */
export const computed = (sheet: Sheet, row: number, col: number): Content =>
  cachedValue(sheet.content(row, col));

export const shown = { computed, locale: "en", date1904: false };
