/** Least squares over several variables: LINEST, LOGEST, TREND and GROWTH. */
import { define } from "../engine/registry";
import {
  CellError,
  Matrix,
  NA,
  NUM,
  REF,
  type Scalar,
  toMatrix,
  VALUE,
  type Value,
} from "../engine/values";

/** Numbers as rows of observations. Throws #VALUE! at what is no number. */
function observed(matrix: Matrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, row) =>
    matrix.row(row).map((value) => {
      if (value instanceof CellError) throw value;
      if (typeof value !== "number") throw VALUE;
      return value;
    }),
  );
}

const turned = (rows: number[][]) =>
  (rows[0] ?? []).map((_, col) => rows.map((row) => row[col] as number));

interface Data {
  ys: number[];
  /** By observation. */
  xs: number[][];
  /** How new x values are read: variables down columns (false) or along rows. */
  across: boolean;
  /** The known y values form a whole block, each with one x. */
  rows: number;
  cols: number;
}

function dataOf(known: Value, given: Value | undefined, logarithmic: boolean): Data {
  const y = toMatrix(known);
  const ys = observed(y).flat();
  if (logarithmic && ys.some((value) => value <= 0)) throw NUM;
  const shape = { ys: logarithmic ? ys.map(Math.log) : ys, rows: y.rows, cols: y.cols };
  if (missing(given))
    return { ...shape, xs: ys.map((_, at) => [at + 1]), across: y.rows === 1 && y.cols > 1 };
  const x = toMatrix(given as Value);
  const rows = observed(x);
  if (x.rows === y.rows && x.cols === y.cols)
    return {
      ...shape,
      xs: rows.flat().map((value) => [value]),
      across: y.rows === 1 && y.cols > 1,
    };
  if (y.cols === 1 && x.rows === y.rows) return { ...shape, xs: rows, across: false };
  if (y.rows === 1 && x.cols === y.cols) return { ...shape, xs: turned(rows), across: true };
  throw REF;
}

const missing = (value: Value | undefined) => value === undefined || value === null;

interface Fit {
  /** One for each variable, then the constant. */
  coefficients: number[];
  errors: number[];
  freedom: number;
  residual: number;
  explained: number;
}

/**
 * Householder's triangular form, which loses few digits; variables that depend on others get zero.
 */
function fitted(xs: number[][], ys: number[], constant: boolean): Fit {
  const count = ys.length;
  const many = xs[0]?.length ?? 0;
  const means = Array.from({ length: many }, (_, at) =>
    constant ? average(xs.map((x) => x[at] as number)) : 0,
  );
  const centre = constant ? average(ys) : 0;
  const table = xs.map((row) => row.map((value, at) => value - (means[at] as number)));
  const target = ys.map((value) => value - centre);
  const { solution, inverse, rank } = solved(table, target);
  const slope = solution.reduce((total, value, at) => total + value * (means[at] as number), 0);
  const residual = table.reduce((total, row, at) => {
    const guess = row.reduce((sum, value, col) => sum + value * (solution[col] as number), 0);
    return total + ((target[at] as number) - guess) ** 2;
  }, 0);
  const whole = target.reduce((total, value) => total + value * value, 0);
  const freedom = count - rank - (constant ? 1 : 0);
  const unit = freedom > 0 ? residual / freedom : 0;
  const spread = inverse.map((row, at) => Math.sqrt(unit * Math.max(0, row[at] as number)));
  const shift = means.reduce(
    (total, mean, at) =>
      total + mean * means.reduce((sum, other, to) => sum + other * (inverse[at]?.[to] ?? 0), 0),
    0,
  );
  return {
    coefficients: [...solution, constant ? centre - slope : 0],
    errors: [...spread, constant ? Math.sqrt(unit * (1 / count + shift)) : Number.NaN],
    freedom,
    residual,
    explained: Math.max(0, whole - residual),
  };
}

const average = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;

interface Solution {
  solution: number[];
  /** Of the normal equations' matrix. */
  inverse: number[][];
  rank: number;
}

function solved(table: number[][], target: number[]): Solution {
  const many = table[0]?.length ?? 0;
  const a = table.map((row) => [...row]);
  const b = [...target];
  const scale = turned(table).map((column) => Math.hypot(...column));
  const kept: number[] = [];
  for (let col = 0; col < many; col++) {
    const at = kept.length;
    const column = a.slice(at).map((row) => row[col] as number);
    const length = Math.hypot(...column);
    if (length <= (scale[col] as number) * 1e-10 || at >= a.length) continue;
    reflect(a, b, at, col, column, length);
    kept.push(col);
  }
  return backwards(a, b, kept, many);
}

/** Mirror the rows from `at` on so that the column keeps one entry. */
function reflect(
  a: number[][],
  b: number[],
  at: number,
  col: number,
  column: number[],
  length: number,
): void {
  const mirror = [...column];
  (mirror[0] as number) += (mirror[0] as number) < 0 ? -length : length;
  const norm = mirror.reduce((total, value) => total + value * value, 0);
  const apply = (get: (row: number) => number, set: (row: number, value: number) => void) => {
    let dot = 0;
    mirror.forEach((value, row) => {
      dot += value * get(at + row);
    });
    mirror.forEach((value, row) => {
      set(at + row, get(at + row) - (2 * dot * value) / norm);
    });
  };
  for (let c = col; c < (a[0] as number[]).length; c++)
    apply(
      (row) => (a[row] as number[])[c] as number,
      (row, value) => {
        (a[row] as number[])[c] = value;
      },
    );
  apply(
    (row) => b[row] as number,
    (row, value) => {
      b[row] = value;
    },
  );
}

function backwards(a: number[][], b: number[], kept: number[], many: number): Solution {
  const rank = kept.length;
  const solution = new Array<number>(many).fill(0);
  const triangle = (row: number, col: number) =>
    (a[row] as number[])[kept[col] as number] as number;
  const solve = (right: number[]) => {
    const values = new Array<number>(rank).fill(0);
    for (let row = rank - 1; row >= 0; row--) {
      let value = right[row] as number;
      for (let col = row + 1; col < rank; col++)
        value -= triangle(row, col) * (values[col] as number);
      values[row] = value / triangle(row, row);
    }
    return values;
  };
  solve(b).forEach((value, at) => {
    solution[kept[at] as number] = value;
  });
  const columns = Array.from({ length: rank }, (_, at) =>
    solve(Array.from({ length: rank }, (_, row) => Number(row === at))),
  );
  const inverse = Array.from({ length: many }, () => new Array<number>(many).fill(0));
  kept.forEach((row, i) => {
    kept.forEach((col, j) => {
      (inverse[row] as number[])[col] = columns.reduce(
        (total, column) => total + (column[i] as number) * (column[j] as number),
        0,
      );
    });
  });
  return { solution, inverse, rank };
}

function statistics(fit: Fit, row: number[], errors: Scalar[]): Matrix {
  const { freedom, residual, explained } = fit;
  const many = row.length - 1;
  const total = residual + explained;
  const perfect = residual <= total * 1e-28;
  const used = Math.max(many, 1);
  const pad = (list: Scalar[]) => [
    ...list,
    ...new Array<Scalar>(Math.max(0, row.length - list.length)).fill(NA),
  ];
  return Matrix.from([
    row,
    errors,
    pad([total === 0 ? 1 : explained / total, freedom > 0 ? Math.sqrt(residual / freedom) : 0]),
    pad([freedom > 0 && !perfect ? explained / used / (residual / freedom) : NUM, freedom]),
    pad([explained, residual]),
  ]);
}

function estimate(logarithmic: boolean) {
  return (known: Value, given?: Value, constant: boolean | null = true, stats = false): Matrix => {
    const { ys, xs } = dataOf(known, given, logarithmic);
    const free = constant ?? true;
    if (ys.length < 1 || xs.length < 1) throw VALUE;
    const fit = fitted(xs, ys, free);
    const order = (list: number[]) => [...list.slice(0, -1).reverse(), list.at(-1) as number];
    const row = order(fit.coefficients).map((value) => (logarithmic ? Math.exp(value) : value));
    if (!stats) return Matrix.from([row]);
    const errors = order(fit.errors).map((value): Scalar => (Number.isNaN(value) ? NA : value));
    return statistics(fit, row, errors);
  };
}

function predict(logarithmic: boolean) {
  return (known: Value, given?: Value, wanted?: Value, constant: boolean | null = true): Matrix => {
    const data = dataOf(known, given, logarithmic);
    const { coefficients } = fitted(data.xs, data.ys, constant ?? true);
    const many = coefficients.length - 1;
    const value = (x: number[]) => {
      const sum = x.reduce(
        (total, each, at) => total + each * (coefficients[at] as number),
        coefficients[many] as number,
      );
      return logarithmic ? Math.exp(sum) : sum;
    };
    if (missing(wanted) && (missing(given) || many === 1))
      return new Matrix(data.rows, data.cols, data.xs.map(value));
    const fresh = toMatrix(missing(wanted) ? (given as Value) : (wanted as Value));
    const rows = observed(fresh);
    if (many === 1) return Matrix.from(rows.map((row) => row.map((x) => value([x]))));
    const points = data.across ? turned(rows) : rows;
    if (points[0]?.length !== many) throw REF;
    const results = points.map(value);
    return data.across ? Matrix.from([results]) : Matrix.from(results.map((result) => [result]));
  };
}

export function defineRegressions(): void {
  define("LINEST", "AA?b?b?", estimate(false), { arrays: true });
  define("LOGEST", "AA?b?b?", estimate(true), { arrays: true });
  define("TREND", "AA?A?b?", predict(false), { arrays: true });
  define("GROWTH", "AA?A?b?", predict(true), { arrays: true });
}
