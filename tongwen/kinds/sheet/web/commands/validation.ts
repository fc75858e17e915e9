/** Data validation: what may be typed into cells (ECMA-376-1 §18.3.1.32). */
import {
  type Area,
  type IdArea,
  putObject,
  removeObject,
  type Sheet,
  type SheetObject,
  Template,
} from "../model";
import { contains, intersection } from "./areas";
import { areasOf } from "./clearing";

export type ValidationKind =
  | "none"
  | "whole"
  | "decimal"
  | "list"
  | "date"
  | "time"
  | "textLength"
  | "custom";

export type Comparison =
  | "between"
  | "notBetween"
  | "equal"
  | "notEqual"
  | "greaterThan"
  | "lessThan"
  | "greaterThanOrEqual"
  | "lessThanOrEqual";

/** A rule as the dialog has it: formulas as A1 text without `=`. */
export interface Validation {
  kind: ValidationKind;
  operator: Comparison;
  f1: string;
  f2: string;
  blank: boolean;
  dropdown: boolean;
  /** `shown: false`: the words are kept, and not said. */
  alert: {
    style: "stop" | "warning" | "information";
    title: string;
    text: string;
    shown?: boolean;
  };
  prompt: { title: string; text: string; shown?: boolean };
}

export const noValidation: Validation = {
  kind: "none",
  operator: "between",
  f1: "",
  f2: "",
  blank: true,
  dropdown: true,
  alert: { style: "stop", title: "", text: "" },
  prompt: { title: "", text: "" },
};

/** The rule of a cell and its token; null when it has none. */
export function validationAt(
  sheet: Sheet,
  row: number,
  col: number,
): { token: string; rule: Validation } | null {
  for (const [token, object] of sheet.objects("validation")) {
    if (areasOf(sheet, object).some((area) => contains(area, row, col))) {
      return { token, rule: readValidation(sheet, object) };
    }
  }
  return null;
}

/** The rule as its cell sees it: what its formulas refer to relatively has moved along from the first cell of the rule. */
export function ruleSeen(sheet: Sheet, row: number, col: number): Validation | null {
  for (const [, object] of sheet.objects("validation")) {
    const areas = areasOf(sheet, object);
    if (!areas.some((area) => contains(area, row, col))) continue;
    const [origin] = areas;
    if (!origin) continue;
    const place = { book: sheet.book, sid: sheet.sid };
    const by = { rows: row - origin.row1, cols: col - origin.col1 };
    const moved = (formula: unknown) =>
      typeof formula === "string" ? Template.shift(formula, place, by) : formula;
    return readValidation(sheet, { ...object, f1: moved(object.f1), f2: moved(object.f2) });
  }
  return null;
}

function words(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function readValidation(sheet: Sheet, object: SheetObject): Validation {
  const place = { book: sheet.book, sid: sheet.sid };
  const formula = (value: unknown) =>
    typeof value === "string" ? Template.render(value, place) : "";
  const alert = (object.alert ?? {}) as Record<string, unknown>;
  const prompt = (object.prompt ?? {}) as Record<string, unknown>;
  return {
    kind: (object.kind as ValidationKind) ?? "none",
    operator: (object.operator as Comparison) ?? "between",
    f1: formula(object.f1),
    f2: formula(object.f2),
    blank: object.blank === true,
    dropdown: object.dropdown !== false,
    alert: {
      style: (alert.style as Validation["alert"]["style"]) ?? "stop",
      title: words(alert.title),
      text: words(alert.text),
      ...(alert.shown === false ? { shown: false } : {}),
    },
    prompt: {
      title: words(prompt.title),
      text: words(prompt.text),
      ...(prompt.shown === false ? { shown: false } : {}),
    },
  };
}

/** What remains of an area when another is cut out of it. */
export function without(area: Area, cut: Area): Area[] {
  const inner = intersection(area, cut);
  if (!inner) return [area];
  const parts = [
    { ...area, row2: inner.row1 - 1 },
    { ...area, row1: inner.row2 + 1 },
    { ...area, row1: inner.row1, row2: inner.row2, col2: inner.col1 - 1 },
    { ...area, row1: inner.row1, row2: inner.row2, col1: inner.col2 + 1 },
  ];
  return parts.filter((part) => part.row1 <= part.row2 && part.col1 <= part.col2);
}

/** Cut areas out of every object of a type; one with nothing left goes. */
export function cutOut(sheet: Sheet, areas: readonly Area[], type: string): void {
  for (const [token, object] of sheet.objects(type)) {
    const own = areasOf(sheet, object);
    const left = areas.reduce((parts, cut) => parts.flatMap((part) => without(part, cut)), own);
    const unchanged =
      left.length === own.length && left.every((part, index) => part === own[index]);
    if (unchanged) continue;
    if (left.length === 0) removeObject(sheet, token);
    else {
      const kept: IdArea[] = left.map((part) => sheet.idArea(part));
      putObject(sheet, { ...object, areas: kept }, token);
    }
  }
}

/** Give the areas this rule in place of any other; `none` takes rules away. */
export function setValidation(sheet: Sheet, areas: readonly Area[], rule: Validation): void {
  const place = { book: sheet.book, sid: sheet.sid };
  const formula = (text: string) =>
    text.trim() === "" ? undefined : Template.encode(text.trim().replace(/^[=＝]/, ""), place);
  sheet.book.steps.transact("validation", () => {
    cutOut(sheet, areas, "validation");
    if (rule.kind === "none") return;
    const f1 = formula(rule.f1);
    const f2 = formula(rule.f2);
    putObject(sheet, {
      type: "validation",
      areas: areas.map((area) => sheet.idArea(area)),
      kind: rule.kind,
      ...(rule.kind === "list" || rule.kind === "custom" ? {} : { operator: rule.operator }),
      ...(f1 === undefined ? {} : { f1 }),
      ...(f2 === undefined ? {} : { f2 }),
      blank: rule.blank,
      dropdown: rule.dropdown,
      alert: rule.alert,
      prompt: rule.prompt,
    });
  });
}

/** The formula of a list typed item by item: `"一月,二月"`. Excel's lists are at most 255 characters. */
export function listFormula(items: readonly string[]): string {
  const text = items
    .map((item) => item.trim().replaceAll(",", "，"))
    .filter((item) => item !== "")
    .join(",");
  return `"${text.replaceAll('"', '""')}"`;
}

/** The items of a list that is typed into the rule; null when it refers to cells. */
export function listItems(f1: string): string[] | null {
  const match = /^"((?:[^"]|"")*)"$/.exec(f1.trim());
  if (!match) return null;
  return (match[1] ?? "")
    .replaceAll('""', '"')
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
