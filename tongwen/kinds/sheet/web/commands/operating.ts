/** What a paste with an operation leaves in a cell: the old content added to, multiplied by … the new one. */
import { type Content, isFormula } from "../model";

export type Operation = "none" | "add" | "subtract" | "multiply" | "divide";

const SIGNS: Record<Exclude<Operation, "none">, string> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
};

function worked(operation: Operation, a: number, b: number): Content {
  switch (operation) {
    case "add":
      return a + b;
    case "subtract":
      return a - b;
    case "multiply":
      return a * b;
    default:
      return b === 0 ? { e: "#DIV/0!" } : a / b;
  }
}

/** A number as an operand, empty cells being 0; null for what cannot be reckoned with. */
function numberOf(content: Content): number | null {
  if (content === null) return 0;
  return typeof content === "number" ? content : null;
}

function operandText(content: Content): string | null {
  if (isFormula(content)) return content.a ? null : `(${content.f})`;
  const number = numberOf(content);
  return number === null ? null : String(number).toUpperCase();
}

/**
 * The content of a cell after the operation, as Excel works it out; undefined leaves it as it is.
 *
 * Two numbers give a number. Where one is a formula, both go into one: `=(B1)*2`. Text and array formulas stay.
 */
export function calculated(
  operation: Operation,
  before: Content,
  coming: Content,
): Content | undefined {
  if (operation === "none") return coming;
  const [a, b] = [numberOf(before), numberOf(coming)];
  if (a !== null && b !== null) return worked(operation, a, b);
  const [old, next] = [operandText(before), operandText(coming)];
  if (old === null || next === null) return undefined;
  return { f: `${old}${SIGNS[operation]}${next}` };
}
