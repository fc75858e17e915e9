/** Recalculation: what an edit reaches is computed again, in the order in which formulas read each other. */
import { defineFunctions } from "../functions";
import { MAX_COLS, SheetCells } from "./cells";
import { Programs } from "./compile";
import { Dependents } from "./dependents";
import { Formula, type FormulaShape, type FormulaState } from "./formula";
import { Frame } from "./frame";
import { Recalculation } from "./recalculation";
import { resultOf } from "./results";
import { Spills } from "./spills";
import { CALC, CellError, NAME, REF, type Scalar } from "./values";
import { type HiddenRows, Workbook } from "./workbook";

/** What is put into a cell. */
export type Input = Scalar | FormulaInput;

/** `entered`: in manual mode it is computed all the same. */
interface FormulaInput {
  formula: string;
  shape: FormulaShape;
  cached?: Scalar;
  entered?: boolean;
}

function isFormula(input: Input): input is FormulaInput {
  return typeof input === "object" && input !== null && !(input instanceof CellError);
}

/** A workbook with its formulas, always ready to go on computing. */
export class Calculator {
  readonly book = new Workbook();
  private readonly programs = new Programs(this.book);
  private readonly dependents = new Dependents();
  private readonly spills = new Spills((sheet, row, col) => this.waits.changed(sheet, row, col));
  private readonly waits = new Recalculation(this.book, this.dependents, this.spills, (sid, key) =>
    this.note(sid, key),
  );
  private readonly volatile = new Set<Formula>();
  /** Formulas whose result depends on which rows are hidden. */
  private readonly summaries = new Set<Formula>();
  private changes = new Map<string, number[]>();

  constructor() {
    defineFunctions();
    this.book.reference = (text, frame) =>
      this.programs.get(text, frame.sheet, frame.row, frame.col, { dynamic: true }).run(frame);
  }

  // ---- the workbook ---------------------------------------------------------------------------

  addSheet(sid: string, name: string): SheetCells {
    const sheet = new SheetCells(sid, name);
    this.book.sheets.set(sid, sheet);
    this.book.order.push(sid);
    this.book.renamed();
    return sheet;
  }

  renameSheet(sid: string, name: string): void {
    const sheet = this.book.sheets.get(sid);
    if (sheet) sheet.name = name;
    this.book.renamed();
  }

  removeSheet(sid: string): void {
    this.clearSheet(sid);
    this.book.sheets.delete(sid);
    this.book.order = this.book.order.filter((other) => other !== sid);
    this.book.renamed();
  }

  /** Empty a worksheet, before it is filled anew. */
  clearSheet(sid: string): void {
    const sheet = this.book.sheets.get(sid);
    if (!sheet) return;
    sheet.eachFormula({ row1: 0, col1: 0, row2: sheet.lastRow, col2: sheet.lastCol }, (formula) =>
      this.forget(formula),
    );
    sheet.clear();
    this.changes.delete(sid);
  }

  /** Names, tables or worksheets have changed: read every formula anew and compute everything. */
  rebind(): void {
    this.programs.clear();
    this.dependents.clear();
    this.volatile.clear();
    this.summaries.clear();
    for (const sheet of this.book.sheets.values())
      sheet.eachFormula(
        { row1: 0, col1: 0, row2: sheet.lastRow, col2: sheet.lastCol },
        (formula) => {
          formula.program = this.programs.get(
            formula.text,
            sheet,
            formula.row,
            formula.col,
            formula.shape,
          );
          this.register(formula);
          this.waits.soil(formula);
        },
      );
  }

  /** Say which rows are hidden; summaries that leave them out wait. */
  hide(sid: string, rows: HiddenRows): void {
    this.book.hidden.set(sid, rows);
    for (const formula of this.summaries) this.waits.reach(formula);
  }

  /** The contents of a worksheet are others: compute everything. */
  soilAll(): void {
    for (const sheet of this.book.sheets.values())
      sheet.eachFormula(
        { row1: 0, col1: 0, row2: sheet.lastRow, col2: sheet.lastCol },
        (formula) => {
          this.waits.soil(formula);
        },
      );
  }

  private register(formula: Formula): void {
    this.dependents.add(formula);
    if (formula.program.volatile) this.volatile.add(formula);
    if (formula.program.summary) this.summaries.add(formula);
  }

  private forget(formula: Formula): void {
    formula.removed = true;
    this.waits.forget(formula);
    this.dependents.remove(formula);
    this.volatile.delete(formula);
    this.summaries.delete(formula);
    for (const key of this.spills.withdraw(formula)) this.note(formula.sheet.sid, key);
  }

  // ---- contents -------------------------------------------------------------------------------

  /** Put a content into a cell; what reads it waits to be computed. */
  set(sheet: SheetCells, row: number, col: number, input: Input): void {
    const before = sheet.formula(row, col);
    if (before && isFormula(input) && sameFormula(before, input)) return;
    if (before) {
      this.forget(before);
      sheet.setFormula(row, col, null);
      this.report(sheet, row, col);
    }
    const owner = this.spills.entered(sheet, row, col);
    if (owner) this.waits.reach(owner);
    for (const blocked of this.spills.blocked(sheet)) this.waits.reach(blocked);
    if (isFormula(input)) this.waits.enter(this.place(sheet, row, col, input));
    else sheet.setValue(row, col, input);
    this.waits.changed(sheet, row, col);
  }

  /** Put a content into a cell that was empty, before everything is computed: nothing is told of it. */
  fill(sheet: SheetCells, row: number, col: number, input: Input): void {
    if (!isFormula(input)) {
      sheet.setValue(row, col, input);
      return;
    }
    const formula = this.place(sheet, row, col, input);
    if (input.entered) this.waits.enter(formula);
  }

  private place(sheet: SheetCells, row: number, col: number, input: FormulaInput): Formula {
    const program = this.programs.get(input.formula, sheet, row, col, input.shape);
    const formula = new Formula(sheet, row, col, input.formula, program, input.shape, input.cached);
    sheet.setFormula(row, col, formula);
    sheet.setValue(row, col, input.cached ?? null);
    this.register(formula);
    this.waits.soil(formula);
    return formula;
  }

  // ---- computing ------------------------------------------------------------------------------

  /** Volatile functions are computed with every recalculation; in manual mode when somebody asks for it. */
  wakeVolatile(): void {
    if (!this.book.settings.manual) for (const formula of this.volatile) this.waits.reach(formula);
  }

  /** Compute all that waits in manual mode, or what of it one worksheet holds, with the next `run`. */
  release(sid: string | null): void {
    for (const formula of this.volatile)
      if (sid === null || formula.sheet.sid === sid) this.waits.reach(formula);
    this.waits.release(sid);
  }

  /** Whether formulas wait until somebody asks for them. */
  get waiting(): boolean {
    return this.book.settings.manual && this.waits.waiting;
  }

  /**
   * Go on computing until nothing is left to compute or `enough` says so; true when nothing is left.
   *
   * In manual mode only what was entered, or asked for, is computed. It can be called again after an error.
   */
  run(enough?: () => boolean): boolean {
    return this.waits.run(enough);
  }

  /** The formula that is computed right now. */
  get current(): Formula | null {
    return this.waits.current;
  }

  /** Told before a formula is computed. */
  set onCompute(told: (() => void) | null) {
    this.waits.onCompute = told;
  }

  // ---- what came out --------------------------------------------------------------------------

  private report(sheet: SheetCells, row: number, col: number): void {
    this.note(sheet.sid, row * MAX_COLS + col);
  }

  private note(sid: string, key: number): void {
    const list = this.changes.get(sid);
    if (list) list.push(key);
    else this.changes.set(sid, [key]);
  }

  /** Cells whose value or state became another since the last call, as row * MAX_COLS + col by worksheet. */
  takeChanges(): Map<string, number[]> {
    const { changes } = this;
    this.changes = new Map();
    return changes;
  }

  /** How a cell's value came about; null when no formula gives it. */
  stateOf(sheet: SheetCells, row: number, col: number): FormulaState | null {
    const formula = sheet.formula(row, col) ?? sheet.owners.get(row * MAX_COLS + col);
    return formula?.state ?? null;
  }

  /** What a formula would give in a cell, without putting it there. What waits is read as it is. */
  evaluate(sheet: SheetCells, row: number, col: number, text: string): ReturnType<typeof resultOf> {
    const program = this.programs.get(text, sheet, row, col, { dynamic: true });
    if (program.unknown.length > 0) return NAME;
    if (program.external) return REF;
    const frame = new Frame(this.book, sheet, row, col);
    this.book.lenient = this.book.settings.manual;
    try {
      return resultOf(program.run(frame), frame, true);
    } catch (error) {
      if (error instanceof CellError) return error;
      if (error instanceof RangeError) return CALC;
      throw error;
    } finally {
      this.book.lenient = false;
    }
  }
}

function sameFormula(formula: Formula, input: FormulaInput): boolean {
  return (
    formula.text === input.formula &&
    formula.shape.dynamic === input.shape.dynamic &&
    formula.shape.blocked === input.shape.blocked &&
    formula.shape.area?.[0] === input.shape.area?.[0] &&
    formula.shape.area?.[1] === input.shape.area?.[1]
  );
}
