/** Paste special on a real model: each aspect, operations, blanks, turning, links, and what goes along. */
import { describe, expect, it } from "vitest";
import { merge, Refusal, type Sheet, setContents, setLine, setStyle } from "../../model";
import { linkAt, noteAt, setLink, setNote } from "../objects";
import { calculated } from "../operating";
import { type PasteOptions, pasteCells, plainPaste, type Source } from "../pasting";
import { addRule, rulesAt } from "../rules";
import { noValidation, setValidation, validationAt } from "../validation";
import { at, cells, computed, newBook, sheetOf } from "./books";

function lines(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function source(sheet: Sheet, text: string): Source {
  const { row1, row2, col1, col2 } = at(text);
  return { sheet, rows: lines(row1, row2), cols: lines(col1, col2), whole: null };
}

function paste(sheet: Sheet, from: string, to: string, options: Partial<PasteOptions> = {}) {
  return pasteCells(
    source(sheet, from),
    sheet,
    at(to),
    { ...plainPaste, ...options },
    (of, row, col) => {
      const content = computed(of, row, col);
      return of.formula(row, col) === null ? content : 42;
    },
  );
}

describe("an aspect of cells", () => {
  it("is pasted alone", () => {
    const sheet = sheetOf([["=1+1"], [3]]);
    setStyle(sheet, [at("A1")], {
      bold: true,
      numberFormat: "0.0",
      borderTop: { style: "thin" },
    });
    setNote(sheet, 0, 0, "remember", "ann");
    const seen = (what: PasteOptions["what"], to: string) => {
      paste(sheet, "A1", to, { what });
      const { row1, col1 } = at(to);
      return [cells(sheet, to)[0]?.[0], sheet.style(row1, col1), noteAt(sheet, row1, col1)?.text];
    };
    const look = { bold: true, numberFormat: "0.0", borderTop: { style: "thin" } };
    expect(seen("all", "C1")).toEqual(["=1+1", look, "remember"]);
    expect(seen("formulas", "C2")).toEqual(["=1+1", {}, undefined]);
    expect(seen("values", "C3")).toEqual([42, {}, undefined]);
    expect(seen("formats", "C4")).toEqual([null, look, undefined]);
    expect(seen("notes", "C5")).toEqual([null, {}, "remember"]);
    expect(seen("noBorders", "C6")).toEqual([
      "=1+1",
      { bold: true, numberFormat: "0.0" },
      "remember",
    ]);
    expect(seen("formulasNumbers", "C7")).toEqual(["=1+1", { numberFormat: "0.0" }, undefined]);
    expect(seen("valuesNumbers", "C8")).toEqual([42, { numberFormat: "0.0" }, undefined]);
  });

  it("keeps the borders that are there when borders stay away", () => {
    const sheet = sheetOf([["x"], ["y"]]);
    setStyle(sheet, [at("A1")], { italic: true, borderTop: { style: "thick" } });
    setStyle(sheet, [at("A2")], { borderTop: { style: "thin" } });
    paste(sheet, "A1", "A2", { what: "noBorders" });
    expect(sheet.style(1, 0)).toEqual({ italic: true, borderTop: { style: "thin" } });
  });

  it("may be the widths of columns", () => {
    const sheet = sheetOf([["x", "y"]]);
    setLine(sheet, "cols", [[0, 0]], { size: 20, custom: true });
    setLine(sheet, "cols", [[4, 4]], { size: 30, custom: true });
    paste(sheet, "A1:B1", "D5", { what: "widths" });
    expect(sheet.line("cols", 3).size).toBe(20);
    expect(sheet.line("cols", 4).size).toBeUndefined();
    expect(cells(sheet, "D5:E5")).toEqual([[null, null]]);
  });

  it("is one step", () => {
    const sheet = sheetOf([[1, "=A1"]]);
    setNote(sheet, 0, 0, "n", "ann");
    setStyle(sheet, [at("A1")], { bold: true });
    const before = sheet.book.steps.undoLabel;
    paste(sheet, "A1:B1", "A5:B8");
    expect(cells(sheet, "A8:B8")).toEqual([[1, "=A8"]]);
    sheet.book.steps.undo();
    expect(cells(sheet, "A5:B8")).toEqual(Array.from({ length: 4 }, () => [null, null]));
    expect([sheet.style(4, 0), noteAt(sheet, 4, 0)]).toEqual([{}, null]);
    expect(sheet.book.steps.undoLabel).toBe(before);
  });
});

describe("an operation", () => {
  it("reckons with numbers", () => {
    expect(calculated("add", 5, 2)).toBe(7);
    expect(calculated("subtract", 5, 2)).toBe(3);
    expect(calculated("multiply", null, 2)).toBe(0);
    expect(calculated("divide", 6, 4)).toBe(1.5);
    expect(calculated("divide", 6, null)).toEqual({ e: "#DIV/0!" });
  });

  it("puts formulas together, and leaves text as it is", () => {
    const sheet = sheetOf([[2, "=B9", 10, "=D9*2", "text", null]]);
    paste(sheet, "A1", "C1:F1", { what: "values", operation: "multiply" });
    expect(cells(sheet, "C1:F1")).toEqual([[20, "=(D9*2)*2", "text", 0]]);
    paste(sheet, "B1", "C1:D1", { what: "formulas", operation: "add" });
    expect(cells(sheet, "C1:D1")).toEqual([["=20+(C9)", "=((D9*2)*2)+(D9)"]]);
  });

  it("leaves array formulas as they are", () => {
    const sheet = sheetOf([[2]]);
    setContents(sheet, 1, 0, [[{ f: "SUM(1)", a: [1, 1] }]]);
    paste(sheet, "A1", "A2", { operation: "add" });
    expect(cells(sheet, "A2")).toEqual([["=SUM(1)"]]);
  });
});

describe("blanks, turning and links", () => {
  it("skips empty cells and their formats", () => {
    const sheet = sheetOf([
      [1, null, 3],
      ["a", "b", "c"],
    ]);
    setStyle(sheet, [at("B2")], { bold: true });
    paste(sheet, "A1:C1", "A2", { skipBlanks: true });
    expect(cells(sheet, "A2:C2")).toEqual([[1, "b", 3]]);
    expect(sheet.style(1, 1)).toEqual({ bold: true });
  });

  it("turns rows into columns, references and borders with them", () => {
    const sheet = sheetOf([
      [1, 2, "=A1+B1"],
      [3, 4, "=$A2+B$2+$B$1"],
    ]);
    setStyle(sheet, [at("C1")], { borderTop: { style: "thin" } });
    paste(sheet, "A1:C2", "E1", { transpose: true });
    expect(cells(sheet, "E1:F3")).toEqual([
      [1, 3],
      [2, 4],
      ["=E1+E2", "=F$1+$B2+$B$1"],
    ]);
    expect(sheet.style(2, 4)).toEqual({ borderStart: { style: "thin" } });
  });

  it("links to the source, also on another worksheet", () => {
    const [one, two] = newBook("One", "Two").sheets as [Sheet, Sheet];
    setContents(one, 0, 0, [[1, 2]]);
    const options = { ...plainPaste, link: true };
    pasteCells(source(one, "A1:B1"), two, at("C3"), options, computed);
    expect(cells(two, "C3:D3")).toEqual([["=One!A1", "=One!B1"]]);
    pasteCells(source(one, "A1"), one, at("C3"), options, computed);
    expect(cells(one, "C3")).toEqual([["=$A$1"]]);
  });

  it("is not pasted beyond the grid", () => {
    const sheet = sheetOf([[1], [2]]);
    expect(() => paste(sheet, "A1:A2", "A1048576")).toThrow(Refusal);
    expect(cells(sheet, "A1:A2")).toEqual([[1], [2]]);
  });
});

describe("what goes along", () => {
  it("brings rules, lists, links and merges of the source in place of those of the target", () => {
    const sheet = sheetOf([["a", "b"], [], ["=A1"], []]);
    setValidation(sheet, [at("A1")], { ...noValidation, kind: "custom", f1: "A1>1" });
    setValidation(sheet, [at("D1:D9")], { ...noValidation, kind: "list", f1: '"x,y"' });
    addRule(sheet, [at("A1:B1")], { kind: "expression", formulas: ["1"], style: { bold: true } });
    setLink(sheet, 0, 0, { target: "https://example.org/", place: null, tip: "" });
    merge(sheet, at("A3:B4"));
    paste(sheet, "A1:B4", "D3");
    expect(validationAt(sheet, 2, 3)?.rule.f1).toBe("D3>1");
    expect(validationAt(sheet, 3, 3)).toBeNull();
    expect(validationAt(sheet, 7, 3)?.rule.kind).toBe("list");
    expect(rulesAt(sheet, 2, 4)).toHaveLength(1);
    expect(linkAt(sheet, 2, 3)?.target).toBe("https://example.org/");
    expect(sheet.merges().map(({ area }) => area)).toContainEqual(at("D5:E6"));
    expect(cells(sheet, "D5")).toEqual([["=D3"]]);
  });

  it("is a validation alone when that is asked for", () => {
    const sheet = sheetOf([["a", "b"]]);
    setValidation(sheet, [at("A1")], { ...noValidation, kind: "list", f1: '"x,y"' });
    paste(sheet, "A1", "B1:B3", { what: "validation" });
    expect(cells(sheet, "B1")).toEqual([["b"]]);
    expect([0, 1, 2].map((row) => validationAt(sheet, row, 1)?.rule.f1)).toEqual([
      '"x,y"',
      '"x,y"',
      '"x,y"',
    ]);
  });

  it("leaves out what lies between the lines that were copied", () => {
    const sheet = sheetOf([[1], [2], [3]]);
    const from = { sheet, rows: [0, 2], cols: [0], whole: null };
    pasteCells(from, sheet, at("C1"), plainPaste, computed);
    expect(cells(sheet, "C1:C3")).toEqual([[1], [3], [null]]);
  });
});
