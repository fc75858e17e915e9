/** What a value or a cell is. */

import type { Frame } from "../engine/frame";
import { columnName } from "../engine/lexer";
import { define } from "../engine/registry";
import {
  CellError,
  Lambda,
  Matrix,
  NA,
  plain,
  Ref,
  type Scalar,
  toMatrix,
  toNumber,
  Union,
  VALUE,
  type Value,
} from "../engine/values";

const KINDS = [
  "#NULL!",
  "#DIV/0!",
  "#VALUE!",
  "#REF!",
  "#NAME?",
  "#NUM!",
  "#N/A",
  "#GETTING_DATA",
  "#SPILL!",
  "#CONNECT!",
  "#BLOCKED!",
  "#UNKNOWN!",
  "#FIELD!",
  "#CALC!",
];

/** A name for sheet and cell as CELL("address") writes it. */
function address(ref: Ref): string {
  return `$${columnName(ref.col1)}$${ref.row1 + 1}`;
}

function cellInfo(frame: Frame, what: string, given?: Value): Scalar {
  const ref = given ?? new Ref(frame.sheet, frame.row, frame.col, frame.row, frame.col);
  if (!(ref instanceof Ref)) throw VALUE;
  const value = ref.at(0, 0);
  switch (what.toLowerCase()) {
    case "address":
      return address(ref);
    case "col":
      return ref.col1 + 1;
    case "row":
      return ref.row1 + 1;
    case "contents":
      return value ?? 0;
    case "type":
      return value === null ? "b" : typeof value === "string" ? "l" : "v";
    case "format":
      return "G";
    case "color":
    case "parentheses":
      return 0;
    case "protect":
      return 1;
    case "prefix":
      return typeof value === "string" ? "'" : "";
    case "filename":
      return `[]${ref.sheet.name}`;
    case "width":
      return 8;
    default:
      throw VALUE;
  }
}

function info(frame: Frame, what: string): Scalar {
  switch (what.toLowerCase()) {
    case "numfile":
      return frame.book.order.length;
    case "recalc":
      return "Automatic";
    case "system":
      return "pcdos";
    case "release":
      return "16.0";
    case "osversion":
      return "Windows (32-bit) NT 10.00";
    case "origin":
      return "$A:$A$1";
    default:
      throw VALUE;
  }
}

function typeOf(value: Value): number {
  if (value instanceof Lambda) return 128;
  const flat = plain(value);
  if (flat instanceof Matrix) return 64;
  if (flat instanceof CellError) return 16;
  if (typeof flat === "string") return 2;
  return typeof flat === "boolean" ? 4 : 1;
}

function defineTests(): void {
  const test = (name: string, run: (value: Scalar) => boolean) => define(name, "e", run);
  test("ISBLANK", (value) => value === null);
  test("ISNUMBER", (value) => typeof value === "number");
  test("ISTEXT", (value) => typeof value === "string");
  test("ISNONTEXT", (value) => typeof value !== "string");
  test("ISLOGICAL", (value) => typeof value === "boolean");
  test("ISERROR", (value) => value instanceof CellError);
  test("ISERR", (value) => value instanceof CellError && value.code !== "#N/A");
  test("ISNA", (value) => value instanceof CellError && value.code === "#N/A");
  const parity = (name: string, rest: number) =>
    define(name, "s", (value: Scalar) => {
      if (typeof value === "boolean") throw VALUE;
      return Math.abs(Math.trunc(toNumber(value))) % 2 === rest;
    });
  parity("ISEVEN", 0);
  parity("ISODD", 1);
  define("ISREF", "r", (value: Value) => value instanceof Ref || value instanceof Union);
  define("ISFORMULA", "r", (value: Value) => {
    if (!(value instanceof Ref)) throw VALUE;
    return value.sheet.formula(value.row1, value.col1) !== undefined;
  });
}

export function defineInformation(): void {
  defineTests();
  define("NA", "", () => NA);
  define("TYPE", "a", typeOf);
  define("ERROR.TYPE", "e", (value: Scalar) => {
    const at = value instanceof CellError ? KINDS.indexOf(value.code) : -1;
    return at < 0 ? NA : at + 1;
  });
  define("CELL", "ta?", cellInfo, { framed: true });
  define("INFO", "t", info, { framed: true, volatile: true });
  define("NOT", "b", (value: boolean) => !value);
  define(
    "SHEET",
    "r?",
    (frame: Frame, value?: Value) => {
      const named = typeof value === "string" ? frame.book.sheetNamed(value) : undefined;
      const sheet = value instanceof Ref ? value.sheet : value === undefined ? frame.sheet : named;
      return sheet ? frame.book.order.indexOf(sheet.sid) + 1 : NA;
    },
    { framed: true },
  );
  define(
    "SHEETS",
    "r?",
    (frame: Frame, value?: Value) => {
      if (value === undefined) return frame.book.order.length;
      return value instanceof Union ? value.areas.length : 1;
    },
    { framed: true },
  );
  define("FORMULATEXT", "r", (value: Value) => {
    if (!(value instanceof Ref)) return NA;
    const formula = value.sheet.formula(value.row1, value.col1);
    return formula ? `=${formula.text}` : NA;
  });
  define("AREAS", "r", (value: Value) => {
    if (value instanceof Union) return value.areas.length;
    return value instanceof Ref ? 1 : VALUE;
  });
  define("SINGLE", "a", (value: Value) => toMatrix(value).data[0] ?? null);
}
