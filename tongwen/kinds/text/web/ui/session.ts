/** An open text document: the model, the view, the papers, and what the chrome needs to know of them. */
import type { Mark } from "prosemirror-model";
import { type Command, type EditorState, NodeSelection } from "prosemirror-state";
import { isInTable } from "prosemirror-tables";
import type { EditorView } from "prosemirror-view";
import { yUndoPluginKey } from "y-prosemirror";
import type { PartConnection } from "@/editor/part";
import type { RunProperties } from "../document/attributes";
import { DocumentModel } from "../document/model";
import type { Obstacle } from "../document/representable";
import { countWords, type WordCount } from "../document/text";
import { pixels } from "../document/units";
import { findKey } from "../editing/find";
import type { ImageServer } from "../editing/images";
import { currentRun, isOn, linkAround, paintFormat, pickFormat } from "../editing/marks";
import { currentParagraph, type ListKind, listKind, sectionAt } from "../editing/paragraphs";
import type { RawNames } from "../editing/raws";
import { revisions } from "../editing/revisions";
import { selectedRuns } from "../editing/selectedRuns";
import { readSelection } from "../editing/selection";
import { asUndoStep } from "../editing/undoStep";
import { createEditor, type TextEditor } from "../editing/view";
import { Papers } from "../pages/papers";
import { pageAt, pagesPlugin } from "../pages/plugin";
import { GAP } from "../pages/sheets";
import { Look } from "../styles/look";
import { strutPlugin } from "../styles/strut";
import { tabsPlugin } from "../styles/tabs";
import { dressForPrint } from "./printing";

export type Layout = "pages" | "web";

/** What the tool row and status bar show; compared by value, so that they draw only when it changes. */
export interface Snapshot {
  bold: boolean;
  italic: boolean;
  underline: boolean;
  strike: boolean;
  vert: string;
  /** Of the selected characters; null when they have several. */
  font: string | null;
  size: number | null;
  color: string;
  highlight: string;
  style: string | null;
  align: string;
  list: ListKind | null;
  lines: number;
  linesRule: string;
  link: string | null;
  table: boolean;
  image: boolean;
  empty: boolean;
  canUndo: boolean;
  canRedo: boolean;
  editable: boolean;
  page: number;
  pages: number;
  words: number;
  selectedWords: number;
  matches: number;
  match: number;
  painting: boolean;
  /** Tracked changes in the document. */
  changes: number;
  revision: number;
}

export interface SessionOptions {
  part: PartConnection;
  place: HTMLElement;
  images: ImageServer;
  rawNames: RawNames;
  label: string;
  hint: () => string;
  /** Whether the reader's language is Chinese: an empty place shows the Chinese font then. */
  chineseFirst: () => boolean;
  layout: () => Layout;
  scale: () => number;
  editable: () => boolean;
  onObstacle: (found: Obstacle) => void;
}

const CALM = 120;

export class TextSession {
  readonly model: DocumentModel;
  readonly papers: Papers;
  readonly editor: TextEditor;
  readonly relayout: () => void;
  readonly #layoutNow: () => void;
  #printing = false;
  readonly #look: Look;
  #snapshot: Snapshot;
  #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #pages = 1;
  #count: WordCount;
  #painted: readonly Mark[] | null = null;
  #stops: (() => void)[] = [];

  constructor(private readonly options: SessionOptions) {
    const { part, place } = options;
    this.model = new DocumentModel(part.doc);
    this.papers = new Papers({ model: this.model, mediaAddress: options.images.address });
    place.before(this.papers.element);
    const pages = pagesPlugin({
      model: this.model,
      papers: this.papers,
      scale: () => (this.#printing ? 1 : options.scale()),
      paged: () => options.layout() === "pages" || this.#printing,
      gap: () => (this.#printing ? 0 : GAP),
      onPages: (count) => {
        this.#pages = count;
        this.#soon();
      },
    });
    this.relayout = pages.relayout;
    this.#layoutNow = pages.layoutNow;
    this.#look = new Look(".tx-live", this.model);
    this.editor = createEditor({
      doc: part.doc,
      model: this.model,
      awareness: part.awareness,
      place,
      editable: options.editable,
      images: options.images,
      column: () => this.column,
      rawNames: options.rawNames,
      label: options.label,
      hint: options.hint,
      plugins: [strutPlugin(this.model), tabsPlugin(this.model, options.scale), pages.plugin],
      onUpdate: (state, before) => this.#updated(state, before),
      onObstacle: options.onObstacle,
    });
    this.#look.read(this.view.state.doc);
    this.#count = countWords(this.view.state.doc);
    this.#snapshot = this.#read();
    this.#stops.push(this.model.subscribe(() => this.#modelChanged()));
    const arriving = (): void => readSelection(this.view);
    part.provider.on("message", arriving);
    this.#stops.push(() => part.provider.off("message", arriving));
    place.addEventListener("pointerup", this.#paint);
  }

  get view(): EditorView {
    return this.editor.view;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  get count(): WordCount {
    return this.#count;
  }

  /** The language of the text: what its defaults say, or what it is written in. */
  get language(): string {
    const lang = this.model.styles.defaults.r.lang;
    const said = String((this.#look.eastAsian ? lang?.eastAsia : lang?.val) ?? "");
    if (/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/i.test(said)) return said;
    return this.#look.eastAsian ? "zh-CN" : "en";
  }

  /** Width of the text column of the section with the cursor, CSS pixels. */
  get column(): number {
    const { section } = sectionAt(this.view.state.doc, this.view.state.selection.from, this.model);
    return pixels((section.w ?? 11906) - (section.start ?? 1800) - (section.end ?? 1800));
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot = (): Snapshot => this.#snapshot;

  /** Run a command and go on typing. */
  run = (command: Command): void => {
    const { view } = this;
    asUndoStep(command)(view.state, view.dispatch, view);
    if (!document.activeElement?.closest("[data-keeps-focus]")) view.focus();
    this.refresh();
  };

  /** Pick up the formatting at the cursor; the next selection made gets it. A second call lets go. */
  toggleFormatPainter = (): void => {
    this.#painted = this.#painted ? null : pickFormat(this.view.state);
    this.view.dom.classList.toggle("tx-painting", this.#painted !== null);
    this.view.focus();
    this.refresh();
  };

  /** Lay the pages out for paper, every sheet drawn, or go back to the screen. */
  setPrinting(printing: boolean): void {
    if (this.#printing === printing) return;
    this.#printing = printing;
    dressForPrint(this.view.dom, this.options.layout() === "web", printing);
    this.#layoutNow();
    this.papers.draw(printing);
  }

  /** Whether the document may be edited, or the place it is drawn in, has changed. */
  refreshEditable(): void {
    this.view.setProps({ editable: this.options.editable });
    this.refresh();
  }

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
    this.#listeners.clear();
    this.options.place.removeEventListener("pointerup", this.#paint);
    this.editor.destroy();
    this.papers.element.remove();
    this.model.destroy();
    this.#look.destroy();
  }

  #paint = (): void => {
    if (!this.#painted) return;
    setTimeout(() => {
      const marks = this.#painted;
      if (!marks || this.view.state.selection.empty) return;
      this.toggleFormatPainter();
      this.run(paintFormat(marks));
    }, 0);
  };

  #modelChanged(): void {
    this.papers.reset();
    this.#look.refresh();
    this.#soon();
  }

  #updated(state: EditorState, before: EditorState): void {
    if (
      state.doc !== before.doc ||
      !state.selection.eq(before.selection) ||
      state.storedMarks !== before.storedMarks
    ) {
      this.#soon();
    }
  }

  /** Not on each key: the chrome follows when the fingers rest. */
  #soon(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.view.isDestroyed) return;
      this.#count = countWords(this.view.state.doc);
      // A text that has become mostly Chinese has other line heights.
      if (this.#look.read(this.view.state.doc)) this.relayout();
      this.refresh();
    }, CALM);
  }

  #read(): Snapshot {
    const { state } = this.view;
    const run = currentRun(state, this.model);
    const found = findKey.getState(state);
    const undo = yUndoPluginKey.getState(state)?.undoManager;
    return {
      ...this.#readRun(state, run),
      ...this.#readParagraph(state),
      link: (linkAround(state)?.mark.attrs.href as string | null | undefined) ?? null,
      table: isInTable(state),
      image: state.selection instanceof NodeSelection && state.selection.node.type.name === "image",
      empty: state.selection.empty,
      canUndo: (undo?.undoStack.length ?? 0) > 0,
      canRedo: (undo?.redoStack.length ?? 0) > 0,
      editable: this.view.editable,
      page: pageAt(state, state.selection.head),
      pages: this.#pages,
      words: this.#count.words,
      selectedWords: state.selection.empty
        ? 0
        : countWords(state.doc, state.selection.from, state.selection.to).words,
      matches: found?.matches.length ?? 0,
      match: found ? found.current + 1 : 0,
      painting: this.#painted !== null,
      changes: revisions(state.doc).length,
      revision: this.model.revision,
    };
  }

  #readRun(state: EditorState, run: RunProperties) {
    const { font, size } = selectedRuns(state, this.model, this.options.chineseFirst());
    return {
      bold: isOn(state, "bold", this.model),
      italic: isOn(state, "italic", this.model),
      underline: isOn(state, "underline", this.model),
      strike: isOn(state, "strike", this.model),
      vert: String(run.vert?.val ?? "baseline"),
      font,
      size,
      color: String(run.color?.val ?? "auto"),
      highlight: String(run.highlight?.val ?? "none"),
    };
  }

  #readParagraph(state: EditorState) {
    const paragraph = currentParagraph(state, this.model);
    return {
      style: paragraph.styleId,
      align: paragraph.align ?? "start",
      list: listKind(paragraph, this.model),
      lines: paragraph.spacing?.line ?? 240,
      linesRule: paragraph.spacing?.lineRule ?? "auto",
    };
  }
}

function same(a: Snapshot, b: Snapshot): boolean {
  return (Object.keys(a) as (keyof Snapshot)[]).every((key) => a[key] === b[key]);
}
