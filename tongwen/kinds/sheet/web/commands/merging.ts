/** Merged cells. */
import { type Area, merge, type Sheet, setStyle, unmerge } from "../model";
import { cellsIn, intersection } from "./areas";

export type Merging = "center" | "all" | "rows" | "cols" | "none";

/** Whether a merge lies in the selection: the button takes it apart then. */
export function hasMerge(sheet: Sheet, areas: readonly Area[]): boolean {
  return sheet
    .merges()
    .some(({ area }) => areas.some((selected) => intersection(area, selected) !== null));
}

/** How many cells would lose what is in them: all but the first of each merge. */
export function losing(sheet: Sheet, areas: readonly Area[], how: Merging): number {
  if (how === "none") return 0;
  let lost = 0;
  for (const area of areas) {
    const seen = new Set<number>();
    sheet.eachContent(area, (row, col) => {
      const group = how === "rows" ? row : how === "cols" ? col : 0;
      if (seen.has(group)) lost += 1;
      seen.add(group);
    });
  }
  return lost;
}

/** Merge each area of more than one cell, or take the merges in it apart. */
export function mergeCells(sheet: Sheet, areas: Area[], how: Merging): void {
  sheet.book.steps.transact("merge", () => {
    if (how === "none") {
      unmerge(sheet, areas);
      return;
    }
    for (const area of areas) {
      if (cellsIn([area]) < 2) continue;
      merge(sheet, area, how === "center" ? "all" : how);
      if (how === "center") setStyle(sheet, [area], { align: "center" });
    }
  });
}
