/** Comments over an open workbook: marks in the grid, one begun, one found again. */
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { Comments } from "@/editor/comments/threads";
import { insertLines, moveRange } from "../../model";
import { chordOf, type Surroundings, sheetCommands } from "../commands";
import { sessionOf } from "./view";

const page = new Proxy({}, { get: () => () => {} }) as Surroundings;
const cell = (row: number, col: number) => ({ row1: row, col1: col, row2: row, col2: col });

describe("a comment", () => {
  it("is begun at the active cell, marked there, and follows its cell", () => {
    const { session, view, sheet } = sessionOf([["a"], ["b"]]);
    const { reviewing } = session;
    view.select([cell(1, 0)]);
    reviewing.begin();
    expect(reviewing.about).toBe("A2");
    reviewing.send("Why?", []);
    expect(view.commented).toEqual([{ row: 1, col: 0 }]);
    expect(reviewing.state.get()).toMatchObject({ open: true, about: null });
    insertLines(sheet, "rows", 0, 2);
    expect(view.commented).toEqual([{ row: 3, col: 0 }]);
    const [thread] = reviewing.comments.threads;
    expect(reviewing.threadsAt({ row: 3, col: 0 })).toEqual([thread]);
    if (thread) reviewing.comments.resolve(thread, true);
    expect(view.commented).toEqual([]);
  });

  it("at a cell that has an open one is an answer to it", () => {
    const { session, view } = sessionOf();
    const { reviewing } = session;
    reviewing.begin();
    reviewing.send("first", []);
    view.select([cell(4, 4)]);
    view.select([cell(0, 0)]);
    reviewing.begin();
    expect(reviewing.about).toBeNull();
    expect(reviewing.state.get().active).toBe(reviewing.comments.threads[0]?.token);
  });

  it("goes with cells that are cut, in the step of the cut", () => {
    const comments = new Comments(new Y.Doc(), { id: "u", name: "U" });
    const { session, sheet, view } = sessionOf([["a"]], { comments });
    session.book.attachComments(comments.doc);
    session.reviewing.begin();
    session.reviewing.send("here", []);
    moveRange(sheet, cell(0, 0), { row: 5, col: 3 });
    expect(view.commented).toEqual([{ row: 5, col: 3 }]);
    session.book.steps.undo();
    expect(view.commented).toEqual([{ row: 0, col: 0 }]);
    expect(sheet.content(0, 0)).toBe("a");
  });

  it("is found by going on from cell to cell, over worksheets", async () => {
    const { session, view } = sessionOf([], {}, ["One", "Two"]);
    const { reviewing, book } = session;
    for (const [sid, row] of [
      [book.sheets()[0]?.sid, 3],
      [book.sheets()[0]?.sid, 1],
      [book.sheets()[1]?.sid, 0],
    ] as const) {
      await session.show(sid ?? "");
      view.select([cell(row, 0)]);
      reviewing.begin();
      reviewing.send(`r${row}`, []);
    }
    const where = async (): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      return `${book.info(view.sheet.sid)?.name}!${view.selection.active.row}`;
    };
    const found = [];
    for (const by of [1, 1, 1, -1] as const) {
      reviewing.step(by);
      found.push(await where());
    }
    expect(found).toEqual(["One!1", "One!3", "Two!0", "One!3"]);
  });

  it("may be written by who may not edit, and by nobody else", () => {
    const may = sessionOf([], { editable: () => false, mayComment: () => true }).session;
    const commands = sheetCommands(may, may.snapshot, page);
    expect([commands.comment?.disabled, commands.note?.disabled]).toEqual([false, true]);
    expect(chordOf(commands.comment?.shortcut ?? "")).toBe("mod+alt+m");
    const not = sessionOf([], { editable: () => false, mayComment: () => false }).session;
    expect(sheetCommands(not, not.snapshot, page).comment?.disabled).toBe(true);
    not.reviewing.begin();
    not.reviewing.send("no", []);
    expect(not.reviewing.comments.threads).toEqual([]);
  });

  it("of a stranger about no cell is no mark and breaks nothing", () => {
    const doc = new Y.Doc();
    const comments = new Comments(doc, { id: "u", name: "U" });
    const { session, view } = sessionOf([["a"]], { comments });
    const entries = [
      { text: "x", sheet: "gone", row: "0", col: "0" },
      { text: "x", sheet: session.sheet.sid, row: {}, col: null },
      { text: "x", sheet: session.sheet.sid, row: "z-9/9", col: "0" },
    ];
    for (const [at, entry] of entries.entries()) doc.getMap("comments").set(`x-${at}`, entry);
    expect(comments.threads).toHaveLength(3);
    expect(view.commented).toEqual([]);
    session.reviewing.step(1);
    for (const thread of comments.threads) session.reviewing.choose(thread);
    expect(session.reviewing.state.get().open).toBe(true);
  });
});
