/** Pictures, charts and shapes over the cells, read-only: where their anchors are now, and what they show. */

import { Palette } from "./grid/colors";
import type { UniverSheetView } from "./grid/UniverSheetView";
import type { Overlay } from "./grid/view";
import type { Sheet, SheetObject } from "./model";
import { controlOf, drawControl } from "./shapes/controls";
import { formatScheme, type ShapeContext } from "./shapes/paints";
import { drawShape, isShape } from "./shapes/shape";

const EMU_PER_PIXEL = 9525;
/** The longest side of a drawing, pixels. */
const LONGEST = 20_000;

export interface DrawingSource {
  /** The address of a picture. */
  image: (media: string) => string;
  /** Draw a chart of a worksheet into an element, or say why not. Returns the way to end it. */
  chart: (
    element: HTMLElement,
    drawing: SheetObject,
    sid: string,
    onFailure: (why: string) => void,
  ) => () => void;
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
  const pixels = (emu: unknown, room: number): number =>
    typeof emu === "number" && Number.isFinite(emu) ? Math.min(emu / EMU_PER_PIXEL, room) : 0;
  const at = view.place({ row, col });
  // No further than the cell goes: in a hidden line there is no way to go.
  const next = view.place({ row: row + 1, col: col + 1 });
  return { x: at.x + pixels(dx, next.x - at.x), y: at.y + pixels(dy, next.y - at.y) };
}

/** Whether all the rows or columns under a drawing are hidden: its corners meet, though the file has them apart. */
function isFolded(anchor: Record<string, unknown>, w: number, h: number): boolean {
  if (!Array.isArray(anchor.from) || !Array.isArray(anchor.to)) return false;
  const from = anchor.from as unknown[];
  const to = anchor.to as unknown[];
  const apart = (line: number, offset: number): boolean =>
    from[line] !== to[line] || from[offset] !== to[offset];
  return (w <= 0 && apart(1, 2)) || (h <= 0 && apart(0, 3));
}

/** A place that belongs to no cell: EMU from the first one. */
function absolutePoint(view: UniverSheetView, pos: unknown): Point | null {
  if (!Array.isArray(pos)) return null;
  const [x, y] = (pos as unknown[]).map((emu) => Number(emu) / EMU_PER_PIXEL);
  if (x === undefined || y === undefined || !Number.isFinite(x + y)) return null;
  const origin = view.place({ row: 0, col: 0 });
  return { x: origin.x + Math.max(0, x), y: origin.y + Math.max(0, y) };
}

/** Where a drawing is, pixels at zoom 1, its sides no shorter than `least`; null when its anchor is gone. */
export function boxOf(
  view: UniverSheetView,
  sheet: Sheet,
  drawing: SheetObject,
  least = 4,
): Omit<Overlay, "token" | "element"> | null {
  const anchor = (drawing.anchor ?? {}) as Record<string, unknown>;
  const from = pointOf(view, sheet, anchor.from) ?? absolutePoint(view, anchor.pos);
  if (!from) return null;
  const to = pointOf(view, sheet, anchor.to);
  const [cx, cy] = Array.isArray(anchor.size) ? (anchor.size as unknown[]) : [];
  const w = to ? to.x - from.x : Number(cx) / EMU_PER_PIXEL;
  const h = to ? to.y - from.y : Number(cy) / EMU_PER_PIXEL;
  if (to && isFolded(anchor, w, h)) return null;
  const side = (value: number): number =>
    Number.isFinite(value) ? Math.min(LONGEST, Math.max(least, value)) : 100;
  return { ...from, inlineSize: side(w), blockSize: side(h) };
}

interface Shown {
  element: HTMLElement;
  source: string;
  /** Undo what filling began; null: it was never in sight. */
  end: (() => void) | null;
}

type Size = Pick<Overlay, "inlineSize" | "blockSize">;

/** Keeps an element for each drawing as long as it is there; it is filled when it first comes in sight. */
export class Drawings {
  readonly #shown = new Map<string, Shown>();
  /** The theme's styles, as long as they are the same. */
  #formats: { theme: unknown; scheme: Element | null } | null = null;

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
      const box = drawing.hidden === true ? null : boxOf(this.view, sheet, drawing);
      if (!box) continue;
      seen.add(token);
      // A level line has no height, though there is something to point at.
      const drawn = boxOf(this.view, sheet, drawing, 0) ?? box;
      overlays.push({ token, ...box, ...this.#element(sheet.sid + token, drawing, drawn) });
    }
    for (const [key, { element, end }] of this.#shown)
      if (!key.startsWith(sheet.sid) || !seen.has(key.slice(sheet.sid.length))) {
        end?.();
        element.remove();
        this.#shown.delete(key);
      }
    this.view.setOverlays(overlays);
  }

  destroy(): void {
    for (const { end } of this.#shown.values()) end?.();
    this.#shown.clear();
  }

  #element(key: string, drawing: SheetObject, size: Size): Pick<Overlay, "element" | "onShow"> {
    const source = sourceOf(drawing, size);
    const known = this.#shown.get(key);
    const filled = (shown: Shown) => ({
      element: shown.element,
      onShow: () => {
        shown.end ??= this.#fill(shown.element, drawing, size);
      },
    });
    if (known?.source === source) return filled(known);
    known?.end?.();
    known?.element.remove();
    const element = document.createElement("div");
    element.dataset.drawing = String(drawing.kind);
    const shown = { element, source, end: null };
    this.#shown.set(key, shown);
    return filled(shown);
  }

  #fill(element: HTMLElement, drawing: SheetObject, size: Size): () => void {
    const alt = typeof drawing.alt === "string" ? drawing.alt : "";
    if (drawing.kind === "chart") {
      const name = alt || String(drawing.name ?? "") || this.source.words.chart;
      element.setAttribute("role", "img");
      element.setAttribute("aria-label", name);
      const failed = (why: string): void => placeholder(element, `${name}: ${why}`);
      return this.source.chart(element, drawing, this.view.sheet.sid, failed);
    }
    const framed = drawing.kind === "image" && typeof drawing.raw === "string";
    const drawn =
      (!framed && this.#plainPicture(element, drawing, alt)) ||
      this.#drawn(element, drawing, size, alt) ||
      (framed && this.#plainPicture(element, drawing, alt));
    if (!drawn && !isUnseen(drawing))
      placeholder(element, alt || String(drawing.name ?? "") || this.source.words.shape);
    return () => {};
  }

  /** A picture as it is, neither cropped nor framed. */
  #plainPicture(element: HTMLElement, { media, name }: SheetObject, alt: string): boolean {
    if (typeof media !== "string") return false;
    const image = document.createElement("img");
    image.src = this.source.image(media);
    image.alt = alt || String(name ?? "");
    image.draggable = false;
    image.style.inlineSize = "100%";
    image.style.blockSize = "100%";
    element.append(image);
    onBroken(element, image.alt);
    return true;
  }

  /** What the XML of a shape, group or picture says, or a control; false when there is nothing to be seen of it. */
  #drawn(element: HTMLElement, drawing: SheetObject, size: Size, alt: string): boolean {
    const context = this.#context(drawing);
    const room = { w: size.inlineSize, h: size.blockSize };
    const control = controlOf(drawing);
    if (control && drawControl(element, control, room, context)) return true;
    if (typeof drawing.raw !== "string" || !drawShape(element, drawing.raw, room, context))
      return false;
    if (alt) element.setAttribute("aria-label", alt);
    if (drawing.kind === "image") onBroken(element, alt || String(drawing.name ?? ""));
    return true;
  }

  #context(drawing: SheetObject): ShapeContext {
    const { book } = this.view.sheet;
    const theme = book.setting("theme");
    if (this.#formats === null || this.#formats.theme !== theme)
      this.#formats = { theme, scheme: formatScheme(theme) };
    const fonts = (theme ?? {}) as Record<string, unknown>;
    const font = (name: string): string => {
      const found = fonts[name];
      return typeof found === "string" ? found : "";
    };
    const parts = (drawing.parts ?? {}) as Record<string, unknown>;
    return {
      palette: new Palette({ theme, indexed: book.setting("indexed") }),
      formats: this.#formats.scheme,
      fonts: { major: font("major"), minor: font("minor") },
      picture: (relationship) => {
        const part = Object.hasOwn(parts, relationship) ? parts[relationship] : undefined;
        return typeof part === "string" ? this.source.image(part) : null;
      },
    };
  }
}

/** What a drawing shows depends on: where it stands does not matter, and a picture's or chart's size neither. */
function sourceOf(drawing: SheetObject, { inlineSize, blockSize }: Size): string {
  const { kind, media, part, raw, control } = drawing;
  const parts = [kind, media ?? "", part ?? "", JSON.stringify(drawing.chart ?? null)];
  if (raw !== undefined || control !== undefined)
    parts.push(raw ?? "", JSON.stringify(control ?? null), inlineSize, blockSize);
  return parts.join(" ");
}

/** A shape with neither fill, line nor words: there is nothing to be told of it, either. */
const isUnseen = ({ kind, raw }: SheetObject): boolean =>
  kind === "shape" && typeof raw === "string" && isShape(raw);

/** Pictures of formats that neither the browser nor the server draws leave a box with their name. */
function onBroken(element: HTMLElement, words: string): void {
  for (const image of element.querySelectorAll("img"))
    image.addEventListener("error", () => placeholder(element, words), { once: true });
}

/** What cannot be drawn is kept and shown as a box with its name. */
function placeholder(element: HTMLElement, words: string): void {
  element.dataset.placeholder = "true";
  element.textContent = words.slice(0, 200);
}
