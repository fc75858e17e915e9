/** What a transaction changed, told by present indexes once all of it can be read. */
import { type Area, type AxisName, cellArea, type IdArea, limitOf } from "./areas";
import type { Axis } from "./axis";
import type { AxisEdit } from "./axisEdit";
import type { SheetObject } from "./objects";
import { placeArea } from "./paints";
import type { Span } from "./pieces";

/** Whether the part of a worksheet is here. An unloaded one has no Sheet, but has name, order and axes. */
export type PartState = "unloaded" | "loading" | "loaded";

export interface ObjectChange {
  token: string;
  type: string;
  /** Null: it was removed. */
  object: SheetObject | null;
}
/** Edit both axes first, then read what they inserted and the areas: all indexes are those after the change. */
export interface SheetChange {
  rows: AxisEdit | null;
  cols: AxisEdit | null;
  /** By present index. What an AxisEdit inserted is not listed again. */
  contents: Area[];
  styles: Area[];
  lines: { axis: AxisName; first: number; last: number }[];
  objects: ObjectChange[];
  view: string[];
  /** Formulas of this sheet may read differently as A1 text (an axis or a name of a sheet changed somewhere). */
  formulas: boolean;
  state: PartState;
}
export type BookMember = "sheets" | "names" | "styles" | "settings";
export type ChangeOrigin = "local" | "undo" | "remote";
export interface Change {
  origin: ChangeOrigin;
  book: BookMember[];
  sheets: Map<string, SheetChange>;
}

/** Where a worksheet's lines are. */
export interface Axes {
  rows: Axis;
  cols: Axis;
}

/** Gathers what one transaction does to one worksheet, by ids. */
export class SheetChanges {
  readonly cells: [row: string, col: string][] = [];
  readonly products: { rows: Span[]; cols: Span[] | null }[] = [];
  readonly styled: IdArea[] = [];
  /** Rows whose block is another: their styles too. */
  readonly bands: Span[] = [];
  readonly lines: { axis: AxisName; area: IdArea }[] = [];
  readonly objects = new Map<string, ObjectChange>();
  readonly view = new Set<string>();
  allLines = false;
  axes = false;
  formulas = false;
  state = false;

  told(axes: Axes, state: PartState): SheetChange {
    const { rows, cols } = axes;
    const contents = coalesce(this.places(axes));
    for (const product of this.products) contents.push(...productAreas(product, axes));
    const styles: Area[] = this.styled
      .map((ids) => placeArea(ids, rows, cols))
      .filter((area) => area !== null);
    if (this.bands.length) styles.push(...productAreas({ rows: this.bands, cols: null }, axes));
    return {
      rows: rows.takeEdit(),
      cols: cols.takeEdit(),
      contents,
      styles,
      lines: this.toldLines(axes),
      objects: [...this.objects.values()],
      view: [...this.view],
      formulas: this.formulas,
      state,
    };
  }

  private places({ rows, cols }: Axes): [number, number][] {
    const found: [number, number][] = [];
    for (const [row, col] of this.cells) {
      const at = [rows.indexOf(row), cols.indexOf(col)];
      if (at[0] !== null && at[1] !== null) found.push(at as [number, number]);
    }
    return found;
  }

  private toldLines({ rows, cols }: Axes): SheetChange["lines"] {
    const found: SheetChange["lines"] = [];
    if (this.allLines)
      for (const axis of ["rows", "cols"] as const)
        found.push({ axis, first: 0, last: limitOf(axis) - 1 });
    for (const { axis, area } of this.lines) {
      const place = placeArea(area, rows, cols);
      if (!place) continue;
      found.push(
        axis === "rows"
          ? { axis, first: place.row1, last: place.row2 }
          : { axis, first: place.col1, last: place.col2 },
      );
    }
    return found;
  }
}

/** More areas than these are told as the one around them. */
const MANY = 200;

function productAreas({ rows, cols }: { rows: Span[]; cols: Span[] | null }, axes: Axes): Area[] {
  const down = axes.rows.ranges(rows);
  const across = cols ? axes.cols.ranges(cols) : [[0, axes.cols.limit - 1] as [number, number]];
  const areas = down.flatMap(([row1, row2]) =>
    across.map(([col1, col2]) => ({ row1, row2, col1, col2 })),
  );
  return areas.length > MANY ? bounds(areas) : areas;
}

function bounds(areas: Area[]): Area[] {
  const all = { row1: Infinity, col1: Infinity, row2: -1, col2: -1 };
  for (const area of areas) {
    all.row1 = Math.min(all.row1, area.row1);
    all.col1 = Math.min(all.col1, area.col1);
    all.row2 = Math.max(all.row2, area.row2);
    all.col2 = Math.max(all.col2, area.col2);
  }
  return areas.length ? [all] : [];
}

/** Cells as few areas: neighbours in a row first, then equal stretches below each other. */
export function coalesceAll(cells: [row: number, col: number][]): Area[] {
  const sorted = [...cells].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const strips: Area[] = [];
  for (const [row, col] of sorted) {
    const last = strips.at(-1);
    if (last && last.row1 === row && col <= last.col2 + 1) last.col2 = Math.max(last.col2, col);
    else strips.push(cellArea(row, col));
  }
  const open = new Map<string, Area>();
  const areas: Area[] = [];
  for (const strip of strips) {
    const name = `${strip.col1}:${strip.col2}`;
    const above = open.get(name);
    if (above && above.row2 + 1 === strip.row1) above.row2 = strip.row1;
    else {
      open.set(name, strip);
      areas.push(strip);
    }
  }
  return areas;
}

/** The same; when they are very many, the one area around them. */
function coalesce(cells: [row: number, col: number][]): Area[] {
  const areas = coalesceAll(cells);
  return areas.length > MANY ? bounds(areas) : areas;
}
