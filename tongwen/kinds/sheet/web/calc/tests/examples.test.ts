/** Functions give what the examples say that the server's engine runs as well. */
import { describe, expect, test } from "vitest";
import { CellError, Matrix, type Scalar, type Value } from "../engine/values";
import { placeOf, TestBook } from "./sheet";

type Plain = null | number | string | boolean | { e: string };
type Cells = Record<string, Plain>;

interface Example {
  function: string;
  formula: string;
  expected: Plain | Plain[][];
  cells?: Cells;
  sheets?: Record<string, Cells>;
  hidden?: number[];
  filtered?: number[];
  pivots?: { sheet: string; area: string; data?: [number, number] }[];
  tolerance?: number;
}

const AT = [999, 701] as const;
const CLOSE = 1e-9;

const files = import.meta.glob<{ cases: Example[] } & Partial<Example>>(
  "../../../examples/functions*.json",
  { eager: true, import: "default" },
);
const byFile = Object.entries(files).map(
  ([path, { cases, ...shared }]) =>
    [
      path.replace(/^.*\//, ""),
      cases.map((example): Example => ({ ...shared, ...example })),
    ] as const,
);

const scalar = (value: Plain): Scalar =>
  typeof value === "object" && value !== null ? new CellError(value.e) : value;

function bookOf({ cells = {}, sheets = {}, hidden, filtered, pivots = [] }: Example): TestBook {
  const all = Object.entries({ Sheet1: cells, ...sheets });
  const book = new TestBook(
    Object.fromEntries(
      all.map(([name, found]) => [
        name,
        Object.fromEntries(Object.entries(found).map(([at, value]) => [at, scalar(value)])),
      ]),
    ),
  );
  const rows = (list: number[] = []) => new Set(list.map((row) => row - 1));
  const { book: workbook } = book.calculator;
  book.calculator.hide("s1", { all: rows(hidden), filtered: rows(filtered) });
  workbook.pivots = pivots.map(({ sheet, area, data = null }) => {
    const [from = "", to = from] = area.split(":");
    const [row1, col1] = placeOf(from);
    const [row2, col2] = placeOf(to);
    return { sid: book.sheet(sheet).sid, row1, col1, row2, col2, data };
  });
  return book.run();
}

function plain(value: Value): Plain | Plain[][] {
  if (value instanceof CellError) return { e: value.code };
  if (!(value instanceof Matrix)) return value as Plain;
  return Array.from({ length: value.rows }, (_, row) =>
    value.row(row).map((cell) => plain(cell) as Plain),
  );
}

/** Empty texts and empty cells look alike; numbers are equal up to rounding. */
function alike(value: Plain, tolerance: number): unknown {
  if (value === "" || value === null) return "";
  if (typeof value !== "number") return value;
  return expect.toSatisfy(
    (found) =>
      typeof found === "number" &&
      Math.abs(found - value) <=
        Math.max(tolerance * Math.max(Math.abs(found), Math.abs(value)), 1e-12),
    `is ${value}`,
  );
}

describe.each(byFile)("%s", (_, list) => {
  test.each(list.map((example) => [example.formula, example] as const))("%s", (formula, given) => {
    const book = bookOf(given);
    const found = plain(book.calculator.evaluate(book.sheet(), ...AT, formula));
    const { expected, tolerance = CLOSE } = given;
    const cells = Array.isArray(found)
      ? found.map((row) => row.map((cell) => cell ?? ""))
      : (found ?? "");
    expect(cells).toEqual(
      Array.isArray(expected)
        ? expected.map((row) => row.map((cell) => alike(cell, tolerance)))
        : alike(expected, tolerance),
    );
  });
});
