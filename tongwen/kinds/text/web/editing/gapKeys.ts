/** Deleting across a page gap inside a paragraph: the browser would take the gap, we take the character. */
import { keymap } from "prosemirror-keymap";
import { type Command, type EditorState, type Plugin, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
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

/** The gap that the line with the cursor ends at (down) or begins at (up). */
function gapBeside(view: EditorView, direction: 1 | -1): HTMLElement | null {
  const caret = view.coordsAtPos(view.state.selection.head);
  const reach = (caret.bottom - caret.top) * 0.9;
  for (const gap of view.dom.querySelectorAll<HTMLElement>(".tx-gap")) {
    const rect = gap.getBoundingClientRect();
    const distance = direction > 0 ? rect.top - caret.bottom : caret.top - rect.bottom;
    if (distance > -reach && distance < reach) return gap;
  }
  return null;
}

/** Up and down over a gap: browsers lose their way at what cannot be edited inside a paragraph. */
function overGap(direction: 1 | -1, extend: boolean): Command {
  return (state, dispatch, view) => {
    if (!view || !(state.selection instanceof TextSelection)) return false;
    const gap = gapBeside(view, direction);
    if (!gap) return false;
    const { left } = view.coordsAtPos(state.selection.head);
    gap.scrollIntoView({ block: "center" });
    const rect = gap.getBoundingClientRect();
    const found = view.posAtCoords({ left, top: direction > 0 ? rect.bottom + 8 : rect.top - 8 });
    if (!found) return false;
    const $head = state.doc.resolve(found.pos);
    const selection = extend
      ? TextSelection.between(state.selection.$anchor, $head)
      : TextSelection.near($head, direction);
    dispatch?.(state.tr.setSelection(selection));
    return true;
  };
}

export function gapKeys(): Plugin {
  return keymap({
    Backspace: deleteBefore,
    Delete: deleteAfter,
    ArrowDown: overGap(1, false),
    ArrowUp: overGap(-1, false),
    "Shift-ArrowDown": overGap(1, true),
    "Shift-ArrowUp": overGap(-1, true),
  });
}
