/** Formulas as they are typed. */
import { describe, expect, it } from "vitest";
import { caretAt, coloredReferences, completed, isFormula, tokens } from "./tokens";

const kinds = (text: string) =>
  tokens(text)
    .filter((token) => token.kind !== "space")
    .map((token) => `${token.kind}:${token.text}`);

describe("tokens", () => {
  it("tells references, names, functions and text apart", () => {
    expect(kinds('=SUM(A1:$B$2, 单价, "a,b(")*2%')).toEqual([
      "function:SUM",
      "open:(",
      "reference:A1:$B$2",
      "separator:,",
      "name:单价",
      "separator:,",
      'text:"a,b("',
      "close:)",
      "operator:*",
      "number:2",
      "operator:%",
    ]);
  });

  it.each([
    ["='销售 表'!A1", ["reference:'销售 表'!A1"]],
    ["=数据!A:C", ["reference:数据!A:C"]],
    ["=3:5", ["reference:3:5"]],
    ["=LOG10(1)", ["function:LOG10", "open:(", "number:1", "close:)"]],
    ["=A1B", ["name:A1B"]],
    ["=表1[[#全部],[金额]]", ["table:表1[[#全部],[金额]]"]],
    ["=A1#", ["reference:A1#"]],
    ["=#N/A", ["error:#N/A"]],
    [
      "={1,2;3}",
      ["brace:{", "number:1", "separator:,", "number:2", "separator:;", "number:3", "brace:}"],
    ],
    ["=A1<>B1", ["reference:A1", "operator:<>", "reference:B1"]],
  ])("reads %s", (text, expected) => expect(kinds(text)).toEqual(expected));

  it("covers hostile text without losing a character", () => {
    const texts = ['="', "=((((((", "='", "=[[[[", "=\u0000\u0001", "=𝒳(", `=${"(".repeat(8000)}`];
    for (const text of texts) {
      const joined = tokens(text)
        .map((token) => token.text)
        .join("");
      expect(`=${joined}`).toBe(text);
    }
  });

  it("knows what begins a formula", () => {
    expect(["=1", "＝A1", "+A1", "-A1", "-5", "+5", "文", ""].map(isFormula)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("coloredReferences", () => {
  it("gives equal references equal colours", () => {
    const found = coloredReferences("=A1+$A$1+B2:C3");
    expect(found.map(({ text, color }) => [text, color])).toEqual([
      ["A1", 0],
      ["$A$1", 0],
      ["B2:C3", 1],
    ]);
  });
});

describe("caretAt", () => {
  const at = (marked: string) => caretAt(marked.replace("|", ""), marked.indexOf("|"));

  it("finds the word to complete", () => {
    expect(at("=1+su|").word).toEqual({ text: "su", start: 3, end: 5 });
    expect(at('="su|"').word).toBeNull();
    expect(at("hello su|").word).toBeNull();
  });

  it.each([
    ["=SUM(|", "SUM", 0],
    ["=SUM(1,|", "SUM", 1],
    ["=IF(SUM(1,2),|", "IF", 1],
    ["=IF(SUM(1,2|", "SUM", 1],
    ['=IF("a,b",(1,2),|', "IF", 2],
    ["=IF(1,2|)", "IF", 1],
  ])("knows the argument at %s", (marked, name, argument) => {
    expect(at(marked).call).toEqual({ name, argument });
  });

  it("is in no call outside of the parentheses", () => {
    expect(at("=SUM(1)|").call).toBeNull();
    expect(at("=SU|M(1)").call).toBeNull();
  });

  it("points where a reference may stand", () => {
    expect(
      ["=|", "=1+|", "=SUM(|", "=SUM(A1,|", "=A1|", "=1|", "=SUM(1)|", '="a|'].map(
        (text) => at(text).pointable,
      ),
    ).toEqual([true, true, true, true, true, false, false, false]);
  });
});

describe("editing", () => {
  it("completes words", () => {
    expect(completed("=su", 3, "SUM", true)).toEqual({ text: "=SUM(", caret: 5 });
    expect(completed("=su(1)", 3, "SUM", true)).toEqual({ text: "=SUM(1)", caret: 5 });
    expect(completed("=1+税", 4, "税率", false)).toEqual({ text: "=1+税率", caret: 5 });
  });
});
