/** Clicks that the editor has not heard of yet. */
import type { EditorView } from "prosemirror-view";

/**
 * Make the editor read the browser's selection now.
 *
 * A click moves the browser's selection at once, and the browser tells of it a moment later. A remote edit
 * that comes between the two is applied with the selection before the click, and the click is lost.
 */
export function readSelection(view: EditorView): void {
  if (view.isDestroyed || view.composing || !view.hasFocus()) return;
  view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
}
