/** Finding and replacing over a worksheet or the whole book. */
import { type Area, type Book, replaceAll, type Sheet, type ValueOf } from "../model";
import { cell, contains, intersection } from "./areas";
import { displayText, localCode } from "./display";
import { compile, finds, type Query } from "./searching";
import { plain } from "./sorting";

export interface Found {
  sid: string;
  row: number;
  col: number;
}

export interface SearchPlace {
  book: Book;
  /** The worksheet in front and what is selected on it. */
  sheet: Sheet;
  areas: readonly Area[];
  computed: ValueOf;
  locale: string;
}

/** As many as are counted; a search of a single letter would fill the memory. */
export const MOST_FOUND = 10_000;

function cellText(
  place: SearchPlace,
  sheet: Sheet,
  row: number,
  col: number,
  query: Query,
): string {
  if (query.formulas) {
    const formula = sheet.formula(row, col);
    if (formula !== null) return `=${formula}`;
    const typed = plain(sheet.content(row, col));
    return displayText(typed, "General");
  }
  const value = plain(place.computed(sheet, row, col));
  const code = localCode(sheet.style(row, col).numberFormat, place.locale);
  return displayText(value, code, { locale: place.locale });
}

function searchedSheets(place: SearchPlace, query: Query): Sheet[] {
  if (query.scope !== "book") return [place.sheet];
  return place.book
    .sheets()
    .filter((info) => info.state === "visible")
    .map((info) => place.book.sheet(info.sid))
    .filter((sheet) => sheet !== null);
}

function searchedAreas(place: SearchPlace, sheet: Sheet, query: Query): Area[] {
  const all = sheet.usedRange();
  if (!all) return [];
  if (query.scope !== "selection") return [all];
  return place.areas.map((area) => intersection(area, all)).filter((area) => area !== null);
}

/**
 * The cells whose shown text (or formula) is found, by worksheet and rows; at most 10,000.
 *
 * Raises QueryError when the expression cannot be read. Worksheets that are not loaded are left out.
 */
export function findCells(place: SearchPlace, query: Query): Found[] {
  const pattern = compile(query);
  const found: Found[] = [];
  if (!pattern) return found;
  for (const sheet of searchedSheets(place, query)) {
    const { sid } = sheet;
    for (const area of searchedAreas(place, sheet, query)) {
      sheet.eachContent(area, (row, col) => {
        if (found.length >= MOST_FOUND) return;
        if (finds(pattern, cellText(place, sheet, row, col, query))) found.push({ sid, row, col });
      });
    }
  }
  return found;
}

/** The worksheets that a search of the whole book would miss. */
export function unloadedSheets(book: Book): string[] {
  return book
    .sheets()
    .filter((info) => info.state === "visible" && book.state(info.sid) !== "loaded")
    .map((info) => info.sid);
}

/** The place in `found` of the next (1) or previous (-1) one from a cell, round the end. */
export function nextFound(
  found: readonly Found[],
  from: Found,
  direction: 1 | -1,
  order: readonly string[],
): number {
  if (found.length === 0) return -1;
  const rank = (at: Found): [number, number, number] => [order.indexOf(at.sid), at.row, at.col];
  const before = (a: Found, b: Found): boolean => {
    const [left, right] = [rank(a), rank(b)];
    const place = left.findIndex((part, index) => part !== right[index]);
    return place >= 0 && (left[place] ?? 0) < (right[place] ?? 0);
  };
  if (direction > 0) {
    const next = found.findIndex((at) => before(from, at));
    return next < 0 ? 0 : next;
  }
  const previous = found.findLastIndex((at) => before(at, from));
  return previous < 0 ? found.length - 1 : previous;
}

function options(query: Query, computed: ValueOf) {
  const { matchCase, wholeCell, regex, formulas } = query;
  return { matchCase, wholeCell, pattern: regex, formulas, computed };
}

/** Replace in one cell. Returns whether anything changed. */
export function replaceOne(place: SearchPlace, query: Query, at: Found, by: string): boolean {
  compile(query);
  const sheet = place.book.sheet(at.sid);
  if (!sheet) return false;
  const area = cell(at.row, at.col);
  return replaceAll(sheet, query.text, by, { ...options(query, place.computed), area }) > 0;
}

/** Replace everywhere in the query's scope, in one step. Returns how many cells changed. */
export function replaceEverywhere(place: SearchPlace, query: Query, by: string): number {
  compile(query);
  if (query.text === "") return 0;
  return place.book.steps.transact("replaceAll", () => {
    let changed = 0;
    for (const sheet of searchedSheets(place, query)) {
      for (const area of searchedAreas(place, sheet, query)) {
        changed += replaceAll(sheet, query.text, by, { ...options(query, place.computed), area });
      }
    }
    return changed;
  });
}

/** Whether a cell is in one of the areas. */
export function within(areas: readonly Area[], row: number, col: number): boolean {
  return areas.some((area) => contains(area, row, col));
}
