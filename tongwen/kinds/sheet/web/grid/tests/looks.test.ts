/** Cells and shapes as the file says they look: what was found beside another program's pictures. */
import { describe, expect, it } from "vitest";
import { localCode } from "../../commands/display";
import { boxOf } from "../../drawings";
import {
  type Content,
  putObject,
  type Sheet,
  type Style,
  setContents,
  setStyle,
} from "../../model";
import { newBook } from "../../model/tests/books";
import { Appearance } from "../appearance";
import { barOf } from "../bars";
import { Palette } from "../colors";
import { conditionalLayer } from "../conditional";
import { patternColor } from "../fills";
import type { TextMeasure } from "../measure";
import { NaturalRows } from "../naturalRows";
import { cachedValues } from "../reading";
import type { UniverSheetView } from "../UniverSheetView";

const palette = new Palette({});
const measure = { size: (text: string) => text.length * 7 } as unknown as TextMeasure;
const appearance = new Appearance(palette, measure, { locale: "en", date1904: false, base: {} });

function looked(value: string | number, style: Style, room: number) {
  const cell = appearance.cell(value, style, room);
  return { text: cell?.v, look: typeof cell?.s === "object" ? cell.s : null };
}

function numbers(values: number[]): Sheet {
  const [sheet] = newBook().sheets;
  if (!sheet) throw new Error("a new book has a worksheet");
  setContents(
    sheet,
    0,
    0,
    values.map((value) => [value]),
  );
  return sheet;
}

function withRule(values: number[], rule: object) {
  const sheet = numbers(values);
  const areas = [sheet.idArea({ row1: 0, col1: 0, row2: values.length - 1, col2: 0 })];
  putObject(sheet, { type: "format", areas, rules: [{ priority: 1, ...rule }] });
  return conditionalLayer(sheet, cachedValues);
}

describe("a fill of more than one colour", () => {
  it("is as dark as its pattern is dense", () => {
    expect(patternColor({ type: "mediumGray" }, palette)).toBe("#808080");
    expect(patternColor({ type: "gray125", fg: "FF0000", bg: "FFFFFF" }, palette)).toBe("#FFDFDF");
    expect(patternColor({ type: "lightUp", bg: { theme: 0 } }, palette)).toBe("#BFBFBF");
  });

  it("is the mean of a gradient's stops", () => {
    const raw =
      '<gradientFill degree="90"><stop position="0"><color rgb="FF000000"/></stop>' +
      '<stop position="1"><color theme="0"/></stop></gradientFill>';
    expect(patternColor({ gradient: raw }, palette)).toBe("#808080");
  });

  it("is none where nothing can be read", () => {
    for (const odd of [null, 3, "x", {}, { gradient: "<color" }, { type: "toString" }])
      expect(patternColor(odd, palette)).toBeNull();
  });
});

describe("a text in its cell", () => {
  it("shrinks until it fits", () => {
    const { text, look } = looked("0123456789", { shrink: true, size: 10 }, 39);
    expect(text).toBe("0123456789");
    expect(look?.fs).toBe(5);
    expect(looked("01", { shrink: true, size: 10 }, 39).look?.fs).toBe(10);
    expect(looked("x".repeat(99_999), { shrink: true }, 20).look?.fs).toBe(1);
  });

  it("is repeated until it fills its cell", () => {
    expect(looked("ab", { align: "fill" }, 60).text).toBe("abababab");
    expect(looked("abcdef", { align: "fill" }, 10).text).toBe("abcdef");
  });

  it("stands letter below letter when it is stacked", () => {
    const { text, look } = looked("上下字", { rotate: 255 }, 60);
    expect(text).toBe("上\n下\n字");
    expect(look?.tr).toBeUndefined();
  });

  it("begins at the right when it is read from there", () => {
    const right = looked(1, {}, 60).look?.ht;
    expect(looked("abc", { readingOrder: 2 }, 60).look?.ht).toBe(right);
    expect(looked("(שלום)", {}, 60).look?.ht).toBe(right);
    expect(looked("abc שלום", {}, 60).look?.ht).not.toBe(right);
    expect(looked("مرحبا", { readingOrder: 1 }, 60).look?.ht).not.toBe(right);
  });

  it("writes the built-in dates as its reader does, and others as they are", () => {
    expect(looked(42_000, { numberFormat: "mm-dd-yy" }, 300).text).toBe("12/27/2014");
    expect(localCode("mm-dd-yy", "zh-CN")).toBe("yyyy/m/d");
    expect(localCode("m/d/yy h:mm", "zh-CN")).toBe("yyyy/m/d h:mm");
    expect(localCode("dd-mm-yy", "zh-CN")).toBe("dd-mm-yy");
    expect(localCode("constructor", "en")).toBe("constructor");
  });
});

describe("bars of numbers on both sides of zero", () => {
  it("grow away from the axis, in their own colours", () => {
    const rule = {
      kind: "dataBar",
      priority: 1,
      color: "00FF00",
      negativeColor: "FF0000",
    } as const;
    const up = barOf(rule, 3, -1, 3);
    const down = barOf(rule, -1, -1, 3);
    expect([up.start, up.share, up.color]).toEqual([0.25, 0.75, "00FF00"]);
    expect([down.start, down.share, down.color]).toEqual([0, 0.25, "FF0000"]);
    expect(down.axis).toEqual({ at: 0.25, color: "000000" });
  });

  it("have the axis where the rule wants it, and turn with the direction", () => {
    const rule = { kind: "dataBar", priority: 1 } as const;
    expect(barOf({ ...rule, axisPosition: "middle" }, 3, -1, 3)).toMatchObject({
      start: 0.5,
      share: 0.5,
    });
    expect(barOf({ ...rule, axisPosition: "none" }, 1, -1, 3).axis).toBeUndefined();
    expect(barOf({ ...rule, direction: "rightToLeft" }, 1, 0, 2)).toMatchObject({
      start: 0.5,
      share: 0.5,
    });
    expect(barOf(rule, -2, -4, -1)).toMatchObject({ start: 0.5, share: 0.5 });
  });

  it("stay in their cell whatever the file says", () => {
    const rule = { kind: "dataBar", priority: 1 } as const;
    for (const [value, low, high] of [
      [9, 0, 1],
      [-9, -1, 1],
      [1, 0, 0],
      [1, Number.NaN, 2],
      [-1, -1, -1],
    ] as const) {
      const { start, share } = barOf(rule, value, low, high);
      expect(start >= 0 && share >= 0 && start + share <= 1.0001).toBe(true);
    }
  });
});

describe("scales and icons", () => {
  it("ask a formula of a stop once for the whole rule, and follow its answer", () => {
    const sheet = numbers([1, 4]);
    const areas = [sheet.idArea({ row1: 0, col1: 0, row2: 1, col2: 0 })];
    const stops = [
      { type: "num", value: "0", color: "000000" },
      { type: "formula", value: "2*2", color: "FFFFFF" },
    ];
    const rules = [{ kind: "colorScale", priority: 1, stops }];
    putObject(sheet, { type: "format", areas, rules });
    const asked: number[] = [];
    const values = {
      ...cachedValues,
      evaluate: (_: Sheet, __: string, { at }: { at: { row: number } }) => {
        asked.push(at.row);
        return 4;
      },
    };
    const layer = conditionalLayer(sheet, values);
    expect([0, 1].map((row) => layer?.at(row, 0)?.fill)).toEqual(["404040", "FFFFFF"]);
    expect(new Set(asked)).toEqual(new Set([0]));
  });

  it("paint nothing when an end is an error", () => {
    const stops = [
      { type: "num", value: "0", color: "000000" },
      { type: "formula", value: "1/0", color: "FFFFFF" },
    ];
    const sheet = numbers([1, 4]);
    const areas = [sheet.idArea({ row1: 0, col1: 0, row2: 1, col2: 0 })];
    putObject(sheet, {
      type: "format",
      areas,
      rules: [{ kind: "colorScale", priority: 1, stops }],
    });
    const layer = conditionalLayer(sheet, { ...cachedValues, evaluate: () => ({ e: "#DIV/0!" }) });
    expect(layer?.at(1, 0) ?? null).toBeNull();
  });

  it("leave bars whose ends meet to the numbers themselves", () => {
    const stops = ["0", "0"].map((value) => ({ type: "num", value }));
    const layer = withRule([-1, 3], { kind: "dataBar", stops });
    expect([0, 1].map((row) => layer?.drawingAt(row, 0)?.bar?.share)).toEqual([0.25, 0.75]);
  });

  it("take colours of the theme", () => {
    const stops = [
      { type: "min", value: null, color: { theme: 1 } },
      { type: "max", value: null, color: { theme: 0 } },
    ];
    const layer = withRule([0, 10], { kind: "colorScale", stops });
    expect([0, 1].map((row) => layer?.at(row, 0)?.fill)).toEqual(["000000", "FFFFFF"]);
  });

  it("take single icons of other sets, or none", () => {
    const stops = ["0", "5"].map((value) => ({ type: "num", value }));
    const customIcons = [
      { icons: "NoIcons", icon: 0 },
      { icons: "3Flags", icon: 2 },
    ];
    const layer = withRule([1, 9], { kind: "iconSet", icons: "3Arrows", stops, customIcons });
    expect(layer?.drawingAt(0, 0)).toBeNull();
    expect(layer?.drawingAt(1, 0)?.icon?.sign).toBe("⚑");
  });
});

describe("drawings", () => {
  it("that belong to no cell are where the file has them", () => {
    const view = { place: () => ({ x: 0, y: 0 }) } as unknown as UniverSheetView;
    const anchored = (anchor: unknown) =>
      boxOf(view, numbers([1]), { type: "drawing", t: 1, anchor });
    expect(anchored({ pos: [9525, 19_050], size: [95_250, 952_500] })).toEqual({
      x: 1,
      y: 2,
      inlineSize: 10,
      blockSize: 100,
    });
    expect(anchored({ pos: ["x", {}] })).toBeNull();
    expect(anchored({ pos: [] })).toBeNull();
  });
});

describe("rows that nobody sized", () => {
  const natural = (content: Content, style: Style = {}): boolean => {
    const [sheet] = newBook().sheets;
    if (!sheet) throw new Error("no worksheet");
    setContents(sheet, 0, 0, [[content]]);
    setStyle(sheet, [{ row1: 0, col1: 0, row2: 0, col2: 0 }], style);
    const rows = new NaturalRows(() => 40);
    rows.look(sheet, { row1: 0, col1: 0, row2: 5, col2: 5 }, () => 20);
    return rows.sizes.get(0) === 40;
  };

  it("are measured for large letters, for those of one run, and for scripts that stack letters", () => {
    expect(natural("plain 中文")).toBe(false);
    expect(natural("plain", { size: 20 })).toBe(true);
    expect(
      natural({
        r: [
          ["a", null],
          ["B", { size: 20 }],
        ],
      }),
    ).toBe(true);
    expect(
      natural({
        r: [
          ["a", null],
          ["b", { bold: true }],
        ],
      }),
    ).toBe(false);
    for (const text of ["བོད་ཡིག", "ᠮᠣᠩᠭᠣᠯ", "ไทย", "हिन्दी"]) expect(natural(text)).toBe(true);
  });
});
