/** Drawings under the pointer: what a drag makes of a box, and where the box hangs afterwards. */
import { describe, expect, it } from "vitest";
import type { Sheet } from "../model";
import { newBook } from "../model/tests/books";
import { anchorAt, dragged } from "../pictures";

const box = { x: 100, y: 50, inlineSize: 200, blockSize: 100 };

describe("a dragged drawing", () => {
  it("moves, and not beyond the first cell", () => {
    expect(dragged(box, null, { x: 10, y: -5 }, false)).toEqual({ ...box, x: 110, y: 45 });
    expect(dragged(box, null, { x: -999, y: -999 }, false)).toEqual({ ...box, x: 0, y: 0 });
  });

  it("keeps its proportions at corners, unless it is free", () => {
    expect(dragged(box, [1, 1], { x: 100, y: 0 }, false)).toEqual({
      ...box,
      inlineSize: 300,
      blockSize: 150,
    });
    expect(dragged(box, [1, 1], { x: 100, y: 7 }, true)).toEqual({
      ...box,
      inlineSize: 300,
      blockSize: 107,
    });
  });

  it("keeps the far side in place when a near one is dragged", () => {
    expect(dragged(box, [-1, 0], { x: 50, y: 0 }, false)).toEqual({
      ...box,
      x: 150,
      inlineSize: 150,
    });
    expect(dragged(box, [0, -1], { x: 0, y: 500 }, false).blockSize).toBe(8);
  });
});

describe("the anchor of a drawing", () => {
  const sheet = newBook("One").sheets[0] as Sheet;
  const cellAt = ({ x, y }: { x: number; y: number }) => {
    const [col, row] = [Math.floor(x / 64), Math.floor(y / 20)];
    return { row, col, x: col * 64, y: row * 20 };
  };
  const emu = 9525;

  it("hangs on the cell under its first corner", () => {
    expect(anchorAt(sheet, { from: [], size: [], move: "oneCell" }, box, cellAt)).toEqual({
      from: ["2", "1", 36 * emu, 10 * emu],
      size: [200 * emu, 100 * emu],
      move: "oneCell",
    });
  });

  it("hangs on two cells, or on none, where it did so before", () => {
    expect(anchorAt(sheet, { from: [], to: [] }, box, cellAt)).toEqual({
      from: ["2", "1", 36 * emu, 10 * emu],
      to: ["7", "4", 44 * emu, 10 * emu],
    });
    expect(anchorAt(sheet, { pos: [0, 0], size: [1, 1] }, box, cellAt)).toEqual({
      pos: [100 * emu, 50 * emu],
      size: [200 * emu, 100 * emu],
    });
  });

  it("is made anew where it was nothing", () => {
    expect(anchorAt(sheet, "nonsense", box, cellAt)).toHaveProperty("size");
    expect(anchorAt(sheet, null, box, cellAt)).toHaveProperty("from");
  });
});
