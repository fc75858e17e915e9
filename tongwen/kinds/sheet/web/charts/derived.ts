/** Charts of 2016 as plots of the ordinary kinds, where what they show is values computed of values. */
import { histogram, shares, summed } from "./figures";
import type { ChartPlot, ChartSeries, ShownChart } from "./shown";

/** More regions than this of a map are not listed. */
const MOST_REGIONS = 40;

const bar = (plot: ChartPlot, series: ChartSeries[], more: Partial<ChartPlot>): ChartPlot => ({
  ...plot,
  type: "bar",
  direction: "col",
  grouping: "clustered",
  series,
  ...more,
});

function columns(plot: ChartPlot): ChartPlot {
  const sorted = plot.style === "sorted";
  const series = plot.series.map((one) => {
    const { bins } = one.layout ?? {};
    if (bins) return { ...one, ...histogram(one.values, bins), format: "General", levels: [] };
    if (one.layout?.aggregated || sorted) return { ...one, ...summed(one, sorted), levels: [] };
    return one;
  });
  const dense = plot.series.some(({ layout }) => layout?.bins);
  return bar(plot, series, { gap: plot.gap ?? (dense ? 5 : 50) });
}

function pareto(plot: ChartPlot, owner: ChartPlot | undefined): ChartPlot {
  const series = plot.series.map((one, at): ChartSeries => {
    const source = owner?.series[at] ?? one;
    const { categories, values } = source.layout?.bins
      ? histogram(source.values, source.layout.bins)
      : summed(source, true);
    return { ...one, categories, values: shares(values), format: "0%", levels: [], marker: "none" };
  });
  return { ...plot, type: "line", series };
}

/** A funnel's bars stand in the middle: what is left of the largest stands half on either side, unseen. */
function funnel(plot: ChartPlot): ChartPlot {
  return bar(plot, plot.series, { direction: "bar", style: "funnel", gap: plot.gap ?? 6 });
}

/** A map as its regions in order: no shapes of countries come with us. */
function ranked(plot: ChartPlot): ChartPlot {
  const series = plot.series.slice(0, 1).map((one) => {
    const all = summed(one, true);
    const levels = one.levels.length > 0 ? one.levels.at(-1) : undefined;
    const source = levels ? summed({ ...one, categories: [...levels] as string[] }, true) : all;
    return {
      ...one,
      categories: source.categories.slice(0, MOST_REGIONS).reverse(),
      values: source.values.slice(0, MOST_REGIONS).reverse(),
      levels: [],
      labels: ["value" as const],
    };
  });
  return bar(plot, series, { direction: "bar", gap: 30, style: "map" });
}

/** The chart with what it shows computed; boxes of several series become one plot. */
export function derived(chart: ShownChart): ShownChart {
  const boxes = chart.plots.filter(({ type }) => type === "boxWhisker");
  const owner = chart.plots.find(({ type }) => type === "histogram");
  const plots = chart.plots.flatMap((plot): ChartPlot[] => {
    if (plot.type === "histogram") return [columns(plot)];
    if (plot.type === "pareto") return [pareto(plot, owner)];
    if (plot.type === "funnel") return [funnel(plot)];
    if (plot.type === "map") return [ranked(plot)];
    if (plot.type !== "boxWhisker") return [plot];
    if (plot !== boxes[0]) return [];
    return [{ ...plot, series: boxes.flatMap(({ series }) => series) }];
  });
  return { ...chart, plots };
}
