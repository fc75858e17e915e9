/** The text of a shape: its body, paragraphs and runs (ECMA-376-1 §21.1.2). */
import { css, toneIn } from "./colors";
import { fillOf, type ShapeContext } from "./paints";
import { amount, child, children, named, pixels, share, yes } from "./xml";

export interface Run {
  text: string;
  /** Points. */
  size: number;
  bold: boolean;
  italic: boolean;
  underline: boolean;
  strike: boolean;
  /** Above 0: raised, below: lowered. */
  baseline: number;
  capitals: "none" | "small" | "all";
  /** Points between letters. */
  spacing: number;
  /** CSS. */
  color: string;
  fonts: string[];
}

export interface Paragraph {
  align: "start" | "center" | "end" | "justify";
  rtl: boolean;
  /** Pixels. */
  margin: number;
  indent: number;
  /** Points, or a share of the line. */
  line: { points: number } | { share: number };
  before: number;
  after: number;
  /** The mark of a list, with its colour. */
  bullet: { text: string; color: string | null } | null;
  runs: Run[];
}

export interface Body {
  /** Pixels. */
  insets: { l: number; t: number; r: number; b: number };
  anchor: "start" | "center" | "end";
  /** Whether its lines stand in the middle as a whole. */
  centered: boolean;
  /** Whether lines end at the sides. */
  wraps: boolean;
  clips: boolean;
  vertical: string;
  /** Degrees, apart from the shape's. */
  rotation: number;
  upright: boolean;
  columns: number;
  /** By how much text and lines were shrunk to fit, as kept in the file. */
  fit: { text: number; lines: number };
  paragraphs: Paragraph[];
}

const MOST_LETTERS = 20_000;
const MOST_PARAGRAPHS = 2000;
/** Of text that does not say its size, points. */
const USUAL = 11;

const ALIGN: Record<string, Paragraph["align"]> = {
  l: "start",
  ctr: "center",
  r: "end",
  just: "justify",
  justLow: "justify",
  dist: "justify",
  thaiDist: "justify",
};

/** The elements that may say a property, the nearest first. */
type Sources = readonly (Element | null)[];

function said(sources: Sources, name: string): string | null {
  for (const source of sources) {
    const value = source?.getAttribute(name);
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

function part(sources: Sources, ...names: string[]): Element | null {
  for (const source of sources) {
    const found = child(source, ...names);
    if (found) return found;
  }
  return null;
}

function clamped(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function holder(sources: Sources, name: string): Element | null {
  return sources.find((source) => source?.hasAttribute(name)) ?? null;
}

function typefaces(sources: Sources, context: ShapeContext): string[] {
  const found = ["latin", "ea", "cs"].map((script) => {
    const face = part(sources, script)?.getAttribute("typeface") ?? "";
    if (face.startsWith("+mj")) return context.fonts.major;
    return face.startsWith("+mn") ? context.fonts.minor : face;
  });
  const all = found.filter((name) => /^[^\p{Cc}"\\]{1,60}$/u.test(name));
  return [...new Set(all.length > 0 ? all : [context.fonts.minor].filter(Boolean))];
}

function inkOf(sources: Sources, context: ShapeContext): string | null {
  for (const source of sources) {
    const paint = fillOf(source, null, context);
    if (paint.kind === "solid") return css(paint.tone);
    const [stop] = "stops" in paint ? paint.stops : [];
    if (stop) return css(stop.tone);
    if (child(source, "noFill")) return "transparent";
  }
  return null;
}

const CAPITALS: Record<string, Run["capitals"]> = { small: "small", all: "all" };

function runOf(text: string, sources: Sources, context: ShapeContext, otherwise: string): Run {
  const linked = part(sources, "hlinkClick") !== null;
  const size = amount(holder(sources, "sz"), "sz", USUAL * 100) / 100;
  const underline = said(sources, "u") ?? (linked ? "sng" : "none");
  return {
    text,
    size: clamped(size, 1, 4000),
    bold: yes(said(sources, "b")),
    italic: yes(said(sources, "i")),
    underline: underline !== "none",
    strike: !["noStrike", null].includes(said(sources, "strike")),
    baseline: share(holder(sources, "baseline"), "baseline", 0),
    capitals: named(CAPITALS, said(sources, "cap")) ?? "none",
    spacing: clamped(amount(holder(sources, "spc"), "spc", 0) / 100, -50, 500),
    color: inkOf(sources, context) ?? otherwise,
    fonts: typefaces(sources, context),
  };
}

/** A distance between lines: `fallback` where none is said. */
function spacing(sources: Sources, name: string, size: number, fallback: number): number {
  const found = part(sources, name);
  const points = child(found, "spcPts");
  if (points) return clamped(amount(points, "val", 0) / 100, 0, 1600);
  const percent = child(found, "spcPct");
  return percent ? clamped(share(percent, "val", 0), 0, 20) * size : fallback;
}

/** `a`, `b` … `z`, `aa` … of a list. */
function letters(number: number): string {
  const letter = String.fromCharCode(97 + ((number - 1) % 26));
  return letter.repeat(Math.min(10, Math.ceil(number / 26)));
}

const ROMAN: readonly (readonly [number, string])[] = [
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

function roman(number: number): string {
  let rest = Math.min(399, number);
  let text = "";
  for (const [value, sign] of ROMAN)
    while (rest >= value) {
      text += sign;
      rest -= value;
    }
  return text;
}

/** The mark of a numbered paragraph (§20.1.10.61). */
export function numbered(scheme: string, number: number): string {
  let text = String(number);
  if (scheme.startsWith("alpha")) text = letters(number);
  else if (scheme.startsWith("roman")) text = roman(number);
  if (/^(alpha|roman)Uc/.test(scheme)) text = text.toUpperCase();
  if (scheme.endsWith("ParenBoth")) return `(${text})`;
  if (scheme.endsWith("ParenR")) return `${text})`;
  return scheme.endsWith("Plain") ? text : `${text}.`;
}

function lineOf(sources: Sources): Paragraph["line"] {
  const found = part(sources, "lnSpc");
  const points = child(found, "spcPts");
  if (points) return { points: clamped(amount(points, "val", 1200) / 100, 1, 1600) };
  return { share: clamped(share(child(found, "spcPct"), "val", 1), 0.1, 20) };
}

/** Reads the paragraphs of one body, counting its lists as it goes. */
class ParagraphReader {
  #room = MOST_LETTERS;
  readonly #counts = new Map<number, number>();

  constructor(
    private readonly lists: Element | null,
    private readonly context: ShapeContext,
    private readonly ink: string,
  ) {}

  read(element: Element): Paragraph {
    const own = child(element, "pPr");
    const level = clamped(Math.trunc(amount(own, "lvl", 0)), 0, 8);
    const shared = child(this.lists, `lvl${level + 1}pPr`) ?? child(this.lists, "defPPr");
    const sources: Sources = [own, shared];
    const runSources: Sources = [child(shared, "defRPr")];
    const runs = this.#runs(element, runSources);
    const size = runs[0]?.size ?? USUAL;
    return {
      align: named(ALIGN, said(sources, "algn")) ?? "start",
      rtl: yes(said(sources, "rtl")),
      margin: clamped(pixels(holder(sources, "marL"), "marL", 0), 0, 2000),
      indent: clamped(pixels(holder(sources, "indent"), "indent", 0), -2000, 2000),
      line: lineOf(sources),
      before: spacing(sources, "spcBef", size, 0),
      after: spacing(sources, "spcAft", size, 0),
      bullet: this.#bullet(sources, level),
      runs,
    };
  }

  #runs(element: Element, shared: Sources): Run[] {
    const runs: Run[] = [];
    for (const one of children(element, "r", "fld", "br")) {
      if (this.#room <= 0) break;
      const text = one.localName === "br" ? "\n" : (child(one, "t")?.textContent ?? "");
      const sources = [child(one, "rPr"), ...shared];
      runs.push(runOf(text.slice(0, this.#room), sources, this.context, this.ink));
      this.#room -= text.length;
    }
    if (runs.length === 0) {
      const sources = [child(element, "endParaRPr"), ...shared];
      runs.push(runOf("", sources, this.context, this.ink));
    }
    return runs;
  }

  #bullet(sources: Sources, level: number): Paragraph["bullet"] {
    const found = part(sources, "buNone", "buChar", "buAutoNum", "buBlip");
    for (const deeper of [...this.#counts.keys()]) if (deeper > level) this.#counts.delete(deeper);
    if (!found || found.localName === "buNone") {
      this.#counts.delete(level);
      return null;
    }
    const tone = toneIn(part(sources, "buClr"), this.context);
    const color = tone && css(tone);
    if (found.localName === "buChar")
      return { text: bulletSign(found.getAttribute("char") ?? "•"), color };
    if (found.localName === "buBlip") return { text: "•", color };
    const start = clamped(Math.trunc(amount(found, "startAt", 1)), 1, 32_767);
    const number = this.#counts.get(level) ?? start;
    this.#counts.set(level, number + 1);
    return { text: numbered(found.getAttribute("type") ?? "", number), color };
  }
}

/** Signs of Wingdings and Symbol that lists use, as what they look like. */
function bulletSign(sign: string): string {
  const signs: Record<string, string> = { "§": "▪", ü: "✓", Ø: "➢", v: "❖", q: "❑", "·": "•" };
  const code = sign.codePointAt(0) ?? 0;
  const plain = code >= 0xf000 && code <= 0xf0ff ? String.fromCodePoint(code - 0xf000) : sign;
  return named(signs, plain) ?? plain.slice(0, 4);
}

const ANCHORS: Record<string, Body["anchor"]> = { ctr: "center", b: "end" };

/** The text of a shape; null where it has none. `ink` is its colour where it says none, CSS. */
export function bodyOf(element: Element | null, context: ShapeContext, ink: string): Body | null {
  const frame = child(element, "bodyPr");
  const reader = new ParagraphReader(child(element, "lstStyle"), context, ink);
  const paragraphs = children(element, "p")
    .slice(0, MOST_PARAGRAPHS)
    .map((one) => reader.read(one));
  if (!paragraphs.some(({ runs }) => runs.some(({ text }) => text.trim() !== ""))) return null;
  const inset = (name: string, usual: number): number =>
    clamped(pixels(frame, name, usual), -500, 1000);
  const shrunk = child(frame, "normAutofit");
  return {
    insets: {
      l: inset("lIns", 9.6),
      t: inset("tIns", 4.8),
      r: inset("rIns", 9.6),
      b: inset("bIns", 4.8),
    },
    anchor: named(ANCHORS, frame?.getAttribute("anchor") ?? null) ?? "start",
    centered: yes(frame?.getAttribute("anchorCtr")),
    wraps: frame?.getAttribute("wrap") !== "none",
    clips: frame?.getAttribute("vertOverflow") === "clip",
    vertical: frame?.getAttribute("vert") ?? "horz",
    rotation: amount(frame, "rot", 0) / 60_000,
    upright: yes(frame?.getAttribute("upright")),
    columns: clamped(Math.trunc(amount(frame, "numCol", 1)), 1, 16),
    fit: {
      text: clamped(share(shrunk, "fontScale", 1), 0.05, 1),
      lines: clamped(1 - share(shrunk, "lnSpcReduction", 0), 0.1, 1),
    },
    paragraphs,
  };
}
