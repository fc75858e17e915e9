/** Where keys take the selection: steps over hidden lines and merges, jumps to the edges of data. */
import type { Area } from "../model";
import { contains, mergeAt, type Positions, withMerges } from "./layout";
import type { Cell, Selection } from "./view";

export type Direction = "up" | "down" | "left" | "right";

/** What moving has to know of a worksheet. */
export interface Ground {
  rows: Positions;
  cols: Positions;
  /** Past the last line that can be reached. */
  limit: { rows: number; cols: number };
  merges: readonly Area[];
  isEmpty: (row: number, col: number) => boolean;
  used: Area | null;
}

export const cellArea = ({ row, col }: Cell): Area => ({
  row1: row,
  col1: col,
  row2: row,
  col2: col,
});

const steps: Record<Direction, readonly [rows: number, cols: number]> = {
  up: [-1, 0],
  down: [1, 0],
  left: [0, -1],
  right: [0, 1],
};

/** The next line that is shown; the same line at the edge. */
function nextLine(lines: Positions, limit: number, from: number, step: number): number {
  let line = from + step;
  while (line >= 0 && line < limit && line < lines.count && lines.size(line) === 0) line += step;
  return line >= 0 && line < limit ? line : from;
}

/** One step from a cell; a merge is left at its edge and entered at its first cell. */
export function step(ground: Ground, from: Cell, direction: Direction): Cell {
  const [dr, dc] = steps[direction];
  const merge = mergeAt(ground.merges, from.row, from.col);
  const row = merge && dr ? (dr > 0 ? merge.row2 : merge.row1) : from.row;
  const col = merge && dc ? (dc > 0 ? merge.col2 : merge.col1) : from.col;
  const to = {
    row: dr ? nextLine(ground.rows, ground.limit.rows, row, dr) : row,
    col: dc ? nextLine(ground.cols, ground.limit.cols, col, dc) : col,
  };
  const target = mergeAt(ground.merges, to.row, to.col);
  if (target && target !== merge) return { row: target.row1, col: target.col1 };
  return target && target === merge ? from : to;
}

/** The last place worth looking at in a direction: beyond it all is empty. */
function horizon(ground: Ground, direction: Direction): number {
  if (direction === "up" || direction === "left") return 0;
  const { used } = ground;
  if (!used) return -1;
  return direction === "down" ? used.row2 : used.col2;
}

/** Ctrl and an arrow: to the end of a run of filled cells, else to the next filled one, else to the edge. */
export function jump(ground: Ground, from: Cell, direction: Direction): Cell {
  const [dr, dc] = steps[direction];
  const last = horizon(ground, direction);
  const position = dr ? from.row : from.col;
  const forward = dr + dc > 0;
  const edge = forward ? (dr ? ground.limit.rows : ground.limit.cols) - 1 : 0;
  const at = (line: number): Cell =>
    dr ? { row: line, col: from.col } : { row: from.row, col: line };
  const filled = (line: number): boolean => {
    const { row, col } = at(line);
    return !ground.isEmpty(row, col);
  };
  const inside = (line: number): boolean => (forward ? line <= last : line >= last);
  const unit = forward ? 1 : -1;
  let line = position + unit;
  if (!inside(line)) return at(edge);
  if (filled(position) && filled(line)) {
    while (inside(line + unit) && filled(line + unit)) line += unit;
    return at(line);
  }
  while (inside(line) && !filled(line)) line += unit;
  return at(inside(line) ? line : edge);
}

/** The current area made to reach from the active cell to another corner. */
export function extended(selection: Selection, to: Cell, merges: readonly Area[]): Selection {
  const { active } = selection;
  const area = withMerges(
    {
      row1: Math.min(active.row, to.row),
      col1: Math.min(active.col, to.col),
      row2: Math.max(active.row, to.row),
      col2: Math.max(active.col, to.col),
    },
    merges,
  );
  return { areas: [...selection.areas.slice(0, -1), area], active };
}

/** The corner of the current area that is farthest from the active cell: what Shift and an arrow move. */
export function farCorner(selection: Selection): Cell {
  const area = selection.areas.at(-1) ?? cellArea(selection.active);
  const { active } = selection;
  return {
    row: active.row - area.row1 > area.row2 - active.row ? area.row1 : area.row2,
    col: active.col - area.col1 > area.col2 - active.col ? area.col1 : area.col2,
  };
}

/** Enter and Tab within a selection of several cells go round in it; alone they step. */
export function onward(ground: Ground, selection: Selection, direction: Direction): Selection {
  const area = selection.areas.at(-1) ?? cellArea(selection.active);
  const merge = mergeAt(ground.merges, selection.active.row, selection.active.col);
  const single =
    selection.areas.length === 1 &&
    ((area.row1 === area.row2 && area.col1 === area.col2) ||
      (merge !== null &&
        contains(merge, area.row1, area.col1) &&
        contains(merge, area.row2, area.col2)));
  if (single) {
    const active = step(ground, selection.active, direction);
    return { areas: [withMerges(cellArea(active), ground.merges)], active };
  }
  return { areas: selection.areas, active: round(area, selection.active, direction) };
}

function round(area: Area, { row, col }: Cell, direction: Direction): Cell {
  const height = area.row2 - area.row1 + 1;
  const width = area.col2 - area.col1 + 1;
  const down = direction === "down" || direction === "up";
  const place = down
    ? (col - area.col1) * height + (row - area.row1)
    : (row - area.row1) * width + (col - area.col1);
  const unit = direction === "down" || direction === "right" ? 1 : -1;
  const next = (place + unit + height * width) % (height * width);
  return down
    ? { row: area.row1 + (next % height), col: area.col1 + Math.floor(next / height) }
    : { row: area.row1 + Math.floor(next / width), col: area.col1 + (next % width) };
}

/** Ctrl+A: the filled cells around the active one; all cells when it is alone or they are selected already. */
export function region(ground: Ground, active: Cell): Area {
  let area = cellArea(active);
  const { used } = ground;
  if (!used) return area;
  const filledRow = (row: number, from: number, to: number): boolean => {
    for (let col = Math.max(from, used.col1); col <= Math.min(to, used.col2); col += 1)
      if (!ground.isEmpty(row, col)) return true;
    return false;
  };
  const filledColumn = (col: number, from: number, to: number): boolean => {
    for (let row = Math.max(from, used.row1); row <= Math.min(to, used.row2); row += 1)
      if (!ground.isEmpty(row, col)) return true;
    return false;
  };
  for (let grown = true; grown; ) {
    grown = false;
    const { row1, col1, row2, col2 } = area;
    const next = { ...area };
    if (row1 > used.row1 && filledRow(row1 - 1, col1 - 1, col2 + 1)) next.row1 -= 1;
    if (row2 < used.row2 && filledRow(row2 + 1, col1 - 1, col2 + 1)) next.row2 += 1;
    if (col1 > used.col1 && filledColumn(col1 - 1, row1 - 1, row2 + 1)) next.col1 -= 1;
    if (col2 < used.col2 && filledColumn(col2 + 1, row1 - 1, row2 + 1)) next.col2 += 1;
    grown = next.row1 !== row1 || next.row2 !== row2 || next.col1 !== col1 || next.col2 !== col2;
    area = next;
  }
  return area;
}
