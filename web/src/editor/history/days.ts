/** Versions in the order of the calendar: by days of the reader's own time zone. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Version } from "@/api";

export interface Day {
  /** `2026-11-23` in the reader's zone. */
  key: string;
  /** The first moment of it that is in the list, RFC 3339. */
  at: string;
  versions: Version[];
}

/** When a version's work ended; for files, when they came. */
export function momentOf(version: Pick<Version, "created" | "ended">): string {
  return version.ended ?? version.created;
}

function dayKey(iso: string): string {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Versions, newest first, by the days of the reader's zone in which they were made. */
export function byDay(versions: readonly Version[]): Day[] {
  const days: Day[] = [];
  for (const version of versions) {
    const at = momentOf(version);
    const key = dayKey(at);
    const last = days.at(-1);
    if (last?.key === key) last.versions.push(version);
    else days.push({ key, at, versions: [version] });
  }
  return days;
}

/** `Today`, `Yesterday`, `Monday, 16 November`, with the year when it is another. */
export function dayName(iso: string, now: Date = new Date()): string {
  const key = dayKey(iso);
  if (key === dayKey(now.toISOString())) return i18n._(msg`Today`);
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (key === dayKey(yesterday.toISOString())) return i18n._(msg`Yesterday`);
  const at = new Date(iso);
  const parts: Intl.DateTimeFormatOptions = { weekday: "long", month: "long", day: "numeric" };
  if (at.getFullYear() !== now.getFullYear()) parts.year = "numeric";
  return new Intl.DateTimeFormat(i18n.locale, parts).format(at);
}

/** `14:05` in the reader's zone. */
export function timeOf(iso: string): string {
  return new Intl.DateTimeFormat(i18n.locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(iso));
}
