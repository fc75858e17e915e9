/** What somebody typed into a cell: a formula, number, date, time, percentage, truth value or text. */
import { type Content, isFormula } from "../content";
import type { Sheet } from "../sheet";
import { withColumnKeys } from "../tableColumns";
import { encodeTyped } from "../template";

/** What typed text comes to. `format`: the number format it asks for where there is none yet. */
export interface Typed {
  content: Content;
  format?: string;
  /** A leading apostrophe: text, whatever it looks like. */
  quoted?: boolean;
}

const ERRORS = /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A)$/i;
const NUMBER =
  /^([-+]?)(\(?)([¥￥$€£]?)\s*(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?(?:[eE]([-+]?\d+))?\s*(%?)(\)?)$/;
const DATE = /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/;
const MONTH_DAY = /^(\d{1,2})(?:\/(\d{1,2})|月(\d{1,2})日)$/;
const YEAR_MONTH = /^(\d{4})(?:年(\d{1,2})月|[-/](\d{1,2}))$/;
const TIME = /^(\d{1,3}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?(?:\s*([AaPp])[Mm])?$/;
/** Full-width digits and signs, as Chinese input methods write them, mean the same. */
const WIDE = /[！-～]/g;

const DAY = 86_400_000;

/** The serial number of a day; null when there is no such day. */
function serial(year: number, month: number, day: number, date1904: boolean): number | null {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1900) return null;
  const days = Math.round((time - Date.UTC(1899, 11, 30)) / DAY);
  if (date1904) return days >= 1462 ? days - 1462 : null;
  // 1900 counts a 29 February that was not
  return days > 60 ? days : days - 1 || null;
}

/** The number in the groups of NUMBER; null when they do not fit together. */
function numberIn(found: RegExpExecArray): number | null {
  const [, sign, open, , digits = "", fraction = "", exponent, , close] = found;
  const bare = !digits && fraction.length < 2;
  if (bare || (open === "(") !== (close === ")") || (open && sign)) return null;
  const decimals = fraction === "." ? "" : fraction;
  const plain = Number(`${digits.replaceAll(",", "") || "0"}${decimals}e${exponent ?? 0}`);
  if (!Number.isFinite(plain)) return null;
  return sign === "-" || open ? -plain : plain;
}

function readNumber(text: string): Typed | null {
  const found = NUMBER.exec(text);
  const value = found && numberIn(found);
  if (!found || value === null) return null;
  const [, , , currency, digits = "", fraction = "", exponent, percent] = found;
  const places = fraction.length > 1 ? ".00" : "";
  if (percent) return { content: Number((value / 100).toPrecision(15)), format: `0${places}%` };
  if (currency) return { content: value, format: `"${currency}"#,##0${places}` };
  if (digits.includes(",")) return { content: value, format: `#,##0${places}` };
  return exponent === undefined ? { content: value } : { content: value, format: "0.00E+00" };
}

function readDate(text: string, date1904: boolean, today: Date): Typed | null {
  const full = DATE.exec(text);
  if (full) {
    const [year, month, day] = full
      .slice(1)
      .filter((part) => part !== undefined)
      .map(Number);
    const content = serial(year ?? 0, month ?? 0, day ?? 0, date1904);
    const format = text.includes("年") ? 'yyyy"年"m"月"d"日"' : "yyyy/m/d";
    return content === null ? null : { content, format };
  }
  const part = MONTH_DAY.exec(text);
  if (part) {
    const day = Number(part[2] ?? part[3]);
    const content = serial(today.getFullYear(), Number(part[1]), day, date1904);
    return content === null ? null : { content, format: 'm"月"d"日"' };
  }
  const month = YEAR_MONTH.exec(text);
  if (!month) return null;
  const content = serial(Number(month[1]), Number(month[2] ?? month[3]), 1, date1904);
  return content === null ? null : { content, format: 'yyyy"年"m"月"' };
}

function readTime(text: string): Typed | null {
  const found = TIME.exec(text);
  if (!found) return null;
  const [, hours, minutes, seconds, half] = found;
  let hour = Number(hours);
  if (Number(minutes) > 59 || Number(seconds ?? 0) >= 60) return null;
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  }
  const content = (hour * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) / 86_400;
  const clock = seconds === undefined ? "h:mm" : "h:mm:ss";
  if (hour > 23) return { content, format: "[h]:mm:ss" };
  return { content, format: half ? `${clock} AM/PM` : clock };
}

function readMoment(text: string, date1904: boolean, today: Date): Typed | null {
  const day = readDate(text, date1904, today);
  if (day) return day;
  const time = readTime(text);
  if (time) return time;
  const space = text.indexOf(" ");
  const date = space > 0 ? readDate(text.slice(0, space), date1904, today) : null;
  const clock = date && readTime(text.slice(space + 1).trim());
  if (!clock || (clock.content as number) >= 1) return null;
  return {
    content: (date.content as number) + (clock.content as number),
    format: `${date.format} ${clock.format}`,
  };
}

/** Read text that is no formula. */
export function readTyped(text: string, date1904 = false, today = new Date()): Typed {
  if (text === "") return { content: null };
  if (text.startsWith("'")) return { content: text.slice(1), quoted: true };
  const narrow = text
    .trim()
    .replace(WIDE, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
  if (/^true$/i.test(narrow)) return { content: true };
  if (/^false$/i.test(narrow)) return { content: false };
  if (ERRORS.test(narrow)) return { content: { e: narrow.toUpperCase() } };
  return readNumber(narrow) ?? readMoment(narrow, date1904, today) ?? { content: text };
}

function isFormulaText(text: string): boolean {
  if (text.length < 2) return false;
  if (text[0] === "=" || text[0] === "＝") return true;
  // +A1 and -A1 are formulas, +1 and -x@y are not
  return (
    /^[+-]/.test(text) &&
    !readNumber(text) &&
    /^[+-][$A-Za-z(\d][^@\s]*$/.test(text) &&
    /[\d(]/.test(text)
  );
}

/** The content that typed text is in a cell of this worksheet. */
export function typedContent(sheet: Sheet, row: number, col: number, text: string): Typed {
  const style = sheet.style(row, col);
  if (style.numberFormat === "@") return { content: text === "" ? null : text };
  if (isFormulaText(text)) {
    const formula = /^[=＝]/.test(text) ? text.slice(1) : text;
    const place = { book: sheet.book, sid: sheet.sid };
    const f = encodeTyped(withColumnKeys(formula, { ...place, row, col }), place);
    return { content: sheet.book.spills(formula) ? { f, dyn: 1 } : { f } };
  }
  const typed = readTyped(text, sheet.book.setting("date1904") === true);
  const { numberFormat } = style;
  // a cell that shows per cent reads 5 as 5 %
  if (typeof typed.content === "number" && !typed.format && numberFormat?.includes("%"))
    return { content: Number((typed.content / 100).toPrecision(15)) };
  return typed;
}

/** What a person edits when they open a cell: `=` and the formula, or the content as text. */
export function editText(sheet: Sheet, row: number, col: number): string {
  const formula = sheet.formula(row, col);
  if (formula !== null) return `=${formula}`;
  const content = sheet.content(row, col);
  if (content === null || isFormula(content)) return "";
  if (typeof content === "object")
    return "e" in content ? content.e : content.r.map(([run]) => run).join("");
  if (typeof content === "boolean") return content ? "TRUE" : "FALSE";
  const quote = typeof content === "string" && sheet.style(row, col).quotePrefix ? "'" : "";
  return quote + String(content);
}
