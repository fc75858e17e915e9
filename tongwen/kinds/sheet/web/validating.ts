/** Whether what was typed meets the rule of its cell (ECMA-376-1 §18.3.1.32). */
import { parseArea } from "./commands/areas";
import { choicesOf } from "./commands/choices";
import { displayText } from "./commands/display";
import { type Comparison, ruleSeen, type Validation } from "./commands/validation";
import { plainValue } from "./grid/appearance";
import type { Cell, Values } from "./grid/view";
import { type Content, readTyped, type Sheet, Template } from "./model";

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

function measured(rule: Validation, text: string, asked: Asked): boolean {
  const date1904 = asked.sheet.book.setting("date1904") === true;
  const typed = rule.kind === "textLength" ? text.length : readTyped(text, date1904).content;
  if (typeof typed !== "number") return false;
  if (rule.kind === "whole" && !Number.isInteger(typed)) return false;
  const a = operand(rule.f1, asked);
  const b = operand(rule.f2, asked);
  const two = rule.operator === "between" || rule.operator === "notBetween";
  if (a === undefined || (two && b === undefined)) return true;
  return comparisons[rule.operator](typed, a, b ?? 0);
}

/** Whether a list has a text, as it is shown or as a number; true while the list is not known. */
function listed(rule: Validation, text: string, { sheet, cell, values }: Asked): boolean {
  const choices = choicesOf(rule, {
    sheet,
    ...cell,
    evaluate: values.evaluate?.bind(values),
  });
  if (choices === null) return true;
  if ("items" in choices) return choices.items.some((item) => item.trim() === text);
  const typed = readTyped(text).content;
  return choices.cells.some((one) => {
    const value = plainValue(values.value(one.sheet, one.row, one.col));
    const code = one.sheet.style(one.row, one.col).numberFormat;
    return value !== null && (value === typed || displayText(value, code).trim() === text);
  });
}

function allowed(rule: Validation, text: string, asked: Asked): boolean {
  if (text === "") return true;
  if (rule.kind === "list") {
    return listed(rule, text.trim(), asked);
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
  const rule = ruleSeen(sheet, cell.row, cell.col);
  if (!rule || allowed(rule, text, { sheet, cell, values })) return null;
  return rule.alert;
}
