/** Charts of a document: fetched once each, or made of their objects, drawn in the colours of the workbook's theme. */
import { api, type Chart } from "@/api";
import { type ChartCells, presentChart, sheetsOfChart } from "./chartCells";
import type { ThemeColor } from "./charts/colors";
import { drawChart } from "./charts/draw";
import { madeChart } from "./charts/made";
import type { ShownChart } from "./charts/shown";
import { chartFailure, chartWords, UnknownChart } from "./chartWords";
import type { DrawingSource } from "./drawings";
import { Palette } from "./grid/colors";
import type { Values } from "./grid/view";
import type { Book, SheetObject } from "./model";

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

/** A chart that has something to draw; else an error that says its title. */
function known<Any extends Chart>(chart: Any): Any {
  if (chart.plots.length === 0) throw new UnknownChart(chart.title);
  return chart;
}

/**
 * The charts of one document, as drawings ask for them: drawn from the cells they name, again when those change.
 * Those of a version are in that version's file.
 */
export function chartSource(
  node: string,
  cells: LiveCells,
  version?: number,
): DrawingSource["chart"] {
  const { book, locale } = cells;
  const fetchings = new Map<string, Promise<Chart>>();
  const fetched = (part: string): Promise<Chart> => {
    let asked = fetchings.get(part);
    if (!asked) {
      asked = api.chart(node, part, version);
      fetchings.set(part, asked);
      // What failed is asked for again when the chart comes in sight again.
      asked.catch(() => fetchings.delete(part));
    }
    return asked;
  };
  return (element, drawing, sid, onFailure) => {
    const { part } = drawing as SheetObject & { part?: unknown };
    const made = (): ShownChart | null => madeChart(drawing.chart, book, sid);
    const asked: Promise<ShownChart> =
      typeof part === "string"
        ? fetched(part).then(known)
        : Promise.resolve().then(() => made() ?? known({ plots: [], title: null } as never));
    const latest = (chart: ShownChart): ShownChart => (chart.present ? (made() ?? chart) : chart);
    return drawChart(
      element,
      asked,
      () => ({ theme: themeColors(book), words: chartWords, locale }),
      (error) => onFailure(chartFailure(error)),
      {
        now: (chart) => presentChart(latest(chart), cells),
        onChange: (chart, redraw) =>
          onCells(cells, (sids) => {
            for (const one of sheetsOfChart(latest(chart), book))
              if (sids.has(one)) return redraw();
          }),
      },
    );
  };
}
