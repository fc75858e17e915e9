/** FORECAST.ETS and its kin: exponential smoothing with additive trend and season (AAA). */
import { define } from "../engine/registry";
import { CellError, NA, NUM, VALUE, type Value } from "../engine/values";
import { cells, mean } from "./arguments";
import { normalInverse } from "./normal";

interface Series {
  start: number;
  step: number;
  values: number[];
}

interface Model {
  alpha: number;
  beta: number;
  gamma: number;
  season: number;
  level: number;
  trend: number;
  seasons: number[];
  /** One-step errors. */
  errors: number[];
}

function numbersOf(arg: Value): number[] {
  return cells(arg).map((value) => {
    if (value instanceof CellError) throw value;
    if (typeof value !== "number") throw VALUE;
    return value;
  });
}

/** Values in equal steps; what is missing lies between its neighbours (or is zero), doubles become one. */
function seriesOf(values: Value, timeline: Value, completion: number, aggregation: number): Series {
  const [ys, xs] = [numbersOf(values), numbersOf(timeline)];
  if (ys.length !== xs.length || ys.length < 2) throw NA;
  const byTime = new Map<number, number[]>();
  for (const [at, x] of xs.entries()) byTime.set(x, [...(byTime.get(x) ?? []), ys[at] as number]);
  const times = [...byTime.keys()].sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, at) => time - (times[at] as number));
  const step = Math.min(...gaps);
  if (gaps.some((gap) => Math.abs(gap / step - Math.round(gap / step)) > 0.05)) throw NUM;
  const start = times[0] as number;
  const list: number[] = [];
  times.forEach((time, at) => {
    const value = aggregated(byTime.get(time) ?? [], aggregation);
    const missing = at === 0 ? 0 : Math.round((gaps[at - 1] as number) / step) - 1;
    const before = list.at(-1) ?? value;
    for (let k = 1; k <= missing; k++)
      list.push(completion === 0 ? 0 : before + ((value - before) * k) / (missing + 1));
    list.push(value);
  });
  return { start, step, values: list };
}

function aggregated(list: number[], how: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  switch (how) {
    case 2:
    case 3:
      return list.length;
    case 4:
      return Math.max(...list);
    case 5:
      return (
        ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2
      );
    case 6:
      return Math.min(...list);
    case 7:
      return list.reduce((a, b) => a + b, 0);
    default:
      return mean(list);
  }
}

/** The length after which a series repeats best, by its correlation with itself; 1 when there is none. */
function seasonOf(values: number[]): number {
  const n = values.length;
  const slope = ((values[n - 1] as number) - (values[0] as number)) / (n - 1);
  const flat = values.map((value, at) => value - slope * at);
  const centre = mean(flat);
  const power = flat.reduce((total, value) => total + (value - centre) ** 2, 0);
  let best = 1;
  let most = 0.3;
  for (let lag = 2; lag <= n / 2; lag++) {
    let total = 0;
    for (let at = lag; at < n; at++)
      total += ((flat[at] as number) - centre) * ((flat[at - lag] as number) - centre);
    const score = power === 0 ? 0 : total / power;
    if (score > most + 1e-9) [most, best] = [score, lag];
  }
  return best;
}

function smooth(
  values: number[],
  season: number,
  alpha: number,
  beta: number,
  gamma: number,
): Model {
  const first = values.slice(0, season);
  const second = values.slice(season, 2 * season);
  let level = season > 1 ? mean(first) : (values[0] as number);
  let trend =
    season > 1 && second.length === season
      ? (mean(second) - mean(first)) / season
      : (values[1] as number) - (values[0] as number);
  const seasons =
    season > 1 ? first.map((value, at) => value - level - trend * (at - (season - 1) / 2)) : [0];
  if (season > 1) level -= (trend * (season + 1)) / 2;
  else level -= trend;
  const errors: number[] = [];
  values.forEach((value, at) => {
    const place = at % season;
    const usual = seasons[place] as number;
    const error = value - (level + trend + usual);
    errors.push(error);
    const next = alpha * (value - usual) + (1 - alpha) * (level + trend);
    trend = beta * (next - level) + (1 - beta) * trend;
    level = next;
    if (season > 1) seasons[place] = gamma * (value - level) + (1 - gamma) * usual;
  });
  return { alpha, beta, gamma, season, level, trend, seasons, errors };
}

const squared = (model: Model) => model.errors.reduce((total, error) => total + error * error, 0);

/** The smoothing weights with the least squared error: a grid, then ever finer steps around its best. */
function fitted(values: number[], season: number): Model {
  const gammas = season > 1 ? [0.001, 0.1, 0.3, 0.6] : [0];
  let best = smooth(values, season, 0.5, 0.001, gammas[0] as number);
  const consider = (alpha: number, beta: number, gamma: number) => {
    const model = smooth(values, season, alpha, beta, gamma);
    if (squared(model) < squared(best)) best = model;
  };
  for (const alpha of [0.001, 0.1, 0.25, 0.5, 0.75, 0.9])
    for (const beta of [0.001, 0.1, 0.3, 0.6])
      for (const gamma of gammas) consider(alpha, beta, gamma);
  const inside = (value: number) => Math.min(0.999, Math.max(0.001, value));
  for (let step = 0.1; step > 0.001; step /= 2)
    for (const [a, b, c] of [
      [1, 0, 0],
      [-1, 0, 0],
      [0, 1, 0],
      [0, -1, 0],
      [0, 0, 1],
      [0, 0, -1],
    ] as const)
      consider(
        inside(best.alpha + a * step),
        inside(best.beta + b * step),
        season > 1 ? inside(best.gamma + c * step) : 0,
      );
  return best;
}

function modelOf(series: Series, seasonality: number): Model {
  if (seasonality < 0 || seasonality > 8760) throw NUM;
  const wanted = Math.trunc(seasonality);
  const season = wanted === 1 ? seasonOf(series.values) : Math.max(wanted, 1);
  return fitted(series.values, 2 * season > series.values.length ? 1 : season);
}

function ahead(series: Series, target: number): number {
  const last = series.start + series.step * (series.values.length - 1);
  if (target < last) throw NUM;
  return (target - last) / series.step;
}

function forecast(model: Model, steps: number, count: number): number {
  const at = (distance: number) =>
    model.seasons[(count + distance - 1 + model.season) % model.season] ?? 0;
  const low = Math.floor(steps);
  const part = steps - low;
  const usual = at(low) * (1 - part) + at(low + 1) * part;
  return model.level + model.trend * steps + usual;
}

function margin(model: Model, steps: number, confidence: number): number {
  const deviation = Math.sqrt(squared(model) / Math.max(model.errors.length - 1, 1));
  let total = 1;
  for (let step = 1; step < Math.max(1, Math.round(steps)); step++) {
    const seasonal =
      step % model.season === 0 && model.season > 1 ? model.gamma * (1 - model.alpha) : 0;
    total += (model.alpha * (1 + step * model.beta) + seasonal) ** 2;
  }
  return normalInverse(0.5 + confidence / 2) * deviation * Math.sqrt(total);
}

function statistic(series: Series, model: Model, which: number): number {
  const { errors } = model;
  const { values } = series;
  const absolute = mean(errors.map(Math.abs));
  const naive = mean(values.slice(1).map((value, at) => Math.abs(value - (values[at] as number))));
  const relative = mean(
    errors.map((error, at) => {
      const value = values[at] as number;
      const size = Math.abs(value) + Math.abs(value - error);
      return size === 0 ? 0 : (2 * Math.abs(error)) / size;
    }),
  );
  const list = [
    model.alpha,
    model.beta,
    model.gamma,
    absolute / naive,
    relative,
    absolute,
    Math.sqrt(squared(model) / errors.length),
    series.step,
  ];
  const found = list[Math.trunc(which) - 1];
  if (found === undefined) throw NUM;
  return found;
}

export function defineForecasts(): void {
  define(
    "FORECAST.ETS",
    "nAAn?n?n?",
    (target: number, values: Value, times: Value, season = 1, completion = 1, aggregation = 1) => {
      const series = seriesOf(values, times, completion, aggregation);
      return forecast(modelOf(series, season), ahead(series, target), series.values.length);
    },
  );
  define(
    "FORECAST.ETS.CONFINT",
    "nAAn?n?n?n?",
    (
      target: number,
      values: Value,
      times: Value,
      confidence = 0.95,
      season = 1,
      completion = 1,
      aggregation = 1,
    ) => {
      if (confidence <= 0 || confidence >= 1) throw NUM;
      const series = seriesOf(values, times, completion, aggregation);
      return margin(modelOf(series, season), ahead(series, target), confidence);
    },
  );
  define(
    "FORECAST.ETS.SEASONALITY",
    "AAn?n?",
    (values: Value, times: Value, completion = 1, aggregation = 1) =>
      seasonOf(seriesOf(values, times, completion, aggregation).values),
  );
  define(
    "FORECAST.ETS.STAT",
    "AAnn?n?n?",
    (values: Value, times: Value, which: number, season = 1, completion = 1, aggregation = 1) => {
      const series = seriesOf(values, times, completion, aggregation);
      return statistic(series, modelOf(series, season), which);
    },
  );
}
