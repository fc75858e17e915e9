/** An open workbook as the chrome sees it: the book, what is selected, what is computed, and what is open around it. */
import { createStore, type Store } from "@/app/store";
import type { Comments } from "@/editor/comments/threads";
import { type CalcEngine, type FormulaState, type FunctionHelp, isManual } from "../calc";
import { filterAt, filterOf } from "../commands/filters";
import { type PickedFormats, paintFormats, pickFormats, type Target } from "../commands/formatting";
import { hasMerge } from "../commands/merging";
import { linkAt, noteAt } from "../commands/objects";
import { tableAt } from "../commands/tables";
import { frozen } from "../grid/lines";
import type { Selection, SheetView, Values } from "../grid/view";
import {
  type Area,
  type Book,
  type Content,
  Refusal,
  type Sheet,
  type Style,
  type ValueOf,
} from "../model";
import { Reviewing } from "./comments/reviewing";
import type { OpenDialog } from "./dialogs/open";
import { noMenu, type OpenMenu } from "./menus/open";

export interface ImageServer {
  upload: (image: Blob) => Promise<{ media: string; width: number; height: number }>;
  failed: (error: unknown) => void;
}

export interface SessionOptions {
  book: Book;
  view: SheetView;
  values: Values;
  /** Load the parts of worksheets; resolves when they can be read. */
  load: (sids: readonly string[]) => Promise<void>;
  /** Load all worksheets; false, and the person is told, when that cannot be done now. */
  loadAll: () => Promise<boolean>;
  editable: () => boolean;
  /** BCP 47. */
  locale: () => string;
  /** Who writes notes. */
  author: string;
  /** What is said about cells; whoever may comment may, without the right to edit. */
  comments: Comments;
  mayComment: () => boolean;
  images: ImageServer;
  /** A command was not carried out: tell the person why. */
  refused: (refusal: Refusal) => void;
  functions: () => readonly FunctionHelp[];
  /** Give a drawing of the shown worksheet a size in pixels. */
  resizeDrawing?: (token: string, inlineSize: number, blockSize: number) => void;
  /** How the value of a formula came about; null for cells without one. */
  stateOf?: (sheet: Sheet, row: number, col: number) => FormulaState | null;
  /** What computes the values. */
  calculation?: Pick<CalcEngine, "status" | "onStatus" | "recalculate">;
}

/** What the chrome draws; compared member by member, so that it draws only when something changed. */
export interface Snapshot {
  sid: string;
  selection: Selection;
  style: Style;
  editable: boolean;
  /** A cell is being typed into: commands wait, or end it first. */
  editing: boolean;
  undoLabel: string | null;
  redoLabel: string | null;
  merged: boolean;
  filtered: boolean;
  frozenRows: number;
  frozenCols: number;
  table: string | null;
  link: boolean;
  note: boolean;
  /** Comments may be written. */
  commentable: boolean;
  /** The pane with the comments is open. */
  commenting: boolean;
  /** Open threads in the book. */
  threads: number;
  painting: boolean;
  zoom: number;
  gridLines: boolean;
  headings: boolean;
  /** Formulas are calculated when somebody asks for it. */
  manual: boolean;
  /** Formulas wait for that. */
  waiting: boolean;
  /** Counts changes of the book. */
  revision: number;
  /** Counts changes of computed values. */
  computed: number;
}

export type Finding = "find" | "replace" | null;

const CALM = 60; // milliseconds

export class SheetSession {
  readonly book: Book;
  readonly view: SheetView;
  readonly values: Values;
  readonly dialog: Store<OpenDialog | null> = createStore<OpenDialog | null>(null);
  readonly menu: Store<OpenMenu | null> = createStore<OpenMenu | null>(noMenu);
  readonly finding: Store<Finding> = createStore<Finding>(null);
  /** The tab whose name is being typed. */
  readonly renaming: Store<string | null> = createStore<string | null>(null);
  readonly reviewing: Reviewing;
  #snapshot: Snapshot;
  #listeners = new Set<() => void>();
  #stops: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #picked: PickedFormats | null = null;
  #revision = 0;
  #calculations = 0;

  constructor(readonly options: SessionOptions) {
    this.book = options.book;
    this.view = options.view;
    this.values = options.values;
    this.reviewing = new Reviewing({
      ...options,
      may: options.mayComment,
      go: (sid, areas) => this.go(sid, areas),
    });
    this.#snapshot = this.#read();
    const { view, book, values } = options;
    this.#stops.push(
      book.onChange(() => {
        this.#revision += 1;
        this.#soon();
      }),
      book.steps.onChange(() => this.#soon()),
      values.onChange(() => {
        this.#calculations += 1;
        this.#soon();
      }),
      options.calculation?.onStatus(() => this.#soon()) ?? (() => {}),
      options.comments.subscribe(() => this.#soon()),
      this.reviewing.state.subscribe(() => this.refresh()),
      view.onSelection(() => this.#soon()),
      view.onEditing(() => this.#soon()),
      // Fingers zoom without a command.
      view.onScroll(() => {
        if (view.zoom !== this.#snapshot.zoom) this.#soon();
      }),
      view.onContextMenu(({ where, clientX: x, clientY: y }) =>
        this.menu.set({ kind: where, x, y }),
      ),
      view.onButton((kind, cell, box) => this.menu.set({ kind, cell, box })),
    );
    view.element.addEventListener("pointerup", this.#paint);
  }

  get sheet(): Sheet {
    return this.view.sheet;
  }

  /** Where commands work now. */
  get target(): Target {
    const { areas, active } = this.view.selection;
    return { sheet: this.sheet, areas, row: active.row, col: active.col };
  }

  /** The area that was selected last. */
  get area(): Area {
    const { areas, active } = this.view.selection;
    const { row, col } = active;
    return areas.at(-1) ?? { row1: row, col1: col, row2: row, col2: col };
  }

  get locale(): string {
    return this.options.locale();
  }

  get date1904(): boolean {
    return this.book.setting("date1904") === true;
  }

  /** Computed values, as the model's commands ask for them. */
  readonly computed: ValueOf = (sheet, row, col) => this.values.value(sheet, row, col);

  value(row: number, col: number): Content {
    return this.values.value(this.sheet, row, col);
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  getSnapshot = (): Snapshot => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Do something to the selection, as one step, and go on. What was being typed is kept first. */
  run = (command: (target: Target) => void): void => {
    if (!this.options.editable()) return;
    if (this.view.editing && !this.view.commitEdit("stay")) return;
    try {
      command(this.target);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === "others-not-loaded") void this.#whenLoaded(command);
      else this.options.refused(error);
    }
    this.back();
  };

  /** Formulas of all worksheets follow cells that move: they have to be here. Colleagues may go on meanwhile. */
  async #whenLoaded(command: (target: Target) => void): Promise<void> {
    const { sheet, areas, row, col } = this.target;
    const active = { row1: row, col1: col, row2: row, col2: col };
    const ids = [active, ...areas].map((area) => sheet.idArea(area));
    if (!(await this.options.loadAll()) || this.sheet !== sheet) return;
    const [cell, ...still] = ids.map((area) => sheet.area(area));
    if (!cell || still.some((area) => area === null)) return;
    this.view.select(still as Area[], { row: cell.row1, col: cell.col1 });
    this.run(command);
  }

  /** A command on fonts: of the selected characters while a text is edited, else of the selection. */
  runFont = (command: (target: Target) => void): void => {
    const { text } = this.view;
    if (!text) {
      this.run(command);
      return;
    }
    if (this.options.editable()) command({ ...this.target, text });
    this.back();
  };

  /** Give the keys back to the grid, unless a field of the chrome has them. */
  back = (): void => {
    if (!document.activeElement?.closest("[data-keeps-focus]")) this.view.focus();
    this.refresh();
  };

  /** Show a worksheet, loading it when it must be. */
  show = async (sid: string): Promise<void> => {
    if (sid === this.sheet.sid) return;
    if (this.view.editing && !this.view.commitEdit("stay")) return;
    await this.options.load([sid]);
    const sheet = this.book.sheet(sid);
    if (sheet) this.view.show(sheet);
    this.refresh();
  };

  /** Select areas of a worksheet and bring them into sight. */
  go = async (sid: string, areas: Area[]): Promise<void> => {
    await this.show(sid);
    const first = areas[0];
    if (!first || this.sheet.sid !== sid) return;
    this.view.select(areas, { row: first.row1, col: first.col1 }, { reveal: true });
    this.refresh();
  };

  zoom = (zoom: number): void => {
    this.view.setZoom(zoom);
    this.refresh();
  };

  undo = (): Promise<void> => this.#step("undo");

  redo = (): Promise<void> => this.#step("redo");

  async #step(which: "undo" | "redo"): Promise<void> {
    if (!this.options.editable()) return;
    if (this.view.editing) this.view.cancelEdit();
    const { steps } = this.book;
    const needed = steps.needs(which);
    if (needed.length > 0) await this.options.load(needed);
    steps[which]();
    this.refresh();
  }

  /** Pick up the look of the selection; the next one made gets it. A second call lets go. */
  toggleFormatPainter = (): void => {
    this.#picked = this.#picked ? null : pickFormats(this.sheet, this.area);
    this.view.element.style.cursor = this.#picked ? "copy" : "";
    this.back();
  };

  refresh = (): void => {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const next = this.#read();
    if (same(next, this.#snapshot)) return;
    this.#snapshot = next;
    for (const listener of this.#listeners) listener();
  };

  destroy(): void {
    if (this.#timer) clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    this.reviewing.destroy();
    this.view.element.removeEventListener("pointerup", this.#paint);
    this.#listeners.clear();
  }

  #paint = (): void => {
    if (!this.#picked) return;
    setTimeout(() => {
      const picked = this.#picked;
      if (!picked) return;
      this.toggleFormatPainter();
      this.run(({ sheet, areas }) => paintFormats(sheet, picked, areas));
    }, 0);
  };

  /** Not on each key or each colleague's edit: the chrome follows when things rest. */
  #soon(): void {
    this.#timer ??= setTimeout(this.refresh, CALM);
  }

  /** That of the edited characters, the same object as long as nothing about it changes. */
  #look(style: Style): Style {
    const look = this.view.text?.look ?? style;
    const before = this.#snapshot?.style;
    return JSON.stringify(before) === JSON.stringify(look) ? (before ?? look) : look;
  }

  #read(): Snapshot {
    const { view, book, sheet } = this;
    const { selection } = view;
    const { row, col } = selection.active;
    const { rows, cols } = frozen(sheet);
    const table = tableAt(sheet, row, col);
    return {
      sid: sheet.sid,
      selection,
      style: this.#look(sheet.style(row, col)),
      editable: this.options.editable(),
      editing: view.editing !== null,
      undoLabel: book.steps.undoLabel,
      redoLabel: book.steps.redoLabel,
      merged: hasMerge(sheet, selection.areas),
      filtered: filterAt(sheet, row, col) !== null || (!table && filterOf(sheet) !== null),
      frozenRows: rows,
      frozenCols: cols,
      table: table?.token ?? null,
      link: linkAt(sheet, row, col) !== null,
      note: noteAt(sheet, row, col) !== null,
      commentable: this.options.mayComment(),
      commenting: this.reviewing.state.get().open,
      threads: this.options.comments.threads.filter(({ done }) => !done).length,
      painting: this.#picked !== null,
      zoom: view.zoom,
      gridLines: sheet.view("gridLines") !== false,
      headings: sheet.view("headings") !== false,
      manual: isManual(book),
      waiting: this.options.calculation?.status.waiting ?? false,
      revision: this.#revision,
      computed: this.#calculations,
    };
  }
}

function same(a: Snapshot, b: Snapshot): boolean {
  return (Object.keys(a) as (keyof Snapshot)[]).every((key) => a[key] === b[key]);
}
