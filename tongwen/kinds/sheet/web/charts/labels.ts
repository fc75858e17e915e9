/** What is written at the points of a series. */
import type { ChartPlot, ChartSeries, Making, Option } from "./shown";

/** What ECharts tells a label of its point. */
interface Told {
  dataIndex: number;
  name?: string;
  percent?: number;
  value?: unknown;
}

/** The parts of a label in the order in which Excel writes them. */
export function labelText(
  making: Making,
  series: ChartSeries,
  told: { at: number; value: number | null; name: string; percent?: number },
): string {
  const own = series.labelTexts[String(told.at)];
  if (typeof own === "string") return own;
  const code = series.labelFormat ?? series.format;
  const parts = {
    series: making.name(series),
    category: told.name,
    value: told.value === null ? "" : making.text(told.value, code),
    percent:
      told.percent === undefined
        ? ""
        : making.text(
            told.percent / 100,
            series.labelFormat?.includes("%") ? series.labelFormat : "0%",
          ),
    size: String(series.sizes?.[told.at] ?? ""),
  };
  const order = ["series", "category", "value", "percent", "size"] as const;
  const separator = series.labelSeparator ?? "; ";
  return order
    .filter((word) => series.labels.includes(word))
    .map((word) => parts[word])
    .filter(Boolean)
    .join(separator);
}

const bars: Record<string, [column: string, bar: string]> = {
  outEnd: ["top", "right"],
  inEnd: ["insideTop", "insideRight"],
  ctr: ["inside", "inside"],
  inBase: ["insideBottom", "insideLeft"],
};
const sides: Record<string, string> = {
  t: "top",
  b: "bottom",
  l: "left",
  r: "right",
  ctr: "inside",
};

function placeOf(plot: ChartPlot, series: ChartSeries, flat: boolean): string {
  const said = series.labelPosition ?? "";
  if (plot.type !== "bar") return sides[said] ?? (plot.type === "area" ? "inside" : "right");
  const stacked = plot.grouping === "stacked" || plot.grouping === "percentStacked";
  const found = bars[said] ?? bars[stacked ? "ctr" : "outEnd"];
  return found?.[flat ? 1 : 0] ?? "top";
}

/** The colour of labels: their own, or one that is read on what they stand on. */
function inkOf(making: Making, series: ChartSeries, otherwise: string | null): Option {
  const color = making.colors.css(series.labelColor) ?? otherwise;
  return color ? { color } : {};
}

/** The labels of a series on axes; `index` gives the point of what ECharts counts. */
export function pointLabels(
  making: Making,
  plot: ChartPlot,
  series: ChartSeries,
  flat: boolean,
  index: (at: number) => number,
): Option {
  const single = Object.values(series.labelTexts).some(Boolean);
  if (series.labels.length === 0 && !single) return { show: false };
  const position = placeOf(plot, series, flat);
  return {
    show: true,
    position,
    fontSize: 11,
    ...inkOf(making, series, position.startsWith("inside") ? null : "inherit"),
    formatter: (told: Told) => {
      const at = index(told.dataIndex);
      const own = series.labelTexts[String(at)];
      if (series.labels.length === 0 && typeof own !== "string") return "";
      const value = series.values[at] ?? null;
      return labelText(making, series, { at, value, name: told.name ?? "" });
    },
  };
}

/** The labels of slices, which know their share. */
export function sliceLabels(making: Making, series: ChartSeries, ring: boolean): Option {
  const shown = series.labels.length > 0;
  const inside = series.labelPosition === "ctr" || series.labelPosition === "inEnd" || ring;
  return {
    show: shown,
    position: inside ? "inside" : "outside",
    fontSize: 11,
    ...inkOf(making, series, null),
    formatter: (told: Told) =>
      labelText(making, series, {
        at: told.dataIndex,
        value: typeof told.value === "number" ? told.value : null,
        name: told.name ?? "",
        percent: told.percent ?? 0,
      }),
  };
}
