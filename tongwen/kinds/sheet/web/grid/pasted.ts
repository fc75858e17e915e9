/** What other programs put on the clipboard, as cells: tables in HTML with their formats, text with tabs. */
import type { Style } from "../model";

export interface PastedCell {
  text: string;
  number: number | null;
  style: Style;
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

type Declarations = Map<string, string>;

function parseDeclarations(text: string): Declarations {
  const found: Declarations = new Map();
  for (const part of text.split(/;(?=(?:[^"']|"[^"]*"|'[^']*')*$)/)) {
    const colon = part.indexOf(":");
    if (colon > 0)
      found.set(part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1).trim());
  }
  return found;
}

/** The rules of `.name` and of element names in the style sheets that Excel and WPS write. */
function classRules(page: Document): Map<string, Declarations> {
  const rules = new Map<string, Declarations>();
  for (const sheet of page.querySelectorAll("style")) {
    const text = (sheet.textContent ?? "").replace(/<!--|-->|\/\*[\s\S]*?\*\//g, "");
    for (const [, names = "", body = ""] of text.matchAll(/([^{}]+)\{([^{}]*)\}/g))
      for (const name of names.split(","))
        rules.set(name.trim().toLowerCase(), parseDeclarations(body));
  }
  return rules;
}

function declarationsOf(element: Element, rules: Map<string, Declarations>): Declarations {
  const found: Declarations = new Map();
  const names = [
    element.tagName.toLowerCase(),
    ...[...element.classList].map((name) => `.${name.toLowerCase()}`),
  ];
  for (const name of names) for (const [key, value] of rules.get(name) ?? []) found.set(key, value);
  for (const [key, value] of parseDeclarations(element.getAttribute("style") ?? ""))
    found.set(key, value);
  const background = element.getAttribute("bgcolor");
  if (background && !found.has("background")) found.set("background", background);
  const align = element.getAttribute("align");
  if (align && !found.has("text-align")) found.set("text-align", align);
  return found;
}

const NAMED: Record<string, string> = {
  black: "000000",
  white: "FFFFFF",
  red: "FF0000",
  green: "008000",
  blue: "0000FF",
  yellow: "FFFF00",
  gray: "808080",
  silver: "C0C0C0",
};

/** `RRGGBB` of a CSS colour as spreadsheets write it, or null. */
export function colorOf(css: string | undefined): string | null {
  if (!css) return null;
  const hex = /#([0-9a-f]{6}|[0-9a-f]{3})\b/i.exec(css)?.[1];
  if (hex?.length === 6) return hex.toUpperCase();
  if (hex)
    return [...hex]
      .map((digit) => digit + digit)
      .join("")
      .toUpperCase();
  const rgb = /rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/i.exec(css);
  if (rgb)
    return rgb
      .slice(1, 4)
      .map((part) => Math.min(255, Number(part)).toString(16).padStart(2, "0"))
      .join("")
      .toUpperCase();
  return NAMED[css.trim().split(/\s+/)[0]?.toLowerCase() ?? ""] ?? null;
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

function pointsOf(size: string | undefined): number | undefined {
  const found = /^([\d.]+)(pt|px)$/i.exec(size ?? "");
  if (!found) return undefined;
  const points = Number(found[1]) * (found[2]?.toLowerCase() === "px" ? 0.75 : 1);
  return points >= 1 && points <= 409 ? Math.round(points * 2) / 2 : undefined;
}

function fontOf(css: Declarations): Style {
  const style: Style = {};
  const font = css
    .get("font-family")
    ?.split(",")[0]
    ?.trim()
    .replace(/^["']|["']$/g, "");
  const named = font && !/^(inherit|sans-serif|serif|monospace)$/i.test(font);
  if (named && font.length < 64) style.font = font;
  const size = pointsOf(css.get("font-size"));
  if (size !== undefined) style.size = size;
  const color = colorOf(css.get("color"));
  if (color && color !== "000000") style.color = color;
  return style;
}

function textStyle(css: Declarations, element: Element): Style {
  const style = fontOf(css);
  const has = (names: string): boolean => element.querySelector(names) !== null;
  const weight = css.get("font-weight") ?? "";
  if (/bold/i.test(weight) || Number(weight) >= 600 || has("b,strong")) style.bold = true;
  if (/italic/i.test(css.get("font-style") ?? "") || has("i,em")) style.italic = true;
  const line = `${css.get("text-decoration") ?? ""} ${css.get("text-decoration-line") ?? ""}`;
  if (/underline/.test(line) || has("u")) style.underline = "single";
  if (/line-through/.test(line) || has("s,strike")) style.strike = true;
  return style;
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

function textOf(cell: Element): string {
  const copy = cell.cloneNode(true) as Element;
  for (const line of copy.querySelectorAll("br")) line.replaceWith("\n");
  const words = (copy.textContent ?? "")
    .split("\n")
    .map((part) => part.replace(/[ \t\r\u00a0]+/g, " ").trim());
  return words.join("\n").replace(/^\n+|\n+$/g, "");
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

  constructor(private readonly rules: Map<string, Declarations>) {}

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
    const style = { ...textStyle(css, cell), ...placing(css), ...borders(css) };
    return { text: textOf(cell), number: numberOf(cell), style };
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
