/** How a few cells go on: numbers, dates, weekdays, months, the heavenly stems, numbered text. */
import type { Content } from "../content";

const LISTS: string[][] = [
  ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
  ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
  ["一", "二", "三", "四", "五", "六", "日"],
  ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  [
    "一月",
    "二月",
    "三月",
    "四月",
    "五月",
    "六月",
    "七月",
    "八月",
    "九月",
    "十月",
    "十一月",
    "十二月",
  ],
  ["正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月"],
  ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
  [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"],
  ["子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"],
  ["第一季", "第二季", "第三季", "第四季"],
  ["第一季度", "第二季度", "第三季度", "第四季度"],
  ["Q1", "Q2", "Q3", "Q4"],
];

/** Gives the value `step` cells behind the last of the source (negative: before its first). */
export type Series = (step: number) => Content;

const wrap = (index: number, length: number): number => ((index % length) + length) % length;

/** What decides how contents go on, beside themselves. */
export interface SeriesOptions {
  /** All are dates or times. */
  dates: boolean;
  /** What a single number goes on by; 0 repeats it. */
  single?: number;
  /** How dates go on; by what they do themselves when nothing is said. */
  unit?: DateUnit;
  /** Lists of one's own, looked at before the usual ones. */
  lists?: readonly (readonly string[])[];
}

export type DateUnit = "days" | "weekdays" | "months" | "years";

interface Listed {
  list: readonly string[];
  places: number[];
}

/** The list that all texts are of, with their places. Of several the one where they follow each other. */
function listOf(texts: string[], own: readonly (readonly string[])[]): Listed | null {
  let found: Listed | null = null;
  for (const list of [...own, ...LISTS]) {
    const places = texts.map((text) =>
      list.findIndex((word) => word.toLowerCase() === text.toLowerCase()),
    );
    if (places.includes(-1)) continue;
    const follow = places.every(
      (place, i) => i === 0 || place === wrap((places[i - 1] ?? 0) + 1, list.length),
    );
    if (follow) return { list, places };
    found ??= { list, places };
  }
  return found;
}

function likeCase(word: string, model: string): string {
  if (model === model.toUpperCase() && model !== model.toLowerCase()) return word.toUpperCase();
  return model === model.toLowerCase() ? word.toLowerCase() : word;
}

function listSeries(texts: string[], own: readonly (readonly string[])[]): Series | null {
  const found = listOf(texts, own);
  if (!found) return null;
  const { list, places } = found;
  const step = steady(places, list.length);
  if (step === null) return null;
  const model = texts.at(-1) ?? "";
  return (by) => {
    const start = (by > 0 ? places.at(-1) : places[0]) ?? 0;
    return likeCase(list[wrap(start + by * step, list.length)] ?? "", model);
  };
}

/** The step from one place to the next, when it is always the same one. */
function steady(places: number[], length: number): number | null {
  if (places.length < 2) return 1;
  const step = (places[1] as number) - (places[0] as number);
  const same = places.every(
    (place, i) => i === 0 || wrap(place - (places[i - 1] as number) - step, length) === 0,
  );
  return same ? step : null;
}

/** A line through the numbers, as Excel draws it by least squares. */
function trend(numbers: number[]): { start: number; step: number } {
  const n = numbers.length;
  const mean = (n - 1) / 2;
  const average = numbers.reduce((sum, value) => sum + value, 0) / n;
  let above = 0;
  let below = 0;
  numbers.forEach((value, i) => {
    above += (i - mean) * (value - average);
    below += (i - mean) ** 2;
  });
  const step = below ? above / below : 0;
  return { start: average - step * mean, step };
}

/** Decimal steps such as 0.1 add up to what a person expects. */
const tidy = (value: number): number => Number(value.toPrecision(14));

function numberSeries(numbers: number[], single: number): Series {
  const n = numbers.length;
  if (n === 1) return (by) => tidy((numbers[0] as number) + by * single);
  const { start, step } = trend(numbers);
  return (by) => tidy(start + step * (by > 0 ? n - 1 + by : by));
}

const DAY = 86_400_000;
/** Day 0 of serial numbers from March 1900 on. */
const EPOCH = Date.UTC(1899, 11, 30);

interface Day {
  year: number;
  month: number;
  day: number;
}
function dayOf(serial: number): Day {
  const date = new Date(EPOCH + Math.floor(serial) * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}
function serialOf(year: number, month: number, day: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Math.round((Date.UTC(year, month, Math.min(day, last)) - EPOCH) / DAY);
}

/** Months from date to date, when it is always the same number and day of month. */
function monthStep(dates: Day[]): number | null {
  const months = dates.map(({ year, month }) => year * 12 + month);
  const step = (months[1] as number) - (months[0] as number);
  const same = dates.every(
    ({ day }, i) =>
      day === dates[0]?.day &&
      (i === 0 || (months[i] as number) - (months[i - 1] as number) === step),
  );
  return same && step !== 0 ? step : null;
}

/** Working days `by` steps away: Saturdays and Sundays are passed over. */
function weekdayFrom(serial: number, by: number): number {
  const direction = by < 0 ? -1 : 1;
  let day = serial;
  for (let left = Math.abs(by); left > 0; ) {
    day += direction;
    const weekday = new Date(EPOCH + Math.floor(day) * DAY).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return day;
}

/** The date `by` units away from a serial number; its time of day stays. */
export function dateAfter(serial: number, by: number, unit: DateUnit): number {
  if (unit === "days") return serial + by;
  if (unit === "weekdays") return weekdayFrom(serial, Math.trunc(by));
  const { year, month, day } = dayOf(serial);
  return serialOf(year, month + by * (unit === "years" ? 12 : 1), day) + (serial % 1);
}

/** Dates that go on by a unit from the last (or first) of them; by as many as they are apart, if that is one thing. */
function unitSeries(serials: number[], unit: DateUnit): Series {
  const months = serials.map(dayOf).map(({ year, month }) => year * 12 + month);
  const apart = (values: number[], size: number): number => {
    const [first, second] = values;
    const step = second === undefined || first === undefined ? size : second - first;
    return step !== 0 && step % size === 0 ? step / size : 1;
  };
  const step = {
    days: apart(serials, 1),
    weekdays: 1,
    months: apart(months, 1),
    years: apart(months, 12),
  };
  return (by) => dateAfter((by > 0 ? serials.at(-1) : serials[0]) ?? 0, by * step[unit], unit);
}

function dateSeries(serials: number[], unit?: DateUnit): Series {
  if (unit && serials.every((serial) => serial > 60)) return unitSeries(serials, unit);
  const dates = serials.map(dayOf);
  const whole = serials.every((serial) => Number.isInteger(serial) && serial > 60);
  const step = whole && dates.length > 1 ? monthStep(dates) : null;
  if (step === null) return numberSeries(serials, 1);
  return (by) => {
    const { year, month, day } = (by > 0 ? dates.at(-1) : dates[0]) as Day;
    return serialOf(year, month + by * step, day);
  };
}

const NUMBERED = /^(.*?)(\d{1,15})(\D*)$/s;

function numberedSeries(texts: string[]): Series | null {
  const parts = texts.map((text) => NUMBERED.exec(text));
  const [first] = parts;
  if (!first || parts.some((part) => part?.[1] !== first[1] || part?.[3] !== first[3])) return null;
  const numbers = parts.map((part) => Number(part?.[2]));
  const next = numberSeries(numbers, 1);
  const padded = first[2]?.startsWith("0") ? first[2].length : 0;
  return (by) => {
    const value = Math.round(next(by) as number);
    return `${first[1]}${String(Math.abs(value)).padStart(padded, "0")}${first[3]}`;
  };
}

/** Whether a number format shows dates or times. */
export function isDateFormat(code: string | undefined): boolean {
  if (!code || /^general$/i.test(code)) return false;
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  return /[ymdhs]/i.test(bare.split(";")[0] ?? "");
}

/** How contents without formulas go on as one; null when each goes on by itself. */
export function seriesOf(contents: Content[], options: SeriesOptions): Series | null {
  const { dates, single = 0, unit, lists = [] } = options;
  if (contents.length === 0) return null;
  if (contents.every((content) => typeof content === "number")) {
    const numbers = contents as number[];
    return dates ? dateSeries(numbers, unit) : numberSeries(numbers, single);
  }
  if (contents.every((content) => typeof content === "string")) {
    const texts = contents as string[];
    return listSeries(texts, lists) ?? numberedSeries(texts);
  }
  return null;
}

/** How one content among others goes on, the `by`-th time round. */
export function roundOf(content: Content, options: SeriesOptions): Series {
  if (typeof content === "string")
    return seriesOf([content], { ...options, dates: false }) ?? (() => content);
  if (typeof content === "number" && options.dates) return dateSeries([content], options.unit);
  return () => content;
}
