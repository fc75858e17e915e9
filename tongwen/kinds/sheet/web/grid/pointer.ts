/** What the mouse, the pen and the finger do: select, extend, resize lines, fill, move, open menus. */
import type { Area, AxisName } from "../model";
import { buttonBox } from "./buttons";
import { clip, type Geometry, type Hit, type PixelBox } from "./geometry";
import { contains } from "./layout";
import { type Badge, HANDLE } from "./overlay";
import type { Cell, MenuRequest, Selection } from "./view";

/** What pointing asks of the grid. */
export interface PointerHost {
  readonly geometry: Geometry;
  readonly selection: Selection;
  readonly editing: boolean;
  readonly badges: readonly Badge[];
  editable(): boolean;
  /** Start a selection; `add` keeps the others. */
  begin(hit: Hit, how: { add: boolean; extend: boolean }): void;
  /** The current area now reaches here. */
  reach(hit: Hit): void;
  /** A formula takes a reference here; false when it does not wait for one. */
  point(hit: Hit, extend: boolean): boolean;
  /** Keep what is edited; false when it was refused. */
  leave(): boolean;
  edit(): void;
  menu(request: MenuRequest): void;
  button(badge: Badge, box: PixelBox): void;
  toggle(cell: Cell): boolean;
  follow(cell: Cell): void;
  guide(axis: AxisName | null, position: number): void;
  resize(axis: AxisName, index: number, pixels: number): void;
  fit(axis: AxisName, index: number): void;
  target(area: Area | null): void;
  /** `other`: with Ctrl, which turns copies into series and series into copies. */
  fill(target: Area, other: boolean): void;
  /** Fill as far down as the data beside goes. */
  fillDown(): void;
  move(to: Cell, copy: boolean): void;
  scrollBy(x: number, y: number): void;
  /** The pointer is over a cell, or over none. */
  hover(cell: Cell | null): void;
  focus(): void;
}

type Drag =
  | { kind: "select" }
  /** By a handle: what is selected is no click. */
  | { kind: "stretch" }
  | { kind: "point" }
  | { kind: "resize"; axis: AxisName; index: number; start: number }
  | { kind: "fill"; target: Area | null }
  | { kind: "move"; grip: Cell; to: Cell | null };

/** Pixels around the frame of the selection by which it can be taken. */
const GRIP = 3;
/** Pixels beyond the edge at which dragging scrolls, and how far in each frame. */
const EDGE = 12;

function near(a: number, b: number, by: number): boolean {
  return Math.abs(a - b) <= by;
}

/** Whether a point lies on the edge of a box. */
function onFrame({ x, y, w, h }: PixelBox, px: number, py: number): boolean {
  const across = px >= x - GRIP && px <= x + w + GRIP;
  const down = py >= y - GRIP && py <= y + h + GRIP;
  const atSide = near(px, x, GRIP) || near(px, x + w, GRIP);
  return (down && atSide) || (across && (near(py, y, GRIP) || near(py, y + h, GRIP)));
}

/** Where the fill handle would reach from an area when dragged to a cell: one direction only. */
export function fillTarget(source: Area, to: Cell): Area | null {
  const below = to.row - source.row2;
  const above = source.row1 - to.row;
  const after = to.col - source.col2;
  const before = source.col1 - to.col;
  const most = Math.max(below, above, after, before);
  if (most <= 0) return null;
  if (most === below) return { ...source, row2: to.row };
  if (most === above) return { ...source, row1: to.row };
  return most === after ? { ...source, col2: to.col } : { ...source, col1: to.col };
}

export class Pointer {
  #drag: Drag | null = null;
  #last = { x: 0, y: 0 };
  #frame = 0;

  constructor(
    readonly surface: HTMLElement,
    private readonly host: PointerHost,
  ) {
    surface.addEventListener("pointerdown", this.#down);
    surface.addEventListener("pointermove", this.#move);
    surface.addEventListener("pointerup", this.#up);
    surface.addEventListener("pointercancel", this.#abort);
    surface.addEventListener("dblclick", this.#double);
    surface.addEventListener("contextmenu", this.#menu);
    surface.addEventListener("pointerleave", () => host.hover(null));
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#drag = null;
  }

  /** A handle of the selection was taken: it goes from `anchor` to where the pointer is. */
  stretch(anchor: Hit, pointer: number): void {
    this.host.begin(anchor, { add: false, extend: false });
    this.#drag = { kind: "stretch" };
    this.surface.setPointerCapture(pointer);
  }

  #at(event: MouseEvent): { x: number; y: number } {
    const box = this.surface.getBoundingClientRect();
    return { x: event.clientX - box.x, y: event.clientY - box.y };
  }

  #onScrollbar({ x, y }: { x: number; y: number }): boolean {
    return x >= this.surface.clientWidth || y >= this.surface.clientHeight;
  }

  #down = (event: PointerEvent): void => {
    const at = this.#at(event);
    // A finger scrolls; it selects when it is lifted where it was set down.
    if (this.#onScrollbar(at) || event.pointerType === "touch" || event.button === 1) return;
    event.preventDefault();
    this.#last = at;
    const hit = this.host.geometry.hit(at.x, at.y);
    if (event.button === 2) this.include(hit);
    else this.#drag = this.#grab(at, hit, event);
    if (this.#drag) this.surface.setPointerCapture(event.pointerId);
    this.host.focus();
  };

  #grab(at: { x: number; y: number }, hit: Hit, event: PointerEvent): Drag | null {
    const { host } = this;
    const resizing = this.#resizing(at, hit);
    if (resizing) return resizing;
    if (host.editing) {
      if (host.point(hit, event.shiftKey)) return { kind: "point" };
      if (!host.leave()) return null;
    }
    const badge = this.badgeAt(at);
    if (badge) {
      const { row, col } = badge.badge;
      host.begin({ place: "cells", row, col }, { add: false, extend: false });
      host.button(badge.badge, badge.box);
      return null;
    }
    return this.#gripAt(at, hit) ?? this.#select(hit, event);
  }

  #select(hit: Hit, event: PointerEvent): Drag {
    const add = event.ctrlKey || event.metaKey;
    this.host.begin(hit, { add, extend: event.shiftKey });
    if (hit.place === "cells" && add) this.host.follow(hit);
    return { kind: "select" };
  }

  /** The line whose edge is taken, in a heading. */
  #resizing(at: { x: number; y: number }, hit: Hit): Drag | null {
    const axis = hit.place;
    if ((axis !== "rows" && axis !== "cols") || !this.host.editable()) return null;
    const index = this.host.geometry.edge(axis, at.x, at.y);
    return index === null
      ? null
      : { kind: "resize", axis, index, start: axis === "rows" ? at.y : at.x };
  }

  /** A right click keeps a selection that it falls into. */
  include(hit: Hit): void {
    const { selection } = this.host;
    const { row, col } = hit;
    const inside = selection.areas.some((area) =>
      hit.place === "rows"
        ? row >= area.row1 && row <= area.row2 && this.#whole(area, "rows")
        : hit.place === "cols"
          ? col >= area.col1 && col <= area.col2 && this.#whole(area, "cols")
          : contains(area, row, col),
    );
    if (!inside && this.host.leave()) this.host.begin(hit, { add: false, extend: false });
  }

  #whole(area: Area, axis: AxisName): boolean {
    const { rows, cols } = this.host.geometry;
    return axis === "rows"
      ? area.col1 === 0 && area.col2 >= cols.count - 1
      : area.row1 === 0 && area.row2 >= rows.count - 1;
  }

  /** The fill handle or the frame of a single selected area. */
  #gripAt({ x, y }: { x: number; y: number }, hit: Hit): Drag | null {
    const { selection, geometry } = this.host;
    const [area] = selection.areas;
    if (!area || selection.areas.length !== 1 || hit.place !== "cells" || !this.host.editable())
      return null;
    const pane = geometry.panes().find((one) => clip({ x, y, w: 1, h: 1 }, one));
    if (!pane) return null;
    const box = geometry.boxIn(pane, area);
    const atEnd = near(x, box.x + box.w, HANDLE) && near(y, box.y + box.h, HANDLE);
    if (atEnd) return { kind: "fill", target: null };
    if (!onFrame(box, x, y) || this.#whole(area, "rows") || this.#whole(area, "cols")) return null;
    const within = (low: number, high: number, line: number): number =>
      Math.min(high, Math.max(low, line)) - low;
    const grip = {
      row: within(area.row1, area.row2, hit.row),
      col: within(area.col1, area.col2, hit.col),
    };
    return { kind: "move", grip, to: null };
  }

  /** The sign under a point that does something. */
  badgeAt({ x, y }: { x: number; y: number }): { badge: Badge; box: PixelBox } | null {
    const { geometry, badges } = this.host;
    const pane = geometry.panes().find((one) => clip({ x, y, w: 1, h: 1 }, one));
    if (!pane) return null;
    for (const badge of badges) {
      const box = buttonBox(geometry, pane, badge);
      if (box && clip({ x, y, w: 1, h: 1 }, box)) return { badge, box };
    }
    return null;
  }

  #move = (event: PointerEvent): void => {
    const at = this.#at(event);
    this.#last = at;
    if (!this.#drag) {
      this.surface.style.cursor = this.#cursorAt(at);
      const hit = this.host.geometry.hit(at.x, at.y);
      this.host.hover(hit.place === "cells" && !this.#onScrollbar(at) ? hit : null);
      return;
    }
    this.#dragTo(at);
    if (!this.#frame) this.#frame = requestAnimationFrame(this.#scrollAtEdge);
  };

  #dragTo({ x, y }: { x: number; y: number }): void {
    const drag = this.#drag;
    const { host } = this;
    if (!drag) return;
    if (drag.kind === "resize") {
      host.guide(drag.axis, drag.axis === "rows" ? y : x);
      return;
    }
    const hit = host.geometry.hit(this.#inside(x, "w"), this.#inside(y, "h"));
    if (drag.kind === "select" || drag.kind === "stretch") host.reach(hit);
    else if (drag.kind === "point") host.point(hit, true);
    else if (drag.kind === "fill") this.#fillTo(drag, hit);
    else this.#moveTo(drag, hit);
  }

  #inside(position: number, side: "w" | "h"): number {
    const { size, heading } = this.host.geometry;
    // Dragging from a heading stays in it; elsewhere the headings are no target.
    const low =
      this.#drag?.kind === "select" || this.#drag?.kind === "stretch" ? 0 : heading[side] + 1;
    return Math.max(low, Math.min(size[side] - 1, position));
  }

  #fillTo(drag: Extract<Drag, { kind: "fill" }>, hit: Hit): void {
    const [source] = this.host.selection.areas;
    if (!source) return;
    drag.target = contains(source, hit.row, hit.col) ? null : fillTarget(source, hit);
    this.host.target(drag.target);
  }

  #moveTo(drag: Extract<Drag, { kind: "move" }>, hit: Hit): void {
    const [source] = this.host.selection.areas;
    if (!source) return;
    const row = Math.max(0, hit.row - drag.grip.row);
    const col = Math.max(0, hit.col - drag.grip.col);
    drag.to = row === source.row1 && col === source.col1 ? null : { row, col };
    this.host.target(
      drag.to && {
        row1: row,
        col1: col,
        row2: row + source.row2 - source.row1,
        col2: col + source.col2 - source.col1,
      },
    );
  }

  #scrollAtEdge = (): void => {
    this.#frame = 0;
    if (!this.#drag || this.#drag.kind === "resize") return;
    const { size, heading } = this.host.geometry;
    const past = (position: number, low: number, high: number): number => {
      if (position > high - EDGE) return position - (high - EDGE);
      return position < low ? position - low : 0;
    };
    const x = past(this.#last.x, heading.w, size.w);
    const y = past(this.#last.y, heading.h, size.h);
    if (x === 0 && y === 0) return;
    this.host.scrollBy(x, y);
    this.#dragTo(this.#last);
    this.#frame = requestAnimationFrame(this.#scrollAtEdge);
  };

  #up = (event: PointerEvent): void => {
    const drag = this.#drag;
    const { host } = this;
    this.#drag = null;
    if (!drag) return;
    host.target(null);
    host.guide(null, 0);
    if (drag.kind === "fill" && drag.target) host.fill(drag.target, event.ctrlKey || event.metaKey);
    if (drag.kind === "move" && drag.to) host.move(drag.to, event.ctrlKey || event.metaKey);
    if (drag.kind === "resize") {
      const moved = (drag.axis === "rows" ? this.#last.y : this.#last.x) - drag.start;
      const lines = drag.axis === "rows" ? host.geometry.rows : host.geometry.cols;
      if (Math.abs(moved) > 1)
        host.resize(
          drag.axis,
          drag.index,
          Math.max(0, lines.size(drag.index) + moved / host.geometry.zoom),
        );
    }
    if (drag.kind === "select") this.#clicked();
  };

  /** A plain click on a checkbox turns it. */
  #clicked(): void {
    const { selection } = this.host;
    const hit = this.host.geometry.hit(this.#last.x, this.#last.y);
    const same = hit.row === selection.active.row && hit.col === selection.active.col;
    if (hit.place === "cells" && same && selection.areas.length === 1) this.host.toggle(hit);
  }

  #abort = (): void => {
    this.#drag = null;
    this.host.target(null);
    this.host.guide(null, 0);
  };

  #double = (event: MouseEvent): void => {
    const at = this.#at(event);
    if (this.#onScrollbar(at)) return;
    const hit = this.host.geometry.hit(at.x, at.y);
    const axis = hit.place === "rows" || hit.place === "cols" ? hit.place : null;
    const index = axis && this.host.editable() ? this.host.geometry.edge(axis, at.x, at.y) : null;
    if (axis && index !== null) this.host.fit(axis, index);
    else if (this.#gripAt(at, hit)?.kind === "fill") this.host.fillDown();
    else if (hit.place === "cells") this.host.edit();
  };

  #menu = (event: MouseEvent): void => {
    event.preventDefault();
    // Fingers have a long press of their own.
    if ((event as PointerEvent).pointerType === "touch") return;
    const at = this.#at(event);
    const { place, row, col } = this.host.geometry.hit(at.x, at.y);
    const { clientX, clientY } = event;
    this.host.menu({ where: place, cell: { row, col }, clientX, clientY });
  };

  #cursorAt(at: { x: number; y: number }): string {
    if (this.#onScrollbar(at)) return "default";
    const hit = this.host.geometry.hit(at.x, at.y);
    if (hit.place === "rows" || hit.place === "cols") {
      const edge = this.host.editable() && this.host.geometry.edge(hit.place, at.x, at.y) !== null;
      if (edge) return hit.place === "rows" ? "row-resize" : "col-resize";
      return hit.place === "rows" ? "e-resize" : "s-resize";
    }
    if (this.badgeAt(at)) return "pointer";
    const grip = this.#gripAt(at, hit);
    if (grip) return grip.kind === "fill" ? "crosshair" : "move";
    return "cell";
  }
}
