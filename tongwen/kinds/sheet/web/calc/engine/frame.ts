/** What a running formula knows: its cell, its workbook and the names bound around it. */
import type { SheetCells } from "./cells";
import { CALC, type Ref, type Value } from "./values";
import type { Workbook } from "./workbook";

interface Bound {
  value: Value;
  next: Bound | null;
}

const MAX_DEPTH = 300;

/** The cell that is computed, and the values of LET and LAMBDA around the place. */
export class Frame {
  constructor(
    readonly book: Workbook,
    readonly sheet: SheetCells,
    readonly row: number,
    readonly col: number,
    private readonly bound: Bound | null = null,
    private readonly depth = 0,
  ) {}

  bind(value: Value): Frame {
    return new Frame(
      this.book,
      this.sheet,
      this.row,
      this.col,
      { value, next: this.bound },
      this.depth,
    );
  }

  /** One call deeper. Throws #CALC! when functions call themselves without end. */
  deeper(): Frame {
    if (this.depth >= MAX_DEPTH) throw CALC;
    return new Frame(this.book, this.sheet, this.row, this.col, this.bound, this.depth + 1);
  }

  /** The value bound `distance` bindings ago. */
  local(distance: number): Value {
    let bound = this.bound;
    for (let at = 0; at < distance && bound; at++) bound = bound.next;
    return bound?.value ?? null;
  }

  /** A reference made while the formula runs; the formulas in it must be computed before it is read. */
  reached(ref: Ref): Ref {
    this.book.require(ref);
    return ref;
  }
}
