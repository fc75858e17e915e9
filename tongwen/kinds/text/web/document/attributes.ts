/** The shapes of node and mark attributes, as `schema.json` and the kind's README give them. */

export interface Indent {
  start?: number;
  end?: number;
  firstLine?: number;
  hanging?: number;
  startChars?: number;
  endChars?: number;
  firstLineChars?: number;
  hangingChars?: number;
}

export interface Spacing {
  before?: number;
  after?: number;
  line?: number;
  lineRule?: "auto" | "exact" | "atLeast";
  beforeLines?: number;
  afterLines?: number;
  beforeAuto?: boolean;
  afterAuto?: boolean;
}

export interface Border {
  val: string;
  sz?: number;
  space?: number;
  color?: string;
}

export type Edge = "top" | "bottom" | "start" | "end" | "between" | "insideH" | "insideV";
export type Borders = Partial<Record<Edge, Border>>;

export interface TabStop {
  pos: number;
  val?: string;
  leader?: string;
}

export interface ListReference {
  id: string;
  level?: number;
}

export interface Shade {
  fill?: string;
}

export type Align = "start" | "center" | "end" | "both" | "distribute";

export interface ParagraphAttributes {
  style?: string | null;
  align?: Align | null;
  indent?: Indent | null;
  spacing?: Spacing | null;
  num?: ListReference | null;
  outline?: number | null;
  pageBreakBefore?: boolean | null;
  keepNext?: boolean | null;
  keepLines?: boolean | null;
  tabs?: TabStop[] | null;
  shade?: Shade | null;
  borders?: Borders | null;
  bidi?: boolean | null;
  snapToGrid?: boolean | null;
  mark?: string | null;
  rest?: string | null;
  sect?: Section | null;
}

export type HeaderKind = "default" | "first" | "even";

/** A section, `w:sectPr`: lengths in twips. */
export interface Section {
  w?: number;
  h?: number;
  orient?: "portrait" | "landscape";
  top?: number;
  bottom?: number;
  start?: number;
  end?: number;
  header?: number;
  footer?: number;
  gutter?: number;
  type?: string;
  cols?: { num?: number; space?: number; sep?: boolean };
  titlePg?: boolean;
  grid?: { type?: string; linePitch?: number; charSpace?: number };
  direction?: string;
  pageStart?: number;
  headers?: Partial<Record<HeaderKind, string>>;
  footers?: Partial<Record<HeaderKind, string>>;
  x?: string;
}

export interface FontNames {
  ascii?: string | null;
  hAnsi?: string | null;
  eastAsia?: string | null;
  cs?: string | null;
  hint?: string | null;
  theme?: Record<string, string> | null;
}

export type MarkAttributes = Record<string, unknown>;
export type RunProperties = Record<string, MarkAttributes>;

export interface Style {
  name?: string;
  type: "paragraph" | "character" | "table" | "numbering";
  basedOn?: string;
  next?: string;
  link?: string;
  default?: boolean;
  hidden?: boolean;
  quick?: boolean;
  priority?: number;
  p?: ParagraphAttributes;
  r?: RunProperties;
  table?: TableStyle;
}

export interface TableStyle {
  borders?: Borders;
  cellMargins?: CellMargins;
  cell?: TableCellFormat;
  /** Conditional formats by `w:tblStylePr` type: `firstRow`, `band1Horz` … */
  cond?: Record<
    string,
    { cell?: TableCellFormat; borders?: Borders; p?: ParagraphAttributes; r?: RunProperties }
  >;
}

export interface TableCellFormat {
  borders?: Borders;
  shade?: Shade;
  valign?: string;
}

export interface CellMargins {
  top?: number;
  bottom?: number;
  start?: number;
  end?: number;
}

export interface ListLevel {
  format?: string;
  text?: string;
  start?: number;
  align?: string;
  suffix?: "tab" | "space" | "nothing";
  legal?: boolean;
  p?: ParagraphAttributes;
  r?: RunProperties;
  style?: string;
  restart?: number;
  /** The list's first item of this level begins at `start`, though lists of the same `abstract` came before. */
  startOverride?: boolean;
}

export interface ListDefinition {
  abstract?: string | number;
  levels: ListLevel[];
}

export interface Anchor {
  wrap?: string;
  x?: number;
  y?: number;
  relH?: string;
  relV?: string;
  behind?: boolean;
}
