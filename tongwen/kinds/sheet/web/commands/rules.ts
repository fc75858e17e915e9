/** Conditional formats: rules of areas, their order, and the shapes that the dialog makes (ECMA-376-1 §18.3.1.10). */
import {
  type Area,
  type IdArea,
  putObject,
  removeObject,
  type Sheet,
  type SheetObject,
  type StylePatch,
  Template,
} from "../model";
import { contains, intersection } from "./areas";
import { areasOf } from "./clearing";
import { cutOut } from "./validation";

export type RuleKind =
  | "cellIs"
  | "expression"
  | "colorScale"
  | "dataBar"
  | "iconSet"
  | "top10"
  | "aboveAverage"
  | "duplicateValues"
  | "uniqueValues"
  | "containsText"
  | "notContainsText"
  | "beginsWith"
  | "endsWith"
  | "containsBlanks"
  | "notContainsBlanks"
  | "containsErrors"
  | "notContainsErrors"
  | "timePeriod";

export interface Stop {
  type: "min" | "max" | "num" | "percent" | "percentile" | "formula";
  value: string | null;
  color?: string;
}

/** A rule as the file has it; formulas and values of stops are templates. */
export interface Rule {
  kind: RuleKind;
  priority: number;
  stop?: boolean;
  style?: StylePatch;
  formulas?: string[];
  operator?: string;
  text?: string;
  rank?: number;
  percent?: boolean;
  bottom?: boolean;
  aboveAverage?: boolean;
  timePeriod?: string;
  stops?: Stop[];
  color?: string;
  icons?: string;
  showValue?: boolean;
  reverse?: boolean;
  [other: string]: unknown;
}

/** One rule among all: the object that holds it and its place there. */
export interface PlacedRule {
  token: string;
  index: number;
  rule: Rule;
  areas: Area[];
}

function rulesIn(object: SheetObject): Rule[] {
  return Array.isArray(object.rules)
    ? object.rules.filter((rule): rule is Rule => typeof rule === "object" && rule !== null)
    : [];
}

/** All rules of the worksheet, or those that touch the areas, the first to apply first. */
export function rulesOf(sheet: Sheet, within?: readonly Area[]): PlacedRule[] {
  const found: PlacedRule[] = [];
  for (const [token, object] of sheet.objects("format")) {
    const areas = areasOf(sheet, object);
    const touches = areas.some((area) => within?.some((other) => intersection(area, other)));
    if (areas.length === 0 || (within && !touches)) continue;
    for (const [index, rule] of rulesIn(object).entries()) {
      found.push({ token, index, rule, areas });
    }
  }
  return found.sort((a, b) => (a.rule.priority ?? 0) - (b.rule.priority ?? 0));
}

/** The rules of one cell, the first to apply first. */
export function rulesAt(sheet: Sheet, row: number, col: number): PlacedRule[] {
  return rulesOf(sheet).filter(({ areas }) => areas.some((area) => contains(area, row, col)));
}

/** Put a new rule before all others. */
export function addRule(sheet: Sheet, areas: readonly Area[], rule: Omit<Rule, "priority">): void {
  sheet.book.steps.transact("addRule", () => {
    const others = rulesOf(sheet);
    const first = others[0]?.rule.priority ?? 2;
    // Priorities are counted from one: room is made when there is none before the first.
    if (first <= 1) renumber(sheet, others, 2);
    const idAreas: IdArea[] = areas.map((area) => sheet.idArea(area));
    const priority = first <= 1 ? 1 : first - 1;
    putObject(sheet, { type: "format", areas: idAreas, rules: [{ ...rule, priority }] });
  });
}

function renumber(sheet: Sheet, placed: readonly PlacedRule[], from: number): void {
  const byToken = new Map<string, Map<number, number>>();
  for (const [order, { token, index }] of placed.entries()) {
    const priorities = byToken.get(token) ?? new Map<number, number>();
    priorities.set(index, from + order);
    byToken.set(token, priorities);
  }
  for (const [token, priorities] of byToken) {
    const object = sheet.object(token);
    if (!object) continue;
    const rules = rulesIn(object).map((rule, index) => ({
      ...rule,
      priority: priorities.get(index) ?? rule.priority,
    }));
    putObject(sheet, { ...object, rules }, token);
  }
}

/** Change a rule, or what it is about. */
export function changeRule(
  sheet: Sheet,
  placed: PlacedRule,
  rule: Rule,
  areas: readonly Area[] = placed.areas,
): void {
  const object = sheet.object(placed.token);
  if (!object) return;
  const rules = rulesIn(object).map((old, index) => (index === placed.index ? rule : old));
  putObject(
    sheet,
    { ...object, areas: areas.map((area) => sheet.idArea(area)), rules },
    placed.token,
  );
}

export function removeRule(sheet: Sheet, { token, index }: PlacedRule): void {
  const object = sheet.object(token);
  if (!object) return;
  const rules = rulesIn(object).filter((_rule, at) => at !== index);
  if (rules.length === 0) removeObject(sheet, token);
  else putObject(sheet, { ...object, rules }, token);
}

/** Move a rule before (-1) or behind (1) its neighbour in the order of application. */
export function moveRule(sheet: Sheet, placed: PlacedRule, direction: 1 | -1): void {
  const all = rulesOf(sheet);
  const at = all.findIndex(({ token, index }) => token === placed.token && index === placed.index);
  const other = all[at + direction];
  const own = all[at];
  if (!own || !other) return;
  all[at] = other;
  all[at + direction] = own;
  sheet.book.steps.transact("moveRule", () => renumber(sheet, all, 1));
}

/** Take the rules of areas away, cutting them out of larger ones. */
export function clearRules(sheet: Sheet, areas: readonly Area[]): void {
  sheet.book.steps.transact("clearRules", () => cutOut(sheet, areas, "format"));
}

/** A formula that the rule holds, from A1 text without `=`. */
export function ruleFormula(sheet: Sheet, text: string): string {
  return Template.encode(text.trim().replace(/^[=＝]/, ""), { book: sheet.book, sid: sheet.sid });
}

export function ruleText(sheet: Sheet, template: string): string {
  return Template.render(template, { book: sheet.book, sid: sheet.sid });
}

/** `5`, `文` or `=A1+1` typed as the value of a comparison: a number, a text in quotes, or a formula. */
export function operand(sheet: Sheet, typed: string): string {
  const text = typed.trim();
  if (/^[=＝]/.test(text)) return ruleFormula(sheet, text);
  if (text !== "" && Number.isFinite(Number(text))) return text;
  return `"${text.replaceAll('"', '""')}"`;
}

/** An operand as it was typed. */
export function typedOperand(sheet: Sheet, template: string | undefined): string {
  if (template === undefined) return "";
  const text = ruleText(sheet, template);
  const quoted = /^"((?:[^"]|"")*)"$/.exec(text);
  if (quoted) return (quoted[1] ?? "").replaceAll('""', '"');
  return Number.isFinite(Number(text)) ? text : `=${text}`;
}

/** The formula that stands for a text rule in the file (§18.3.1.10), about the first cell of its area. */
export function textFormula(kind: RuleKind, text: string, cell: string): string {
  const quoted = `"${text.replaceAll('"', '""')}"`;
  const length = [...text].length;
  switch (kind) {
    case "notContainsText":
      return `ISERROR(SEARCH(${quoted},${cell}))`;
    case "beginsWith":
      return `LEFT(${cell},${length})=${quoted}`;
    case "endsWith":
      return `RIGHT(${cell},${length})=${quoted}`;
    case "containsBlanks":
      return `LEN(TRIM(${cell}))=0`;
    case "notContainsBlanks":
      return `LEN(TRIM(${cell}))>0`;
    case "containsErrors":
      return `ISERROR(${cell})`;
    case "notContainsErrors":
      return `NOT(ISERROR(${cell}))`;
    default:
      return `NOT(ISERROR(SEARCH(${quoted},${cell})))`;
  }
}

/** What Excel offers as looks of a rule. */
export const ruleStyles: { id: string; style: StylePatch }[] = [
  { id: "red", style: { fill: "FFC7CE", color: "9C0006" } },
  { id: "yellow", style: { fill: "FFEB9C", color: "9C5700" } },
  { id: "green", style: { fill: "C6EFCE", color: "006100" } },
  { id: "redFill", style: { fill: "FFC7CE" } },
  { id: "redText", style: { color: "9C0006" } },
  { id: "bold", style: { bold: true } },
];

const scale = (...colors: string[]): Stop[] =>
  colors.map((color, index) => ({
    type: index === 0 ? "min" : index === colors.length - 1 ? "max" : "percentile",
    value: index === 0 || index === colors.length - 1 ? null : "50",
    color,
  }));

export const scalePresets: Stop[][] = [
  scale("F8696B", "FFEB84", "63BE7B"),
  scale("63BE7B", "FFEB84", "F8696B"),
  scale("F8696B", "FCFCFF", "63BE7B"),
  scale("5A8AC6", "FCFCFF", "F8696B"),
  scale("FFFFFF", "63BE7B"),
  scale("FFFFFF", "F8696B"),
  scale("FFFFFF", "5A8AC6"),
  scale("FFEF9C", "63BE7B"),
];

export const barColors = ["638EC6", "63C384", "FF555A", "FFB628", "008AEF", "D6007B"];

/** Icon sets by name (§18.18.42) and how many icons each has. */
export const iconSets: { name: string; count: number; icons: string[] }[] = [
  { name: "3Arrows", count: 3, icons: ["▼", "▶", "▲"] },
  { name: "3TrafficLights1", count: 3, icons: ["🔴", "🟡", "🟢"] },
  { name: "3Flags", count: 3, icons: ["🚩", "🏳", "🏁"] },
  { name: "3Symbols2", count: 3, icons: ["✖", "❗", "✔"] },
  { name: "3Stars", count: 3, icons: ["☆", "⯪", "★"] },
  { name: "4Arrows", count: 4, icons: ["▼", "◢", "◥", "▲"] },
  { name: "4Rating", count: 4, icons: ["▁", "▃", "▅", "▇"] },
  { name: "5Arrows", count: 5, icons: ["▼", "◢", "▶", "◥", "▲"] },
  { name: "5Quarters", count: 5, icons: ["○", "◔", "◑", "◕", "●"] },
  { name: "5Rating", count: 5, icons: ["▁", "▂", "▄", "▆", "█"] },
];

/** The stops of an icon set: equal shares of a hundred per cent. */
export function iconStops(count: number): Stop[] {
  return Array.from({ length: count }, (_unused, index) => ({
    type: "percent",
    value: String(Math.round((100 * index) / count)),
  }));
}
