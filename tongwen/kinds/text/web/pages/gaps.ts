/** Gaps between pages as widgets of the text, with the rows of a table that every page repeats. */
import type { Node } from "prosemirror-model";
import { Decoration, type EditorView } from "prosemirror-view";

export interface Gap {
  kind: "block" | "row" | "line";
  at: number;
  /** The header rows that the page after the gap begins with. */
  header?: HeaderCopy;
}

export interface HeaderCopy {
  /** Changes when the rows do, so that the copy is made anew. */
  key: number;
  copy: () => HTMLElement | null;
}

function gapElement({ kind, header }: Gap): HTMLElement {
  const tag = { block: "div", row: "tr", line: "span" }[kind];
  const element = document.createElement(tag);
  element.className = `tx-gap tx-gap-${kind}`;
  element.contentEditable = "false";
  element.setAttribute("aria-hidden", "true");
  const parts = [gapPart("end"), gapPart("start")] as const;
  if (kind === "row") {
    const cell = document.createElement("td");
    cell.colSpan = 63;
    cell.append(...parts);
    const copy = header?.copy();
    if (copy) parts[1].append(copy);
    element.append(cell);
  } else element.append(...parts);
  return element;
}

/** A gap is the end of one sheet and the start of the next: on paper the page turns between them. */
function gapPart(side: "end" | "start"): HTMLElement {
  const part = document.createElement("span");
  part.className = `tx-gap-part tx-gap-${side}`;
  return part;
}

/** Make a gap `height` high, `start` of it on the sheet that it leads to. */
export function sizeGap(element: HTMLElement, height: number, start: number): void {
  const [end, begin] = element.querySelectorAll<HTMLElement>(".tx-gap-part");
  if (!end || !begin) return;
  const after = Math.min(Math.max(start, 0), height);
  end.style.blockSize = `${height - after}px`;
  begin.style.blockSize = `${after}px`;
}

export function gapDecoration(gap: Gap, index: number): Decoration {
  return Decoration.widget(gap.at, () => gapElement(gap), {
    side: -1,
    key: `gap-${gap.kind}-${index}-${gap.header?.key ?? 0}`,
    ignoreSelection: true,
    stopEvent: () => true,
  });
}

const keys = new WeakMap<Node, number>();
let lastKey = 0;

function keyOf(row: Node): number {
  const known = keys.get(row);
  if (known !== undefined) return known;
  lastKey += 1;
  keys.set(row, lastKey);
  return lastKey;
}

/** The first `rows` rows of the table at `at`, to be drawn again. */
export function headerCopy(view: EditorView, table: Node, at: number, rows: number): HeaderCopy {
  let key = 0;
  for (let index = 0; index < rows; index += 1) key = key * 31 + keyOf(table.child(index));
  return { key, copy: () => copiedRows(view.nodeDOM(at), rows) };
}

function copiedRows(dom: globalThis.Node | null, rows: number): HTMLElement | null {
  if (!(dom instanceof HTMLTableElement)) return null;
  const copy = dom.cloneNode(false) as HTMLTableElement;
  copy.classList.add("tx-header-copy");
  // Half of the collapsed border at either end lies outside the gap's cell.
  copy.style.inlineSize = "calc(100% + 0.5px)";
  const columns = dom.querySelector(":scope > colgroup");
  if (columns) copy.append(columns.cloneNode(true));
  const body = document.createElement("tbody");
  const own = [...dom.querySelectorAll(":scope > tbody > tr.tx-row")].slice(0, rows);
  for (const row of own) body.append(row.cloneNode(true));
  for (const extra of body.querySelectorAll(".tx-gap, .tx-cursor")) extra.remove();
  copy.append(body);
  return copy;
}
