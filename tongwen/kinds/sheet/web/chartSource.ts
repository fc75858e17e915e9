/** Charts of a document: fetched once each, drawn in the colours of the workbook's theme. */
import { api, type Chart } from "@/api";
import { type ChartCells, presentChart, sheetsOfChart } from "./chartCells";
import { drawChart, type ThemeColor } from "./charts";
import type { DrawingSource } from "./drawings";
import { Palette } from "./grid/colors";
import type { Values } from "./grid/view";
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

/** Milliseconds from the change of a cell to the redrawing of the charts that show it. */
const CALM = 200;

/** Tell a listener, once things rest, that cells of worksheets may have other values. */
function onCells({ book, values }: LiveCells, listener: (sids: ReadonlySet<string>) => void) {
  let changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const soon = (sids: Iterable<string>): void => {
    for (const sid of sids) changed.add(sid);
    timer ??= setTimeout(() => {
      timer = null;
      const told = changed;
      changed = new Set();
      listener(told);
    }, CALM);
  };
  const stops = [
    book.onChange((change) => soon(change.sheets.keys())),
    values.onChange((sid) => soon([sid])),
  ];
  return () => {
    if (timer) clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

export interface LiveCells extends ChartCells {
  values: Values;
}

/** The charts of one document, as drawings ask for them: drawn from the cells they name, again when those change. */
export function chartSource(node: string, cells: LiveCells): DrawingSource["chart"] {
  const { book } = cells;
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
    drawChart(element, fetched(part), themeColors(book), onFailure, {
      now: (chart) => presentChart(chart, cells),
      onChange: (chart, redraw) =>
        onCells(cells, (sids) => {
          for (const sid of sheetsOfChart(chart, book)) if (sids.has(sid)) return redraw();
        }),
    });
}
