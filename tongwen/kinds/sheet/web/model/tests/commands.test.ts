/** What people do to cells, lines and worksheets, and that each is one step back. */
import { describe, expect, it } from "vitest";
import {
  type Area,
  areaName,
  Book,
  clearContents,
  clearStyles,
  columnIndex,
  copyRange,
  deleteLines,
  enter,
  find,
  insertLines,
  merge,
  moveLines,
  moveRange,
  putObject,
  Refusal,
  removeObject,
  replaceAll,
  type Sheet,
  setCells,
  setContents,
  setLine,
  setStyle,
  setView,
  sortRange,
  unmerge,
} from "../index";
import { contents, grid, newBook, seen, shown } from "./books";

/** `B2:C5` as an area. */
function at(name: string): Area {
  const [first = "", last = first] = name.split(":");
  const corner = (text: string): [number, number] => {
    const [, letters = "", digits = ""] = /^([A-Z]+)(\d+)$/.exec(text) ?? [];
    return [Number(digits) - 1, columnIndex(letters)];
  };
  const [[row1, col1], [row2, col2]] = [corner(first), corner(last)];
  return { row1, col1, row2, col2 };
}

function sheetWith(rows: unknown[][]): Sheet {
  const [sheet] = newBook("Sheet1").sheets as [Sheet];
  setContents(sheet, 0, 0, contents(sheet, rows));
  return sheet;
}

/** Run something, and check that one undo takes it back and one redo brings it again. */
function step(sheet: Sheet, run: () => void): void {
  const before = seen(sheet);
  run();
  const after = seen(sheet);
  expect(after).not.toBe(before);
  sheet.book.steps.undo();
  expect(seen(sheet)).toBe(before);
  sheet.book.steps.redo();
  expect(seen(sheet)).toBe(after);
}

function refusal(run: () => void): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return "none";
}

describe("writing", () => {
  it("writes a few cells one by one and many as one entry", () => {
    const sheet = sheetWith([[1]]);
    setContents(
      sheet,
      0,
      0,
      Array.from({ length: 8 }, () => Array(8).fill(1)),
    );
    expect(sheet.part.map("puts").size).toBe(0);
    expect(sheet.part.map("cells").size).toBe(64);
    setContents(
      sheet,
      0,
      0,
      Array.from({ length: 13 }, (_, i) => Array(5).fill(i)),
    );
    expect(sheet.part.map("puts").size).toBe(1);
    expect(sheet.part.map("cells").size).toBe(64);
    expect([shown(sheet, 12, 4), shown(sheet, 7, 7)]).toEqual([12, 1]);
  });

  it("leaves cells as they are", () => {
    const sheet = sheetWith([[1, 2, 3]]);
    setContents(sheet, 0, 0, [[undefined, null, 5]]);
    setContents(
      sheet,
      1,
      0,
      Array.from({ length: 100 }, (_, i) => [i, i % 2 ? undefined : "x"]),
    );
    expect(grid(sheet, 3, 3)).toEqual([
      [1, null, 5],
      [0, "x", null],
      [1, null, null],
    ]);
  });

  it("writes scattered cells", () => {
    const sheet = sheetWith([[1]]);
    step(sheet, () =>
      setCells(
        sheet,
        Array.from({ length: 200 }, (_, i) => [i * 3, i % 5, i]),
      ),
    );
    expect([shown(sheet, 597, 4), shown(sheet, 3, 1), shown(sheet, 3, 0)]).toEqual([199, 1, null]);
  });

  it("empties areas, whole columns too", () => {
    const sheet = sheetWith(Array.from({ length: 100 }, (_, i) => [i, "b"]));
    step(sheet, () => clearContents(sheet, [{ row1: 0, col1: 0, row2: 1_048_575, col2: 0 }]));
    expect(grid(sheet, 2, 2)).toEqual([
      [null, "b"],
      [null, "b"],
    ]);
    expect(shown(sheet, 99, 0)).toBe(null);
  });

  it("refuses what lies beyond the grid, and numbers that are none", () => {
    const sheet = sheetWith([[1]]);
    expect(refusal(() => setContents(sheet, 1_048_575, 0, [[1], [2]]))).toBe("beyond-grid");
    expect(refusal(() => setContents(sheet, 0, 16_383, [[1, 2]]))).toBe("beyond-grid");
    expect(refusal(() => insertLines(sheet, "rows", -1, 1))).toBe("beyond-grid");
    expect(refusal(() => deleteLines(sheet, "cols", [[16_380, 16_384]]))).toBe("beyond-grid");
    setContents(sheet, 0, 0, [[Number.NaN, Number.POSITIVE_INFINITY]]);
    expect(grid(sheet, 1, 2)).toEqual([[{ e: "#NUM!" }, { e: "#NUM!" }]]);
  });
});

describe("lines", () => {
  it("inserts, deletes and moves rows, and formulas follow", () => {
    const sheet = sheetWith([
      [1, "=A1"],
      [2, "=SUM(A1:A3)"],
      [3, "=A2*2"],
    ]);
    step(sheet, () => insertLines(sheet, "rows", 1, 1000));
    expect(shown(sheet, 1001, 1)).toBe("=SUM(A1:A1003)");
    expect(sheet.book.part.map(`rows:${sheet.sid}`).size).toBe(1);
    step(sheet, () =>
      deleteLines(sheet, "rows", [
        [1, 500],
        [502, 1000],
      ]),
    );
    expect(shown(sheet, 2, 1)).toBe("=SUM(A1:A4)");
    step(sheet, () => moveLines(sheet, "rows", 3, 3, 1));
    expect(grid(sheet, 4, 2)).toEqual([
      [1, "=A1"],
      [3, "=A4*2"],
      [null, null],
      [2, "=SUM(A1:A2)"],
    ]);
  });

  it("gives inserted rows the look of the row above", () => {
    const sheet = sheetWith([
      [1, 2],
      [3, 4],
    ]);
    setStyle(sheet, [at("A1:B1")], { bold: true });
    insertLines(sheet, "rows", 1, 2);
    expect([sheet.style(1, 0), sheet.style(2, 1), sheet.style(3, 0)]).toEqual([
      { bold: true },
      { bold: true },
      {},
    ]);
  });

  it("sets sizes and states, also of a million rows", () => {
    const sheet = sheetWith([[1]]);
    step(sheet, () => setLine(sheet, "rows", [[2, 4]], { size: 30, custom: true }));
    step(sheet, () => setLine(sheet, "rows", [[3, 1_048_575]], { hidden: true }));
    expect(sheet.lines("rows", 0, 10)).toEqual([
      { first: 2, last: 2, line: { size: 30, custom: true } },
      { first: 3, last: 4, line: { size: 30, custom: true, hidden: true } },
      { first: 5, last: 10, line: { hidden: true } },
    ]);
    setLine(sheet, "rows", [[0, 1_048_575]], { hidden: null });
    expect(sheet.line("rows", 3)).toEqual({ size: 30, custom: true });
    expect(sheet.line("cols", 3)).toEqual({});
  });
});

describe("looks", () => {
  it("lays patches over each other", () => {
    const sheet = sheetWith([[1]]);
    step(sheet, () => setStyle(sheet, [at("A1:B2"), at("D4")], { bold: true, size: 12 }));
    step(sheet, () =>
      setStyle(sheet, [{ row1: 0, col1: 0, row2: 1_048_575, col2: 0 }], { bold: null, wrap: true }),
    );
    expect([sheet.style(0, 0), sheet.style(1, 1), sheet.style(3, 3), sheet.style(900, 0)]).toEqual([
      { size: 12, wrap: true },
      { bold: true, size: 12 },
      { bold: true, size: 12 },
      { wrap: true },
    ]);
    step(sheet, () => clearStyles(sheet, [at("A1:A2")]));
    expect([sheet.style(0, 0), sheet.style(2, 0)]).toEqual([{}, { wrap: true }]);
  });

  it("gives the same object for the same style", () => {
    const sheet = sheetWith([[1]]);
    setStyle(sheet, [at("A1")], { size: 12, bold: true });
    setStyle(sheet, [at("C3")], { bold: true, size: 12 });
    expect(sheet.style(0, 0)).toBe(sheet.style(2, 2));
    expect(sheet.style(5, 5)).toBe(sheet.style(6, 6));
  });

  it("tells where there are styles", () => {
    const sheet = sheetWith([[1]]);
    setStyle(sheet, [at("B2:C3")], { bold: true });
    const found: string[] = [];
    sheet.eachStyle({ row1: 0, col1: 0, row2: 2, col2: 1 }, (row, col) =>
      found.push(`${row} ${col}`),
    );
    expect(found).toEqual(["1 1", "2 1"]);
  });
});

describe("merges", () => {
  it("keeps the first content and takes apart what is in the way", () => {
    const sheet = sheetWith([
      [null, "a"],
      ["b", "c"],
      [1, 2],
    ]);
    step(sheet, () => merge(sheet, at("A1:B2")));
    expect(grid(sheet, 3, 2)).toEqual([
      ["a", null],
      [null, null],
      [1, 2],
    ]);
    step(sheet, () => merge(sheet, at("B2:C3"), "rows"));
    expect(sheet.merges().map(({ area }) => areaName(area))).toEqual(["B2:C2", "B3:C3"]);
    expect(sheet.mergeAt(2, 2)?.area).toEqual(at("B3:C3"));
    step(sheet, () => unmerge(sheet, [at("A1:C2")]));
    expect(sheet.merges().map(({ area }) => areaName(area))).toEqual(["B3:C3"]);
  });
});

describe("sorting", () => {
  const ROWS = [
    ["b", 2, "=B1*10"],
    ["a", 2, "=B2*10"],
    ["", 1, "=B3*10"],
    ["A", 3, "=B$4*10"],
    [5, 1, "=$B$1"],
  ];

  it("sorts by several keys, numbers first, empty cells last", () => {
    const sheet = sheetWith(ROWS.map((row) => row.map((value) => (value === "" ? null : value))));
    step(sheet, () => sortRange(sheet, at("A1:C5"), [{ at: 0 }, { at: 1, descending: true }]));
    expect(grid(sheet, 5, 3)).toEqual([
      [5, 1, "=$B$1"],
      ["A", 3, "=B$4*10"],
      ["a", 2, "=B3*10"],
      ["b", 2, "=B4*10"],
      [null, 1, "=B5*10"],
    ]);
    sortRange(sheet, at("A1:C5"), [{ at: 0, descending: true }]);
    expect(grid(sheet, 5, 1).flat()).toEqual(["b", "A", "a", 5, null]);
  });

  it("sorts Chinese by pinyin and leaves the header", () => {
    const sheet = sheetWith([["姓名"], ["张三"], ["李四"], ["阿明"], ["王五"]]);
    sortRange(sheet, at("A1:A5"), [{ at: 0 }], { header: true });
    expect(grid(sheet, 5, 1).flat()).toEqual(["姓名", "阿明", "李四", "王五", "张三"]);
  });

  it("sorts columns, by computed values, with their looks", () => {
    const sheet = sheetWith([["=1+1", "=1+0", 3]]);
    setStyle(sheet, [at("A1")], { bold: true });
    const computed = (_sheet: Sheet, _row: number, col: number): number => [2, 1, 3][col] ?? 0;
    step(sheet, () => sortRange(sheet, at("A1:C1"), [{ at: 0 }], { columns: true, computed }));
    expect(grid(sheet, 1, 3)).toEqual([["=1+0", "=1+1", 3]]);
    expect([sheet.style(0, 0), sheet.style(0, 1)]).toEqual([{}, { bold: true }]);
  });

  it("refuses merged cells", () => {
    const sheet = sheetWith([[2], [1], [3]]);
    merge(sheet, at("A2:B2"));
    expect(refusal(() => sortRange(sheet, at("A1:A3"), [{ at: 0 }]))).toBe("merged-cells");
    expect(grid(sheet, 3, 1).flat()).toEqual([2, 1, 3]);
  });
});

describe("cutting and pasting", () => {
  it("takes references along", () => {
    const sheet = sheetWith([
      [1, "=A1", "=SUM(A1:A2)"],
      [2, "=A1+A3", "=$A$1"],
      [3, "=SUM(A1:A3)"],
    ]);
    step(sheet, () => moveRange(sheet, at("A1:B2"), { row: 4, col: 3 }));
    expect(grid(sheet, 6, 5)).toEqual([
      [null, null, "=SUM(D5:D6)", null, null],
      [null, null, "=$D$5", null, null],
      [3, "=SUM(A1:A3)", null, null, null],
      [null, null, null, null, null],
      [null, null, null, 1, "=D5"],
      [null, null, null, 2, "=D5+A3"],
    ]);
  });

  it("goes to another worksheet, with merges, looks, notes and names", () => {
    const { book, sheets } = newBook("One", "Two");
    const [one, two] = sheets as [Sheet, Sheet];
    setContents(one, 0, 0, contents(one, [[1, "=A1+C1", 9]]));
    setContents(two, 5, 5, contents(two, [["=One!A1"]]));
    setStyle(one, [at("A1")], { bold: true });
    putObject(one, { type: "note", row: "0", col: "0", text: [["hi", null]] });
    merge(one, at("A2:B2"));
    const token = book.putName({
      name: "start",
      scope: null,
      formula: `\u0001${one.sid}!0,0,3\u0002`,
    });
    const before = [seen(one), seen(two)];
    moveRange(one, at("A1:B2"), { sheet: two, row: 2, col: 2 });
    expect(grid(one, 1, 3)).toEqual([[null, null, 9]]);
    expect([shown(two, 2, 2), shown(two, 2, 3), shown(two, 5, 5)]).toEqual([
      1,
      "=C3+One!C1",
      "=Two!C3",
    ]);
    expect(two.style(2, 2)).toEqual({ bold: true });
    expect(one.style(0, 0)).toEqual({});
    expect(two.merges().map(({ area }) => areaName(area))).toEqual(["C4:D4"]);
    expect(two.objects("note")[0]?.[1]).toMatchObject({ row: "2", col: "2" });
    expect(one.objects()).toEqual([]);
    expect(book.names().find((name) => name.token === token)?.formula).toContain(
      `${two.sid}!2,2,3`,
    );
    book.steps.undo();
    expect([seen(one), seen(two)]).toEqual(before);
  });

  it("overlaps itself", () => {
    const sheet = sheetWith([[1], [2], ["=A1"], [4]]);
    step(sheet, () => moveRange(sheet, at("A1:A3"), { row: 1, col: 0 }));
    expect(grid(sheet, 5, 1).flat()).toEqual([null, 1, 2, "=A2", null]);
  });

  it("refuses to tear merges and to leave the grid", () => {
    const sheet = sheetWith([[1, 2]]);
    merge(sheet, at("A1:A2"));
    expect(refusal(() => moveRange(sheet, at("A1:B1"), { row: 5, col: 5 }))).toBe("merged-cells");
    expect(refusal(() => moveRange(sheet, at("B1:C1"), { row: 0, col: 16_383 }))).toBe(
      "beyond-grid",
    );
  });
});

describe("copying", () => {
  it("shifts relative references and keeps absolute ones", () => {
    const sheet = sheetWith([[1, "=A1+$A$1+A$1+$A1", "=SUM(A:A)", "=SUM(1:1)"]]);
    step(sheet, () => copyRange(sheet, at("B1:D1"), { row: 2, col: 2 }));
    expect(grid(sheet, 3, 5)[2]).toEqual([
      null,
      null,
      "=B3+$A$1+B$1+$A3",
      "=SUM(B:B)",
      "=SUM(3:3)",
    ]);
    copyRange(sheet, at("B1"), { row: 5, col: 0 });
    expect(shown(sheet, 5, 0)).toBe("=#REF!+$A$1+#REF!+$A6");
  });

  it("fills a larger area, transposes, leaves what is empty", () => {
    const sheet = sheetWith([
      [1, 2],
      [null, 3],
    ]);
    copyRange(sheet, at("A1:B1"), { row: 4, col: 0, rows: 2, cols: 4 });
    expect(grid(sheet, 6, 4).slice(4)).toEqual([
      [1, 2, 1, 2],
      [1, 2, 1, 2],
    ]);
    setContents(sheet, 8, 1, [["kept"]]);
    copyRange(sheet, at("A1:B2"), { row: 8, col: 0 }, { transpose: true, skipEmpty: true });
    expect(grid(sheet, 10, 2).slice(8)).toEqual([
      [1, "kept"],
      [2, 3],
    ]);
  });

  it("copies values or formats alone", () => {
    const sheet = sheetWith([["=1+1"]]);
    setStyle(sheet, [at("A1")], { bold: true });
    copyRange(sheet, at("A1"), { row: 1, col: 0 }, { what: "values", computed: () => 2 });
    copyRange(sheet, at("A1"), { row: 2, col: 0 }, { what: "formats" });
    expect(grid(sheet, 3, 1).flat()).toEqual(["=1+1", 2, null]);
    expect([sheet.style(1, 0), sheet.style(2, 0)]).toEqual([{}, { bold: true }]);
  });

  it("goes to another worksheet, where it means that one's cells", () => {
    const [one, two] = newBook("One", "Two").sheets as [Sheet, Sheet];
    insertLines(two, "rows", 0, 3);
    setContents(one, 0, 0, contents(one, [[1, "=A1+One!A1"]]));
    copyRange(one, at("A1:B1"), { sheet: two, row: 1, col: 0 });
    expect(grid(two, 2, 2)[1]).toEqual([1, "=A2+One!A2"]);
  });
});

describe("finding", () => {
  it("finds values, formulas, whole cells, wildcards, expressions", () => {
    const sheet = sheetWith([
      ["Apple", "=SUM(B2:B3)", true],
      ["pineapple", 12, "a*b"],
      [
        {
          r: [
            ["Ap", null],
            ["ple", { bold: true }],
          ],
        },
        { e: "#N/A" },
        null,
      ],
    ]);
    const places = (text: string, options = {}): string[] =>
      find(sheet, text, options).map(({ row, col }) => `${row}${col}`);
    expect(places("apple")).toEqual(["00", "10", "20"]);
    expect(places("Apple", { matchCase: true, wholeCell: true })).toEqual(["00", "20"]);
    expect(places("sum", { formulas: true })).toEqual(["01"]);
    expect(places("a~*b")).toEqual(["12"]);
    expect(places("p?ne*e", { wholeCell: true })).toEqual(["10"]);
    expect(places("^\\d+$", { pattern: true })).toEqual(["11"]);
    expect(places("(", { pattern: true })).toEqual([]);
    expect(places("")).toEqual([]);
    expect(places("TRUE")).toEqual(["02"]);
    expect(places("apple", { area: at("A2:C3") })).toEqual(["10", "20"]);
  });

  it("replaces", () => {
    const sheet = sheetWith([
      ["cat $1", "=CAT(A1)", 2024],
      [
        {
          r: [
            ["a cat", { bold: true }],
            ["!", null],
          ],
        },
        "dog",
        "cat",
      ],
    ]);
    step(sheet, () => expect(replaceAll(sheet, "cat", "$1 dog", { formulas: false })).toBe(3));
    expect(grid(sheet, 2, 3)).toEqual([
      ["$1 dog $1", "=CAT(A1)", 2024],
      [
        {
          r: [
            ["a $1 dog", { bold: true }],
            ["!", null],
          ],
        },
        "dog",
        "$1 dog",
      ],
    ]);
    expect(replaceAll(sheet, "CAT(A1", "SUM(B2", { formulas: true })).toBe(1);
    expect(replaceAll(sheet, "2024", "2025")).toBe(1);
    expect([shown(sheet, 0, 1), shown(sheet, 0, 2)]).toEqual(["=SUM(B2)", 2025]);
    expect(replaceAll(sheet, "nowhere", "x")).toBe(0);
  });
});

describe("tables", () => {
  const table = (sheet: Sheet, more = {}): string =>
    putObject(sheet, {
      type: "table",
      name: "T",
      area: sheet.idArea(at("A1:C3")),
      header: true,
      columns: [
        { id: 1, name: "a" },
        { id: 2, name: "b" },
        { id: 3, name: "c", formula: "[@a]*2" },
      ],
      ...more,
    });
  const rows = [
    ["a", "b", "c"],
    [1, 2, "=A2*2"],
    [3, 4, "=A3*2"],
  ];

  it("grow when something is typed below, with their formulas", () => {
    const sheet = sheetWith(rows);
    const token = table(sheet);
    step(sheet, () => enter(sheet, 3, 0, "5"));
    expect(areaName(sheet.area(sheet.object(token)?.area as never) as Area)).toBe("A1:C4");
    expect(grid(sheet, 4, 3)[3]).toEqual([5, null, "=A4*2"]);
  });

  it("stay when there are totals, other cells below, or nothing was typed", () => {
    for (const prepare of [
      (sheet: Sheet) => table(sheet, { totals: true }),
      (sheet: Sheet) => {
        setContents(sheet, 3, 2, [["in the way"]]);
        return table(sheet);
      },
    ]) {
      const sheet = sheetWith(rows);
      const token = prepare(sheet);
      enter(sheet, 3, 0, "5");
      expect(areaName(sheet.area(sheet.object(token)?.area as never) as Area)).toBe("A1:C3");
    }
    const sheet = sheetWith(rows);
    const token = table(sheet);
    enter(sheet, 3, 0, "");
    enter(sheet, 3, 3, "beside");
    expect(areaName(sheet.area(sheet.object(token)?.area as never) as Area)).toBe("A1:C3");
  });
});

describe("objects and views", () => {
  it("are put, replaced in place and removed", () => {
    const sheet = sheetWith([[1]]);
    const token = putObject(sheet, {
      type: "link",
      area: sheet.idArea(at("A1")),
      target: "https://a",
    });
    step(sheet, () => putObject(sheet, { type: "validation", areas: [sheet.idArea(at("B1"))] }));
    putObject(sheet, { type: "link", area: sheet.idArea(at("A1")), target: "https://b" }, token);
    expect(sheet.objects("link")).toHaveLength(1);
    expect(sheet.object(token)).toMatchObject({ target: "https://b" });
    step(sheet, () => removeObject(sheet, token));
    expect(sheet.objects("link")).toEqual([]);
    setView(sheet, { zoom: 150, gridLines: false });
    sheet.book.steps.undo();
    expect(sheet.view("zoom")).toBeUndefined();
    sheet.book.steps.redo();
    expect([sheet.view("zoom"), sheet.view("gridLines")]).toEqual([150, false]);
  });
});

describe("a model over a document that others write", () => {
  it("hears what came by another model of the same document", () => {
    const sheet = sheetWith([[1]]);
    const other = new Book(sheet.book.doc);
    const twin = other.attach(sheet.sid, sheet.doc);
    const heard: string[] = [];
    other.onChange((change) => {
      heard.push(change.origin, ...(change.sheets.get(sheet.sid)?.contents ?? []).map(areaName));
    });
    setContents(sheet, 2, 1, [[1, 2]]);
    expect(heard).toEqual(["remote", "B3:C3"]);
    expect(grid(twin, 3, 3)[2]).toEqual([null, 1, 2]);
    other.destroy();
    setContents(sheet, 0, 0, [[7]]);
    expect(heard).toHaveLength(2);
    expect(other.sheet(sheet.sid)).toBe(null);
  });
});
