/** The text in an editable element: what stands there, where its caret is, and pieces with looks laid into it. */

/** A stretch of text and the CSS declarations of its look; empty for the element's own. */
export interface Piece {
  text: string;
  css: string;
}

const BLOCKS = new Set(["DIV", "P", "LI"]);

/** All text, line breaks that the browser made included; a break at the very end only holds the caret. */
export function textIn(root: HTMLElement): string {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let text = "";
  let breaks = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isBreak =
      node.nodeName === "BR" || (BLOCKS.has(node.nodeName) && (text !== "" || breaks > 0));
    if (isBreak) breaks += 1;
    else if (node.nodeType === Node.TEXT_NODE && node.nodeValue) {
      text += "\n".repeat(breaks) + node.nodeValue;
      breaks = 0;
    }
  }
  return text + "\n".repeat(Math.max(0, breaks - 1));
}

function offsetOf(root: HTMLElement, node: Node, offset: number): number {
  const range = document.createRange();
  range.setStart(root, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

/** The selected offsets in the text; null when the selection is elsewhere. */
export function selectionIn(root: HTMLElement): { start: number; end: number } | null {
  const selection = document.getSelection();
  if (!selection || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
  return {
    start: offsetOf(root, range.startContainer, range.startOffset),
    end: offsetOf(root, range.endContainer, range.endOffset),
  };
}

/** Where an offset is: at the end of a piece rather than at the start of the next one. */
function pointAt(root: HTMLElement, offset: number): [node: Node, offset: number] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let left = offset;
  let last: [Node, number] = [root, 0];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node.nodeValue ?? "";
    if (left <= length) return [node, left];
    left -= length;
    last = [node, length];
  }
  return last;
}

/** Select offsets of the text. The element takes the keyboard by it. */
export function selectIn(root: HTMLElement, start: number, end: number): void {
  const [startNode, startOffset] = pointAt(root, start);
  const [endNode, endOffset] = pointAt(root, end);
  document.getSelection()?.setBaseAndExtent(startNode, startOffset, endNode, endOffset);
}

const bare = (node: ChildNode): boolean => node.nodeType === Node.TEXT_NODE;

function stands(node: ChildNode | undefined, { text, css }: Piece): boolean {
  if (!node || node.textContent !== text || bare(node) !== (css === "")) return false;
  return bare(node) || (node as HTMLElement).dataset.look === css;
}

function made({ text, css }: Piece): Node {
  if (css === "") return document.createTextNode(text);
  const span = document.createElement("span");
  span.style.cssText = css;
  span.dataset.look = css;
  span.textContent = text;
  return span;
}

/** Lay pieces into the element. False when they stand there already: nothing is touched then, the caret stays. */
export function layIn(root: HTMLElement, pieces: readonly Piece[]): boolean {
  const shown = pieces.filter(({ text }) => text !== "");
  const held = shown.at(-1)?.text.endsWith("\n") ?? false;
  const nodes = [...root.childNodes];
  const same =
    nodes.length === shown.length + (held ? 1 : 0) &&
    shown.every((piece, index) => stands(nodes[index], piece)) &&
    (!held || nodes.at(-1)?.nodeName === "BR");
  if (same) return false;
  root.replaceChildren(...shown.map(made), ...(held ? [document.createElement("br")] : []));
  return true;
}
