/** Deleting across a page gap inside a paragraph: the browser would take the gap, we take the character. */
import { keymap } from "prosemirror-keymap";
import type { Command, EditorState, Plugin } from "prosemirror-state";
import { pagesKey } from "../pages/plugin";

function atGap(state: EditorState): boolean {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock) return false;
  const starts = pagesKey.getState(state)?.starts ?? [];
  return starts.includes($from.pos);
}

/** The length of the character that ends or begins a text, combining marks and emoji included. */
export function characterLength(text: string, side: "last" | "first"): number {
  const segments = [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)];
  const segment = side === "last" ? segments.at(-1) : segments[0];
  return segment?.segment.length ?? 0;
}

const deleteBefore: Command = (state, dispatch) => {
  const { $from } = state.selection;
  const text = $from.nodeBefore?.text;
  if (!atGap(state) || !text) return false;
  dispatch?.(
    state.tr
      .delete($from.pos - characterLength(text.slice(-32), "last"), $from.pos)
      .scrollIntoView(),
  );
  return true;
};

const deleteAfter: Command = (state, dispatch) => {
  const { $from } = state.selection;
  const text = $from.nodeAfter?.text;
  if (!atGap(state) || !text) return false;
  dispatch?.(state.tr.delete($from.pos, $from.pos + characterLength(text.slice(0, 32), "first")));
  return true;
};

export function gapKeys(): Plugin {
  return keymap({ Backspace: deleteBefore, Delete: deleteAfter });
}
