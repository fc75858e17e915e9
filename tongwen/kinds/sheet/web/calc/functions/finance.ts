/** Money over time. */
import { define } from "../engine/registry";
import { CellError, DIV0, NUM, type Scalar, VALUE, type Value } from "../engine/values";
import { cells, numbersByRow } from "./arguments";

/** How much a sum grows beyond itself; exact for small rates too. */
function growthOf(rate: number, periods: number): number {
  return rate > -1 ? Math.expm1(periods * Math.log1p(rate)) : (1 + rate) ** periods - 1;
}

/** What a payment each period grows to; `due` 1: at the start of each. */
function futureValue(
  rate: number,
  periods: number,
  payment: number,
  present: number,
  due: number,
): number {
  if (rate === 0) return -(present + payment * periods);
  const growth = growthOf(rate, periods);
  return -(present * (growth + 1) + payment * (1 + rate * due) * (growth / rate));
}

function payment(rate: number, periods: number, present: number, future = 0, type = 0): number {
  if (periods === 0) throw NUM;
  const due = type === 0 ? 0 : 1;
  if (rate === 0) return -(present + future) / periods;
  const growth = growthOf(rate, periods);
  return -(present * (growth + 1) + future) / ((1 + rate * due) * (growth / rate));
}

function interest(
  rate: number,
  period: number,
  periods: number,
  present: number,
  future = 0,
  type = 0,
): number {
  if (period < 1 || period >= periods + 1) throw NUM;
  const due = type === 0 ? 0 : 1;
  if (due === 1 && period === 1) return 0;
  const each = payment(rate, periods, present, future, type);
  const part = futureValue(rate, period - 1, each, present, due) * rate;
  return due === 1 ? part / (1 + rate) : part;
}

function presentValue(rate: number, periods: number, each: number, future = 0, type = 0): number {
  if (rate === 0) return -(future + each * periods);
  const growth = growthOf(rate, periods);
  const paid = each * (1 + rate * (type === 0 ? 0 : 1)) * (growth / rate);
  return -(future + paid) / (growth + 1);
}

function periodsOf(rate: number, each: number, present: number, future = 0, type = 0): number {
  if (rate === 0) {
    if (each === 0) throw NUM;
    return -(present + future) / each;
  }
  const step = (each * (1 + rate * (type === 0 ? 0 : 1))) / rate;
  return Math.log((step - future) / (step + present)) / Math.log(1 + rate);
}

/** Where a function is zero: Newton's steps from a guess, then halving. Throws #NUM!. */
export function root(
  of: (x: number) => number,
  guess: number,
  low = -0.999999,
  high = 1e6,
): number {
  let x = guess;
  for (let count = 0; count < 60; count++) {
    const value = of(x);
    const width = Math.max(Math.abs(x) * 1e-7, 1e-9);
    const slope = (of(x + width) - of(x - width)) / (2 * width);
    const next = x - value / slope;
    if (!Number.isFinite(next) || next <= low) break;
    if (Math.abs(next - x) < 1e-14 * Math.max(1, Math.abs(next))) return next;
    x = next;
    if (Math.abs(value) < 1e-13) return x;
  }
  return halved(of, low, high);
}

function halved(of: (x: number) => number, low: number, high: number): number {
  const points = [low, -0.9, -0.5, -0.1, 0, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 5, 100, high];
  for (let at = 1; at < points.length; at++) {
    let [a, b] = [points[at - 1] as number, points[at] as number];
    const sign = Math.sign(of(a));
    if (!Number.isFinite(of(a)) || !Number.isFinite(of(b)) || sign * Math.sign(of(b)) > 0) continue;
    for (let count = 0; count < 200; count++) {
      const middle = (a + b) / 2;
      if (Math.sign(of(middle)) === sign) a = middle;
      else b = middle;
    }
    return (a + b) / 2;
  }
  throw NUM;
}

function netPresent(rate: number, flows: number[]): number {
  return flows.reduce((total, flow, at) => total + flow / (1 + rate) ** (at + 1), 0);
}

function checkSigns(flows: number[]): void {
  if (!flows.some((flow) => flow > 0) || !flows.some((flow) => flow < 0)) throw NUM;
}

function strict(value: Value): number[] {
  return cells(value).map((cell) => {
    if (cell instanceof CellError) throw cell;
    if (typeof cell !== "number") throw VALUE;
    return cell;
  });
}

function datedValue(rate: number, flows: number[], days: number[]): number {
  const start = days[0] as number;
  return flows.reduce(
    (total, flow, at) =>
      total + flow / (1 + rate) ** ((Math.trunc(days[at] as number) - start) / 365),
    0,
  );
}

function dated(values: Value, dates: Value): [number[], number[]] {
  const [flows, days] = [strict(values), strict(dates).map(Math.trunc)];
  if (flows.length !== days.length || days.some((day) => day < (days[0] as number))) throw NUM;
  return [flows, days];
}

function fixedDeclining(
  cost: number,
  salvage: number,
  life: number,
  period: number,
  month = 12,
): number {
  if (
    cost < 0 ||
    salvage < 0 ||
    life <= 0 ||
    period < 1 ||
    month < 1 ||
    month > 12 ||
    period > life + 1
  )
    throw NUM;
  if (cost === 0) return 0;
  const rate = Math.round((1 - (salvage / cost) ** (1 / life)) * 1000) / 1000;
  let total = 0;
  let result = (cost * rate * month) / 12;
  for (let at = 1; at < Math.trunc(period); at++) {
    total += result;
    result = at + 1 > life ? ((cost - total) * rate * (12 - month)) / 12 : (cost - total) * rate;
  }
  return result;
}

function declining(
  cost: number,
  salvage: number,
  life: number,
  period: number,
  factor = 2,
): number {
  if (cost < 0 || salvage < 0 || life <= 0 || period < 1 || period > life || factor <= 0) throw NUM;
  const rate = Math.min(factor / life, 1);
  const before = rate === 1 ? (period === 1 ? cost : 0) : cost * (1 - rate) ** (period - 1);
  const after = cost * (1 - rate) ** period;
  return Math.max(0, after < salvage ? before - salvage : before - after);
}

/** Depreciation over a span that may begin and end inside periods; changes to straight line when that is more. */
function variable(
  cost: number,
  salvage: number,
  life: number,
  start: number,
  end: number,
  factor = 2,
  stay = false,
): number {
  if (cost < 0 || salvage < 0 || life <= 0 || start < 0 || end < start || end > life || factor <= 0)
    throw NUM;
  let value = cost;
  let total = 0;
  let straight = false;
  let line = 0;
  for (let period = 0; period < Math.ceil(end); period++) {
    const fast = Math.min((value * factor) / life, Math.max(value - salvage, 0));
    const rest = Math.max(value - salvage, 0) / (life - period);
    if (!stay && !straight && rest > fast) {
      straight = true;
      line = rest;
    }
    const part = straight ? Math.min(line, Math.max(value - salvage, 0)) : fast;
    total += part * Math.max(0, Math.min(end, period + 1) - Math.max(start, period));
    value -= part;
  }
  return total;
}

function cumulative(
  part: (rate: number, period: number, periods: number, present: number, type: number) => number,
) {
  return (
    rate: number,
    periods: number,
    present: number,
    start: number,
    end: number,
    type: number,
  ) => {
    if (
      rate <= 0 ||
      periods <= 0 ||
      present <= 0 ||
      start < 1 ||
      end < start ||
      end > periods ||
      (type !== 0 && type !== 1)
    )
      throw NUM;
    let total = 0;
    for (let period = Math.ceil(start); period <= end; period++)
      total += part(rate, period, periods, present, type);
    return total;
  };
}

function defineAnnuities(): void {
  define("PMT", "nnnn?n?", payment);
  define("FV", "nnnn?n?", (rate: number, periods: number, each: number, present = 0, type = 0) =>
    futureValue(rate, periods, each, present, type === 0 ? 0 : 1),
  );
  define("PV", "nnnn?n?", presentValue);
  define("NPER", "nnnn?n?", periodsOf);
  define("IPMT", "nnnnn?n?", interest);
  define(
    "PPMT",
    "nnnnn?n?",
    (rate: number, period: number, periods: number, present: number, future = 0, type = 0) =>
      payment(rate, periods, present, future, type) -
      interest(rate, period, periods, present, future, type),
  );
  define(
    "ISPMT",
    "nnnn",
    (rate: number, period: number, periods: number, present: number) =>
      -present * rate * (1 - period / periods),
  );
  define(
    "RATE",
    "nnnn?n?n?",
    (periods: number, each: number, present: number, future = 0, type = 0, guess = 0.1) => {
      if (periods <= 0) throw NUM;
      return root(
        (rate) =>
          Math.abs(rate) < 1e-12
            ? present + each * periods + future
            : future - futureValue(rate, periods, each, present, type === 0 ? 0 : 1),
        guess,
      );
    },
  );
  define(
    "CUMIPMT",
    "nnnnnn",
    cumulative((rate, period, periods, present, type) =>
      interest(rate, period, periods, present, 0, type),
    ),
  );
  define(
    "CUMPRINC",
    "nnnnnn",
    cumulative(
      (rate, period, periods, present, type) =>
        payment(rate, periods, present, 0, type) -
        interest(rate, period, periods, present, 0, type),
    ),
  );
}

function defineFlows(): void {
  define("NPV", "na*", (rate: number, ...flows: Value[]) => {
    if (rate === -1) throw DIV0;
    return netPresent(rate, numbersByRow(flows));
  });
  define("IRR", "an?", (values: Value, guess = 0.1) => {
    const flows = numbersByRow([values]);
    checkSigns(flows);
    // From the day of the first flow on, so that the function does not vanish at great rates.
    return root((rate) => netPresent(rate, flows) * (1 + rate), guess);
  });
  define("MIRR", "ann", (values: Value, finance: number, reinvest: number) => {
    const flows = numbersByRow([values]);
    if (!flows.some((flow) => flow > 0) || !flows.some((flow) => flow < 0)) throw DIV0;
    const n = flows.length;
    const gains = netPresent(
      reinvest,
      flows.map((flow) => Math.max(flow, 0)),
    );
    const losses = netPresent(
      finance,
      flows.map((flow) => Math.min(flow, 0)),
    );
    return ((-gains * (1 + reinvest) ** n) / (losses * (1 + finance))) ** (1 / (n - 1)) - 1;
  });
  define("XNPV", "naa", (rate: number, values: Value, dates: Value) => {
    if (rate <= -1) throw NUM;
    return datedValue(rate, ...dated(values, dates));
  });
  define("XIRR", "aan?", (values: Value, dates: Value, guess = 0.1) => {
    const [flows, days] = dated(values, dates);
    checkSigns(flows);
    return root((rate) => datedValue(rate, flows, days), guess);
  });
  define("FVSCHEDULE", "na", (principal: number, rates: Value) =>
    cells(rates).reduce((total: number, rate: Scalar) => {
      if (rate instanceof CellError) throw rate;
      if (typeof rate === "string" || typeof rate === "boolean") throw VALUE;
      return total * (1 + (rate ?? 0));
    }, principal),
  );
}

function defineDepreciation(): void {
  define("SLN", "nnn", (cost: number, salvage: number, life: number) => {
    if (life === 0) throw DIV0;
    return (cost - salvage) / life;
  });
  define("SYD", "nnnn", (cost: number, salvage: number, life: number, period: number) => {
    if (life <= 0 || period < 1 || period > life) throw NUM;
    return ((cost - salvage) * (life - period + 1) * 2) / (life * (life + 1));
  });
  define("DB", "nnnnn?", fixedDeclining);
  define("DDB", "nnnnn?", declining);
  define("VDB", "nnnnnn?b?", variable);
}

export function defineFinance(): void {
  defineAnnuities();
  defineFlows();
  defineDepreciation();
  define("EFFECT", "nn", (rate: number, times: number) => {
    if (rate <= 0 || times < 1) throw NUM;
    return (1 + rate / Math.trunc(times)) ** Math.trunc(times) - 1;
  });
  define("NOMINAL", "nn", (rate: number, times: number) => {
    if (rate <= 0 || times < 1) throw NUM;
    return ((1 + rate) ** (1 / Math.trunc(times)) - 1) * Math.trunc(times);
  });
  define("RRI", "nnn", (periods: number, present: number, future: number) => {
    if (periods <= 0 || present === 0) throw NUM;
    return (future / present) ** (1 / periods) - 1;
  });
  define("PDURATION", "nnn", (rate: number, present: number, future: number) => {
    if (rate <= 0 || present <= 0 || future <= 0) throw NUM;
    return (Math.log(future) - Math.log(present)) / Math.log(1 + rate);
  });
  const split = (value: number, parts: number): [number, number, number] => {
    const by = Math.trunc(parts);
    if (by < 0) throw NUM;
    if (by === 0) throw DIV0;
    return [Math.trunc(value), value - Math.trunc(value), by];
  };
  define("DOLLARDE", "nn", (value: number, parts: number) => {
    const [whole, rest, by] = split(value, parts);
    return whole + (rest * 10 ** Math.ceil(Math.log10(by))) / by;
  });
  define("DOLLARFR", "nn", (value: number, parts: number) => {
    const [whole, rest, by] = split(value, parts);
    return whole + (rest * by) / 10 ** Math.ceil(Math.log10(by));
  });
}
