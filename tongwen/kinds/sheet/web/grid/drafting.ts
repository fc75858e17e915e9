/** Editing one cell from its first key to its last: the field, the place (by line ids), references by pointing. */
import { type Area, enter, MAX_COLS, MAX_ROWS, type Sheet } from "../model";
import { CellEditor } from "./cellEditor";
import type { Geometry, PixelBox } from "./geometry";
import { type Direction, farCorner, type Ground, step } from "./moving";
import { editedText } from "./reading";
import { awaitsReference, cycled, type Pointed, pointedText } from "./referring";
import type { Cell, Editing, Selection } from "./view";

export interface DraftHost {
  readonly sheet: Sheet;
  readonly geometry: Geometry;
  readonly selection: Selection;
  editable(): boolean;
  ground(): Ground;
  look(row: number, col: number): { font: string; align: string };
  beforeEnter(cell: Cell, text: string): boolean;
  changed(): void;
  key(event: KeyboardEvent): void;
  paste(event: ClipboardEvent): void;
  copy(event: ClipboardEvent, cut: boolean): void;
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
  #original = "";
  #pointed: Pointed | null = null;
  #listeners = new Set<(editing: Editing | null) => void>();

  constructor(
    parent: HTMLElement,
    label: string,
    private readonly host: DraftHost,
  ) {
    this.field = new CellEditor(parent, label, {
      editable: () => host.editable(),
      onStart: () => this.#begun(""),
      onChange: () => this.#changed(),
      onKey: (event) => host.key(event),
      onPaste: (event) => host.paste(event),
      onCopy: (event, cut) => host.copy(event, cut),
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
    const original = editedText(this.host.sheet, row, col);
    this.field.open(text ?? original, text === undefined ? "edit" : "enter");
    if (focus) this.field.focus();
    this.#begun(original);
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
    if (text !== this.#original) {
      if (!this.host.beforeEnter({ row, col }, text)) return false;
      this.close();
      enter(anchor.sheet, row, col, text);
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
    const draft = this.field.draft;
    if (draft)
      this.#replace(
        `${draft.text.slice(0, draft.start)}\n${draft.text.slice(draft.end)}`,
        draft.start + 1,
      );
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
    this.field.element.hidden = this.open && (!shownHere || box === null);
    const { zoom, size, heading } = geometry;
    const { font, align } = this.host.look(cell.row, cell.col);
    const room: PixelBox = { x: 0, y: 0, ...size };
    const at = box ?? { x: heading.w, y: heading.h, w: 1, h: 1 };
    this.field.place(at, { font: scaledFont(font, zoom), zoom, align }, room);
  }

  /** After somebody else's change: the field goes with its lines, and is left when they are gone. */
  follow(): void {
    if (this.open && !this.cell) this.close();
    else if (this.open) this.#tell();
  }

  #begun(original: string): void {
    const { sheet, selection } = this.host;
    const { row, col } = selection.active;
    this.#original = original;
    this.#anchor = { sheet, row: sheet.rows.idAt(row), col: sheet.cols.idAt(col) };
    this.#changed();
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

function scaledFont(font: string, zoom: number): string {
  return font.replace(/([\d.]+)pt/, (_, size: string) => `${Number(size) * zoom}pt`);
}
