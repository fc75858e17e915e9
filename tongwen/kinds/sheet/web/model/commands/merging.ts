/** Merging cells and taking merges apart. */
import { type Area, cellCount, intersect } from "../areas";
import type { Content } from "../content";
import type { Sheet } from "../sheet";
import { removeEntry, writeObject } from "./objects";
import { emptyArea, writeCells } from "./writing";

export type MergeHow = "all" | "rows" | "cols";

function pieces(area: Area, how: MergeHow): Area[] {
  if (how === "all") return [area];
  const found: Area[] = [];
  if (how === "rows")
    for (let row = area.row1; row <= area.row2; row++)
      found.push({ ...area, row1: row, row2: row });
  else
    for (let col = area.col1; col <= area.col2; col++)
      found.push({ ...area, col1: col, col2: col });
  return found;
}

function mergeOne(sheet: Sheet, area: Area): void {
  if (cellCount(area) < 2) return;
  let kept: { row: number; col: number; content: Content } | null = null;
  sheet.eachContent(area, (row, col, content) => {
    kept ??= { row, col, content };
  });
  const first = kept as { row: number; col: number; content: Content } | null;
  if (first) {
    emptyArea(sheet, area);
    writeCells(sheet, [[area.row1, area.col1, first.content]]);
  }
  writeObject(sheet, { type: "merge", area: sheet.idArea(area) });
}

function takeApart(sheet: Sheet, areas: Area[]): void {
  for (const { token, area } of sheet.merges())
    if (areas.some((one) => intersect(one, area))) removeEntry(sheet, token);
}

/** One merge, or one a row or column. The first content stays, the others go; merges in the way are taken apart. */
export function merge(sheet: Sheet, area: Area, how: MergeHow = "all"): void {
  sheet.book.steps.transact("merge", () => {
    takeApart(sheet, [area]);
    for (const piece of pieces(area, how)) mergeOne(sheet, piece);
  });
}

export function unmerge(sheet: Sheet, areas: Area[]): void {
  sheet.book.steps.transact("unmerge", () => takeApart(sheet, areas));
}
