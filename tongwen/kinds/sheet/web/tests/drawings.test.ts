/** What stands over the cells: filled when it comes in sight, drawn again when it says something else. */
import { describe, expect, it } from "vitest";
import { Drawings } from "../drawings";
import type { UniverSheetView } from "../grid/UniverSheetView";
import type { Overlay } from "../grid/view";
import { putObject, type SheetObject } from "../model";
import { newBook } from "../model/tests/books";

const anchor = { pos: [0, 0], size: [952_500, 476_250] };
const NS = 'xmlns:xdr="x" xmlns:a="a" xmlns:r="r"';
const raw = `<xdr:sp ${NS}><xdr:spPr><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></xdr:spPr></xdr:sp>`;

/** Ten pixels a line, but for hidden ones. */
function placed(hidden: readonly number[] = []) {
  const before = (line: number): number => 10 * (line - hidden.filter((one) => one < line).length);
  return ({ row, col }: { row: number; col: number }) => ({ x: 10 * col, y: before(row) });
}

function shown(objects: Partial<SheetObject>[], sight = true, hidden: readonly number[] = []) {
  const [sheet] = newBook().sheets;
  if (!sheet) throw new Error("a new book has a worksheet");
  for (const one of objects) putObject(sheet, { type: "drawing", anchor, ...one });
  let overlays: Overlay[] = [];
  const view = {
    sheet,
    place: placed(hidden),
    setOverlays: (all: Overlay[]) => {
      overlays = all;
      if (sight) for (const one of all) one.onShow?.();
    },
  } as unknown as UniverSheetView;
  const ended: string[] = [];
  const drawings = new Drawings(view, {
    image: (part) => `/${part}`,
    chart: (element, { part }) => {
      element.textContent = String(part);
      return () => ended.push(String(part));
    },
    words: { chart: "Chart", shape: "Drawing" },
  });
  drawings.refresh();
  return { sheet, drawings, ended, overlays: () => overlays, first: () => overlays[0]?.element };
}

describe("drawings", () => {
  it("are empty until they come in sight, and are not filled twice", () => {
    const { drawings, overlays, first, ended } = shown([{ kind: "chart", part: "c1" }], false);
    expect(first()?.childNodes).toHaveLength(0);
    overlays()[0]?.onShow?.();
    expect(first()?.textContent).toBe("c1");
    const element = first();
    drawings.refresh();
    overlays()[0]?.onShow?.();
    expect(first()).toBe(element);
    drawings.destroy();
    expect(ended).toEqual(["c1"]);
  });

  it("of formats that nobody draws leave their name", () => {
    const plain = shown([{ kind: "image", media: "a.pict", name: "wrench" }]);
    plain.first()?.querySelector("img")?.dispatchEvent(new Event("error"));
    expect(plain.first()?.textContent).toBe("wrench");
    const framed = `<xdr:pic ${NS}><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill><xdr:spPr/></xdr:pic>`;
    const parts = { rId1: "b.emf" };
    const cropped = shown([{ kind: "image", media: "b.emf", name: "logo", raw: framed, parts }]);
    const image = cropped.first()?.querySelector("img");
    expect(image?.getAttribute("src")).toBe("/b.emf");
    image?.dispatchEvent(new Event("error"));
    expect(cropped.first()?.textContent).toBe("logo");
    expect(cropped.first()?.querySelector("img")).toBeNull();
  });

  it("that are pictures whose frame cannot be read are shown without it", () => {
    const { first } = shown([{ kind: "image", media: "a.png", raw: "<" }]);
    expect(first()?.querySelector("img")?.getAttribute("src")).toBe("/a.png");
  });

  it("are shapes and groups, or a box with their name", () => {
    const { overlays } = shown([
      { kind: "shape", raw },
      { kind: "group", raw: `<xdr:grpSp ${NS}/>`, name: "Group 1" },
      { kind: "unknown" },
      { kind: "shape", raw: `<xdr:sp ${NS}/>`, name: "Unseen" },
    ]);
    const [shape, group, unknown, unseen] = overlays().map(({ element }) => element);
    expect(shape?.querySelector("path")?.getAttribute("fill")).toBe("#FF0000");
    expect(group?.textContent).toBe("Group 1");
    expect(unknown?.textContent).toBe("Drawing");
    expect(unknown?.dataset.placeholder).toBe("true");
    expect([unseen?.textContent, unseen?.dataset.placeholder]).toEqual(["", undefined]);
  });

  it("that are level lines are drawn level", () => {
    const line = raw
      .replace("<a:solidFill", '<a:prstGeom prst="line"/><a:ln><a:solidFill')
      .replace("</a:solidFill>", "</a:solidFill></a:ln>");
    const flat = { ...anchor, size: [952_500, 0] };
    const { overlays, first } = shown([{ kind: "shape", raw: line, anchor: flat }]);
    expect(overlays()[0]?.blockSize).toBe(4);
    expect(first()?.querySelector("path")?.getAttribute("d")).toBe("M0 0L100 0");
  });

  it("fold with hidden rows, and are gone when all of theirs are hidden", () => {
    const over = (from: unknown[], to: unknown[]) => ({ kind: "shape", raw, anchor: { from, to } });
    const half = 5 * 9525;
    const two = over(["2", "0", 0, half], ["4", "3", 0, half]);
    const box = (hidden: number[]) => shown([two], true, hidden).overlays()[0];
    expect([box([])?.y, box([])?.blockSize]).toEqual([25, 20]);
    expect([box([2])?.y, box([2])?.blockSize]).toEqual([20, 15]);
    expect(box([2, 3])?.blockSize).toBe(5);
    expect(box([2, 3, 4])).toBeUndefined();
    const flat = over(["2", "0", 0, half], ["2", "3", 0, half]);
    expect(shown([flat], true, [2]).overlays()).toHaveLength(1);
  });

  it("that are hidden are not there", () => {
    expect(shown([{ kind: "shape", raw, hidden: true }]).overlays()).toEqual([]);
  });

  it("are drawn anew when their size changes, pictures and charts stay", () => {
    const { sheet, drawings, overlays } = shown([
      { kind: "shape", raw },
      { kind: "image", media: "a.png" },
    ]);
    const before = overlays().map(({ element }) => element);
    for (const [token, object] of [...sheet.objects("drawing")])
      putObject(sheet, { ...object, anchor: { ...anchor, size: [95_250, 95_250] } }, token);
    drawings.refresh();
    const after = overlays().map(({ element }) => element);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it("are controls as they stood", () => {
    const controls = [
      { type: "Checkbox", label: "Agreed", checked: 1 },
      { type: "Radio", label: "This", checked: 0 },
      { type: "Button", label: "Go" },
      { type: "Drop", value: "Two" },
      { type: "GBox", label: "Choice" },
      { type: "Slicer", label: "Region" },
      { type: "Scroll" },
      { type: "Spin" },
      { type: "constructor" },
    ];
    const { overlays } = shown(
      controls.map((control) => ({ kind: "control", control, name: "Control 1" })),
    );
    expect(overlays().map(({ element }) => element.textContent)).toEqual([
      "✓Agreed",
      "This",
      "Go",
      "Two▼",
      "Choice",
      "Region",
      "◀▶",
      "▲▼",
      "Control 1",
    ]);
    expect(overlays().at(-1)?.element.dataset.placeholder).toBe("true");
  });

  it("with nonsense in them do no harm", () => {
    const odd = { kind: "shape", raw: 7, parts: [], control: "x", media: {}, name: null };
    const { first } = shown([odd as unknown as Partial<SheetObject>]);
    expect(first()?.dataset.placeholder).toBe("true");
  });
});
