/** Positions of lines, and pixels of the grid under frozen panes, scrolling and zoom. */
import { describe, expect, it } from "vitest";
import { merge, setContents, setLine, setStyle } from "../../model";
import { newBook } from "../../model/tests/books";
import { buttonBox } from "../buttons";
import { Geometry } from "../geometry";
import { Positions, type SheetLayout, withMerges } from "../layout";
import { NaturalRows } from "../naturalRows";
import type { Badge } from "../overlay";

function layout(given: Partial<SheetLayout> = {}): SheetLayout {
  return {
    rows: {
      count: 1000,
      size: 20,
      sizes: new Map([
        [2, 50],
        [5, 0],
        [6, 0],
      ]),
    },
    columns: {
      count: 50,
      size: 64,
      sizes: new Map([
        [1, 100],
        [3, 0],
      ]),
    },
    merges: [],
    frozenRows: 0,
    frozenColumns: 0,
    gridlines: true,
    headings: true,
    ...given,
  };
}

function geometry(given: Partial<SheetLayout> = {}, zoom = 1): Geometry {
  const made = new Geometry(layout(given));
  made.size = { w: 800, h: 600 };
  made.zoom = zoom;
  return made;
}

describe("positions of an axis", () => {
  it("add up what a loop adds up, and find the line again", () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let trial = 0; trial < 50; trial += 1) {
      const sizes = new Map(
        Array.from({ length: random(30) }, () => [random(100), random(3) * 17]),
      );
      const positions = new Positions({ count: 100, size: 20, sizes });
      let sum = 0;
      for (let line = 0; line < 100; line += 1) {
        expect(positions.start(line)).toBe(sum);
        const size = sizes.get(line) ?? 20;
        if (size > 0) expect(positions.at(sum + size / 2)).toBe(line);
        sum += size;
      }
      expect(positions.total).toBe(sum);
    }
  });

  it("answer outside with the nearest line", () => {
    const positions = new Positions({ count: 10, size: 20, sizes: new Map([[9, 0]]) });
    expect(positions.at(-100)).toBe(0);
    expect(positions.at(1e9)).toBe(8);
  });

  it("pass over hidden lines", () => {
    const { rows } = geometry();
    expect(rows.visible(5, 1)).toBe(7);
    expect(rows.visible(6, -1)).toBe(4);
    expect(new Positions({ count: 1, size: 9, sizes: new Map([[0, 0]]) }).visible(0, 1)).toBeNull();
  });
});

describe("pixels of the grid", () => {
  /** Every visible cell of the first column of each pane is hit where it is drawn. */
  function expectHits(made: Geometry): void {
    for (const pane of made.panes()) {
      const { row1, row2, col1: col } = made.inPane(pane);
      for (let row = row1 + 1; row < row2; row += 1) {
        if (made.rows.size(row) === 0) continue;
        const box = made.boxIn(pane, { row1: row, row2: row, col1: col, col2: col });
        const x = Math.max(pane.x + 1, box.x + 1);
        expect(made.hit(x, box.y + box.h / 2)).toEqual({ place: "cells", row, col });
      }
    }
  }

  it.each([
    [0.5, 0],
    [1, 0],
    [1, 3],
    [1.75, 3],
  ])("lead back to their cell at zoom %f with %i frozen lines", (zoom, frozen) => {
    const made = geometry({ frozenRows: frozen, frozenColumns: frozen }, zoom);
    made.scroll = { x: 333, y: 4321 };
    expectHits(made);
  });

  it("tell headings from cells", () => {
    const made = geometry();
    expect(made.hit(5, 5).place).toBe("corner");
    expect(made.hit(5, 100).place).toBe("rows");
    expect(made.hit(100, 5).place).toBe("cols");
    expect(geometry({ headings: false }).hit(5, 5)).toEqual({ place: "cells", row: 0, col: 0 });
  });

  it("find the edge by which a column is sized, also that of the one before", () => {
    const made = geometry();
    const edge = made.columnX(1);
    expect(made.edge("cols", edge - 2, 5)).toBe(0);
    expect(made.edge("cols", edge + 2, 5)).toBe(0);
    expect(made.edge("cols", edge + 30, 5)).toBeNull();
    expect(made.edge("cols", edge, 100)).toBeNull();
  });

  it("scroll no further than to see a cell", () => {
    const made = geometry({ frozenRows: 2 });
    expect(made.revealing({ row: 1, col: 0 }, "nearest")).toEqual({ x: 0, y: 0 });
    const down = made.revealing({ row: 500, col: 0 }, "nearest");
    made.scroll = down;
    expect(made.visible().row2).toBe(500);
    expect(made.revealing({ row: 499, col: 0 }, "nearest")).toEqual(down);
    made.scroll = made.revealing({ row: 300, col: 0 }, "nearest");
    expect(made.visible().row1).toBe(300);
  });
});

describe("areas", () => {
  it("grow until no merge is cut", () => {
    const merges = [
      { row1: 2, col1: 2, row2: 4, col2: 3 },
      { row1: 4, col1: 4, row2: 9, col2: 4 },
    ];
    const all = { row1: 2, col1: 2, row2: 9, col2: 4 };
    expect(withMerges({ row1: 3, col1: 3, row2: 3, col2: 3 }, merges.slice(0, 1))).toEqual(
      merges[0],
    );
    expect(withMerges({ row1: 3, col1: 3, row2: 3, col2: 4 }, merges)).toEqual(all);
    expect(withMerges({ row1: 0, col1: 0, row2: 1, col2: 9 }, merges)).toMatchObject({ row2: 1 });
  });
});

describe("rows that nobody sized", () => {
  it("are measured once, when something in them needs more room", () => {
    const { sheets } = newBook();
    const [sheet] = sheets;
    if (!sheet) throw new Error("a new book has a worksheet");
    setContents(sheet, 0, 0, [["a"], ["b"], ["title"], ["d"]]);
    setStyle(sheet, [{ row1: 1, col1: 0, row2: 1, col2: 0 }], { wrap: true });
    setStyle(sheet, [{ row1: 2, col1: 0, row2: 2, col2: 0 }], { size: 20 });
    merge(sheet, { row1: 2, col1: 0, row2: 2, col2: 3 });
    setStyle(sheet, [{ row1: 3, col1: 0, row2: 3, col2: 0 }], { size: 40 });
    setLine(sheet, "rows", [[3, 3]], { size: 15 });
    const asked: number[] = [];
    const rows = new NaturalRows((row) => {
      asked.push(row);
      return 61;
    });
    const all = { row1: 0, col1: 0, row2: 20, col2: 5 };
    const size = (row: number): number => rows.sizes.get(row) ?? 20;
    expect(rows.look(sheet, all, size)).toBe(true);
    expect([...rows.sizes]).toEqual([
      [1, 61],
      [2, 37],
    ]);
    expect(rows.look(sheet, all, size)).toBe(false);
    expect(asked).toEqual([1]);
    rows.forget([{ row1: 1, col1: 0, row2: 1, col2: 0 }]);
    setStyle(sheet, [{ row1: 1, col1: 0, row2: 1, col2: 0 }], { wrap: null });
    expect(rows.look(sheet, all, size)).toBe(true);
    expect([...rows.sizes.keys()]).toEqual([2]);
  });
});

describe("buttons of cells", () => {
  const rows = { count: 100, size: 20, sizes: new Map() };
  const columns = { count: 30, size: 64, sizes: new Map() };
  const geometry = new Geometry({
    rows,
    columns,
    merges: [],
    frozenRows: 0,
    frozenColumns: 0,
    gridlines: true,
    headings: true,
  });
  geometry.size = { w: 46 + 64 * 3, h: 400 };
  const [pane] = geometry.panes();
  const at = (kind: Badge["kind"], col: number) =>
    pane && buttonBox(geometry, pane, { row: 0, col, kind });

  it("of filters lie in the cell, of a list of choices behind it where there is room", () => {
    const end = 46 + 64;
    expect(at("filter", 0)).toMatchObject({ x: end - 17, y: 25 });
    expect(at("choices", 0)?.x).toBe(end + 5);
    expect(at("choices", 2)?.x).toBe(46 + 64 * 3 - 17);
  });

  it("signs are none", () => {
    for (const kind of ["note", "comment", "text-number"] as const) expect(at(kind, 0)).toBeNull();
  });
});
