/** Number format codes: the categories people choose from, their options, and decimals more or fewer. */
import { isDateFormat, isValidFormat } from "numfmt";
import { sections } from "./display";

export type Category =
  | "general"
  | "number"
  | "currency"
  | "accounting"
  | "date"
  | "time"
  | "percent"
  | "fraction"
  | "scientific"
  | "text"
  | "special"
  | "custom";

export type Negative = "minus" | "red" | "parentheses" | "redParentheses";

export interface NumberOptions {
  decimals: number;
  thousands: boolean;
  symbol: string;
  negative: Negative;
}

export const GENERAL = "General";
export const currencySymbols = ["¥", "$", "€", "£", "HK$", "NT$", "₩", "₽", "₹"];

export const dateCodes = [
  "yyyy/m/d",
  "yyyy-mm-dd",
  'yyyy"年"m"月"d"日"',
  'yyyy"年"m"月"',
  'm"月"d"日"',
  '[DBNum1][$-804]yyyy"年"m"月"d"日"',
  "[$-804]aaaa",
  "[$-804]aaa",
  "m/d/yyyy",
  "d-mmm-yy",
  "mmm-yy",
  "[$-409]d mmmm yyyy",
  "yyyy/m/d h:mm",
  "yyyy-mm-dd hh:mm:ss",
];

export const timeCodes = [
  "h:mm",
  "h:mm:ss",
  "h:mm AM/PM",
  "h:mm:ss AM/PM",
  'h"时"mm"分"',
  'h"时"mm"分"ss"秒"',
  '上午/下午h"时"mm"分"',
  "[h]:mm:ss",
  "mm:ss.0",
];

export const fractionCodes = ["# ?/?", "# ??/??", "# ???/???", "# ?/2", "# ?/4", "# ?/8", "# ?/10"];

export const specialCodes = {
  lower: "[DBNum1][$-804]General",
  upper: "[DBNum2][$-804]General",
  money: "[DBNum2][$RMB]General",
  fullWidth: "[DBNum3][$-804]General",
  postcode: "000000",
} as const;

function digits(decimals: number, thousands: boolean): string {
  const places = Math.min(Math.max(Math.trunc(decimals), 0), 30);
  return (thousands ? "#,##0" : "0") + (places > 0 ? `.${"0".repeat(places)}` : "");
}

function quoted(symbol: string): string {
  return symbol === "" || /^[¥$€£₩₽₹]$/.test(symbol) ? symbol : `"${symbol.replaceAll('"', "")}"`;
}

function withNegative(positive: string, negative: Negative): string {
  if (negative === "minus") return positive;
  if (negative === "red") return `${positive};[Red]-${positive}`;
  const padded = `${positive}_)`;
  return `${padded};${negative === "redParentheses" ? "[Red]" : ""}(${positive})`;
}

/** The code of a category with these options; for lists (dates …) use the codes themselves. */
export function codeFor(category: Category, options: NumberOptions): string {
  const { decimals, thousands, symbol, negative } = options;
  switch (category) {
    case "number":
      return withNegative(digits(decimals, thousands), negative);
    case "currency":
      return withNegative(quoted(symbol) + digits(decimals, true), negative);
    case "accounting": {
      const sign = quoted(symbol);
      const number = digits(decimals, true);
      const empty = decimals > 0 ? "?".repeat(Math.min(decimals, 30)) : "";
      return `_ ${sign}* ${number}_ ;_ ${sign}* -${number}_ ;_ ${sign}* "-"${empty}_ ;_ @_ `;
    }
    case "percent":
      return `${digits(decimals, false)}%`;
    case "scientific":
      return `${digits(decimals, false)}E+00`;
    case "date":
      return dateCodes[0] ?? GENERAL;
    case "time":
      return timeCodes[0] ?? GENERAL;
    case "fraction":
      return fractionCodes[0] ?? GENERAL;
    case "text":
      return "@";
    case "special":
      return specialCodes.upper;
    default:
      return GENERAL;
  }
}

/** A code without what is written literally: quoted text, escapes, padding, brackets. */
function bare(code: string): string {
  return code.replace(/"[^"]*"?|\\.|[_*].|\[[^\]]*\]?/g, "");
}

function isTime(code: string): boolean {
  const letters = bare(code).toLowerCase();
  return /[hs]|\[[hms]+\]/i.test(`${letters}${code}`) && !/[yd]|e|a{3}/.test(letters);
}

function structural(code: string): Category {
  const first = bare(sections(code)[0] ?? "");
  if (/E[+-]/i.test(first)) return "scientific";
  if (first.includes("%")) return "percent";
  if (/[#0?]\s*\/\s*[?\d]/.test(first)) return "fraction";
  if (/^_ .*\* /.test(code)) return "accounting";
  if (/[¥$€£₩₽₹]|\[\$[^-\]]+/.test(code) || /^"(HK|NT)\$"/.test(code)) return "currency";
  return /^[#,0.()\s-]+$/.test(first) ? "number" : "custom";
}

/** The category that a code is shown under in the dialog. */
export function categoryOf(code: string | undefined): Category {
  if (!code || /^(general|G\/通用格式)$/i.test(code)) return "general";
  if (code === "@") return "text";
  if (/\[DBNum\d\]/i.test(code) && !dateCodes.includes(code)) return "special";
  if (code === specialCodes.postcode) return "special";
  const known = code.replace(/上午\/下午/g, "AM/PM");
  if (!isReadable(code)) return "custom";
  if (isDateFormat(known)) return isTime(known) ? "time" : "date";
  return structural(code);
}

function negativeOf(code: string): Negative {
  const second = sections(code)[1] ?? "";
  const red = /\[(red|红色)\]/i.test(second);
  if (/\(/.test(bare(second))) return red ? "redParentheses" : "parentheses";
  return red ? "red" : "minus";
}

/** Decimals of the first section; null where it has no digits to count. */
export function decimalsOf(code: string): number | null {
  const first = bare(sections(code)[0] ?? "");
  const match = /[#0?](?:\.([#0?]*))?(?=[^#0?.]*$|%|E)/i.exec(first);
  return match ? (match[1]?.length ?? 0) : null;
}

/** What the dialog shows for a code. */
export function optionsOf(code: string, symbol = "¥"): NumberOptions {
  const found = /HK\$|NT\$|[¥$€£₩₽₹]/.exec(code)?.[0];
  return {
    decimals: decimalsOf(code) ?? 2,
    thousands: /#,##0/.test(code),
    symbol: found ?? symbol,
    negative: negativeOf(code),
  };
}

/** Literal text, which no digit may be taken from or put into. */
const LITERAL = /("[^"]*"?|\\.|[_*].|\[[^\]]*\]?)/;

function stepSection(section: string, delta: 1 | -1): string {
  const parts = section.split(LITERAL);
  // The last run of digits before an exponent or per cent sign carries the decimals.
  for (let index = 0; index < parts.length; index += 2) {
    const part = parts[index] ?? "";
    const match = /([#0?,]*[#0?])(\.[#0?]*)?/.exec(part);
    if (!match) continue;
    const decimals = match[2] ?? "";
    let next = decimals;
    if (delta > 0) next = decimals === "" ? ".0" : `${decimals}0`;
    else next = decimals.length <= 2 ? "" : decimals.slice(0, -1);
    const before = part.slice(0, match.index);
    const after = part.slice(match.index + match[0].length);
    parts[index] = `${before}${match[1]}${next}${after}`;
    return parts.join("");
  }
  return section;
}

/**
 * The code with one decimal more or fewer in each section.
 *
 * General starts from the decimals that its `value` shows. Dates, fractions and text stay as they are.
 */
export function stepDecimals(code: string | undefined, delta: 1 | -1, value?: unknown): string {
  const category = categoryOf(code);
  if (category === "general") {
    const shown = typeof value === "number" ? (String(value).split(".")[1] ?? "").length : 0;
    return digits(Math.max(0, Math.min(shown, 9) + delta), false);
  }
  if (!code || ["date", "time", "fraction", "text", "special"].includes(category)) {
    return code ?? GENERAL;
  }
  return sections(code)
    .map((section) => stepSection(section, delta))
    .join(";");
}

/** Whether a code typed by hand can be read. Codes longer than Excel's 255 characters cannot. */
export function isReadable(code: string): boolean {
  if (code.length === 0 || code.length > 255) return false;
  const known = code
    .replace(/G\/通用格式/g, "General")
    .replace(/上午\/下午/g, "AM/PM")
    .replace(/\[DBNum\d\]|\[\$RMB\]/gi, "");
  return known === "" || isValidFormat(known);
}
