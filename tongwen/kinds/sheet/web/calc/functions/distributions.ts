/** Continuous distributions: beta, chi-squared, F, gamma, log-normal and Student's t. */
import { alias, define } from "../engine/registry";
import { NUM } from "../engine/values";
import { gamma, incompleteBeta, incompleteGamma, lnGamma, reaching, reachingAbove } from "./gamma";
import { normalCumulative, normalDensity, normalInverse } from "./normal";

/** Throws #NUM! unless the condition holds. */
function ensure(holds: boolean): void {
  if (!holds) throw NUM;
}

const MOST_DEGREES = 1e10;

function degrees(value: number): number {
  const whole = Math.trunc(value);
  ensure(whole >= 1 && whole <= MOST_DEGREES);
  return whole;
}

const share = (value: number) => ensure(value >= 0 && value <= 1);

// ---- beta -----------------------------------------------------------------------------------

function betaDensity(x: number, a: number, b: number): number {
  ensure(!((x === 0 && a < 1) || (x === 1 && b < 1)));
  if (x === 0) return a === 1 ? b : 0;
  if (x === 1) return b === 1 ? a : 0;
  const scale = lnGamma(a + b) - lnGamma(a) - lnGamma(b);
  return Math.exp(scale + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x));
}

function betaDistribution(
  x: number,
  a: number,
  b: number,
  cumulative: boolean,
  low = 0,
  high = 1,
): number {
  ensure(a > 0 && b > 0 && low < high && x >= low && x <= high);
  const place = (x - low) / (high - low);
  return cumulative ? incompleteBeta(place, a, b) : betaDensity(place, a, b) / (high - low);
}

function betaInverse(p: number, a: number, b: number, low = 0, high = 1): number {
  ensure(a > 0 && b > 0 && p >= 0 && p <= 1 && low < high);
  if (p === 0 || p === 1) return p === 0 ? low : high;
  return low + (high - low) * reaching((x) => incompleteBeta(x, a, b), p, 0, 1);
}

function defineBeta(): void {
  define("BETA.DIST", "nnnbn?n?", betaDistribution);
  define("BETADIST", "nnnn?n?", (x: number, a: number, b: number, low = 0, high = 1) =>
    betaDistribution(x, a, b, true, low, high),
  );
  define("BETA.INV", "nnnn?n?", betaInverse);
  alias("BETAINV", "BETA.INV");
}

// ---- gamma and chi-squared --------------------------------------------------------------------

function gammaDensity(x: number, shape: number, scale: number): number {
  if (x === 0) {
    ensure(shape >= 1);
    return shape === 1 ? 1 / scale : 0;
  }
  const size = x / scale;
  return Math.exp((shape - 1) * Math.log(size) - size - lnGamma(shape)) / scale;
}

function gammaDistribution(x: number, shape: number, scale: number, cumulative: boolean): number {
  ensure(x >= 0 && shape > 0 && scale > 0);
  return cumulative ? incompleteGamma(shape, x / scale)[0] : gammaDensity(x, shape, scale);
}

function gammaInverse(p: number, shape: number, scale: number): number {
  ensure(p >= 0 && p < 1 && shape > 0 && scale > 0);
  return scale * reachingAbove((x) => incompleteGamma(shape, x)[0], p);
}

/** Where the upper tail comes down to a share. */
function upperInverse(upper: (x: number) => number, p: number): number {
  ensure(p > 0 && p <= 1);
  return reachingAbove((x) => -upper(x), -p);
}

export function chiUpper(x: number, freedom: number): number {
  return incompleteGamma(freedom / 2, x / 2)[1];
}

function chiDistribution(x: number, freedom: number, cumulative: boolean): number {
  ensure(x >= 0);
  return gammaDistribution(x, degrees(freedom) / 2, 2, cumulative);
}

function defineGamma(): void {
  define("GAMMA", "n", gamma);
  const logarithm = (x: number) => {
    ensure(x > 0);
    return lnGamma(x);
  };
  define("GAMMALN", "n", logarithm);
  define("GAMMALN.PRECISE", "n", logarithm);
  define("GAMMA.DIST", "nnnb", gammaDistribution);
  alias("GAMMADIST", "GAMMA.DIST");
  define("GAMMA.INV", "nnn", gammaInverse);
  alias("GAMMAINV", "GAMMA.INV");
  define("CHISQ.DIST", "nnb", chiDistribution);
  define("CHISQ.DIST.RT", "nn", (x: number, freedom: number) => {
    ensure(x >= 0);
    return chiUpper(x, degrees(freedom));
  });
  alias("CHIDIST", "CHISQ.DIST.RT");
  define("CHISQ.INV", "nn", (p: number, freedom: number) =>
    gammaInverse(p, degrees(freedom) / 2, 2),
  );
  define("CHISQ.INV.RT", "nn", (p: number, freedom: number) => {
    const whole = degrees(freedom);
    return upperInverse((x) => chiUpper(x, whole), p);
  });
  alias("CHIINV", "CHISQ.INV.RT");
}

// ---- F ----------------------------------------------------------------------------------------

function fDensity(x: number, d1: number, d2: number): number {
  if (x === 0) {
    ensure(d1 > 1);
    return d1 === 2 ? 1 : 0;
  }
  const scale = lnGamma((d1 + d2) / 2) - lnGamma(d1 / 2) - lnGamma(d2 / 2);
  const power = (d1 / 2) * Math.log(d1 / d2) + (d1 / 2 - 1) * Math.log(x);
  return Math.exp(scale + power - ((d1 + d2) / 2) * Math.log1p((d1 * x) / d2));
}

const fLower = (x: number, d1: number, d2: number) =>
  incompleteBeta((d1 * x) / (d1 * x + d2), d1 / 2, d2 / 2);

export function fUpper(x: number, d1: number, d2: number): number {
  return incompleteBeta(d2 / (d1 * x + d2), d2 / 2, d1 / 2);
}

function defineF(): void {
  define("F.DIST", "nnnb", (x: number, d1: number, d2: number, cumulative: boolean) => {
    ensure(x >= 0);
    return (cumulative ? fLower : fDensity)(x, degrees(d1), degrees(d2));
  });
  define("F.DIST.RT", "nnn", (x: number, d1: number, d2: number) => {
    ensure(x >= 0);
    return fUpper(x, degrees(d1), degrees(d2));
  });
  alias("FDIST", "F.DIST.RT");
  define("F.INV", "nnn", (p: number, d1: number, d2: number) => {
    ensure(p >= 0 && p < 1);
    const [a, b] = [degrees(d1), degrees(d2)];
    return reachingAbove((x) => fLower(x, a, b), p);
  });
  define("F.INV.RT", "nnn", (p: number, d1: number, d2: number) => {
    const [a, b] = [degrees(d1), degrees(d2)];
    return upperInverse((x) => fUpper(x, a, b), p);
  });
  alias("FINV", "F.INV.RT");
}

// ---- Student's t --------------------------------------------------------------------------------

/** The share beyond `x` on one side, for `x` from zero. */
export function tTail(x: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + x * x), freedom / 2, 0.5) / 2;
}

function tDistribution(x: number, freedom: number, cumulative: boolean): number {
  const d = degrees(freedom);
  if (cumulative) return x < 0 ? tTail(-x, d) : 1 - tTail(x, d);
  const scale = lnGamma((d + 1) / 2) - lnGamma(d / 2) - Math.log(d * Math.PI) / 2;
  return Math.exp(scale - ((d + 1) / 2) * Math.log1p((x * x) / d));
}

/** How far both tails together hold a share. */
export function tTwoTailed(p: number, freedom: number): number {
  ensure(p > 0 && p <= 1);
  const d = degrees(freedom);
  return reachingAbove((x) => -2 * tTail(x, d), -p);
}

function defineT(): void {
  define("T.DIST", "nnb", tDistribution);
  define("T.DIST.2T", "nn", (x: number, freedom: number) => {
    ensure(x >= 0);
    return 2 * tTail(x, degrees(freedom));
  });
  define("T.DIST.RT", "nn", (x: number, freedom: number) => {
    const d = degrees(freedom);
    return x < 0 ? 1 - tTail(-x, d) : tTail(x, d);
  });
  define("TDIST", "nnn", (x: number, freedom: number, tails: number) => {
    const sides = Math.trunc(tails);
    ensure(x >= 0 && (sides === 1 || sides === 2));
    return sides * tTail(x, degrees(freedom));
  });
  define("T.INV", "nn", (p: number, freedom: number) => {
    ensure(p > 0 && p < 1);
    return p < 0.5 ? -tTwoTailed(2 * p, freedom) : tTwoTailed(2 * (1 - p), freedom);
  });
  define("T.INV.2T", "nn", tTwoTailed);
  alias("TINV", "T.INV.2T");
  define("CONFIDENCE.T", "nnn", (alpha: number, deviation: number, size: number) => {
    const n = Math.trunc(size);
    ensure(alpha > 0 && alpha < 1 && deviation > 0 && n >= 1);
    return (tTwoTailed(alpha, n - 1) * deviation) / Math.sqrt(n);
  });
}

// ---- log-normal -----------------------------------------------------------------------------------

function defineLogNormal(): void {
  const distribution = (x: number, mean: number, deviation: number, cumulative: boolean) => {
    ensure(x > 0 && deviation > 0);
    const z = (Math.log(x) - mean) / deviation;
    return cumulative ? normalCumulative(z) : normalDensity(z) / (x * deviation);
  };
  define("LOGNORM.DIST", "nnnb", distribution);
  define("LOGNORMDIST", "nnn", (x: number, mean: number, deviation: number) =>
    distribution(x, mean, deviation, true),
  );
  define("LOGNORM.INV", "nnn", (p: number, mean: number, deviation: number) => {
    share(p);
    ensure(deviation > 0);
    return Math.exp(mean + deviation * normalInverse(p));
  });
  alias("LOGINV", "LOGNORM.INV");
}

export function defineDistributions(): void {
  defineBeta();
  defineGamma();
  defineF();
  defineT();
  defineLogNormal();
}
