/** Defined names: checked, put, and made from the selection. */
import {
  type Area,
  type Book,
  type DefinedName,
  type Sheet,
  Template,
  withColumnKeys,
} from "../model";
import { absoluteName, parseArea, quotedSheet } from "./areas";

export type NameProblem = "empty" | "characters" | "reference" | "taken" | "long";

/** What is wrong with a name (ECMA-376-1 §18.2.5); null when nothing is. */
export function nameProblem(
  book: Book,
  name: string,
  scope: string | null,
  token?: string,
): NameProblem | null {
  const text = name.trim();
  if (text === "") return "empty";
  if (text.length > 255) return "long";
  if (!/^[\p{L}_\\][\p{L}\p{N}_.\\?]*$/u.test(text)) return "characters";
  if (parseArea(text) || /^(r|c|r\d*c\d*|true|false)$/i.test(text)) return "reference";
  const same = (other: DefinedName): boolean =>
    other.token !== token &&
    other.scope === scope &&
    other.name.toLowerCase() === text.toLowerCase();
  return book.names().some(same) ? "taken" : null;
}

/** A formula that refers to an area, `$` signs and sheet included. */
export function nameFormula(sheet: Sheet, area: Area): string {
  const name = sheet.book.info(sheet.sid)?.name ?? "";
  return `${quotedSheet(name)}!${absoluteName(area)}`;
}

export interface NameDraft {
  name: string;
  scope: string | null;
  /** A1 text, with or without `=`. */
  formula: string;
  comment: string;
}

/** Write a name, new or in place of that of the token. The caller has asked `nameProblem`. */
export function putName(sheet: Sheet, draft: NameDraft, token?: string): string {
  const place = { book: sheet.book, sid: sheet.sid };
  return sheet.book.putName(
    {
      name: draft.name.trim(),
      scope: draft.scope,
      formula: Template.encode(
        withColumnKeys(draft.formula.trim().replace(/^[=＝]/, ""), place),
        place,
      ),
      ...(draft.comment.trim() === "" ? {} : { comment: draft.comment.trim() }),
    },
    token,
  );
}

/** Names that people see, in the order of the alphabet. */
export function shownNames(book: Book, locale: string): DefinedName[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return book
    .names()
    .filter((name) => !name.hidden && !name.name.startsWith("_xlnm."))
    .sort((a, b) => compare(a.name, b.name));
}

/** The name of exactly this area; null when it has none. */
export function nameOfArea(sheet: Sheet, area: Area): DefinedName | null {
  const place = { book: sheet.book, sid: sheet.sid };
  for (const name of shownNames(sheet.book, "en")) {
    const [only, ...more] = Template.references(name.formula, place);
    if (!only || more.length > 0 || only.sid !== sheet.sid) continue;
    const { row1, row2, col1, col2 } = only.area;
    const equal =
      row1 === area.row1 && row2 === area.row2 && col1 === area.col1 && col2 === area.col2;
    if (equal) return name;
  }
  return null;
}

/** What the name box leads to: an area of a worksheet; null for text that is neither place nor name. */
export function placeNamed(sheet: Sheet, text: string): { sid: string; areas: Area[] } | null {
  const typed = text.trim();
  const mark = typed.lastIndexOf("!");
  const sheetName = typed.slice(0, Math.max(mark, 0)).replace(/^'|'$/g, "").replaceAll("''", "'");
  const sid = mark < 0 ? sheet.sid : sheet.book.sheetNamed(sheetName)?.sid;
  if (!sid) return null;
  const areas = typed
    .slice(mark + 1)
    .split(/[,，]/)
    .map(parseArea);
  if (areas.length > 0 && areas.every((area) => area !== null)) return { sid, areas };
  const lower = typed.toLowerCase();
  const named = sheet.book
    .names()
    .filter((name) => name.name.toLowerCase() === lower)
    .sort((a) => (a.scope === sheet.sid ? -1 : 1))[0];
  if (!named) return null;
  const found = Template.references(named.formula, { book: sheet.book, sid: sheet.sid });
  const first = found[0];
  if (!first) return null;
  const own = found.filter((reference) => reference.sid === first.sid);
  return { sid: first.sid, areas: own.map((reference) => reference.area) };
}

/** Which edges of a selection hold the names. */
export interface NameEdges {
  top: boolean;
  start: boolean;
  bottom: boolean;
  end: boolean;
}

/** A text as a name may be: spaces and signs become `_`, a digit first gets one before it; "" when nothing is left. */
export function nameFrom(text: string): string {
  const bare = text.trim().replace(/[^\p{L}\p{N}_.\\?]+/gu, "_");
  if (!/[\p{L}\p{N}]/u.test(bare)) return "";
  const named = /^[\p{L}_\\]/u.test(bare) ? bare : `_${bare}`;
  const short = named.slice(0, 255);
  return parseArea(short) || /^(r|c|r\d*c\d*|true|false)$/i.test(short) ? `${short}_` : short;
}

const MOST_MADE = 5000;

/** The areas that the edges name, each with the cell that holds its name. */
function namedAreas(area: Area, edges: NameEdges): { row: number; col: number; area: Area }[] {
  const body = {
    row1: area.row1 + Number(edges.top),
    row2: area.row2 - Number(edges.bottom),
    col1: area.col1 + Number(edges.start),
    col2: area.col2 - Number(edges.end),
  };
  if (body.row1 > body.row2 || body.col1 > body.col2) return [];
  const found: { row: number; col: number; area: Area }[] = [];
  const column = (row: number) => {
    for (let col = body.col1; col <= body.col2 && found.length < MOST_MADE; col += 1)
      found.push({ row, col, area: { ...body, col1: col, col2: col } });
  };
  const line = (col: number) => {
    for (let row = body.row1; row <= body.row2 && found.length < MOST_MADE; row += 1)
      found.push({ row, col, area: { ...body, row1: row, row2: row } });
  };
  if (edges.top) column(area.row1);
  if (edges.bottom) column(area.row2);
  if (edges.start) line(area.col1);
  if (edges.end) line(area.col2);
  return found;
}

/**
 * Name the rows and columns of an area by the texts at its edges; names that are there already are given the new
 * place. Returns how many. One step.
 */
export function namesFromEdges(
  sheet: Sheet,
  area: Area,
  edges: NameEdges,
  text: (row: number, col: number) => string,
): number {
  const { book } = sheet;
  return book.steps.transact("names", () => {
    let made = 0;
    for (const { row, col, area: named } of namedAreas(area, edges)) {
      const name = nameFrom(text(row, col));
      if (name === "") continue;
      const same = book
        .names()
        .find((one) => one.scope === null && one.name.toLowerCase() === name.toLowerCase());
      const formula = nameFormula(sheet, named);
      putName(sheet, { name, scope: null, formula, comment: "" }, same?.token);
      made += 1;
    }
    return made;
  });
}
