/** Order keys: strings over 0-9A-Za-z, compared by code unit, between which there is always another. */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = DIGITS.length;

/** Lines that have a key of their own below one prefix: four digits. */
export const KEYS_OF_A_RUN = BASE ** 4;

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function isKey(value: unknown): value is string {
  return typeof value === "string" && value.length <= 4096 && /^[0-9A-Za-z]+$/.test(value);
}

const digit = (value: number): string => DIGITS.charAt(value % BASE);

/** `M` and four base-62 digits: the key of base line `index`, and of a run's line below the key of the run. */
export function baseKey(index: number): string {
  return `M${digit(Math.floor(index / BASE ** 3))}${digit(Math.floor(index / BASE ** 2))}${digit(Math.floor(index / BASE))}${digit(index)}`;
}

/** How many of `baseKey(0)`, `baseKey(1)` … are less than a text. */
export function baseKeysBelow(text: string): number {
  const lead = text.charAt(0);
  if (lead !== "M") return lead > "M" ? KEYS_OF_A_RUN : 0;
  let index = 0;
  for (let place = 1; place <= 4; place++) {
    const value = place < text.length ? DIGITS.indexOf(text.charAt(place)) : -1;
    if (value < 0) return index * BASE ** (5 - place);
    index = index * BASE + value;
  }
  return text.length > 5 ? index + 1 : index;
}

/** Where between its neighbours a new key should lie, so that keys stay short when people go on in one direction. */
export type Leaning = "after" | "before" | "middle";

function pick(low: number, high: number, leaning: Leaning): number {
  if (leaning === "after") return low + 1;
  if (leaning === "before") return high - 1;
  return Math.floor((low + high) / 2);
}

/** Long enough that no key of a run's line can have what was minted here as its prefix. */
const MINTED = 7;

const end = (token: string): string => `${token.replace("-", "").padStart(MINTED, "V")}V`;

/**
 * A key strictly between two (`""` is an open end) that is no prefix of the right one, and ends in a token and `V`.
 *
 * Where a broken document left no room (the right one is not greater), the key comes after the left one.
 */
export function keyBetween(left: string, right: string, token: string, leaning: Leaning): string {
  let prefix = "";
  let bound = left < right ? right : "";
  for (let place = 0; ; place++) {
    if (place >= bound.length) bound = "";
    const low = place < left.length ? DIGITS.indexOf(left.charAt(place)) : -1;
    const high = bound ? DIGITS.indexOf(bound.charAt(place)) : BASE;
    if (high - low > 1) {
      const chosen = Math.max(low + 1, Math.min(high - 1, pick(low, high, leaning)));
      return prefix + digit(chosen) + end(token);
    }
    prefix += digit(low < 0 ? high : low);
    if (low >= 0 && low < high) bound = "";
  }
}
