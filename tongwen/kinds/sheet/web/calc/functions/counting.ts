/** Distributions of what is counted: binomial, hypergeometric, negative binomial and Poisson. */
import { alias, define } from "../engine/registry";
import { NUM } from "../engine/values";
import { incompleteBeta, incompleteGamma, lnChoose, lnFactorial } from "./gamma";

/** Probabilities as products are exact while factorials are small. */
const EXACT = 1000;

/** `k` of `n` when each comes with chance `p`. */
function binomial(k: number, n: number, p: number): number {
  if (p === 0) return Number(k === 0);
  if (p === 1) return Number(k === n);
  if (n <= EXACT) {
    const few = Math.min(k, n - k);
    let product = 1;
    let left = k;
    let right = n - k;
    for (let at = 1; at <= few; at++) {
      product *= (n - few + at) / at;
      for (; product > 1 && left > 0; left--) product *= p;
      for (; product > 1 && right > 0; right--) product *= 1 - p;
    }
    return product * p ** left * (1 - p) ** right;
  }
  return Math.exp(lnChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

function binomialUpTo(k: number, n: number, p: number): number {
  if (k >= n) return 1;
  return incompleteBeta(1 - p, n - k, k + 1);
}

function binomialRange(trials: number, p: number, from: number, to = from): number {
  const [n, low, high] = [Math.trunc(trials), Math.trunc(from), Math.trunc(to)];
  if (n < 0 || p < 0 || p > 1 || low < 0 || low > n || high < low || high > n) throw NUM;
  if (low === high) return binomial(low, n, p);
  return binomialUpTo(high, n, p) - (low === 0 ? 0 : binomialUpTo(low - 1, n, p));
}

/** The least count up to which a share of all outcomes lies. */
function binomialInverse(trials: number, p: number, alpha: number): number {
  const n = Math.trunc(trials);
  if (n < 0 || p < 0 || p > 1 || alpha < 0 || alpha > 1) throw NUM;
  if (alpha === 1) return p === 0 ? 0 : n;
  let [low, high] = [0, n];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (binomialUpTo(middle, n, p) >= alpha) high = middle;
    else low = middle + 1;
  }
  return low;
}

function hypergeometric(k: number, n: number, successes: number, population: number): number {
  if (k < Math.max(0, n - population + successes) || k > Math.min(n, successes)) return 0;
  if (population <= EXACT) return ratio(k, n, successes, population);
  return Math.exp(
    lnChoose(successes, k) + lnChoose(population - successes, n - k) - lnChoose(population, n),
  );
}

/** The same as a product of fractions, so that no digits are lost. */
function ratio(k: number, n: number, successes: number, population: number): number {
  const failures = population - successes;
  let product = 1;
  let [hits, misses] = [0, 0];
  for (let drawn = 0; drawn < n; drawn++) {
    const hit = hits < k && (product <= 1 || misses >= n - k);
    if (hit) product *= (((successes - hits) / (population - drawn)) * (drawn + 1)) / (hits + 1);
    else product *= (((failures - misses) / (population - drawn)) * (drawn + 1)) / (misses + 1);
    if (hit) hits++;
    else misses++;
  }
  return product;
}

function hypergeometricDistribution(
  drawnSuccesses: number,
  sample: number,
  successes: number,
  population: number,
  cumulative = false,
): number {
  const [k, n, m, all] = [drawnSuccesses, sample, successes, population].map(Math.trunc) as [
    number,
    number,
    number,
    number,
  ];
  if (k < 0 || n < k || n > all || m < 0 || m > all || all < 1) throw NUM;
  if (!cumulative && (k > m || k < n - all + m)) throw NUM;
  if (!cumulative) return hypergeometric(k, n, m, all);
  let total = 0;
  for (let at = Math.max(0, n - all + m); at <= k; at++) total += hypergeometric(at, n, m, all);
  return total;
}

function negativeBinomial(failures: number, wins: number, p: number, cumulative: boolean): number {
  const [f, s] = [Math.trunc(failures), Math.trunc(wins)];
  if (f < 0 || s < 1 || p < 0 || p > 1) throw NUM;
  if (cumulative) return incompleteBeta(p, s, f + 1);
  return binomial(f, f + s - 1, 1 - p) * p;
}

function poisson(count: number, mean: number, cumulative: boolean): number {
  const k = Math.trunc(count);
  if (k < 0 || mean < 0) throw NUM;
  if (cumulative) return incompleteGamma(k + 1, mean)[1];
  if (mean === 0) return Number(k === 0);
  return Math.exp(k * Math.log(mean) - mean - lnFactorial(k));
}

export function defineCounting(): void {
  define("BINOM.DIST", "nnnb", (wins: number, trials: number, p: number, cumulative: boolean) => {
    const [k, n] = [Math.trunc(wins), Math.trunc(trials)];
    if (k < 0 || k > n || p < 0 || p > 1) throw NUM;
    return cumulative ? binomialUpTo(k, n, p) : binomial(k, n, p);
  });
  alias("BINOMDIST", "BINOM.DIST");
  define("BINOM.DIST.RANGE", "nnnn?", binomialRange);
  define("BINOM.INV", "nnn", binomialInverse);
  alias("CRITBINOM", "BINOM.INV");
  define("HYPGEOM.DIST", "nnnnb", hypergeometricDistribution);
  define("HYPGEOMDIST", "nnnn", (k: number, n: number, m: number, all: number) =>
    hypergeometricDistribution(k, n, m, all),
  );
  define("NEGBINOM.DIST", "nnnb", negativeBinomial);
  define("NEGBINOMDIST", "nnn", (failures: number, wins: number, p: number) =>
    negativeBinomial(failures, wins, p, false),
  );
  define("POISSON.DIST", "nnb", poisson);
  alias("POISSON", "POISSON.DIST");
}
