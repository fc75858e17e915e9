/** Recalculation: what an edit reaches is computed again, in the order in which formulas read each other. */
import { defineFunctions } from "../functions";
import { MAX_COLS, SheetCells } from "./cells";
import { Programs } from "./compile";
import { Dependents } from "./dependents";
import { cornerCol, cornerRow, Formula, type FormulaShape, type FormulaState } from "./formula";
import { Frame } from "./frame";
import { resultOf } from "./results";
import { Loading, Unready } from "./signals";
import { Spills } from "./spills";
import { CALC, CellError, NAME, REF, type Ref, type Scalar } from "./values";
import { type RowSet, Workbook } from "./workbook";

/** What is put into a cell. */
export type Input = Scalar | { formula: string; shape: FormulaShape; cached?: Scalar };

const MOST_RUNS = 64;
/** How many steps are made between two looks at the clock. */
const STEPS = 64;

function isFormula(
  input: Input,
): input is { formula: string; shape: FormulaShape; cached?: Scalar } {
  return typeof input === "object" && input !== null && !(input instanceof CellError);
}

/** A workbook with its formulas, always ready to go on computing. */
export class Calculator {
  readonly book = new Workbook();
  private readonly programs = new Programs(this.book);
  private readonly dependents = new Dependents();
  private readonly spills = new Spills((sheet, row, col) => this.changed(sheet, row, col));
  private readonly volatile = new Set<Formula>();
  /** Formulas whose result depends on which rows are hidden. */
  private readonly summaries = new Set<Formula>();
  private queue: Formula[] = [];
  private next = 0;
  private stack: Formula[] = [];
  /** Formulas in circles, in the order in which they are computed, while iterating. */
  private loops = new Set<Formula>();
  private changes = new Map<string, number[]>();
  /** The formula that is computed right now. */
  current: Formula | null = null;
  /** Told before a formula is computed. */
  onCompute: (() => void) | null = null;

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
          this.soil(formula);
        },
      );
  }

  /** Say which rows are hidden; summaries that leave them out wait. */
  hide(sid: string, rows: RowSet): void {
    this.book.hidden.set(sid, rows);
    for (const formula of this.summaries) this.reach(formula);
  }

  /** The contents of a worksheet are others: compute everything. */
  soilAll(): void {
    for (const sheet of this.book.sheets.values())
      sheet.eachFormula(
        { row1: 0, col1: 0, row2: sheet.lastRow, col2: sheet.lastCol },
        (formula) => {
          this.soil(formula);
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
    if (formula.dirty) {
      formula.dirty = false;
      formula.sheet.countDirty(formula.row, formula.col, -1);
    }
    this.dependents.remove(formula);
    this.volatile.delete(formula);
    this.summaries.delete(formula);
    this.loops.delete(formula);
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
    if (owner) this.reach(owner);
    for (const blocked of this.spills.blocked(sheet)) this.reach(blocked);
    if (isFormula(input)) this.place(sheet, row, col, input);
    else sheet.setValue(row, col, input);
    this.changed(sheet, row, col);
  }

  /** Put a content into a cell that was empty, before everything is computed: nothing is told of it. */
  fill(sheet: SheetCells, row: number, col: number, input: Input): void {
    if (isFormula(input)) this.place(sheet, row, col, input);
    else sheet.setValue(row, col, input);
  }

  private place(sheet: SheetCells, row: number, col: number, input: Exclude<Input, Scalar>): void {
    const program = this.programs.get(input.formula, sheet, row, col, input.shape);
    const formula = new Formula(sheet, row, col, input.formula, program, input.shape, input.cached);
    sheet.setFormula(row, col, formula);
    sheet.setValue(row, col, input.cached ?? null);
    this.register(formula);
    this.soil(formula);
  }

  // ---- what waits -----------------------------------------------------------------------------

  private soil(formula: Formula): boolean {
    if (formula.dirty) return false;
    formula.dirty = true;
    formula.mark = 0;
    formula.sheet.countDirty(formula.row, formula.col, 1);
    this.queue.push(formula);
    return true;
  }

  /** A formula and all that reads its result wait. */
  private reach(formula: Formula): void {
    if (this.soil(formula)) this.spread([formula]);
  }

  private changed(sheet: SheetCells, row: number, col: number): void {
    const met: Formula[] = [];
    this.dependents.each(sheet, row, col, (formula) => {
      if (this.soil(formula)) met.push(formula);
    });
    this.spread(met);
  }

  private spread(waiting: Formula[]): void {
    for (let formula = waiting.pop(); formula; formula = waiting.pop()) {
      const { sheet, row, col, rows, cols } = formula;
      for (let r = row; r < row + rows; r++)
        for (let c = col; c < col + cols; c++)
          this.dependents.each(sheet, r, c, (reader) => {
            if (this.soil(reader)) waiting.push(reader);
          });
    }
  }

  /** Volatile functions are computed with every recalculation. */
  wakeVolatile(): void {
    for (const formula of this.volatile) this.reach(formula);
  }

  get idle(): boolean {
    return this.next >= this.queue.length && this.stack.length === 0 && this.loops.size === 0;
  }

  // ---- computing ------------------------------------------------------------------------------

  /**
   * Go on computing until nothing waits or `enough` says so; true when nothing waits any more.
   *
   * Throws Loading when a function needs the second engine, and Panic when that broke down; it can be called again.
   */
  run(enough: () => boolean = () => false): boolean {
    let steps = 0;
    for (;;) {
      if (++steps % STEPS === 0 && enough()) return false;
      const top = this.stack.at(-1) ?? this.fromQueue();
      if (top) this.step(top);
      else if (this.iterate()) {
        this.finish();
        return true;
      }
    }
  }

  /** Compute the formula on top of the stack, or put there what it reads. */
  private step(top: Formula): void {
    if (!top.dirty || top.removed) {
      top.mark = 0;
      this.stack.pop();
    } else if (top.mark === 1 || !this.descend(top)) this.compute(top);
  }

  private fromQueue(): Formula | undefined {
    const formula = this.queue[this.next++];
    if (!formula) {
      this.queue = [];
      this.next = 0;
      return undefined;
    }
    this.stack.push(formula);
    return formula;
  }

  private finish(): void {
    for (const formula of this.ran) formula.runs = 0;
    this.ran = [];
  }
  private ran: Formula[] = [];

  /** Put the formulas that this one reads and that wait on the stack; false when there are none. */
  private descend(formula: Formula): boolean {
    formula.mark = 1;
    const size = this.stack.length;
    for (const { sheet, from, to, loose } of formula.program.precedents) {
      if (loose) continue;
      const [r1, r2] = [cornerRow(from, formula.row), cornerRow(to, formula.row)];
      const [c1, c2] = [cornerCol(from, formula.col), cornerCol(to, formula.col)];
      if (r1 === r2 && c1 === c2) this.need(formula, sheet, r1, c1);
      else
        this.needArea(formula, sheet, {
          row1: Math.min(r1, r2),
          row2: Math.max(r1, r2),
          col1: Math.min(c1, c2),
          col2: Math.max(c1, c2),
        });
    }
    return this.stack.length > size;
  }

  private need(reader: Formula, sheet: SheetCells, row: number, col: number): void {
    const formula =
      sheet.formula(row, col) ??
      (sheet.owners.size > 0 ? sheet.owners.get(row * MAX_COLS + col) : undefined);
    if (formula?.dirty) this.needFormula(reader, formula);
  }

  private needArea(
    reader: Formula,
    sheet: SheetCells,
    area: { row1: number; col1: number; row2: number; col2: number },
  ): void {
    sheet.eachFormula(area, (formula) => this.needFormula(reader, formula), true);
    for (const anchor of sheet.spills)
      if (
        anchor.dirty &&
        anchor.row <= area.row2 &&
        anchor.row + anchor.rows > area.row1 &&
        anchor.col <= area.col2 &&
        anchor.col + anchor.cols > area.col1
      )
        this.needFormula(reader, anchor);
  }

  private needFormula(reader: Formula, formula: Formula): void {
    if (formula.mark === 1) this.circle(reader, formula);
    else this.stack.push(formula);
  }

  /** `reader` reads `formula`, which waits for it. */
  private circle(reader: Formula, formula: Formula): void {
    const members = [reader];
    for (let at = this.stack.length - 1; at >= 0; at--) {
      const member = this.stack[at] as Formula;
      if (member.mark === 1 && member !== reader) members.push(member);
      if (member === formula) break;
    }
    if (this.book.settings.iterate) {
      for (const member of members.reverse()) this.loops.add(member);
      return;
    }
    for (const member of members) this.give(member, 0, "circular");
  }

  private compute(formula: Formula): void {
    if (!formula.dirty) return;
    if (++formula.runs === 1) this.ran.push(formula);
    const kept = this.kept(formula);
    if (kept) {
      this.give(formula, ...kept);
      return;
    }
    this.current = formula;
    this.onCompute?.();
    try {
      const { program } = formula;
      const frame = new Frame(this.book, formula.sheet, formula.row, formula.col);
      this.give(formula, resultOf(program.run(frame), frame, program.array), "computed");
    } catch (error) {
      this.caught(formula, error);
    }
    this.current = null;
  }

  /** The value and state of a formula that is not to be computed; null when it is. */
  private kept({ program, cached, shape, runs }: Formula): [Scalar, FormulaState] | null {
    if (runs > MOST_RUNS) return [0, "circular"];
    if (program.unknown.length > 0) return [cached ?? NAME, "unknown"];
    if (program.external) return [cached ?? REF, "cached"];
    if (program.precedents.some(({ sheet }) => !sheet.known))
      return [cached ?? null, cached === undefined ? "pending" : "cached"];
    return shape.blocked ? [cached ?? CALC, "failed"] : null;
  }

  private caught(formula: Formula, error: unknown): void {
    if (error instanceof CellError) this.give(formula, error, "computed");
    else if (error instanceof Unready) this.wait(formula, error.area);
    else if (error instanceof RangeError) this.give(formula, CALC, "computed");
    else {
      if (error instanceof Loading) formula.runs--;
      throw error;
    }
  }

  /** The formula found out, while it ran, what it reads. */
  private wait(formula: Formula, area: Ref): void {
    formula.runs--;
    const size = this.stack.length;
    this.needArea(formula, area.sheet, area);
    if (!formula.dirty || this.stack.length > size) return;
    this.give(formula, 0, "circular");
  }

  private give(
    formula: Formula,
    result: Parameters<Spills["place"]>[1],
    state: FormulaState,
  ): void {
    if (formula.dirty) formula.sheet.countDirty(formula.row, formula.col, -1);
    formula.dirty = false;
    formula.mark = 0;
    const old = formula.state;
    formula.state = state;
    const changed = this.spills.place(formula, result);
    if (old !== state && changed.length === 0) this.report(formula.sheet, formula.row, formula.col);
    for (const key of changed) this.note(formula.sheet.sid, key);
  }

  /** Compute formulas in circles again and again, as the settings say; true when there is nothing to do. */
  private iterate(): boolean {
    if (this.loops.size === 0) return true;
    const members = [...this.loops].filter((formula) => !formula.removed);
    this.loops.clear();
    const { iterateCount, iterateDelta } = this.book.settings;
    for (let count = 1; count < iterateCount; count++) {
      let most = 0;
      for (const member of members) most = Math.max(most, this.again(member));
      if (most <= iterateDelta) break;
    }
    const inside = new Set(members);
    const outside: Formula[] = [];
    for (const { sheet, row, col } of members)
      this.dependents.each(sheet, row, col, (reader) => {
        if (!inside.has(reader) && this.soil(reader)) outside.push(reader);
      });
    this.spread(outside.filter((formula) => !inside.has(formula)));
    for (const member of members) {
      if (member.dirty) member.sheet.countDirty(member.row, member.col, -1);
      member.dirty = false;
    }
    return false;
  }

  /** How far a formula's number moves when it is computed once more. */
  private again(formula: Formula): number {
    const before = formula.sheet.value(formula.row, formula.col);
    formula.runs = 0;
    if (!formula.dirty) {
      formula.dirty = true;
      formula.sheet.countDirty(formula.row, formula.col, 1);
    }
    this.compute(formula);
    const after = formula.sheet.value(formula.row, formula.col);
    return typeof before === "number" && typeof after === "number"
      ? Math.abs(after - before)
      : Number(before !== after);
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

  /** What a formula would give in a cell, without putting it there. Throws Loading and Panic. */
  evaluate(sheet: SheetCells, row: number, col: number, text: string): ReturnType<typeof resultOf> {
    const program = this.programs.get(text, sheet, row, col, { dynamic: true });
    if (program.unknown.length > 0) return NAME;
    if (program.external) return REF;
    const frame = new Frame(this.book, sheet, row, col);
    try {
      return resultOf(program.run(frame), frame, true);
    } catch (error) {
      if (error instanceof CellError) return error;
      if (error instanceof RangeError) return CALC;
      throw error;
    }
  }
}

function sameFormula(
  formula: Formula,
  input: { formula: string; shape: FormulaShape; cached?: Scalar },
): boolean {
  return (
    formula.text === input.formula &&
    formula.shape.dynamic === input.shape.dynamic &&
    formula.shape.blocked === input.shape.blocked &&
    formula.shape.area?.[0] === input.shape.area?.[0] &&
    formula.shape.area?.[1] === input.shape.area?.[1]
  );
}
