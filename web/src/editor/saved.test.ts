import { describe, expect, it } from "vitest";
import { fitting, shortcutText, type ToolGroup } from "./command";
import { refusalOf, syncAddress } from "./connection";
import { matching } from "./Palette";
import { zoomStep } from "./StatusBar";
import { after, atStart, type ConnectionEvent, savedState } from "./saved";

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

  it("is offline after a loss, and says where the text is", () => {
    const lost: ConnectionEvent = { type: "status", status: "disconnected" };
    expect(last(...connected, lost)).toEqual({ name: "offline", kept: false });
    expect(last(...connected, { type: "kept" }, lost)).toEqual({ name: "offline", kept: true });
    expect(last(...connected, lost, { type: "status", status: "connecting" })).toEqual({
      name: "offline",
      kept: false,
    });
  });

  it("never says saved between a reconnection and the acknowledgement of what was typed offline", () => {
    const back = states(
      ...connected,
      { type: "status", status: "disconnected" },
      { type: "edited" },
      { type: "status", status: "connected" },
      { type: "unsynced", count: 1 },
      { type: "authenticated", scope: "read-write" },
      { type: "synced" },
      { type: "unsynced", count: 0 },
    ).slice(4);
    expect(back.map((state) => state.name)).toEqual([
      "offline",
      "offline",
      "saving",
      "saving",
      "saving",
      "saving",
      "saved",
    ]);
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
    expect(refusalOf("Reset Connection", 4205)).toBeNull();
    expect(refusalOf("encrypted-file")).toBeNull();
    expect(refusalOf("", 1006)).toBeNull();
  });

  it("speaks TLS where the page does", () => {
    expect(syncAddress({ protocol: "https:", host: "a.b:1" })).toBe("wss://a.b:1/sync");
    expect(syncAddress({ protocol: "http:", host: "a.b" })).toBe("ws://a.b/sync");
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
