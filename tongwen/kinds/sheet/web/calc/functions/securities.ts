/** Securities without coupons: discounted ones, ones that pay at maturity, Treasury bills; accrued interest. */
import { partsOf, serialOf } from "../engine/numbers";
import { define } from "../engine/registry";
import { NUM } from "../engine/values";
import { monthsFrom, periodDays, schedule } from "./coupons";
import { dayCount, yearFraction } from "./dates";

/** Throws #NUM! unless all are greater than zero. */
function positive(...values: number[]): void {
  if (values.some((value) => value <= 0)) throw NUM;
}

/** Years from settlement to maturity. Throws #NUM! unless one is after the other. */
function term(settlement: number, maturity: number, basis: number): number {
  if (Math.trunc(settlement) >= Math.trunc(maturity)) throw NUM;
  return yearFraction(settlement, maturity, basis);
}

/** Days that a Treasury bill runs. Throws #NUM! when that is more than a year. */
function billDays(settlement: number, maturity: number): number {
  const [from, to] = [Math.trunc(settlement), Math.trunc(maturity)];
  const { year, month, day } = partsOf(from);
  if (from >= to || to > serialOf(year + 1, month, day)) throw NUM;
  return to - from;
}

function billEquivalent(settlement: number, maturity: number, discount: number): number {
  const days = billDays(settlement, maturity);
  positive(discount);
  if (days <= 182) {
    if (360 <= discount * days) throw NUM;
    return (365 * discount) / (360 - discount * days);
  }
  const price = (100 - (discount * 100 * days) / 360) / 100;
  const years = days / (days === 366 ? 366 : 365);
  const inside = years ** 2 - (2 * years - 1) * (1 - 1 / price);
  if (inside < 0) throw NUM;
  return (2 * (Math.sqrt(inside) - years)) / (2 * years - 1);
}

function defineBills(): void {
  define("TBILLEQ", "nnn", billEquivalent);
  define("TBILLPRICE", "nnn", (settlement: number, maturity: number, discount: number) => {
    positive(discount);
    const price = 100 * (1 - (discount * billDays(settlement, maturity)) / 360);
    positive(price);
    return price;
  });
  define("TBILLYIELD", "nnn", (settlement: number, maturity: number, price: number) => {
    positive(price);
    return ((100 - price) / price) * (360 / billDays(settlement, maturity));
  });
}

function defineDiscounted(): void {
  type Sums = [number, number, number, number, number?];
  const over = (name: string, run: (a: number, b: number, years: number) => number) =>
    define(name, "nnnnn?", (...[settlement, maturity, a, b, basis = 0]: Sums) => {
      positive(a, b);
      return run(a, b, term(settlement, maturity, basis));
    });
  over("DISC", (price, redemption, years) => (redemption - price) / redemption / years);
  over("INTRATE", (invested, redemption, years) => (redemption - invested) / invested / years);
  over("RECEIVED", (invested, discount, years) => {
    positive(1 - discount * years);
    return invested / (1 - discount * years);
  });
  over("PRICEDISC", (discount, redemption, years) => redemption * (1 - discount * years));
  over("YIELDDISC", (price, redemption, years) => (redemption / price - 1) / years);
}

function defineAtMaturity(): void {
  type Six = [number, number, number, number, number, number?];
  const parts = (settlement: number, maturity: number, issue: number, basis: number) => {
    if (Math.trunc(issue) > Math.trunc(settlement)) throw NUM;
    return {
      whole: yearFraction(issue, maturity, basis),
      rest: term(settlement, maturity, basis),
      accrued: yearFraction(issue, settlement, basis),
    };
  };
  define("PRICEMAT", "nnnnnn?", (...[settlement, maturity, issue, rate, yld, basis = 0]: Six) => {
    if (rate < 0 || yld < 0) throw NUM;
    const { whole, rest, accrued } = parts(settlement, maturity, issue, basis);
    return ((1 + whole * rate) / (1 + rest * yld) - accrued * rate) * 100;
  });
  define("YIELDMAT", "nnnnnn?", (...[settlement, maturity, issue, rate, price, basis = 0]: Six) => {
    if (rate < 0) throw NUM;
    positive(price);
    const { whole, rest, accrued } = parts(settlement, maturity, issue, basis);
    return ((1 + whole * rate) / (price / 100 + accrued * rate) - 1) / rest;
  });
}

/** Interest from issue (or from the first coupon on) to settlement, period by period. */
function accrued(
  issue: number,
  first: number,
  settlement: number,
  rate: number,
  par: number,
  frequency: number,
  basis = 0,
  fromIssue = true,
): number {
  const bond = schedule(issue, settlement, frequency, basis);
  positive(rate, par);
  const start =
    fromIssue || Math.trunc(first) >= bond.maturity ? bond.settlement : Math.trunc(first);
  const step = 12 / bond.frequency;
  let total = 0;
  let at = 0;
  const date = (count: number) => monthsFrom(Math.trunc(first), count * step);
  while (date(at) < bond.maturity) at++;
  for (; date(at) > start; at--) {
    const [low, high] = [date(at - 1), date(at)];
    const [from, to] = [Math.max(low, start), Math.min(high, bond.maturity)];
    if (to > from) total += dayCount(from, to, bond.basis) / periodDays(low, high, bond);
  }
  return ((par * rate) / bond.frequency) * total;
}

/** The share of the cost that a year takes, by how long an asset lasts (AMORDEGRC). */
function coefficient(life: number): number {
  if (life < 3) return 1;
  if (life < 5) return 1.5;
  return life <= 6 ? 2 : 2.5;
}

type Asset = [number, number, number, number, number, number, number?];

function depreciationShare(...[, purchased, first, , , rate, basis = 0]: Asset): number {
  if (Math.trunc(purchased) > Math.trunc(first)) throw NUM;
  return rate * yearFraction(purchased, first, basis);
}

function linear(...args: Asset): number {
  const [cost, , , salvage, period, rate] = args;
  if (cost <= 0 || salvage < 0 || salvage > cost || period < 0 || rate <= 0) throw NUM;
  const whole = cost * rate;
  const start = cost * depreciationShare(...args);
  const many = Math.trunc(period);
  const left = cost - salvage - start - whole * (many - 1);
  if (many === 0) return Math.min(start, cost - salvage);
  return Math.max(0, Math.min(whole, left));
}

function degressive(...args: Asset): number {
  const [cost, , , salvage, period, rate] = args;
  if (cost <= 0 || salvage < 0 || salvage > cost || period < 0 || rate <= 0) throw NUM;
  const factor = coefficient(1 / rate) * rate;
  let part = Math.round(depreciationShare(...args) * coefficient(1 / rate) * cost);
  let value = cost - part;
  let rest = value - salvage;
  const many = Math.trunc(period);
  for (let at = 0; at < many; at++) {
    part = Math.round(factor * value);
    rest -= part;
    if (rest < 0) return many - at <= 1 ? Math.round(value * 0.5) : 0;
    value -= part;
  }
  return part;
}

export function defineSecurities(): void {
  defineBills();
  defineDiscounted();
  defineAtMaturity();
  define("ACCRINT", "nnnnnnn?b?", accrued);
  define(
    "ACCRINTM",
    "nnnnn?",
    (issue: number, settlement: number, rate: number, par: number, basis = 0) => {
      positive(rate, par);
      return par * rate * term(issue, settlement, basis);
    },
  );
  define("AMORLINC", "nnnnnnn?", linear);
  define("AMORDEGRC", "nnnnnnn?", degressive);
}
