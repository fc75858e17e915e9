/** Sorting, filtering, finding, cleaning and splitting on a real model. */
import { describe, expect, it } from "vitest";
import { type Sheet, setContents } from "../../model";
import { clear, removeDuplicates } from "../clearing";
import { overwritten, textToColumns } from "../columns";
import { type ColumnFilter, meets, passing, period, serialOf } from "../filtering";
import * as filters from "../filters";
import { findCells, nextFound, replaceEverywhere, replaceOne, type SearchPlace } from "../finding";
import { setFill } from "../formatting";
import { setNote } from "../objects";
import { compile, finds, noQuery, type Query, QueryError } from "../searching";
import { hasHeader, sort } from "../sorting";
import { looksLikeHeader, sortedLines, valueOrder } from "../sortOrder";
import { guessDelimiters, split } from "../splitting";
import { at, cells, computed, newBook, sheetOf, shown, target } from "./books";

describe("the order of values", () => {
  it("goes numbers, text, truth, errors, nothing", () => {
    const mixed = [null, { e: "#N/A" }, true, false, "b", "a", 2, -1];
    expect(mixed.sort(valueOrder().compare)).toEqual([
      -1,
      2,
      "a",
      "b",
      false,
      true,
      { e: "#N/A" },
      null,
    ]);
  });

  it("knows pinyin and strokes", () => {
    const names = ["王", "一", "李", "安"];
    expect([...names].sort(valueOrder({ text: "pinyin" }).compare)).toEqual([
      "安",
      "李",
      "王",
      "一",
    ]);
    expect([...names].sort(valueOrder({ text: "stroke" }).compare)[0]).toBe("一");
  });

  it("keeps empty cells last in either direction, equal ones in place, lists in their order", () => {
    const values = ["三月", null, "一月", "三月"];
    const source = { value: (line: number) => values[line] ?? null };
    const list = ["一月", "二月", "三月"];
    expect(sortedLines(4, [{ at: 0, list }], source)).toEqual([2, 0, 3, 1]);
    expect(sortedLines(4, [{ at: 0, list, descending: true }], source)).toEqual([0, 3, 2, 1]);
  });

  it("tells headers from data", () => {
    expect(
      looksLikeHeader([
        ["name", "age"],
        ["a", 1],
      ]),
    ).toBe(true);
    expect(
      looksLikeHeader([
        ["a", 1],
        ["b", 2],
      ]),
    ).toBe(false);
    expect(
      looksLikeHeader([
        ["x", "x"],
        ["a", 1],
      ]),
    ).toBe(false);
    expect(looksLikeHeader([["only"]])).toBe(false);
  });
});

describe("sort", () => {
  it("sorts rows by several keys under a header, formulas with them", () => {
    const sheet = sheetOf([
      ["组", "分", "倍"],
      ["b", 1, "=B2*2"],
      ["a", 1, "=B3*2"],
      ["a", 2, "=B4*2"],
    ]);
    const area = at("A1:C4");
    expect(hasHeader(sheet, area, computed)).toBe(true);
    sort(sheet, area, [{ at: 0 }, { at: 1, descending: true }], { header: true, computed });
    expect(cells(sheet, "A1:C4")).toEqual([
      ["组", "分", "倍"],
      ["a", 2, "=B2*2"],
      ["a", 1, "=B3*2"],
      ["b", 1, "=B4*2"],
    ]);
    sheet.book.steps.undo();
    expect(cells(sheet, "A2")).toEqual([["b"]]);
  });

  it("sorts by pinyin, by colour, and columns", () => {
    const sheet = sheetOf([["王"], ["安"], ["李"]]);
    sort(sheet, at("A1:A3"), [{ at: 0 }], { header: false, text: "pinyin", computed });
    expect(cells(sheet, "A1:A3")).toEqual([["安"], ["李"], ["王"]]);
    setFill(target(sheet, "A3"), "FF0000");
    const red = { of: "fill", value: "FF0000" } as const;
    sort(sheet, at("A1:A3"), [{ at: 0, color: red }], { header: false, computed });
    expect(cells(sheet, "A1")).toEqual([["王"]]);
    const wide = sheetOf([[3, 1, 2]]);
    sort(wide, at("A1:C1"), [{ at: 0 }], { header: false, columns: true, computed });
    expect(cells(wide, "A1:C1")).toEqual([[1, 2, 3]]);
  });

  it("leaves one row and no keys alone", () => {
    const sheet = sheetOf([[2], [1]]);
    sort(sheet, at("A1:A2"), [], { header: false, computed });
    sort(sheet, at("A1:A1"), [{ at: 0 }], { header: false, computed });
    expect(cells(sheet, "A1:A2")).toEqual([[2], [1]]);
  });
});

describe("filters", () => {
  const rows = [
    ["地区", "数量"],
    ["华东", 5],
    ["华南", 20],
    ["华东", 30],
    [null, 1],
  ];
  const hidden = (sheet: Sheet) =>
    [1, 2, 3, 4].map((row) => sheet.line("rows", row).hidden ?? false);
  const filtered = (filter: ColumnFilter, col = 0) => {
    const sheet = sheetOf(rows);
    filters.addFilter(sheet, at("A1:B5"));
    filters.setColumnFilter(sheet, filters.filterOf(sheet) as filters.Filter, col, filter, shown);
    return hidden(sheet);
  };

  it.each<[string, ColumnFilter, number, boolean[]]>([
    ["values", { values: ["华南"] }, 0, [true, false, true, true]],
    ["blanks", { values: [], blanks: true }, 0, [true, true, true, false]],
    [
      "numbers",
      { custom: { and: true, criteria: [{ operator: "greaterThan", value: "5" }] } },
      1,
      [true, false, false, true],
    ],
    [
      "text",
      { custom: { and: false, criteria: [{ operator: "beginsWith", value: "华东" }] } },
      0,
      [false, true, false, true],
    ],
    [
      "the greatest",
      { top: { count: 1, percent: false, bottom: false } },
      1,
      [true, true, false, true],
    ],
    [
      "the least half",
      { top: { count: 50, percent: true, bottom: true } },
      1,
      [false, true, true, false],
    ],
    ["the average", { dynamic: "aboveAverage" }, 1, [true, false, false, true]],
  ])("filters by %s", (_name, filter, col, expected) => {
    expect(filtered(filter, col)).toEqual(expected);
  });

  it("joins columns, is one step, and shows all when it goes", () => {
    const sheet = sheetOf(rows);
    filters.addFilter(sheet, at("A1:B5"));
    filters.setColumnFilter(
      sheet,
      filters.filterOf(sheet) as filters.Filter,
      0,
      { values: ["华东"] },
      shown,
    );
    filters.setColumnFilter(
      sheet,
      filters.filterOf(sheet) as filters.Filter,
      1,
      { top: { count: 1, percent: false, bottom: false } },
      shown,
    );
    expect(hidden(sheet)).toEqual([true, true, false, true]);
    sheet.book.steps.undo();
    expect(hidden(sheet)).toEqual([false, true, false, true]);
    filters.removeFilter(sheet, filters.filterOf(sheet) as filters.Filter);
    expect(hidden(sheet)).toEqual([false, false, false, false]);
    expect(filters.filterOf(sheet)).toBeNull();
  });

  it("takes in rows written below, when applied again", () => {
    const sheet = sheetOf([...rows, ["华北", 9]]);
    filters.addFilter(sheet, at("A1:B5"));
    filters.setColumnFilter(
      sheet,
      filters.filterOf(sheet) as filters.Filter,
      0,
      { values: ["华东"] },
      shown,
    );
    expect(sheet.line("rows", 5).hidden).toBe(true);
    filters.clearFilter(sheet, filters.filterOf(sheet) as filters.Filter);
    expect(sheet.line("rows", 5).hidden).toBeUndefined();
  });

  it("keeps one filter a worksheet", () => {
    const sheet = sheetOf(rows);
    filters.addFilter(sheet, at("A1:B5"));
    filters.addFilter(sheet, at("A1:A5"));
    expect(sheet.objects("filter")).toHaveLength(1);
  });

  it("reads periods around a day", () => {
    const today = new Date(2026, 10, 25);
    const days = (name: Parameters<typeof period>[0]) => period(name, today) ?? [0, 0];
    expect(days("thisMonth")).toEqual([
      serialOf(new Date(2026, 10, 1)),
      serialOf(new Date(2026, 11, 1)),
    ]);
    expect(days("nextMonth")[1]).toBe(serialOf(new Date(2027, 0, 1)));
    expect(days("lastQuarter")).toEqual([
      serialOf(new Date(2026, 6, 1)),
      serialOf(new Date(2026, 9, 1)),
    ]);
    expect(days("tomorrow")[0]).toBe(serialOf(today) + 1);
    expect(days("thisWeek")[1] - days("thisWeek")[0]).toBe(7);
    expect(period("aboveAverage", today)).toBeNull();
  });

  it("knows wildcards and what looks like them", () => {
    const cell = (text: string) => ({ value: text, text });
    expect(meets(cell("abc"), { operator: "equal", value: "a*" })).toBe(true);
    expect(meets(cell("a*"), { operator: "equal", value: "a~*" })).toBe(true);
    expect(meets(cell("abc"), { operator: "equal", value: "a~*" })).toBe(false);
    expect(meets(cell("x(1"), { operator: "contains", value: "(" })).toBe(true);
    expect(meets({ value: 5, text: "5.00" }, { operator: "notEqual", value: "5" })).toBe(false);
  });

  it("survives filters that say nothing or nonsense", () => {
    const some = [{ value: 1, text: "1" }];
    expect(passing({}, some)).toEqual([true]);
    expect(passing({ top: { count: -5, percent: false, bottom: false } }, some)).toEqual([false]);
    expect(passing({ dynamic: "nonsense" as never }, some)).toEqual([false]);
  });
});

describe("finding", () => {
  const query = (change: Partial<Query>): Query => ({ ...noQuery, ...change });
  const place = (sheet: Sheet): SearchPlace => ({
    book: sheet.book,
    sheet,
    areas: [at("A1")],
    computed,
    locale: "en",
  });
  const found = (sheet: Sheet, change: Partial<Query>) =>
    findCells(place(sheet), query(change)).map(({ row, col }) => [row, col]);

  it("finds what is shown, or what is typed", () => {
    const sheet = sheetOf([
      ["Abc", "=SUM(B9)"],
      ["50%", "abcd"],
    ]);
    expect(found(sheet, { text: "abc" })).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(found(sheet, { text: "abc", matchCase: true })).toEqual([[1, 1]]);
    expect(found(sheet, { text: "abc", wholeCell: true })).toEqual([[0, 0]]);
    expect(found(sheet, { text: "50%" })).toEqual([[1, 0]]);
    expect(found(sheet, { text: "sum(", formulas: true })).toEqual([[0, 1]]);
    expect(found(sheet, { text: "^a.c$", regex: true })).toEqual([[0, 0]]);
    expect(found(sheet, { text: "abc", scope: "selection" })).toEqual([[0, 0]]);
    expect(found(sheet, { text: "a?c*", wholeCell: true })).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it("refuses expressions that cannot be read or are too long", () => {
    expect(() => compile(query({ text: "(", regex: true }))).toThrow(QueryError);
    expect(() => compile(query({ text: "a".repeat(2001) }))).toThrow(QueryError);
    expect(compile(query({}))).toBeNull();
    expect(finds(compile(query({ text: "~*" })) as RegExp, "a*b")).toBe(true);
  });

  it("goes round in the order of worksheets", () => {
    const order = ["s1", "s2"];
    const cellsFound = [
      { sid: "s1", row: 1, col: 0 },
      { sid: "s2", row: 0, col: 0 },
    ];
    expect(nextFound(cellsFound, { sid: "s1", row: 1, col: 0 }, 1, order)).toBe(1);
    expect(nextFound(cellsFound, { sid: "s2", row: 5, col: 0 }, 1, order)).toBe(0);
    expect(nextFound(cellsFound, { sid: "s1", row: 0, col: 0 }, -1, order)).toBe(1);
    expect(nextFound([], { sid: "s1", row: 0, col: 0 }, 1, order)).toBe(-1);
  });

  it("replaces one or all, over all worksheets, in one step", () => {
    const { book, sheets } = newBook("One", "Two");
    const [one, two] = sheets as [Sheet, Sheet];
    for (const sheet of [one, two]) setContents(sheet, 0, 0, [["a"], ["a"]]);
    const where = place(one);
    expect(replaceOne(where, query({ text: "a" }), { sid: one.sid, row: 0, col: 0 }, "b")).toBe(
      true,
    );
    expect(cells(one, "A1:A2")).toEqual([["b"], ["a"]]);
    expect(replaceEverywhere(where, query({ text: "a", scope: "book" }), "c")).toBe(3);
    expect(cells(two, "A1:A2")).toEqual([["c"], ["c"]]);
    book.steps.undo();
    expect(cells(two, "A1:A2")).toEqual([["a"], ["a"]]);
    expect(cells(one, "A1:A2")).toEqual([["b"], ["a"]]);
  });
});

describe("cleaning", () => {
  it("takes repeated rows out and moves the others up", () => {
    const sheet = sheetOf([
      ["n", "v"],
      ["a", 1],
      ["A", 2],
      ["b", 3],
      ["a", 4],
      ["c", 5],
    ]);
    const gone = removeDuplicates(sheet, at("A1:B6"), [0], { header: true, computed });
    expect(gone).toBe(2);
    expect(cells(sheet, "A1:B6")).toEqual([
      ["n", "v"],
      ["a", 1],
      ["b", 3],
      ["c", 5],
      [null, null],
      [null, null],
    ]);
    sheet.book.steps.undo();
    expect(cells(sheet, "A3:B3")).toEqual([["A", 2]]);
    expect(removeDuplicates(sheet, at("A1:B6"), [], { header: true, computed })).toBe(0);
  });

  it("clears what is asked for and no more", () => {
    const sheet = sheetOf([["x"]]);
    setFill(target(sheet, "A1"), "FF0000");
    setNote(sheet, 0, 0, "remember", "安");
    clear(sheet, [at("A1")], "contents");
    expect(sheet.content(0, 0)).toBeNull();
    expect(sheet.style(0, 0).fill).toBe("FF0000");
    expect(sheet.objects("note")).toHaveLength(1);
    clear(sheet, [at("A1:B2")], "all");
    expect(sheet.style(0, 0).fill).toBeUndefined();
    expect(sheet.objects("note")).toHaveLength(0);
  });
});

describe("splitting", () => {
  const options = { delimiters: [","], merge: false, quote: '"' };

  it.each([
    ["a,b", ["a", "b"]],
    ['"a,b",c', ["a,b", "c"]],
    ['"say ""hi""",x', ['say "hi"', "x"]],
    ["a,,b", ["a", "", "b"]],
    ["", [""]],
    ['"unclosed,', ["unclosed,"]],
  ])("cuts %j", (text, pieces) => expect(split(text, options)).toEqual(pieces));

  it("joins separators and cuts by width", () => {
    expect(split("a,,b", { ...options, merge: true })).toEqual(["a", "b"]);
    expect(split("文字abc", { ...options, widths: [2, 99, -1] })).toEqual(["文字", "abc"]);
  });

  it("guesses what separates", () => {
    expect(guessDelimiters(["a,b", "c,d"])).toEqual([","]);
    expect(guessDelimiters(["甲、乙", "丙、丁"])).toEqual(["、"]);
    expect(guessDelimiters(["one"])).toEqual([]);
  });

  it("writes pieces as what they are, and never a formula", () => {
    const sheet = sheetOf([["x,12,=1+1,-5"], ["y,2026-01-02"]]);
    const pieces = [["x", "12"], ["y"]];
    expect(overwritten(sheet, at("A1"), pieces)).toBe(0);
    textToColumns(sheet, at("A1:A2"), options, computed);
    expect(cells(sheet, "A1:D1")).toEqual([["x", 12, "=1+1", -5]]);
    expect(sheet.formula(0, 2)).toBeNull();
    expect(typeof sheet.content(1, 1)).toBe("number");
    sheet.book.steps.undo();
    expect(cells(sheet, "A1:B1")).toEqual([["x,12,=1+1,-5", null]]);
  });
});
