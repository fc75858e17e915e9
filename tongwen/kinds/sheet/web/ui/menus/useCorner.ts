/** Where an area ends in the window, for what stands at its corner; follows scrolling and zoom. */
import { useEffect, useState } from "react";
import type { Area } from "../../model";
import type { ControlProps } from "../controls/props";

/** Null when there is no area, nothing may be changed, a cell is edited, or the corner is out of sight. */
export function useCorner(
  { session, now }: ControlProps,
  area: Area | null,
): { x: number; y: number } | null {
  const [, moved] = useState(0);
  useEffect(() => session.view.onScroll(() => moved((count) => count + 1)), [session]);
  if (!area || !now.editable || now.editing) return null;
  const { row2, col2 } = area;
  const box = session.view.clientBox({ row1: row2, col1: col2, row2, col2 });
  const frame = session.view.element.getBoundingClientRect();
  if (!box) return null;
  const [x, y] = [box.x + box.inlineSize, box.y + box.blockSize];
  const inside = x < frame.right - 40 && y < frame.bottom - 30;
  // At the very edge it stands within, over the last cell.
  return inside
    ? { x, y }
    : { x: Math.min(x, frame.right - 56), y: Math.min(y, frame.bottom - 44) };
}
