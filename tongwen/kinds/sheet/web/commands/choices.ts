/** What may be chosen in a cell: items typed into its rule, cells, a name, or what a formula leads to. */
import { type Area, type Content, type Sheet, Template } from "../model";
import { parseArea } from "./areas";
import { placeNamed } from "./names";
import { listItems, type Validation } from "./validation";

/** Reckons a formula at a cell; undefined while the answer is on its way. */
export type Evaluate = (
  sheet: Sheet,
  template: string,
  place: { from: { row: number; col: number }; at: { row: number; col: number } },
) => Content | undefined;

export interface Choosing {
  sheet: Sheet;
  row: number;
  col: number;
  evaluate?: Evaluate | undefined;
}

export interface ChoiceCell {
  sheet: Sheet;
  row: number;
  col: number;
}

/** The choices: texts of the rule, or cells whose values they are; null while they cannot be known. */
export type Choices = { items: string[] } | { cells: ChoiceCell[] } | null;

const MOST = 5000;
/** `INDIRECT` of a cell that says `INDIRECT` and so on. */
const DEEPEST = 3;

function cellsIn(sheet: Sheet, areas: readonly Area[]): ChoiceCell[] {
  const found: ChoiceCell[] = [];
  const used = sheet.usedRange();
  for (const area of areas) {
    const last = Math.min(area.row2, used?.row2 ?? area.row1);
    for (let row = area.row1; row <= last; row += 1)
      for (let col = area.col1; col <= area.col2 && found.length < MOST; col += 1)
        found.push({ sheet, row, col });
  }
  return found;
}

function inPlace(asked: Choosing, text: string): Choices {
  const place = placeNamed(asked.sheet, text);
  const sheet = place && asked.sheet.book.sheet(place.sid);
  return sheet ? { cells: cellsIn(sheet, place.areas) } : null;
}

function evaluated({ sheet, row, col, evaluate }: Choosing, text: string): Content | undefined {
  const template = Template.encode(text, { book: sheet.book, sid: sheet.sid });
  return evaluate?.(sheet, template, { from: { row, col }, at: { row, col } });
}

/** The places of `INDIRECT`, or the values that any other formula gives, one by one. */
function fromFormula(asked: Choosing, text: string, depth: number): Choices {
  const indirect = /^INDIRECT\((.*)\)$/is.exec(text);
  if (indirect && depth < DEEPEST) {
    const to = evaluated(asked, indirect[1] ?? "");
    return typeof to === "string" ? choicesFrom(asked, to, depth + 1) : null;
  }
  const count = evaluated(asked, `ROWS(${text})*COLUMNS(${text})`);
  if (typeof count !== "number") return null;
  const items: string[] = [];
  for (let index = 1; index <= Math.min(count, 200); index += 1) {
    const item = evaluated(asked, `INDEX(${text},${index})`);
    if (item === undefined) return null;
    if (typeof item === "string" || typeof item === "number") items.push(String(item));
  }
  return { items };
}

function choicesFrom(asked: Choosing, text: string, depth: number): Choices {
  const bare = text.trim();
  if (parseArea(bare) || /^[^()]+$/.test(bare)) {
    const placed = inPlace(asked, bare);
    if (placed) return placed;
  }
  return fromFormula(asked, bare, depth);
}

/** The choices of a rule as its cell sees it. */
export function choicesOf(rule: Validation, asked: Choosing): Choices {
  if (rule.kind !== "list") return null;
  const items = listItems(rule.f1);
  return items ? { items } : choicesFrom(asked, rule.f1, 0);
}
