/** Dynamic arrays: functions that give back arrays or work on them with LAMBDA. */
import { define } from "../engine/registry";
import { callOne } from "../engine/special";
import {
  CALC,
  CellError,
  compare,
  isScalar,
  Lambda,
  Matrix,
  NA,
  NUM,
  plain,
  type Scalar,
  toBoolean,
  toMatrix,
  VALUE,
  type Value,
} from "../engine/values";
import { stackedFunctions } from "./aggregates";
import { cells } from "./arguments";

const SPILLS = { spills: true };

function transposed(matrix: Matrix): Matrix {
  return Matrix.fill(matrix.cols, matrix.rows, (row, col) => matrix.at(col, row));
}

const rowsOf = (matrix: Matrix) => Array.from({ length: matrix.rows }, (_, row) => matrix.row(row));

function fromRows(rows: Scalar[][]): Matrix {
  if (rows.length === 0 || rows[0]?.length === 0) throw CALC;
  return Matrix.from(rows);
}

/** Compare for sorting: empty cells last, errors behind texts and truth values. */
function sortOrder(left: Scalar, right: Scalar, direction: number): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (left instanceof CellError || right instanceof CellError)
    return direction * (Number(left instanceof CellError) - Number(right instanceof CellError));
  return direction * compare(left, right);
}

function sort(value: Value, by: Value = 1, order: Value = 1, byColumn = false): Matrix {
  const matrix = byColumn ? transposed(toMatrix(value)) : toMatrix(value);
  const keys = cells(by).map((key) => Math.trunc(Number(key)) - 1);
  const orders = cells(order).map(Number);
  if (keys.some((key) => !(key >= 0 && key < matrix.cols))) throw VALUE;
  if (orders.some((each) => Math.abs(each) !== 1)) throw VALUE;
  const rows = rowsOf(matrix).sort((a, b) => {
    for (const [at, key] of keys.entries()) {
      const result = sortOrder(a[key] ?? null, b[key] ?? null, orders[at] ?? orders[0] ?? 1);
      if (result !== 0) return result;
    }
    return 0;
  });
  return byColumn ? transposed(fromRows(rows)) : fromRows(rows);
}

function sortBy(value: Value, ...rest: Value[]): Matrix {
  const matrix = toMatrix(value);
  const keys: [Scalar[], number][] = [];
  for (let at = 0; at < rest.length; at += 2)
    keys.push([cells(rest[at] as Value), Number(cells(rest[at + 1] ?? 1)[0] ?? 1)]);
  const across = keys[0]?.[0].length === matrix.cols && matrix.rows !== keys[0]?.[0].length;
  const source = across ? transposed(matrix) : matrix;
  if (keys.some(([list, order]) => list.length !== source.rows || Math.abs(order) !== 1))
    throw VALUE;
  const places = Array.from({ length: source.rows }, (_, row) => row).sort((a, b) => {
    for (const [list, order] of keys) {
      const result = sortOrder(list[a] ?? null, list[b] ?? null, order);
      if (result !== 0) return result;
    }
    return a - b;
  });
  const sorted = fromRows(places.map((row) => source.row(row)));
  return across ? transposed(sorted) : sorted;
}

function filter(value: Value, include: Value, empty?: Value): Value {
  const matrix = toMatrix(value);
  const tests = toMatrix(include);
  const across = tests.rows === 1 && tests.cols === matrix.cols && matrix.cols > 1;
  const source = across ? transposed(matrix) : matrix;
  if (tests.data.length !== source.rows) throw VALUE;
  const rows = rowsOf(source).filter((_, row) => toBoolean(tests.data[row] ?? null));
  if (rows.length === 0) return empty ?? CALC;
  return across ? transposed(fromRows(rows)) : fromRows(rows);
}

const rowKey = (row: Scalar[]) =>
  row
    .map((value) =>
      value instanceof CellError
        ? value.code
        : `${typeof value}:${typeof value === "string" ? value.toLowerCase() : value}`,
    )
    .join("\u0000");

function unique(value: Value, byColumn = false, once = false): Matrix {
  const source = byColumn ? transposed(toMatrix(value)) : toMatrix(value);
  const counts = new Map<string, { row: Scalar[]; count: number }>();
  for (const row of rowsOf(source)) {
    const known = counts.get(rowKey(row));
    if (known) known.count++;
    else counts.set(rowKey(row), { row, count: 1 });
  }
  const rows = [...counts.values()]
    .filter(({ count }) => !once || count === 1)
    .map(({ row }) => row);
  return byColumn ? transposed(fromRows(rows)) : fromRows(rows);
}

function sequence(rows = 1, cols = 1, start = 1, step = 1): Matrix {
  const [height, width] = [Math.trunc(rows), Math.trunc(cols)];
  if (height < 1 || width < 1 || height * width > 2 ** 22)
    throw height < 0 || width < 0 ? VALUE : CALC;
  return Matrix.fill(height, width, (row, col) => start + (row * width + col) * step);
}

function stack(args: Value[], down: boolean): Value {
  const functions = stackedFunctions(args, down);
  if (functions) return functions;
  const parts = args.map(toMatrix);
  const most = Math.max(...parts.map((part) => (down ? part.cols : part.rows)));
  const source = down ? parts : parts.map(transposed);
  const rows = source.flatMap((part) =>
    rowsOf(part).map((row) => [...row, ...new Array<Scalar>(most - row.length).fill(NA)]),
  );
  return down ? fromRows(rows) : transposed(fromRows(rows));
}

/** The first (or, when negative, last) `count` of `all`. */
function taken(all: number, count: number | null | undefined): [number, number] {
  if (count === null || count === undefined) return [0, all];
  const many = Math.min(Math.abs(Math.trunc(count)), all);
  return count >= 0 ? [0, many] : [all - many, all];
}

function dropped(all: number, count: number | null | undefined): [number, number] {
  const many = Math.min(Math.abs(Math.trunc(count ?? 0)), all);
  return (count ?? 0) >= 0 ? [many, all] : [0, all - many];
}

const cut =
  (part: typeof taken) =>
  (value: Value, rows: Scalar = null, cols: Scalar = null) => {
    const matrix = toMatrix(value);
    const number = (scalar: Scalar) => (scalar === null ? null : Number(scalar));
    const [top, end] = part(matrix.rows, number(rows));
    const [start, stop] = part(matrix.cols, number(cols));
    return fromRows(
      rowsOf(matrix)
        .slice(top, end)
        .map((row) => row.slice(start, stop)),
    );
  };

function chosen(matrix: Matrix, wanted: Value[]): Matrix {
  const rows = wanted.flatMap(cells).map((value) => {
    const at = Math.trunc(Number(value));
    if (at === 0 || Math.abs(at) > matrix.rows || Number.isNaN(at)) throw VALUE;
    return matrix.row(at > 0 ? at - 1 : matrix.rows + at);
  });
  return fromRows(rows);
}

function list(value: Value, ignore: number, byColumn: boolean): Scalar[] {
  const matrix = byColumn ? transposed(toMatrix(value)) : toMatrix(value);
  return matrix.data.filter(
    (cell) => !((ignore % 2 === 1 && cell === null) || (ignore >= 2 && cell instanceof CellError)),
  );
}

function wrapped(value: Value, size: number, pad: Scalar, down: boolean): Matrix {
  const values = cells(value);
  const many = Math.trunc(size);
  if (many < 1) throw NUM;
  const rows: Scalar[][] = [];
  for (let at = 0; at < values.length; at += many) {
    const row = values.slice(at, at + many);
    rows.push([...row, ...new Array<Scalar>(many - row.length).fill(pad)]);
  }
  return down ? transposed(fromRows(rows)) : fromRows(rows);
}

function lambda(value: Value | undefined): Lambda {
  if (!(value instanceof Lambda)) throw VALUE;
  return value;
}

const one = (cell: Scalar): Value => cell;

function map(...args: Value[]): Matrix {
  const fn = lambda(args.at(-1));
  const arrays = args.slice(0, -1).map(toMatrix);
  if (arrays.length === 0) throw VALUE;
  const rows = Math.max(...arrays.map((array) => array.rows));
  const cols = Math.max(...arrays.map((array) => array.cols));
  return Matrix.fill(rows, cols, (row, col) =>
    callOne(
      fn,
      arrays.map((array) => one(row < array.rows && col < array.cols ? array.at(row, col) : NA)),
    ),
  );
}

function reduce(start: Value, value: Value, fn: Value): Value {
  let total = start;
  for (const cell of toMatrix(value).data) total = lambda(fn).call([total, cell]);
  return plain(total);
}

function scan(start: Value, value: Value, fn: Value): Matrix {
  const matrix = toMatrix(value);
  let total: Scalar = isScalar(start) ? start : (cells(start)[0] ?? null);
  let first = start === null;
  const data = matrix.data.map((cell) => {
    total = first ? cell : callOne(fn, [total, cell]);
    first = false;
    return total;
  });
  return new Matrix(matrix.rows, matrix.cols, data);
}

function defineLambdas(): void {
  define("MAP", "A*", map, SPILLS);
  define(
    "REDUCE",
    "AAA",
    (start: Value, value: Value, fn?: Value) => reduce(start, value, fn ?? null),
    SPILLS,
  );
  define(
    "SCAN",
    "AAA",
    (start: Value, value: Value, fn?: Value) => scan(start, value, fn ?? null),
    SPILLS,
  );
  define(
    "BYROW",
    "AA",
    (value: Value, fn: Value) => {
      const matrix = toMatrix(value);
      return Matrix.fill(matrix.rows, 1, (row) =>
        callOne(fn, [new Matrix(1, matrix.cols, matrix.row(row))]),
      );
    },
    SPILLS,
  );
  define(
    "BYCOL",
    "AA",
    (value: Value, fn: Value) => {
      const matrix = transposed(toMatrix(value));
      return Matrix.fill(1, matrix.rows, (_, col) =>
        callOne(fn, [new Matrix(matrix.cols, 1, matrix.row(col))]),
      );
    },
    SPILLS,
  );
  define(
    "MAKEARRAY",
    "nnA",
    (rows: number, cols: number, fn: Value) => {
      if (rows < 1 || cols < 1) throw VALUE;
      return Matrix.fill(Math.trunc(rows), Math.trunc(cols), (row, col) =>
        callOne(fn, [row + 1, col + 1]),
      );
    },
    SPILLS,
  );
}

function defineParts(): void {
  define("TAKE", "As?s?", cut(taken), SPILLS);
  define("DROP", "As?s?", cut(dropped), SPILLS);
  define(
    "CHOOSEROWS",
    "AA*",
    (value: Value, ...wanted: Value[]) => chosen(toMatrix(value), wanted),
    SPILLS,
  );
  define(
    "CHOOSECOLS",
    "AA*",
    (value: Value, ...wanted: Value[]) => transposed(chosen(transposed(toMatrix(value)), wanted)),
    SPILLS,
  );
  define(
    "EXPAND",
    "As?s?s?",
    (value: Value, rows: Scalar = null, cols: Scalar = null, pad: Scalar = NA) => {
      const matrix = toMatrix(value);
      const [height, width] = [Number(rows ?? matrix.rows), Number(cols ?? matrix.cols)];
      if (height < matrix.rows || width < matrix.cols) throw VALUE;
      return Matrix.fill(height, width, (row, col) =>
        row < matrix.rows && col < matrix.cols ? matrix.at(row, col) : pad,
      );
    },
    SPILLS,
  );
  define(
    "TOCOL",
    "An?b?",
    (value: Value, ignore = 0, byColumn = false) =>
      fromRows(list(value, ignore, byColumn).map((cell) => [cell])),
    SPILLS,
  );
  define(
    "TOROW",
    "An?b?",
    (value: Value, ignore = 0, byColumn = false) => fromRows([list(value, ignore, byColumn)]),
    SPILLS,
  );
  define(
    "WRAPROWS",
    "Ane?",
    (value: Value, size: number, pad: Scalar = NA) => wrapped(value, size, pad, false),
    SPILLS,
  );
  define(
    "WRAPCOLS",
    "Ane?",
    (value: Value, size: number, pad: Scalar = NA) => wrapped(value, size, pad, true),
    SPILLS,
  );
  define(
    "TRIMRANGE",
    "An?n?",
    (value: Value, rows = 3, cols = 3) => {
      const trim = (lines: Scalar[][], how: number) => {
        const filled = (row: Scalar[]) => row.some((cell) => cell !== null);
        const first = how % 2 === 1 ? lines.findIndex(filled) : 0;
        const last = how >= 2 ? lines.findLastIndex(filled) : lines.length - 1;
        return lines.slice(Math.max(first, 0), last + 1);
      };
      const down = fromRows(trim(rowsOf(toMatrix(value)), rows));
      return transposed(fromRows(trim(rowsOf(transposed(down)), cols)));
    },
    SPILLS,
  );
}

export function defineArrays(): void {
  defineLambdas();
  defineParts();
  define("TRANSPOSE", "A", (value: Value) => transposed(toMatrix(value)), SPILLS);
  define("SORT", "AA?A?b?", sort, { ...SPILLS, defaults: true });
  define("SORTBY", "AAA?*", sortBy, SPILLS);
  define("FILTER", "AAa?", filter, SPILLS);
  define("UNIQUE", "Ab?b?", unique, SPILLS);
  define("SEQUENCE", "nn?n?n?", sequence, { ...SPILLS, defaults: true });
  define("VSTACK", "A*", (...args: Value[]) => stack(args, true), SPILLS);
  define("HSTACK", "A*", (...args: Value[]) => stack(args, false), SPILLS);
}
