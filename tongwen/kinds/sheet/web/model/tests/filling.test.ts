/** Dragging cells on, and what typed text comes to. */
import { describe, expect, it } from "vitest";
import {
  editText,
  enter,
  fillSeries,
  insertLines,
  isDateFormat,
  Refusal,
  readTyped,
  type Sheet,
  setContents,
  setStyle,
} from "../index";
import { contents, grid, newBook, shown } from "./books";

function sheetWith(rows: unknown[][]): Sheet {
  const [sheet] = newBook("Sheet1").sheets as [Sheet];
  setContents(sheet, 0, 0, contents(sheet, rows));
  return sheet;
}

/** What comes below a column of cells. */
function below(source: unknown[], count: number, format?: string): unknown[] {
  const sheet = sheetWith(source.map((value) => [value]));
  const area = { row1: 0, col1: 0, row2: source.length - 1, col2: 0 };
  if (format) setStyle(sheet, [area], { numberFormat: format });
  fillSeries(sheet, area, { ...area, row2: area.row2 + count });
  return grid(sheet, source.length + count, 1)
    .flat()
    .slice(source.length);
}

describe("a series", () => {
  it.each([
    ["one number repeats", [5], [5, 5]],
    ["numbers go on by their step", [1, 3], [5, 7]],
    ["tenths stay tenths", [0.1, 0.2], [0.3, 0.4, 0.5]],
    ["numbers that are not even follow their trend", [1, 2, 4], [5.3333333333333, 6.8333333333333]],
    ["numbered text counts on", ["第1章"], ["第2章", "第3章"]],
    ["zeros in front stay", ["A009"], ["A010", "A011"]],
    ["numbered text by its step", ["Q 10", "Q 20"], ["Q 30", "Q 40"]],
    ["weekdays in Chinese", ["星期五"], ["星期六", "星期日", "星期一"]],
    ["weekdays, short", ["周一", "周三"], ["周五", "周日", "周二"]],
    ["weekdays in English keep their case", ["MON"], ["TUE", "WED"]],
    ["months in English", ["november"], ["december", "january"]],
    ["months in Chinese", ["十一月"], ["十二月", "一月"]],
    ["months with digits come round", ["12月"], ["1月", "2月"]],
    ["heavenly stems", ["甲"], ["乙", "丙", "丁"]],
    ["earthly branches", ["戌", "亥"], ["子", "丑"]],
    ["quarters", ["Q3"], ["Q4", "Q1"]],
    ["quarters in Chinese", ["第一季度", "第二季度"], ["第三季度", "第四季度", "第一季度"]],
    ["other text repeats", ["cat", "dog"], ["cat", "dog", "cat"]],
    ["mixed cells each go on", ["a1", 7, true], ["a2", 7, true, "a3"]],
    ["empty cells stay empty", [1, null], [1, null]],
  ])("%s", (_name, source, expected) => {
    expect(below(source, expected.length)).toEqual(expected);
  });

  it("of one date goes on by days, of two by their step or by months", () => {
    expect(below([45000], 2, "yyyy-mm-dd")).toEqual([45001, 45002]);
    expect(below([45000, 45007], 2, "yyyy/m/d")).toEqual([45014, 45021]);
    // 31 January, then the 31st or the last of the month
    expect(below([44957, 45016], 2, "yyyy/m/d")).toEqual([45077, 45138]);
    expect(below([44941, 44972], 2, 'm"月"d"日"')).toEqual([45000, 45031]);
  });

  it("of formulas goes along", () => {
    expect(below(["=B1+$B$1", "=B2*2"], 3)).toEqual(["=B3+$B$1", "=B4*2", "=B5+$B$1"]);
  });

  it("goes up and to either side", () => {
    const sheet = sheetWith([[], [], [], [null, null, 10, 20]]);
    const source = { row1: 3, col1: 2, row2: 3, col2: 3 };
    fillSeries(sheet, source, { ...source, col2: 5 });
    fillSeries(sheet, source, { ...source, col1: 0 });
    expect(grid(sheet, 4, 6)[3]).toEqual([-10, 0, 10, 20, 30, 40]);
    const cell = { row1: 3, col1: 2, row2: 3, col2: 2 };
    fillSeries(sheet, cell, { ...cell, row1: 1 }, { mode: "copy" });
    expect(grid(sheet, 4, 3).map((row) => row[2])).toEqual([null, 10, 10, 10]);
  });

  it("copies when it is told to, and takes looks along", () => {
    const sheet = sheetWith([["甲"], ["乙"]]);
    setStyle(sheet, [{ row1: 1, col1: 0, row2: 1, col2: 0 }], { bold: true });
    const source = { row1: 0, col1: 0, row2: 1, col2: 0 };
    fillSeries(sheet, source, { ...source, row2: 4 }, { mode: "copy" });
    expect(grid(sheet, 5, 1).flat()).toEqual(["甲", "乙", "甲", "乙", "甲"]);
    expect([2, 3, 4].map((row) => sheet.style(row, 0))).toEqual([{}, { bold: true }, {}]);
    sheet.book.steps.undo();
    expect(grid(sheet, 3, 1).flat()).toEqual(["甲", "乙", null]);
  });

  it("refuses a target that goes elsewhere", () => {
    const sheet = sheetWith([[1]]);
    const source = { row1: 0, col1: 0, row2: 0, col2: 0 };
    expect(() => fillSeries(sheet, source, { row1: 0, col1: 0, row2: 2, col2: 2 })).toThrow(
      Refusal,
    );
    expect(() => fillSeries(sheet, source, { row1: 1, col1: 0, row2: 2, col2: 0 })).toThrow(
      Refusal,
    );
    expect(() => fillSeries(sheet, source, { ...source, row2: 1_048_576 })).toThrow(Refusal);
  });

  it("knows dates by their format", () => {
    for (const code of ["yyyy-mm-dd", "h:mm", "[h]:mm", 'm"月"', "[$-804]yyyy年m月", "[Red]d-mmm"])
      expect(isDateFormat(code), code).toBe(true);
    for (const code of [
      undefined,
      "General",
      "0.00",
      "#,##0",
      '0"days"',
      "[Red]0",
      "0.00E+00",
      "@",
      "\\d0",
    ])
      expect(isDateFormat(code), code).toBe(false);
  });
});

describe("typed text", () => {
  const today = new Date(2024, 0, 1);
  it.each([
    ["12", 12, undefined],
    ["-1.5", -1.5, undefined],
    ["+7", 7, undefined],
    [" 3 ", 3, undefined],
    ["１２．５", 12.5, undefined],
    ["1,234.5", 1234.5, "#,##0.00"],
    ["12%", 0.12, "0%"],
    ["12.5%", 0.125, "0.00%"],
    ["7％", 0.07, "0%"],
    ["¥12", 12, '"¥"#,##0'],
    ["$1,000.50", 1000.5, '"$"#,##0.00'],
    ["(5)", -5, undefined],
    ["1e3", 1000, "0.00E+00"],
    [".5", 0.5, undefined],
    ["true", true, undefined],
    ["FALSE", false, undefined],
    ["2024-02-29", 45351, "yyyy/m/d"],
    ["2024/2/29", 45351, "yyyy/m/d"],
    ["2024年2月29日", 45351, 'yyyy"年"m"月"d"日"'],
    ["2024年2月", 45323, 'yyyy"年"m"月"'],
    ["3/4", 45355, 'm"月"d"日"'],
    ["3月4日", 45355, 'm"月"d"日"'],
    ["1900-1-1", 1, "yyyy/m/d"],
    ["1900-3-1", 61, "yyyy/m/d"],
    ["12:00", 0.5, "h:mm"],
    ["6:00 pm", 0.75, "h:mm AM/PM"],
    ["36:00", 1.5, "[h]:mm:ss"],
    ["2024/2/29 12:00", 45351.5, "yyyy/m/d h:mm"],
  ])("%s", (text, content, format) => {
    const typed = readTyped(text, false, today);
    expect(typed.content).toBe(content);
    expect(typed.format).toBe(format);
  });

  it.each([
    "2023-02-29",
    "13/13",
    "12:60",
    "1,23",
    "1.2.3",
    "--1",
    "(5",
    "1%%",
    "e5",
    ".",
    "5-",
    "abc",
    "1 2",
    "25:00 am",
    "１月あ",
  ])("%s stays text", (text) => expect(readTyped(text, false, today)).toEqual({ content: text }));

  it("knows errors, apostrophes, nothing, and 1904", () => {
    expect(readTyped("#n/a").content).toEqual({ e: "#N/A" });
    expect(readTyped("'12")).toEqual({ content: "12", quoted: true });
    expect(readTyped("").content).toBe(null);
    expect(readTyped("2024-02-29", true).content).toBe(45351 - 1462);
    expect(readTyped("1903-12-31", true).content).toBe("1903-12-31");
  });

  it("becomes a formula with functions in capitals", () => {
    const sheet = sheetWith([[1]]);
    for (const [i, text] of [
      "=sum(a1:b2)",
      "＝a1",
      "-A1*2",
      "+SUM(A1)",
      "=",
      "+x@y.z",
      "-5",
    ].entries())
      enter(sheet, 4 + i, 0, text);
    expect(grid(sheet, 11, 1).flat().slice(4)).toEqual([
      "=SUM(A1:B2)",
      "=A1",
      "=-A1*2",
      "=+SUM(A1)",
      "=",
      "+x@y.z",
      -5,
    ]);
    expect(editText(sheet, 4, 0)).toBe("=SUM(A1:B2)");
    enter(sheet, 12, 0, "=_xlfn._xlws.filter(A:A,_xlfn.lambda(_xlpm.x,_xlpm.x)(1))");
    expect(editText(sheet, 12, 0)).toBe("=FILTER(A:A,LAMBDA(x,x)(1))");
  });

  it("gives a format where there is none, and is text in a cell of text", () => {
    const sheet = sheetWith([[1]]);
    enter(sheet, 0, 0, "12%");
    enter(sheet, 0, 0, "7");
    setStyle(sheet, [{ row1: 1, col1: 0, row2: 1, col2: 0 }], { numberFormat: "0.00" });
    enter(sheet, 1, 0, "2024/1/1");
    setStyle(sheet, [{ row1: 2, col1: 0, row2: 2, col2: 0 }], { numberFormat: "@" });
    enter(sheet, 2, 0, "=1+1");
    enter(sheet, 3, 0, "'=1");
    expect(grid(sheet, 4, 1).flat()).toEqual([0.07, 45292, "=1+1", "=1"]);
    expect([0, 1].map((row) => sheet.style(row, 0).numberFormat)).toEqual(["0%", "0.00"]);
    expect(editText(sheet, 3, 0)).toBe("'=1");
    enter(sheet, 3, 0, "x");
    expect(sheet.style(3, 0)).toEqual({});
    expect([editText(sheet, 3, 0), editText(sheet, 9, 9)]).toEqual(["x", ""]);
  });

  it("is one step, with its format", () => {
    const sheet = sheetWith([[1]]);
    insertLines(sheet, "rows", 0, 1);
    enter(sheet, 0, 0, "50%");
    sheet.book.steps.undo();
    expect([shown(sheet, 0, 0), sheet.style(0, 0)]).toEqual([null, {}]);
  });
});
