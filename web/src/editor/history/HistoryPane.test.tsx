import { act } from "react";
import { afterEach, expect, it, vi } from "vitest";
import type { Node, Role, Version } from "@/api";
import { Notices } from "@/app/notices";
import { button, click, type Rendered, render } from "@/testing/render";
import { Refusal, serve } from "@/testing/server";
import HistoryPane from "./HistoryPane";
import { useRestore } from "./useRestore";

const node = (role: Role) => ({ id: "n1", name: "报告.docx", kind: "text", role }) as Node;

const version = (number: number, label: string | null = null): Version => ({
  number,
  size: 10,
  label,
  origin: "session",
  author: { id: "u1", name: "Ann" },
  created: new Date().toISOString(),
  current: number === 3,
  seq: number,
  people: [{ id: "u1", name: "Ann", color: 2, guest: false, edits: 4 }],
  edits: 4,
  started: null,
  ended: null,
});

const listed = [version(3), version(2, "First draft"), version(1)];
const page = (items: Version[], next: string | null = null) => ({ items, next, now: null });

let shown: Rendered | undefined;
afterEach(() => {
  shown?.close();
  vi.unstubAllGlobals();
});

const entries = () =>
  [...document.querySelectorAll("[data-version]")].map((entry) =>
    entry.getAttribute("data-version"),
  );

function Pane({ mine = "editor" as Role, onView = () => {} }) {
  const restoring = useRestore(node(mine), () => {});
  return (
    <>
      <HistoryPane node={node(mine)} viewed={null} onView={onView} onRestore={restoring.ask} />
      {restoring.dialog}
      <Notices />
    </>
  );
}

it("lists versions under now, opens one, and keeps the named ones when asked", async () => {
  serve({ "GET /nodes/n1/versions": () => page(listed) });
  const onView = vi.fn();
  shown = await render(<Pane onView={onView} />);
  expect(entries()).toEqual(["now", "3", "2", "1"]);
  click(document.querySelector("[data-version='2']"));
  expect(onView).toHaveBeenCalledWith({
    number: 2,
    title: expect.stringMatching(/^First draft · Today \d\d:\d\d$/),
    by: "Ann",
  });
  click(document.querySelector("[role=switch]"));
  expect(entries()).toEqual(["now", "2"]);
});

it("says what belongs there while there is nothing, and that no version has a name", async () => {
  serve({ "GET /nodes/n1/versions": () => page([]) });
  shown = await render(<Pane />);
  expect(document.body.textContent).toContain("No versions yet.");
  click(document.querySelector("[role=switch]"));
  expect(document.body.textContent).toContain("No version has a name yet.");
});

it("says in the server's words why it cannot, and tries again", async () => {
  let broken = true;
  serve({
    "GET /nodes/n1/versions": () =>
      broken
        ? new Refusal(400, { code: "x", title: "Not now", detail: "The shelf is locked." })
        : page(listed),
  });
  shown = await render(<Pane />);
  expect(document.querySelector("[role=alert]")?.textContent).toContain("The shelf is locked.");
  broken = false;
  click(button("Try again"));
  await shown.settle();
  expect(entries()).toHaveLength(4);
});

it("fetches older versions page by page", async () => {
  const asked = serve({
    "GET /nodes/n1/versions": () =>
      asked.filter((one) => one.path.endsWith("/versions")).length === 1
        ? page(listed, "older")
        : page([version(0, "Ancient")]),
  });
  shown = await render(<Pane />);
  click(button("Older versions"));
  await shown.settle();
  expect(entries()).toEqual(["now", "3", "2", "1", "0"]);
  expect(button("Older versions")).toBeUndefined();
});

it("goes from entry to entry by the arrows", async () => {
  serve({ "GET /nodes/n1/versions": () => page(listed) });
  shown = await render(<Pane />);
  const press = (key: string) =>
    act(() => {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
      );
    });
  document.querySelector<HTMLElement>("[data-version='now']")?.focus();
  press("ArrowDown");
  press("ArrowDown");
  expect(document.activeElement?.getAttribute("data-version")).toBe("2");
  press("ArrowUp");
  expect(document.activeElement?.getAttribute("data-version")).toBe("3");
});

it("restores after a question, and the undo restores what was before", async () => {
  const asked = serve({
    "GET /nodes/n1/versions": () => page(listed),
    "POST /nodes/n1/versions/2/restore": () => ({ ...version(5), before: 4 }),
    "POST /nodes/n1/versions/4/restore": () => ({ ...version(6), before: 5 }),
  });
  const posted = () => asked.filter((one) => one.method === "POST").map((one) => one.path);
  function Asking() {
    const restoring = useRestore(node("editor"), () => {});
    return (
      <>
        <button type="button" onClick={() => restoring.ask(2, "First draft")}>
          Ask
        </button>
        {restoring.dialog}
        <Notices />
      </>
    );
  }
  shown = await render(<Asking />);
  click(button("Ask"));
  await shown.settle();
  expect(document.body.textContent).toContain("The document becomes what it was: First draft.");
  expect(posted()).toEqual([]);
  click(button("Restore"));
  await shown.settle();
  expect(posted()).toEqual(["/nodes/n1/versions/2/restore"]);
  click(button("Undo"));
  await shown.settle();
  expect(posted()).toEqual(["/nodes/n1/versions/2/restore", "/nodes/n1/versions/4/restore"]);
});

it("offers those who only read neither names nor restoring", async () => {
  serve({ "GET /nodes/n1/versions": () => page(listed) });
  shown = await render(<Pane mine="viewer" />);
  expect(document.querySelector("input[aria-label='Name the version of now']")).toBeNull();
  click(document.querySelector("[aria-label^='Actions for']"));
  await shown.settle();
  const items = [...document.querySelectorAll("[role=menuitem]")].map((item) => item.textContent);
  expect(items).toEqual(["Download"]);
});
