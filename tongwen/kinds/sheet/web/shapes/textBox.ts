/** Draws the text of a shape as real text: lines break, letters can be read aloud. */
import type { Box } from "./geometry";
import type { Body, Paragraph, Run } from "./text";
import { named } from "./xml";

/** A line of text in sizes of its letters, as Office has it for most fonts. */
const LINE = 1.2;

function family(fonts: readonly string[]): string {
  return [...fonts.map((name) => `"${name}"`), "system-ui", "sans-serif"].join(",");
}

function runElement(run: Run, fit: number): HTMLElement {
  const span = document.createElement("span");
  const { style } = span;
  const moved = run.baseline !== 0;
  span.textContent = run.text;
  style.fontSize = `${Math.round(run.size * fit * (moved ? 0.66 : 1) * 100) / 100}pt`;
  style.color = run.color;
  style.fontFamily = family(run.fonts);
  if (run.bold) style.fontWeight = "bold";
  if (run.italic) style.fontStyle = "italic";
  const lines = [run.underline && "underline", run.strike && "line-through"].filter(Boolean);
  if (lines.length > 0) style.textDecoration = lines.join(" ");
  if (moved) style.verticalAlign = run.baseline > 0 ? "super" : "sub";
  if (run.capitals === "all") style.textTransform = "uppercase";
  if (run.capitals === "small") style.fontVariantCaps = "small-caps";
  if (run.spacing !== 0) style.letterSpacing = `${run.spacing}pt`;
  return span;
}

function bulletElement(paragraph: Paragraph, fit: number): HTMLElement | null {
  const { bullet, indent, runs } = paragraph;
  if (!bullet) return null;
  const mark = document.createElement("span");
  mark.textContent = bullet.text;
  mark.style.cssText = "display:inline-block;text-indent:0;white-space:pre";
  mark.style.minInlineSize = `${Math.max(0, -indent)}px`;
  mark.style.fontSize = `${(runs[0]?.size ?? 11) * fit}pt`;
  const color = bullet.color ?? runs[0]?.color;
  if (color) mark.style.color = color;
  return mark;
}

function paragraphElement(paragraph: Paragraph, body: Body): HTMLElement {
  const made = document.createElement("p");
  const { style } = made;
  const { fit } = body;
  const size = Math.max(...paragraph.runs.map((run) => run.size)) * fit.text;
  made.dir = paragraph.rtl ? "rtl" : "ltr";
  style.textAlign = paragraph.align;
  style.margin = "0";
  style.marginBlockStart = `${paragraph.before * fit.lines}pt`;
  style.marginBlockEnd = `${paragraph.after * fit.lines}pt`;
  style.paddingInlineStart = `${paragraph.margin}px`;
  style.textIndent = `${paragraph.indent}px`;
  style.fontSize = `${size}pt`;
  const { line } = paragraph;
  const high = "points" in line ? `${line.points * fit.lines}pt` : LINE * line.share * fit.lines;
  style.lineHeight = String(high);
  style.minBlockSize = typeof high === "string" ? high : `${high}em`;
  const bullet = bulletElement(paragraph, fit.text);
  if (bullet) made.append(bullet);
  made.append(...paragraph.runs.map((run) => runElement(run, fit.text)));
  return made;
}

/** How text runs that is not horizontal (§20.1.10.83): its writing mode, its letters, a half turn. */
const VERTICAL: Record<string, readonly [mode: string, letters: string, turned: boolean]> = {
  vert: ["vertical-rl", "sideways", false],
  vert270: ["vertical-rl", "sideways", true],
  eaVert: ["vertical-rl", "mixed", false],
  mongolianVert: ["vertical-lr", "mixed", false],
  wordArtVert: ["vertical-lr", "upright", false],
  wordArtVertRtl: ["vertical-rl", "upright", false],
};

const ALONG: Record<Paragraph["align"], string> = {
  start: "flex-start",
  center: "center",
  end: "flex-end",
  justify: "stretch",
};

function flowElement(body: Body): HTMLElement {
  const flow = document.createElement("div");
  const { style } = flow;
  style.flexShrink = "0";
  style.overflowWrap = "break-word";
  style.whiteSpace = body.wraps ? "pre-wrap" : "pre";
  if (!body.wraps || body.centered) {
    style.inlineSize = "max-content";
    if (body.wraps) style.maxInlineSize = "100%";
    const align = body.paragraphs[0]?.align ?? "start";
    style.alignSelf = body.centered ? "center" : ALONG[align];
  }
  if (body.columns > 1) {
    style.columnCount = String(body.columns);
    style.columnFill = "auto";
    style.blockSize = "100%";
  }
  flow.append(...body.paragraphs.map((paragraph) => paragraphElement(paragraph, body)));
  return flow;
}

export function place(element: HTMLElement, { x, y, w, h }: Box): void {
  const { style } = element;
  style.position = "absolute";
  style.insetInlineStart = `${Math.round(x * 100) / 100}px`;
  style.insetBlockStart = `${Math.round(y * 100) / 100}px`;
  style.inlineSize = `${Math.round(Math.max(0, w) * 100) / 100}px`;
  style.blockSize = `${Math.round(Math.max(0, h) * 100) / 100}px`;
}

/** The text of a shape in a box (pixels from the shape's own); `transform` is CSS, about the box's middle. */
export function textElement(body: Body, box: Box, transform: string): HTMLElement {
  const { l, t, r, b } = body.insets;
  const outer = document.createElement("div");
  const narrow = l + r >= box.w;
  const flat = t + b >= box.h;
  place(outer, {
    x: narrow ? box.x : box.x + l,
    y: flat ? box.y : box.y + t,
    w: narrow ? box.w : box.w - l - r,
    h: flat ? box.h : box.h - t - b,
  });
  const [mode, letters, turned] = named(VERTICAL, body.vertical) ?? [
    "horizontal-tb",
    "mixed",
    false,
  ];
  const turns = [transform, turned ? "rotate(180deg)" : ""].filter(Boolean).join(" ");
  if (turns) outer.style.transform = turns;
  const inner = document.createElement("div");
  inner.style.cssText = "position:absolute;inset:0;display:flex;flex-direction:column";
  inner.style.writingMode = mode;
  inner.style.textOrientation = letters;
  inner.style.justifyContent = body.anchor;
  if (body.clips) inner.style.overflow = "hidden";
  inner.append(flowElement(body));
  outer.append(inner);
  return outer;
}
