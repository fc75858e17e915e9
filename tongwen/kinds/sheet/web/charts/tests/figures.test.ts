/** The figures behind charts: bins, shares, boxes, steps, trends, errors, dates. */
import { describe, expect, it } from "vitest";
import type { ChartErrors, ChartTrend } from "@/api/shapes";
import { aSeries } from "../../tests/charts";
import { boxOfValues, histogram, shares, steps, summed } from "../figures";
import { timeline } from "../timeline";
import { errorReaches, fitted, type Point, trendLine } from "../trends";

const bins = { width: null, count: null, under: null, over: null, closed: "r" };

const trend = (said: Partial<ChartTrend>): ChartTrend => ({
  kind: "linear",
  name: null,
  order: null,
  period: null,
  forward: null,
  backward: null,
  intercept: null,
  equation: false,
  rSquared: false,
  line: null,
  ...said,
});

const errors = (said: Partial<ChartErrors>): ChartErrors => ({
  direction: "y",
  sides: "both",
  kind: "fixedVal",
  value: 2,
  plus: [],
  minus: [],
  caps: true,
  line: null,
  ...said,
});

const points = (at: (x: number) => number, from = 1): Point[] =>
  Array.from({ length: 8 }, (_, place) => [from + place, at(from + place)] as const);

describe("a histogram", () => {
  it("counts in bins of a breadth or of a number, whose ends belong to one of them", () => {
    const found = histogram([1, 2, 3, 4, null], { ...bins, count: 3 });
    expect(found).toEqual({ categories: ["[1, 2]", "(2, 3]", "(3, 4]"], values: [2, 1, 1] });
    const left = histogram([1, 2, 3, 4], { ...bins, width: 1, closed: "l" });
    expect(left.values).toEqual([1, 1, 2]);
  });

  it("has bins of their own for what lies beyond its ends", () => {
    const found = histogram([1, 5, 15, 40], { ...bins, width: 10, under: 1, over: 20 });
    expect(found.categories.at(0)).toBe("≤ 1");
    expect(found.categories.at(-1)).toBe("> 20");
    expect(found.values).toEqual([1, 1, 1, 1]);
  });

  it.each([
    [[], {}],
    [[5, 5, 5], {}],
    [[1, 1e300], { width: 1e-300 }],
    [[1, 2], { width: -4, count: 0 }],
    [[1, 2], { under: 9, over: -9 }],
  ])("counts every value once whatever it is told: %j %j", (values, said) => {
    const found = histogram(values, { ...bins, ...said });
    expect(found.values.length).toBeLessThanOrEqual(1002);
    expect(found.values.reduce((sum, count) => sum + count, 0)).toBe(values.length);
  });
});

it("sums categories, the greatest first for Pareto, whose shares end at the whole", () => {
  const series = aSeries({ categories: ["a", "b", "a", "c"], values: [1, 5, 2, null] });
  expect(summed(series, false)).toEqual({ categories: ["a", "b", "c"], values: [3, 5, 0] });
  expect(summed(series, true).categories).toEqual(["b", "a", "c"]);
  expect(shares([5, 3, 0])).toEqual([0.625, 1, 1]);
  expect(shares([0, 0])).toEqual([0, 0]);
});

it("knows the quartiles and outliers of a box", () => {
  const box = boxOfValues([1, 2, 3, 4, 5, 6, 7, 100, null], true, true);
  expect(box).toMatchObject({ first: 2.25, median: 4.5, third: 6.75, outliers: [100], high: 7 });
  expect(boxOfValues([1, 2, 3, 4], false, true)).toMatchObject({ first: 1.75, third: 3.25 });
  expect(boxOfValues([1, 2, 3, 100], false, false)?.outliers).toEqual([]);
  expect(boxOfValues([null], true, true)).toBeNull();
});

it("lets a waterfall rise and fall, and its totals stand on the ground", () => {
  expect(steps([10, -4, null, 6], new Set([3]))).toEqual([
    { from: 0, to: 10, total: false },
    { from: 10, to: 6, total: false },
    { from: 6, to: 6, total: false },
    { from: 0, to: 6, total: true },
  ]);
});

describe("a trend", () => {
  it.each([
    [trend({}), points((x) => 3 * x - 2)],
    [trend({ kind: "poly", order: 3 }), points((x) => x ** 3 - x, 45_000)],
    [trend({ kind: "exp" }), points((x) => 2 * Math.exp(x / 3))],
    [trend({ kind: "log" }), points((x) => 4 * Math.log(x) + 1)],
    [trend({ kind: "power" }), points((x) => 2 * x ** 1.5)],
    [trend({ intercept: 5 }), points((x) => 2 * x + 5)],
  ])("goes through points that lie on it", (said, given) => {
    const found = fitted(said, given);
    expect(found?.fit).toBeCloseTo(1, 6);
  });

  it("says its equation, and reaches as far as it is told", () => {
    expect(
      fitted(
        trend({}),
        points((x) => 3 * x - 2),
      )?.equation,
    ).toBe("y = 3x − 2");
    const line = trendLine(
      trend({ forward: 2, backward: 1 }),
      points((x) => x),
    );
    expect([line[0]?.[0], line.at(-1)?.[0]]).toEqual([0, 10]);
    expect(
      trendLine(
        trend({ kind: "movingAvg", period: 2 }),
        points((x) => x),
      )[0],
    ).toEqual([2, 1.5]);
  });

  it.each(["linear", "exp", "log", "power", "poly", "unheard"])(
    "of too few or impossible points is none: %s",
    (kind) => {
      expect(trendLine(trend({ kind }), [])).toEqual([]);
      expect(trendLine(trend({ kind }), [[1, 1]])).toEqual([]);
      expect(
        trendLine(trend({ kind }), [
          [1, 1],
          [1, 5],
        ]),
      ).toEqual([]);
    },
  );
});

it("measures error bars by their kind, on one side or both", () => {
  const values = [10, null, 30];
  expect(errorReaches(errors({}), values)[0]).toEqual({ minus: 2, plus: 2 });
  expect(errorReaches(errors({ sides: "plus" }), values)[0]).toEqual({ minus: 0, plus: 2 });
  expect(errorReaches(errors({ kind: "percentage", value: 10 }), values)[2]?.plus).toBe(3);
  const custom = errors({ kind: "cust", plus: [1, 2], minus: [4] });
  expect(errorReaches(custom, values)).toEqual([
    { plus: 1, minus: 4 },
    { plus: 2, minus: 4 },
    { plus: 0, minus: 4 },
  ]);
});

describe("dates on an axis", () => {
  it("leave room for the days and months that have no value", () => {
    expect(timeline([46023, 46025], null)).toEqual({
      slots: [46023, 46024, 46025],
      places: [0, 2],
    });
    expect(timeline([46023, 46082, 46113], null)?.places).toEqual([0, 2, 3]);
    expect(timeline([46023, 46082], "years")?.slots).toHaveLength(1);
  });

  it.each([[[]], [["a", "b"]], [[1, null]], [[1, 3_000_000]], [[-5, 4]], [[7]]])(
    "are none where %j is told",
    (categories) => {
      expect(timeline(categories, "days")).toBeNull();
    },
  );
});
