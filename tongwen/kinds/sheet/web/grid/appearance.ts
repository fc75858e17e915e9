/** What a cell looks like to the painter: the model's style, and the text of its value under its number format. */
import {
  BaselineOffset,
  BooleanNumber,
  BorderStyleTypes,
  CellValueType,
  HorizontalAlign,
  type IBorderData,
  type IBorderStyleData,
  type ICellData,
  type IDocumentData,
  type IStyleData,
  type ITextRun,
  TextDecoration,
  VerticalAlign,
  WrapStrategy,
} from "@univerjs/core";
import { displayColor, displayText, localCode, type Value } from "../commands/display";
import type { Border, Content, RichContent, Style } from "../model";
import type { Palette } from "./colors";
import { patternColor } from "./fills";
import type { TextMeasure } from "./measure";
import { lookOf } from "./runs";

/** How a value sits in its cell when its style does not say. */
export type Side = "left" | "center" | "right";

const YES = { s: BooleanNumber.TRUE };

const borderStyles: Record<string, BorderStyleTypes> = {
  thin: BorderStyleTypes.THIN,
  hair: BorderStyleTypes.HAIR,
  dotted: BorderStyleTypes.DOTTED,
  dashed: BorderStyleTypes.DASHED,
  dashDot: BorderStyleTypes.DASH_DOT,
  dashDotDot: BorderStyleTypes.DASH_DOT_DOT,
  double: BorderStyleTypes.DOUBLE,
  medium: BorderStyleTypes.MEDIUM,
  mediumDashed: BorderStyleTypes.MEDIUM_DASHED,
  mediumDashDot: BorderStyleTypes.MEDIUM_DASH_DOT,
  mediumDashDotDot: BorderStyleTypes.MEDIUM_DASH_DOT_DOT,
  slantDashDot: BorderStyleTypes.SLANT_DASH_DOT,
  thick: BorderStyleTypes.THICK,
};

const horizontal: Record<string, HorizontalAlign> = {
  left: HorizontalAlign.LEFT,
  center: HorizontalAlign.CENTER,
  right: HorizontalAlign.RIGHT,
  fill: HorizontalAlign.LEFT,
  justify: HorizontalAlign.JUSTIFIED,
  centerContinuous: HorizontalAlign.CENTER,
  distributed: HorizontalAlign.CENTER,
};

const vertical: Record<string, VerticalAlign> = {
  top: VerticalAlign.TOP,
  center: VerticalAlign.MIDDLE,
  bottom: VerticalAlign.BOTTOM,
  justify: VerticalAlign.TOP,
  distributed: VerticalAlign.MIDDLE,
};

const sides: Record<Side, HorizontalAlign> = {
  left: HorizontalAlign.LEFT,
  center: HorizontalAlign.CENTER,
  right: HorizontalAlign.RIGHT,
};

/** Pixels a step of indent takes. */
const INDENT = 9;
const CELL_PADDING = 2;

/** The rotation of letters that stand one below the other (§18.8.1). */
const STACKED = 255;
const LEFT_TO_RIGHT = 1;
const RIGHT_TO_LEFT = 2;
/** The first letter is of a script that is read from the right: so is the text, when nothing says otherwise. */
const FROM_RIGHT =
  /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Times that a text is repeated to fill its cell, at most. */
const MOST_REPEATED = 500;

/** Latin and Han names fall back on what every system has. */
const FALLBACK = '"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif';

export function fontFamily(name: string | undefined): string {
  const first = (name ?? "Calibri").replace(/["\\;{}]/g, "");
  return `"${first}",Carlito,${FALLBACK}`;
}

/** What stands in a cell when all is computed: rich text as text. */
export function plainValue(content: Content): Value {
  if (content === null || typeof content !== "object") return content;
  if ("e" in content) return { e: content.e };
  if ("r" in content) return content.r.map(([text]) => text).join("");
  return plainValue(content.c ?? null);
}

export function sideOf(value: Value, { readingOrder, rotate }: Style = {}): Side {
  if (rotate === STACKED) return "center";
  if (typeof value === "number") return "right";
  if (typeof value === "string") {
    if (readingOrder === RIGHT_TO_LEFT) return "right";
    return readingOrder !== LEFT_TO_RIGHT && FROM_RIGHT.test(value) ? "right" : "left";
  }
  return typeof value === "boolean" || (typeof value === "object" && value !== null)
    ? "center"
    : "left";
}

/** Makes the painter's cells; a style that was seen is translated once. */
export class Appearance {
  readonly #styles = new WeakMap<Style, Partial<Record<Side, IStyleData>>>();

  constructor(
    private readonly palette: Palette,
    private readonly measure: TextMeasure,
    private readonly options: { locale: string; date1904: boolean; base: Style },
  ) {}

  /** `room`: the pixels of the cell, which decide how many digits of a number fit. */
  cell(content: Content, style: Style, room: number): ICellData | null {
    const value = plainValue(content);
    const side = sideOf(value, style);
    const look = this.#look(style, side);
    if (value === null || value === "") {
      return look.bg || look.bd ? { v: "", t: CellValueType.STRING, s: look } : null;
    }
    const text = this.text(value, style, room);
    const own = displayColor(value, style.numberFormat);
    const s = own && !look.cl?.rgb ? { ...look, cl: { rgb: own } } : look;
    if (isRich(content)) return { p: this.#rich(content, style), t: CellValueType.STRING, s };
    if (style.rotate === STACKED) return { v: [...text].join("\n"), t: CellValueType.STRING, s };
    const fitted = this.#fitted(text, style, room, s);
    if (fitted) return fitted;
    if (text.includes("\n") && !style.wrap)
      return { v: text.replaceAll("\n", ""), t: CellValueType.STRING, s };
    return { v: text, t: CellValueType.STRING, s };
  }

  /** The text of a value in its cell: fewer digits, then `###`, when a number does not fit. */
  text(value: Value, style: Style, room: number): string {
    const { locale, date1904 } = this.options;
    const code = localCode(style.numberFormat, locale);
    const text = displayText(value, code, { locale, date1904 });
    if (typeof value !== "number" || style.shrink || style.rotate || style.wrap) return text;
    const space = room - 2 * CELL_PADDING - (style.indent ?? 0) * INDENT;
    const font = this.font(style);
    if (this.measure.size(text, font) <= space) return text;
    if (!style.numberFormat || style.numberFormat === "General") {
      const shorter = this.#shortened(value, font, space);
      if (shorter !== null) return shorter;
    }
    const hash = this.measure.size("#", font);
    return "#".repeat(Math.max(1, Math.floor(space / hash)));
  }

  /** A text that is made smaller until it fits, or repeated until its cell is full; null for others. */
  #fitted(text: string, style: Style, room: number, look: IStyleData): ICellData | null {
    const repeats = style.align === "fill";
    if (!(repeats || style.shrink) || style.wrap || style.rotate) return null;
    const line = text.replaceAll("\n", "");
    const size = this.measure.size(line, this.font(style));
    const space = room - 2 * CELL_PADDING - (style.indent ?? 0) * INDENT;
    if (size <= 0 || space <= 0) return null;
    if (repeats) {
      const times = Math.min(MOST_REPEATED, Math.max(1, Math.floor(space / size)));
      return { v: line.repeat(times), t: CellValueType.STRING, s: look };
    }
    if (size <= space) return null;
    const points = Math.max(1, Math.floor(((look.fs ?? 11) * space * 10) / size) / 10);
    return { v: line, t: CellValueType.STRING, s: { ...look, fs: points } };
  }

  /** A CSS font. */
  font(style: Style): string {
    const { base } = this.options;
    const size = style.size ?? base.size ?? 11;
    const weight = style.bold ? "bold " : "";
    const slant = style.italic ? "italic " : "";
    return `${slant}${weight}${size}pt ${fontFamily(style.font ?? base.font)}`;
  }

  #shortened(value: number, font: string, space: number): string | null {
    const whole = Math.trunc(Math.abs(value)).toString().length;
    for (let digits = 10; digits >= 0; digits -= 1) {
      const text = String(Number(value.toFixed(digits)));
      if (whole <= 11 && this.measure.size(text, font) <= space) return text;
    }
    for (let digits = 5; digits >= 0; digits -= 1) {
      const text = value
        .toExponential(digits)
        .toUpperCase()
        .replace(/E([+-])(\d)$/, "E$10$2");
      if (this.measure.size(text, font) <= space) return text;
    }
    return null;
  }

  #look(style: Style, side: Side): IStyleData {
    let looks = this.#styles.get(style);
    if (!looks) {
      looks = {};
      this.#styles.set(style, looks);
    }
    looks[side] ??= this.#translate(style, side);
    return looks[side];
  }

  #translate(style: Style, side: Side): IStyleData {
    return {
      ...this.#textLook(style),
      ...this.#placing(style, side),
      ...this.#fill(style),
      ...this.#borders(style),
    };
  }

  #textLook(style: Style): IStyleData {
    const { base } = this.options;
    const look: IStyleData = {
      ff: fontFamily(style.font ?? base.font),
      fs: style.size ?? base.size ?? 11,
    };
    if (style.bold) look.bl = BooleanNumber.TRUE;
    if (style.italic) look.it = BooleanNumber.TRUE;
    if (style.underline && style.underline !== "none")
      look.ul = {
        ...YES,
        t: style.underline.startsWith("double") ? TextDecoration.DOUBLE : TextDecoration.SINGLE,
      };
    if (style.strike) look.st = YES;
    if (style.script === "superscript") look.va = BaselineOffset.SUPERSCRIPT;
    if (style.script === "subscript") look.va = BaselineOffset.SUBSCRIPT;
    const color = this.palette.css(style.color ?? base.color);
    if (color) look.cl = { rgb: color };
    return look;
  }

  #placing(style: Style, side: Side): IStyleData {
    const align = (style.align && horizontal[style.align]) || sides[side];
    const look: IStyleData = {
      ht: align,
      vt: vertical[style.valign ?? "bottom"] ?? VerticalAlign.BOTTOM,
      tb: style.wrap || style.rotate === STACKED ? WrapStrategy.WRAP : WrapStrategy.OVERFLOW,
      pd: { t: 1, b: 1, l: CELL_PADDING, r: CELL_PADDING },
    };
    const indent = Math.min(250, Math.max(0, style.indent ?? 0)) * INDENT;
    if (indent && look.pd) {
      if (align === HorizontalAlign.RIGHT) look.pd.r = CELL_PADDING + indent;
      else look.pd.l = CELL_PADDING + indent;
    }
    const angle = rotation(style.rotate);
    if (angle !== null) look.tr = { a: angle };
    return look;
  }

  #fill(style: Style): IStyleData {
    const color = this.palette.css(style.fill) ?? patternColor(style.pattern, this.palette);
    return color ? { bg: { rgb: color } } : {};
  }

  #borders(style: Style): IStyleData {
    const bd: IBorderData = {};
    const { borderStart, borderEnd, borderTop, borderBottom, borderDiagonal } = style;
    if (borderStart) bd.l = this.#border(borderStart);
    if (borderEnd) bd.r = this.#border(borderEnd);
    if (borderTop) bd.t = this.#border(borderTop);
    if (borderBottom) bd.b = this.#border(borderBottom);
    if (borderDiagonal?.down) bd.tl_br = this.#border(borderDiagonal);
    if (borderDiagonal?.up) bd.bl_tr = this.#border(borderDiagonal);
    return Object.values(bd).some(Boolean) ? { bd } : {};
  }

  #border(border: Border): IBorderStyleData | null {
    const s = borderStyles[border.style];
    return s === undefined ? null : { s, cl: { rgb: this.palette.css(border.color) ?? "#000000" } };
  }

  #rich(content: RichContent, style: Style): IDocumentData {
    const textRuns: ITextRun[] = [];
    let text = "";
    for (const [piece, patch] of content.r) {
      const clean = piece.replace(/\r\n|\n/g, "\r");
      const ts = this.#textLook(lookOf(patch, style));
      textRuns.push({ st: text.length, ed: text.length + clean.length, ts });
      text += clean;
    }
    const paragraphs = [...`${text}\r`].flatMap((letter, startIndex) =>
      letter === "\r" ? [{ startIndex }] : [],
    );
    return {
      id: "rich",
      documentStyle: {},
      body: { dataStream: `${text}\r\n`, textRuns, paragraphs },
    };
  }
}

/** The painter's angle for the file's, which counts downward beyond 90; null for lines that lie flat. */
function rotation(rotate: number | undefined): number | null {
  if (!rotate || rotate === STACKED) return null;
  return rotate <= 90 ? -rotate : rotate - 90;
}

function isRich(content: Content): content is RichContent {
  return typeof content === "object" && content !== null && "r" in content;
}
