import { expect, it } from "vitest";
import { deleteLines, insertLines, moveLines, setContents, sortRange } from "../index";
import { contents, grid, newBook } from "./books";

it("smokes", () => {
  const { book, sheets: [sheet] } = newBook();
  if (!sheet) throw new Error();
  setContents(sheet, 0, 0, contents(sheet, [[3, "=A1*2"], [1, "=A2*2"], [2, "=SUM(A1:A3)"]]));
  expect(grid(sheet, 3, 2)).toEqual([[3, "=A1*2"], [1, "=A2*2"], [2, "=SUM(A1:A3)"]]);
  insertLines(sheet, "rows", 1, 2);
  expect(grid(sheet, 5, 2)).toEqual([[3, "=A1*2"], [null, null], [null, null], [1, "=A4*2"], [2, "=SUM(A1:A5)"]]);
  deleteLines(sheet, "rows", [[0, 0]]);
  expect(grid(sheet, 4, 2)).toEqual([[null, null], [null, null], [1, "=A3*2"], [2, "=SUM(A1:A4)"]]);
  moveLines(sheet, "rows", 3, 3, 0);
  expect(grid(sheet, 4, 2)[0]).toEqual([2, "=SUM(A1:A1)"]);
  expect(book.steps.undo()).toBe("moveLines");
  book.steps.undo();
  book.steps.undo();
  expect(grid(sheet, 3, 2)).toEqual([[3, "=A1*2"], [1, "=A2*2"], [2, "=SUM(A1:A3)"]]);
  sortRange(sheet, { row1: 0, col1: 0, row2: 2, col2: 0 }, [{ at: 0 }]);
  expect(grid(sheet, 3, 2)).toEqual([[1, "=A1*2"], [2, "=A2*2"], [3, "=SUM(A1:A3)"]]);
});
