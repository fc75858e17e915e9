/** Copy, cut and paste: between our own cells with all they are, with other programs as tables and text. */
import { intersection } from "../commands/areas";
import { displayText } from "../commands/display";
import {
  type Area,
  type Content,
  copyRange,
  enter,
  type IdArea,
  MAX_COLS,
  MAX_ROWS,
  merge,
  moveRange,
  type Sheet,
  type Style,
  setContents,
  setStyle,
} from "../model";
import { plainValue } from "./appearance";
import { Palette } from "./colors";
import { asHtml, asText, type CopiedCell } from "./copied";
import { fromHtml, fromText, type Pasted, TooLarge } from "./pasted";
import type { Selection, SheetViewOptions, Values } from "./view";

export type PasteWhat = "all" | "values" | "formats" | "formulas" | "transpose";
type Problem = Parameters<NonNullable<SheetViewOptions["onProblem"]>>[0];

export interface ClipboardHost {
  readonly sheet: Sheet;
  readonly selection: Selection;
  readonly values: Values;
  editable(): boolean;
  style(row: number, col: number): Style;
  choose(area: Area): void;
  changed(): void;
  problem(problem: Problem): void;
}

interface Taken {
  sheet: Sheet;
  /** By line ids: colleagues may move it before it is pasted. */
  ids: IdArea;
  cut: boolean;
  mark: string;
}

/** More cells than this go into other programs as a file only. */
const MOST_COPIED = 500_000;
/** Up to so many pasted cells each is read as if it had been typed. */
const MOST_TYPED = 5000;

export class ClipboardControl {
  #taken: Taken | null = null;
  #count = 0;
  readonly #session = Math.random().toString(36).slice(2);

  constructor(private readonly host: ClipboardHost) {}

  /** What is marked as copied on a worksheet. */
  area(sheet: Sheet): Area | null {
    return this.#taken?.sheet === sheet ? sheet.area(this.#taken.ids) : null;
  }

  forget(): void {
    this.#taken = null;
    this.host.changed();
  }

  /** Lines came or went: what was copied may be gone. */
  follow(): void {
    const taken = this.#taken;
    if (taken && !taken.sheet.area(taken.ids)) this.forget();
  }

  copied(event: ClipboardEvent, cut: boolean): void {
    const made = this.#take(cut);
    if (!made || !event.clipboardData) return;
    event.preventDefault();
    event.clipboardData.setData("text/html", made.html);
    event.clipboardData.setData("text/plain", made.text);
  }

  async copy(cut: boolean): Promise<void> {
    const made = this.#take(cut);
    if (!made) return;
    try {
      const { html, text } = made;
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/html": new Blob([html], { type: "text/html" }),
          "text/plain": new Blob([text], { type: "text/plain" }),
        }),
      ]);
    } catch (error) {
      // Our own cells can still be pasted here; other programs get nothing, and the person is told.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      this.host.problem("clipboard");
    }
  }

  pasted(event: ClipboardEvent): void {
    event.preventDefault();
    const data = event.clipboardData;
    if (data) this.#put(data.getData("text/html"), data.getData("text/plain"), "all");
  }

  async paste(what: PasteWhat): Promise<void> {
    try {
      const [item] = await navigator.clipboard.read();
      const read = async (type: string): Promise<string> =>
        item?.types.includes(type) ? (await item.getType(type)).text() : "";
      this.#put(await read("text/html"), await read("text/plain"), what);
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      if (this.#taken) this.#putTaken(this.#taken, what);
      else this.host.problem("clipboard");
    }
  }

  #take(cut: boolean): { html: string; text: string } | null {
    const { sheet, selection } = this.host;
    const [area] = selection.areas;
    if (!area || selection.areas.length !== 1) {
      this.host.problem("merged");
      return null;
    }
    this.#count += 1;
    const mark = `${this.#session}-${this.#count}`;
    this.#taken = { sheet, ids: sheet.idArea(area), cut: cut && this.host.editable(), mark };
    this.host.changed();
    const rows = this.#rows(area);
    if (!rows) {
      this.host.problem("too-large");
      return { html: asHtml([], mark, () => null), text: "" };
    }
    const { book } = sheet;
    const palette = new Palette({ theme: book.setting("theme"), indexed: book.setting("indexed") });
    return { html: asHtml(rows, mark, (color) => palette.css(color)), text: asText(rows) };
  }

  /** The used part of an area; rows that a filter hides are left out. Null when it is too much. */
  #rows(area: Area): CopiedCell[][] | null {
    const { sheet } = this.host;
    const used = sheet.usedRange();
    const whole = area.row2 === MAX_ROWS - 1 || area.col2 === MAX_COLS - 1;
    const part = whole ? used && intersection(area, used) : area;
    if (!part) return [[this.#cell(area.row1, area.col1, area)]];
    if ((part.row2 - part.row1 + 1) * (part.col2 - part.col1 + 1) > MOST_COPIED) return null;
    const rows: CopiedCell[][] = [];
    for (let row = part.row1; row <= part.row2; row += 1) {
      if (sheet.line("rows", row).hidden) continue;
      const cells: CopiedCell[] = [];
      for (let col = part.col1; col <= part.col2; col += 1) cells.push(this.#cell(row, col, part));
      rows.push(cells);
    }
    return rows;
  }

  #cell(row: number, col: number, part: Area): CopiedCell {
    const { sheet, values } = this.host;
    const found = sheet.mergeAt(row, col)?.area ?? null;
    const first = !found || (found.row1 === row && found.col1 === col);
    const value = plainValue(values.value(sheet, row, col));
    const style = this.host.style(row, col);
    const span = found && intersection(found, part);
    return {
      text: displayText(value, style.numberFormat),
      number: typeof value === "number" ? value : null,
      style,
      rows: !first ? 0 : span ? span.row2 - span.row1 + 1 : 1,
      cols: !first ? 0 : span ? span.col2 - span.col1 + 1 : 1,
    };
  }

  #put(html: string, text: string, what: PasteWhat): void {
    if (!this.host.editable()) return;
    try {
      const table = html ? fromHtml(html) : null;
      const taken = this.#taken;
      if (taken && table?.mark === taken.mark) this.#putTaken(taken, what);
      else if (table) this.#putCells(table, what);
      else if (text) this.#putCells(textCells(fromText(text)), what);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      this.host.problem("too-large");
    }
  }

  /** Our own cells: formulas, formats and merges as the model copies them. */
  #putTaken(taken: Taken, what: PasteWhat): void {
    const from = taken.sheet.area(taken.ids);
    const { sheet, selection, values } = this.host;
    const [into] = selection.areas;
    if (!from || !into || !this.host.editable()) return;
    const { row1: row, col1: col } = into;
    const turned = what === "transpose";
    const rows = turned ? from.col2 - from.col1 + 1 : from.row2 - from.row1 + 1;
    const cols = turned ? from.row2 - from.row1 + 1 : from.col2 - from.col1 + 1;
    if (taken.cut && taken.sheet.book === sheet.book) {
      moveRange(taken.sheet, from, { sheet, row, col });
      this.forget();
      this.host.choose({ row1: row, col1: col, row2: row + rows - 1, col2: col + cols - 1 });
      return;
    }
    const times = (room: number, size: number): number =>
      (room % size === 0 ? room / size : 1) * size;
    const high = times(into.row2 - row + 1, rows);
    const wide = times(into.col2 - col + 1, cols);
    copyRange(
      taken.sheet,
      from,
      { sheet, row, col, rows: high, cols: wide },
      {
        what: what === "formulas" ? "contents" : turned ? "all" : what,
        transpose: turned,
        computed: (source, r, c) => values.value(source, r, c),
      },
    );
    this.host.choose({ row1: row, col1: col, row2: row + high - 1, col2: col + wide - 1 });
  }

  #putCells(pasted: Pasted, what: PasteWhat): void {
    const { sheet, selection } = this.host;
    const table = what === "transpose" ? transposed(pasted) : pasted;
    const { row, col } = selection.areas[0]
      ? { row: selection.areas[0].row1, col: selection.areas[0].col1 }
      : selection.active;
    const rows = table.rows.slice(0, MAX_ROWS - row).map((line) => line.slice(0, MAX_COLS - col));
    const wide = Math.max(1, ...rows.map((line) => line.length));
    const area = { row1: row, col1: col, row2: row + rows.length - 1, col2: col + wide - 1 };
    if (rows.length === 0) return;
    sheet.book.steps.transact("paste", () => {
      if (what !== "formats") this.#contents(sheet, row, col, rows);
      if (what === "all" || what === "formats" || what === "transpose") {
        paintRuns(sheet, row, col, rows);
        for (const span of table.merges)
          merge(sheet, {
            row1: row + span.row,
            col1: col + span.col,
            row2: Math.min(MAX_ROWS, row + span.row + span.rows) - 1,
            col2: Math.min(MAX_COLS, col + span.col + span.cols) - 1,
          });
      }
    });
    this.host.choose(area);
  }

  #contents(sheet: Sheet, row: number, col: number, rows: Pasted["rows"]): void {
    const count = rows.reduce((sum, line) => sum + line.length, 0);
    if (count <= MOST_TYPED) {
      rows.forEach((line, down) => {
        line.forEach((cell, across) => {
          if (!cell) return;
          if (cell.number !== null) setContents(sheet, row + down, col + across, [[cell.number]]);
          else enter(sheet, row + down, col + across, cell.text);
        });
      });
      return;
    }
    setContents(
      sheet,
      row,
      col,
      rows.map((line) =>
        line.map((cell) => (cell ? (cell.number ?? readQuickly(cell.text)) : undefined)),
      ),
    );
  }
}

/** Text of many cells: numbers and truth values are read, all else stays text. */
export function readQuickly(text: string): Content {
  if (text === "") return null;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())) return Number(text);
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : text;
}

function textCells(rows: string[][]): Pasted {
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
