/** Dates, sizes and counts, written as the reader's language writes them. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const units = ["B", "KB", "MB", "GB", "TB", "PB"] as const;

/** Bytes as people read them, `1.4 MB`. Steps of 1024; one decimal below ten. */
export function size(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return "–";
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  const number = new Intl.NumberFormat(i18n.locale, {
    maximumFractionDigits: digits,
    minimumFractionDigits: 0,
  }).format(value);
  return `${number} ${units[unit] ?? "PB"}`;
}

const minute = 60_000;
const hour = 60 * minute;

function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

/** A moment for a list: `3 minutes ago`, `14:05`, `Yesterday 09:30`, `12 Mar`, `12 Mar 2025`. */
export function moment(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "–";
  const age = now.getTime() - at.getTime();
  if (age > -minute && age < minute) return i18n._(msg`Just now`);
  if (age > 0 && age < hour) {
    const relative = new Intl.RelativeTimeFormat(i18n.locale, { numeric: "auto" });
    return relative.format(-Math.floor(age / minute), "minute");
  }
  const time = new Intl.DateTimeFormat(i18n.locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  if (sameDay(at, now)) return time.format(at);
  if (sameDay(at, new Date(now.getTime() - 24 * hour))) {
    return i18n._(msg`Yesterday ${time.format(at)}`);
  }
  const day: Intl.DateTimeFormatOptions = { month: "short", day: "numeric" };
  if (at.getFullYear() !== now.getFullYear()) day.year = "numeric";
  return new Intl.DateTimeFormat(i18n.locale, day).format(at);
}

/** A moment in full, for a tooltip or a details row. */
export function fullMoment(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "–";
  return new Intl.DateTimeFormat(i18n.locale, { dateStyle: "long", timeStyle: "short" }).format(at);
}

export function date(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "–";
  return new Intl.DateTimeFormat(i18n.locale, { dateStyle: "medium" }).format(at);
}

let collator: { locale: string; compare: (a: string, b: string) => number } | null = null;

/** Order names as the reader's language does, digits by value. */
export function compareNames(a: string, b: string): number {
  if (collator?.locale !== i18n.locale) {
    const { compare } = new Intl.Collator(i18n.locale, { numeric: true });
    collator = { locale: i18n.locale, compare };
  }
  return collator.compare(a, b);
}
