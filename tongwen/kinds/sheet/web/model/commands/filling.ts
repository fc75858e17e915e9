/** Filling on from a few cells by dragging. */
import { type Area, contains, inArea } from "../areas";
import { type Content, isFormula } from "../content";
import { Refusal } from "../errors";
import type { Sheet } from "../sheet";
import { shift } from "../template";
import { readArea } from "./contents";
import { Restyling } from "./looks";
import { type DateUnit, isDateFormat, roundOf, seriesOf } from "./series";
import { checkGrid, type Rows, writeRows } from "./writing";

export interface FillOptions {
  /** By themselves, single numbers repeat and all else goes on. `other`: the other way round, as with Ctrl. */
  mode?: "series" | "copy" | "other";
  /** `contents` without formats, or `formats` alone. */
  what?: "all" | "contents" | "formats";
  /** How dates go on. */
  unit?: DateUnit;
  /** Lists of one's own that texts go on by. */
  lists?: readonly (readonly string[])[];
}

/** A fill, seen along the direction it goes. */
interface Fill {
  sheet: Sheet;
  source: Area;
  target: Area;
  down: boolean;
  options: FillOptions;
}

const wrap = (index: number, length: number): number => ((index % length) + length) % length;

/** How one line goes on: what comes `place` cells behind its first. */
type Continuation = (place: number) => Content;

function continuation(fill: Fill, line: Content[], other: number): Continuation {
  const { sheet, source, down, options } = fill;
  const dates = line.map((_, i) => {
    const [row, col] = down ? [source.row1 + i, other] : [other, source.col1 + i];
    return isDateFormat(sheet.style(row, col).numberFormat);
  });
  const length = line.length;
  const { mode, unit, lists } = options;
  const single = mode === undefined ? 0 : 1;
  const lone = length === 1 && typeof line[0] === "number" && !dates[0];
  const copy = mode === "copy" || (mode === "other" && !lone);
  const given = { single, ...(unit ? { unit } : {}), ...(lists ? { lists } : {}) };
  const series =
    copy || line.some(isFormula) ? null : seriesOf(line, { ...given, dates: dates.every(Boolean) });
  if (series) return (place) => series(place < 0 ? place : place - length + 1);
  const rounds = line.map((content, i) =>
    copy ? () => content : roundOf(content, { ...given, dates: dates[i] === true }),
  );
  return (place) => {
    const i = wrap(place, length);
    const content = line[i] ?? null;
    if (isFormula(content)) return shiftedOn(fill, content, place - i);
    return rounds[i]?.(Math.floor(place / length)) ?? null;
  };
}

/** The contents of one line (a column, when filling down) from the first to the last of the target. */
function filledLine(fill: Fill, line: Content[], other: number): (Content | undefined)[] {
  const { source, target, down } = fill;
  const [from, to] = down ? [target.row1, target.row2] : [target.col1, target.col2];
  const start = down ? source.row1 : source.col1;
  const next = continuation(fill, line, other);
  const filled: (Content | undefined)[] = [];
  for (let place = from - start; place <= to - start; place++)
    filled.push(place >= 0 && place < line.length ? undefined : next(place));
  return filled;
}

function shiftedOn({ sheet, down }: Fill, content: Content, by: number): Content {
  if (!isFormula(content)) return content;
  const { c: _cached, x: _raw, a: _area, ...rest } = content;
  const steps = down ? { rows: by, cols: 0 } : { rows: 0, cols: by };
  return { ...rest, f: shift(content.f, { book: sheet.book, sid: sheet.sid }, steps) };
}

function filledRows(fill: Fill): Rows {
  const { sheet, source, target, down } = fill;
  const contents = readArea(sheet, source);
  if (!down) return contents.map((line, i) => filledLine(fill, line, source.row1 + i));
  const columns = (contents[0] ?? []).map((_, j) =>
    filledLine(
      fill,
      contents.map((line) => line[j] ?? null),
      source.col1 + j,
    ),
  );
  return Array.from({ length: target.row2 - target.row1 + 1 }, (_, i) =>
    columns.map((column) => column[i]),
  );
}

function filledLooks({ sheet, source, target }: Fill): Restyling {
  const looks = new Restyling(sheet);
  const [height, width] = [source.row2 - source.row1 + 1, source.col2 - source.col1 + 1];
  for (let row = target.row1; row <= target.row2; row++)
    for (let col = target.col1; col <= target.col2; col++)
      if (!inArea(source, row, col))
        looks.set(
          row,
          col,
          sheet.style(
            source.row1 + wrap(row - source.row1, height),
            source.col1 + wrap(col - source.col1, width),
          ),
        );
  return looks;
}

/**
 * Fill a target that contains its source and goes on from it in one direction. Formats go along.
 *
 * Throws Refusal overlap when it does not, beyond-grid.
 */
export function fillSeries(
  sheet: Sheet,
  source: Area,
  target: Area,
  options: FillOptions = {},
): void {
  const sameCols = source.col1 === target.col1 && source.col2 === target.col2;
  const sameRows = source.row1 === target.row1 && source.row2 === target.row2;
  if (!contains(target, source) || (!sameCols && !sameRows))
    throw new Refusal("overlap", "a fill goes on from its source in one direction");
  if (sameCols && sameRows) return;
  checkGrid(target.row1, target.col1, target.row2 - target.row1 + 1, target.col2 - target.col1 + 1);
  const fill = { sheet, source, target, down: sameCols, options };
  const { what = "all" } = options;
  sheet.book.steps.transact("fillSeries", () => {
    const looks = what === "contents" ? null : filledLooks(fill);
    if (what !== "formats") writeRows(sheet, target.row1, target.col1, filledRows(fill));
    looks?.write();
  });
}
