/** Where the buttons of cells are: those of filters in their cell, that of a list of choices behind it, as in Excel. */
import type { Geometry, Pane, PixelBox } from "./geometry";
import type { Badge } from "./overlay";

/** Pixels of a button. */
export const BUTTON = 16;
/** Pixels between a cell and the button behind it: the handle that fills stands there. */
const GAP = 5;

const SIGNS = new Set<Badge["kind"]>(["note", "comment", "text-number"]);

/** Where a badge's button is in a pane; null for signs that are none. */
export function buttonBox(geometry: Geometry, pane: Pane, badge: Badge): PixelBox | null {
  if (SIGNS.has(badge.kind)) return null;
  const box = geometry.boxIn(pane, geometry.whole(badge));
  const end = box.x + box.w;
  const y = box.y + box.h - BUTTON - 1;
  const behind = end + GAP + BUTTON <= pane.x + pane.w;
  const x = badge.kind === "choices" && behind ? end + GAP : end - BUTTON - 1;
  return { x, y, w: BUTTON, h: BUTTON };
}
