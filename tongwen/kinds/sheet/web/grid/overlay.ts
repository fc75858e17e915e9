/** What lies over the cells and is drawn on each change: selections, people, marks, handles, headings' highlights. */
import type { Area } from "../model";
import { BUTTON, buttonBox } from "./buttons";
import { clip, type Geometry, type Pane, type PixelBox } from "./geometry";
import type { Icon } from "./icons";
import type { Mark, RemoteSelection, Selection } from "./view";

/** What is drawn in a cell besides its text: a bar in shares of its room, an icon. */
export interface CellDrawing {
  bar?: {
    start: number;
    share: number;
    color: string;
    solid: boolean;
    axis: { at: number; color: string } | null;
  };
  icon?: Icon;
}

/** Small things at the corner of a cell. */
export interface Badge {
  row: number;
  col: number;
  kind: "note" | "comment" | "filter" | "filtered" | "choices" | "text-number";
}

export interface OverlayState {
  selection: Selection;
  editing: boolean;
  /** Cells on the clipboard: a dashed frame. */
  copied: readonly Area[];
  /** What dragging the fill handle, or the frame of the selection, would reach. */
  target: Area | null;
  marks: Mark[];
  remote: RemoteSelection[];
  /** Whether somebody's name stands at their cell now. */
  named: (id: number) => boolean;
  /** Bars and icons of conditional formats; null when there are none. */
  drawing: ((row: number, col: number) => CellDrawing | null) | null;
  badges: Badge[];
  /** A line that is being resized: pixels of the element. */
  guide: { axis: "rows" | "cols"; position: number } | null;
}

export interface OverlayColors {
  accent: string;
  surface: string;
}

/** Pixels of the square that fills. */
export const HANDLE = 7;

export class OverlayPainter {
  readonly canvas = document.createElement("canvas");
  readonly #context: CanvasRenderingContext2D | null;

  constructor(
    parent: HTMLElement,
    private colors: OverlayColors,
  ) {
    parent.append(this.canvas);
    this.#context = this.canvas.getContext("2d");
  }

  setColors(colors: OverlayColors): void {
    this.colors = colors;
  }

  draw(geometry: Geometry, state: OverlayState, ants: number): void {
    const context = this.#context;
    if (!context) return;
    this.#fit(geometry, context);
    this.#headings(context, geometry, state.selection);
    for (const pane of geometry.panes()) {
      context.save();
      context.beginPath();
      context.rect(pane.x, pane.y, pane.w, pane.h);
      context.clip();
      this.#pane(context, geometry, pane, state, ants);
      context.restore();
    }
    this.#frozenLines(context, geometry);
    if (state.guide) this.#guide(context, geometry, state.guide);
  }

  #fit({ size }: Geometry, context: CanvasRenderingContext2D): void {
    const ratio = window.devicePixelRatio || 1;
    const w = Math.round(size.w * ratio);
    const h = Math.round(size.h * ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
      this.canvas.style.inlineSize = `${size.w}px`;
      this.canvas.style.blockSize = `${size.h}px`;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.w, size.h);
  }

  #pane(
    context: CanvasRenderingContext2D,
    geometry: Geometry,
    pane: Pane,
    state: OverlayState,
    ants: number,
  ): void {
    if (state.drawing) this.#drawings(context, geometry, pane, state.drawing);
    for (const badge of state.badges) this.#badge(context, geometry, pane, badge);
    for (const { area, color } of state.marks) {
      const box = geometry.boxIn(pane, area);
      fill(context, pane, box, color, 0.12);
      frame(context, pane, box, color, 2);
    }
    for (const person of state.remote)
      this.#person(context, geometry, pane, person, state.named(person.id));
    this.#selection(context, geometry, pane, state);
    const { accent } = this.colors;
    for (const area of state.copied) {
      context.setLineDash([5, 3]);
      context.lineDashOffset = -ants;
      frame(context, pane, geometry.boxIn(pane, area), accent, 2);
      context.setLineDash([]);
    }
    if (state.target) {
      context.setLineDash([2, 2]);
      frame(context, pane, geometry.boxIn(pane, state.target), accent, 1.5);
      context.setLineDash([]);
    }
  }

  #selection(
    context: CanvasRenderingContext2D,
    geometry: Geometry,
    pane: Pane,
    { selection, editing }: OverlayState,
  ): void {
    const { accent, surface } = this.colors;
    const active = geometry.boxIn(pane, geometry.whole(selection.active));
    context.save();
    context.beginPath();
    context.rect(pane.x, pane.y, pane.w, pane.h);
    context.rect(active.x, active.y, active.w, active.h);
    context.clip("evenodd");
    for (const area of selection.areas)
      fill(context, pane, geometry.boxIn(pane, area), accent, 0.1);
    context.restore();
    for (const area of selection.areas)
      frame(context, pane, geometry.boxIn(pane, area), accent, selection.areas.length > 1 ? 1 : 2);
    if (selection.areas.length > 1) frame(context, pane, active, accent, 1);
    const [only] = selection.areas;
    if (selection.areas.length !== 1 || !only || editing) return;
    const box = geometry.boxIn(pane, only);
    const x = box.x + box.w - HANDLE / 2;
    const y = box.y + box.h - HANDLE / 2;
    context.fillStyle = surface;
    context.fillRect(x - 1.5, y - 1.5, HANDLE + 2, HANDLE + 2);
    context.fillStyle = accent;
    context.fillRect(x - 0.5, y - 0.5, HANDLE, HANDLE);
  }

  #person(
    context: CanvasRenderingContext2D,
    geometry: Geometry,
    pane: Pane,
    { areas, active, color, name }: RemoteSelection,
    named: boolean,
  ): void {
    for (const area of areas) {
      const box = geometry.boxIn(pane, area);
      fill(context, pane, box, color, 0.08);
      frame(context, pane, box, color, 2);
    }
    if (!active) return;
    const at = geometry.boxIn(pane, geometry.whole(active));
    if (!named) {
      context.fillStyle = color;
      context.fillRect(at.x - 3, at.y - 3, 6, 6);
      return;
    }
    context.font = "600 11px system-ui, sans-serif";
    const w = context.measureText(name).width + 10;
    const h = 16;
    // Above the cell, or inside it at the top edge of the grid.
    const y = at.y - h >= pane.y ? at.y - h : at.y;
    context.fillStyle = color;
    context.fillRect(at.x - 1, y, w, h);
    context.fillStyle = "#FFFFFF";
    context.textBaseline = "middle";
    context.fillText(name, at.x + 4, y + h / 2 + 0.5);
  }

  /** Bars stand behind the text in other programs; here they are thin enough to read it through them. */
  #drawings(
    context: CanvasRenderingContext2D,
    geometry: Geometry,
    pane: Pane,
    drawing: NonNullable<OverlayState["drawing"]>,
  ): void {
    const { row1, row2, col1, col2 } = geometry.inPane(pane);
    for (let row = row1; row <= row2; row += 1)
      for (let col = col1; col <= col2; col += 1) {
        const found = drawing(row, col);
        if (found)
          this.#cellDrawing(
            context,
            geometry.boxIn(pane, geometry.whole({ row, col })),
            found,
            geometry.zoom,
          );
      }
  }

  #cellDrawing(
    context: CanvasRenderingContext2D,
    { x, y, w, h }: PixelBox,
    { bar, icon }: CellDrawing,
    zoom: number,
  ): void {
    if (bar) drawBar(context, { x: x + 1, y: y + 2, w: Math.max(0, w - 3), h: h - 4 }, bar);
    if (!icon) return;
    context.font = `${12 * zoom}px system-ui, sans-serif`;
    context.textBaseline = "middle";
    context.fillStyle = icon.color;
    context.fillText(icon.sign, x + 3, y + h / 2);
  }

  #badge(context: CanvasRenderingContext2D, geometry: Geometry, pane: Pane, badge: Badge): void {
    const box = geometry.boxIn(pane, geometry.whole(badge));
    if (!clip(box, pane)) return;
    const right = box.x + box.w;
    if (badge.kind === "comment") {
      drawBubble(context, right - 1, box.y + 1, this.colors);
      return;
    }
    if (badge.kind === "note" || badge.kind === "text-number") {
      const note = badge.kind === "note";
      const x = note ? right : box.x;
      context.fillStyle = note ? "#C23B22" : "#1E8E5A";
      context.beginPath();
      context.moveTo(x - (note ? 7 : -7), box.y);
      context.lineTo(x, box.y);
      context.lineTo(x, box.y + 7);
      context.fill();
      return;
    }
    const button = buttonBox(geometry, pane, badge);
    if (!button) return;
    const { x, y } = button;
    context.fillStyle = "#F5F3EE";
    context.strokeStyle = "#B5AFA3";
    context.lineWidth = 1;
    context.fillRect(x, y, BUTTON, BUTTON);
    context.strokeRect(x + 0.5, y + 0.5, BUTTON - 1, BUTTON - 1);
    context.fillStyle = badge.kind === "filtered" ? this.colors.accent : "#414A56";
    context.beginPath();
    context.moveTo(x + 4, y + 6);
    context.lineTo(x + BUTTON - 4, y + 6);
    context.lineTo(x + BUTTON / 2, y + BUTTON - 5);
    context.fill();
  }

  #headings(context: CanvasRenderingContext2D, geometry: Geometry, { areas }: Selection): void {
    const { heading, size, frozen } = geometry;
    if (heading.w === 0) return;
    const { accent } = this.colors;
    const paint = (box: PixelBox, within: PixelBox, whole: boolean): void => {
      const seen = clip(box, within);
      if (!seen) return;
      context.globalAlpha = whole ? 0.28 : 0.14;
      context.fillStyle = accent;
      context.fillRect(seen.x, seen.y, seen.w, seen.h);
      context.globalAlpha = 1;
    };
    for (const pane of geometry.panes()) {
      for (const area of areas) {
        const box = geometry.boxIn(pane, area);
        const across = { x: box.x, y: 0, w: box.w, h: heading.h };
        const down = { x: 0, y: box.y, w: heading.w, h: box.h };
        const wholeCols = area.row2 - area.row1 >= geometry.rows.count - 1;
        const wholeRows = area.col2 - area.col1 >= geometry.cols.count - 1;
        if (!pane.frozenRows || frozen.h >= size.h - heading.h)
          paint(across, { ...pane, y: 0, h: heading.h }, wholeCols);
        if (!pane.frozenColumns || frozen.w >= size.w - heading.w)
          paint(down, { ...pane, x: 0, w: heading.w }, wholeRows);
      }
    }
  }

  #frozenLines(context: CanvasRenderingContext2D, { heading, frozen, size }: Geometry): void {
    context.fillStyle = "#8F8B82";
    if (frozen.h > 0) context.fillRect(0, heading.h + frozen.h - 1, size.w, 1);
    if (frozen.w > 0) context.fillRect(heading.w + frozen.w - 1, 0, 1, size.h);
  }

  #guide(
    context: CanvasRenderingContext2D,
    { size }: Geometry,
    { axis, position }: NonNullable<OverlayState["guide"]>,
  ): void {
    context.fillStyle = this.colors.accent;
    if (axis === "rows") context.fillRect(0, position - 0.5, size.w, 1);
    else context.fillRect(position - 0.5, 0, 1, size.h);
  }
}

/** A speech bubble whose upper end corner is at a point; notes have a plain triangle there. */
function drawBubble(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  { accent, surface }: OverlayColors,
): void {
  context.beginPath();
  context.moveTo(x - 10, y);
  context.lineTo(x, y);
  context.lineTo(x, y + 7);
  context.lineTo(x - 4, y + 7);
  context.lineTo(x - 6, y + 10);
  context.lineTo(x - 6, y + 7);
  context.lineTo(x - 10, y + 7);
  context.closePath();
  context.fillStyle = accent;
  context.fill();
  context.strokeStyle = surface;
  context.lineWidth = 1;
  context.stroke();
}

function drawBar(
  context: CanvasRenderingContext2D,
  { x, y, w, h }: PixelBox,
  { start, share, color, solid, axis }: NonNullable<CellDrawing["bar"]>,
): void {
  const from = x + w * start;
  context.save();
  context.globalAlpha = 0.45;
  context.fillStyle = color;
  if (!solid && share > 0) {
    const backward = axis !== null && start + share <= axis.at + 1e-9;
    const fade = context.createLinearGradient(from, 0, from + w * share, 0);
    fade.addColorStop(backward ? 1 : 0, color);
    fade.addColorStop(backward ? 0 : 1, `color-mix(in srgb, ${color} 25%, transparent)`);
    context.fillStyle = fade;
  }
  context.fillRect(from, y, w * share, h);
  if (axis) {
    context.globalAlpha = 0.8;
    context.fillStyle = axis.color;
    context.fillRect(x + w * axis.at - 0.5, y - 1, 1, h + 2);
  }
  context.restore();
}

/** Boxes may be millions of pixels long: only what is near the pane is given to the canvas. */
function near(pane: PixelBox, box: PixelBox): PixelBox | null {
  return clip(box, { x: pane.x - 40, y: pane.y - 40, w: pane.w + 80, h: pane.h + 80 });
}

function fill(
  context: CanvasRenderingContext2D,
  pane: PixelBox,
  box: PixelBox,
  color: string,
  opacity: number,
): void {
  const seen = near(pane, box);
  if (!seen) return;
  context.globalAlpha = opacity;
  context.fillStyle = color;
  context.fillRect(seen.x, seen.y, seen.w, seen.h);
  context.globalAlpha = 1;
}

function frame(
  context: CanvasRenderingContext2D,
  pane: PixelBox,
  box: PixelBox,
  color: string,
  thickness: number,
): void {
  const seen = near(pane, box);
  if (!seen) return;
  context.strokeStyle = color;
  context.lineWidth = thickness;
  context.strokeRect(seen.x - 0.5, seen.y - 0.5, seen.w, seen.h);
}
