/** Rules, validation, links, notes, names, tables and worksheets on a real model. */
import { describe, expect, it } from "vitest";
import { enter, type Sheet } from "../../model";
import * as names from "../names";
import * as objects from "../objects";
import * as rules from "../rules";
import * as tables from "../tables";
import {
  cutOut,
  listFormula,
  listItems,
  noValidation,
  setValidation,
  validationAt,
  without,
} from "../validation";
import * as worksheets from "../worksheets";
import { at, cells, computed, newBook, sheetOf } from "./books";

describe("validation", () => {
  const list = { ...noValidation, kind: "list", f1: listFormula(["是", "否"]) } as const;

  it("is written, read back and replaced", () => {
    const sheet = sheetOf();
    setValidation(sheet, [at("A1:A9")], list);
    const rule = validationAt(sheet, 4, 0)?.rule;
    expect(rule).toMatchObject({ kind: "list", f1: '"是,否"', blank: true });
    expect(listItems(rule?.f1 ?? "")).toEqual(["是", "否"]);
    setValidation(sheet, [at("A3:A4")], { ...noValidation, kind: "whole", f1: "1", f2: "9" });
    expect(validationAt(sheet, 3, 0)?.rule.kind).toBe("whole");
    expect(validationAt(sheet, 1, 0)?.rule.kind).toBe("list");
    expect(validationAt(sheet, 8, 0)?.rule.kind).toBe("list");
    setValidation(sheet, [at("A:A")], noValidation);
    expect(sheet.objects("validation")).toEqual([]);
  });

  it("refers to cells that move", () => {
    const sheet = sheetOf();
    setValidation(sheet, [at("B1")], { ...list, f1: "=$D$1:$D$3" });
    expect(validationAt(sheet, 0, 1)?.rule.f1).toBe("$D$1:$D$3");
    expect(listItems("$D$1:$D$3")).toBeNull();
  });

  it("quotes what is typed into a list", () => {
    expect(listItems(listFormula(['a"b', " c ", "", "d,e"]))).toEqual(['a"b', "c", "d，e"]);
  });

  it("cuts areas out of areas", () => {
    expect(without(at("A1:C3"), at("B2"))).toEqual([at("A1:C1"), at("A3:C3"), at("A2"), at("C2")]);
    expect(without(at("A1"), at("B2"))).toEqual([at("A1")]);
    expect(without(at("A1"), at("A1:B2"))).toEqual([]);
  });
});

describe("rules", () => {
  const red = {
    kind: "cellIs",
    operator: "greaterThan",
    formulas: ["5"],
    style: { fill: "FFC7CE" },
  } as const;
  const added = (): Sheet => {
    const sheet = sheetOf();
    rules.addRule(sheet, [at("A1:A9")], { ...red, formulas: ["5"] });
    rules.addRule(sheet, [at("A5:B5")], { kind: "dataBar", color: "638EC6" });
    return sheet;
  };
  const order = (sheet: Sheet) => rules.rulesOf(sheet).map(({ rule }) => rule.kind);

  it("puts new rules first and moves them", () => {
    const sheet = added();
    expect(order(sheet)).toEqual(["dataBar", "cellIs"]);
    const [first] = rules.rulesOf(sheet);
    if (first) rules.moveRule(sheet, first, 1);
    expect(order(sheet)).toEqual(["cellIs", "dataBar"]);
    if (first) rules.moveRule(sheet, first, 1);
    expect(new Set(rules.rulesOf(sheet).map(({ rule }) => rule.priority)).size).toBe(2);
  });

  it("changes, finds and removes them", () => {
    const sheet = added();
    expect(rules.rulesAt(sheet, 4, 0)).toHaveLength(2);
    expect(rules.rulesOf(sheet, [at("B5")])).toHaveLength(1);
    const [bar] = rules.rulesOf(sheet);
    if (bar) rules.changeRule(sheet, bar, { ...bar.rule, stop: true }, [at("C1")]);
    expect(rules.rulesAt(sheet, 0, 2)[0]?.rule.stop).toBe(true);
    const [again] = rules.rulesAt(sheet, 0, 2);
    if (again) rules.removeRule(sheet, again);
    expect(order(sheet)).toEqual(["cellIs"]);
    rules.clearRules(sheet, [at("A1:A3")]);
    expect(rules.rulesOf(sheet)[0]?.areas).toEqual([at("A4:A9")]);
  });

  it.each([
    ["5", "5"],
    ["文", '"文"'],
    ['a"b', '"a""b"'],
  ])("takes %s for an operand", (typed, written) => {
    const sheet = sheetOf();
    expect(rules.operand(sheet, typed)).toBe(written);
    expect(rules.typedOperand(sheet, written)).toBe(typed);
  });

  it("keeps formulas as templates", () => {
    const sheet = sheetOf();
    const template = rules.operand(sheet, "=A1+1");
    expect(rules.typedOperand(sheet, template)).toBe("=A1+1");
  });

  it("writes the formulas that files have beside text rules", () => {
    expect(rules.textFormula("containsText", 'x"', "A1")).toBe('NOT(ISERROR(SEARCH("x""",A1)))');
    expect(rules.textFormula("beginsWith", "文字", "B2")).toBe('LEFT(B2,2)="文字"');
    expect(rules.iconStops(3).map((stop) => stop.value)).toEqual(["0", "33", "67"]);
  });

  it("ignores rules that are no objects", () => {
    const sheet = sheetOf();
    cutOut(sheet, [at("A1")], "format");
    expect(rules.rulesOf(sheet)).toEqual([]);
  });
});

describe("links and notes", () => {
  it.each([
    ["example.org", "https://example.org"],
    ["https://a.b/c?d", "https://a.b/c?d"],
    ["a@b.org", "mailto:a@b.org"],
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
    ["", null],
    ["two words", null],
  ])("takes %j as %j", (typed, address) => expect(objects.linkAddress(typed)).toBe(address));

  it("links a cell, once, with its text and look", () => {
    const sheet = sheetOf();
    const link = { target: "https://example.org", place: null, tip: "go" };
    objects.setLink(sheet, 0, 0, link, "Example");
    objects.setLink(sheet, 0, 0, link);
    expect(objects.linkAt(sheet, 0, 0)).toEqual(link);
    expect(sheet.objects("link")).toHaveLength(1);
    expect(cells(sheet, "A1")).toEqual([["Example"]]);
    objects.setLink(sheet, 0, 0, null);
    expect(objects.linkAt(sheet, 0, 0)).toBeNull();
    expect(sheet.style(0, 0).underline).toBeUndefined();
  });

  it("links places that move", () => {
    const sheet = sheetOf();
    objects.setLink(sheet, 0, 0, { target: null, place: "C3", tip: "" });
    expect(objects.linkAt(sheet, 0, 0)?.place).toContain("C3");
  });

  it("writes, changes and removes a note", () => {
    const sheet = sheetOf();
    objects.setNote(sheet, 1, 1, "看一下", "安");
    objects.setNote(sheet, 1, 1, "看两下", "本");
    expect(objects.noteAt(sheet, 1, 1)).toMatchObject({ text: "看两下", author: "安" });
    const { token } = objects.noteAt(sheet, 1, 1) ?? { token: "" };
    objects.showNote(sheet, token, true);
    expect(objects.noteAt(sheet, 1, 1)?.shown).toBe(true);
    objects.setNote(sheet, 1, 1, "  ", "安");
    expect(objects.noteAt(sheet, 1, 1)).toBeNull();
  });

  it("makes checkboxes of cells and ticks them", () => {
    const sheet = sheetOf([["TRUE"], [0]]);
    objects.addCheckboxes(sheet, [at("A1:A3")], computed);
    expect(cells(sheet, "A1:A3")).toEqual([[1], [0], [0]]);
    expect(objects.toggleCheckboxes(sheet, [at("A1:A3")])).toBe(true);
    expect(cells(sheet, "A1:A3")).toEqual([[0], [0], [0]]);
    expect(objects.toggleCheckboxes(sheet, [at("B1")])).toBe(false);
    objects.removeCheckboxes(sheet, [at("A1:A3")]);
    expect(objects.isCheckbox(sheet, 0, 0)).toBe(false);
  });

  it("puts pictures over cells, shrunk to fit", () => {
    const sheet = sheetOf();
    const picture = { media: "sha256-0", name: "p.png", inlineSize: 1280, blockSize: 100 };
    const token = objects.addPicture(sheet, 2, 1, picture);
    expect(sheet.object(token)).toMatchObject({
      kind: "image",
      anchor: { from: ["2", "1", 0, 0], size: [640 * 9525, 50 * 9525] },
    });
  });
});

describe("names", () => {
  it.each([
    ["税率", null],
    ["", "empty"],
    ["1st", "characters"],
    ["a b", "characters"],
    ["A1", "reference"],
    ["R1C1", "reference"],
    ["TRUE", "reference"],
    ["x".repeat(256), "long"],
  ] as const)("says of %s: %s", (name, problem) => {
    expect(names.nameProblem(newBook().book, name, null)).toBe(problem);
  });

  it("names an area, leads there, and is taken then", () => {
    const { book, sheets } = newBook("My data", "Two");
    const [sheet, two] = sheets as [Sheet, Sheet];
    const formula = names.nameFormula(sheet, at("B2:C3"));
    expect(formula).toBe("'My data'!$B$2:$C$3");
    const token = names.putName(sheet, { name: "数据", scope: null, formula, comment: "" });
    expect(names.nameProblem(book, "数据", null)).toBe("taken");
    expect(names.nameProblem(book, "数据", null, token)).toBeNull();
    expect(names.nameOfArea(sheet, at("B2:C3"))?.name).toBe("数据");
    expect(names.placeNamed(two, "数据")).toEqual({ sid: sheet.sid, areas: [at("B2:C3")] });
    expect(names.placeNamed(two, "'My data'!A1")).toEqual({ sid: sheet.sid, areas: [at("A1")] });
    expect(names.placeNamed(two, "A1,B2:B3")).toEqual({
      sid: two.sid,
      areas: [at("A1"), at("B2:B3")],
    });
    expect(names.placeNamed(two, "nowhere")).toBeNull();
    expect(names.placeNamed(two, "No sheet!A1")).toBeNull();
  });
});

describe("tables", () => {
  it("names its columns, its table and keeps off others", () => {
    const sheet = sheetOf([
      ["名", "名", null],
      [1, 2, 3],
    ]);
    const words = { table: "表", column: "列" };
    tables.addTable(sheet, at("A1:C2"), words, computed);
    expect(cells(sheet, "A1:C1")).toEqual([["名", "名2", "列3"]]);
    const placed = tables.tableAt(sheet, 1, 1);
    expect(placed?.table).toMatchObject({ name: "表1", header: true });
    expect(tables.tableObstacle(sheet, at("C2:D4"))).toBe("table");
    expect(tables.tableObstacle(sheet, at("E2:F4"))).toBeNull();
    if (placed) tables.styleTable(sheet, placed, { bands: false });
    expect(tables.tableAt(sheet, 1, 1)?.table.style).toMatchObject({ bands: false });
    if (placed) tables.removeTable(sheet, placed);
    expect(tables.tableAt(sheet, 1, 1)).toBeNull();
    expect(cells(sheet, "A1")).toEqual([["名"]]);
  });
});

describe("worksheets", () => {
  it("finds free names", () => {
    const { book } = newBook("Sheet1", "Sheet3");
    expect(worksheets.freshName(book, "Sheet")).toBe("Sheet4");
    expect(worksheets.copyName(book, "Sheet1")).toBe("Sheet1 (2)");
    expect(worksheets.copyName(book, "x".repeat(31))).toHaveLength(31);
  });

  it.each([
    ["", "empty"],
    ["x".repeat(32), "long"],
    ["a/b", "characters"],
    ["'a", "characters"],
    ["SHEET1", "taken"],
    ["汇总", null],
  ] as const)("says of the name %s: %s", (name, problem) => {
    expect(worksheets.sheetNameProblem(newBook("Sheet1").book, name)).toBe(problem);
  });

  it("knows which may go and what is beside", () => {
    const { book, sheets } = newBook("A", "B", "C");
    const [a, b, c] = sheets.map((sheet) => sheet.sid) as [string, string, string];
    book.hideSheet(b, "hidden");
    expect(worksheets.sheetBeside(book, a, 1)).toBe(c);
    expect(worksheets.neighbour(book, c)).toBe(a);
    expect(worksheets.maySpare(book, a)).toBe(true);
    book.hideSheet(c, "hidden");
    expect(worksheets.maySpare(book, a)).toBe(false);
    expect(worksheets.hiddenSheets(book).map((info) => info.sid)).toEqual([b, c]);
    expect(worksheets.dropIndex(book, a, c)).toBe(1);
    expect(worksheets.dropIndex(book, a, null)).toBe(2);
  });

  it("keeps formulas on a renamed worksheet", () => {
    const { book, sheets } = newBook("One", "Two");
    const [one, two] = sheets as [Sheet, Sheet];
    enter(two, 0, 0, "=One!A1");
    book.renameSheet(one.sid, "新的");
    expect(cells(two, "A1")).toEqual([["=新的!A1"]]);
  });
});
