/** Copy, cut and paste: between our own cells with all they are, with other programs as tables and text. */
import { copiedLines, pastedInto } from "../commands/copied";
import { displayText } from "../commands/display";
import { type PasteOptions, pasteCells, plainPaste, type Source } from "../commands/pasting";
import { type Area, type IdArea, moveRange, type Sheet, type Style } from "../model";
import { plainValue } from "./appearance";
import { Palette } from "./colors";
import { asHtml, asText, type CopiedCell } from "./copied";
import { isRich, runsOf } from "./entering";
import { fromHtml, fromText, type Pasted, TooLarge } from "./pasted";
import { pasteTable, textCells } from "./pastedTable";
import { Repeating } from "./repeating";
import type { PastedHere, Selection, SheetViewOptions, Values } from "./view";

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
  /** Now, or when all worksheets are here. */
  whenLoaded(run: () => void): void;
  /** Pictures were pasted, and no cells. */
  images(images: File[]): void;
}

interface Taken {
  sheet: Sheet;
  /** By line ids: colleagues may move it before it is pasted. */
  ids: IdArea[];
  cut: boolean;
  mark: string;
}

/** More cells than this go into other programs as a file only. */
const MOST_COPIED = 500_000;
/** More cells of our own than this are not pasted at once. */
const MOST_PASTED_OWN = 2_000_000;

export class ClipboardControl {
  #taken: Taken | null = null;
  #count = 0;
  readonly #session = Math.random().toString(36).slice(2);
  /** The last paste, and how it can be done anew. */
  readonly repeating = new Repeating<PastedHere>();

  constructor(private readonly host: ClipboardHost) {}

  /** What is marked as copied on a worksheet. */
  areas(sheet: Sheet): Area[] {
    return this.#taken?.sheet === sheet ? areasOf(this.#taken) : [];
  }

  forget(): void {
    this.#taken = null;
    this.host.changed();
  }

  /** Lines came or went: what was copied may be gone. */
  follow(): void {
    if (this.#taken && areasOf(this.#taken).length === 0) this.forget();
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
    if (!data) return;
    const [html, text] = [data.getData("text/html"), data.getData("text/plain")];
    const images = [...data.files].filter((file) => file.type.startsWith("image/"));
    const table = /<table\b/i.test(html);
    if (images.length > 0 && text === "" && !table) this.host.images(images);
    else this.#put(html, text, plainPaste);
  }

  async paste(wanted: Partial<PasteOptions>): Promise<void> {
    const options = { ...plainPaste, ...wanted };
    try {
      const [item] = await navigator.clipboard.read();
      const picture = item?.types.find((type) => type.startsWith("image/"));
      if (item && picture && !item.types.includes("text/plain")) {
        this.host.images([new File([await item.getType(picture)], "", { type: picture })]);
        return;
      }
      const read = async (type: string): Promise<string> =>
        item?.types.includes(type) ? (await item.getType(type)).text() : "";
      this.#put(await read("text/html"), await read("text/plain"), options);
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      const taken = this.#taken;
      if (!taken) this.host.problem("clipboard");
      else if (this.host.editable()) this.#putTaken(taken, options);
    }
  }

  #take(cut: boolean): { html: string; text: string } | null {
    const { sheet, selection } = this.host;
    const source = copiedLines(sheet, selection.areas);
    if (!source || (cut && selection.areas.length > 1)) {
      this.host.problem("merged");
      return null;
    }
    this.#count += 1;
    const mark = `${this.#session}-${this.#count}`;
    const ids = selection.areas.map((area) => sheet.idArea(area));
    this.#taken = { sheet, ids, cut: cut && this.host.editable(), mark };
    this.host.changed();
    if (source.rows.length * source.cols.length > MOST_COPIED) {
      this.host.problem("too-large");
      return { html: asHtml([], mark, () => null), text: "" };
    }
    const rows = source.rows.map((row) => source.cols.map((col) => this.#cell(row, col, source)));
    const { book } = sheet;
    const palette = new Palette({ theme: book.setting("theme"), indexed: book.setting("indexed") });
    return { html: asHtml(rows, mark, (color) => palette.css(color)), text: asText(rows) };
  }

  #cell(row: number, col: number, { rows, cols }: Source): CopiedCell {
    const { sheet, values } = this.host;
    const found = sheet.mergeAt(row, col)?.area ?? null;
    const first = !found || (found.row1 === row && found.col1 === col);
    const content = sheet.content(row, col);
    const value = plainValue(values.value(sheet, row, col));
    const style = this.host.style(row, col);
    const among = (lines: readonly number[], start = 0, end = 0): number =>
      lines.filter((line) => line >= start && line <= end).length;
    return {
      text: displayText(value, style.numberFormat),
      number: typeof value === "number" ? value : null,
      style,
      ...(isRich(content) ? { runs: runsOf(content) } : {}),
      rows: !first ? 0 : found ? among(rows, found.row1, found.row2) : 1,
      cols: !first ? 0 : found ? among(cols, found.col1, found.col2) : 1,
    };
  }

  #put(html: string, text: string, options: PasteOptions): void {
    if (!this.host.editable()) return;
    try {
      const table = html ? fromHtml(html) : null;
      const taken = this.#taken;
      if (taken && table?.mark === taken.mark) this.#putTaken(taken, options, text);
      else if (table) this.#putCells("table", table, text, options);
      else if (text) this.#putCells("text", textCells(fromText(text)), text, options);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      this.host.problem("too-large");
    }
  }

  /** Our own cells: with all they are, or what is asked for. */
  #putTaken(taken: Taken, options: PasteOptions, text = ""): void {
    const { sheet, selection } = this.host;
    const areas = areasOf(taken);
    const [from] = areas;
    const [into] = selection.areas;
    if (!from || !into) return;
    const plain = Object.entries(plainPaste).every(
      ([name, value]) => options[name as keyof PasteOptions] === value,
    );
    if (taken.cut && plain) {
      this.#putCut(taken, sheet, sheet.idArea(into));
      return;
    }
    const source = copiedLines(taken.sheet, areas, sheet);
    if (!source || source.rows.length * source.cols.length > MOST_PASTED_OWN) {
      this.host.problem(source ? "too-large" : "merged");
      return;
    }
    const { values } = this.host;
    const room = pastedInto(sheet, into, source);
    const area = pasteCells(source, sheet, room, options, (of, row, col) =>
      values.value(of, row, col),
    );
    this.host.choose(area);
    this.#keep({ from: "cells", area, text, put: (next) => this.#putTaken(taken, next, text) });
  }

  /** Formulas everywhere follow what was cut, so all worksheets have to be here; colleagues may go on meanwhile. */
  #putCut(taken: Taken, sheet: Sheet, into: IdArea): void {
    this.host.whenLoaded(() => {
      const [from] = areasOf(taken);
      const target = sheet.area(into);
      if (!from || !target || this.#taken !== taken) return;
      const { row1: row, col1: col } = target;
      moveRange(taken.sheet, from, { sheet, row, col });
      this.forget();
      if (this.host.sheet === sheet) this.host.choose(moved(from, row, col));
    });
  }

  #putCells(from: "table" | "text", pasted: Pasted, text: string, options: PasteOptions): void {
    const { sheet, selection } = this.host;
    const { row, col } = selection.areas[0]
      ? { row: selection.areas[0].row1, col: selection.areas[0].col1 }
      : selection.active;
    const area = pasteTable(sheet, row, col, pasted, options);
    if (!area) return;
    this.host.choose(area);
    const put = (next: PasteOptions) => this.#putCells(from, pasted, text, next);
    this.#keep({ from, area, text, put });
  }

  /** Remember the paste, so that it can be done in another way instead. */
  #keep(done: Pick<PastedHere, "from" | "area" | "text"> & Putting): void {
    const { sheet } = this.host;
    const { put, ...rest } = done;
    const { row1: row, col1: col } = done.area;
    this.repeating.keep(sheet, (instead) => {
      const again = (act: () => void): void => {
        if (this.host.sheet === sheet && this.host.editable()) instead(act);
      };
      return {
        ...rest,
        again: (options) => again(() => put({ ...plainPaste, ...options })),
        split: (rows) =>
          again(() => {
            this.host.choose({ row1: row, col1: col, row2: row, col2: col });
            this.#putCells("text", textCells(rows), done.text, plainPaste);
          }),
      };
    });
  }
}

interface Putting {
  put: (options: PasteOptions) => void;
}

function areasOf({ sheet, ids }: Taken): Area[] {
  return ids.map((area) => sheet.area(area)).filter((area) => area !== null);
}

function moved(area: Area, row: number, col: number): Area {
  return {
    row1: row,
    col1: col,
    row2: row + area.row2 - area.row1,
    col2: col + area.col2 - area.col1,
  };
}
