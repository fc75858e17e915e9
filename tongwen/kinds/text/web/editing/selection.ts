/** Clicks and keys that the editor has not heard of yet. */
import type { EditorView } from "prosemirror-view";

/**
 * Make the editor read the browser's selection now.
 *
 * A click or an arrow key moves the browser's selection at once, and the browser tells of it a moment later. A
 * remote edit, or the next key of a quick typist, that comes between the two would be applied with the selection
 * before: the click is lost, or Enter replaces what End had just deselected.
 */
export function readSelection(view: EditorView): void {
  if (view.isDestroyed || view.composing || !view.hasFocus()) return;
  view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
}
