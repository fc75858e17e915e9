/** Where two versions of a document differ, found by node identity. */
import type { Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import { type Mappable, Mapping, StepMap } from "prosemirror-transform";

export interface Change {
  from: number;
  /** End of the changed range in the old and in the new document. */
  oldTo: number;
  newTo: number;
}

/** The smallest range that differs, or null when nothing does. */
export function changeBetween(before: Node, now: Node): Change | null {
  if (before === now) return null;
  const from = before.content.findDiffStart(now.content);
  if (from === null) return null;
  const end = before.content.findDiffEnd(now.content);
  if (!end) return null;
  const overlap = Math.max(0, from - Math.min(end.a, end.b));
  return { from, oldTo: end.a + overlap, newTo: end.b + overlap };
}

/**
 * A mapping that touches only what changed.
 *
 * y-prosemirror replaces the whole document for each remote change; mapped through that, every
 * decoration would be lost.
 */
export function narrowMapping(tr: Transaction, before: EditorState): Mappable {
  if (tr.steps.length !== 1 || tr.mapping.maps.length !== 1) return tr.mapping;
  const change = changeBetween(before.doc, tr.doc);
  if (!change) return new Mapping();
  return new Mapping([
    new StepMap([change.from, change.oldTo - change.from, change.newTo - change.from]),
  ]);
}

/** Whether a change stays inside the text of one paragraph. */
export function insideText(change: Change, before: Node, now: Node): boolean {
  const oldFrom = before.resolve(change.from);
  const newFrom = now.resolve(change.from);
  return (
    oldFrom.parent.isTextblock &&
    newFrom.parent.isTextblock &&
    oldFrom.parent.type === newFrom.parent.type &&
    change.oldTo <= oldFrom.end() &&
    change.newTo <= newFrom.end() &&
    oldFrom.parent.sameMarkup(newFrom.parent)
  );
}
