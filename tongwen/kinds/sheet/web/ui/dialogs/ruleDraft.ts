/** A conditional format as its dialog holds it, and the rule that it becomes. */
import {
  barColors,
  iconSets,
  iconStops,
  operand,
  type PlacedRule,
  type Rule,
  type RuleKind,
  ruleFormula,
  ruleStyles,
  ruleText,
  scalePresets,
  textFormula,
  typedOperand,
} from "../../commands/rules";
import type { StylePatch } from "../../model";
import type { SheetSession } from "../session";

/** What the fields hold; made into a rule when it is applied. */
export interface RuleDraft {
  kind: RuleKind;
  operator: string;
  first: string;
  second: string;
  style: StylePatch;
  rank: number;
  percent: boolean;
  bottom: boolean;
  above: boolean;
  period: string;
  scale: number;
  color: string;
  icons: string;
  reverse: boolean;
  showValue: boolean;
}

export const textKinds = new Set<RuleKind>([
  "containsText",
  "notContainsText",
  "beginsWith",
  "endsWith",
]);
const stateKinds = new Set<RuleKind>([
  "containsBlanks",
  "notContainsBlanks",
  "containsErrors",
  "notContainsErrors",
]);
export const unstyled = new Set<RuleKind>(["colorScale", "dataBar", "iconSet"]);

/** The draft of a rule that is there, or of a new one. */
export function draftOf(
  session: SheetSession,
  kind: RuleKind,
  placed: PlacedRule | null,
): RuleDraft {
  const rule: Partial<Rule> = placed?.rule ?? {};
  const { sheet } = session;
  const [first, second] = rule.formulas ?? [];
  const formula = kind === "expression" ? ruleText(sheet, first ?? "") : typedOperand(sheet, first);
  const scale = scalePresets.findIndex(
    (preset) => JSON.stringify(preset) === JSON.stringify(rule.stops),
  );
  return {
    kind,
    operator: rule.operator ?? "greaterThan",
    first: rule.text ?? formula,
    second: typedOperand(sheet, second),
    style: rule.style ?? ruleStyles[0]?.style ?? {},
    rank: rule.rank ?? 10,
    percent: rule.percent === true,
    bottom: rule.bottom === true,
    above: rule.aboveAverage !== false,
    period: rule.timePeriod ?? "today",
    scale: Math.max(0, scale),
    color: rule.color ?? barColors[0] ?? "638EC6",
    icons: rule.icons ?? "3TrafficLights1",
    reverse: rule.reverse === true,
    showValue: rule.showValue !== false,
  };
}

/** The rule of a draft, about cells whose first one is `cell`. */
export function ruleOf(
  session: SheetSession,
  draft: RuleDraft,
  cell: string,
): Omit<Rule, "priority"> {
  const { sheet } = session;
  const { kind, style } = draft;
  if (textKinds.has(kind)) {
    const formulas = [ruleFormula(sheet, textFormula(kind, draft.first, cell))];
    return { kind, style, text: draft.first, operator: kind, formulas };
  }
  if (stateKinds.has(kind)) {
    return { kind, style, formulas: [ruleFormula(sheet, textFormula(kind, "", cell))] };
  }
  switch (kind) {
    case "cellIs": {
      const both = draft.operator === "between" || draft.operator === "notBetween";
      const formulas = [draft.first, ...(both ? [draft.second] : [])];
      return {
        kind,
        style,
        operator: draft.operator,
        formulas: formulas.map((one) => operand(sheet, one)),
      };
    }
    case "expression":
      return { kind, style, formulas: [ruleFormula(sheet, draft.first)] };
    case "top10":
      return { kind, style, rank: draft.rank, percent: draft.percent, bottom: draft.bottom };
    case "aboveAverage":
      return { kind, style, aboveAverage: draft.above };
    case "timePeriod":
      return { kind, style, timePeriod: draft.period };
    case "colorScale":
      return { kind, stops: scalePresets[draft.scale] ?? [] };
    case "dataBar":
      return {
        kind,
        color: draft.color,
        showValue: draft.showValue,
        stops: [
          { type: "min", value: null },
          { type: "max", value: null },
        ],
      };
    case "iconSet": {
      const count = iconSets.find((set) => set.name === draft.icons)?.count ?? 3;
      const { icons, reverse, showValue } = draft;
      return { kind, icons, reverse, showValue, stops: iconStops(count) };
    }
    default:
      return { kind, style };
  }
}

export function withPriority(rule: Omit<Rule, "priority">, priority: number): Rule {
  return { ...rule, kind: rule.kind as RuleKind, priority };
}
