import { expect, test } from "vitest";
import { newBook } from "../../model/tests/books";
import { calculateByHand } from "../calculating";

test("calculation by hand is a setting of the book, undone in one step", () => {
  const { book } = newBook();
  book.setSetting("calc", { iterate: true });
  calculateByHand(book, true);
  expect(book.setting("calc")).toEqual({ iterate: true, mode: "manual" });
  calculateByHand(book, false);
  expect(book.setting("calc")).toEqual({ iterate: true });
  book.steps.undo();
  expect(book.setting("calc")).toEqual({ iterate: true, mode: "manual" });
  book.steps.undo();
  expect(book.setting("calc")).toEqual({ iterate: true });
});

test("a setting that is no record is replaced", () => {
  const { book } = newBook();
  book.setSetting("calc", "manual");
  calculateByHand(book, true);
  expect(book.setting("calc")).toEqual({ mode: "manual" });
});
