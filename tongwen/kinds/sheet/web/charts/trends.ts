/** Trend lines and error bars (ECMA-376-1 §21.2.2.211, §21.2.2.55): the figures behind them. */
import type { ChartErrors, ChartTrend } from "@/api/shapes";

export type Point = readonly [x: number, y: number];

export interface Fitted {
  at: (x: number) => number;
  equation: string;
  /** How much of the values' scatter it explains: R². */
  fit: number;
}

const told = (value: number): string => String(Number(value.toPrecision(5)));

/** Bring the row with the greatest factor to its turn; null when all of them have none. */
function pivoted(rows: number[][], turn: number): number[] | null {
  const size = (row: number[] | undefined): number => Math.abs(row?.[turn] ?? 0);
  let best = turn;
  for (let row = turn + 1; row < rows.length; row++)
    if (size(rows[row]) > size(rows[best])) best = row;
  const [line, other] = [rows[best], rows[turn]];
  if (!line || !other || size(line) < 1e-12) return null;
  rows[turn] = line;
  rows[best] = other;
  return line;
}

/** Solve a small system of linear equations by elimination; null when it has no single solution. */
function solved(rows: number[][]): number[] | null {
  for (const turn of rows.keys()) {
    const line = pivoted(rows, turn);
    if (!line) return null;
    for (const target of rows) {
      if (target === line) continue;
      const factor = (target[turn] ?? 0) / (line[turn] ?? 1);
      for (const [col, value] of line.entries()) target[col] = (target[col] ?? 0) - factor * value;
    }
  }
  return rows.map((row, at) => (row[rows.length] ?? 0) / (row[at] ?? 1));
}

/** Coefficients of x from those of `(x − middle) / half`, the constant first. */
function expanded(coefficients: readonly number[], middle: number, half: number): number[] {
  let found: number[] = [];
  for (const factor of [...coefficients].reverse()) {
    const next = new Array<number>(found.length + 1).fill(0);
    for (const [power, value] of found.entries()) {
      next[power] = (next[power] ?? 0) - (value * middle) / half;
      next[power + 1] = (next[power + 1] ?? 0) + value / half;
    }
    next[0] = (next[0] ?? 0) + factor;
    found = next;
  }
  return found;
}

/**
 * The coefficients of the polynomial of a degree with the least squares, the constant first.
 *
 * Powers of large numbers (dates) drown each other: x is counted from the middle, in half ranges.
 */
function polynomial(
  points: readonly Point[],
  degree: number,
  intercept: number | null,
): number[] | null {
  const through = intercept !== null;
  const all = points.map(([x]) => x);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const middle = through ? 0 : (low + high) / 2;
  const half = (through ? Math.max(Math.abs(low), Math.abs(high)) : (high - low) / 2) || 1;
  const scaled = points.map(([x, y]): Point => [(x - middle) / half, y - (intercept ?? 0)]);
  const powers = Array.from({ length: degree + (through ? 0 : 1) }, (_, at) => at + +through);
  const rows = powers.map((row) => [
    ...powers.map((col) => scaled.reduce((sum, [x]) => sum + x ** (row + col), 0)),
    scaled.reduce((sum, [x, y]) => sum + y * x ** row, 0),
  ]);
  const found = solved(rows);
  if (!found) return null;
  const last = expanded(through ? [0, ...found] : found, middle, half).slice(0, degree + 1);
  if (through) last[0] = intercept;
  return last;
}

const valueAt = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, factor) => sum * x + factor, 0);

function written(coefficients: readonly number[]): string {
  const most = coefficients.reduce((size, factor) => Math.max(size, Math.abs(factor)), 0);
  const terms = coefficients.flatMap((factor, power) => {
    // What is left of a term by rounding alone is none.
    if (Math.abs(factor) < most * 1e-10) return [];
    return [told(factor) + (power === 0 ? "" : power === 1 ? "x" : `x^${power}`)];
  });
  if (terms.length === 0) return "y = 0";
  return `y = ${terms.reverse().join(" + ").replaceAll("+ -", "− ")}`;
}

function fitOf(points: readonly Point[], at: (x: number) => number): number {
  const mean = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const rest = points.reduce((sum, [x, y]) => sum + (y - at(x)) ** 2, 0);
  const whole = points.reduce((sum, [, y]) => sum + (y - mean) ** 2, 0);
  return whole === 0 ? 1 : 1 - rest / whole;
}

/** A line through points that were made straight by a function of x, of y, or of both. */
function straightened(
  points: readonly Point[],
  bend: (point: Point) => Point,
  intercept: number | null,
): [number, number] | null {
  const found = polynomial(points.map(bend), 1, intercept);
  const [a, b] = found ?? [];
  return a === undefined || b === undefined || !Number.isFinite(a + b) ? null : [a, b];
}

type Curve = Omit<Fitted, "fit"> | null;

/** `y = a·e^(bx)` or `y = a·x^b`. */
function growth({ kind, intercept }: ChartTrend, points: readonly Point[]): Curve {
  const power = kind === "power";
  const found = straightened(
    points,
    ([x, y]) => [power ? Math.log(x) : x, Math.log(y)],
    intercept !== null && intercept > 0 ? Math.log(intercept) : null,
  );
  if (!found) return null;
  const [start, rate] = [Math.exp(found[0]), found[1]];
  const sign = power ? `x^${told(rate)}` : `e^(${told(rate)}x)`;
  return {
    at: (x) => start * (power ? x ** rate : Math.exp(rate * x)),
    equation: `y = ${told(start)}${sign}`,
  };
}

/** `y = a·ln(x) + b`. */
function logarithm(points: readonly Point[]): Curve {
  const found = straightened(points, ([x, y]) => [Math.log(x), y], null);
  if (!found) return null;
  const equation = `y = ${told(found[1])}ln(x) + ${told(found[0])}`.replace("+ -", "− ");
  return { at: (x) => found[0] + found[1] * Math.log(x), equation };
}

function curve(trend: ChartTrend, points: readonly Point[]): Curve {
  const { kind, intercept, order } = trend;
  if (kind === "exp" || kind === "power") return growth(trend, points);
  if (kind === "log") return logarithm(points);
  const degree = kind === "poly" ? Math.min(6, Math.max(2, Math.round(order ?? 2))) : 1;
  const found = points.length > degree ? polynomial(points, degree, intercept) : null;
  return found && { at: (x) => valueAt(found, x), equation: written(found) };
}

/** The curve of a trend through points; null where there is none (too few of them, logarithms of nothing). */
export function fitted(trend: ChartTrend, given: readonly Point[]): Fitted | null {
  const usable = given.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  const logX = trend.kind === "log" || trend.kind === "power";
  const logY = trend.kind === "exp" || trend.kind === "power";
  if (usable.length < 2 || usable.some(([x, y]) => (logX && x <= 0) || (logY && y <= 0)))
    return null;
  const found = curve(trend, usable);
  if (!found || !usable.every(([x]) => Number.isFinite(found.at(x)))) return null;
  return { ...found, fit: fitOf(usable, found.at) };
}

/** The mean of each value and those before it. */
export function movingAverage(points: readonly Point[], period: number): Point[] {
  const over = Math.max(2, Math.round(period));
  const found: Point[] = [];
  for (let at = over - 1; at < points.length; at++) {
    const some = points.slice(at - over + 1, at + 1);
    found.push([points[at]?.[0] ?? 0, some.reduce((sum, [, y]) => sum + y, 0) / over]);
  }
  return found;
}

/** The points of a trend line, as many as a smooth curve needs. */
export function trendLine(trend: ChartTrend, points: readonly Point[]): Point[] {
  if (trend.kind === "movingAvg") return movingAverage(points, trend.period ?? 2);
  const curved = fitted(trend, points);
  if (!curved) return [];
  const all = points.map(([x]) => x);
  const low = Math.min(...all) - Math.max(0, trend.backward ?? 0);
  const high = Math.max(...all) + Math.max(0, trend.forward ?? 0);
  const count = trend.kind === "linear" ? 1 : 60;
  return Array.from({ length: count + 1 }, (_, at) => {
    const x = low + ((high - low) * at) / count;
    return [x, curved.at(x)] as const;
  }).filter(([, y]) => Number.isFinite(y));
}

/** What an error bar of a value measures by the kind of error; that of deviations is the same for all. */
function errorSize(errors: ChartErrors, values: readonly (number | null)[]) {
  const all = values.filter((value): value is number => value !== null);
  const count = Math.max(1, all.length);
  const mean = all.reduce((sum, value) => sum + value, 0) / count;
  const squares = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, count - 1));
  const amount = errors.value ?? 0;
  const sizes: Record<string, (value: number) => number> = {
    percentage: (value) => (Math.abs(value) * amount) / 100,
    stdDev: () => deviation * (amount || 1),
    stdErr: () => deviation / Math.sqrt(count),
  };
  return sizes[errors.kind] ?? (() => amount);
}

/** How far the error bars of each value reach below and above it. */
export function errorReaches(
  errors: ChartErrors,
  values: readonly (number | null)[],
): { minus: number; plus: number }[] {
  const size = errorSize(errors, values);
  const custom = errors.kind === "cust";
  const reach = (own: readonly (number | null)[], at: number): number =>
    custom ? (own[at] ?? (own.length === 1 ? own[0] : 0) ?? 0) : size(values[at] ?? 0);
  return values.map((_, at) => ({
    plus: errors.sides === "minus" ? 0 : reach(errors.plus, at),
    minus: errors.sides === "plus" ? 0 : reach(errors.minus, at),
  }));
}
