/** Borders of a selection: which edges, and what faces them from the cells around. */
import {
  type Area,
  type Border,
  MAX_COLS,
  MAX_ROWS,
  type Sheet,
  type StylePatch,
  setStyle,
} from "../model";

export type Edges =
  | "all"
  | "outer"
  | "inner"
  | "innerHorizontal"
  | "innerVertical"
  | "top"
  | "bottom"
  | "start"
  | "end"
  | "diagonalUp"
  | "diagonalDown"
  | "none";

/** Styles of lines, from the thinnest (ECMA-376-1 §18.18.3). */
export const lineStyles = [
  "hair",
  "dotted",
  "dashDotDot",
  "dashDot",
  "dashed",
  "thin",
  "mediumDashDotDot",
  "slantDashDot",
  "mediumDashDot",
  "mediumDashed",
  "medium",
  "thick",
  "double",
] as const;

type Side = "borderTop" | "borderBottom" | "borderStart" | "borderEnd";

const outer: Side[] = ["borderTop", "borderBottom", "borderStart", "borderEnd"];

const sides: Partial<Record<Edges, Side[]>> = {
  outer,
  top: ["borderTop"],
  bottom: ["borderBottom"],
  start: ["borderStart"],
  end: ["borderEnd"],
};

interface Strip {
  area: Area;
  side: Side;
  /** The cells on the other side of the edge, and their side of it. */
  facing: Area | null;
  facingSide: Side;
}

function strip(area: Area, side: Side): Strip {
  const { row1, row2, col1, col2 } = area;
  switch (side) {
    case "borderTop":
      return {
        side,
        area: { ...area, row2: row1 },
        facing: row1 > 0 ? { ...area, row1: row1 - 1, row2: row1 - 1 } : null,
        facingSide: "borderBottom",
      };
    case "borderBottom":
      return {
        side,
        area: { ...area, row1: row2 },
        facing: row2 < MAX_ROWS - 1 ? { ...area, row1: row2 + 1, row2: row2 + 1 } : null,
        facingSide: "borderTop",
      };
    case "borderStart":
      return {
        side,
        area: { ...area, col2: col1 },
        facing: col1 > 0 ? { ...area, col1: col1 - 1, col2: col1 - 1 } : null,
        facingSide: "borderEnd",
      };
    default:
      return {
        side,
        area: { ...area, col1: col2 },
        facing: col2 < MAX_COLS - 1 ? { ...area, col1: col2 + 1, col2: col2 + 1 } : null,
        facingSide: "borderStart",
      };
  }
}

/** One edge of the area; what the neighbours had there goes, else it would show through. */
function edge(sheet: Sheet, area: Area, side: Side, border: Border | null): void {
  const { facing, facingSide, ...own } = strip(area, side);
  setStyle(sheet, [own.area], { [own.side]: border });
  if (facing) setStyle(sheet, [facing], { [facingSide]: null });
}

function inside(sheet: Sheet, area: Area, along: "rows" | "cols", border: Border | null): void {
  const { row1, row2, col1, col2 } = area;
  if (along === "rows" && row2 > row1) {
    setStyle(sheet, [{ ...area, row2: row2 - 1 }], { borderBottom: border });
    setStyle(sheet, [{ ...area, row1: row1 + 1 }], { borderTop: border });
  }
  if (along === "cols" && col2 > col1) {
    setStyle(sheet, [{ ...area, col2: col2 - 1 }], { borderEnd: border });
    setStyle(sheet, [{ ...area, col1: col1 + 1 }], { borderStart: border });
  }
}

function everywhere(sheet: Sheet, area: Area, border: Border | null): void {
  const patch: StylePatch = {};
  for (const side of outer) patch[side] = border;
  if (!border) patch.borderDiagonal = null;
  setStyle(sheet, [area], patch);
  for (const side of outer) {
    const { facing, facingSide } = strip(area, side);
    if (facing) setStyle(sheet, [facing], { [facingSide]: null });
  }
}

function apply(sheet: Sheet, area: Area, edges: Edges, border: Border | null): void {
  if (edges === "all" || edges === "none")
    everywhere(sheet, area, edges === "none" ? null : border);
  if (edges === "inner" || edges === "innerHorizontal") inside(sheet, area, "rows", border);
  if (edges === "inner" || edges === "innerVertical") inside(sheet, area, "cols", border);
  if (edges === "diagonalUp" || edges === "diagonalDown") {
    const way = edges === "diagonalUp" ? { up: true } : { down: true };
    setStyle(sheet, [area], { borderDiagonal: border && { ...border, ...way } });
  }
  for (const side of sides[edges] ?? []) edge(sheet, area, side, border);
}

/** Draw (or with null take away) the edges of each area, in one step. */
export function setBorders(
  sheet: Sheet,
  areas: readonly Area[],
  edges: Edges,
  border: Border | null,
): void {
  sheet.book.steps.transact("setBorders", () => {
    for (const area of areas) apply(sheet, area, edges, border);
  });
}
