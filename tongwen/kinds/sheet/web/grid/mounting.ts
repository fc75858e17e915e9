/** Pictures and charts over the cells: each in the pane that its start lies in, with copies where it crosses frozen lines. */
import type { Geometry, Pane } from "./geometry";
import styles from "./grid.module.css";
import type { Overlay } from "./view";

type Box = Pick<Overlay, "x" | "y" | "inlineSize" | "blockSize">;

interface PaneKind {
  frozenRows: boolean;
  frozenColumns: boolean;
}

/** The panes by what is frozen in them, in the order of drawing. */
const KINDS: readonly PaneKind[] = [
  { frozenRows: false, frozenColumns: false },
  { frozenRows: true, frozenColumns: false },
  { frozenRows: false, frozenColumns: true },
  { frozenRows: true, frozenColumns: true },
];

/** Whether a stretch has a part before (in the frozen lines) or behind an edge. */
function reaches(frozen: boolean, start: number, size: number, edge: number): boolean {
  return frozen ? start < edge : start + size > edge;
}

/** Pixels around a pane in which a drawing counts as seen: what is turned or casts a shadow leaves its box. */
const NEAR = 300;

/** Whether a drawing stands in a pane's window, or nearly so. */
function inSight(geometry: Geometry, pane: Pane, box: Box): boolean {
  const { x, y } = placeIn(geometry, pane, box);
  const w = box.inlineSize * geometry.zoom;
  const h = box.blockSize * geometry.zoom;
  const near = NEAR + Math.max(w, h) / 2;
  return x < pane.w + near && y < pane.h + near && x + w > -near && y + h > -near;
}

/** The panes that show some of a drawing, that with its start first. */
export function panesOf(geometry: Geometry, box: Box): Pane[] {
  const { frozen, zoom } = geometry;
  const edge = { x: frozen.w / zoom, y: frozen.h / zoom };
  const met = geometry
    .panes()
    .filter(
      (pane) =>
        reaches(pane.frozenColumns, box.x, box.inlineSize, edge.x) &&
        reaches(pane.frozenRows, box.y, box.blockSize, edge.y) &&
        inSight(geometry, pane, box),
    );
  const home = (pane: Pane): boolean =>
    pane.frozenColumns === box.x < edge.x && pane.frozenRows === box.y < edge.y;
  return met.sort((a, b) => Number(home(b)) - Number(home(a)));
}

/** Where a drawing stands in a pane: pixels from the pane's own start. */
export function placeIn(geometry: Geometry, pane: Pane, box: Box): { x: number; y: number } {
  const { zoom, scroll, heading } = geometry;
  const x = box.x - (pane.frozenColumns ? 0 : scroll.x);
  const y = box.y - (pane.frozenRows ? 0 : scroll.y);
  return { x: heading.w + x * zoom - pane.x, y: heading.h + y * zoom - pane.y };
}

/** One drawing: its element and the likenesses of it in other panes. */
class Mounted {
  /** Of two that cover each other the greater is above, whichever came in sight first. */
  rank = 0;
  readonly #copies = new Map<number, HTMLElement>();
  readonly #changed = new MutationObserver(() => this.#forget());

  constructor(
    public overlay: Overlay,
    private readonly redraw: () => void,
  ) {
    overlay.element.classList.add(styles.mounted ?? "");
    this.#changed.observe(overlay.element, { childList: true, subtree: true });
  }

  place(geometry: Geometry, elements: readonly HTMLElement[]): void {
    const { overlay } = this;
    const panes = panesOf(geometry, overlay);
    if (panes.length === 0) overlay.element.remove();
    else overlay.onShow?.();
    const used = new Set<number>();
    for (const [order, pane] of panes.entries()) {
      const index = indexOf(pane);
      const parent = elements[index];
      if (!parent) continue;
      const element = order === 0 ? overlay.element : this.#copy(index);
      if (order > 0) used.add(index);
      if (element.parentElement !== parent) parent.append(element);
      this.#stand(element, geometry, pane);
    }
    for (const [index, copy] of this.#copies)
      if (!used.has(index)) {
        copy.remove();
        this.#copies.delete(index);
      }
  }

  #stand({ style }: HTMLElement, geometry: Geometry, pane: Pane): void {
    const { x, y } = placeIn(geometry, pane, this.overlay);
    style.insetInlineStart = `${x}px`;
    style.insetBlockStart = `${y}px`;
    style.zIndex = String(this.rank);
    style.inlineSize = `${this.overlay.inlineSize}px`;
    style.blockSize = `${this.overlay.blockSize}px`;
    style.transform = geometry.zoom === 1 ? "" : `scale(${geometry.zoom})`;
  }

  remove(): void {
    this.#changed.disconnect();
    this.#drop();
    this.overlay.element.remove();
  }

  #copy(index: number): HTMLElement {
    const known = this.#copies.get(index);
    if (known) return known;
    const copy = this.overlay.element.cloneNode(true) as HTMLElement;
    copy.setAttribute("aria-hidden", "true");
    this.#copies.set(index, copy);
    return copy;
  }

  #drop(): void {
    for (const copy of this.#copies.values()) copy.remove();
    this.#copies.clear();
  }

  /** What is drawn is another now: likenesses are made anew. */
  #forget(): void {
    if (this.#copies.size === 0) return;
    this.#drop();
    this.redraw();
  }
}

function indexOf(pane: PaneKind): number {
  return KINDS.findIndex(
    (kind) => kind.frozenRows === pane.frozenRows && kind.frozenColumns === pane.frozenColumns,
  );
}

export class Mounting {
  readonly #panes = KINDS.map(() => document.createElement("div"));
  #mounted = new Map<HTMLElement, Mounted>();

  constructor(
    parent: HTMLElement,
    private readonly redraw: () => void,
  ) {
    for (const pane of this.#panes) {
      pane.className = styles.pane ?? "";
      parent.append(pane);
    }
  }

  /** Show these and no others. Elements that stay are not touched: a chart keeps what it drew. */
  set(overlays: readonly Overlay[]): void {
    const next = new Map<HTMLElement, Mounted>();
    for (const [rank, overlay] of overlays.entries()) {
      const mounted = this.#mounted.get(overlay.element) ?? new Mounted(overlay, this.redraw);
      mounted.overlay = overlay;
      overlay.element.dataset.token = overlay.token;
      mounted.rank = rank;
      next.set(overlay.element, mounted);
    }
    for (const [element, mounted] of this.#mounted) if (!next.has(element)) mounted.remove();
    this.#mounted = next;
  }

  place(geometry: Geometry): void {
    const panes = geometry.panes();
    this.#panes.forEach((element, index) => {
      const pane = panes.find((one) => indexOf(one) === index);
      element.hidden = pane === undefined;
      if (!pane) return;
      element.style.insetInlineStart = `${pane.x}px`;
      element.style.insetBlockStart = `${pane.y}px`;
      element.style.inlineSize = `${pane.w}px`;
      element.style.blockSize = `${pane.h}px`;
    });
    for (const mounted of this.#mounted.values()) mounted.place(geometry, this.#panes);
  }

  destroy(): void {
    this.set([]);
  }
}
