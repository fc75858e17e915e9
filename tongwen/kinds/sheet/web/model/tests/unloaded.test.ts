/** Cells that move while worksheets are not here whose formulas refer to them. */
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { deleteCells, insertCells } from "../../commands/lines";
import { Book, enter, moveRange, Refusal, type Sheet, setCells } from "../index";

/** A workbook of two worksheets, of which only the first is loaded; `load` brings the other. */
function half(): { one: Sheet; load: () => Sheet } {
  const doc = new Y.Doc();
  const parts = [new Y.Doc(), new Y.Doc()] as const;
  const whole = new Book(doc, { open: () => new Y.Doc() });
  const sids = ["One", "Two"].map((name) => whole.addSheet({ name }));
  const [first, second] = sids.map((sid, at) => whole.attach(sid, parts[at as 0 | 1]));
  enter(first as Sheet, 0, 0, "7");
  enter(second as Sheet, 0, 0, "=One!A1*2");
  whole.destroy();
  const book = new Book(doc, { open: () => new Y.Doc() });
  const one = book.attach(sids[0] as string, parts[0]);
  return { one, load: () => book.attach(sids[1] as string, parts[1]) };
}

const A1 = { row1: 0, col1: 0, row2: 0, col2: 0 };

describe("cells that move", () => {
  it.each<[string, (sheet: Sheet) => void, string]>([
    ["cut and pasted", (sheet) => moveRange(sheet, A1, { row: 4, col: 2 }), "One!C5*2"],
    ["pushed down", (sheet) => insertCells(sheet, A1, "down"), "One!A2*2"],
    ["pulled up", (sheet) => deleteCells(sheet, { ...A1, row1: -0 }, "down"), "One!A1*2"],
  ])("wait for worksheets that are not loaded: %s", (_how, move, after) => {
    const { one, load } = half();
    setCells(one, [[1, 0, 3]]);
    const before = Y.encodeStateAsUpdate(one.doc);
    expect(() => move(one)).toThrow(Refusal);
    expect(Y.encodeStateAsUpdate(one.doc)).toEqual(before);
    const two = load();
    move(one);
    expect(two.formula(0, 0)).toBe(after);
    one.book.steps.undo();
    expect(two.formula(0, 0)).toBe("One!A1*2");
    expect(one.content(0, 0)).toBe(7);
  });

  it("say which refusal it is", () => {
    const { one } = half();
    let code = "";
    try {
      moveRange(one, A1, { row: 4, col: 2 });
    } catch (error) {
      code = (error as Refusal).code;
    }
    expect(code).toBe("others-not-loaded");
  });
});
