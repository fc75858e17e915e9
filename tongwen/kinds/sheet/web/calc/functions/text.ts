/** Texts. Lengths and places count characters, those beyond U+FFFF as one (as in Excel since 2025). */
import { displayText } from "../../commands/display";
import type { Frame } from "../engine/frame";
import { parseNumber } from "../engine/numbers";
import { define } from "../engine/registry";
import {
  CellError,
  isScalar,
  Matrix,
  NA,
  plain,
  type Scalar,
  toScalar,
  toText,
  VALUE,
  type Value,
} from "../engine/values";
import { cells } from "./arguments";
import { wildcard } from "./criteria";
import { round } from "./math";

const MOST = 32_767;

function fitting(text: string): string {
  if (text.length > MOST) throw VALUE;
  return text;
}

function count(value: number): number {
  if (value < 0) throw VALUE;
  return Math.trunc(value);
}

/** How many bytes a character counts in the double-byte functions. */
const width = (char: string) =>
  char.charCodeAt(0) > 0xff && !/[\uff61-\uff9f]/.test(char) ? 2 : 1;
const bytes = (text: string) => [...text].reduce((total, char) => total + width(char), 0);

/** The part of a text from byte `start` (from zero), `length` bytes long; a half of a wide character is a space. */
function byteSlice(text: string, start: number, length: number): string {
  let at = 0;
  let result = "";
  for (const char of text) {
    const end = at + width(char);
    if (at >= start && end <= start + length) result += char;
    else if (end > start && at < start + length) result += " ";
    at = end;
  }
  return result;
}

const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/;

/** The characters of a text; most texts have none beyond U+FFFF and are left as they are. */
const characters = (text: string): string | string[] => (PAIRS.test(text) ? [...text] : text);

/** Part of a text, by characters from zero. */
function part(text: string, start: number, end?: number): string {
  const all = characters(text);
  return typeof all === "string" ? all.slice(start, end) : all.slice(start, end).join("");
}

function find(wanted: string, text: string, start = 1): number {
  return located(text, start, (rest) => rest.indexOf(wanted));
}

function search(wanted: string, text: string, start = 1): number {
  const pattern = wildcard(wanted, false);
  return located(text, start, (rest) => rest.search(pattern));
}

/** Where something is in the text from a place on. Throws #VALUE! when it is not. */
function located(text: string, start: number, where: (rest: string) => number): number {
  const from = Math.trunc(start);
  if (from < 1 || from > characters(text).length + 1) throw VALUE;
  const rest = part(text, from - 1);
  const at = where(rest);
  if (at < 0) throw VALUE;
  return from + characters(rest.slice(0, at)).length;
}

const inBytes =
  (run: typeof find) =>
  (wanted: string, text: string, start = 1) => {
    if (start < 1) throw VALUE;
    const from = [...text].reduce<[number, number]>(
      ([at, units], char) => (at < start - 1 ? [at + width(char), units + 1] : [at, units]),
      [0, 0],
    )[1];
    return bytes(part(text, 0, run(wanted, text, from + 1) - 1)) + 1;
  };

function substitute(text: string, from: string, to: string, which?: number): string {
  if (from === "") return text;
  if (which === undefined) return fitting(text.replaceAll(from, () => to));
  if (which < 1) throw VALUE;
  let at = -1;
  for (let nth = 0; nth < Math.trunc(which); nth++) {
    at = text.indexOf(from, at < 0 ? 0 : at + from.length);
    if (at < 0) return text;
  }
  return fitting(text.slice(0, at) + to + text.slice(at + from.length));
}

const proper = (text: string) =>
  text
    .toLowerCase()
    .replace(/(^|[^\p{L}'])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase())
    .replace(/'(\p{L})/gu, (_, letter) => `'${letter.toUpperCase()}`);

function join(args: Value[]): string {
  return fitting(args.flatMap((arg) => cells(arg).map(toText)).join(""));
}

function textJoin(delimiter: Value, skip: boolean, ...args: Value[]): string {
  const between = cells(delimiter).map(toText);
  const texts = args
    .flatMap((arg) => cells(arg).map(toText))
    .filter((text) => !skip || text !== "");
  return fitting(
    texts.reduce(
      (all, text, at) =>
        at === 0 ? text : all + (between[(at - 1) % between.length] ?? "") + text,
      "",
    ),
  );
}

/** Places of delimiters in a text, in order. */
function places(text: string, delimiters: string[], mode: number): [at: number, length: number][] {
  const where = mode === 1 ? text.toLowerCase() : text;
  const found: [number, number][] = [];
  for (let at = 0; at < where.length; ) {
    const hit = delimiters.find(
      (each) => each !== "" && where.startsWith(mode === 1 ? each.toLowerCase() : each, at),
    );
    if (hit === undefined) at++;
    else {
      found.push([at, hit.length]);
      at += hit.length;
    }
  }
  return found;
}

/** The n-th delimiter, from the end when negative; with `ends` the end of the text counts as one. */
function nthPlace(
  text: string,
  found: [number, number][],
  which: number,
  ends: boolean,
): [number, number] | undefined {
  if (ends && which > 0) found.push([text.length, 0]);
  if (ends && which < 0) found.unshift([0, 0]);
  return found.at(which > 0 ? which - 1 : which);
}

const beside =
  (before: boolean) =>
  (
    text: string,
    delimiter: Value,
    instance = 1,
    mode = 0,
    ends = 0,
    missing: Value = NA,
  ): Value => {
    const which = Math.trunc(instance);
    if (which === 0 || Math.abs(which) > text.length + 1) throw VALUE;
    const delimiters = cells(delimiter).map(toText);
    if (delimiters.includes("")) return which > 0 === before ? "" : text;
    const hit = nthPlace(text, places(text, delimiters, mode), which, ends !== 0);
    if (!hit) return missing;
    return before ? text.slice(0, hit[0]) : text.slice(hit[0] + hit[1]);
  };

function split(text: string, by: string[], mode: number, skip: boolean): string[] {
  if (by.length === 0) return [text];
  const parts: string[] = [];
  let start = 0;
  for (const [at, length] of places(text, by, mode)) {
    parts.push(text.slice(start, at));
    start = at + length;
  }
  parts.push(text.slice(start));
  return skip ? parts.filter((part) => part !== "") : parts;
}

function textSplit(
  text: string,
  columns: Value,
  rows: Value = null,
  skip = false,
  mode = 0,
  pad: Scalar = NA,
): Matrix {
  const delimiters = (value: Value) => (value === null ? [] : cells(value).map(toText));
  const table = split(text, delimiters(rows), mode, skip).map((row) =>
    split(row, delimiters(columns), mode, skip),
  );
  const most = Math.max(...table.map((row) => row.length));
  return Matrix.fill(table.length, most, (row, col) => table[row]?.[col] ?? pad);
}

function fixed(value: number, decimals = 2, plainDigits = false): string {
  const places = Math.trunc(decimals);
  if (places > 127) throw VALUE;
  const text = Math.abs(round(value, places)).toFixed(Math.min(Math.max(places, 0), 100));
  const [whole = "", fraction] = text.split(".");
  const grouped = plainDigits ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = value < 0 && Number(text) !== 0 ? "-" : "";
  return sign + grouped + (fraction ? `.${fraction}` : "");
}

function numberValue(text: string, decimal = ".", group = ","): number {
  const [point, comma] = [decimal[0] ?? ".", group[0] ?? ","];
  if (point === comma) throw VALUE;
  const [whole = "", ...rest] = text.replace(/\s/g, "").split(point);
  if (rest.length > 1 || (rest[0] ?? "").includes(comma)) throw VALUE;
  const percents = /%+$/.exec(text.replace(/\s/g, ""))?.[0].length ?? 0;
  const digits = `${whole.replaceAll(comma, "")}${rest.length ? `.${rest[0]}` : ""}`.replace(
    /%+$/,
    "",
  );
  if (digits === "") return 0;
  const number = parseNumber(digits);
  if (number === null) throw VALUE;
  return number / 100 ** percents;
}

function pattern(source: string, insensitive: number, flags = ""): RegExp {
  try {
    return new RegExp(source, `u${flags}${insensitive ? "i" : ""}`);
  } catch (error) {
    if (error instanceof SyntaxError) throw VALUE;
    throw error;
  }
}

function regexExtract(text: string, source: string, mode = 0, insensitive = 0): Value {
  const all = [...text.matchAll(pattern(source, insensitive, "g"))];
  const [first] = all;
  if (!first) return NA;
  if (mode === 1) return Matrix.from(all.map((match) => [match[0]]));
  if (mode === 2) return Matrix.from([first.slice(1).map((group) => group ?? "")]);
  return first[0];
}

function regexReplace(
  text: string,
  source: string,
  by: string,
  which = 0,
  insensitive = 0,
): string {
  if (which === 0) return text.replace(pattern(source, insensitive, "g"), by);
  const all = [...text.matchAll(pattern(source, insensitive, "g"))];
  const match = all.at(which > 0 ? which - 1 : which);
  if (!match) return text;
  const one = match[0].replace(pattern(source, insensitive), by);
  return text.slice(0, match.index) + one + text.slice(match.index + match[0].length);
}

function literal(value: Scalar, strict: boolean): string {
  if (value instanceof CellError) return value.code;
  return strict && typeof value === "string" ? `"${value.replaceAll('"', '""')}"` : toText(value);
}

function definePieces(): void {
  define("LEFT", "tn?", (text: string, length = 1) => part(text, 0, count(length)));
  define("RIGHT", "tn?", (text: string, length = 1) =>
    count(length) === 0 ? "" : part(text, -count(length)),
  );
  define("MID", "tnn", (text: string, start: number, length: number) => {
    if (start < 1) throw VALUE;
    return part(text, Math.trunc(start) - 1, Math.trunc(start) - 1 + count(length));
  });
  define("LEN", "t", (text: string) => characters(text).length);
  define("LENB", "t", bytes);
  define("LEFTB", "tn?", (text: string, length = 1) => byteSlice(text, 0, count(length)));
  define("RIGHTB", "tn?", (text: string, length = 1) =>
    byteSlice(text, Math.max(0, bytes(text) - count(length)), count(length)),
  );
  define("MIDB", "tnn", (text: string, start: number, length: number) => {
    if (start < 1) throw VALUE;
    return byteSlice(text, Math.trunc(start) - 1, count(length));
  });
  define("REPLACE", "tnnt", (text: string, start: number, length: number, by: string) => {
    if (start < 1) throw VALUE;
    const at = Math.trunc(start) - 1;
    return fitting(part(text, 0, at) + by + part(text, at + count(length)));
  });
  define("REPLACEB", "tnnt", (text: string, start: number, length: number, by: string) => {
    if (start < 1) throw VALUE;
    const at = Math.trunc(start) - 1;
    return fitting(byteSlice(text, 0, at) + by + byteSlice(text, at + count(length), bytes(text)));
  });
  define("FIND", "ttn?", find);
  define("SEARCH", "ttn?", search);
  define("FINDB", "ttn?", inBytes(find));
  define("SEARCHB", "ttn?", inBytes(search));
  define("SUBSTITUTE", "tttn?", substitute);
  define("TEXTBEFORE", "tan?n?n?a?", beside(true));
  define("TEXTAFTER", "tan?n?n?a?", beside(false));
  define("TEXTSPLIT", "taa?b?n?s?", textSplit, { spills: true });
}

function defineForms(): void {
  define("UPPER", "t", (text: string) => text.toUpperCase());
  define("LOWER", "t", (text: string) => text.toLowerCase());
  define("PROPER", "t", proper);
  define("TRIM", "t", (text: string) => text.replace(/ +/g, " ").replace(/^ | $/g, ""));
  define("CLEAN", "t", (text: string) => text.replace(/[\p{Cc}\p{Cn}\p{Zl}\p{Zp}]/gu, ""));
  define("EXACT", "tt", (left: string, right: string) => left === right);
  define("REPT", "tn", (text: string, times: number) => {
    if (text.length * count(times) > MOST) throw VALUE;
    return text.repeat(count(times));
  });
  define("CONCATENATE", "t*", (...texts: string[]) => fitting(texts.join("")));
  define("CONCAT", "a*", (...args: Value[]) => join(args));
  define("TEXTJOIN", "aba*", textJoin);
  define("CHAR", "n", (code: number) => {
    if (code < 1 || code >= 256) throw VALUE;
    return new TextDecoder("windows-1252").decode(new Uint8Array([Math.trunc(code)]));
  });
  define("UNICHAR", "n", (code: number) => {
    const point = Math.trunc(code);
    if (point < 1 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw VALUE;
    return String.fromCodePoint(point);
  });
  define("CODE", "t", codeOf);
  define("UNICODE", "t", (text: string) => {
    if (text === "") throw VALUE;
    return text.codePointAt(0);
  });
}

/** The code of the first character in windows-1252; 63, a question mark, for those outside of it. */
function codeOf(text: string): number {
  if (text === "") throw VALUE;
  const point = text.codePointAt(0) ?? 0;
  if (point < 128 || (point >= 160 && point < 256)) return point;
  const decoder = new TextDecoder("windows-1252");
  for (let code = 128; code < 160; code++)
    if (decoder.decode(new Uint8Array([code])) === text[0]) return code;
  return 63;
}

function defineNumbers(): void {
  define(
    "TEXT",
    "st",
    (frame: Frame, value: Scalar, code: string) => {
      if (code === "") return "";
      const number = typeof value === "string" ? (parseNumber(value) ?? value) : (value ?? 0);
      return displayText(number instanceof CellError ? { e: number.code } : number, code, {
        date1904: frame.book.settings.date1904,
      });
    },
    { framed: true },
  );
  define("VALUE", "s", (value: Scalar) => {
    if (typeof value === "boolean") throw VALUE;
    const number = typeof value === "string" ? parseNumber(value) : (value ?? 0);
    return number ?? VALUE;
  });
  define("FIXED", "nn?b?", fixed);
  const money =
    (symbol: string) =>
    (value: number, decimals = 2) => {
      const text = `${symbol}${fixed(Math.abs(value), decimals)}`;
      return value < 0 ? `(${text})` : text;
    };
  define("DOLLAR", "nn?", money("$"));
  define("RMB", "nn?", money("¥"));
  define("NUMBERVALUE", "tt?t?", numberValue);
  define("VALUETOTEXT", "en?", (value: Scalar, strict = 0) => literal(value, strict === 1));
  define("ARRAYTOTEXT", "an?", (value: Value, strict = 0) => {
    const flat = plain(value);
    const matrix = flat instanceof Matrix ? flat : new Matrix(1, 1, [toScalar(flat)]);
    const rows = Array.from({ length: matrix.rows }, (_, row) =>
      matrix.row(row).map((cell) => literal(cell, strict === 1)),
    );
    if (strict !== 1) return rows.flat().join(", ");
    return `{${rows.map((row) => row.join(",")).join(";")}}`;
  });
}

function definePatterns(): void {
  define("REGEXTEST", "ttn?", (text: string, source: string, insensitive = 0) =>
    pattern(source, insensitive).test(text),
  );
  define("REGEXEXTRACT", "ttn?n?", regexExtract, { spills: true });
  define("REGEXREPLACE", "tttn?n?", regexReplace);
  define("ENCODEURL", "t", (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  );
  define("HYPERLINK", "ta?", (target: string, shown?: Value) => {
    if (shown === undefined) return target;
    return isScalar(shown) ? shown : toScalar(shown);
  });
}

export function defineText(): void {
  definePieces();
  defineForms();
  defineNumbers();
  definePatterns();
}
