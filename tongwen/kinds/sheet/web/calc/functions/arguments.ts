/** How functions read arguments that may be areas: numbers in areas count, typed ones are converted. */
import {
  CellError,
  isScalar,
  Matrix,
  plain,
  Ref,
  type Scalar,
  toNumber,
  Union,
  VALUE,
  type Value,
} from "../engine/values";

export type Visit = (value: number) => void;

function throwError(value: Scalar): void {
  if (value instanceof CellError) throw value;
}

function eachOfMatrix(matrix: Matrix, visit: Visit): void {
  for (const value of matrix.data)
    if (typeof value === "number") visit(value);
    else throwError(value);
}

/** Every number of the arguments: in areas and arrays only numbers count, a single argument is converted. */
export function eachNumber(args: Value[], visit: Visit): void {
  for (const arg of args) {
    if (arg instanceof Ref) arg.sheet.eachNumber(arg, visit, throwError);
    else if (arg instanceof Union) eachNumber(arg.areas, visit);
    else if (arg instanceof Matrix) eachOfMatrix(arg, visit);
    else if (isScalar(arg)) visit(toNumber(arg));
    else throw VALUE;
  }
}

export function numbers(args: Value[]): number[] {
  const list: number[] = [];
  eachNumber(args, (value) => list.push(value));
  return list;
}

/** Like numbers, but texts in areas count as zero and truth values as one or zero (AVERAGEA, MAXA …). */
export function numbersA(args: Value[]): number[] {
  return args.flatMap((arg) => {
    if (isScalar(arg)) return [toNumber(arg)];
    return cells(arg).flatMap((value) => {
      if (value instanceof CellError) throw value;
      if (value === null) return [];
      return [typeof value === "string" ? 0 : Number(value)];
    });
  });
}

/** All values of an argument, empty ones too where it is an array. */
export function cells(arg: Value): Scalar[] {
  if (arg instanceof Union) return arg.areas.flatMap(cells);
  const flat = plain(arg);
  if (flat instanceof Matrix) return flat.data;
  return isScalar(flat) ? [flat] : [];
}

/** Every value that is not empty, of areas without building them. */
export function eachValue(arg: Value, visit: (value: Scalar) => void): void {
  if (arg instanceof Ref) arg.sheet.each(arg.row1, arg.col1, arg.row2, arg.col2, visit);
  else if (arg instanceof Union) for (const area of arg.areas) eachValue(area, visit);
  else for (const value of cells(arg)) if (value !== null) visit(value);
}

/** Rows and columns of an argument. */
export function sizeOf(arg: Value): [rows: number, cols: number] {
  if (arg instanceof Ref || arg instanceof Matrix) return [arg.rows, arg.cols];
  return [1, 1];
}

/** The value at a place of an argument, counted from zero. */
export function cellAt(arg: Value, row: number, col: number): Scalar {
  if (arg instanceof Ref || arg instanceof Matrix) return arg.at(row, col);
  return isScalar(arg) ? arg : VALUE;
}

/** Two lists of numbers of equal length; places where either is no number are left away. Throws #N/A when lengths differ. */
export function pairs(left: Value, right: Value): [number[], number[]] {
  const [a, b] = [cells(left), cells(right)];
  if (a.length !== b.length) throw new CellError("#N/A");
  const xs: number[] = [];
  const ys: number[] = [];
  a.forEach((x, at) => {
    const y = b[at] ?? null;
    throwError(x);
    throwError(y);
    if (typeof x !== "number" || typeof y !== "number") return;
    xs.push(x);
    ys.push(y);
  });
  return [xs, ys];
}

export function sum(list: number[]): number {
  let total = 0;
  for (const value of list) total += value;
  return total;
}

export function mean(list: number[]): number {
  return sum(list) / list.length;
}

/** Sum of squared distances from the mean, without what the mean's own rounding adds. */
export function squares(list: number[]): number {
  const centre = mean(list);
  let total = 0;
  let lost = 0;
  for (const value of list) {
    total += (value - centre) ** 2;
    lost += value - centre;
  }
  return Math.max(0, total - (lost * lost) / list.length);
}

/** Like numbers, but areas are read row by row, as sums whose order counts have it. */
export function numbersByRow(args: Value[]): number[] {
  return args.flatMap((arg) => {
    if (isScalar(arg)) return [toNumber(arg)];
    return cells(arg).flatMap((value) => {
      throwError(value);
      return typeof value === "number" ? [value] : [];
    });
  });
}
