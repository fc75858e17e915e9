/** What ECharts draws of a chart: title, legend and the plots in the room that these leave. */
import { cartesian } from "./cartesian";
import { ChartColors, type ThemeColor } from "./colors";
import { derived } from "./derived";
import { pies, type Room, radar, sunburst, treemap } from "./rounds";
import {
  breadth,
  type ChartWords,
  categoryTexts,
  Making,
  type Option,
  type ShownChart,
  type Size,
} from "./shown";
import { surface } from "./surface";

export interface Drawn {
  theme: ThemeColor;
  words: ChartWords;
  /** BCP 47: how months and weekdays are called. */
  locale: string;
  size: Size;
}

const ROUND = new Set(["pie", "doughnut"]);
const DARK_INK = "#404040";
const LIGHT_INK = "#E0E0E0";
const PAD = 10;
/** Below this many pixels a chart has no room for a legend of its own beside it. */
const SMALL = 160;

class Drawing {
  readonly #making: Making;
  readonly #chart: ShownChart;
  readonly #ink: string;
  readonly #fill: string;

  constructor(chart: ShownChart, { theme, words, locale, size }: Drawn) {
    const colors = new ChartColors(theme);
    this.#chart = derived(chart);
    this.#making = new Making(this.#chart, colors, words, locale, size);
    this.#fill = colors.css(chart.fill) ?? "#FFFFFF";
    this.#ink =
      colors.css(chart.textColor) ?? (ChartColors.isDark(this.#fill) ? LIGHT_INK : DARK_INK);
  }

  option(): Option {
    const title = this.#title();
    const names = this.#legendNames();
    const room = this.#room(title, names);
    return {
      animation: false,
      backgroundColor: this.#fill,
      textStyle: { color: this.#ink },
      // Names are the file's: they are drawn as text, never as markup.
      tooltip: { trigger: "item", confine: true, renderMode: "richText" },
      ...this.#titleOption(title),
      ...this.#legend(names, Boolean(title)),
      ...this.#body(room),
    };
  }

  // -- title

  #title(): string | null {
    const { title, titleHidden, plots } = this.#chart;
    if (titleHidden || title === null) return null;
    if (title) return title;
    const all = plots.flatMap(({ series }) => series);
    const [only] = all;
    if (all.length === 1 && only) return only.name || this.#making.words.title;
    return this.#making.words.title;
  }

  #subtitle(): string | null {
    return this.#chart.plots.some(({ style }) => style === "map") ? this.#making.words.map : null;
  }

  get #titleSize(): number {
    return this.#making.size.block < 220 ? 13 : 16;
  }

  #titleOption(title: string | null): Option {
    const subtext = this.#subtitle();
    if (!title && !subtext) return {};
    const width = this.#making.size.inline - 2 * PAD;
    return {
      title: {
        ...(title ? { text: title } : {}),
        ...(subtext ? { subtext } : {}),
        left: "center",
        top: 6,
        itemGap: 2,
        textStyle: {
          fontSize: this.#titleSize,
          fontWeight: "normal",
          color: this.#making.colors.css(this.#chart.titleColor) ?? this.#ink,
          width,
          overflow: "truncate",
        },
        subtextStyle: { fontSize: 11, color: this.#ink },
      },
    };
  }

  // -- legend

  #legendNames(): string[] {
    const { legend, legendWithout, plots } = this.#chart;
    const [first] = plots;
    if (legend === null || !first || first.type === "surface") return [];
    const making = this.#making;
    if (ROUND.has(first.type)) return [...new Set(categoryTexts(making, first.series[0]))];
    if (first.type === "waterfall")
      return [making.words.increase, making.words.decrease, making.words.total];
    if (first.type === "treemap" || first.type === "sunburst") return [];
    const all = plots.flatMap(({ series }) => series);
    const trends = all.flatMap((series) =>
      series.trends.map(({ name, kind }) => name || making.words.trend(kind, making.name(series))),
    );
    return [...all.map((series) => making.name(series)), ...trends].filter(
      (_, at) => !legendWithout.includes(at),
    );
  }

  #legend(names: readonly string[], titled: boolean): Option {
    if (names.length === 0) return {};
    const side = this.#side();
    const top = titled ? this.#titleSize + 18 : 6;
    const places: Record<string, Option> = {
      r: { right: 6, top: "middle", orient: "vertical" },
      l: { left: 6, top: "middle", orient: "vertical" },
      t: { top, left: "center" },
      b: { bottom: 6, left: "center" },
      tr: { right: 6, top, orient: "vertical" },
    };
    return {
      legend: {
        type: "scroll",
        data: names,
        // Areas are told by a patch of their colour; what has lines and markers shows these.
        ...(this.#chart.plots.every(({ type }) => type === "area") ? { icon: "rect" } : {}),
        itemWidth: 16,
        itemHeight: 9,
        textStyle: {
          color: this.#making.colors.css(this.#chart.legendColor) ?? this.#ink,
          fontSize: 11,
          width: this.#legendWidth(names) - 30,
          overflow: "truncate",
        },
        ...(side ? places[side] : places.b),
      },
    };
  }

  #side(): string {
    const { legend } = this.#chart;
    return legend && ["r", "l", "t", "b", "tr"].includes(legend) ? legend : "r";
  }

  #legendWidth(names: readonly string[]): number {
    const widest = names.reduce((most, name) => Math.max(most, breadth(name, 11)), 0);
    return Math.min(widest + 36, this.#making.size.inline * 0.4);
  }

  #room(title: string | null, names: readonly string[]): Room {
    const lines = title ? title.split("\n").length : 0;
    const room = { left: PAD, right: PAD + 4, top: PAD + 2, bottom: PAD };
    if (title) room.top += lines * this.#titleSize * 1.3 + 4;
    if (this.#subtitle()) room.top += 18;
    if (names.length === 0) return room;
    const side = this.#side();
    const { inline, block } = this.#making.size;
    if (side === "t") room.top += 24;
    else if (side === "b") room.bottom += block > SMALL / 2 ? 22 : 0;
    else if (side === "l") room.left += this.#legendWidth(names);
    else if (inline > SMALL) room.right += this.#legendWidth(names);
    return room;
  }

  // -- plots

  #body(room: Room): Option {
    const making = this.#making;
    const { plots } = this.#chart;
    const [first] = plots;
    const [series] = first?.series ?? [];
    if (!first) return {};
    if (ROUND.has(first.type)) return { series: plots.flatMap((plot) => pies(making, plot, room)) };
    if (first.type === "radar") return radar(making, first, room, this.#ink);
    if (first.type === "treemap") return series ? { series: [treemap(making, series, room)] } : {};
    if (first.type === "sunburst")
      return series ? { series: [sunburst(making, series, room)] } : {};
    const flat = plots.filter(({ type }) => !ROUND.has(type) && type !== "radar");
    if (first.type === "surface")
      return {
        grid: this.#grid({ ...room, right: room.right + 90 }),
        ...surface(making, first, this.#ink),
      };
    const body = cartesian(making, flat, this.#ink);
    if (first.style === "funnel") return { grid: this.#grid(room), ...centred(body) };
    return { grid: this.#grid(room), ...body };
  }

  #grid(room: Room): Option {
    return { ...room, outerBoundsMode: "same", outerBoundsContain: "all" };
  }
}

/** Bars in the middle of their line, the first on top; their axis is not shown. */
function centred(body: Option): Option {
  const [series] = body.series as { data: unknown[]; label: Option }[];
  const [x, y] = [body.xAxis, body.yAxis] as Option[][];
  const numberOf = (item: unknown): number =>
    Number((item as { value?: number } | null)?.value ?? item ?? 0);
  const values = (series?.data ?? []).map(numberOf);
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  const unseen = {
    type: "bar",
    stack: "funnel",
    silent: true,
    itemStyle: { color: "transparent" },
    tooltip: { show: false },
    data: values.map((value) => (largest - value) / 2),
  };
  return {
    xAxis: (x ?? []).map((axis) => ({ ...axis, show: false, min: 0, max: largest || 1 })),
    yAxis: (y ?? []).map((axis) => ({ ...axis, inverse: true, splitLine: { show: false } })),
    series: [
      unseen,
      { ...series, stack: "funnel", label: { ...series?.label, position: "inside", color: null } },
    ],
  };
}

/** What ECharts draws of a chart. */
export function chartOption(chart: ShownChart, drawn: Drawn): Option {
  return new Drawing(chart, drawn).option();
}
