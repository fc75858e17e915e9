/** The elements of the grid and what moves them: painter, scroller, overlay, mounted pictures; one drawing a frame. */
import type { Area, AxisName } from "../model";
import { Geometry } from "./geometry";
import styles from "./grid.module.css";
import type { SheetLayout } from "./layout";
import { Mounting } from "./mounting";
import { OverlayPainter, type OverlayState } from "./overlay";
import { type CellFeed, UniverPainter } from "./univer/painter";
import type { Cell, Overlay } from "./view";

/** Browsers cut elements off near 33 million pixels: longer worksheets scroll by more than a pixel a pixel. */
const LONGEST = 16_000_000;

/** Rows of a column that are measured to fit it. */
const MOST_MEASURED = 5000;
const ZOOM = { least: 0.1, most: 4 };

export interface StageHost {
  feed: CellFeed;
  overlay: () => OverlayState;
  onScroll: () => void;
  /** After each drawing, when the geometry may have changed. */
  onDrawn: () => void;
}

function cssColor(name: string, fallback: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || fallback;
}

export class Stage {
  /** All of the grid: the body, and the outline beside it. */
  readonly element = document.createElement("div");
  /** Headings and cells, with what lies over them. */
  readonly body = document.createElement("div");
  readonly scroller = document.createElement("div");
  geometry: Geometry;
  readonly #painter: UniverPainter;
  readonly #overlay: OverlayPainter;
  readonly #spacer = document.createElement("div");
  readonly #over = document.createElement("div");
  readonly #mounting: Mounting;
  readonly #resized = new ResizeObserver(() => this.resize());
  readonly #themed = new MutationObserver(() => this.#theme());
  #gutter = { w: 0, h: 0 };
  #frame = 0;
  #ants = 0;
  /** Content pixels at zoom 1 for a pixel of the scroller. */
  #rate = { x: 1, y: 1 };

  constructor(
    layout: SheetLayout,
    private readonly host: StageHost,
  ) {
    this.geometry = new Geometry(layout);
    this.element.className = styles.grid ?? "";
    const canvas = document.createElement("div");
    canvas.className = styles.layer ?? "";
    this.scroller.className = styles.scroller ?? "";
    this.#over.className = styles.over ?? "";
    this.scroller.append(this.#spacer);
    this.body.className = styles.body ?? "";
    this.body.append(canvas, this.scroller, this.#over);
    this.element.append(this.body);
    this.#mounting = new Mounting(this.#over, () => this.draw());
    this.#overlay = new OverlayPainter(this.#over, { accent: "#2467B8", surface: "#FFFFFF" });
    this.#painter = new UniverPainter(canvas, host.feed, layout);
    this.#theme();
    this.scroller.addEventListener("scroll", this.#scrolled, { passive: true });
    this.#resized.observe(this.body);
    this.#themed.observe(document.documentElement, { attributes: true });
  }

  setLayout(layout: SheetLayout): void {
    const { scroll, zoom, size } = this.geometry;
    this.geometry = Object.assign(new Geometry(layout), { scroll, zoom, size });
    this.#painter.setLayout(layout);
    this.#measure();
    this.draw();
  }

  /** Pixels beside and above the body that belong to something else. */
  setGutter({ w, h }: { w: number; h: number }): void {
    if (this.#gutter.w === w && this.#gutter.h === h) return;
    this.#gutter = { w, h };
    this.body.style.insetInlineStart = `${w}px`;
    this.body.style.insetBlockStart = `${h}px`;
    this.resize();
  }

  /** Between 10 and 400 per cent. */
  setZoom(wanted: number): void {
    const zoom = Math.min(ZOOM.most, Math.max(ZOOM.least, wanted));
    if (zoom === this.geometry.zoom) return;
    this.geometry.zoom = zoom;
    this.#painter.setZoom(zoom);
    this.#measure();
    this.setScroll(this.geometry.scroll);
    this.draw();
  }

  /** Paint the cells again. */
  repaint(): void {
    this.#painter.repaint();
    this.draw();
  }

  /** Draw the overlay before the next picture. */
  draw(): void {
    this.#frame ||= requestAnimationFrame(this.#draw);
  }

  /** Pixels at zoom 1, as far as there is something to scroll. */
  setScroll({ x, y }: { x: number; y: number }): void {
    this.scroller.scrollLeft = Math.round((x * this.geometry.zoom) / this.#rate.x);
    this.scroller.scrollTop = Math.round((y * this.geometry.zoom) / this.#rate.y);
    this.#follow();
  }

  /** Pixels of the element. */
  scrollBy(x: number, y: number): void {
    const { scroll, zoom } = this.geometry;
    this.setScroll({ x: Math.max(0, scroll.x + x / zoom), y: Math.max(0, scroll.y + y / zoom) });
  }

  reveal(cell: Cell, where: "nearest" | "start" = "nearest"): void {
    const to = this.geometry.revealing(cell, where);
    const { scroll } = this.geometry;
    if (to.x !== scroll.x || to.y !== scroll.y) this.setScroll(to);
  }

  setOverlays(overlays: Overlay[]): void {
    this.#mounting.set(overlays);
    this.draw();
  }

  naturalRowSize(row: number): number | null {
    return this.#painter.naturalRowSize(row);
  }

  /** Pixels at zoom 1 that the contents of a line need; null when nothing in it says. Of columns, some thousand rows. */
  naturalSize(axis: AxisName, index: number, used: Area | null): number | null {
    if (axis === "rows") return this.naturalRowSize(index);
    if (!used) return null;
    const last = Math.min(used.row2, used.row1 + MOST_MEASURED);
    return this.#painter.naturalColumnSize(index, used.row1, last);
  }

  resize(): void {
    this.#painter.resize();
    this.#measure();
    this.draw();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#resized.disconnect();
    this.#themed.disconnect();
    this.#mounting.destroy();
    this.#painter.destroy();
    this.element.remove();
  }

  /** The spacer makes the scroller as long as the worksheet. */
  #measure(): void {
    const { geometry } = this;
    const { total } = geometry;
    const w = Math.min(LONGEST, total.w);
    const h = Math.min(LONGEST, total.h);
    this.#spacer.style.inlineSize = `${w}px`;
    this.#spacer.style.blockSize = `${h}px`;
    const { clientWidth, clientHeight } = this.scroller;
    geometry.size = { w: clientWidth, h: clientHeight };
    const rate = (whole: number, long: number, room: number): number =>
      whole > LONGEST ? (whole - room) / Math.max(1, long - room) : 1;
    this.#rate = { x: rate(total.w, w, clientWidth), y: rate(total.h, h, clientHeight) };
    this.#follow();
  }

  #scrolled = (): void => {
    this.#follow();
    this.host.onScroll();
  };

  #follow(): void {
    const { zoom } = this.geometry;
    this.geometry.scroll = {
      x: (this.scroller.scrollLeft * this.#rate.x) / zoom,
      y: (this.scroller.scrollTop * this.#rate.y) / zoom,
    };
    this.#painter.scrollTo(this.geometry.scroll.x, this.geometry.scroll.y);
    this.draw();
  }

  #draw = (time: number): void => {
    this.#frame = 0;
    const state = this.host.overlay();
    if (state.copied.length > 0) this.#ants = (time / 60) % 8;
    this.#overlay.draw(this.geometry, state, this.#ants);
    this.#mounting.place(this.geometry);
    this.host.onDrawn();
    if (state.copied.length > 0) this.draw();
  };

  #theme(): void {
    this.#painter.setColors({
      background: cssColor("--tw-paper", "#FBFAF7"),
      text: cssColor("--tw-muted", "#667080"),
      line: cssColor("--tw-line", "#E7E3DA"),
    });
    this.#overlay.setColors({ accent: cssColor("--tw-accent", "#2467B8"), surface: "#FFFFFF" });
    this.draw();
  }
}
