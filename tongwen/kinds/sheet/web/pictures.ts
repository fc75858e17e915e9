/** Drawings over the cells in a person's hands: selected, moved, sized, deleted. */
import type { UniverSheetView } from "./grid/UniverSheetView";
import { putObject, Refusal, removeObject, type Sheet, type SheetObject } from "./model";
import styles from "./pictures.module.css";

const EMU_PER_PIXEL = 9525;
const SMALLEST = 8;
/** Pixels that an arrow key moves; with Ctrl, one. */
const NUDGE = 8;

/** Pixels at zoom 1 from the first cell. */
export interface DrawingBox {
  x: number;
  y: number;
  inlineSize: number;
  blockSize: number;
}

export interface HandOptions {
  editable: () => boolean;
  labels: () => { drawing: string };
  refused: (refusal: Refusal) => void;
  menu: (token: string, x: number, y: number) => void;
  /** A chord that is not a drawing's own; true when it was taken. */
  onKey: (chord: string) => boolean;
  /** Pictures that were dropped over a cell. */
  dropped: (images: File[], cell: { row: number; col: number }) => void;
}

/** Which sides a handle takes along: -1 the start, 1 the end, 0 none. */
type Sides = readonly [inline: -1 | 0 | 1, block: -1 | 0 | 1];

const HANDLES: readonly Sides[] = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
];

interface Drag {
  /** Null moves the whole. */
  sides: Sides | null;
  start: { x: number; y: number };
  from: DrawingBox;
  now: DrawingBox;
}

/** A box with a side, or all of it, moved. At corners the proportions stay unless `free`. */
export function dragged(
  box: DrawingBox,
  sides: Sides | null,
  by: { x: number; y: number },
  free: boolean,
): DrawingBox {
  if (!sides) return { ...box, x: Math.max(0, box.x + by.x), y: Math.max(0, box.y + by.y) };
  const [across, down] = sides;
  let inlineSize = Math.max(SMALLEST, box.inlineSize + across * by.x);
  let blockSize = Math.max(SMALLEST, box.blockSize + down * by.y);
  if (across !== 0 && down !== 0 && !free) {
    const scale = Math.max(inlineSize / box.inlineSize, blockSize / box.blockSize);
    inlineSize = Math.max(SMALLEST, box.inlineSize * scale);
    blockSize = Math.max(SMALLEST, box.blockSize * scale);
  }
  return {
    x: across < 0 ? Math.max(0, box.x + box.inlineSize - inlineSize) : box.x,
    y: down < 0 ? Math.max(0, box.y + box.blockSize - blockSize) : box.y,
    inlineSize,
    blockSize,
  };
}

/** The anchor of a drawing at a box: in cells, or absolute where it was so. */
export function anchorAt(
  sheet: Sheet,
  before: unknown,
  box: DrawingBox,
  cellAt: (point: { x: number; y: number }) => { row: number; col: number; x: number; y: number },
): Record<string, unknown> {
  const emu = (pixels: number): number => Math.round(pixels * EMU_PER_PIXEL);
  const old = typeof before === "object" && before !== null ? before : {};
  const marker = (x: number, y: number): unknown[] => {
    const at = cellAt({ x, y });
    return [sheet.rows.idAt(at.row), sheet.cols.idAt(at.col), emu(x - at.x), emu(y - at.y)];
  };
  const size = [emu(box.inlineSize), emu(box.blockSize)];
  if ("pos" in old) return { ...old, pos: [emu(box.x), emu(box.y)], size };
  const from = marker(box.x, box.y);
  if ("to" in old)
    return { ...old, from, to: marker(box.x + box.inlineSize, box.y + box.blockSize) };
  return { ...old, from, size };
}

export class DrawingHand {
  #selected: string | null = null;
  #drag: Drag | null = null;
  readonly #frame = document.createElement("div");
  readonly #stops: (() => void)[] = [];

  constructor(
    private readonly view: UniverSheetView,
    private readonly options: HandOptions,
  ) {
    this.#frame.className = styles.frame ?? "";
    this.#frame.tabIndex = -1;
    this.#frame.setAttribute("role", "group");
    for (const [across, down] of HANDLES) {
      const handle = document.createElement("span");
      handle.className = styles.handle ?? "";
      handle.dataset.sides = `${across},${down}`;
      this.#frame.append(handle);
    }
    const { element } = view;
    this.#listen(element, "pointerdown", this.#down);
    this.#listen(element, "pointermove", this.#hover);
    this.#listen(element, "contextmenu", this.#menu);
    this.#listen(element, "click", this.#tap);
    this.#listen(element, "dblclick", this.#double);
    this.#listen(element, "dragover", this.#over);
    this.#listen(element, "drop", this.#drop);
    this.#frame.addEventListener("pointermove", this.#move);
    this.#frame.addEventListener("pointerup", this.#up);
    this.#frame.addEventListener("pointercancel", this.#abort);
    this.#frame.addEventListener("keydown", this.#key);
    this.#stops.push(
      view.onSelection(() => this.select(null)),
      view.sheet.book.onChange(() => this.#follow()),
    );
  }

  /** The token of the drawing that is selected; null when none is. */
  get selected(): string | null {
    return this.#selected;
  }

  /** Select a drawing of the worksheet that is shown, or none. The keys are its own then. */
  select(token: string | null): void {
    if (token === this.#selected && (token === null || this.#frame.isConnected)) return;
    const element = token === null ? null : this.#elementOf(token);
    this.#selected = element ? token : null;
    this.#drag = null;
    if (!element) {
      this.#frame.remove();
      return;
    }
    this.#frame.setAttribute("aria-label", this.options.labels().drawing);
    element.append(this.#frame);
    this.#frame.focus({ preventScroll: true });
  }

  remove(): void {
    const token = this.#selected;
    if (token === null || !this.options.editable()) return;
    const { sheet } = this.view;
    this.#leave();
    this.#guarded(() => removeObject(sheet, token));
  }

  /** Give a drawing another size in pixels, its first corner where it is. */
  resize(token: string, inlineSize: number, blockSize: number): void {
    const box = this.#box(token);
    const side = (pixels: number): number => Math.max(SMALLEST, pixels);
    if (box) this.#put({ ...box, inlineSize: side(inlineSize), blockSize: side(blockSize) }, token);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#frame.remove();
  }

  #listen<Kind extends keyof HTMLElementEventMap>(
    element: HTMLElement,
    kind: Kind,
    act: (event: HTMLElementEventMap[Kind]) => void,
  ): void {
    element.addEventListener(kind, act, true);
    this.#stops.push(() => element.removeEventListener(kind, act, true));
  }

  // ---- finding ----------------------------------------------------------------------------

  #elements(): HTMLElement[] {
    return [...this.view.element.querySelectorAll<HTMLElement>("[data-token]:not([hidden])")];
  }

  #elementOf(token: string): HTMLElement | null {
    return (
      this.#elements().find(
        (one) => one.dataset.token === token && one.getAttribute("aria-hidden") !== "true",
      ) ?? null
    );
  }

  /** The topmost drawing under the pointer, as far as its pane shows it. */
  #under({ clientX: x, clientY: y }: MouseEvent): string | null {
    const within = (element: Element | null): boolean => {
      const box = element?.getBoundingClientRect();
      return box !== undefined && x >= box.left && x < box.right && y >= box.top && y < box.bottom;
    };
    const found = this.#elements().filter((one) => within(one) && within(one.parentElement));
    return found.at(-1)?.dataset.token ?? null;
  }

  #box(token: string): DrawingBox | null {
    return this.view.overlayBox(token);
  }

  // ---- the pointer ------------------------------------------------------------------------

  #onFrame(event: Event): boolean {
    return event.target instanceof Node && this.#frame.contains(event.target);
  }

  #down = (event: PointerEvent): void => {
    if (this.#onFrame(event)) {
      this.#grab(event);
      return;
    }
    if (event.pointerType === "touch" || event.button > 2) return;
    const token = this.options.editable() && !this.view.editing ? this.#under(event) : null;
    if (token === null) {
      this.select(null);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.select(token);
    this.#grab(event);
  };

  #grab(event: PointerEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const box = this.#selected === null ? null : this.#box(this.#selected);
    if (!box || event.button !== 0) return;
    const said = event.target instanceof HTMLElement ? event.target.dataset.sides : undefined;
    const sides = said ? (said.split(",").map(Number) as unknown as Sides) : null;
    const start = { x: event.clientX, y: event.clientY };
    this.#drag = { sides, start, from: box, now: box };
    this.#frame.setPointerCapture(event.pointerId);
  }

  #move = (event: PointerEvent): void => {
    const drag = this.#drag;
    const element = this.#frame.parentElement;
    if (!drag || !element) return;
    event.stopPropagation();
    const { zoom } = this.view;
    const by = {
      x: (event.clientX - drag.start.x) / zoom,
      y: (event.clientY - drag.start.y) / zoom,
    };
    drag.now = dragged(drag.from, drag.sides, by, event.shiftKey);
    const { x, y, inlineSize, blockSize } = drag.now;
    element.style.translate = `${(x - drag.from.x) * zoom}px ${(y - drag.from.y) * zoom}px`;
    element.style.inlineSize = `${inlineSize}px`;
    element.style.blockSize = `${blockSize}px`;
  };

  #up = (event: PointerEvent): void => {
    const drag = this.#drag;
    event.stopPropagation();
    this.#abort();
    if (drag && !sameBox(drag.now, drag.from)) this.#put(drag.now);
  };

  #abort = (): void => {
    const { parentElement: element } = this.#frame;
    const drag = this.#drag;
    this.#drag = null;
    if (!drag || !element) return;
    element.style.translate = "";
    element.style.inlineSize = `${drag.from.inlineSize}px`;
    element.style.blockSize = `${drag.from.blockSize}px`;
  };

  #hover = (event: PointerEvent): void => {
    if (this.#drag || this.#onFrame(event) || event.buttons !== 0) return;
    if (!this.options.editable() || this.#under(event) === null) return;
    event.stopPropagation();
    if (event.target instanceof HTMLElement) event.target.style.cursor = "move";
  };

  /** A finger selects where it is lifted; where it moves, it scrolls. */
  #tap = (event: MouseEvent): void => {
    if (this.#onFrame(event)) {
      event.stopPropagation();
      return;
    }
    if ((event as PointerEvent).pointerType !== "touch" || !this.options.editable()) return;
    const token = this.#under(event);
    this.select(token);
    if (token !== null) event.stopPropagation();
  };

  #double = (event: MouseEvent): void => {
    if (this.#onFrame(event)) event.stopPropagation();
  };

  #menu = (event: MouseEvent): void => {
    const token = this.options.editable() ? this.#under(event) : null;
    if (token === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.select(token);
    this.options.menu(token, event.clientX, event.clientY);
  };

  // ---- files from outside -----------------------------------------------------------------

  #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files") || !this.options.editable()) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  };

  #drop = (event: DragEvent): void => {
    const images = [...(event.dataTransfer?.files ?? [])].filter((file) =>
      file.type.startsWith("image/"),
    );
    if (images.length === 0 || !this.options.editable()) return;
    event.preventDefault();
    event.stopPropagation();
    const cell = this.view.cellUnder(event.clientX, event.clientY);
    this.options.dropped(images, cell);
  };

  // ---- keys -------------------------------------------------------------------------------

  #key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (this.#act(event)) event.preventDefault();
  };

  #act(event: KeyboardEvent): boolean {
    const mod = event.ctrlKey || event.metaKey;
    const step = mod ? 1 : NUDGE;
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const by = moves[event.key];
    if (by) this.#nudge(by[0], by[1], event.shiftKey);
    else if (event.key === "Delete" || event.key === "Backspace") this.remove();
    else if (event.key === "Escape") this.#leave();
    else if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10"))
      this.#menuByKey();
    else return mod && this.options.onKey(`mod+${event.key.toLowerCase()}`);
    return true;
  }

  /** With Shift, the far sides move. */
  #nudge(x: number, y: number, sizing: boolean): void {
    const box = this.#selected === null ? null : this.#box(this.#selected);
    if (box) this.#put(dragged(box, sizing ? [1, 1] : null, { x, y }, true));
  }

  #menuByKey(): void {
    const box = this.#frame.getBoundingClientRect();
    if (this.#selected) this.options.menu(this.#selected, box.x + 12, box.y + 12);
  }

  #leave(): void {
    this.select(null);
    this.view.focus();
  }

  // ---- the model --------------------------------------------------------------------------

  #put(box: DrawingBox, token = this.#selected): void {
    const { sheet } = this.view;
    const drawing = token === null ? null : sheet.object(token);
    if (token === null || !drawing || !this.options.editable()) return;
    const anchor = anchorAt(sheet, drawing.anchor, box, (point) => this.view.cellAt(point));
    this.#guarded(() => putObject(sheet, { ...drawing, anchor }, token));
    this.#frame.focus({ preventScroll: true });
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.options.refused(error);
    }
  }

  /** What is selected may be gone, or drawn anew in another element. */
  #follow(): void {
    const token = this.#selected;
    if (token === null) return;
    const drawing: SheetObject | null = this.view.sheet.object(token);
    if (!drawing) this.#leave();
    else if (!this.#frame.isConnected) {
      this.#selected = null;
      this.select(token);
    }
  }
}

function sameBox(a: DrawingBox, b: DrawingBox): boolean {
  return a.x === b.x && a.y === b.y && a.inlineSize === b.inlineSize && a.blockSize === b.blockSize;
}
