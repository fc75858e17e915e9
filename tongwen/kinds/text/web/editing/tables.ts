/** Table commands over prosemirror-tables: every new cell has a paragraph, and `grid` stays the truth about widths. */
import type { Node } from "prosemirror-model";
import {
  type Command,
  type EditorState,
  NodeSelection,
  Plugin,
  type Transaction,
} from "prosemirror-state";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  CellSelection,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  mergeCells,
  selectedRect,
  splitCell,
  TableMap,
  tableEditing,
} from "prosemirror-tables";
import type { Border, Borders } from "../document/attributes";
import { nodeType } from "../document/schema";
import { cursorNear, refill } from "./keys";

const SOLID: Border = { val: "single", sz: 4, space: 0, color: "auto" };
const FRAME: Borders = {
  top: SOLID,
  bottom: SOLID,
  start: SOLID,
  end: SOLID,
  insideH: SOLID,
  insideV: SOLID,
};

/** prosemirror-tables without its repair of irregular tables: opening a document must not write to it. */
export function tablePlugin(): Plugin {
  const { spec } = tableEditing();
  return new Plugin({
    ...spec,
    appendTransaction: (_transactions, _before, state) => cellSelectionFor(state),
  });
}

/** A node selection of a cell or row becomes a selection of its cells. */
function cellSelectionFor(state: EditorState): Transaction | null {
  const { selection } = state;
  if (!(selection instanceof NodeSelection)) return null;
  const role = selection.node.type.spec.tableRole;
  if (role === "cell")
    return state.tr.setSelection(CellSelection.create(state.doc, selection.from));
  if (role !== "row") return null;
  const $cell = state.doc.resolve(selection.from + 1);
  return state.tr.setSelection(CellSelection.rowSelection($cell, $cell));
}

/** Run a table command, fill the cells it made and let `grid` follow the number of columns. */
function repaired(command: Command): Command {
  return (state, dispatch, view) => {
    if (!isInTable(state) || !regular(state)) return false;
    if (!dispatch) return command(state);
    return command(state, (tr) => dispatch(withGrid(refill(tr), state)), view);
  };
}

/** Whether the table has a cell at every place of its grid; the commands need that. */
function regular(state: EditorState): boolean {
  return selectedRect(state).map.problems === null;
}

function withGrid(tr: Transaction, before: EditorState): Transaction {
  const { tableStart, map, table, left } = selectedRect(before);
  const node = tr.doc.nodeAt(tableStart - 1);
  if (!node || node.type !== table.type || node.childCount === 0) return tr;
  const width = TableMap.get(node).width;
  const grid = Array.isArray(node.attrs.grid) ? (node.attrs.grid as number[]) : null;
  if (!grid || width === map.width || grid.length !== map.width) return tr;
  return tr.setNodeAttribute(tableStart - 1, "grid", regrid(grid, width, left));
}

/** Keep the table's width: a new column takes an equal share, a removed one leaves its own. */
export function regrid(grid: number[], width: number, at: number): number[] {
  const total = grid.reduce((sum, column) => sum + column, 0);
  const columns = [...grid];
  while (columns.length < width) columns.splice(at, 0, Math.round(total / width));
  while (columns.length > width) columns.splice(Math.min(at, columns.length - 1), 1);
  const now = columns.reduce((sum, column) => sum + column, 0) || 1;
  return columns.map((column) => Math.max(Math.round((column * total) / now), 100));
}

export const rowBefore = repaired(addRowBefore);
export const rowAfter = repaired(addRowAfter);
export const columnBefore = repaired(addColumnBefore);
export const columnAfter = repaired(addColumnAfter);
export const removeRow = repaired(deleteRow);
export const removeColumn = repaired(deleteColumn);
export const removeTable: Command = (state, dispatch) =>
  isInTable(state) && deleteTable(state, dispatch && ((tr) => dispatch(refill(tr))));
export const merge = repaired(mergeCells);
export const split = repaired(splitCell);

/** Tab in the last cell: one more row, and the cursor into it. */
export const rowForTab: Command = (state, dispatch) => {
  if (!isInTable(state) || !regular(state)) return false;
  const { tableStart, map } = selectedRect(state);
  if (!dispatch) return true;
  return rowAfter(state, (tr) => {
    const table = tr.doc.nodeAt(tableStart - 1);
    const cell = table && TableMap.get(table).map[map.width * map.height];
    if (cell !== undefined && cell !== null) cursorNear(tr, tableStart + cell + 1);
    dispatch(tr.scrollIntoView());
  });
};

/** A table of equal columns that fill `width` twips. */
export function newTable(rows: number, columns: number, width: number, style: string | null): Node {
  const column = Math.floor(width / columns);
  const grid = Array.from({ length: columns }, () => column);
  const cell = () =>
    nodeType("table_cell").create(
      { width: { w: column, type: "dxa" } },
      nodeType("paragraph").create(),
    );
  const row = () => nodeType("table_row").create(null, Array.from({ length: columns }, cell));
  const attrs = {
    style,
    grid,
    width: { w: column * columns, type: "dxa" },
    layout: "fixed",
    borders: style ? null : FRAME,
  };
  return nodeType("table").create(attrs, Array.from({ length: rows }, row));
}

/** Insert a table after the current paragraph, or in place of it when it is empty, with a paragraph after it. */
export function insertTable(
  rows: number,
  columns: number,
  width: number,
  style: string | null,
): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    if (!$from.parent.isTextblock || $from.depth === 0) return false;
    if (!dispatch) return true;
    const table = newTable(rows, columns, width, style);
    const empty = $from.parent.content.size === 0 && !$from.parent.attrs.sect;
    const at = empty ? $from.before() : $from.after();
    const tr = state.tr.insert(at, table);
    dispatch(cursorNear(tr, at + 3).scrollIntoView());
    return true;
  };
}

/** Set an attribute of every selected cell. */
export function cellAttribute(name: string, value: unknown): Command {
  return (state, dispatch) => {
    const cells = selectedCells(state);
    if (cells.length === 0) return false;
    if (dispatch) {
      const tr = state.tr;
      for (const at of cells) tr.setNodeAttribute(at, name, value);
      dispatch(tr);
    }
    return true;
  };
}

/** Positions of the selected cells, or of the one with the cursor. */
export function selectedCells(state: EditorState): number[] {
  if (!isInTable(state)) return [];
  const { selection } = state;
  if (selection instanceof CellSelection) {
    const cells: number[] = [];
    selection.forEachCell((_cell, at) => cells.push(at));
    return cells;
  }
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.spec.tableRole === "cell") return [$from.before(depth)];
  }
  return [];
}

/** Draw all borders, the frame alone, or none, on the whole table. */
export function tableBorders(which: "all" | "outer" | "none"): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false;
    const { tableStart, table } = selectedRect(state);
    if (!dispatch) return true;
    const none: Border = { val: "nil" };
    const inside = which === "all" ? SOLID : none;
    const outside = which === "none" ? none : SOLID;
    const borders = {
      top: outside,
      bottom: outside,
      start: outside,
      end: outside,
      insideH: inside,
      insideV: inside,
    };
    const tr = state.tr.setNodeAttribute(tableStart - 1, "borders", borders);
    table.descendants((node, at) => {
      if (node.type.name === "table_cell" && node.attrs.borders) {
        tr.setNodeAttribute(tableStart + at, "borders", null);
      }
      return node.type.name !== "table_cell";
    });
    dispatch(tr);
    return true;
  };
}

/** Make the first row repeat on every page, or not. */
export const toggleHeaderRow: Command = (state, dispatch) => {
  if (!isInTable(state)) return false;
  const { tableStart, table } = selectedRect(state);
  const on = table.firstChild?.attrs.header === true;
  dispatch?.(state.tr.setNodeAttribute(tableStart, "header", on ? null : true));
  return true;
};
