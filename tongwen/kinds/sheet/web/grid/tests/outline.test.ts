/** The signs that fold outline groups. */
import { expect, it } from "vitest";
import { foldGroup, groupLines } from "../../commands/lines";
import { setView } from "../../model";
import { newBook } from "../../model/tests/books";
import { Geometry } from "../geometry";
import { layoutOf } from "../lines";
import { Outline, signPlace, signsOf } from "../outline";

function grouped() {
  const [sheet] = newBook().sheets;
  if (!sheet) throw new Error("no worksheet");
  groupLines(sheet, [{ row1: 1, row2: 4, col1: 0, col2: 0 }], "rows", 1);
  groupLines(sheet, [{ row1: 2, row2: 3, col1: 0, col2: 0 }], "rows", 1);
  return sheet;
}

const geometryOf = (sheet: ReturnType<typeof grouped>) => {
  const geometry = new Geometry(layoutOf(sheet, { row: 0, col: 0 }));
  geometry.size = { w: 800, h: 600 };
  return geometry;
};

it("stand after each group, or before it where summaries are above", () => {
  const sheet = grouped();
  expect(signsOf(sheet).map(({ index, folded }) => [index, folded])).toEqual([
    [4, false],
    [5, false],
  ]);
  setView(sheet, { summaryBelow: false });
  expect(signsOf(sheet).map(({ index }) => index)).toEqual([0, 1]);
});

it("fold their group and bring it back", () => {
  const sheet = grouped();
  const place = document.createElement("div");
  const outline = new Outline(place, {
    labels: { fold: "fold", unfold: "unfold" },
    editable: () => true,
    fold: ({ axis, inside, folded }) => foldGroup(sheet, axis, inside, !folded),
  });
  const draw = () => {
    outline.set(signsOf(sheet));
    outline.draw(geometryOf(sheet));
    return [...place.querySelectorAll("button")];
  };
  expect(draw().map((button) => button.textContent)).toEqual(["−", "−"]);
  draw()[0]?.click();
  expect([2, 3, 4].map((row) => sheet.line("rows", row).hidden ?? false)).toEqual([
    true,
    true,
    false,
  ]);
  expect(draw()[0]?.getAttribute("aria-label")).toBe("unfold");
  draw()[0]?.click();
  expect(sheet.line("rows", 2).hidden).toBeUndefined();
});

it("are not drawn where their line is out of sight or hidden", () => {
  const sheet = grouped();
  const geometry = geometryOf(sheet);
  const [first] = signsOf(sheet);
  if (!first) throw new Error("no sign");
  expect(signPlace(geometry, first)?.x).toBe(2);
  geometry.scroll = { x: 0, y: 500 };
  expect(signPlace(geometry, first)).toBeNull();
  expect(signPlace(geometry, { ...first, index: 1e6 })).toBeNull();
});
