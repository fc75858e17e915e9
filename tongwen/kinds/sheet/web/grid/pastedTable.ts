/** Puts a table of another program, or text, into cells: contents, formats, merges, or what of them is asked for. */
import { calculated } from "../commands/operating";
import type { PasteOptions, PasteWhat } from "../commands/pasting";
import {
  type Area,
  type Content,
  enter,
  MAX_COLS,
  MAX_ROWS,
  merge,
  type Sheet,
  type Style,
  setContents,
  setStyle,
  typedContent,
} from "../model";
import { enterRuns, fontStyle } from "./entering";
import type { Pasted, PastedCell } from "./pasted";
import { fontOf, type Run } from "./runs";

/** Up to so many pasted cells each is read as if it had been typed. */
const MOST_TYPED = 5000;

/** What of a table each choice takes; what other programs do not put on the clipboard gives nothing. */
const TAKES: Record<PasteWhat, { contents: boolean; style: ((style: Style) => Style) | null }> = {
  all: { contents: true, style: (style) => style },
  noBorders: { contents: true, style: withoutBorders },
  formulas: { contents: true, style: null },
  values: { contents: true, style: null },
  formats: { contents: false, style: (style) => style },
  notes: { contents: false, style: null },
  validation: { contents: false, style: null },
  widths: { contents: false, style: null },
  formulasNumbers: { contents: true, style: numbersOnly },
  valuesNumbers: { contents: true, style: numbersOnly },
};

function withoutBorders(style: Style): Style {
  const { borderStart: _s, borderEnd: _e, borderTop: _t, borderBottom: _b, ...rest } = style;
  return rest;
}

function numbersOnly({ numberFormat }: Style): Style {
  return numberFormat === undefined ? {} : { numberFormat };
}

/** Paste from a cell on, as one step. Returns the area; null when there was nothing to paste. */
export function pasteTable(
  sheet: Sheet,
  row: number,
  col: number,
  pasted: Pasted,
  options: PasteOptions,
): Area | null {
  const takes = TAKES[options.what];
  const { rows: all, merges } = options.transpose ? transposed(pasted) : pasted;
  const rows = all.slice(0, MAX_ROWS - row).map((line) => line.slice(0, MAX_COLS - col));
  if (rows.length === 0 || !(takes.contents || takes.style)) return null;
  const wide = Math.max(1, ...rows.map((line) => line.length));
  sheet.book.steps.transact("paste", () => {
    if (takes.contents) contents(sheet, row, col, rows, options);
    const { style } = takes;
    if (!style) return;
    paintRuns(
      sheet,
      row,
      col,
      rows.map((line) => line.map((cell) => cell && { ...cell, style: style(cell.style) })),
    );
    if (style === numbersOnly) return;
    for (const span of merges) merge(sheet, mergedArea(span, row, col));
  });
  return { row1: row, col1: col, row2: row + rows.length - 1, col2: col + wide - 1 };
}

function mergedArea(span: Pasted["merges"][number], row: number, col: number): Area {
  return {
    row1: row + span.row,
    col1: col + span.col,
    row2: Math.min(MAX_ROWS, row + span.row + span.rows) - 1,
    col2: Math.min(MAX_COLS, col + span.col + span.cols) - 1,
  };
}

type Rows = readonly (readonly (PastedCell | null)[])[];

function contents(sheet: Sheet, row: number, col: number, rows: Rows, options: PasteOptions): void {
  const count = rows.reduce((sum, line) => sum + line.length, 0);
  if (options.operation === "none" && count <= MOST_TYPED) {
    typed(sheet, row, col, rows, options.skipBlanks);
    return;
  }
  const read = (cell: PastedCell, down: number, across: number): Content => {
    if (cell.number !== null) return cell.number;
    if (count > MOST_TYPED) return readQuickly(cell.text);
    return typedContent(sheet, row + down, col + across, cell.text).content;
  };
  setContents(
    sheet,
    row,
    col,
    rows.map((line, down) =>
      line.map((cell, across) => {
        if (!cell || (options.skipBlanks && cell.text === "")) return undefined;
        const coming = read(cell, down, across);
        return calculated(options.operation, sheet.content(row + down, col + across), coming);
      }),
    ),
  );
}

/** Each cell as if somebody typed it, with the formats that dates and percentages ask for. */
function typed(sheet: Sheet, row: number, col: number, rows: Rows, skipBlanks: boolean): void {
  rows.forEach((line, down) => {
    line.forEach((cell, across) => {
      if (!cell || (skipBlanks && cell.text === "")) return;
      if (cell.number !== null) setContents(sheet, row + down, col + across, [[cell.number]]);
      else if (cell.runs) enterRuns(sheet, row + down, col + across, fullRuns(sheet, cell));
      else enter(sheet, row + down, col + across, cell.text);
    });
  });
}

/** Runs that say all of their fonts. */
function fullRuns(sheet: Sheet, { runs = [], style }: PastedCell): Run[] {
  const cell = fontStyle(sheet, style);
  return runs.map(([text, font]) => [text, font && fontOf({ ...cell, ...font }, cell)]);
}

/** Text of many cells: numbers and truth values are read, all else stays text. */
export function readQuickly(text: string): Content {
  if (text === "") return null;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())) return Number(text);
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : text;
}

export function textCells(rows: string[][]): Pasted {
  return {
    rows: rows.map((line) => line.map((text) => ({ text, number: null, style: {} }))),
    merges: [],
    mark: null,
  };
}

function transposed({ rows, merges, mark }: Pasted): Pasted {
  const wide = Math.max(0, ...rows.map((line) => line.length));
  return {
    rows: Array.from({ length: wide }, (_, col) => rows.map((line) => line[col] ?? null)),
    merges: merges.map((span) => ({
      row: span.col,
      col: span.row,
      rows: span.cols,
      cols: span.rows,
    })),
    mark,
  };
}

/** Formats, one paint for all cells that look the same in a row, and rows that look alike together. */
function paintRuns(sheet: Sheet, row: number, col: number, rows: Pasted["rows"]): void {
  const looks = new Map<string, { style: Style; areas: Area[] }>();
  rows.forEach((line, down) => {
    line.forEach((cell, across) => {
      if (!cell || Object.keys(cell.style).length === 0) return;
      const key = JSON.stringify(cell.style);
      const look = looks.get(key) ?? { style: cell.style, areas: [] };
      looks.set(key, look);
      const last = look.areas.at(-1);
      const at = { row: row + down, col: col + across };
      if (last && last.row1 === at.row && last.row2 === at.row && last.col2 === at.col - 1)
        last.col2 = at.col;
      else look.areas.push({ row1: at.row, col1: at.col, row2: at.row, col2: at.col });
    });
  });
  for (const { style, areas } of looks.values()) setStyle(sheet, joined(areas), style);
}

/** Areas of one row each, those over the same columns of neighbouring rows made one. */
function joined(areas: readonly Area[]): Area[] {
  const found: Area[] = [];
  const open = new Map<string, Area>();
  for (const area of areas) {
    const key = `${area.col1}:${area.col2}`;
    const above = open.get(key);
    if (above && above.row2 === area.row1 - 1) above.row2 = area.row2;
    else {
      const next = { ...area };
      open.set(key, next);
      found.push(next);
    }
  }
  return found;
}
