/** Look-up and reference. Exact look-ups over areas use an index that lives until the area changes. */
import { MAX_COLS, MAX_ROWS } from "../engine/cells";
import type { Frame } from "../engine/frame";
import { columnName, FormulaError, tokenize } from "../engine/lexer";
import { parse } from "../engine/parser";
import { define } from "../engine/registry";
import {
  CellError,
  compare,
  isScalar,
  Matrix,
  NA,
  plain,
  REF,
  Ref,
  type Scalar,
  toText,
  Union,
  VALUE,
  type Value,
} from "../engine/values";
import { cellAt, sizeOf } from "./arguments";
import { hasWildcard, wildcard } from "./criteria";
import { pivotValue } from "./pivots";

/** One row or column of values to look in. */
interface Vector {
  length: number;
  at(index: number): Scalar;
  /** The area, when it is one. */
  ref: Ref | null;
}

function vector(value: Value, byRow = false): Vector {
  const [rows, cols] = sizeOf(value);
  const ref = value instanceof Ref ? value : null;
  if (byRow || (rows === 1 && cols > 1)) {
    const used = ref ? Math.min(cols, ref.sheet.lastCol - ref.col1 + 1) : cols;
    return { length: Math.max(used, 0), at: (index) => cellAt(value, 0, index), ref };
  }
  const used = ref ? Math.min(rows, ref.sheet.lastRow - ref.row1 + 1) : rows;
  return { length: Math.max(used, 0), at: (index) => cellAt(value, index, 0), ref };
}

const sameKind = (left: Scalar, right: Scalar) =>
  typeof left === typeof right && (left === null) === (right === null);
const keyOf = (value: Scalar): Scalar => (typeof value === "string" ? value.toLowerCase() : value);

/** Where each value of an area is met first. */
function indexOf(frame: Frame, list: Vector, ref: Ref): Map<Scalar, number> {
  const place = `${ref.sheet.sid}!${ref.row1},${ref.col1},${ref.row2},${ref.col2}`;
  let version = "";
  for (let col = ref.col1; col <= Math.min(ref.col2, ref.sheet.lastCol); col++)
    version += `${ref.sheet.version(col)},`;
  const known = frame.book.indexes.get(place);
  if (known?.version === version) return known.index;
  const index = new Map<Scalar, number>();
  for (let at = 0; at < list.length; at++) {
    const key = keyOf(list.at(at));
    if (!index.has(key)) index.set(key, at);
  }
  if (frame.book.indexes.size > 64) frame.book.indexes.clear();
  frame.book.indexes.set(place, { version, index });
  return index;
}

function exactly(frame: Frame, wanted: Scalar, list: Vector, wild: boolean): number {
  if (wild && typeof wanted === "string" && hasWildcard(wanted)) {
    const pattern = wildcard(wanted);
    for (let at = 0; at < list.length; at++) {
      const value = list.at(at);
      if (typeof value === "string" && pattern.test(value)) return at;
    }
    return -1;
  }
  if (list.ref && list.length > 32) return indexOf(frame, list, list.ref).get(keyOf(wanted)) ?? -1;
  for (let at = 0; at < list.length; at++) {
    const value = list.at(at);
    if (sameKind(value, wanted) && compare(value, wanted) === 0) return at;
  }
  return -1;
}

/** The first place from `at` to `high` that holds a value of the same kind; one beyond `high` when none does. */
function comparable(wanted: Scalar, list: Vector, at: number, high: number): number {
  let place = at;
  while (place <= high && !sameKind(list.at(place), wanted)) place++;
  return place;
}

/** The last place whose value is not beyond the wanted one, in sorted values; -1 when all are. */
function sortedPlace(wanted: Scalar, list: Vector, descending: boolean): number {
  let low = 0;
  let high = list.length - 1;
  let found = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = comparable(wanted, list, middle, high);
    if (at > high) {
      high = middle - 1;
      continue;
    }
    const order = compare(list.at(at), wanted);
    if (descending ? order >= 0 : order <= 0) {
      found = at;
      // What is not sorted may still hold the value itself: nothing beyond it counts then.
      if (order === 0 && (at === high || compare(list.at(at + 1), wanted) !== 0)) break;
      low = at + 1;
    } else high = middle - 1;
  }
  return found;
}

function match(frame: Frame, wanted: Scalar, list: Vector, type: number): number {
  if (wanted instanceof CellError) throw wanted;
  const value = wanted ?? 0;
  if (type === 0) return exactly(frame, value, list, true);
  if (type > 0) return sortedPlace(value, list, false);
  const at = sortedPlace(value, list, true);
  return at >= 0 && compare(list.at(at), value) === 0 ? firstEqual(list, at) : at;
}

function firstEqual(list: Vector, at: number): number {
  let first = at;
  while (first > 0 && compare(list.at(first - 1), list.at(at)) === 0) first--;
  return first;
}

function found(at: number): number {
  if (at < 0) throw NA;
  return at;
}

function tableLookup(byRow: boolean) {
  return (frame: Frame, wanted: Scalar, table: Value, index: number, sorted = true): Value => {
    const [rows, cols] = sizeOf(table);
    const at = Math.trunc(index);
    if (at < 1) throw VALUE;
    if (at > (byRow ? rows : cols)) throw REF;
    const keys = byRow ? slice(table, 0, 0, 1, cols) : slice(table, 0, 0, rows, 1);
    const place = found(match(frame, wanted, vector(keys, byRow), sorted ? 1 : 0));
    return byRow ? cellAt(table, at - 1, place) : cellAt(table, place, at - 1);
  };
}

/** Part of an area or array; an area stays one. */
export function slice(value: Value, row: number, col: number, rows: number, cols: number): Value {
  if (value instanceof Ref)
    return new Ref(
      value.sheet,
      value.row1 + row,
      value.col1 + col,
      value.row1 + row + rows - 1,
      value.col1 + col + cols - 1,
    );
  return Matrix.fill(rows, cols, (r, c) => cellAt(value, row + r, col + c));
}

/** The first line and how many: zero means all of them. */
function chosenLines(wanted: number, all: number): [first: number, count: number] {
  const at = Math.trunc(wanted);
  if (at < 0) throw VALUE;
  if (at > all) throw REF;
  return at === 0 ? [0, all] : [at - 1, 1];
}

function index(table: Value, row = 0, col?: number, area = 1): Value {
  const value = table instanceof Union ? (table.areas[Math.trunc(area) - 1] ?? REF) : table;
  if (value instanceof CellError) throw value;
  const [rows, cols] = sizeOf(value);
  const line = rows === 1 && col === undefined && cols > 1;
  const [top, height] = chosenLines(line ? 1 : row, rows);
  const [start, width] = chosenLines(line ? row : (col ?? (cols === 1 ? 1 : 0)), cols);
  const part = slice(value, top, start, height, width);
  return part instanceof Matrix && part.data.length === 1 ? (part.data[0] ?? null) : part;
}

/** The place of a value for XMATCH and XLOOKUP; -1 when it is not there. */
function xplace(frame: Frame, wanted: Scalar, list: Vector, mode: number, search: number): number {
  if (Math.abs(search) === 2)
    return nearest(wanted, list, mode, sortedPlace(wanted, list, search < 0), search);
  if (search === 1 && (mode === 0 || mode === 2)) return exactly(frame, wanted, list, mode === 2);
  if (mode === 3) return byPattern(wanted, list, search);
  return oneByOne(wanted, list, mode, search);
}

/** Value after value; with mode 1 or -1 the nearest one when none is equal. */
function oneByOne(wanted: Scalar, list: Vector, mode: number, search: number): number {
  const pattern = mode === 2 && typeof wanted === "string" ? wildcard(wanted) : null;
  const equal = (value: Scalar) =>
    pattern
      ? typeof value === "string" && pattern.test(value)
      : sameKind(value, wanted) && compare(value, wanted) === 0;
  let best = -1;
  for (let step = 0; step < list.length; step++) {
    const at = search < 0 ? list.length - 1 - step : step;
    const value = list.at(at);
    if (equal(value)) return at;
    if (Math.abs(mode) === 1 && closer(value, wanted, best < 0 ? null : list.at(best), mode))
      best = at;
  }
  return best;
}

function byPattern(wanted: Scalar, list: Vector, search: number): number {
  let pattern: RegExp;
  try {
    pattern = new RegExp(toText(wanted), "u");
  } catch (error) {
    if (error instanceof SyntaxError) throw VALUE;
    throw error;
  }
  for (let step = 0; step < list.length; step++) {
    const at = search < 0 ? list.length - 1 - step : step;
    const value = list.at(at);
    if (typeof value === "string" && pattern.test(value)) return at;
  }
  return -1;
}

/** -1: the greatest below the wanted value; 1: the least above it. */
function closer(value: Scalar, wanted: Scalar, best: Scalar, mode: number): boolean {
  if (!sameKind(value, wanted) || compare(value, wanted) !== mode) return false;
  return best === null || compare(value, best) === -mode;
}

function nearest(wanted: Scalar, list: Vector, mode: number, at: number, search: number): number {
  const exact = at >= 0 && compare(list.at(at), wanted) === 0;
  if (exact) return firstEqual(list, at);
  const below = search > 0 ? at : at + 1;
  const above = search > 0 ? at + 1 : at;
  const place = mode === -1 ? below : mode === 1 ? above : -1;
  return place >= 0 && place < list.length ? place : -1;
}

function xlookup(
  frame: Frame,
  wanted: Value,
  keys: Value,
  results: Value,
  missing: Value = NA,
  mode = 0,
  search = 1,
): Value {
  const one = (value: Scalar): Value => {
    if (value instanceof CellError) return value;
    const [rows, cols] = sizeOf(keys);
    const across = rows === 1 && cols > 1;
    const at = xplace(frame, value, vector(keys), mode, search);
    if (at < 0) return missing;
    const [height, width] = sizeOf(results);
    return across ? slice(results, 0, at, height, 1) : slice(results, at, 0, 1, width);
  };
  const values = plain(wanted);
  if (!(values instanceof Matrix)) {
    const result = isScalar(values) ? one(values) : VALUE;
    return result instanceof Matrix && result.data.length === 1 ? (result.data[0] ?? null) : result;
  }
  return Matrix.fill(values.rows, values.cols, (row, col) =>
    cellAt(one(values.at(row, col)), 0, 0),
  );
}

function lookup(frame: Frame, wanted: Scalar, keys: Value, results?: Value): Scalar {
  const [rows, cols] = sizeOf(keys);
  if (results === undefined) {
    const across = cols > rows;
    const list = across ? slice(keys, 0, 0, 1, cols) : slice(keys, 0, 0, rows, 1);
    const at = found(match(frame, wanted, vector(list, across), 1));
    return across ? cellAt(keys, rows - 1, at) : cellAt(keys, at, cols - 1);
  }
  const [height, width] = sizeOf(results);
  if (height > 1 && width > 1) throw NA;
  const list = cols > rows ? slice(keys, 0, 0, 1, cols) : slice(keys, 0, 0, rows, 1);
  const at = found(match(frame, wanted, vector(list), 1));
  if (!(results instanceof Ref) && at >= height * width) throw NA;
  return height === 1 ? cellAt(results, 0, at) : cellAt(results, at, 0);
}

function offset(
  frame: Frame,
  base: Value,
  rows: number,
  cols: number,
  height?: number | null,
  width?: number | null,
): Value {
  if (!(base instanceof Ref)) throw VALUE;
  const tall = Math.trunc(height ?? base.rows);
  const wide = Math.trunc(width ?? base.cols);
  if (tall === 0 || wide === 0) throw REF;
  const row = base.row1 + Math.trunc(rows) + (tall < 0 ? tall + 1 : 0);
  const col = base.col1 + Math.trunc(cols) + (wide < 0 ? wide + 1 : 0);
  const [row2, col2] = [row + Math.abs(tall) - 1, col + Math.abs(wide) - 1];
  if (row < 0 || col < 0 || row2 >= MAX_ROWS || col2 >= MAX_COLS) throw REF;
  return frame.reached(new Ref(base.sheet, row, col, row2, col2));
}

/** R1C1 text into A1 text, as seen from a cell. */
function fromR1C1(text: string, frame: Frame): string {
  return text.replace(/R(\[-?\d+\]|\d+)?C(\[-?\d+\]|\d+)?/gi, (_, row?: string, col?: string) => {
    const line = (part: string | undefined, here: number) => {
      if (part === undefined) return here;
      return part.startsWith("[") ? here + Number(part.slice(1, -1)) : Number(part) - 1;
    };
    const [r, c] = [line(row, frame.row), line(col, frame.col)];
    if (r < 0 || c < 0 || r >= MAX_ROWS || c >= MAX_COLS) throw REF;
    return `${columnName(c)}${r + 1}`;
  });
}

function indirect(frame: Frame, text: string, a1 = true): Value {
  const source = a1 ? text.trim() : fromR1C1(text.trim(), frame);
  try {
    const node = parse(tokenize(source, frame.row, frame.col).tokens);
    if (!["area", "name", "structured"].includes(node.type)) throw REF;
  } catch (error) {
    if (error instanceof FormulaError) throw REF;
    throw error;
  }
  const value = frame.book.reference(source, frame);
  if (value instanceof Ref) return frame.reached(value);
  throw REF;
}

function address(row: number, col: number, kind = 1, a1 = true, sheet?: string): string {
  const [r, c, k] = [Math.trunc(row), Math.trunc(col), Math.trunc(kind)];
  if (r < 1 || c < 1 || r > MAX_ROWS || c > MAX_COLS || k < 1 || k > 4) throw VALUE;
  const [rowAbs, colAbs] = [k === 1 || k === 2, k === 1 || k === 3];
  const fixed = (abs: boolean) => (abs ? "$" : "");
  const numbered = (line: number, abs: boolean) => (abs ? line : `[${line}]`);
  const place = a1
    ? `${fixed(colAbs)}${columnName(c - 1)}${fixed(rowAbs)}${r}`
    : `R${numbered(r, rowAbs)}C${numbered(c, colAbs)}`;
  if (sheet === undefined) return place;
  const bare = sheet === "" || /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(sheet);
  return `${bare ? sheet : `'${sheet.replaceAll("'", "''")}'`}!${place}`;
}

function lines(start: number, count: number, rows: boolean): Value {
  if (count === 1) return start + 1;
  return rows
    ? Matrix.fill(count, 1, (row) => start + row + 1)
    : Matrix.fill(1, count, (_, col) => start + col + 1);
}

function definePlaces(): void {
  define(
    "ROW",
    "r?",
    (frame: Frame, value?: Value) => {
      if (value === undefined) return frame.row + 1;
      if (!(value instanceof Ref)) throw VALUE;
      return lines(value.row1, value.rows, true);
    },
    { framed: true },
  );
  define(
    "COLUMN",
    "r?",
    (frame: Frame, value?: Value) => {
      if (value === undefined) return frame.col + 1;
      if (!(value instanceof Ref)) throw VALUE;
      return lines(value.col1, value.cols, false);
    },
    { framed: true },
  );
  const size = (at: 0 | 1) => (value: Value) => {
    if (isScalar(value) && value instanceof CellError) throw value;
    return sizeOf(value)[at];
  };
  define("ROWS", "r", size(0));
  define("COLUMNS", "r", size(1));
  define("ADDRESS", "nnn?b?t?", address, { defaults: true });
  define("OFFSET", "annn?n?", offset, { framed: true, volatile: true, dynamic: true });
  define("INDIRECT", "tb?", indirect, { framed: true, volatile: true, dynamic: true });
}

export function defineLookup(): void {
  definePlaces();
  define("VLOOKUP", "sanb?", tableLookup(false), { framed: true });
  define("HLOOKUP", "sanb?", tableLookup(true), { framed: true });
  define("LOOKUP", "sAA?", lookup, { framed: true });
  define(
    "MATCH",
    "sAn?",
    (frame: Frame, wanted: Scalar, list: Value, type = 1) => {
      const [rows, cols] = sizeOf(list);
      if (rows > 1 && cols > 1) throw NA;
      return found(match(frame, wanted, vector(list), type)) + 1;
    },
    { framed: true },
  );
  define("INDEX", "Ann?n?", index);
  define(
    "XMATCH",
    "sAn?n?",
    (frame: Frame, wanted: Scalar, list: Value, mode = 0, search = 1) =>
      found(xplace(frame, wanted, vector(list), mode, search)) + 1,
    { framed: true },
  );
  define("XLOOKUP", "AAAa?n?n?", xlookup, { framed: true });
  define(
    "GETPIVOTDATA",
    "sas?*",
    (frame: Frame, field: Scalar, table: Value, ...rest: Scalar[]) => {
      if (!(table instanceof Ref)) throw REF;
      if (rest.length % 2 === 1) throw VALUE;
      return pivotValue(frame, toText(field), table, rest);
    },
    { framed: true },
  );
}
