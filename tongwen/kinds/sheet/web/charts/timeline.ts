/** Dates on an axis: every day, month or year has its place, also those without a value. */

/** More places than this are not made: the points stand side by side then. */
const MOST = 4000;
const DAY = 86_400_000;
/** The day before the first of the 1900 system, as it counts from March 1900 on. */
const EPOCH = Date.UTC(1899, 11, 30);

export interface Timeline {
  /** The serial number of each place. */
  slots: number[];
  /** By point: its place. */
  places: number[];
}

type Unit = "days" | "months" | "years";

const date = (serial: number): Date => new Date(EPOCH + Math.floor(serial) * DAY);

function ordinal(serial: number, unit: Unit): number {
  const day = date(serial);
  if (unit === "days") return Math.floor(serial);
  const year = day.getUTCFullYear();
  return unit === "years" ? year : year * 12 + day.getUTCMonth();
}

function serialOf(place: number, unit: Unit): number {
  if (unit === "days") return place;
  const [year, month] = unit === "years" ? [place, 0] : [Math.floor(place / 12), place % 12];
  return Math.round((Date.UTC(year, month, 1) - EPOCH) / DAY);
}

/** The unit in which dates lie side by side: the smallest distance between two of them. */
function unitOf(serials: readonly number[]): Unit {
  const sorted = [...new Set(serials.map(Math.floor))].sort((a, b) => a - b);
  let least = Number.POSITIVE_INFINITY;
  for (let at = 1; at < sorted.length; at++)
    least = Math.min(least, (sorted[at] ?? 0) - (sorted[at - 1] ?? 0));
  return least >= 365 ? "years" : least >= 28 ? "months" : "days";
}

/** The places of dates; null when these are none, or lie too far apart. */
export function timeline(
  categories: readonly (string | number | null)[],
  base: string | null,
): Timeline | null {
  const serials = categories.filter((one): one is number => typeof one === "number" && one >= 0);
  if (serials.length < 2 || serials.length < categories.length) return null;
  const unit = base === "days" || base === "months" || base === "years" ? base : unitOf(serials);
  const ordinals = serials.map((serial) => ordinal(serial, unit));
  const low = ordinals.reduce((least, one) => Math.min(least, one));
  const high = ordinals.reduce((most, one) => Math.max(most, one));
  if (!Number.isFinite(high - low) || high - low >= MOST) return null;
  return {
    slots: Array.from({ length: high - low + 1 }, (_, at) => serialOf(low + at, unit)),
    places: ordinals.map((one) => one - low),
  };
}
