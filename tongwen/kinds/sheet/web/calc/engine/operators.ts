/** The operators of formulas, over scalars and, cell by cell, over arrays. */
import { spread } from "./registry";
import {
  CellError,
  compare,
  DIV0,
  Lambda,
  Matrix,
  NUM,
  type Plain,
  type Scalar,
  toNumber,
  toText,
  VALUE,
} from "./values";

export type Binary = (left: Scalar, right: Scalar) => Scalar;

const numeric =
  (run: (left: number, right: number) => number): Binary =>
  (left, right) => {
    const result = run(toNumber(left), toNumber(right));
    return Number.isFinite(result) ? result : NUM;
  };

/** A sum that is nothing but rounding is zero, as spreadsheets have it. */
function nearZero(result: number, left: number): number {
  return result !== 0 && Math.abs(result) < Math.abs(left) * 2 ** -50 ? 0 : result;
}

const comparison =
  (holds: (order: number) => boolean): Binary =>
  (left, right) => {
    if (left instanceof CellError) throw left;
    if (right instanceof CellError) throw right;
    return holds(compare(left, right));
  };

function power(base: number, exponent: number): number {
  if (base === 0 && exponent === 0) return Number.NaN;
  if (base === 0 && exponent < 0) throw DIV0;
  return base ** exponent;
}

export const BINARY: Readonly<Record<string, Binary>> = {
  "+": numeric((left, right) => nearZero(left + right, left)),
  "-": numeric((left, right) => nearZero(left - right, left)),
  "*": numeric((left, right) => left * right),
  "/": numeric((left, right) => {
    if (right === 0) throw DIV0;
    return left / right;
  }),
  "^": numeric(power),
  "&": (left, right) => {
    const text = toText(left) + toText(right);
    return text.length > 32_767 ? VALUE : text;
  },
  "=": comparison((order) => order === 0),
  "<>": comparison((order) => order !== 0),
  "<": comparison((order) => order < 0),
  ">": comparison((order) => order > 0),
  "<=": comparison((order) => order <= 0),
  ">=": comparison((order) => order >= 0),
};

function guarded(run: Binary, left: Scalar, right: Scalar): Scalar {
  try {
    return run(left, right);
  } catch (error) {
    if (error instanceof CellError) return error;
    throw error;
  }
}

/** An operator over what its operands are. */
export function combine(run: Binary, left: Plain, right: Plain): Plain {
  if (left instanceof Lambda || right instanceof Lambda) return VALUE;
  if (!(left instanceof Matrix) && !(right instanceof Matrix)) return guarded(run, left, right);
  const a = left instanceof Matrix ? left : new Matrix(1, 1, [left]);
  const b = right instanceof Matrix ? right : new Matrix(1, 1, [right]);
  return Matrix.fill(Math.max(a.rows, b.rows), Math.max(a.cols, b.cols), (row, col) =>
    guarded(run, spread(a, row, col), spread(b, row, col)),
  );
}

/** A sign or a percent sign. */
export function combineOne(run: (value: number) => number, operand: Plain): Plain {
  return combine((value) => run(toNumber(value)), operand, null);
}
