/** Formulas that may fill more cells than their own are marked when they are typed. */
import { expect, it } from "vitest";
import { couldSpill } from "../calc/entered";
import { sheetOf } from "../commands/tests/books";
import { enter, setContents, typedContent } from "../model";

it.each([
  ["=sequence(3)", 1],
  ["=A1:A3*2", 1],
  ["=SORT(A1:A3)", 1],
  ["=SUM(A1:A3)", undefined],
  ["=A1+1", undefined],
  ["=(((", undefined],
])("%s", (text, dyn) => {
  const sheet = sheetOf([[1], [2], [3]]);
  expect(typedContent(sheet, 0, 2, text).content).not.toHaveProperty("dyn");
  sheet.book.spills = couldSpill;
  enter(sheet, 0, 2, text);
  expect((sheet.content(0, 2) as { dyn?: 1 }).dyn).toBe(dyn);
});

it("numbers and text that look like formulas are none", () => {
  const sheet = sheetOf();
  sheet.book.spills = () => true;
  for (const text of ["=", "+1", "'=A1:A3", "A1:A3"]) enter(sheet, 0, 0, text);
  expect(sheet.content(0, 0)).toBe("A1:A3");
  setContents(sheet, 1, 0, [["=A1:A3"]]);
  expect(sheet.content(1, 0)).toBe("=A1:A3");
});
