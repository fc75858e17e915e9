/** Draws a shape into an element: its outline as SVG, its paragraphs over it. */
import type { ShapeLook, ShapeParagraph } from "./shapeLook";

const SVG = "http://www.w3.org/2000/svg";

/** Outlines of preset geometries at their default adjustments, in hundredths of the box (§20.1.9.18). */
const OUTLINES: Record<string, string> = {
  triangle: "50,0 100,100 0,100",
  rtTriangle: "0,0 100,100 0,100",
  diamond: "50,0 100,50 50,100 0,50",
  parallelogram: "25,0 100,0 75,100 0,100",
  trapezoid: "25,0 75,0 100,100 0,100",
  pentagon: "50,0 100,38 81,100 19,100 0,38",
  hexagon: "25,0 75,0 100,50 75,100 25,100 0,50",
  octagon: "29,0 71,0 100,29 100,71 71,100 29,100 0,71 0,29",
  star4: "50,0 63,37 100,50 63,63 50,100 37,63 0,50 37,37",
  star5: "50,0 62,38 100,38 69,62 81,100 50,76 19,100 31,62 0,38 38,38",
  plus: "25,0 75,0 75,25 100,25 100,75 75,75 75,100 25,100 25,75 0,75 0,25 25,25",
  rightArrow: "0,25 50,25 50,0 100,50 50,100 50,75 0,75",
  leftArrow: "100,25 50,25 50,0 0,50 50,100 50,75 100,75",
  upArrow: "25,100 25,50 0,50 50,0 100,50 75,50 75,100",
  downArrow: "25,0 25,50 0,50 50,100 100,50 75,50 75,0",
  homePlate: "0,0 75,0 100,50 75,100 0,100",
  chevron: "0,0 75,0 100,50 75,100 0,100 25,50",
};

function part(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function outline({ preset }: ShapeLook): SVGElement {
  if (/^(line|straightConnector1|bentConnector\d|curvedConnector\d)$/.test(preset))
    return part("line", { x1: 0, y1: 0, x2: 100, y2: 100 });
  if (preset === "ellipse") return part("ellipse", { cx: 50, cy: 50, rx: 50, ry: 50 });
  const points = Object.hasOwn(OUTLINES, preset) ? OUTLINES[preset] : undefined;
  if (points) return part("polygon", { points });
  const round = /round/i.test(preset) ? 12 : 0;
  return part("rect", { x: 0, y: 0, width: 100, height: 100, rx: round });
}

function paragraph({ align, runs }: ShapeParagraph): HTMLElement {
  const made = document.createElement("p");
  made.style.textAlign = align;
  made.style.margin = "0";
  made.style.flexShrink = "0";
  made.style.minBlockSize = "1em";
  for (const { text, size, bold, italic, color } of runs) {
    const span = document.createElement("span");
    span.textContent = text;
    if (size) span.style.fontSize = `${size}pt`;
    if (bold) span.style.fontWeight = "bold";
    if (italic) span.style.fontStyle = "italic";
    if (color) span.style.color = color;
    made.append(span);
  }
  return made;
}

/** Fill an element with the shape; its text is real text. */
export function drawShape(element: HTMLElement, look: ShapeLook): void {
  const svg = part("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none" });
  svg.setAttribute("aria-hidden", "true");
  svg.style.cssText = "position:absolute;inset:0;inline-size:100%;block-size:100%;overflow:visible";
  if (look.flipX || look.flipY)
    svg.style.transform = `scale(${look.flipX ? -1 : 1},${look.flipY ? -1 : 1})`;
  const drawn = outline(look);
  drawn.setAttribute("fill", look.fill ?? "none");
  drawn.setAttribute("stroke", look.line ?? "none");
  drawn.setAttribute("stroke-width", String(look.thickness));
  drawn.setAttribute("vector-effect", "non-scaling-stroke");
  svg.append(drawn);
  const text = document.createElement("div");
  text.style.cssText =
    "position:absolute;inset:0;display:flex;flex-direction:column;" +
    "padding:5px 10px;box-sizing:border-box;font-size:11pt;line-height:1.2;color:#000";
  text.style.justifyContent = look.anchor;
  text.style.whiteSpace = look.wraps ? "pre-wrap" : "pre";
  text.append(...look.paragraphs.map(paragraph));
  element.append(svg, text);
}
