/** Lines of a laid-out paragraph: where they end, and at which text position each begins. */
import type { EditorView } from "prosemirror-view";

interface Fragment {
  top: number;
  bottom: number;
  node: Node;
}

interface Line {
  top: number;
  bottom: number;
  /** The first text node or element on the line. */
  first: Node;
}

export interface Lines {
  /** Bottom of each line from the paragraph's top, page gaps inside it left out. */
  bottoms: number[];
  /** How many lines end with each page break that has text after it. */
  forced: number[];
}

const DRAWN_BY_US = ".tx-gap, .tx-cursor";

function leaves(paragraph: HTMLElement): Node[] {
  const found: Node[] = [];
  const walker = document.createTreeWalker(
    paragraph,
    NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
    (node) => {
      if (node instanceof Element) {
        if (node.matches(DRAWN_BY_US)) return NodeFilter.FILTER_REJECT;
        return node.matches("img, .tx-image-box")
          ? NodeFilter.FILTER_ACCEPT
          : NodeFilter.FILTER_SKIP;
      }
      return node.textContent === "" ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
    },
  );
  for (let node = walker.nextNode(); node; node = walker.nextNode()) found.push(node);
  return found;
}

function rectsOf(node: Node): DOMRect[] {
  if (node instanceof Element) return [node.getBoundingClientRect()];
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()];
}

/** Heights of the gaps that lie above a height, so that they can be left out. */
function gapsOf(paragraph: HTMLElement): DOMRect[] {
  return [...paragraph.querySelectorAll(":scope .tx-gap")].map((gap) =>
    gap.getBoundingClientRect(),
  );
}

function gathered(paragraph: HTMLElement, scale: number): Line[] {
  const origin = paragraph.getBoundingClientRect().top;
  const gaps = gapsOf(paragraph);
  const lines: Line[] = [];
  for (const node of leaves(paragraph)) {
    for (const rect of rectsOf(node)) {
      if (rect.height === 0) continue;
      const skipped = gaps.reduce(
        (sum, gap) => (rect.top >= gap.bottom - 1 ? sum + gap.height : sum),
        0,
      );
      add(lines, {
        top: (rect.top - origin - skipped) / scale,
        bottom: (rect.bottom - origin - skipped) / scale,
        node,
      });
    }
  }
  return lines;
}

function add(lines: Line[], { top, bottom, node }: Fragment): void {
  const last = lines.at(-1);
  if (!last || (top + bottom) / 2 > last.bottom) lines.push({ top, bottom, first: node });
  else {
    last.top = Math.min(last.top, top);
    last.bottom = Math.max(last.bottom, bottom);
  }
}

function boundaries(lines: readonly Line[], end: number): number[] {
  return lines.map((line, index) => {
    const next = lines[index + 1];
    if (!next) return end;
    return ((line.top + line.bottom) / 2 + (next.top + next.bottom) / 2) / 2;
  });
}

/**
 * The lines of a paragraph's element.
 *
 * @param height the paragraph's height without gaps, CSS pixels
 * @param scale how many screen pixels a CSS pixel takes (the zoom)
 */
export function linesOf(
  paragraph: HTMLElement,
  height: number,
  after: number,
  scale: number,
): Lines {
  const lines = gathered(paragraph, scale);
  const bottoms = boundaries(lines, height - after);
  return { bottoms, forced: forcedLines(paragraph, bottoms, scale) };
}

function forcedLines(paragraph: HTMLElement, bottoms: readonly number[], scale: number): number[] {
  const origin = paragraph.getBoundingClientRect().top;
  const gaps = gapsOf(paragraph);
  const forced: number[] = [];
  for (const element of paragraph.querySelectorAll(".tx-break-page")) {
    const rect = element.getBoundingClientRect();
    const skipped = gaps.reduce(
      (sum, gap) => (rect.top >= gap.bottom - 1 ? sum + gap.height : sum),
      0,
    );
    const at = (rect.top - origin - skipped) / scale + 1;
    const line = bottoms.findIndex((bottom) => at < bottom);
    if (line >= 0 && line < bottoms.length - 1) forced.push(line + 1);
  }
  return forced;
}

/** The document position at which line `line` (from 0) begins, or null when it cannot be told. */
export function lineStart(
  view: EditorView,
  paragraph: HTMLElement,
  line: number,
  bottoms: readonly number[],
  scale: number,
): number | null {
  const node = gathered(paragraph, scale)[line]?.first;
  const limit = bottoms[line - 1];
  if (!node || limit === undefined) return null;
  if (node instanceof Element) return view.posAtDOM(node, 0, -1);
  const origin = paragraph.getBoundingClientRect().top;
  const gaps = gapsOf(paragraph);
  const below = (offset: number): boolean => {
    const range = document.createRange();
    range.setStart(node, offset);
    range.setEnd(node, offset + 1);
    const rects = range.getClientRects();
    const rect = rects[rects.length - 1];
    if (!rect) return false;
    const skipped = gaps.reduce(
      (sum, gap) => (rect.top >= gap.bottom - 1 ? sum + gap.height : sum),
      0,
    );
    return ((rect.top + rect.bottom) / 2 - origin - skipped) / scale > limit;
  };
  return view.posAtDOM(node, firstOffset(node.textContent?.length ?? 0, below));
}

function firstOffset(length: number, below: (offset: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (below(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
