/** A formula's tree into a program that runs at any cell of its worksheet. */
import type { SheetCells } from "./cells";
import { cornerCol, cornerRow, type FormulaShape, type Precedent, type Program } from "./formula";
import type { Frame } from "./frame";
import { type Corner, FormulaError, tokenize } from "./lexer";
import { BINARY, type Binary, combine, combineOne } from "./operators";
import { type Node, parse, type SheetName } from "./parser";
import { apply, type FunctionEntry, functionNamed, kindAt } from "./registry";
import { isScopeForm, SPECIAL_FORMS } from "./special";
import { structuredArea } from "./structured";
import {
  CellError,
  isScalar,
  Lambda,
  Matrix,
  NAME,
  NULL,
  plain,
  REF,
  Ref,
  Union,
  VALUE,
  type Value,
} from "./values";
import type { Workbook } from "./workbook";

export type Eval = (frame: Frame) => Value;

/** What a program gathers while it is compiled. */
interface Findings {
  precedents: Precedent[];
  volatile: boolean;
  summary: boolean;
  unknown: string[];
  external: boolean;
  remote: boolean;
  dynamic: boolean;
}

/** Compiles the parts of one formula; `locals` are the names that LET and LAMBDA bind around it. */
export class Compiler {
  constructor(
    readonly book: Workbook,
    readonly sheet: SheetCells,
    private readonly found: Findings,
    readonly array: boolean,
    private readonly locals: string[] = [],
    private readonly naming: string[] = [],
    /** References are not read, so that nothing in them must be computed first. */
    private readonly loose = false,
  ) {}

  private with(changes: {
    array?: boolean;
    locals?: string[];
    naming?: string[];
    loose?: boolean;
  }): Compiler {
    return new Compiler(
      this.book,
      this.sheet,
      this.found,
      changes.array ?? this.array,
      changes.locals ?? this.locals,
      changes.naming ?? this.naming,
      changes.loose ?? false,
    );
  }

  /** The compiler inside a binding of a name. */
  binding(name: string): Compiler {
    return this.with({ locals: [...this.locals, name.toLowerCase()] });
  }

  /** A plain value: areas are read, in a formula that is no array formula only where they cross its row or column. */
  value(node: Node): Eval {
    if (node.type === "area" && node.from === node.to) {
      const sheet = this.single(node.sheet);
      if (sheet) {
        this.precede(sheet, node.from, node.to);
        const { from } = node;
        if (from.rowAbs && from.colAbs) return () => sheet.value(from.row, from.col);
        return (frame) => sheet.value(cornerRow(from, frame.row), cornerCol(from, frame.col));
      }
    }
    const run = this.any(node);
    if (this.array) return (frame) => readable(run(frame));
    return (frame) => {
      const value = run(frame);
      return readable(value instanceof Ref && !value.single ? crossing(value, frame) : value);
    };
  }

  /** A value that may be a reference. */
  any(node: Node): Eval {
    switch (node.type) {
      case "literal": {
        const { value } = node;
        return () => value;
      }
      case "missing":
        return () => null;
      case "array": {
        const matrix = Matrix.from(node.rows);
        return () => matrix;
      }
      case "area":
        return this.area(node);
      case "name":
        return this.name(node.name, node.sheet);
      case "structured":
        return this.structured(node);
      case "call":
        return this.call(node.name, node.args);
      case "invoke":
        return this.invoke(this.any(node.callee), node.args);
      case "unary":
        return this.unary(node.op, node.operand);
      case "binary":
        return this.binary(node);
    }
  }

  private single(name: SheetName | null): SheetCells | undefined {
    if (name === null) return this.sheet;
    return name.book === null && name.last === null ? this.book.sheetNamed(name.first) : undefined;
  }

  private precede(sheet: SheetCells, from: Corner, to: Corner): void {
    this.found.precedents.push({ sheet, from, to, ...(this.loose && { loose: true }) });
  }

  private area(node: Node & { type: "area" }): Eval {
    const { from, to } = node;
    if (node.sheet?.book) {
      this.found.external = true;
      return () => REF;
    }
    if (node.sheet?.last) {
      const sheets = this.book.between(node.sheet.first, node.sheet.last);
      for (const sheet of sheets) this.precede(sheet, from, to);
      if (sheets.length === 0) return () => REF;
      return (frame) => new Union(sheets.map((sheet) => refAt(sheet, from, to, frame)));
    }
    const sheet = this.single(node.sheet);
    if (!sheet) return () => REF;
    this.precede(sheet, from, to);
    return (frame) => refAt(sheet, from, to, frame);
  }

  private name(name: string, sheet: SheetName | null): Eval {
    const at = sheet === null ? this.locals.lastIndexOf(name.toLowerCase()) : -1;
    if (at >= 0) {
      const distance = this.locals.length - 1 - at;
      return (frame) => frame.local(distance);
    }
    if (sheet?.book) {
      this.found.external = true;
      return () => REF;
    }
    const scope = sheet === null ? this.sheet.sid : this.book.sheetNamed(sheet.first)?.sid;
    const info = this.book.nameFor(name, scope ?? "");
    if (!info) return this.table(name);
    const key = `${info.scope ?? ""}!${info.name.toLowerCase()}`;
    if (this.naming.includes(key)) return () => NAME;
    try {
      const { loose } = this;
      const inner = this.with({ locals: [], naming: [...this.naming, key], array: true, loose });
      return inner.any(parse(tokenize(info.formula, 0, 0).tokens));
    } catch (error) {
      if (error instanceof FormulaError) return () => NAME;
      throw error;
    }
  }

  /** A table's name alone stands for its data. */
  private table(name: string): Eval {
    if (this.book.tableNamed(name))
      return this.structured({ type: "structured", table: name, spec: "", book: null });
    return this.functionValue(name.toUpperCase().replace(/^_XLETA\./, "")) ?? (() => NAME);
  }

  /** The name of a function alone stands for it where a LAMBDA may: `BYROW(A1:B2,SUM)`. */
  private functionValue(name: string): Eval | null {
    const argument = "\u0000argument";
    const special = SPECIAL_FORMS[name]?.(this.binding(argument), [
      { type: "name", sheet: null, name: argument },
    ]);
    if (special)
      return (frame) => new Lambda(1, ([value = null]) => special(frame.bind(value)), name);
    const entry = functionNamed(name);
    if (!entry || entry.remote) return null;
    const arity = entry.repeat > 0 ? Number.POSITIVE_INFINITY : entry.kinds.length;
    const shares = name === "PERCENTOF";
    return (frame) => new Lambda(arity, (args) => apply(entry, args, frame), name, shares);
  }

  private structured(node: Node & { type: "structured" }): Eval {
    if (node.book !== null) {
      this.found.external = true;
      return () => REF;
    }
    if (node.table === "") this.within();
    const fixed = structuredArea(this.book, node.table, node.spec);
    if (fixed instanceof CellError) return () => fixed;
    if (fixed) {
      const sheet = this.book.sheets.get(fixed.sid);
      if (!sheet) return () => REF;
      const corner = (row: number, col: number): Corner =>
        fixed.thisRow
          ? { row: 0, col, rowAbs: false, colAbs: true }
          : { row, col, rowAbs: true, colAbs: true };
      const from = corner(fixed.row1, fixed.col1);
      const to = corner(fixed.row2, fixed.col2);
      this.precede(sheet, from, to);
      return (frame) => {
        if (fixed.thisRow && (frame.row < fixed.row1 || frame.row > fixed.row2)) return VALUE;
        return refAt(sheet, from, to, frame);
      };
    }
    return (frame) => {
      const here = structuredArea(frame.book, node.table, node.spec, frame);
      if (here === null) return REF;
      if (here instanceof CellError) return here;
      const sheet = frame.book.sheets.get(here.sid);
      return sheet
        ? frame.reached(new Ref(sheet, here.row1, here.col1, here.row2, here.col2))
        : REF;
    };
  }

  /** `[@Name]` without a table: any table of this worksheet may be the one around the cell. */
  private within(): void {
    this.found.dynamic = true;
    for (const table of this.book.tables) {
      if (table.sid !== this.sheet.sid) continue;
      const corner = (row: number, col: number): Corner => ({
        row,
        col,
        rowAbs: true,
        colAbs: true,
      });
      const [from, to] = [corner(table.row1, table.col1), corner(table.row2, table.col2)];
      this.found.precedents.push({ sheet: this.sheet, from, to, loose: true });
    }
  }

  private call(name: string, args: Node[]): Eval {
    const at = this.locals.lastIndexOf(name.toLowerCase());
    if (at >= 0) return this.invoke(this.name(name, null), args);
    const special = SPECIAL_FORMS[name];
    if (special) return special(this, args) ?? (() => VALUE);
    const entry = functionNamed(name);
    if (entry) return this.registered(entry, args);
    if (this.book.nameFor(name, this.sheet.sid)) return this.invoke(this.name(name, null), args);
    this.found.unknown.push(name);
    return () => NAME;
  }

  private registered(entry: FunctionEntry, args: Node[]): Eval {
    if (entry.volatile) this.found.volatile = true;
    if (entry.summary) this.found.summary = true;
    if (entry.dynamic) this.found.dynamic = true;
    if (entry.remote) this.found.remote = true;
    if (
      args.length < entry.min ||
      (args.length > 0 && kindAt(entry, args.length - 1) === undefined)
    )
      return () => VALUE;
    const runs = args.map((arg, at) => this.argument(entry, arg, at));
    return (frame) => {
      const values: Value[] = new Array(runs.length);
      for (let at = 0; at < runs.length; at++) values[at] = (runs[at] as Eval)(frame);
      return apply(entry, values, frame);
    };
  }

  private argument(entry: FunctionEntry, node: Node, at: number): Eval {
    const kind = kindAt(entry, at);
    // `apply` hands on what is left away as undefined, whatever the types of other values.
    if (entry.defaults && node.type === "missing") return () => undefined as unknown as Value;
    if (kind === "r") return this.with({ loose: true }).any(node);
    if (kind === "a") return this.any(node);
    if (kind === "A") return this.with({ array: true }).any(node);
    return this.value(node);
  }

  /** Call what an expression gives, which must be a LAMBDA. */
  private invoke(callee: Eval, args: Node[]): Eval {
    const runs = args.map((arg) => this.any(arg));
    return (frame) => {
      const target = callee(frame);
      if (target instanceof CellError) return target;
      if (!(target instanceof Lambda)) return REF;
      if (runs.length > target.arity) return VALUE;
      return target.call(runs.map((run) => run(frame)));
    };
  }

  private unary(op: string, operand: Node): Eval {
    if (op === "@") {
      const run = this.any(operand);
      return (frame) => {
        const value = run(frame);
        return value instanceof Ref && !value.single
          ? crossing(value, frame)
          : value instanceof Matrix
            ? (value.data[0] ?? null)
            : value;
      };
    }
    if (op === "#") return spilled(this.any(operand));
    const run = this.value(operand);
    const of =
      (sign: (value: number) => number): Eval =>
      (frame) =>
        combineOne(sign, plain(run(frame)));
    if (op === "+") return run;
    return op === "-" ? of((value) => -value) : of((value) => value / 100);
  }

  /** Operators one after the other run in a loop: a formula may hold thousands of them. */
  private binary(node: Node & { type: "binary" }): Eval {
    if (!BINARY[node.op])
      return this.references(node.op, this.any(node.left), this.any(node.right));
    const steps: { operator: Binary; right: Eval }[] = [];
    let left: Node = node;
    for (; left.type === "binary"; left = left.left) {
      const operator = BINARY[left.op];
      if (!operator) break;
      steps.push({ operator, right: this.value(left.right) });
    }
    const first = this.value(left);
    if (steps.length === 1) {
      const [{ operator, right }] = steps as [{ operator: Binary; right: Eval }];
      return (frame) => joined(operator, first(frame), right(frame));
    }
    steps.reverse();
    return (frame) => {
      let value = first(frame);
      for (const { operator, right } of steps) value = joined(operator, value, right(frame));
      return value;
    };
  }

  private references(op: string, left: Eval, right: Eval): Eval {
    if (op === ":") this.found.dynamic = true;
    return (frame) => {
      const a = left(frame);
      const b = right(frame);
      if (a instanceof CellError) return a;
      if (b instanceof CellError) return b;
      if (op === ",") return union(a, b);
      if (!(a instanceof Ref) || !(b instanceof Ref) || a.sheet !== b.sheet) return VALUE;
      if (op === " ") return overlap(a, b) ?? NULL;
      const { min, max } = Math;
      return frame.reached(
        new Ref(
          a.sheet,
          min(a.row1, b.row1),
          min(a.col1, b.col1),
          max(a.row2, b.row2),
          max(a.col2, b.col2),
        ),
      );
    };
  }
}

function joined(operator: Binary, left: Value, right: Value): Value {
  if (isScalar(left) && isScalar(right)) {
    try {
      return operator(left, right);
    } catch (error) {
      if (error instanceof CellError) return error;
      throw error;
    }
  }
  return combine(operator, plain(left), plain(right));
}

function refAt(sheet: SheetCells, from: Corner, to: Corner, frame: Frame): Ref {
  const row1 = cornerRow(from, frame.row);
  const col1 = cornerCol(from, frame.col);
  if (from === to) return new Ref(sheet, row1, col1, row1, col1);
  const row2 = cornerRow(to, frame.row);
  const col2 = cornerCol(to, frame.col);
  return new Ref(
    sheet,
    Math.min(row1, row2),
    Math.min(col1, col2),
    Math.max(row1, row2),
    Math.max(col1, col2),
  );
}

function readable(value: Value): Value {
  if (value instanceof Ref) return plain(value);
  return value instanceof Union ? VALUE : value;
}

/** The cell of an area in the row or column of the formula (implicit intersection). */
function crossing(ref: Ref, frame: Frame): Value {
  if (ref.cols === 1 && frame.row >= ref.row1 && frame.row <= ref.row2)
    return ref.sheet.value(frame.row, ref.col1);
  if (ref.rows === 1 && frame.col >= ref.col1 && frame.col <= ref.col2)
    return ref.sheet.value(ref.row1, frame.col);
  return VALUE;
}

/** `A1#`: all that the formula in A1 fills. */
function spilled(run: Eval): Eval {
  return (frame) => {
    const value = run(frame);
    if (!(value instanceof Ref)) return REF;
    const anchor = value.sheet.formula(value.row1, value.col1);
    if (!anchor?.shape.dynamic && !(anchor && (anchor.rows > 1 || anchor.cols > 1))) return REF;
    return new Ref(
      value.sheet,
      anchor.row,
      anchor.col,
      anchor.row + anchor.rows - 1,
      anchor.col + anchor.cols - 1,
    );
  };
}

function union(left: Value, right: Value): Value {
  const areas = [left, right].flatMap((value) =>
    value instanceof Union ? value.areas : value instanceof Ref ? [value] : [],
  );
  return areas.length < 2 ? VALUE : new Union(areas);
}

function overlap(a: Ref, b: Ref): Ref | null {
  const row1 = Math.max(a.row1, b.row1);
  const row2 = Math.min(a.row2, b.row2);
  const col1 = Math.max(a.col1, b.col1);
  const col2 = Math.min(a.col2, b.col2);
  return row1 > row2 || col1 > col2 ? null : new Ref(a.sheet, row1, col1, row2, col2);
}

/** Whether a formula gives arrays by itself, so that it spills whatever its cell says. */
function spillsAlone(node: Node): boolean {
  if (node.type === "unary" && node.op === "@") return false;
  if (node.type === "call") {
    if (functionNamed(node.name)?.spills || isScopeForm(node.name)) return true;
    return node.args.some(spillsAlone);
  }
  if (node.type === "invoke") return true;
  if (node.type === "unary") return node.op === "#" || spillsAlone(node.operand);
  let left: Node = node;
  for (; left.type === "binary"; left = left.left) if (spillsAlone(left.right)) return true;
  return node.type === "binary" && spillsAlone(left);
}

/** Programs of a workbook, each once for all formulas that read alike. */
export class Programs {
  private readonly programs = new Map<string, Program>();

  constructor(private readonly book: Workbook) {}

  /** The program of a formula in a cell; one that cannot be read gives #NAME?. */
  get(text: string, sheet: SheetCells, row: number, col: number, shape: FormulaShape): Program {
    const array = shape.dynamic === true || shape.area !== undefined;
    try {
      const { tokens, key } = tokenize(text, row, col);
      const full = `${sheet.sid}${array ? "*" : " "}${key}`;
      const known = this.programs.get(full);
      if (known) return known;
      const made = this.make(full, parse(tokens), sheet, array);
      this.programs.set(full, made);
      return made;
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      return unreadable(text);
    }
  }

  private make(key: string, node: Node, sheet: SheetCells, array: boolean): Program {
    const found: Findings = {
      precedents: [],
      volatile: false,
      summary: false,
      unknown: [],
      external: false,
      remote: false,
      dynamic: false,
    };
    const fills = array || spillsAlone(node);
    const run = new Compiler(this.book, sheet, found, fills).any(node);
    return { key, sheet, array: fills, run, ...found };
  }

  clear(): void {
    this.programs.clear();
  }
}

function unreadable(text: string): Program {
  return {
    key: `!${text}`,
    sheet: null,
    array: false,
    run: () => NAME,
    precedents: [],
    volatile: false,
    summary: false,
    unknown: [],
    external: false,
    remote: false,
    dynamic: false,
  };
}
