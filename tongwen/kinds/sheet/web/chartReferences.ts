/** Where the formulas of a chart point now: those of the file name cells where they were at first. */
import { cellsIn, intersection, parseArea } from "./commands/areas";
import { type Area, type Book, type Sheet, Template } from "./model";

/** More cells than this of one formula are not read. */
export const MOST_CELLS = 5000;
/** Names of names of names: deeper than this none is followed, nor one that leads back to itself. */
const DEEPEST = 8;

export interface Source {
  sheet: Sheet;
  area: Area;
}

/** Whose formulas these are. */
export interface Origin {
  book: Book;
  /** Ids of worksheets by the names that formulas of the file call them. */
  sheets?: Readonly<Record<string, unknown>>;
  /** Formulas name cells where they are now. */
  present?: boolean | undefined;
}

/** The chart's A1 text is that of the file: its rows and columns are the base lines, wherever they are now. */
function moved(sheet: Sheet, area: Area): Area | null {
  const { row1, col1, row2, col2 } = area;
  return sheet.area([String(row1), String(col1), String(row2), String(col2)]);
}

/** The worksheet that a reference names; null when it names none that is here. */
function sheetIn(reference: string, origin: Origin): string | null {
  const bang = reference.lastIndexOf("!");
  if (bang < 0) return null;
  const name = reference.slice(0, bang).replace(/^'|'$/g, "").replaceAll("''", "'");
  if (!origin.present && origin.sheets) {
    const known = Object.entries(origin.sheets);
    const found = known.find(([title]) => title.toLowerCase() === name.toLowerCase());
    if (found) return typeof found[1] === "string" ? found[1] : null;
    if (known.length > 0) return null;
  }
  return origin.book.sheetNamed(name)?.sid ?? null;
}

function sourceOf(reference: string, origin: Origin): Source | null {
  const sheet = origin.book.sheet(sheetIn(reference, origin) ?? "");
  const area = parseArea(reference.slice(reference.lastIndexOf("!") + 1));
  if (!sheet || !area) return null;
  const now = origin.present ? area : moved(sheet, area);
  if (!now) return null;
  // Whole columns end where contents do.
  if (cellsIn([now]) <= MOST_CELLS) return { sheet, area: now };
  const used = sheet.usedRange();
  const filled = used && intersection(now, { ...used, row1: 0, col1: 0 });
  return { sheet, area: filled ?? { ...now, row2: now.row1, col2: now.col1 } };
}

/** The formula of a defined name as text; null when there is no such name. */
function named(word: string, origin: Origin): string | null {
  const bang = word.lastIndexOf("!");
  const name = word.slice(bang + 1).toLowerCase();
  const scope = bang > 0 ? sheetIn(word, origin) : null;
  const all = origin.book.names().filter((one) => one.name.toLowerCase() === name);
  const found =
    all.find((one) => scope !== null && one.scope === scope) ??
    all.find((one) => one.scope === null);
  if (!found) return null;
  const sid = found.scope ?? origin.book.sheets()[0]?.sid ?? "";
  return Template.render(found.formula, { book: origin.book, sid });
}

const PASSED = new Set(["space", "separator", "open", "close"]);

const NAMES = new Set(["name", "external", "unknown"]);

/** The areas of a formula; null when it is more than areas and names of areas, or one of them is not here. */
export function sourcesOf(
  formula: string | null | undefined,
  origin: Origin,
  depth = 0,
): Source[] | null {
  if (!formula || depth > DEEPEST) return null;
  const tokens = Template.tokens(formula);
  const found: Source[] = [];
  for (const [at, { kind }] of tokens.entries()) {
    if (PASSED.has(kind) || isPrefix(tokens, at)) continue;
    const sources = wordSources(tokens, at, origin, depth);
    if (!sources) return null;
    found.push(...sources);
  }
  return found.length > 0 ? found : null;
}

/** The areas of one word of a formula: a reference, or a name of others. */
function wordSources(tokens: Tokens, at: number, origin: Origin, depth: number): Source[] | null {
  const { kind, text } = tokens[at] as Tokens[number];
  if (kind === "reference") {
    const source = sourceOf(text, origin);
    return source && [source];
  }
  if (!NAMES.has(kind)) return null;
  const behind = named(prefixed(tokens, at), origin);
  return sourcesOf(behind, { ...origin, present: true }, depth + 1);
}

type Tokens = ReturnType<typeof Template.tokens>;

/** Whether a word is the worksheet or the file (`Sheet1!`, `[0]!`) that a name behind it belongs to. */
const isPrefix = (tokens: Tokens, at: number): boolean => {
  const { text = "" } = tokens[at] ?? {};
  return text.endsWith("!") || text === "!" || tokens[at + 1]?.text === "!";
};

function prefixed(tokens: Tokens, at: number): string {
  let text = tokens[at]?.text ?? "";
  for (let before = at - 1; before >= 0 && isPrefix(tokens, before); before--)
    text = (tokens[before]?.text ?? "") + text;
  return text;
}
