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
  Template,
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

/** Which formulas are not to be computed. */
export type Blocked = (sheet: Sheet, row: number, col: number) => boolean;

/** A formula without a cached value was entered here, as people enter formulas today: it may spill. */
function formulaOf(text: string, row: number, col: number, content: FormulaContent): WireFormula {
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
  if (content.c !== undefined) formula.cached = wireOf(cachedValue(content));
  return formula;
}

/** The cells of an area. `box`: what else is in it is empty now. */
export function cellsOf(
  sheet: Sheet,
  area: Area,
  blocked: Blocked,
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
  if (any) formulas.push(...formulasOf(sheet, area, blocked));
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

function formulasOf(sheet: Sheet, area: Area, blocked: Blocked): WireFormula[] {
  const formulas: WireFormula[] = [];
  sheet.eachFormula(area, (row, col, text, content) => {
    const formula = formulaOf(text, row, col, content);
    if (blocked(sheet, row, col)) formula.blocked = true;
    formulas.push(formula);
  });
  return formulas;
}

/** Only the formulas of an area, because their text may be another. */
export function formulaCellsOf(sheet: Sheet, area: Area, blocked: Blocked): CellsMessage {
  return {
    type: "cells",
    sid: sheet.sid,
    box: null,
    fresh: false,
    rows: new Int32Array(),
    cols: new Int32Array(),
    numbers: new Float64Array(),
    others: [],
    formulas: formulasOf(sheet, area, blocked),
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

function tableOf(sheet: Sheet, object: SheetObject): TableInfo | null {
  const area = areaOf(sheet, object);
  if (!area || typeof object.name !== "string") return null;
  const columns = Array.isArray(object.columns) ? object.columns : [];
  const display = typeof object.display === "string" ? object.display : object.name;
  return {
    name: display,
    sid: sheet.sid,
    ...area,
    header: object.header !== false && object.header !== 0,
    totals: Boolean(object.totals),
    columns: columns.map((column: unknown) => (isRecord(column) ? String(column.name ?? "") : "")),
  };
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
    tables: loaded.flatMap((sheet) =>
      sheet.objects("table").flatMap(([, object]) => tableOf(sheet, object) ?? []),
    ),
    pivots: loaded.flatMap((sheet) =>
      sheet.objects("pivot").flatMap(([, object]): PivotInfo[] => {
        const area = areaOf(sheet, object);
        return area ? [{ sid: sheet.sid, ...area }] : [];
      }),
    ),
    settings: settingsOf(book),
  };
}

/** Hidden rows, as ranges in order. */
export function hiddenRows(sheet: Sheet): [first: number, last: number][] {
  return sheet
    .lines("rows", 0, MAX_ROWS - 1)
    .flatMap(({ first, last, line }): [number, number][] => (line.hidden ? [[first, last]] : []));
}
