import { EditorState } from "prosemirror-state";
import { TableMap } from "prosemirror-tables";
import { describe, expect, it } from "vitest";
import { nodeType } from "../document/schema";
import { borderOfCell, gridOf, movedBorder, withColumns } from "../editing/columnResize";
import { newTable } from "../editing/tables";

const cell = (attrs: object = {}) =>
  nodeType("table_cell").create(attrs, nodeType("paragraph").create());
const row = (...cells: ReturnType<typeof cell>[]) => nodeType("table_row").create(null, cells);

function state(table: ReturnType<typeof row>): EditorState {
  return EditorState.create({ doc: nodeType("doc").create(null, table) });
}

describe("moving a column's border", () => {
  it("is shared by its neighbours, as far as they go", () => {
    expect(movedBorder([1000, 1000, 1000], 1, 300)).toEqual([1300, 700, 1000]);
    expect(movedBorder([1000, 1000, 1000], 2, -5000)).toEqual([1000, 240, 1760]);
    expect(movedBorder([1000, 1000], 1, 5000)).toEqual([1760, 240]);
  });

  it("makes the table wider at its last border", () => {
    expect(movedBorder([1000, 1000], 2, 500)).toEqual([1000, 1500]);
    expect(movedBorder([1000, 1000], 2, -5000)).toEqual([1000, 240]);
  });

  it("leaves what it cannot understand as it is", () => {
    expect(movedBorder([1000], 5, 100)).toEqual([1000]);
    expect(movedBorder([100, 100], 1, -50)).toEqual([100, 100]);
    expect(movedBorder([], 1, 100)).toEqual([]);
  });

  it("writes the grid, the table's width and those of cells, merged ones too", () => {
    const table = nodeType("table").create(
      { grid: [1000, 1000, 1000], width: { w: 3000, type: "dxa" } },
      [
        row(cell(), cell({ colspan: 2 })),
        row(cell({ width: { w: 1000, type: "dxa" } }), cell(), cell()),
      ],
    );
    const now = state(table);
    const tr = withColumns(now.tr, 0, [1300, 700, 1200]);
    const after = tr.doc.child(0);
    expect(after.attrs).toMatchObject({ grid: [1300, 700, 1200], width: { w: 3200, type: "dxa" } });
    const widths = after.children.map((line) => line.children.map((one) => one.attrs.width.w));
    expect(widths).toEqual([
      [1300, 1900],
      [1300, 700, 1200],
    ]);
  });

  it("knows which border a cell's edge is", () => {
    const now = state(newTable(2, 3, 3000, null));
    const map = TableMap.get(now.doc.child(0));
    const at = (index: number) => 1 + (map.map[index] ?? 0);
    expect(borderOfCell(now, at(0), "start")).toBeNull();
    expect(borderOfCell(now, at(0), "end")).toEqual({ at: 0, boundary: 1 });
    expect(borderOfCell(now, at(4), "start")).toEqual({ at: 0, boundary: 1 });
    expect(borderOfCell(now, at(5), "end")).toEqual({ at: 0, boundary: 3 });
  });

  it("refuses a table that is not regular", () => {
    const odd = nodeType("table").create(null, [row(cell(), cell()), row(cell())]);
    expect(borderOfCell(state(odd), 2, "end")).toBeNull();
  });

  it("takes equal columns where the file gives no grid", () => {
    const table = newTable(1, 2, 4000, null);
    const bare = nodeType("table").create({ width: { w: 4000, type: "dxa" } }, table.content);
    expect(gridOf(bare, TableMap.get(bare))).toEqual([2000, 2000]);
    const spoiled = nodeType("table").create({ grid: "wide" }, table.content);
    expect(gridOf(spoiled, TableMap.get(spoiled))).toEqual([4500, 4500]);
  });
});
