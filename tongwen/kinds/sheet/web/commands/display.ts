/** What a value looks like under a number format: the text of a cell (ECMA-376-1 §18.8.31). */
import { format, formatColor, isDateFormat } from "numfmt";
import { amount, fullWidth, lower, upper, written, writtenDate } from "./chineseNumbers";

/** A computed or typed value of a cell, without its formula. */
export type Value = null | number | string | boolean | { e: string };

export interface DisplayOptions {
  /** A BCP 47 tag: month and weekday names where the format names no language. */
  locale?: string;
  date1904?: boolean;
}

const DAYS_TO_1904 = 1462;

/** The sections of a code, split at the semicolons outside quotes and brackets. */
export function sections(code: string): string[] {
  const found: string[] = [""];
  const token = /"[^"]*"?|\\.|\[[^\]]*\]?|;|[\s\S]/g;
  for (const [part] of code.matchAll(token)) {
    if (part === ";") found.push("");
    else found[found.length - 1] += part;
  }
  return found;
}

/** The section that a number is shown by, when no section has a condition of its own. */
function sectionFor(code: string, value: number): string {
  const all = sections(code);
  if (value < 0 && all.length > 1) return all[1] ?? "";
  if (value === 0 && all.length > 2) return all[2] ?? "";
  return all[0] ?? "";
}

/** Codes as Chinese editions write them, in the words that the formatter knows. */
function standard(code: string): string {
  return code
    .replace(/G\/通用格式/g, "General")
    .replace(/上午\/下午/g, "AM/PM")
    .replace(/\[DBNum\d\]/gi, "")
    .replace(/\[\$RMB\]/gi, "");
}

function inChinese(text: string, code: string, value: number): string {
  const section = sectionFor(code, value);
  const style = /\[DBNum([123])\]/i.exec(section)?.[1];
  if (!style) return text;
  if (/\[\$RMB\]/i.test(section)) return amount(value);
  if (style === "3") return fullWidth(text);
  const numerals = style === "1" ? lower : upper;
  if (isDateFormat(standard(section))) return writtenDate(text, numerals);
  if (/general|通用格式/i.test(section)) return written(text, numerals);
  return text.replace(/\d/g, (digit) => numerals.digits[Number(digit)] ?? digit);
}

function shown(value: number | string | boolean, code: string, options: DisplayOptions): string {
  const locale = options.locale?.replace("-", "_") ?? "en";
  const bare = standard(code);
  const serial = typeof value === "number" && options.date1904 && isDateFormat(bare);
  const text = format(bare, serial ? value + DAYS_TO_1904 : value, { locale, throws: false });
  if (typeof value !== "number") return text;
  const halves = /上午\/下午/.test(code)
    ? text.replace(/AM/g, "上午").replace(/PM/g, "下午")
    : text;
  return inChinese(halves, code, value);
}

/** Built-in formats whose day is written as the reader's country does (§18.8.30: 14 and 22), by what they are named. */
const LOCAL: Record<string, string> = { "mm-dd-yy": "", "m/d/yy h:mm": " h:mm" };

/** A cell's format, with the dates that follow the reader's language in its order; a code of one's own stays. */
export function localCode(
  code: string | undefined,
  locale: string | undefined,
): string | undefined {
  if (code === undefined || !Object.hasOwn(LOCAL, code)) return code;
  const day = locale?.startsWith("zh") ? "yyyy/m/d" : "m/d/yyyy";
  return `${day}${LOCAL[code]}`;
}

/**
 * The text of a value under a format code; an empty cell has none, an error its own name.
 *
 * A code that cannot be read shows the value as General does.
 */
export function displayText(
  value: Value,
  code: string | undefined,
  options: DisplayOptions = {},
): string {
  if (value === null) return "";
  if (typeof value === "object") return value.e;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  try {
    return shown(value, code || "General", options);
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
    return String(value);
  }
}

/** The colour that the format itself gives a value (`[Red]`), as `#RRGGBB` or a CSS name; else null. */
export function displayColor(value: Value, code: string | undefined): string | null {
  if (typeof value !== "number" || !code?.includes("[")) return null;
  try {
    const color = formatColor(standard(code), value, { throws: false });
    return typeof color === "string" ? color : null;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
    return null;
  }
}

/** Whether numbers under this format are dates or times. */
export function isDate(code: string | undefined): boolean {
  return code !== undefined && isDateFormat(standard(code));
}
