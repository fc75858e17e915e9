/** Paragraph, run, table and cell properties as CSS declarations. Context-free: themes come in as variables. */
import type {
  Border,
  Borders,
  CellMargins,
  FontNames,
  Indent,
  MarkAttributes,
  ParagraphAttributes,
  RunProperties,
  Spacing,
} from "../document/attributes";
import { cssColor, highlights } from "../document/colors";
import { points, round } from "../document/units";
import { fontStack } from "./fonts";

export type Declarations = Record<string, string>;

/** Declarations as the text of a style attribute; empty when there are none. */
export function cssText(declarations: Declarations): string {
  return Object.entries(declarations)
    .map(([property, value]) => `${property}:${value}`)
    .join(";");
}

const aligns: Record<string, Declarations> = {
  start: { "text-align": "start" },
  center: { "text-align": "center" },
  end: { "text-align": "end" },
  both: { "text-align": "justify" },
  distribute: { "text-align": "justify", "text-align-last": "justify" },
};

const borderStyles: Record<string, string> = {
  single: "solid",
  thick: "solid",
  dotted: "dotted",
  dashed: "dashed",
  dashSmallGap: "dashed",
  dotDash: "dashed",
  dotDotDash: "dotted",
  double: "double",
  triple: "double",
  wave: "solid",
  doubleWave: "double",
  inset: "inset",
  outset: "outset",
  threeDEmboss: "ridge",
  threeDEngrave: "groove",
};

/** One border; sizes are eighths of a point. Unknown line styles are drawn as solid lines. */
export function borderValue(border: Border | null | undefined): string {
  if (!border || border.val === "nil" || border.val === "none") return "none";
  const style = borderStyles[border.val] ?? (border.val.includes("hin") ? "double" : "solid");
  const minimum = style === "double" ? 2.25 : 0.5;
  const size = Math.min(Math.max((border.sz ?? 4) / 8, minimum), 12);
  return `${round(size)}pt ${style} ${cssColor(border.color) ?? "#000"}`;
}

const logicalEdges = {
  top: "block-start",
  bottom: "block-end",
  start: "inline-start",
  end: "inline-end",
} as const;

type LogicalEdge = keyof typeof logicalEdges;
const edges = Object.keys(logicalEdges) as LogicalEdge[];

function indentCss(indent: Indent): Declarations {
  const css: Declarations = {};
  const length = (twips: number | undefined, chars: number | undefined): string | null => {
    if (chars) return `${round(chars / 100)}em`;
    return twips === undefined || twips === null ? null : points(twips);
  };
  const start = length(indent.start, indent.startChars);
  const end = length(indent.end, indent.endChars);
  if (start) css["--indent-start"] = start;
  if (end) css["--indent-end"] = end;
  const hanging = length(indent.hanging, indent.hangingChars);
  const first = length(indent.firstLine, indent.firstLineChars);
  if (hanging && !hanging.startsWith("0")) css["--indent-first"] = `-${hanging}`;
  else if (first) css["--indent-first"] = first;
  else if (hanging) css["--indent-first"] = "0pt";
  return css;
}

function spaceAround(side: "before" | "after", spacing: Spacing): string | null {
  if (spacing[`${side}Auto`]) return "14pt";
  const lines = spacing[`${side}Lines`];
  if (lines) return `calc(var(--line-pitch) * ${round(lines / 100)})`;
  const twips = spacing[side];
  return twips === undefined || twips === null ? null : points(twips);
}

function spacingCss(spacing: Spacing): Declarations {
  const css: Declarations = {};
  const before = spaceAround("before", spacing);
  const after = spaceAround("after", spacing);
  if (before) css["--space-before"] = before;
  if (after) css["--space-after"] = after;
  if (spacing.line) Object.assign(css, lineCss(spacing.line, spacing.lineRule ?? "auto"));
  return css;
}

function lineCss(line: number, rule: string): Declarations {
  if (rule === "exact") return { "--line-exact": points(line), "--line": "var(--line-exact)" };
  if (rule === "atLeast") {
    return { "--line": `max(${points(line)}, calc(var(--single) * 1em))` };
  }
  return { "--lines": String(round(line / 240)), "--line": "var(--line-auto)" };
}

/** The borders of a paragraph, cell or table frame as logical CSS borders. */
export function borderCss(borders: Borders | null | undefined): Declarations {
  const css: Declarations = {};
  for (const edge of edges) {
    const border = borders?.[edge];
    if (border) css[`border-${logicalEdges[edge]}`] = borderValue(border);
  }
  return css;
}

function paragraphBorders(borders: Borders): Declarations {
  const css = borderCss(borders);
  for (const edge of edges) {
    const border = borders[edge];
    if (border && edge !== "start" && edge !== "end") {
      css[`--border-pad-${logicalEdges[edge]}`] = `${border.space ?? 1}pt`;
    }
  }
  return css;
}

/** Paragraph properties. Indents and spacing are variables, so that rules and decorations may add to them. */
export function paragraphCss(p: ParagraphAttributes): Declarations {
  const css: Declarations = {};
  if (p.align) Object.assign(css, aligns[p.align] ?? {});
  if (p.indent) Object.assign(css, indentCss(p.indent));
  if (p.spacing) Object.assign(css, spacingCss(p.spacing));
  const fill = cssColor(p.shade?.fill);
  if (fill) css["--shade"] = fill;
  if (p.borders) Object.assign(css, paragraphBorders(p.borders));
  if (p.bidi) css.direction = "rtl";
  if (p.snapToGrid === false) css["--line-auto"] = "calc(var(--single) * var(--lines) * 1em)";
  return css;
}

const underlineStyles: Record<string, string> = {
  double: "double",
  dotted: "dotted",
  dottedHeavy: "dotted",
  dash: "dashed",
  dashedHeavy: "dashed",
  dashLong: "dashed",
  dashLongHeavy: "dashed",
  dotDash: "dashed",
  dotDotDash: "dashed",
  wave: "wavy",
  wavyHeavy: "wavy",
  wavyDouble: "wavy",
};

function underlineCss(attrs: MarkAttributes): Declarations {
  const value = String(attrs.val ?? "single");
  if (value === "none") return { "text-decoration-line": "none" };
  const css: Declarations = { "text-decoration-line": "underline" };
  const style = underlineStyles[value];
  if (style) css["text-decoration-style"] = style;
  const color = cssColor(attrs.color);
  if (color) css["text-decoration-color"] = color;
  if (value === "thick" || value.endsWith("Heavy")) css["text-decoration-thickness"] = "2px";
  return css;
}

function shadeOf(value: unknown): Declarations {
  const color = cssColor(value);
  return color ? { "background-color": color } : {};
}

/** Declarations for each run property that has a look of its own. */
export const markCss: Record<string, (attrs: MarkAttributes) => Declarations> = {
  bold: ({ on }) => ({ "font-weight": on === false ? "400" : "700" }),
  italic: ({ on }) => ({ "font-style": on === false ? "normal" : "italic" }),
  underline: underlineCss,
  strike: ({ on }): Declarations =>
    on === false ? {} : { "text-decoration-line": "line-through" },
  dstrike: ({ on }): Declarations =>
    on === false
      ? {}
      : { "text-decoration-line": "line-through", "text-decoration-style": "double" },
  caps: ({ on }) => ({ "text-transform": on === false ? "none" : "uppercase" }),
  smallCaps: ({ on }) => ({ "font-variant-caps": on === false ? "normal" : "small-caps" }),
  vanish: ({ on }): Declarations => (on === false ? {} : { display: "none" }),
  color: ({ val }) => ({ color: cssColor(val) ?? "#000" }),
  highlight: ({ val }): Declarations => ({
    "background-color": highlights[String(val)] ?? "transparent",
  }),
  shading: ({ fill }) => shadeOf(fill),
  font: (attrs) => ({ "font-family": fontStack(attrs as FontNames) }),
  size: ({ val }) => ({ "font-size": `${round(Number(val) / 2)}pt` }),
  vert: ({ val }): Declarations => {
    if (val === "superscript")
      return { "vertical-align": "super", "font-size": ".65em", "line-height": "0" };
    if (val === "subscript")
      return { "vertical-align": "sub", "font-size": ".65em", "line-height": "0" };
    return { "vertical-align": "baseline" };
  },
  charSpacing: ({ val }) => ({ "letter-spacing": points(Number(val)) }),
};

/** The run properties of a style or list level. */
export function runCss(r: RunProperties | null | undefined): Declarations {
  const css: Declarations = {};
  const lines: string[] = [];
  for (const [mark, attrs] of Object.entries(r ?? {})) {
    const declarations = markCss[mark]?.(attrs) ?? {};
    const line = declarations["text-decoration-line"];
    if (line) lines.push(line);
    Object.assign(css, declarations);
  }
  if (lines.length > 1)
    css["text-decoration-line"] = lines.filter((line) => line !== "none").join(" ") || "none";
  return css;
}

/** Cell margins of a table, twips, as the variables its cells pad themselves with. */
export function cellMarginCss(margins: CellMargins | null | undefined): Declarations {
  const css: Declarations = {};
  for (const edge of edges) {
    const value = margins?.[edge];
    if (value !== undefined && value !== null) css[`--cell-${edge}`] = points(value);
  }
  return css;
}

/** The borders of a table as the variables its cells draw. */
export function tableBorderCss(borders: Borders | null | undefined): Declarations {
  const css: Declarations = {};
  for (const edge of ["top", "bottom", "start", "end", "insideH", "insideV"] as const) {
    const border = borders?.[edge];
    if (border) css[`--table-${edge}`] = borderValue(border);
  }
  return css;
}
