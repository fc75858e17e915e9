/** What ECharts has no series for: lines from high to low, bars from open to close, errors, trends, boxes, steps. */
import type { ChartErrors, ChartLine, ChartTrend } from "@/api/shapes";
import { boxOfValues, steps } from "./figures";
import { type ChartPlot, type ChartSeries, drawn, type Making, type Option } from "./shown";
import { errorReaches, fitted, type Point, trendLine } from "./trends";

/** What ECharts lends to who draws an item. */
interface Api {
  coord: (point: readonly (number | string)[]) => number[];
  value: (dimension: number) => number;
  size: (value: readonly number[]) => number[];
  barLayout: (options: Option) => { offsetCenter: number; width: number }[];
}

interface Params {
  dataIndex: number;
  /** The room of the axes, pixels. */
  coordSys: { x: number; y: number; width: number; height: number };
}

type Draw = (params: Params, api: Api) => Option | null;

const INK = "#595959";
const PIXELS = 4 / 3;

/** A line's look; `otherwise` is its colour where it has none. */
export function stroke(making: Making, line: ChartLine | null, otherwise: string): Option {
  const dash = line?.dash ?? "solid";
  return {
    stroke: making.colors.css(line?.color) ?? otherwise,
    lineWidth: Math.max(0.5, (line?.width ?? 1) * PIXELS),
    lineDash: /dot/i.test(dash) ? [2, 3] : dash === "solid" ? null : [6, 4],
    fill: null,
  };
}

const segment = (from: readonly number[], to: readonly number[], style: Option): Option => ({
  type: "line",
  shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
  style,
});

/** A rectangle between two corners in whichever order they come. */
function box(a: readonly number[], b: readonly number[], style: Option): Option {
  const [x = 0, y = 0] = a;
  const [x2 = 0, y2 = 0] = b;
  const shape = {
    x: Math.min(x, x2),
    y: Math.min(y, y2),
    width: Math.abs(x2 - x),
    height: Math.max(1, Math.abs(y2 - y)),
  };
  return { type: "rect", shape, style };
}

const custom = (draw: Draw, data: unknown[], encode: Option, more: Option): Option => ({
  type: "custom",
  renderItem: draw,
  data,
  encode,
  clip: true,
  ...more,
});

// ---- between the series of a plot ---------------------------------------------------------------

/** Lines from the highest to the lowest of each category, and bars from the first series to the last. */
export function between(
  making: Making,
  plot: ChartPlot,
  place: (at: number) => number,
  axes: Option,
): Option[] {
  const all = plot.series.map((series) => series.values);
  const count = Math.max(0, ...all.map((values) => Math.min(values.length, 5000)));
  const rows: number[][] = [];
  for (let at = 0; at < count; at++) {
    const held = all
      .map((values) => values[at])
      .filter((value): value is number => typeof value === "number");
    const [open, close] = [all[0]?.[at], all.at(-1)?.[at]];
    if (held.length > 1)
      rows.push([place(at), Math.min(...held), Math.max(...held), open ?? NaN, close ?? NaN]);
  }
  const share = 1 / (1 + (plot.gap ?? 150) / 100);
  const up = making.colors.css(plot.upColor) ?? "#FFFFFF";
  const down = making.colors.css(plot.downColor) ?? "#404040";
  const draw: Draw = (_params, api) => {
    const [x, low, high, open, close] = [0, 1, 2, 3, 4].map((at) => api.value(at)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const children: Option[] = [];
    if (plot.highLow)
      children.push(
        segment(api.coord([x, low]), api.coord([x, high]), { stroke: INK, lineWidth: 1 }),
      );
    if (plot.upDown && Number.isFinite(open) && Number.isFinite(close)) {
      const half = ((api.size([1, 0])[0] ?? 8) * share) / 2;
      const [at = 0, top = 0] = api.coord([x, open]);
      const [, bottom = 0] = api.coord([x, close]);
      const style = { fill: close >= open ? up : down, stroke: INK, lineWidth: 1 };
      children.push(box([at - half, top], [at + half, bottom], style));
    }
    return { type: "group", children };
  };
  return [custom(draw, rows, { x: 0, y: [1, 2] }, { ...axes, silent: true, z: 3 })];
}

// ---- of one series ------------------------------------------------------------------------------

interface Placed {
  points: readonly Point[];
  /** Where x is on the axis: a number there, or a place among categories that is counted from zero. */
  category: boolean;
  flat: boolean;
  axes: Option;
}

/** The trend line of a series with what it says of itself. */
export function trendMark(
  making: Making,
  series: ChartSeries,
  trend: ChartTrend,
  placed: Placed,
): Option[] {
  const line = trendLine(trend, placed.points);
  const [first] = line;
  if (!first || line.length < 2) return [];
  const name = trend.name || making.words.trend(trend.kind, making.name(series));
  const curve = trend.equation || trend.rSquared ? fitted(trend, placed.points) : null;
  const text = [
    trend.equation && curve?.equation,
    trend.rSquared && curve && `R² = ${Number(curve.fit.toPrecision(4))}`,
  ]
    .filter(Boolean)
    .join("\n");
  const style = { ...stroke(making, trend.line, making.ink(series)) };
  if (!trend.line) Object.assign(style, { lineWidth: 1.5, lineDash: [2, 3] });
  const draw: Draw = (params, api) => {
    if (params.dataIndex > 0) return null;
    const at = ([x, y]: Point): number[] => {
      if (!placed.category) return api.coord([x, y]);
      const [from, to] = [0, 1].map((place) => api.coord(placed.flat ? [y, place] : [place, y]));
      return [0, 1].map((side) => {
        const start = from?.[side] ?? 0;
        return start + ((to?.[side] ?? start) - start) * (x - 1);
      });
    };
    const points = line.map(at);
    const [x = 0, y = 0] = points.at(-1) ?? [];
    const { coordSys: room } = params;
    const label = {
      text,
      x: Math.min(x, room.x + room.width) - 4,
      y: Math.min(Math.max(y - 30, room.y), room.y + room.height - 30),
      align: "right",
      verticalAlign: "top",
      fontSize: 11,
      fill: INK,
    };
    return {
      type: "group",
      children: [
        { type: "polyline", shape: { points }, style },
        ...(text ? [{ type: "text", style: label }] : []),
      ],
    };
  };
  // Both ends, so that the axes reach as far as the line goes on; among categories it cannot.
  const data = [first, line.at(-1) ?? first].map(([x, y]) => {
    const end = placed.category ? [Math.max(0, Math.min(placed.points.length, x) - 1), y] : [x, y];
    return placed.flat ? end.reverse() : end;
  });
  return [
    custom(
      draw,
      data,
      { x: 0, y: 1 },
      { ...placed.axes, name, silent: true, z: 4, itemStyle: { color: style.stroke } },
    ),
  ];
}

/** Which of how many bars of a category a series is; null when it is none. */
export interface BarPlace {
  at: number;
  count: number;
  gaps: Option;
}

/** The error bars of a series. */
export function errorMark(
  making: Making,
  errors: ChartErrors,
  placed: Placed,
  bar: BarPlace | null,
): Option[] {
  const sideways = errors.direction === "x";
  const own = placed.points.map((point) => point[sideways ? 0 : 1]);
  const reaches = errorReaches(errors, own);
  const rows = placed.points.map(([x, y], at) => {
    const { minus = 0, plus = 0 } = reaches[at] ?? {};
    const value = own[at] ?? 0;
    return [placed.category ? x - 1 : x, y, value - minus, value + plus];
  });
  const style = stroke(making, errors.line, INK);
  const draw: Draw = (_params, api) => {
    const [x, y, low, high] = [0, 1, 2, 3].map((at) => api.value(at)) as [
      number,
      number,
      number,
      number,
    ];
    const offset = bar
      ? (api.barLayout({ ...bar.gaps, count: bar.count })[bar.at]?.offsetCenter ?? 0)
      : 0;
    const ends = [low, high].map((end) => {
      const point = sideways ? [end, y] : placed.flat ? [end, x] : [x, end];
      const found = [...api.coord(point)];
      const side = placed.flat ? 1 : 0;
      found[side] = (found[side] ?? 0) + (sideways ? 0 : offset);
      return found as [number, number];
    });
    const across = sideways || placed.flat ? [0, 4] : [4, 0];
    const caps = errors.caps
      ? ends.map(([cx, cy]) =>
          segment(
            [cx - (across[0] ?? 0), cy - (across[1] ?? 0)],
            [cx + (across[0] ?? 0), cy + (across[1] ?? 0)],
            style,
          ),
        )
      : [];
    const [from, to] = ends as unknown as [number[], number[]];
    return { type: "group", children: [segment(from, to, style), ...caps] };
  };
  const values = sideways
    ? { x: [2, 3], y: 1 }
    : placed.flat
      ? { x: [2, 3], y: 0 }
      : { x: 0, y: [2, 3] };
  return [custom(draw, rows, values, { ...placed.axes, silent: true, z: 5 })];
}

// ---- charts of 2016 -----------------------------------------------------------------------------

/** Boxes with whiskers, those of several series side by side. `categories` are in the order of the axis. */
export function boxMarks(
  making: Making,
  all: readonly ChartSeries[],
  categories: readonly string[],
): Option[] {
  return all.map((series, at) => {
    const { layout } = series;
    const groups = new Map<string, (number | null)[]>();
    for (const [index, value] of drawn(series, "gap").entries()) {
      const name = String(series.categories[index] ?? "");
      groups.set(name, [...(groups.get(name) ?? []), value]);
    }
    const boxes = categories.map((name) =>
      boxOfValues(
        groups.get(name) ?? [],
        layout?.quartiles !== "inclusive",
        layout?.outliers ?? true,
      ),
    );
    const rows = boxes.flatMap((found, place) =>
      found
        ? [[place, Math.min(found.low, ...found.outliers), Math.max(found.high, ...found.outliers)]]
        : [],
    );
    const color = making.color(series);
    const draw: Draw = (_params, api) => {
      const place = api.value(0);
      const found = boxes[place];
      if (!found) return null;
      const bar = api.barLayout({ barGap: "10%", barCategoryGap: "40%", count: all.length })[at];
      const half = (bar?.width ?? 20) / 2;
      const y = (value: number): number => api.coord([place, value])[1] ?? 0;
      const x = (api.coord([place, 0])[0] ?? 0) + (bar?.offsetCenter ?? 0);
      const line = { stroke: INK, lineWidth: 1 };
      const level = (value: number, reach: number): Option =>
        segment([x - reach, y(value)], [x + reach, y(value)], line);
      const dot = (value: number): Option => ({
        type: "circle",
        shape: { cx: x, cy: y(value), r: 2.5 },
        style: { fill: color },
      });
      const cross = [-1, 1].map((side) =>
        segment([x - 3, y(found.mean) - 3 * side], [x + 3, y(found.mean) + 3 * side], line),
      );
      return {
        type: "group",
        children: [
          segment([x, y(found.low)], [x, y(found.first)], line),
          segment([x, y(found.third)], [x, y(found.high)], line),
          level(found.low, half / 2),
          level(found.high, half / 2),
          box([x - half, y(found.first)], [x + half, y(found.third)], { fill: color, ...line }),
          level(found.median, half),
          ...(layout?.meanMarker === false ? [] : cross),
          ...found.outliers.map(dot),
          ...(layout?.innerPoints ? found.inner.map(dot) : []),
        ],
      };
    };
    const tooltip = {
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const found = boxes[rows[dataIndex]?.[0] ?? -1];
        if (!found) return "";
        const told = [found.high, found.third, found.median, found.first, found.low];
        return told.map((value) => making.text(value, series.format)).join("\n");
      },
    };
    const look = { name: making.name(series), itemStyle: { color }, tooltip, clip: false };
    return custom(draw, rows, { x: 0, y: [1, 2] }, look);
  });
}

/** The steps of a waterfall: what rises, what falls and the totals are three series of the legend. */
export function stepMarks(making: Making, series: ChartSeries): Option[] {
  const totals = new Set(series.layout?.subtotals ?? []);
  const all = steps(drawn(series, "gap"), totals);
  const kinds = [
    { name: making.words.increase, of: (at: number) => !all[at]?.total && rises(at) },
    { name: making.words.decrease, of: (at: number) => !all[at]?.total && !rises(at) },
    { name: making.words.total, of: (at: number) => Boolean(all[at]?.total) },
  ];
  function rises(at: number): boolean {
    const step = all[at];
    return step !== undefined && step.to >= step.from;
  }
  const share = 1 / 1.5;
  return kinds.map(({ name, of }, kind) => {
    const color = making.colors.automatic(kind);
    const rows = all.flatMap((step, at) => (of(at) ? [[at, step.from, step.to]] : []));
    const draw: Draw = (_params, api) => {
      const [at, from, to] = [0, 1, 2].map((dimension) => api.value(dimension)) as [
        number,
        number,
        number,
      ];
      const half = ((api.size([1, 0])[0] ?? 20) * share) / 2;
      const [x = 0, start = 0] = api.coord([at, from]);
      const [, end = 0] = api.coord([at, to]);
      const [next = x] = api.coord([at + 1, to]);
      const fill = making.pointColor(series, at) ?? color;
      const link = series.layout?.connectors !== false && at + 1 < all.length;
      const label = {
        text: making.text(to - from, series.labelFormat ?? series.format),
        x,
        y: Math.min(start, end) - 3,
      };
      return {
        type: "group",
        children: [
          box([x - half, start], [x + half, end], { fill }),
          ...(link
            ? [segment([x + half, end], [next - half, end], { stroke: "#A6A6A6", lineWidth: 1 })]
            : []),
          ...(series.labels.includes("value")
            ? [
                {
                  type: "text",
                  style: {
                    ...label,
                    align: "center",
                    verticalAlign: "bottom",
                    fontSize: 11,
                    fill: INK,
                  },
                },
              ]
            : []),
        ],
      };
    };
    const tooltip = {
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const [, from = 0, to = 0] = rows[dataIndex] ?? [];
        return `${name} ${making.text(to - from, series.format)}`;
      },
    };
    return custom(draw, rows, { x: 0, y: [1, 2] }, { name, itemStyle: { color }, tooltip });
  });
}
