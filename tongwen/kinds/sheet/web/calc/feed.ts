/** The model of a workbook as messages for the worker, made in slices so that the page never waits. */
import {
  type Area,
  type Book,
  type Content,
  cachedValue,
  type FormulaContent,
  isFormula,
  MAX_ROWS,
  plainText,
  type Sheet,
  type SheetObject,
  type TableColumns,
  Template,
  tablesOn,
} from "../model";
import type { CalcSettings, PivotInfo, TableInfo } from "./engine/workbook";
import type { BookMessage, CellsMessage, WireFormula, WireValue } from "./messages";

/** Rows that go into one message. */
export const BAND = 512;

function wireOf(content: Content): WireValue {
  if (content === null || typeof content !== "object") return content;
  if ("e" in content) return { e: content.e };
  if ("r" in content) return plainText(content);
  return null;
}

/** What the page knows of formulas beside their text. */
export interface Known {
  /** Whether a formula is not to be computed. */
  blocked(sheet: Sheet, row: number, col: number): boolean;
  /** What a formula gave last, if that counts more than what the file says. */
  given(sheet: Sheet, row: number, col: number): WireValue | undefined;
}

/** A formula without a cached value was entered here, as people enter formulas today: it may spill. */
function formulaOf(
  text: string,
  row: number,
  col: number,
  content: FormulaContent,
  given: WireValue | undefined,
): WireFormula {
  const formula: WireFormula = {
    row,
    col,
    text,
    dynamic: content.dyn === 1 || content.c === undefined,
  };
  if (content.a) {
    formula.area = content.a;
    formula.dynamic = false;
  }
  if (given !== undefined) formula.cached = given;
  else if (content.c !== undefined) formula.cached = wireOf(cachedValue(content));
  // The file says what a formula gives, but not what it gives beside its own cell.
  const whole = content.c !== undefined && !content.a && content.dyn !== 1;
  if (given === undefined && !whole) formula.entered = true;
  return formula;
}

/** The cells of an area. `box`: what else is in it is empty now. */
export function cellsOf(
  sheet: Sheet,
  area: Area,
  known: Known,
  how: { fresh: boolean; box: Area | null },
): CellsMessage {
  const rows: number[] = [];
  const cols: number[] = [];
  const numbers: number[] = [];
  const others: [number, WireValue][] = [];
  const formulas: WireFormula[] = [];
  let any = false;
  sheet.eachContent(area, (row, col, content) => {
    if (isFormula(content)) {
      any = true;
      return;
    }
    const value = wireOf(content);
    if (typeof value !== "number") others.push([rows.length, value]);
    rows.push(row);
    cols.push(col);
    numbers.push(typeof value === "number" ? value : 0);
  });
  if (any) formulas.push(...formulasOf(sheet, area, known));
  return {
    type: "cells",
    sid: sheet.sid,
    ...how,
    rows: Int32Array.from(rows),
    cols: Int32Array.from(cols),
    numbers: Float64Array.from(numbers),
    others,
    formulas,
  };
}

function formulasOf(sheet: Sheet, area: Area, known: Known): WireFormula[] {
  const formulas: WireFormula[] = [];
  sheet.eachFormula(area, (row, col, text, content) => {
    const formula = formulaOf(text, row, col, content, known.given(sheet, row, col));
    if (known.blocked(sheet, row, col)) formula.blocked = true;
    formulas.push(formula);
  });
  return formulas;
}

/** Only the formulas of an area, because their text may be another. */
export function formulaCellsOf(sheet: Sheet, area: Area, known: Known): CellsMessage {
  return {
    type: "cells",
    sid: sheet.sid,
    box: null,
    fresh: false,
    rows: new Int32Array(),
    cols: new Int32Array(),
    numbers: new Float64Array(),
    others: [],
    formulas: formulasOf(sheet, area, known),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function areaOf(sheet: Sheet, object: SheetObject): Area | null {
  const { area } = object;
  return Array.isArray(area) && area.length === 4
    ? sheet.area(area as Parameters<Sheet["area"]>[0])
    : null;
}

/** Formulas come with the keys of columns, whatever their header cells say. */
function tableOf({ table, area, columns }: TableColumns, sid: string): TableInfo {
  const display = typeof table.display === "string" ? table.display : String(table.name ?? "");
  return {
    name: display,
    sid,
    ...area,
    header: table.header !== false && table.header !== 0,
    totals: Boolean(table.totals),
    columns: columns.map(({ key, name }) => key ?? name),
  };
}

/** Whether a workbook is calculated when somebody asks for it only (ECMA-376-1 §18.18.9). */
export function isManual(book: Book): boolean {
  const calc = book.setting("calc");
  return isRecord(calc) && calc.mode === "manual";
}

function settingsOf(book: Book): CalcSettings {
  const calc = book.setting("calc");
  const { iterate, iterateCount, iterateDelta } = isRecord(calc) ? calc : {};
  const number = (value: unknown, usual: number) =>
    typeof value === "number" && value > 0 ? value : usual;
  return {
    date1904: book.setting("date1904") === true,
    iterate: iterate === true,
    iterateCount: Math.min(number(iterateCount, 100), 32_767),
    iterateDelta: number(iterateDelta, 0.001),
    manual: isManual(book),
    offset: -new Date().getTimezoneOffset() * 60_000,
  };
}

/** Worksheets, names, tables and settings. */
export function bookOf(book: Book): BookMessage {
  const infos = book.sheets();
  const loaded = infos.flatMap(({ sid }) =>
    book.state(sid) === "loaded" ? (book.sheet(sid) ?? []) : [],
  );
  const first = infos[0]?.sid ?? "";
  return {
    type: "book",
    sheets: infos.map(({ sid, name }) => [sid, name]),
    loaded: loaded.map(({ sid }) => sid),
    names: book.names().map(({ name, scope, formula }) => ({
      name,
      scope,
      formula: Template.render(formula, { book, sid: scope ?? first }),
    })),
    tables: loaded.flatMap((sheet) => tablesOn(sheet).map((table) => tableOf(table, sheet.sid))),
    pivots: loaded.flatMap((sheet) =>
      sheet.objects("pivot").flatMap(([, object]): PivotInfo[] => {
        const area = areaOf(sheet, object);
        return area ? [{ sid: sheet.sid, ...area, data: dataOf(object.data) }] : [];
      }),
    ),
    settings: settingsOf(book),
  };
}

/** Where the values of a pivot table begin, when its object says so. */
function dataOf(value: unknown): readonly [number, number] | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [row, col] = value as unknown[];
  if (typeof row !== "number" || typeof col !== "number") return null;
  return Number.isInteger(row) && Number.isInteger(col) && row > 0 && col >= 0 ? [row, col] : null;
}

type Rows = [first: number, last: number];

/** The rows of filters by which something is filtered. */
function filteringRows(sheet: Sheet): Rows[] {
  const filters = [
    ...sheet.objects("filter").map(([, object]) => ({ object, filter: object as unknown })),
    ...sheet.objects("table").map(([, object]) => ({ object, filter: object.filter })),
  ];
  return filters.flatMap(({ object, filter }): Rows[] => {
    const columns = isRecord(filter) && isRecord(filter.columns) ? filter.columns : {};
    const area = Object.keys(columns).length > 0 ? areaOf(sheet, object) : null;
    return area ? [[area.row1, area.row2]] : [];
  });
}

/** Hidden rows, as ranges in order, and those of them that a filter hides. */
export function hiddenRows(sheet: Sheet): { ranges: Rows[]; filtered: Rows[] } {
  const ranges = sheet
    .lines("rows", 0, MAX_ROWS - 1)
    .flatMap(({ first, last, line }): Rows[] => (line.hidden ? [[first, last]] : []));
  const filters = ranges.length > 0 ? filteringRows(sheet) : [];
  const filtered = ranges.flatMap(([first, last]): Rows[] =>
    filters.flatMap(([top, end]): Rows[] =>
      first <= end && last >= top ? [[Math.max(first, top), Math.min(last, end)]] : [],
    ),
  );
  return { ranges, filtered: filtered.sort((a, b) => a[0] - b[0]) };
}
