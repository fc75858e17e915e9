/** Bessel functions of whole orders. */
import { define } from "../engine/registry";
import { NUM } from "../engine/values";
import { lnFactorial } from "./gamma";

const EULER = 0.5772156649015329;
const MOST_ORDER = 10_000;
const MOST_ARGUMENT = 1e5;

/** J of the orders from 0 to `order` at a positive argument, by the recurrence downwards (Miller). */
function firstKind(x: number, order: number): number[] {
  const start = 2 * Math.ceil((Math.max(order, x) + 20 + 6 * Math.cbrt(Math.max(order, x))) / 2);
  const values = new Array<number>(start + 2).fill(0);
  values[start] = 1e-300;
  for (let n = start; n > 0; n--) {
    values[n - 1] = ((2 * n) / x) * (values[n] as number) - (values[n + 1] as number);
    if (Math.abs(values[n - 1] as number) > 1e200)
      for (let at = n - 1; at <= start; at++) (values[at] as number) *= 1e-250;
  }
  let total = values[0] as number;
  for (let n = 2; n <= start; n += 2) total += 2 * (values[n] as number);
  return values.map((value) => value / total);
}

function besselJ(x: number, order: number): number {
  if (x === 0) return Number(order === 0);
  const value = firstKind(Math.abs(x), order)[order] as number;
  return x < 0 && order % 2 === 1 ? -value : value;
}

/** Neumann's series for the orders 0 and 1 (Abramowitz and Stegun 9.1.88), then the recurrence upwards. */
function besselY(x: number, order: number): number {
  const j = firstKind(x, 1);
  const log = Math.log(x / 2) + EULER;
  let [zero, one] = [log * (j[0] as number), (log - 1) * (j[1] as number) - (j[0] as number) / x];
  for (let k = 1; 2 * k + 1 < j.length; k++) {
    const sign = k % 2 === 0 ? 1 : -1;
    zero -= (2 * sign * (j[2 * k] as number)) / k;
    one -= (sign * (2 * k + 1) * (j[2 * k + 1] as number)) / (k * (k + 1));
  }
  let [below, here] = [(2 / Math.PI) * zero, (2 / Math.PI) * one];
  if (order === 0) return below;
  for (let n = 1; n < order; n++) [below, here] = [here, ((2 * n) / x) * here - below];
  return here;
}

/** All terms of its series are positive. */
function besselI(x: number, order: number): number {
  if (x === 0) return Number(order === 0);
  const half = Math.abs(x) / 2;
  let term = Math.exp(order * Math.log(half) - lnFactorial(order));
  let total = term;
  for (let k = 1; k < 1e5 && term > total * 1e-17; k++) {
    term *= (half * half) / (k * (k + order));
    total += term;
  }
  return x < 0 && order % 2 === 1 ? -total : total;
}

/** The integral of exp(-x cosh t) cosh(nt), which the trapezoidal rule gives to the last digit. */
function besselK(x: number, order: number): number {
  const step = 1 / 64;
  let total = Math.exp(-x) / 2;
  for (let at = 1; at < 64 * 800; at++) {
    const t = at * step;
    const power = order * t - x * Math.cosh(t);
    const term = Math.exp(power) / 2 + Math.exp(-order * t - x * Math.cosh(t)) / 2;
    total += term;
    if (x * Math.sinh(t) > order && term < total * 1e-18) break;
  }
  return total * step;
}

function defineOne(
  name: string,
  run: (x: number, order: number) => number,
  positive: boolean,
): void {
  define(name, "nn", (x: number, given: number) => {
    const order = Math.trunc(given);
    if (order < 0 || order > MOST_ORDER || Math.abs(x) > MOST_ARGUMENT) throw NUM;
    if (positive && x <= 0) throw NUM;
    return run(x, order);
  });
}

export function defineBessel(): void {
  defineOne("BESSELJ", besselJ, false);
  defineOne("BESSELI", besselI, false);
  defineOne("BESSELY", besselY, true);
  defineOne("BESSELK", besselK, true);
}
