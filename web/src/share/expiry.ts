/** When a link ends: the choices offered, and the moment each means. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export type Expiry = "never" | "1" | "7" | "30" | "date";

export const expiryWords: Record<Expiry, MessageDescriptor> = {
  never: msg`Never ends`,
  "1": msg`Ends in 1 day`,
  "7": msg`Ends in 7 days`,
  "30": msg`Ends in 30 days`,
  date: msg`Ends on a date`,
};

export function isExpiry(text: string | null): text is Expiry {
  return text !== null && text in expiryWords;
}

const day = 24 * 60 * 60 * 1000;

/**
 * The moment (RFC 3339 UTC) that a choice means, `null` for never.
 *
 * A date `YYYY-MM-DD` means its last moment in the reader's time zone. Throws `RangeError` for one that is
 * no date or has passed.
 */
export function expiresAt(choice: Expiry, date: string, now: Date = new Date()): string | null {
  if (choice === "never") return null;
  if (choice !== "date") return new Date(now.getTime() + Number(choice) * day).toISOString();
  const end = new Date(`${date}T23:59:59.999`);
  if (Number.isNaN(end.getTime()) || end <= now) throw new RangeError(date);
  return end.toISOString();
}

/** Tomorrow, written `YYYY-MM-DD` in the reader's time zone: the earliest date worth choosing. */
export function tomorrow(now: Date = new Date()): string {
  const next = new Date(now.getTime() + day);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${next.getFullYear()}-${two(next.getMonth() + 1)}-${two(next.getDate())}`;
}
