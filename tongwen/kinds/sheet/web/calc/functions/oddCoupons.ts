/** Bonds whose first or last coupon period is shorter or longer than the others. */
import { define } from "../engine/registry";
import { NUM } from "../engine/values";
import { coupons, monthsFrom, periodDays, type Schedule, schedule } from "./coupons";
import { dayCount } from "./dates";
import { root } from "./finance";

/** A span measured in coupon periods, each by its own length, back from `to`. */
function periods(from: number, to: number, bond: Schedule, until = to): number {
  const step = 12 / bond.frequency;
  let total = 0;
  for (let count = 1, end = to; end > from; count++) {
    const start = monthsFrom(to, -count * step);
    const first = Math.max(start, from);
    const last = Math.min(end, until);
    if (last > first) total += dayCount(first, last, bond.basis) / periodDays(start, end, bond);
    end = start;
  }
  return total;
}

interface OddFirst {
  bond: Schedule;
  issue: number;
  first: number;
  rate: number;
  redemption: number;
}

/** The price of 100 of par before an odd first coupon. */
function firstPrice({ bond, issue, first, rate, redemption }: OddFirst, yld: number): number {
  const { frequency, settlement, maturity } = bond;
  const coupon = (100 * rate) / frequency;
  const growth = 1 + yld / frequency;
  const wait = periods(settlement, first, bond);
  const later = coupons({ ...bond, settlement: first }).count;
  let total = redemption / growth ** (wait + later);
  total += (coupon * periods(issue, first, bond)) / growth ** wait;
  for (let at = 1; at <= later; at++) total += coupon / growth ** (wait + at);
  if (first >= maturity) throw NUM;
  return total - coupon * periods(issue, first, bond, settlement);
}

function oddFirst(
  settlement: number,
  maturity: number,
  issue: number,
  first: number,
  often: number,
  basis?: number,
): Pick<OddFirst, "bond" | "issue" | "first"> {
  const bond = schedule(settlement, maturity, often, basis);
  const [from, coupon] = [Math.trunc(issue), Math.trunc(first)];
  if (!(bond.maturity > coupon && coupon > bond.settlement && bond.settlement > from)) throw NUM;
  return { bond, issue: from, first: coupon };
}

interface OddLast {
  coupon: number;
  /** Coupon periods: the whole last one, from settlement on, up to settlement. */
  whole: number;
  rest: number;
  accrued: number;
  frequency: number;
}

function oddLast(
  settlement: number,
  maturity: number,
  last: number,
  rate: number,
  often: number,
  basis?: number,
): OddLast {
  const bond = schedule(settlement, maturity, often, basis);
  const start = Math.trunc(last);
  if (bond.settlement <= start || rate < 0) throw NUM;
  const end = afterLast(start, bond);
  const span = (from: number, to: number) => periods(from, end, bond, to);
  return {
    coupon: (100 * rate) / bond.frequency,
    whole: span(start, bond.maturity),
    rest: span(bond.settlement, bond.maturity),
    accrued: span(start, bond.settlement),
    frequency: bond.frequency,
  };
}

/** The first regular coupon date on or after maturity, counted from the last that was paid. */
function afterLast(start: number, { maturity, frequency }: Schedule): number {
  for (let count = 1; ; count++) {
    const date = monthsFrom(start, (count * 12) / frequency);
    if (date >= maturity) return date;
  }
}

type Nine = [number, number, number, number, number, number, number, number, number?];
type Eight = [number, number, number, number, number, number, number, number?];

export function defineOddCoupons(): void {
  define("ODDFPRICE", "nnnnnnnnn?", (...args: Nine) => {
    const [settlement, maturity, issue, first, rate, yld, redemption, often, basis] = args;
    if (rate < 0 || yld < 0 || redemption <= 0) throw NUM;
    const odd = oddFirst(settlement, maturity, issue, first, often, basis);
    return firstPrice({ ...odd, rate, redemption }, yld);
  });
  define("ODDFYIELD", "nnnnnnnnn?", (...args: Nine) => {
    const [settlement, maturity, issue, first, rate, paid, redemption, often, basis] = args;
    if (rate < 0 || paid <= 0 || redemption <= 0) throw NUM;
    const odd = { ...oddFirst(settlement, maturity, issue, first, often, basis), rate, redemption };
    return root((yld) => firstPrice(odd, yld) - paid, rate || 0.05);
  });
  define("ODDLPRICE", "nnnnnnnn?", (...args: Eight) => {
    const [settlement, maturity, last, rate, yld, redemption, often, basis] = args;
    if (yld < 0 || redemption <= 0) throw NUM;
    const odd = oddLast(settlement, maturity, last, rate, often, basis);
    const paid = redemption + odd.whole * odd.coupon;
    return paid / (1 + (odd.rest * yld) / odd.frequency) - odd.accrued * odd.coupon;
  });
  define("ODDLYIELD", "nnnnnnnn?", (...args: Eight) => {
    const [settlement, maturity, last, rate, cost, redemption, often, basis] = args;
    if (cost <= 0 || redemption <= 0) throw NUM;
    const odd = oddLast(settlement, maturity, last, rate, often, basis);
    const spent = cost + odd.accrued * odd.coupon;
    return ((redemption + odd.whole * odd.coupon - spent) / spent) * (odd.frequency / odd.rest);
  });
}
