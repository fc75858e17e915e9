import { describe, expect, it } from "vitest";
import type { ListDefinition } from "../document/attributes";
import { Counters } from "../numbering/counters";
import { bulletText, formatNumber } from "../numbering/formats";

describe("number formats", () => {
  it.each([
    ["decimal", 12, "12"],
    ["decimalZero", 7, "07"],
    ["lowerLetter", 1, "a"],
    ["lowerLetter", 27, "aa"],
    ["upperLetter", 53, "AAA"],
    ["upperRoman", 1994, "MCMXCIV"],
    ["lowerRoman", 4, "iv"],
    ["ordinal", 11, "11th"],
    ["ordinal", 22, "22nd"],
    ["chineseCounting", 10, "十"],
    ["chineseCounting", 21, "二十一"],
    ["chineseCountingThousand", 101, "一百零一"],
    ["chineseCountingThousand", 110, "一百一十"],
    ["chineseCountingThousand", 10_001, "一万零一"],
    ["chineseCountingThousand", 12_000, "一万二千"],
    ["chineseLegalSimplified", 305, "叁佰零伍"],
    ["ideographTraditional", 1, "甲"],
    ["ideographTraditional", 11, "甲"],
    ["ideographZodiac", 12, "亥"],
    ["ideographDigital", 2026, "二〇二六"],
    ["decimalEnclosedCircle", 1, "①"],
    ["decimalEnclosedCircle", 51, "51"],
    ["decimalEnclosedParen", 3, "⑶"],
    ["decimalFullWidth", 12, "１２"],
    ["numberInDash", 3, "- 3 -"],
    ["none", 3, ""],
    ["a format of next year", 3, "3"],
  ])("%s %i is %s", (format, n, text) => {
    expect(formatNumber(n, format)).toBe(text);
  });

  it("keeps out of trouble with absurd numbers", () => {
    expect(formatNumber(10 ** 9, "upperRoman")).toBe("1000000000");
    expect(formatNumber(0, "lowerLetter")).toBe("");
    expect(formatNumber(-4, "chineseCounting")).toBe("-4");
    expect(formatNumber(10 ** 6, "lowerLetter").length).toBeLessThanOrEqual(40);
  });

  it("shows bullets of Symbol and Wingdings as Unicode", () => {
    expect(bulletText("\uf0b7")).toBe("•");
    expect(bulletText("\uf0fc")).toBe("✓");
    expect(bulletText("\uf0ff")).toBe("•");
    expect(bulletText("—")).toBe("—");
  });
});

const outline: ListDefinition = {
  levels: [
    { format: "chineseCountingThousand", text: "第%1章", start: 1 },
    { format: "decimal", text: "%1.%2", start: 1, legal: true },
    { format: "lowerLetter", text: "%3)", start: 3 },
  ],
};

function run(lists: Record<string, ListDefinition>, steps: [string, number][]): (string | null)[] {
  const counters = new Counters((id) => lists[id]);
  return steps.map(([id, level]) => counters.next({ id, level })?.text ?? null);
}

describe("counters", () => {
  it("count, nest, restart below and write legal numbers as digits", () => {
    expect(
      run({ a: outline }, [
        ["a", 0],
        ["a", 1],
        ["a", 1],
        ["a", 2],
        ["a", 0],
        ["a", 1],
        ["a", 2],
      ]),
    ).toEqual(["第一章", "1.1", "1.2", "c)", "第二章", "2.1", "c)"]);
  });

  it("go on through lists of one abstract definition and not through others", () => {
    const level = { levels: [{ format: "decimal", text: "%1.", start: 1 }] };
    const lists = {
      a: { ...level, abstract: 5 },
      b: { ...level, abstract: 5 },
      c: { ...level, abstract: 6 },
    };
    expect(
      run(lists, [
        ["a", 0],
        ["b", 0],
        ["c", 0],
        ["a", 0],
      ]),
    ).toEqual(["1.", "2.", "1.", "3."]);
  });

  it("start again once where a list overrides its start", () => {
    const level = { format: "decimal", text: "%1.", start: 1 };
    const lists = {
      a: { abstract: 5, levels: [level, { format: "decimal", text: "%1.%2", start: 1 }] },
      b: { abstract: 5, levels: [{ ...level, start: 4, startOverride: true }, level] },
    };
    expect(
      run(lists, [
        ["a", 0],
        ["a", 0],
        ["b", 0],
        ["b", 0],
        ["a", 0],
        ["b", 0],
      ]),
    ).toEqual(["1.", "2.", "4.", "5.", "6.", "7."]);
  });

  it("give nothing for a list or level that is not there", () => {
    expect(
      run({ a: outline }, [
        ["missing", 0],
        ["a", 7],
        ["a", -1],
      ]),
    ).toEqual([null, null, "第一章"]);
  });

  it("show a level that was skipped at its start", () => {
    expect(run({ a: outline }, [["a", 1]])).toEqual(["1.1"]);
  });
});
