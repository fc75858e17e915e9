import { act } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Rendered, render } from "@/testing/render";
import { SavedNotice } from "./SavedNotice";
import { SavedWords } from "./SavedWords";
import type { SavedState } from "./saved";

/** A store whose state the test sets. */
function store(state: SavedState) {
  const listeners = new Set<() => void>();
  const made = {
    state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(next: SavedState) {
      made.state = next;
      act(() => {
        for (const listener of listeners) listener();
      });
    },
  };
  return made;
}

let shown: Rendered;
let saved: ReturnType<typeof store>;

beforeEach(async () => {
  saved = store({ name: "saved" });
  shown = await render(
    <>
      <SavedWords store={saved} />
      <SavedNotice store={saved} />
    </>,
  );
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  shown.close();
});

const notice = () => document.querySelector("[data-saved-notice]")?.textContent ?? null;
const wait = (milliseconds: number) =>
  act(() => {
    vi.advanceTimersByTime(milliseconds);
  });

it("says at once in few words, and after some seconds at length, that nothing can be stored", () => {
  saved.set({ name: "unsaved", cause: "store", kept: true });
  expect(document.body.textContent).toContain("Not saved yet: the server cannot store it");
  expect(notice()).toBeNull();
  wait(3000);
  expect(notice()).toContain("The server cannot store edits just now");
  expect(notice()).toContain("kept on this device");
  saved.set({ name: "saved" });
  wait(0);
  expect(notice()).toBeNull();
  expect(document.body.textContent).toContain("Saved");
});

it("keeps still about a fault that is gone before it would be read", () => {
  saved.set({ name: "unsaved", cause: "store", kept: true });
  wait(2000);
  saved.set({ name: "saved" });
  wait(5000);
  expect(notice()).toBeNull();
});

it("asks to keep the page open where this browser keeps no copy", () => {
  saved.set({ name: "unsaved", cause: "slow", kept: false });
  wait(0);
  expect(notice()).toContain("has not confirmed your last edits");
  expect(notice()).toContain("Keep this page open");
});

it("says what to do about a change that is too large", () => {
  saved.set({ name: "failed", reason: "too-large" });
  wait(0);
  expect(notice()).toContain("bring it in as several smaller ones");
});

it("offers to reload a page that is out of date, and says nothing of other refusals", () => {
  saved.set({ name: "refused", reason: "outdated" });
  wait(0);
  const told = document.querySelector("[data-outdated]");
  expect(told?.textContent).toContain("comes along");
  expect(told?.querySelector("button")?.textContent).toBe("Reload");
  saved.set({ name: "refused", reason: "denied" });
  wait(0);
  expect(document.querySelector("[data-outdated]")).toBeNull();
});
