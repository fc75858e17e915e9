/**
 * The size that a paragraph's lines are built on, when all of its text has a size of its own.
 *
 * CSS builds each line on the paragraph's font size and lets larger text hang out of it; Word knows only the
 * text. Official documents set every run to 三号 on lines of exactly 28 pt: each would be 2 pt too high.
 */
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { changeBetween, narrowMapping } from "../document/changes";
import type { DocumentModel } from "../document/model";
import { round } from "../document/units";

export const strutKey = new PluginKey<DecorationSet>("strut");

/** The commonest size (half-points) of a paragraph whose text all has one, else null. */
export function strutSize(paragraph: Node): number | null {
  const lengths = new Map<number, number>();
  for (const child of paragraph.children) {
    if (!child.isText) continue;
    const size = Number(child.marks.find((mark) => mark.type.name === "size")?.attrs.val ?? 0);
    if (!(size > 0)) return null;
    lengths.set(size, (lengths.get(size) ?? 0) + child.nodeSize);
  }
  const [commonest] = [...lengths].sort((a, b) => b[1] - a[1]);
  return commonest?.[0] ?? null;
}

function decorated(doc: Node, from: number, to: number, model: DocumentModel): Decoration[] {
  const decorations: Decoration[] = [];
  doc.nodesBetween(from, to, (node, at) => {
    if (!node.isTextblock) return true;
    const size = strutSize(node);
    const styled = model.styles.paragraph(node.attrs.style as string | null).r.size?.val;
    if (size !== null && size !== styled) {
      const style = `font-size:${round(size / 2)}pt`;
      decorations.push(Decoration.node(at, at + node.nodeSize, { style }));
    }
    return false;
  });
  return decorations;
}

function next(
  tr: Transaction,
  set: DecorationSet,
  before: EditorState,
  model: DocumentModel,
): DecorationSet {
  const { doc } = tr;
  if (tr.getMeta(strutKey) === "rebuild")
    return DecorationSet.create(doc, decorated(doc, 0, doc.content.size, model));
  const change = tr.docChanged ? changeBetween(before.doc, doc) : null;
  if (!change) return set;
  const mapped = set.map(narrowMapping(tr, before) as never, doc);
  const from = Math.max(change.from - 1, 0);
  const to = Math.min(change.newTo + 1, doc.content.size);
  const fresh = decorated(doc, from, to, model);
  const first = Math.min(from, ...fresh.map((decoration) => decoration.from));
  const last = Math.max(to, ...fresh.map((decoration) => decoration.to));
  return mapped.remove(mapped.find(first, last).filter(touching(from, to))).add(doc, fresh);
}

/** A paragraph that only borders on the range keeps what it has: it was not looked at. */
function touching(from: number, to: number): (decoration: Decoration) => boolean {
  return (decoration) => decoration.from < to && decoration.to > from;
}

export function strutPlugin(model: DocumentModel): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: strutKey,
    state: {
      init: (_config, { doc }) =>
        DecorationSet.create(doc, decorated(doc, 0, doc.content.size, model)),
      apply: (tr, set, before) => next(tr, set, before, model),
    },
    props: { decorations: (state) => strutKey.getState(state) ?? DecorationSet.empty },
    view: (view) => ({
      destroy: model.subscribe((change) => {
        if (change === "look" && !view.isDestroyed)
          view.dispatch(view.state.tr.setMeta(strutKey, "rebuild"));
      }),
    }),
  });
}
