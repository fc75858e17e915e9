/** Tracked changes that a document carries: found, gone through, accepted and rejected as ordinary edits. */
import type { Mark, Node } from "prosemirror-model";
import { type Command, type EditorState, TextSelection, type Transaction } from "prosemirror-state";
import { markType } from "../document/schema";

export interface Revision {
  from: number;
  to: number;
  kind: "ins" | "del";
  author: string;
}

export type Decision = "accept" | "reject";

function markOf(node: Node): Mark | undefined {
  const named = (name: string) => node.marks.find((mark) => mark.type.name === name);
  // What one person inserted and another deleted is decided about as a deletion first.
  return named("del") ?? named("ins");
}

/** Revisions of one paragraph by offsets into it; a paragraph that stays is looked at once. */
const known = new WeakMap<Node, readonly Revision[]>();

function inParagraph(paragraph: Node): readonly Revision[] {
  const before = known.get(paragraph);
  if (before) return before;
  const found: Revision[] = [];
  paragraph.forEach((node, offset) => {
    const mark = markOf(node);
    if (!mark) return;
    const kind = mark.type.name as Revision["kind"];
    const author = String(mark.attrs.author ?? "");
    const last = found.at(-1);
    const to = offset + node.nodeSize;
    if (last?.to === offset && last.kind === kind && last.author === author) last.to = to;
    else found.push({ from: offset, to, kind, author });
  });
  known.set(paragraph, found);
  return found;
}

/** Every tracked change in order; neighbours of one kind and author are one change, as in Word. */
export function revisions(doc: Node): Revision[] {
  const found: Revision[] = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    for (const revision of inParagraph(node)) {
      found.push({ ...revision, from: at + 1 + revision.from, to: at + 1 + revision.to });
    }
    return false;
  });
  return found;
}

/** Select the next or previous change from the selection; after the last comes the first. */
export function goToRevision(direction: 1 | -1): Command {
  return (state, dispatch) => {
    const all = revisions(state.doc);
    const { from, to } = state.selection;
    const beyond =
      direction > 0
        ? all.find((revision) => revision.from >= to && revision.to > from)
        : all.findLast((revision) => revision.to <= from);
    const next = beyond ?? all.at(direction > 0 ? 0 : -1);
    if (!next) return false;
    dispatch?.(selected(state.tr, next));
    return true;
  };
}

function selected(tr: Transaction, { from, to }: Pick<Revision, "from" | "to">): Transaction {
  return tr.setSelection(TextSelection.create(tr.doc, from, to)).scrollIntoView();
}

/** The changes that the selection touches, or the one at the cursor. */
function touched(state: EditorState): Revision[] {
  const { from, to, empty } = state.selection;
  return revisions(state.doc).filter((revision) =>
    empty ? revision.from <= from && revision.to >= from : revision.from < to && revision.to > from,
  );
}

/** An accepted insertion and a rejected deletion become plain text; the others go. */
function decide(tr: Transaction, revision: Revision, decision: Decision): void {
  const from = tr.mapping.map(revision.from);
  const to = tr.mapping.map(revision.to);
  const stays = (revision.kind === "ins") === (decision === "accept");
  if (stays) tr.removeMark(from, to, markType(revision.kind));
  else tr.delete(from, to);
}

/** Decide about the selected changes and go on to the next; without one at the cursor, go to the next. */
export function decideHere(decision: Decision): Command {
  return (state, dispatch, view) => {
    const here = touched(state);
    if (here.length === 0) return goToRevision(1)(state, dispatch, view);
    if (!dispatch) return true;
    const tr = state.tr;
    for (const revision of here) decide(tr, revision, decision);
    const end = tr.mapping.map(here.at(-1)?.to ?? 0);
    const rest = revisions(tr.doc);
    const next = rest.find((revision) => revision.from >= end) ?? rest[0];
    if (next) selected(tr, next);
    dispatch(tr);
    return true;
  };
}

/** Decide about every change of the document, in one step of undo. */
export function decideAll(decision: Decision): Command {
  return (state, dispatch) => {
    const all = revisions(state.doc);
    if (all.length === 0) return false;
    if (dispatch) {
      const tr = state.tr;
      for (const revision of all) decide(tr, revision, decision);
      dispatch(tr);
    }
    return true;
  };
}
