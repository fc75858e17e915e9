/** Criteria as COUNTIF and its kin take them: `">=5"`, `"a*"`, a value (ECMA-376-1 §18.17.7.55). */
import { parseNumber } from "../engine/numbers";
import { CellError, compareText, ERRORS, type Scalar } from "../engine/values";

export type Test = (value: Scalar) => boolean;

/** `*`, `?` and `~` as a regular expression over whole texts, without regard to case. */
export function wildcard(pattern: string, whole = true): RegExp {
  const body = pattern.replace(
    /~([*?~])|([*?])|([\\^$.|+()[\]{}/-])/g,
    (_, escaped, wild, special) => {
      if (escaped) return `\\${escaped}`;
      if (wild) return wild === "*" ? "[\\s\\S]*" : "[\\s\\S]";
      return `\\${special}`;
    },
  );
  return new RegExp(whole ? `^${body}$` : body, "i");
}

export const hasWildcard = (text: string) => /[*?~]/.test(text);

function orders(op: string, wanted: number): (order: number) => boolean {
  switch (op) {
    case "<":
      return (value) => value < wanted;
    case ">":
      return (value) => value > wanted;
    case "<=":
      return (value) => value <= wanted;
    default:
      return (value) => value >= wanted;
  }
}

function ordered(op: string, operand: Scalar): Test {
  const holds = orders(op, 0);
  if (typeof operand === "number") {
    const direct = orders(op, operand);
    return (value) => typeof value === "number" && direct(value);
  }
  if (typeof operand === "boolean")
    return (value) => typeof value === "boolean" && holds(Number(value) - Number(operand));
  const text = String(operand ?? "");
  return (value) => typeof value === "string" && holds(compareText(value, text));
}

function equal(operand: Scalar): Test {
  if (typeof operand === "number")
    return (value) =>
      value === operand ||
      (typeof value === "string" && value !== "" && parseNumber(value) === operand);
  if (operand instanceof CellError)
    return (value) => value instanceof CellError && value.code === operand.code;
  if (typeof operand === "boolean") return (value) => value === operand;
  const text = String(operand ?? "");
  if (hasWildcard(text)) {
    const pattern = wildcard(text);
    return (value) => typeof value === "string" && pattern.test(value);
  }
  const lower = text.toLowerCase();
  return (value) => typeof value === "string" && value.toLowerCase() === lower;
}

function operandOf(text: string): Scalar {
  const number = parseNumber(text);
  if (number !== null) return number;
  const upper = text.toUpperCase();
  if (upper === "TRUE" || upper === "FALSE") return upper === "TRUE";
  return ERRORS.get(upper) ?? text;
}

/** The test that a criterion stands for. An empty criterion means zero. */
export function criterion(value: Scalar): Test {
  if (value === null) return equal(0);
  if (typeof value !== "string") return equal(value);
  const match = /^(<>|<=|>=|=|<|>)?([\s\S]*)$/.exec(value);
  const op = match?.[1];
  const rest = match?.[2] ?? "";
  if (op === "=" && rest === "") return (cell) => cell === null;
  if (op === "<>" && rest === "") return (cell) => cell !== null;
  if (op === undefined && rest === "") return (cell) => cell === null || cell === "";
  const operand = operandOf(rest);
  if (op === undefined || op === "=") return equal(operand);
  if (op === "<>") {
    const same = equal(operand);
    return (cell) => !same(cell);
  }
  return ordered(op, operand);
}
