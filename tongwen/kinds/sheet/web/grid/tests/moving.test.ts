/** Keys over cells: steps, jumps to the edges of data, selections that grow and go round. */
import { describe, expect, it } from "vitest";
import { chordOf, type KeyActions, pressEditing, pressIdle } from "../keys";
import { Positions } from "../layout";
import { extended, farCorner, type Ground, jump, onward, region, step } from "../moving";
import { fillTarget } from "../pointer";
import { awaitsReference, cycled, pointedText } from "../referring";

function ground(rows: string[], given: Partial<Ground> = {}): Ground {
  return {
    rows: new Positions({ count: 100, size: 20, sizes: new Map() }),
    cols: new Positions({ count: 30, size: 60, sizes: new Map() }),
    limit: { rows: 1_048_576, cols: 16_384 },
    merges: [],
    isEmpty: (row, col) => (rows[row]?.[col] ?? " ") === " ",
    used: {
      row1: 0,
      col1: 0,
      row2: rows.length - 1,
      col2: Math.max(...rows.map((row) => row.length)) - 1,
    },
    ...given,
  };
}

const cell = (row: number, col: number) => ({ row, col });

describe("a step", () => {
  it("stops at the edge", () => {
    expect(step(ground([]), cell(0, 0), "up")).toEqual(cell(0, 0));
    expect(step(ground([]), cell(1_048_575, 0), "down")).toEqual(cell(1_048_575, 0));
  });

  it("passes over hidden rows and goes through a merge as one cell", () => {
    const hidden = new Positions({
      count: 100,
      size: 20,
      sizes: new Map([
        [1, 0],
        [2, 0],
      ]),
    });
    expect(step(ground([], { rows: hidden }), cell(0, 0), "down")).toEqual(cell(3, 0));
    const merges = [{ row1: 1, col1: 1, row2: 2, col2: 3 }];
    const here = ground([], { merges });
    expect(step(here, cell(1, 0), "right")).toEqual(cell(1, 1));
    expect(step(here, cell(2, 0), "right")).toEqual(cell(1, 1));
    expect(step(here, cell(1, 1), "right")).toEqual(cell(1, 4));
    expect(step(here, cell(1, 1), "down")).toEqual(cell(3, 1));
  });
});

describe("a jump", () => {
  const rows = ["xx  x", "x", "x", " ", "x"];
  it.each([
    ["down", cell(0, 0), cell(2, 0)],
    ["down", cell(2, 0), cell(4, 0)],
    ["down", cell(4, 0), cell(1_048_575, 0)],
    ["right", cell(0, 0), cell(0, 1)],
    ["right", cell(0, 1), cell(0, 4)],
    ["up", cell(4, 0), cell(2, 0)],
    ["left", cell(0, 4), cell(0, 1)],
    ["up", cell(50, 1), cell(0, 1)],
  ] as const)("%s from %o goes to %o", (direction, from, to) => {
    expect(jump(ground(rows), from, direction)).toEqual(to);
  });

  it("reaches the last line of an empty worksheet", () => {
    expect(jump(ground([], { used: null }), cell(3, 3), "down")).toEqual(cell(1_048_575, 3));
  });
});

describe("a selection", () => {
  it("grows from its active cell and takes in merges", () => {
    const start = { areas: [{ row1: 2, col1: 2, row2: 2, col2: 2 }], active: cell(2, 2) };
    const merges = [{ row1: 4, col1: 1, row2: 4, col2: 3 }];
    const grown = extended(start, cell(4, 2), merges);
    expect(grown.areas).toEqual([{ row1: 2, col1: 1, row2: 4, col2: 3 }]);
    expect(
      farCorner({ areas: [{ row1: 2, col1: 2, row2: 6, col2: 2 }], active: cell(2, 2) }),
    ).toEqual(cell(6, 2));
  });

  it("is gone round by Enter and Tab, and left when it is one cell", () => {
    const area = { row1: 0, col1: 0, row2: 1, col2: 1 };
    let selection = { areas: [area], active: cell(0, 0) };
    const seen = [];
    for (let turn = 0; turn < 4; turn += 1) {
      selection = onward(ground([]), selection, "right");
      seen.push([selection.active.row, selection.active.col]);
    }
    expect(seen).toEqual([
      [0, 1],
      [1, 0],
      [1, 1],
      [0, 0],
    ]);
    const single = { areas: [{ row1: 0, col1: 0, row2: 0, col2: 0 }], active: cell(0, 0) };
    expect(onward(ground([]), single, "down").active).toEqual(cell(1, 0));
  });

  it("finds the filled cells around, corners too", () => {
    expect(region(ground(["xx ", " x ", "  x", "   ", "  x"]), cell(0, 0))).toEqual({
      row1: 0,
      col1: 0,
      row2: 2,
      col2: 2,
    });
  });
});

describe("references by pointing", () => {
  it.each([
    ["=", 1, true],
    ["=SUM(", 5, true],
    ["=A1+", 4, true],
    ["=A1", 3, false],
    ['="(', 3, false],
    ["text+", 5, false],
  ])("%s at %i: %s", (text, caret, expected) => {
    expect(awaitsReference(text, caret)).toBe(expected);
  });

  it("replace what was pointed at before", () => {
    const area = { row1: 1, col1: 1, row2: 1, col2: 1 };
    const first = pointedText("=SUM()", 5, null, area);
    expect(first.text).toBe("=SUM(B2)");
    const second = pointedText(first.text, 7, first.pointed, { ...area, row2: 4 });
    expect(second.text).toBe("=SUM(B2:B5)");
    expect(second.pointed.end).toBe(10);
  });

  it("turn their signs and come back", () => {
    let text = "=A1+B2";
    const seen = [];
    for (let turn = 0; turn < 4; turn += 1) {
      text = cycled(text, 2)?.text ?? "";
      seen.push(text);
    }
    expect(seen).toEqual(["=$A$1+B2", "=A$1+B2", "=$A1+B2", "=A1+B2"]);
    expect(cycled("=SUM(", 5)).toBeNull();
  });
});

describe("the fill handle", () => {
  const source = { row1: 2, col1: 2, row2: 3, col2: 3 };
  it("goes in the one direction that is farthest", () => {
    expect(fillTarget(source, cell(9, 4))).toEqual({ ...source, row2: 9 });
    expect(fillTarget(source, cell(0, 3))).toEqual({ ...source, row1: 0 });
    expect(fillTarget(source, cell(4, 9))).toEqual({ ...source, col2: 9 });
    expect(fillTarget(source, cell(2, 2))).toBeNull();
  });
});

describe("keys", () => {
  const key = (name: string, held: object = {}) => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...held,
  });
  function actions(): { calls: unknown[][]; actions: KeyActions } {
    const calls: unknown[][] = [];
    const handler = {
      get:
        (_: object, name: string) =>
        (...given: unknown[]) => {
          calls.push([name, ...given]);
          return false;
        },
    };
    return { calls, actions: new Proxy({}, handler) as KeyActions };
  }

  it("are one action each, and none for what is typed", () => {
    const { calls, actions: acts } = actions();
    expect(pressIdle(key("ArrowDown", { shiftKey: true, ctrlKey: true }), acts)).toBe(true);
    expect(pressIdle(key("z", { metaKey: true }), acts)).toBe(true);
    expect(pressIdle(key("a"), acts)).toBe(false);
    expect(calls).toEqual([["move", "down", { extend: true, jump: true }], ["undo"]]);
    expect(chordOf(key("K", { ctrlKey: true, shiftKey: true }))).toBe("mod+shift+k");
  });

  it("leave the cell by arrows only when it was typed into", () => {
    const typed = actions();
    expect(pressEditing(key("ArrowRight"), "enter", typed.actions)).toBe(true);
    expect(typed.calls).toEqual([
      ["point", "right", false],
      ["commit", "next"],
    ]);
    const edited = actions();
    expect(pressEditing(key("ArrowRight"), "edit", edited.actions)).toBe(false);
    expect(edited.calls).toEqual([]);
  });
});
