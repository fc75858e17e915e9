/** Copying a range: relative references shift, absolute ones stay. */
import { type Area, contains, intersect } from "../areas";
import { type Content, isFormula } from "../content";
import type { Sheet } from "../sheet";
import { shift } from "../template";
import { turn } from "../turning";
import { readArea } from "./contents";
import { Restyling } from "./looks";
import { removeEntry, writeObject } from "./objects";
import { cached, type ValueOf } from "./ordering";
import { checkGrid, type Rows, writeRows } from "./writing";

export interface CopyTarget {
  sheet?: Sheet;
  row: number;
  col: number;
  /** The size to fill, when it is larger than the source: the source is repeated. */
  rows?: number;
  cols?: number;
}
export interface CopyOptions {
  what?: "all" | "contents" | "values" | "formats";
  transpose?: boolean;
  /** Empty cells of the source leave what is there. */
  skipEmpty?: boolean;
  computed?: ValueOf;
}

/** Where the cell of a target comes from. */
type Source = (row: number, col: number) => [row: number, col: number];

interface Copy {
  from: Sheet;
  area: Area;
  to: Sheet;
  target: Area;
  source: Source;
  options: CopyOptions;
}

function planned(sheet: Sheet, area: Area, to: CopyTarget, options: CopyOptions): Copy {
  const turned = options.transpose === true;
  const [height, width] = [area.row2 - area.row1 + 1, area.col2 - area.col1 + 1];
  const [tall, wide] = turned ? [width, height] : [height, width];
  // a target is filled only when the source fits into it as a whole
  const rows = to.rows && to.rows % tall === 0 ? to.rows : tall;
  const cols = to.cols && to.cols % wide === 0 ? to.cols : wide;
  checkGrid(to.row, to.col, rows, cols);
  const source: Source = (row, col) => {
    const [down, across] = [(row - to.row) % tall, (col - to.col) % wide];
    return turned ? [area.row1 + across, area.col1 + down] : [area.row1 + down, area.col1 + across];
  };
  const target = { row1: to.row, col1: to.col, row2: to.row + rows - 1, col2: to.col + cols - 1 };
  return { from: sheet, area, to: to.sheet ?? sheet, target, source, options };
}

function copiedContent(
  copy: Copy,
  content: Content,
  at: [number, number],
  to: [number, number],
): Content {
  const { from, options } = copy;
  if (options.what === "values") return (options.computed ?? cached)(from, at[0], at[1]);
  if (!isFormula(content)) return content;
  const { c: _cached, x: _raw, ...rest } = content;
  const place = { book: from.book, sid: from.sid };
  const turned = options.transpose
    ? turn(content.f, place, { from: { row: at[0], col: at[1] }, to: { row: to[0], col: to[1] } })
    : content.f;
  const by = options.transpose
    ? { rows: 0, cols: 0 }
    : { rows: to[0] - at[0], cols: to[1] - at[1] };
  return { ...rest, f: shift(turned, place, by, copy.to.sid) };
}

function copiedRows(copy: Copy): Rows {
  const { from, area, target, source, options } = copy;
  const contents = readArea(from, area);
  const rows: Rows = [];
  for (let row = target.row1; row <= target.row2; row++) {
    const line: (Content | undefined)[] = [];
    for (let col = target.col1; col <= target.col2; col++) {
      const at = source(row, col);
      const content = contents[at[0] - area.row1]?.[at[1] - area.col1] ?? null;
      if (content === null && options.skipEmpty) line.push(undefined);
      else line.push(copiedContent(copy, content, at, [row, col]));
    }
    rows.push(line);
  }
  return rows;
}

function copiedLooks({ from, to, target, source }: Copy): Restyling {
  const looks = new Restyling(to);
  for (let row = target.row1; row <= target.row2; row++)
    for (let col = target.col1; col <= target.col2; col++)
      looks.set(row, col, from.style(...source(row, col)));
  return looks;
}

function copyMerges({ from, area, to, target, options }: Copy): void {
  const inside = from.merges().filter((merge) => contains(area, merge.area));
  for (const merge of to.merges()) if (intersect(merge.area, target)) removeEntry(to, merge.token);
  if (options.transpose) return;
  const [height, width] = [area.row2 - area.row1 + 1, area.col2 - area.col1 + 1];
  for (let row = target.row1; row <= target.row2; row += height)
    for (let col = target.col1; col <= target.col2; col += width)
      for (const merge of inside) {
        const [down, across] = [row - area.row1, col - area.col1];
        const placed = {
          row1: merge.area.row1 + down,
          row2: merge.area.row2 + down,
          col1: merge.area.col1 + across,
          col2: merge.area.col2 + across,
        };
        writeObject(to, { type: "merge", area: to.idArea(placed) });
      }
}

/** Rows and columns that whole lines are cut to, so that a copied column is not a million cells. */
function filled(sheet: Sheet, area: Area): Area {
  if (area.row2 - area.row1 <= 100_000 && area.col2 - area.col1 <= 2_000) return area;
  const used = sheet.usedRange();
  return {
    ...area,
    row2: Math.max(area.row1, Math.min(area.row2, used?.row2 ?? area.row1)),
    col2: Math.max(area.col1, Math.min(area.col2, used?.col2 ?? area.col1)),
  };
}

/** Copy a range, over whatever is there. Throws Refusal beyond-grid. */
export function copyRange(
  sheet: Sheet,
  from: Area,
  to: CopyTarget,
  options: CopyOptions = {},
): void {
  const copy = planned(sheet, filled(sheet, from), to, options);
  const { what = "all" } = options;
  sheet.book.steps.transact("copyRange", () => {
    const rows = what === "formats" ? null : copiedRows(copy);
    const looks = what === "all" || what === "formats" ? copiedLooks(copy) : null;
    if (rows) writeRows(copy.to, copy.target.row1, copy.target.col1, rows);
    looks?.write();
    if (what === "all") copyMerges(copy);
  });
}
