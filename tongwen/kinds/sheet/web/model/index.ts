/** The shared model of a workbook in the page: what the grid, the calculation and the commands program against. */
import type * as Y from "yjs";

export const MAX_ROWS = 1_048_576;
export const MAX_COLS = 16_384;

// ---- places ---------------------------------------------------------------------------------

export type AxisName = "rows" | "cols";

/** Inclusive, by index from zero. Whole columns reach from row 0 to MAX_ROWS - 1, whole rows to column MAX_COLS - 1. */
export interface Area {
  row1: number;
  col1: number;
  row2: number;
  col2: number;
}
/** An area by line ids, as entries hold it: row1, col1, row2, col2; null rows are whole columns, null columns whole rows. */
export type IdArea = [string | null, string | null, string | null, string | null];
/** Lines of one run: its token ("" for base lines), first offset, how many. */
export type Span = [run: string, first: number, count: number];

// ---- contents -------------------------------------------------------------------------------

export interface ErrorContent {
  e: string;
}
export interface RichContent {
  r: [text: string, font: Style | null][];
}
export interface FormulaContent {
  /** A template whose components are plain ids: see Template. */
  f: string;
  c?: Content;
  a?: [rows: number, cols: number];
  dyn?: 1;
  x?: Record<string, unknown>;
}
export type Content =
  | null
  | number
  | string
  | boolean
  | ErrorContent
  | RichContent
  | FormulaContent;

export type Color = string | { theme: number; tint?: number } | { indexed: number };
export interface Border {
  style: string;
  color?: Color;
  up?: boolean;
  down?: boolean;
}
/** What a cell looks like; a member that is absent is the workbook's default. Units are the README's. */
export interface Style {
  numberFormat?: string;
  font?: string;
  size?: number;
  bold?: boolean;
  italic?: boolean;
  underline?: string;
  strike?: boolean;
  script?: string;
  color?: Color;
  fill?: Color;
  pattern?: Record<string, unknown>;
  borderStart?: Border;
  borderEnd?: Border;
  borderTop?: Border;
  borderBottom?: Border;
  borderDiagonal?: Border;
  align?: string;
  valign?: string;
  wrap?: boolean;
  rotate?: number;
  indent?: number;
  shrink?: boolean;
  readingOrder?: number;
  locked?: boolean;
  hiddenFormula?: boolean;
  quotePrefix?: boolean;
  cellStyle?: string;
  [other: string]: unknown;
}
/** Members to set; null removes one; "*" replaces everything by a style id first. */
export type StylePatch = { [member in keyof Style]?: Style[member] | null } & { "*"?: StyleId };
export type StyleId = number | string;

/** A row or a column. `size`: points for rows, characters for columns; absent = the worksheet's default. */
export interface Line {
  size?: number;
  custom?: boolean;
  hidden?: boolean;
  level?: number;
  collapsed?: boolean;
  style?: StyleId;
}

/** `type` is one of the README's: merge, format, validation, filter, table, link, note, drawing, pivot … */
export interface SheetObject {
  type: string;
  t: number;
  src?: unknown;
  [member: string]: unknown;
}

// ---- the book -------------------------------------------------------------------------------

export type SheetState = "visible" | "hidden" | "veryHidden";
export interface SheetInfo {
  sid: string;
  /** Unique in the book, without regard to case. */
  name: string;
  state: SheetState;
  color: Color | null;
  kind: string;
  part: string | null;
}
export interface DefinedName {
  token: string;
  name: string;
  scope: string | null;
  /** A template. */
  formula: string;
  hidden?: boolean;
  comment?: string;
}
/** Whether the part of a worksheet is here. An unloaded one has no Sheet, but has name, order and axes. */
export type PartState = "unloaded" | "loading" | "loaded";

export declare class Book {
  readonly doc: Y.Doc;
  readonly steps: Steps;
  readonly styles: Styles;
  /** `open` gives the document of a part that is new (a copied worksheet) at once; the caller connects it. */
  constructor(doc: Y.Doc, options?: { open?: (sid: string) => Y.Doc });
  /** Stop listening to every document. */
  destroy(): void;

  /** The worksheets in order, hidden ones too. */
  sheets(): SheetInfo[];
  info(sid: string): SheetInfo | null;
  /** By name, without regard to case. */
  sheetNamed(name: string): SheetInfo | null;
  addSheet(options?: { name?: string; at?: number }): string;
  /** Throws NameTaken or BadName (empty, over 31 characters, one of []:*?/\ or a quote at an end). */
  renameSheet(sid: string, name: string): void;
  moveSheet(sid: string, to: number): void;
  /** The source must be loaded. Returns the sid of the copy. */
  copySheet(sid: string, options?: { name?: string; at?: number }): string;
  hideSheet(sid: string, state: SheetState): void;
  /** The last visible worksheet cannot go: throws LastSheet. */
  removeSheet(sid: string): void;
  colorSheet(sid: string, color: Color | null): void;

  /** Give the part of a worksheet its document; `loading` until `loaded(sid)` is called. */
  attach(sid: string, doc: Y.Doc, state?: "loading" | "loaded"): Sheet;
  loaded(sid: string): void;
  detach(sid: string): void;
  state(sid: string): PartState;
  /** Null while the part is not attached. */
  sheet(sid: string): Sheet | null;
  axis(sid: string, axis: AxisName): Axis;

  names(): DefinedName[];
  putName(name: Omit<DefinedName, "token">, token?: string): string;
  removeName(token: string): void;
  setting(name: string): unknown;
  setSetting(name: string, value: unknown): void;

  /** Called once a transaction, after all of it can be read. Returns the way to stop. */
  onChange(listener: (change: Change) => void): () => void;
}

export declare class Sheet {
  readonly sid: string;
  readonly book: Book;
  readonly doc: Y.Doc;
  readonly rows: Axis;
  readonly cols: Axis;
  readonly state: "loading" | "loaded";
  axis(axis: AxisName): Axis;

  /** What is in a cell; null when empty or outside the grid. */
  content(row: number, col: number): Content;
  /** The formula of a cell as A1 text without `=`; null when there is none. */
  formula(row: number, col: number): string | null;
  /** The whole style. The same object for the same style, as long as the book's styles live: compare by identity. */
  style(row: number, col: number): Style;
  line(axis: AxisName, index: number): Line;
  /** Lines of first..last that differ from the default, in order, as runs of equal ones. */
  lines(axis: AxisName, first: number, last: number): { first: number; last: number; line: Line }[];
  /** All contents lie in it (it may be larger than what they fill). Null when there are none. */
  usedRange(): Area | null;
  /** Every cell of the area that is not empty, by rows, each once. Decodes only the blocks it meets. */
  eachContent(area: Area, visit: (row: number, col: number, content: Content) => void): void;
  /** Every cell that has a formula, with its A1 text. Cheaper than eachContent + render. */
  eachFormula(
    area: Area,
    visit: (row: number, col: number, text: string, content: FormulaContent) => void,
  ): void;
  /** Every cell of the area whose style is not the default (blocks and single cells; whole lines excepted). */
  eachStyle(area: Area, visit: (row: number, col: number, style: Style) => void): void;

  objects(type?: string): [token: string, object: SheetObject][];
  object(token: string): SheetObject | null;
  /** Merges that hold (overlapping ones are settled), by index. */
  merges(): { token: string; area: Area }[];
  mergeAt(row: number, col: number): { token: string; area: Area } | null;
  /** Where an area of ids is now; null when nothing is left of it. */
  area(ids: IdArea): Area | null;
  idArea(area: Area): IdArea;
  view(name: string): unknown;
}

// ---- lines ----------------------------------------------------------------------------------

export type LineState = "live" | "dead" | "unknown";
export declare class Axis {
  readonly limit: number;
  /** Changes with every structural change. */
  readonly version: number;
  /** The id of the line at an index below `limit`. */
  idAt(index: number): string;
  /** The index of a live line; null when it is dead, unknown or beyond the limit. */
  indexOf(id: string): number | null;
  stateOf(id: string): LineState;
  /** The index of a live line, or of the nearest live one after (1) or before (-1) it; null for unknown lines or when there is none. */
  snap(id: string, direction: 1 | -1): number | null;
  /** The lines of an index range, as few spans as can be. */
  spans(first: number, last: number): Span[];
  /** The index ranges, inclusive and in order, that live lines of the spans have now. */
  ranges(spans: Span[]): [first: number, last: number][];
}

// ---- formulas -------------------------------------------------------------------------------

/** Where a formula is: the sheet it is on and its cell. */
export interface FormulaPlace {
  book: Book;
  sid: string;
}
export interface Token {
  kind:
    | "reference"
    | "function"
    | "name"
    | "structured"
    | "number"
    | "string"
    | "error"
    | "operator"
    | "space"
    | "open"
    | "close"
    | "separator"
    | "array"
    | "external"
    | "unknown";
  text: string;
  /** Offset in the text, in UTF-16 units. */
  at: number;
}
/** A1 text without `=` into a template, and back. Neither throws: text that is no formula stays text. */
export declare const Template: {
  encode(text: string, place: FormulaPlace): string;
  render(template: string, place: FormulaPlace): string;
  /** Tokens of A1 text, for colouring and completion. Their texts joined are the text. */
  tokens(text: string): Token[];
  /** Areas a template refers to, by sheet and index; what is #REF! is left out. */
  references(template: string, place: FormulaPlace): { sid: string; area: Area }[];
};

// ---- styles ---------------------------------------------------------------------------------

export declare class Styles {
  /** A style by its id; the default style when there is none. */
  get(id: StyleId): Style;
  /** The id of a style, written to the book when it is new. */
  put(style: Style): StyleId;
}

// ---- undo -----------------------------------------------------------------------------------

/** One's own steps over all parts. What somebody else changed since stays. */
export declare class Steps {
  /** Everything written inside is one step. Nested calls join the outer one. */
  transact<T>(label: string, run: () => T): T;
  /** The label of what was undone; null when there is nothing, or when a part of it is not loaded (see `needs`). */
  undo(): string | null;
  redo(): string | null;
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
  /** Worksheets that must be loaded before the next undo or redo. */
  needs(which: "undo" | "redo"): string[];
  onChange(listener: () => void): () => void;
}

// ---- changes --------------------------------------------------------------------------------

/** How an axis became another: first take away (old indexes, from the end), then put in (new indexes, from the start). A moved line does both. */
export interface AxisEdit {
  removed: [first: number, count: number][];
  inserted: [first: number, count: number][];
}
export interface SheetChange {
  rows: AxisEdit | null;
  cols: AxisEdit | null;
  /** By present index. What an AxisEdit inserted is not listed again. */
  contents: Area[];
  styles: Area[];
  lines: { axis: AxisName; first: number; last: number }[];
  /** Tokens of objects that were put, replaced or removed (`object` is null), with their type. */
  objects: { token: string; type: string; object: SheetObject | null }[];
  view: string[];
  /** Formulas of this sheet may read differently as A1 text (an axis or a name of a sheet changed somewhere). */
  formulas: boolean;
  state: PartState;
}
export interface Change {
  origin: "local" | "undo" | "remote";
  /** The list of worksheets, defined names, styles or settings. */
  book: ("sheets" | "names" | "styles" | "settings")[];
  sheets: Map<string, SheetChange>;
}

// ---- commands: each is one step, labelled by its name ---------------------------------------

/** undefined leaves a cell as it is. More than 64 cells become puts. */
export declare function setContents(
  sheet: Sheet,
  row: number,
  col: number,
  contents: (Content | undefined)[][],
): void;
export declare function setCells(
  sheet: Sheet,
  cells: Iterable<[row: number, col: number, content: Content]>,
): void;
/** What somebody typed: a formula, number, date, percentage, truth value or text, with the number format it asks for; a table above grows. */
export declare function enter(sheet: Sheet, row: number, col: number, text: string): void;
export declare function clearContents(sheet: Sheet, areas: Area[]): void;
export declare function clearStyles(sheet: Sheet, areas: Area[]): void;
export declare function setStyle(sheet: Sheet, areas: Area[], patch: StylePatch): void;
export declare function setLine(
  sheet: Sheet,
  axis: AxisName,
  ranges: [first: number, last: number][],
  patch: { [member in keyof Line]?: Line[member] | null },
): void;
export declare function insertLines(sheet: Sheet, axis: AxisName, at: number, count: number): void;
export declare function deleteLines(
  sheet: Sheet,
  axis: AxisName,
  ranges: [first: number, last: number][],
): void;
/** Lines first..last go before the line that is at `to`. */
export declare function moveLines(
  sheet: Sheet,
  axis: AxisName,
  first: number,
  last: number,
  to: number,
): void;
export declare function merge(sheet: Sheet, area: Area, how?: "all" | "rows" | "cols"): void;
export declare function unmerge(sheet: Sheet, areas: Area[]): void;
/** Computed values are not in the model: whoever calculates lends them. Without it, contents and cached values count. */
export type ValueOf = (sheet: Sheet, row: number, col: number) => Content;
export interface SortKey {
  /** Index of the column (of the row, when columns are sorted). */
  at: number;
  descending?: boolean;
}
export declare function sortRange(
  sheet: Sheet,
  area: Area,
  keys: SortKey[],
  options?: { header?: boolean; columns?: boolean; matchCase?: boolean; valueOf?: ValueOf },
): void;
export declare function moveRange(
  sheet: Sheet,
  from: Area,
  to: { sheet?: Sheet; row: number; col: number },
): void;
export declare function copyRange(
  sheet: Sheet,
  from: Area,
  to: { sheet?: Sheet; row: number; col: number; rows?: number; cols?: number },
  options?: {
    what?: "all" | "contents" | "values" | "formats";
    transpose?: boolean;
    skipEmpty?: boolean;
    valueOf?: ValueOf;
  },
): void;
/** `target` contains `source` and goes on from it in one direction. */
export declare function fillSeries(
  sheet: Sheet,
  source: Area,
  target: Area,
  options?: { mode?: "series" | "copy"; valueOf?: ValueOf },
): void;
export interface FindOptions {
  matchCase?: boolean;
  wholeCell?: boolean;
  /** A regular expression; without it `*`, `?` and `~` are Excel's. */
  pattern?: boolean;
  formulas?: boolean;
  area?: Area;
  valueOf?: ValueOf;
}
export declare function find(
  sheet: Sheet,
  text: string,
  options?: FindOptions,
): { row: number; col: number }[];
/** Returns how many cells changed. */
export declare function replaceAll(
  sheet: Sheet,
  text: string,
  by: string,
  options?: FindOptions,
): number;
export declare function setView(sheet: Sheet, values: Record<string, unknown>): void;
/** Put an object, or replace the one of that token. Returns the token. */
export declare function putObject(
  sheet: Sheet,
  object: Omit<SheetObject, "t">,
  token?: string,
): string;
export declare function removeObject(sheet: Sheet, token: string): void;
