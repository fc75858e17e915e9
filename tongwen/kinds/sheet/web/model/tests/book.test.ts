/** Worksheets, parts that come and go, steps of one's own, and what is told. */
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import {
  areaName,
  Book,
  type Change,
  deleteLines,
  insertLines,
  moveLines,
  putObject,
  Refusal,
  type Sheet,
  setContents,
  setLine,
  setStyle,
  setView,
} from "../index";
import { contents, grid, newBook, seen, shown } from "./books";

const names = (book: Book): string[] => book.sheets().map((sheet) => sheet.name);

function refusal(run: () => void): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return "none";
}

/** A second person with the same entries. */
function twin(book: Book): Book {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(book.doc));
  const other = new Book(doc);
  for (const { sid } of book.sheets()) {
    const sheet = book.sheet(sid);
    const part = new Y.Doc();
    if (sheet) Y.applyUpdate(part, Y.encodeStateAsUpdate(sheet.doc));
    other.attach(sid, part);
  }
  return other;
}

function meet(...books: Book[]): void {
  for (const from of books)
    for (const to of books) {
      if (from === to) continue;
      Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc));
      for (const { sid } of from.sheets()) {
        const [mine, theirs] = [from.sheet(sid), to.sheet(sid)];
        if (mine && theirs) Y.applyUpdate(theirs.doc, Y.encodeStateAsUpdate(mine.doc));
      }
    }
}

describe("worksheets", () => {
  it("are added, renamed, moved, coloured, hidden and removed, each one step", () => {
    const { book } = newBook("A", "B");
    const c = book.addSheet({ name: "C", at: 0 });
    expect(names(book)).toEqual(["C", "A", "B"]);
    book.moveSheet(c, 2);
    expect(names(book)).toEqual(["A", "B", "C"]);
    book.moveSheet(c, 1);
    expect(names(book)).toEqual(["A", "C", "B"]);
    book.renameSheet(c, "数据");
    book.colorSheet(c, "FF0000");
    book.hideSheet(c, "hidden");
    expect(book.info(c)).toMatchObject({ name: "数据", color: "FF0000", state: "hidden" });
    book.removeSheet(c);
    expect([names(book), book.info(c)]).toEqual([["A", "B"], null]);
    for (let i = 0; i < 4; i++) book.steps.undo();
    expect(book.info(c)).toMatchObject({ name: "C", color: null, state: "visible" });
    expect(names(book)).toEqual(["A", "C", "B"]);
    expect(book.addSheet()).toMatch(/^s[0-9a-z]+-[0-9a-z]+$/);
    expect(names(book)).toEqual(["A", "C", "B", "Sheet4"]);
  });

  it("have proper names, each once", () => {
    const { book, sheets } = newBook("Data", "Other");
    const [data] = sheets as [Sheet];
    for (const bad of ["", "  ", "a".repeat(32), "a/b", "a:b", "[x]", "'a", "a'", "a?"])
      expect(
        refusal(() => book.renameSheet(data.sid, bad)),
        bad,
      ).toBe("name-invalid");
    expect(refusal(() => book.renameSheet(data.sid, "OTHER"))).toBe("name-taken");
    expect(refusal(() => book.renameSheet(data.sid, "DATA"))).toBe("none");
    expect(refusal(() => book.addSheet({ name: "data" }))).toBe("name-taken");
    expect(refusal(() => book.renameSheet("s99", "x"))).toBe("sheet-gone");
  });

  it("are never all gone", () => {
    const { book, sheets } = newBook("A", "B");
    const [a, b] = sheets as [Sheet, Sheet];
    book.hideSheet(a.sid, "veryHidden");
    expect(refusal(() => book.removeSheet(b.sid))).toBe("last-sheet");
    expect(refusal(() => book.hideSheet(b.sid, "hidden"))).toBe("last-sheet");
    expect(refusal(() => book.removeSheet(a.sid))).toBe("none");
  });

  it("with one name, made at one time, are told apart", () => {
    const { book } = newBook("A");
    const other = twin(book);
    book.addSheet({ name: "New" });
    other.addSheet({ name: "new" });
    meet(book, other);
    expect(names(book)).toEqual(names(other));
    expect(names(book).map((name) => name.toLowerCase())).toEqual(["a", "new", "new (2)"]);
  });

  it("are named in formulas, and lost from them", () => {
    const { book, sheets } = newBook("A", "B");
    const [a, b] = sheets as [Sheet, Sheet];
    setContents(a, 0, 0, contents(a, [["=B!A1+SUM(A:B!C3)"]]));
    book.renameSheet(b.sid, "my sheet");
    expect(shown(a, 0, 0)).toBe("='my sheet'!A1+SUM('A:my sheet'!C3)");
    book.removeSheet(b.sid);
    expect(shown(a, 0, 0)).toBe("=#REF!+SUM(#REF!)");
    book.steps.undo();
    expect(shown(a, 0, 0)).toBe("='my sheet'!A1+SUM('A:my sheet'!C3)");
  });

  it("are copied with all that is on them", () => {
    const { book, sheets } = newBook("A", "B");
    const [a] = sheets as [Sheet];
    setContents(
      a,
      0,
      0,
      contents(a, [
        [1, "=A1"],
        [2, "=B!A1"],
      ]),
    );
    insertLines(a, "rows", 1, 2);
    setStyle(a, [{ row1: 0, col1: 0, row2: 0, col2: 1 }], { bold: true });
    setLine(a, "cols", [[0, 0]], { size: 20 });
    putObject(a, {
      type: "table",
      name: "T",
      area: a.idArea({ row1: 0, col1: 0, row2: 2, col2: 1 }),
      src: 1,
    });
    const sid = book.copySheet(a.sid);
    const docs = new Map<string, Y.Doc>();
    expect(names(book)).toEqual(["A", "A (2)", "B"]);
    expect(book.state(sid)).toBe("unloaded");
    const withOpen = new Book(book.doc, {
      open: (of) => docs.set(of, new Y.Doc()).get(of) as Y.Doc,
    });
    withOpen.attach(a.sid, a.doc);
    const copy = withOpen.copySheet(a.sid, { name: "Copy", at: 0 });
    const sheet = withOpen.attach(copy, docs.get(copy) as Y.Doc);
    expect(seen(sheet)).toBe(seen(a));
    expect(sheet.objects("table")[0]?.[1]).toMatchObject({ name: "T_2", display: "T_2" });
    expect(sheet.objects("table")[0]?.[1]).not.toHaveProperty("src");
    expect([book.unloaded(), withOpen.unloaded()].map((list) => list.length)).toEqual([2, 2]);
    setContents(sheet, 0, 0, [[99]]);
    expect(shown(a, 0, 0)).toBe(1);
    expect(shown(sheet, 3, 1)).toBe("=B!A1");
    withOpen.steps.undo();
    withOpen.steps.undo();
    expect(names(withOpen)).toEqual(["A", "A (2)", "B"]);
    expect(refusal(() => withOpen.copySheet(sid))).toBe("not-loaded");
  });
});

describe("parts", () => {
  it("are unloaded, loading, loaded, and told so", () => {
    const { book } = newBook("A");
    const sid = book.addSheet({ name: "Later" });
    const states: string[] = [];
    book.onChange((change) => states.push(change.sheets.get(sid)?.state ?? ""));
    expect([book.state(sid), book.sheet(sid)]).toEqual(["unloaded", null]);
    const doc = new Y.Doc();
    const sheet = book.attach(sid, doc, "loading");
    expect(sheet.state).toBe("loading");
    const full = new Y.Doc();
    full.getMap("cells").set("0:0", [1, "here"]);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(full));
    expect(sheet.content(0, 0)).toBe("here");
    book.loaded(sid);
    book.detach(sid);
    expect(states).toEqual(["loading", "loaded", "unloaded"]);
  });

  it("must be loaded to take back what was done there", () => {
    const { book, sheets } = newBook("A");
    const [sheet] = sheets as [Sheet];
    setContents(sheet, 0, 0, [[1]]);
    book.detach(sheet.sid);
    expect([book.steps.undo(), book.steps.needs("undo")]).toEqual([null, [sheet.sid]]);
    const again = book.attach(sheet.sid, sheet.doc);
    expect(book.steps.undo()).toBe("setContents");
    expect(again.content(0, 0)).toBe(null);
  });
});

describe("steps", () => {
  it("take back only one's own, and leave what others changed since", () => {
    const { book, sheets } = newBook("A");
    const [mine] = sheets as [Sheet];
    setContents(mine, 0, 0, [["mine", "mine"]]);
    const other = twin(book);
    const theirs = other.sheet(mine.sid) as Sheet;
    setContents(theirs, 0, 1, [["theirs", "theirs"]]);
    meet(book, other);
    expect(other.steps.undoLabel).toBe("setContents");
    book.steps.undo();
    expect(grid(mine, 1, 3)[0]).toEqual([null, "theirs", "theirs"]);
    book.steps.redo();
    expect(grid(mine, 1, 3)[0]).toEqual(["mine", "theirs", "theirs"]);
  });

  it("bring an inserted row back with what others wrote in it", () => {
    const { book, sheets } = newBook("A");
    const [mine] = sheets as [Sheet];
    setContents(mine, 0, 0, [[1], [2]]);
    insertLines(mine, "rows", 1, 1);
    const other = twin(book);
    setContents(other.sheet(mine.sid) as Sheet, 1, 0, [["in it"]]);
    meet(book, other);
    book.steps.undo();
    expect(grid(mine, 3, 1).flat()).toEqual([1, 2, null]);
    book.steps.redo();
    expect(grid(mine, 3, 1).flat()).toEqual([1, "in it", 2]);
  });

  it("join what is written inside another, and forget redo after a new one", () => {
    const { book, sheets } = newBook("A");
    const [sheet] = sheets as [Sheet];
    const told: (string | null)[] = [];
    book.steps.onChange(() => told.push(book.steps.undoLabel));
    book.steps.transact("both", () => {
      setContents(sheet, 0, 0, [[1]]);
      insertLines(sheet, "rows", 0, 1);
      expect(sheet.content(1, 0)).toBe(1);
    });
    expect(book.steps.undo()).toBe("both");
    expect(sheet.content(0, 0)).toBe(null);
    setContents(sheet, 0, 0, [[2]]);
    expect([book.steps.redo(), book.steps.redoLabel]).toEqual([null, null]);
    expect(told).toEqual(["both", "addSheet", "setContents"]);
  });

  it("keep what was written before something failed, as one step", () => {
    const { book, sheets } = newBook("A");
    const [sheet] = sheets as [Sheet];
    expect(() =>
      book.steps.transact("fails", () => {
        setContents(sheet, 0, 0, [[1]]);
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect(sheet.content(0, 0)).toBe(1);
    expect(book.steps.undo()).toBe("fails");
    expect(sheet.content(0, 0)).toBe(null);
  });
});

describe("what is told", () => {
  function told(sheet: Sheet, run: () => void): Change[] {
    const changes: Change[] = [];
    const stop = sheet.book.onChange((change) => changes.push(change));
    run();
    stop();
    return changes;
  }

  it("comes once a step, when all of it can be read", () => {
    const [sheet] = newBook("A").sheets as [Sheet];
    const [change, ...more] = told(sheet, () => {
      setContents(sheet, 1, 1, [
        [1, 2],
        [3, 4],
      ]);
    });
    expect(more).toEqual([]);
    expect(change?.origin).toBe("local");
    expect(change?.sheets.get(sheet.sid)?.contents.map(areaName)).toEqual(["B2:C3"]);
    expect(told(sheet, () => sheet.book.steps.undo())[0]?.origin).toBe("undo");
  });

  it("says how lines became others", () => {
    const [sheet] = newBook("A").sheets as [Sheet];
    const rows = (run: () => void): unknown => told(sheet, run)[0]?.sheets.get(sheet.sid)?.rows;
    expect(rows(() => insertLines(sheet, "rows", 3, 2))).toEqual({
      removed: [],
      inserted: [[3, 2]],
    });
    expect(
      rows(() =>
        deleteLines(sheet, "rows", [
          [0, 0],
          [4, 5],
        ]),
      ),
    ).toEqual({
      removed: [
        [4, 2],
        [0, 1],
      ],
      inserted: [],
    });
    expect(rows(() => moveLines(sheet, "rows", 1, 1, 6))).toEqual({
      removed: [[1, 1]],
      inserted: [[5, 1]],
    });
    expect(rows(() => sheet.book.steps.undo())).toEqual({ removed: [[5, 1]], inserted: [[1, 1]] });
  });

  it("says what else changed", () => {
    const [sheet] = newBook("A").sheets as [Sheet];
    const one = (run: () => void) => told(sheet, run)[0];
    expect(
      one(() => setStyle(sheet, [{ row1: 1, col1: 1, row2: 2, col2: 2 }], { bold: true }))
        ?.sheets.get(sheet.sid)
        ?.styles.map(areaName),
    ).toEqual(["B2:C3"]);
    expect(
      one(() => setLine(sheet, "cols", [[2, 3]], { size: 3 }))?.sheets.get(sheet.sid)?.lines,
    ).toEqual([{ axis: "cols", first: 2, last: 3 }]);
    expect(one(() => setView(sheet, { zoom: 3 }))?.sheets.get(sheet.sid)?.view).toEqual(["zoom"]);
    expect(one(() => sheet.book.putName({ name: "n", scope: null, formula: "1" }))?.book).toEqual([
      "names",
    ]);
    const renamed = one(() => sheet.book.renameSheet(sheet.sid, "B"));
    expect([renamed?.book, renamed?.sheets.get(sheet.sid)?.formulas]).toEqual([["sheets"], true]);
  });
});
