/** A small workbook for tests: cells by A1 name, computed at once. */
import { Calculator, type Input } from "../engine/calculator";
import type { SheetCells } from "../engine/cells";
import { tokenize } from "../engine/lexer";
import { CellError, Matrix, type Scalar } from "../engine/values";

/** What tests write: formulas with `=`, in braces for dynamic arrays: `{=SORT(A1:A3)}`. */
export type Written = Scalar;

export function placeOf(name: string): [row: number, col: number] {
  const token = tokenize(name, 0, 0).tokens[0];
  if (token?.kind !== "cell") throw new Error(`${name} is no cell`);
  return [token.corner.row, token.corner.col];
}

function inputOf(value: Written): Input {
  if (typeof value !== "string") return value;
  const dynamic = /^\{=(.*)\}$/s.exec(value);
  if (dynamic) return { formula: dynamic[1] ?? "", shape: { dynamic: true } };
  return value.startsWith("=") ? { formula: value.slice(1), shape: {} } : value;
}

/** Errors by their code. */
export function shown(value: Scalar): Scalar | string {
  return value instanceof CellError ? value.code : value;
}

export class TestBook {
  readonly calculator = new Calculator();
  constructor(sheets: Record<string, Record<string, Written>> = { Sheet1: {} }) {
    for (const name of Object.keys(sheets))
      this.calculator.addSheet(`s${this.calculator.book.order.length + 1}`, name);
    for (const [name, cells] of Object.entries(sheets)) this.put(cells, name);
    this.calculator.run();
  }
  sheet(name = "Sheet1"): SheetCells {
    const sheet = this.calculator.book.sheetNamed(name);
    if (!sheet) throw new Error(`no sheet ${name}`);
    return sheet;
  }
  put(cells: Record<string, Written>, sheet = "Sheet1"): this {
    for (const [name, value] of Object.entries(cells))
      this.calculator.set(this.sheet(sheet), ...placeOf(name), inputOf(value));
    return this;
  }
  run(): this {
    this.calculator.run();
    return this;
  }
  get(name: string, sheet = "Sheet1"): Scalar | string {
    return shown(this.sheet(sheet).value(...placeOf(name)));
  }
  state(name: string, sheet = "Sheet1"): string | null {
    return this.calculator.stateOf(this.sheet(sheet), ...placeOf(name));
  }
  /** The rows of an area. */
  rows(from: string, to: string, sheet = "Sheet1"): (Scalar | string)[][] {
    const [row1, col1] = placeOf(from);
    const [row2, col2] = placeOf(to);
    const rows: (Scalar | string)[][] = [];
    for (let row = row1; row <= row2; row++) {
      const line: (Scalar | string)[] = [];
      for (let col = col1; col <= col2; col++) line.push(shown(this.sheet(sheet).value(row, col)));
      rows.push(line);
    }
    return rows;
  }
  /** What a formula gives in ZZ1000. */
  of(formula: string): Scalar | string | (Scalar | string)[][] {
    const value = this.calculator.evaluate(this.sheet(), 999, 701, formula);
    if (!(value instanceof Matrix)) return shown(value);
    return Array.from({ length: value.rows }, (_, row) => value.row(row).map(shown));
  }
}
