/** What completes the word at the caret of a formula: functions, names, tables, worksheets. */

import type { FunctionHelp } from "../../calc";
import { quotedSheet } from "../../commands/areas";
import { shownNames } from "../../commands/names";
import { tableNames } from "../../commands/tables";
import type { Sheet } from "../../model";
import { inLanguage, matchingFunctions } from "./catalogue";
import { caretAt, completed, type Edited } from "./tokens";

export interface Suggestion {
  kind: "function" | "name" | "table" | "sheet";
  text: string;
  /** A sentence beside it. */
  about: string;
}

const MOST = 9;

function starting(texts: readonly string[], word: string): string[] {
  const lower = word.toLowerCase();
  return texts.filter((text) => text.toLowerCase().startsWith(lower));
}

/** Suggestions for a word; none for a cell's name that is typed in full. */
export function suggestionsFor(
  word: string,
  sheet: Sheet,
  functions: readonly FunctionHelp[],
  locale: string,
): Suggestion[] {
  if (word === "" || /^\$?[A-Za-z]{1,3}\$?\d+$/.test(word)) return [];
  const { book } = sheet;
  const loaded = book
    .sheets()
    .map((info) => book.sheet(info.sid))
    .filter((other) => other !== null);
  const names = shownNames(book, locale).map((name) => name.name);
  const sheets = book.sheets().filter((info) => info.state === "visible" && info.sid !== sheet.sid);
  return [
    ...matchingFunctions(functions, word, MOST).map(
      (help): Suggestion => ({
        kind: "function",
        text: help.name,
        about: inLanguage(help.summary, locale),
      }),
    ),
    ...starting(names, word).map((text): Suggestion => ({ kind: "name", text, about: "" })),
    ...starting(tableNames(loaded), word).map(
      (text): Suggestion => ({ kind: "table", text, about: "" }),
    ),
    ...starting(
      sheets.map((info) => info.name),
      word,
    ).map((text): Suggestion => ({ kind: "sheet", text, about: "" })),
  ].slice(0, MOST);
}

/** The text with a suggestion in the place of the word at the caret. */
export function accepted(text: string, caret: number, suggestion: Suggestion): Edited {
  const by = suggestion.kind === "sheet" ? `${quotedSheet(suggestion.text)}!` : suggestion.text;
  return completed(text, caret, by, suggestion.kind === "function");
}

/** The function whose argument the caret is in. */
export function hintAt(
  text: string,
  caret: number,
  functions: readonly FunctionHelp[],
): { help: FunctionHelp; argument: number } | null {
  const { call } = caretAt(text, caret);
  const help = call && functions.find((one) => one.name === call.name.toUpperCase());
  return help ? { help, argument: call.argument } : null;
}
