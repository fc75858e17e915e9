/** Charts without axes: pies, rings, trees of areas and of rings. */
import { paler } from "./colors";
import { sliceLabels } from "./labels";
import {
  type ChartPlot,
  type ChartSeries,
  categoryTexts,
  drawn,
  type Making,
  type Option,
} from "./shown";

/** The room that the title and the legend leave, pixels from each side. */
export interface Room {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const WHITE = { borderColor: "#FFFFFF", borderWidth: 1 };

/** Pies, of which the file's first series is drawn, and rings, one a series. */
export function pies(making: Making, plot: ChartPlot, room: Room): Option[] {
  const ring = plot.type === "doughnut";
  const all = ring ? plot.series : plot.series.slice(0, 1);
  const hole = Math.min(90, Math.max(10, plot.hole ?? 50)) * 0.85;
  const step = (85 - hole) / Math.max(1, all.length);
  return all.map((series, at) => {
    const names = categoryTexts(making, series);
    const from = hole + step * at;
    return {
      type: "pie",
      name: making.name(series),
      ...room,
      radius: ring ? [`${from}%`, `${from + step}%`] : "80%",
      startAngle: 90 - (plot.angle ?? 0),
      minShowLabelAngle: 2,
      label: sliceLabels(making, series, ring),
      tooltip: { valueFormatter: (value: number) => making.text(value, series.format) },
      data: drawn(series, "zero").map((value, index) => ({
        // A slice has a size: what is below nothing counts as Excel counts it.
        value: Math.abs(value ?? 0),
        name: names[index] ?? "",
        itemStyle: {
          ...WHITE,
          color: making.pointColor(series, index) ?? making.colors.automatic(index),
        },
      })),
    };
  });
}

interface Branch {
  name: string;
  value?: number;
  children?: Branch[];
  itemStyle?: Option;
}

/** The names from the outermost level to a point's own; where a level says nothing, what it said last goes on. */
function follow(path: (string | null)[], names: readonly (string | null)[]): void {
  for (const [depth, name] of names.entries()) {
    if (name && name !== path[depth]) path.splice(depth, path.length, name);
    else if (!name && depth === names.length - 1) path.splice(depth, path.length);
  }
}

/** The tree that several levels of categories make. */
export function tree(making: Making, series: ChartSeries): Branch[] {
  const given: readonly (readonly (string | null)[])[] = series.levels;
  const levels = given.length > 0 ? given : [categoryTexts(making, series)];
  const roots: Branch[] = [];
  const path: (string | null)[] = [];
  for (const [at, value] of drawn(series, "gap").entries()) {
    follow(
      path,
      levels.map((level) => level[at] ?? null),
    );
    if (value !== null && value > 0) plant(roots, path, value);
  }
  for (const [at, root] of roots.entries())
    paint(root, making.pointColor(series, at) ?? making.colors.automatic(at));
  return roots;
}

/** Give a branch a colour, and those that come of it paler ones. */
function paint(branch: Branch, color: string, depth = 0): void {
  const shown = paler(color, depth * 0.22);
  branch.itemStyle = { color: shown, ...(depth === 0 ? { borderColor: shown } : {}) };
  for (const child of branch.children ?? []) paint(child, color, depth + 1);
}

function plant(roots: Branch[], path: readonly (string | null)[], value: number): void {
  let level = roots;
  const names = path.filter((name): name is string => Boolean(name));
  for (const [depth, name] of names.entries()) {
    let branch = level.find((one) => one.name === name);
    if (!branch || depth === names.length - 1) {
      branch = { name };
      level.push(branch);
    }
    if (depth === names.length - 1) branch.value = (branch.value ?? 0) + value;
    else {
      branch.children ??= [];
      level = branch.children;
    }
  }
}

/** Areas within areas. */
export function treemap(making: Making, series: ChartSeries, room: Room): Option {
  const data = tree(making, series);
  const deep = data.some(({ children }) => children);
  const banner = deep && series.layout?.parents !== "none";
  const gap = { borderColor: "#FFFFFF", borderWidth: 0, gapWidth: 1 };
  const upper = { show: banner, height: 20, color: "#FFFFFF", fontSize: 11, fontWeight: "bold" };
  return {
    type: "treemap",
    name: making.name(series),
    ...room,
    roam: false,
    nodeClick: false,
    breadcrumb: { show: false },
    label: { show: true, fontSize: 11, overflow: "truncate" },
    upperLabel: { show: false },
    levels: [
      { itemStyle: { ...gap, gapWidth: 3 }, upperLabel: { show: false } },
      { itemStyle: { gapWidth: 1, borderWidth: deep ? 2 : 0 }, upperLabel: upper },
      { itemStyle: gap },
    ],
    tooltip: { valueFormatter: (value: number) => making.text(value, series.format) },
    data,
  };
}

/** Rings around rings. */
export function sunburst(making: Making, series: ChartSeries, room: Room): Option {
  const { inline, block } = making.size;
  const [across, down] = [inline - room.left - room.right, block - room.top - room.bottom];
  return {
    type: "sunburst",
    name: making.name(series),
    center: [room.left + across / 2, room.top + down / 2],
    radius: [Math.min(across, down) * 0.08, Math.min(across, down) * 0.48],
    sort: undefined,
    nodeClick: false,
    label: { rotate: "radial", fontSize: 11, minAngle: 8, overflow: "truncate" },
    tooltip: { valueFormatter: (value: number) => making.text(value, series.format) },
    data: tree(making, series),
  };
}

/** A web of axes, one a category. */
export function radar(making: Making, plot: ChartPlot, room: Room, ink: string): Option {
  const { inline, block } = making.size;
  const axis = making.chart.axes.find(({ kind }) => kind === "value");
  const values = plot.series.flatMap((series) => drawn(series, "gap")).map((value) => value ?? 0);
  const most = values.reduce((greatest, value) => Math.max(greatest, value), 0);
  const least = values.reduce((lowest, value) => Math.min(lowest, value), 0);
  const [across, down] = [inline - room.left - room.right, block - room.top - room.bottom];
  const names = categoryTexts(making, plot.series[0]);
  // ECharts knows no web of fewer than three axes.
  while (names.length < 3) names.push("");
  return {
    radar: {
      center: [room.left + across / 2, room.top + down / 2],
      radius: Math.min(across, down) * 0.38,
      indicator: names.map((name) => ({
        name,
        max: axis?.max ?? (most === 0 ? 1 : rounded(most)),
        min: axis?.min ?? (least < 0 ? -rounded(-least) : 0),
      })),
      axisName: { color: ink, fontSize: 11 },
      splitArea: { show: false },
    },
    series: plot.series.map((series) => {
      const color = making.color(series);
      return {
        type: "radar",
        name: making.name(series),
        data: [
          {
            name: making.name(series),
            value: names.map((_, at) => series.values[at] ?? 0),
            ...(plot.style === "filled" ? { areaStyle: { opacity: 0.6, color } } : {}),
          },
        ],
        lineStyle: { color: making.colors.css(series.line?.color) ?? making.ink(series), width: 2 },
        itemStyle: { color },
        symbol: plot.style === "marker" && series.marker !== "none" ? "circle" : "none",
        symbolSize: 6,
      };
    }),
  };
}

/** The next number upwards that is easily read. */
function rounded(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const share = value / power;
  return ([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one >= share) ?? 10) * power;
}
