/** Commands that move cells wait for worksheets that are not here, and are done where they were asked for. */
import { describe, expect, it, vi } from "vitest";
import type * as Y from "yjs";
import { insertCells } from "../../commands/lines";
import { enter, insertLines } from "../../model";
import { sessionOf } from "./view";

const cell = (row: number, col: number) => ({ row1: row, col1: col, row2: row, col2: col });

function unloaded(loadAll: () => Promise<boolean>) {
  const refused = vi.fn();
  const made = sessionOf([["a"], ["b"]], { loadAll: () => loadAll(), refused }, ["One", "Two"]);
  const { book } = made.session;
  const two = book.sheets()[1]?.sid ?? "";
  enter(book.sheet(two) as never, 0, 0, "=One!A2");
  const doc = book.sheet(two)?.doc as Y.Doc;
  book.detach(two);
  return { ...made, refused, load: () => book.attach(two, doc) };
}

describe("a command that moves cells", () => {
  it("is done when all worksheets have come, where it was asked for", async () => {
    let arrive = (_ready: boolean): void => {};
    const { session, view, sheet, refused, load } = unloaded(
      () =>
        new Promise((resolve) => {
          arrive = resolve;
        }),
    );
    view.select([cell(1, 0)]);
    session.run(({ sheet: on, areas }) => insertCells(on, areas[0] as never, "down"));
    expect(sheet.content(1, 0)).toBe("b");
    insertLines(sheet, "rows", 0, 1);
    const two = load();
    arrive(true);
    await vi.waitFor(() => expect(sheet.content(3, 0)).toBe("b"));
    expect(two.formula(0, 0)).toBe("One!A4");
    expect(refused).not.toHaveBeenCalled();
  });

  it("is not done when they do not come", async () => {
    const { session, view, sheet } = unloaded(async () => false);
    view.select([cell(1, 0)]);
    session.run(({ sheet: on, areas }) => insertCells(on, areas[0] as never, "down"));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(sheet.content(1, 0)).toBe("b");
    expect(session.book.steps.undoLabel).not.toBe("insertCells");
  });
});
