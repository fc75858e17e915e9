/** Charts of a document: fetched once each, drawn in the colours of the workbook's theme. */
import { api, type Chart } from "@/api";
import { drawChart, type ThemeColor } from "./charts";
import type { DrawingSource } from "./drawings";
import { Palette } from "./grid/colors";
import type { Book } from "./model";

const themed = [
  "lt1",
  "dk1",
  "lt2",
  "dk2",
  "accent1",
  "accent2",
  "accent3",
  "accent4",
  "accent5",
  "accent6",
];
const aliases: Record<string, string> = { bg1: "lt1", tx1: "dk1", bg2: "lt2", tx2: "dk2" };

/** Colours of the workbook's theme by the names that charts use. */
export function themeColors(book: Pick<Book, "setting">): ThemeColor {
  const palette = new Palette({ theme: book.setting("theme"), indexed: book.setting("indexed") });
  return (name) => {
    const index = themed.indexOf(aliases[name] ?? name);
    return index < 0 ? null : palette.css({ theme: index });
  };
}

/** The charts of one document, as drawings ask for them. */
export function chartSource(node: string, book: Book): DrawingSource["chart"] {
  const known = new Map<string, Promise<Chart>>();
  const fetched = (part: string): Promise<Chart> => {
    let asked = known.get(part);
    if (!asked) {
      asked = api.chart(node, part);
      known.set(part, asked);
    }
    return asked;
  };
  return (element, part, onFailure) =>
    drawChart(element, fetched(part), themeColors(book), onFailure);
}
