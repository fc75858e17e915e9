/** The grid: a SheetView whose cells are painted by Univer's renderer and read from the model. */
import type { PasteOptions } from "../commands/pasting";
import type { Area, AxisName, Sheet } from "../model";
import { type ActionHost, Actions } from "./acting";
import { Choosing } from "./choosing";
import { ClipboardControl, type ClipboardHost } from "./clipboard";
import { type DraftHost, Drafting } from "./drafting";
import { fontStyle } from "./entering";
import { Feed } from "./feed";
import { Fingers } from "./fingers";
import { Hands, type HandsHost } from "./handling";
import { Keeping, type KeepingHost } from "./keeping";
import { press } from "./keys";
import { Layers } from "./layers";
import { layoutOf } from "./lines";
import { Listeners } from "./listeners";
import { Pointer } from "./pointer";
import { Pointing } from "./pointing";
import type { Selections } from "./selecting";
import { Stage } from "./stage";
import { GridState, withState } from "./state";
import type {
  Cell,
  ClientBox,
  EditedText,
  Editing,
  FilledHere,
  Mark,
  MenuRequest,
  Onward,
  Overlay,
  PastedHere,
  RemoteSelection,
  Selection,
  SheetView,
  SheetViewOptions,
  Values,
} from "./view";

export class UniverSheetView implements SheetView {
  readonly #state: GridState;
  readonly #stage: Stage;
  readonly #layers: Layers;
  readonly #keeping: Keeping;
  readonly #choosing: Choosing;
  readonly #drafting: Drafting;
  readonly #actions: Actions;
  readonly #hands: Hands;
  readonly #pointing: Pointing;
  readonly #pointer: Pointer;
  readonly #fingers: Fingers;
  readonly #clipboard: ClipboardControl;
  readonly #stops: (() => void)[] = [];
  readonly #scrolls = new Listeners<[]>();
  #overlays: readonly Overlay[] = [];

  constructor(
    parent: HTMLElement,
    sheet: Sheet,
    values: Values,
    private readonly options: SheetViewOptions,
  ) {
    const feed = new Feed(sheet, values, options.locale, () => this.#stage.geometry);
    this.#stage = new Stage(layoutOf(sheet, { row: 0, col: 0 }), {
      feed: (row, col) => feed.cell(row, col),
      overlay: () => this.#overlayState(),
      onScroll: () => this.#scrolled(),
      onDrawn: () => this.#drawn(),
    });
    const { body, scroller } = this.#stage;
    this.#state = new GridState(sheet, this.#stage, feed, values, options);
    this.#layers = new Layers(this.#state);
    this.#choosing = new Choosing(this.#state, {
      chosen: (selection) => this.#chosen(selection),
      grown: () => this.#keeping.relayout(),
    });
    this.#drafting = new Drafting(body, options.labels.editor, this.#draftHost());
    this.#clipboard = new ClipboardControl(this.#clipboardHost());
    this.#keeping = new Keeping(this.#state, this.#layers, this.#keepingHost());
    this.#actions = new Actions(
      withState<ActionHost>(this.#state, {
        drafting: this.#drafting,
        choose: this.#choosing.choose,
        cancelCopy: () => this.#clipboard.forget(),
      }),
    );
    this.#hands = new Hands(
      withState<HandsHost>(this.#state, {
        choose: this.#choosing.choose,
        naturalSize: (axis, index) => this.naturalSize(axis, index),
      }),
    );
    this.#pointing = new Pointing({
      state: this.#state,
      choosing: this.#choosing,
      drafting: this.#drafting,
      hands: this.#hands,
      layers: this.#layers,
      edit: () => this.startEdit(),
    });
    this.#pointer = new Pointer(scroller, this.#pointing);
    this.#fingers = new Fingers(body, this.#pointing, this.#pointer);
    parent.append(this.element);
    this.element.setAttribute("role", "grid");
    this.element.setAttribute("aria-label", options.labels.grid);
    this.#layers.refresh();
    this.#stage.resize();
    this.#listen(sheet, values);
  }

  #listen({ book }: Sheet, values: Values): void {
    this.#stops.push(
      book.onChange((change) => this.#keeping.changed(change)),
      book.steps.onChange(() => {
        this.#clipboard.repeating.settle();
        this.#hands.filled.settle();
      }),
      values.onChange((sid, areas) => {
        if (sid === this.sheet.sid) this.invalidate(areas);
      }),
    );
  }

  get element(): HTMLElement {
    return this.#stage.element;
  }

  get sheet(): Sheet {
    return this.#state.sheet;
  }

  show(sheet: Sheet): void {
    const { selections, geometry, feed } = this.#state;
    if (this.#drafting.open) this.#drafting.close();
    selections.keepScroll(this.sheet, geometry.scroll);
    this.#state.sheet = sheet;
    feed.sheet = sheet;
    this.#layers.marks = [];
    this.#keeping.clear();
    this.#stage.setScroll(selections.scrollOf(sheet));
    selections.announce(sheet);
  }

  get selection(): Selection {
    return this.#state.selection;
  }

  /** The selection by line ids, for colleagues. */
  get selectionIds(): ReturnType<Selections["ids"]> {
    return this.#state.selections.ids(this.sheet);
  }

  select(areas: Area[], active?: Cell, options: { reveal?: boolean } = {}): void {
    const [first] = areas;
    if (!first) return;
    const cell = active ?? { row: first.row1, col: first.col1 };
    this.#choosing.choose({ areas, active: cell }, options.reveal ? cell : null);
  }

  onSelection(listener: (selection: Selection) => void): () => void {
    return this.#state.selections.on(listener);
  }

  scrollTo(cell: Cell, where: "nearest" | "start" = "nearest"): void {
    this.#choosing.reach(cell);
    this.#stage.reveal(cell, where);
  }

  readonly onScroll = this.#scrolls.on;

  get visible(): Area {
    return this.#state.visible;
  }

  clientBox(area: Area): ClientBox | null {
    return this.#pointing.clientBox(area);
  }

  get zoom(): number {
    return this.#state.geometry.zoom;
  }

  setZoom(zoom: number): void {
    this.#stage.setZoom(zoom);
  }

  get editing(): Editing | null {
    return this.#drafting.editing;
  }

  get text(): EditedText | null {
    return this.#drafting.text;
  }

  onEditing(listener: (editing: Editing | null) => void): () => void {
    return this.#drafting.onEditing(listener);
  }

  startEdit(options: { text?: string; focus?: boolean } = {}): void {
    this.#stage.reveal(this.selection.active);
    this.#drafting.start(options);
  }

  setEditing(text: string, start: number, end = start, options: { focus?: boolean } = {}): void {
    this.#drafting.set(text, start, end, options.focus ?? true);
  }

  commitEdit(onward: Onward = "stay"): boolean {
    if (!this.#drafting.commit()) return false;
    this.#actions.onward(onward);
    return true;
  }

  cancelEdit(): void {
    this.#drafting.close();
  }

  invalidate(areas: Area[] | null = null): void {
    this.#keeping.invalidate(areas);
  }

  setRemote(selections: RemoteSelection[]): void {
    this.#layers.remote = selections;
    this.element.dataset.people = String(selections.length);
    this.#stage.draw();
  }

  setMarks(marks: Mark[]): void {
    this.#layers.marks = marks;
    this.#stage.draw();
  }

  setComments(cells: Cell[]): void {
    this.#layers.comments = cells.map(({ row, col }) => ({ row, col, kind: "comment" }));
    this.#stage.draw();
  }

  onHover(listener: (cell: Cell | null) => void): () => void {
    return this.#pointing.hovers.on(listener);
  }

  setOverlays(overlays: Overlay[]): void {
    this.#overlays = overlays;
    this.#stage.setOverlays(overlays);
  }

  /** Pixels at zoom 1 that the contents of a line need; null when nothing in it says. */
  naturalSize(axis: AxisName, index: number): number | null {
    return this.#stage.naturalSize(axis, index, this.sheet.usedRange());
  }

  /** Where an anchor in cells is, pixels at zoom 1 from the first cell. */
  place(cell: Cell): { x: number; y: number } {
    const { rows, cols } = this.#state.geometry;
    return { x: cols.start(cell.col), y: rows.start(cell.row) };
  }

  /** The cell at a point, pixels at zoom 1 from the first cell, and where that cell begins. */
  cellAt({ x, y }: { x: number; y: number }): Cell & { x: number; y: number } {
    const { rows, cols } = this.#state.geometry;
    const cell = { row: rows.at(y), col: cols.at(x) };
    return { ...cell, ...this.place(cell) };
  }

  /** The cell at a point of the window. */
  cellUnder(clientX: number, clientY: number): Cell {
    const box = this.#stage.body.getBoundingClientRect();
    const { row, col } = this.#state.geometry.hit(clientX - box.x, clientY - box.y);
    return { row, col };
  }

  /** Where a drawing is; null when it is not among the overlays. */
  overlayBox(token: string): Omit<Overlay, "token" | "element"> | null {
    const found = this.#overlays.find((overlay) => overlay.token === token);
    if (!found) return null;
    const { x, y, inlineSize, blockSize } = found;
    return { x, y, inlineSize, blockSize };
  }

  onContextMenu(listener: (request: MenuRequest) => void): () => void {
    return this.#pointing.menus.on(listener);
  }

  onButton(listener: (kind: "filter" | "choices", cell: Cell, box: ClientBox) => void): () => void {
    return this.#pointing.buttons.on(listener);
  }

  copy(): Promise<void> {
    return this.#clipboard.copy(false);
  }

  cut(): Promise<void> {
    return this.#clipboard.copy(true);
  }

  paste(options: Partial<PasteOptions> = {}): Promise<void> {
    return this.#clipboard.paste(options).catch((error: unknown) => this.#state.refused(error));
  }

  onPasted(listener: (pasted: PastedHere | null) => void): () => void {
    return this.#clipboard.repeating.on(listener);
  }

  onFilled(listener: (filled: FilledHere | null) => void): () => void {
    return this.#hands.filled.on(listener);
  }

  focus(): void {
    this.#drafting.field.focus();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#pointer.destroy();
    this.#fingers.destroy();
    this.#layers.destroy();
    this.#drafting.field.destroy();
    this.#stage.destroy();
  }

  #draftHost(): DraftHost {
    const { feed, options } = this.#state;
    return withState<DraftHost>(this.#state, {
      look: (row, col) => feed.look(row, col),
      fontStyle: (row, col) => fontStyle(this.sheet, feed.style(row, col)),
      runCss: (font, cell) => feed.runCss(font, cell),
      html: (runs, cell) => feed.html(runs, cell),
      formulaColors: (text) => options.formulaColors?.(text) ?? [],
      beforeEnter: (cell, text) => options.beforeEnter?.(cell, text) ?? true,
      changed: () => {
        this.element.dataset.editing = String(this.#drafting.open);
        this.#stage.draw();
      },
      key: (event) => this.#pressed(event),
      paste: (event) => this.#state.guarded(() => this.#clipboard.pasted(event)),
      copy: (event, cut) => this.#clipboard.copied(event, cut),
    });
  }

  #clipboardHost(): ClipboardHost {
    const { feed, options } = this.#state;
    return withState<ClipboardHost>(this.#state, {
      style: (row, col) => feed.style(row, col),
      choose: (area) =>
        this.#choosing.choose({ areas: [area], active: { row: area.row1, col: area.col1 } }),
      changed: () => this.#stage.draw(),
      problem: (problem) => options.onProblem?.(problem),
      images: (images) => options.onImages?.(images),
    });
  }

  #keepingHost(): KeepingHost {
    const choosing = this.#choosing;
    return {
      get reached() {
        return choosing.reached;
      },
      follow: () => {
        this.#drafting.follow();
        this.#clipboard.follow();
      },
    };
  }

  #overlayState(): ReturnType<Layers["overlay"]> {
    const { pointed } = this.#drafting;
    const copied = pointed ? [pointed] : this.#clipboard.areas(this.sheet);
    return this.#layers.overlay(this.#drafting.open, copied);
  }

  #chosen({ active }: Selection): void {
    this.#layers.rule();
    this.element.dataset.active = `${active.row},${active.col}`;
    this.#stage.draw();
  }

  #drawn(): void {
    this.#drafting.place();
    this.#fingers.place();
    this.#layers.place();
    this.#keeping.measure();
  }

  #scrolled(): void {
    this.#pointing.scrolled();
    const { row2, col2 } = this.visible;
    this.#choosing.reach({ row: row2, col: col2 });
    this.#scrolls.tell();
  }

  #pressed(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const mode = this.#drafting.field.draft?.mode ?? null;
    const chord = (name: string): boolean => this.options.onKey?.(name, event) ?? false;
    // A refused key was the grid's all the same.
    if (this.#state.guarded(() => press(event, mode, this.#actions, chord)) === false) return;
    event.preventDefault();
    event.stopPropagation();
  }
}
