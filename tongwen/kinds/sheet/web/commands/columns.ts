/** Text to columns, on a worksheet. */
import { type Area, enter, type Sheet, type ValueOf } from "../model";
import { displayText } from "./display";
import { plain } from "./sorting";
import { type SplitOptions, split } from "./splitting";

const MOST = 20_000;

/** The texts of the first column of an area, by rows. */
export function textsOf(sheet: Sheet, area: Area, computed: ValueOf): string[] {
  const used = sheet.usedRange();
  const last = Math.min(area.row2, used?.row2 ?? area.row1, area.row1 + MOST - 1);
  const texts: string[] = [];
  for (let row = area.row1; row <= last; row += 1) {
    texts.push(displayText(plain(computed(sheet, row, area.col1)), undefined));
  }
  return texts;
}

/** The cells beside the column that the pieces would be written over. */
export function overwritten(sheet: Sheet, area: Area, pieces: readonly string[][]): number {
  const columns = Math.max(1, ...pieces.map((parts) => parts.length));
  if (columns < 2) return 0;
  let count = 0;
  const beside = { ...area, row2: area.row1 + pieces.length - 1, col1: area.col1 + 1 };
  sheet.eachContent({ ...beside, col2: area.col1 + columns - 1 }, () => {
    count += 1;
  });
  return count;
}

/** Split the texts of the first column; numbers and dates among the pieces become such. One step. */
export function textToColumns(
  sheet: Sheet,
  area: Area,
  options: SplitOptions,
  computed: ValueOf,
): void {
  sheet.book.steps.transact("textToColumns", () => {
    for (const [index, text] of textsOf(sheet, area, computed).entries()) {
      if (text === "") continue;
      for (const [offset, piece] of split(text, options).entries()) {
        // A piece that looks like a formula is text: it was text before.
        const safe = /^[=＝+@-]/.test(piece) && !/^[+-]?[\d.]/.test(piece) ? `'${piece}` : piece;
        enter(sheet, area.row1 + index, area.col1 + offset, safe);
      }
    }
  });
}
