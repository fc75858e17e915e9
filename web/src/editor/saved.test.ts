import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { fitting, shortcutText, type ToolGroup } from "./command";
import { syncAddress } from "./connection";
import { matching } from "./Palette";
import { holdsSomething, noteOf } from "./part";
import { pause, shortestPause } from "./pauses";
import { refusalOf } from "./refusals";
import { zoomStep } from "./StatusBar";
import {
  after,
  atStart,
  type ConnectionEvent,
  type SavedState,
  savedState,
  savedTogether,
} from "./saved";

const states = (...events: ConnectionEvent[]) => {
  let facts = atStart;
  return events.map((event) => {
    facts = after(facts, event);
    return savedState(facts);
  });
};

const connected: ConnectionEvent[] = [
  { type: "status", status: "connected" },
  { type: "authenticated", scope: "read-write" },
  { type: "synced" },
  { type: "unsynced", count: 0 },
];

const last = (...events: ConnectionEvent[]) => states(...events).at(-1);

describe("the saved state", () => {
  it("says saved only when connected, authenticated, merged and acknowledged", () => {
    expect(states(...connected).map((state) => state.name)).toEqual([
      "connecting",
      "connecting",
      "saved",
      "saved",
    ]);
    expect(last(...connected, { type: "unsynced", count: 1 })).toEqual({ name: "saving" });
    expect(last({ type: "status", status: "connected" }, { type: "unsynced", count: 0 })).toEqual({
      name: "connecting",
    });
    expect(last({ type: "synced" }, { type: "unsynced", count: 0 })).toEqual({
      name: "connecting",
    });
  });

  const lost: ConnectionEvent = { type: "status", status: "disconnected" };
  const typed: ConnectionEvent[] = [{ type: "edited" }, { type: "unsynced", count: 1 }];

  it("says nothing of a short loss, and then where the text is", () => {
    expect(last(...connected, lost)).toEqual({ name: "saved" });
    expect(last(...connected, lost, { type: "away" })).toEqual({ name: "offline", kept: false });
    expect(last(...connected, { type: "kept" }, lost, { type: "away" })).toEqual({
      name: "offline",
      kept: true,
    });
    expect(
      last(...connected, lost, { type: "away" }, { type: "status", status: "connecting" }),
    ).toEqual({ name: "offline", kept: false });
    expect(last(...connected, lost, { type: "away" }, ...connected)).toEqual({ name: "saved" });
  });

  it("hears of no absence when the connection is back before it", () => {
    expect(last(...connected, lost, ...connected, { type: "away" })).toEqual({ name: "saved" });
  });

  it("never says saved between a reconnection and the acknowledgement of what was typed offline", () => {
    const back = states(
      ...connected,
      lost,
      { type: "edited" },
      { type: "away" },
      { type: "status", status: "connected" },
      { type: "unsynced", count: 1 },
      { type: "authenticated", scope: "read-write" },
      { type: "synced" },
      { type: "unsynced", count: 0 },
    ).slice(5);
    expect(back.map((state) => state.name)).toEqual([
      "saving",
      "offline",
      "offline",
      "offline",
      "offline",
      "saving",
      "saved",
    ]);
  });

  it("says that it is not saved when the server cannot write, until it is acknowledged", () => {
    const broken: ConnectionEvent = { type: "store", writable: false };
    const mended: ConnectionEvent = { type: "store", writable: true };
    expect(last(...connected, broken)).toEqual({ name: "saved" });
    expect(last(...connected, broken, ...typed)).toEqual({
      name: "unsaved",
      cause: "store",
      kept: false,
    });
    expect(last(...connected, ...typed, broken, mended)).toEqual({ name: "saving" });
    expect(last(...connected, ...typed, broken, mended, { type: "unsynced", count: 0 })).toEqual({
      name: "saved",
    });
    expect(last(...connected, ...typed, broken, lost)).toEqual({ name: "saving" });
  });

  it("says so too when no acknowledgement comes", () => {
    const overdue: ConnectionEvent = { type: "overdue" };
    expect(last(...connected, { type: "kept" }, ...typed, overdue)).toEqual({
      name: "unsaved",
      cause: "slow",
      kept: true,
    });
    expect(last(...connected, overdue)).toEqual({ name: "saved" });
    expect(last(...connected, ...typed, overdue, { type: "unsynced", count: 0 })).toEqual({
      name: "saved",
    });
  });

  it("follows a change of rights both ways", () => {
    expect(last(...connected, { type: "authenticated", scope: "readonly" })).toEqual({
      name: "read-only",
    });
    expect(
      last(
        ...connected,
        { type: "authenticated", scope: "readonly" },
        { type: "authenticated", scope: "read-write" },
      ),
    ).toEqual({ name: "saved" });
  });

  it("stays refused, whatever comes after", () => {
    expect(last(...connected, { type: "refused", reason: "denied" }, ...connected)).toEqual({
      name: "refused",
      reason: "denied",
    });
  });

  it("says why it failed until everything is acknowledged", () => {
    expect(last(...connected, { type: "failed", reason: "disk full" })).toEqual({
      name: "failed",
      reason: "disk full",
    });
    expect(
      last(...connected, { type: "failed", reason: "disk full" }, { type: "unsynced", count: 0 }),
    ).toEqual({ name: "saved" });
  });
});

describe("the connection", () => {
  it("reads refusals from close codes and reasons", () => {
    expect(refusalOf("Unauthorized", 4401)).toBe("signed-out");
    expect(refusalOf("Forbidden", 4403)).toBe("denied");
    expect(refusalOf("permission-denied")).toBe("denied");
    expect(refusalOf("not-found")).toBe("denied");
    expect(refusalOf("trashed")).toBe("gone");
    expect(refusalOf("schema-outdated")).toBe("outdated");
    expect(refusalOf("session ends with this server", 1012)).toBeNull();
    expect(refusalOf("token", 1013)).toBeNull();
    expect(refusalOf("Reset Connection", 4205)).toBeNull();
    expect(refusalOf("encrypted-file")).toBeNull();
    expect(refusalOf("", 1006)).toBeNull();
  });

  it("speaks TLS where the page does", () => {
    expect(syncAddress({ protocol: "https:", host: "a.b:1" })).toBe("wss://a.b:1/sync");
    expect(syncAddress({ protocol: "http:", host: "a.b" })).toBe("ws://a.b/sync");
    expect(syncAddress({ protocol: "http:", host: "a.b" }, "text:1")).toBe(
      "ws://a.b/sync?schema=text%3A1",
    );
    expect(syncAddress({ protocol: "http:", host: "a.b" }, "text:1", "0ab")).toBe(
      "ws://a.b/sync?document=0ab&schema=text%3A1",
    );
  });

  it("comes back at a random moment, later each time in vain, and gives a restarting server time", () => {
    const [soonest, latest] = [() => 0, () => 1];
    expect([pause(1006, 0, soonest), pause(1006, 0, latest)]).toEqual([63, 250]);
    expect([pause(1012, 0, soonest), pause(1012, 0, latest)]).toEqual([250, 1000]);
    expect(pause(1013, 3, latest)).toBeGreaterThan(pause(1013, 2, latest));
    expect(pause(1013, 100, latest)).toBe(5000);
    expect(pause(1006, 0, soonest)).toBeGreaterThanOrEqual(shortestPause);
  });

  it("reads the server's notes about its storage and limits, and no others", () => {
    expect(noteOf('{"type":"store","writable":false}')).toEqual({ type: "store", writable: false });
    expect(noteOf('{"type":"store","writable":true}')).toEqual({ type: "store", writable: true });
    expect(noteOf('{"type":"limit","code":"document-too-large"}')).toEqual({
      type: "failed",
      reason: "full",
    });
    const others = ["", "null", "7", "[]", '{"type":"store"}', '{"type":"x","writable":true}'];
    for (const note of [...others, '{"type":"limit","code":"x"}']) expect(noteOf(note)).toBeNull();
  });
});

describe("the tool row", () => {
  const group = (id: string, inlineSize: number): ToolGroup => ({
    id,
    tools: [{ kind: "control", id, inlineSize, render: () => null }],
  });
  it("shows what fits and keeps room for the rest's button", () => {
    const groups = [group("a", 100), group("b", 100), group("c", 100)];
    expect(fitting(groups, 1000)).toBe(3);
    expect(fitting(groups, 280)).toBe(2);
    expect(fitting(groups, 240)).toBe(1);
    expect(fitting(groups, 10)).toBe(0);
    expect(fitting([], 10)).toBe(0);
  });

  it("writes shortcuts as the machine does", () => {
    expect(shortcutText("Ctrl+Shift+L", false)).toBe("Ctrl+Shift+L");
    expect(shortcutText("Ctrl+Shift+L", true)).toBe("⌘⇧L");
  });

  it("finds commands by any words of their names", () => {
    expect(
      matching([{ text: "Align left Paragraph" }, { text: "Bold Text" }], "para left"),
    ).toHaveLength(1);
    expect(matching([{ text: "Bold" }], "")).toHaveLength(1);
  });

  it("zooms by steps and stops at the ends", () => {
    expect(zoomStep(1, 1)).toBe(1.1);
    expect(zoomStep(0.83, -1)).toBe(0.75);
    expect(zoomStep(2, 1)).toBe(2);
  });
});

describe("the saved state of several parts", () => {
  const saved: SavedState = { name: "saved" };
  const offline = (kept: boolean): SavedState => ({ name: "offline", kept });

  it("is the gravest of them", () => {
    expect(savedTogether([saved, { name: "saving" }, saved]).name).toBe("saving");
    expect(savedTogether([{ name: "saving" }, offline(true)]).name).toBe("offline");
    expect(savedTogether([saved, { name: "failed", reason: "full" }, offline(true)]).name).toBe(
      "failed",
    );
    expect(savedTogether([saved, { name: "refused", reason: "unopened" }]).name).toBe("refused");
  });

  it("does not tell of another part that is being fetched or may only be read", () => {
    expect(savedTogether([saved, { name: "connecting" }])).toEqual(saved);
    expect(savedTogether([saved, { name: "read-only" }])).toEqual(saved);
    expect(savedTogether([{ name: "connecting" }, saved]).name).toBe("connecting");
    expect(savedTogether([]).name).toBe("connecting");
  });

  it("tells the main part's refusal before another's", () => {
    const denied: SavedState = { name: "refused", reason: "denied" };
    expect(savedTogether([denied, { name: "refused", reason: "unopened" }])).toEqual(denied);
  });

  it("says kept only when every part is", () => {
    expect(savedTogether([offline(true), offline(true)])).toEqual(offline(true));
    expect(savedTogether([offline(true), offline(false)])).toEqual(offline(false));
  });
});

describe("whether a local copy holds anything", () => {
  it("asks no kind of content", () => {
    const doc = new Y.Doc();
    expect(holdsSomething(doc)).toBe(false);
    doc.getMap("cells");
    expect(holdsSomething(doc)).toBe(false);
    doc.getMap("cells").set("0:0", [1, "x"]);
    expect(holdsSomething(doc)).toBe(true);
  });
});
