/** Rich text of a cell: cut, joined, typed into and formatted; kept as one step. */
import { beforeEach, describe, expect, it } from "vitest";
import { enter, type Sheet, setContents, setStyle } from "../../model";
import { newBook } from "../../model/tests/books";
import { EditHistory } from "../editHistory";
import { editedRuns, enterRuns, fontStyle } from "../entering";
import {
  changeOf,
  fontAt,
  joined,
  lookOf,
  onlyFont,
  type Run,
  type Runs,
  retyped,
  sliced,
  spliced,
  styled,
  textOf,
} from "../runs";

const cell = { font: "Calibri", size: 11 };
const bold = { font: "Calibri", size: 11, bold: true };
const red = { font: "Calibri", size: 11, color: "FF0000" };

/** A small generator of numbers: the same ones in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x7fffffff) * below) % below;
  };
}

describe("runs", () => {
  const runs: Run[] = [
    ["同文", null],
    [" bold", bold],
    [" red", red],
  ];

  it("are cut and joined", () => {
    expect(textOf(runs)).toBe("同文 bold red");
    expect(sliced(runs, 1, 5)).toEqual([
      ["文", null],
      [" bo", bold],
    ]);
    expect(
      joined([
        ["a", bold],
        ["", red],
        ["b", { ...bold }],
      ]),
    ).toEqual([["ab", bold]]);
    expect(spliced(runs, 0, 7, [["x", red]])).toEqual([["x red", red]]);
  });

  it("what is typed takes the font before it; what replaces, that of what it replaces", () => {
    expect(retyped(runs, "同文 bolder red", 9)).toEqual([
      ["同文", null],
      [" bolder", bold],
      [" red", red],
    ]);
    expect(retyped(runs, "X bold red", 1)[0]).toEqual(["X", null]);
    expect(retyped([["ab", bold]], "xab", 1)).toEqual([["xab", bold]]);
    expect(fontAt(runs, 2)).toBe(null);
    expect(fontAt(runs, 2, 4)).toBe(bold);
    expect(retyped(runs, "同文! bold red", 3, red)).toEqual([
      ["同文", null],
      ["!", red],
      [" bold", bold],
      [" red", red],
    ]);
  });

  it("the caret tells which of equal letters was typed", () => {
    expect(changeOf("aaa", "aaaa", 1)).toEqual({ start: 0, end: 0, text: "a" });
    expect(changeOf("aaa", "aaaa", 4)).toEqual({ start: 3, end: 3, text: "a" });
    expect(changeOf("aaa", "aa", 1)).toEqual({ start: 1, end: 2, text: "" });
  });

  it("a character of two units is never cut", () => {
    expect(changeOf("😀", "😁", 2)).toEqual({ start: 0, end: 2, text: "😁" });
    expect(retyped([["😀", bold]], "😁", 2, red)).toEqual([["😁", red]]);
  });

  it("are formatted, and are the cell's again when nothing is left of it", () => {
    const once = styled([["plain text", null]], [6, 10], { bold: true }, cell);
    expect(once).toEqual([
      ["plain ", null],
      ["text", bold],
    ]);
    expect(styled(once, [0, 10], { bold: null }, cell)).toEqual([["plain text", null]]);
    const light = styled([["Title", null]], [0, 2], { bold: null }, { ...cell, bold: true });
    expect(light[0]).toEqual(["Ti", cell]);
    expect(lookOf(light[0]?.[1] ?? null, { ...cell, bold: true }).bold).toBeUndefined();
  });

  it("a colour that is taken away is not the cell's", () => {
    const [run] = styled([["x", null]], [0, 1], { color: null }, { ...cell, color: "FF0000" });
    expect(run?.[1]).toMatchObject({ color: "auto" });
  });

  it("random edits keep the text and never leave neighbours alike", () => {
    const random = numbers(7);
    const letters = ["a", "文", "😀", "\n", "ཀ", "ᠮ"];
    let now: Runs = [];
    for (let round = 0; round < 400; round += 1) {
      const text = textOf(now);
      const cuts = [random(text.length + 1), random(text.length + 1)].sort((a, b) => a - b);
      const [start = 0, end = 0] = cuts;
      if (random(3) === 0)
        now = styled(now, [start, end], random(2) ? { bold: true } : { color: "FF0000" }, cell);
      else {
        const typed = letters[random(letters.length)] ?? "";
        const next = text.slice(0, start) + typed + text.slice(end);
        now = retyped(now, next, start + typed.length);
        expect(textOf(now)).toBe(next);
      }
      expect(joined(now)).toEqual(now);
      if (textOf(now).length > 40) now = sliced(now, 0, 20);
    }
  });
});

describe("what is kept", () => {
  let sheet: Sheet;
  beforeEach(() => {
    sheet = newBook().sheets[0] as Sheet;
  });
  const content = (row = 0, col = 0) => sheet.content(row, col);

  it("is text with its fonts, undone as one step", () => {
    enter(sheet, 0, 0, "before");
    enterRuns(sheet, 0, 0, [
      ["plain ", null],
      ["bold", bold],
    ]);
    expect(content()).toEqual({
      r: [
        ["plain ", null],
        ["bold", bold],
      ],
    });
    expect(editedRuns(sheet, 0, 0)).toEqual([
      ["plain ", null],
      ["bold", bold],
    ]);
    sheet.book.steps.undo();
    expect(content()).toBe("before");
    sheet.book.steps.redo();
    expect(content()).toMatchObject({
      r: [
        ["plain ", null],
        ["bold", bold],
      ],
    });
  });

  it("one font for all becomes the cell's", () => {
    enterRuns(sheet, 0, 0, [["all", bold]]);
    expect(content()).toBe("all");
    expect(sheet.style(0, 0).bold).toBe(true);
    expect(onlyFont([["all", bold]])).toBe(bold);
  });

  it("numbers and formulas have the cell's font", () => {
    const two = (a: string, b: string): Run[] => [
      [a, null],
      [b, bold],
    ];
    enterRuns(sheet, 0, 0, two("4", "2"));
    enterRuns(sheet, 1, 0, two("=1", "+1"));
    enterRuns(sheet, 2, 0, two("TR", "UE"));
    expect(content(0)).toBe(42);
    expect(content(1)).toMatchObject({ f: "1+1" });
    expect(content(2)).toBe(true);
  });

  it("text that would be read as a number keeps its mark and its fonts", () => {
    enterRuns(sheet, 0, 0, [
      ["'4", null],
      ["2", bold],
    ]);
    expect(content()).toEqual({
      r: [
        ["4", null],
        ["2", bold],
      ],
    });
    expect(textOf(editedRuns(sheet, 0, 0))).toBe("'42");
  });

  it("a file's odd runs are read as they can be", () => {
    setContents(sheet, 0, 0, [
      [
        {
          r: [
            ["a\r\nb", 7],
            ["", bold],
            ["c", bold],
          ],
        } as never,
      ],
    ]);
    expect(editedRuns(sheet, 0, 0)).toEqual([
      ["a\nb", null],
      ["c", bold],
    ]);
  });

  it("the workbook's font stands where a cell says nothing", () => {
    setStyle(sheet, [{ row1: 0, col1: 0, row2: 0, col2: 0 }], { size: 20 });
    expect(fontStyle(sheet, sheet.style(0, 0))).toMatchObject({ font: "Calibri", size: 20 });
  });
});

describe("undo within the editor", () => {
  it("takes letters together, steps alone", () => {
    const history = new EditHistory<string>();
    history.note("", "type");
    history.note("a", "type");
    history.note("ab", "step");
    expect(history.undo("AB")).toBe("ab");
    expect(history.undo("ab")).toBe("");
    expect(history.undo("")).toBe(null);
    expect(history.redo("")).toBe("ab");
    expect(history.redo("ab")).toBe("AB");
    history.undo("AB");
    history.note("ab", "delete");
    expect(history.redo("a")).toBe(null);
  });
});
