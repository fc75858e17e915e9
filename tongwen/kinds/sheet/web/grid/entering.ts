/** Texts with fonts between the cell editor and the model: what editing begins with, and what is kept. */
import {
  type Content,
  enter,
  type RichContent,
  type Sheet,
  type Style,
  setCells,
  setStyle,
} from "../model";
import { editedText } from "./reading";
import { joined, onlyFont, patchOf, type Run, type Runs, sliced, textOf } from "./runs";

export function isRich(content: Content): content is RichContent {
  return typeof content === "object" && content !== null && "r" in content;
}

/** The runs of a content; a font that is none is the cell's. */
export function runsOf({ r }: RichContent): Run[] {
  const isFont = (font: unknown): font is Record<string, unknown> =>
    typeof font === "object" && font !== null && !Array.isArray(font);
  return joined(
    r.map(([text, font]): Run => [text.replace(/\r\n?/g, "\n"), isFont(font) ? font : null]),
  );
}

/** A cell's style with the font of the workbook where it says nothing. */
export function fontStyle(sheet: Sheet, style: Style): Style {
  const { font, size } = sheet.book.styles.get(0);
  return { font: font ?? "Calibri", size: size ?? 11, ...style };
}

/** The characters with which editing a cell begins. */
export function editedRuns(sheet: Sheet, row: number, col: number): Run[] {
  const text = editedText(sheet, row, col);
  const content = sheet.content(row, col);
  if (!isRich(content)) return joined([[text, null]]);
  const runs = runsOf(content);
  return text === `'${textOf(runs)}` ? joined([["'", null], ...runs]) : runs;
}

/**
 * Keep what was typed, as one step. Text keeps its fonts; one font for all of it becomes the cell's; numbers,
 * formulas and truth values have the cell's.
 */
export function enterRuns(sheet: Sheet, row: number, col: number, runs: Runs): void {
  const text = textOf(runs);
  sheet.book.steps.transact("enter", () => {
    enter(sheet, row, col, text);
    const written = sheet.content(row, col);
    const kept = written === text.slice(1) ? sliced(runs, 1) : joined(runs);
    const font = onlyFont(kept);
    const isText = typeof written === "string" && textOf(kept) === written;
    if (font) setStyle(sheet, [{ row1: row, row2: row, col1: col, col2: col }], patchOf(font));
    else if (font === undefined && isText) setCells(sheet, [[row, col, { r: kept }]]);
  });
}
