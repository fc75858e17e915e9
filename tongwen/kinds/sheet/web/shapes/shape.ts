/** Draws single shapes, pictures and groups of them into elements (ECMA-376-1 §20.5.2). */
import { colorIn } from "./colors";
import { type Box, type Geometry, geometryOf } from "./geometry";
import { pathData } from "./outline";
import {
  fillOf,
  type Line,
  lineOf,
  NONE,
  type Paint,
  type PictureLook,
  pictureOf,
  type Shadow,
  type ShapeContext,
  shadowOf,
} from "./paints";
import { drawOutlines } from "./svg";
import { bodyOf } from "./text";
import { place, textElement } from "./textBox";
import { amount, child, degrees, EMU_PER_PIXEL, parsed, yes } from "./xml";

const DEEPEST = 12;
const MOST = 3000;

/** How a thing stands in what holds it: its box in pixels, turned by degrees, mirrored. */
interface Stand {
  box: Box;
  turn: number;
  flipX: boolean;
  flipY: boolean;
}

/** What drawing passes down: the shapes that may still be drawn, and whether all around is mirrored. */
interface Surroundings {
  context: ShapeContext;
  room: { left: number };
  depth: number;
  mirrored: boolean;
}

/** From the units of a group's children to pixels. */
interface Space {
  x: number;
  y: number;
  scaleX: number;
  scaleY: number;
}

const DRAWN = ["sp", "cxnSp", "pic", "grpSp"];
const properties = (element: Element): Element | null => child(element, "spPr", "grpSpPr");
const transformOf = (element: Element): Element | null =>
  child(properties(element), "xfrm") ?? child(element, "xfrm");

function boxIn(xfrm: Element | null, { x, y, scaleX, scaleY }: Space): Box {
  const off = child(xfrm, "off");
  const ext = child(xfrm, "ext");
  return {
    x: (amount(off, "x", 0) - x) * scaleX,
    y: (amount(off, "y", 0) - y) * scaleY,
    w: Math.max(0, amount(ext, "cx", 0) * scaleX),
    h: Math.max(0, amount(ext, "cy", 0) * scaleY),
  };
}

function standOf(xfrm: Element | null, box: Box): Stand {
  return {
    box,
    turn: degrees(xfrm, "rot"),
    flipX: yes(xfrm?.getAttribute("flipH")),
    flipY: yes(xfrm?.getAttribute("flipV")),
  };
}

/** Whether what is turned stands rather across than along. */
function isAcross({ turn }: Stand): boolean {
  const turned = ((turn % 180) + 180) % 180;
  return turned >= 45 && turned < 135;
}

/** A box turned by a quarter about its middle. */
function crossed({ x, y, w, h }: Box): Box {
  return { x: x + (w - h) / 2, y: y + (h - w) / 2, w: h, h: w };
}

/** Things that stand across are anchored by the box that they then fill. */
function anchored(xfrm: Element | null, { w, h }: { w: number; h: number }): Stand {
  const stand = standOf(xfrm, { x: 0, y: 0, w, h });
  if (isAcross(stand)) stand.box = crossed(stand.box);
  return stand;
}

const flip = ({ flipX, flipY }: Stand): string =>
  flipX || flipY ? `scale(${flipX ? -1 : 1},${flipY ? -1 : 1})` : "";

function holder(stand: Stand, transforms: readonly string[]): HTMLElement {
  const made = document.createElement("div");
  place(made, stand.box);
  const turn = stand.turn === 0 ? "" : `rotate(${stand.turn}deg)`;
  const transform = [turn, ...transforms].filter(Boolean).join(" ");
  if (transform) made.style.transform = transform;
  return made;
}

/** A picture so placed that what is cropped falls outside of `box`. */
function pictureElement(picture: PictureLook, stretch: Box, alt: string): HTMLElement {
  const { crop } = picture;
  const w = stretch.w / (1 - crop.l - crop.r);
  const h = stretch.h / (1 - crop.t - crop.b);
  const image = document.createElement("img");
  image.src = picture.src;
  image.alt = alt;
  image.draggable = false;
  place(image, { x: stretch.x - crop.l * w, y: stretch.y - crop.t * h, w, h });
  if (picture.opacity < 1) image.style.opacity = String(picture.opacity);
  if (picture.filter) image.style.filter = picture.filter;
  return image;
}

/** Tiles are as large as their picture, which only it knows, times a scale. */
function sizeTiles(layer: HTMLElement, src: string, scale: { x: number; y: number }): void {
  const picture = new Image();
  picture.addEventListener("load", () => {
    const size = (natural: number, by: number): string =>
      `${Math.max(1, natural * Math.abs(by))}px`;
    layer.style.backgroundSize = `${size(picture.naturalWidth, scale.x)} ${size(picture.naturalHeight, scale.y)}`;
  });
  picture.src = src;
}

/** A picture within outlines, below their lines. */
function pictureLayer(paint: Paint, clip: string, size: { w: number; h: number }, alt: string) {
  if (paint.kind !== "picture") return null;
  const { picture, stretch, scale } = paint;
  const layer = document.createElement("div");
  layer.style.cssText = "position:absolute;inset:0;overflow:hidden";
  if (clip) layer.style.clipPath = `path(evenodd, "${clip}")`;
  if (stretch) {
    const box = {
      x: stretch.l * size.w,
      y: stretch.t * size.h,
      w: (1 - stretch.l - stretch.r) * size.w,
      h: (1 - stretch.t - stretch.b) * size.h,
    };
    layer.append(pictureElement(picture, box, alt));
    return layer;
  }
  layer.style.backgroundImage = `url("${picture.src.replace(/["\\\n]/g, encodeURIComponent)}")`;
  if (scale.x !== 1 || scale.y !== 1) sizeTiles(layer, picture.src, scale);
  if (picture.opacity < 1) layer.style.opacity = String(picture.opacity);
  return layer;
}

const altOf = (element: Element): string => {
  const named = [...element.getElementsByTagName("*")].find((one) => one.localName === "cNvPr");
  return named?.getAttribute("descr") ?? "";
};

/** Where the text of a part of SmartArt stands, which is not where its shape does ([MS-ODRAWXML] txXfrm). */
function textApart(
  element: Element,
  space: Space,
  turn: number,
): { box: Box; turn: number } | null {
  const own = child(element, "txXfrm");
  return own ? { box: boxIn(own, space), turn: turn + degrees(own, "rot") } : null;
}

function textTransform(
  stand: Stand,
  body: { rotation: number; upright: boolean },
  mirrored: boolean,
) {
  const turn = body.rotation + (stand.flipY ? 180 : 0) - (body.upright ? stand.turn : 0);
  return [turn % 360 === 0 ? "" : `rotate(${turn}deg)`, mirrored ? "scaleX(-1)" : ""]
    .filter(Boolean)
    .join(" ");
}

function mirroredBox(box: Box, stand: Stand): Box {
  return {
    ...box,
    x: stand.flipX ? stand.box.w - box.x - box.w : box.x,
    y: stand.flipY ? stand.box.h - box.y - box.h : box.y,
  };
}

/** What a shape or picture is painted with. */
interface Painted {
  fill: Paint;
  picture: Paint;
  line: Line | null;
  shadow: Shadow | null;
}

function paintedOf(element: Element, stand: Stand, context: ShapeContext): Painted {
  const own = properties(element);
  const style = child(element, "style");
  const framed = element.localName === "pic" ? child(element, "blipFill") : null;
  const picture = pictureOf(framed, context);
  const stretch = { l: 0, t: 0, r: 0, b: 0 };
  return {
    fill: fillOf(own, child(style, "fillRef"), context),
    picture: picture ? { kind: "picture", picture, stretch, scale: { x: 1, y: 1 } } : NONE,
    line: lineOf(own, child(style, "lnRef"), context),
    shadow: shadowOf(own, child(style, "effectRef"), context, stand.turn),
  };
}

/** Fill, picture and line of a shape; null when there are none. */
function surface(geometry: Geometry, stand: Stand, painted: Painted, alt: string) {
  const { fill, picture, line, shadow } = painted;
  const size = { w: stand.box.w, h: stand.box.h };
  const filled = geometry.outlines.filter((one) => one.fill !== "none");
  const clip = pathData(filled.flatMap((one) => one.steps));
  const pictures = [fill, picture]
    .map((paint) => pictureLayer(paint, clip, size, alt))
    .filter((layer) => layer !== null);
  if (pictures.length === 0 && fill.kind === "none" && !line) return null;
  const drawn = document.createElement("div");
  drawn.style.cssText = "position:absolute;inset:0";
  drawn.style.transform = flip(stand);
  if (pictures.length === 0) {
    drawn.append(drawOutlines({ geometry, size, fill, line, shadow }));
    return drawn;
  }
  // A picture lies over its own fill, and under its own line.
  if (fill.kind !== "none" && fill.kind !== "picture")
    drawn.append(drawOutlines({ geometry, size, fill, line: null, shadow }));
  drawn.append(...pictures);
  if (line) drawn.append(drawOutlines({ geometry, size, fill: NONE, line, shadow: null }));
  return drawn;
}

/** The colour of text that says none. */
function inkOf(element: Element, context: ShapeContext): string {
  const reference = child(child(element, "style"), "fontRef");
  return colorIn(reference, context) ?? context.palette.css({ theme: 1 }) ?? "#000000";
}

/** One shape, connector or picture; false when nothing of it can be seen. */
function single(
  parent: HTMLElement,
  element: Element,
  stand: Stand,
  around: Surroundings,
  space: Space | null,
): boolean {
  const { context, mirrored } = around;
  const geometry = geometryOf(properties(element), { w: stand.box.w, h: stand.box.h });
  const painted = paintedOf(element, stand, context);
  const drawn = surface(geometry, stand, painted, altOf(element));
  const body = bodyOf(child(element, "txBody"), context, inkOf(element, context));
  if (!drawn && !body) return false;
  const node = holder(stand, []);
  if (drawn) node.append(drawn);
  parent.append(node);
  if (!body) return true;
  const apart = space && textApart(element, space, stand.turn);
  if (apart) {
    const turn = apart.turn % 360 === 0 ? "" : `rotate(${apart.turn}deg)`;
    parent.append(textElement(body, apart.box, `${turn}${mirrored ? " scaleX(-1)" : ""}`));
  } else {
    const mirror = mirroredBox(geometry.text, stand);
    const box = body.upright && isAcross(stand) ? crossed(mirror) : mirror;
    node.append(textElement(body, box, textTransform(stand, body, mirrored)));
  }
  return true;
}

/** What of alternatives this page can draw: a choice with shapes, else the fallback (ECMA-376-3 §10.2.1). */
function* drawnChildren(element: Element): Generator<Element> {
  for (const one of element.children) {
    if (DRAWN.includes(one.localName)) yield one;
    else if (one.localName === "AlternateContent") {
      const chosen = [...one.children].find((way) =>
        [...way.children].some((inside) => DRAWN.includes(inside.localName)),
      );
      if (chosen) yield* drawnChildren(chosen);
    }
  }
}

function members(
  parent: HTMLElement,
  element: Element,
  space: Space,
  around: Surroundings,
): boolean {
  let seen = false;
  for (const one of drawnChildren(element)) {
    if (around.room.left <= 0) break;
    around.room.left -= 1;
    const hidden = [...one.getElementsByTagName("*")].find(
      (inside) => inside.localName === "cNvPr",
    );
    if (yes(hidden?.getAttribute("hidden"))) continue;
    const stand = standOf(transformOf(one), boxIn(transformOf(one), space));
    if (one.localName === "grpSp") seen = group(parent, one, stand, around) || seen;
    else seen = single(parent, one, stand, around, space) || seen;
  }
  return seen;
}

function group(parent: HTMLElement, element: Element, stand: Stand, around: Surroundings): boolean {
  if (around.depth >= DEEPEST) return false;
  const xfrm = transformOf(element);
  const off = child(xfrm, "chOff");
  const ext = child(xfrm, "chExt");
  const scale = (pixels: number, name: string): number => {
    const units = amount(ext, name, 0);
    return units > 0 ? pixels / units : 1 / EMU_PER_PIXEL;
  };
  const space = {
    x: amount(off, "x", 0),
    y: amount(off, "y", 0),
    scaleX: scale(stand.box.w, "cx"),
    scaleY: scale(stand.box.h, "cy"),
  };
  const node = holder(stand, [flip(stand)]);
  const own = fillOf(properties(element), null, around.context);
  const context = own.kind === "none" ? around.context : { ...around.context, group: own };
  const inside = {
    ...around,
    context,
    depth: around.depth + 1,
    mirrored: around.mirrored !== (stand.flipX !== stand.flipY),
  };
  if (!members(node, element, space, inside)) return false;
  parent.append(node);
  return true;
}

/** Whether XML is that of a single shape, which may be one that cannot be seen. */
export function isShape(raw: string): boolean {
  return ["sp", "cxnSp"].includes(parsed(raw)?.localName ?? "");
}

/**
 * Draw what the XML of a shape, picture, group or SmartArt says into an element of so many pixels.
 *
 * False, and the element is as it was, when that is nothing that can be seen, or no XML.
 */
export function drawShape(
  element: HTMLElement,
  raw: string,
  size: { w: number; h: number },
  context: ShapeContext,
): boolean {
  const root = parsed(raw);
  if (!root) return false;
  const around = { context, room: { left: MOST }, depth: 0, mirrored: false };
  const made = document.createElement("div");
  made.style.cssText = "position:absolute;inset:0";
  made.dir = "ltr";
  let seen = false;
  if (root.localName === "spTree") {
    const scale = 1 / EMU_PER_PIXEL;
    seen = members(made, root, { x: 0, y: 0, scaleX: scale, scaleY: scale }, around);
  } else if (DRAWN.includes(root.localName)) {
    const stand = anchored(transformOf(root), size);
    seen =
      root.localName === "grpSp"
        ? group(made, root, stand, around)
        : single(made, root, stand, around, null);
  }
  if (seen) element.append(made);
  return seen;
}
