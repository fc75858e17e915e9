/**
 * Tab stops: each tab of a paragraph with stops of its own is given the width that leads to its stop.
 *
 * A tab character with `tab-size: P` ends at the next multiple of P from the start of the text area, so
 * one decoration with the stop's distance puts it there exactly.
 */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type { ParagraphAttributes, TabStop } from "../document/attributes";
import { narrowMapping } from "../document/changes";
import type { DocumentModel } from "../document/model";
import { pixels } from "../document/units";
import { eachParagraph } from "../numbering/plugin";

const tabsKey = new PluginKey<DecorationSet>("tabs");

/** The stops of a paragraph in order, its own over its style's; `clear` takes one away. */
export function stopsOf(
  styled: readonly TabStop[] | null | undefined,
  own: readonly TabStop[] | null | undefined,
): TabStop[] {
  const stops = new Map<number, TabStop>();
  for (const stop of [...(styled ?? []), ...(own ?? [])]) {
    if (stop.val === "clear") stops.delete(stop.pos);
    else if (stop.val !== "bar") stops.set(stop.pos, stop);
  }
  return [...stops.values()].sort((a, b) => a.pos - b.pos);
}

/** Where a tab ends: the stop that it leads to and the place from the text's start, CSS pixels. */
export function tabEnd(
  stops: readonly TabStop[],
  from: number,
  textAfter: number,
): { at: number; leader: string } | null {
  const stop = stops.find((one) => pixels(one.pos) > from + 1);
  if (!stop) return null;
  const place = pixels(stop.pos);
  const shift = { right: 1, end: 1, center: 0.5, decimal: 1 }[stop.val ?? "start"] ?? 0;
  return { at: Math.max(place - textAfter * shift, from + 2), leader: stop.leader ?? "none" };
}

interface Tab {
  /** Offset in the paragraph. */
  offset: number;
  start: number;
  textAfter: number;
}

/** Every tab of a laid-out paragraph with where it begins and how wide the text up to the next one is. */
function measured(view: EditorView, node: Node, at: number, scale: number): Tab[] {
  const dom = view.nodeDOM(at);
  if (!(dom instanceof HTMLElement)) return [];
  const text = node.textBetween(0, node.content.size, undefined, "\ufffc");
  const offsets = [...text.matchAll(/\t/g)].map((match) => match.index);
  const style = getComputedStyle(dom);
  const origin =
    dom.getBoundingClientRect().left + Number.parseFloat(style.paddingInlineStart) * scale;
  const left = (offset: number, side: number): number =>
    (view.coordsAtPos(at + 1 + offset, side).left - origin) / scale;
  return offsets.map((offset, index) => {
    const end = Math.min(offsets[index + 1] ?? text.length, endOfLine(text, offset));
    return {
      offset,
      start: left(offset, -1),
      textAfter: Math.max(left(end, -1) - left(offset + 1, 1), 0),
    };
  });
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf("\n", from);
  return found === -1 ? text.length : found;
}

const leaders: Record<string, string> = {
  dot: "dot",
  middleDot: "dot",
  hyphen: "line",
  underscore: "line",
  heavy: "line",
};

class TabLayout {
  #frame = 0;
  /** Paragraphs whose tabs are laid out as their text now is. */
  #done = new WeakSet<Node>();
  #stop: () => void;

  constructor(
    private readonly view: EditorView,
    private readonly model: DocumentModel,
    private readonly scale: () => number,
  ) {
    this.#stop = model.subscribe(() => {
      this.#done = new WeakSet();
      this.#soon();
    });
    this.#soon();
  }

  update(view: EditorView, before: { doc: Node }): void {
    if (view.state.doc !== before.doc) this.#soon();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#stop();
  }

  #soon(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (!this.view.isDestroyed && !this.view.composing) this.#run();
    });
  }

  #run(): void {
    const todo: [Node, number, TabStop[]][] = [];
    eachParagraph(this.view.state.doc, 0, (node, at) => {
      if (this.#done.has(node)) return;
      this.#done.add(node);
      const stops = this.#stops(node);
      if (stops.length > 0) todo.push([node, at, stops]);
    });
    // Twice: a tab's place follows from the widths of those before it.
    for (let round = 0; round < 2 && todo.length > 0; round += 1) this.#lay(todo);
  }

  #stops(node: Node): TabStop[] {
    if (!node.textContent.includes("\t")) return [];
    const attrs = node.attrs as ParagraphAttributes;
    const indent = this.model.styles.effective(attrs).indent?.start ?? 0;
    const stops = stopsOf(this.model.styles.paragraph(attrs.style).p.tabs, attrs.tabs);
    return stops
      .map((stop) => ({ ...stop, pos: stop.pos - indent }))
      .filter((stop) => stop.pos > 0);
  }

  #lay(todo: readonly [Node, number, TabStop[]][]): void {
    const { state } = this.view;
    let set = tabsKey.getState(state) ?? DecorationSet.empty;
    const added: Decoration[] = [];
    for (const [node, at, stops] of todo) {
      set = set.remove(set.find(at, at + node.nodeSize));
      added.push(...this.#decorations(node, at, stops));
    }
    this.view.dispatch(state.tr.setMeta(tabsKey, set.add(state.doc, added)));
  }

  #decorations(node: Node, at: number, stops: TabStop[]): Decoration[] {
    const found: Decoration[] = [];
    for (const { offset, start, textAfter } of measured(this.view, node, at, this.scale())) {
      const end = tabEnd(stops, start, textAfter);
      if (!end) continue;
      const leader = leaders[end.leader];
      const from = at + 1 + offset;
      found.push(
        Decoration.inline(from, from + 1, {
          class: leader ? `tx-tab tx-tab-${leader}` : "tx-tab",
          style: `tab-size:${Math.round(end.at * 100) / 100}px`,
        }),
      );
    }
    return found;
  }
}

export function tabsPlugin(model: DocumentModel, scale: () => number): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: tabsKey,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, set, before) => {
        const meta = tr.getMeta(tabsKey) as DecorationSet | undefined;
        if (meta) return meta;
        return tr.docChanged ? set.map(narrowMapping(tr, before) as never, tr.doc) : set;
      },
    },
    props: { decorations: (state) => tabsKey.getState(state) ?? DecorationSet.empty },
    view: (view) => new TabLayout(view, model, scale),
  });
}
