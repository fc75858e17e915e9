/** Conditional formats in words, and how a rule looks in a list. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { CSSProperties } from "react";
import { type Rule, type RuleKind, ruleText, typedOperand } from "../../commands/rules";
import type { StylePatch } from "../../model";
import { cssColor } from "../controls/Colors";
import type { SheetSession } from "../session";
import { comparisons } from "./ValidationDialog";

export const ruleKinds: Record<RuleKind, ReturnType<typeof msg>> = {
  cellIs: msg`The value compares`,
  containsText: msg`The text contains`,
  notContainsText: msg`The text does not contain`,
  beginsWith: msg`The text begins with`,
  endsWith: msg`The text ends with`,
  timePeriod: msg`The date is`,
  duplicateValues: msg`The value is there twice`,
  uniqueValues: msg`The value is there once`,
  top10: msg`Among the greatest or least`,
  aboveAverage: msg`Above or below the average`,
  containsBlanks: msg`Empty`,
  notContainsBlanks: msg`Not empty`,
  containsErrors: msg`An error`,
  notContainsErrors: msg`No error`,
  expression: msg`A formula is true`,
  colorScale: msg`Colour scale`,
  dataBar: msg`Data bars`,
  iconSet: msg`Icons`,
};

export const timePeriods: Record<string, ReturnType<typeof msg>> = {
  today: msg`Today`,
  yesterday: msg`Yesterday`,
  tomorrow: msg`Tomorrow`,
  last7Days: msg`In the last 7 days`,
  thisWeek: msg`This week`,
  lastWeek: msg`Last week`,
  nextWeek: msg`Next week`,
  thisMonth: msg`This month`,
  lastMonth: msg`Last month`,
  nextMonth: msg`Next month`,
};

type Words = (message: ReturnType<typeof msg>) => string;

/** What is said of a rule behind the name of its kind. */
function detail(session: SheetSession, rule: Rule, words: Words): string {
  if (rule.text !== undefined) return `“${rule.text}”`;
  if (rule.kind === "top10") return `${rule.rank ?? 10}${rule.percent ? " %" : ""}`;
  if (rule.kind === "timePeriod") {
    const period = timePeriods[rule.timePeriod ?? ""];
    return period ? words(period) : "";
  }
  if (rule.kind !== "cellIs") return "";
  const compared = comparisons[(rule.operator ?? "equal") as keyof typeof comparisons];
  const operands = (rule.formulas ?? []).map((one) => typedOperand(session.sheet, one));
  return `${compared ? words(compared) : ""} ${operands.join(" – ")}`;
}

/** A rule as a sentence. */
export function useRuleWords(session: SheetSession): (rule: Rule) => string {
  const { i18n } = useLingui();
  const words: Words = (message) => i18n._(message);
  return (rule) => {
    if (rule.kind === "expression") return `=${ruleText(session.sheet, rule.formulas?.[0] ?? "")}`;
    const name = words(ruleKinds[rule.kind] ?? msg`Other`);
    return `${name} ${detail(session, rule, words)}`.trim();
  };
}

/** The look that a rule gives, for a sample. */
export function lookOf(session: SheetSession, rule: Rule): CSSProperties {
  const colors = (rule.stops ?? []).flatMap((stop) => (stop.color ? [`#${stop.color}`] : []));
  if (rule.kind === "colorScale") {
    return { background: `linear-gradient(90deg, ${colors.join(", ")})` };
  }
  if (rule.kind === "dataBar") {
    return { background: `linear-gradient(90deg, #${rule.color ?? "638EC6"} 65%, #fff 65%)` };
  }
  return styleCss(session, rule.style ?? {});
}

export function styleCss(session: SheetSession, style: StylePatch): CSSProperties {
  const fill = cssColor(session, style.fill);
  const color = cssColor(session, style.color);
  return {
    ...(fill ? { background: fill } : {}),
    ...(color ? { color } : {}),
    fontWeight: style.bold ? 700 : undefined,
    fontStyle: style.italic ? "italic" : undefined,
    textDecoration: style.strike ? "line-through" : undefined,
  };
}
