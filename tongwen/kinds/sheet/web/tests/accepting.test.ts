/** What is refused, told and asked about when a value breaks the rule of its cell. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { accepting } from "../accepting";
import { at, sheetOf } from "../commands/tests/books";
import { noValidation, setValidation, type Validation, validationAt } from "../commands/validation";
import { Prompting, promptAt } from "../grid/prompting";

const cell = { row: 0, col: 0 };
const words = () => ({ broken: "not allowed", warning: "Keep it?" });

describe("a text that breaks its rule", () => {
  const tell = vi.fn();
  const ask = vi.fn();
  const commit = vi.fn();
  let alert: Validation["alert"] | null = null;
  const accepts = accepting({ obstacle: () => alert, tell, ask, commit, words });

  beforeEach(() => {
    alert = null;
    for (const spy of [tell, ask, commit]) spy.mockReset();
  });

  it("is refused with the words of the rule, or with our own", () => {
    alert = { style: "stop", title: "部门", text: "请选择" };
    expect(accepts(cell, "x")).toBe(false);
    alert = { style: "stop", title: "", text: "" };
    expect(accepts(cell, "x")).toBe(false);
    expect(tell.mock.calls).toEqual([["部门: 请选择"], ["not allowed"]]);
    expect(ask).not.toHaveBeenCalled();
  });

  it("is kept, and told of, when the rule only informs; and kept in silence when it says nothing", () => {
    alert = { style: "information", title: "", text: "unusual" };
    expect(accepts(cell, "x")).toBe(true);
    expect(tell).toHaveBeenCalledWith("unusual");
    tell.mockReset();
    alert = { style: "stop", title: "", text: "", shown: false };
    expect(accepts(cell, "x")).toBe(true);
    expect(tell).not.toHaveBeenCalled();
  });

  it("is asked about, kept after a yes, and asked about again the next time", () => {
    alert = { style: "warning", title: "", text: "Really?" };
    commit.mockImplementation(() => expect(accepts(cell, "x")).toBe(true));
    expect(accepts(cell, "x")).toBe(false);
    const [question] = ask.mock.calls[0] ?? [];
    expect(question).toMatchObject({ title: "Keep it?", text: "Really?" });
    question.onYes();
    expect(commit).toHaveBeenCalledTimes(1);
    expect(accepts(cell, "x")).toBe(false);
  });

  it("a yes is not for another text or another cell", () => {
    alert = { style: "warning", title: "", text: "" };
    for (const [row, text] of [
      [0, "y"],
      [1, "x"],
    ] as const) {
      commit.mockImplementation(() => expect(accepts({ row, col: 0 }, text)).toBe(false));
      ask.mockReset();
      accepts(cell, "x");
      ask.mock.calls[0]?.[0].onYes();
    }
    expect(commit).toHaveBeenCalledTimes(2);
  });
});

describe("what a rule says beforehand", () => {
  const prompt = (given: Validation["prompt"]) => {
    const sheet = sheetOf();
    setValidation(sheet, [at("A1:A3")], { ...noValidation, kind: "whole", f1: "1", prompt: given });
    return sheet;
  };

  it("stands by its cells, with its title", () => {
    const sheet = prompt({ title: "数量", text: "整数" });
    expect(promptAt(sheet, { row: 2, col: 0 })).toEqual({ title: "数量", text: "整数" });
    expect(promptAt(sheet, { row: 3, col: 0 })).toBeNull();
    const place = document.createElement("div");
    const prompting = new Prompting(place);
    prompting.say(promptAt(sheet, cell));
    prompting.place({ x: 10, y: 20, w: 64, h: 20 });
    const said = place.querySelector<HTMLElement>("[data-prompt]");
    expect([said?.hidden, said?.textContent]).toEqual([false, "数量整数"]);
    expect(said?.style.insetBlockStart).toBe("46px");
    prompting.say(null);
    expect(said?.hidden).toBe(true);
  });

  it("is not said when it is empty or switched off, and is cut when it is endless", () => {
    expect(promptAt(prompt({ title: "", text: "" }), cell)).toBeNull();
    const off = prompt({ title: "", text: "x", shown: false });
    expect(promptAt(off, cell)).toBeNull();
    expect(validationAt(off, 0, 0)?.rule.prompt.shown).toBe(false);
    expect(promptAt(prompt({ title: "", text: "长".repeat(9000) }), cell)?.text).toHaveLength(1000);
  });
});
