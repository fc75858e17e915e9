/** The one colour that a patterned or graded fill comes to: the painter fills a cell with one (ECMA-376-1 §18.18.55, §18.8.24). */
import type { Color } from "../model";
import { mixed, type Palette } from "./colors";

/** The share of a cell that the lines or dots of a pattern cover. */
const INK: Record<string, number> = {
  gray0625: 1 / 16,
  gray125: 1 / 8,
  lightGray: 1 / 4,
  mediumGray: 1 / 2,
  darkGray: 3 / 4,
  lightHorizontal: 1 / 4,
  lightVertical: 1 / 4,
  lightDown: 1 / 4,
  lightUp: 1 / 4,
  lightGrid: 7 / 16,
  lightTrellis: 3 / 8,
  darkHorizontal: 1 / 2,
  darkVertical: 1 / 2,
  darkDown: 1 / 2,
  darkUp: 1 / 2,
  darkGrid: 1 / 2,
  darkTrellis: 3 / 4,
};

const COLOR = /<(?:\w+:)?color\b([^>]*)>/g;

function colorIn(attributes: string): Color | null {
  const said = (name: string): string | undefined =>
    new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
  const theme = said("theme");
  if (theme !== undefined) return { theme: Number(theme), tint: Number(said("tint") ?? 0) };
  const indexed = said("indexed");
  return indexed === undefined ? (said("rgb") ?? null) : { indexed: Number(indexed) };
}

/** The mean of a gradient's stops. */
function gradientColor(raw: string, palette: Palette): string | null {
  let mean: string | null = null;
  let count = 0;
  for (const [, attributes] of raw.matchAll(COLOR)) {
    const color = palette.css(colorIn(attributes ?? ""))?.slice(1);
    if (!color) continue;
    count += 1;
    mean = mean === null ? color : mixed(mean, color, 1 / count);
  }
  return mean && `#${mean}`;
}

/** `#RRGGBB`, or null when a pattern says nothing that can be painted. */
export function patternColor(pattern: unknown, palette: Palette): string | null {
  if (typeof pattern !== "object" || pattern === null) return null;
  const { type, fg, bg, gradient } = pattern as Record<string, unknown>;
  if (typeof gradient === "string") return gradientColor(gradient, palette);
  const ink = palette.css(fg as Color)?.slice(1) ?? "000000";
  const paper = palette.css(bg as Color)?.slice(1) ?? "FFFFFF";
  const share = typeof type === "string" && Object.hasOwn(INK, type) ? INK[type] : undefined;
  if (share !== undefined) return `#${mixed(paper, ink, share)}`;
  return palette.css(bg as Color) ?? palette.css(fg as Color);
}
