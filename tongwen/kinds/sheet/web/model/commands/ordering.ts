/** The order in which Excel sorts: numbers, text, truth values, errors; empty cells always last. */
import type { Content } from "../content";
import { cachedValue } from "../content";
import type { Sheet } from "../sheet";

/** Computed values are not in the model: whoever calculates lends them. */
export type ValueOf = (sheet: Sheet, row: number, col: number) => Content;

/** Without calculation: what a file said a formula's value is. */
export const cached: ValueOf = (sheet, row, col) => cachedValue(sheet.content(row, col));

const COLLATORS = {
  loose: new Intl.Collator(["zh-CN", "en"], { sensitivity: "accent" }),
  strict: new Intl.Collator(["zh-CN", "en"], { sensitivity: "variant", caseFirst: "lower" }),
};

function rank(value: Content): number {
  if (typeof value === "number") return 0;
  if (typeof value === "string") return 1;
  if (typeof value === "boolean") return 2;
  return 3;
}

const isEmpty = (value: Content): boolean => value === null || value === "";

export function compareValues(a: Content, b: Content, matchCase: boolean): number {
  const by = rank(a) - rank(b);
  if (by !== 0) return by;
  if (typeof a === "string" && typeof b === "string")
    return COLLATORS[matchCase ? "strict" : "loose"].compare(a, b);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return Number(a === true) - Number(b === true);
}

/** Negative when `a` comes first; empty ones last whichever way round. */
function compareKeys(a: Content, b: Content, descending: boolean, matchCase: boolean): number {
  if (isEmpty(a) || isEmpty(b)) return Number(isEmpty(a)) - Number(isEmpty(b));
  const by = compareValues(a, b, matchCase);
  return descending ? -by : by;
}

/** Which line comes where: the lines of `values` (keys by line) in their new order; equal ones keep theirs. */
export function sortedOrder(
  values: Content[][],
  descending: boolean[],
  matchCase: boolean,
): number[] {
  const order = values.map((_, line) => line);
  return order.sort((one, two) => {
    for (const [i, down] of descending.entries()) {
      const by = compareKeys(values[one]?.[i] ?? null, values[two]?.[i] ?? null, down, matchCase);
      if (by !== 0) return by;
    }
    return one - two;
  });
}
