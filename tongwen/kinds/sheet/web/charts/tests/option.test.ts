/** What ECharts is told of charts, and that it draws each of them. */
import { describe, expect, it } from "vitest";
import { newBook } from "../../commands/tests/books";
import { enter, insertLines } from "../../model";
import { aChart, anAxis, aPlot, aSeries, chartWith, drawnIn } from "../../tests/charts";
import { madeChart } from "../made";
import { chartOption } from "../option";
import type { ChartPlot, Option, ShownChart } from "../shown";

const figures = aSeries({ categories: ["a", "b", "c"], values: [4, null, 9] });

interface Told extends Option {
  series: (Option & { data: unknown[]; name: string; type: string })[];
  xAxis: Option[];
  yAxis: Option[];
  legend?: { data: string[] };
  title?: { text?: string; subtext?: string };
}

const told = (chart: ShownChart): Told => chartOption(chart, drawnIn) as Told;

const KINDS: ChartPlot["type"][] = [
  "bar",
  "line",
  "area",
  "pie",
  "doughnut",
  "scatter",
  "bubble",
  "radar",
  "stock",
  "surface",
  "histogram",
  "pareto",
  "waterfall",
  "funnel",
  "treemap",
  "sunburst",
  "boxWhisker",
  "map",
];

describe("a chart of each kind", () => {
  it.each(KINDS)("is drawn, with values and without: %s", (type) => {
    const full = aPlot({ type, highLow: true, upDown: true, series: [figures, figures] });
    expect(JSON.stringify(told(chartWith({ plots: [full], legend: "r" })))).toContain("series");
    for (const series of [[], [aSeries()], [aSeries({ values: [null, null] })]])
      expect(told(chartWith({ plots: [aPlot({ type, series })], legend: "b" }))).toBeTypeOf(
        "object",
      );
  });
});

describe("names that nobody gave", () => {
  it("are those of Excel", () => {
    const found = told({
      ...aChart(aSeries({ values: [1] }), aSeries({ values: [2] })),
      legend: "r",
    });
    expect(found.legend?.data).toEqual(["Series1", "Series2"]);
  });

  it("keep series of the same name apart", () => {
    const names = told(aChart(aSeries({ name: "x" }), aSeries({ name: "x" }))).series;
    expect(new Set(names.map(({ name }) => name)).size).toBe(2);
  });

  it("make titles: of a single series its own, else one that says so, none where there is none", () => {
    const single = aChart(aSeries({ name: "Sales", values: [1] }));
    expect(told({ ...single, title: "" }).title?.text).toBe("Sales");
    expect(told({ ...aChart(figures, figures), title: "" }).title?.text).toBe("Chart title");
    expect(told({ ...single, title: null }).title).toBeUndefined();
    expect(told({ ...single, title: "", titleHidden: true }).title).toBeUndefined();
  });
});

describe("axes", () => {
  it("stand on both sides, written in their own formats and units", () => {
    const axes = [
      anAxis({ id: "1", kind: "category", position: "b" }),
      anAxis({ id: "2", cross: "1" }),
      anAxis({ id: "3", crosses: "max", format: "0%", formatLinked: false, unit: 10 }),
    ];
    const plots = [
      aPlot({ axes: ["1", "2"], series: [figures] }),
      aPlot({ type: "line", axes: ["1", "3"], series: [figures] }),
    ];
    const { yAxis, series } = told(chartWith({ plots, axes }));
    expect(yAxis.map(({ position }) => position)).toEqual(["left", "right"]);
    expect(series.map(({ yAxisIndex }) => yAxisIndex)).toEqual([0, 1]);
    const label = yAxis[1]?.axisLabel as { formatter: (value: number) => string } | undefined;
    expect(label?.formatter(5)).toBe("50%");
  });

  it("are logarithmic without what is not above zero, and run backwards", () => {
    const axes = [anAxis({ id: "2", log: 10, reversed: true })];
    const series = [aSeries({ values: [0, -3, 100] })];
    const found = told(chartWith({ plots: [aPlot({ axes: ["2"], series })], axes }));
    expect(found.yAxis[0]).toMatchObject({ type: "log", logBase: 10, inverse: true });
    expect(found.series[0]?.data).toEqual([null, null, 100]);
  });

  it("have room for dates without a value", () => {
    const axes = [anAxis({ id: "1", kind: "date", format: "d", formatLinked: false })];
    const series = [aSeries({ categories: [46023, 46025], values: [1, 2] })];
    const found = told(chartWith({ plots: [aPlot({ axes: ["1"], series })], axes }));
    expect(found.xAxis[0]?.data).toEqual(["1", "2", "3"]);
    expect(found.series[0]?.data).toEqual([1, null, 2]);
  });
});

it("has gaps, lines over them or zeros, as the chart says", () => {
  const plots = [aPlot({ type: "line", series: [figures] })];
  const of = (blanks: string) => told(chartWith({ plots, blanks })).series[0];
  expect(of("gap")).toMatchObject({ data: [4, null, 9], connectNulls: false });
  expect(of("span")).toMatchObject({ data: [4, null, 9], connectNulls: true });
  expect(of("zero")).toMatchObject({ data: [4, 0, 9] });
});

it("stacks shares of the whole", () => {
  const series = [aSeries({ values: [1, 3] }), aSeries({ values: [3, 1] })];
  const found = told(chartWith({ plots: [aPlot({ grouping: "percentStacked", series })] }));
  expect(found.series.map(({ data }) => data)).toEqual([
    [0.25, 0.75],
    [0.75, 0.25],
  ]);
  expect(found.series[0]?.stack).toBe(found.series[1]?.stack);
});

it("says that a map is shown as bars, the greatest on top", () => {
  const series = [aSeries({ categories: ["x", "y"], values: [1, 5] })];
  const found = told(chartWith({ title: "Regions", plots: [aPlot({ type: "map", series })] }));
  expect(found.title).toMatchObject({ text: "Regions", subtext: "A map" });
  expect(found.yAxis[0]?.data).toEqual(["x", "y"]);
});

it("never lets a name of the file become markup", () => {
  const found = told(aChart(aSeries({ name: "<img src=x onerror=alert(1)>", values: [1] })));
  expect((found.tooltip as Option).renderMode).toBe("richText");
});

describe("a chart that was made live", () => {
  it("names cells where they are now", () => {
    const { book, sheets } = newBook("Data");
    const [sheet] = sheets;
    if (!sheet) throw new Error("no worksheet");
    enter(sheet, 0, 0, "7");
    const values = `\u0001${sheet.sid}!0,0,3;2,0,3\u0002`;
    const made = { type: "bar", title: "t", legend: "r", series: [{ values, name: "n" }] };
    insertLines(sheet, "rows", 0, 2);
    const chart = madeChart(made, book, sheet.sid);
    expect(chart?.plots[0]?.series[0]).toMatchObject({
      name: "n",
      valuesFormula: "Data!$A$3:$A$5",
    });
  });

  it.each([
    null,
    7,
    [],
    {},
    { type: "pyramid" },
    { type: "bar", series: "many" },
    { type: "bar", series: [null, { values: 4 }] },
    { type: "pie", labels: {}, legend: 3, title: [], series: [{ values: "\u0001x\u0002" }] },
  ])("may be anything: %j", (made) => {
    const { book, sheets } = newBook("Data");
    const chart = madeChart(made, book, sheets[0]?.sid ?? "");
    if (chart) expect(told(chart)).toBeTypeOf("object");
    else expect(chart).toBeNull();
  });
});
