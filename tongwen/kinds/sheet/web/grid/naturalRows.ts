/** Rows that nobody sized are as tall as what is in them: measured when they come into sight. */
import type { Area, Sheet, Style } from "../model";

/** Columns of a row that are looked at. */
const MOST_COLUMNS = 200;
/** Points up to which text fits a row of the default size. */
const ORDINARY = 12;

function grows(style: Style, value: unknown): boolean {
  if (value === null || value === "") return false;
  return Boolean(style.wrap) || (style.size ?? 0) > ORDINARY || Boolean(style.rotate);
}

export class NaturalRows {
  /** By index: pixels at zoom 1 of rows that need more than the default. */
  readonly sizes = new Map<number, number>();
  readonly #known = new Set<number>();

  constructor(private readonly measure: (row: number) => number | null) {}

  /** Contents or looks changed: null, of all rows. */
  forget(areas: readonly Area[] | null): void {
    if (areas === null) {
      this.#known.clear();
      this.sizes.clear();
      return;
    }
    for (const row of [...this.#known])
      if (areas.some(({ row1, row2 }) => row >= row1 && row <= row2)) this.#known.delete(row);
  }

  /** Measure the rows in sight that are not known yet. True when one of them changes its size. */
  look(sheet: Sheet, visible: Area, size: (row: number) => number): boolean {
    const used = sheet.usedRange();
    if (!used) return false;
    let changed = false;
    for (
      let row = Math.max(visible.row1, used.row1);
      row <= Math.min(visible.row2, used.row2);
      row += 1
    ) {
      if (this.#known.has(row)) continue;
      this.#known.add(row);
      if (sheet.line("rows", row).size !== undefined || !this.#grows(sheet, row, used)) {
        changed = this.sizes.delete(row) || changed;
        continue;
      }
      const natural = Math.min(545, Math.ceil(this.measure(row) ?? 0));
      if (natural > 0 && natural !== size(row)) {
        this.sizes.set(row, natural);
        changed = true;
      }
    }
    return changed;
  }

  #grows(sheet: Sheet, row: number, used: Area): boolean {
    for (let col = used.col1; col <= Math.min(used.col2, used.col1 + MOST_COLUMNS); col += 1)
      if (grows(sheet.style(row, col), sheet.content(row, col)) && !sheet.mergeAt(row, col))
        return true;
    return false;
  }
}
