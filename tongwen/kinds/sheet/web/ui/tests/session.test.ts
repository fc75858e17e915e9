/** The session, its commands and keys. */
import { describe, expect, it, vi } from "vitest";
import { at, cells } from "../../commands/tests/books";
import { merge, sortRange } from "../../model";
import { chordOf, runChord, type Surroundings, sheetCommands } from "../commands";
import type { SheetSession } from "../session";
import { summarise } from "../summary";
import { sessionOf } from "./view";

const page = (): Surroundings => ({
  toggleHistory: vi.fn(),
  hideHistory: vi.fn(),
  print: vi.fn(),
  tellSaved: vi.fn(),
  chooseImage: vi.fn(),
  goTo: vi.fn(),
  formulaBar: true,
  toggleFormulaBar: vi.fn(),
});

function commandsOf(session: SheetSession) {
  session.refresh();
  return sheetCommands(session, session.snapshot, page());
}

describe("commands", () => {
  it("are each there once, with a name and a group, and no two on one key", () => {
    const { session } = sessionOf();
    const commands = Object.values(commandsOf(session));
    expect(commands.length).toBeGreaterThan(100);
    const chords = commands.flatMap(({ shortcut }) => (shortcut ? [chordOf(shortcut)] : []));
    expect(new Set(chords).size).toBe(chords.length);
    for (const { label, group } of commands) expect([label, group]).not.toContain(undefined);
  });

  it.each([
    ["Ctrl+B", "mod+b"],
    ["Ctrl+Shift+L", "mod+shift+l"],
    ["Ctrl+Shift++", "mod+shift++"],
    ["Ctrl+-", "mod+-"],
    ["Alt+=", "alt+="],
    ["Shift+F11", "shift+f11"],
    ["Alt+Shift+→", "alt+shift+arrowright"],
  ])("reads %s as %s", (shortcut, chord) => expect(chordOf(shortcut)).toBe(chord));

  it("work on the selection by a key, and are undone", async () => {
    const { session, view, sheet } = sessionOf([[1], [2]]);
    view.select([at("A1:A2")]);
    expect(runChord(commandsOf(session), "mod+b")).toBe(true);
    expect(sheet.style(1, 0).bold).toBe(true);
    expect(session.snapshot.undoLabel).not.toBeNull();
    await session.undo();
    expect(sheet.style(1, 0).bold).toBeUndefined();
    expect(runChord(commandsOf(session), "mod+shift+alt+f12")).toBe(false);
  });

  it("merge at once what loses nothing, and ask before contents go", () => {
    const { session, view, sheet } = sessionOf([[1], [2]]);
    const press = (id: string) => commandsOf(session)[id]?.run();
    view.select([at("A1:B1")]);
    press("merge-center");
    expect(sheet.merges()).toHaveLength(1);
    view.select([at("A1:A2")]);
    press("merge");
    const asked = session.dialog.get();
    if (asked?.name !== "ask") throw new Error("nothing was asked");
    expect(cells(sheet, "A1:A2")).toEqual([[1], [2]]);
    session.dialog.set(null);
    view.select([at("D9")]);
    asked.question.onYes();
    expect(sheet.merges().map(({ area }) => area)).toEqual([at("A1:A2")]);
    expect(cells(sheet, "A1:A2")).toEqual([[1], [null]]);
  });

  it("do nothing for who may only read, but take the key", () => {
    const { session, sheet } = sessionOf([[1]], { editable: () => false });
    expect(runChord(commandsOf(session), "mod+b")).toBe(true);
    session.run(({ sheet: target }) => merge(target, at("A1:B2")));
    expect(sheet.style(0, 0).bold).toBeUndefined();
    expect(sheet.merges()).toEqual([]);
  });

  it("keep what is being typed before they run", () => {
    const { session, view, sheet } = sessionOf();
    view.startEdit({ text: "typed" });
    commandsOf(session).bold?.run();
    expect(cells(sheet, "A1")).toEqual([["typed"]]);
    expect(sheet.style(0, 0).bold).toBe(true);
  });

  it("tell why they are refused and write nothing", () => {
    const refused = vi.fn();
    const { session, sheet } = sessionOf(
      [
        [2, 1],
        [1, 2],
      ],
      { refused },
    );
    merge(sheet, at("A1:B1"));
    session.run(({ sheet: target }) => sortRange(target, at("A1:B2"), [{ at: 0 }]));
    expect(refused).toHaveBeenCalledWith(expect.objectContaining({ code: "merged-cells" }));
  });

  it("offer a sum for one cell and write sums for several", () => {
    const { session, view, sheet } = sessionOf([[1], [2]]);
    view.select([at("A3")]);
    commandsOf(session).sum?.run();
    expect(view.editing).toMatchObject({ text: "=SUM(A1:A2)", start: 5, end: 10 });
    view.cancelEdit();
    view.select([at("A1:A2")]);
    commandsOf(session).sum?.run();
    expect(cells(sheet, "A3")).toEqual([["=SUM(A1:A2)"]]);
  });

  it("sort by the column of the active cell, under a header", () => {
    const { session, view, sheet } = sessionOf([
      ["n", "v"],
      ["b", 2],
      ["a", 1],
    ]);
    view.select([at("B2")]);
    commandsOf(session)["sort-ascending"]?.run();
    expect(cells(sheet, "A1:B3")).toEqual([
      ["n", "v"],
      ["a", 1],
      ["b", 2],
    ]);
  });

  it("insert whole lines at once and ask about cells", () => {
    const { session, view, sheet } = sessionOf([[1]]);
    view.select([at("1:2")]);
    commandsOf(session).insert?.run();
    expect(cells(sheet, "A3")).toEqual([[1]]);
    view.select([at("A3")]);
    commandsOf(session).insert?.run();
    expect(session.dialog.get()).toEqual({ name: "insert" });
  });

  it("paint what was picked up on the next selection", async () => {
    const { session, view, sheet } = sessionOf();
    commandsOf(session).bold?.run();
    session.toggleFormatPainter();
    expect(session.snapshot.painting).toBe(true);
    view.select([at("C3")]);
    view.element.dispatchEvent(new Event("pointerup"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sheet.style(2, 2).bold).toBe(true);
    expect(session.snapshot.painting).toBe(false);
  });

  it("go to worksheets and back", async () => {
    const { session } = sessionOf([], {}, ["One", "Two"]);
    commandsOf(session)["sheet-next"]?.run();
    await Promise.resolve();
    await Promise.resolve();
    expect(session.book.info(session.sheet.sid)?.name).toBe("Two");
    commandsOf(session)["sheet-remove"]?.run();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(session.book.sheets().map((info) => info.name)).toEqual(["One"]);
    expect(commandsOf(session)["sheet-remove"]?.disabled).toBe(true);
  });
});

describe("the summary", () => {
  it("adds what is selected", async () => {
    const { session, sheet } = sessionOf([
      [1, "x"],
      [2.5, "TRUE"],
      ["", -4],
    ]);
    const summary = await summarise(sheet, [at("A1:B3")], session.computed, () => false);
    expect(summary).toEqual({
      sum: -0.5,
      count: 5,
      numbers: 3,
      min: -4,
      max: 2.5,
      format: undefined,
    });
  });

  it("reads whole columns in slices, and stops", async () => {
    const { session, sheet } = sessionOf([[1], [2]]);
    const all = await summarise(sheet, [at("A:B")], session.computed, () => false);
    expect(all?.sum).toBe(3);
    expect(await summarise(sheet, [at("A:B")], session.computed, () => true)).toBeNull();
  });
});
