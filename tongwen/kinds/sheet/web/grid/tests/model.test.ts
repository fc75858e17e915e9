/** The grid over the model: values as text, rules as looks, selections and colleagues that stay with their lines. */
import { describe, expect, it, vi } from "vitest";
import { boxOf } from "../../drawings";
import {
  deleteLines,
  enter,
  insertLines,
  putObject,
  type Sheet,
  setContents,
  setStyle,
  setView,
} from "../../model";
import { newBook } from "../../model/tests/books";
import { placeOf, remoteSelection } from "../../together";
import { entryObstacle } from "../../validating";
import { Appearance } from "../appearance";
import { badgesOf, choicesAt } from "../badges";
import { mixed, Palette, tinted } from "../colors";
import { conditionalLayer } from "../conditional";
import { columnCharacters, columnPixels, frozen, layoutOf, rowPixels, rowPoints } from "../lines";
import type { TextMeasure } from "../measure";
import { cachedValues, editedText } from "../reading";
import { Selections } from "../selecting";
import { tableLayer } from "../tableLook";
import type { UniverSheetView } from "../UniverSheetView";

function sheetOf(rows: (string | number | boolean | null)[][]): Sheet {
  const { sheets } = newBook();
  const [sheet] = sheets;
  if (!sheet) throw new Error("a new book has a worksheet");
  setContents(sheet, 0, 0, rows);
  return sheet;
}

const area = (row1: number, col1: number, row2 = row1, col2 = col1) => ({ row1, col1, row2, col2 });
const home = { row: 0, col: 0 };
const measure = { size: (text: string) => text.length * 7 } as unknown as TextMeasure;

describe("a number in its cell", () => {
  const look = new Appearance(new Palette({}), measure, {
    locale: "en",
    date1904: false,
    base: {},
  });

  it("loses digits before it becomes signs", () => {
    expect(look.text(1234.56789, {}, 200)).toBe("1234.56789");
    expect(look.text(1234.56789, {}, 60)).toBe("1234.568");
    expect(look.text(123_456_789_012, {}, 60)).toBe("1.23E+11");
    expect(look.text(1234.5, { numberFormat: "#,##0.00" }, 40)).toBe("#####");
  });

  it("stands at the side of its kind, unless the style says otherwise", () => {
    const side = (value: Parameters<typeof look.cell>[0], style = {}) => {
      const s = look.cell(value, style, 500)?.s;
      return typeof s === "object" ? s?.ht : null;
    };
    expect([
      side(1),
      side("a"),
      side(true),
      side({ e: "#N/A" }),
      side(1, { align: "left" }),
    ]).toEqual([3, 1, 2, 2, 1]);
  });

  it("is nothing when it is empty and has no look", () => {
    expect(look.cell(null, {}, 100)).toBeNull();
    expect(look.cell(null, { fill: "FF0000" }, 100)?.s).toMatchObject({ bg: { rgb: "#FF0000" } });
  });

  it("shows rich text in pieces, with their own looks", () => {
    const cell = look.cell(
      {
        r: [
          ["红", { color: "FF0000" }],
          ["色\nb", null],
        ],
      },
      {},
      100,
    );
    expect(cell?.p?.body?.dataStream).toBe("红色\rb\r\n");
    expect(cell?.p?.body?.textRuns?.map(({ st, ed }) => [st, ed])).toEqual([
      [0, 1],
      [1, 4],
    ]);
  });
});

describe("colours", () => {
  it("follow the theme and its tints, and the old palette", () => {
    const palette = new Palette({ theme: { colours: { accent1: "112233" } } });
    expect(palette.css({ theme: 4 })).toBe("#112233");
    expect(palette.css({ theme: 0, tint: -0.5 })).toBe("#808080");
    expect(palette.css({ indexed: 10 })).toBe("#FF0000");
    expect(tinted("4472C4", 0.8)).toBe("DAE3F3");
  });

  it("are none where the file means nothing", () => {
    const palette = new Palette({ theme: { colours: "red" }, indexed: [{}] });
    for (const color of ["auto", "nonsense", "#12345", { theme: 99 }, { indexed: -1 }, null])
      expect(palette.css(color)).toBeNull();
    expect(palette.css({ theme: 4, tint: Number.NaN })).toMatch(/^#/);
  });
});

describe("what one edits", () => {
  it("is what one would type", () => {
    const sheet = sheetOf([[45_000, 0.25, "text", true, 1e21, "'quoted", "12"]]);
    setStyle(sheet, [area(0, 0)], { numberFormat: "yyyy-mm-dd" });
    setStyle(sheet, [area(0, 1)], { numberFormat: "0%" });
    enter(sheet, 1, 0, "=sum(A1:B1)");
    const texts = [0, 1, 2, 3, 4, 5, 6].map((col) => editedText(sheet, 0, col));
    expect(texts).toEqual(["2023-03-15", "25%", "text", "TRUE", "1E+21", "''quoted", "'12"]);
    expect(editedText(sheet, 1, 0)).toBe("=SUM(A1:B1)");
  });
});

describe("conditional formats", () => {
  const rule = (given: object) => ({ type: "format", rules: [{ priority: 1, ...given }] });

  it("hold where their rules hold, the first one first", () => {
    const sheet = sheetOf([[1], [5], [9], ["x"], [9]]);
    const areas = [sheet.idArea(area(0, 0, 4, 0))];
    putObject(sheet, {
      ...rule({
        kind: "cellIs",
        operator: "greaterThan",
        formulas: ["4"],
        style: { fill: "00FF00" },
      }),
      areas,
    });
    putObject(sheet, {
      type: "format",
      areas,
      rules: [{ priority: 2, kind: "duplicateValues", style: { fill: "FF0000", bold: true } }],
    });
    const layer = conditionalLayer(sheet, cachedValues);
    const styles = [0, 1, 2, 3].map((row) => layer?.at(row, 0) ?? null);
    expect(styles).toEqual([
      null,
      { fill: "00FF00" },
      { fill: "00FF00", bold: true },
      { fill: "00FF00" },
    ]);
    expect(layer?.at(2, 0)).toBe(layer?.at(4, 0));
  });

  it("scale colours and draw bars and icons", () => {
    const sheet = sheetOf([[0], [5], [10]]);
    const areas = [sheet.idArea(area(0, 0, 2, 0))];
    const ends = [
      { type: "min", value: null, color: "000000" },
      { type: "max", value: null, color: "FFFFFF" },
    ];
    putObject(sheet, { ...rule({ kind: "colorScale", stops: ends }), areas });
    putObject(sheet, { ...rule({ kind: "dataBar", stops: ends, color: "638EC6" }), areas });
    putObject(sheet, {
      ...rule({
        kind: "iconSet",
        icons: "3Arrows",
        stops: ["0", "33", "67"].map((value) => ({ type: "percent", value })),
      }),
      areas,
    });
    const layer = conditionalLayer(sheet, cachedValues);
    expect([0, 1, 2].map((row) => layer?.at(row, 0)?.fill)).toEqual(["000000", "808080", "FFFFFF"]);
    expect([0, 1, 2].map((row) => layer?.drawingAt(row, 0)?.bar?.share)).toEqual([0, 0.5, 1]);
    const icons = [0, 1, 2].map((row) => layer?.drawingAt(row, 0)?.icon);
    expect(new Set(icons).size).toBe(3);
  });

  it("that make no sense hold nowhere", () => {
    const sheet = sheetOf([[1]]);
    const areas = [sheet.idArea(area(0, 0))];
    for (const odd of [
      { kind: "nonsense" },
      { kind: "cellIs" },
      { kind: "colorScale" },
      { kind: "top10", rank: -1 },
    ])
      putObject(sheet, { ...rule({ style: { bold: true }, ...odd }), areas });
    expect(() => conditionalLayer(sheet, cachedValues)?.at(0, 0)).not.toThrow();
    expect(mixed("000000", "FF0000", 2)).toBe("FF0000");
  });
});

describe("the layout", () => {
  it("takes sizes in the file's units and back", () => {
    expect([rowPixels(15), columnPixels(8.43), columnPixels(0)]).toEqual([20, 64, 0]);
    for (const size of [3, 8.43, 20])
      expect(columnPixels(columnCharacters(columnPixels(size)))).toBe(columnPixels(size));
    expect(rowPoints(rowPixels(30))).toBe(30);
  });

  it("freezes before ids, wherever they have gone", () => {
    const sheet = sheetOf([[1], [2], [3]]);
    setView(sheet, { freeze: { row: sheet.rows.idAt(2), col: null } });
    expect(frozen(sheet)).toEqual({ rows: 2, cols: 0 });
    insertLines(sheet, "rows", 0, 3);
    expect(layoutOf(sheet, home).frozenRows).toBe(5);
    setView(sheet, { freeze: { row: 7, col: {} } });
    expect(frozen(sheet)).toEqual({ rows: 0, cols: 0 });
  });

  it("shows room beyond what is used, up to the edge", () => {
    const sheet = sheetOf([[1]]);
    expect(layoutOf(sheet, home).rows.count).toBe(201);
    expect(layoutOf(sheet, { row: 1_048_575, col: 16_383 }).rows.count).toBe(1_048_576);
  });
});

describe("a selection", () => {
  it("stays with its cells when others insert and delete", () => {
    const sheet = sheetOf([[1], [2], [3], [4], [5]]);
    const selections = new Selections();
    const heard = vi.fn();
    selections.on(heard);
    selections.set(sheet, { areas: [area(2, 0, 3, 1)], active: { row: 2, col: 0 } });
    insertLines(sheet, "rows", 0, 2);
    selections.follow(sheet);
    expect(selections.of(sheet)).toEqual({ areas: [area(4, 0, 5, 1)], active: { row: 4, col: 0 } });
    deleteLines(sheet, "rows", [[4, 5]]);
    selections.follow(sheet);
    expect(selections.of(sheet).active).toEqual({ row: 4, col: 0 });
    expect(heard).toHaveBeenCalledTimes(3);
  });
});

describe("colleagues", () => {
  it("are where their lines are now", () => {
    const sheet = sheetOf([[1], [2]]);
    const active = [sheet.rows.idAt(1), sheet.cols.idAt(0)];
    const state = {
      user: { name: "王", id: "w", slot: 1 },
      cursor: { sid: sheet.sid, areas: [sheet.idArea(area(1, 0))], active },
    };
    insertLines(sheet, "rows", 0, 1);
    expect(remoteSelection(sheet, 7, state)).toMatchObject({
      name: "王",
      areas: [area(2, 0)],
      active: { row: 2, col: 0 },
    });
    expect(
      remoteSelection(sheet, 7, { ...state, cursor: { ...state.cursor, sid: "other" } }),
    ).toBeNull();
  });

  it("that send nonsense are nowhere", () => {
    const sheet = sheetOf([[1]]);
    for (const cursor of [
      null,
      7,
      {},
      { sid: sheet.sid },
      { sid: sheet.sid, areas: [1], active: [1, 2] },
      { sid: 5, areas: [], active: ["0", "0"] },
    ])
      expect(placeOf({ cursor })).toBeNull();
    const odd = {
      user: { name: "x" },
      cursor: {
        sid: sheet.sid,
        areas: [
          ["0", {}, "0", "0"],
          ["zz-9/0", "0", "zz-9/0", "0"],
        ],
        active: ["nowhere/1", "0"],
      },
    };
    expect(remoteSelection(sheet, 1, odd)).toMatchObject({ areas: [], active: null });
  });
});

describe("rules of entry", () => {
  function ruled(given: object): Sheet {
    const sheet = sheetOf([["a"], ["b"]]);
    putObject(sheet, {
      type: "validation",
      areas: [sheet.idArea(area(0, 1))],
      blank: true,
      dropdown: true,
      alert: { style: "stop", text: "no" },
      ...given,
    });
    return sheet;
  }
  const at = { row: 0, col: 1 };

  it("refuse what is not in the list", () => {
    const sheet = ruled({ kind: "list", f1: '"甲,乙"' });
    expect(entryObstacle(sheet, at, "丙", cachedValues)?.text).toBe("no");
    expect(entryObstacle(sheet, at, "乙", cachedValues)).toBeNull();
    expect(entryObstacle(sheet, { row: 1, col: 1 }, "丙", cachedValues)).toBeNull();
    expect(choicesAt(sheet, 0, 1)?.kind).toBe("choices");
  });

  it.each([
    [{ kind: "whole", operator: "between", f1: "1", f2: "5" }, "3", "3.5"],
    [{ kind: "decimal", operator: "greaterThan", f1: "10" }, "10.5", "ten"],
    [{ kind: "textLength", operator: "lessThanOrEqual", f1: "3" }, "abc", "abcd"],
  ])("%o takes %s and not %s", (rule, good, bad) => {
    const sheet = ruled(rule);
    expect(entryObstacle(sheet, at, good, cachedValues)).toBeNull();
    expect(entryObstacle(sheet, at, bad, cachedValues)).not.toBeNull();
  });

  it("let pass what they cannot know", () => {
    const sheet = ruled({ kind: "list", f1: "OFFSET(A1,0,0)" });
    expect(entryObstacle(sheet, at, "anything", cachedValues)).toBeNull();
  });
});

describe("signs, tables and drawings", () => {
  it("stand where their anchors are", () => {
    const sheet = sheetOf([
      ["h", "k"],
      [1, 2],
      [3, 4],
    ]);
    putObject(sheet, {
      type: "note",
      row: sheet.rows.idAt(1),
      col: sheet.cols.idAt(1),
      author: "",
      text: [["n", null]],
      shown: false,
    });
    putObject(sheet, { type: "filter", area: sheet.idArea(area(0, 0, 2, 1)), columns: {} });
    putObject(sheet, { type: "note", row: 5, col: null, text: "broken" });
    expect(badgesOf(sheet)).toEqual([
      { row: 1, col: 1, kind: "note" },
      { row: 0, col: 0, kind: "filter" },
      { row: 0, col: 1, kind: "filter" },
    ]);
  });

  it("give tables their heading and bands", () => {
    const sheet = sheetOf([["h"], [1], [2], [3]]);
    const style = { name: "TableStyleMedium2", bands: true };
    putObject(sheet, {
      type: "table",
      area: sheet.idArea(area(0, 0, 3, 0)),
      name: "T",
      header: true,
      columns: [],
      style,
    });
    const layer = tableLayer(sheet);
    expect(layer?.at(0, 0)).toMatchObject({ bold: true, fill: { theme: 4 } });
    expect(layer?.at(1, 0)?.fill).toEqual({ theme: 4, tint: 0.8 });
    expect(layer?.at(2, 0)?.fill).toBeUndefined();
    expect(layer?.at(4, 0)).toBeNull();
  });

  it("place a drawing by its anchor, and none without", () => {
    const sheet = sheetOf([[1], [2]]);
    const view = {
      place: ({ row, col }: { row: number; col: number }) => ({ x: col * 64, y: row * 20 }),
    } as UniverSheetView;
    const from = [sheet.rows.idAt(1), sheet.cols.idAt(2), 9525, 0];
    expect(
      boxOf(view, sheet, { type: "drawing", t: 1, anchor: { from, size: [952_500, 95_250] } }),
    ).toEqual({ x: 129, y: 20, inlineSize: 100, blockSize: 10 });
    expect(boxOf(view, sheet, { type: "drawing", t: 1, anchor: { from: [1, 2] } })).toBeNull();
    expect(boxOf(view, sheet, { type: "drawing", t: 1 })).toBeNull();
  });
});
