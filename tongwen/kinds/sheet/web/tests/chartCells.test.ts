/** Charts show the cells that their formulas name. */
import { describe, expect, it } from "vitest";
import type { ChartSeries } from "@/api/shapes";
import { presentChart, sheetsOfChart } from "../chartCells";
import { chartOption } from "../charts/option";
import type { ShownChart } from "../charts/shown";
import { computed, newBook } from "../commands/tests/books";
import { type Book, enter, insertLines, setLine, setStyle, Template } from "../model";
import { aChart, drawnIn, aSeries as series } from "./charts";

const sold = series({
  nameFormula: "'销 量'!$B$1",
  categoriesFormula: "'销 量'!$A$2:$A$4",
  valuesFormula: "'销 量'!$B$2:$B$4",
});

function workbook() {
  const { book, sheets } = newBook("销 量", "图");
  const [sheet] = sheets;
  if (!sheet) throw new Error("no worksheet");
  const rows = [
    ["月", "台"],
    ["一月", "3"],
    ["二月", "5"],
    ["三月", "8"],
  ];
  for (const [row, line] of rows.entries())
    for (const [col, text] of line.entries()) enter(sheet, row, col, text);
  return { book, sheet };
}

const shown = (book: Book, chart: ShownChart): ChartSeries => {
  const now = presentChart(chart, { book, values: { value: computed }, locale: "zh-CN" });
  return now.plots[0]?.series[0] as ChartSeries;
};

describe("a chart whose file kept no values", () => {
  it("has those of its cells", () => {
    const { book } = workbook();
    expect(shown(book, aChart(sold))).toMatchObject({
      name: "台",
      categories: ["一月", "二月", "三月"],
      values: [3, 5, 8],
    });
  });

  it("draws a bar for each of them", () => {
    const { book } = workbook();
    const now = presentChart(aChart(sold), { book, values: { value: computed }, locale: "en" });
    const option = chartOption(now, drawnIn) as { series: { data: unknown[] }[] };
    expect(option.series[0]?.data).toEqual([3, 5, 8]);
  });

  it("follows what is typed, and its cells when rows come before them", () => {
    const { book, sheet } = workbook();
    enter(sheet, 2, 1, "50");
    insertLines(sheet, "rows", 0, 4);
    expect(shown(book, aChart(sold)).values).toEqual([3, 50, 8]);
    insertLines(sheet, "rows", 6, 1);
    enter(sheet, 6, 1, "4");
    expect(shown(book, aChart(sold)).values).toEqual([3, 4, 50, 8]);
  });

  it("leaves hidden rows out, and has gaps where there is no number", () => {
    const { book, sheet } = workbook();
    setLine(sheet, "rows", [[2, 2]], { hidden: true });
    enter(sheet, 3, 1, "多");
    expect(shown(book, aChart(sold))).toMatchObject({
      categories: ["一月", "三月"],
      values: [3, null],
    });
  });

  it("reads whole columns as far as they are used, several areas, and dates as text", () => {
    const { book, sheet } = workbook();
    enter(sheet, 1, 0, "45000");
    setStyle(sheet, [{ row1: 1, col1: 0, row2: 1, col2: 0 }], { numberFormat: "yyyy-mm-dd" });
    const all = series({
      categoriesFormula: "('销 量'!$A$2,'销 量'!$A$4)",
      valuesFormula: "'销 量'!$B:$B",
    });
    const now = shown(book, aChart(all));
    expect(now.values).toEqual([null, 3, 5, 8]);
    expect(now.categories).toEqual(["2023-03-15", "三月"]);
  });
});

describe("a formula that cannot be read", () => {
  it.each([null, "", "OFFSET(A1,1,1)", "gone!$A$1:$A$3", "[1]Other!$A$1", "'销 量'!#REF!", "((("])(
    "leaves what the file has: %s",
    (valuesFormula) => {
      const { book } = workbook();
      const kept = series({ valuesFormula, values: [1, 2], categoriesFormula: valuesFormula });
      expect(shown(book, aChart({ ...kept, categories: ["a"] }))).toMatchObject({
        values: [1, 2],
        categories: ["a"],
      });
    },
  );
});

it("knows the worksheets whose changes matter to it", () => {
  const { book, sheet } = workbook();
  expect([...sheetsOfChart(aChart(sold), book)]).toEqual([sheet.sid]);
  expect(sheetsOfChart(aChart(series({ valuesFormula: "gone!A1" })), book).size).toBe(0);
});

it("follows a worksheet that is called something else now", () => {
  const { book, sheet } = workbook();
  const chart = { ...aChart(sold), sheets: { "销 量": sheet.sid } };
  book.renameSheet(sheet.sid, "新");
  expect(shown(book, chart).values).toEqual([3, 5, 8]);
});

describe("a defined name", () => {
  const define = (book: Book, name: string, formula: string, sid: string): void => {
    const template = Template.encode(formula, { book, sid });
    book.putName({ name, scope: null, formula: template });
  };

  it("stands for its cells, wherever they are, also through another name", () => {
    const { book, sheet } = workbook();
    define(book, "units", "'销 量'!$B$2:$B$4", sheet.sid);
    define(book, "more", "units", sheet.sid);
    insertLines(sheet, "rows", 0, 3);
    for (const valuesFormula of ["units", "[0]!units", "'销 量'!more"])
      expect(shown(book, aChart(series({ valuesFormula }))).values).toEqual([3, 5, 8]);
  });

  it("that leads back to itself, or to a formula, leaves what the file has", () => {
    const { book, sheet } = workbook();
    define(book, "one", "two", sheet.sid);
    define(book, "two", "one", sheet.sid);
    define(book, "moving", "OFFSET('销 量'!$B$2,0,0,3)", sheet.sid);
    for (const valuesFormula of ["one", "moving", "nobody"])
      expect(shown(book, aChart(series({ valuesFormula, values: [1] }))).values).toEqual([1]);
  });
});
