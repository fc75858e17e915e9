/** How large a row or column must be for what is shown in it. */
import { DEFAULT_SIZE } from "../commands/formatting";
import type { Measure } from "../commands/lines";
import { fontFamily } from "../grid/appearance";
import { columnCharacters, columnPixels, rowPoints } from "../grid/lines";
import { TextMeasure } from "../grid/measure";
import type { AxisName, Sheet, Style } from "../model";
import type { SheetSession } from "./session";
import { shownText } from "./shown";

/** A line's height as a multiple of its font size. */
const LEADING = 1.36;
const PADDING = 6; // pixels
const MOST_CELLS = 5000;

function fontOf(style: Style): string {
  const size = ((style.size ?? DEFAULT_SIZE) * 96) / 72;
  return `${style.italic ? "italic " : ""}${style.bold ? "bold " : ""}${size}px ${fontFamily(style.font)}`;
}

function columnSize(sheet: Sheet, col: number): number {
  const size = sheet.line("cols", col).size ?? Number(sheet.view("defaultColWidth") ?? 8.43);
  return columnPixels(Number.isFinite(size) ? size : 8.43);
}

interface Fitting {
  session: SheetSession;
  measure: TextMeasure;
}

function widest({ session, measure }: Fitting, row: number, col: number): number {
  const style = session.sheet.style(row, col);
  const lines = shownText(session, row, col).split("\n");
  const font = fontOf(style);
  return Math.max(0, ...lines.map((line) => measure.size(line, font))) + (style.indent ?? 0) * 9;
}

/** Pixels that the lines of a cell take, one under the other. */
function tallest({ session, measure }: Fitting, row: number, col: number): number {
  const { sheet } = session;
  const style = sheet.style(row, col);
  const line = (((style.size ?? DEFAULT_SIZE) * 96) / 72) * LEADING;
  const text = shownText(session, row, col);
  if (!style.wrap) return line;
  const room = Math.max(8, columnSize(sheet, col) - PADDING);
  const font = fontOf(style);
  const lines = text
    .split("\n")
    .map((part) => Math.max(1, Math.ceil(measure.size(part, font) / room)));
  return line * lines.reduce((sum, count) => sum + count, 0);
}

/** A measure over the worksheet in front; merged cells are left out, as in Excel. */
export function fitted(session: SheetSession): Measure {
  const fitting = { session, measure: new TextMeasure() };
  const { sheet } = session;
  return (axis: AxisName, index: number): number | null => {
    const used = sheet.usedRange();
    if (!used) return null;
    const area =
      axis === "rows"
        ? { ...used, row1: index, row2: index }
        : { ...used, col1: index, col2: index };
    let size = 0;
    let seen = 0;
    sheet.eachContent(area, (row, col) => {
      seen += 1;
      if (seen > MOST_CELLS || sheet.mergeAt(row, col)) return;
      size = Math.max(size, (axis === "rows" ? tallest : widest)(fitting, row, col));
    });
    if (size === 0) return null;
    return axis === "rows" ? rowPoints(size) : columnCharacters(size + PADDING);
  };
}
