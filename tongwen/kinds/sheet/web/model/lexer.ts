/** The words of an Excel formula (ECMA-376-1 §18.17.2): enough to find every reference, never failing on anything. */
import { columnIndex, MAX_ROWS } from "./areas";

export type TokenKind =
  | "reference"
  | "function"
  | "name"
  | "structured"
  | "external"
  | "number"
  | "string"
  | "error"
  | "array"
  | "operator"
  | "separator"
  | "open"
  | "close"
  | "space"
  | "unknown";

export interface Token {
  kind: TokenKind;
  text: string;
  /** Offset in the text, in UTF-16 units. */
  at: number;
}

/** Longer text is no formula: it is left as one unknown token. Excel's own limit is 8,192. */
export const LONGEST_FORMULA = 16_384;

const NAME_END = String.raw`(?![\p{L}\p{N}_.\\?(!])`;
const CELL = String.raw`\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}`;
const COLUMN = String.raw`\$?[A-Za-z]{1,3}`;
const ROW = String.raw`\$?[1-9][0-9]{0,6}`;

const RANGES = [`${CELL}:${CELL}`, `${COLUMN}:${COLUMN}`, `${ROW}:${ROW}`, CELL].map(
  (source) => new RegExp(source + NAME_END, "uy"),
);
const SPACE = /\s+/uy;
const STRING = /"(?:[^"]|"")*"/uy;
const ERROR =
  /#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|PYTHON!|EXTERNAL!)/iuy;
const QUOTED_SHEET = /'(?:[^']|'')+'!/uy;
/** A quotation that is no worksheet's name, or never ends. */
const QUOTED = /'(?:[^']|'')*'?/uy;
const PLAIN_SHEET = /[\p{L}\p{N}\p{M}_.\\]+(?::[\p{L}\p{N}\p{M}_.\\]+)?!/uy;
const EXTERNAL_SHEET = /[\p{L}\p{N}\p{M}_.\\ ]*(?::[\p{L}\p{N}\p{M}_.\\]+)?!/uy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy;
const NAME = /[\p{L}_\\][\p{L}\p{N}\p{M}_.\\?]*/uy;
const OPERATOR = /<=|>=|<>|[-+*/^&=<>%:@!#]/uy;
const ARRAY = /\{(?:[^"{}]|"(?:[^"]|"")*")*\}/uy;

/** What a pattern finds exactly at an offset; "" when nothing. */
function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/** The end of the brackets that open at an offset (`'` escapes one character); -1 when they never close. */
function bracketsEnd(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const char = text[i];
    if (char === "'") i++;
    else if (char === "[") depth++;
    else if (char === "]" && --depth === 0) return i + 1;
  }
  return -1;
}

/** A1 text of one or two corners, taken apart. Null when it reaches beyond the grid. */
export interface A1Corner {
  row: number | null;
  col: number | null;
  rowAbsolute: boolean;
  colAbsolute: boolean;
}

const CORNER = /^(\$?)([A-Za-z]*)(\$?)([0-9]*)$/;

function readCorner(text: string): A1Corner | null {
  const found = CORNER.exec(text);
  if (!found) return null;
  const [, first = "", letters = "", second = "", digits = ""] = found;
  const col = letters ? columnIndex(letters) : null;
  const row = digits ? Number(digits) - 1 : null;
  if ((col !== null && col < 0) || (row !== null && row >= MAX_ROWS)) return null;
  return {
    row,
    col,
    rowAbsolute: (letters ? second : first) === "$",
    colAbsolute: letters !== "" && first === "$",
  };
}

/** The corners of `A1`, `A1:B2`, `A:B` or `1:2`; null for anything else. */
export function readCorners(text: string): A1Corner[] | null {
  const corners = text.split(":").map(readCorner);
  if (corners.length > 2 || corners.some((corner) => corner === null)) return null;
  const [first, last] = corners as A1Corner[];
  if (!first || (first.row === null && first.col === null)) return null;
  if (!last) return first.row === null || first.col === null ? null : [first];
  const alike =
    (first.row === null) === (last.row === null) && (first.col === null) === (last.col === null);
  return alike ? [first, last] : null;
}

function rangeAt(text: string, at: number): string {
  for (const pattern of RANGES) {
    const found = match(pattern, text, at);
    if (found && readCorners(found)) return found;
  }
  return "";
}

/** What follows a sheet's name: a range, an error, a name. */
function behindSheet(text: string, at: number, sheet: string): [TokenKind, string] {
  const from = at + sheet.length;
  const external = sheet.includes("[");
  const range = rangeAt(text, from);
  if (range) return [external ? "external" : "reference", sheet + range];
  const error = match(ERROR, text, from);
  if (error) return ["error", sheet + error];
  const name = match(NAME, text, from);
  if (!name) return ["unknown", sheet];
  if (text[from + name.length] === "(") return ["function", sheet + name];
  if (text[from + name.length] === "[") {
    const end = bracketsEnd(text, from + name.length);
    if (end > 0) return ["structured", text.slice(at, end)];
  }
  return [external ? "external" : "name", sheet + name];
}

function bracketed(text: string, at: number): [TokenKind, string] {
  const end = bracketsEnd(text, at);
  if (end < 0) return ["unknown", "["];
  const sheet = match(EXTERNAL_SHEET, text, end);
  if (sheet) return behindSheet(text, at, text.slice(at, end) + sheet);
  return ["structured", text.slice(at, end)];
}

function named(text: string, at: number, name: string): [TokenKind, string] {
  const next = text[at + name.length];
  if (next === "(") return ["function", name];
  if (next === "[") {
    const end = bracketsEnd(text, at + name.length);
    if (end > 0) return ["structured", text.slice(at, end)];
  }
  return ["name", name];
}

const SINGLE: Record<string, TokenKind> = {
  ",": "separator",
  ";": "separator",
  "(": "open",
  ")": "close",
};

function marked(text: string, at: number): [TokenKind, string] | null {
  const char = text[at] as string;
  const single = SINGLE[char];
  if (single) return [single, char];
  if (char === '"') {
    const string = match(STRING, text, at);
    return string ? ["string", string] : ["unknown", text.slice(at)];
  }
  if (char === "{") {
    const array = match(ARRAY, text, at);
    return array ? ["array", array] : ["unknown", char];
  }
  if (char === "[") return bracketed(text, at);
  if (char === "'") {
    const sheet = match(QUOTED_SHEET, text, at);
    return sheet ? behindSheet(text, at, sheet) : ["unknown", match(QUOTED, text, at)];
  }
  const error = char === "#" ? match(ERROR, text, at) : "";
  return error ? ["error", error] : null;
}

function tokenAt(text: string, at: number): [TokenKind, string] {
  const special = marked(text, at);
  if (special) return special;
  const space = match(SPACE, text, at);
  if (space) return ["space", space];
  const sheet = match(PLAIN_SHEET, text, at);
  if (sheet) return behindSheet(text, at, sheet);
  const range = rangeAt(text, at);
  if (range) return ["reference", range];
  const name = match(NAME, text, at);
  if (name) return named(text, at, name);
  const number = match(NUMBER, text, at);
  if (number) return ["number", number];
  const operator = match(OPERATOR, text, at);
  if (operator) return ["operator", operator];
  return ["unknown", String.fromCodePoint(text.codePointAt(at) as number)];
}

/** The tokens of a formula without `=`. Their texts joined are the text; nothing is ever refused. */
export function tokens(text: string): Token[] {
  if (text.length > LONGEST_FORMULA) return [{ kind: "unknown", text, at: 0 }];
  const found: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const [kind, word] = tokenAt(text, at);
    found.push({ kind, text: word, at });
    at += word.length;
  }
  return found;
}

/** A reference's sheet part (with its `!`, "" when none) and the rest. */
export function splitSheet(reference: string): [sheet: string, range: string] {
  const at = reference.lastIndexOf("!");
  return [reference.slice(0, at + 1), reference.slice(at + 1)];
}

/** The one or two names before `!`, quotes taken off. */
export function sheetNames(sheet: string): string[] {
  const quoted = sheet.startsWith("'");
  const text = quoted ? sheet.slice(1, -2).replaceAll("''", "'") : sheet.slice(0, -1);
  return text.split(":");
}

const PLAIN_NAME = /^[\p{L}_\\][\p{L}\p{N}\p{M}_.\\]*$/u;
const LIKE_A_CELL =
  /^(?:[A-Za-z]{1,3}[0-9]{1,7}|[Rr][0-9]*(?:[Cc][0-9]*)?|[Cc][0-9]*|true|false)$/i;

/** One or two worksheet names as they stand before `!` in a formula. */
export function quoteSheets(names: string[]): string {
  if (names.every((name) => PLAIN_NAME.test(name) && !LIKE_A_CELL.test(name)))
    return names.join(":");
  return `'${names.join(":").replaceAll("'", "''")}'`;
}
