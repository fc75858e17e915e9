/** What waits to be computed, and computing it in the order in which formulas read each other. */
import { MAX_COLS, type SheetCells } from "./cells";
import type { Dependents } from "./dependents";
import { cornerCol, cornerRow, type Formula, type FormulaState } from "./formula";
import { Frame } from "./frame";
import { resultOf } from "./results";
import { Unready } from "./signals";
import type { Spills } from "./spills";
import { BLOCKED, CALC, CellError, NAME, REF, type Ref, type Scalar } from "./values";
import type { Workbook } from "./workbook";

type Result = Parameters<Spills["place"]>[1];
type Box = Pick<Ref, "row1" | "col1" | "row2" | "col2">;

const MOST_RUNS = 64;
/** How many steps are made between two looks at the clock. */
const STEPS = 64;

/** The formulas of a workbook that wait, until they are computed. */
export class Recalculation {
  private queue: Formula[] = [];
  private next = 0;
  /** Formulas that were met, and are not to be computed yet. */
  private passed: Formula[] = [];
  private stack: Formula[] = [];
  /** Formulas in circles, in the order in which they are computed, while iterating. */
  private loops = new Set<Formula>();
  private ran: Formula[] = [];
  /** In manual mode: formulas that were entered and are computed at once, what they read or not. */
  private readonly entered = new Set<Formula>();
  /** In manual mode: somebody asked for everything, or for a worksheet. */
  private released: { sid: string | null } | null = null;
  /** Formulas that were computed from some that wait: they wait on. */
  private readonly partial = new Set<Formula>();
  private count = 0;
  /** The formula that is computed right now. */
  current: Formula | null = null;
  /** Told before a formula is computed. */
  onCompute: (() => void) | null = null;

  constructor(
    private readonly book: Workbook,
    private readonly dependents: Dependents,
    private readonly spills: Spills,
    private readonly note: (sid: string, key: number) => void,
  ) {
    book.awaited = (formula) => this.isNeeded(this.current, formula);
  }

  // ---- what waits -----------------------------------------------------------------------------

  private wait(formula: Formula): void {
    formula.dirty = true;
    formula.sheet.countDirty(formula.row, formula.col, 1);
    this.count++;
  }

  private settle(formula: Formula): void {
    if (!formula.dirty) return;
    formula.dirty = false;
    formula.sheet.countDirty(formula.row, formula.col, -1);
    this.count--;
  }

  /** Whether any formula waits. */
  get waiting(): boolean {
    return this.count > 0;
  }

  /** Let a formula wait; false when it does already. */
  soil(formula: Formula): boolean {
    if (formula.dirty) return false;
    this.wait(formula);
    formula.mark = 0;
    this.queue.push(formula);
    return true;
  }

  /** A formula and all that reads its result wait. */
  reach(formula: Formula): void {
    if (this.soil(formula)) this.spread([formula]);
  }

  /** All that reads a cell waits. */
  changed(sheet: SheetCells, row: number, col: number): void {
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

  forget(formula: Formula): void {
    this.settle(formula);
    this.loops.delete(formula);
    this.entered.delete(formula);
    this.partial.delete(formula);
  }

  // ---- manual mode ----------------------------------------------------------------------------

  /** A formula was entered: in manual mode it is computed all the same, and nothing that reads it. */
  enter(formula: Formula): void {
    if (this.book.settings.manual) this.entered.add(formula);
  }

  /** Compute everything that waits, or what of it a worksheet holds, with the next `run`. */
  release(sid: string | null): void {
    this.released = { sid };
  }

  private inScope(formula: Formula): boolean {
    if (!this.book.settings.manual) return true;
    const { released } = this;
    const asked = released !== null && (released.sid ?? formula.sheet.sid) === formula.sheet.sid;
    return asked || this.entered.has(formula);
  }

  /** Whether a formula that waits is to be computed before its reader; when not, the reader waits on. */
  private isNeeded(reader: Formula | null, formula: Formula): boolean {
    if (this.inScope(formula)) return true;
    if (reader) this.partial.add(reader);
    return false;
  }

  // ---- computing ------------------------------------------------------------------------------

  /** Go on computing until nothing is left to compute or `enough` says so; true when nothing is left. */
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
    while (this.next < this.queue.length) {
      const formula = this.queue[this.next++] as Formula;
      if (!formula.dirty) continue;
      if (this.inScope(formula)) {
        this.stack.push(formula);
        return formula;
      }
      this.passed.push(formula);
    }
    this.queue = this.passed;
    this.passed = [];
    this.next = 0;
    return undefined;
  }

  private finish(): void {
    for (const formula of this.ran) formula.runs = 0;
    this.ran = [];
    this.entered.clear();
    this.released = null;
    for (const formula of this.partial) this.reach(formula);
    this.partial.clear();
  }

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

  private needArea(reader: Formula, sheet: SheetCells, area: Box): void {
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
    else if (this.isNeeded(reader, formula)) this.stack.push(formula);
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
    if (program.remote) return [cached ?? BLOCKED, "remote"];
    if (program.precedents.some(({ sheet }) => !sheet.known))
      return [cached ?? null, cached === undefined ? "pending" : "cached"];
    return shape.blocked ? [cached ?? CALC, "failed"] : null;
  }

  private caught(formula: Formula, error: unknown): void {
    if (error instanceof CellError) this.give(formula, error, "computed");
    else if (error instanceof Unready) this.postpone(formula, error.area);
    else if (error instanceof RangeError) this.give(formula, CALC, "computed");
    else throw error;
  }

  /** The formula found out, while it ran, what it reads. */
  private postpone(formula: Formula, area: Ref): void {
    formula.runs--;
    const size = this.stack.length;
    this.needArea(formula, area.sheet, area);
    if (!formula.dirty || this.stack.length > size) return;
    this.give(formula, 0, "circular");
  }

  private give(formula: Formula, result: Result, state: FormulaState): void {
    this.settle(formula);
    formula.mark = 0;
    const old = formula.state;
    formula.state = state;
    const changed = this.spills.place(formula, result);
    const { sid } = formula.sheet;
    if (old !== state && changed.length === 0) this.note(sid, formula.row * MAX_COLS + formula.col);
    for (const key of changed) this.note(sid, key);
  }

  // ---- circles --------------------------------------------------------------------------------

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
    for (const member of members) this.settle(member);
    return false;
  }

  /** How far a formula's number moves when it is computed once more. */
  private again(formula: Formula): number {
    const before = formula.sheet.value(formula.row, formula.col);
    formula.runs = 0;
    if (!formula.dirty) this.wait(formula);
    this.compute(formula);
    const after = formula.sheet.value(formula.row, formula.col);
    return typeof before === "number" && typeof after === "number"
      ? Math.abs(after - before)
      : Number(before !== after);
  }
}
