/** The functions that GROUPBY and PIVOTBY summarise with, and what shares are shares of. */
import { callOne } from "../engine/special";
import {
  CellError,
  Lambda,
  LambdaVector,
  Matrix,
  type Plain,
  type Scalar,
  VALUE,
  type Value,
} from "../engine/values";
import type { Line } from "./groups";

/** One function: its name above its results, and what it gives for some values out of all. */
export interface Aggregate {
  label: string;
  run(part: Matrix, all: () => Matrix): Scalar;
}

/** What LAMBDAs without a name are called. */
const CUSTOM = "CUSTOM";

function aggregateOf(lambda: Lambda): Aggregate {
  const { shares } = lambda;
  return {
    label: lambda.name === "" ? CUSTOM : lambda.name,
    run: (part, all) => {
      try {
        return callOne(lambda, shares ? [part, all()] : [part]);
      } catch (error) {
        if (error instanceof CellError) return error;
        throw error;
      }
    },
  };
}

/** One function or several, side by side or below one another. Throws #VALUE! when there is none. */
export function aggregates(value: Plain): { list: Aggregate[]; down: boolean } {
  if (value instanceof CellError) throw value;
  if (!(value instanceof Lambda)) throw VALUE;
  if (!(value instanceof LambdaVector)) return { list: [aggregateOf(value)], down: false };
  return { list: value.list.map(aggregateOf), down: value.down };
}

/** Some observations of a column of values. */
export function columnOf(source: { values: Scalar[][] }, at: number, members: number[]): Matrix {
  const column = source.values[at] ?? [];
  return new Matrix(
    members.length,
    1,
    members.map((member) => column[member] ?? null),
  );
}

/**
 * The observations that a cell's are a share of: 0 those of its column, 1 of its row, 2 all, 3 of the group around its
 * column, 4 of the group around its row. Throws #VALUE! for others.
 */
export function relation(
  which: number,
  rows: Line[],
  cols: Line[],
  all: number[],
): (row: number, col: number) => number[] {
  if (which < 0 || which > 4) throw VALUE;
  const around = (lines: Line[]) => {
    const byPath = new Map<string, number[]>();
    for (const { path, members } of lines)
      for (let length = 0; length < path.length; length++) {
        const id = path.slice(0, length).join("\u0000");
        byPath.set(id, [...new Set([...(byPath.get(id) ?? []), ...members])]);
      }
    return lines.map(({ path }) => byPath.get(path.slice(0, -1).join("\u0000")) ?? all);
  };
  const both = (left: number[] = [], right: number[] = []) => {
    const inside = new Set(right);
    return left.filter((member) => inside.has(member));
  };
  const [parents, lines] = [which === 3 ? around(cols) : around(rows), which === 3 ? rows : cols];
  switch (which) {
    case 0:
      return (_, col) => cols[col]?.members ?? [];
    case 1:
      return (row) => rows[row]?.members ?? [];
    case 2:
      return () => all;
    case 3:
      return (row, col) => both(parents[col], lines[row]?.members);
    default:
      return (row, col) => both(parents[row], lines[col]?.members);
  }
}

/** Functions side by side or below one another, as HSTACK and VSTACK put them; null when they are none. */
export function stackedFunctions(args: Value[], down: boolean): Value | null {
  if (!args.some((arg) => arg instanceof Lambda)) return null;
  const list = args.flatMap((arg) => (arg instanceof LambdaVector ? arg.list : [arg]));
  if (!list.every((each) => each instanceof Lambda)) throw VALUE;
  return new LambdaVector(list, down);
}
