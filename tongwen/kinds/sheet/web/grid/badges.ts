/** Small signs at cells: notes, buttons of filters and tables, the button of a list of choices. */
import { activeColumns, filtersOf } from "../commands/filters";
import { validationAt } from "../commands/validation";
import type { Sheet } from "../model";
import type { Badge } from "./overlay";

/** More signs than this are not drawn. */
const MOST = 5000;

function notes(sheet: Sheet): Badge[] {
  return sheet.objects("note").flatMap(([, note]): Badge[] => {
    const row = typeof note.row === "string" ? sheet.rows.indexOf(note.row) : null;
    const col = typeof note.col === "string" ? sheet.cols.indexOf(note.col) : null;
    return row === null || col === null ? [] : [{ row, col, kind: "note" }];
  });
}

function filterButtons(sheet: Sheet): Badge[] {
  return filtersOf(sheet).flatMap((filter) => {
    const active = new Set(activeColumns(filter));
    const { row1, col1, col2 } = filter.area;
    return Array.from({ length: Math.min(col2 - col1 + 1, MOST) }, (_, index): Badge => {
      const col = col1 + index;
      return { row: row1, col, kind: active.has(col) ? "filtered" : "filter" };
    }).filter(({ col }) => !filter.columns.get(col)?.hidden);
  });
}

/** Signs that stand whatever is selected. */
export function badgesOf(sheet: Sheet): Badge[] {
  return [...notes(sheet), ...filterButtons(sheet)].slice(0, MOST);
}

/** The button of the active cell when it takes one of a list. */
export function choicesAt(sheet: Sheet, row: number, col: number): Badge | null {
  const rule = validationAt(sheet, row, col)?.rule;
  return rule?.kind === "list" && rule.dropdown ? { row, col, kind: "choices" } : null;
}
