/** Dragging the border of a column: the table's `grid` and the widths of its cells follow. */
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, type Transaction } from "prosemirror-state";
import { TableMap } from "prosemirror-tables";
import type { EditorView } from "prosemirror-view";
import { asUndoStep } from "./undoStep";

/** How near a border the pointer has to be, screen pixels. */
const REACH = 4;
/** The narrowest column, twips (0.42 cm, as Word's default cell margins ask for). */
const NARROWEST = 240;

/** The border after column `boundary - 1` of the table at `at`. */
export interface Border {
  at: number;
  boundary: number;
}

/** Column widths after a border has moved by `by` twips: neighbours share, the last border changes the whole. */
export function movedBorder(grid: readonly number[], boundary: number, by: number): number[] {
  const columns = [...grid];
  const before = columns[boundary - 1];
  const after = columns[boundary];
  if (before === undefined) return columns;
  const least = Math.min(NARROWEST - before, 0);
  const most = after === undefined ? Number.POSITIVE_INFINITY : Math.max(after - NARROWEST, 0);
  const shift = Math.round(Math.min(Math.max(by, least), most));
  columns[boundary - 1] = before + shift;
  if (after !== undefined) columns[boundary] = after - shift;
  return columns;
}

/** The widths of a table's columns, twips; equal shares where its grid does not tell. */
export function gridOf(table: Node, map: TableMap): number[] {
  const grid: unknown = table.attrs.grid;
  if (Array.isArray(grid) && grid.length === map.width) return grid as number[];
  const width = table.attrs.width as { w?: number; type?: string } | null;
  const total = width?.type === "dxa" && width.w ? width.w : 9000;
  return Array.from({ length: map.width }, () => Math.round(total / map.width));
}

/** Give the table at `at` these column widths, and each cell the width of its columns. */
export function withColumns(tr: Transaction, at: number, grid: readonly number[]): Transaction {
  const table = tr.doc.nodeAt(at);
  if (!table) return tr;
  const map = TableMap.get(table);
  tr.setNodeAttribute(at, "grid", [...grid]);
  const width = table.attrs.width as { type?: string } | null;
  const total = grid.reduce((sum, column) => sum + column, 0);
  if (width?.type === "dxa") tr.setNodeAttribute(at, "width", { w: total, type: "dxa" });
  for (const offset of new Set(map.map)) {
    const { left, right } = map.findCell(offset);
    const w = grid.slice(left, right).reduce((sum, column) => sum + column, 0);
    const cell = table.nodeAt(offset);
    const before = cell?.attrs.width as { w?: number; type?: string } | null | undefined;
    if (before?.w === w && before.type === "dxa") continue;
    tr.setNodeAttribute(at + 1 + offset, "width", { w, type: "dxa" });
  }
  return tr;
}

/** The border of a column at a cell's edge; the table's own first edge cannot be dragged. */
export function borderOfCell(
  state: EditorState,
  cellAt: number,
  edge: "start" | "end",
): Border | null {
  const $cell = state.doc.resolve(cellAt);
  const table = $cell.node(-1);
  if (table.type.spec.tableRole !== "table") return null;
  const map = TableMap.get(table);
  if (map.problems) return null;
  const { left, right } = map.findCell(cellAt - $cell.start(-1));
  const boundary = edge === "end" ? right : left;
  return boundary > 0 ? { at: $cell.before(-1), boundary } : null;
}

function borderAt(view: EditorView, event: MouseEvent): Border | null {
  const cell = event.target instanceof Element ? event.target.closest("td.tx-cell") : null;
  if (!cell || !view.dom.contains(cell)) return null;
  const rect = cell.getBoundingClientRect();
  const rtl = getComputedStyle(cell).direction === "rtl";
  const nearLeft = event.clientX - rect.left <= REACH;
  const nearRight = rect.right - event.clientX <= REACH;
  if (!nearLeft && !nearRight) return null;
  const at = view.posAtDOM(cell, 0, -1);
  const $at = view.state.doc.resolve(at);
  for (let depth = $at.depth; depth > 0; depth -= 1) {
    if ($at.node(depth).type.spec.tableRole === "cell")
      return borderOfCell(view.state, $at.before(depth), nearRight !== rtl ? "end" : "start");
  }
  return null;
}

/** A drag under way: where it began, and the line that shows where the border will be. */
class Drag {
  readonly #line = document.createElement("div");
  readonly #dom: HTMLElement;
  readonly #table: DOMRect;

  constructor(
    private readonly view: EditorView,
    private readonly border: Border,
    private readonly from: number,
  ) {
    this.#dom = view.nodeDOM(border.at) as HTMLElement;
    this.#table = this.#dom.getBoundingClientRect();
    this.#line.className = "tx-column-line";
    this.#line.style.insetBlockStart = `${this.#table.top}px`;
    this.#line.style.blockSize = `${this.#table.height}px`;
    document.body.append(this.#line);
    this.moved(from);
  }

  moved(x: number): void {
    this.#line.style.insetInlineStart = `${x}px`;
  }

  finish(x: number): void {
    this.#line.remove();
    const { view, border } = this;
    const at = this.#place();
    const table = at === null ? null : view.state.doc.nodeAt(at);
    if (at === null || table === null || Math.abs(x - this.from) < 2) return;
    const grid = gridOf(table, TableMap.get(table));
    const total = grid.reduce((sum, column) => sum + column, 0);
    const rtl = getComputedStyle(this.#dom).direction === "rtl";
    const by = ((x - this.from) / (this.#table.width || 1)) * total * (rtl ? -1 : 1);
    const moved = movedBorder(grid, border.boundary, by);
    asUndoStep((state, dispatch) => {
      dispatch?.(withColumns(state.tr, at, moved));
      return true;
    })(view.state, view.dispatch, view);
  }

  /** Where the table is now: others may have written above it while the border was being dragged. */
  #place(): number | null {
    const { view } = this;
    let place: number | null = null;
    view.state.doc.descendants((node, at) => {
      const found = node.type.spec.tableRole === "table" && view.nodeDOM(at) === this.#dom;
      if (found) place = at;
      return place === null;
    });
    return place;
  }

  abandon(): void {
    this.#line.remove();
  }
}

function startDrag(view: EditorView, border: Border, event: MouseEvent): void {
  const drag = new Drag(view, border, event.clientX);
  const stop = new AbortController();
  const options = { signal: stop.signal };
  const end = (act: () => void): void => {
    stop.abort();
    view.dom.classList.remove("tx-column-resizing");
    act();
  };
  window.addEventListener("mousemove", (moved) => drag.moved(moved.clientX), options);
  window.addEventListener("mouseup", (up) => end(() => drag.finish(up.clientX)), options);
  window.addEventListener("blur", () => end(() => drag.abandon()), options);
  window.addEventListener(
    "keydown",
    (key) => key.key === "Escape" && end(() => drag.abandon()),
    options,
  );
}

/** Shows a resize cursor over column borders and drags them. */
export function columnResize(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        mousemove: (view, event) => {
          if (event.buttons !== 0) return false;
          const over = view.editable && borderAt(view, event) !== null;
          view.dom.classList.toggle("tx-column-resizing", over);
          return false;
        },
        mousedown: (view, event) => {
          const border = view.editable && event.button === 0 ? borderAt(view, event) : null;
          if (!border) return false;
          event.preventDefault();
          startDrag(view, border, event);
          return true;
        },
      },
    },
  });
}
