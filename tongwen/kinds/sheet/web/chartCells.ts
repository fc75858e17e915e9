/** What a chart shows now: the cells that its formulas name, in place of what the file kept of them. */
import type { Chart, ChartPlot, ChartSeries } from "@/api/shapes";
import { MOST_CELLS, type Source, sourcesOf } from "./chartReferences";
import type { ShownChart } from "./charts/shown";
import { displayText, isDate } from "./commands/display";
import { plain } from "./commands/sorting";
import type { Values } from "./grid/view";
import type { Book, Sheet } from "./model";

export interface ChartCells {
  book: Book;
  values: Pick<Values, "value">;
  /** BCP 47: how dates on an axis are written. */
  locale: string;
}

interface Found {
  row: number;
  col: number;
  sheet: Sheet;
}

/** The cells of areas that are shown, row by row; those of hidden lines only where the chart says so. */
function cellsOf(sources: readonly Source[], hidden: boolean): Found[] {
  const found: Found[] = [];
  for (const { sheet, area } of sources) {
    const shown = (axis: "rows" | "cols", first: number, last: number): number[] =>
      Array.from({ length: Math.min(last - first + 1, MOST_CELLS) }, (_, at) => first + at).filter(
        (index) => hidden || !sheet.line(axis, index).hidden,
      );
    const cols = shown("cols", area.col1, area.col2);
    for (const row of shown("rows", area.row1, area.row2))
      for (const col of cols) {
        if (found.length >= MOST_CELLS) return found;
        found.push({ row, col, sheet });
      }
  }
  return found;
}

/** Charts whose categories are a tree: their levels stay apart. */
const TREES = new Set(["treemap", "sunburst", "map"]);

class Reading {
  constructor(
    private readonly cells: ChartCells,
    private readonly chart: ShownChart,
  ) {}

  #sources(formula: string | null): Found[] | null {
    const { sheets, present, hiddenCells } = this.chart;
    const { book } = this.cells;
    const found = sourcesOf(formula, { book, sheets, present });
    return found && cellsOf(found, hiddenCells);
  }

  series(plot: ChartPlot, series: ChartSeries): ChartSeries {
    const values = this.#sources(series.valuesFormula);
    const categories = this.#sources(series.categoriesFormula);
    const names = this.#sources(series.nameFormula);
    const sizes = this.#sources(series.sizesFormula);
    const numbers = values?.map((cell) => this.#number(cell));
    const count = (numbers ?? series.values).length;
    return {
      ...series,
      ...(numbers ? { values: numbers, format: this.#format(values) ?? series.format } : {}),
      ...(categories ? this.#categories(plot, categories, count) : {}),
      ...(sizes ? { sizes: sizes.map((cell) => this.#number(cell)) } : {}),
      ...(names ? { name: this.#texts(names) || series.name } : {}),
    };
  }

  #value({ sheet, row, col }: Found) {
    return plain(this.cells.values.value(sheet, row, col));
  }

  #number(cell: Found): number | null {
    const value = this.#value(cell);
    return typeof value === "number" ? value : null;
  }

  /** The number format of the first cell, by which an axis and labels write what is linked to it. */
  #format(cells: readonly Found[] | null): string | null {
    const [first] = cells ?? [];
    return first ? (first.sheet.style(first.row, first.col).numberFormat ?? "General") : null;
  }

  #text(cell: Found): string {
    const { book, locale } = this.cells;
    const date1904 = book.setting("date1904") === true;
    const { numberFormat } = cell.sheet.style(cell.row, cell.col);
    return displayText(this.#value(cell), numberFormat, { locale, date1904 });
  }

  #texts(cells: readonly Found[]): string {
    return cells
      .map((cell) => this.#text(cell))
      .filter(Boolean)
      .join(" ");
  }

  #categories(plot: ChartPlot, cells: Found[], points: number): Partial<ChartSeries> {
    const categoriesFormat = this.#format(cells);
    const cloud = plot.type === "scatter" || plot.type === "bubble";
    if (cloud) return { categories: cells.map((cell) => this.#scalar(cell)), categoriesFormat };
    const levels = this.#levels(cells, points);
    if (!levels) {
      const dates = this.#hasDates(plot);
      return { categories: cells.map((cell) => this.#category(cell, dates)), categoriesFormat };
    }
    if (TREES.has(plot.type))
      return { levels: levels.map((level) => level.map((cell) => this.#text(cell) || null)) };
    return {
      categories: (levels[0] ?? []).map((_, at) =>
        this.#texts(levels.flatMap((level) => level[at] ?? [])),
      ),
    };
  }

  /** Categories of several levels, which stand beside each other in the direction of the values; null: one level. */
  #levels(cells: Found[], points: number): Found[][] | null {
    const many = points > 0 ? cells.length / points : 1;
    if (many < 2 || !Number.isInteger(many)) return null;
    const [first] = cells;
    const wide = cells.filter(({ row }) => row === first?.row).length === many;
    return Array.from({ length: many }, (_, level) =>
      cells.filter((_cell, at) => (wide ? at % many : Math.floor(at / points)) === level),
    );
  }

  /** Whether the categories of a plot are dates on an axis of dates: then they are numbers. */
  #hasDates(plot: ChartPlot): boolean {
    return this.chart.axes.some(
      ({ id, kind }) => kind === "date" && id !== null && plot.axes.includes(id),
    );
  }

  #scalar(cell: Found): string | number | null {
    const value = this.#value(cell);
    return typeof value === "number" || value === null ? value : this.#text(cell);
  }

  #category(cell: Found, dates: boolean): string | number | null {
    const value = this.#value(cell);
    if (value === null) return null;
    const { numberFormat } = cell.sheet.style(cell.row, cell.col);
    return typeof value === "number" && (dates || !isDate(numberFormat)) ? value : this.#text(cell);
  }
}

/** The chart with the present values of the cells it names; what cannot be read stays as the file has it. */
export function presentChart<Any extends ShownChart>(chart: Any, cells: ChartCells): Any {
  const reading = new Reading(cells, chart);
  return {
    ...chart,
    plots: chart.plots.map((plot) => ({
      ...plot,
      series: plot.series.map((series) => reading.series(plot, series)),
    })),
  };
}

/** The worksheets whose cells a chart shows; those that are gone are left out. */
export function sheetsOfChart(
  chart: Chart & { present?: boolean },
  book: Book,
): ReadonlySet<string> {
  const origin = { book, sheets: chart.sheets, present: chart.present };
  const found = chart.plots
    .flatMap(({ series }) => series)
    .flatMap((one) => [one.valuesFormula, one.categoriesFormula, one.nameFormula, one.sizesFormula])
    .flatMap((formula) => sourcesOf(formula, origin) ?? []);
  return new Set(found.map(({ sheet }) => sheet.sid));
}
