/** Charts on axes: columns, bars, lines, areas, points, bubbles, stocks and what lies over them. */
import { Axes, type Frame, isCloud } from "./axes";
import { pointLabels } from "./labels";
import { type BarPlace, between, boxMarks, errorMark, stepMarks, trendMark } from "./marks";
import {
  type ChartPlot,
  type ChartSeries,
  categoryTexts,
  drawn,
  type Making,
  MOST,
  type Option,
} from "./shown";
import type { Point } from "./trends";

const PIXELS = 4 / 3;
const SYMBOLS: Record<string, string> = {
  circle: "circle",
  square: "rect",
  diamond: "diamond",
  triangle: "triangle",
  dot: "circle",
  x: "path://M1,0 L5,4 L9,0 L10,1 L6,5 L10,9 L9,10 L5,6 L1,10 L0,9 L4,5 L0,1 Z",
  plus: "path://M4,0 L6,0 L6,4 L10,4 L10,6 L6,6 L6,10 L4,10 L4,6 L0,6 L0,4 L4,4 Z",
  star: "path://M5,0 L6,4 L10,5 L6,6 L5,10 L4,6 L0,5 L4,4 Z",
  dash: "path://M0,4 L10,4 L10,6 L0,6 Z",
};
const AUTOMATIC = ["diamond", "square", "triangle", "x", "star", "circle", "plus", "dot", "dash"];

const isStacked = ({ grouping }: ChartPlot): boolean =>
  grouping === "stacked" || grouping === "percentStacked";

class Cartesian {
  readonly #axes: Axes;
  readonly #flat: boolean;

  constructor(
    private readonly making: Making,
    private readonly plots: readonly ChartPlot[],
    ink: string,
  ) {
    this.#flat = plots.some(({ type, direction }) => type === "bar" && direction === "bar");
    this.#axes = new Axes(making, plots, this.#flat, ink);
  }

  option(): Option {
    const series = this.#axes.frames.flatMap((frame) => this.#plot(frame));
    return { ...this.#axes.options(), series };
  }

  #on({ along, up }: Frame): Option {
    return this.#flat
      ? { xAxisIndex: up, yAxisIndex: along }
      : { xAxisIndex: along, yAxisIndex: up };
  }

  #plot(frame: Frame): Option[] {
    const { plot } = frame;
    const axes = this.#on(frame);
    if (plot.type === "waterfall")
      return plot.series.flatMap((series) => stepMarks(this.making, series));
    if (plot.type === "boxWhisker") {
      const [first] = plot.series;
      return boxMarks(this.making, plot.series, categoryTexts(this.making, first).filter(once));
    }
    const values = this.#values(plot);
    const all = plot.series.flatMap((series, at) =>
      this.#series(frame, series, values[at] ?? [], at),
    );
    if ((plot.highLow || plot.upDown) && !isStacked(plot))
      all.push(...between(this.making, plot, (at) => this.#place(frame, at), axes));
    return all;
  }

  /** The values as they are drawn: shares of the whole where the plot says so. */
  #values(plot: ChartPlot): (number | null)[][] {
    const area = plot.type === "area" || (plot.type === "line" && isStacked(plot));
    const blanks = area ? "zero" : this.making.chart.blanks;
    const all = plot.series.map((series) => drawn(series, blanks));
    if (plot.grouping !== "percentStacked") return all;
    return all.map((values) =>
      values.map((value, at) => {
        const whole = all.reduce((sum, other) => sum + Math.abs(other[at] ?? 0), 0);
        return value === null || whole === 0 ? value : value / whole;
      }),
    );
  }

  #place(frame: Frame, at: number): number {
    return this.#axes.timeline(frame)?.places[at] ?? at;
  }

  #series(frame: Frame, series: ChartSeries, values: (number | null)[], at: number): Option[] {
    const { plot } = frame;
    const cloud = isCloud(plot);
    const timeline = cloud ? null : this.#axes.timeline(frame);
    const name = this.making.name(series);
    const base = { name, ...this.#on(frame), tooltip: this.#tooltip(series, plot) };
    const points = cloud ? cloudPoints(series, values) : linePoints(values);
    const index = (shown: number): number =>
      timeline ? timeline.places.lastIndexOf(shown) : shown;
    const label = pointLabels(this.making, plot, series, this.#flat, index);
    const body = cloud
      ? this.#cloud(frame, series, points)
      : plot.type === "bar"
        ? this.#bars(plot, series, this.#spread(frame, series, values))
        : this.#line(frame, series, this.#spread(frame, series, values));
    const placed = { points, category: !cloud, flat: this.#flat, axes: this.#on(frame) };
    const held = { ...placed, points: points.filter(([x, y]) => Number.isFinite(x + y)) };
    const bar = this.#barPlace(plot, at);
    return [
      { ...base, label, ...body },
      ...series.errors.flatMap((errors) => errorMark(this.making, errors, held, bar)),
      ...series.trends.flatMap((trend) => trendMark(this.making, series, trend, held)),
    ];
  }

  /** Values by place on the axis, with the colours that single points have. */
  #spread(frame: Frame, series: ChartSeries, values: (number | null)[]): unknown[] {
    const timeline = this.#axes.timeline(frame);
    const log = this.#axes.valueAxis(frame)?.log;
    const spread: unknown[] = timeline ? new Array(timeline.slots.length).fill(null) : [];
    const varied = frame.plot.varied && frame.plot.series.length === 1 && frame.plot.type === "bar";
    for (const [at, raw] of values.entries()) {
      const value = log && (raw ?? 0) <= 0 ? null : raw;
      const own = this.making.pointColor(series, at);
      const color = own ?? (varied ? this.making.colors.automatic(at) : null);
      spread[this.#place(frame, at)] = color ? { value, itemStyle: { color } } : value;
    }
    return spread;
  }

  #tooltip(series: ChartSeries, plot: ChartPlot): Option {
    const percent = plot.grouping === "percentStacked";
    const code = percent ? "0%" : series.format;
    return {
      valueFormatter: (value: unknown) => {
        const [last] = Array.isArray(value) ? value.slice(1) : [value];
        return typeof last === "number" ? this.making.text(last, code) : "";
      },
    };
  }

  #gaps(plot: ChartPlot): Option {
    const count = isStacked(plot) ? 1 : plot.series.length;
    const overlap = isStacked(plot) ? 1 : (plot.overlap ?? 0) / 100;
    const breadth = count - (count - 1) * overlap;
    const gap = (plot.gap ?? 150) / 100;
    return {
      barGap: `${Math.round(-overlap * 100)}%`,
      barCategoryGap: `${Math.round((100 * gap) / (breadth + gap))}%`,
    };
  }

  #barPlace(plot: ChartPlot, at: number): BarPlace | null {
    if (plot.type !== "bar") return null;
    const count = isStacked(plot) ? 1 : plot.series.length;
    return { at: isStacked(plot) ? 0 : at, count, gaps: this.#gaps(plot) };
  }

  #bars(plot: ChartPlot, series: ChartSeries, data: unknown[]): Option {
    const { colors } = this.making;
    const border = colors.css(series.line?.color);
    return {
      type: "bar",
      data,
      ...(isStacked(plot) ? { stack: this.#stack(plot) } : {}),
      ...this.#gaps(plot),
      itemStyle: {
        color: this.making.color(series),
        ...(border && border !== "transparent" ? { borderColor: border, borderWidth: 1 } : {}),
      },
    };
  }

  #stack = (plot: ChartPlot): string => `stack ${this.plots.indexOf(plot)}`;

  #line(frame: Frame, series: ChartSeries, data: unknown[]): Option {
    const { plot } = frame;
    const area = plot.type === "area";
    const color = area ? this.making.color(series) : this.making.ink(series);
    const timeline = this.#axes.timeline(frame);
    const own = this.making.colors.css(series.line?.color);
    // The series of a stock chart are the ends of what is drawn between them.
    const hidden = own === "transparent" || (plot.type === "stock" && own === null);
    return {
      type: "line",
      data,
      ...(plot.type === "stock" ? { z: 4 } : {}),
      ...(isStacked(plot) ? { stack: this.#stack(plot), stackStrategy: "all" } : {}),
      ...(area ? { areaStyle: { color, opacity: isStacked(plot) ? 1 : 0.75 } } : {}),
      connectNulls: this.making.chart.blanks === "span" || timeline !== null,
      smooth: series.smooth ? 0.35 : false,
      lineStyle: this.#stroke(series, area || hidden),
      itemStyle: { color: this.making.colors.css(series.markerColor) ?? color },
      ...this.#symbol(series, area ? null : this.#marker(plot, series)),
    };
  }

  #stroke(series: ChartSeries, hidden: boolean): Option {
    const dash = series.line?.dash ?? "solid";
    return {
      color: this.making.colors.css(series.line?.color) ?? this.making.ink(series),
      width: hidden ? 0 : Math.max(1, (series.line?.width ?? 2.25) * PIXELS * 0.8),
      type: /dot/i.test(dash) ? "dotted" : dash === "solid" ? "solid" : "dashed",
    };
  }

  #marker(plot: ChartPlot, series: ChartSeries): string | null {
    if (series.marker === "none") return null;
    if (series.marker && series.marker !== "auto") return series.marker;
    const shown = series.marker === "auto" || plot.markers || plot.type === "scatter";
    return shown ? (AUTOMATIC[this.making.ordinal(series) % AUTOMATIC.length] ?? "circle") : null;
  }

  #symbol(series: ChartSeries, marker: string | null): Option {
    const size = (series.markerSize ?? 5) * PIXELS;
    if (!marker) return { symbol: "none" };
    return { symbol: SYMBOLS[marker] ?? "circle", symbolSize: size, showAllSymbol: true };
  }

  #cloud(frame: Frame, series: ChartSeries, points: readonly Point[]): Option {
    const { plot } = frame;
    const color = this.making.color(series);
    const log = this.#axes.valueAxis(frame)?.log;
    const shown = points.map(([x, y], at) => {
      const own = this.making.pointColor(series, at);
      const value = [x, log && y <= 0 ? Number.NaN : y, series.sizes?.[at] ?? 0];
      return own ? { value, itemStyle: { color: own } } : value;
    });
    if (plot.type === "bubble") return { ...this.#bubbles(plot, color), data: shown };
    const bare = this.making.colors.css(series.line?.color) === "transparent";
    return {
      type: "line",
      data: shown,
      smooth: series.smooth ? 0.35 : false,
      connectNulls: this.making.chart.blanks === "span",
      lineStyle: this.#stroke(series, bare || plot.style === "marker"),
      itemStyle: {
        color: this.making.colors.css(series.markerColor) ?? this.making.ink(series),
      },
      ...this.#symbol(series, this.#marker(plot, series)),
    };
  }

  #bubbles(plot: ChartPlot, color: string): Option {
    const sizes = plot.series.flatMap((series) => series.sizes ?? []).map((size) => size ?? 0);
    const largest = sizes.reduce((most, size) => Math.max(most, Math.abs(size)), 0) || 1;
    const { inline, block } = this.making.size;
    const full = (Math.min(inline, block) / 4) * Math.min(3, (plot.scale ?? 100) / 100);
    return {
      type: "scatter",
      itemStyle: { color, opacity: 0.75 },
      symbolSize: (point: number[]) =>
        Math.max(3, full * Math.sqrt(Math.max(0, point[2] ?? 0) / largest)),
    };
  }
}

const once = (text: string, at: number, all: readonly string[]): boolean =>
  all.indexOf(text) === at;

/** The points of a series over numbers; counted where x has a text, as Excel does. */
function cloudPoints(series: ChartSeries, values: readonly (number | null)[]): Point[] {
  const x = series.categories.slice(0, MOST);
  const counted = x.length === 0 || x.some((one) => typeof one === "string");
  return values.map((value, at) => [
    counted ? at + 1 : typeof x[at] === "number" ? (x[at] as number) : Number.NaN,
    value ?? Number.NaN,
  ]);
}

const linePoints = (values: readonly (number | null)[]): Point[] =>
  values.map((value, at) => [at + 1, value ?? Number.NaN]);

/** The axes and series of a chart on axes. */
export function cartesian(making: Making, plots: readonly ChartPlot[], ink: string): Option {
  return new Cartesian(making, plots, ink).option();
}
