/** Tables: made from an area, their options, and made plain cells again (ECMA-376-1 §18.5). */
import {
  type Area,
  clearContents,
  type IdArea,
  putObject,
  removeObject,
  type Sheet,
  type SheetObject,
  setCells,
  Template,
  type ValueOf,
} from "../model";
import { contains, hasContent, intersection } from "./areas";
import { displayText } from "./display";
import { insertCells } from "./lines";
import { plain } from "./sorting";

export interface TableStyle {
  name: string;
  firstColumn?: boolean;
  lastColumn?: boolean;
  bands?: boolean;
  columnBands?: boolean;
}

export interface PlacedTable {
  token: string;
  table: SheetObject;
  area: Area;
}

function placed(sheet: Sheet): PlacedTable[] {
  return sheet.objects("table").flatMap(([token, table]) => {
    const area = Array.isArray(table.area) ? sheet.area(table.area as IdArea) : null;
    return area ? [{ token, table, area }] : [];
  });
}

export function tableAt(sheet: Sheet, row: number, col: number): PlacedTable | null {
  return placed(sheet).find(({ area }) => contains(area, row, col)) ?? null;
}

/** Whether an area meets a table or a merge: it cannot become a table then. */
export function tableObstacle(sheet: Sheet, area: Area): "table" | "merge" | null {
  if (placed(sheet).some((table) => intersection(table.area, area))) return "table";
  return sheet.merges().some((merge) => intersection(merge.area, area)) ? "merge" : null;
}

/** The tables of every loaded worksheet, by name. */
export function tableNames(sheets: readonly Sheet[]): string[] {
  return sheets.flatMap((sheet) =>
    placed(sheet).map(({ table }) => String(table.display ?? table.name ?? "")),
  );
}

function freshTable(sheet: Sheet, word: string): string {
  const sheets = sheet.book
    .sheets()
    .map((info) => sheet.book.sheet(info.sid))
    .filter((other) => other !== null);
  const taken = new Set(
    [...tableNames(sheets), ...sheet.book.names().map((name) => name.name)].map((name) =>
      name.toLowerCase(),
    ),
  );
  let number = 1;
  while (taken.has(`${word}${number}`.toLowerCase())) number += 1;
  return `${word}${number}`;
}

/** Names of columns: none empty, none twice. */
export function columnNames(texts: readonly string[], word: string): string[] {
  const taken = new Set<string>();
  return texts.map((text, index) => {
    const base = text.trim() || `${word}${index + 1}`;
    let name = base;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${base}${number}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

export interface TableWords {
  table: string;
  column: string;
}

/** Make a table of an area whose first row names the columns. Returns its token. */
export function addTable(
  sheet: Sheet,
  area: Area,
  words: TableWords,
  computed: ValueOf,
  style = "TableStyleMedium2",
): string {
  const texts = Array.from({ length: area.col2 - area.col1 + 1 }, (_unused, at) =>
    displayText(plain(computed(sheet, area.row1, area.col1 + at)), undefined),
  );
  const names = columnNames(texts, words.column);
  const name = freshTable(sheet, words.table);
  return sheet.book.steps.transact("addTable", () => {
    setCells(
      sheet,
      names.map((text, at): [number, number, string] => [area.row1, area.col1 + at, text]),
    );
    return putObject(sheet, {
      type: "table",
      area: sheet.idArea(area),
      name,
      display: name,
      header: true,
      totals: false,
      columns: names.map((column, at) => ({ id: sheet.cols.idAt(area.col1 + at), name: column })),
      style: { name: style, bands: true },
      filter: { area: sheet.idArea(area), columns: {} },
    });
  });
}

export function styleTable(sheet: Sheet, { token }: PlacedTable, style: Partial<TableStyle>): void {
  const table = sheet.object(token);
  if (!table) return;
  const before = (table.style ?? {}) as TableStyle;
  putObject(sheet, { ...table, style: { ...before, ...style } }, token);
}

/** Column names in a structured reference: some signs are escaped (ECMA-376-1 §18.17.2.5). */
function escaped(name: string): string {
  return name.replace(/['[\]#@]/g, "'$&");
}

function columnsOf(table: SheetObject): Record<string, unknown>[] {
  return Array.isArray(table.columns) ? (table.columns as Record<string, unknown>[]) : [];
}

/** Add a row of totals below: a word under the first column, the sum of the last (its count when it has no numbers). */
export function addTotals(
  sheet: Sheet,
  placed: PlacedTable,
  word: string,
  computed: ValueOf,
): void {
  const { token, table, area } = placed;
  const columns = columnsOf(table);
  const last = columns.at(-1);
  if (table.totals || !last) return;
  const row = area.row2 + 1;
  const below = { ...area, row1: row, row2: row };
  let numbers = false;
  for (let at = area.row1 + 1; at <= area.row2 && !numbers; at += 1)
    numbers = typeof plain(computed(sheet, at, area.col2)) === "number";
  const display = String(table.display ?? table.name ?? "");
  const formula = `SUBTOTAL(${numbers ? 109 : 103},${display}[${escaped(String(last.name ?? ""))}])`;
  sheet.book.steps.transact("totals", () => {
    if (hasContent(sheet, below)) insertCells(sheet, below, "down");
    const alone = columns.length === 1;
    setCells(sheet, [
      ...(alone ? [] : [[row, area.col1, word] as [number, number, string]]),
      [row, area.col2, { f: Template.encode(formula, { book: sheet.book, sid: sheet.sid }) }],
    ]);
    const next = columns.map((column, at) => ({
      ...column,
      ...(at === columns.length - 1 ? { totalFunction: numbers ? "sum" : "count" } : {}),
      ...(at === 0 && !alone ? { totalLabel: word } : {}),
    }));
    const larger = sheet.idArea({ ...area, row2: row });
    putObject(sheet, { ...table, area: larger, totals: true, columns: next }, token);
  });
}

/** Take the row of totals away; its cells are empty afterwards. */
export function removeTotals(sheet: Sheet, { token, table, area }: PlacedTable): void {
  if (!table.totals || area.row2 <= area.row1) return;
  sheet.book.steps.transact("totals", () => {
    clearContents(sheet, [{ ...area, row1: area.row2 }]);
    const columns = columnsOf(table).map(
      ({ totalFunction: _function, totalLabel: _label, ...column }) => column,
    );
    const smaller = sheet.idArea({ ...area, row2: area.row2 - 1 });
    putObject(sheet, { ...table, area: smaller, totals: false, columns }, token);
  });
}

/** The cells stay as they are, without a table over them. */
export function removeTable(sheet: Sheet, { token }: PlacedTable): void {
  removeObject(sheet, token);
}
