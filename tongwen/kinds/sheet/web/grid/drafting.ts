/** Editing one cell from its first key to its last: the field, the place (by line ids), references by pointing. */
import { type Area, MAX_COLS, MAX_ROWS, type Sheet, type Style, type StylePatch } from "../model";
import { CellEditor, type FieldLook } from "./cellEditor";
import { editedRuns, enterRuns } from "./entering";
import type { Piece } from "./fieldText";
import type { Geometry, PixelBox } from "./geometry";
import { type Direction, farCorner, type Ground, step } from "./moving";
import { richFromHtml } from "./pastedText";
import { awaitsReference, cycled, type Pointed, pointedText } from "./referring";
import { type Font, fontOf, type Runs, sliced, textOf } from "./runs";
import type { Cell, EditedText, Editing, Selection } from "./view";

export interface DraftHost {
  readonly sheet: Sheet;
  readonly geometry: Geometry;
  readonly selection: Selection;
  editable(): boolean;
  ground(): Ground;
  look(row: number, col: number): FieldLook;
  /** The style of a cell, with the font of the workbook where it says nothing. */
  fontStyle(row: number, col: number): Style;
  /** CSS of characters in the field. */
  runCss(font: Font | null, cell: Style): string;
  /** Characters as other programs paste them. */
  html(runs: Runs, cell: Style): string;
  /** The stretches of a formula that have a colour. */
  formulaColors(text: string): readonly { start: number; end: number; color: string }[];
  beforeEnter(cell: Cell, text: string): boolean;
  changed(): void;
  key(event: KeyboardEvent): void;
  paste(event: ClipboardEvent): void;
  copy(event: ClipboardEvent, cut: boolean): void;
}

/** Characters that a cell holds (Excel's limit). */
const LONGEST = 32_767;

/** Whether fonts of characters make sense: formulas have none. */
function isText(text: string): boolean {
  return !/^[=＝]/.test(text);
}

/** Where somebody types, by the ids of its lines: it stays with them whatever others insert or move. */
interface Anchor {
  sheet: Sheet;
  row: string;
  col: string;
}

export class Drafting {
  readonly field: CellEditor;
  #anchor: Anchor | null = null;
  #original: Runs = [];
  #pointed: Pointed | null = null;
  #listeners = new Set<(editing: Editing | null) => void>();

  constructor(
    parent: HTMLElement,
    label: string,
    private readonly host: DraftHost,
  ) {
    this.field = new CellEditor(parent, label, {
      editable: () => host.editable(),
      cellStyle: () => this.#cellStyle(),
      pieces: (runs) => this.#pieces(runs),
      onStart: () => this.#begun([]),
      onChange: () => this.#changed(),
      onKey: (event) => host.key(event),
      onPaste: (event) => (this.open ? this.#pasted(event) : host.paste(event)),
      onCopy: (event, cut) => (this.open ? this.#copied(event, cut) : host.copy(event, cut)),
    });
  }

  get open(): boolean {
    return this.#anchor !== null;
  }

  /** The reference that was pointed at last, as long as it may be pointed anew. */
  get pointed(): Area | null {
    return this.#pointed?.area ?? null;
  }

  get editing(): Editing | null {
    const cell = this.cell;
    const draft = this.field.draft;
    return cell && draft ? { ...cell, ...draft } : null;
  }

  /** The text that is edited, when its characters may have fonts of their own. */
  get text(): EditedText | null {
    const draft = this.field.draft;
    if (!this.open || !draft || !isText(draft.text)) return null;
    return { look: this.field.look, format: (patch) => this.#format(patch) };
  }

  /** Where the cell that is edited is now; null when its lines are gone, or nothing is edited. */
  get cell(): Cell | null {
    const anchor = this.#anchor;
    if (!anchor) return null;
    const row = anchor.sheet.rows.indexOf(anchor.row);
    const col = anchor.sheet.cols.indexOf(anchor.col);
    return row === null || col === null ? null : { row, col };
  }

  onEditing(listener: (editing: Editing | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start({ text, focus = true }: { text?: string; focus?: boolean } = {}): void {
    if (!this.host.editable() || this.open) return;
    const { row, col } = this.host.selection.active;
    const original = editedRuns(this.host.sheet, row, col);
    const shown: Runs = text === undefined ? original : [[text, null]];
    this.field.open(shown, text === undefined ? "edit" : "enter");
    this.#begun(original);
    if (focus) this.field.focus();
  }

  set(text: string, start: number, end = start, focus = true): void {
    if (!this.open) this.start({ text, focus });
    this.field.set(text, start, end);
    this.field.setMode("edit");
    this.#changed();
    if (focus) this.field.focus();
  }

  /** Keep what was typed. False when it was refused, and editing goes on. */
  commit(): boolean {
    const anchor = this.#anchor;
    const editing = this.editing;
    if (!anchor) return true;
    // Its row was deleted by a colleague: there is nowhere to keep it.
    if (!editing) {
      this.close();
      return true;
    }
    const { row, col, text } = editing;
    const { runs } = this.field;
    if (JSON.stringify(runs) !== JSON.stringify(this.#original)) {
      if (!this.host.beforeEnter({ row, col }, text)) return false;
      this.close();
      enterRuns(anchor.sheet, row, col, runs);
      return true;
    }
    this.close();
    return true;
  }

  close(): void {
    if (!this.open) return;
    this.#anchor = null;
    this.#pointed = null;
    this.field.close();
    this.#tell();
    this.host.changed();
  }

  breakLine(): void {
    this.insert("\n");
  }

  /** Put characters at the caret. */
  insert(what: string | Runs): void {
    if (!this.open) return;
    const text = this.field.draft?.text ?? "";
    const room = Math.max(0, LONGEST - text.length);
    const fit = typeof what === "string" ? what.slice(0, room) : sliced(what, 0, room);
    this.field.insert(typeof fit === "string" || isText(text) ? fit : textOf(fit));
    this.#changed();
  }

  undo(): void {
    this.field.undo();
    this.#changed();
  }

  redo(): void {
    this.field.redo();
    this.#changed();
  }

  cycle(): void {
    const draft = this.field.draft;
    const next = draft?.text.startsWith("=") ? cycled(draft.text, draft.end) : null;
    if (next) this.#replace(next.text, next.caret);
    else this.field.setMode("edit");
  }

  /** F2 while typing: arrows move the caret, and back. */
  toggleMode(): void {
    const draft = this.field.draft;
    if (draft) this.field.setMode(draft.mode === "edit" ? "enter" : "edit");
  }

  /** Write a reference to an area where the formula waits for one; false when it does not. */
  point(area: Area): boolean {
    const draft = this.field.draft;
    if (!draft || draft.composing) return false;
    if (!this.#pointed && !awaitsReference(draft.text, draft.start)) return false;
    const { text, pointed } = pointedText(draft.text, draft.start, this.#pointed, area);
    this.field.set(text, pointed.end, pointed.end);
    this.#pointed = pointed;
    this.#tell();
    this.host.changed();
    return true;
  }

  /** Move or stretch what is pointed at by an arrow. */
  pointBy(direction: Direction, extend: boolean): boolean {
    const cell = this.cell;
    if (!cell) return false;
    const area = this.#pointed?.area;
    const ground = this.host.ground();
    if (!area) {
      const to = step(ground, cell, direction);
      return this.point({ row1: to.row, col1: to.col, row2: to.row, col2: to.col });
    }
    const start = { row: area.row1, col: area.col1 };
    const corner = farCorner({ areas: [area], active: start });
    const to = step(ground, extend ? corner : start, direction);
    const from = extend ? start : to;
    return this.point({
      row1: Math.min(from.row, to.row),
      col1: Math.min(from.col, to.col),
      row2: Math.min(MAX_ROWS - 1, Math.max(from.row, to.row)),
      col2: Math.min(MAX_COLS - 1, Math.max(from.col, to.col)),
    });
  }

  /** Lay the field over its cell. */
  place(): void {
    const { geometry, sheet } = this.host;
    const shownHere = !this.#anchor || this.#anchor.sheet === sheet;
    const cell = this.cell ?? this.host.selection.active;
    const box = shownHere ? geometry.visibleBox(geometry.whole(cell)) : null;
    this.field.setAway(this.open && box === null);
    const { zoom, size, heading } = geometry;
    const look = this.host.look(cell.row, cell.col);
    const room: PixelBox = { x: 0, y: 0, ...size };
    const at = box ?? { x: heading.w, y: heading.h, w: 1, h: 1 };
    this.field.place(at, { ...look, font: scaledFont(look.font, zoom), zoom }, room);
  }

  /** After somebody else's change: the field goes with its lines, and is left when they are gone. */
  follow(): void {
    if (this.open && !this.cell) this.close();
    else if (this.open) this.#tell();
  }

  #begun(original: Runs): void {
    const { sheet, selection } = this.host;
    const { row, col } = selection.active;
    this.#original = original;
    this.#anchor = { sheet, row: sheet.rows.idAt(row), col: sheet.cols.idAt(col) };
    // At once: in the room of the idle field, text would break into lines.
    this.place();
    this.#changed();
  }

  /** Characters from the clipboard: with their fonts, unless it holds cells. */
  #pasted(event: ClipboardEvent): void {
    event.preventDefault();
    const data = event.clipboardData;
    if (!data) return;
    const html = data.getData("text/html");
    const runs = html ? richFromHtml(html) : null;
    const text = data.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const style = this.#cellStyle();
    if (runs?.some(([, font]) => font))
      this.insert(runs.map(([t, font]) => [t, font && fontOf({ ...style, ...font }, style)]));
    else this.insert(text);
  }

  #copied(event: ClipboardEvent, cut: boolean): void {
    const runs = this.field.selectedRuns;
    event.preventDefault();
    if (runs.length === 0 || !event.clipboardData) return;
    event.clipboardData.setData("text/plain", textOf(runs));
    event.clipboardData.setData("text/html", this.host.html(runs, this.#cellStyle()));
    if (cut) this.insert("");
  }

  #format(patch: StylePatch): void {
    this.field.format(patch);
    this.#changed();
  }

  #cellStyle(): Style {
    const { row, col } = this.cell ?? this.host.selection.active;
    return this.host.fontStyle(row, col);
  }

  #pieces(runs: Runs): Piece[] {
    const text = textOf(runs);
    if (isText(text)) {
      const style = this.#cellStyle();
      return runs.map(([letters, font]) => ({ text: letters, css: this.host.runCss(font, style) }));
    }
    return coloredPieces(text, this.host.formulaColors(text));
  }

  #replace(text: string, caret: number): void {
    this.field.set(text, caret, caret);
    this.#changed();
  }

  #changed(): void {
    const draft = this.field.draft;
    // What was pointed at stays open to pointing only as long as the caret stands behind it.
    if (this.#pointed && draft?.end !== this.#pointed.end) this.#pointed = null;
    this.#tell();
    this.host.changed();
  }

  #tell(): void {
    const editing = this.editing;
    for (const listener of this.#listeners) listener(editing);
  }
}

/** A formula with its references in their colours. */
function coloredPieces(text: string, colors: ReturnType<DraftHost["formulaColors"]>): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end, color } of colors) {
    pieces.push({ text: text.slice(at, start), css: "" });
    pieces.push({ text: text.slice(start, end), css: `color:${color}` });
    at = end;
  }
  pieces.push({ text: text.slice(at), css: "" });
  return pieces;
}

function scaledFont(font: string, zoom: number): string {
  return font.replace(/([\d.]+)pt/, (_, size: string) => `${Number(size) * zoom}pt`);
}
