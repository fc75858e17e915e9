/** Columns of tables: what their header cells say is what formulas call them. */

import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { deleteLines, enter, insertLines, moveRange, putObject, type Sheet } from "../index";
import { tablesOn } from "../tableColumns";
import { newBook } from "./books";

function sales(): { one: Sheet; two: Sheet } {
  const { sheets } = newBook("One", "Two");
  const [one, two] = sheets as [Sheet, Sheet];
  ["Item", "Price", "Sum"].forEach((name, col) => void enter(one, 0, col, name));
  putObject(one, {
    type: "table",
    area: one.idArea({ row1: 0, col1: 0, row2: 3, col2: 2 }),
    name: "Sales",
    display: "Sales",
    header: true,
    columns: ["Item", "Price", "Sum"].map((name, col) => ({ id: one.cols.idAt(col), name })),
    filter: {
      area: one.idArea({ row1: 0, col1: 0, row2: 3, col2: 2 }),
      columns: { 1: { values: ["5"] } },
    },
  });
  enter(one, 1, 2, "=[@Price]*2");
  enter(two, 0, 0, "=SUM(Sales[Price])+COUNTA(Sales[[#Headers],[Item]:[Price]])");
  return { one, two };
}

const names = (sheet: Sheet): string[][] =>
  tablesOn(sheet).map(({ columns }) => columns.map(({ name }) => name));

describe("a header cell", () => {
  it("renames its column in all formulas, in one step", () => {
    const { one, two } = sales();
    enter(one, 0, 1, "Unit price [€]");
    expect(two.formula(0, 0)).toBe(
      "SUM(Sales[[Unit price '[€']]])+COUNTA(Sales[[#Headers],[Item]:[Unit price '[€']]])",
    );
    expect(one.formula(1, 2)).toBe("[@[Unit price '[€']]]*2");
    one.book.steps.undo();
    expect(one.formula(1, 2)).toBe("[@Price]*2");
    expect(one.content(0, 1)).toBe("Price");
    one.book.steps.redo();
    expect(two.formula(0, 0)).toContain("Unit price");
  });

  it("may take the name that another column had", () => {
    const { one, two } = sales();
    enter(one, 0, 1, "Cost");
    enter(one, 0, 0, "Price");
    expect(one.formula(1, 2)).toBe("[@Cost]*2");
    enter(two, 1, 0, "=COUNTA(Sales[Price])&SUM(Sales[Cost])");
    enter(one, 0, 0, "Goods");
    expect(two.formula(1, 0)).toBe("COUNTA(Sales[Goods])&SUM(Sales[Cost])");
  });

  it.each([
    ["2024", "2024"],
    ["=1+1", "=1+1"],
    ["'x", "x"],
    ["", "Column2"],
    ["  ", "Column2"],
    ["ITEM", "ITEM2"],
    ["y".repeat(300), "y".repeat(255)],
  ])("holds text that no other has: %s", (typed, name) => {
    const { one } = sales();
    enter(one, 0, 1, typed);
    expect(one.content(0, 1)).toBe(name);
    expect(names(one)[0]?.[1]).toBe(name);
  });

  it("names a column that came in between", () => {
    const { one, two } = sales();
    insertLines(one, "cols", 1, 1);
    expect(names(one)).toEqual([["Item", "Column2", "Price", "Sum"]]);
    enter(one, 0, 1, "Price");
    expect(names(one)).toEqual([["Item", "Price2", "Price", "Sum"]]);
    enter(two, 1, 0, "=SUM(Sales[Price2])");
    enter(one, 0, 1, "Count");
    expect(two.formula(1, 0)).toBe("SUM(Sales[Count])");
    expect(two.formula(0, 0)).toContain("SUM(Sales[Price])");
    deleteLines(one, "cols", [[0, 0]]);
    expect(names(one)).toEqual([["Count", "Price", "Sum"]]);
  });

  it("goes with its table when that is cut", () => {
    const { one, two } = sales();
    moveRange(one, { row1: 0, col1: 0, row2: 3, col2: 2 }, { sheet: two, row: 4, col: 5 });
    enter(two, 4, 6, "Cost");
    expect(two.formula(0, 0)).toContain("SUM(Sales[Cost])");
    expect(two.formula(5, 7)).toBe("[@Cost]*2");
    const [, table] = two.objects("table")[0] ?? [];
    expect(table?.filter).toEqual({ area: table?.area, columns: { 6: { values: ["5"] } } });
  });
});

describe("two people", () => {
  it("who rename one column at once end with one name, and nothing breaks", () => {
    const { one } = sales();
    const other = copied(one);
    enter(one, 0, 1, "Mine");
    enter(other, 0, 1, "Theirs");
    enter(other, 2, 2, "=[@Theirs]+1");
    exchange(one.doc, other.doc);
    expect(one.formula(2, 2)).toBe(other.formula(2, 2));
    expect(["[@Mine]+1", "[@Theirs]+1"]).toContain(one.formula(2, 2));
    expect(one.formula(1, 2)).toBe((one.formula(2, 2) ?? "").replace("+1", "*2"));
  });
});

function copied(sheet: Sheet): Sheet {
  const { book } = newBook();
  Y.applyUpdate(book.doc, Y.encodeStateAsUpdate(sheet.book.doc));
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(sheet.doc));
  return book.attach(sheet.sid, doc);
}

function exchange(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
}

describe("nonsense", () => {
  it.each([
    { columns: 5 },
    { columns: [null, 3, { name: 7 }, { id: {}, name: "x" }] },
    { columns: [{ id: "9/9/9", name: "Price" }], name: 4, display: {} },
    { area: ["0", "0", "0", "16383"], columns: [] },
    { filter: [] },
  ])("in a table breaks no formula %#", (broken) => {
    const { one, two } = sales();
    const [token, table] = one.objects("table")[0] ?? [];
    putObject(one, { ...table, ...broken } as never, token);
    expect(typeof two.formula(0, 0)).toBe("string");
    enter(two, 3, 3, "=Sales[[#Data],[']]]+Sales[+[1]Book!T[x]+[@");
    expect(two.formula(3, 3)).toContain("[1]Book!T[x]");
    expect(
      names(one)
        .flat()
        .every((name) => name !== ""),
    ).toBe(true);
  });
});
