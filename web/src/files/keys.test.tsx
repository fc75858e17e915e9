import { act, useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Node } from "@/api";
import { type Rendered, render } from "@/testing/render";
import { nothing, type Selection } from "./selection";
import { useFileKeys } from "./useFileKeys";
import { type Situation, verbsFor } from "./verbs";

const nodes = ["alpha", "beta", "gamma", "delta"].map(
  (name) =>
    ({ id: name, name, kind: "text", role: "owner", starred: false, openable: true }) as Node,
);

let shown: Rendered | undefined;
afterEach(() => shown?.close());

interface Seen {
  selection: Selection;
  verbs: string[];
  up: () => void;
  menu: () => void;
}

function List({ seen, columns, trash }: { seen: Seen; columns: number; trash: boolean }) {
  const [selection, setSelection] = useState(nothing);
  const onKeyDown = useFileKeys({
    nodes,
    selection,
    onSelect: (next) => {
      seen.selection = next;
      setSelection(next);
    },
    onVerb: (verb) => seen.verbs.push(verb),
    columns,
    pageRows: 2,
    trash,
    onUp: seen.up,
    onMenu: seen.menu,
  });
  return (
    <div role="grid" tabIndex={0} onKeyDown={onKeyDown}>
      <input aria-label="inside" />
    </div>
  );
}

async function list({ columns = 1, trash = false } = {}) {
  const seen: Seen = { selection: nothing, verbs: [], up: vi.fn(), menu: vi.fn() };
  shown = await render(<List seen={seen} columns={columns} trash={trash} />);
  const press = (key: string, modifiers: KeyboardEventInit = {}, on = "[role=grid]") =>
    act(() =>
      document
        .querySelector(on)
        ?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...modifiers })),
    );
  return { seen, press };
}

describe("the keys of a list", () => {
  it("sends verbs, and other ones in the trash", async () => {
    const { seen, press } = await list();
    press("Enter");
    press("F2");
    press("Delete");
    press("x", { ctrlKey: true });
    press("v", { metaKey: true });
    expect(seen.verbs).toEqual(["open", "rename", "trash", "cut", "paste"]);
    press("F10", { shiftKey: true });
    expect(seen.menu).toHaveBeenCalledOnce();
    press("ArrowUp", { altKey: true });
    expect(seen.up).toHaveBeenCalledOnce();
  });
  it("deletes for ever in the trash and opens nothing", async () => {
    const { seen, press } = await list({ trash: true });
    press("Delete");
    press("Enter");
    expect(seen.verbs).toEqual(["delete"]);
  });
  it("moves by rows of cards", async () => {
    const { seen, press } = await list({ columns: 2 });
    press("ArrowDown");
    press("ArrowDown");
    expect(seen.selection.focus).toBe("delta");
    press("ArrowLeft", { shiftKey: true });
    expect([...seen.selection.ids].sort()).toEqual(["delta", "gamma"]);
  });
  it("leaves what is typed into a field alone", async () => {
    const { seen, press } = await list();
    press("Delete", {}, "input");
    press("a", {}, "input");
    expect(seen.verbs).toEqual([]);
    expect(seen.selection).toBe(nothing);
  });
  it("leaves a composing input method alone", async () => {
    const { seen, press } = await list();
    press("Enter", { isComposing: true });
    expect(seen.verbs).toEqual([]);
  });
  it("goes to a typed name", async () => {
    const { seen, press } = await list();
    press("g");
    expect(seen.selection.focus).toBe("gamma");
  });
});

describe("the verbs", () => {
  const here: Situation = { place: "folder", mayWriteHere: true, pastable: false, guest: false };
  const ids = (files: Node[], situation: Situation = here) =>
    verbsFor(files, situation).map((verb) => verb.id);
  const one = nodes.slice(0, 1);
  it("offers an owner everything and a viewer only what does no harm", () => {
    expect(ids(one)).toEqual(expect.arrayContaining(["open", "share", "rename", "trash"]));
    const viewed = one.map((node) => ({ ...node, role: "viewer" as const }));
    expect(ids(viewed)).not.toEqual(expect.arrayContaining(["rename"]));
    expect(ids(viewed)).toEqual(["open", "preview", "download", "star", "copy", "take", "details"]);
  });
  it("keeps the trash to restoring and deleting", () => {
    expect(ids(nodes, { ...here, place: "trash" })).toEqual(["restore", "delete"]);
  });
  it("offers pasting only where it can be done", () => {
    expect(ids([], { ...here, pastable: true })).toEqual(["paste"]);
    expect(ids([], { ...here, pastable: true, mayWriteHere: false })).toEqual([]);
  });
  it("offers a guest no stars", () => {
    expect(ids(one, { ...here, guest: true })).not.toContain("star");
  });
});
