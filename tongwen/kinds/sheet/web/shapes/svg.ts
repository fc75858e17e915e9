/** Draws outlines, paints and lines of shapes as SVG. */
import { css, lit, type Tone } from "./colors";
import type { Geometry } from "./geometry";
import { type Outline, type PathFill, pathData, type Spot, type Step } from "./outline";
import type { Line, LineEnd, Paint, Shadow, Stop } from "./paints";
import { patternDots } from "./patterns";

const SVG = "http://www.w3.org/2000/svg";
let serial = 0;

export function part(
  name: string,
  attributes: Record<string, string | number>,
  ...inside: Element[]
): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...inside);
  return made;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** How much lighter or darker the sides of a solid are than its front. */
const SIDES: Record<PathFill, number> = {
  norm: 0,
  none: 0,
  lighten: 0.4,
  lightenLess: 0.2,
  darken: -0.4,
  darkenLess: -0.2,
};

function stops(all: readonly Stop[], side: number): Element[] {
  return all.map(({ at, tone }) =>
    part("stop", {
      offset: rounded(at),
      "stop-color": css(lit({ ...tone, a: 1 }, side)),
      "stop-opacity": tone.a,
    }),
  );
}

interface Size {
  w: number;
  h: number;
}

function linear(
  paint: Extract<Paint, { kind: "linear" }>,
  { w, h }: Size,
  side: number,
): SVGElement {
  const angle = (paint.angle / 180) * Math.PI;
  const stretched = paint.scaled ? Math.atan2(Math.sin(angle) * h, Math.cos(angle) * w) : angle;
  const [x, y] = [Math.cos(stretched), Math.sin(stretched)];
  const half = (Math.abs(w * x) + Math.abs(h * y)) / 2;
  const place = {
    x1: rounded(w / 2 - x * half),
    y1: rounded(h / 2 - y * half),
    x2: rounded(w / 2 + x * half),
    y2: rounded(h / 2 + y * half),
  };
  const units = { gradientUnits: "userSpaceOnUse" };
  return part("linearGradient", { ...place, ...units }, ...stops(paint.stops, side));
}

function radial(
  paint: Extract<Paint, { kind: "radial" }>,
  { w, h }: Size,
  side: number,
): SVGElement {
  const center = { x: paint.center.x * w, y: paint.center.y * h };
  const far = Math.hypot(Math.max(center.x, w - center.x), Math.max(center.y, h - center.y));
  const place = { cx: rounded(center.x), cy: rounded(center.y), r: rounded(far) };
  const units = { gradientUnits: "userSpaceOnUse" };
  return part("radialGradient", { ...place, ...units }, ...stops(paint.stops, side));
}

function pattern(paint: Extract<Paint, { kind: "pattern" }>, side: number): SVGElement {
  const units = { width: 8, height: 8, patternUnits: "userSpaceOnUse" };
  return part(
    "pattern",
    units,
    part("rect", { width: 8, height: 8, fill: css(lit(paint.back, side)) }),
    part("path", { d: patternDots(paint.preset), fill: css(lit(paint.front, side)) }),
  );
}

/** Paints that need a definition get one; returns what `fill` and `stroke` are set to. */
function painted(paint: Paint, size: Size, defs: Element, side = 0): string {
  let made: SVGElement;
  switch (paint.kind) {
    case "none":
    case "picture":
      return "none";
    case "solid":
      return css(lit(paint.tone, side));
    case "linear":
      made = linear(paint, size, side);
      break;
    case "radial":
      made = radial(paint, size, side);
      break;
    case "pattern":
      made = pattern(paint, side);
  }
  serial += 1;
  made.id = `tw-paint-${serial}`;
  defs.append(made);
  return `url(#${made.id})`;
}

/** The end of a line drawn along the x axis, its tip at the origin, in widths of the line. */
function endPath({ type, long, wide }: LineEnd): string {
  const half = wide / 2;
  if (type === "triangle") return `M0 0L${-long} ${half}L${-long} ${-half}Z`;
  if (type === "stealth") return `M0 0L${-long} ${half}L${-long * 0.6} 0L${-long} ${-half}Z`;
  if (type === "diamond") return `M${long / 2} 0L0 ${half}L${-long / 2} 0L0 ${-half}Z`;
  if (type === "oval")
    return `M${-long / 2} 0A${long / 2} ${half} 0 1 1 ${long / 2} 0A${long / 2} ${half} 0 1 1 ${-long / 2} 0Z`;
  return `M${-long} ${half}L0 0L${-long} ${-half}`;
}

/** How far a line ends before its tip, in its widths: so that its own width does not stand out of it. */
const BACK: Record<LineEnd["type"], number> = {
  triangle: 0.9,
  stealth: 0.6,
  diamond: 0,
  oval: 0,
  arrow: 0.5,
};

const placeOf = (step: Step | undefined): Spot | null => (step && step.to !== "Z" ? step.at : null);

/** The ends of an open line: where, and which way they point (radians). */
function endsOf(steps: readonly Step[]): { at: Spot; angle: number; index: number }[] {
  const start = placeOf(steps[0]);
  const next = steps[1];
  const last = steps.at(-1);
  const stop = placeOf(last);
  if (!start || !stop || !next || !last || next.to === "Z") return [];
  const after = next.to === "C" ? next.first : next.at;
  const before = last.to === "C" ? last.second : placeOf(steps.at(-2));
  if (!before) return [];
  const angle = (from: Spot, to: Spot): number => Math.atan2(to.y - from.y, to.x - from.x);
  return [
    { at: start, angle: angle(after, start), index: 0 },
    { at: stop, angle: angle(before, stop), index: steps.length - 1 },
  ];
}

function shortened(steps: readonly Step[], index: number, angle: number, by: number): Step[] {
  return steps.map((step, at) => {
    if (at !== index || step.to === "Z" || step.to === "A") return step;
    const moved = { x: step.at.x - Math.cos(angle) * by, y: step.at.y - Math.sin(angle) * by };
    return { ...step, at: moved };
  });
}

/** A line's outline, ended where its heads begin, and the heads. */
function withEnds(outline: Outline, line: Line, stroke: string): { d: string; heads: Element[] } {
  let { steps } = outline;
  const heads: Element[] = [];
  const ends = line.head || line.tail ? endsOf(steps) : [];
  const width = Math.max(1.5, line.width);
  for (const [order, { at, angle, index }] of ends.entries()) {
    const end = order === 0 ? line.head : line.tail;
    if (!end) continue;
    const turn = rounded((angle / Math.PI) * 180);
    const open = end.type === "arrow";
    heads.push(
      part("path", {
        d: endPath(end),
        transform: `translate(${rounded(at.x)} ${rounded(at.y)}) rotate(${turn}) scale(${rounded(width)})`,
        fill: open ? "none" : stroke,
        stroke: open ? stroke : "none",
        "stroke-width": open ? 1 : 0,
      }),
    );
    steps = shortened(steps, index, angle, BACK[end.type] * end.long * 0.5 * width);
  }
  return { d: pathData(steps), heads };
}

function stroked(path: SVGElement, line: Line, stroke: string): void {
  const { width, dashes, cap, join } = line;
  path.setAttribute("stroke", stroke);
  path.setAttribute("stroke-width", String(rounded(width)));
  path.setAttribute("stroke-linejoin", join);
  if (cap !== "butt") path.setAttribute("stroke-linecap", cap);
  if (dashes.length > 0)
    path.setAttribute("stroke-dasharray", dashes.map((one) => rounded(one * width)).join(" "));
}

export interface Painting {
  geometry: Geometry;
  size: Size;
  fill: Paint;
  line: Line | null;
  shadow: Shadow | null;
}

const shade = (tone: Tone): string => css(tone);

/** A shape's outlines, filled and stroked, in a picture as large as its box. */
export function drawOutlines({ geometry, size, fill, line, shadow }: Painting): SVGElement {
  const defs = part("defs", {});
  const svg = part("svg", {
    width: rounded(size.w),
    height: rounded(size.h),
    "aria-hidden": "true",
  });
  svg.style.cssText = "position:absolute;inset:0;overflow:visible;pointer-events:none";
  if (shadow && (fill.kind !== "none" || line))
    svg.style.filter = `drop-shadow(${rounded(shadow.dx)}px ${rounded(shadow.dy)}px ${rounded(shadow.blur)}px ${shade(shadow.tone)})`;
  const stroke = line ? painted(line.paint, size, defs) : "none";
  const drawn: Element[] = [];
  for (const outline of geometry.outlines) {
    const own = outline.fill === "none" ? "none" : painted(fill, size, defs, SIDES[outline.fill]);
    const lined = line && outline.stroke ? line : null;
    const { d, heads } = lined
      ? withEnds(outline, lined, stroke)
      : { d: pathData(outline.steps), heads: [] };
    const path = part("path", { d, fill: own, "fill-rule": "evenodd" });
    if (lined) stroked(path, lined, stroke);
    drawn.push(path, ...heads);
  }
  if (defs.childElementCount > 0) svg.append(defs);
  svg.append(...drawn);
  return svg;
}
