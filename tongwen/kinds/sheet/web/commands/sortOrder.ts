/** The order of values in a sort, as Excel has it: numbers, text, FALSE, TRUE, errors, and empty ones last. */
import type { Value } from "./display";

/** How text is compared: as the language has it, by pinyin or by the number of strokes. */
export type TextOrder = "locale" | "pinyin" | "stroke";

export interface ValueOrder {
  compare: (a: Value, b: Value) => number;
}

export interface OrderOptions {
  text?: TextOrder;
  locale?: string;
  matchCase?: boolean;
}

function rank(value: Value): number {
  if (value === null || value === "") return 5;
  if (typeof value === "number") return 0;
  if (typeof value === "string") return 1;
  return typeof value === "boolean" ? (value ? 3 : 2) : 4;
}

function collation(text: TextOrder, locale: string): string {
  if (text === "locale") return locale;
  return `zh-CN-u-co-${text}`;
}

/** A comparison of values; equal ones keep their order when the sort is stable. */
export function valueOrder(options: OrderOptions = {}): ValueOrder {
  const { text = "locale", locale = "en", matchCase = false } = options;
  const collator = new Intl.Collator(collation(text, locale), {
    numeric: false,
    sensitivity: matchCase ? "variant" : "accent",
    caseFirst: "lower",
  });
  return {
    compare(a, b) {
      const difference = rank(a) - rank(b);
      if (difference !== 0) return difference;
      if (typeof a === "number" && typeof b === "number") return a - b;
      if (typeof a === "string" && typeof b === "string") return collator.compare(a, b);
      return 0;
    },
  };
}

export interface SortKey {
  /** The column (or row) of the key, counted from the start of the range. */
  at: number;
  descending?: boolean;
  /** Sorts by a colour instead of the value: cells of this colour first. */
  color?: { of: "fill" | "font"; value: string };
  /** A list of one's own: 一月, 二月 …; others follow. */
  list?: readonly string[];
}

/** A list of one's own as it is typed: entries between commas (also Chinese ones) or on lines. */
export function readList(text: string): string[] {
  const entries = text.split(/[,，、;；\n]/).map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== ""))];
}

export interface SortSource {
  value: (line: number, at: number) => Value;
  color?: (line: number, at: number, of: "fill" | "font") => string | null;
}

function keyCompare(key: SortKey, source: SortSource, order: ValueOrder) {
  return (a: number, b: number): number => {
    if (key.color) {
      const { of, value } = key.color;
      const has = (line: number) => (source.color?.(line, key.at, of) === value ? 0 : 1);
      return (has(a) - has(b)) * (key.descending ? -1 : 1);
    }
    const left = source.value(a, key.at);
    const right = source.value(b, key.at);
    const gap = Number(rank(left) === 5) - Number(rank(right) === 5);
    // Empty cells come last whichever the direction.
    if (gap !== 0) return gap;
    const listed = key.list ? listOrder(key.list, left, right) : 0;
    return (listed || order.compare(left, right)) * (key.descending ? -1 : 1);
  };
}

function listOrder(list: readonly string[], a: Value, b: Value): number {
  const place = (value: Value): number => {
    const found = list.indexOf(String(value));
    return found < 0 ? list.length : found;
  };
  return place(a) - place(b);
}

/** The lines `0 … count-1` in sorted order: `result[i]` is the line that goes to place `i`. Stable. */
export function sortedLines(
  count: number,
  keys: readonly SortKey[],
  source: SortSource,
  options: OrderOptions = {},
): number[] {
  const order = valueOrder(options);
  const compares = keys.map((key) => keyCompare(key, source, order));
  return Array.from({ length: count }, (_unused, line) => line).sort((a, b) => {
    for (const compare of compares) {
      const difference = compare(a, b);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
}

/** Whether the first row of a range names its columns: text, each once, over other kinds of values. */
export function looksLikeHeader(rows: readonly (readonly Value[])[]): boolean {
  const [first, ...rest] = rows;
  if (!first || rest.length === 0) return false;
  if (!first.every((value) => typeof value === "string" && value !== "")) return false;
  if (new Set(first).size !== first.length) return false;
  const sample = rest.slice(0, 20);
  return first.some((_name, at) =>
    sample.some((row) => row[at] !== null && row[at] !== undefined && typeof row[at] !== "string"),
  );
}
