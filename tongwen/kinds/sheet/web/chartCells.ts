/** What a chart shows now: the cells that its formulas name, in place of what the file kept of them. */
import type { Chart, ChartPlot, ChartSeries } from "@/api/shapes";
import { cellsIn, intersection, parseArea } from "./commands/areas";
import { displayText, isDate } from "./commands/display";
import { plain } from "./commands/sorting";
import type { Values } from "./grid/view";
import { type Area, type Book, type Sheet, Template } from "./model";

/** More cells than this of one formula are not read. */
const MOST = 5000;

interface Source {
  sheet: Sheet;
  area: Area;
}

export interface ChartCells {
  book: Book;
  values: Pick<Values, "value">;
  /** BCP 47: how dates on an axis are written. */
  locale: string;
}

/** The chart's A1 text is that of the file: its rows and columns are the base lines, wherever they are now. */
function present(sheet: Sheet, area: Area): Area | null {
  const { row1, col1, row2, col2 } = area;
  return sheet.area([String(row1), String(col1), String(row2), String(col2)]);
}

/** The worksheet that a reference names; null when it names none. */
function sheetIn(reference: string, book: Book): string | null {
  const bang = reference.lastIndexOf("!");
  if (bang < 0) return null;
  const name = reference.slice(0, bang).replace(/^'|'$/g, "").replaceAll("''", "'");
  return book.sheetNamed(name)?.sid ?? null;
}

function sourceOf(reference: string, book: Book): Source | null {
  const sheet = book.sheet(sheetIn(reference, book) ?? "");
  const area = parseArea(reference.slice(reference.lastIndexOf("!") + 1));
  const now = sheet && area && present(sheet, area);
  if (!sheet || !now) return null;
  // Whole columns end where contents do.
  if (cellsIn([now]) <= MOST) return { sheet, area: now };
  const used = sheet.usedRange();
  const filled = used && intersection(now, { ...used, row1: 0, col1: 0 });
  return { sheet, area: filled ?? { ...now, row2: now.row1, col2: now.col1 } };
}

/** The areas of a formula; null when it names something else, or a worksheet that is not here. */
function sourcesOf(formula: string | null, book: Book): Source[] | null {
  if (!formula) return null;
  const found: Source[] = [];
  for (const { kind, text } of Template.tokens(formula)) {
    if (["space", "separator", "open", "close"].includes(kind)) continue;
    const source = kind === "reference" ? sourceOf(text, book) : null;
    if (!source) return null;
    found.push(source);
  }
  return found.length > 0 ? found : null;
}

interface Found {
  row: number;
  col: number;
  sheet: Sheet;
}

/** The cells of areas that are shown, row by row: hidden lines are not drawn. */
function cellsOf(sources: readonly Source[]): Found[] {
  const found: Found[] = [];
  for (const { sheet, area } of sources) {
    const shown = (axis: "rows" | "cols", first: number, last: number): number[] =>
      Array.from({ length: Math.min(last - first + 1, MOST) }, (_, at) => first + at).filter(
        (index) => !sheet.line(axis, index).hidden,
      );
    const cols = shown("cols", area.col1, area.col2);
    for (const row of shown("rows", area.row1, area.row2))
      for (const col of cols) {
        if (found.length >= MOST) return found;
        found.push({ row, col, sheet });
      }
  }
  return found;
}

class Reading {
  constructor(private readonly cells: ChartCells) {}

  series(plot: ChartPlot, series: ChartSeries): ChartSeries {
    const { book } = this.cells;
    const values = sourcesOf(series.valuesFormula, book);
    const categories = sourcesOf(series.categoriesFormula, book);
    const names = sourcesOf(series.nameFormula, book);
    const cloud = plot.type === "scatter" || plot.type === "bubble";
    const numbers = values && cellsOf(values).map((cell) => this.#number(cell));
    return {
      ...series,
      ...(numbers ? { values: numbers } : {}),
      ...(categories
        ? { categories: this.#categories(categories, cloud, (numbers ?? series.values).length) }
        : {}),
      ...(names ? { name: this.#texts(cellsOf(names)) || series.name } : {}),
    };
  }

  #value({ sheet, row, col }: Found) {
    return plain(this.cells.values.value(sheet, row, col));
  }

  #number(cell: Found): number | null {
    const value = this.#value(cell);
    return typeof value === "number" ? value : null;
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

  #categories(sources: Source[], cloud: boolean, points: number): (string | number | null)[] {
    const cells = cellsOf(sources);
    if (cloud) return cells.map((cell) => this.#number(cell));
    const levels = points > 0 ? cells.length / points : 1;
    if (levels < 2 || !Number.isInteger(levels)) return cells.map((cell) => this.#category(cell));
    // Names of several levels stand beside each other, in the direction of the values.
    const [first] = cells;
    const wide = cells.filter(({ row }) => row === first?.row).length;
    return Array.from({ length: points }, (_, point) =>
      this.#texts(
        cells.filter((_cell, at) =>
          wide === levels ? Math.floor(at / levels) === point : at % points === point,
        ),
      ),
    );
  }

  #category(cell: Found): string | number | null {
    const value = this.#value(cell);
    if (value === null) return null;
    const { numberFormat } = cell.sheet.style(cell.row, cell.col);
    return typeof value === "number" && !isDate(numberFormat) ? value : this.#text(cell);
  }
}

/** The chart with the present values of the cells it names; what cannot be read stays as the file has it. */
export function presentChart(chart: Chart, cells: ChartCells): Chart {
  const reading = new Reading(cells);
  return {
    ...chart,
    plots: chart.plots.map((plot) => ({
      ...plot,
      series: plot.series.map((series) => reading.series(plot, series)),
    })),
  };
}

/** The worksheets whose cells a chart shows, by name in its formulas; those that are gone are left out. */
export function sheetsOfChart(chart: Chart, book: Book): ReadonlySet<string> {
  const formulas = chart.plots
    .flatMap(({ series }) => series)
    .flatMap((one) => [one.valuesFormula, one.categoriesFormula, one.nameFormula]);
  const sids = formulas
    .flatMap((formula) => Template.tokens(formula ?? ""))
    .map(({ kind, text }) => (kind === "reference" ? sheetIn(text, book) : null));
  return new Set(sids.filter((sid) => sid !== null));
}
