/** Mathematics and trigonometry. */
import { numberOfRoman, roman } from "@/numerals/roman";
import type { Frame } from "../engine/frame";
import { define } from "../engine/registry";
import {
  CellError,
  DIV0,
  isScalar,
  Matrix,
  NA,
  NUM,
  plain,
  Ref,
  type Scalar,
  toMatrix,
  toNumber,
  VALUE,
  type Value,
} from "../engine/values";
import { cellAt, cells, eachNumber, eachValue, numbers, sizeOf } from "./arguments";
import { criterion, type Test } from "./criteria";

/** Round half away from zero at a decimal place, by the decimal that the number is written as. */
export function round(
  value: number,
  digits: number,
  way: (size: number) => number = Math.round,
): number {
  const places = Math.trunc(digits);
  if (value === 0 || !Number.isFinite(value)) return value;
  if (places > 300) return value;
  const size = Number(Math.abs(value).toPrecision(15));
  const [mantissa = "0", exponent = "0"] = size.toExponential().split("e");
  const scaled = way(Number(`${mantissa}e${Number(exponent) + places}`));
  const [m = "0", e = "0"] = scaled.toExponential().split("e");
  return Math.sign(value) * Number(`${m}e${Number(e) - places}`);
}

const steady = (value: number) => Number(value.toPrecision(15));

function factorial(value: number): number {
  if (value < 0 || value > 170) throw NUM;
  let product = 1;
  for (let at = 2; at <= Math.trunc(value); at++) product *= at;
  return product;
}

export function combinations(n: number, k: number): number {
  const [all, some] = [Math.trunc(n), Math.trunc(k)];
  if (all < 0 || some < 0 || some > all) throw NUM;
  const few = Math.min(some, all - some);
  let result = 1;
  for (let at = 1; at <= few; at++) result = (result * (all - few + at)) / at;
  return Math.round(result);
}

function multiple(value: number, step: number, way: (size: number) => number): number {
  if (step === 0) return 0;
  return way(steady(value / step)) * step;
}

function ceilingLike(name: string, way: (size: number) => number): void {
  define(name, "nn", (value: number, step: number) => {
    if (value > 0 && step < 0) throw NUM;
    if (step === 0 && name === "FLOOR" && value !== 0) throw DIV0;
    return steady(multiple(value, step, way));
  });
}

function signless(name: string, up: boolean): void {
  const spec = name.endsWith(".MATH") ? "nn?n?" : "nn?";
  const run = (value: number, step = 1, mode = 0) => {
    const size = Math.abs(step);
    const away = mode !== 0 && value < 0 ? !up : up;
    return steady(multiple(value, size, away ? Math.ceil : Math.floor));
  };
  define(name, spec, run, { defaults: true });
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

function wholes(args: Value[]): number[] {
  return numbers(args).map((value) => {
    if (value < 0 || value >= 2 ** 53) throw NUM;
    return Math.trunc(value);
  });
}

function sumOf(...args: Value[]): number {
  let total = 0;
  let lost = 0;
  eachNumber(args, (value) => {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  });
  return Number.isFinite(total) ? total + lost : total;
}

/** The area beside a criteria range that has its size. */
function alongside(range: Value, other: Value | undefined): Value {
  if (other === undefined) return range;
  const [rows, cols] = sizeOf(range);
  if (!(other instanceof Ref)) return other;
  return new Ref(other.sheet, other.row1, other.col1, other.row1 + rows - 1, other.col1 + cols - 1);
}

/** The same for one area, meeting only cells that are not empty. */
function eachOf(range: Ref, test: Test, values: Value, visit: (value: Scalar) => void): void {
  range.sheet.each(range.row1, range.col1, range.row2, range.col2, (value, row, col) => {
    if (test(value))
      visit(values === range ? value : cellAt(values, row - range.row1, col - range.col1));
  });
}

/** Visit the cells of `values` where every test holds for the cell at the same place of its range. */
export function eachMatch(
  ranges: Value[],
  tests: Test[],
  values: Value,
  visit: (value: Scalar) => void,
): void {
  const [range, test] = [ranges[0], tests[0]];
  if (ranges.length === 1 && range instanceof Ref && test && !test(null)) {
    eachOf(range, test, values, visit);
    return;
  }
  const [rows, cols] = sizeOf(ranges[0] ?? null);
  const reach = (range: Value, far: (area: Ref) => number) =>
    range instanceof Ref ? far(range) : Number.POSITIVE_INFINITY;
  const all = [...ranges, values];
  const emptyCounts = tests.every((test) => test(null));
  const used = (of: Value[], limit: number, far: (area: Ref) => number) => {
    const reaches = of.map((range) => reach(range, far));
    return Math.min(limit, emptyCounts ? Math.max(...reaches) : Math.min(...reaches));
  };
  const height = used(
    emptyCounts ? all : ranges,
    rows,
    (area) => area.sheet.lastRow - area.row1 + 1,
  );
  const width = used(
    emptyCounts ? all : ranges,
    cols,
    (area) => area.sheet.lastCol - area.col1 + 1,
  );
  for (let col = 0; col < width; col++)
    for (let row = 0; row < height; row++) {
      if (tests.every((test, at) => test(cellAt(ranges[at] as Value, row, col))))
        visit(cellAt(values, row, col));
    }
}

/** Ranges and criteria that come in twos. Throws #VALUE! when sizes differ. */
export function conditions(
  args: Value[],
  size?: [number, number],
): { ranges: Value[]; tests: Test[] } {
  const ranges: Value[] = [];
  const tests: Test[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const range = args[at] as Value;
    const wanted = size ?? sizeOf(args[0] as Value);
    const [rows, cols] = sizeOf(range);
    if (rows !== wanted[0] || cols !== wanted[1]) throw VALUE;
    ranges.push(range);
    const value = args[at + 1] as Value;
    tests.push(criterion(isScalar(value) ? value : null));
  }
  if (ranges.length === 0) throw VALUE;
  return { ranges, tests };
}

function sumMatching(values: Value, ranges: Value[], tests: Test[]): number {
  let total = 0;
  eachMatch(ranges, tests, values, (value) => {
    if (value instanceof CellError) throw value;
    if (typeof value === "number") total += value;
  });
  return total;
}

function product(args: Value[]): number {
  let result = 1;
  let any = false;
  eachNumber(args, (value) => {
    result *= value;
    any = true;
  });
  return any ? result : 0;
}

function sumProduct(...args: Value[]): number {
  const [rows, cols] = sizeOf(args[0] as Value);
  for (const arg of args) {
    const size = sizeOf(arg);
    if (size[0] !== rows || size[1] !== cols) throw VALUE;
  }
  const matrices = args.map(toMatrix);
  const first = matrices[0] as Matrix;
  let total = 0;
  for (let at = 0; at < first.data.length; at++) {
    let term = 1;
    for (const matrix of matrices) {
      const value = matrix.data[at] ?? null;
      if (value instanceof CellError) throw value;
      term *= typeof value === "number" ? value : 0;
    }
    total += term;
  }
  return total;
}

function square(value: Value): number[][] {
  const matrix = toMatrix(value);
  if (matrix.rows !== matrix.cols) throw VALUE;
  return Array.from({ length: matrix.rows }, (_, row) => matrix.row(row).map(strictNumber));
}

function strictNumber(value: Scalar): number {
  if (value instanceof CellError) throw value;
  if (typeof value !== "number") throw VALUE;
  return value;
}

/** The row from the diagonal on whose value in a column is greatest. */
function greatestIn(a: number[][], col: number): number {
  let best = col;
  for (let row = col + 1; row < a.length; row++)
    if (Math.abs(a[row]?.[col] ?? 0) > Math.abs(a[best]?.[col] ?? 0)) best = row;
  return best;
}

/** Gauss with the greatest pivot: the determinant, and `right` solved in place. */
function eliminate(a: number[][], right: number[][]): number {
  const size = a.length;
  let determinant = 1;
  for (let col = 0; col < size; col++) {
    const best = greatestIn(a, col);
    const pivotRow = a[best] as number[];
    const pivot = pivotRow[col] as number;
    if (Math.abs(pivot) < 1e-300) return 0;
    if (best !== col) {
      [a[best], a[col]] = [a[col] as number[], pivotRow];
      [right[best], right[col]] = [right[col] as number[], right[best] as number[]];
      determinant = -determinant;
    }
    determinant *= pivot;
    for (let row = 0; row < size; row++) if (row !== col) subtract(a, right, row, col, pivot);
  }
  for (let row = 0; row < size; row++) {
    const pivot = a[row]?.[row] as number;
    right[row] = (right[row] as number[]).map((value) => value / pivot);
  }
  return determinant;
}

function subtract(a: number[][], right: number[][], row: number, col: number, pivot: number): void {
  const factor = (a[row]?.[col] as number) / pivot;
  if (factor === 0) return;
  for (const table of [a, right]) {
    const [target, source] = [table[row] as number[], table[col] as number[]];
    for (let at = 0; at < target.length; at++)
      (target[at] as number) -= factor * (source[at] as number);
  }
}

const identity = (size: number) =>
  Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, col) => Number(row === col)),
  );

/** TRUE asks for the classic form, FALSE for the shortest. */
function romanForm(form: Scalar): number {
  if (typeof form === "boolean") return form ? 0 : 4;
  return Math.trunc(toNumber(form));
}

function inBase(value: number, base: number, length = 0): string {
  if (value < 0 || value >= 2 ** 53 || base < 2 || base > 36 || length < 0 || length > 255)
    throw NUM;
  return Math.trunc(value)
    .toString(Math.trunc(base))
    .toUpperCase()
    .padStart(Math.trunc(length), "0");
}

function fromBase(text: string, base: number): number {
  const radix = Math.trunc(base);
  if (radix < 2 || radix > 36 || text.length > 255) throw NUM;
  let total = 0;
  for (const letter of text.trim().toLowerCase()) {
    const digit = Number.parseInt(letter, 36);
    if (Number.isNaN(digit) || digit >= radix) throw NUM;
    total = total * radix + digit;
  }
  return total;
}

function modulo(value: number, by: number): number {
  if (by === 0) throw DIV0;
  const result = value - by * Math.floor(value / by);
  return Math.abs(result) < Math.abs(value) * 1e-15 ? 0 : result;
}

function defineSimple(): void {
  const { PI } = Math;
  const simple: Record<string, (value: number) => number> = {
    ABS: Math.abs,
    ACOS: Math.acos,
    ACOSH: Math.acosh,
    ASIN: Math.asin,
    ASINH: Math.asinh,
    ATAN: Math.atan,
    ATANH: Math.atanh,
    COS: turning(Math.cos),
    COSH: Math.cosh,
    SIN: turning(Math.sin),
    SINH: Math.sinh,
    TAN: turning(Math.tan),
    TANH: Math.tanh,
    EXP: Math.exp,
    INT: (value) => Math.floor(value),
    SIGN: Math.sign,
    SQRT: Math.sqrt,
    SQRTPI: (value) => Math.sqrt(value * PI),
    LN: (value) => (value <= 0 ? Number.NaN : Math.log(value)),
    LOG10: (value) => (value <= 0 ? Number.NaN : Math.log10(value)),
    DEGREES: (value) => (value * 180) / PI,
    RADIANS: (value) => (value * PI) / 180,
    EVEN: (value) => Math.sign(value) * Math.ceil(Math.abs(value) / 2) * 2,
    ODD: (value) =>
      value === 0 ? 1 : Math.sign(value) * (Math.ceil((Math.abs(value) + 1) / 2) * 2 - 1),
    COT: (value) => inverse(turning(Math.tan)(value)),
    COTH: (value) => inverse(Math.tanh(value)),
    CSC: (value) => inverse(turning(Math.sin)(value)),
    CSCH: (value) => inverse(Math.sinh(value)),
    SEC: (value) => 1 / turning(Math.cos)(value),
    SECH: (value) => 1 / Math.cosh(value),
    ACOT: (value) => PI / 2 - Math.atan(value),
    ACOTH: (value) => 0.5 * Math.log((value + 1) / (value - 1)),
    FACT: factorial,
  };
  for (const [name, run] of Object.entries(simple)) define(name, "n", run);
}

/** Angles of 2^27 and more have no digits left for a place on the circle. */
function turning(run: (angle: number) => number): (angle: number) => number {
  return (angle) => {
    if (Math.abs(angle) >= 2 ** 27) throw NUM;
    return run(angle);
  };
}

function inverse(value: number): number {
  if (value === 0) throw DIV0;
  return 1 / value;
}

function defineRounding(): void {
  define("ROUND", "nn", round);
  define("ROUNDUP", "nn", (value: number, digits: number) => round(value, digits, Math.ceil));
  define("ROUNDDOWN", "nn", (value: number, digits: number) => round(value, digits, Math.floor));
  define("TRUNC", "nn?", (value: number, digits = 0) => round(value, digits, Math.floor));
  define("MROUND", "nn", (value: number, step: number) => {
    if (value * step < 0) throw NUM;
    return step === 0 ? 0 : steady(round(value / step, 0) * step);
  });
  ceilingLike("CEILING", Math.ceil);
  ceilingLike("FLOOR", Math.floor);
  for (const name of ["CEILING.MATH", "CEILING.PRECISE", "ISO.CEILING"]) signless(name, true);
  for (const name of ["FLOOR.MATH", "FLOOR.PRECISE"]) signless(name, false);
  define("MOD", "nn", modulo);
  define("QUOTIENT", "nn", (value: number, by: number) => {
    if (by === 0) throw DIV0;
    return Math.trunc(value / by);
  });
}

function defineCombinatorics(): void {
  define("FACTDOUBLE", "n", (value: number) => {
    if (value < -1) throw NUM;
    let result = 1;
    for (let at = Math.trunc(value); at > 1; at -= 2) result *= at;
    return result;
  });
  define("COMBIN", "nn", combinations);
  define("COMBINA", "nn", (n: number, k: number) =>
    n === 0 && k === 0 ? 1 : combinations(Math.trunc(n) + Math.trunc(k) - 1, k),
  );
  define("PERMUT", "nn", (n: number, k: number) => {
    if (n < 0 || k < 0 || k > n) throw NUM;
    let result = 1;
    for (let at = 0; at < Math.trunc(k); at++) result *= Math.trunc(n) - at;
    return result;
  });
  define("PERMUTATIONA", "nn", (n: number, k: number) => {
    if (n < 0 || k < 0) throw NUM;
    return Math.trunc(n) ** Math.trunc(k);
  });
  define("MULTINOMIAL", "a*", (...args: Value[]) => {
    const list = wholes(args);
    let [ways, all] = [1, 0];
    for (const value of list) {
      all += value;
      ways *= combinations(all, value);
    }
    return ways;
  });
  define("GCD", "a*", (...args: Value[]) => wholes(args).reduce(gcd, 0));
  define("LCM", "a*", (...args: Value[]) =>
    wholes(args).reduce((a, b) => (a === 0 || b === 0 ? 0 : (a / gcd(a, b)) * b), 1),
  );
  define("ROMAN", "ns?", (value: number, form: Scalar = 0) => {
    const [number, short] = [Math.trunc(value), romanForm(form)];
    if (number < 0 || number > 3999 || short < 0 || short > 4) throw VALUE;
    return roman(number, short);
  });
  define("ARABIC", "t", (text: string) => {
    const [, sign, letters = ""] = /^(-?)(.*)$/.exec(text.trim()) ?? [];
    const number = numberOfRoman(letters);
    if (number === null || letters.length > 255) throw VALUE;
    return sign === "-" ? -number : number;
  });
  define("BASE", "nnn?", inBase);
  define("DECIMAL", "tn", fromBase);
}

function defineSums(): void {
  define("SUM", "a*", sumOf);
  define("PRODUCT", "a*", (...args: Value[]) => product(args));
  define("SUMSQ", "a*", (...args: Value[]) =>
    numbers(args).reduce((total, value) => total + value * value, 0),
  );
  define("SUMPRODUCT", "A*", sumProduct);
  define("SUMIF", "asa?", (range: Value, wanted: Scalar, values?: Value) =>
    sumMatching(alongside(range, values), [range], [criterion(wanted)]),
  );
  define("SUMIFS", "aas**", (values: Value, ...rest: Value[]) => {
    const { ranges, tests } = conditions(rest, sizeOf(values));
    return sumMatching(values, ranges, tests);
  });
  const paired = (name: string, term: (x: number, y: number) => number) =>
    define(name, "AA", (left: Value, right: Value) => {
      const [xs, ys] = [cells(left), cells(right)];
      if (xs.length !== ys.length) throw NA;
      return xs.reduce((total: number, x, at) => {
        const y = ys[at] ?? null;
        return typeof x === "number" && typeof y === "number" ? total + term(x, y) : total;
      }, 0);
    });
  paired("SUMX2MY2", (x, y) => x * x - y * y);
  paired("SUMX2PY2", (x, y) => x * x + y * y);
  paired("SUMXMY2", (x, y) => (x - y) ** 2);
  define("PERCENTOF", "aa", (part: Value, all: Value) => {
    const whole = sumOf(all);
    if (whole === 0) throw DIV0;
    return sumOf(part) / whole;
  });
  define("SERIESSUM", "nnna", (x: number, n: number, m: number, coefficients: Value) =>
    numbers([coefficients]).reduce((total, value, at) => total + value * x ** (n + at * m), 0),
  );
}

function defineMatrices(): void {
  define(
    "MMULT",
    "AA",
    (left: Value, right: Value) => {
      const [a, b] = [toMatrix(left), toMatrix(right)];
      if (a.cols !== b.rows) throw VALUE;
      [...a.data, ...b.data].forEach(strictNumber);
      return Matrix.fill(a.rows, b.cols, (row, col) => {
        let total = 0;
        for (let at = 0; at < a.cols; at++)
          total += (a.at(row, at) as number) * (b.at(at, col) as number);
        return total;
      });
    },
    { arrays: true },
  );
  define("MDETERM", "A", (value: Value) => {
    const a = square(value);
    return eliminate(a, identity(a.length));
  });
  define(
    "MINVERSE",
    "A",
    (value: Value) => {
      const a = square(value);
      const result = identity(a.length);
      if (eliminate(a, result) === 0) throw NUM;
      return Matrix.from(result);
    },
    { arrays: true },
  );
  define(
    "MUNIT",
    "n",
    (size: number) => {
      if (size < 1) throw VALUE;
      return Matrix.from(identity(Math.trunc(size)));
    },
    { spills: true },
  );
}

function defineRandom(): void {
  define("RAND", "", (frame: Frame) => frame.book.random(), { framed: true, volatile: true });
  define(
    "RANDBETWEEN",
    "nn",
    (frame: Frame, low: number, high: number) => {
      const [least, most] = [Math.ceil(low), Math.floor(high)];
      if (least > most) throw NUM;
      return least + Math.floor(frame.book.random() * (most - least + 1));
    },
    { framed: true, volatile: true },
  );
  define(
    "RANDARRAY",
    "n?n?n?n?b?",
    (frame: Frame, rows = 1, cols = 1, low = 0, high = 1, whole = false) => {
      if (rows < 1 || cols < 1 || low > high) throw VALUE;
      const one = () =>
        whole
          ? low + Math.floor(frame.book.random() * (high - low + 1))
          : low + frame.book.random() * (high - low);
      return Matrix.fill(Math.trunc(rows), Math.trunc(cols), one);
    },
    { framed: true, volatile: true, spills: true, defaults: true },
  );
}

export function defineMath(): void {
  defineSimple();
  defineRounding();
  defineCombinatorics();
  defineSums();
  defineMatrices();
  defineRandom();
  define("PI", "", () => Math.PI);
  define("ATAN2", "nn", (x: number, y: number) => {
    if (x === 0 && y === 0) throw DIV0;
    return Math.atan2(y, x);
  });
  define("POWER", "nn", (base: number, exponent: number) => {
    if (base === 0 && exponent < 0) throw DIV0;
    return base === 0 && exponent === 0 ? Number.NaN : base ** exponent;
  });
  define("LOG", "nn?", (value: number, base = 10) => {
    if (value <= 0 || base <= 0) throw NUM;
    if (base === 1) throw DIV0;
    if (base === 10) return Math.log10(value);
    return base === 2 ? Math.log2(value) : Math.log(value) / Math.log(base);
  });
  define("COUNTBLANK", "a", (range: Value) => {
    const [rows, cols] = sizeOf(range);
    let filled = 0;
    eachValue(range, (value) => {
      if (value !== "") filled++;
    });
    return rows * cols - filled;
  });
  define("N", "a", (value: Value) => {
    const first = isScalar(value) ? value : cellAt(value, 0, 0);
    if (first instanceof CellError) throw first;
    return typeof first === "number" || typeof first === "boolean" ? toNumber(first) : 0;
  });
  define("T", "a", (value: Value) => {
    const first = isScalar(value) ? value : cellAt(plain(value), 0, 0);
    if (first instanceof CellError) throw first;
    return typeof first === "string" ? first : "";
  });
}
