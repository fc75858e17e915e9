/** Functions that decide which of their arguments are computed, or that bind names. */
import type { Compiler, Eval } from "./compile";
import type { Node } from "./parser";
import { spread } from "./registry";
import {
  CALC,
  CellError,
  compare,
  isScalar,
  Lambda,
  Matrix,
  NA,
  plain,
  type Scalar,
  toBoolean,
  toNumber,
  VALUE,
  type Value,
} from "./values";

type Form = (compiler: Compiler, args: Node[]) => Eval | null;

function caught(run: Eval): Eval {
  return (frame) => {
    try {
      return run(frame);
    } catch (error) {
      if (error instanceof CellError) return error;
      throw error;
    }
  };
}

function scalarOf(value: Value): Scalar {
  if (isScalar(value)) return value;
  return value instanceof Matrix ? (value.data[0] ?? null) : VALUE;
}

/** Choose for each cell of an array which of several values stands there. */
function chosen(
  by: Matrix,
  options: Value[],
  pick: (value: Scalar, row: number, col: number) => Scalar,
): Matrix {
  const arrays = [by, ...options.filter((option) => option instanceof Matrix)];
  const rows = Math.max(...arrays.map((array) => array.rows));
  const cols = Math.max(...arrays.map((array) => array.cols));
  return Matrix.fill(rows, cols, (row, col) => {
    const value = spread(by, row, col);
    try {
      if (value instanceof CellError) return value;
      return pick(value, row, col);
    } catch (error) {
      if (error instanceof CellError) return error;
      throw error;
    }
  });
}

function at(value: Value, row: number, col: number): Scalar {
  return value instanceof Matrix ? spread(value, row, col) : scalarOf(value);
}

const IF: Form = (compiler, args) => {
  const [test, yes, no] = args;
  if (!test || !yes || args.length > 3) return null;
  const cond = compiler.value(test);
  const then = compiler.any(yes);
  const otherwise: Eval = no ? compiler.any(no) : () => false;
  return caught((frame) => {
    const value = cond(frame);
    if (isScalar(value)) return toBoolean(value) ? then(frame) : otherwise(frame);
    if (!(value instanceof Matrix)) return VALUE;
    const one = plain(then(frame));
    const two = plain(otherwise(frame));
    return chosen(value, [one, two], (test, row, col) => at(toBoolean(test) ? one : two, row, col));
  });
};

const caughtErrors =
  (applies: (error: CellError) => boolean): Form =>
  (compiler, args) => {
    const [first, second] = args;
    if (!first || !second || args.length > 2) return null;
    const run = caught(compiler.value(first));
    const instead = compiler.any(second);
    return caught((frame) => {
      const value = run(frame);
      if (value instanceof CellError) return applies(value) ? instead(frame) : value;
      if (!(value instanceof Matrix)) return value;
      if (!value.data.some((cell) => cell instanceof CellError && applies(cell))) return value;
      const other = plain(instead(frame));
      return Matrix.fill(value.rows, value.cols, (row, col) => {
        const cell = value.at(row, col);
        return cell instanceof CellError && applies(cell) ? at(other, row, col) : cell;
      });
    });
  };

const IFS: Form = (compiler, args) => {
  if (args.length < 2 || args.length % 2) return null;
  const runs = args.map((arg, index) => (index % 2 ? compiler.any(arg) : compiler.value(arg)));
  return caught((frame) => {
    for (let index = 0; index < runs.length; index += 2) {
      const test = (runs[index] as Eval)(frame);
      if (test instanceof Matrix) return ifsOver(runs.map((run) => plain(run(frame))));
      if (toBoolean(scalarOf(test))) return (runs[index + 1] as Eval)(frame);
    }
    return NA;
  });
};

function ifsOver(values: Value[]): Value {
  const by = values.find((value) => value instanceof Matrix) as Matrix;
  return chosen(by, values, (_, row, col) => {
    for (let index = 0; index < values.length; index += 2) {
      const test = at(values[index] as Value, row, col);
      if (toBoolean(test)) return at(values[index + 1] as Value, row, col);
    }
    return NA;
  });
}

const SWITCH: Form = (compiler, args) => {
  const [subject, ...rest] = args;
  if (!subject || rest.length < 2) return null;
  const value = compiler.value(subject);
  const runs = rest.map((arg) => compiler.any(arg));
  const select = (wanted: Scalar, pick: (run: Eval) => Value): Value => {
    if (wanted instanceof CellError) return wanted;
    for (let index = 0; index + 1 < runs.length; index += 2)
      if (compare(wanted, scalarOf(plain(pick(runs[index] as Eval)))) === 0)
        return pick(runs[index + 1] as Eval);
    return runs.length % 2 ? pick(runs[runs.length - 1] as Eval) : NA;
  };
  return caught((frame) => {
    const wanted = value(frame);
    if (!(wanted instanceof Matrix)) return select(scalarOf(wanted), (run) => run(frame));
    return chosen(wanted, [], (cell, row, col) =>
      scalarOf(select(cell, (run) => at(plain(run(frame)), row, col))),
    );
  });
};

const CHOOSE: Form = (compiler, args) => {
  const [index, ...rest] = args;
  if (!index || rest.length === 0) return null;
  const which = compiler.value(index);
  const runs = rest.map((arg) => compiler.any(arg));
  const option = (value: Scalar): Eval => {
    const run = runs[Math.trunc(toNumber(value)) - 1];
    if (!run) throw VALUE;
    return run;
  };
  return caught((frame) => {
    const value = which(frame);
    if (!(value instanceof Matrix)) return option(scalarOf(value))(frame);
    if (value.rows === 1 && value.cols > 1)
      return beside(value, (cell) => plain(option(cell)(frame)));
    return chosen(value, [], (cell, row, col) => at(plain(option(cell)(frame)), row, col));
  });
};

/** `CHOOSE({1,2},A:A,B:B)`: the columns that were chosen, side by side. */
function beside(by: Matrix, pick: (value: Scalar) => Value): Matrix {
  const columns = by.data.map(pick);
  const rows = Math.max(
    1,
    ...columns.map((column) => (column instanceof Matrix ? column.rows : 1)),
  );
  return Matrix.fill(rows, columns.length, (row, col) => at(columns[col] as Value, row, 0));
}

const LET: Form = (compiler, args) => {
  if (args.length < 3 || args.length % 2 === 0) return null;
  const runs: Eval[] = [];
  let inside = compiler;
  for (let index = 0; index + 1 < args.length; index += 2) {
    const name = args[index];
    if (name?.type !== "name") return () => VALUE;
    runs.push(inside.any(args[index + 1] as Node));
    inside = inside.binding(name.name);
  }
  const body = inside.any(args[args.length - 1] as Node);
  return caught((frame) => {
    let inner = frame;
    for (const run of runs) inner = inner.bind(run(inner));
    return body(inner);
  });
};

const LAMBDA: Form = (compiler, args) => {
  const body = args.at(-1);
  if (!body) return null;
  let inside = compiler;
  for (const parameter of args.slice(0, -1)) {
    const name = parameterName(parameter);
    if (name === null) return () => VALUE;
    inside = inside.binding(name);
  }
  const run = inside.any(body);
  const arity = args.length - 1;
  return (frame) =>
    new Lambda(arity, (values) => {
      let inner = frame.deeper();
      for (let index = 0; index < arity; index++)
        inner = inner.bind(index < values.length ? (values[index] as Value) : null);
      return run(inner);
    });
};

/** `x`, or `[x]` where it may be left out. */
function parameterName(node: Node): string | null {
  if (node.type === "name" && node.sheet === null) return node.name;
  return node.type === "structured" && node.table === "" ? node.spec : null;
}

const AND_OR =
  (start: boolean, join: (all: boolean, one: boolean) => boolean): Form =>
  (compiler, args) => {
    if (args.length === 0) return null;
    const runs = args.map((arg) => compiler.any(arg));
    return caught((frame) => {
      let all = start;
      let seen = false;
      for (const run of runs)
        for (const value of truths(run(frame))) {
          all = join(all, value);
          seen = true;
        }
      return seen ? all : VALUE;
    });
  };

function truths(value: Value): boolean[] {
  if (isScalar(value)) return value === null ? [] : [toBoolean(value)];
  const array = plain(value);
  if (!(array instanceof Matrix)) {
    const only = scalarOf(array);
    if (only instanceof CellError) throw only;
    return typeof only === "boolean" || typeof only === "number" ? [toBoolean(only)] : [];
  }
  return array.data.flatMap((cell) => {
    if (cell instanceof CellError) throw cell;
    return typeof cell === "boolean" || typeof cell === "number"
      ? [cell !== false && cell !== 0]
      : [];
  });
}

const ISOMITTED: Form = (compiler, args) => {
  const [arg] = args;
  if (!arg) return null;
  const run = compiler.any(arg);
  return (frame) => run(frame) === null;
};

const ERRORS_ALONE = caughtErrors((error) => error.code === "#N/A");

export const SPECIAL_FORMS: Readonly<Record<string, Form>> = {
  IF,
  IFS,
  IFERROR: caughtErrors(() => true),
  IFNA: ERRORS_ALONE,
  SWITCH,
  CHOOSE,
  LET,
  LAMBDA,
  AND: AND_OR(true, (all, one) => all && one),
  OR: AND_OR(false, (all, one) => all || one),
  XOR: AND_OR(false, (all, one) => all !== one),
  ISOMITTED,
};

/** Whether a function binds names or makes functions, whose results may be arrays. */
export function isScopeForm(name: string): boolean {
  return name === "LET" || name === "LAMBDA";
}

/** Call a LAMBDA for one cell of an array. Throws #CALC! when it gives an array. */
export function callOne(lambda: Value | undefined, args: Value[]): Scalar {
  if (!(lambda instanceof Lambda)) throw VALUE;
  const result = plain(lambda.call(args));
  if (result instanceof Matrix) {
    if (result.data.length !== 1) throw CALC;
    return result.data[0] ?? null;
  }
  return scalarOf(result);
}
