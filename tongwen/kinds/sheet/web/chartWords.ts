/** What charts say of themselves: names that nobody gave, and why one cannot be drawn. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { isProblem } from "@/api";
import type { ChartWords } from "./charts/shown";

const trends: Record<string, ReturnType<typeof msg>> = {
  linear: msg`Linear`,
  exp: msg`Exponential`,
  log: msg`Logarithmic`,
  power: msg`Power`,
  poly: msg`Polynomial`,
  movingAvg: msg`Moving average`,
};

export const chartWords: ChartWords = {
  series: (number) => i18n._(msg`Series${number}`),
  get title() {
    return i18n._(msg`Chart title`);
  },
  get map() {
    return i18n._(msg`A map, shown as bars`);
  },
  get increase() {
    return i18n._(msg`Increase`);
  },
  get decrease() {
    return i18n._(msg`Decrease`);
  },
  get total() {
    return i18n._(msg`Total`);
  },
  trend: (kind, series) => `${i18n._(trends[kind] ?? msg`Trend`)} (${series})`,
};

/** A chart of a kind that is not known here. */
export class UnknownChart extends Error {
  override readonly name = "UnknownChart";

  constructor(readonly title: string | null) {
    super("the chart has no plot that is known");
  }
}

/** Why a chart is not drawn, in words. */
export function chartFailure(error: unknown): string {
  if (error instanceof UnknownChart) {
    const why = i18n._(msg`This kind of chart cannot be shown. It is kept in the file.`);
    return error.title ? `${error.title}: ${why}` : why;
  }
  if (!isProblem(error)) return i18n._(msg`This chart cannot be drawn. It is kept in the file.`);
  if (error.code === "not-found") return i18n._(msg`The chart is missing in the file.`);
  if (error.passing) return i18n._(msg`The chart could not be loaded.`);
  return i18n._(msg`The chart is damaged in the file.`);
}
