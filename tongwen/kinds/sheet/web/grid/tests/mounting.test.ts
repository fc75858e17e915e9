/** Where drawings stand when lines are frozen. */
import { afterEach, describe, expect, it } from "vitest";
import { Geometry } from "../geometry";
import { Mounting, panesOf, placeIn } from "../mounting";

/** Two rows of 20 and one column of 64 pixels are frozen; scrolled by 100 and 200. */
function geometry(zoom = 1): Geometry {
  const made = new Geometry({
    rows: { count: 1000, size: 20, sizes: new Map() },
    columns: { count: 50, size: 64, sizes: new Map() },
    merges: [],
    frozenRows: 2,
    frozenColumns: 1,
    gridlines: true,
    headings: true,
  });
  made.size = { w: 800, h: 600 };
  made.zoom = zoom;
  made.scroll = { x: 100, y: 200 };
  return made;
}

const box = (x: number, y: number, inlineSize = 30, blockSize = 10) => ({
  x,
  y,
  inlineSize,
  blockSize,
});

const named = (made: Geometry, one: ReturnType<typeof box>): string[] =>
  panesOf(made, one).map(({ frozenRows, frozenColumns }) =>
    [frozenRows && "rows", frozenColumns && "columns"].filter(Boolean).join("+"),
  );

describe("a drawing", () => {
  it("is in the pane that it lies in", () => {
    expect(named(geometry(), box(10, 10))).toEqual(["rows+columns"]);
    expect(named(geometry(), box(80, 10))).toEqual(["rows"]);
    expect(named(geometry(), box(10, 50))).toEqual(["columns"]);
    expect(named(geometry(), box(80, 50))).toEqual([""]);
  });

  it("is in all panes that it crosses, first in that of its start", () => {
    expect(named(geometry(), box(10, 10, 100, 100))[0]).toBe("rows+columns");
    expect(named(geometry(), box(10, 10, 100, 100))).toHaveLength(4);
    expect(named(geometry(2), box(80, 30, 30, 100))).toEqual(["rows", ""]);
  });

  it("stands still in frozen lines and scrolls elsewhere", () => {
    const made = geometry(2);
    const place = (x: number, y: number) => {
      const [pane] = panesOf(made, box(x, y));
      return pane && placeIn(made, pane, box(x, y));
    };
    expect(place(10, 10)).toEqual({ x: 20, y: 20 });
    expect(place(80, 10)).toEqual({ x: 2 * (80 - 100 - 64), y: 20 });
    expect(place(10, 150)).toEqual({ x: 20, y: 2 * (150 - 200 - 40) });
  });
});

describe("what is out of sight", () => {
  it("is in no pane, but near the edge it is still drawn", () => {
    expect(named(geometry(), box(5000, 300))).toEqual([]);
    expect(named(geometry(), box(300, 5000))).toEqual([]);
    expect(named(geometry(), box(300, 950))).toEqual([""]);
    expect(named(geometry(), box(10, 5000))).toEqual([]);
  });

  it("is not in the page, and is filled when it comes in sight", () => {
    const parent = document.createElement("div");
    const mounting = new Mounting(parent, () => {});
    const shown: string[] = [];
    const overlays = ["near", "far"].map((token) => ({
      token,
      element: document.createElement("div"),
      onShow: () => shown.push(token),
      ...box(300, token === "near" ? 300 : 9000),
    }));
    mounting.set(overlays);
    mounting.place(geometry());
    expect(shown).toEqual(["near"]);
    expect(overlays.map(({ element }) => element.isConnected || parent.contains(element))).toEqual([
      true,
      false,
    ]);
    const below = geometry();
    below.scroll = { x: 100, y: 8900 };
    mounting.place(below);
    expect(shown).toEqual(["near", "far"]);
    expect(overlays.map(({ element }) => parent.contains(element))).toEqual([false, true]);
    expect(overlays.map(({ element }) => element.style.zIndex)).toEqual(["0", "1"]);
  });
});

describe("elements", () => {
  const parent = document.createElement("div");
  afterEach(() => parent.replaceChildren());

  it("stay as they are while drawings are placed anew, and go with them", () => {
    const mounting = new Mounting(parent, () => {});
    const element = document.createElement("div");
    const overlay = { token: "a", element, ...box(80, 50) };
    mounting.set([overlay]);
    mounting.place(geometry());
    const home = element.parentElement;
    expect(home).not.toBeNull();
    mounting.set([{ ...overlay, y: 90 }]);
    mounting.place(geometry());
    expect(element.parentElement).toBe(home);
    expect(element.style.insetBlockStart).toBe("-150px");
    mounting.set([]);
    expect(element.parentElement).toBeNull();
  });

  it("have likenesses beyond frozen lines, which screen readers pass over", async () => {
    let redrawn = 0;
    const mounting = new Mounting(parent, () => {
      redrawn += 1;
    });
    const element = document.createElement("div");
    element.textContent = "chart";
    mounting.set([{ token: "a", element, ...box(80, 10, 30, 100) }]);
    mounting.place(geometry());
    const copies = () => [...parent.querySelectorAll("[aria-hidden]")];
    expect(copies().map((copy) => copy.textContent)).toEqual(["chart"]);
    element.append("!");
    await Promise.resolve();
    expect(redrawn).toBe(1);
    mounting.place(geometry());
    expect(copies().map((copy) => copy.textContent)).toEqual(["chart!"]);
    mounting.destroy();
    expect(copies()).toEqual([]);
  });
});
