/** What the XML of a shape says of its looks: outline, fill, line, paragraphs (ECMA-376-1 §20.1.2.2.33, §20.1.9.18). */
import type { Palette } from "./grid/colors";

export interface ShapeRun {
  text: string;
  /** Points. */
  size: number | null;
  bold: boolean;
  italic: boolean;
  color: string | null;
}

export interface ShapeParagraph {
  align: "start" | "center" | "end" | "justify";
  runs: ShapeRun[];
}

export interface ShapeLook {
  /** The name of its preset geometry (§20.1.10.56). */
  preset: string;
  flipX: boolean;
  flipY: boolean;
  /** CSS colours; null: none. */
  fill: string | null;
  line: string | null;
  /** Pixels. */
  thickness: number;
  anchor: "start" | "center" | "end";
  /** Whether its lines end at its sides. */
  wraps: boolean;
  paragraphs: ShapeParagraph[];
}

const EMU_PER_PIXEL = 9525;
const MOST_LETTERS = 20_000;

const THEME: Record<string, number> = {
  bg1: 0,
  lt1: 0,
  tx1: 1,
  dk1: 1,
  bg2: 2,
  lt2: 2,
  tx2: 3,
  dk2: 3,
  accent1: 4,
  accent2: 5,
  accent3: 6,
  accent4: 7,
  accent5: 8,
  accent6: 9,
  hlink: 10,
  folHlink: 11,
};

function child(element: Element | null, ...names: string[]): Element | null {
  for (const one of element?.children ?? []) if (names.includes(one.localName)) return one;
  return null;
}

const yes = (value: string | null): boolean => value === "1" || value === "true";

/** The change of lightness that `lumMod` and `lumOff` make, as a tint. */
function tintOf(color: Element): number {
  const share = (name: string): number | null => {
    const said = Number(child(color, name)?.getAttribute("val") ?? Number.NaN);
    return Number.isFinite(said) ? said / 100_000 : null;
  };
  const added = share("lumOff") ?? 0;
  const kept = share("lumMod") ?? share("shade") ?? 1;
  return added > 0 ? added : kept - 1;
}

function colorIn(element: Element | null, palette: Palette): string | null {
  const color = child(element, "srgbClr", "schemeClr", "sysClr", "prstClr");
  const value = color?.getAttribute("val") ?? "";
  if (!color) return null;
  if (color.localName === "srgbClr") return palette.css(value);
  if (color.localName === "sysClr") return palette.css(color.getAttribute("lastClr"));
  if (color.localName === "prstClr") return /^[a-z]{3,30}$/i.test(value) ? value : null;
  const theme = Object.hasOwn(THEME, value) ? THEME[value] : undefined;
  return theme === undefined ? null : palette.css({ theme, tint: tintOf(color) });
}

/** A paint of the shape itself, or of the theme's style that it refers to. */
function paintOf(own: Element | null, style: Element | null, palette: Palette): string | null {
  if (child(own, "noFill")) return null;
  const solid = colorIn(child(own, "solidFill"), palette);
  if (solid) return solid;
  const gradient = child(child(own, "gradFill"), "gsLst")?.firstElementChild ?? null;
  const first = colorIn(gradient, palette);
  if (first) return first;
  return style && style.getAttribute("idx") !== "0" ? colorIn(style, palette) : null;
}

function runOf(run: Element, palette: Palette, otherwise: string | null): ShapeRun {
  const looks = child(run, "rPr");
  const size = Number(looks?.getAttribute("sz") ?? Number.NaN);
  return {
    text: run.localName === "br" ? "\n" : (child(run, "t")?.textContent ?? ""),
    size: Number.isFinite(size) && size > 0 && size <= 400_000 ? size / 100 : null,
    bold: yes(looks?.getAttribute("b") ?? null),
    italic: yes(looks?.getAttribute("i") ?? null),
    color: colorIn(child(looks, "solidFill"), palette) ?? otherwise,
  };
}

const ALIGN: Record<string, ShapeParagraph["align"]> = {
  ctr: "center",
  r: "end",
  just: "justify",
  dist: "justify",
};

function paragraphsOf(body: Element | null, palette: Palette, color: string | null) {
  const found: ShapeParagraph[] = [];
  let room = MOST_LETTERS;
  for (const one of body?.children ?? []) {
    if (one.localName !== "p" || room <= 0) continue;
    const runs: ShapeRun[] = [];
    for (const run of one.children)
      if (["r", "fld", "br"].includes(run.localName)) {
        const made = runOf(run, palette, color);
        runs.push({ ...made, text: made.text.slice(0, Math.max(0, room)) });
        room -= made.text.length;
      }
    const align = child(one, "pPr")?.getAttribute("algn") ?? "";
    found.push({ align: ALIGN[align] ?? "start", runs });
  }
  return found;
}

/** Null for what is no single shape, or no XML. */
export function shapeLook(raw: string, palette: Palette): ShapeLook | null {
  const root = new DOMParser().parseFromString(raw, "application/xml").documentElement;
  if (root.localName !== "sp" && root.localName !== "cxnSp") return null;
  const properties = child(root, "spPr");
  const style = child(root, "style");
  const line = child(properties, "ln");
  const body = child(root, "txBody");
  const placed = child(properties, "xfrm");
  const thickness = Number(line?.getAttribute("w") ?? EMU_PER_PIXEL) / EMU_PER_PIXEL;
  const frame = child(body, "bodyPr");
  const anchor = frame?.getAttribute("anchor");
  return {
    preset: child(properties, "prstGeom")?.getAttribute("prst") ?? "rect",
    flipX: yes(placed?.getAttribute("flipH") ?? null),
    flipY: yes(placed?.getAttribute("flipV") ?? null),
    fill: paintOf(properties, child(style, "fillRef"), palette),
    line: paintOf(line, child(style, "lnRef"), palette),
    thickness: Number.isFinite(thickness) ? Math.min(100, Math.max(1, thickness)) : 1,
    anchor: anchor === "ctr" ? "center" : anchor === "b" ? "end" : "start",
    wraps: frame?.getAttribute("wrap") !== "none",
    paragraphs: paragraphsOf(body, palette, colorIn(child(style, "fontRef"), palette)),
  };
}
