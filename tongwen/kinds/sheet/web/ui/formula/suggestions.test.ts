/** Completions and hints. */
import { describe, expect, it } from "vitest";
import { putName } from "../../commands/names";
import { addTable } from "../../commands/tables";
import { at, computed, newBook } from "../../commands/tests/books";
import type { Sheet } from "../../model";
import { functionHelps } from "../tests/functions";
import { inLanguage, matchingFunctions, signature } from "./catalogue";
import { accepted, hintAt, suggestionsFor } from "./suggestions";

const find = (name: string) => functionHelps.find((help) => help.name === name);

describe("the catalogue", () => {
  it("puts names that begin with the word first, shorter ones before longer", () => {
    const names = matchingFunctions(functionHelps, "sum", 4).map((help) => help.name);
    expect(names).toEqual(["SUM", "SUMIF", "SUMIFS", "SUMPRODUCT"]);
    expect(matchingFunctions(functionHelps, "", 4)).toEqual([]);
    expect(matchingFunctions(functionHelps, "lookup", 9).map((help) => help.name)).toContain(
      "XLOOKUP",
    );
  });

  it("writes a signature with the argument one is in", () => {
    const sum = find("SUM");
    if (!sum) throw new Error("no SUM");
    expect(signature(sum, "zh-CN", 0)).toEqual([
      { text: "数值1", current: true },
      { text: "[数值2], …", current: false },
    ]);
    expect(signature(sum, "en", 7)[1]?.current).toBe(true);
    expect(inLanguage(sum.summary, "zh-CN")).toBe("求和");
  });
});

describe("suggestions", () => {
  const book = () => {
    const { sheets } = newBook("Data", "销售 表");
    const sheet = sheets[0] as Sheet;
    putName(sheet, { name: "税率", scope: null, formula: "Data!$A$1", comment: "" });
    addTable(sheet, at("C1:D2"), { table: "表", column: "列" }, computed);
    return sheet;
  };
  const texts = (word: string) =>
    suggestionsFor(word, book(), functionHelps, "zh-CN").map(({ kind, text }) => `${kind} ${text}`);

  it("offers functions, names, tables and worksheets", () => {
    expect(texts("税")).toEqual(["name 税率"]);
    expect(texts("表")).toEqual(["table 表1"]);
    expect(texts("销")).toEqual(["sheet 销售 表"]);
    expect(texts("vl")[0]).toBe("function VLOOKUP");
  });

  it("leaves cells and nothing alone", () => {
    expect(texts("A1")).toEqual([]);
    expect(texts("$B$2")).toEqual([]);
    expect(texts("")).toEqual([]);
  });

  it("puts them in", () => {
    const sheet = { kind: "sheet", text: "销售 表", about: "" } as const;
    expect(accepted("=销", 2, sheet)).toEqual({ text: "='销售 表'!", caret: 8 });
    const sum = { kind: "function", text: "SUM", about: "" } as const;
    expect(accepted("=su+1", 3, sum)).toEqual({ text: "=SUM(+1", caret: 5 });
  });

  it("hints at the argument of the innermost function that is known", () => {
    const hint = hintAt("=if(sum(1,2),", 13, functionHelps);
    expect([hint?.help.name, hint?.argument]).toEqual(["IF", 1]);
    expect(hintAt("=NOSUCH(1,", 10, functionHelps)).toBeNull();
    expect(hintAt("plain", 5, functionHelps)).toBeNull();
  });
});
