/** What a selection copies: filtered rows, several areas, whole lines. */
import { describe, expect, it } from "vitest";
import { merge, type Sheet } from "../../model";
import { copiedLines, pastedInto } from "../copied";
import { addFilter, type Filter, filterOf, setColumnFilter } from "../filters";
import { hideLines } from "../lines";
import { pasteCells, plainPaste, type Source } from "../pasting";
import { at, cells, computed, newBook, sheetOf, shown } from "./books";

const rows = (sheet: Sheet, ...areas: string[]) => copiedLines(sheet, areas.map(at))?.rows;

describe("what is copied", () => {
  it("leaves out rows that a filter hides, and no others", () => {
    const sheet = sheetOf([["name"], ["a"], ["b"], ["a"], ["c"]]);
    hideLines(sheet, [at("A5")], "rows");
    expect(rows(sheet, "A1:A5")).toEqual([0, 1, 2, 3, 4]);
    addFilter(sheet, at("A1:A5"));
    setColumnFilter(sheet, filterOf(sheet) as Filter, 0, { values: ["a"] }, shown);
    expect(rows(sheet, "A1:A5")).toEqual([0, 1, 3]);
  });

  it("is a block of several areas, in the order of the worksheet", () => {
    const sheet = sheetOf([[1, 2, 3]]);
    expect(rows(sheet, "A4:B5", "A1:B1")).toEqual([0, 3, 4]);
    expect(copiedLines(sheet, [at("D1:D2"), at("A1:A2")])?.cols).toEqual([0, 3]);
    expect(copiedLines(sheet, [at("A1:B2"), at("C5")])).toBeNull();
    expect(copiedLines(sheet, [at("A1:A3"), at("A2:A4")])).toBeNull();
    expect(copiedLines(sheet, [])).toBeNull();
  });

  it("is as much of whole columns as either worksheet uses", () => {
    const [one, two] = newBook("One", "Two").sheets as [Sheet, Sheet];
    one.book.steps.transact("typing", () => {});
    const from = sheetOf([[1], [2]]);
    const whole = copiedLines(from, [at("A:A")]) as Source;
    expect([whole.rows, whole.whole]).toEqual([[0, 1], "cols"]);
    expect(pastedInto(from, at("C:C"), whole)).toEqual(at("C1"));
    pasteCells(whole, from, pastedInto(from, at("C:C"), whole), plainPaste, computed);
    expect(cells(from, "C1:C3")).toEqual([[1], [2], [null]]);
    expect(copiedLines(one, [at("A:A")], two)?.rows).toEqual([0]);
  });

  it("goes into the first cell of a merge", () => {
    const sheet = sheetOf([["x"]]);
    merge(sheet, at("C1:D2"));
    const from = copiedLines(sheet, [at("A1")]) as Source;
    expect(pastedInto(sheet, at("C1:D2"), from)).toEqual(at("C1"));
    expect(pastedInto(sheet, at("C5:C9"), from)).toEqual(at("C5:C9"));
  });
});
