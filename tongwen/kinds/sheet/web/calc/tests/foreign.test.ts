/** IronCalc as a pocket calculator: exact numbers, arrays, errors, and that every name is known to it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, expect, test } from "vitest";
import { Loading, Panic } from "../engine/signals";
import { CellError, Matrix, type Value } from "../engine/values";
import { FOREIGN_NAMES, IronCalcFunctions } from "../foreign";

const wasm = createRequire(import.meta.url).resolve("@ironcalc/wasm/wasm_bg.wasm");
const functions = new IronCalcFunctions(async () => ({
  module_or_path: new Uint8Array(readFileSync(wasm)),
}));

beforeAll(async () => {
  expect(() => functions.call("GAMMALN", [4])).toThrow(Loading);
  await functions.load();
});

function called(name: string, ...args: Value[]): Value {
  try {
    return functions.call(name, args);
  } catch (error) {
    if (error instanceof CellError) return error;
    throw error;
  }
}

test.each<[string, Value[], number]>([
  ["GAMMALN", [4.5], 2.453736570842442],
  ["CONVERT", [1, "lbm", "kg"], 0.45359237],
  ["T.DIST", [60, 1, true], 0.9946953263673768],
  ["POISSON.DIST", [2, 5, true], 0.124652019483081],
  ["PRICE", [39493, 43054, 0.0575, 0.065, 100, 2, 0], 94.63436162132],
  ["COUPNUM", [39107, 39767, 2, 1], 4],
  ["BINOM.DIST", [6, 10, 0.5, false], 0.205078125],
  ["CHISQ.INV", [0.93, 1], 3.283020286759],
])("%s", (name, args, result) => {
  expect(called(name, ...args)).toBeCloseTo(result, 9);
});

test("numbers come back with every bit", () => {
  expect(called("IMREAL", "0.1+2i")).toBe(0.1);
  expect(called("CONVERT", 1 / 3, "m", "m")).toBe(1 / 3);
  expect(called("CONVERT", -1.2345678901234567e250, "m", "m")).toBeCloseTo(
    -1.2345678901234567e250,
    -236,
  );
  expect(called("CONVERT", 0, "m", "m")).toBe(0);
});

test("texts, arrays and errors", () => {
  expect(called("IMSUM", "3+4i", "5-3i")).toBe("8+i");
  expect(
    called("LINEST", Matrix.from([[1], [9], [5], [7]]), Matrix.from([[0], [4], [2], [3]])),
  ).toEqual(new Matrix(1, 2, [2, 1]));
  expect(called("CONVERT", 1, "m", "kg")).toEqual(new CellError("#N/A"));
  expect(called("CONVERT", new CellError("#REF!"), "m", "kg")).toEqual(new CellError("#REF!"));
  expect(called("IMSUM", '"); DROP', "1")).toBeInstanceOf(CellError);
});

test("every name is known to it", () => {
  const unknown = FOREIGN_NAMES.filter((name) => {
    for (const args of [
      [1],
      [1, 1],
      [1, 1, 1],
      [1, 1, 1, true],
      [40000, 41000, 0.05, 95, 100, 2],
    ] as Value[][]) {
      const value = called(name, ...args);
      if (!(value instanceof CellError) || value.code !== "#NAME?") return false;
    }
    return true;
  });
  expect(unknown).toEqual([]);
});

test("a panic is told from an error", () => {
  // XNPV of scalars is a call in which IronCalc 0.8.4 breaks down; nothing can be asked of it afterwards
  expect(() => functions.call("XNPV", [1, 1])).toThrow(Panic);
});
