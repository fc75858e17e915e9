/** GROUPBY and PIVOTBY as their documentation describes them. */
import { describe, expect, test } from "vitest";
import { TestBook } from "./sheet";

const book = new TestBook({
  Sheet1: {
    A1: "Region",
    B1: "Fruit",
    C1: "Sales",
    D1: "Cost",
    E1: "Keep",
    A2: "West",
    B2: "Pears",
    C2: 10,
    D2: 1,
    E2: true,
    A3: "East",
    B3: "Apples",
    C3: 5,
    D3: 2,
    E3: true,
    A4: "west",
    B4: "Apples",
    C4: 20,
    D4: 3,
    E4: false,
    A5: "East",
    B5: "Pears",
    C5: 7,
    D5: 4,
    E5: true,
    A6: "West",
    B6: "Pears",
    C6: 1,
    D6: 5,
    E6: true,
  },
}); // prettier-ignore

describe("GROUPBY", () => {
  test.each<[string, unknown[][]]>([
    [
      "GROUPBY(A2:A6,C2:C6,SUM)",
      [
        ["East", 12],
        ["West", 31],
        ["Total", 43],
      ],
    ],
    [
      "GROUPBY(A2:A6,C2:C6,LAMBDA(x,MAX(x)-MIN(x)),,0)",
      [
        ["East", 2],
        ["West", 19],
      ],
    ],
    [
      "GROUPBY(A1:A6,C1:C6,SUM)",
      [
        ["East", 12],
        ["West", 31],
        ["Total", 43],
      ],
    ],
    [
      "GROUPBY(A1:A6,C1:C6,SUM,3)",
      [
        ["Region", "Sales"],
        ["East", 12],
        ["West", 31],
        ["Total", 43],
      ],
    ],
    [
      "GROUPBY(A2:A6,C2:C6,SUM,2,0)",
      [
        ["Row Field 1", "Value 1"],
        ["East", 12],
        ["West", 31],
      ],
    ],
    [
      "GROUPBY(A2:A6,C2:C6,SUM,,-1,-2)",
      [
        ["Total", 43],
        ["West", 31],
        ["East", 12],
      ],
    ],
    [
      "GROUPBY(A2:A6,C2:D6,SUM,,0,-1)",
      [
        ["West", 31, 9],
        ["East", 12, 6],
      ],
    ],
    [
      "GROUPBY(A2:A6,C2:C6,AVERAGE,,0)",
      [
        ["East", 6],
        ["West", 31 / 3],
      ],
    ],
    [
      "GROUPBY(A2:A6,C2:C6,PERCENTOF)",
      [
        ["East", 12 / 43],
        ["West", 31 / 43],
        ["Total", 1],
      ],
    ],
    [
      "GROUPBY(A2:A6,C2:C6,SUM,,,,E2:E6)",
      [
        ["East", 12],
        ["West", 11],
        ["Total", 23],
      ],
    ],
    [
      "GROUPBY(A1:A6,C1:C6,SUM,1,0,,E1:E6)",
      [
        ["East", 12],
        ["West", 11],
      ],
    ],
    [
      "GROUPBY(A2:B6,C2:C6,SUM)",
      [
        ["East", "Apples", 5],
        ["East", "Pears", 7],
        ["East", "", 12],
        ["West", "Apples", 20],
        ["West", "Pears", 11],
        ["West", "", 31],
        ["Grand Total", "", 43],
      ],
    ],
    [
      "GROUPBY(A2:B6,C2:C6,SUM,,-2,{-1,2})",
      [
        ["Grand Total", "", 43],
        ["West", "", 31],
        ["West", "Apples", 20],
        ["West", "Pears", 11],
        ["East", "", 12],
        ["East", "Apples", 5],
        ["East", "Pears", 7],
      ],
    ],
    [
      "GROUPBY(A2:B6,C2:C6,SUM,,1,-3)",
      [
        ["West", "Apples", 20],
        ["West", "Pears", 11],
        ["East", "Pears", 7],
        ["East", "Apples", 5],
        ["Total", "", 43],
      ],
    ],
    [
      "GROUPBY(A2:B6,C2:C6,SUM,,0,{2,-1},,1)",
      [
        ["west", "Apples", 20],
        ["East", "Apples", 5],
        ["West", "Pears", 11],
        ["East", "Pears", 7],
      ],
    ],
    [
      "GROUPBY(A2:A6,C2:C6,HSTACK(SUM,COUNT),,0)",
      [
        ["", "SUM", "COUNT"],
        ["East", 12, 2],
        ["West", 31, 3],
      ],
    ],
    [
      "GROUPBY(A2:A6,C2:C6,VSTACK(SUM,LAMBDA(x,ROWS(x))),,0)",
      [
        ["East", "SUM", 12],
        ["East", "CUSTOM", 2],
        ["West", "SUM", 31],
        ["West", "CUSTOM", 3],
      ],
    ],
    [
      "GROUPBY(A2:A6,B2:B6,ARRAYTOTEXT,,0)",
      [
        ["East", "Apples, Pears"],
        ["West", "Pears, Apples, Pears"],
      ],
    ],
    [
      "GROUPBY(A2:A6,C2:C6,LAMBDA(x,1/0),,0)",
      [
        ["East", "#DIV/0!"],
        ["West", "#DIV/0!"],
      ],
    ],
    [
      'GROUPBY({1;TRUE;"";1},{1;2;3;4},_xleta.SUM,,0)',
      [
        [1, 5],
        ["", 3],
        [true, 2],
      ],
    ],
  ])("%s", (formula, rows) => {
    expect(book.of(formula)).toEqual(rows);
  });

  test.each([
    ["GROUPBY(A2:A5,C2:C6,SUM)", "#VALUE!"],
    ["GROUPBY(A2:A6,C2:C6,1)", "#VALUE!"],
    ["GROUPBY(A2:A6,C2:C6,SUM,9)", "#VALUE!"],
    ["GROUPBY(A2:A6,C2:C6,SUM,,2)", "#VALUE!"],
    ["GROUPBY(A2:A6,C2:C6,SUM,,,0)", "#VALUE!"],
    ["GROUPBY(A2:A6,C2:C6,SUM,,,4)", "#VALUE!"],
    ['GROUPBY(A2:A6,C2:C6,SUM,,,"x")', "#VALUE!"],
    ["GROUPBY(A2:A6,C2:C6,SUM,,,,E2:E4)", "#VALUE!"],
    ["GROUPBY(A2:A6,C2:C6,SUM,,,,C2:C6>99)", "#CALC!"],
    ["GROUPBY(A2:B6,C2:C6,SUM,,2,,,1)", "#VALUE!"],
    ["GROUPBY(A2:A6,C2:C6,NOSUCHFUNCTION)", "#NAME?"],
    ["GROUPBY(A2:A6,C2:C6,WEBSERVICE)", "#NAME?"],
    ["GROUPBY(A2:A6,C2:C6)", "#VALUE!"],
  ])("%s is %s", (formula, error) => {
    expect(book.of(formula)).toBe(error);
  });

  test("keeps ten thousand groups apart", () => {
    const rows = book.of("ROWS(GROUPBY(SEQUENCE(20000)-1,SEQUENCE(20000),SUM))");
    expect(rows).toBe(20001);
  });
});

describe("PIVOTBY", () => {
  test.each<[string, unknown[][]]>([
    [
      "PIVOTBY(A2:A6,B2:B6,C2:C6,SUM)",
      [
        ["", "Apples", "Pears", "Total"],
        ["East", 5, 7, 12],
        ["West", 20, 11, 31],
        ["Total", 25, 18, 43],
      ],
    ],
    [
      "PIVOTBY(A1:A6,B1:B6,C1:C6,SUM,3,0,-1,0,-1)",
      [
        ["", "Fruit", ""],
        ["", "Pears", "Apples"],
        ["Region", "Sales", "Sales"],
        ["West", 11, 20],
        ["East", 7, 5],
      ],
    ],
    [
      "PIVOTBY(A2:A6,B2:B6,C2:C6,PERCENTOF,,0,,0)",
      [
        ["", "Apples", "Pears"],
        ["East", 5 / 25, 7 / 18],
        ["West", 20 / 25, 11 / 18],
      ],
    ],
    [
      "PIVOTBY(A2:A6,B2:B6,C2:C6,PERCENTOF,,0,,0,,,1)",
      [
        ["", "Apples", "Pears"],
        ["East", 5 / 12, 7 / 12],
        ["West", 20 / 31, 11 / 31],
      ],
    ],
    [
      "PIVOTBY(A2:A6,B2:B6,C2:C6,PERCENTOF,,0,,0,,,2)",
      [
        ["", "Apples", "Pears"],
        ["East", 5 / 43, 7 / 43],
        ["West", 20 / 43, 11 / 43],
      ],
    ],
    [
      "PIVOTBY(A2:B6,,C2:C6,PERCENTOF,,2,,,,,4)",
      [
        ["East", "Apples", 5 / 12],
        ["East", "Pears", 7 / 12],
        ["East", "", 12 / 43],
        ["West", "Apples", 20 / 31],
        ["West", "Pears", 11 / 31],
        ["West", "", 1 - 12 / 43],
        ["Grand Total", "", 1],
      ],
    ],
    [
      "PIVOTBY(A2:A6,B2:B6,C2:D6,SUM,,0,,0)",
      [
        ["", "Apples", "Apples", "Pears", "Pears"],
        ["East", 5, 2, 7, 4],
        ["West", 20, 3, 11, 6],
      ],
    ],
    [
      "PIVOTBY(C2:C6,A2:A6,D2:D6,SUM,,0,,0,,E2:E6)",
      [
        ["", "East", "West"],
        [1, "", 5],
        [5, 2, ""],
        [7, 4, ""],
        [10, "", 1],
      ],
    ],
    [
      "PIVOTBY(A2:A6,B2:B6,C2:C6,SUM,,0,-2,0,2)",
      [
        ["", "Pears", "Apples"],
        ["West", 11, 20],
        ["East", 7, 5],
      ],
    ],
    [
      "PIVOTBY(,B2:B6,C2:C6,HSTACK(SUM,MAX))",
      [
        ["Apples", "Apples", "Pears", "Pears", "Total", "Total"],
        ["SUM", "MAX", "SUM", "MAX", "SUM", "MAX"],
        [25, 20, 18, 10, 43, 20],
      ],
    ],
  ])("%s", (formula, rows) => {
    const found = book.of(formula) as unknown[][];
    expect(found).toEqual(
      rows.map((row) =>
        row.map((cell) => (typeof cell === "number" ? expect.closeTo(cell, 12) : cell)),
      ),
    );
  });

  test.each([
    ["PIVOTBY(,,C2:C6,SUM)", "#VALUE!"],
    ["PIVOTBY(A2:A6,B2:B5,C2:C6,SUM)", "#VALUE!"],
    ["PIVOTBY(A2:A6,B2:B6,C2:C6,PERCENTOF,,,,,,,5)", "#VALUE!"],
    ["PIVOTBY(SEQUENCE(3000),SEQUENCE(3000),SEQUENCE(3000),SUM)", "#NUM!"],
  ])("%s is %s", (formula, error) => {
    expect(book.of(formula)).toBe(error);
  });
});

describe("names of functions", () => {
  test.each<[string, unknown]>([
    ["BYROW(C2:D4,SUM)", [[11], [7], [23]]],
    ["BYCOL(C2:D4,MAX)", [[20, 3]]],
    ["BYROW(C2:D4>2,AND)", [[false], [false], [true]]],
    ["MAP({1,4},SQRT)", [[1, 2]]],
    ["REDUCE(0,{1,2},LAMBDA(a,b,a+b))", 3],
    ["LET(f,SUM,f({1,2}))", 3],
    ["SUM", "#CALC!"],
    ["SUM+1", "#VALUE!"],
  ])("%s", (formula, value) => {
    expect(book.of(formula)).toEqual(value);
  });
});
