/** Formulas in which an engine broke down: they are not computed again until they are written anew. */
import type { Area, Sheet } from "../model";
import type { FormulaPlace } from "./messages";

/** A formula in which an engine broke down. */
export interface Failure extends FormulaPlace {
  /** What the engine said; empty when it never answered. */
  problem: string;
}

/** The formulas that are left alone, by the lines they stand in. */
export class Failures {
  private readonly blocked = new Map<string, Failure>();

  get list(): Failure[] {
    return [...this.blocked.values()];
  }

  get size(): number {
    return this.blocked.size;
  }

  add(sheet: Sheet, { sid, row, col, problem }: Failure): void {
    this.blocked.set(keyOf(sheet, row, col), { sid, row, col, problem });
  }

  readonly has = (sheet: Sheet, row: number, col: number): boolean =>
    this.blocked.size > 0 && this.blocked.has(keyOf(sheet, row, col));

  /** A formula that is written anew may be computed again. */
  release(sheet: Sheet, area: Area): void {
    for (const [key, { sid, row, col }] of this.blocked) {
      const inside = row >= area.row1 && row <= area.row2 && col >= area.col1 && col <= area.col2;
      if (sid === sheet.sid && inside) this.blocked.delete(key);
    }
  }
}

function keyOf(sheet: Sheet, row: number, col: number): string {
  return `${sheet.sid}!${sheet.rows.idAt(row)}:${sheet.cols.idAt(col)}`;
}
