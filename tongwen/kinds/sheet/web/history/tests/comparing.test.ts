import { describe, expect, it } from "vitest";
import {
  areaName,
  type Book,
  clearContents,
  enter,
  insertLines,
  type Sheet,
  setContents,
} from "../../model";
import { contents, newBook } from "../../model/tests/books";
import { compare, type Difference, pairs } from "../comparing";

const signal = new AbortController().signal;

function fill(sheet: Sheet | undefined, rows: unknown[][]): Sheet {
  if (!sheet) throw new Error("a worksheet");
  setContents(sheet, 0, 0, contents(sheet, rows));
  return sheet;
}

/** Two workbooks that hold the same; their line ids and tokens differ. */
function twins(rows: unknown[][]): { later: Book; earlier: Book; sheet: Sheet; before: Sheet } {
  const [one, two] = [newBook("One", "Two"), newBook("One", "Two")];
  return {
    later: two.book,
    earlier: one.book,
    sheet: fill(two.sheets[0], rows),
    before: fill(one.sheets[0], rows),
  };
}

const areasOf = (difference: Difference, sheet: Sheet) =>
  difference.sheets.get(sheet.sid)?.areas.map(areaName);

describe("comparing two versions", () => {
  it("finds nothing in equal ones, whatever their ids", async () => {
    const { later, earlier, sheet } = twins([
      [1, "二", true],
      [{ e: "#N/A" }, "=A1+1", null],
    ]);
    const difference = await compare(later, earlier, signal);
    expect(difference.gone).toEqual([]);
    expect([...difference.sheets.values()].map(({ cells }) => cells)).toEqual([0, 0]);
    expect(difference.sheets.get(sheet.sid)?.earlier).not.toBeNull();
  });

  it("finds what was written, cleared, and became another kind of content", async () => {
    const { later, earlier, sheet } = twins([
      [1, 2, 3],
      [4, "5", "=A1"],
    ]);
    enter(sheet, 0, 1, "20");
    clearContents(sheet, [{ row1: 0, col1: 0, row2: 0, col2: 0 }]);
    enter(sheet, 1, 1, "5"); // a number now
    enter(sheet, 1, 2, "=A2");
    enter(sheet, 9, 9, "new");
    const difference = await compare(later, earlier, signal);
    expect(difference.sheets.get(sheet.sid)?.cells).toBe(5);
    expect(areasOf(difference, sheet)).toEqual(["A1:B1", "B2:C2", "J10"]);
  });

  it("does not count cells whose formula computes something else", async () => {
    const { later, earlier, sheet } = twins([[1, "=A1*2"]]);
    enter(sheet, 0, 0, "5");
    expect(areasOf(await compare(later, earlier, signal), sheet)).toEqual(["A1"]);
  });

  it("joins rows that differ in the same columns, over its bands too", async () => {
    const rows = Array.from({ length: 1200 }, (_, row) => [row, "a", "b"]);
    const { later, earlier, sheet } = twins(rows);
    fill(
      sheet,
      rows.map(([row]) => [row, "x", "y"]),
    );
    const difference = await compare(later, earlier, signal);
    expect(difference.sheets.get(sheet.sid)?.cells).toBe(2400);
    expect(areasOf(difference, sheet)).toEqual(["B1:C1200"]);
  });

  it("goes by place: an inserted row makes all below differ", async () => {
    const { later, earlier, sheet } = twins([["a"], ["b"], ["c"]]);
    insertLines(sheet, "rows", 1, 1);
    expect(areasOf(await compare(later, earlier, signal), sheet)).toEqual(["A2:A4"]);
  });

  it("knows worksheets by name, renamed ones again, and tells of new and deleted ones", async () => {
    const { later, earlier, sheet, before } = twins([[1]]);
    const two = later.sheets()[1]?.sid ?? "";
    later.renameSheet(sheet.sid, "Renamed");
    later.removeSheet(two);
    const listed = pairs(
      [
        { ...info(later, sheet.sid), sid: before.sid },
        { ...info(later, sheet.sid), sid: "s-new", name: "New" },
      ],
      earlier.sheets(),
    );
    expect([...listed.of]).toEqual([[before.sid, before.sid]]);
    expect(listed.gone).toEqual(["Two"]);
    const difference = await compare(later, earlier, signal);
    expect(difference.sheets.get(sheet.sid)).toMatchObject({ earlier: null, cells: 1 });
    expect(difference.gone).toEqual(["One", "Two"]);
  });

  it("stops when nobody waits for it any more", async () => {
    const { later, earlier } = twins(Array.from({ length: 9000 }, (_, row) => [row, "x", "y"]));
    const leaving = new AbortController();
    const asked = compare(later, earlier, leaving.signal);
    leaving.abort();
    await expect(asked).rejects.toThrow();
  });
});

function info(book: Book, sid: string) {
  const found = book.info(sid);
  if (!found) throw new Error("a worksheet");
  return found;
}
