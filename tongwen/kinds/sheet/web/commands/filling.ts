/** Filling on: by the handle, with rules going along, and by steps up to an end. */
import {
  type Area,
  type Content,
  type DateUnit,
  dateAfter,
  type FillOptions,
  fillSeries,
  MAX_COLS,
  MAX_ROWS,
  type Sheet,
  setContents,
  setStyle,
} from "../model";
import { colsIn, rowsIn } from "./areas";
import { pasteRules } from "./pasting";

/** What of a target lies outside of its source, which it goes on from in one direction. */
function beyond(source: Area, target: Area): Area | null {
  if (target.row2 > source.row2) return { ...target, row1: source.row2 + 1 };
  if (target.row1 < source.row1) return { ...target, row2: source.row1 - 1 };
  if (target.col2 > source.col2) return { ...target, col1: source.col2 + 1 };
  return target.col1 < source.col1 ? { ...target, col2: source.col1 - 1 } : null;
}

/** Fill on from a source; with all of it, its validations and conditional formats go along. One step. */
export function fillOn(sheet: Sheet, source: Area, target: Area, options: FillOptions = {}): void {
  sheet.book.steps.transact("fill", () => {
    fillSeries(sheet, source, target, options);
    const rest =
      options.what === undefined || options.what === "all" ? beyond(source, target) : null;
    if (rest) pasteRules(sheet, source, rest);
  });
}

const FARTHEST = 100_000;

/** How far rows are filled, without a gap, in a column below a row. */
function filledDown(sheet: Sheet, row: number, col: number): number {
  if (col < 0 || col >= MAX_COLS) return row;
  const filled = new Set<number>();
  const used = sheet.usedRange();
  const last = Math.min(used?.row2 ?? row, row + FARTHEST);
  sheet.eachContent({ row1: row + 1, row2: last, col1: col, col2: col }, (at) => filled.add(at));
  let end = row;
  while (filled.has(end + 1)) end += 1;
  return end;
}

/** Where a double click on the handle fills to: as far as the data beside goes; null when there is none. */
export function fillEnd(sheet: Sheet, source: Area): Area | null {
  const { row2, col1, col2 } = source;
  for (const col of [col1 - 1, col2 + 1, col1]) {
    const end = filledDown(sheet, row2, col);
    if (end > row2) return { ...source, row2: end };
  }
  return null;
}

/** Steps from the first cell of each line. */
export interface StepOptions {
  kind: "linear" | "growth" | "date";
  unit: DateUnit;
  step: number;
  /** Where the series ends; null fills the selection. */
  stop: number | null;
  along: "rows" | "cols";
}

const MOST_STEPS = 100_000;

function stepped(start: number, index: number, { kind, unit, step }: StepOptions): number {
  if (kind === "growth") return start * step ** index;
  if (kind === "linear" || unit === "days") return Number((start + step * index).toPrecision(15));
  return dateAfter(start, index * step, unit);
}

function passed(value: number, { stop, step, kind }: StepOptions): boolean {
  if (!Number.isFinite(value)) return true;
  if (stop === null) return false;
  const falls = kind === "growth" ? step < 1 : step < 0;
  return falls ? value < stop : value > stop;
}

function series(start: number, room: number, options: StepOptions): number[] {
  const found: number[] = [];
  // Without a room to fill, the end decides.
  const most = room > 1 ? room : options.stop === null ? 1 : MOST_STEPS;
  for (let index = 0; index < most; index += 1) {
    const value = stepped(start, index, options);
    if (passed(value, options)) break;
    found.push(value);
  }
  return found;
}

/** Write the steps from one cell on, with its number format. */
function fillLine(sheet: Sheet, row: number, col: number, room: number, options: StepOptions) {
  const start = sheet.content(row, col);
  if (typeof start !== "number") return;
  const down = options.along === "cols";
  const limit = down ? MAX_ROWS - row : MAX_COLS - col;
  const values: Content[] = series(start, Math.min(room, limit), options).slice(0, limit);
  setContents(sheet, row, col, down ? values.map((value) => [value]) : [values]);
  const { numberFormat } = sheet.style(row, col);
  const last = values.length - 1;
  if (!numberFormat || last < 1) return;
  const end = { row2: row + (down ? last : 0), col2: col + (down ? 0 : last) };
  setStyle(sheet, [{ row1: row, col1: col, ...end }], { numberFormat });
}

/** Fill each line of an area by steps from the number in its first cell; lines that begin with none stay. One step. */
export function fillSteps(sheet: Sheet, area: Area, options: StepOptions): void {
  const down = options.along === "cols";
  const lines = down ? colsIn(area) : rowsIn(area);
  const room = down ? rowsIn(area) : colsIn(area);
  sheet.book.steps.transact("fill", () => {
    for (let line = 0; line < lines; line += 1)
      if (down) fillLine(sheet, area.row1, area.col1 + line, room, options);
      else fillLine(sheet, area.row1 + line, area.col1, room, options);
  });
}

const KEY = "tongwen.lists";
const MOST_LISTS = 100;

function isList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 1 && value.every((one) => typeof one === "string");
}

/** A person's own lists that fills and sorts follow, kept in this browser. What is stored and is none is passed over. */
export function ownLists(storage: Pick<Storage, "getItem"> = localStorage): string[][] {
  try {
    const found: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isList).slice(0, MOST_LISTS) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

export function keepLists(
  lists: readonly (readonly string[])[],
  storage: Pick<Storage, "setItem"> = localStorage,
): void {
  storage.setItem(KEY, JSON.stringify(lists.filter(isList).slice(0, MOST_LISTS)));
}
