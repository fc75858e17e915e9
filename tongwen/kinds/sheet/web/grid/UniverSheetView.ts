/** The grid: a SheetView whose cells are painted by Univer's renderer and read from the model. */
import { foldGroup } from "../commands/lines";
import type { PasteOptions } from "../commands/pasting";
import {
  type Area,
  type AxisName,
  type Change,
  type Color,
  MAX_COLS,
  MAX_ROWS,
  Refusal,
  type Sheet,
  type SheetChange,
} from "../model";
import { Actions } from "./acting";
import { badgesOf, choicesAt } from "./badges";
import { ClipboardControl } from "./clipboard";
import { type ConditionalLayer, conditionalLayer } from "./conditional";
import { Drafting } from "./drafting";
import { fontStyle } from "./entering";
import { Feed } from "./feed";
import { Flags } from "./flags";
import type { Hit } from "./geometry";
import { Hands } from "./handling";
import { Hovering } from "./hovering";
import { chordOf, isFontChord, pressEditing, pressIdle } from "./keys";
import { around, withMerges } from "./layout";
import { layoutOf } from "./lines";
import { cellArea, extended, type Ground } from "./moving";
import { NaturalRows } from "./naturalRows";
import { Outline, signsOf } from "./outline";
import type { Badge, CellDrawing, OverlayState } from "./overlay";
import { Pointer } from "./pointer";
import { Prompting, promptAt } from "./prompting";
import { Selections } from "./selecting";
import { Stage } from "./stage";
import { tableLayer } from "./tableLook";
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

const ZOOM = { least: 0.1, most: 4 };

export class UniverSheetView implements SheetView {
  readonly #stage: Stage;
  readonly #feed: Feed;
  readonly #selections = new Selections();
  readonly #drafting: Drafting;
  readonly #actions: Actions;
  readonly #hands: Hands;
  readonly #pointer: Pointer;
  readonly #hovering: Hovering;
  readonly #prompting: Prompting;
  readonly #outline: Outline;
  readonly #clipboard: ClipboardControl;
  readonly #stops: (() => void)[] = [];
  readonly #scrollListeners = new Set<() => void>();
  readonly #menuListeners = new Set<(request: MenuRequest) => void>();
  readonly #buttonListeners = new Set<
    (kind: "filter" | "choices", cell: Cell, box: ClientBox) => void
  >();
  #sheet: Sheet;
  /** The furthest cell that somebody went to, by worksheet: the grid reaches beyond it. */
  readonly #reached = new Map<string, Cell>();
  #badges: Badge[] = [];
  #comments: Badge[] = [];
  readonly #hoverListeners = new Set<(cell: Cell | null) => void>();
  /** The list button of the active cell. */
  #choices: Badge | null = null;
  #marks: Mark[] = [];
  #overlays: readonly Overlay[] = [];
  #remote: RemoteSelection[] = [];
  readonly #flags = new Flags(() => this.#stage.draw());
  readonly #natural = new NaturalRows((row) => this.#stage.naturalRowSize(row));
  #rules: ConditionalLayer | null = null;
  #target: Area | null = null;
  #guide: OverlayState["guide"] = null;

  constructor(
    parent: HTMLElement,
    sheet: Sheet,
    private readonly values: Values,
    private readonly options: SheetViewOptions,
  ) {
    this.#sheet = sheet;
    this.#feed = new Feed(sheet, values, options.locale, () => this.#stage.geometry);
    const layout = layoutOf(sheet, { row: 0, col: 0 });
    this.#stage = new Stage(layout, {
      feed: (row, col) => this.#feed.cell(row, col),
      overlay: () => this.#overlayState(),
      onScroll: () => this.#scrolled(),
      onDrawn: () => this.#drawn(),
    });
    this.#drafting = new Drafting(this.#stage.element, options.labels.editor, this.#draftHost());
    this.#clipboard = new ClipboardControl(this.#clipboardHost());
    this.#actions = new Actions(this.#actionHost());
    this.#hands = new Hands(this.#handsHost());
    this.#hovering = new Hovering(this.#stage.element);
    this.#prompting = new Prompting(this.#stage.element);
    this.#outline = new Outline(this.#stage.element, {
      labels: { fold: options.labels.fold ?? "−", unfold: options.labels.unfold ?? "+" },
      editable: () => options.editable(),
      fold: ({ axis, inside, folded }) =>
        this.#guarded(() => foldGroup(this.#sheet, axis, inside, !folded)),
    });
    this.#pointer = new Pointer(this.#stage.scroller, this.#pointerHost());
    parent.append(this.#stage.element);
    this.element.setAttribute("role", "grid");
    this.element.setAttribute("aria-label", options.labels.grid);
    this.#layers();
    this.#stage.resize();
    this.#stops.push(
      sheet.book.onChange((change) => this.#changed(change)),
      sheet.book.steps.onChange(() => {
        this.#clipboard.repeating.settle();
        this.#hands.filled.settle();
      }),
      values.onChange((sid, areas) => {
        if (sid === this.#sheet.sid) this.invalidate(areas);
      }),
    );
  }

  get element(): HTMLElement {
    return this.#stage.element;
  }

  get sheet(): Sheet {
    return this.#sheet;
  }

  show(sheet: Sheet): void {
    if (this.#drafting.open) this.#drafting.close();
    this.#selections.keepScroll(this.#sheet, this.#stage.geometry.scroll);
    this.#sheet = sheet;
    this.#feed.sheet = sheet;
    this.#marks = [];
    this.#natural.clear();
    this.#relayout();
    this.#stage.setScroll(this.#selections.scrollOf(sheet));
    this.#selections.announce(sheet);
  }

  get selection(): Selection {
    return this.#selections.of(this.#sheet);
  }

  /** The selection by line ids, for colleagues. */
  get selectionIds(): ReturnType<Selections["ids"]> {
    return this.#selections.ids(this.#sheet);
  }

  select(areas: Area[], active?: Cell, options: { reveal?: boolean } = {}): void {
    const [first] = areas;
    if (!first) return;
    const cell = active ?? { row: first.row1, col: first.col1 };
    this.#choose({ areas, active: cell }, options.reveal ? cell : null);
  }

  onSelection(listener: (selection: Selection) => void): () => void {
    return this.#selections.on(listener);
  }

  scrollTo(cell: Cell, where: "nearest" | "start" = "nearest"): void {
    this.#reach(cell);
    this.#stage.reveal(cell, where);
  }

  onScroll(listener: () => void): () => void {
    this.#scrollListeners.add(listener);
    return () => this.#scrollListeners.delete(listener);
  }

  get visible(): Area {
    return this.#stage.geometry.visible();
  }

  clientBox(area: Area): ClientBox | null {
    const box = this.#stage.geometry.visibleBox(area);
    const at = this.element.getBoundingClientRect();
    return box && { x: at.x + box.x, y: at.y + box.y, inlineSize: box.w, blockSize: box.h };
  }

  get zoom(): number {
    return this.#stage.geometry.zoom;
  }

  setZoom(zoom: number): void {
    const next = Math.min(ZOOM.most, Math.max(ZOOM.least, zoom));
    if (next !== this.zoom) this.#stage.setZoom(next);
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
    this.#feed.forget(this.#rules ? null : areas);
    this.#natural.forget(areas);
    if (this.#rules) this.#conditional();
    this.#stage.repaint();
  }

  setRemote(selections: RemoteSelection[]): void {
    this.#remote = selections;
    this.#flags.notice(selections);
    this.element.dataset.people = String(selections.length);
    this.#stage.draw();
  }

  setMarks(marks: Mark[]): void {
    this.#marks = marks;
    this.#stage.draw();
  }

  setComments(cells: Cell[]): void {
    this.#comments = cells.map(({ row, col }) => ({ row, col, kind: "comment" }));
    this.#stage.draw();
  }

  onHover(listener: (cell: Cell | null) => void): () => void {
    this.#hoverListeners.add(listener);
    return () => this.#hoverListeners.delete(listener);
  }

  setOverlays(overlays: Overlay[]): void {
    this.#overlays = overlays;
    this.#stage.setOverlays(overlays);
  }

  /** Pixels at zoom 1 that the contents of a line need; null when nothing in it says. */
  naturalSize(axis: AxisName, index: number): number | null {
    if (axis === "rows") return this.#stage.naturalRowSize(index);
    const used = this.#sheet.usedRange();
    const row2 = Math.min(used?.row2 ?? 0, (used?.row1 ?? 0) + 5000);
    return used && this.#stage.naturalColumnSize(index, { ...used, row2 });
  }

  /** Where an anchor in cells is, pixels at zoom 1 from the first cell. */
  place(cell: Cell): { x: number; y: number } {
    const { rows, cols } = this.#stage.geometry;
    return { x: cols.start(cell.col), y: rows.start(cell.row) };
  }

  /** The cell at a point, pixels at zoom 1 from the first cell, and where that cell begins. */
  cellAt({ x, y }: { x: number; y: number }): Cell & { x: number; y: number } {
    const { rows, cols } = this.#stage.geometry;
    const cell = { row: rows.at(y), col: cols.at(x) };
    return { ...cell, ...this.place(cell) };
  }

  /** The cell at a point of the window. */
  cellUnder(clientX: number, clientY: number): Cell {
    const box = this.element.getBoundingClientRect();
    const { row, col } = this.#stage.geometry.hit(clientX - box.x, clientY - box.y);
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
    this.#menuListeners.add(listener);
    return () => this.#menuListeners.delete(listener);
  }

  onButton(listener: (kind: "filter" | "choices", cell: Cell, box: ClientBox) => void): () => void {
    this.#buttonListeners.add(listener);
    return () => this.#buttonListeners.delete(listener);
  }

  copy(): Promise<void> {
    return this.#clipboard.copy(false);
  }

  cut(): Promise<void> {
    return this.#clipboard.copy(true);
  }

  paste(options: Partial<PasteOptions> = {}): Promise<void> {
    return this.#clipboard.paste(options).catch((error: unknown) => this.#refused(error));
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
    this.#flags.destroy();
    this.#drafting.field.destroy();
    this.#stage.destroy();
  }

  // ---- what the parts see -----------------------------------------------------------------

  #draftHost(): ConstructorParameters<typeof Drafting>[2] {
    const view = this;
    return {
      get sheet() {
        return view.#sheet;
      },
      get geometry() {
        return view.#stage.geometry;
      },
      get selection() {
        return view.selection;
      },
      editable: () => this.options.editable(),
      ground: () => this.#ground(),
      look: (row, col) => this.#feed.look(row, col),
      fontStyle: (row, col) => fontStyle(this.#sheet, this.#feed.style(row, col)),
      runCss: (font, cell) => this.#feed.runCss(font, cell),
      html: (runs, cell) => this.#feed.html(runs, cell),
      formulaColors: (text) => this.options.formulaColors?.(text) ?? [],
      beforeEnter: (cell, text) => this.options.beforeEnter?.(cell, text) ?? true,
      changed: () => {
        this.element.dataset.editing = String(this.#drafting.open);
        this.#stage.draw();
      },
      key: (event) => this.#pressed(event),
      paste: (event) => this.#guarded(() => this.#clipboard.pasted(event)),
      copy: (event, cut) => this.#clipboard.copied(event, cut),
    };
  }

  #actionHost(): ConstructorParameters<typeof Actions>[0] {
    const view = this;
    return {
      get sheet() {
        return view.#sheet;
      },
      get geometry() {
        return view.#stage.geometry;
      },
      get selection() {
        return view.selection;
      },
      drafting: this.#drafting,
      values: this.values,
      editable: () => this.options.editable(),
      ground: () => this.#ground(),
      choose: (selection, reveal) => this.#choose(selection, reveal ?? null),
      cancelCopy: () => this.#clipboard.forget(),
    };
  }

  #clipboardHost(): ConstructorParameters<typeof ClipboardControl>[0] {
    const view = this;
    return {
      get sheet() {
        return view.#sheet;
      },
      get selection() {
        return view.selection;
      },
      values: this.values,
      editable: () => this.options.editable(),
      style: (row, col) => this.#feed.style(row, col),
      choose: (area) =>
        this.#choose({ areas: [area], active: { row: area.row1, col: area.col1 } }, null),
      changed: () => this.#stage.draw(),
      problem: (problem) => this.options.onProblem?.(problem),
      images: (images) => this.options.onImages?.(images),
    };
  }

  #handsHost(): ConstructorParameters<typeof Hands>[0] {
    const view = this;
    return {
      get sheet() {
        return view.#sheet;
      },
      get selection() {
        return view.selection;
      },
      values: this.values,
      options: this.options,
      choose: (selection) => this.#choose(selection, null),
      naturalSize: (axis, index) => this.naturalSize(axis, index),
    };
  }

  #pointerHost(): ConstructorParameters<typeof Pointer>[1] {
    const view = this;
    return {
      get geometry() {
        return view.#stage.geometry;
      },
      get selection() {
        return view.selection;
      },
      get editing() {
        return view.#drafting.open;
      },
      get badges() {
        return view.#choices ? [...view.#badges, view.#choices] : view.#badges;
      },
      editable: () => this.options.editable(),
      begin: (hit, how) => this.#begin(hit, how),
      reach: (hit) => this.#extendTo(hit),
      point: (hit, extend) => this.#point(hit, extend),
      leave: () => this.#guarded(() => this.commitEdit("stay")) ?? false,
      edit: () => this.startEdit(),
      menu: (request) => {
        for (const listener of this.#menuListeners) listener(request);
      },
      button: (badge) => this.#button(badge),
      toggle: (cell) => this.#hands.toggle(cell),
      follow: (cell) => this.#hands.follow(cell),
      guide: (axis, position) => {
        this.#guide = axis && { axis, position };
        this.#stage.draw();
      },
      resize: (axis, index, pixels) => this.#guarded(() => this.#hands.resize(axis, index, pixels)),
      fit: (axis, index) => this.#guarded(() => this.#hands.fit(axis, index)),
      target: (area) => {
        this.#target = area;
        this.#stage.draw();
      },
      fill: (target, other) => this.#guarded(() => this.#hands.fill(target, other)),
      fillDown: () => this.#guarded(() => this.#hands.fillDown()),
      move: (to, copy) => this.#guarded(() => this.#hands.move(to, copy)),
      scrollBy: (x, y) => this.#stage.scrollBy(x, y),
      hover: (cell) => this.#hover(cell),
      focus: () => this.focus(),
    };
  }

  #overlayState(): OverlayState {
    const copied = this.#clipboard.areas(this.#sheet);
    const pointed = this.#drafting.pointed;
    return {
      selection: this.selection,
      editing: this.#drafting.open,
      copied: pointed ? [pointed] : copied,
      target: this.#target,
      marks: this.#marks,
      remote: this.#remote,
      named: (id) => this.#flags.named(id),
      drawing: this.#rules?.draws ? (row, col) => this.#drawing(row, col) : null,
      badges: [...this.#badges, ...this.#comments, ...(this.#choices ? [this.#choices] : [])],
      guide: this.#guide,
    };
  }

  /** What a conditional format draws in a cell, in the colours of the book. */
  #drawing(row: number, col: number): CellDrawing | null {
    const found = this.#rules?.drawingAt(row, col);
    if (!found) return null;
    const { bar, icon } = found;
    const css = (color: Color, otherwise: string): string => this.#feed.css(color) ?? otherwise;
    const axis = bar?.axis ? { ...bar.axis, color: css(bar.axis.color, "#000000") } : null;
    const looks = bar && { ...bar, color: css(bar.color, "#638EC6"), solid: bar.solid ?? false };
    return {
      ...(looks ? { bar: { ...looks, axis } } : {}),
      ...(icon ? { icon } : {}),
    };
  }

  #drawn(): void {
    this.#drafting.place();
    const { geometry } = this.#stage;
    this.#outline.draw(geometry);
    this.#prompting.place(geometry.visibleBox(geometry.whole(this.selection.active)));
    const { rows } = this.#stage.geometry;
    if (this.#natural.look(this.#sheet, this.visible, (row) => rows.size(row)))
      this.#relayout(false);
  }

  #ground(): Ground {
    const { rows, cols, layout } = this.#stage.geometry;
    const sheet = this.#sheet;
    return {
      rows,
      cols,
      limit: { rows: MAX_ROWS, cols: MAX_COLS },
      merges: layout.merges,
      isEmpty: (row, col) => {
        const content = sheet.content(row, col) ?? this.values.value(sheet, row, col);
        return content === null || content === "";
      },
      used: sheet.usedRange(),
    };
  }

  // ---- selecting --------------------------------------------------------------------------

  #choose(selection: Selection, reveal: Cell | null): void {
    if (reveal) this.#reach(reveal);
    this.#selections.set(this.#sheet, selection);
    if (reveal) this.#stage.reveal(reveal);
    const { row, col } = selection.active;
    this.#rule();
    this.element.dataset.active = `${row},${col}`;
    this.#stage.draw();
  }

  /** What the rule of the active cell offers: its list, its prompt. */
  #rule(): void {
    const { row, col } = this.selection.active;
    const editable = this.options.editable();
    this.#choices = editable ? choicesAt(this.#sheet, row, col) : null;
    this.#prompting.say(editable ? promptAt(this.#sheet, { row, col }) : null);
  }

  #area(hit: Hit): Area {
    const { row, col } = hit;
    const last = { row: MAX_ROWS - 1, col: MAX_COLS - 1 };
    if (hit.place === "corner") return { row1: 0, col1: 0, row2: last.row, col2: last.col };
    if (hit.place === "rows") return { row1: row, col1: 0, row2: row, col2: last.col };
    if (hit.place === "cols") return { row1: 0, col1: col, row2: last.row, col2: col };
    return withMerges(cellArea(hit), this.#stage.geometry.layout.merges);
  }

  #dragPlace: Hit["place"] = "cells";

  #begin(hit: Hit, how: { add: boolean; extend: boolean }): void {
    this.#dragPlace = hit.place;
    if (how.extend) {
      this.#extendTo(hit);
      return;
    }
    const area = this.#area(hit);
    const { visible } = this;
    const active =
      hit.place === "cells"
        ? { row: area.row1, col: area.col1 }
        : {
            row:
              hit.place === "rows"
                ? hit.row
                : Math.max(area.row1, hit.place === "cols" ? visible.row1 : 0),
            col:
              hit.place === "cols"
                ? hit.col
                : Math.max(area.col1, hit.place === "rows" ? visible.col1 : 0),
          };
    const others = how.add ? this.selection.areas : [];
    this.#choose({ areas: [...others, area], active }, null);
  }

  #extendTo(hit: Hit): void {
    const { selection } = this;
    if (this.#dragPlace === "cells" || this.#dragPlace === "corner") {
      const place = { row: hit.row, col: hit.col };
      if (this.#dragPlace === "cells")
        this.#choose(extended(selection, place, this.#stage.geometry.layout.merges), null);
      return;
    }
    const from = this.#area({ ...selection.active, place: this.#dragPlace });
    const area = around(from, this.#area({ ...hit, place: this.#dragPlace }));
    this.#choose(
      { areas: [...selection.areas.slice(0, -1), area], active: selection.active },
      null,
    );
  }

  #point(hit: Hit, extend: boolean): boolean {
    const area = this.#area(hit);
    const from = this.#drafting.pointed;
    return this.#drafting.point(extend && from ? around(from, area) : area);
  }

  /** Cells beyond what is shown: more lines are shown. */
  #reach(cell: Cell): void {
    const { rows, cols } = this.#stage.geometry;
    if (cell.row < rows.count - 20 && cell.col < cols.count - 3) return;
    const before = this.#reached.get(this.#sheet.sid) ?? { row: 0, col: 0 };
    const reached = {
      row: Math.max(before.row, cell.row < rows.count - 20 ? 0 : cell.row),
      col: Math.max(before.col, cell.col < cols.count - 3 ? 0 : cell.col),
    };
    if (reached.row === before.row && reached.col === before.col) return;
    this.#reached.set(this.#sheet.sid, reached);
    this.#relayout();
  }

  #scrolled(): void {
    this.#hovering.hide();
    const { row2, col2 } = this.visible;
    this.#reach({ row: row2, col: col2 });
    for (const listener of this.#scrollListeners) listener();
  }

  // ---- what the hand does -----------------------------------------------------------------

  #pressed(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const draft = this.#drafting.field.draft;
    if (draft && event.key === "F2") this.#drafting.toggleMode();
    // A refused key was the grid's all the same.
    const known = this.#guarded(() =>
      draft
        ? pressEditing(event, draft.mode, this.#actions) ||
          event.key === "F2" ||
          (isFontChord(chordOf(event)) && this.#chord(event))
        : pressIdle(event, this.#actions) || this.#chord(event),
    );
    if (known === false) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #chord(event: KeyboardEvent): boolean {
    return this.options.onKey?.(chordOf(event), event) ?? false;
  }

  /** Do what was asked for; what the model refuses is told, not thrown. */
  #guarded<Result>(run: () => Result): Result | undefined {
    try {
      return run();
    } catch (error) {
      this.#refused(error);
      return undefined;
    }
  }

  #refused(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    this.options.onRefusal?.(error);
  }

  /** What is said about a cell is for whoever listens; the grid itself tells notes and links. */
  #hover(cell: Cell | null): void {
    const commented = this.#comments.some(({ row, col }) => row === cell?.row && col === cell.col);
    this.#hovering.over(this.#sheet, commented ? null : cell, ({ row, col }) =>
      this.#stage.geometry.visibleBox(this.#stage.geometry.whole({ row, col })),
    );
    for (const listener of this.#hoverListeners) listener(cell);
  }

  #button(badge: Badge): void {
    const box = this.clientBox(this.#stage.geometry.whole(badge));
    const kind = badge.kind === "choices" ? "choices" : "filter";
    const { row, col } = badge;
    if (box) for (const listener of this.#buttonListeners) listener(kind, { row, col }, box);
  }

  // ---- what the model says ----------------------------------------------------------------

  #changed(change: Change): void {
    if (change.book.includes("styles") || change.book.includes("settings")) {
      this.#feed.restyle();
      this.#stage.repaint();
    }
    const mine = change.sheets.get(this.#sheet.sid);
    if (mine) this.#sheetChanged(mine);
  }

  #sheetChanged(change: SheetChange): void {
    const lines = change.rows !== null || change.cols !== null;
    const whole =
      lines ||
      change.lines.length > 0 ||
      change.view.length > 0 ||
      change.objects.length > 0 ||
      change.state !== "loaded";
    if (lines) {
      this.#natural.clear();
      this.#feed.forget(null);
      this.#selections.follow(this.#sheet);
      this.#drafting.follow();
      this.#clipboard.follow();
    }
    if (whole || this.#outgrown(change.contents)) this.#relayout();
    else if (change.contents.length > 0 || change.styles.length > 0)
      this.invalidate([...change.contents, ...change.styles]);
  }

  /** Contents came near the last line that is shown. */
  #outgrown(areas: readonly Area[]): boolean {
    const { rows, cols } = this.#stage.geometry;
    return areas.some((area) => area.row2 > rows.count - 50 || area.col2 > cols.count - 5);
  }

  /** `anew`: rows may have other contents than before. */
  #relayout(anew = true): void {
    this.#feed.forget(null);
    if (anew) this.#natural.forget(null);
    this.#feed.formulas = this.#sheet.view("formulas") === true;
    this.#layers();
    this.#stage.setLayout(
      layoutOf(
        this.#sheet,
        this.#reached.get(this.#sheet.sid) ?? { row: 0, col: 0 },
        this.#natural.sizes,
      ),
    );
  }

  #layers(): void {
    this.#feed.under = tableLayer(this.#sheet);
    this.#conditional();
    this.#badges = badgesOf(this.#sheet);
    this.#outline.set(signsOf(this.#sheet));
    this.#rule();
  }

  #conditional(): void {
    this.#rules = conditionalLayer(this.#sheet, this.values);
    this.#feed.over = this.#rules;
  }
}
