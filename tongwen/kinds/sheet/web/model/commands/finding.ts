/** Finding cells by text, and replacing in them. */
import { type Area, intersect } from "../areas";
import { type Content, isFormula, plainText, type RichContent } from "../content";
import type { Sheet } from "../sheet";
import { withColumnKeys } from "../tableColumns";
import { encodeTyped } from "../template";
import { cached, type ValueOf } from "./ordering";
import { readTyped } from "./typing";
import { writeCells } from "./writing";

export interface FindOptions {
  matchCase?: boolean;
  wholeCell?: boolean;
  /** A regular expression; without it `*`, `?` and `~` are Excel's. */
  pattern?: boolean;
  formulas?: boolean;
  area?: Area;
  computed?: ValueOf;
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

function wildcards(text: string): string {
  let source = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    const next = text[i + 1];
    if (char === "~" && next !== undefined && "*?~".includes(next)) {
      source += literal(next);
      i++;
    } else if (char === "*") source += "[\\s\\S]*?";
    else if (char === "?") source += "[\\s\\S]";
    else source += literal(char);
  }
  return source;
}

/** Null when a regular expression is malformed, or nothing is looked for. */
function compiled(text: string, options: FindOptions): RegExp | null {
  if (text === "") return null;
  const source = options.pattern ? text : wildcards(text);
  try {
    return new RegExp(
      options.wholeCell ? `^(?:${source})$` : source,
      options.matchCase ? "gu" : "giu",
    );
  } catch {
    // a person is still typing the expression: nothing matches yet
    return null;
  }
}

function textOf(content: Content): string {
  if (content === null || isFormula(content)) return "";
  if (typeof content === "object") return "e" in content ? content.e : plainText(content);
  if (typeof content === "boolean") return content ? "TRUE" : "FALSE";
  return String(content);
}

function matches(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

function searched(sheet: Sheet, options: FindOptions): Area | null {
  const used = sheet.usedRange();
  return used && options.area ? intersect(used, options.area) : used;
}

/** Cells whose value (or formula) contains a text, by rows. */
export function find(
  sheet: Sheet,
  text: string,
  options: FindOptions = {},
): { row: number; col: number }[] {
  const pattern = compiled(text, options);
  const area = searched(sheet, options);
  const found: { row: number; col: number }[] = [];
  if (!pattern || !area) return found;
  const { computed = cached } = options;
  sheet.eachContent(area, (row, col, content) => {
    const shown =
      isFormula(content) && options.formulas
        ? `=${sheet.formula(row, col)}`
        : textOf(isFormula(content) ? computed(sheet, row, col) : content);
    if (matches(pattern, shown)) found.push({ row, col });
  });
  return found;
}

function replacedRich(content: RichContent, pattern: RegExp, by: () => string): Content {
  const runs = content.r.map(([text, font]): RichContent["r"][number] => [
    text.replace(pattern, by),
    font,
  ]);
  if (runs.some(([text], i) => text !== content.r[i]?.[0])) return { r: runs };
  // what is found goes over the border of two fonts: it takes the first one's
  return plainText(content).replace(pattern, by);
}

function replaced(
  sheet: Sheet,
  cell: { row: number; col: number },
  content: Content,
  formula: string | null,
  pattern: RegExp,
  by: string,
  options: FindOptions,
): Content | undefined {
  const write = options.pattern ? by : by.replaceAll("$", "$$$$");
  if (isFormula(content)) {
    if (formula === null || !options.formulas) return undefined;
    const next = `=${formula}`.replace(pattern, write);
    if (next === `=${formula}`) return undefined;
    if (!next.startsWith("=")) return readTyped(next).content;
    const place = { book: sheet.book, sid: sheet.sid };
    return { f: encodeTyped(withColumnKeys(next.slice(1), { ...place, ...cell }), place) };
  }
  const text = textOf(content);
  if (!matches(pattern, text)) return undefined;
  pattern.lastIndex = 0;
  if (typeof content === "object" && content !== null && "r" in content)
    return replacedRich(content, pattern, () => by);
  const next = text.replace(pattern, write);
  if (next === text) return undefined;
  return typeof content === "string" ? next || null : readTyped(next).content;
}

/** Replace what is found in contents (in formulas only with `formulas`); returns how many cells changed. */
export function replaceAll(
  sheet: Sheet,
  text: string,
  by: string,
  options: FindOptions = {},
): number {
  const pattern = compiled(text, options);
  const area = searched(sheet, options);
  if (!pattern || !area) return 0;
  const cells: [number, number, Content][] = [];
  sheet.eachContent(area, (row, col, content) => {
    const formula = isFormula(content) ? sheet.formula(row, col) : null;
    const next = replaced(sheet, { row, col }, content, formula, pattern, by, options);
    if (next !== undefined) cells.push([row, col, next]);
  });
  if (cells.length) sheet.book.steps.transact("replaceAll", () => writeCells(sheet, cells));
  return cells.length;
}
