/** Axes of charts as ECharts has them: where they stand, what they are called, how their numbers are written. */
import {
  type ChartAxis,
  type ChartPlot,
  type ChartSeries,
  categoryTexts,
  type Making,
  type Option,
} from "./shown";
import { type Timeline, timeline } from "./timeline";

/** The axes that a plot is drawn on: along the categories (or x), and up the values. */
export interface Frame {
  plot: ChartPlot;
  along: number;
  up: number;
}

interface Used {
  axis: ChartAxis | undefined;
  plots: ChartPlot[];
}

const GRID = "#D9D9D9";
const LINE = "#BFBFBF";

export const isCloud = ({ type }: ChartPlot): boolean => type === "scatter" || type === "bubble";

/** The two families of axes of a chart with categories or x and values. */
export class Axes {
  readonly frames: Frame[];
  readonly #along: Used[] = [];
  readonly #up: Used[] = [];
  readonly #timelines = new Map<number, Timeline | null>();

  constructor(
    private readonly making: Making,
    plots: readonly ChartPlot[],
    readonly flat: boolean,
    private readonly ink: string,
  ) {
    this.frames = plots.map((plot) => this.#frame(plot));
  }

  #frame(plot: ChartPlot): Frame {
    const { axes } = this.making.chart;
    const named = axes.filter(({ id }) => id !== null && plot.axes.includes(id));
    const cloud = isCloud(plot);
    const level = ({ position }: ChartAxis): boolean => position === "b" || position === "t";
    const isAlong = (axis: ChartAxis): boolean =>
      cloud ? level(axis) : axis.kind === "category" || axis.kind === "date";
    const along = named.find(isAlong) ?? (cloud ? named[0] : axes.find(isAlong));
    const isUp = (axis: ChartAxis): boolean => axis.kind === "value" && axis !== along;
    const up = named.find(isUp) ?? axes.find(isUp);
    return { plot, along: use(this.#along, along, plot), up: use(this.#up, up, plot) };
  }

  /** The value axis of a frame; undefined when the chart has none. */
  valueAxis({ up }: Frame): ChartAxis | undefined {
    return this.#up[up]?.axis;
  }

  /** The place of each point of a frame's series on a date axis; null where points stand side by side. */
  timeline({ along }: Frame): Timeline | null {
    let found = this.#timelines.get(along);
    if (found === undefined) {
      const used = this.#along[along];
      const [first] = used?.plots.flatMap((plot) => plot.series) ?? [];
      found =
        used?.axis?.kind === "date" && first ? timeline(first.categories, used.axis.base) : null;
      this.#timelines.set(along, found);
    }
    return found;
  }

  options(): { xAxis: Option[]; yAxis: Option[] } {
    const along = this.#along.map((used, at) =>
      used.plots.every(isCloud) && used.plots.length > 0
        ? this.#value(used, at, this.#along, !this.flat, true)
        : this.#category(used, at),
    );
    const up = this.#up.map((used, at) => this.#value(used, at, this.#up, this.flat, false));
    return this.flat ? { xAxis: up, yAxis: along } : { xAxis: along, yAxis: up };
  }

  // -- both

  #shared({ axis }: Used, at: number, family: Used[], level: boolean): Option {
    const title = [axis?.title, unitText(axis)].filter(Boolean).join(" ");
    const shown = !axis?.hidden;
    return {
      show: shown,
      inverse: axis?.reversed ?? false,
      position: this.#position(axis, at, family, level),
      ...(title && shown
        ? {
            name: title,
            nameLocation: "middle",
            nameGap: 10,
            nameTextStyle: { color: this.#inkOf(axis), fontSize: 12 },
          }
        : {}),
      axisTick: { show: false },
      splitLine: { show: axis?.gridlines ?? false, lineStyle: { color: GRID, width: 1 } },
    };
  }

  /** Where an axis stands: at the far side when it crosses there, or when the other one runs backwards. */
  #position(axis: ChartAxis | undefined, at: number, family: Used[], level: boolean): string {
    const other = this.making.chart.axes.find(({ id }) => id !== null && id === axis?.cross);
    let far = axis?.crosses === "max";
    if (other?.reversed) far = !far;
    if (axis?.ticks === "high") far = !far;
    // Two axes at one side would lie upon each other.
    if (at > 0 && far === this.#isFar(family[0]?.axis)) far = !far;
    if (level) return far ? "top" : "bottom";
    return far ? "right" : "left";
  }

  #isFar(axis: ChartAxis | undefined): boolean {
    const other = this.making.chart.axes.find(({ id }) => id !== null && id === axis?.cross);
    return (axis?.crosses === "max") !== (other?.reversed ?? false);
  }

  #inkOf(axis: ChartAxis | undefined): string {
    return this.making.colors.css(axis?.textColor) ?? this.ink;
  }

  #labels(axis: ChartAxis | undefined, formatter?: (value: number) => string): Option {
    return {
      show: axis?.ticks !== "none",
      color: this.#inkOf(axis),
      fontSize: 11,
      hideOverlap: true,
      ...(formatter ? { formatter } : {}),
    };
  }

  // -- categories

  #category(used: Used, at: number): Option {
    const { axis, plots } = used;
    const first = longest(plots.flatMap((plot) => plot.series));
    const boxes = plots.some(({ type }) => type === "boxWhisker");
    const days = this.timeline({ along: at, up: 0, plot: plots[0] as ChartPlot });
    const code = formatOf(axis, first?.categoriesFormat);
    const data = days
      ? days.slots.map((serial) => this.making.text(serial, code ?? "yyyy-mm-dd"))
      : categoryTexts(this.making, first, code).filter(
          (name, place, all) => !boxes || all.indexOf(name) === place,
        );
    const up = this.#up.find(({ plots: its }) => its.some((plot) => plots.includes(plot)));
    const bars = plots.some(({ type }) => ["bar", "waterfall", "boxWhisker"].includes(type));
    return {
      ...this.#shared(used, at, this.#along, !this.flat),
      type: "category",
      data,
      boundaryGap: bars || (up?.axis?.between ?? true),
      axisLabel: { ...this.#labels(axis), ...(this.flat ? {} : broken(data)) },
      axisLine: { onZero: axis?.crosses !== "min", lineStyle: { color: LINE } },
    };
  }

  // -- values

  #value(used: Used, at: number, family: Used[], level: boolean, x: boolean): Option {
    const { axis, plots } = used;
    const unit = axis?.unit || 1;
    const code = valueFormat(used, x);
    return {
      ...this.#shared(used, at, family, level),
      ...scaling(used, x),
      axisLabel: this.#labels(axis, (value) => this.making.text(value / unit, code)),
      axisLine: { show: x, lineStyle: { color: LINE } },
      ...(axis ? {} : { splitLine: { show: !x, lineStyle: { color: GRID } } }),
      ...(plots.length === 0 ? { show: false } : {}),
    };
  }
}

const isPercent = (plots: readonly ChartPlot[]): boolean =>
  plots.some(({ grouping }) => grouping === "percentStacked");

/** The format that an axis has, or that of its source where it is linked to it. */
function formatOf(
  axis: ChartAxis | undefined,
  source: string | null | undefined,
): string | null | undefined {
  if (axis && !axis.formatLinked) return axis.format;
  return source && source !== "General" ? source : axis?.format;
}

/** The format of the numbers on an axis. */
function valueFormat({ axis, plots }: Used, x: boolean): string | null | undefined {
  const [first] = plots.flatMap((plot) => plot.series);
  const source = isPercent(plots) ? "0%" : x ? first?.categoriesFormat : first?.format;
  return formatOf(axis, source);
}

/** From where to where an axis reaches, in which steps. */
function scaling({ axis, plots }: Used, x: boolean): Option {
  const percent = isPercent(plots);
  const span = reach(
    plots.flatMap((plot) => plot.series),
    x,
  );
  const log = axis?.log && axis.log > 1 ? axis.log : null;
  return {
    ...(log ? { type: "log", logBase: log } : { type: "value" }),
    min: axis?.min ?? (percent && span.low >= 0 ? 0 : undefined),
    max: axis?.max ?? (percent ? 1 : undefined),
    ...(axis?.major && !log ? { interval: axis.major } : {}),
    scale: !percent && isFarFromZero(span, plots),
  };
}

function use(known: Used[], axis: ChartAxis | undefined, plot: ChartPlot): number {
  const at = known.findIndex((used) => used.axis === axis);
  if (at >= 0) {
    known[at]?.plots.push(plot);
    return at;
  }
  return known.push({ axis, plots: [plot] }) - 1;
}

const longest = (all: readonly ChartSeries[]): ChartSeries | undefined =>
  all.reduce<ChartSeries | undefined>(
    (best, one) => (best && best.categories.length >= one.categories.length ? best : one),
    undefined,
  );

/** Long names of categories are written in several lines, as far as their column is broad. */
function broken(data: readonly string[]): Option {
  const words = data.filter((text) => /\p{L}/u.test(text));
  const most = words.reduce((length, text) => Math.max(length, text.length), 0);
  return most > 12 && data.length <= 12 ? { width: 90, overflow: "break" } : {};
}

function unitText(axis: ChartAxis | undefined): string {
  if (!axis?.unit || axis.unitLabel === null) return "";
  return axis.unitLabel || `× ${axis.unit.toLocaleString("en")}`;
}

function reach(all: readonly ChartSeries[], x: boolean): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const series of all)
    for (const value of x ? series.categories : series.values)
      if (typeof value === "number") [low, high] = [Math.min(low, value), Math.max(high, value)];
  return { low, high };
}

/** Whether an axis begins above zero by itself: when the values lie within a sixth of the greatest, as Excel does. */
function isFarFromZero({ low, high }: { low: number; high: number }, plots: ChartPlot[]): boolean {
  if (plots.some(({ grouping, type }) => grouping === "stacked" || type === "waterfall"))
    return false;
  if (!Number.isFinite(low + high) || low === high) return false;
  return low > 0 ? (high - low) / high < 1 / 6 : high < 0 && (high - low) / -low < 1 / 6;
}
