/** What a formula works with: scalars, arrays, references and functions, and how one becomes another. */
import type { SheetCells } from "./cells";
import { parseNumber } from "./numbers";

/** An error value of a cell (ECMA-376-1 §18.17.3). It is returned, and thrown where that reads better. */
export class CellError {
  constructor(readonly code: string) {}
}

const known = (code: string) => new CellError(code);
export const NULL = known("#NULL!");
export const DIV0 = known("#DIV/0!");
export const VALUE = known("#VALUE!");
export const REF = known("#REF!");
export const NAME = known("#NAME?");
export const NUM = known("#NUM!");
export const NA = known("#N/A");
export const SPILL = known("#SPILL!");
export const CALC = known("#CALC!");
export const BLOCKED = known("#BLOCKED!");
export const ERRORS: ReadonlyMap<string, CellError> = new Map(
  [
    NULL,
    DIV0,
    VALUE,
    REF,
    NAME,
    NUM,
    NA,
    known("#GETTING_DATA"),
    SPILL,
    known("#CONNECT!"),
    BLOCKED,
    known("#UNKNOWN!"),
    known("#FIELD!"),
    CALC,
  ].map((error) => [error.code, error]),
);

/** The one object of an error code; a code of its own when nobody knows it. */
export function errorOf(code: string): CellError {
  return ERRORS.get(code) ?? new CellError(code);
}

export type Scalar = null | number | string | boolean | CellError;

/** A rectangle of scalars, by rows. */
export class Matrix {
  constructor(
    readonly rows: number,
    readonly cols: number,
    readonly data: Scalar[],
  ) {}
  static from(rows: Scalar[][]): Matrix {
    const cols = Math.max(...rows.map((row) => row.length), 0);
    const data: Scalar[] = [];
    for (const row of rows)
      for (let at = 0; at < cols; at++) data.push(at < row.length ? (row[at] ?? null) : NA);
    return new Matrix(rows.length, cols, data);
  }
  static fill(rows: number, cols: number, value: (row: number, col: number) => Scalar): Matrix {
    const data: Scalar[] = new Array(rows * cols);
    for (let row = 0, at = 0; row < rows; row++)
      for (let col = 0; col < cols; col++, at++) data[at] = value(row, col);
    return new Matrix(rows, cols, data);
  }
  at(row: number, col: number): Scalar {
    return this.data[row * this.cols + col] ?? null;
  }
  row(row: number): Scalar[] {
    return this.data.slice(row * this.cols, (row + 1) * this.cols);
  }
}

/** Cells of one worksheet, inclusive, from zero. */
export class Ref {
  constructor(
    readonly sheet: SheetCells,
    readonly row1: number,
    readonly col1: number,
    readonly row2: number,
    readonly col2: number,
  ) {}
  get rows(): number {
    return this.row2 - this.row1 + 1;
  }
  get cols(): number {
    return this.col2 - this.col1 + 1;
  }
  get single(): boolean {
    return this.row1 === this.row2 && this.col1 === this.col2;
  }
  at(row: number, col: number): Scalar {
    return this.sheet.value(this.row1 + row, this.col1 + col);
  }
  /** Its values; rows and columns beyond what the worksheet uses are left away. */
  matrix(): Matrix {
    const rows = Math.max(1, Math.min(this.rows, this.sheet.lastRow - this.row1 + 1));
    const cols = Math.max(1, Math.min(this.cols, this.sheet.lastCol - this.col1 + 1));
    const whole = this.rows <= 4096 && this.cols <= 256;
    const [height, width] = whole ? [this.rows, this.cols] : [rows, cols];
    const matrix = Matrix.fill(height, width, () => null);
    this.sheet.each(
      this.row1,
      this.col1,
      this.row1 + height - 1,
      this.col1 + width - 1,
      (value, row, col) => {
        matrix.data[(row - this.row1) * width + col - this.col1] = value;
      },
    );
    return matrix;
  }
}

/** Several areas, as `(A1:A2,C1)` writes them. */
export class Union {
  constructor(readonly areas: Ref[]) {}
}

/** A function made by LAMBDA, or one of the engine's that is named without being called. */
export class Lambda {
  constructor(
    readonly arity: number,
    readonly call: (args: Value[]) => Value,
    /** Empty when nobody named it. */
    readonly name = "",
    /** It takes a part and the whole, as PERCENTOF does. */
    readonly shares = arity === 2,
  ) {}
}

/** Several functions side by side, or below one another, for GROUPBY and PIVOTBY. */
export class LambdaVector extends Lambda {
  constructor(
    readonly list: Lambda[],
    readonly down: boolean,
  ) {
    super(0, () => CALC);
  }
}

export type Value = Scalar | Matrix | Ref | Union | Lambda;
export type Plain = Scalar | Matrix | Lambda;

export function toNumber(value: Scalar): number {
  if (typeof value === "number") return value;
  if (value === null) return 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof CellError) throw value;
  const parsed = parseNumber(value);
  if (parsed === null) throw VALUE;
  return parsed;
}

/** A number as General writes it: 15 significant digits. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value === 0 ? 0 : value);
  const short = Number(value.toPrecision(15));
  const size = Math.abs(short);
  if (size !== 0 && (size >= 1e20 || size < 1e-9)) {
    const [mantissa = "0", exponent = "0"] = short.toExponential().split("e");
    const power = Number(exponent);
    return `${mantissa}E${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const text = String(short);
  return text.includes("e") ? BigInt(Math.round(short)).toString() : text;
}

export function toText(value: Scalar): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  throw value;
}

export function toBoolean(value: Scalar): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (value === null) return false;
  if (value instanceof CellError) throw value;
  const upper = value.toUpperCase();
  if (upper === "TRUE") return true;
  if (upper === "FALSE") return false;
  throw VALUE;
}

/** What a reference, an array or a function is as a plain value; an area becomes an array. */
export function plain(value: Value): Plain {
  if (value instanceof Ref)
    return value.single ? value.sheet.value(value.row1, value.col1) : value.matrix();
  if (value instanceof Union) throw VALUE;
  return value;
}

/** As a rectangle; a scalar is one of one cell. */
export function toMatrix(value: Value): Matrix {
  const flat = plain(value);
  if (flat instanceof Matrix) return flat;
  if (flat instanceof Lambda) throw CALC;
  return new Matrix(1, 1, [flat]);
}

/** The first value of a rectangle, or the scalar itself. */
export function toScalar(value: Value): Scalar {
  const flat = value instanceof Ref ? value.at(0, 0) : plain(value);
  if (flat instanceof Matrix) return flat.data[0] ?? null;
  if (flat instanceof Lambda) throw CALC;
  return flat;
}

export function isScalar(value: Value): value is Scalar {
  return typeof value !== "object" || value === null || value instanceof CellError;
}

const collator = new Intl.Collator("en", { sensitivity: "accent" });

/** Texts as Excel orders them: without regard to case. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const a = left.toLowerCase();
  const b = right.toLowerCase();
  return a === b ? 0 : collator.compare(a, b) || (a < b ? -1 : 1);
}

function rank(value: Scalar): number {
  if (typeof value === "number") return 0;
  if (typeof value === "string") return 1;
  return typeof value === "boolean" ? 2 : 3;
}

function emptyLike(value: Scalar): Scalar {
  if (typeof value === "string") return "";
  return typeof value === "boolean" ? false : 0;
}

/** Numbers before texts before truth values, as operators and sorting compare; empty counts as what it meets. */
export function compare(left: Scalar, right: Scalar): number {
  const a = left === null ? emptyLike(right) : left;
  const b = right === null ? emptyLike(left) : right;
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  const order = rank(a) - rank(b);
  return order !== 0 ? order : Number(a) - Number(b);
}
