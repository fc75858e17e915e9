/** Tests of hypotheses: chi-squared, F, t and z. */
import { alias, define } from "../engine/registry";
import { CellError, DIV0, NA, NUM, toMatrix, type Value } from "../engine/values";
import { mean, numbers, pairs, squares, sum } from "./arguments";
import { chiUpper, fUpper, tTail } from "./distributions";
import { normalCumulative } from "./normal";

const variance = (list: number[]) => squares(list) / (list.length - 1);

function chiTest(actual: Value, expected: Value): number {
  const [a, e] = [toMatrix(actual), toMatrix(expected)];
  if (a.rows !== e.rows || a.cols !== e.cols || a.data.length < 2) throw NA;
  let total = 0;
  a.data.forEach((value, at) => {
    const wanted = e.data[at] ?? null;
    if (value instanceof CellError) throw value;
    if (wanted instanceof CellError) throw wanted;
    if (typeof value !== "number" || typeof wanted !== "number") return;
    if (wanted === 0) throw DIV0;
    if (wanted < 0) throw NUM;
    total += (value - wanted) ** 2 / wanted;
  });
  const freedom = a.rows === 1 || a.cols === 1 ? a.data.length - 1 : (a.rows - 1) * (a.cols - 1);
  return chiUpper(total, freedom);
}

function fTest(left: Value, right: Value): number {
  const [a, b] = [numbers([left]), numbers([right])];
  if (a.length < 2 || b.length < 2) throw DIV0;
  const [va, vb] = [variance(a), variance(b)];
  if (va === 0 || vb === 0) throw DIV0;
  const upper = fUpper(va / vb, a.length - 1, b.length - 1);
  return 2 * Math.min(upper, 1 - upper);
}

/** How far two samples lie apart, in deviations, and the degrees of freedom. */
function distance(left: Value, right: Value, type: number): [t: number, freedom: number] {
  if (type === 1) {
    const [a, b] = pairs(left, right);
    const gaps = a.map((value, at) => value - (b[at] as number));
    if (gaps.length < 2 || squares(gaps) === 0) throw DIV0;
    return [mean(gaps) / Math.sqrt(variance(gaps) / gaps.length), gaps.length - 1];
  }
  const [a, b] = [numbers([left]), numbers([right])];
  if (a.length < 2 || b.length < 2) throw DIV0;
  const gap = mean(a) - mean(b);
  const [n, m] = [a.length, b.length];
  if (type === 2) {
    const pooled = (squares(a) + squares(b)) / (n + m - 2);
    if (pooled === 0) throw DIV0;
    return [gap / Math.sqrt(pooled * (1 / n + 1 / m)), n + m - 2];
  }
  const [p, q] = [variance(a) / n, variance(b) / m];
  if (p + q === 0) throw DIV0;
  return [gap / Math.sqrt(p + q), (p + q) ** 2 / (p ** 2 / (n - 1) + q ** 2 / (m - 1))];
}

function tTest(left: Value, right: Value, tails: number, type: number): number {
  const [sides, kind] = [Math.trunc(tails), Math.trunc(type)];
  if ((sides !== 1 && sides !== 2) || kind < 1 || kind > 3) throw NUM;
  const [t, freedom] = distance(left, right, kind);
  return sides * tTail(Math.abs(t), freedom);
}

function zTest(values: Value, centre: number, sigma?: number): number {
  const list = numbers([values]);
  if (list.length === 0) throw NA;
  if (sigma !== undefined && sigma <= 0) throw NUM;
  if (sigma === undefined && (list.length < 2 || squares(list) === 0)) throw DIV0;
  const deviation = sigma ?? Math.sqrt(variance(list));
  return normalCumulative(
    (centre - sum(list) / list.length) / (deviation / Math.sqrt(list.length)),
  );
}

export function defineHypotheses(): void {
  define("CHISQ.TEST", "AA", chiTest);
  define("F.TEST", "AA", fTest);
  define("T.TEST", "AAnn", tTest);
  define("Z.TEST", "Ann?", zTest);
  alias("CHITEST", "CHISQ.TEST");
  alias("FTEST", "F.TEST");
  alias("TTEST", "T.TEST");
  alias("ZTEST", "Z.TEST");
}
