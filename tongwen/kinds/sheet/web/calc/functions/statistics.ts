/** Statistics of samples. */
import { alias, define } from "../engine/registry";
import {
  CellError,
  DIV0,
  isScalar,
  Matrix,
  NA,
  NUM,
  type Scalar,
  type Value,
} from "../engine/values";
import { eachNumber, eachValue, mean, numbers, numbersA, pairs, squares, sum } from "./arguments";
import { criterion } from "./criteria";
import { conditions, eachMatch } from "./math";
import { normalCumulative, normalDensity, normalInverse } from "./normal";

function some(list: number[], least = 1, error: CellError = NUM): number[] {
  if (list.length < least) throw error;
  return list;
}

const ascending = (list: number[]) => [...list].sort((a, b) => a - b);

function variance(list: number[], sample: boolean): number {
  const values = some(list, sample ? 2 : 1, DIV0);
  return squares(values) / (values.length - (sample ? 1 : 0));
}

/** The value at a share of sorted numbers, between neighbours by distance. */
export function percentile(list: number[], share: number, exclusive = false): number {
  const sorted = ascending(some(list));
  if (share < 0 || share > 1) throw NUM;
  const at = exclusive ? share * (sorted.length + 1) - 1 : share * (sorted.length - 1);
  if (at < 0 || at > sorted.length - 1) throw NUM;
  const low = Math.floor(at);
  const value = sorted[low] as number;
  return value + (at - low) * ((sorted[Math.min(low + 1, sorted.length - 1)] as number) - value);
}

function percentRank(list: number[], value: number, digits: number, exclusive: boolean): number {
  const sorted = ascending(some(list));
  const last = sorted.length - 1;
  if (digits < 1) throw NUM;
  if (value < (sorted[0] as number) || value > (sorted[last] as number)) throw NA;
  const below = sorted.findLastIndex((each) => each < value);
  const exact = sorted.indexOf(value);
  const low = sorted[below] as number;
  const at = exact >= 0 ? exact : below + (value - low) / ((sorted[below + 1] as number) - low);
  const rank = exclusive ? (at + 1) / (last + 2) : last === 0 ? 1 : at / last;
  return Math.floor(rank * 10 ** digits + 1e-9) / 10 ** digits;
}

export function median(list: number[]): number {
  return percentile(list, 0.5);
}

/** The values that are met most often, in the order in which they are met. Throws #N/A when none is met twice. */
export function modes(list: number[]): number[] {
  const counts = new Map<number, number>();
  for (const value of list) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  if (most < 2) throw NA;
  return [...counts].filter(([, count]) => count === most).map(([value]) => value);
}

export function nth(list: number[], k: number, largest: boolean): number {
  const at = Math.ceil(k);
  if (at < 1 || at > list.length) throw NUM;
  const sorted = ascending(list);
  return sorted[largest ? sorted.length - at : at - 1] as number;
}

function rank(value: number, range: Value, order: number, average: boolean): number {
  const list = numbers([range]);
  const ahead = list.filter((each) => (order === 0 ? each > value : each < value)).length;
  const equal = list.filter((each) => each === value).length;
  if (equal === 0) throw NA;
  return ahead + (average ? (equal + 1) / 2 : 1);
}

function regression(
  ys: Value,
  xs: Value,
): { slope: number; intercept: number; r: number; error: number; count: number } {
  const [x, y] = pairs(xs, ys);
  some(x, 1, DIV0);
  const [mx, my] = [mean(x), mean(y)];
  const [sxx, syy] = [squares(x), squares(y)];
  const sxy = sum(x.map((value, at) => (value - mx) * ((y[at] as number) - my)));
  const slope = sxy / sxx;
  return {
    slope,
    intercept: my - slope * mx,
    r: sxy / Math.sqrt(sxx * syy),
    error: Math.sqrt((syy - (sxy * sxy) / sxx) / (x.length - 2)),
    count: x.length,
  };
}

function checked(value: number): number {
  if (!Number.isFinite(value)) throw DIV0;
  return value;
}

function defineCounts(): void {
  define("COUNT", "a*", (...args: Value[]) => {
    let count = 0;
    for (const arg of args) {
      if (isScalar(arg)) count += countable(arg);
      else
        eachValue(arg, (value) => {
          if (typeof value === "number") count++;
        });
    }
    return count;
  });
  define("COUNTA", "a*", (...args: Value[]) => {
    let count = 0;
    for (const arg of args) {
      if (isScalar(arg)) count++;
      else
        eachValue(arg, () => {
          count++;
        });
    }
    return count;
  });
  define("COUNTIF", "as", (range: Value, wanted: Scalar) => {
    const test = criterion(wanted);
    let count = 0;
    if (test(null)) eachMatch([range], [test], range, () => count++);
    else eachValue(range, (value) => (count += Number(test(value))));
    return count;
  });
  define("COUNTIFS", "as**", (...args: Value[]) => {
    const { ranges, tests } = conditions(args);
    let count = 0;
    eachMatch(ranges, tests, ranges[0] as Value, () => count++);
    return count;
  });
}

function countable(value: Scalar): number {
  if (typeof value === "number" || typeof value === "boolean") return 1;
  return typeof value === "string" && value.trim() !== "" && !Number.isNaN(Number(value)) ? 1 : 0;
}

function matched(args: Value[], values: Value): number[] {
  const { ranges, tests } = conditions(args);
  const list: number[] = [];
  eachMatch(ranges, tests, values, (value) => {
    if (value instanceof CellError) throw value;
    if (typeof value === "number") list.push(value);
  });
  return list;
}

function defineAverages(): void {
  define("AVERAGE", "a*", (...args: Value[]) => {
    let total = 0;
    let count = 0;
    eachNumber(args, (value) => {
      total += value;
      count++;
    });
    if (count === 0) throw DIV0;
    return total / count;
  });
  define("AVERAGEA", "a*", (...args: Value[]) => mean(some(numbersA(args), 1, DIV0)));
  define("AVERAGEIF", "asa?", (range: Value, wanted: Scalar, values?: Value) =>
    mean(some(matched([range, wanted], values ?? range), 1, DIV0)),
  );
  define("AVERAGEIFS", "aas**", (values: Value, ...rest: Value[]) =>
    mean(some(matched(rest, values), 1, DIV0)),
  );
  define("MAXIFS", "aas**", (values: Value, ...rest: Value[]) =>
    extreme(matched(rest, values), true),
  );
  define("MINIFS", "aas**", (values: Value, ...rest: Value[]) =>
    extreme(matched(rest, values), false),
  );
  define("MEDIAN", "a*", (...args: Value[]) => median(numbers(args)));
  define("GEOMEAN", "a*", (...args: Value[]) => {
    const list = some(numbers(args));
    if (list.some((value) => value <= 0)) throw NUM;
    return Math.exp(mean(list.map(Math.log)));
  });
  define("HARMEAN", "a*", (...args: Value[]) => {
    const list = some(numbers(args));
    if (list.some((value) => value <= 0)) throw NUM;
    return list.length / sum(list.map((value) => 1 / value));
  });
  define("TRIMMEAN", "an", (range: Value, share: number) => {
    const list = ascending(some(numbers([range])));
    if (share < 0 || share >= 1) throw NUM;
    const cut = Math.floor((list.length * share) / 2);
    return mean(list.slice(cut, list.length - cut));
  });
}

/** The greatest or least; zero of none. */
export function extreme(list: number[], greatest: boolean): number {
  let best: number | null = null;
  for (const value of list)
    if (best === null || (greatest ? value > best : value < best)) best = value;
  return best ?? 0;
}

function defineExtremes(): void {
  define("MAX", "a*", (...args: Value[]) => {
    let best = Number.NEGATIVE_INFINITY;
    eachNumber(args, (value) => {
      if (value > best) best = value;
    });
    return best === Number.NEGATIVE_INFINITY ? 0 : best;
  });
  define("MIN", "a*", (...args: Value[]) => {
    let best = Number.POSITIVE_INFINITY;
    eachNumber(args, (value) => {
      if (value < best) best = value;
    });
    return best === Number.POSITIVE_INFINITY ? 0 : best;
  });
  define("MAXA", "a*", (...args: Value[]) => extreme(numbersA(args), true));
  define("MINA", "a*", (...args: Value[]) => extreme(numbersA(args), false));
  define("LARGE", "An", (range: Value, k: number) => nth(numbers([range]), k, true));
  define("SMALL", "An", (range: Value, k: number) => nth(numbers([range]), k, false));
  define("RANK", "nan?", (value: number, range: Value, order = 0) =>
    rank(value, range, order, false),
  );
  alias("RANK.EQ", "RANK");
  define("RANK.AVG", "nan?", (value: number, range: Value, order = 0) =>
    rank(value, range, order, true),
  );
  define("MODE", "a*", (...args: Value[]) => modes(numbers(args))[0] ?? NA);
  alias("MODE.SNGL", "MODE");
  define(
    "MODE.MULT",
    "a*",
    (...args: Value[]) => Matrix.from(modes(numbers(args)).map((value) => [value])),
    { arrays: true },
  );
}

function defineSpread(): void {
  const spread = (names: string[], sample: boolean, root: boolean, all = false) => {
    for (const name of names)
      define(name, "a*", (...args: Value[]) => {
        const result = variance(all ? numbersA(args) : numbers(args), sample);
        return root ? Math.sqrt(result) : result;
      });
  };
  spread(["VAR", "VAR.S"], true, false);
  spread(["VARP", "VAR.P"], false, false);
  spread(["STDEV", "STDEV.S"], true, true);
  spread(["STDEVP", "STDEV.P"], false, true);
  spread(["VARA"], true, false, true);
  spread(["VARPA"], false, false, true);
  spread(["STDEVA"], true, true, true);
  spread(["STDEVPA"], false, true, true);
  define("DEVSQ", "a*", (...args: Value[]) => squares(some(numbers(args))));
  define("AVEDEV", "a*", (...args: Value[]) => {
    const list = some(numbers(args));
    const centre = mean(list);
    return mean(list.map((value) => Math.abs(value - centre)));
  });
  define("SKEW", "a*", (...args: Value[]) => skew(numbers(args), true));
  define("SKEW.P", "a*", (...args: Value[]) => skew(numbers(args), false));
  define("KURT", "a*", (...args: Value[]) => {
    const list = some(numbers(args), 4, DIV0);
    const n = list.length;
    const s = Math.sqrt(variance(list, true));
    const centre = mean(list);
    const fourth = checked(sum(list.map((value) => ((value - centre) / s) ** 4)));
    return (
      ((n * (n + 1)) / ((n - 1) * (n - 2) * (n - 3))) * fourth -
      (3 * (n - 1) ** 2) / ((n - 2) * (n - 3))
    );
  });
}

function skew(list: number[], sample: boolean): number {
  const n = some(list, 3, DIV0).length;
  const s = Math.sqrt(variance(list, sample));
  const centre = mean(list);
  const third = checked(sum(list.map((value) => ((value - centre) / s) ** 3)));
  return sample ? (n / ((n - 1) * (n - 2))) * third : third / n;
}

function defineShares(): void {
  define("PERCENTILE", "An", (range: Value, share: number) => percentile(numbers([range]), share));
  alias("PERCENTILE.INC", "PERCENTILE");
  define("PERCENTILE.EXC", "An", (range: Value, share: number) =>
    percentile(numbers([range]), share, true),
  );
  const quarter = (exclusive: boolean) => (range: Value, part: number) => {
    const which = Math.trunc(part);
    if (which < 0 || which > 4) throw NUM;
    return percentile(numbers([range]), which / 4, exclusive);
  };
  define("QUARTILE", "An", quarter(false));
  alias("QUARTILE.INC", "QUARTILE");
  define("QUARTILE.EXC", "An", quarter(true));
  define("PERCENTRANK", "Ann?", (range: Value, value: number, digits = 3) =>
    percentRank(numbers([range]), value, digits, false),
  );
  alias("PERCENTRANK.INC", "PERCENTRANK");
  define("PERCENTRANK.EXC", "Ann?", (range: Value, value: number, digits = 3) =>
    percentRank(numbers([range]), value, digits, true),
  );
  define(
    "FREQUENCY",
    "AA",
    (data: Value, bins: Value) => {
      const given = numbers([bins]);
      const order = given.map((_, at) => at);
      order.sort((a, b) => (given[a] as number) - (given[b] as number));
      const counts: number[] = new Array(given.length + 1).fill(0);
      for (const value of numbers([data])) {
        const at = order.find((each) => value <= (given[each] as number)) ?? given.length;
        counts[at] = (counts[at] as number) + 1;
      }
      return Matrix.from(counts.map((count) => [count]));
    },
    { arrays: true },
  );
  define("PROB", "AAnn?", (values: Value, chances: Value, low: number, high?: number) => {
    const [x, p] = pairs(values, chances);
    if (Math.abs(sum(p) - 1) > 1e-9 || p.some((each) => each <= 0 || each > 1)) throw NUM;
    return sum(p.filter((_, at) => (x[at] as number) >= low && (x[at] as number) <= (high ?? low)));
  });
}

function defineRegression(): void {
  define("CORREL", "AA", (a: Value, b: Value) => checked(regression(b, a).r));
  alias("PEARSON", "CORREL");
  define("RSQ", "AA", (a: Value, b: Value) => checked(regression(a, b).r) ** 2);
  define("SLOPE", "AA", (ys: Value, xs: Value) => checked(regression(ys, xs).slope));
  define("INTERCEPT", "AA", (ys: Value, xs: Value) => checked(regression(ys, xs).intercept));
  define("STEYX", "AA", (ys: Value, xs: Value) => checked(regression(ys, xs).error));
  define("FORECAST", "nAA", (x: number, ys: Value, xs: Value) => {
    const { slope, intercept } = regression(ys, xs);
    return checked(intercept + slope * x);
  });
  alias("FORECAST.LINEAR", "FORECAST");
  const covariance = (sample: boolean) => (a: Value, b: Value) => {
    const [x, y] = pairs(a, b);
    some(x, sample ? 2 : 1, DIV0);
    const [mx, my] = [mean(x), mean(y)];
    return (
      sum(x.map((value, at) => (value - mx) * ((y[at] as number) - my))) /
      (x.length - (sample ? 1 : 0))
    );
  };
  define("COVAR", "AA", covariance(false));
  alias("COVARIANCE.P", "COVAR");
  define("COVARIANCE.S", "AA", covariance(true));
}

function defineNormal(): void {
  const normal = (value: number, centre: number, deviation: number, cumulative: boolean) => {
    if (deviation <= 0) throw NUM;
    const z = (value - centre) / deviation;
    return cumulative ? normalCumulative(z) : normalDensity(z) / deviation;
  };
  define("NORM.DIST", "nnnb", normal);
  alias("NORMDIST", "NORM.DIST");
  define("NORM.S.DIST", "nb", (z: number, cumulative: boolean) => normal(z, 0, 1, cumulative));
  define("NORMSDIST", "n", normalCumulative);
  define("NORM.INV", "nnn", (share: number, centre: number, deviation: number) => {
    if (deviation <= 0) throw NUM;
    return centre + deviation * normalInverse(share);
  });
  alias("NORMINV", "NORM.INV");
  define("NORM.S.INV", "n", normalInverse);
  alias("NORMSINV", "NORM.S.INV");
  define("PHI", "n", normalDensity);
  define("GAUSS", "n", (z: number) => normalCumulative(z) - 0.5);
  define("STANDARDIZE", "nnn", (value: number, centre: number, deviation: number) => {
    if (deviation <= 0) throw NUM;
    return (value - centre) / deviation;
  });
  define("CONFIDENCE.NORM", "nnn", (alpha: number, deviation: number, size: number) => {
    if (alpha <= 0 || alpha >= 1 || deviation <= 0 || size < 1) throw NUM;
    return (-normalInverse(alpha / 2) * deviation) / Math.sqrt(Math.trunc(size));
  });
  alias("CONFIDENCE", "CONFIDENCE.NORM");
  define("FISHER", "n", (value: number) => {
    if (value <= -1 || value >= 1) throw NUM;
    return Math.atanh(value);
  });
  define("FISHERINV", "n", Math.tanh);
  define("EXPON.DIST", "nnb", (x: number, rate: number, cumulative: boolean) => {
    if (x < 0 || rate <= 0) throw NUM;
    return cumulative ? 1 - Math.exp(-rate * x) : rate * Math.exp(-rate * x);
  });
  alias("EXPONDIST", "EXPON.DIST");
  define("WEIBULL.DIST", "nnnb", (x: number, shape: number, scale: number, cumulative: boolean) => {
    if (x < 0 || shape <= 0 || scale <= 0) throw NUM;
    const power = (x / scale) ** shape;
    return cumulative
      ? 1 - Math.exp(-power)
      : (shape / scale) * (x / scale) ** (shape - 1) * Math.exp(-power);
  });
  alias("WEIBULL", "WEIBULL.DIST");
}

export function defineStatistics(): void {
  defineCounts();
  defineAverages();
  defineExtremes();
  defineSpread();
  defineShares();
  defineRegression();
  defineNormal();
}
