/** Other people's cursors and selections, held still in a paragraph in which somebody composes. */
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { DecorationSet, type DecorationSource } from "prosemirror-view";
import { yCursorPlugin, yCursorPluginKey } from "y-prosemirror";
import type { Awareness } from "y-protocols/awareness";
import { narrowMapping } from "../document/changes";

interface CursorUser {
  name: string;
  color: string;
}

const COLOR = /^#[0-9a-f]{6}$/i;

function userColor(user: CursorUser): string {
  return COLOR.test(user.color) ? user.color : "#667080";
}

/** A thin caret with a name flag; the flag fades by CSS and comes back on hover. */
export function cursorElement(user: CursorUser): HTMLElement {
  const caret = document.createElement("span");
  caret.className = "tx-cursor";
  caret.style.setProperty("--person", userColor(user));
  const flag = document.createElement("span");
  flag.className = "tx-cursor-flag";
  flag.textContent = String(user.name).slice(0, 40);
  caret.append("\u2060", flag, "\u2060");
  return caret;
}

export const compositionKey = new PluginKey<Composition>("composition");

interface Composition {
  /** Start of the paragraph in which the input method composes, or null. */
  at: number | null;
  /** The remote cursors as they were in that paragraph. */
  frozen: DecorationSet;
}

const idle: Composition = { at: null, frozen: DecorationSet.empty };

function paragraphRange(doc: Node, at: number): [number, number] {
  const $at = doc.resolve(Math.min(at, doc.content.size));
  const depth = $at.depth;
  return depth === 0 ? [at, at] : [$at.before(depth), $at.after(depth)];
}

function shown(state: EditorState): DecorationSource | null {
  const live =
    (yCursorPluginKey.getState(state) as DecorationSet | undefined) ?? DecorationSet.empty;
  const composition = compositionKey.getState(state);
  if (!composition || composition.at === null) return live;
  const [from, to] = paragraphRange(state.doc, composition.at);
  const elsewhere = live
    .find()
    .filter((decoration) => decoration.to < from || decoration.from > to);
  const held = composition.frozen.find(from, to);
  return DecorationSet.create(state.doc, [...elsewhere, ...held]);
}

/** Two plugins: y-prosemirror's, without its own drawing, and ours that draws. */
export function cursorPlugins(awareness: Awareness): Plugin[] {
  const source = yCursorPlugin(awareness, {
    cursorBuilder: (user: CursorUser) => cursorElement(user),
    selectionBuilder: (user: CursorUser) => ({
      class: "tx-selection",
      style: `--person:${userColor(user)}`,
    }),
  }) as Plugin;
  const { decorations: _drawing, ...props } = source.props;
  return [new Plugin({ ...source.spec, props }), compositionPlugin()];
}

function compositionPlugin(): Plugin<Composition> {
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
      decorations: shown,
      handleDOMEvents: {
        compositionstart: (view) => {
          const { state } = view;
          const live = yCursorPluginKey.getState(state) as DecorationSet | undefined;
          const started: Composition = {
            at: state.selection.from,
            frozen: live ?? DecorationSet.empty,
          };
          view.dispatch(state.tr.setMeta(compositionKey, started).setMeta("addToHistory", false));
          return false;
        },
        compositionend: (view) => {
          setTimeout(() => {
            if (view.isDestroyed || view.composing) return;
            view.dispatch(
              view.state.tr.setMeta(compositionKey, idle).setMeta("addToHistory", false),
            );
          }, 40);
          return false;
        },
      },
    },
  });
}
