/** From cells to pixels of the grid's element and back: headings, frozen panes, scrolling and zoom. */
import type { Area } from "../model";
import { mergeAt, Positions, type SheetLayout } from "./layout";
import type { Cell } from "./view";

/** Pixels of the headings at zoom 1. */
export const ROW_HEADING = 46;
export const COLUMN_HEADING = 22;

export interface PixelBox {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A part of the grid that scrolls in its own way. */
export interface Pane extends PixelBox {
  frozenRows: boolean;
  frozenColumns: boolean;
}

export type Place = "cells" | "rows" | "cols" | "corner";

export interface Hit extends Cell {
  place: Place;
}

export class Geometry {
  readonly rows: Positions;
  readonly cols: Positions;
  /** Pixels at zoom 1 beyond the frozen lines. */
  scroll = { x: 0, y: 0 };
  zoom = 1;
  /** Pixels of the element, scroll bars excluded. */
  size = { w: 0, h: 0 };

  constructor(readonly layout: SheetLayout) {
    this.rows = new Positions(layout.rows);
    this.cols = new Positions(layout.columns);
  }

  /** Pixels of the headings now. */
  get heading(): { w: number; h: number } {
    const shown = this.layout.headings ? this.zoom : 0;
    return { w: ROW_HEADING * shown, h: COLUMN_HEADING * shown };
  }

  /** Pixels that frozen lines take. */
  get frozen(): { w: number; h: number } {
    return {
      w: this.cols.start(this.layout.frozenColumns) * this.zoom,
      h: this.rows.start(this.layout.frozenRows) * this.zoom,
    };
  }

  /** Pixels of all of the grid, headings included. */
  get total(): { w: number; h: number } {
    return {
      w: this.heading.w + this.cols.total * this.zoom,
      h: this.heading.h + this.rows.total * this.zoom,
    };
  }

  columnX(col: number): number {
    const scrolled = col >= this.layout.frozenColumns ? this.scroll.x : 0;
    return this.heading.w + (this.cols.start(col) - scrolled) * this.zoom;
  }

  rowY(row: number): number {
    const scrolled = row >= this.layout.frozenRows ? this.scroll.y : 0;
    return this.heading.h + (this.rows.start(row) - scrolled) * this.zoom;
  }

  panes(): Pane[] {
    const { heading, frozen, size } = this;
    const left = heading.w + frozen.w;
    const top = heading.h + frozen.h;
    const panes: Pane[] = [
      {
        x: left,
        y: top,
        w: size.w - left,
        h: size.h - top,
        frozenRows: false,
        frozenColumns: false,
      },
      {
        x: left,
        y: heading.h,
        w: size.w - left,
        h: frozen.h,
        frozenRows: true,
        frozenColumns: false,
      },
      {
        x: heading.w,
        y: top,
        w: frozen.w,
        h: size.h - top,
        frozenRows: false,
        frozenColumns: true,
      },
      {
        x: heading.w,
        y: heading.h,
        w: frozen.w,
        h: frozen.h,
        frozenRows: true,
        frozenColumns: true,
      },
    ];
    return panes.filter((pane) => pane.w > 0 && pane.h > 0);
  }

  /** Where an area is in a pane, as if the pane had no edges. */
  boxIn(pane: Pane, area: Area): PixelBox {
    const scrollX = pane.frozenColumns ? 0 : this.scroll.x;
    const scrollY = pane.frozenRows ? 0 : this.scroll.y;
    const x = this.heading.w + (this.cols.start(area.col1) - scrollX) * this.zoom;
    const y = this.heading.h + (this.rows.start(area.row1) - scrollY) * this.zoom;
    const w =
      (this.cols.end(this.#last(area.col2, "cols")) - this.cols.start(area.col1)) * this.zoom;
    const h =
      (this.rows.end(this.#last(area.row2, "rows")) - this.rows.start(area.row1)) * this.zoom;
    return { x, y, w, h };
  }

  /** The visible box around an area, or null. */
  visibleBox(area: Area): PixelBox | null {
    const seen = this.panes().flatMap((pane) => {
      const box = clip(this.boxIn(pane, area), pane);
      return box ? [box] : [];
    });
    const [first] = seen;
    if (!first) return null;
    const x = Math.min(...seen.map((box) => box.x));
    const y = Math.min(...seen.map((box) => box.y));
    return {
      x,
      y,
      w: Math.max(...seen.map((box) => box.x + box.w)) - x,
      h: Math.max(...seen.map((box) => box.y + box.h)) - y,
    };
  }

  /** Content pixels at zoom 1 under a point of the element. */
  contentAt(x: number, y: number): { x: number; y: number } {
    const { heading, frozen, zoom, scroll } = this;
    const dx = x - heading.w;
    const dy = y - heading.h;
    return {
      x: dx / zoom + (dx >= frozen.w ? scroll.x : 0),
      y: dy / zoom + (dy >= frozen.h ? scroll.y : 0),
    };
  }

  hit(x: number, y: number): Hit {
    const { heading } = this;
    const at = this.contentAt(Math.max(x, heading.w), Math.max(y, heading.h));
    const row = this.rows.at(at.y);
    const col = this.cols.at(at.x);
    const place: Place =
      x < heading.w ? (y < heading.h ? "corner" : "rows") : y < heading.h ? "cols" : "cells";
    return { place, row, col };
  }

  /** The line whose trailing edge is under a point of a heading, within `near` pixels; null elsewhere. */
  edge(axis: "rows" | "cols", x: number, y: number, near = 4): number | null {
    const { place, row, col } = this.hit(x, y);
    if (place !== axis) return null;
    const index = axis === "rows" ? row : col;
    const start = axis === "rows" ? this.rowY(index) : this.columnX(index);
    const lines = axis === "rows" ? this.rows : this.cols;
    const position = axis === "rows" ? y : x;
    const end = start + lines.size(index) * this.zoom;
    if (end - position <= near) return index;
    return position - start <= near && index > 0 ? index - 1 : null;
  }

  /** The cells in sight beyond the frozen lines, with those that are cut. */
  visible(): Area {
    const { frozen, heading, size, zoom, scroll } = this;
    const room = { w: size.w - heading.w - frozen.w, h: size.h - heading.h - frozen.h };
    const x = this.cols.start(this.layout.frozenColumns) + scroll.x;
    const y = this.rows.start(this.layout.frozenRows) + scroll.y;
    return {
      row1: this.rows.at(y),
      col1: this.cols.at(x),
      row2: this.rows.at(y + Math.max(0, room.h - 1) / zoom),
      col2: this.cols.at(x + Math.max(0, room.w - 1) / zoom),
    };
  }

  /** The cells that a pane shows, with those that are cut. */
  inPane(pane: Pane): Area {
    const seen = this.visible();
    return {
      row1: pane.frozenRows ? 0 : seen.row1,
      row2: pane.frozenRows ? this.layout.frozenRows - 1 : seen.row2,
      col1: pane.frozenColumns ? 0 : seen.col1,
      col2: pane.frozenColumns ? this.layout.frozenColumns - 1 : seen.col2,
    };
  }

  /** The scroll position, pixels at zoom 1, from which a cell is in sight; as little as possible changes. */
  revealing(cell: Cell, where: "nearest" | "start"): { x: number; y: number } {
    const { frozen, heading, size, zoom, scroll, layout } = this;
    const along = (
      lines: Positions,
      index: number,
      pinned: number,
      room: number,
      now: number,
    ): number => {
      if (index < pinned) return now;
      const start = lines.start(index) - lines.start(pinned);
      if (where === "start" || start < now) return start;
      const end = start + lines.size(index);
      return end > now + room ? Math.min(start, end - room) : now;
    };
    return {
      x: along(
        this.cols,
        cell.col,
        layout.frozenColumns,
        (size.w - heading.w - frozen.w) / zoom,
        scroll.x,
      ),
      y: along(
        this.rows,
        cell.row,
        layout.frozenRows,
        (size.h - heading.h - frozen.h) / zoom,
        scroll.y,
      ),
    };
  }

  /** A cell with the cells that are merged into it. */
  whole({ row, col }: Cell): Area {
    return mergeAt(this.layout.merges, row, col) ?? { row1: row, col1: col, row2: row, col2: col };
  }

  #last(index: number, axis: "rows" | "cols"): number {
    return Math.min(index, (axis === "rows" ? this.rows : this.cols).count - 1);
  }
}

/** What of a box lies in another; null when nothing does. */
export function clip(box: PixelBox, by: PixelBox): PixelBox | null {
  const x = Math.max(box.x, by.x);
  const y = Math.max(box.y, by.y);
  const w = Math.min(box.x + box.w, by.x + by.w) - x;
  const h = Math.min(box.y + box.h, by.y + by.h) - y;
  return w > 0 && h > 0 ? { x, y, w, h } : null;
}
