/** What a shape's geometry draws in its box: preset (§20.1.9.18) or its own (§20.1.9.8). */
import { builtIn, define, type Guides, worth } from "./guides";
import { MOST_STEPS, type Outline, type PathFill, Pen, penned } from "./outline";
import type { Preset } from "./presetForms";
import { PRESETS } from "./presets";
import { amount, child, children, EMU_PER_PIXEL, named } from "./xml";

/** A rectangle in pixels. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Geometry {
  outlines: Outline[];
  /** Where its text stands. */
  text: Box;
}

const MOST_PATHS = 200;
const FILLS = new Set(["none", "lighten", "lightenLess", "darken", "darkenLess"]);

/** Text in the whole of its box. */
const plainText = ({ w, h }: { w: number; h: number }): Box => ({ x: 0, y: 0, w, h });

function textBox(
  words: readonly (string | null)[],
  guides: Guides,
  size: { w: number; h: number },
): Box {
  const [l, t, r, b] = words.map((word) => worth(word ?? undefined, guides) / EMU_PER_PIXEL);
  if (l === undefined || t === undefined || r === undefined || b === undefined)
    return plainText(size);
  return r > l && b > t ? { x: l, y: t, w: r - l, h: b - t } : plainText(size);
}

/** What a shape sets its adjustments to: `[name, formula]` each. */
function adjusted(element: Element | null): [string, string][] {
  return children(child(element, "avLst"), "gd").map((guide) => [
    guide.getAttribute("name") ?? "",
    guide.getAttribute("fmla") ?? "",
  ]);
}

function painted(path: string, guides: Guides): Outline {
  const start = Math.max(0, path.indexOf("M "));
  const words = path.slice(0, start).trim().split(" ");
  const fill = words.find((word) => FILLS.has(word)) ?? "norm";
  return {
    steps: penned(path.slice(start), guides),
    fill: fill as PathFill,
    stroke: !words.includes("unstroked"),
  };
}

function pairs(text: string, between: string): [string, string][] {
  return text
    .split(between)
    .filter(Boolean)
    .map((one) => {
      const [name = "", ...rest] = one.trim().split(" ");
      return [name, rest.join(" ")];
    });
}

function presetGeometry(
  [adjust, formulas, text, ...paths]: Preset,
  element: Element | null,
  size: { w: number; h: number },
): Geometry {
  const guides = builtIn(size.w * EMU_PER_PIXEL, size.h * EMU_PER_PIXEL);
  define(
    guides,
    pairs(adjust, ", ").map(([name, value]) => [name, `val ${value}`]),
  );
  const known = new Set(guides.keys());
  const own = adjusted(element);
  // Shapes with one adjustment name it `adj`; some writers say `adj1`.
  define(
    guides,
    own.map(([name, formula]) => [known.has(name) ? name : name.replace(/^adj1$/, "adj"), formula]),
  );
  define(guides, pairs(formulas, "; "));
  return {
    outlines: paths.map((path) => painted(path, guides)),
    text: text ? textBox(text.split(" "), guides, size) : plainText(size),
  };
}

function ownStep(pen: Pen, step: Element): void {
  const spots = children(step, "pt").flatMap((spot) => [
    spot.getAttribute("x") ?? "",
    spot.getAttribute("y") ?? "",
  ]);
  const [x = "", y = ""] = spots;
  const word = (name: string): string => step.getAttribute(name) ?? "";
  if (step.localName === "moveTo") pen.move(x, y);
  else if (step.localName === "lnTo") pen.line(x, y);
  else if (step.localName === "close") pen.close();
  else if (step.localName === "arcTo")
    pen.arc(word("wR"), word("hR"), word("stAng"), word("swAng"));
  else pen.curve(spots);
}

function ownPath(path: Element, guides: Guides, size: { w: number; h: number }): Outline {
  const scale = (name: "w" | "h"): number => {
    const units = amount(path, name, 0);
    return units > 0 ? (size[name] * EMU_PER_PIXEL) / units : 1;
  };
  const pen = new Pen(guides, { x: scale("w"), y: scale("h") });
  for (const step of [...path.children].slice(0, MOST_STEPS)) ownStep(pen, step);
  const fill = path.getAttribute("fill") ?? "norm";
  return {
    steps: pen.steps,
    fill: (FILLS.has(fill) ? fill : "norm") as PathFill,
    stroke: !["0", "false"].includes(path.getAttribute("stroke") ?? ""),
  };
}

function ownGeometry(element: Element, size: { w: number; h: number }): Geometry {
  const guides = builtIn(size.w * EMU_PER_PIXEL, size.h * EMU_PER_PIXEL);
  define(guides, adjusted(element));
  const formulas = children(child(element, "gdLst"), "gd");
  define(
    guides,
    formulas.map((one) => [one.getAttribute("name") ?? "", one.getAttribute("fmla") ?? ""]),
  );
  const text = child(element, "rect");
  const paths = children(child(element, "pathLst"), "path").slice(0, MOST_PATHS);
  return {
    outlines: paths.map((path) => ownPath(path, guides, size)),
    text: text
      ? textBox(
          ["l", "t", "r", "b"].map((name) => text.getAttribute(name)),
          guides,
          size,
        )
      : plainText(size),
  };
}

/** The name of a preset, or empty for a shape with a geometry of its own. */
export function presetName(properties: Element | null): string {
  if (child(properties, "custGeom")) return "";
  return child(properties, "prstGeom")?.getAttribute("prst") ?? "rect";
}

/** What the shape with these properties draws in a box of so many pixels. A preset that is not known is a rectangle. */
export function geometryOf(properties: Element | null, size: { w: number; h: number }): Geometry {
  const own = child(properties, "custGeom");
  if (own) return ownGeometry(own, size);
  const name = presetName(properties);
  const preset = named(PRESETS, name) ?? PRESETS.rect;
  if (!preset) return { outlines: [], text: plainText(size) };
  return presetGeometry(preset, child(properties, "prstGeom"), size);
}
