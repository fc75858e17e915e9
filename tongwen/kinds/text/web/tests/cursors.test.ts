import { afterEach, describe, expect, it, vi } from "vitest";
import { absolutePositionToRelativePosition, undoCommand, ySyncPluginKey } from "y-prosemirror";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { DocumentModel } from "../document/model";
import { cursorsKey, MOST, nearest, type RemoteCursor } from "../editing/cursors";
import { INTERVAL } from "../editing/ownCursor";
import { createEditor } from "../editing/view";
import { docWith, paragraphs } from "./examples";

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

/** An editor whose frames the test lets pass, and a crowd that moves cursors in it. */
function room(lines: string[], inWindow: [number, number] = [0, 1e9]) {
  const doc = docWith(paragraphs(...lines));
  const awareness = new Awareness(doc);
  awareness.setLocalStateField("user", { name: "Me", color: "#2872bc" });
  const place = document.createElement("div");
  document.body.append(place);
  let waiting: (() => void)[] = [];
  const transactions = vi.fn();
  const { view, destroy } = createEditor({
    doc,
    model: new DocumentModel(doc),
    awareness,
    place,
    editable: () => true,
    images: {
      address: (media) => media,
      upload: () => Promise.reject(new Error("no server")),
      failed: () => {},
    },
    column: () => 500,
    rawNames: {},
    label: "Text",
    hint: () => "",
    plugins: [],
    cursors: {
      inWindow: () => inWindow,
      frame: (work) => waiting.push(work),
    },
    onUpdate: transactions,
    onObstacle: () => {},
  });
  const pass = (): void => {
    const now = waiting;
    waiting = [];
    for (const work of now) work();
  };
  const crowd = new Awareness(new Y.Doc());
  crowd.setLocalState(null);
  const say = (client: number, state: Record<string, unknown> | null): void => {
    const clock = (crowd.meta.get(client)?.clock ?? 0) + 1;
    crowd.meta.set(client, { clock, lastUpdated: Date.now() });
    if (state) crowd.states.set(client, state);
    else crowd.states.delete(client);
    applyAwarenessUpdate(awareness, encodeAwarenessUpdate(crowd, [client]), "test");
  };
  const position = (at: number) => {
    const sync = ySyncPluginKey.getState(view.state);
    return absolutePositionToRelativePosition(at, sync.type, sync.binding.mapping);
  };
  const move = (client: number, anchor: number, head = anchor): void =>
    say(client, {
      user: { name: `人 ${client}`, color: "#1b813d" },
      cursor: { anchor: position(anchor), head: position(head) },
    });
  const end = (): void => {
    destroy();
    awareness.destroy();
    crowd.destroy();
  };
  return { doc, view, awareness, transactions, pass, say, move, end };
}

const names = () => [...document.querySelectorAll(".tx-cursor-flag")].map((e) => e.textContent);

describe("other people's cursors", () => {
  it("are drawn with names and selections, move, and go", () => {
    const { pass, move, say, view, end } = room(["静夜思", "床前明月光"]);
    move(7, 2);
    move(8, 7, 9);
    expect(names()).toEqual([]);
    pass();
    expect(names()).toEqual(["人 7", "人 8"]);
    expect(document.querySelector(".tx-selection")?.textContent).toBe("前明");
    move(7, 8);
    say(8, null);
    pass();
    expect(names()).toEqual(["人 7"]);
    expect(cursorsKey.getState(view.state)?.all.get(7)?.head).toBe(8);
    end();
  });

  it("follow the text that is typed before them, by me and by others", () => {
    const { doc, pass, move, view, end } = room(["甲乙丙"]);
    move(7, 2);
    pass();
    view.dispatch(view.state.tr.insertText("😀", 1));
    expect(cursorsKey.getState(view.state)?.all.get(7)?.head).toBe(4);
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    const line = (other.getXmlFragment("body").get(0) as Y.XmlElement).get(0) as Y.XmlText;
    line.insert(0, "前");
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), "other");
    pass();
    expect(cursorsKey.getState(view.state)?.all.get(7)?.head).toBe(5);
    end();
  });

  it("take one transaction a frame, and at most fifty are in the page, for an audience of 500", () => {
    const lines = Array.from({ length: 600 }, (_, index) => `第 ${index} 段`);
    const { pass, move, transactions, view, end } = room(lines, [2000, 2100]);
    for (let client = 1; client <= 500; client += 1) move(client, 1 + (client % 500) * 3);
    transactions.mockClear();
    pass();
    expect(transactions).toHaveBeenCalledTimes(1);
    expect(cursorsKey.getState(view.state)?.all.size).toBe(500);
    expect(names()).toHaveLength(MOST);

    transactions.mockClear();
    for (let step = 0; step < 1000; step += 1) move(1 + (step % 500), 5 + step);
    expect(transactions).not.toHaveBeenCalled();
    pass();
    expect(transactions).toHaveBeenCalledTimes(1);
    expect(names()).toHaveLength(MOST);
    end();
  });

  it("leave what I type one step of undo", () => {
    const { pass, move, view, end } = room(["一二三"]);
    for (const [index, letter] of [..."typed"].entries()) {
      view.dispatch(view.state.tr.insertText(letter, 1 + index));
      move(7, 2 + index);
      pass();
    }
    expect(view.state.doc.textContent).toBe("typed一二三");
    undoCommand(view.state, view.dispatch);
    expect(view.state.doc.textContent).toBe("一二三");
    end();
  });

  it("may be anything and end nothing", () => {
    const { pass, say, view, end } = room(["一"]);
    const user = { name: { toString: 1 }, color: "url(x)" };
    const odd: unknown[] = [
      7,
      "x",
      [],
      {},
      { anchor: 1, head: 2 },
      { anchor: { type: { client: 1, clock: -1 } }, head: { item: { client: 1, clock: 1e300 } } },
      { anchor: { tname: "styles" }, head: { tname: "nowhere" } },
      { anchor: { item: { client: view.state.doc.childCount, clock: 0 } }, head: { item: [] } },
    ];
    odd.forEach((cursor, index) => {
      say(index + 10, { user, cursor });
    });
    say(90, { user: { name: "<img onerror=alert(1)>", color: 3 }, cursor: undefined });
    pass();
    expect(names()).toEqual([]);
    expect(view.dom.querySelector("img[onerror]")).toBeNull();
    end();
  });
});

describe("the nearest", () => {
  const at = (head: number): RemoteCursor => ({
    anchor: head,
    head,
    user: { name: "n", color: "#000000" },
  });

  it("are all while they are few, then those around the window", () => {
    const cursors = new Map([10, 500, 20, 900].map((head, client) => [client, at(head)]));
    expect(nearest(cursors, [0, 1], 4)).toHaveLength(4);
    expect(nearest(cursors, [480, 520], 2).map(([, { head }]) => head)).toEqual([500, 900]);
    expect(nearest(cursors, [11, 19], 2).map(([, { head }]) => head)).toEqual([10, 20]);
    expect(nearest(new Map(), [0, 1], 2)).toEqual([]);
  });
});

describe("my cursor", () => {
  it("is told ten times a second at most, and the last place always", () => {
    vi.useFakeTimers();
    const { view, awareness, end } = room(["0123456789".repeat(20)]);
    vi.spyOn(view, "hasFocus").mockReturnValue(true);
    const told = vi.fn();
    awareness.on("update", told);
    for (let step = 0; step < 100; step += 1) {
      view.dispatch(view.state.tr.insertText("字", 1 + step));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(INTERVAL);
    expect(told.mock.calls.length).toBeGreaterThan(0);
    expect(told.mock.calls.length).toBeLessThanOrEqual(12);
    const head = awareness.getLocalState()?.cursor.head;
    const sync = ySyncPluginKey.getState(view.state);
    expect(head).toEqual(
      absolutePositionToRelativePosition(
        view.state.selection.head,
        sync.type,
        sync.binding.mapping,
      ),
    );
    told.mockClear();
    view.dispatch(view.state.tr.setMeta("addToHistory", false));
    vi.advanceTimersByTime(1000);
    expect(told).not.toHaveBeenCalled();
    end();
  });

  it("is taken back when the text loses the focus", () => {
    vi.useFakeTimers();
    const { view, awareness, end } = room(["一二三"]);
    const focus = vi.spyOn(view, "hasFocus").mockReturnValue(true);
    view.dom.dispatchEvent(new Event("focusin"));
    vi.advanceTimersByTime(INTERVAL);
    expect(awareness.getLocalState()?.cursor).toBeTruthy();
    focus.mockReturnValue(false);
    view.dom.dispatchEvent(new Event("focusout"));
    vi.advanceTimersByTime(INTERVAL);
    expect(awareness.getLocalState()?.cursor).toBeNull();
    end();
  });
});
