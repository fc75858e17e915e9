/** Tables: made from an area, their options, and made plain cells again (ECMA-376-1 §18.5). */
import {
  type Area,
  type IdArea,
  putObject,
  removeObject,
  type Sheet,
  type SheetObject,
  setCells,
  type ValueOf,
} from "../model";
import { contains, intersection } from "./areas";
import { displayText } from "./display";
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

/** The cells stay as they are, without a table over them. */
export function removeTable(sheet: Sheet, { token }: PlacedTable): void {
  removeObject(sheet, token);
}
