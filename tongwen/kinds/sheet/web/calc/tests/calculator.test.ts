/** Recalculation: order, spills, circles, names, tables, and what is kept. */
import { describe, expect, test } from "vitest";
import { tokenize } from "../engine/lexer";
import { parse } from "../engine/parser";
import { placeOf, TestBook } from "./sheet";

describe("an edit", () => {
  test("reaches all that reads it, in any order of entry", () => {
    const book = new TestBook({ Sheet1: { C1: "=B1+1", B1: "=A1*2", A1: 5, D1: "=SUM(A1:C1)" } });
    expect(book.rows("A1", "D1")).toEqual([[5, 10, 11, 26]]);
    book.put({ A1: 1 }).run();
    expect(book.rows("A1", "D1")).toEqual([[1, 2, 3, 6]]);
  });

  test("computes nothing that does not read it", () => {
    const book = new TestBook({ Sheet1: { A1: 1, B1: "=A1", A2: 1, B2: "=A2" } });
    book.calculator.takeChanges();
    book.put({ A1: 7 }).run();
    expect([...book.calculator.takeChanges()]).toEqual([["s1", [1]]]);
  });

  test("goes through fixed, moving and crossed ends of ranges", () => {
    const cells: Record<string, string | number> = {};
    for (let row = 1; row <= 40; row++) {
      cells[`A${row}`] = row;
      cells[`B${row}`] = `=SUM(A$20:A${row})`;
    }
    const book = new TestBook({ Sheet1: cells });
    expect([book.get("B1"), book.get("B20"), book.get("B40")]).toEqual([210, 20, 630]);
    book.put({ A10: 1010, A30: 2030 }).run();
    expect([book.get("B1"), book.get("B11"), book.get("B29"), book.get("B40")]).toEqual([
      1210, 155, 245, 2630,
    ]);
  });

  test("goes through whole columns, rows and other worksheets", () => {
    const book = new TestBook({
      Sheet1: { A1: 1, B1: "=SUM(Data!A:A)", B2: "=SUM('Data'!3:3)" },
      Data: { A3: 2, B3: 3 },
    });
    expect(book.rows("B1", "B2")).toEqual([[2], [5]]);
    book.put({ A900: 10, Z3: 100 }, "Data").run();
    expect(book.rows("B1", "B2")).toEqual([[12], [105]]);
  });

  test("adds worksheets from one to another", () => {
    const book = new TestBook({
      Sheet1: { A1: "=SUM(Jan:Mar!B1)" },
      Jan: { B1: 1 },
      Feb: { B1: 2 },
      Mar: { B1: 4 },
    });
    expect(book.get("A1")).toBe(7);
    book.put({ B1: 20 }, "Feb").run();
    expect(book.get("A1")).toBe(25);
  });

  test("a long chain does not run out of stack, and can be computed in slices", () => {
    const book = new TestBook({ Sheet1: { A1: 1 } });
    for (let row = 1; row < 30_000; row++)
      book.calculator.set(book.sheet(), row, 0, { formula: `A${row}+1`, shape: {} });
    let slices = 0;
    while (!book.calculator.run(() => true)) slices++;
    expect(book.get("A30000")).toBe(30_000);
    expect(slices).toBeGreaterThan(10);
  });

  test("a formula that becomes a value or nothing is no longer computed", () => {
    const book = new TestBook({ Sheet1: { A1: 1, B1: "=A1", C1: "=B1" } });
    book.put({ B1: 9 }).run();
    book.put({ A1: 5 }).run();
    expect(book.rows("B1", "C1")).toEqual([[9, 9]]);
    book.put({ B1: null }).run();
    expect(book.rows("B1", "C1")).toEqual([[null, 0]]);
    expect(book.state("B1")).toBeNull();
  });

  test("random edits give what a workbook computed anew gives", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    const content = (columns: number) => {
      const name = () =>
        `${random(2) ? "$" : ""}${"ABCDEFGHIJ"[random(columns)]}${random(2) ? "$" : ""}${random(12) + 1}`;
      const kind = random(6);
      if (kind < 2) return random(100);
      if (kind === 2) return null;
      if (kind === 3) return `=SUM(${name()}:${name()})`;
      return kind === 4
        ? `=${name()}+${name()}*2`
        : `=IF(${name()}>50,${name()},OFFSET(${name()},1,0))`;
    };
    for (let round = 0; round < 30; round++) {
      const live = new TestBook();
      const all: Record<string, string | number | null> = {};
      for (let step = 0; step < 40; step++) {
        const column = 5 + random(5);
        const cell = `${"ABCDEFGHIJ"[column]}${random(12) + 1}`;
        const edit = random(3)
          ? { [cell]: content(column) }
          : { [`${"ABCDE"[random(5)]}${random(12) + 1}`]: random(100) };
        Object.assign(all, edit);
        live.put(edit).calculator.wakeVolatile();
        live.run();
      }
      expect(live.rows("A1", "J12")).toEqual(new TestBook({ Sheet1: all }).rows("A1", "J12"));
    }
  });
});

describe("spilled results", () => {
  test("fill free cells, shrink and grow, and are read by others", () => {
    const book = new TestBook({
      Sheet1: { A1: 3, B1: "=SEQUENCE(A1)", C1: "=SUM(B1#)", D1: "=B3" },
    });
    expect(book.rows("B1", "B4")).toEqual([[1], [2], [3], [null]]);
    expect([book.get("C1"), book.get("D1")]).toEqual([6, 3]);
    book.put({ A1: 2 }).run();
    expect(book.rows("B1", "B3")).toEqual([[1], [2], [null]]);
    expect([book.get("C1"), book.get("D1")]).toEqual([3, 0]);
    book.put({ A1: 5 }).run();
    expect([book.get("C1"), book.get("D1"), book.state("B5")]).toEqual([15, 3, "computed"]);
  });

  test("are #SPILL! where something stands in their way, until it goes", () => {
    const book = new TestBook({ Sheet1: { B1: "=SEQUENCE(3)", B2: "here" } });
    expect(book.rows("B1", "B3")).toEqual([["#SPILL!"], ["here"], [null]]);
    book.put({ B2: null }).run();
    expect(book.rows("B1", "B3")).toEqual([[1], [2], [3]]);
    book.put({ B3: "typed" }).run();
    expect(book.rows("B1", "B3")).toEqual([["#SPILL!"], [null], ["typed"]]);
    book.put({ B1: null }).run();
    expect(book.rows("B1", "B3")).toEqual([[null], [null], ["typed"]]);
  });

  test("come from any formula that is marked dynamic; others take the cell of their own row", () => {
    const book = new TestBook({
      Sheet1: { A1: 1, A2: 2, A3: 3, B1: "{=A1:A3*10}", C2: "=A1:A3*10", D5: "=A1:A3" },
    });
    expect(book.rows("B1", "B3")).toEqual([[10], [20], [30]]);
    expect([book.get("C2"), book.get("D5")]).toEqual([20, "#VALUE!"]);
  });

  test("an array formula fills its own area, with #N/A where the result ends", () => {
    const book = new TestBook({ Sheet1: { A1: 1, A2: 2 } });
    const formula = { formula: "A1:A2*2", shape: { area: [3, 1] as [number, number] } };
    book.calculator.set(book.sheet(), ...placeOf("C1"), formula);
    book.run();
    expect(book.rows("C1", "C3")).toEqual([[2], [4], ["#N/A"]]);
  });
});

describe("circular references", () => {
  test("are zero and say so; what reads them is computed", () => {
    const book = new TestBook({ Sheet1: { A1: "=B1+1", B1: "=A1+1", C1: "=A1+5", D1: "=D1" } });
    expect(book.rows("A1", "D1")).toEqual([[0, 0, 5, 0]]);
    expect([book.state("A1"), book.state("B1"), book.state("C1"), book.state("D1")]).toEqual([
      "circular",
      "circular",
      "computed",
      "circular",
    ]);
    book.put({ A1: 1 }).run();
    expect([book.rows("A1", "C1"), book.state("B1")]).toEqual([[[1, 2, 6]], "computed"]);
  });

  test("are iterated where the settings ask for it", () => {
    const book = new TestBook();
    Object.assign(book.calculator.book.settings, {
      iterate: true,
      iterateCount: 200,
      iterateDelta: 1e-9,
    });
    book.put({ A1: "=(B1+10)/2", B1: "=A1", C1: "=B1*2" }).run();
    expect(book.get("A1")).toBeCloseTo(10, 6);
    expect(book.get("C1")).toBeCloseTo(20, 5);
  });

  test("through a reference made while computing end too", () => {
    const book = new TestBook({ Sheet1: { A1: '=INDIRECT("B1")', B1: "=A1" } });
    expect(book.state("A1")).toBe("circular");
  });

  test("names that mean themselves are errors", () => {
    const book = new TestBook();
    book.calculator.book.names = [{ name: "loop", scope: null, formula: "loop+1" }];
    book.put({ A1: "=loop" }).run();
    expect(book.get("A1")).toBe("#NAME?");
  });
});

describe("what is computed while it runs", () => {
  test("OFFSET and INDIRECT wait for the formulas that they reach", () => {
    const book = new TestBook({
      Sheet1: { A1: '=OFFSET(C1,0,0)+INDIRECT("D1")', C1: "=E1*2", D1: "=E1*3", E1: 1 },
    });
    expect(book.get("A1")).toBe(5);
    book.put({ E1: 10 });
    book.calculator.wakeVolatile();
    book.run();
    expect(book.get("A1")).toBe(50);
  });

  test("volatile functions change with every recalculation", () => {
    const book = new TestBook();
    let clock = Date.UTC(2026, 10, 23, 12);
    book.calculator.book.now = () => clock;
    book.put({ A1: "=TODAY()", B1: "=A1+1" }).run();
    clock += 86_400_000;
    book.calculator.wakeVolatile();
    book.run();
    expect(book.rows("A1", "B1")).toEqual([[46350, 46351]]);
  });
});

describe("names and tables", () => {
  const tables = [
    {
      name: "Sales",
      sid: "s1",
      row1: 0,
      col1: 0,
      row2: 3,
      col2: 2,
      header: true,
      totals: true,
      columns: ["Item", "Price", "Tax [%]"],
    },
  ];
  const cells = {
    A1: "Item",
    B1: "Price",
    C1: "Tax [%]",
    A2: "a",
    B2: 10,
    C2: 1,
    A3: "b",
    B3: 20,
    C3: 2,
    A4: "Total",
  };

  test("structured references mean columns, parts and the own row", () => {
    const book = new TestBook();
    book.calculator.book.tables = tables;
    book.put({
      ...cells,
      B4: "=SUBTOTAL(109,[Price])",
      C4: "=SUM(Sales[Tax '[%']])",
      D2: "=Sales[@Price]*2",
      E3: "=Sales[[#This Row],[Price]]",
    });
    book
      .put({
        F1: "=COUNTA(Sales[#All])",
        F2: "=Sales[[#Headers],[Price]]",
        F3: "=SUM(Sales[[Price]:[Tax '[%']]])",
        F4: "=ROWS(Sales)",
        F5: "=Sales[Nope]",
      })
      .run();
    expect([book.get("B4"), book.get("C4"), book.get("D2"), book.get("E3")]).toEqual([
      30, 3, 20, 20,
    ]);
    expect(book.rows("F1", "F5")).toEqual([[12], ["Price"], [33], [2], ["#REF!"]]);
    book.put({ B2: 100 }).run();
    expect([book.get("B4"), book.get("D2")]).toEqual([120, 200]);
  });

  test("names of the worksheet go before those of the workbook", () => {
    const book = new TestBook({
      Sheet1: { A1: 1, B1: "=rate*2" },
      Other: { A1: 5, B1: "=rate*2", B2: "=Sheet1!rate" },
    });
    book.calculator.book.names = [
      { name: "Rate", scope: null, formula: "Sheet1!$A$1" },
      { name: "RATE", scope: "s2", formula: "Other!$A$1" },
      { name: "twice", scope: null, formula: "LAMBDA(x,x*2)" },
    ];
    book.put({ C1: "=twice(21)" });
    book.calculator.rebind();
    book.run();
    expect([
      book.get("B1"),
      book.get("B1", "Other"),
      book.get("B2", "Other"),
      book.get("C1"),
    ]).toEqual([2, 10, 1, 42]);
  });

  test("a pivot table is read by its labels", () => {
    const book = new TestBook({
      Sheet1: {
        A3: "Row Labels",
        B3: "Sum of Sales",
        C3: "Sum of Tax",
        A4: "East",
        B4: 5,
        C4: 1,
        A5: "West",
        B5: 7,
        C5: 2,
        A6: "Grand Total",
        B6: 12,
        C6: 3,
      },
    });
    book.calculator.book.pivots = [{ sid: "s1", row1: 2, col1: 0, row2: 5, col2: 2 }];
    expect(book.of('GETPIVOTDATA("Sales",A3,"Region","West")')).toBe(7);
    expect(book.of('GETPIVOTDATA("Tax",A3)')).toBe(3);
    expect(book.of('GETPIVOTDATA("Sales",A3,"Region","North")')).toBe("#REF!");
    expect(book.of('GETPIVOTDATA("Sales",Z30,"Region","West")')).toBe("#REF!");
  });

  test("hidden rows and other subtotals are left out", () => {
    const book = new TestBook({ Sheet1: { A1: 1, A2: 2, A3: "=SUBTOTAL(9,A1:A2)", A4: 4 } });
    const hidden = book.calculator.book.hidden;
    hidden.set("s1", { all: new Set([1]), filtered: new Set() });
    expect(book.of("SUBTOTAL(9,A1:A4)")).toBe(7);
    expect(book.of("SUBTOTAL(109,A1:A4)")).toBe(5);
    expect(book.of("AGGREGATE(9,1,A1:A4)")).toBe(5);
    expect(book.of("AGGREGATE(9,5,A1:A4)")).toBe(8);
    hidden.set("s1", { all: new Set([1]), filtered: new Set([1]) });
    expect(book.of("SUBTOTAL(9,A1:A4)")).toBe(5);
  });
});

describe("what cannot be computed", () => {
  test("unknown functions and other workbooks keep the cached value and say so", () => {
    const book = new TestBook();
    const put = (name: string, formula: string, cached?: number) =>
      book.calculator.set(book.sheet(), ...placeOf(name), {
        formula,
        shape: {},
        ...(cached !== undefined && { cached }),
      });
    put("A1", 'SQL.REQUEST("x")+1', 42);
    put("A2", "[1]Sheet1!$A$1*2", 8);
    put("A3", "NOSUCH(1)");
    book.put({ B1: "=A1+A2" }).run();
    expect([book.get("A1"), book.get("A2"), book.get("A3"), book.get("B1")]).toEqual([
      42,
      8,
      "#NAME?",
      50,
    ]);
    expect([book.state("A1"), book.state("A2"), book.state("A3"), book.state("B1")]).toEqual([
      "unknown",
      "cached",
      "unknown",
      "computed",
    ]);
  });

  test.each([
    ["", "an empty formula"],
    ["1+", "an operator without operand"],
    ["SUM(1", "an open bracket"],
    ["1)", "a closed one too many"],
    ["{1,2;3}", "a ragged array"],
    ["A1048577", "a cell outside"],
    ["'Sheet1!A1", "an open quote"],
    ["\u0000", "a control character"],
    ["Table1[[#All", "an open table"],
    ["(".repeat(5000), "five thousand brackets"],
    [`${"(".repeat(300)}1${")".repeat(300)}`, "nesting beyond all limits"],
    ["1".repeat(8193), "more than 8192 characters"],
    ["#REF!A1", "a broken reference"],
  ])("%# %s is no formula and harms nobody", (text) => {
    const book = new TestBook({ Sheet1: { A1: 1, C1: "=A1" } });
    book.calculator.set(book.sheet(), 0, 1, { formula: text, shape: {} });
    book.run();
    expect(String(book.get("B1"))).toMatch(/^#/);
    expect(book.get("C1")).toBe(1);
  });

  test("functions that call themselves without end stop", () => {
    const book = new TestBook();
    book.calculator.book.names = [
      { name: "forever", scope: null, formula: "LAMBDA(x,forever(x+1))" },
    ];
    expect(String(book.of("forever(1)"))).toMatch(/^#/);
    expect(book.of("LET(f,LAMBDA(g,n,IF(n=0,0,n+g(g,n-1))),f(f,100))")).toBe(5050);
    expect(book.of("LET(f,LAMBDA(g,n,g(g,n+1)),f(f,0))")).toBe("#CALC!");
  });

  test("arrays too large are refused", () => {
    expect(new TestBook().of("SUM(SEQUENCE(1048576,16384))")).toBe("#CALC!");
  });
});

test("a formula of 8,192 characters is read", () => {
  const text = `1${"+1".repeat(4095)}`;
  expect(text.length).toBe(8191);
  expect(new TestBook().of(text)).toBe(4096);
  expect(parse(tokenize(text, 0, 0).tokens).type).toBe("binary");
});
