/** Text that is a number, a date or a time, and serial dates (days since the end of 1899, ECMA-376-1 §18.17.4). */

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const GROUPED =
  /^([+-]?)(?:[¥$€£￥]\s*)?([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?(?:[eE]([+-]?\d+))?\s*(%?)$/;
const DAY = 86_400_000;
const DAYS_TO_1904 = 1462;
let epoch = 0;

/** Count days from 1904, as the workbook that is calculated asks for (an engine calculates one workbook). */
export function countFrom1904(on: boolean): void {
  epoch = on ? DAYS_TO_1904 : 0;
}

/** The serial of a day; month from 1, out-of-range days and months carry over. NaN outside 1900–9999. */
export function serialOf(year: number, month: number, day: number): number {
  const time = Date.UTC(2000, month - 1, 1);
  const date = new Date(time);
  date.setUTCFullYear(year, month - 1, day);
  const days = Math.round(date.getTime() / DAY) + 25_569;
  const serial = (days <= 60 ? days - 1 : days) - epoch;
  return serial < 0 || serial > 2_958_465 ? Number.NaN : serial;
}

export interface DateParts {
  year: number;
  month: number;
  day: number;
  /** 0 is Sunday. */
  weekday: number;
}

/** The day of a serial: 60 is the 29th of February 1900, which never was, as files rely on. */
export function partsOf(serial: number): DateParts {
  const days = Math.floor(serial) + epoch;
  if (days === 60) return { year: 1900, month: 2, day: 29, weekday: 3 };
  if (days === 0) return { year: 1900, month: 1, day: 0, weekday: 6 };
  const date = new Date(((days < 60 ? days + 1 : days) - 25_569) * DAY);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: (days + 6) % 7,
  };
}

export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function checkedSerial(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  const serial = serialOf(year, month, day);
  return Number.isNaN(serial) ? null : serial;
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year < 30 ? 2000 + year : 1900 + year;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function monthNamed(text: string): number {
  const lower = text.toLowerCase();
  const at = MONTHS.indexOf(lower.slice(0, 3));
  const full = new Date(Date.UTC(2000, Math.max(at, 0), 1)).toLocaleString("en", {
    month: "long",
    timeZone: "UTC",
  });
  return at >= 0 && (lower.length === 3 || full.toLowerCase() === lower) ? at + 1 : 0;
}

/** A date in text: 2026-11-23, 2026/11/23, 2026年11月23日, 11/23, 11月23日, 23-Nov-2026. Null when it is none. */
export function parseDate(text: string, today = new Date()): number | null {
  const year = today.getFullYear();
  const big = /^(\d{4}|\d{2})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?)$/.exec(text);
  if (big)
    return checkedSerial(
      fullYear(big[1] ?? ""),
      Number(big[3] ?? big[5]),
      Number(big[4] ?? big[6]),
    );
  const american = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?$/.exec(text);
  if (american)
    return checkedSerial(
      american[3] ? fullYear(american[3]) : year,
      Number(american[1]),
      Number(american[2]),
    );
  const chinese = /^(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?$/.exec(text);
  if (chinese)
    return checkedSerial(
      chinese[1] ? Number(chinese[1]) : year,
      Number(chinese[2]),
      Number(chinese[3] ?? 1),
    );
  const short = /^(\d{1,2})-(\d{1,2})$/.exec(text);
  if (short) return checkedSerial(year, Number(short[1]), Number(short[2]));
  const named = /^(\d{1,2})[- ]([A-Za-z]{3,9})(?:[- ,]+(\d{4}|\d{2}))?$/.exec(text);
  if (named)
    return checkedSerial(
      named[3] ? fullYear(named[3]) : year,
      monthNamed(named[2] ?? ""),
      Number(named[1]),
    );
  const spelled = /^([A-Za-z]{3,9}) (\d{1,2})(?:,? +(\d{4}))?$/.exec(text);
  if (spelled)
    return checkedSerial(
      spelled[3] ? Number(spelled[3]) : year,
      monthNamed(spelled[1] ?? ""),
      Number(spelled[2]),
    );
  return null;
}

/** A time in text as a fraction of a day: 9:30, 9:30:15.5, 9:30 PM, 下午9:30, 9时30分. Null when it is none. */
export function parseTime(text: string): number | null {
  const match =
    /^(上午|下午)?\s*(\d{1,4})(?::(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?|[时時](?:(\d{1,2})分(?:(\d{1,2})秒)?)?)?\s*(AM|PM|A|P)?$/i.exec(
      text,
    );
  if (!match) return null;
  const [, half, hours, minutes, seconds, 分, 秒, suffix] = match;
  const afternoon = half === "下午" || /^P/i.test(suffix ?? "");
  const twelve = half !== undefined || suffix !== undefined;
  if (!twelve && minutes === undefined && !/[时時]/.test(text)) return null;
  let hour = Number(hours);
  const minute = Number(minutes ?? 分 ?? 0);
  const second = Number(seconds ?? 秒 ?? 0);
  if (minute > 59 || second >= 60 || (twelve && hour > 12)) return null;
  if (twelve) hour = (hour % 12) + (afternoon ? 12 : 0);
  return (hour * 3600 + minute * 60 + second) / 86_400;
}

/** A date, a time, or one after the other. */
export function parseDateTime(text: string, today = new Date()): number | null {
  const date = parseDate(text, today);
  if (date !== null) return date;
  const time = parseTime(text);
  if (time !== null) return time;
  const parts = /^(\S+?|[A-Za-z]+ \d+,? \d{4})[ T]+(.+)$/.exec(text);
  if (!parts) return null;
  const day = parseDate(parts[1] ?? "", today);
  const clock = parseTime(parts[2] ?? "");
  return day === null || clock === null ? null : day + clock;
}

/** The number that a text stands for: 12, -1.5e3, 1,234.5, 12%, ¥5, (5), dates and times. Null when it stands for none. */
export function parseNumber(text: string): number | null {
  const trimmed = text.trim();
  if (PLAIN.test(trimmed)) return finite(Number(trimmed));
  if (trimmed === "" || trimmed.length > 64) return null;
  const negative = /^\((.+)\)$/.exec(trimmed);
  const match = GROUPED.exec(negative?.[1] ?? trimmed);
  if (match && (match[3] !== undefined || (match[4]?.length ?? 0) > 1) && !(match[1] && match[2])) {
    const size = Number(
      `${(match[3] ?? "0").replaceAll(",", "")}${match[4] ?? ""}e${match[5] ?? 0}`,
    );
    const sign = negative || match[1] === "-" || match[2] === "-" ? -1 : 1;
    return finite((sign * size) / (match[6] ? 100 : 1));
  }
  return parseDateTime(trimmed);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
