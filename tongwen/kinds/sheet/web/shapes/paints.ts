/** Fills, lines and shadows of shapes: their own, or those of the theme's style that they refer to (ECMA-376-1 §20.1.8). */
import { type ColorContext, type Tone, toneIn } from "./colors";
import { amount, child, children, degrees, named, parsed, pixels, share, within } from "./xml";

/** What a shape is read with: colours, the theme's styles and fonts, and where its pictures are. */
export interface ShapeContext extends ColorContext {
  /** `a:fmtScheme` of the theme, or null. */
  formats: Element | null;
  /** Typefaces of the theme. */
  fonts: { major: string; minor: string };
  /** The address of the picture with a relationship's id, or null. */
  picture: (relationship: string) => string | null;
  /** The fill of the group around, for `grpFill`. */
  group?: Paint;
}

/** Parts of a box to leave out (positive) or to add (negative), shares of one. */
export interface Insets {
  l: number;
  t: number;
  r: number;
  b: number;
}

export interface PictureLook {
  src: string;
  /** Of the picture itself (§20.1.8.55). */
  crop: Insets;
  /** Opacity, 0 to 1. */
  opacity: number;
  /** A CSS filter, empty for none. */
  filter: string;
}

export interface Stop {
  /** 0 to 1. */
  at: number;
  tone: Tone;
}

export type Paint =
  | { kind: "none" }
  | { kind: "solid"; tone: Tone }
  | { kind: "linear"; stops: Stop[]; angle: number; scaled: boolean }
  | { kind: "radial"; stops: Stop[]; center: { x: number; y: number } }
  | { kind: "pattern"; preset: string; front: Tone; back: Tone }
  | {
      kind: "picture";
      picture: PictureLook;
      /** Where in the box it is stretched; null: tiles of its own size, times `scale`. */
      stretch: Insets | null;
      scale: { x: number; y: number };
    };

export interface LineEnd {
  type: "triangle" | "stealth" | "diamond" | "oval" | "arrow";
  /** Times the line's width. */
  long: number;
  wide: number;
}

export interface Line {
  paint: Paint;
  /** Pixels. */
  width: number;
  /** Lengths of dashes and gaps in widths of the line; empty: unbroken. */
  dashes: number[];
  cap: "butt" | "round" | "square";
  join: "miter" | "round" | "bevel";
  head: LineEnd | null;
  tail: LineEnd | null;
}

export interface Shadow {
  /** Pixels. */
  dx: number;
  dy: number;
  blur: number;
  tone: Tone;
}

export const NONE: Paint = { kind: "none" };
const FILLS = ["noFill", "solidFill", "gradFill", "pattFill", "blipFill", "grpFill"];
const BLACK: Tone = { r: 0, g: 0, b: 0, a: 1 };
const WHITE: Tone = { r: 1, g: 1, b: 1, a: 1 };
const MOST_STOPS = 100;
const THICKEST = 200;

function insets(element: Element | null): Insets {
  const side = (name: string): number => Math.max(-10, Math.min(0.99, share(element, name, 0)));
  const found = { l: side("l"), t: side("t"), r: side("r"), b: side("b") };
  if (found.l + found.r >= 1) found.r = 0;
  if (found.t + found.b >= 1) found.b = 0;
  return found;
}

/** A picture of a `blipFill`: what of it is shown, and how. */
export function pictureOf(fill: Element | null, context: ShapeContext): PictureLook | null {
  const blip = child(fill, "blip");
  if (!blip) return null;
  const scalable = [...blip.getElementsByTagName("*")].find((one) => one.localName === "svgBlip");
  const embedded = (one: Element | undefined): string | null => {
    const found = [...(one?.attributes ?? [])].find(({ localName }) => localName === "embed");
    return found ? context.picture(found.value) : null;
  };
  const src = embedded(scalable) ?? embedded(blip);
  if (!src) return null;
  const lum = child(blip, "lum");
  const filters = [
    lum ? `brightness(${(1 + share(lum, "bright", 0)).toFixed(2)})` : "",
    lum ? `contrast(${(1 + share(lum, "contrast", 0)).toFixed(2)})` : "",
    child(blip, "grayscl") ? "grayscale(1)" : "",
    child(blip, "biLevel") ? "grayscale(1) contrast(100)" : "",
  ];
  return {
    src,
    crop: insets(child(fill, "srcRect")),
    opacity: Math.max(0, Math.min(1, share(child(blip, "alphaModFix"), "amt", 1))),
    filter: filters.filter(Boolean).join(" "),
  };
}

function gradient(element: Element, context: ShapeContext): Paint {
  const stops = children(child(element, "gsLst"), "gs")
    .slice(0, MOST_STOPS)
    .flatMap((stop) => {
      const tone = toneIn(stop, context);
      return tone ? [{ at: Math.max(0, Math.min(1, share(stop, "pos", 0))), tone }] : [];
    })
    .sort((one, other) => one.at - other.at);
  const [first] = stops;
  if (!first) return NONE;
  if (stops.length === 1) return { kind: "solid", tone: first.tone };
  const path = child(element, "path");
  if (path) {
    const rect = child(path, "fillToRect");
    const middle = (from: string, to: string): number =>
      Math.max(-1, Math.min(2, (share(rect, from, 0) + 1 - share(rect, to, 0)) / 2));
    const center = { x: middle("l", "r"), y: middle("t", "b") };
    return { kind: "radial", stops, center };
  }
  const line = child(element, "lin");
  const scaled = ["1", "true"].includes(line?.getAttribute("scaled") ?? "");
  return { kind: "linear", stops, angle: degrees(line, "ang"), scaled };
}

function pictureFill(element: Element, context: ShapeContext): Paint {
  const picture = pictureOf(element, context);
  if (!picture) return NONE;
  const tile = child(element, "tile");
  const scale = { x: share(tile, "sx", 1), y: share(tile, "sy", 1) };
  const stretch = tile ? null : insets(within(element, "stretch", "fillRect"));
  return { kind: "picture", picture, stretch, scale };
}

function paintOf(element: Element, context: ShapeContext): Paint {
  switch (element.localName) {
    case "solidFill": {
      const tone = toneIn(element, context);
      return tone ? { kind: "solid", tone } : NONE;
    }
    case "gradFill":
      return gradient(element, context);
    case "pattFill":
      return {
        kind: "pattern",
        preset: element.getAttribute("prst") ?? "",
        front: toneIn(child(element, "fgClr"), context) ?? BLACK,
        back: toneIn(child(element, "bgClr"), context) ?? WHITE,
      };
    case "blipFill":
      return pictureFill(element, context);
    case "grpFill":
      return context.group ?? NONE;
    default:
      return NONE;
  }
}

/** The style of the theme that a reference names, and the colour it lends it. */
function styled(reference: Element | null, list: string, context: ShapeContext) {
  const index = amount(reference, "idx", 0);
  const placeholder = toneIn(reference, context);
  const background = index > 1000;
  const group = child(context.formats, background ? "bgFillStyleLst" : list);
  const style = group?.children[background ? index - 1001 : index - 1] ?? null;
  return { used: reference !== null && index > 0 && index !== 1000, style, placeholder };
}

/** The fill of a shape's properties, else the one its style refers to. */
export function fillOf(
  properties: Element | null,
  reference: Element | null,
  context: ShapeContext,
): Paint {
  const own = child(properties, ...FILLS);
  if (own) return paintOf(own, context);
  const { used, style, placeholder } = styled(reference, "fillStyleLst", context);
  if (!used) return NONE;
  const found = style ? paintOf(style, { ...context, placeholder }) : NONE;
  if (found.kind !== "none" || style?.localName === "noFill") return found;
  return placeholder ? { kind: "solid", tone: placeholder } : NONE;
}

/** Presets of §20.1.10.49, in widths of the line. */
const DASHES: Record<string, number[]> = {
  dot: [1, 3],
  sysDot: [1, 1],
  dash: [4, 3],
  sysDash: [3, 1],
  lgDash: [8, 3],
  dashDot: [4, 3, 1, 3],
  sysDashDot: [3, 1, 1, 1],
  lgDashDot: [8, 3, 1, 3],
  lgDashDotDot: [8, 3, 1, 3, 1, 3],
  sysDashDotDot: [3, 1, 1, 1, 1, 1],
};

function dashesOf(line: Element | null): number[] | null {
  const own = child(line, "custDash");
  if (own)
    return children(own, "ds")
      .slice(0, 20)
      .flatMap((one) => [share(one, "d", 1), share(one, "sp", 1)])
      .map((length) => Math.max(0, Math.min(1000, length)));
  const preset = child(line, "prstDash")?.getAttribute("val") ?? null;
  if (preset === null) return null;
  return named(DASHES, preset) ?? [];
}

const SIZES: Record<string, number> = { sm: 2, med: 3, lg: 5 };
const ENDS = new Set(["triangle", "stealth", "diamond", "oval", "arrow"]);

function endOf(line: Element | null, name: string): LineEnd | null {
  const end = child(line, name);
  const type = end?.getAttribute("type") ?? "none";
  if (!ENDS.has(type)) return null;
  const size = (attribute: string): number =>
    named(SIZES, end?.getAttribute(attribute) ?? "med") ?? 3;
  return { type: type as LineEnd["type"], long: size("len"), wide: size("w") };
}

const CAPS: Record<string, Line["cap"]> = { rnd: "round", sq: "square" };

function joinOf(line: Element | null): Line["join"] | null {
  const found = child(line, "round", "bevel", "miter")?.localName;
  return (found as Line["join"] | undefined) ?? null;
}

/** The line around a shape; null: none. */
export function lineOf(
  properties: Element | null,
  reference: Element | null,
  context: ShapeContext,
): Line | null {
  const own = child(properties, "ln");
  const { used, style, placeholder } = styled(reference, "lnStyleLst", context);
  const base = used ? style : null;
  const themed = { ...context, placeholder };
  let paint = fillOf(own, null, context);
  if (!child(own, ...FILLS) && used) {
    paint = base ? fillOf(base, null, themed) : NONE;
    if (paint.kind === "none" && placeholder) paint = { kind: "solid", tone: placeholder };
  }
  if (paint.kind === "none") return null;
  const first = <T>(read: (line: Element | null) => T | null, otherwise: T): T =>
    read(own) ?? read(base) ?? otherwise;
  const width = pixels(own, "w", pixels(base, "w", 1));
  return {
    paint,
    width: Math.min(THICKEST, Math.max(0.75, width)),
    dashes: first(dashesOf, []),
    cap: first((line) => named(CAPS, line?.getAttribute("cap") ?? null) ?? null, "butt"),
    join: first(joinOf, "round"),
    head: first((line) => endOf(line, "headEnd"), null),
    tail: first((line) => endOf(line, "tailEnd"), null),
  };
}

/** The outer shadow, or a glow as one without direction; `turn`: degrees the shape is turned by. */
export function shadowOf(
  properties: Element | null,
  reference: Element | null,
  context: ShapeContext,
  turn: number,
): Shadow | null {
  const own = child(properties, "effectLst");
  const { used, style, placeholder } = styled(reference, "effectStyleLst", context);
  const effects = own ?? (used ? child(style, "effectLst") : null);
  const found = child(effects, "outerShdw", "glow");
  const tone = toneIn(found, own ? context : { ...context, placeholder });
  if (!found || !tone) return null;
  const radius = pixels(found, "blurRad", pixels(found, "rad", 0));
  const away = found.localName === "glow" ? 0 : Math.min(200, pixels(found, "dist", 0));
  const still = ["0", "false"].includes(found.getAttribute("rotWithShape") ?? "");
  const angle = ((degrees(found, "dir") - (still ? turn : 0)) / 180) * Math.PI;
  return {
    dx: away * Math.cos(angle),
    dy: away * Math.sin(angle),
    blur: Math.max(0, Math.min(100, radius)) / 2,
    tone,
  };
}

/** The theme's styles as the workbook's settings have them. */
export function formatScheme(theme: unknown): Element | null {
  const raw = (theme as { formats?: unknown } | null | undefined)?.formats;
  return typeof raw === "string" ? parsed(raw) : null;
}
