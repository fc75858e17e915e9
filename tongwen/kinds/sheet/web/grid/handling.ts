/** What a hand does to the worksheet itself: sizes lines, fills, moves, ticks, follows links. */
import { copiedLines } from "../commands/copied";
import { fillEnd, fillOn, ownLists } from "../commands/filling";
import { isCheckbox, linkAt, toggleCheckboxes } from "../commands/objects";
import { pasteCells, plainPaste } from "../commands/pasting";
import {
  type Area,
  type AxisName,
  type FillOptions,
  type IdArea,
  isDateFormat,
  MAX_COLS,
  MAX_ROWS,
  moveRange,
  type Sheet,
  setLine,
} from "../model";
import { columnCharacters, rowPoints } from "./lines";
import { cellArea } from "./moving";
import { Repeating } from "./repeating";
import type { Cell, FilledHere, Selection, SheetViewOptions, Values } from "./view";

export interface HandsHost {
  readonly sheet: Sheet;
  readonly selection: Selection;
  readonly values: Values;
  /** Now, or when all worksheets are here. */
  whenLoaded(run: () => void): void;
  readonly options: SheetViewOptions;
  choose(selection: Selection): void;
  /** Pixels at zoom 1 that the contents of a line need. */
  naturalSize(axis: AxisName, index: number): number | null;
}

/** Lines that one double click fits, of each selected range. */
const MOST_FITTED = 200;

export class Hands {
  /** The last fill, and how it can be done anew. */
  readonly filled = new Repeating<FilledHere>();

  constructor(private readonly host: HandsHost) {}

  /** Turn a checkbox; false when the cell is none. */
  toggle({ row, col }: Cell): boolean {
    const { sheet, options } = this.host;
    if (!options.editable() || !isCheckbox(sheet, row, col)) return false;
    return toggleCheckboxes(sheet, [cellArea({ row, col })]);
  }

  follow({ row, col }: Cell): void {
    const link = linkAt(this.host.sheet, row, col);
    if (link) this.host.options.onLink?.(link);
  }

  /** Give the lines a size in pixels at zoom 1; none hides them. */
  resize(axis: AxisName, index: number, pixels: number): void {
    const size = axis === "rows" ? rowPoints(pixels) : columnCharacters(pixels);
    const ranges = this.#selectedLines(axis, index);
    const patch = pixels < 1 ? { hidden: true } : { size, custom: true, hidden: null };
    setLine(this.host.sheet, axis, ranges, patch);
  }

  fit(axis: AxisName, index: number): void {
    this.host.sheet.book.steps.transact("size", () => {
      for (const [first, last] of this.#selectedLines(axis, index))
        for (let line = first; line <= Math.min(last, first + MOST_FITTED); line += 1)
          this.#fitLine(axis, line);
    });
  }

  /** `other`: copy what would go on, and count single numbers on. */
  fill(target: Area, other: boolean): void {
    const { selection } = this.host;
    const [source] = selection.areas;
    if (source) this.#fill(source, target, other ? { mode: "other" } : {});
  }

  /** As far as the data beside goes. */
  fillDown(): void {
    const [source] = this.host.selection.areas;
    const target = source && fillEnd(this.host.sheet, source);
    if (source && target) this.#fill(source, target, {});
  }

  #fill(source: Area, target: Area, options: FillOptions): void {
    const { sheet, selection } = this.host;
    if (!this.host.options.editable()) return;
    fillOn(sheet, source, target, { lists: ownLists(), ...options });
    this.host.choose({ areas: [target], active: selection.active });
    const dates = isDateFormat(sheet.style(source.row1, source.col1).numberFormat);
    this.filled.keep(sheet, (instead) => ({
      area: target,
      dates,
      again: (next) =>
        instead(() => {
          if (this.host.sheet === sheet) this.#fill(source, target, next);
        }),
    }));
  }

  move(to: Cell, copy: boolean): void {
    const { sheet, selection, options, values } = this.host;
    const [source] = selection.areas;
    if (!source || !options.editable()) return;
    const computed = (from: Sheet, row: number, col: number) => values.value(from, row, col);
    const lines = copy ? copiedLines(sheet, [source]) : null;
    const cell = { row1: to.row, col1: to.col, row2: to.row, col2: to.col };
    if (lines) pasteCells(lines, sheet, cell, plainPaste, computed);
    else {
      this.#moveAll(sheet, sheet.idArea(source), sheet.idArea(cell));
      return;
    }
    this.#chooseMoved(source, to);
  }

  /** Formulas everywhere follow what is moved, so all worksheets have to be here; colleagues may go on meanwhile. */
  #moveAll(sheet: Sheet, from: IdArea, into: IdArea): void {
    this.host.whenLoaded(() => {
      const [source, target] = [sheet.area(from), sheet.area(into)];
      if (!source || !target) return;
      const to = { row: target.row1, col: target.col1 };
      moveRange(sheet, source, to);
      if (this.host.sheet === sheet) this.#chooseMoved(source, to);
    });
  }

  #chooseMoved(source: Area, to: Cell): void {
    const area = {
      row1: to.row,
      col1: to.col,
      row2: to.row + source.row2 - source.row1,
      col2: to.col + source.col2 - source.col1,
    };
    this.host.choose({ areas: [area], active: to });
  }

  /** A row fits itself when nobody sized it; a column keeps the size that its contents have now. */
  #fitLine(axis: AxisName, line: number): void {
    const pixels = this.host.naturalSize(axis, line);
    const fitted = axis === "cols" && pixels !== null;
    const size = fitted ? columnCharacters(pixels) : null;
    setLine(this.host.sheet, axis, [[line, line]], { size, custom: fitted ? true : null });
  }

  /** All selected lines when the one that is taken is among them. */
  #selectedLines(axis: AxisName, index: number): [number, number][] {
    const ranges = this.host.selection.areas.flatMap((area): [number, number][] => {
      if (axis === "rows") return area.col2 === MAX_COLS - 1 ? [[area.row1, area.row2]] : [];
      return area.row2 === MAX_ROWS - 1 ? [[area.col1, area.col2]] : [];
    });
    const among = ranges.some(([first, last]) => index >= first && index <= last);
    return among ? ranges : [[index, index]];
  }
}
