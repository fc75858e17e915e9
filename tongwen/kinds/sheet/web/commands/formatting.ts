/** How cells look: fonts, fills, alignment, number formats, and the format painter. */
import { type Area, type Color, type Sheet, type Style, type StylePatch, setStyle } from "../model";
import { colsIn, rowsIn } from "./areas";
import { stepDecimals } from "./numberFormats";

/** Where a command works: the areas of the selection, and the cell whose look decides about switches. */
export interface Target {
  sheet: Sheet;
  areas: Area[];
  row: number;
  col: number;
  /** Characters of a cell that is being edited: fonts go to them alone. */
  text?: EditedText;
}

/** The characters that are selected while a text is edited, or those that are typed next. */
export interface EditedText {
  look: Style;
  format(patch: StylePatch): void;
}

export const DEFAULT_SIZE = 11;
const LARGEST = 409;
export const SIZES = [6, 8, 9, 10, 10.5, 11, 12, 14, 16, 18, 20, 22, 24, 26, 28, 36, 48, 72];

/** The look of the edited characters, else of the active cell. */
export function activeStyle({ sheet, row, col, text }: Target): Style {
  return text ? text.look : sheet.style(row, col);
}

export function format(target: Target, patch: StylePatch): void {
  if (target.text) target.text.format(patch);
  else setStyle(target.sheet, target.areas, patch);
}

export type Switch = "bold" | "italic" | "strike" | "wrap" | "shrink";

/** On when the active cell has it off, else off, for the whole selection. */
export function toggle(target: Target, member: Switch): void {
  format(target, { [member]: activeStyle(target)[member] ? null : true });
}

export function toggleUnderline(target: Target, kind = "single"): void {
  format(target, { underline: activeStyle(target).underline === kind ? null : kind });
}

export function toggleScript(target: Target, script: "superscript" | "subscript"): void {
  format(target, { script: activeStyle(target).script === script ? null : script });
}

export function setFont(target: Target, font: string): void {
  format(target, { font });
}

/** Points, clipped to 1 … 409. */
export function setSize(target: Target, size: number): void {
  format(target, { size: Math.min(Math.max(size, 1), LARGEST) });
}

/** The next size of the list, from that of the active cell. */
export function stepSize(target: Target, direction: 1 | -1): void {
  const now = activeStyle(target).size ?? DEFAULT_SIZE;
  const next =
    direction > 0 ? SIZES.find((size) => size > now) : SIZES.findLast((size) => size < now);
  setSize(target, next ?? now + direction);
}

export function setColor(target: Target, color: Color | null): void {
  format(target, { color });
}

export function setFill(target: Target, fill: Color | null): void {
  format(target, { fill, pattern: null });
}

export type Align =
  | "left"
  | "center"
  | "right"
  | "fill"
  | "justify"
  | "centerContinuous"
  | "distributed";
export type Valign = "top" | "center" | "bottom" | "justify" | "distributed";

/** A second press of the same alignment takes it away. */
export function setAlign(target: Target, align: Align): void {
  format(target, { align: activeStyle(target).align === align ? null : align });
}

export function setValign(target: Target, valign: Valign): void {
  format(target, { valign: valign === "bottom" ? null : valign });
}

const DEEPEST = 250;

/** Levels of indent; the text goes to the start, where indents count from. */
export function stepIndent(target: Target, delta: 1 | -1): void {
  const { indent = 0, align } = activeStyle(target);
  const next = Math.min(Math.max(indent + delta, 0), DEEPEST);
  const keeps = align === "left" || align === "right" || align === "distributed";
  format(target, {
    indent: next === 0 ? null : next,
    ...(next > 0 && !keeps ? { align: "left" } : {}),
  });
}

/**
 * The file's numbers for a direction of text: 0–90 counter-clockwise, 91–180 clockwise from 90, 255 stacked
 * (ECMA-376-1 §18.8.1).
 */
export function setRotation(target: Target, rotate: number): void {
  format(target, { rotate: rotate === 0 ? null : rotate });
}

/** Degrees, counter-clockwise positive, from the file's number; null for stacked text. */
export function degreesOf(rotate: number | undefined): number | null {
  if (rotate === 255) return null;
  return rotate === undefined ? 0 : rotate > 90 ? 90 - rotate : rotate;
}

export function rotationOf(degrees: number): number {
  const clipped = Math.min(Math.max(Math.round(degrees), -90), 90);
  return clipped < 0 ? 90 - clipped : clipped;
}

/** `General` is no format at all. */
export function setNumberFormat(target: Target, code: string): void {
  format(target, { numberFormat: code === "General" ? null : code });
}

/** One decimal more or fewer than the active cell has. */
export function changeDecimals(target: Target, delta: 1 | -1, value?: unknown): void {
  setNumberFormat(target, stepDecimals(activeStyle(target).numberFormat, delta, value));
}

/** What the format painter holds: the looks of a small area, by rows. */
export interface PickedFormats {
  styles: Style[][];
}

const LARGEST_PICK = 2000;

/** Take the look of an area; of a larger one than 2,000 cells, that of its first cell. */
export function pickFormats(sheet: Sheet, area: Area): PickedFormats {
  const large = rowsIn(area) * colsIn(area) > LARGEST_PICK;
  const { row1, col1 } = area;
  const [row2, col2] = large ? [row1, col1] : [area.row2, area.col2];
  const styles: Style[][] = [];
  for (let row = row1; row <= row2; row += 1) {
    const line: Style[] = [];
    for (let col = col1; col <= col2; col += 1) line.push(sheet.style(row, col));
    styles.push(line);
  }
  return { styles };
}

/** Every member of a style, and null for what other members the cells may have. */
function replacing(sheet: Sheet, style: Style): StylePatch {
  return { "*": sheet.book.styles.put(style) };
}

/** Give areas a look that was picked up; the picked area repeats over a larger one. */
export function paintFormats(sheet: Sheet, picked: PickedFormats, areas: readonly Area[]): void {
  const { styles } = picked;
  const first = styles[0]?.[0];
  if (!first) return;
  const height = styles.length;
  const width = styles[0]?.length ?? 1;
  sheet.book.steps.transact("paintFormats", () => {
    if (height === 1 && width === 1) {
      setStyle(sheet, [...areas], replacing(sheet, first));
      return;
    }
    for (const area of areas) paintGrid(sheet, styles, grown(area, height, width));
  });
}

/** One cell is painted as large as what was picked up. */
function grown(area: Area, height: number, width: number): Area {
  if (rowsIn(area) > 1 || colsIn(area) > 1) return area;
  return { ...area, row2: area.row1 + height - 1, col2: area.col1 + width - 1 };
}

function paintGrid(sheet: Sheet, styles: Style[][], area: Area): void {
  const byStyle = new Map<Style, Area[]>();
  const last = Math.min(area.row2, area.row1 + LARGEST_PICK - 1);
  for (let row = area.row1; row <= last; row += 1) {
    const line = styles[(row - area.row1) % styles.length] ?? [];
    for (let col = area.col1; col <= Math.min(area.col2, area.col1 + LARGEST_PICK - 1); col += 1) {
      const style = line[(col - area.col1) % line.length];
      if (!style) continue;
      const places = byStyle.get(style) ?? [];
      places.push({ row1: row, col1: col, row2: row, col2: col });
      byStyle.set(style, places);
    }
  }
  for (const [style, places] of byStyle) setStyle(sheet, places, replacing(sheet, style));
}
