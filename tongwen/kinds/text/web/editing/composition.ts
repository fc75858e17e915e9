/** Holds other people's cursors still in a paragraph in which an input method composes. */
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { DecorationSet, type DecorationSource } from "prosemirror-view";
import { narrowMapping } from "../document/changes";

export const compositionKey = new PluginKey<Composition>("composition");

interface Composition {
  /** Start of the paragraph in which the input method composes, or null. */
  at: number | null;
  /** The remote cursors as they were in that paragraph. */
  frozen: DecorationSet;
}

type Live = (state: EditorState) => DecorationSet;

const idle: Composition = { at: null, frozen: DecorationSet.empty };

function paragraphRange(doc: Node, at: number): [number, number] {
  const $at = doc.resolve(Math.min(at, doc.content.size));
  const depth = $at.depth;
  return depth === 0 ? [at, at] : [$at.before(depth), $at.after(depth)];
}

function shown(state: EditorState, live: Live): DecorationSource {
  const now = live(state);
  const composition = compositionKey.getState(state);
  if (!composition || composition.at === null) return now;
  const [from, to] = paragraphRange(state.doc, composition.at);
  const elsewhere = now.find().filter((decoration) => decoration.to < from || decoration.from > to);
  const held = composition.frozen.find(from, to);
  return DecorationSet.create(state.doc, [...elsewhere, ...held]);
}

/** Draws what `live` gives, except where somebody composes. */
export function compositionPlugin(live: Live): Plugin<Composition> {
  return new Plugin<Composition>({
    key: compositionKey,
    state: {
      init: () => idle,
      apply: (tr, value, before) => {
        const meta = tr.getMeta(compositionKey) as Composition | undefined;
        if (meta) return meta;
        if (!tr.docChanged || value.at === null) return value;
        const mapping = narrowMapping(tr, before);
        return { at: mapping.map(value.at), frozen: value.frozen.map(mapping as never, tr.doc) };
      },
    },
    props: {
      decorations: (state) => shown(state, live),
      handleDOMEvents: {
        compositionstart: (view) => {
          const { state } = view;
          const started: Composition = { at: state.selection.from, frozen: live(state) };
          view.dispatch(state.tr.setMeta(compositionKey, started));
          return false;
        },
        compositionend: (view) => {
          setTimeout(() => {
            if (view.isDestroyed || view.composing) return;
            view.dispatch(view.state.tr.setMeta(compositionKey, idle));
          }, 40);
          return false;
        },
      },
    },
  });
}
