/** SUBTOTAL and AGGREGATE: summaries that leave out other summaries, hidden rows and errors. */
import type { Frame } from "../engine/frame";
import { define } from "../engine/registry";
import { CellError, DIV0, Ref, type Scalar, Union, VALUE, type Value } from "../engine/values";
import { cells, mean, squares, sum } from "./arguments";
import { extreme, median, modes, nth, percentile } from "./statistics";

/** What is left out; of hidden rows, those that a filter hides, all, or none. */
interface Leave {
  hidden: "filtered" | "all" | null;
  errors: boolean;
  nested: boolean;
}

const NESTED = /\b(?:SUBTOTAL|AGGREGATE)\s*\(/i;

function valuesOf(arg: Value, leave: Leave, frame: Frame): Scalar[] {
  if (arg instanceof Union) return arg.areas.flatMap((area) => valuesOf(area, leave, frame));
  if (!(arg instanceof Ref))
    return cells(arg).filter((value) => !leave.errors || !(value instanceof CellError));
  const hidden = leave.hidden && frame.book.hidden.get(arg.sheet.sid)?.[leave.hidden];
  const list: Scalar[] = [];
  arg.sheet.each(arg.row1, arg.col1, arg.row2, arg.col2, (value, row, col) => {
    if (hidden?.has(row)) return;
    if (leave.errors && value instanceof CellError) return;
    if (leave.nested && NESTED.test(arg.sheet.formula(row, col)?.text ?? "")) return;
    list.push(value);
  });
  return list;
}

function spreadOf(list: number[], sample: boolean): number {
  if (list.length < (sample ? 2 : 1)) throw DIV0;
  return squares(list) / (list.length - (sample ? 1 : 0));
}

function average(list: number[]): number {
  if (list.length === 0) throw DIV0;
  return mean(list);
}

type Summary = (list: number[], k: number) => number;
const SUMMARIES: Summary[] = [
  average,
  (list) => list.length,
  (list) => list.length,
  (list) => extreme(list, true),
  (list) => extreme(list, false),
  (list) => (list.length === 0 ? 0 : list.reduce((a, b) => a * b, 1)),
  (list) => Math.sqrt(spreadOf(list, true)),
  (list) => Math.sqrt(spreadOf(list, false)),
  sum,
  (list) => spreadOf(list, true),
  (list) => spreadOf(list, false),
  median,
  (list) => modes(list)[0] as number,
  (list, k) => nth(list, k, true),
  (list, k) => nth(list, k, false),
  (list, k) => percentile(list, k),
  (list, k) => percentile(list, Math.trunc(k) / 4),
  (list, k) => percentile(list, k, true),
  (list, k) => percentile(list, Math.trunc(k) / 4, true),
];

function summarise(which: number, list: Scalar[], k: number): number {
  const summary = SUMMARIES[which - 1];
  if (!summary) throw VALUE;
  if (which === 3) return list.length;
  const numbers: number[] = [];
  for (const value of list) {
    if (value instanceof CellError && which !== 2) throw value;
    if (typeof value === "number") numbers.push(value);
  }
  return summary(numbers, k);
}

export function defineSubtotals(): void {
  define(
    "SUBTOTAL",
    "na*",
    (frame: Frame, code: number, ...args: Value[]) => {
      const which = Math.trunc(code) % 100;
      if (which < 1 || which > 11 || (code > 11 && code < 101) || code > 111) throw VALUE;
      const hidden = code > 100 ? ("all" as const) : ("filtered" as const);
      const leave = { hidden, errors: false, nested: true };
      return summarise(
        which,
        args.flatMap((arg) => valuesOf(arg, leave, frame)),
        0,
      );
    },
    { framed: true, summary: true },
  );
  define(
    "AGGREGATE",
    "nnAa?*",
    (frame: Frame, code: number, option: number, ...args: Value[]) => {
      const which = Math.trunc(code);
      const how = Math.trunc(option);
      if (which < 1 || which > 19 || how < 0 || how > 7) throw VALUE;
      const hidden = how % 2 === 1 ? ("all" as const) : null;
      const leave = { hidden, errors: [2, 3, 6, 7].includes(how), nested: how < 4 };
      if (which < 14)
        return summarise(
          which,
          args.flatMap((arg) => valuesOf(arg, leave, frame)),
          0,
        );
      const [array, k] = args;
      if (array === undefined || k === undefined) throw VALUE;
      const position = cells(k)[0];
      if (typeof position !== "number") throw position instanceof CellError ? position : VALUE;
      return summarise(which, valuesOf(array, leave, frame), position);
    },
    { framed: true, summary: true },
  );
}
