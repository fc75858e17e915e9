/** Totals and styles of tables; sorting by colours and lists of one's own. */
import { describe, expect, it } from "vitest";
import { setFill } from "../formatting";
import { colorKey, colorsIn, sort } from "../sorting";
import { readList } from "../sortOrder";
import * as tables from "../tables";
import { at, cells, computed, sheetOf, target } from "./books";

const words = { table: "表", column: "列" };

function tableOf(rows: (string | number)[][], area: string) {
  const sheet = sheetOf(rows);
  tables.addTable(sheet, at(area), words, computed);
  const now = () => {
    const found = tables.tableAt(sheet, 0, 0);
    if (!found) throw new Error("no table");
    return found;
  };
  return { sheet, now };
}

describe("a row of totals", () => {
  const rows = [
    ["名", "数 [台]"],
    ["甲", 1],
    ["乙", 2],
  ];

  it("comes below with a word and a sum, and goes without a trace", () => {
    const { sheet, now } = tableOf(rows, "A1:B3");
    tables.addTotals(sheet, now(), "合计", computed);
    expect(cells(sheet, "A4:B4")).toEqual([["合计", "=SUBTOTAL(109,表1[数 '[台']])"]]);
    expect(now().area).toEqual(at("A1:B4"));
    expect(now().table).toMatchObject({
      totals: true,
      columns: [{ totalLabel: "合计" }, { totalFunction: "sum" }],
    });
    tables.addTotals(sheet, now(), "合计", computed);
    expect(now().area).toEqual(at("A1:B4"));
    tables.removeTotals(sheet, now());
    expect(cells(sheet, "A4:B4")).toEqual([[null, null]]);
    expect([now().area, now().table.totals]).toEqual([at("A1:B3"), false]);
    expect(JSON.stringify(now().table.columns)).not.toContain("total");
    tables.removeTotals(sheet, now());
    expect(now().area).toEqual(at("A1:B3"));
  });

  it("moves down what stands there, and is one step", () => {
    const { sheet, now } = tableOf([...rows, ["备注", ""]], "A1:B3");
    tables.addTotals(sheet, now(), "合计", computed);
    expect(cells(sheet, "A4:A5")).toEqual([["合计"], ["备注"]]);
    sheet.book.steps.undo();
    expect(cells(sheet, "A4:A5")).toEqual([["备注"], [null]]);
    expect(now().table.totals).toBe(false);
  });

  it("counts text; a table of one column has no word", () => {
    const { sheet, now } = tableOf([["名"], ["甲"]], "A1:A2");
    tables.addTotals(sheet, now(), "合计", computed);
    expect(cells(sheet, "A3")).toEqual([["=SUBTOTAL(103,表1[名])"]]);
  });

  it("another style leaves the switches as they are", () => {
    const { sheet, now } = tableOf(rows, "A1:B3");
    tables.styleTable(sheet, now(), { name: "TableStyleDark3" });
    expect(now().table.style).toEqual({ name: "TableStyleDark3", bands: true });
  });
});

describe("a sort", () => {
  const options = { header: false, computed };

  it("puts cells of a colour first, or last", () => {
    const sheet = sheetOf([["a"], ["b"], ["c"]]);
    setFill(target(sheet, "B1"), "00FF00");
    setFill(target(sheet, "A2"), "FF0000");
    const found = colorsIn(sheet, at("A1:B3"), 0, "fill");
    expect(found).toEqual(["FF0000"]);
    expect(colorsIn(sheet, at("A1:B3"), 0, "font")).toEqual([]);
    const value = colorKey(found[0]) ?? "";
    sort(sheet, at("A1:A3"), [{ at: 0, color: { of: "fill", value } }], options);
    expect(cells(sheet, "A1:A3")).toEqual([["b"], ["a"], ["c"]]);
    const last = { at: 0, descending: true, color: { of: "fill" as const, value } };
    sort(sheet, at("A1:A3"), [last], options);
    expect(cells(sheet, "A1:A3")).toEqual([["a"], ["c"], ["b"]]);
  });

  it("follows a list of one's own; what is not in it comes after", () => {
    const sheet = sheetOf([["低"], ["他"], ["高"], ["中"]]);
    sort(sheet, at("A1:A4"), [{ at: 0, list: readList("高，中、低") }], options);
    expect(cells(sheet, "A1:A4").flat()).toEqual(["高", "中", "低", "他"]);
  });

  it("reads lists with any sign between, each entry once", () => {
    expect(readList(" a, b,,a;c\nd ")).toEqual(["a", "b", "c", "d"]);
    expect(readList("，、 ;")).toEqual([]);
  });
});
