/** Pictures and charts over the cells, read-only: where their anchors are now, and what they show. */

import { Palette } from "./grid/colors";
import type { UniverSheetView } from "./grid/UniverSheetView";
import type { Overlay } from "./grid/view";
import type { Sheet, SheetObject } from "./model";
import { type ShapeLook, shapeLook } from "./shapeLook";
import { drawShape } from "./shapes";

const EMU_PER_PIXEL = 9525;
/** The longest side of a drawing, pixels. */
const LONGEST = 20_000;

export interface DrawingSource {
  /** The address of a picture. */
  image: (media: string) => string;
  /** Draw a chart into an element. Returns the way to end it. */
  chart: (element: HTMLElement, part: string, onFailure: () => void) => () => void;
  words: { chart: string; shape: string };
}

interface Point {
  x: number;
  y: number;
}

function pointOf(view: UniverSheetView, sheet: Sheet, anchor: unknown): Point | null {
  if (!Array.isArray(anchor)) return null;
  const [rowId, colId, dx, dy] = anchor as unknown[];
  if (typeof rowId !== "string" || typeof colId !== "string") return null;
  const row = sheet.rows.snap(rowId, 1);
  const col = sheet.cols.snap(colId, 1);
  if (row === null || col === null) return null;
  const pixels = (emu: unknown): number =>
    typeof emu === "number" && Number.isFinite(emu) ? emu / EMU_PER_PIXEL : 0;
  const at = view.place({ row, col });
  return { x: at.x + pixels(dx), y: at.y + pixels(dy) };
}

/** A place that belongs to no cell: EMU from the first one. */
function absolutePoint(view: UniverSheetView, pos: unknown): Point | null {
  if (!Array.isArray(pos)) return null;
  const [x, y] = (pos as unknown[]).map((emu) => Number(emu) / EMU_PER_PIXEL);
  if (x === undefined || y === undefined || !Number.isFinite(x + y)) return null;
  const origin = view.place({ row: 0, col: 0 });
  return { x: origin.x + Math.max(0, x), y: origin.y + Math.max(0, y) };
}

/** Where a drawing is, pixels at zoom 1; null when its anchor is gone. */
export function boxOf(
  view: UniverSheetView,
  sheet: Sheet,
  drawing: SheetObject,
): Omit<Overlay, "token" | "element"> | null {
  const anchor = (drawing.anchor ?? {}) as Record<string, unknown>;
  const from = pointOf(view, sheet, anchor.from) ?? absolutePoint(view, anchor.pos);
  if (!from) return null;
  const to = pointOf(view, sheet, anchor.to);
  const [cx, cy] = Array.isArray(anchor.size) ? (anchor.size as unknown[]) : [];
  const w = to ? to.x - from.x : Number(cx) / EMU_PER_PIXEL;
  const h = to ? to.y - from.y : Number(cy) / EMU_PER_PIXEL;
  const side = (value: number): number =>
    Number.isFinite(value) ? Math.min(LONGEST, Math.max(4, value)) : 100;
  return { ...from, inlineSize: side(w), blockSize: side(h) };
}

/** Keeps an element for each drawing as long as it is there. */
export class Drawings {
  readonly #shown = new Map<string, { element: HTMLElement; source: string; end: () => void }>();

  constructor(
    private readonly view: UniverSheetView,
    private readonly source: DrawingSource,
  ) {}

  /** Bring what is shown in line with the worksheet. */
  refresh(): void {
    const { sheet } = this.view;
    const overlays: Overlay[] = [];
    const seen = new Set<string>();
    for (const [token, drawing] of sheet.objects("drawing")) {
      const box = boxOf(this.view, sheet, drawing);
      if (!box) continue;
      seen.add(token);
      overlays.push({ token, ...box, element: this.#element(sheet.sid + token, drawing) });
    }
    for (const [key, { element, end }] of this.#shown)
      if (!key.startsWith(sheet.sid) || !seen.has(key.slice(sheet.sid.length))) {
        end();
        element.remove();
        this.#shown.delete(key);
      }
    this.view.setOverlays(overlays);
  }

  destroy(): void {
    for (const { end } of this.#shown.values()) end();
    this.#shown.clear();
  }

  #element(key: string, drawing: SheetObject): HTMLElement {
    const source = `${drawing.kind} ${drawing.media ?? ""} ${drawing.part ?? ""}`;
    const known = this.#shown.get(key);
    if (known?.source === source) return known.element;
    known?.end();
    known?.element.remove();
    const element = document.createElement("div");
    element.dataset.drawing = String(drawing.kind);
    const end = this.#fill(element, drawing);
    this.#shown.set(key, { element, source, end });
    return element;
  }

  #fill(element: HTMLElement, drawing: SheetObject): () => void {
    const alt = typeof drawing.alt === "string" ? drawing.alt : "";
    if (drawing.kind === "image" && typeof drawing.media === "string") {
      const image = document.createElement("img");
      image.src = this.source.image(drawing.media);
      image.alt = alt || String(drawing.name ?? "");
      image.draggable = false;
      // Metafiles of Windows and old Macs, which no browser draws.
      image.addEventListener("error", () => placeholder(element, image.alt), { once: true });
      image.style.inlineSize = "100%";
      image.style.blockSize = "100%";
      element.append(image);
      return () => {};
    }
    if (drawing.kind === "chart" && typeof drawing.part === "string") {
      element.setAttribute("role", "img");
      element.setAttribute("aria-label", alt || this.source.words.chart);
      const failed = (): void => placeholder(element, this.source.words.chart);
      return this.source.chart(element, drawing.part, failed);
    }
    if (this.#shape(element, drawing, alt)) return () => {};
    placeholder(element, alt || String(drawing.name ?? "") || this.source.words.shape);
    return () => {};
  }

  /** A single shape with what its XML says; false when there is nothing to be seen of it. */
  #shape(element: HTMLElement, drawing: SheetObject, alt: string): boolean {
    if (drawing.kind !== "shape" || typeof drawing.raw !== "string") return false;
    const { book } = this.view.sheet;
    const palette = new Palette({
      theme: book.setting("theme"),
      indexed: book.setting("indexed"),
    });
    const look = shapeLook(drawing.raw, palette);
    if (!look || !(look.fill || look.line || hasText(look))) return false;
    if (alt) element.setAttribute("aria-label", alt);
    drawShape(element, look);
    return true;
  }
}

const hasText = ({ paragraphs }: ShapeLook): boolean =>
  paragraphs.some(({ runs }) => runs.some(({ text }) => text.trim() !== ""));

/** What cannot be drawn is kept and shown as a box with its name. */
function placeholder(element: HTMLElement, words: string): void {
  element.dataset.placeholder = "true";
  element.textContent = words.slice(0, 200);
}
