/** What charts of 2016 compute of their values: bins, sums by category, shares, quartiles. */
import type { ChartLayout, ChartSeries } from "@/api/shapes";

const MOST_BINS = 1000;

type Bins = NonNullable<ChartLayout["bins"]>;

export interface Counted {
  categories: string[];
  values: number[];
}

const held = (values: readonly (number | null)[]): number[] =>
  values.filter((value): value is number => value !== null && Number.isFinite(value));

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}

/** The breadth of a bin: what it says, else by how many there are, else by Scott's rule. */
function binWidth(bins: Bins, values: readonly number[], range: number): number {
  if (bins.width && bins.width > 0) return bins.width;
  if (bins.count && bins.count >= 1) return range / Math.floor(bins.count);
  return (3.5 * deviation(values)) / Math.cbrt(values.length);
}

/** The end of a bin, with as many digits as its breadth has sense for. */
function told(value: number, width: number): string {
  const digits = width > 0 && Number.isFinite(width) ? 1 - Math.floor(Math.log10(width)) : 2;
  return String(Number(value.toFixed(Math.min(12, Math.max(0, digits)))));
}

/** Where bins begin, how broad they are, how many. */
interface Scale {
  low: number;
  high: number;
  width: number;
  count: number;
}

function scaleOf(values: readonly number[], bins: Bins): Scale {
  const lowest = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const highest = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const [low, high] = [bins.under ?? lowest, bins.over ?? highest];
  const width = binWidth(bins, values, high - low);
  const many = Math.ceil((high - low) / width);
  return {
    low,
    high,
    width,
    count: many > 0 && many < MOST_BINS ? many : many > 0 ? MOST_BINS : 1,
  };
}

function binOf(value: number, { low, width, count }: Scale, left: boolean): number {
  const place = width > 0 ? (value - low) / width : 0;
  const at = left ? Math.floor(place) : Math.ceil(place) - 1;
  return Math.min(count - 1, Math.max(0, at));
}

/** A bin's ends, as Excel writes them: which of them belong to it. */
function binName(at: number, { low, width, count }: Scale, bins: Bins): string {
  const [from, to] = [told(low + at * width, width), told(low + (at + 1) * width, width)];
  if (bins.closed === "l") return at === count - 1 ? `[${from}, ${to}]` : `[${from}, ${to})`;
  return at === 0 && bins.under === null ? `[${from}, ${to}]` : `(${from}, ${to}]`;
}

/** Count values in bins of equal breadth, with those below and above the ends in bins of their own. */
export function histogram(values: readonly (number | null)[], bins: Bins): Counted {
  const all = held(values);
  if (all.length === 0) return { categories: [], values: [] };
  const scale = scaleOf(all, bins);
  const isUnder = (value: number): boolean => bins.under !== null && value <= scale.low;
  const isOver = (value: number): boolean =>
    bins.over !== null && value > scale.high && !isUnder(value);
  const counts = new Array<number>(scale.count).fill(0);
  for (const value of all) {
    if (isUnder(value) || isOver(value)) continue;
    const bin = binOf(value, scale, bins.closed === "l");
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const categories = counts.map((_, at) => binName(at, scale, bins));
  if (bins.under !== null) {
    categories.unshift(`≤ ${told(scale.low, scale.width)}`);
    counts.unshift(all.filter(isUnder).length);
  }
  if (bins.over !== null) {
    categories.push(`> ${told(scale.high, scale.width)}`);
    counts.push(all.filter(isOver).length);
  }
  return { categories, values: counts };
}

/** The sums of the values of each category, in the order of the first of each, or the greatest first. */
export function summed(series: ChartSeries, sorted: boolean): Counted {
  const sums = new Map<string, number>();
  for (const [at, value] of series.values.entries()) {
    const name = String(series.categories[at] ?? at + 1);
    sums.set(name, (sums.get(name) ?? 0) + (value ?? 0));
  }
  const all = [...sums];
  if (sorted) all.sort((a, b) => b[1] - a[1]);
  return { categories: all.map(([name]) => name), values: all.map(([, sum]) => sum) };
}

/** What share of the whole all values up to each one have. */
export function shares(values: readonly number[]): number[] {
  const whole = values.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return whole === 0 ? 0 : sum / whole;
  });
}

export interface Box {
  low: number;
  first: number;
  median: number;
  third: number;
  high: number;
  mean: number;
  outliers: number[];
  inner: number[];
}

/** A quartile of sorted values, the median left out of both halves (`exclusive`) or not. */
function quantile(sorted: readonly number[], share: number, exclusive: boolean): number {
  const count = sorted.length;
  const at = exclusive ? share * (count + 1) - 1 : share * (count - 1);
  const place = Math.min(count - 1, Math.max(0, at));
  const below = Math.floor(place);
  const [a = 0, b = a] = [sorted[below], sorted[Math.min(count - 1, below + 1)]];
  return a + (b - a) * (place - below);
}

/** The box of values; what lies more than one and a half of its height away is an outlier. Null without values. */
export function boxOfValues(
  values: readonly (number | null)[],
  exclusive: boolean,
  outlying: boolean,
): Box | null {
  const sorted = held(values).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const [first, median, third] = [0.25, 0.5, 0.75].map((share) =>
    quantile(sorted, share, exclusive),
  ) as [number, number, number];
  const reach = 1.5 * (third - first);
  const inside = outlying
    ? sorted.filter((value) => value >= first - reach && value <= third + reach)
    : sorted;
  return {
    low: inside[0] ?? first,
    first,
    median,
    third,
    high: inside.at(-1) ?? third,
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    outliers: outlying
      ? sorted.filter((value) => value < first - reach || value > third + reach)
      : [],
    inner: inside,
  };
}

/** From where to where each bar of a waterfall reaches; those that are totals stand on the ground. */
export function steps(
  values: readonly (number | null)[],
  totals: ReadonlySet<number>,
): { from: number; to: number; total: boolean }[] {
  let sum = 0;
  return values.map((value, at) => {
    const total = totals.has(at);
    const from = total ? 0 : sum;
    sum = total ? (value ?? sum) : sum + (value ?? 0);
    return { from, to: sum, total };
  });
}
