/** Rows that nobody sized are as tall as what is in them: measured when they come into sight. */
import type { Area, Content, Sheet, Style } from "../model";
import { isRich, runsOf } from "./entering";
import type { Font } from "./runs";

/** Columns of a row that are looked at. */
const MOST_COLUMNS = 200;
/** Points up to which text fits a row of the default size. */
const ORDINARY = 12;
const PIXELS_PER_POINT = 96 / 72;
/** A line's height as a multiple of its font size. */
const LEADING = 1.36;
/** Pixels of the tallest row that Excel has. */
const TALLEST = 545;

/** Arabic, the scripts of India, Thai, Lao, Tibetan, Myanmar, Khmer, Mongolian: letters above and below letters. */
const TALL = /[\u0590-\u08ff\u0900-\u109f\u1780-\u18af]/;

function grows(style: Style, value: Content): boolean {
  if (value === null || value === "") return false;
  if (style.wrap || (style.size ?? 0) > ORDINARY || style.rotate) return true;
  if (typeof value === "string") return TALL.test(value);
  return isRich(value) && runsOf(value).some(([text, font]) => TALL.test(text) || isLarge(font));
}

function isLarge(font: Font | null): boolean {
  return typeof font?.size === "number" && font.size > ORDINARY;
}

export class NaturalRows {
  /** By index: pixels at zoom 1 of rows that need more than the default. */
  readonly sizes = new Map<number, number>();
  readonly #known = new Set<number>();

  constructor(private readonly measure: (row: number) => number | null) {}

  /** Rows are other rows now: nothing is known of them. */
  clear(): void {
    this.#known.clear();
    this.sizes.clear();
  }

  /** Contents or looks changed: null, of all rows. They keep their sizes until they are seen again. */
  forget(areas: readonly Area[] | null): void {
    if (areas === null) {
      this.#known.clear();
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
      const sized = sheet.line("rows", row).size !== undefined;
      const natural = sized ? 0 : this.#natural(sheet, row, used);
      if (natural === 0) changed = this.sizes.delete(row) || changed;
      else if (natural !== size(row)) {
        this.sizes.set(row, natural);
        changed = true;
      }
    }
    return changed;
  }

  /** Pixels of a row: its cells as they are laid out, and the one line of what is merged across. */
  #natural(sheet: Sheet, row: number, used: Area): number {
    const own = this.#grows(sheet, row, used) ? (this.measure(row) ?? 0) : 0;
    let merged = 0;
    for (const { area } of sheet.merges()) {
      if (area.row1 !== row || area.row2 !== row) continue;
      const { size = 0 } = sheet.style(row, area.col1);
      if (size > ORDINARY) merged = Math.max(merged, size * PIXELS_PER_POINT * LEADING);
    }
    return Math.min(TALLEST, Math.ceil(Math.max(own, merged)));
  }

  #grows(sheet: Sheet, row: number, used: Area): boolean {
    for (let col = used.col1; col <= Math.min(used.col2, used.col1 + MOST_COLUMNS); col += 1)
      if (grows(sheet.style(row, col), sheet.content(row, col)) && !sheet.mergeAt(row, col))
        return true;
    return false;
  }
}
