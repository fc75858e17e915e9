/** AutoSum: which cells somebody means, and where the sum goes; fills of a row or column. */
import { type Area, type Content, copyRange, enter, type Sheet, type ValueOf } from "../model";
import { areaName, cell, colsIn, rowsIn, used } from "./areas";
import { plain } from "./sorting";

export type Aggregate = "SUM" | "AVERAGE" | "COUNT" | "MAX" | "MIN";

const FARTHEST = 10_000;

function isNumber(content: Content): boolean {
  return typeof plain(content) === "number";
}

/** The numbers right above a cell, else those before it in its row; null when there are none. */
export function summedFrom(sheet: Sheet, row: number, col: number, computed: ValueOf): Area | null {
  const number = (at: number, along: number): boolean => isNumber(computed(sheet, at, along));
  let first = row;
  while (first > 0 && row - first < FARTHEST && number(first - 1, col)) first -= 1;
  if (first < row) return { row1: first, row2: row - 1, col1: col, col2: col };
  let start = col;
  while (start > 0 && number(row, start - 1)) start -= 1;
  return start < col ? { row1: row, row2: row, col1: start, col2: col - 1 } : null;
}

/** The formula of a sum over what is above or before a cell, to go on typing in. */
export function sumFormula(
  sheet: Sheet,
  row: number,
  col: number,
  name: Aggregate,
  computed: ValueOf,
): string {
  const area = summedFrom(sheet, row, col, computed);
  return `=${name}(${area ? areaName(area) : ""})`;
}

/** Sums under each selected column, or behind each row of a selection one row high. One step. */
export function sumSelection(sheet: Sheet, area: Area, name: Aggregate): Area | null {
  const data = used(sheet, area);
  if (!data) return null;
  return sheet.book.steps.transact("sum", () => {
    if (rowsIn(data) === 1 && colsIn(data) > 1) {
      const free = data.col2 < area.col2;
      const at = free ? area.col2 : data.col2 + 1;
      enter(sheet, data.row1, at, `=${name}(${areaName({ ...data, col2: at - 1 })})`);
      return cell(data.row1, at);
    }
    const row =
      data.row2 < area.row2 && area.row2 - data.row2 < FARTHEST ? area.row2 : data.row2 + 1;
    for (let col = data.col1; col <= data.col2; col += 1) {
      const column = { row1: data.row1, row2: row - 1, col1: col, col2: col };
      enter(sheet, row, col, `=${name}(${areaName(column)})`);
    }
    return { row1: row, row2: row, col1: data.col1, col2: data.col2 };
  });
}

function fillDown(sheet: Sheet, area: Area): void {
  const row = rowsIn(area) === 1 ? area.row1 - 1 : area.row1;
  if (row < 0) return;
  const to = { row: row + 1, col: area.col1, rows: area.row2 - row, cols: colsIn(area) };
  copyRange(sheet, { ...area, row1: row, row2: row }, to);
}

function fillOnward(sheet: Sheet, area: Area): void {
  const col = colsIn(area) === 1 ? area.col1 - 1 : area.col1;
  if (col < 0) return;
  const to = { row: area.row1, col: col + 1, rows: rowsIn(area), cols: area.col2 - col };
  copyRange(sheet, { ...area, col1: col, col2: col }, to);
}

/** The first row (or column) of each area over the rest of it; of one row alone, the one before it. */
export function fillFrom(sheet: Sheet, areas: readonly Area[], way: "down" | "end"): void {
  sheet.book.steps.transact("fill", () => {
    for (const area of areas) (way === "down" ? fillDown : fillOnward)(sheet, area);
  });
}
