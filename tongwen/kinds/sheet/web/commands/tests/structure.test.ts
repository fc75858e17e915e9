/** Rows, columns and cells on a real model. */
import { describe, expect, it } from "vitest";
import { frozen } from "../../grid/lines";
import { type Sheet, setContents } from "../../model";
import { areaName, linesOf, parseArea, quotedSheet, regionAround } from "../areas";
import * as lines from "../lines";
import { foldGroup } from "../outline";
import { fillFrom, sumFormula, summedFrom, sumSelection } from "../sums";
import { at, cells, computed, newBook, sheetOf } from "./books";

describe("areas", () => {
  it.each(["A1", "A1:C3", "B:D", "2:5", "XFD1048576"])("reads and writes %s", (text) => {
    expect(areaName(at(text))).toBe(text);
  });

  it.each(["", "A", "1", "A0", "XFE1", "A1048577", "A1:B", "A1:B2:C3", "文1", "=A1"])(
    "does not take %j for a place",
    (text) => expect(parseArea(text)).toBeNull(),
  );

  it("takes ends in any order, with dollar signs", () => {
    expect(parseArea("$C$3:a1")).toEqual(at("A1:C3"));
  });

  it("joins lines that touch", () => {
    expect(linesOf([at("A5"), at("A1:A2"), at("B3")], "rows")).toEqual([
      [0, 2],
      [4, 4],
    ]);
  });

  it("finds the data around a cell", () => {
    const sheet = sheetOf([["a", "b"], [1, 2], [], ["x"]]);
    expect(regionAround(sheet, at("A1"))).toEqual(at("A1:B2"));
    expect(regionAround(sheet, at("B2"))).toEqual(at("A1:B2"));
    expect(regionAround(sheet, at("H9"))).toEqual(at("H9"));
    expect(regionAround(sheet, at("A1:A99"))).toEqual(at("A1:A4"));
  });

  it("goes round corners, stops at empty lines, and is quick in long columns", () => {
    const sheet = newBook().sheets[0] as Sheet;
    const rows = Array.from({ length: 20_000 }, (_unused, row) => [row, null, null, "far"]);
    setContents(sheet, 1, 1, rows);
    setContents(sheet, 20_001, 2, [["corner"]]);
    expect(regionAround(sheet, at("B2"))).toEqual(at("B2:C20002"));
    expect(regionAround(sheet, at("A1"))).toEqual(at("A1:C20002"));
  });

  it.each([
    ["Sheet1", "Sheet1"],
    ["销售", "销售"],
    ["a b", "'a b'"],
    ["O'Neil", "'O''Neil'"],
    ["A1", "'A1'"],
    ["R1", "'R1'"],
  ])("quotes %s as %s", (name, quoted) => expect(quotedSheet(name)).toBe(quoted));
});

describe("lines", () => {
  it("puts in as many as are selected, before or after", () => {
    const sheet = sheetOf([[1], [2], [3]]);
    lines.insertAround(sheet, [at("A2:A3")], "rows");
    expect(cells(sheet, "A1:A5")).toEqual([[1], [null], [null], [2], [3]]);
    sheet.book.steps.undo();
    lines.insertAround(sheet, [at("A1")], "rows", true);
    expect(cells(sheet, "A1:A4")).toEqual([[1], [null], [2], [3]]);
  });

  it("takes out several selections at once", () => {
    const sheet = sheetOf([[1, 2, 3, 4]]);
    lines.removeLines(sheet, [at("A1"), at("C1")], "cols");
    expect(cells(sheet, "A1:B1")).toEqual([[2, 4]]);
  });

  it("hides, and shows again what is hidden before the selection", () => {
    const sheet = sheetOf();
    lines.hideLines(sheet, [at("A1:A3")], "rows");
    expect(sheet.line("rows", 1).hidden).toBe(true);
    lines.showLines(sheet, [at("A4")], "rows");
    expect([0, 1, 2].map((row) => sheet.line("rows", row).hidden ?? false)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("sizes lines within what a file can say", () => {
    const sheet = sheetOf();
    lines.resizeLines(sheet, [at("A1")], "rows", 9999);
    expect(sheet.line("rows", 0)).toMatchObject({ size: 409.5, custom: true });
    lines.resizeLines(sheet, [at("A1")], "rows", null);
    expect(sheet.line("rows", 0).size).toBeUndefined();
  });

  it("fits used lines alone", () => {
    const sheet = sheetOf([["long text", "x"]]);
    lines.fitLines(sheet, [at("A:XFD")], "cols", (_axis, index) => (index === 0 ? 20 : null));
    expect([0, 1, 2].map((col) => sheet.line("cols", col).size)).toEqual([
      20,
      undefined,
      undefined,
    ]);
  });

  it("groups up to seven levels and folds", () => {
    const sheet = sheetOf();
    for (let times = 0; times < 9; times += 1) lines.groupLines(sheet, [at("A2:A4")], "rows", 1);
    expect(sheet.line("rows", 1).level).toBe(7);
    foldGroup(sheet, "rows", 2, true);
    expect(sheet.line("rows", 3)).toMatchObject({ hidden: true });
    expect(sheet.line("rows", 4)).toMatchObject({ collapsed: true });
    foldGroup(sheet, "rows", 2, false);
    expect(sheet.line("rows", 3).hidden).toBeUndefined();
    for (let times = 0; times < 9; times += 1) lines.groupLines(sheet, [at("A2:A4")], "rows", -1);
    expect(sheet.line("rows", 1).level).toBeUndefined();
  });

  it("puts cells in and takes them out", () => {
    const sheet = sheetOf([
      [1, 10],
      [2, 20],
      ["=A1+A2", 30],
    ]);
    lines.insertCells(sheet, at("A2"), "down");
    expect(cells(sheet, "A1:B4")).toEqual([
      [1, 10],
      [null, 20],
      [2, 30],
      ["=A1+A3", null],
    ]);
    lines.deleteCells(sheet, at("A2"), "down");
    expect(cells(sheet, "A1:A3")).toEqual([[1], [2], ["=A1+A2"]]);
    lines.insertCells(sheet, at("A1"), "end");
    expect(cells(sheet, "A1:C1")).toEqual([[null, 1, 10]]);
  });

  it("freezes lines that stay frozen when rows come in", () => {
    const sheet = sheetOf();
    lines.freeze(sheet, 1, 2);
    expect(frozen(sheet)).toEqual({ rows: 1, cols: 2 });
    lines.insertAround(sheet, [at("A1")], "rows");
    expect(frozen(sheet)).toEqual({ rows: 2, cols: 2 });
    lines.freeze(sheet, 0, 0);
    expect(frozen(sheet)).toEqual({ rows: 0, cols: 0 });
  });
});

describe("sums", () => {
  it("offers the numbers above, else before, else nothing", () => {
    const sheet = sheetOf([
      ["head", null],
      [1, 5],
      [2, 6],
    ]);
    expect(sumFormula(sheet, 3, 0, "SUM", computed)).toBe("=SUM(A2:A3)");
    expect(sumFormula(sheet, 1, 2, "MAX", computed)).toBe("=MAX(A2:B2)");
    expect(summedFrom(sheet, 9, 9, computed)).toBeNull();
    expect(sumFormula(sheet, 9, 9, "SUM", computed)).toBe("=SUM()");
  });

  it("writes sums under a selection, or behind a row, in one step", () => {
    const sheet = sheetOf([
      [1, 5],
      [2, 6],
    ]);
    sumSelection(sheet, at("A1:B3"), "SUM");
    expect(cells(sheet, "A3:B3")).toEqual([["=SUM(A1:A2)", "=SUM(B1:B2)"]]);
    sheet.book.steps.undo();
    expect(cells(sheet, "A3:B3")).toEqual([[null, null]]);
    sumSelection(sheet, at("A1:B1"), "AVERAGE");
    expect(cells(sheet, "C1")).toEqual([["=AVERAGE(A1:B1)"]]);
  });

  it("fills down and onward from the first line, or from the one before", () => {
    const sheet = sheetOf([[1, "=A1*2"]]);
    fillFrom(sheet, [at("A1:B3")], "down");
    expect(cells(sheet, "A1:B3")).toEqual([
      [1, "=A1*2"],
      [1, "=A2*2"],
      [1, "=A3*2"],
    ]);
    fillFrom(sheet, [at("A4")], "down");
    expect(cells(sheet, "A4")).toEqual([[1]]);
    fillFrom(sheet, [at("A1")], "end");
    expect(cells(sheet, "A1")).toEqual([[1]]);
  });
});
