/** What a rule lets in: relative formulas, names, INDIRECT, dates; and what it cannot know. */
import { describe, expect, it } from "vitest";
import { putName } from "../commands/names";
import { at, cells, sheetOf } from "../commands/tests/books";
import { noValidation, setValidation, type Validation } from "../commands/validation";
import type { Values } from "../grid/view";
import { type Content, cachedValue, type Sheet, Template } from "../model";
import { entryObstacle } from "../validating";

const reckoned = (answers: Record<string, Content>): Values => ({
  value: (sheet, row, col) => cachedValue(sheet.content(row, col)),
  evaluate: (sheet, template) =>
    answers[Template.render(template, { book: sheet.book, sid: sheet.sid })],
  onChange: () => () => {},
});

const stop = { style: "stop", title: "", text: "no" } as const;

function ruled(sheet: Sheet, area: string, rule: Partial<Validation>): void {
  setValidation(sheet, [at(area)], { ...noValidation, alert: stop, ...rule });
}

const refused = (sheet: Sheet, cell: string, text: string, values = reckoned({})) => {
  const { row1: row, col1: col } = at(cell);
  return entryObstacle(sheet, { row, col }, text, values) !== null;
};

describe("a list", () => {
  it("may be cells, beside the cell where the reference is relative", () => {
    const sheet = sheetOf([["东", "西"], ["南"]]);
    ruled(sheet, "D1:D2", { kind: "list", f1: "A1:B1" });
    expect(refused(sheet, "D1", "西")).toBe(false);
    expect(refused(sheet, "D2", "西")).toBe(true);
    expect(refused(sheet, "D2", "南")).toBe(false);
    expect(cells(sheet, "D1")).toEqual([[null]]);
  });

  it("may be numbers and dates, typed as they are shown or otherwise", () => {
    const sheet = sheetOf([["1,000"], ["2026-01-05"]]);
    ruled(sheet, "C1", { kind: "list", f1: "$A$1:$A$2" });
    expect(refused(sheet, "C1", "1000")).toBe(false);
    expect(refused(sheet, "C1", "2026/1/5")).toBe(false);
    expect(refused(sheet, "C1", "1001")).toBe(true);
  });

  it("may have a name, or depend on another cell", () => {
    const sheet = sheetOf([
      ["辽宁", "沈阳"],
      [null, "大连"],
    ]);
    putName(sheet, { name: "辽宁", scope: null, formula: "Sheet1!$B$1:$B$2", comment: "" });
    ruled(sheet, "C1", { kind: "list", f1: "辽宁" });
    ruled(sheet, "D1", { kind: "list", f1: "INDIRECT(A1)" });
    const values = reckoned({ A1: "辽宁" });
    for (const cell of ["C1", "D1"]) {
      expect(refused(sheet, cell, "大连", values)).toBe(false);
      expect(refused(sheet, cell, "北京", values)).toBe(true);
    }
    expect(refused(sheet, "D1", "北京", reckoned({}))).toBe(false);
  });

  it("may be what a formula gives, and is let be while that is not known", () => {
    const sheet = sheetOf([]);
    ruled(sheet, "A1", { kind: "list", f1: "OFFSET($C$1,0,0,2)" });
    const text = "OFFSET($C$1,0,0,2)";
    const values = reckoned({
      [`ROWS(${text})*COLUMNS(${text})`]: 2,
      [`INDEX(${text},1)`]: "甲",
      [`INDEX(${text},2)`]: 7,
    });
    expect(refused(sheet, "A1", "甲", values)).toBe(false);
    expect(refused(sheet, "A1", "7", values)).toBe(false);
    expect(refused(sheet, "A1", "乙", values)).toBe(true);
    expect(refused(sheet, "A1", "乙", reckoned({}))).toBe(false);
  });

  it("that leads to itself for ever has nothing to refuse", () => {
    const sheet = sheetOf([]);
    ruled(sheet, "A1", { kind: "list", f1: 'INDIRECT("INDIRECT(B1)")' });
    const values = reckoned({ '"INDIRECT(B1)"': "INDIRECT(B1)", B1: "INDIRECT(B1)" });
    expect(refused(sheet, "A1", "x", values)).toBe(false);
  });
});

describe("a comparison", () => {
  it("reads dates as they are typed", () => {
    const sheet = sheetOf([]);
    ruled(sheet, "A1", { kind: "date", operator: "greaterThan", f1: "46000" });
    expect(refused(sheet, "A1", "2026-01-05")).toBe(false);
    expect(refused(sheet, "A1", "2020年1月5日")).toBe(true);
    expect(refused(sheet, "A1", "tomorrow")).toBe(true);
    expect(refused(sheet, "A1", "=TODAY()")).toBe(false);
  });

  it("is with the cell beside, on each row", () => {
    const sheet = sheetOf([[5], [50]]);
    ruled(sheet, "B1:B2", { kind: "whole", operator: "lessThan", f1: "A1" });
    expect(refused(sheet, "B1", "7")).toBe(true);
    expect(refused(sheet, "B2", "7")).toBe(false);
    expect(refused(sheet, "B2", "7.5")).toBe(true);
  });
});
