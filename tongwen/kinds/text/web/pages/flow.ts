/** The document as a list of what pages are filled with: paragraphs, table rows, blocks. */
import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import type { ParagraphAttributes } from "../document/attributes";
import type { DocumentModel } from "../document/model";
import type { FlowItem } from "./breaks";
import { type Lines, lineStart, linesOf } from "./lines";

export interface FlowEntry extends FlowItem {
  node: Node;
  at: number;
  kind: "paragraph" | "block" | "row";
  /** Position of the table whose first row this is. */
  table: number | null;
  /** The rows that every page of the row's table begins with. */
  header?: { table: Node; at: number; rows: number };
}

interface Measure {
  height: number;
  before: number;
  after: number;
  lines?: Lines;
  /** Offsets into the paragraph at which lines begin, as far as they were asked for. */
  starts?: Map<number, number | null>;
}

/** What a paragraph asks of pages. */
interface Rules {
  keepNext: boolean;
  keepLines: boolean;
  breakBefore: boolean;
  breakAfter: boolean;
  breaksInside: boolean;
}

interface Place {
  section: number;
}

/** Measures blocks once and remembers them by node, until the layout as a whole changes. */
export class Flow {
  #measures = new WeakMap<Node, Measure>();
  #joins = new WeakMap<Node, boolean[]>();
  #rules = new WeakMap<Node, Rules>();
  /** Blocks measured in the last run. */
  measured = 0;

  constructor(
    private readonly view: EditorView,
    private readonly model: DocumentModel,
    private readonly scale: () => number,
  ) {}

  /** Forget every height: fonts have come, the width or a style has changed. */
  invalidate(): void {
    this.#measures = new WeakMap();
    this.#rules = new WeakMap();
  }

  entries(): FlowEntry[] {
    this.measured = 0;
    const entries: FlowEntry[] = [];
    this.#collect(this.view.state.doc, 0, entries, { section: 0 });
    return entries;
  }

  #collect(parent: Node, start: number, entries: FlowEntry[], place: Place): void {
    parent.forEach((node, offset) => {
      const at = start + offset;
      const name = node.type.name;
      if (name === "paragraph") {
        entries.push(this.#paragraph(node, at, place));
        if (node.attrs.sect) place.section += 1;
      } else if (name === "table") this.#rows(node, at, entries, place);
      else if (name === "container") this.#collect(node, at + 1, entries, place);
      else entries.push(this.#block(node, at, place));
    });
  }

  #paragraph(node: Node, at: number, place: Place): FlowEntry {
    const measure = this.#measure(node, at);
    const { breaksInside, ...rules } = this.#rulesOf(node);
    return {
      node,
      at,
      kind: "paragraph",
      table: null,
      height: measure.height,
      before: measure.before,
      lines: () => this.lines(node, at, measure).bottoms,
      joined: false,
      ...rules,
      forced: breaksInside ? this.lines(node, at, measure).forced : [],
      section: place.section,
    };
  }

  #rulesOf(node: Node): Rules {
    const known = this.#rules.get(node);
    if (known) return known;
    const p = this.model.styles.effective(node.attrs as ParagraphAttributes);
    const last = node.lastChild;
    const rules = {
      keepNext: p.keepNext === true,
      keepLines: p.keepLines === true,
      breakBefore: p.pageBreakBefore === true,
      breakAfter: last?.type.name === "page_break" && last.attrs.type !== "column",
      breaksInside: hasBreak(node),
    };
    this.#rules.set(node, rules);
    return rules;
  }

  #block(node: Node, at: number, place: Place): FlowEntry {
    const { height } = this.#measure(node, at);
    return { ...plain(node, at, height, place.section), kind: "block" };
  }

  #rows(table: Node, at: number, entries: FlowEntry[], place: Place): void {
    const joins = this.#joinsOf(table);
    const rows = headerRows(table);
    let header = 0;
    table.forEach((row, offset, index) => {
      const rowAt = at + 1 + offset;
      const { height } = this.#measure(row, rowAt);
      if (index < rows) header += height;
      const repeats = index >= rows && rows > 0 && header < TALLEST_HEADER;
      entries.push({
        ...(repeats ? { repeats: header, header: { table, at, rows } } : {}),
        ...plain(row, rowAt, height, place.section),
        kind: "row",
        table: index === 0 ? at : null,
        joined: joins[index] ?? false,
        keepNext: row.attrs.header === true,
      });
    });
  }

  /** For each row, whether a merged cell ties it to the row below. */
  #joinsOf(table: Node): boolean[] {
    const known = this.#joins.get(table);
    if (known) return known;
    const joins: boolean[] = new Array(table.childCount).fill(false);
    table.forEach((row, _offset, index) => {
      row.forEach((cell) => {
        const span = Math.min(cell.attrs.rowspan as number, 30);
        for (let below = 0; below < span - 1; below += 1) joins[index + below] = true;
      });
    });
    this.#joins.set(table, joins);
    return joins;
  }

  #measure(node: Node, at: number): Measure {
    const known = this.#measures.get(node);
    if (known) return known;
    const dom = this.view.nodeDOM(at);
    if (!(dom instanceof HTMLElement)) return { height: 0, before: 0, after: 0 };
    this.measured += 1;
    const measure =
      dom instanceof HTMLTableRowElement
        ? rowMeasure(dom, this.scale())
        : blockMeasure(dom, this.scale());
    this.#measures.set(node, measure);
    return measure;
  }

  /** The document position at which a line of a paragraph begins, or null when it cannot be told. */
  lineAt(node: Node, at: number, line: number): number | null {
    const measure = this.#measure(node, at);
    measure.starts ??= new Map();
    let offset = measure.starts.get(line);
    if (offset === undefined) {
      const dom = this.view.nodeDOM(at);
      const { bottoms } = this.lines(node, at, measure);
      const found =
        dom instanceof HTMLElement ? lineStart(this.view, dom, line, bottoms, this.scale()) : null;
      offset = found === null ? null : found - at;
      measure.starts.set(line, offset);
    }
    return offset === null ? null : at + offset;
  }

  lines(node: Node, at: number, measure = this.#measure(node, at)): Lines {
    if (measure.lines) return measure.lines;
    const dom = this.view.nodeDOM(at);
    if (!(dom instanceof HTMLElement)) return { bottoms: [], forced: [] };
    measure.lines = linesOf(dom, measure.height, measure.after, this.scale());
    return measure.lines;
  }
}

/** A header that leaves little of a page is not repeated, CSS pixels. */
const TALLEST_HEADER = 400;

/** How many rows at a table's top are marked to be repeated (`w:tblHeader`); not when all are. */
function headerRows(table: Node): number {
  let rows = 0;
  while (rows < table.childCount && table.child(rows).attrs.header === true) rows += 1;
  return rows < table.childCount ? rows : 0;
}

function hasBreak(node: Node): boolean {
  for (let index = 0; index < node.childCount - 1; index += 1) {
    if (node.child(index).type.name === "page_break") return true;
  }
  return false;
}

function plain(node: Node, at: number, height: number, section: number): Omit<FlowEntry, "kind"> {
  return {
    node,
    at,
    table: null,
    height,
    before: 0,
    keepNext: false,
    keepLines: false,
    joined: false,
    breakBefore: false,
    breakAfter: false,
    forced: [],
    section,
  };
}

function blockMeasure(dom: HTMLElement, scale: number): Measure {
  const style = getComputedStyle(dom);
  const length = (value: string): number => Number.parseFloat(value) || 0;
  let height = dom.getBoundingClientRect().height / scale;
  for (const gap of dom.querySelectorAll(".tx-gap"))
    height -= gap.getBoundingClientRect().height / scale;
  const outerBefore = length(style.marginBlockStart);
  const outerAfter = length(style.marginBlockEnd);
  const before = outerBefore > 0 ? outerBefore : length(style.paddingBlockStart);
  const after = outerAfter > 0 ? outerAfter : length(style.paddingBlockEnd);
  return { height: height + outerBefore + outerAfter, before, after };
}

/** From this row's top to the next one's, so that collapsed borders are counted once. */
function rowMeasure(row: HTMLTableRowElement, scale: number): Measure {
  const table = row.closest("table");
  let next = row.nextElementSibling;
  const top = row.getBoundingClientRect().top;
  let bottom = row.getBoundingClientRect().bottom;
  if (next?.classList.contains("tx-gap")) next = null;
  else if (next) bottom = next.getBoundingClientRect().top;
  else if (table) bottom = table.getBoundingClientRect().bottom;
  const first =
    row.previousElementSibling === null && table ? top - table.getBoundingClientRect().top : 0;
  return { height: (bottom - top + first) / scale, before: 0, after: 0 };
}
