/** Typing into a cell, and tables that grow by it. */
import { type Area, intersect } from "../areas";
import { isFormula } from "../content";
import type { SheetObject } from "../objects";
import { isIdArea } from "../paints";
import type { Sheet } from "../sheet";
import { isRecord } from "../styles";
import { headerAt, uniqueName } from "../tableColumns";
import { shift } from "../template";
import { paint } from "./looks";
import { writeObject } from "./objects";
import { typedContent } from "./typing";
import { writeCells } from "./writing";

type Header = NonNullable<ReturnType<typeof headerAt>>;

interface Grown {
  token: string;
  table: SheetObject;
  area: Area;
}

/** The table that ends just above a cell, has no totals there, and may take in the row below. */
function tableAbove(sheet: Sheet, row: number, col: number): Grown | null {
  for (const [token, table] of sheet.objects("table")) {
    const area = isIdArea(table.area) ? sheet.area(table.area) : null;
    if (!area || area.row2 !== row - 1 || col < area.col1 || col > area.col2 || table.totals)
      continue;
    const below = { row1: row, row2: row, col1: area.col1, col2: area.col2 };
    let free = !sheet.merges().some((merge) => intersect(merge.area, below));
    sheet.eachContent(below, (_row, other) => {
      if (other !== col) free = false;
    });
    if (free) return { token, table, area };
  }
  return null;
}

function grow(sheet: Sheet, { token, table, area }: Grown, row: number, typedCol: number): void {
  const larger = sheet.idArea({ ...area, row2: row });
  const next: SheetObject = { ...table, area: larger };
  if (isRecord(table.filter) && isIdArea(table.filter.area))
    next.filter = { ...table.filter, area: larger };
  writeObject(sheet, next, token);
  const columns = Array.isArray(table.columns) ? (table.columns as unknown[]) : [];
  columns.forEach((column, i) => {
    const col = area.col1 + i;
    const above = sheet.content(row - 1, col);
    if (!isRecord(column) || !column.formula || col === typedCol || !isFormula(above)) return;
    const f = shift(above.f, { book: sheet.book, sid: sheet.sid }, { rows: 1, cols: 0 });
    writeCells(sheet, [[row, col, { f }]]);
  });
}

/** A name for a column of a table; a column that the table's object does not list gets a key. */
function nameColumn(sheet: Sheet, { found, place }: Header, text: string): void {
  const { token, table, area, columns } = found;
  const others = columns.filter((_, at) => at !== place);
  const taken = new Set(others.map(({ name }) => name.toLowerCase()));
  const name = uniqueName(text.replace(/^'/, "").trim(), place, taken);
  sheet.book.steps.transact("enter", () => {
    writeCells(sheet, [[area.row1, area.col1 + place, name]]);
    if (columns[place]?.key !== null) return;
    const keys = new Set(others.map(({ key }) => key?.toLowerCase() ?? ""));
    const listed = Array.isArray(table.columns) ? (table.columns as unknown[]) : [];
    const entry = { id: sheet.cols.idAt(area.col1 + place), name: uniqueName(name, place, keys) };
    writeObject(sheet, { ...table, columns: [...listed, entry] }, token);
  });
}

/**
 * What somebody typed: a formula, number, date, percentage, truth value or text, with the number format it asks for.
 *
 * A table above grows. In the header of a table it is what the column is called, text always.
 */
export function enter(sheet: Sheet, row: number, col: number, text: string): void {
  const header = headerAt(sheet, row, col);
  if (header) {
    nameColumn(sheet, header, text);
    return;
  }
  const typed = typedContent(sheet, row, col, text);
  sheet.book.steps.transact("enter", () => {
    const grown = typed.content === null || row === 0 ? null : tableAbove(sheet, row, col);
    const cell = { row1: row, row2: row, col1: col, col2: col };
    const { numberFormat, quotePrefix } = sheet.style(row, col);
    writeCells(sheet, [[row, col, typed.content]]);
    const general = !numberFormat || /^general$/i.test(numberFormat);
    if (typed.format && general) paint(sheet, [cell], { numberFormat: typed.format });
    if (typed.quoted) paint(sheet, [cell], { quotePrefix: true });
    else if (quotePrefix) paint(sheet, [cell], { quotePrefix: null });
    if (grown) grow(sheet, grown, row, col);
  });
}
