/**
 * Pages inside the one contenteditable: gaps as widget decorations, papers drawn behind it.
 *
 * Heights are measured once for each block; a key re-measures the block it changed. The breaks are
 * computed from those heights, and each gap is then made exactly as tall as its paper asks.
 */
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type { Section } from "../document/attributes";
import { narrowMapping } from "../document/changes";
import { type DocumentModel, defaultSection } from "../document/model";
import { readSelection } from "../editing/selection";
import { type PageBreak, paginate, type SectionRule } from "./breaks";
import { Flow, type FlowEntry } from "./flow";
import { type Gap, gapDecoration, headerCopy, sizeGap } from "./gaps";
import { bodySize, type Paper, paperOf, withRunning } from "./geometry";
import type { Papers, Sheet } from "./papers";
import { sheetsOf } from "./sheets";

export interface PagesState {
  set: DecorationSet;
  /** Where pages begin, mapped along. */
  starts: readonly number[];
}

export const pagesKey = new PluginKey<PagesState>("pages");

export interface PagesOptions {
  model: DocumentModel;
  papers: Papers;
  /** Screen pixels to a CSS pixel. */
  scale: () => number;
  /** Whether pages are shown at all; without, the text runs on (web layout). */
  paged: () => boolean;
  /** Distance between two sheets, CSS pixels. */
  gap: () => number;
  onPages: (count: number) => void;
}

/** The sections of a document in order; the last is the document's own. */
export function sectionsOf(doc: Node, model: DocumentModel): Section[] {
  const sections: Section[] = [];
  doc.descendants((node) => {
    if (node.type.name === "paragraph" && node.attrs.sect) {
      sections.push({ ...defaultSection, ...(node.attrs.sect as Section) });
    }
    return node.type.name === "container";
  });
  sections.push(model.section);
  return sections;
}

function startOf(section: Section): SectionRule["start"] {
  const type = section.type;
  if (type === "continuous" || type === "evenPage" || type === "oddPage") return type;
  return "nextPage";
}

function widest(papers: readonly Paper[]): number {
  return papers.reduce((most, paper) => Math.max(most, paper.inlineSize), 0);
}

class PageLayout {
  readonly flow: Flow;
  #frame = 0;
  #stopModel: () => void;
  #observer: ResizeObserver | null = null;
  #height = 0;
  #sheets: Sheet[] = [];
  #destroyed = false;

  constructor(
    private readonly view: EditorView,
    private readonly options: PagesOptions,
  ) {
    this.flow = new Flow(view, options.model, options.scale);
    this.#stopModel = options.model.subscribe(() => this.relayout());
    document.fonts?.addEventListener?.("loadingdone", this.relayout);
    view.dom.addEventListener("load", this.#imageLoaded, true);
    view.dom.addEventListener("compositionend", this.#composed);
    this.#observer = new ResizeObserver(() => this.#resized());
    this.#observer.observe(view.dom);
    queueMicrotask(() => this.#run());
  }

  update(view: EditorView, before: EditorState): void {
    if (view.state.doc !== before.doc) this.schedule();
  }

  schedule = (): void => {
    if (this.#frame === 0 && !this.#destroyed) {
      this.#frame = requestAnimationFrame(() => {
        // Most keys change no height and so no page: they are painted first. Asking for the height costs
        // nothing here, where the browser is about to lay the frame out.
        const still = Math.abs(this.view.dom.offsetHeight - this.#height) <= 1;
        if (still && this.#height > 0) setTimeout(this.#turn);
        else this.#turn();
      });
    }
  };

  #turn = (): void => {
    this.#frame = 0;
    this.#run();
  };

  /** Everything may have another height now. */
  relayout = (): void => {
    this.flow.invalidate();
    this.schedule();
  };

  layoutNow(): void {
    this.flow.invalidate();
    this.#run();
  }

  destroy(): void {
    this.#destroyed = true;
    cancelAnimationFrame(this.#frame);
    this.#stopModel();
    this.#observer?.disconnect();
    document.fonts?.removeEventListener?.("loadingdone", this.relayout);
    this.view.dom.removeEventListener("load", this.#imageLoaded, true);
    this.view.dom.removeEventListener("compositionend", this.#composed);
  }

  #imageLoaded = (): void => this.relayout();

  #composed = (): void => {
    setTimeout(this.schedule, 60);
  };

  /** Heights that changed without an edit (a late font, a window that got narrow) show as another total. */
  #resized(): void {
    const height = this.view.dom.offsetHeight;
    if (Math.abs(height - this.#height) > 1 && this.#frame === 0) this.relayout();
  }

  #run(): void {
    if (this.#destroyed || this.view.composing) return;
    if (!this.options.paged()) {
      this.#unpaged();
      return;
    }
    const sections = sectionsOf(this.view.state.doc, this.options.model);
    const papers = sections.map((section) => this.#paper(section));
    this.options.papers.frame(papers[0] ?? paperOf(defaultSection), widest(papers));
    const entries = this.flow.entries();
    const rules = papers.map((paper, index) => ({
      body: bodySize(paper),
      start: startOf(sections[index] ?? defaultSection),
    }));
    const pages = paginate(entries, rules);
    const { breaks } = pages;
    this.#sheets = sheetsOf(pages, entries[0]?.section ?? 0, sections, papers, this.options.gap());
    const gaps = breaks.map((found) => this.#gap(entries, found)).filter((gap) => gap !== null);
    this.#decorate(gaps, entries, papers);
    this.#settle(breaks);
    this.options.papers.show(this.#sheets);
    this.options.onPages(this.#sheets.length);
    this.#height = this.view.dom.offsetHeight;
  }

  #unpaged(): void {
    const state = pagesKey.getState(this.view.state);
    if (state && state.starts.length > 0) this.#dispatch({ set: DecorationSet.empty, starts: [] });
    this.#sheets = [];
    this.options.papers.show([]);
    this.options.onPages(0);
    this.#height = this.view.dom.offsetHeight;
  }

  #paper(section: Section): Paper {
    const { header, footer } = this.options.papers.running(section);
    return withRunning(paperOf(section), header, footer);
  }

  #gap(entries: readonly FlowEntry[], found: PageBreak): Gap | null {
    const entry = entries[found.item];
    if (!entry) return null;
    if (found.line > 0) {
      const at = this.flow.lineAt(entry.node, entry.at, found.line);
      return at === null ? null : { kind: "line", at };
    }
    if (entry.kind === "row" && entry.table === null) return this.#rowGap(entry, found);
    if (entry.table !== null) return { kind: "block", at: entry.table };
    return { kind: "block", at: entry.at };
  }

  #rowGap(entry: FlowEntry, found: PageBreak): Gap {
    const { header } = entry;
    if (found.repeated === 0 || !header) return { kind: "row", at: entry.at };
    return {
      kind: "row",
      at: entry.at,
      header: headerCopy(this.view, header.table, header.at, header.rows),
    };
  }

  /** Dispatch only when a gap has moved: decorations that stay cost nothing. */
  #decorate(gaps: readonly Gap[], entries: readonly FlowEntry[], papers: readonly Paper[]): void {
    const state = pagesKey.getState(this.view.state);
    const decorations = gaps.map(gapDecoration);
    decorations.push(...sectionDecorations(this.view.state.doc, entries, papers));
    const signature = (list: readonly Decoration[]) =>
      list
        .map(
          (decoration) =>
            `${decoration.from}-${decoration.to}:${(decoration.spec as { key?: string }).key ?? ""}`,
        )
        .join();
    const sorted = (list: Decoration[]) => list.sort((a, b) => a.from - b.from || a.to - b.to);
    if (state && signature(sorted(state.set.find())) === signature(sorted([...decorations])))
      return;
    this.#dispatch({
      set: DecorationSet.create(this.view.state.doc, decorations),
      starts: gaps.map((gap) => gap.at),
    });
  }

  #dispatch(state: PagesState): void {
    readSelection(this.view);
    this.view.dispatch(this.view.state.tr.setMeta(pagesKey, state));
  }

  /** Make each gap end exactly where its page's text begins. One read of the layout, then the writes. */
  #settle(breaks: readonly PageBreak[]): void {
    const gaps = [...this.view.dom.querySelectorAll<HTMLElement>(".tx-gap")];
    const scale = this.options.scale();
    const origin = this.view.dom.getBoundingClientRect().top;
    const rects = gaps.map((gap) => gap.getBoundingClientRect());
    let shift = 0;
    const heights = gaps.map((_gap, index) => {
      const rect = rects[index];
      const target = this.#textStart(breaks, index);
      const now = rect ? rect.height / scale : 0;
      const height = Math.max(target - ((rect?.top ?? 0) - origin) / scale - shift, 0);
      shift += height - now;
      return Math.abs(height - now) > 0.02 ? height : null;
    });
    heights.forEach((height, index) => {
      const gap = gaps[index];
      if (gap && height !== null) sizeGap(gap, height, this.#startSize(breaks, index));
    });
  }

  #textStart(breaks: readonly PageBreak[], index: number): number {
    const target = this.#sheetAfter(breaks, index);
    return target ? target.top + this.#startSize(breaks, index) : 0;
  }

  /** How much of a gap lies on the sheet that it leads to. */
  #startSize(breaks: readonly PageBreak[], index: number): number {
    const target = this.#sheetAfter(breaks, index);
    const { dropped = 0, repeated = 0 } = breaks[index] ?? {};
    return target ? target.paper.top - dropped + repeated : 0;
  }

  #sheetAfter(breaks: readonly PageBreak[], index: number): Sheet | undefined {
    let sheet = 0;
    for (let at = 0; at <= index; at += 1) sheet += 1 + (breaks[at]?.blank ?? 0);
    return this.#sheets[sheet];
  }
}

/** Blocks of a section whose paper differs from the first one's are laid out by its own margins. */
function sectionDecorations(
  doc: Node,
  entries: readonly FlowEntry[],
  papers: readonly Paper[],
): Decoration[] {
  const first = papers[0];
  if (!first || papers.every((paper) => sameColumn(paper, first))) return [];
  const most = widest(papers);
  const decorations: Decoration[] = [];
  for (const entry of entries) {
    const paper = papers[entry.section];
    if (!paper || sameColumn(paper, first) || (entry.kind === "row" && entry.table === null))
      continue;
    const at = entry.table ?? entry.at;
    const node = doc.nodeAt(at);
    if (!node) continue;
    const start = (most - paper.inlineSize) / 2 + paper.start;
    const size = paper.inlineSize - paper.start - paper.end;
    decorations.push(
      Decoration.node(
        at,
        at + node.nodeSize,
        { style: `--sheet-start:${start}px;--sheet-text:${size}px` },
        { key: `s${start}-${size}` },
      ),
    );
  }
  return decorations;
}

function sameColumn(a: Paper, b: Paper): boolean {
  return a.inlineSize === b.inlineSize && a.start === b.start && a.end === b.end;
}

function mapped(tr: Transaction, state: PagesState, before: EditorState): PagesState {
  const mapping = narrowMapping(tr, before);
  return {
    set: state.set.map(mapping as never, tr.doc),
    starts: state.starts.map((start) => mapping.map(start, 1)),
  };
}

export interface PagesPlugin {
  plugin: Plugin<PagesState>;
  /** Lay everything out again: the view, the zoom or the width has changed. */
  relayout: () => void;
  /** The same, before this returns: for printing. */
  layoutNow: () => void;
}

export function pagesPlugin(options: PagesOptions): PagesPlugin {
  let layout: PageLayout | null = null;
  const plugin = new Plugin<PagesState>({
    key: pagesKey,
    state: {
      init: () => ({ set: DecorationSet.empty, starts: [] }),
      apply: (tr, state, before) => {
        const meta = tr.getMeta(pagesKey) as PagesState | undefined;
        if (meta) return meta;
        return tr.docChanged ? mapped(tr, state, before) : state;
      },
    },
    props: { decorations: (state) => pagesKey.getState(state)?.set ?? DecorationSet.empty },
    view: (view) => {
      layout = new PageLayout(view, options);
      return layout;
    },
  });
  return { plugin, relayout: () => layout?.relayout(), layoutNow: () => layout?.layoutNow() };
}

/** The page, from 1, that holds a position. */
export function pageAt(state: EditorState, position: number): number {
  const starts = pagesKey.getState(state)?.starts ?? [];
  return 1 + starts.filter((start) => start <= position).length;
}
