/** The outline: groups of every level, their signs and lanes, and whole levels shown and hidden. */
import { beforeEach, describe, expect, it } from "vitest";
import { groupLines } from "../../commands/lines";
import { foldGroup, foldLevelAt, groupsOf, showLevel } from "../../commands/outline";
import { type Sheet, setLine, setView } from "../../model";
import { newBook } from "../../model/tests/books";
import { Geometry } from "../geometry";
import { layoutOf } from "../lines";
import { groupsIn, gutterOf, Outline, stretchOf } from "../outline";

let sheet: Sheet;

/** Rows 1–8 of level 1; in them 2–3 and 5–7 of level 2, in those 6 of level 3. */
beforeEach(() => {
  sheet = newBook().sheets[0] as Sheet;
  for (const [row1, row2] of [
    [1, 8],
    [2, 3],
    [5, 7],
    [6, 6],
  ] as const)
    groupLines(sheet, [{ row1, row2, col1: 0, col2: 0 }], "rows", 1);
});

const hidden = (): number[] =>
  Array.from({ length: 12 }, (_, row) => row).filter((row) => sheet.line("rows", row).hidden);
const collapsed = (): number[] =>
  Array.from({ length: 12 }, (_, row) => row).filter((row) => sheet.line("rows", row).collapsed);

const geometryOf = (): Geometry => {
  const geometry = new Geometry(layoutOf(sheet, { row: 0, col: 0 }));
  geometry.size = { w: 800, h: 600 };
  return geometry;
};

describe("groups", () => {
  it("are runs of a level or more, outer ones first, each with the line of its sign", () => {
    const found = groupsOf(sheet, "rows").map((group) => [
      group.level,
      group.first,
      group.last,
      group.summary,
    ]);
    expect(found).toEqual([
      [1, 1, 8, 9],
      [2, 2, 3, 4],
      [2, 5, 7, 8],
      [3, 6, 6, 7],
    ]);
    setView(sheet, { summaryBelow: false });
    expect(groupsOf(sheet, "rows").map(({ summary }) => summary)).toEqual([0, 1, 4, 5]);
  });

  it("levels that make no sense are read as they can be", () => {
    setLine(sheet, "cols", [[0, 1]], { level: 99 });
    setLine(sheet, "cols", [[3, 3]], { level: "x" as never });
    expect(groupsOf(sheet, "cols")).toHaveLength(7);
    setView(sheet, { summaryEnd: false });
    expect(groupsOf(sheet, "cols")[0]?.summary).toBeNull();
  });

  it("fold and unfold, the file's flags at the line of the sign", () => {
    foldGroup(sheet, "rows", 2, true);
    expect([hidden(), collapsed()]).toEqual([[2, 3], [4]]);
    foldLevelAt(sheet, { axis: "rows", level: 1, first: 1 }, true);
    expect([hidden(), collapsed()]).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8],
      [4, 9],
    ]);
    expect(groupsOf(sheet, "rows").map(({ inFolded }) => inFolded)).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it("what was folded within stays folded, and all of it is one step", () => {
    foldGroup(sheet, "rows", 2, true);
    foldLevelAt(sheet, { axis: "rows", level: 1, first: 1 }, true);
    foldLevelAt(sheet, { axis: "rows", level: 1, first: 1 }, false);
    expect([hidden(), collapsed()]).toEqual([[2, 3], [4]]);
    sheet.book.steps.undo();
    expect(hidden()).toHaveLength(8);
  });

  it("a level that is gone is no group any more", () => {
    const before = hidden();
    foldLevelAt(sheet, { axis: "rows", level: 3, first: 2 }, true);
    foldGroup(sheet, "rows", 11, true);
    expect(hidden()).toEqual(before);
  });
});

describe("whole levels", () => {
  it("are shown up to a level, deeper ones are hidden; one step", () => {
    showLevel(sheet, "rows", 1);
    expect([hidden(), collapsed()]).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8],
      [4, 7, 8, 9],
    ]);
    showLevel(sheet, "rows", 2);
    expect([hidden(), collapsed()]).toEqual([
      [2, 3, 5, 6, 7],
      [4, 7, 8],
    ]);
    showLevel(sheet, "rows", 4);
    expect([hidden(), collapsed()]).toEqual([[], []]);
    sheet.book.steps.undo();
    expect(hidden()).toEqual([2, 3, 5, 6, 7]);
  });

  it("lines that are in no group stay as they are", () => {
    setLine(sheet, "rows", [[10, 10]], { hidden: true });
    showLevel(sheet, "rows", 4);
    expect(hidden()).toEqual([10]);
  });
});

describe("beside the headings", () => {
  const drawn = (geometry = geometryOf()) => {
    const place = document.createElement("div");
    const outline = new Outline(place, {
      labels: { fold: "fold", unfold: "unfold", level: (level) => `level ${level}` },
      editable: () => true,
      fold: (group) => foldLevelAt(sheet, group, !group.folded),
      show: (axis, level) => showLevel(sheet, axis, level),
    });
    outline.set(groupsIn(sheet));
    outline.draw(geometry);
    return {
      signs: [...place.querySelectorAll<HTMLButtonElement>("[data-sign]")],
      levels: [...place.querySelectorAll<HTMLButtonElement>("[data-show-level]")],
    };
  };

  it("there is a lane for each level, and one more for its button", () => {
    expect(gutterOf(groupsIn(sheet))).toEqual({ w: 66, h: 0 });
    expect(drawn().levels.map((button) => button.textContent)).toEqual(["1", "2", "3", "4"]);
    expect(gutterOf({ rows: [], cols: [] })).toEqual({ w: 0, h: 0 });
  });

  it("signs fold their group and bring it back; those within one that is folded are away", () => {
    const { signs } = drawn();
    expect(signs.map((sign) => [sign.dataset.level, sign.textContent])).toEqual([
      ["1", "−"],
      ["2", "−"],
      ["2", "−"],
      ["3", "−"],
    ]);
    signs[0]?.click();
    const [sign, ...others] = drawn().signs;
    expect(others).toEqual([]);
    expect(sign?.getAttribute("aria-label")).toBe("unfold");
    expect(sign?.getAttribute("aria-expanded")).toBe("false");
    sign?.click();
    expect(hidden()).toEqual([]);
  });

  it("buttons show whole levels", () => {
    drawn().levels[1]?.click();
    expect(hidden()).toEqual([2, 3, 5, 6, 7]);
    expect(drawn().levels[1]?.getAttribute("aria-label")).toBe("level 2");
  });

  it("lines out of sight and hidden ones have no place", () => {
    const geometry = geometryOf();
    expect(stretchOf(geometry, "rows", 1)).toEqual({ start: 42, end: 62 });
    geometry.scroll = { x: 0, y: 500 };
    expect(stretchOf(geometry, "rows", 1)).toBeNull();
    expect(stretchOf(geometry, "rows", 1e7)).toBeNull();
    expect(drawn(geometry).signs).toEqual([]);
  });
});
