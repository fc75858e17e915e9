/** Text of other programs with its fonts, as runs. */
import type { Style } from "../model";
import { classRules, declarationsOf, fontIn, type Rules } from "./pastedCss";
import { joined, type Run } from "./runs";

const TAGS: Record<string, Style> = {
  B: { bold: true },
  STRONG: { bold: true },
  I: { italic: true },
  EM: { italic: true },
  U: { underline: "single" },
  INS: { underline: "single" },
  S: { strike: true },
  STRIKE: { strike: true },
  DEL: { strike: true },
  SUP: { script: "superscript" },
  SUB: { script: "subscript" },
};
const BLOCKS = new Set(["P", "PRE", "DIV", "LI", "TR", "H1", "H2", "H3", "H4", "H5", "H6"]);
const SILENT = new Set(["SCRIPT", "STYLE", "TEMPLATE", "TITLE", "HEAD"]);
/** Elements within elements that are looked into. */
const DEEPEST = 100;

function attributesOf(element: Element): Style {
  if (element.tagName !== "FONT") return {};
  const css = new Map<string, string>();
  for (const [name, member] of [
    ["face", "font-family"],
    ["color", "color"],
  ] as const) {
    const value = element.getAttribute(name);
    if (value) css.set(member, value);
  }
  return fontIn(css);
}

/** The look within an element, from that around it. */
function within(element: Element, around: Style, rules: Rules): Style {
  const style = {
    ...around,
    ...TAGS[element.tagName],
    ...attributesOf(element),
    ...fontIn(declarationsOf(element, rules)),
  };
  if (style.bold === false) delete style.bold;
  if (style.italic === false) delete style.italic;
  return JSON.stringify(style) === JSON.stringify(around) ? around : style;
}

interface Around {
  style: Style;
  /** Whether spaces and line breaks stand as they are written. */
  kept: boolean;
  rules: Rules;
  depth: number;
}

/** A space that stays (`\f`), one of many that are shown as one. */
function spaced(text: string, kept: boolean): string {
  return kept
    ? text.replace(/\r\n?/g, "\n").replace(/[ \u00a0]/g, "\f")
    : text.replace(/[ \t\r\n\u00a0]+/g, " ");
}

function entered(element: Element, { style, kept, rules, depth }: Around): Around {
  const space = declarationsOf(element, rules).get("white-space");
  return {
    style: within(element, style, rules),
    kept: space ? space.startsWith("pre") : kept || element.tagName === "PRE",
    rules,
    depth: depth + 1,
  };
}

function* pieces(node: Node, around: Around): Generator<[text: string, style: Style]> {
  const { style, kept, depth } = around;
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) yield [spaced(child.nodeValue ?? "", kept), style];
    if (!(child instanceof Element) || SILENT.has(child.tagName) || depth > DEEPEST) continue;
    const block = BLOCKS.has(child.tagName);
    if (child.tagName === "BR") yield ["\n", style];
    if (block) yield ["\v", style];
    yield* pieces(child, entered(child, around));
    if (block) yield ["\v", style];
  }
}

/** Spaces as a browser shows them; a block begins and ends a line (`\v`). */
class Lines {
  readonly runs: Run[] = [];
  #space = false;
  #broken = false;
  #start = true;

  add(text: string, style: Style): void {
    for (const letter of text) {
      if (letter === " ") this.#space = true;
      else if (letter === "\v") this.#broken = true;
      else if (letter === "\n") this.#line(style);
      else this.#letter(letter === "\f" ? " " : letter, style);
    }
  }

  #letter(letter: string, style: Style): void {
    if (this.#broken && !this.#start) this.#line(style);
    this.#broken = false;
    if (this.#space && !this.#start) this.#put(" ", style);
    this.#space = false;
    this.#start = false;
    this.#put(letter, style);
  }

  #line(style: Style): void {
    this.#space = false;
    this.#start = true;
    this.#put("\n", style);
  }

  #put(letter: string, style: Style): void {
    const last = this.runs.at(-1);
    const font = Object.keys(style).length > 0 ? style : null;
    if (last && last[1] === font) last[0] += letter;
    else this.runs.push([letter, font]);
  }
}

/** Without the empty lines at both ends. */
function trimmed(runs: Run[]): Run[] {
  const found = joined(runs);
  const [first] = found;
  if (first) first[0] = first[0].replace(/^\n+/, "");
  const last = found.at(-1);
  if (last) last[0] = last[0].replace(/\n+$/, "");
  return joined(found);
}

/** The text of an element with the fonts of what is in it; null where they are the element's own. */
export function richIn(element: Element, rules: Rules): Run[] {
  const lines = new Lines();
  const around = { style: {}, kept: false, rules, depth: 0 };
  for (const [text, style] of pieces(element, around)) lines.add(text, style);
  return trimmed(lines.runs);
}

/** What is on the clipboard, for the text that one edits; null when it is a table, or nothing. */
export function richFromHtml(html: string): Run[] | null {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (page.querySelector("table")) return null;
  const runs = richIn(page.body, classRules(page));
  return runs.length > 0 ? runs : null;
}
