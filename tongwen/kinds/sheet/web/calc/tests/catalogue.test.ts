/** The help of functions says everything, in both languages, about exactly the functions that there are. */
import { beforeAll, describe, expect, test } from "vitest";
import { functionNamed, functionNames } from "../engine/registry";
import { SPECIAL_FORMS } from "../engine/special";
import { defineFunctions } from "../functions";
import { type FunctionHelp, loadFunctions } from "../help";

defineFunctions();
let catalogue: readonly FunctionHelp[] = [];
beforeAll(async () => {
  catalogue = await loadFunctions();
});

describe("the catalogue", () => {
  test("names every function that is computed, and no other, once", () => {
    const computed = new Set([...functionNames(), ...Object.keys(SPECIAL_FORMS)]);
    expect(catalogue.map(({ name }) => name)).toEqual([...computed].sort());
  });

  test("has no word that lacks either language", () => {
    const han = /\p{Script=Han}|^[a-zA-Z]\d?$|A1|^x|^y/u;
    const lacking = catalogue.flatMap(({ name, summary, arguments: args }) =>
      [summary, ...args.map((arg) => arg.name)]
        .filter(({ en, zh }) => en.trim() === "" || !han.test(zh))
        .map(({ en }) => `${name}: ${en}`),
    );
    expect(lacking).toEqual([]);
  });

  test("asks for as many arguments as the function takes", () => {
    const wrong = catalogue.filter(({ name, arguments: args }) => {
      const entry = functionNamed(name);
      if (!entry) return false;
      const needed = args.filter((arg) => !arg.optional).length;
      const most = args.some((arg) => arg.repeats) ? Number.POSITIVE_INFINITY : args.length;
      const takes = entry.repeat > 0 ? Number.POSITIVE_INFINITY : entry.kinds.length;
      return (
        most !== takes ||
        needed > Math.max(entry.min, entry.repeat > 0 ? entry.kinds.length + 1 : 0)
      );
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test("says which arguments may be left out and which repeat", () => {
    const sumifs = catalogue.find(({ name }) => name === "SUMIFS");
    expect(
      sumifs?.arguments.map(({ name, optional, repeats }) => [
        name.en,
        name.zh,
        optional ?? false,
        repeats ?? false,
      ]),
    ).toEqual([
      ["sum_range", "求和区域", false, false],
      ["criteria_range1", "条件区域1", false, false],
      ["criteria1", "条件1", false, false],
      ["criteria_range2", "条件区域2", true, false],
      ["criteria2", "条件2", true, true],
    ]);
  });
});
