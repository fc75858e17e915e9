import { describe, expect, it } from "vitest";
import { all, keep, move, nothing, pick, typeAhead } from "./selection";

const order = ["a", "b", "c", "d", "e"];
const chosen = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join("");

describe("clicking", () => {
  it("selects one", () => {
    const first = pick(nothing, order, "b");
    expect(chosen(pick(first, order, "d"))).toBe("d");
  });
  it("adds and takes away with Ctrl", () => {
    const two = pick(pick(nothing, order, "b"), order, "d", { toggle: true });
    expect(chosen(two)).toBe("bd");
    expect(chosen(pick(two, order, "b", { toggle: true }))).toBe("d");
  });
  it("selects a range with Shift in both directions from the same anchor", () => {
    const start = pick(nothing, order, "c");
    const down = pick(start, order, "e", { shift: true });
    expect(chosen(down)).toBe("cde");
    expect(chosen(pick(down, order, "a", { shift: true }))).toBe("abc");
  });
  it("adds a range with Ctrl and Shift", () => {
    const start = pick(pick(nothing, order, "a"), order, "d", { toggle: true });
    expect(chosen(pick(start, order, "e", { shift: true, toggle: true }))).toBe("ade");
  });
  it("survives an anchor that is not shown any more", () => {
    const ghost = { ids: new Set(["x"]), anchor: "x", focus: "x" };
    expect(chosen(pick(ghost, order, "c", { shift: true }))).toBe("c");
  });
});

describe("the keyboard", () => {
  it("begins at the near end", () => {
    expect(move(nothing, order, 1).focus).toBe("a");
    expect(move(nothing, order, -1).focus).toBe("e");
  });
  it("stops at the ends", () => {
    expect(move(pick(nothing, order, "e"), order, 1).focus).toBe("e");
    expect(move(pick(nothing, order, "b"), order, -10).focus).toBe("a");
  });
  it("grows and shrinks a range with Shift", () => {
    const start = pick(nothing, order, "b");
    const grown = move(move(start, order, 1, { shift: true }), order, 1, { shift: true });
    expect(chosen(grown)).toBe("bcd");
    expect(chosen(move(grown, order, -1, { shift: true }))).toBe("bc");
  });
  it("moves only the focus with Ctrl", () => {
    const moved = move(pick(nothing, order, "b"), order, 2, { toggle: true });
    expect(moved.focus).toBe("d");
    expect(chosen(moved)).toBe("b");
  });
  it("has nothing to do in an empty list", () => {
    expect(move(pick(nothing, order, "b"), [], 1)).toBe(nothing);
  });
});

describe("a list that changes", () => {
  it("forgets what is not shown", () => {
    const two = pick(pick(nothing, order, "b"), order, "d", { toggle: true });
    const left = keep(two, ["a", "b"]);
    expect(chosen(left)).toBe("b");
    expect(left.focus).toBeNull();
  });
  it("is the same object when nothing changed", () => {
    const one = pick(nothing, order, "b");
    expect(keep(one, order)).toBe(one);
  });
  it("selects all", () => {
    expect(chosen(all(order, nothing))).toBe("abcde");
  });
});

describe("type-ahead", () => {
  const items = ["Alpha", "alto", "Beta", "报告"].map((name) => ({ id: name, name }));
  it("goes to the next that begins so, round the end", () => {
    expect(typeAhead(items, "a", null)).toBe("Alpha");
    expect(typeAhead(items, "a", "Alpha")).toBe("alto");
    expect(typeAhead(items, "a", "alto")).toBe("Alpha");
  });
  it("refines a longer word where it stands", () => {
    expect(typeAhead(items, "alt", "Alpha")).toBe("alto");
    expect(typeAhead(items, "al", "Alpha")).toBe("Alpha");
  });
  it("knows Chinese and what is not there", () => {
    expect(typeAhead(items, "报", null)).toBe("报告");
    expect(typeAhead(items, "z", null)).toBeNull();
    expect(typeAhead([], "a", null)).toBeNull();
  });
});
