/** Locked placeholders for what we carry but do not model: its text, as calmly as the rest, or its name. */
import type { Node } from "prosemirror-model";
import type { NodeView } from "prosemirror-view";
import { isInvisible } from "../document/schema";
import { EMU_PER_PIXEL } from "../document/units";

/** What kinds are called (`chart`, `textbox` …), and `kept` for the fact that they are carried as they are. */
export type RawNames = Record<string, string>;

export interface Extent {
  /** CSS pixels. */
  w: number;
  h: number;
}

const PIXELS: Record<string, number> = { pt: 96 / 72, in: 96, cm: 96 / 2.54, mm: 96 / 25.4, px: 1 };
const LARGEST = 4000;

function vmlLength(style: string, name: string): number {
  const found = new RegExp(`(?:^|;)\\s*${name}:\\s*([\\d.]+)(pt|in|cm|mm|px)`).exec(style);
  return found ? Number(found[1]) * (PIXELS[found[2] ?? "px"] ?? 1) : 0;
}

/** The size that a drawing's XML gives it (`wp:extent`, or the style of a VML shape), if it has one. */
export function extentOf(x: string): Extent | null {
  const drawing = /<wp:extent\b[^>]*?\bcx="(\d+)"[^>]*?\bcy="(\d+)"/.exec(x);
  const style = /<v:[a-z]+\b[^>]*?\bstyle="([^"]*)"/i.exec(x)?.[1] ?? "";
  const size = drawing
    ? { w: Number(drawing[1]) / EMU_PER_PIXEL, h: Number(drawing[2]) / EMU_PER_PIXEL }
    : { w: vmlLength(style, "width"), h: vmlLength(style, "height") };
  const sensible = size.w >= 1 && size.h >= 1 && size.w <= LARGEST && size.h <= LARGEST;
  return sensible ? { w: Math.round(size.w), h: Math.round(size.h) } : null;
}

export class RawView implements NodeView {
  readonly dom: HTMLElement;

  constructor(node: Node, names: RawNames) {
    const kind = String(node.attrs.kind).replace(/[^a-z]/g, "");
    const text = String(node.attrs.text);
    this.dom = document.createElement(node.isBlock ? "div" : "span");
    this.dom.className = `tx-raw tx-raw-${kind}${isInvisible(node) ? " tx-raw-invisible" : ""}`;
    this.dom.contentEditable = "false";
    const told = [names[kind], names.kept].filter(Boolean).join(" · ");
    if (names[kind] || kind === "unknown") this.dom.title = told;
    if (text === "" && !isInvisible(node)) this.#standIn(node, names[kind] ?? "");
    else this.dom.append(text);
  }

  /** A picture that we cannot draw: its name, in a space as large as it. */
  #standIn(node: Node, name: string): void {
    const extent = extentOf(String(node.attrs.x));
    this.dom.classList.add("tx-raw-drawn");
    if (extent) {
      this.dom.style.inlineSize = `${extent.w}px`;
      this.dom.style.aspectRatio = `${extent.w} / ${extent.h}`;
    }
    this.dom.append(name);
  }

  ignoreMutation(): boolean {
    return true;
  }
}
