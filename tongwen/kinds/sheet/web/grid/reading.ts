/** Cells as the grid needs them: computed values, and the text that one edits. */
import { displayText, isDate, type Value } from "../commands/display";
import type { Content, Sheet, Style } from "../model";
import { plainValue } from "./appearance";
import type { Values } from "./view";

/** Values that nobody computed: contents, and what the file said of formulas. */
export const cachedValues: Values = {
  value: (sheet, row, col) => sheet.content(row, col),
  onChange: () => () => {},
};

export function isFormula(content: Content): content is Extract<Content, { f: string }> {
  return typeof content === "object" && content !== null && "f" in content;
}

/** Digits as JavaScript keeps them, 15 at most as a spreadsheet does. */
function digits(value: number): string {
  return String(Number(value.toPrecision(15))).replace("e", "E");
}

/** What is written where one edits a value: dates as dates, percentages as such, text marked where it would be read as else. */
export function editedValue(value: Value, style: Style, date1904: boolean): string {
  if (value === null) return "";
  if (typeof value === "object") return value.e;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return typeof value === "string"
    ? editedWords(value, style)
    : editedNumber(value, style, date1904);
}

function editedWords(text: string, style: Style): string {
  const marked = style.quotePrefix || /^[=+@']/.test(text) || isReadAsElse(text);
  return marked && style.numberFormat !== "@" ? `'${text}` : text;
}

function editedNumber(value: number, { numberFormat }: Style, date1904: boolean): string {
  if (numberFormat && isDate(numberFormat)) {
    const day = value >= 1 ? "yyyy-mm-dd" : "";
    const time = value % 1 !== 0 || !day ? "hh:mm:ss" : "";
    return displayText(value, [day, time].filter(Boolean).join(" "), { date1904 });
  }
  return numberFormat?.includes("%") ? `${digits(value * 100)}%` : digits(value);
}

/** Text that would become a number or a truth value when it is entered again. */
function isReadAsElse(text: string): boolean {
  return text.trim() !== "" && (Number.isFinite(Number(text)) || /^(true|false)$/i.test(text));
}

/** The text with which editing a cell begins. */
export function editedText(sheet: Sheet, row: number, col: number): string {
  const formula = sheet.formula(row, col);
  if (formula !== null) return `=${formula}`;
  const date1904 = sheet.book.setting("date1904") === true;
  return editedValue(plainValue(sheet.content(row, col)), sheet.style(row, col), date1904);
}
