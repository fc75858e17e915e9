/** Dates and times, which are numbers of days. */
import type { Frame } from "../engine/frame";
import { daysIn, parseDateTime, partsOf, serialOf } from "../engine/numbers";
import { define } from "../engine/registry";
import {
  CellError,
  isScalar,
  NUM,
  type Scalar,
  toNumber,
  toText,
  VALUE,
  type Value,
} from "../engine/values";
import { eachValue } from "./arguments";

const DAY = 86_400_000;
const UNIX_EPOCH = 25_569;

function serial(value: number): number {
  if (value < 0 || value >= 2_958_466) throw NUM;
  return Math.floor(value);
}

const parts = (value: number) => partsOf(serial(value));

function valid(value: number): number {
  if (Number.isNaN(value)) throw NUM;
  return value;
}

/** Days, months and years count out of range; 29 February stays in February. */
function monthsLater(start: number, months: number, end: boolean): number {
  const { year, month, day } = parts(start);
  const at = year * 12 + month - 1 + Math.trunc(months);
  const [y, m] = [Math.floor(at / 12), (at % 12) + 1];
  return valid(serialOf(y, m, end ? daysIn(y, m) : Math.min(day, daysIn(y, m))));
}

function seconds(value: number): number {
  if (value < 0) throw NUM;
  return Math.round((value - Math.floor(value)) * 86_400_000) / 1000;
}

/** Days of a year of 360: `european` moves both 31sts, else as US securities dealers do. */
function days360(start: number, end: number, european: boolean): number {
  const [a, b] = [parts(start), parts(end)];
  let [d1, d2] = [a.day, b.day];
  if (european) {
    d1 = Math.min(d1, 30);
    d2 = Math.min(d2, 30);
  } else {
    if (d1 === daysIn(a.year, a.month)) d1 = 30;
    if (d2 === 31 && d1 >= 30) d2 = 30;
  }
  return (b.year - a.year) * 360 + (b.month - a.month) * 30 + d2 - d1;
}

const leap = (year: number) => daysIn(year, 2) === 29;

function actualYear(start: number, end: number): number {
  const [a, b] = [parts(start), parts(end)];
  const within =
    b.year === a.year ||
    (b.year === a.year + 1 && (b.month < a.month || (b.month === a.month && b.day <= a.day)));
  if (!within) {
    const years = b.year - a.year + 1;
    return (serialOf(b.year + 1, 1, 1) - serialOf(a.year, 1, 1)) / years;
  }
  if (a.year === b.year) return leap(a.year) ? 366 : 365;
  const has = (year: number) =>
    leap(year) && serialOf(year, 2, 29) >= start && serialOf(year, 2, 29) <= end;
  return has(a.year) || has(b.year) ? 366 : 365;
}

/** The share of a year between two days by a day count basis, 0 to 4. */
export function yearFraction(first: number, second: number, basis: number): number {
  const [start, end] = [
    Math.min(serial(first), serial(second)),
    Math.max(serial(first), serial(second)),
  ];
  switch (Math.trunc(basis)) {
    case 0:
      return days360(start, end, false) / 360;
    case 1:
      return (end - start) / actualYear(start, end);
    case 2:
      return (end - start) / 360;
    case 3:
      return (end - start) / 365;
    case 4:
      return days360(start, end, true) / 360;
    default:
      throw NUM;
  }
}

/** Days between two days by a day count basis, 0 to 4. */
export function dayCount(start: number, end: number, basis: number): number {
  if (basis === 0) return days360(start, end, false);
  return basis === 4 ? days360(start, end, true) : end - start;
}

function dateDif(start: number, end: number, unit: string): number {
  const [from, to] = [serial(start), serial(end)];
  if (from > to) throw NUM;
  const [a, b] = [partsOf(from), partsOf(to)];
  const short = b.day < a.day ? 1 : 0;
  const months = (b.year - a.year) * 12 + b.month - a.month - short;
  switch (unit.toUpperCase()) {
    case "Y":
      return Math.floor(months / 12);
    case "M":
      return months;
    case "D":
      return to - from;
    case "YM":
      return months % 12;
    case "MD":
      return b.day - a.day + (short ? daysIn(b.year, b.month - 1 || 12) : 0);
    case "YD": {
      const year = serialOf(b.year, a.month, a.day) > to ? b.year - 1 : b.year;
      return to - serialOf(year, a.month, a.day);
    }
    default:
      throw NUM;
  }
}

/** Which weekdays (0 is Monday) are no working days: a number of Excel's list, or seven digits. */
function weekend(value: Scalar): boolean[] {
  if (typeof value === "string") {
    if (!/^[01]{7}$/.test(value)) throw VALUE;
    return [...value].map((digit) => digit === "1");
  }
  const code = value === null ? 1 : Math.trunc(toNumber(value));
  const free = Array.from({ length: 7 }, () => false);
  if (code >= 1 && code <= 7) {
    free[(code + 4) % 7] = true;
    free[(code + 5) % 7] = true;
  } else if (code >= 11 && code <= 17) free[(code - 12 + 7) % 7] = true;
  else throw NUM;
  return free;
}

const monday = (value: number) => (partsOf(value).weekday + 6) % 7;

function holidays(value: Value): Set<number> {
  const days = new Set<number>();
  if (isScalar(value)) {
    if (value !== null) days.add(Math.floor(toNumber(value)));
    return days;
  }
  eachValue(value, (day) => {
    if (day instanceof CellError) throw day;
    days.add(Math.floor(toNumber(day)));
  });
  return days;
}

function workdays(start: number, end: number, free: boolean[], off: Set<number>): number {
  const [low, high] = [Math.min(start, end), Math.max(start, end)];
  const working = free.filter((each) => !each).length;
  const weeks = Math.floor((high - low + 1) / 7);
  let total = weeks * working;
  for (let day = low + weeks * 7; day <= high; day++) if (!free[monday(day)]) total++;
  for (const day of off) if (day >= low && day <= high && !free[monday(day)]) total--;
  return start <= end ? total : -total;
}

function workday(start: number, distance: number, free: boolean[], off: Set<number>): number {
  if (!free.includes(false)) throw VALUE;
  const step = distance < 0 ? -1 : 1;
  let day = serial(start);
  for (let left = Math.abs(Math.trunc(distance)); left > 0; ) {
    day += step;
    if (day < 0 || day > 2_958_465) throw NUM;
    if (!free[monday(day)] && !off.has(day)) left--;
  }
  return day;
}

function isoWeek(value: number): number {
  const thursday = serial(value) - monday(serial(value)) + 3;
  return Math.floor((thursday - serialOf(partsOf(thursday).year, 1, 1)) / 7) + 1;
}

function weekNumber(value: number, kind = 1): number {
  const code = Math.trunc(kind);
  if (code === 21) return isoWeek(value);
  const first =
    code === 1 || code === 17
      ? 6
      : code === 2 || code === 11
        ? 0
        : code >= 12 && code <= 16
          ? code - 11
          : -1;
  if (first < 0) throw NUM;
  const start = serialOf(parts(value).year, 1, 1);
  return Math.floor((serial(value) - start + ((monday(start) - first + 7) % 7)) / 7) + 1;
}

function weekday(value: number, kind = 1): number {
  const day = monday(serial(value));
  const code = Math.trunc(kind);
  if (code === 3) return day;
  if (code === 1 || code === 17) return ((day + 1) % 7) + 1;
  if (code === 2 || code === 11) return day + 1;
  if (code >= 12 && code <= 16) return ((day - (code - 11) + 7) % 7) + 1;
  throw NUM;
}

function now(frame: Frame): number {
  const days = (frame.book.now() + frame.book.settings.offset) / DAY + UNIX_EPOCH;
  return frame.book.settings.date1904 ? days - 1462 : days;
}

function defineParts(): void {
  define("YEAR", "n", (value: number) => parts(value).year);
  define("MONTH", "n", (value: number) => parts(value).month);
  define("DAY", "n", (value: number) => parts(value).day);
  define("HOUR", "n", (value: number) => Math.floor(seconds(value) / 3600) % 24);
  define("MINUTE", "n", (value: number) => Math.floor(seconds(value) / 60) % 60);
  define("SECOND", "n", (value: number) => Math.round(seconds(value)) % 60);
  define("WEEKDAY", "nn?", weekday);
  define("WEEKNUM", "nn?", weekNumber);
  define("ISOWEEKNUM", "n", isoWeek);
}

function defineMaking(): void {
  define("DATE", "nnn", (year: number, month: number, day: number) => {
    const full = year < 1900 && year >= 0 ? year + 1900 : year;
    if (full < 0 || full > 9999) throw NUM;
    return valid(serialOf(Math.trunc(full), Math.trunc(month), Math.trunc(day)));
  });
  define("TIME", "nnn", (hour: number, minute: number, second: number) => {
    const total = Math.trunc(hour) * 3600 + Math.trunc(minute) * 60 + Math.trunc(second);
    if (total < 0) throw NUM;
    return (total / 86_400) % 1;
  });
  const read = (part: (value: number) => number) => (text: Scalar) => {
    const value = parseDateTime(toText(text).trim());
    if (value === null) throw VALUE;
    return part(value);
  };
  define("DATEVALUE", "s", read(Math.floor));
  define(
    "TIMEVALUE",
    "s",
    read((value) => value % 1),
  );
  define("NOW", "", now, { framed: true, volatile: true });
  define("TODAY", "", (frame: Frame) => Math.floor(now(frame)), { framed: true, volatile: true });
}

function defineDistances(): void {
  define("DAYS", "nn", (end: number, start: number) => serial(end) - serial(start));
  define("DAYS360", "nnb?", (start: number, end: number, european = false) =>
    days360(start, end, european),
  );
  define("YEARFRAC", "nnn?", (start: number, end: number, basis = 0) =>
    yearFraction(start, end, basis),
  );
  define("DATEDIF", "nnt", dateDif);
  define("EDATE", "nn", (start: number, months: number) => monthsLater(start, months, false));
  define("EOMONTH", "nn", (start: number, months: number) => monthsLater(start, months, true));
  define("NETWORKDAYS", "nna?", (start: number, end: number, off: Value = null) =>
    workdays(serial(start), serial(end), weekend(1), holidays(off)),
  );
  define(
    "NETWORKDAYS.INTL",
    "nns?a?",
    (start: number, end: number, free: Scalar = 1, off: Value = null) =>
      workdays(serial(start), serial(end), weekend(free), holidays(off)),
  );
  define("WORKDAY", "nna?", (start: number, days: number, off: Value = null) =>
    workday(start, days, weekend(1), holidays(off)),
  );
  define(
    "WORKDAY.INTL",
    "nns?a?",
    (start: number, days: number, free: Scalar = 1, off: Value = null) =>
      workday(start, days, weekend(free), holidays(off)),
  );
}

export function defineDates(): void {
  defineParts();
  defineMaking();
  defineDistances();
}
