/** What fingers do: tap, tap again, press long, drag the handles of the selection, pinch. One finger scrolls. */
import type { Area } from "../model";
import { clip, type Geometry, type Hit, type PixelBox } from "./geometry";
import styles from "./grid.module.css";
import type { Badge } from "./overlay";
import type { Cell, MenuRequest, Selection } from "./view";

/** Milliseconds of a long press, and pixels that a finger may tremble meanwhile. */
const LONG = 500;
const TREMBLE = 10;
/** Pixels of a handle that take a finger. */
const REACH = 36;

export interface FingersHost {
  readonly geometry: Geometry;
  readonly selection: Selection;
  readonly editing: boolean;
  begin(hit: Hit, how: { add: boolean; extend: boolean }): void;
  point(hit: Hit, extend: boolean): boolean;
  leave(): boolean;
  edit(): void;
  toggle(cell: Cell): boolean;
  button(badge: Badge): void;
  menu(request: MenuRequest): void;
  /** Zoom, and keep a point of the contents where it is in the grid. */
  zoomTo(zoom: number, content: Point, at: Point): void;
  /** Whether fingers are used now, or something finer. */
  touched(fingers: boolean): void;
}

/** What the mouse does as well. */
export interface Grip {
  readonly surface: HTMLElement;
  /** The sign under a point of the grid. */
  badgeAt(at: Point): { badge: Badge } | null;
  /** Select a place that is not selected yet. */
  include(hit: Hit): void;
  /** The selection now goes from `anchor` to where the pointer is, until it is lifted. */
  stretch(anchor: Hit, pointer: number): void;
}

export interface Point {
  x: number;
  y: number;
}

interface Pinch {
  /** Between the fingers, at the beginning. */
  distance: number;
  zoom: number;
  content: Point;
}

type Corner = "start" | "end";

/** Where a handle takes the selection from: the opposite corner, in whole lines when such are selected. */
export function anchorOf({ rows, cols }: Geometry, area: Area, corner: Corner): Hit {
  const place =
    area.col1 === 0 && area.col2 >= cols.count - 1
      ? "rows"
      : area.row1 === 0 && area.row2 >= rows.count - 1
        ? "cols"
        : "cells";
  return corner === "end"
    ? { place, row: area.row1, col: area.col1 }
    : { place, row: area.row2, col: area.col2 };
}

/** Where a corner of an area is in sight, pixels of the grid; null when it is not. */
export function cornerOf(geometry: Geometry, area: Area, corner: Corner): Point | null {
  for (const pane of geometry.panes()) {
    const box = geometry.boxIn(pane, area);
    const x = corner === "start" ? box.x : box.x + box.w;
    const y = corner === "start" ? box.y : box.y + box.h;
    const inside: PixelBox = { x: x - 1, y: y - 1, w: 2, h: 2 };
    const seen = corner === "start" ? { ...inside, x, y } : { ...inside, x: x - 2, y: y - 2 };
    if (clip(seen, pane)) return { x, y };
  }
  return null;
}

const between = (a: Touch, b: Touch): number =>
  Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);

export class Fingers {
  readonly #handles: Record<Corner, HTMLElement>;
  #used = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #down: Point | null = null;
  /** A long press was told of: the tap that ends it means nothing more. */
  #told = false;
  #pinch: Pinch | null = null;
  #frame = 0;

  constructor(
    body: HTMLElement,
    private readonly host: FingersHost,
    private readonly grip: Grip,
  ) {
    const { surface } = grip;
    this.#handles = { start: this.#handle(body, "start"), end: this.#handle(body, "end") };
    surface.addEventListener("pointerdown", this.#pressed);
    surface.addEventListener("pointermove", this.#moved);
    surface.addEventListener("pointerup", this.#lifted);
    surface.addEventListener("pointercancel", this.#lifted);
    surface.addEventListener("click", this.#tapped);
    surface.addEventListener("touchstart", this.#pinching, { passive: false });
    surface.addEventListener("touchmove", this.#pinched, { passive: false });
    surface.addEventListener("touchend", this.#spread, { passive: false });
    surface.addEventListener("touchcancel", this.#spread);
  }

  /** Lay the handles at the corners of the selection, while fingers are used. */
  place(): void {
    const { geometry, selection, editing } = this.host;
    const area = selection.areas.at(-1);
    for (const corner of ["start", "end"] as const) {
      const shown = this.#used && !editing && area !== undefined;
      const at = shown ? cornerOf(geometry, area, corner) : null;
      const handle = this.#handles[corner];
      handle.hidden = at === null;
      if (!at) continue;
      handle.style.insetInlineStart = `${at.x - REACH / 2}px`;
      handle.style.insetBlockStart = `${at.y - REACH / 2}px`;
    }
  }

  destroy(): void {
    this.#calm();
    cancelAnimationFrame(this.#frame);
  }

  #handle(body: HTMLElement, corner: Corner): HTMLElement {
    const handle = document.createElement("div");
    handle.className = styles.handle ?? "";
    handle.dataset.handle = corner;
    handle.style.inlineSize = `${REACH}px`;
    handle.style.blockSize = `${REACH}px`;
    handle.hidden = true;
    body.append(handle);
    handle.addEventListener("pointerdown", (event) => {
      const area = this.host.selection.areas.at(-1);
      if (!area) return;
      event.preventDefault();
      this.grip.stretch(anchorOf(this.host.geometry, area, corner), event.pointerId);
    });
    return handle;
  }

  #at({ clientX, clientY }: { clientX: number; clientY: number }): Point {
    const box = this.grip.surface.getBoundingClientRect();
    return { x: clientX - box.x, y: clientY - box.y };
  }

  #hit({ x, y }: Point): Hit {
    return this.host.geometry.hit(x, y);
  }

  #pressed = (event: PointerEvent): void => {
    const fingers = event.pointerType === "touch";
    if (fingers !== this.#used) {
      this.#used = fingers;
      this.host.touched(fingers);
    }
    this.#calm();
    this.#told = false;
    if (!fingers || !event.isPrimary) return;
    const { clientX, clientY } = event;
    this.#down = { x: clientX, y: clientY };
    this.#timer = setTimeout(() => this.#held({ clientX, clientY }), LONG);
  };

  #held(place: { clientX: number; clientY: number }): void {
    this.#calm();
    this.#told = true;
    const hit = this.#hit(this.#at(place));
    this.grip.include(hit);
    const { row, col } = hit;
    this.host.menu({ where: hit.place, cell: { row, col }, ...place });
  }

  #moved = ({ clientX, clientY }: PointerEvent): void => {
    const down = this.#down;
    if (down && Math.hypot(clientX - down.x, clientY - down.y) > TREMBLE) this.#calm();
  };

  #lifted = (): void => this.#calm();

  #calm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#down = null;
  }

  #tapped = (event: MouseEvent): void => {
    if ((event as PointerEvent).pointerType !== "touch" || this.#told) return;
    const at = this.#at(event);
    const { host } = this;
    const hit = this.#hit(at);
    if (host.editing && (host.point(hit, false) || !host.leave())) return;
    const found = this.grip.badgeAt(at);
    const again = hit.place === "cells" && this.#isActive(hit);
    const place: Hit = found ? { ...found.badge, place: "cells" } : hit;
    host.begin(place, { add: false, extend: false });
    if (found) host.button(found.badge);
    else if (hit.place === "cells" && !host.toggle(hit) && again) host.edit();
  };

  #isActive(hit: Hit): boolean {
    const { geometry, selection } = this.host;
    const { row1, col1 } = geometry.whole(hit);
    const { active } = selection;
    return row1 === active.row && col1 === active.col && selection.areas.length === 1;
  }

  #pinching = (event: TouchEvent): void => {
    const [a, b, more] = event.touches;
    this.#pinch = null;
    if (!a || !b || more) return;
    event.preventDefault();
    this.#calm();
    const { geometry } = this.host;
    const middle = this.#middle(a, b);
    this.#pinch = {
      distance: Math.max(1, between(a, b)),
      zoom: geometry.zoom,
      content: geometry.contentAt(middle.x, middle.y),
    };
  };

  #pinched = (event: TouchEvent): void => {
    const [a, b] = event.touches;
    const pinch = this.#pinch;
    if (!pinch || !a || !b) return;
    event.preventDefault();
    const zoom = pinch.zoom * (between(a, b) / pinch.distance);
    const middle = this.#middle(a, b);
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.host.zoomTo(zoom, pinch.content, middle));
  };

  #spread = (event: TouchEvent): void => {
    // The finger that opened a menu must not press what came up under it.
    if (this.#told && event.cancelable) event.preventDefault();
    if (event.touches.length < 2) this.#pinch = null;
  };

  #middle(a: Touch, b: Touch): Point {
    return this.#at({
      clientX: (a.clientX + b.clientX) / 2,
      clientY: (a.clientY + b.clientY) / 2,
    });
  }
}
