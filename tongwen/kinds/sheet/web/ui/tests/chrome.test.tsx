/** What one sees and presses around the grid. */
import { act, useSyncExternalStore } from "react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { button, click, type Rendered, render, type } from "@/testing/render";
import type { CalcStatus } from "../../calc";
import { calculateByHand } from "../../commands/calculating";
import { addFilter } from "../../commands/filters";
import { at, cells } from "../../commands/tests/books";
import { listFormula, noValidation, setValidation } from "../../commands/validation";
import { sheetCommands } from "../commands";
import { Dialogs } from "../Dialogs";
import { FindBar } from "../FindBar";
import { FormulaBar } from "../FormulaBar";
import { CellMenu } from "../menus/CellMenu";
import { ChoicesMenu } from "../menus/ChoicesMenu";
import { FilterMenu } from "../menus/FilterMenu";
import { SheetTabs } from "../SheetTabs";
import { Status } from "../Status";
import type { SheetSession } from "../session";
import { WorkbookNotices } from "../WorkbookNotices";
import { sessionOf } from "./view";

const nothing = () => {};
const page = {
  toggleHistory: nothing,
  hideHistory: nothing,
  print: nothing,
  tellSaved: nothing,
  chooseImage: nothing,
  goTo: nothing,
  formulaBar: true,
  toggleFormulaBar: nothing,
};

function Chrome({ session }: { session: SheetSession }) {
  const now = useSyncExternalStore(session.subscribe, session.getSnapshot);
  const props = { session, now, commands: sheetCommands(session, now, page) };
  return (
    <>
      <WorkbookNotices {...props} />
      <FormulaBar {...props} />
      <SheetTabs {...props} />
      <Status {...props} />
      <FindBar {...props} />
      <CellMenu {...props} />
      <FilterMenu {...props} />
      <ChoicesMenu {...props} />
      <Dialogs {...props} />
    </>
  );
}

let rendered: Rendered | null = null;

beforeAll(async () => {
  // Fields that grow with their text ask when fonts arrive; jsdom has none.
  Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });
  await import("../dialogs/Chosen");
});

async function show(session: SheetSession): Promise<Rendered> {
  rendered = await render(<Chrome session={session} />);
  return rendered;
}

afterEach(() => {
  rendered?.close();
  rendered = null;
});

const text = () => document.body.textContent ?? "";
const field = (label: string) =>
  document.querySelector(`input[aria-label="${label}"], textarea[aria-label="${label}"]`);

/** The input that a label of a dialog is for. */
function labelled(label: string): HTMLInputElement {
  const found = [...document.querySelectorAll("label")].find((one) => one.textContent === label);
  const input = found && document.getElementById(found.htmlFor);
  if (!(input instanceof HTMLInputElement)) throw new Error(`no field ${label}`);
  return input;
}

/** Wait for what comes a moment later; React draws between the looks. */
const until = (holds: () => void) =>
  vi.waitFor(
    async () => {
      await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
      holds();
    },
    { timeout: 4500, interval: 10 },
  );

describe("the formula bar", () => {
  it("shows what is in the cell, follows typing, and marks references in their colours", async () => {
    const { session, view } = sessionOf([["=SUM(B1:B2)"]]);
    await show(session);
    expect((field("Contents of the cell") as HTMLTextAreaElement).value).toBe("=SUM(B1:B2)");
    act(() => view.startEdit({ text: "=B1+C3" }));
    await rendered?.settle();
    expect(view.marks.map(({ area }) => area)).toEqual([at("B1"), at("C3")]);
    expect(new Set(view.marks.map(({ color }) => color)).size).toBe(2);
    act(() => view.startEdit({ text: "B1 is not a formula" }));
    await rendered?.settle();
    expect(view.marks).toEqual([]);
  });

  it("completes by Tab and hints at arguments", async () => {
    const { session, view } = sessionOf();
    await show(session);
    act(() => view.startEdit({ text: "=vlo" }));
    await rendered?.settle();
    expect(document.querySelector("[data-formula-help]")?.textContent).toContain("VLOOKUP");
    act(() => {
      window.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", cancelable: true }));
    });
    await rendered?.settle();
    expect(view.editing?.text).toBe("=VLOOKUP(");
    expect(document.querySelector("[data-formula-help] b")?.textContent).toBe("lookup_value");
  });

  it("cancels and keeps by its buttons", async () => {
    const { session, view, sheet } = sessionOf();
    await show(session);
    act(() => view.startEdit({ text: "no" }));
    click(button("Cancel"));
    expect(view.editing).toBeNull();
    act(() => view.startEdit({ text: "yes" }));
    click(button("Enter"));
    expect(cells(sheet, "A1")).toEqual([["yes"]]);
  });
});

describe("tabs", () => {
  const tabs = () => [...document.querySelectorAll('[role="tab"]')].map((tab) => tab.textContent);

  it("shows, adds and renames worksheets", async () => {
    const { session } = sessionOf([], {}, ["One", "Two"]);
    await show(session);
    expect(tabs()).toEqual(["One", "Two"]);
    click(button("New worksheet"));
    await until(() => expect(tabs()).toEqual(["One", "Sheet3", "Two"]));
    await until(() => expect(session.snapshot.sid).not.toBe("s1"));
    act(() => session.renaming.set(session.sheet.sid));
    const name = field("Name of the worksheet") as HTMLInputElement;
    type(name, "two");
    expect(name.getAttribute("aria-invalid")).toBe("true");
    type(name, "汇总");
    act(() => name.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })));
    await until(() => expect(tabs()).toEqual(["One", "汇总", "Two"]));
  });
});

describe("the status bar", () => {
  it("sums the selection", async () => {
    const { session, view } = sessionOf([[1], [2], [3.5]]);
    await show(session);
    act(() => view.select([at("A1:A3")]));
    await until(() => expect(text()).toContain("Sum 6.5"));
    expect(text()).toContain("Count 3");
    act(() => view.select([at("A1")]));
    await until(() => expect(text()).not.toContain("Sum 6.5"));
  });

  it("says when a value is the file's own", async () => {
    const { session } = sessionOf([["=X()"]], { stateOf: () => "unknown" });
    await show(session);
    expect(document.querySelector('[data-formula-state="unknown"]')).not.toBeNull();
  });

  it("offers to calculate what waits, in workbooks that are calculated by hand", async () => {
    const asked: (string | undefined)[] = [];
    const listeners = new Set<(status: CalcStatus) => void>();
    const calculation = {
      status: { state: "idle", waiting: true, failures: [] } as CalcStatus,
      onStatus: (listener: (status: CalcStatus) => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      recalculate: (sid?: string) => void asked.push(sid),
    };
    const { session } = sessionOf([], { calculation });
    await show(session);
    expect(document.querySelector("[data-calculate]")).toBeNull();
    act(() => calculateByHand(session.book, true));
    await until(() => expect(document.querySelector("[data-calculate]")).not.toBeNull());
    click(document.querySelector("[data-calculate]"));
    expect(asked).toEqual([undefined]);
    calculation.status = { ...calculation.status, waiting: false };
    act(() => {
      for (const listener of listeners) listener(calculation.status);
    });
    await until(() => expect(document.querySelector("[data-calculate]")).toBeNull());
  });
});

describe("menus", () => {
  it("offers the verbs of cells, and runs them", async () => {
    const { session, view, sheet } = sessionOf([["x"]]);
    await show(session);
    act(() => view.askMenu({ where: "cells", cell: { row: 0, col: 0 }, clientX: 5, clientY: 5 }));
    await rendered?.settle();
    const item = document.querySelector('[data-menu="cells"] [data-command="clear-contents"]');
    click(item);
    expect(sheet.content(0, 0)).toBeNull();
  });

  it("filters by the values that are ticked", async () => {
    const { session, sheet } = sessionOf([["kind"], ["a"], ["b"], ["a"]]);
    addFilter(sheet, at("A1:A4"));
    await show(session);
    const box = { x: 0, y: 0, inlineSize: 10, blockSize: 10 };
    act(() => session.menu.set({ kind: "filter", cell: { row: 0, col: 0 }, box }));
    await rendered?.settle();
    click(labelled("b"));
    click(button("Apply"));
    await rendered?.settle();
    expect([1, 2, 3].map((row) => sheet.line("rows", row).hidden ?? false)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("offers the choices of a list and types the one that is pressed", async () => {
    const { session, sheet } = sessionOf();
    setValidation(sheet, [at("A1")], {
      ...noValidation,
      kind: "list",
      f1: listFormula(["是", "否"]),
    });
    await show(session);
    const box = { x: 0, y: 0, inlineSize: 10, blockSize: 10 };
    act(() => session.menu.set({ kind: "choices", cell: { row: 0, col: 0 }, box }));
    await rendered?.settle();
    click(button("否"));
    expect(cells(sheet, "A1")).toEqual([["否"]]);
  });
});

describe("finding", () => {
  it("counts, goes to the next, and replaces all", async () => {
    const { session, view, sheet } = sessionOf([["ab"], ["x"], ["cab"]]);
    await show(session);
    act(() => session.finding.set("replace"));
    type(field("Find") as HTMLInputElement, "ab");
    await until(() => expect(text()).toContain("2 found"));
    click(button("Next"));
    await rendered?.settle();
    expect(view.selection.active).toEqual({ row: 2, col: 0 });
    type(field("Replace with") as HTMLInputElement, "z");
    click(button("Replace all"));
    await rendered?.settle();
    expect(cells(sheet, "A1:A3")).toEqual([["z"], ["x"], ["cz"]]);
  });

  it("says so when the expression cannot be read", async () => {
    const { session } = sessionOf([["ab"]]);
    await show(session);
    act(() => session.finding.set("find"));
    click(button("Regular expression"));
    type(field("Find") as HTMLInputElement, "(");
    await until(() => expect(text()).toContain("Not a regular expression"));
  });
});

describe("dialogs", () => {
  const shown = () =>
    until(() =>
      expect(document.querySelector('[role="dialog"] form, [role="dialog"] h2')).not.toBeNull(),
    );
  const open = async (
    session: SheetSession,
    dialog: Parameters<SheetSession["dialog"]["set"]>[0],
  ) => {
    await show(session);
    act(() => session.dialog.set(dialog));
    await shown();
  };

  it("formats cells", async () => {
    const { session, sheet } = sessionOf([[0.5]]);
    await open(session, { name: "format", tab: "number" });
    click(button("Percent"));
    click(button("Apply"));
    expect(sheet.style(0, 0).numberFormat).toBe("0.00%");
  });

  it("refuses a code that cannot be read", async () => {
    const { session, sheet } = sessionOf([[0.5]]);
    await open(session, { name: "format", tab: "number" });
    click(button("Custom"));
    type(labelled("Format code"), "[$-");
    expect(text()).toContain("This code cannot be read.");
    expect(button("Apply")?.disabled).toBe(true);
    expect(sheet.style(0, 0).numberFormat).toBeUndefined();
  });

  it("links a cell, and not to a script", async () => {
    const { session, sheet } = sessionOf([["x"]]);
    await open(session, { name: "link" });
    const address = field("Address") as HTMLInputElement;
    type(address, "javascript:alert(1)");
    click(button("Apply"));
    expect(text()).toContain("Type a web or e-mail address");
    type(address, "example.org");
    click(button("Apply"));
    expect(sheet.objects("link")).toHaveLength(1);
    expect(sheet.objects("link")[0]?.[1].target).toBe("https://example.org");
  });

  it("names the selection", async () => {
    const { session } = sessionOf();
    await open(session, { name: "names" });
    click(button("New name"));
    type(labelled("Name"), "A1");
    expect(button("Apply")?.disabled).toBe(true);
    type(labelled("Name"), "税率");
    click(button("Apply"));
    expect(session.book.names().map((name) => name.name)).toEqual(["税率"]);
  });

  it("writes conditional formats", async () => {
    const { session, sheet } = sessionOf();
    await open(session, { name: "rule", kind: "cellIs", placed: null });
    type(labelled("Value"), "5");
    click(button("Apply"));
    expect(sheet.objects("format")[0]?.[1]).toMatchObject({
      rules: [{ kind: "cellIs", operator: "greaterThan", formulas: ["5"] }],
    });
  });

  it.each([
    "sort",
    "validation",
    "rules",
    "note",
    "functions",
    "columns",
    "duplicates",
    "paste",
    "insert",
    "delete",
    "unhide",
  ] as const)("opens %s and closes without a change", async (name) => {
    const { session, sheet } = sessionOf([["b,1"], ["a,2"]]);
    await open(session, { name });
    expect(document.querySelector('[role="dialog"]')).not.toBeNull();
    const label = sheet.book.steps.undoLabel;
    act(() => session.dialog.set(null));
    await rendered?.settle();
    expect(document.querySelector('[role="dialog"]')).toBeNull();
    expect(sheet.book.steps.undoLabel).toBe(label);
  });

  it("sorts, splits and removes what is there twice", async () => {
    const { session, sheet, view } = sessionOf([["b,1"], ["a,2"], ["b,1"]]);
    view.select([at("A1:A3")]);
    await open(session, { name: "duplicates" });
    click(button("Remove"));
    await rendered?.settle();
    expect(cells(sheet, "A1:A3")).toEqual([["b,1"], ["a,2"], [null]]);
    act(() => session.dialog.set({ name: "sort" }));
    await shown();
    click(button("Sort"));
    await rendered?.settle();
    act(() => session.dialog.set({ name: "columns" }));
    await shown();
    click(button("Split"));
    expect(cells(sheet, "A1:B2")).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
  });
});

describe("notices", () => {
  it("tells of macros and of other workbooks, until dismissed", async () => {
    const { session } = sessionOf();
    session.book.setSetting("macros", true);
    session.book.setSetting("external", [{ target: "other.xlsx" }]);
    await show(session);
    expect(document.querySelectorAll("[data-workbook-notice]")).toHaveLength(2);
    click(document.querySelector('[data-workbook-notice="macros"] button'));
    expect(document.querySelector('[data-workbook-notice="macros"]')).toBeNull();
  });
});
