/** Bonds with coupons: their dates, prices, yields and durations. */
import { daysIn, partsOf, serialOf } from "../engine/numbers";
import { define } from "../engine/registry";
import { NUM } from "../engine/values";
import { dayCount } from "./dates";
import { root } from "./finance";

/** How a bond pays: `step` months apart, counted back from its maturity. */
export interface Schedule {
  settlement: number;
  maturity: number;
  frequency: number;
  basis: number;
}

/** The day some months from another; the end of a month stays one. */
export function monthsFrom(day: number, months: number): number {
  const parts = partsOf(day);
  const at = parts.year * 12 + parts.month - 1 + months;
  const [year, month] = [Math.floor(at / 12), (at % 12) + 1];
  const last = parts.day === daysIn(parts.year, parts.month);
  const serial = serialOf(
    year,
    month,
    last ? daysIn(year, month) : Math.min(parts.day, daysIn(year, month)),
  );
  if (Number.isNaN(serial)) throw NUM;
  return serial;
}

/** Throws #NUM! unless the arguments of a bond are sound. */
export function schedule(
  settlement: number,
  maturity: number,
  frequency: number,
  basis = 0,
): Schedule {
  const [from, to, often, count] = [settlement, maturity, frequency, basis].map(Math.trunc) as [
    number,
    number,
    number,
    number,
  ];
  if (from < 0 || from >= to || ![1, 2, 4].includes(often) || count < 0 || count > 4) throw NUM;
  return { settlement: from, maturity: to, frequency: often, basis: count };
}

/** How many coupons are still to come. */
function couponsLeft({ settlement, maturity, frequency }: Schedule): number {
  const step = 12 / frequency;
  const [a, b] = [partsOf(settlement), partsOf(maturity)];
  let count = Math.max(1, Math.floor(((b.year - a.year) * 12 + b.month - a.month) / step) - 1);
  while (monthsFrom(maturity, -count * step) > settlement) count++;
  return count;
}

interface Coupons {
  count: number;
  previous: number;
  next: number;
  /** Days: of the period, from its beginning to settlement, from there to its end. */
  period: number;
  accrued: number;
  rest: number;
}

/** Where settlement lies between two coupons. */
export function coupons(bond: Schedule): Coupons {
  const count = couponsLeft(bond);
  const step = 12 / bond.frequency;
  const previous = monthsFrom(bond.maturity, -count * step);
  const next = monthsFrom(bond.maturity, -(count - 1) * step);
  const period = periodDays(previous, next, bond);
  const accrued = dayCount(previous, bond.settlement, bond.basis);
  const thirty = bond.basis === 0 || bond.basis === 4;
  const rest = thirty ? period - accrued : next - bond.settlement;
  return { count, previous, next, period, accrued, rest };
}

/** Days that a whole coupon period counts. */
export function periodDays(from: number, to: number, { frequency, basis }: Schedule): number {
  if (basis === 1) return to - from;
  return (basis === 3 ? 365 : 360) / frequency;
}

/** The price of 100 of par. */
export function price(bond: Schedule, rate: number, yld: number, redemption: number): number {
  const { count, period, accrued, rest } = coupons(bond);
  const { frequency } = bond;
  const coupon = (100 * rate) / frequency;
  const part = rest / period;
  const earned = (coupon * accrued) / period;
  if (count === 1) return (redemption + coupon) / (1 + (part * yld) / frequency) - earned;
  const growth = 1 + yld / frequency;
  let total = redemption / growth ** (count - 1 + part);
  for (let at = 0; at < count; at++) total += coupon / growth ** (at + part);
  return total - earned;
}

function yieldOf(bond: Schedule, rate: number, paid: number, redemption: number): number {
  const { count, period, accrued, rest } = coupons(bond);
  const { frequency } = bond;
  if (count > 1) return root((yld) => price(bond, rate, yld, redemption) - paid, rate || 0.05);
  const coupon = rate / frequency;
  const cost = paid / 100 + (accrued / period) * coupon;
  return ((redemption / 100 + coupon - cost) / cost) * ((frequency * period) / rest);
}

/** Macaulay's duration in years. */
function duration(bond: Schedule, rate: number, yld: number): number {
  const { count, period, rest } = coupons(bond);
  const { frequency } = bond;
  const growth = 1 + yld / frequency;
  let [worth, weighted] = [0, 0];
  for (let at = 0; at < count; at++) {
    const time = at + rest / period;
    const flow = (100 * rate) / frequency + (at === count - 1 ? 100 : 0);
    const present = flow / growth ** time;
    worth += present;
    weighted += present * time;
  }
  if (worth === 0) throw NUM;
  return weighted / worth / frequency;
}

function defineDates(): void {
  const dated = (name: string, read: (found: Coupons) => number) =>
    define(name, "nnnn?", (settlement: number, maturity: number, often: number, basis = 0) =>
      read(coupons(schedule(settlement, maturity, often, basis))),
    );
  dated("COUPDAYBS", ({ accrued }) => accrued);
  dated("COUPDAYS", ({ period }) => period);
  dated("COUPDAYSNC", ({ rest }) => rest);
  dated("COUPNCD", ({ next }) => next);
  dated("COUPNUM", ({ count }) => count);
  dated("COUPPCD", ({ previous }) => previous);
}

export function defineCoupons(): void {
  defineDates();
  type Numbers = [number, number, number, number, number, number, number?];
  define("PRICE", "nnnnnnn?", (...[from, to, rate, yld, redemption, often, basis]: Numbers) => {
    const bond = schedule(from, to, often, basis);
    if (rate < 0 || yld < 0 || redemption <= 0) throw NUM;
    return price(bond, rate, yld, redemption);
  });
  define("YIELD", "nnnnnnn?", (...[from, to, rate, paid, redemption, often, basis]: Numbers) => {
    const bond = schedule(from, to, often, basis);
    if (rate < 0 || paid <= 0 || redemption <= 0) throw NUM;
    return yieldOf(bond, rate, paid, redemption);
  });
  type Few = [number, number, number, number, number, number?];
  const lasting = (...[from, to, rate, yld, often, basis]: Few) => {
    const bond = schedule(from, to, often, basis);
    if (rate < 0 || yld < 0) throw NUM;
    return duration(bond, rate, yld);
  };
  define("DURATION", "nnnnnn?", lasting);
  define(
    "MDURATION",
    "nnnnnn?",
    (...args: Few) => lasting(...args) / (1 + args[3] / Math.trunc(args[4])),
  );
}
