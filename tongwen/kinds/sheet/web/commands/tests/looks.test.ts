/** Formats, borders and merges on a real model. */
import { describe, expect, it } from "vitest";
import { setBorders } from "../borders";
import * as formatting from "../formatting";
import { hasMerge, losing, mergeCells } from "../merging";
import { at, sheetOf, target } from "./books";

const style = (sheet: ReturnType<typeof sheetOf>, text: string) => {
  const { row1, col1 } = at(text);
  return sheet.style(row1, col1);
};

describe("formatting", () => {
  it("switches the whole selection by its active cell, and back by undo", () => {
    const sheet = sheetOf();
    formatting.toggle(target(sheet, "A1"), "bold");
    formatting.toggle(target(sheet, "B1"), "bold");
    formatting.toggle(target(sheet, "A1:B1"), "bold");
    expect([style(sheet, "A1").bold, style(sheet, "B1").bold]).toEqual([undefined, undefined]);
    sheet.book.steps.undo();
    expect([style(sheet, "A1").bold, style(sheet, "B1").bold]).toEqual([true, true]);
  });

  it("formats several areas in one step", () => {
    const sheet = sheetOf();
    formatting.setFill(target(sheet, "A1:A3", "C1:C3"), "FFFF00");
    expect([style(sheet, "A2").fill, style(sheet, "B2").fill, style(sheet, "C3").fill]).toEqual([
      "FFFF00",
      undefined,
      "FFFF00",
    ]);
    sheet.book.steps.undo();
    expect(style(sheet, "C3").fill).toBeUndefined();
  });

  it.each([
    [11, 1, 12],
    [11, -1, 10.5],
    [72, 1, 73],
  ] as const)("steps the size from %d by %d to %d", (from, direction, to) => {
    const sheet = sheetOf();
    formatting.setSize(target(sheet, "A1"), from);
    formatting.stepSize(target(sheet, "A1"), direction);
    expect(style(sheet, "A1").size).toBe(to);
  });

  it("keeps sizes and indents possible", () => {
    const sheet = sheetOf();
    formatting.setSize(target(sheet, "A1"), 100_000);
    formatting.stepIndent(target(sheet, "A1"), -1);
    expect(style(sheet, "A1").size).toBe(409);
    expect(style(sheet, "A1").indent).toBeUndefined();
  });

  it("aligns to the start what is indented", () => {
    const sheet = sheetOf();
    formatting.stepIndent(target(sheet, "A1"), 1);
    expect(style(sheet, "A1")).toMatchObject({ indent: 1, align: "left" });
  });

  it.each([
    [0, 0],
    [45, 45],
    [-45, 135],
    [-90, 180],
    [500, 90],
  ])("turns %d degrees as the file writes it", (degrees, written) => {
    expect(formatting.rotationOf(degrees)).toBe(written);
    expect(formatting.degreesOf(written)).toBe(Math.max(-90, Math.min(90, degrees)));
  });

  it("writes number formats and their decimals", () => {
    const sheet = sheetOf([[1.25]]);
    formatting.changeDecimals(target(sheet, "A1"), -1, 1.25);
    expect(style(sheet, "A1").numberFormat).toBe("0.0");
    formatting.setNumberFormat(target(sheet, "A1"), "General");
    expect(style(sheet, "A1").numberFormat).toBeUndefined();
  });

  it("paints the look of an area over a larger one, replacing what was there", () => {
    const sheet = sheetOf();
    formatting.toggle(target(sheet, "A1"), "bold");
    formatting.setFill(target(sheet, "B1"), "FF0000");
    formatting.toggle(target(sheet, "A3:B4"), "italic");
    const picked = formatting.pickFormats(sheet, at("A1:B1"));
    formatting.paintFormats(sheet, picked, [at("A3:B4")]);
    expect(style(sheet, "A4")).toMatchObject({ bold: true });
    expect(style(sheet, "B4")).toMatchObject({ fill: "FF0000" });
    expect(style(sheet, "A3").italic).toBeUndefined();
    sheet.book.steps.undo();
    expect(style(sheet, "A3")).toMatchObject({ italic: true });
  });
});

describe("borders", () => {
  const thin = { style: "thin", color: "000000" };

  it("draws around each area and takes away what faces it", () => {
    const sheet = sheetOf();
    setBorders(sheet, [at("B1:B4")], "end", { style: "thick", color: "FF0000" });
    setBorders(sheet, [at("C2:D3")], "outer", thin);
    expect(style(sheet, "C2")).toMatchObject({ borderTop: thin, borderStart: thin });
    expect(style(sheet, "C2").borderBottom).toBeUndefined();
    expect(style(sheet, "D3")).toMatchObject({ borderBottom: thin, borderEnd: thin });
    expect(style(sheet, "B2").borderEnd).toBeUndefined();
    expect(style(sheet, "B4").borderEnd).toMatchObject({ style: "thick" });
  });

  it("draws all, the inner ones and none", () => {
    const sheet = sheetOf();
    setBorders(sheet, [at("A1:B2")], "inner", thin);
    expect(style(sheet, "A1")).toMatchObject({ borderBottom: thin, borderEnd: thin });
    expect(style(sheet, "A1").borderTop).toBeUndefined();
    setBorders(sheet, [at("A1:B2")], "all", thin);
    expect(style(sheet, "A1")).toMatchObject({ borderTop: thin, borderStart: thin });
    setBorders(sheet, [at("A1:B2")], "none", thin);
    expect(style(sheet, "B2")).toEqual(style(sheet, "Z9"));
  });

  it("draws diagonals one way", () => {
    const sheet = sheetOf();
    setBorders(sheet, [at("A1")], "diagonalUp", thin);
    expect(style(sheet, "A1").borderDiagonal).toEqual({ ...thin, up: true });
  });
});

describe("merging", () => {
  it("merges and centres, counts what would be lost, and takes apart", () => {
    const sheet = sheetOf([["a", "b"], ["c"]]);
    expect(losing(sheet, [at("A1:B2")], "all")).toBe(2);
    expect(losing(sheet, [at("A1:B2")], "rows")).toBe(1);
    mergeCells(sheet, [at("A1:B2")], "center");
    expect(sheet.mergeAt(1, 1)?.area).toEqual(at("A1:B2"));
    expect(style(sheet, "A1").align).toBe("center");
    expect(hasMerge(sheet, [at("B2:C3")])).toBe(true);
    mergeCells(sheet, [at("A1:C3")], "none");
    expect(sheet.merges()).toEqual([]);
  });

  it("merges across, row by row, and leaves single cells alone", () => {
    const sheet = sheetOf();
    mergeCells(sheet, [at("A1:B2"), at("D1")], "rows");
    expect(sheet.merges().map(({ area }) => area)).toEqual(
      expect.arrayContaining([at("A1:B1"), at("A2:B2")]),
    );
    expect(sheet.merges()).toHaveLength(2);
  });
});
