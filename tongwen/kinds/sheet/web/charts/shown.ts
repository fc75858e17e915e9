/** A chart as it is drawn, whether it came with the file or was made live, and what drawing it needs. */
import type { Chart, ChartAxis, ChartPlot, ChartSeries } from "@/api/shapes";
import { displayText } from "../commands/display";
import type { ChartColors } from "./colors";

export type { ChartAxis, ChartPlot, ChartSeries };

export interface ShownChart extends Chart {
  /** Formulas name cells where they are now, not where the file had them. */
  present?: boolean;
}

/** What charts say of themselves, in the language of the page. */
export interface ChartWords {
  /** A series without a name: "Series1". */
  series: (number: number) => string;
  /** A title that nobody wrote. */
  title: string;
  /** Under a map that is drawn as bars. */
  map: string;
  increase: string;
  decrease: string;
  total: string;
  /** A trend line without a name, of a series. */
  trend: (kind: string, series: string) => string;
}

/** Pixels. */
export interface Size {
  inline: number;
  block: number;
}

/** More points than this of one series are not drawn. */
export const MOST = 5000;

/** Option objects of ECharts: its own types follow the parts that are loaded, ours are loaded lazily. */
export type Option = Record<string, unknown>;

/** What every part of a chart's drawing asks. */
export class Making {
  readonly #names = new Map<ChartSeries, { name: string; at: number }>();

  constructor(
    readonly chart: ShownChart,
    readonly colors: ChartColors,
    readonly words: ChartWords,
    readonly locale: string,
    readonly size: Size,
  ) {
    let at = 0;
    const taken = new Set<string>();
    for (const series of chart.plots.flatMap((plot) => plot.series)) {
      const wish = series.name || words.series(at + 1);
      // ECharts knows series by name: two of one name would be one line of the legend.
      let name = wish;
      while (taken.has(name)) name += "\u200b";
      taken.add(name);
      this.#names.set(series, { name, at });
      at += 1;
    }
  }

  name(series: ChartSeries): string {
    return this.#names.get(series)?.name ?? "";
  }

  /** The place of a series among all of the chart, from zero. */
  ordinal(series: ChartSeries): number {
    return this.#names.get(series)?.at ?? 0;
  }

  /** A number under a format code, as cells show it. */
  text(value: number, code: string | null | undefined): string {
    const { locale, chart } = this;
    return displayText(value, code ?? undefined, { locale, date1904: chart.date1904 });
  }

  /** The colour of a series' area or line: its own, else the theme's next. */
  color(series: ChartSeries): string {
    const own = this.colors.css(series.color);
    return own ?? this.colors.automatic(series.index ?? this.ordinal(series));
  }

  /** The colour that lines and markers of a series have: they are seen also where its area is not. */
  ink(series: ChartSeries): string {
    const own = this.colors.css(series.color);
    const seen = own === "transparent" ? null : own;
    return seen ?? this.colors.automatic(series.index ?? this.ordinal(series));
  }

  /** The colour of one point, when it has its own. */
  pointColor(series: ChartSeries, index: number): string | null {
    const color = series.pointColors[String(index)];
    return this.colors.css(color as Parameters<ChartColors["css"]>[0]);
  }
}

/** Values cut to what is drawn, with what stands for a gap. */
export function drawn(series: ChartSeries, blanks: string): (number | null)[] {
  const values = series.values.slice(0, MOST);
  return blanks === "zero" ? values.map((value) => value ?? 0) : values;
}

/** Categories as text; points are counted where they have none. */
export function categoryTexts(
  making: Making,
  series: ChartSeries | undefined,
  code = series?.categoriesFormat,
): string[] {
  const { values = [], categories = [] } = series ?? {};
  const count = Math.min(MOST, Math.max(values.length, categories.length));
  return Array.from({ length: count }, (_, at) => {
    const category = categories[at];
    if (typeof category === "number") return making.text(category, code);
    return category ?? (categories.length > 0 ? "" : String(at + 1));
  });
}

/** How broad a text is, pixels: Han are as broad as they are high. */
export function breadth(text: string, size = 12): number {
  let sum = 0;
  for (const sign of text) sum += (sign.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.56;
  return sum * size;
}
