/** What the editor asks of a grid, so that the renderer behind it can be replaced. */
import type { EditedText } from "../commands/formatting";
import type { Link } from "../commands/objects";
import type { PasteOptions } from "../commands/pasting";
import type { Area, Content, FillOptions, Refusal, Sheet } from "../model";

export type { EditedText } from "../commands/formatting";

export interface Cell {
  row: number;
  col: number;
}

/** What is selected: at least one area, the last one is the current one; `active` lies in it. */
export interface Selection {
  areas: Area[];
  active: Cell;
}

/** Computed values by whoever calculates; contents and cached values of the file are the fallback. */
export interface Values {
  value(sheet: Sheet, row: number, col: number): Content;
  /**
   * What a formula (a template) gives at a cell, its relative references moved from `from` to `at`: conditional
   * formats and validations. Undefined when nobody calculates yet.
   */
  evaluate?(sheet: Sheet, template: string, place: { from: Cell; at: Cell }): Content | undefined;
  /** The areas of a worksheet whose values changed; null: all of it. */
  onChange(listener: (sid: string, areas: Area[] | null) => void): () => void;
}

/** A cell that is being edited. Offsets in UTF-16 units. */
export interface Editing extends Cell {
  text: string;
  /** The selected text, `start === end` for a caret. */
  start: number;
  end: number;
  /** `enter`: typing replaced the cell, arrow keys leave it; `edit`: arrow keys move the caret. */
  mode: "enter" | "edit";
  /** Whether an input method is composing. */
  composing: boolean;
}

/** A colleague's selection on this worksheet, by index. */
export interface RemoteSelection {
  id: number;
  name: string;
  /** A CSS colour. */
  color: string;
  areas: Area[];
  active: Cell | null;
}

/** A range marked in a colour: a reference of the formula that is being edited, a search result … */
export interface Mark {
  area: Area;
  color: string;
}

/** Something over the cells: a picture or a chart. Its element is mounted while it is in sight, or nearly so. */
export interface Overlay {
  token: string;
  /** Pixels at zoom 1 from the top start corner of the cells. */
  x: number;
  y: number;
  inlineSize: number;
  blockSize: number;
  element: HTMLElement;
  /** Called whenever it comes in sight, before it is mounted. */
  onShow?: () => void;
}

/** Where a context menu was asked for. */
export interface MenuRequest {
  where: "cells" | "rows" | "cols" | "corner";
  cell: Cell;
  clientX: number;
  clientY: number;
}

/** A rectangle in pixels of the window. */
export interface ClientBox {
  x: number;
  y: number;
  inlineSize: number;
  blockSize: number;
}

/** What was pasted last, while it can be pasted in another way instead. */
export interface PastedHere {
  area: Area;
  /** Cells of ours, a table of another program, or text. */
  from: "cells" | "table" | "text";
  text: string;
  /** Undo the paste and do it with these options; still one step. */
  again(options: Partial<PasteOptions>): void;
  /** Undo the paste and put these texts in, by rows, as if typed. */
  split(rows: string[][]): void;
}

/** What was filled last by the handle, while it can be filled in another way instead. */
export interface FilledHere {
  area: Area;
  /** It began with a date. */
  dates: boolean;
  again(options: FillOptions): void;
}

/** After what was edited is kept, the active cell goes there. */
export type Onward = "down" | "up" | "next" | "previous" | "stay";

export interface SheetViewOptions {
  editable: () => boolean;
  /** BCP 47. */
  locale: string;
  /** Names of the grid and its cell editor for screen readers. */
  labels: {
    grid: string;
    editor: string;
    fold?: string;
    unfold?: string;
    level?: (level: number) => string;
  };
  /** What was typed is refused or changed here; false keeps the editor open (a validation said no). */
  beforeEnter?: (cell: Cell, text: string) => boolean;
  /** A chord such as `mod+b` that the grid does not know; true when it was taken. */
  onKey?: (chord: string, event: KeyboardEvent) => boolean;
  /** The references of a formula as it is typed, with their colours. */
  formulaColors?: (text: string) => { start: number; end: number; color: string }[];
  /** Do something once all worksheets are here: their formulas follow what it moves. */
  whenLoaded?: (run: () => void) => void;
  /** Ctrl and a click on a link. */
  onLink?: (link: Link) => void;
  /** Pictures were pasted, and nothing else. */
  onImages?: (images: File[]) => void;
  /** The model did not do what a key, a drag or a paste asked for. */
  onRefusal?: (refusal: Refusal) => void;
  /** Something went wrong that a person should know, such as a paste that is too large. */
  onProblem?: (problem: "too-large" | "merged" | "clipboard") => void;
}

export interface SheetView {
  readonly element: HTMLElement;
  /** The worksheet that is shown. */
  readonly sheet: Sheet;
  /** Show another worksheet; each keeps its selection and scroll position. */
  show(sheet: Sheet): void;

  readonly selection: Selection;
  select(areas: Area[], active?: Cell, options?: { reveal?: boolean }): void;
  onSelection(listener: (selection: Selection) => void): () => void;

  scrollTo(cell: Cell, where?: "nearest" | "start"): void;
  onScroll(listener: () => void): () => void;
  /** The cells in sight. */
  readonly visible: Area;
  /** Where cells are in the window; null when none of them is in sight. */
  clientBox(area: Area): ClientBox | null;

  readonly zoom: number;
  setZoom(zoom: number): void;

  readonly editing: Editing | null;
  /** Null when nothing is edited, or a formula. */
  readonly text: EditedText | null;
  onEditing(listener: (editing: Editing | null) => void): () => void;
  /** Edit the active cell: what is in it, or `text` in its place. `focus: false` when the formula bar has the caret. */
  startEdit(options?: { text?: string; focus?: boolean }): void;
  /** Set the text and caret from outside (the formula bar, a completion). */
  setEditing(text: string, start: number, end?: number, options?: { focus?: boolean }): void;
  /** Keep what was typed; false when it was refused. */
  commitEdit(onward?: Onward): boolean;
  cancelEdit(): void;

  /** Paint cells again; null: all. Changes of the model and of values are noticed without it. */
  invalidate(areas?: Area[] | null): void;
  setRemote(selections: RemoteSelection[]): void;
  setMarks(marks: Mark[]): void;
  /** Mark the cells that are commented on. */
  setComments(cells: Cell[]): void;
  /** The cell under the pointer, and null when there is none any more. */
  onHover(listener: (cell: Cell | null) => void): () => void;
  setOverlays(overlays: Overlay[]): void;
  onContextMenu(listener: (request: MenuRequest) => void): () => void;
  /** A click on the button of a filter, or of a list of choices. */
  onButton(listener: (kind: "filter" | "choices", cell: Cell, box: ClientBox) => void): () => void;

  copy(): Promise<void>;
  cut(): Promise<void>;
  paste(options?: Partial<PasteOptions>): Promise<void>;
  /** After a paste: what it was; null when something else was done since. */
  onPasted(listener: (pasted: PastedHere | null) => void): () => void;
  onFilled(listener: (filled: FilledHere | null) => void): () => void;

  focus(): void;
  destroy(): void;
}
