/** GROUPBY and PIVOTBY: summaries by the values of fields, with headers, totals, sorting and a filter. */
import { define } from "../engine/registry";
import {
  CALC,
  CellError,
  Matrix,
  NUM,
  plain,
  type Scalar,
  toBoolean,
  toMatrix,
  VALUE,
  type Value,
} from "../engine/values";
import { type Aggregate, aggregates, columnOf, relation } from "./aggregates";
import { cells } from "./arguments";
import { type Line, linesOf, type Ordering, type Split } from "./groups";

/** What is summarised: observations by row. */
interface Source {
  /** Columns of row fields and of column fields. */
  rows: Scalar[][];
  cols: Scalar[][];
  values: Scalar[][];
  names: { rows: Scalar[]; cols: Scalar[]; values: Scalar[] } | null;
  /** Observations that the filter leaves. */
  members: number[];
}

const MOST_CELLS = 2 ** 22;
const TOTAL = "Total";
const GRAND_TOTAL = "Grand Total";

const columns = (value: Value | undefined): Scalar[][] => {
  if (value === undefined) return [];
  const matrix = toMatrix(value);
  return Array.from({ length: matrix.cols }, (_, col) =>
    Array.from({ length: matrix.rows }, (_, row) => matrix.at(row, col)),
  );
};

/** Whether the first line names the fields: it is text, and the next value is a number. */
function looksNamed(values: Scalar[][]): boolean {
  const [first = []] = values;
  return typeof first[0] === "string" && typeof first[1] === "number";
}

type HeaderMode = "hidden" | "shown" | "none" | "made";
const HEADER_MODES: readonly HeaderMode[] = ["none", "hidden", "made", "shown"];

function headerMode(given: number | undefined, values: Scalar[][], levels: boolean): HeaderMode {
  if (given === undefined) return looksNamed(values) ? (levels ? "shown" : "hidden") : "none";
  const mode = HEADER_MODES[Math.trunc(given)];
  if (mode === undefined) throw VALUE;
  return mode;
}

/** Texts where files give no names. */
function madeNames(source: Pick<Source, "rows" | "cols" | "values">): Source["names"] {
  const named = (list: Scalar[][], word: string) => list.map((_, at) => `${word} ${at + 1}`);
  return {
    rows: named(source.rows, "Row Field"),
    cols: named(source.cols, "Column Field"),
    values: named(source.values, "Value"),
  };
}

function sourceOf(
  rowFields: Value | undefined,
  colFields: Value | undefined,
  given: Value,
  headers: number | undefined,
  filter: Value | undefined,
): Source {
  const [rows, cols, values] = [columns(rowFields), columns(colFields), columns(given)];
  const count = values[0]?.length ?? 0;
  if ([...rows, ...cols].some((column) => column.length !== count)) throw VALUE;
  const mode = headerMode(headers, values, rows.length > 1 || cols.length > 1);
  const named = mode === "hidden" || mode === "shown";
  const names =
    mode === "made"
      ? madeNames({ rows, cols, values })
      : mode === "shown"
        ? { rows: firsts(rows), cols: firsts(cols), values: firsts(values) }
        : null;
  const rest = (list: Scalar[][]) => (named ? list.map((column) => column.slice(1)) : list);
  const data = { rows: rest(rows), cols: rest(cols), values: rest(values), names };
  return { ...data, members: left(data.values[0]?.length ?? 0, filter, named) };
}

const firsts = (list: Scalar[][]) => list.map((column) => column[0] ?? null);

/** Observations for which the filter says TRUE; it may have a line for the headers or none. */
function left(count: number, filter: Value | undefined, named: boolean): number[] {
  const all = Array.from({ length: count }, (_, at) => at);
  if (filter === undefined) return all;
  const tests = cells(filter);
  const skip = named && tests.length === count + 1 ? 1 : 0;
  if (tests.length !== count + skip) throw VALUE;
  const members = all.filter((at) => toBoolean(tests[at + skip] ?? null));
  if (members.length === 0) throw CALC;
  return members;
}

/** How an axis is totalled: how many levels, and whether totals come first. */
function depthOf(given: number | undefined, fields: number, table: boolean) {
  const wanted = given === undefined ? (table ? 1 : Math.min(2, fields)) : Math.trunc(given);
  const levels = Math.abs(wanted);
  if (levels > Math.max(1, fields) || (table && levels > 1)) throw VALUE;
  return { levels, first: wanted < 0 };
}

/** `sort_order`: fields from one on, then values; negative ones downwards. */
function orderOf(
  given: Value | undefined,
  fields: number,
  aggregate: (at: number, members: number[]) => Scalar,
  values: number,
): Ordering {
  const wanted = given === undefined ? [] : cells(given).map((cell) => whole(cell));
  const [first] = wanted;
  if (wanted.length === 1 && first !== undefined && Math.abs(first) > fields) {
    const at = Math.abs(first) - fields - 1;
    if (at >= values) throw VALUE;
    return { fields: [], value: { of: (members) => aggregate(at, members), down: first < 0 } };
  }
  if (wanted.some((each) => each === 0 || Math.abs(each) > fields)) throw VALUE;
  return {
    fields: wanted.map((each) => ({ at: Math.abs(each) - 1, down: each < 0 })),
    value: null,
  };
}

function whole(cell: Scalar): number {
  if (cell instanceof CellError) throw cell;
  if (typeof cell !== "number") throw VALUE;
  return Math.trunc(cell);
}

/** The groups of an axis in order, with their totals; one of everything where there are no fields. */
function axis(
  fields: Scalar[][],
  members: number[],
  split: Omit<Split, "fields">,
  bare: boolean,
): Line[] {
  if (fields.length === 0) return [{ key: [], path: [], members, total: bare }];
  const { levels, first } = split.totals;
  const lines = linesOf(members, { ...split, fields });
  if (levels === 0) return lines;
  const label = levels > 1 ? GRAND_TOTAL : TOTAL;
  const total: Line = {
    key: fields.map((_, at) => (at === 0 ? label : "")),
    path: [],
    members,
    total: true,
  };
  return first ? [total, ...lines] : [...lines, total];
}

function checkedSize(rows: number, cols: number): void {
  if (rows * cols > MOST_CELLS) throw NUM;
}

/** The columns of values as the filter leaves them, each made once. */
function wholes(source: Source): (at: number) => Matrix {
  const made = new Map<number, Matrix>();
  return (at) => {
    const column = made.get(at) ?? columnOf(source, at, source.members);
    made.set(at, column);
    return column;
  };
}

const repeated = <T>(list: T[], times: number): T[] =>
  Array.from({ length: times }, () => list).flat();

function groupBy(
  rowFields: Value,
  given: Value,
  fn: Value,
  headers?: number,
  depth?: number,
  order?: Value,
  filter?: Value,
  relationship = 0,
): Value {
  const table = Math.trunc(relationship) === 1;
  if (!table && Math.trunc(relationship) !== 0) throw VALUE;
  const source = sourceOf(rowFields, undefined, given, headers, filter);
  const summary = aggregates(plain(fn));
  const all = wholes(source);
  const value = (at: number, how: Aggregate, members: number[]) =>
    how.run(columnOf(source, at, members), () => all(at));
  const [main] = summary.list as [Aggregate];
  const count = source.rows.length;
  const lines = axis(
    source.rows,
    source.members,
    {
      table,
      totals: depthOf(depth, count, table),
      order: orderOf(order, count, (at, members) => value(at, main, members), source.values.length),
    },
    false,
  );
  const across = summary.down ? [main] : summary.list;
  const places = source.values.flatMap((_, at) => across.map((how) => ({ at, how })));
  const down = summary.down ? summary.list : [null];
  checkedSize(lines.length * down.length, count + places.length);
  const body = lines.flatMap(({ key, members }) =>
    down.map((only) => [
      ...key,
      ...(only ? [only.label] : []),
      ...places.map(({ at, how }) => value(at, only ?? how, members)),
    ]),
  );
  const blank = summary.down ? [""] : [];
  const top: Scalar[][] = [];
  if (source.names)
    top.push([
      ...source.names.rows,
      ...blank,
      ...places.map(({ at }) => source.names?.values[at] ?? null),
    ]);
  if (across.length > 1)
    top.push([...source.rows.map(() => ""), ...places.map(({ how }) => how.label)]);
  return Matrix.from([...top, ...body]);
}

type PivotArguments = [
  rowFields: Value | undefined,
  colFields: Value | undefined,
  values: Value,
  fn: Value,
  headers?: number,
  rowDepth?: number,
  rowOrder?: Value,
  colDepth?: number,
  colOrder?: Value,
  filter?: Value,
  relative?: number,
];

function pivotBy(...args: PivotArguments): Value {
  const [rowFields, colFields, given, fn, headers, rowDepth, rowOrder] = args;
  const [colDepth, colOrder, filter, relative = 0] = args.slice(7) as [
    number | undefined,
    Value | undefined,
    Value | undefined,
    number | undefined,
  ];
  if (rowFields === undefined && colFields === undefined) throw VALUE;
  const source = sourceOf(rowFields, colFields, given, headers, filter);
  const summary = aggregates(plain(fn));
  const [main] = summary.list as [Aggregate];
  const all = wholes(source);
  const whole = (at: number, members: number[]) =>
    main.run(columnOf(source, at, members), () => all(at));
  const half = (fields: Scalar[][], depth: number | undefined, order: Value | undefined) =>
    axis(
      fields,
      source.members,
      {
        table: false,
        totals: depthOf(depth, fields.length, false),
        order: orderOf(order, fields.length, whole, source.values.length),
      },
      true,
    );
  const rows = half(source.rows, rowDepth, rowOrder);
  const cols = half(source.cols, colDepth, colOrder);
  return laidOut(source, summary, { rows, cols }, Math.trunc(relative));
}

function laidOut(
  source: Source,
  summary: ReturnType<typeof aggregates>,
  { rows, cols }: { rows: Line[]; cols: Line[] },
  relative: number,
): Matrix {
  const across = summary.down ? summary.list.slice(0, 1) : summary.list;
  const down = summary.down ? summary.list : [null];
  const places = source.values.flatMap((_, at) => across.map((how) => ({ at, how })));
  checkedSize(rows.length * down.length, cols.length * places.length + source.rows.length);
  const inside = cols.map((col) => new Set(col.members));
  const relate = relation(relative, rows, cols, source.members);
  const body = rows.flatMap((row, r) =>
    down.map((only) => [
      ...row.key,
      ...(only ? [only.label] : []),
      ...cols.flatMap((_, c) => {
        const members = row.members.filter((member) => inside[c]?.has(member));
        if (members.length === 0) return places.map(() => "");
        return places.map(({ at, how }) =>
          (only ?? how).run(columnOf(source, at, members), () =>
            columnOf(source, at, relate(r, c)),
          ),
        );
      }),
    ]),
  );
  return Matrix.from([...pivotHeads(source, summary.down, cols, places), ...body]);
}

/** The lines above the body: names of column fields, their items, names of values. */
function pivotHeads(
  source: Source,
  down: boolean,
  cols: Line[],
  places: { at: number; how: Aggregate }[],
): Scalar[][] {
  const { names } = source;
  const blanks = [...source.rows.map((): Scalar => ""), ...(down ? [""] : [])];
  const wide = cols.length * places.length;
  const top: Scalar[][] = [];
  if (names && names.cols.length > 0)
    top.push([...blanks, ...Array.from({ length: wide }, (_, at) => names.cols[at] ?? "")]);
  source.cols.forEach((_, level) => {
    top.push([...blanks, ...cols.flatMap(({ key }) => places.map(() => key[level] ?? ""))]);
  });
  const several = places.some(({ how }) => how !== places[0]?.how);
  if (names)
    top.push([
      ...names.rows,
      ...(down ? [""] : []),
      ...repeated(
        places.map(({ at }) => names.values[at] ?? null),
        cols.length,
      ),
    ]);
  if (several)
    top.push([
      ...blanks,
      ...repeated(
        places.map(({ how }) => how.label),
        cols.length,
      ),
    ]);
  return top;
}

export function defineGrouping(): void {
  define("GROUPBY", "AAAn?n?A?A?n?", groupBy, { spills: true, defaults: true });
  define("PIVOTBY", "AAAAn?n?A?n?A?A?n?", pivotBy, { spills: true, defaults: true });
}
