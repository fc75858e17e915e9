/** The functions that the engine has: how each takes its arguments, and what it does. */
import type { Frame } from "./frame";
import {
  CellError,
  isScalar,
  Lambda,
  Matrix,
  NUM,
  type Scalar,
  toBoolean,
  toNumber,
  toText,
  VALUE,
  type Value,
} from "./values";

/**
 * How an argument is taken: a number, a text, a truth value, a scalar, a scalar that may be an error (all of these are
 * lifted over arrays), anything (a reference stays one), anything computed as in an array formula, or a reference whose
 * cells are not read.
 */
export type Kind = "n" | "t" | "b" | "s" | "e" | "a" | "A" | "r";

// biome-ignore lint/suspicious/noExplicitAny: functions differ in their arguments; `spec` says what each is given.
type Run = (...args: any[]) => Value | undefined;

export interface FunctionEntry {
  readonly name: string;
  readonly kinds: Kind[];
  readonly min: number;
  /** How many kinds at the end repeat; 0: none. */
  readonly repeat: number;
  readonly run: Run;
  /** The frame is its first argument. */
  readonly framed: boolean;
  readonly volatile: boolean;
  /** Leaves out hidden rows. */
  readonly summary: boolean;
  /** Returns arrays that spill, in any formula. */
  readonly spills: boolean;
  /** Returns arrays that spill where the formula was entered as one that may. */
  readonly arrays: boolean;
  /** An empty argument counts as one that is left away. */
  readonly defaults: boolean;
  /** Would ask a server: formulas keep what the file says. */
  readonly remote: boolean;
  /** Returns references that are only known when it runs. */
  readonly dynamic: boolean;
}

export interface Flags {
  framed?: boolean;
  volatile?: boolean;
  summary?: boolean;
  spills?: boolean;
  arrays?: boolean;
  defaults?: boolean;
  remote?: boolean;
  dynamic?: boolean;
}

const entries = new Map<string, FunctionEntry>();

/** Register a function. `spec` lists kinds; `?` makes one optional, `*` at the end repeats the last, `**` the last two. */
export function define(name: string, spec: string, run: Run, flags: Flags = {}): void {
  const kinds = [...spec.replace(/[?*]/g, "")] as Kind[];
  const optional = (spec.match(/\?/g) ?? []).length;
  const repeat = (spec.match(/\*/g) ?? []).length;
  entries.set(name, {
    name,
    kinds,
    min: kinds.length - optional,
    repeat,
    run,
    framed: flags.framed ?? false,
    volatile: flags.volatile ?? false,
    summary: flags.summary ?? false,
    spills: flags.spills ?? false,
    arrays: flags.arrays ?? false,
    defaults: flags.defaults ?? false,
    remote: flags.remote ?? false,
    dynamic: flags.dynamic ?? false,
  });
}

/** Let another name stand for a function. */
export function alias(name: string, of: string): void {
  const entry = entries.get(of);
  if (!entry) throw new Error(`${of} is not defined`);
  entries.set(name, { ...entry, name });
}

export function functionNamed(name: string): FunctionEntry | undefined {
  return entries.get(name);
}

export function functionNames(): string[] {
  return [...entries.keys()].sort();
}

/** The kind of an argument; undefined when there are too many. */
export function kindAt(entry: FunctionEntry, at: number): Kind | undefined {
  if (at < entry.kinds.length) return entry.kinds[at];
  if (entry.repeat === 0) return undefined;
  const start = entry.kinds.length - entry.repeat;
  return entry.kinds[start + ((at - start) % entry.repeat)];
}

function coerced(kind: Kind, value: Scalar): Scalar {
  switch (kind) {
    case "n":
      return typeof value === "number" ? value : toNumber(value);
    case "t":
      return toText(value);
    case "b":
      return toBoolean(value);
    case "e":
      return value;
    default:
      if (value instanceof CellError) throw value;
      return value;
  }
}

/** Numbers that are none are errors. */
export function settled(value: Value | undefined): Value {
  if (value === undefined) return null;
  if (typeof value === "number" && !Number.isFinite(value)) return NUM;
  return value;
}

function once(entry: FunctionEntry, args: Value[], frame: Frame): Value {
  return settled(entry.framed ? entry.run(frame, ...args) : entry.run(...args));
}

const ANYTHING = "aAr";

/** Convert arguments in place; true when one of them is an array where a scalar is taken. */
function prepare(entry: FunctionEntry, args: Value[]): boolean {
  let lifted = false;
  for (let at = 0; at < args.length; at++) {
    const kind = kindAt(entry, at) ?? "a";
    const value = args[at];
    if (value === undefined || ANYTHING.includes(kind)) continue;
    if (value instanceof Matrix) lifted = true;
    else if (isScalar(value)) args[at] = coerced(kind, value);
    else if (!(value instanceof Lambda) || kind !== "e") throw VALUE;
  }
  return lifted;
}

/** Run a function on values; arrays where a scalar is taken run it once for each of their cells. */
export function apply(entry: FunctionEntry, args: Value[], frame: Frame): Value {
  try {
    return prepare(entry, args) ? lift(entry, args, frame) : once(entry, args, frame);
  } catch (error) {
    if (error instanceof CellError) return error;
    throw error;
  }
}

function lift(entry: FunctionEntry, args: Value[], frame: Frame): Value {
  const takesScalar = (at: number) => !ANYTHING.includes(kindAt(entry, at) ?? "a");
  const matrices = args.filter(
    (arg, at): arg is Matrix => arg instanceof Matrix && takesScalar(at),
  );
  const rows = Math.max(...matrices.map((matrix) => matrix.rows));
  const cols = Math.max(...matrices.map((matrix) => matrix.cols));
  return Matrix.fill(rows, cols, (row, col) => {
    const cell = args.map((arg, at) =>
      arg instanceof Matrix && takesScalar(at) ? spread(arg, row, col) : arg,
    );
    const result = apply(entry, cell, frame);
    if (isScalar(result)) return result;
    return result instanceof Matrix ? (result.data[0] ?? null) : VALUE;
  });
}

/** The value of an array at a place of a larger one: one row or column counts for all. */
export function spread(matrix: Matrix, row: number, col: number): Scalar {
  const r = matrix.rows === 1 ? 0 : row;
  const c = matrix.cols === 1 ? 0 : col;
  if (r >= matrix.rows || c >= matrix.cols) return errorNA;
  return matrix.data[r * matrix.cols + c] ?? null;
}
const errorNA = new CellError("#N/A");
