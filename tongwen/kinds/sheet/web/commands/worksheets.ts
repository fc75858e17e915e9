/** Worksheets: the name of a new one, copies, and what is left when one goes. */
import type { Book, SheetInfo } from "../model";

/** `word` and the least number that is free: Sheet2, 工作表2. */
export function freshName(book: Book, word: string): string {
  const taken = new Set(book.sheets().map((sheet) => sheet.name.toLowerCase()));
  let number = book.sheets().length + 1;
  while (taken.has(`${word}${number}`.toLowerCase())) number += 1;
  return `${word}${number}`;
}

const LONGEST = 31;

/** `Name (2)`, cut so that it stays a possible name. */
export function copyName(book: Book, name: string): string {
  const base = name.replace(/ \(\d+\)$/, "");
  const taken = new Set(book.sheets().map((sheet) => sheet.name.toLowerCase()));
  for (let number = 2; ; number += 1) {
    const end = ` (${number})`;
    const full = base.slice(0, LONGEST - end.length) + end;
    if (!taken.has(full.toLowerCase())) return full;
  }
}

export type SheetNameProblem = "empty" | "long" | "characters" | "taken";

/** What is wrong with a worksheet's name; null when nothing is. */
export function sheetNameProblem(book: Book, name: string, sid?: string): SheetNameProblem | null {
  const text = name.trim();
  if (text === "") return "empty";
  if (text.length > LONGEST) return "long";
  if (/[[\]:*?/\\]|^'|'$/.test(text)) return "characters";
  const other = book.sheetNamed(text);
  return other && other.sid !== sid ? "taken" : null;
}

/** Those with a tab. */
export function shownSheets(book: Book): SheetInfo[] {
  return book.sheets().filter((sheet) => sheet.state === "visible");
}

/** Those that can be brought back by hand. */
export function hiddenSheets(book: Book): SheetInfo[] {
  return book.sheets().filter((sheet) => sheet.state === "hidden");
}

/** Whether a worksheet may be hidden or deleted: one must remain to be seen. */
export function maySpare(book: Book, sid: string): boolean {
  return shownSheets(book).some((sheet) => sheet.sid !== sid);
}

/** The worksheet to show when one is gone: its neighbour. */
export function neighbour(book: Book, sid: string): string | null {
  const shown = shownSheets(book);
  const at = shown.findIndex((sheet) => sheet.sid === sid);
  return (shown[at + 1] ?? shown[at - 1])?.sid ?? null;
}

/** The worksheet `step` tabs further; stays at the ends. */
export function sheetBeside(book: Book, sid: string, step: 1 | -1): string | null {
  const shown = shownSheets(book);
  return shown[shown.findIndex((sheet) => sheet.sid === sid) + step]?.sid ?? null;
}

/** Where a tab dropped before `beforeSid` (null: at the end) goes among all worksheets. */
export function dropIndex(book: Book, sid: string, beforeSid: string | null): number {
  const others = book.sheets().filter((sheet) => sheet.sid !== sid);
  const at = others.findIndex((sheet) => sheet.sid === beforeSid);
  return at < 0 ? others.length : at;
}
