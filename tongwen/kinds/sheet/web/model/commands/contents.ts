/** Writing and emptying cells. */
import { type Area, intersect } from "../areas";
import type { Content } from "../content";
import type { Sheet } from "../sheet";
import { emptyArea, type Rows, writeCells, writeRows } from "./writing";

/** undefined leaves a cell as it is. More than 64 cells become puts. Throws Refusal beyond-grid. */
export function setContents(sheet: Sheet, row: number, col: number, contents: Rows): void {
  sheet.book.steps.transact("setContents", () => writeRows(sheet, row, col, contents));
}

/** Cells wherever they are. Throws Refusal beyond-grid. */
export function setCells(
  sheet: Sheet,
  cells: Iterable<[row: number, col: number, content: Content]>,
): void {
  sheet.book.steps.transact("setCells", () => writeCells(sheet, cells));
}

export function clearContents(sheet: Sheet, areas: Area[]): void {
  sheet.book.steps.transact("clearContents", () => {
    for (const area of areas) {
      const used = sheet.usedRange();
      const filled = used && intersect(area, used);
      if (filled) emptyArea(sheet, filled);
    }
  });
}

/** The contents of an area by rows, templates with plain ids. */
export function readArea(sheet: Sheet, area: Area): Content[][] {
  const width = area.col2 - area.col1 + 1;
  const rows: Content[][] = Array.from({ length: area.row2 - area.row1 + 1 }, () =>
    new Array<Content>(width).fill(null),
  );
  sheet.eachContent(area, (row, col, content) => {
    (rows[row - area.row1] as Content[])[col - area.col1] = content;
  });
  return rows;
}
