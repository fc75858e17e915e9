/** Going to cells of a kind, and names made from the edges of a selection. */
import { describe, expect, it } from "vitest";
import { areaName } from "../areas";
import { hideLines } from "../lines";
import { nameFrom, namesFromEdges } from "../names";
import { setNote } from "../objects";
import { allValues, type SpecialKind, type SpecialValues, specialCells } from "../special";
import { noValidation, setValidation } from "../validation";
import { at, computed, sheetOf } from "./books";

const sheet = sheetOf([
  ["name", "n", "ok"],
  ["a", 1, "TRUE"],
  ["b", null, "=1+1"],
  ["a", "#N/A", "x"],
]);

const found = (area: string, kind: SpecialKind, values?: Partial<SpecialValues>) => {
  const areas = [at(area)];
  const [first] = areas;
  const place = { sheet, areas, row: first?.row1 ?? 0, col: first?.col1 ?? 0, computed };
  return specialCells(place, kind, { ...allValues, ...values })
    .map(areaName)
    .sort();
};

describe("cells of a kind", () => {
  it("are constants, formulas and blanks of the worksheet or of the selection", () => {
    expect(found("A1", "formulas")).toEqual(["C3"]);
    expect(found("A1", "blanks")).toEqual(["B3"]);
    expect(found("A1:A4", "blanks")).toEqual([]);
    const none = { numbers: false, texts: false, logicals: false, errors: false };
    expect(found("A1", "constants", { ...none, numbers: true })).toEqual(["B2"]);
    expect(found("A1", "constants", { ...none, logicals: true })).toEqual(["C2"]);
    expect(found("A1", "constants", { ...none, errors: true })).toEqual(["B4"]);
    expect(found("A1:B2", "constants", { ...none, texts: true })).toEqual(["A1:B1", "A2"]);
  });

  it("are those with notes, rules, and the last one", () => {
    setNote(sheet, 1, 1, "n", "ann");
    setValidation(sheet, [at("C2:C9")], { ...noValidation, kind: "whole", f1: "1", f2: "2" });
    expect(found("A1", "notes")).toEqual(["B2"]);
    expect(found("A1", "validation")).toEqual(["C2:C9"]);
    expect(found("A1:C3", "validation")).toEqual(["C2:C3"]);
    expect(found("A1", "last")).toEqual(["C4"]);
    expect(found("B2", "region")).toEqual(["A1:C4"]);
    expect(found("A1", "merges")).toEqual([]);
  });

  it("are those that differ", () => {
    expect(found("A2:A4", "colDifferences")).toEqual(["A3"]);
    expect(found("A2:B2", "rowDifferences")).toEqual(["B2"]);
  });

  it("are those that can be seen", () => {
    hideLines(sheet, [at("A2")], "rows");
    expect(found("A1:B4", "visible")).toEqual(["A1:B1", "A3:B4"]);
  });

  it("are none on an empty worksheet", () => {
    const empty = sheetOf();
    const place = { sheet: empty, areas: [at("A1")], row: 0, col: 0, computed };
    for (const kind of ["constants", "blanks", "visible", "last"] as const)
      expect(specialCells(place, kind)).toEqual([]);
  });
});

describe("names from a selection", () => {
  it.each([
    ["Net sales", "Net_sales"],
    ["2026年", "_2026年"],
    ["A1", "A1_"],
    ["单价（元）", "单价_元_"],
    ["  ", ""],
    ["!!!", ""],
  ])("%j gives %j", (text, name) => expect(nameFrom(text)).toBe(name));

  it("name rows and columns by their edges, in one step, in place of the same names", () => {
    const book = sheetOf([
      [null, "一季", "二季"],
      ["东", 1, 2],
      ["西", 3, 4],
    ]);
    const edges = { top: true, start: true, bottom: false, end: false };
    const text = (row: number, col: number) => String(book.content(row, col) ?? "");
    expect(namesFromEdges(book, at("A1:C3"), edges, text)).toBe(4);
    expect(namesFromEdges(book, at("A1:C3"), edges, text)).toBe(4);
    expect(
      book.book
        .names()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["一季", "东", "二季", "西"]);
    book.book.steps.undo();
    book.book.steps.undo();
    expect(book.book.names()).toEqual([]);
    expect(namesFromEdges(book, at("A1"), edges, text)).toBe(0);
  });
});
