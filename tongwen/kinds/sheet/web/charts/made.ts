/** A chart that was made live, from its object (the kind's README), in the shape of one of a file. */
import { type Book, Template } from "../model";
import type { ChartAxis, ChartPlot, ChartSeries, ShownChart } from "./shown";

const TYPES = [
  "bar",
  "line",
  "area",
  "pie",
  "doughnut",
  "scatter",
  "bubble",
  "radar",
  "stock",
] as const;
type Type = (typeof TYPES)[number];

const MOST_SERIES = 255;
const LABELS = ["value", "category", "percent"] as const;
const STACKED = ["stacked", "percentStacked"];
const LEGENDS = ["r", "l", "t", "b"];

type Record_ = Record<string, unknown>;

const isRecord = (value: unknown): value is Record_ =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const oneOf = <Word extends string>(value: unknown, words: readonly Word[]): Word | null =>
  words.find((word) => word === value) ?? null;

class Made {
  constructor(
    private readonly made: Record_,
    private readonly type: Type,
    private readonly book: Book,
    private readonly sid: string,
  ) {}

  chart(): ShownChart {
    return {
      title: text(this.made.title),
      titleHidden: !this.made.title,
      plots: [this.#plot()],
      axes: this.#axes(),
      legend: oneOf(this.made.legend, LEGENDS),
      legendWithout: [],
      blanks: "gap",
      hiddenCells: false,
      fill: null,
      textColor: null,
      titleColor: null,
      legendColor: null,
      date1904: this.book.setting("date1904") === true,
      sheets: {},
      present: true,
    };
  }

  #plot(): ChartPlot {
    const { type, made } = this;
    const listed = Array.isArray(made.series) ? (made.series as unknown[]) : [];
    const series = listed
      .slice(0, MOST_SERIES)
      .filter((one): one is Record_ => isRecord(one) && typeof one.values === "string");
    const grouped = type === "bar" || type === "line" || type === "area";
    return {
      type,
      direction: type === "bar" ? (oneOf(made.direction, ["bar"]) ?? "col") : null,
      grouping: grouped ? oneOf(made.grouping, STACKED) : null,
      style: type === "radar" ? "marker" : null,
      hole: type === "doughnut" ? 50 : null,
      gap: 150,
      overlap: null,
      angle: 0,
      scale: 100,
      varied: type === "pie" || type === "doughnut",
      markers: false,
      highLow: type === "stock",
      upDown: type === "stock" && series.length > 3,
      upColor: null,
      downColor: null,
      dropLines: false,
      axes: ["x", "y"],
      series: series.map((one, at) => this.#series(one, at, at === series.length - 1)),
    };
  }

  #series(one: Record_, index: number, last: boolean): ChartSeries {
    const { type, made } = this;
    const name = isRecord(one.name) ? null : text(one.name);
    const bare = type === "stock" || (type === "scatter" && made.smooth !== true);
    const dash = type === "stock" && last && index === 2;
    const symbol = type === "line" || type === "stock" ? "none" : null;
    const labels = Array.isArray(made.labels) ? (made.labels as unknown[]) : [];
    return {
      index,
      name,
      nameFormula: isRecord(one.name) ? this.#formula(one.name.f) : null,
      categories: [],
      categoriesFormula: this.#formula(one.categories),
      categoriesFormat: null,
      levels: [],
      values: [],
      valuesFormula: this.#formula(one.values),
      sizes: type === "bubble" ? [] : null,
      sizesFormula: this.#formula(one.sizes),
      format: null,
      color: null,
      line: bare ? { width: null, dash: null, color: { none: true } } : null,
      pointColors: {},
      smooth: made.smooth === true,
      marker: dash ? "dash" : symbol,
      markerSize: dash ? 7 : null,
      markerColor: null,
      labels: LABELS.filter((word) => labels.includes(word)),
      labelPosition: null,
      labelFormat: null,
      labelSeparator: null,
      labelTexts: {},
      labelColor: null,
      explosion: null,
      trends: [],
      errors: [],
      layout: null,
    };
  }

  #formula(template: unknown): string | null {
    if (typeof template !== "string") return null;
    return Template.render(template, { book: this.book, sid: this.sid });
  }

  #axes(): ChartAxis[] {
    const flat = this.type === "bar" && this.made.direction === "bar";
    const cloud = this.type === "scatter" || this.type === "bubble";
    const axis = (id: string, other: string, more: Partial<ChartAxis>): ChartAxis => ({
      id,
      kind: "value",
      position: "l",
      title: null,
      hidden: false,
      reversed: false,
      min: null,
      max: null,
      log: null,
      major: null,
      format: null,
      formatLinked: true,
      gridlines: false,
      ticks: "nextTo",
      cross: other,
      crosses: "autoZero",
      crossesAt: null,
      between: this.type !== "area",
      unit: null,
      unitLabel: null,
      base: null,
      textColor: null,
      ...more,
    });
    const x = { title: text(this.made.x), position: flat ? "l" : "b" };
    const y = { title: text(this.made.y), position: flat ? "b" : "l", gridlines: true };
    return [axis("x", "y", { ...x, kind: cloud ? "value" : "category" }), axis("y", "x", y)];
  }
}

/** What a chart's object shows; null when it is none. */
export function madeChart(made: unknown, book: Book, sid: string): ShownChart | null {
  const type = isRecord(made) ? oneOf(made.type, TYPES) : null;
  return isRecord(made) && type ? new Made(made, type, book, sid).chart() : null;
}
