/** The grid over a workbook as it was: nothing can be typed, and cells that differ are tinted. */
import { calculate } from "../calc";
import { chartSource } from "../chartSource";
import { Drawings } from "../drawings";
import { frozen } from "../grid/lines";
import { UniverSheetView } from "../grid/UniverSheetView";
import type { Cell, Mark } from "../grid/view";
import { openLink } from "../links";
import { type Area, type Book, editText, type Sheet } from "../model";
import type { Difference } from "./comparing";

/** Of the tint: neither the selection's colour nor one that formats often have. */
const CHANGED = "#D08700";

export interface ViewerOptions {
  node: string;
  /** Its number; none for the workbook as it is. */
  version: number | undefined;
  book: Book;
  place: HTMLElement;
  /** BCP 47. */
  locale: string;
  labels: { grid: string; editor: string };
  words: { chart: string; shape: string };
  image: (media: string) => string;
  onClipboardRefused: () => void;
}

/** The worksheet to begin with: the one the file was saved on, else the first that is shown. */
function firstSheet(book: Book): Sheet | null {
  const all = book.sheets();
  const saved = book.setting("activeSheet");
  const shown = all.filter(({ state }) => state === "visible");
  const info = shown.find(({ sid }) => sid === saved) ?? shown[0] ?? all[0];
  return info ? book.sheet(info.sid) : null;
}

export class VersionViewer {
  readonly book: Book;
  readonly #view: UniverSheetView;
  readonly #stops: (() => void)[] = [];
  readonly #listeners = new Set<() => void>();
  #areas = new Map<string, Area[]>();

  constructor({
    node,
    version,
    book,
    place,
    locale,
    labels,
    words,
    image,
    ...rest
  }: ViewerOptions) {
    const sheet = firstSheet(book);
    if (!sheet) throw new Error("a version has worksheets");
    this.book = book;
    const calculation = calculate(book);
    this.#view = new UniverSheetView(place, sheet, calculation, {
      editable: () => false,
      locale,
      labels,
      onLink: (link) => openLink(link, this),
      onProblem: (problem) => problem === "clipboard" && rest.onClipboardRefused(),
    });
    const cells = { book, values: calculation, locale };
    const source = { image, chart: chartSource(node, cells, version), words };
    const drawings = new Drawings(this.#view, source);
    drawings.refresh();
    this.#stops.push(
      this.#view.onSelection(() => {
        drawings.refresh();
        this.#tint();
        for (const listener of this.#listeners) listener();
      }),
      this.#view.onScroll(() => this.#tint()),
      () => drawings.destroy(),
      () => this.#view.destroy(),
      () => calculation.destroy(),
    );
  }

  get sheet(): Sheet {
    return this.#view.sheet;
  }

  get active(): Cell {
    return this.#view.selection.active;
  }

  /** Called when another cell or worksheet is chosen. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** `sid row column` of the active cell. */
  getPlace = (): string => `${this.sheet.sid} ${this.active.row} ${this.active.col}`;

  show(sid: string): void {
    const sheet = this.book.sheet(sid);
    if (sheet && sheet !== this.sheet) this.#view.show(sheet);
  }

  go = async (sid: string, areas: Area[]): Promise<void> => {
    this.show(sid);
    this.#view.select(areas, undefined, { reveal: true });
  };

  /** What the active cell holds, as one would type it. */
  text(): string {
    return editText(this.sheet, this.active.row, this.active.col);
  }

  /** Tint what differs; null: nothing. */
  mark(difference: Difference | null): void {
    this.#areas = new Map();
    for (const [sid, { earlier, areas }] of difference?.sheets ?? [])
      if (earlier !== null) this.#areas.set(sid, areas);
    this.#tint();
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
  }

  /** Only what is in sight or a screen beside it: a version may differ in many thousand places. */
  #tint(): void {
    const { visible, sheet } = this.#view;
    const { rows, cols } = frozen(sheet);
    const high = visible.row2 - visible.row1 + 1;
    const wide = visible.col2 - visible.col1 + 1;
    const marks: Mark[] = [];
    for (const area of this.#areas.get(sheet.sid) ?? []) {
      const { row1, row2, col1, col2 } = area;
      const inRows = row1 < rows || (row1 <= visible.row2 + high && row2 >= visible.row1 - high);
      const inCols = col1 < cols || (col1 <= visible.col2 + wide && col2 >= visible.col1 - wide);
      if (inRows && inCols) marks.push({ area, color: CHANGED });
    }
    this.#view.setMarks(marks);
  }
}
