/** Whether what was typed meets the rule of its cell (ECMA-376-1 §18.3.1.32). */
import { parseArea } from "./commands/areas";
import { type Comparison, listItems, type Validation, validationAt } from "./commands/validation";
import { plainValue } from "./grid/appearance";
import { readQuickly } from "./grid/pastedTable";
import type { Cell, Values } from "./grid/view";
import { type Content, type Sheet, Template } from "./model";

const comparisons: Record<Comparison, (value: number, a: number, b: number) => boolean> = {
  between: (value, a, b) => value >= a && value <= b,
  notBetween: (value, a, b) => value < a || value > b,
  equal: (value, a) => value === a,
  notEqual: (value, a) => value !== a,
  greaterThan: (value, a) => value > a,
  lessThan: (value, a) => value < a,
  greaterThanOrEqual: (value, a) => value >= a,
  lessThanOrEqual: (value, a) => value <= a,
};

interface Asked {
  sheet: Sheet;
  cell: Cell;
  values: Values;
}

/** The value of an operand: a number, a cell, a formula. Undefined when it cannot be known: nothing is refused then. */
function operand(text: string, { sheet, cell, values }: Asked): number | undefined {
  if (text.trim() === "") return undefined;
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  const area = parseArea(text);
  const found: Content | undefined = area
    ? values.value(sheet, area.row1, area.col1)
    : values.evaluate?.(sheet, Template.encode(text, { book: sheet.book, sid: sheet.sid }), {
        from: cell,
        at: cell,
      });
  const value = found === undefined ? undefined : plainValue(found);
  return typeof value === "number" ? value : undefined;
}

/** The entries of a list that stands in cells or in the rule itself; null when it cannot be known. */
export function choicesOf(
  rule: Validation,
  { sheet, values }: Omit<Asked, "cell">,
): string[] | null {
  const items = listItems(rule.f1);
  if (items) return items;
  const bang = rule.f1.lastIndexOf("!");
  const name = rule.f1.slice(0, Math.max(0, bang)).replace(/^'|'$/g, "").replaceAll("''", "'");
  const from = bang < 0 ? sheet : sheet.book.sheet(sheet.book.sheetNamed(name)?.sid ?? "");
  const area = parseArea(rule.f1.slice(bang + 1));
  if (!area || !from) return null;
  const found: string[] = [];
  from.eachContent(area, (row, col) => {
    if (found.length < 10_000) found.push(String(plainValue(values.value(from, row, col)) ?? ""));
  });
  return found;
}

function measured(rule: Validation, text: string, asked: Asked): boolean {
  const typed = rule.kind === "textLength" ? text.length : readQuickly(text);
  // Dates and times are typed in many ways: only numbers are checked here.
  if (typeof typed !== "number") return rule.kind === "date" || rule.kind === "time";
  if (rule.kind === "whole" && !Number.isInteger(typed)) return false;
  const a = operand(rule.f1, asked);
  const b = operand(rule.f2, asked);
  const two = rule.operator === "between" || rule.operator === "notBetween";
  if (a === undefined || (two && b === undefined)) return true;
  return comparisons[rule.operator](typed, a, b ?? 0);
}

function allowed(rule: Validation, text: string, asked: Asked): boolean {
  if (text === "") return true;
  if (rule.kind === "list") {
    const choices = choicesOf(rule, asked);
    return choices === null || choices.some((choice) => choice.trim() === text.trim());
  }
  if (rule.kind === "none" || rule.kind === "custom") return true;
  return measured(rule, text, asked);
}

/** What a rule says against a text; null when there is no rule or it is met. Formulas are never refused. */
export function entryObstacle(
  sheet: Sheet,
  cell: Cell,
  text: string,
  values: Values,
): Validation["alert"] | null {
  if (text.startsWith("=")) return null;
  const rule = validationAt(sheet, cell.row, cell.col)?.rule;
  if (!rule || allowed(rule, text, { sheet, cell, values })) return null;
  return rule.alert;
}
