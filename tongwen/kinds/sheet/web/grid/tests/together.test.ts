/** Colleagues over awareness: where I am is told, where they are is drawn, and one can be followed. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { insertLines, putObject, type Sheet } from "../../model";
import { newBook } from "../../model/tests/books";
import { follow, placeOf, shareSelections } from "../../together";
import { Flags } from "../flags";
import { wordsAt } from "../hovering";
import { Selections } from "../selecting";
import type { RemoteSelection, SheetView } from "../view";

function room() {
  const { sheets } = newBook();
  const sheet = sheets[0] as Sheet;
  const selections = new Selections();
  const drawn: RemoteSelection[][] = [];
  const scrolled: unknown[] = [];
  const view = {
    element: document.createElement("div"),
    sheet,
    get selection() {
      return selections.of(sheet);
    },
    onSelection: (listener) => selections.on(listener),
    setRemote: (people) => drawn.push(people),
    scrollTo: (cell) => scrolled.push(cell),
  } as Partial<SheetView> as SheetView;
  const mine = new Awareness(new Y.Doc());
  const theirs = new Awareness(new Y.Doc());
  const hear = (): void =>
    applyAwarenessUpdate(mine, encodeAwarenessUpdate(theirs, [theirs.clientID]), "test");
  return { sheet, selections, view, mine, theirs, drawn, scrolled, hear };
}

const at = (row: number, col: number) => ({
  areas: [{ row1: row, col1: col, row2: row, col2: col }],
  active: { row, col },
});

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["requestAnimationFrame", "cancelAnimationFrame", "setTimeout", "clearTimeout"],
  });
});
afterEach(() => vi.useRealTimers());

describe("selections of colleagues", () => {
  it("are told by ids and drawn by index, also after rows came before them", () => {
    const { sheet, selections, view, mine, theirs, drawn, hear } = room();
    const stop = shareSelections(view, mine);
    selections.set(sheet, at(4, 2));
    expect(placeOf(mine.getLocalState())).toMatchObject({ sid: sheet.sid, active: ["4", "2"] });
    const place = placeOf(mine.getLocalState());
    theirs.setLocalState({ user: { name: "王", id: "w", slot: 2 }, cursor: place });
    hear();
    vi.runAllTimers();
    expect(drawn.at(-1)?.[0]).toMatchObject({ name: "王", active: { row: 4, col: 2 } });
    insertLines(sheet, "rows", 0, 3);
    vi.runAllTimers();
    expect(drawn.at(-1)?.[0]?.active).toEqual({ row: 7, col: 2 });
    stop();
    hear();
    vi.runAllTimers();
    expect(drawn).toHaveLength(2);
  });

  it("can be followed until the follower does something", async () => {
    const { sheet, view, mine, theirs, scrolled, hear } = room();
    const stopped = vi.fn();
    const go = (row: string): void => {
      theirs.setLocalState({
        user: { name: "王" },
        cursor: { sid: sheet.sid, areas: [], active: [row, "0"] },
      });
      hear();
    };
    go("3");
    const stop = follow({ view, show: async () => {}, awareness: mine }, theirs.clientID, stopped);
    await Promise.resolve();
    go("90");
    await vi.waitFor(() => expect(scrolled.at(-1)).toEqual({ row: 90, col: 0 }));
    view.element.dispatchEvent(new Event("wheel"));
    expect(stopped).toHaveBeenCalledTimes(1);
    stop();
  });
});

describe("a name at a cell", () => {
  it("stands for two seconds after each move", () => {
    const redraw = vi.fn();
    const flags = new Flags(redraw);
    const person = { id: 1, name: "n", color: "red", areas: [], active: { row: 1, col: 1 } };
    flags.notice([person], 1000);
    expect([flags.named(1, 1500), flags.named(1, 3500), flags.named(2, 1500)]).toEqual([
      true,
      false,
      false,
    ]);
    flags.notice([person], 4000);
    expect(flags.named(1, 4001)).toBe(false);
    flags.notice([{ ...person, active: { row: 2, col: 1 } }], 5000);
    expect(flags.named(1, 5001)).toBe(true);
    vi.runAllTimers();
    expect(redraw).toHaveBeenCalled();
    flags.destroy();
  });
});

describe("a cell under the pointer", () => {
  it("tells its note before its link, and nothing when it has neither", () => {
    const { sheet } = room();
    const area = sheet.idArea({ row1: 0, col1: 0, row2: 0, col2: 1 });
    putObject(sheet, { type: "link", area, target: "https://example.org/", tip: "" });
    putObject(sheet, {
      type: "note",
      row: "0",
      col: "0",
      author: "王",
      text: [["看这里", null]],
      shown: false,
    });
    expect(wordsAt(sheet, { row: 0, col: 0 })).toBe("王\n看这里");
    expect(wordsAt(sheet, { row: 0, col: 1 })).toBe("https://example.org/");
    expect(wordsAt(sheet, { row: 5, col: 5 })).toBeNull();
  });
});
