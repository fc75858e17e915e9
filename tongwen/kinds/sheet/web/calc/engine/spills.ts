/** Results that fill several cells: dynamic arrays, which need free cells, and array formulas, whose area is given. */
import { MAX_COLS, MAX_ROWS, type SheetCells } from "./cells";
import type { Formula } from "./formula";
import { spread } from "./registry";
import { same } from "./results";
import { Matrix, type Scalar, SPILL } from "./values";

const NOBODY: ReadonlySet<Formula> = new Set();

/** Writes results into worksheets and remembers whose they are. */
export class Spills {
  private readonly waiting = new Map<SheetCells, Set<Formula>>();

  constructor(private readonly changed: (sheet: SheetCells, row: number, col: number) => void) {}

  /** Formulas of a worksheet that found no room. */
  blocked(sheet: SheetCells): ReadonlySet<Formula> {
    return this.waiting.get(sheet) ?? NOBODY;
  }

  /** Something is put into a cell: whose result lay there? */
  entered(sheet: SheetCells, row: number, col: number): Formula | undefined {
    if (sheet.owners.size === 0) return undefined;
    const key = row * MAX_COLS + col;
    const owner = sheet.owners.get(key);
    sheet.owners.delete(key);
    return owner;
  }

  /** Take back all that a formula wrote beside its own cell. Returns those cells; what reads them waits. */
  withdraw(formula: Formula): number[] {
    const changed: number[] = [];
    this.waiting.get(formula.sheet)?.delete(formula);
    this.shrink(formula, 1, 1, changed);
    return changed;
  }

  /** Write a result; returns the cells whose value changed, as row * MAX_COLS + col. */
  place(formula: Formula, result: Scalar | Matrix): number[] {
    const { sheet, row, col, shape } = formula;
    const array = shape.area ? shaped(result, shape.area) : result;
    const changed: number[] = [];
    if (!(array instanceof Matrix)) {
      this.waiting.get(sheet)?.delete(formula);
      this.shrink(formula, 1, 1, changed);
      this.write(sheet, row, col, array, changed);
      return changed;
    }
    if (!this.fits(formula, array)) {
      this.shrink(formula, 1, 1, changed);
      const waiting = this.waiting.get(sheet) ?? new Set();
      this.waiting.set(sheet, waiting.add(formula));
      this.write(sheet, row, col, SPILL, changed);
      return changed;
    }
    this.waiting.get(sheet)?.delete(formula);
    this.fill(formula, array, changed);
    return changed;
  }

  private fill(formula: Formula, array: Matrix, changed: number[]): void {
    const { sheet, row, col } = formula;
    this.shrink(formula, array.rows, array.cols, changed);
    formula.rows = array.rows;
    formula.cols = array.cols;
    if (array.data.length > 1) sheet.spills.add(formula);
    for (let r = 0; r < array.rows; r++)
      for (let c = 0; c < array.cols; c++) {
        const own = r === 0 && c === 0;
        const fresh = this.write(sheet, row + r, col + c, array.at(r, c), changed);
        if (own) continue;
        sheet.owners.set((row + r) * MAX_COLS + col + c, formula);
        if (fresh) this.changed(sheet, row + r, col + c);
      }
  }

  private write(
    sheet: SheetCells,
    row: number,
    col: number,
    value: Scalar,
    changed: number[],
  ): boolean {
    if (same(sheet.value(row, col), value)) return false;
    sheet.setValue(row, col, value);
    changed.push(row * MAX_COLS + col);
    return true;
  }

  private fits(formula: Formula, { rows, cols }: Matrix): boolean {
    const { sheet, row, col } = formula;
    if (row + rows > MAX_ROWS || col + cols > MAX_COLS) return false;
    if (formula.shape.area) return true;
    for (let r = row; r < row + rows; r++)
      for (let c = col; c < col + cols; c++)
        if ((r !== row || c !== col) && !isFree(sheet, r, c, formula)) return false;
    return true;
  }

  /** Clear what the formula filled outside of so many rows and columns. */
  private shrink(formula: Formula, rows: number, cols: number, changed: number[]): void {
    const { sheet, row, col } = formula;
    if (formula.rows === 1 && formula.cols === 1) return;
    const [oldRows, oldCols] = [formula.rows, formula.cols];
    formula.rows = Math.min(rows, oldRows);
    formula.cols = Math.min(cols, oldCols);
    if (formula.rows === 1 && formula.cols === 1) sheet.spills.delete(formula);
    for (let r = 0; r < oldRows; r++)
      for (let c = 0; c < oldCols; c++) {
        if (r < rows && c < cols) continue;
        const key = (row + r) * MAX_COLS + col + c;
        if (sheet.owners.get(key) !== formula) continue;
        sheet.owners.delete(key);
        this.write(sheet, row + r, col + c, null, changed);
        this.changed(sheet, row + r, col + c);
      }
  }
}

/** Whether a formula may write its result into a cell. */
function isFree(sheet: SheetCells, row: number, col: number, formula: Formula): boolean {
  const owner = sheet.owners.get(row * MAX_COLS + col);
  if (owner) return owner === formula;
  return !sheet.formula(row, col) && sheet.value(row, col) === null;
}

/** A result in the area of an array formula: one row or column counts for all, the rest is #N/A. */
function shaped(result: Scalar | Matrix, [rows, cols]: [number, number]): Scalar | Matrix {
  const matrix = result instanceof Matrix ? result : new Matrix(1, 1, [result]);
  if (rows === 1 && cols === 1) return matrix.data[0] ?? null;
  return Matrix.fill(rows, cols, spread.bind(null, matrix));
}
