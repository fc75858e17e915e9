/** Charts of the file drawn by ECharts, from what the server read of them. ECharts is fetched when the first one is seen. */
import type { EChartsCoreOption } from "echarts/core";
import type { Chart, ChartAxis, ChartColor, ChartPlot, ChartSeries } from "@/api/shapes";

/** `RRGGBB` of a theme's colour by its name, as `Palette` has them by index. */
export type ThemeColor = (name: string) => string | null;

const ACCENTS = ["accent1", "accent2", "accent3", "accent4", "accent5", "accent6"];
/** More points than this of one series are not drawn. */
const MOST = 5000;

const round = new Set(["pie", "doughnut"]);

class Drawing {
  #series = 0;

  constructor(
    private readonly chart: Chart,
    private readonly theme: ThemeColor,
  ) {}

  option(): EChartsCoreOption {
    const { chart } = this;
    const [first] = chart.plots;
    const title = chart.titleHidden ? null : (chart.title ?? this.#onlyName());
    const base: EChartsCoreOption = {
      animation: false,
      color: ACCENTS.map((name) => this.theme(name) ?? "#4472C4"),
      tooltip: { trigger: "item", confine: true },
      ...(title
        ? { title: { text: title, left: "center", top: 6, textStyle: { fontSize: 14 } } }
        : {}),
      ...this.#legend(Boolean(title)),
    };
    if (!first) return base;
    if (round.has(first.type))
      return { ...base, series: chart.plots.flatMap((plot) => this.#pies(plot)) };
    if (first.type === "radar") return { ...base, ...this.#radar(first) };
    return { ...base, ...this.#cartesian(Boolean(title)) };
  }

  #onlyName(): string | null {
    const all = this.chart.plots.flatMap((plot) => plot.series);
    return all.length === 1 && this.chart.title !== null ? (all[0]?.name ?? null) : null;
  }

  #legend(titled: boolean): EChartsCoreOption {
    const places: Record<string, object> = {
      r: { right: 6, top: "middle", orient: "vertical" },
      l: { left: 6, top: "middle", orient: "vertical" },
      t: { top: titled ? 30 : 6 },
      b: { bottom: 4 },
      tr: { right: 6, top: 6, orient: "vertical" },
    };
    const { legend } = this.chart;
    return legend === null ? {} : { legend: { type: "scroll", ...(places[legend] ?? places.r) } };
  }

  #color(color: ChartColor | null | undefined): string | undefined {
    if (color?.rgb && /^[0-9a-f]{6}$/i.test(color.rgb)) return `#${color.rgb}`;
    return (color?.theme && this.theme(color.theme)) || undefined;
  }

  #name(series: ChartSeries): string {
    this.#series += 1;
    return series.name ?? String(this.#series);
  }

  #pies(plot: ChartPlot): object[] {
    return plot.series.slice(0, 1).map((series) => ({
      type: "pie",
      name: this.#name(series),
      radius: plot.type === "doughnut" ? [`${(plot.hole ?? 50) * 0.7}%`, "70%"] : "70%",
      label: this.#labels(series, "{b}"),
      data: series.values.slice(0, MOST).map((value, index) => ({
        value: value ?? 0,
        name: String(series.categories[index] ?? index + 1),
        itemStyle: {
          color: this.#color(series.pointColors[String(index)] as ChartColor | undefined),
        },
      })),
    }));
  }

  #labels(series: ChartSeries, otherwise?: string): object {
    const words: Record<string, string> = {
      value: "{c}",
      category: "{b}",
      series: "{a}",
      percent: "{d}%",
    };
    const shown = series.labels.map((label) => words[label]).filter(Boolean);
    if (shown.length === 0 && !otherwise) return { show: false };
    return { show: shown.length > 0, formatter: shown.join("\n") || otherwise };
  }

  #radar(plot: ChartPlot): EChartsCoreOption {
    const names = plot.series[0]?.categories ?? [];
    const most = Math.max(
      0,
      ...plot.series.flatMap(({ values }) => values.map((value) => value ?? 0)),
    );
    return {
      radar: {
        indicator: names.map((name) => ({ name: String(name ?? ""), max: most * 1.1 || 1 })),
      },
      series: [
        {
          type: "radar",
          data: plot.series.map((series) => ({
            name: this.#name(series),
            value: series.values.map((value) => value ?? 0),
            areaStyle: plot.style === "filled" ? { opacity: 0.3 } : undefined,
            itemStyle: { color: this.#color(series.color) },
          })),
        },
      ],
    };
  }

  #cartesian(titled: boolean): EChartsCoreOption {
    const { plots, axes, legend } = this.chart;
    const flat = plots.some((plot) => plot.type === "bar" && plot.direction === "bar");
    const points = plots.every((plot) => plot.type === "scatter" || plot.type === "bubble");
    const categories = plots.find((plot) => plot.series.length > 0)?.series[0]?.categories ?? [];
    const values = axes.filter((axis) => axis.kind === "value");
    const along =
      axes.find((axis) => axis.kind !== "value") ?? values.find((axis) => axis.position === "b");
    const up = points ? values.filter((axis) => axis !== along) : values;
    const category = points
      ? this.#axis(along, "value")
      : { ...this.#axis(along, "category"), data: categories.map((name) => String(name ?? "")) };
    const value = (up.length > 0 ? up : [undefined]).map((axis) => this.#axis(axis, "value"));
    return {
      grid: {
        left: 12,
        right: legend === "r" ? 110 : 16,
        top: titled ? 40 : 16,
        bottom: legend === "b" ? 34 : 12,
        containLabel: true,
      },
      xAxis: flat ? value : category,
      yAxis: flat ? category : value,
      series: plots.flatMap((plot) =>
        plot.series.map((series) => this.#one(plot, series, up, flat)),
      ),
    };
  }

  #axis(axis: ChartAxis | undefined, type: "value" | "category"): Record<string, unknown> {
    return {
      type: axis?.log && type === "value" ? "log" : type,
      show: !axis?.hidden,
      inverse: axis?.reversed ?? false,
      name: axis?.title || undefined,
      nameLocation: "middle",
      nameGap: 26,
      min: axis?.min ?? undefined,
      max: axis?.max ?? undefined,
      splitLine: { show: axis?.gridlines ?? type === "value" },
    };
  }

  #one(plot: ChartPlot, series: ChartSeries, up: ChartAxis[], flat: boolean): object {
    const second = up.findIndex((axis) => axis.id !== null && plot.axes.includes(axis.id));
    const color = this.#color(series.color);
    const base = {
      name: this.#name(series),
      label: this.#labels(series),
      ...(color ? { itemStyle: { color } } : {}),
      ...(second > 0 ? { [flat ? "xAxisIndex" : "yAxisIndex"]: second } : {}),
    };
    const values = series.values.slice(0, MOST);
    if (plot.type === "scatter" || plot.type === "bubble")
      return { ...base, ...this.#cloud(plot, series, values) };
    const stacked = plot.grouping === "stacked" || plot.grouping === "percentStacked";
    return {
      ...base,
      type: plot.type === "bar" ? "bar" : "line",
      data: values.map((value, index) => this.#point(series, value, index)),
      ...(stacked ? { stack: plot.type } : {}),
      ...(plot.type === "area" ? { areaStyle: { opacity: 0.6 } } : {}),
      smooth: series.smooth,
      showSymbol: series.marker !== "none",
    };
  }

  #point(series: ChartSeries, value: number | null, index: number): unknown {
    const color = this.#color(series.pointColors[String(index)] as ChartColor | undefined);
    return color ? { value, itemStyle: { color } } : value;
  }

  #cloud(plot: ChartPlot, series: ChartSeries, values: (number | null)[]): object {
    const lined = plot.type === "scatter" && /line|smooth/i.test(plot.style ?? "");
    const largest = Math.max(1, ...(series.sizes ?? []).map((size) => size ?? 0));
    const x = (index: number): number => Number(series.categories[index] ?? index + 1);
    return {
      type: lined && series.marker === "none" ? "line" : lined ? "line" : "scatter",
      data: values.map((value, index) => [x(index), value, series.sizes?.[index] ?? 0]),
      smooth: series.smooth,
      showSymbol: series.marker !== "none",
      ...(series.sizes
        ? { symbolSize: (point: number[]) => 8 + 40 * Math.sqrt((point[2] ?? 0) / largest) }
        : {}),
    };
  }
}

/** What ECharts draws of a chart. */
export function chartOption(chart: Chart, theme: ThemeColor): EChartsCoreOption {
  return new Drawing(chart, theme).option();
}

/** A chart that follows cells. */
export interface LiveChart {
  now: (chart: Chart) => Chart;
  /** Call `redraw` when what the chart shows may have changed; returns the way to end it. */
  onChange: (chart: Chart, redraw: () => void) => () => void;
}

/** Draw into an element, now, whenever it changes its size and whenever its cells change. Returns the way to end it. */
export function drawChart(
  element: HTMLElement,
  fetched: Promise<Chart>,
  theme: ThemeColor,
  onFailure: () => void,
  live: LiveChart,
): () => void {
  let end = (): void => {};
  let ended = false;
  const draw = async (): Promise<void> => {
    const [chart, echarts] = await Promise.all([fetched, import("echarts")]);
    if (ended) return;
    const made = echarts.init(element, undefined, { renderer: "svg" });
    let drawn = "";
    const redraw = (): void => {
      const now = live.now(chart);
      const shown = JSON.stringify(now);
      if (shown === drawn) return;
      drawn = shown;
      made.setOption(chartOption(now, theme), { notMerge: true });
    };
    redraw();
    const stop = live.onChange(chart, redraw);
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    end = () => {
      stop();
      observer.disconnect();
      made.dispose();
    };
  };
  draw().catch(onFailure);
  return () => {
    ended = true;
    end();
  };
}
