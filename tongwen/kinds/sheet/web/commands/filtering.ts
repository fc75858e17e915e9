/** What a filter of a column lets through (ECMA-376-1 §18.3.2). */
import type { Value } from "./display";

export type Operator =
  | "equal"
  | "notEqual"
  | "greaterThan"
  | "greaterThanOrEqual"
  | "lessThan"
  | "lessThanOrEqual"
  | "contains"
  | "notContains"
  | "beginsWith"
  | "endsWith";

export interface Criterion {
  operator: Operator;
  value: string;
}

/** The filter of one column: one of these. */
export interface ColumnFilter {
  /** Texts as shown; `blanks` lets empty cells through. */
  values?: string[];
  blanks?: boolean;
  custom?: { and: boolean; criteria: Criterion[] };
  top?: { count: number; percent: boolean; bottom: boolean };
  color?: { of: "fill" | "font"; value: string };
  /** Above or below the average, or a period of dates. */
  dynamic?: DynamicFilter;
}

export type DynamicFilter =
  | "aboveAverage"
  | "belowAverage"
  | "today"
  | "yesterday"
  | "tomorrow"
  | "thisWeek"
  | "lastWeek"
  | "nextWeek"
  | "thisMonth"
  | "lastMonth"
  | "nextMonth"
  | "thisQuarter"
  | "lastQuarter"
  | "nextQuarter"
  | "thisYear"
  | "lastYear"
  | "nextYear";

export interface FilterCell {
  value: Value;
  text: string;
  fill?: string | null;
  font?: string | null;
}

const DAY = 86_400_000;
const EPOCH = Date.UTC(1899, 11, 30);

/** The serial number of a day, from zero at 1899-12-30. */
export function serialOf(date: Date): number {
  return Math.round((Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) - EPOCH) / DAY);
}

function span(year: number, month: number, months: number): [number, number] {
  return [serialOf(new Date(year, month, 1)), serialOf(new Date(year, month + months, 1))];
}

/** The days `[first, after the last)` of a period around today; weeks begin on Sunday, as in Excel. */
export function period(name: DynamicFilter, today: Date): [number, number] | null {
  const now = serialOf(today);
  const year = today.getFullYear();
  const month = today.getMonth();
  const step =
    name.startsWith("last") || name === "yesterday" ? -1 : /^this|^today/.test(name) ? 0 : 1;
  if (/day$|^tomorrow$/.test(name)) return [now + step, now + step + 1];
  if (name.endsWith("Week")) {
    const sunday = now - today.getDay() + step * 7;
    return [sunday, sunday + 7];
  }
  if (name.endsWith("Month")) return span(year, month + step, 1);
  if (name.endsWith("Quarter")) return span(year, Math.floor(month / 3) * 3 + step * 3, 3);
  if (name.endsWith("Year")) return span(year + step, 0, 12);
  return null;
}

function wildcard(text: string): RegExp {
  const escaped = text
    .replace(/[\\^$.+()[\]{}|]/g, "\\$&")
    .replace(/~?[*?]/g, (sign) =>
      sign.startsWith("~") ? `\\${sign[1]}` : sign === "*" ? "[\\s\\S]*" : "[\\s\\S]",
    );
  return new RegExp(`^${escaped}$`, "iu");
}

function compareNumbers(a: number, b: number, operator: Operator): boolean {
  switch (operator) {
    case "greaterThan":
      return a > b;
    case "greaterThanOrEqual":
      return a >= b;
    case "lessThan":
      return a < b;
    default:
      return a <= b;
  }
}

function textMatches(text: string, { operator, value }: Criterion): boolean {
  switch (operator) {
    case "contains":
      return wildcard(`*${value}*`).test(text);
    case "notContains":
      return !wildcard(`*${value}*`).test(text);
    case "beginsWith":
      return wildcard(`${value}*`).test(text);
    case "endsWith":
      return wildcard(`*${value}`).test(text);
    case "notEqual":
      return !wildcard(value).test(text);
    default:
      return wildcard(value).test(text);
  }
}

function ordered(operator: Operator): boolean {
  return /^(greater|less)/.test(operator);
}

function inOrder(value: Value, criterion: Criterion, number: number): boolean {
  const { operator } = criterion;
  if (typeof value === "number") {
    return !Number.isNaN(number) && compareNumbers(value, number, operator);
  }
  if (typeof value !== "string" || !Number.isNaN(number)) return false;
  const order = value.localeCompare(criterion.value, undefined, { sensitivity: "accent" });
  return compareNumbers(order, 0, operator);
}

/** Whether a cell meets a criterion; numbers are compared as numbers, text with wildcards. */
export function meets(cell: FilterCell, criterion: Criterion): boolean {
  const { operator, value } = criterion;
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (ordered(operator)) return inOrder(cell.value, criterion, number);
  const numeric = typeof cell.value === "number" && !Number.isNaN(number);
  if (numeric && (operator === "equal" || operator === "notEqual")) {
    const equal = cell.value === number || cell.text === value;
    return equal === (operator === "equal");
  }
  return textMatches(cell.text, criterion);
}

function topValues(filter: NonNullable<ColumnFilter["top"]>, cells: readonly FilterCell[]) {
  const numbers = cells
    .map((cell) => cell.value)
    .filter((value): value is number => typeof value === "number")
    .sort((a, b) => (filter.bottom ? a - b : b - a));
  const count = filter.percent
    ? Math.max(1, Math.floor((numbers.length * filter.count) / 100))
    : filter.count;
  return new Set(numbers.slice(0, Math.max(0, count)));
}

function dynamicTest(name: DynamicFilter, cells: readonly FilterCell[], today: Date) {
  if (name === "aboveAverage" || name === "belowAverage") {
    const numbers = cells
      .map((cell) => cell.value)
      .filter((value): value is number => typeof value === "number");
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    return (value: number) => (name === "aboveAverage" ? value > mean : value < mean);
  }
  const days = period(name, today);
  return (value: number) => days !== null && value >= days[0] && value < days[1];
}

/** Which of a column's cells its filter lets through. */
export function passing(
  filter: ColumnFilter,
  cells: readonly FilterCell[],
  today: Date = new Date(),
): boolean[] {
  const { values, blanks, custom, top, color, dynamic } = filter;
  if (custom) {
    const test = custom.and ? "every" : "some";
    return cells.map((cell) => custom.criteria[test]((criterion) => meets(cell, criterion)));
  }
  if (top) {
    const kept = topValues(top, cells);
    return cells.map((cell) => typeof cell.value === "number" && kept.has(cell.value));
  }
  if (color) return cells.map((cell) => (cell[color.of] ?? "") === color.value);
  if (dynamic) {
    const test = dynamicTest(dynamic, cells, today);
    return cells.map((cell) => typeof cell.value === "number" && test(cell.value));
  }
  if (values || blanks !== undefined) {
    const wanted = new Set(values ?? []);
    return cells.map((cell) => (cell.text === "" ? blanks === true : wanted.has(cell.text)));
  }
  return cells.map(() => true);
}
