/** What other programs put on the clipboard, as cells: tables in HTML with their formats, text with tabs. */
import type { Style } from "../model";
import {
  classRules,
  colorOf,
  type Declarations,
  declarationsOf,
  fontIn,
  type Rules,
} from "./pastedCss";
import { richIn } from "./pastedText";
import { type Runs, textOf } from "./runs";

export interface PastedCell {
  text: string;
  number: number | null;
  style: Style;
  /** Where its characters have several fonts; what a font does not say is the style's. */
  runs?: Runs;
}

export interface Pasted {
  rows: (PastedCell | null)[][];
  /** Row and column from the first pasted cell, and how many of each. */
  merges: { row: number; col: number; rows: number; cols: number }[];
  /** The mark of our own copies. */
  mark: string | null;
}

/** More cells than this are not pasted from text: they come as a file. */
export const MOST_PASTED = 200_000;

export class TooLarge extends Error {}

/** Text with tabs and line breaks; quoted cells may hold both. */
export function fromText(text: string): string[][] {
  const rows: string[][] = [[]];
  const token = /"((?:[^"]|"")*)"(?=\t|\r?\n|$)|[^\t\r\n]*/gy;
  const clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  let at = 0;
  let count = 0;
  while (at <= clean.length) {
    token.lastIndex = at;
    const found = token.exec(clean);
    const [whole = "", quoted] = found ?? [];
    rows.at(-1)?.push(quoted === undefined ? whole : quoted.replaceAll('""', '"'));
    count += 1;
    if (count > MOST_PASTED) throw new TooLarge();
    at += whole.length;
    if (at >= clean.length) break;
    if (clean[at] === "\n") rows.push([]);
    at += 1;
  }
  return rows;
}

function numberFormatOf(value: string | undefined): string | undefined {
  if (!value || value === "General") return undefined;
  const bare = value.replace(/^["']|["']$/g, "");
  const plain = bare
    .replace(/\\([0-9a-f]{4})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replace(/\\(.)/g, "$1");
  const named: Record<string, string> = {
    Percent: "0.00%",
    Fixed: "0.00",
    Standard: "#,##0.00",
    "Short Date": "yyyy/m/d",
  };
  return plain === "General" ? undefined : (named[plain] ?? plain).slice(0, 255);
}

/** What a cell says of its font; what it takes away nobody gave it. */
function ownFont(css: Declarations): Style {
  return Object.fromEntries(Object.entries(fontIn(css)).filter(([, value]) => value !== false));
}

function placing(css: Declarations): Style {
  const style: Style = {};
  const align = css.get("text-align");
  if (align && /^(left|center|right|justify)$/.test(align)) style.align = align;
  const valign = css.get("vertical-align");
  if (valign === "top" || valign === "bottom") style.valign = valign;
  if (valign === "middle") style.valign = "center";
  if (css.get("white-space") === "normal") style.wrap = true;
  const fill = colorOf(css.get("background-color") ?? css.get("background"));
  if (fill) style.fill = fill;
  const format = numberFormatOf(css.get("mso-number-format"));
  if (format) style.numberFormat = format;
  return style;
}

const borderSides = [
  ["left", "borderStart"],
  ["right", "borderEnd"],
  ["top", "borderTop"],
  ["bottom", "borderBottom"],
] as const;

function borders(css: Declarations): Style {
  const style: Style = {};
  for (const [side, member] of borderSides) {
    const said = css.get(`border-${side}`) ?? css.get("border");
    if (!said || /\bnone\b|^0/.test(said) || !/solid|dashed|dotted|double|hairline/.test(said))
      continue;
    const thick = Number(/([\d.]+)p[tx]/.exec(said)?.[1] ?? 1);
    const name =
      /dashed|dotted|double/.exec(said)?.[0] ??
      (thick >= 2 ? "thick" : thick > 1 ? "medium" : "thin");
    const color = colorOf(said);
    style[member] = color ? { style: name, color } : { style: name };
  }
  return style;
}

function numberOf(cell: Element): number | null {
  const said = cell.getAttribute("x:num") ?? cell.getAttribute("data-sheets-value");
  if (!said) return null;
  const value = said.startsWith("{") ? /"3":(-?[\d.eE+-]+)/.exec(said)?.[1] : said;
  const number = value ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function spanOf(cell: Element, name: string): number {
  const span = Number.parseInt(cell.getAttribute(name) ?? "1", 10);
  return Number.isFinite(span) ? Math.min(1000, Math.max(1, span)) : 1;
}

/** Fills a grid line by line; cells that a span covers are null. */
class Filling {
  readonly rows: (PastedCell | null)[][] = [];
  readonly merges: Pasted["merges"] = [];
  #count = 0;

  constructor(private readonly rules: Rules) {}

  line(index: number, cells: Iterable<Element>): void {
    const into = this.#row(index);
    let col = 0;
    for (const cell of cells) {
      while (into[col] !== undefined) col += 1;
      const rows = spanOf(cell, "rowspan");
      const cols = spanOf(cell, "colspan");
      this.#cover(index, col, rows, cols);
      into[col] = this.#cell(cell);
      if (rows > 1 || cols > 1) this.merges.push({ row: index, col, rows, cols });
      col += cols;
    }
  }

  #row(index: number): (PastedCell | null)[] {
    while (this.rows.length <= index) this.rows.push([]);
    return this.rows[index] ?? [];
  }

  #cover(row: number, col: number, rows: number, cols: number): void {
    this.#count += rows * cols;
    if (this.#count > MOST_PASTED) throw new TooLarge();
    for (let down = 0; down < rows; down += 1)
      for (let across = 0; across < cols; across += 1) this.#row(row + down)[col + across] = null;
  }

  #cell(cell: Element): PastedCell {
    const css = declarationsOf(cell, this.rules);
    const rich = richIn(cell, this.rules);
    const [first] = rich;
    const style = { ...ownFont(css), ...placing(css), ...borders(css) };
    const made = { text: textOf(rich), number: numberOf(cell) };
    if (rich.length > 1 && made.number === null) return { ...made, style, runs: rich };
    return { ...made, style: { ...style, ...first?.[1] } };
  }
}

/** The first table of a page, or null when there is none. Nothing of the page is run or fetched. */
export function fromHtml(html: string): Pasted | null {
  const page = new DOMParser().parseFromString(html, "text/html");
  const table = page.querySelector("table");
  if (!table) return null;
  const filling = new Filling(classRules(page));
  [...table.rows].forEach((line, index) => {
    filling.line(index, line.cells);
  });
  const { rows, merges } = filling;
  return { rows, merges, mark: table.getAttribute("data-tongwen") };
}
