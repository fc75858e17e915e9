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

type DateReader = (parts: (string | undefined)[], year: number) => number | null;

const yearOr = (text: string | undefined, year: number) => (text ? fullYear(text) : year);

/** How dates are written, and how each way is read. */
const DATES: [RegExp, DateReader][] = [
  [
    /^(\d{4}|\d{2})([-/.])(\d{1,2})\2(\d{1,2})$/,
    ([, y = "", , m, d]) => checkedSerial(fullYear(y), Number(m), Number(d)),
  ],
  [
    /^(?:(\d{4}|\d{2})年)?(\d{1,2})月(?:(\d{1,2})日?)?$/,
    ([, y, m, d], year) => checkedSerial(yearOr(y, year), Number(m), Number(d ?? 1)),
  ],
  [
    /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?$/,
    ([, m, d, y], year) => checkedSerial(yearOr(y, year), Number(m), Number(d)),
  ],
  [/^(\d{1,2})-(\d{1,2})$/, ([, m, d], year) => checkedSerial(year, Number(m), Number(d))],
  [
    /^(\d{1,2})[- ]([A-Za-z]{3,9})(?:[- ,]+(\d{4}|\d{2}))?$/,
    ([, d, m = "", y], year) => checkedSerial(yearOr(y, year), monthNamed(m), Number(d)),
  ],
  [
    /^([A-Za-z]{3,9}) ?(\d{1,2})(?:,? +(\d{4}))?$/,
    ([, m = "", d, y], year) => checkedSerial(yearOr(y, year), monthNamed(m), Number(d)),
  ],
];

/** A date in text: 2026-11-23, 2026/11/23, 2026年11月23日, 11/23, 11月23日, 23-Nov-2026. Null when it is none. */
export function parseDate(text: string, today = new Date()): number | null {
  for (const [pattern, read] of DATES) {
    const parts = pattern.exec(text);
    const serial = parts ? read([...parts], today.getFullYear()) : null;
    if (serial !== null) return serial;
  }
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
  if (minutes === undefined && !/[时時]|[上下]午|\s/.test(text)) return null;
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
  return parseGrouped(trimmed) ?? parseDateTime(trimmed);
}

/** 1,234.5, 12%, ¥5, (5); null when it is nothing of the kind. */
function parseGrouped(text: string): number | null {
  const negative = /^\((.+)\)$/.exec(text);
  const match = GROUPED.exec(negative?.[1] ?? text);
  if (!match) return null;
  const [, before, after, whole, fraction = "", exponent = "0", percent] = match;
  if ((whole === undefined && fraction.length < 2) || (before && after)) return null;
  const size = Number(`${(whole ?? "0").replaceAll(",", "")}${fraction}e${exponent}`);
  const sign = negative || before === "-" || after === "-" ? -1 : 1;
  return finite((sign * size) / (percent ? 100 : 1));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
