/** Filling on in a person's ways: Ctrl, units of dates, own lists, steps, and what goes along. */
import { describe, expect, it } from "vitest";
import { setStyle } from "../../model";
import { fillEnd, fillOn, fillSteps, keepLists, ownLists, type StepOptions } from "../filling";
import { noValidation, setValidation, validationAt } from "../validation";
import { at, cells, sheetOf } from "./books";

const dates = (sheet: ReturnType<typeof sheetOf>, area: string) =>
  cells(sheet, area)
    .flat()
    .map((serial) => new Date(Date.UTC(1899, 11, 30) + Number(serial) * 86_400_000))
    .map((date) => date.toISOString().slice(0, 10));

describe("a fill", () => {
  it("counts a single number on, or copies a series, with Ctrl", () => {
    const sheet = sheetOf([[5, "周一"]]);
    fillOn(sheet, at("A1:B1"), at("A1:B3"));
    expect(cells(sheet, "A2:B3")).toEqual([
      [5, "周二"],
      [5, "周三"],
    ]);
    fillOn(sheet, at("A1:B1"), at("A1:B3"), { mode: "other" });
    expect(cells(sheet, "A2:B3")).toEqual([
      [6, "周一"],
      [7, "周一"],
    ]);
    fillOn(sheet, at("A1:B1"), at("A1:B2"), { mode: "copy" });
    expect(cells(sheet, "A2:B2")).toEqual([[5, "周一"]]);
    fillOn(sheet, at("A1"), at("A1:A2"), { mode: "series" });
    expect(cells(sheet, "A2")).toEqual([[6]]);
  });

  it("goes on by working days, months and years", () => {
    const sheet = sheetOf([["2026-01-30"]]);
    const filled = (unit: "days" | "weekdays" | "months" | "years") => {
      fillOn(sheet, at("A1"), at("A1:A4"), { unit });
      return dates(sheet, "A2:A4");
    };
    expect(filled("days")).toEqual(["2026-01-31", "2026-02-01", "2026-02-02"]);
    expect(filled("weekdays")).toEqual(["2026-02-02", "2026-02-03", "2026-02-04"]);
    expect(filled("months")).toEqual(["2026-02-28", "2026-03-30", "2026-04-30"]);
    expect(filled("years")).toEqual(["2027-01-30", "2028-01-30", "2029-01-30"]);
  });

  it("follows lists of one's own", () => {
    const sheet = sheetOf([["初级"]]);
    const lists = [["初级", "中级", "高级"]];
    fillOn(sheet, at("A1"), at("A1:A4"), { lists });
    expect(cells(sheet, "A2:A4").flat()).toEqual(["中级", "高级", "初级"]);
  });

  it("takes formats alone, or none", () => {
    const sheet = sheetOf([[5], [1]]);
    setStyle(sheet, [at("A1")], { bold: true });
    fillOn(sheet, at("A1"), at("A1:A2"), { what: "formats" });
    expect([cells(sheet, "A2"), sheet.style(1, 0).bold]).toEqual([[[1]], true]);
    fillOn(sheet, at("A1"), at("A1:A3"), { what: "contents" });
    expect([cells(sheet, "A3"), sheet.style(2, 0)]).toEqual([[[5]], {}]);
  });

  it("takes validations along, keeps those in the way otherwise, and is one step", () => {
    const sheet = sheetOf([["x", "y"]]);
    setValidation(sheet, [at("A1")], { ...noValidation, kind: "list", f1: '"x,z"' });
    setValidation(sheet, [at("B2")], { ...noValidation, kind: "list", f1: '"p,q"' });
    fillOn(sheet, at("A1:B1"), at("A1:B3"));
    expect(validationAt(sheet, 2, 0)?.rule.f1).toBe('"x,z"');
    fillOn(sheet, at("B1"), at("B1:B3"));
    expect(validationAt(sheet, 2, 0)?.rule.f1).toBe('"x,z"');
    sheet.book.steps.undo();
    sheet.book.steps.undo();
    expect([cells(sheet, "A2:B2"), validationAt(sheet, 2, 0)]).toEqual([[[null, null]], null]);
  });

  it("goes as far as the data beside by a double click", () => {
    const sheet = sheetOf([["a", 1], ["b"], ["c"], [], ["e"]]);
    expect(fillEnd(sheet, at("B1"))).toEqual(at("B1:B3"));
    expect(fillEnd(sheet, at("D1"))).toBeNull();
  });
});

describe("steps", () => {
  const options: StepOptions = {
    kind: "linear",
    unit: "days",
    step: 2,
    stop: null,
    along: "cols",
  };

  it("fill the selection, or go on to an end", () => {
    const sheet = sheetOf([[1, 3]]);
    fillSteps(sheet, at("A1:A3"), options);
    expect(cells(sheet, "A1:A4").flat()).toEqual([1, 3, 5, null]);
    fillSteps(sheet, at("A1:A9"), { ...options, kind: "growth", stop: 10 });
    expect(cells(sheet, "A1:A5").flat()).toEqual([1, 2, 4, 8, null]);
    fillSteps(sheet, at("B1"), { ...options, along: "rows", step: -1, stop: 1 });
    expect(cells(sheet, "B1:E1")).toEqual([[3, 2, 1, null]]);
  });

  it("know working days", () => {
    const sheet = sheetOf([["2026-01-30"]]);
    fillSteps(sheet, at("A1:A3"), { ...options, kind: "date", unit: "weekdays", step: 1 });
    expect(dates(sheet, "A2:A3")).toEqual(["2026-02-02", "2026-02-03"]);
    expect(sheet.style(2, 0).numberFormat).toBe(sheet.style(0, 0).numberFormat);
  });

  it("end where numbers do, and leave text alone", () => {
    const sheet = sheetOf([["a"], [1e300]]);
    fillSteps(sheet, at("A1:C1"), { ...options, along: "rows" });
    fillSteps(sheet, at("A2:D2"), { ...options, along: "rows", kind: "growth", step: 1e10 });
    expect(cells(sheet, "A1:B2")).toEqual([
      ["a", null],
      [1e300, null],
    ]);
  });
});

describe("own lists", () => {
  it("are kept, and nonsense is passed over", () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    expect(ownLists(storage)).toEqual([]);
    keepLists([["高", "中", "低"], ["one"]], storage);
    expect(ownLists(storage)).toEqual([["高", "中", "低"]]);
    kept.set("tongwen.lists", '{"a":1}');
    expect(ownLists(storage)).toEqual([]);
    kept.set("tongwen.lists", "[[1,2],null,[");
    expect(ownLists(storage)).toEqual([]);
  });
});
