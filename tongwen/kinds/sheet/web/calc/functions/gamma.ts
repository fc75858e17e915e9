/** The gamma and beta functions, their incomplete forms, and where a rising function reaches a value. */
import { NUM } from "../engine/values";

const TINY = 1e-300;
const PRECISE = 1e-16;
const MOST_TERMS = 100_000;
const LANCZOS_G = 607 / 128;
const LANCZOS = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746,
  -0.4919138160976202, 3.399464998481189e-5, 4.652362892704858e-5, -9.837447530487956e-5,
  0.0001580887032249125, -0.00021026444172410488, 0.00021743961811521265, -0.0001643181065367639,
  8.441822398385275e-5, -2.6190838401581408e-5, 3.6899182659531625e-6,
];

/** The logarithm of gamma of a positive number (Lanczos' approximation, 15 digits). */
export function lnGamma(x: number): number {
  let series = LANCZOS[0] as number;
  for (let at = 1; at < LANCZOS.length; at++) series += (LANCZOS[at] as number) / (x + at - 1);
  const base = x + LANCZOS_G - 0.5;
  return (x - 0.5) * Math.log(base) - base + Math.log(Math.sqrt(2 * Math.PI) * series);
}

/** Gamma; exact for whole numbers. Throws #NUM! at zero, at negative whole numbers and beyond 171. */
export function gamma(x: number): number {
  if (Number.isInteger(x)) {
    if (x <= 0 || x > 171) throw NUM;
    let product = 1;
    for (let at = 2; at < x; at++) product *= at;
    return product;
  }
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  if (x > 171.7) throw NUM;
  return Math.exp(lnGamma(x));
}

/** The logarithm of a factorial. */
export const lnFactorial = (n: number) => lnGamma(n + 1);

/** The logarithm of how many ways there are to choose `k` of `n`. */
export const lnChoose = (n: number, k: number) =>
  lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);

/** `a b` of a continued fraction's step, counted from one. */
type Term = (step: number) => [a: number, b: number];

/** `1 / (b0 + a1 / (b1 + …))` by Lentz' method. */
function continued(b0: number, term: Term): number {
  let d = 1 / (Math.abs(b0) < TINY ? TINY : b0);
  let c = 1 / TINY;
  let value = d;
  for (let step = 1; step < MOST_TERMS; step++) {
    const [a, b] = term(step);
    d = a * d + b;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    c = b + a / c;
    if (Math.abs(c) < TINY) c = TINY;
    value *= c * d;
    if (Math.abs(c * d - 1) < PRECISE) break;
  }
  return value;
}

/** The regularised lower and upper incomplete gamma functions. */
export function incompleteGamma(a: number, x: number): [lower: number, upper: number] {
  if (x <= 0) return [0, 1];
  const front = Math.exp(a * Math.log(x) - x - lnGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let total = term;
    for (let n = 1; n < MOST_TERMS && Math.abs(term) > Math.abs(total) * PRECISE; n++) {
      term *= x / (a + n);
      total += term;
    }
    return [total * front, 1 - total * front];
  }
  const upper = front * continued(x + 1 - a, (n) => [-n * (n - a), x + 2 * n + 1 - a]);
  return [1 - upper, upper];
}

/** The regularised incomplete beta function. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  const term: Term = (step) => {
    const m = step >> 1;
    const part =
      step % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    return [part, 1];
  };
  return (front / a) * continued(1, term);
}

/** Where a function that never falls reaches a share, between two bounds, by halving. */
export function reaching(
  of: (x: number) => number,
  share: number,
  low: number,
  high: number,
): number {
  let [a, b] = [low, high];
  for (let count = 0; count < 1100; count++) {
    const middle = (a + b) / 2;
    if (middle === a || middle === b) break;
    if (of(middle) < share) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** The same from zero on without an upper bound. */
export function reachingAbove(of: (x: number) => number, share: number): number {
  let high = 1;
  while (of(high) < share) {
    high *= 2;
    if (!Number.isFinite(high)) throw NUM;
  }
  return reaching(of, share, 0, high);
}
