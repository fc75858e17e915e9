/** What Enter, Backspace, Delete and Tab do, as in Word. */
import {
  chainCommands,
  deleteSelection,
  joinBackward,
  joinForward,
  selectNodeBackward,
  selectNodeForward,
} from "prosemirror-commands";
import type { Node } from "prosemirror-model";
import { type Command, type EditorState, TextSelection, type Transaction } from "prosemirror-state";
import { goToNextCell, isInTable } from "prosemirror-tables";
import { canSplit } from "prosemirror-transform";
import type { ListReference, ParagraphAttributes } from "../document/attributes";
import type { DocumentModel } from "../document/model";
import { nodeType } from "../document/schema";

/** Attributes that a second half does not take along: they describe one paragraph. */
const OWN = { src: null, sect: null, pageBreakBefore: null };

/** Attributes with the list taken off, also when the list comes from the style. */
export function withoutList(attrs: ParagraphAttributes, model: DocumentModel): ParagraphAttributes {
  const styled = model.styles.paragraph(attrs.style).p.num;
  return { ...attrs, num: styled ? { id: "0" } : null, indent: null };
}

function currentParagraph(state: EditorState): { node: Node; at: number } | null {
  const { $from } = state.selection;
  if ($from.parent.type !== nodeType("paragraph")) return null;
  return { node: $from.parent, at: $from.before() };
}

/** Enter in an empty list item steps out of the list, a level at a time. */
export function leaveList(model: DocumentModel): Command {
  return (state, dispatch) => {
    const here = currentParagraph(state);
    if (!here || !state.selection.empty || here.node.content.size > 0) return false;
    const list = model.styles.list(here.node.attrs as ParagraphAttributes);
    if (!list) return false;
    dispatch?.(
      state.tr.setNodeMarkup(here.at, null, shallower(here.node, list, model)).scrollIntoView(),
    );
    return true;
  };
}

function shallower(node: Node, list: ListReference, model: DocumentModel): ParagraphAttributes {
  const level = list.level ?? 0;
  if (level > 0) return { ...node.attrs, num: { id: list.id, level: level - 1 }, indent: null };
  return withoutList(node.attrs as ParagraphAttributes, model);
}

/** Enter: split, and after a whole heading go on in the style that its style names as next. */
export function splitParagraph(model: DocumentModel): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    if (!$from.parent.isTextblock || $from.depth === 0) return false;
    const tr = state.tr;
    if (!state.selection.empty) tr.deleteSelection();
    const done = splitAt(tr, tr.mapping.map($from.pos), state.selection.empty, model);
    if (!done) return false;
    if (done === "same") tr.ensureMarks(state.storedMarks ?? $from.marks());
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** Split a paragraph; tells whether the second half goes on in the same style or in the next one. */
function splitAt(
  tr: Transaction,
  at: number,
  cursor: boolean,
  model: DocumentModel,
): "same" | "next" | null {
  const $at = tr.doc.resolve(at);
  const { parent } = $at;
  const attrs = { ...parent.attrs, ...OWN };
  const atEnd = cursor && $at.parentOffset === parent.content.size;
  const next = atEnd ? nextStyle(attrs as ParagraphAttributes, model) : null;
  const after = next ? { ...emptyAttributes(), style: next } : attrs;
  const { sect } = parent.attrs;
  const types = [{ type: parent.type, attrs: { ...after, sect } }];
  if (!canSplit(tr.doc, at, 1, types)) return null;
  tr.split(at, 1, types);
  // The end of a section stays at its end.
  if (sect) tr.setNodeMarkup($at.before(), null, { ...parent.attrs, sect: null });
  return next ? "next" : "same";
}

function emptyAttributes(): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(nodeType("paragraph").spec.attrs ?? {}).map((name) => [name, null]),
  );
}

function nextStyle(attrs: ParagraphAttributes, model: DocumentModel): string | null {
  if (!attrs.style) return null;
  const next = model.styles.styles.get(attrs.style)?.next;
  return next && next !== attrs.style ? next : null;
}

/** Backspace at the start of a paragraph first takes off its list, then its indent, as Word does. */
export function unwrapBackward(model: DocumentModel): Command {
  return (state, dispatch) => {
    const here = currentParagraph(state);
    if (!here || !state.selection.empty || state.selection.$from.parentOffset > 0) return false;
    const attrs = here.node.attrs as ParagraphAttributes;
    if (model.styles.list(attrs)) {
      dispatch?.(state.tr.setNodeMarkup(here.at, null, withoutList(attrs, model)));
      return true;
    }
    const indent = attrs.indent;
    if (!indent || Object.values(indent).every((value) => !value)) return false;
    const first = indent.firstLine || indent.firstLineChars;
    const rest = first ? { ...indent, firstLine: undefined, firstLineChars: undefined } : null;
    dispatch?.(state.tr.setNodeMarkup(here.at, null, { ...attrs, indent: cleared(rest) }));
    return true;
  };
}

function cleared(indent: Record<string, unknown> | null) {
  const members = Object.entries(indent ?? {}).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return members.length > 0 ? Object.fromEntries(members) : null;
}

/** Backspace into an empty paragraph before deletes that one, so that this one keeps its look. */
export const deleteEmptyBefore: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.depth === 0) return false;
  const before = state.doc.resolve($from.before()).nodeBefore;
  if (before?.type !== nodeType("paragraph") || before.content.size > 0 || before.attrs.sect)
    return false;
  dispatch?.(state.tr.delete($from.before() - before.nodeSize, $from.before()).scrollIntoView());
  return true;
};

/** Change the list level of every selected list paragraph. False when none of them is in a list. */
export function shiftLevel(step: 1 | -1, model: DocumentModel): Command {
  return (state, dispatch) => {
    const { from, to } = state.selection;
    const tr = state.tr;
    let lists = 0;
    state.doc.nodesBetween(from, to, (node, at) => {
      if (node.type !== nodeType("paragraph")) return true;
      const list = model.styles.list(node.attrs as ParagraphAttributes);
      if (!list) return false;
      lists += 1;
      const level = Math.min(Math.max((list.level ?? 0) + step, 0), 8);
      tr.setNodeMarkup(at, null, { ...node.attrs, num: { id: list.id, level }, indent: null });
      return false;
    });
    if (lists === 0) return false;
    dispatch?.(tr);
    return true;
  };
}

/** Tab: the next cell (a new row after the last), a deeper list level at the start of an item, else a tab. */
export function tab(model: DocumentModel, addRow: Command): Command {
  return (state, dispatch, view) => {
    if (isInTable(state))
      return goToNextCell(1)(state, dispatch, view) || addRow(state, dispatch, view);
    const { $from, empty } = state.selection;
    if ((!empty || $from.parentOffset === 0) && shiftLevel(1, model)(state, dispatch)) return true;
    if (!$from.parent.isTextblock) return false;
    dispatch?.(state.tr.replaceSelectionWith(state.schema.text("\t"), true).scrollIntoView());
    return true;
  };
}

/** Shift+Tab: the cell before, or a list level up. */
export function backTab(model: DocumentModel): Command {
  return (state, dispatch, view) => {
    if (isInTable(state)) return goToNextCell(-1)(state, dispatch, view);
    shiftLevel(-1, model)(state, dispatch);
    return true;
  };
}

/** Insert text as typed: a line break, a no-break space. */
export function insertText(text: string): Command {
  return (state, dispatch) => {
    if (!state.selection.$from.parent.inlineContent) return false;
    dispatch?.(state.tr.replaceSelectionWith(state.schema.text(text), true).scrollIntoView());
    return true;
  };
}

/** A page or column break at the cursor. What follows goes on in the same paragraph, as Word has it. */
export function insertBreak(type: "page" | "column"): Command {
  return (state, dispatch) => {
    if (!state.selection.$from.parent.inlineContent) return false;
    if (dispatch) dispatch(breakTransaction(state, type));
    return true;
  };
}

function breakTransaction(state: EditorState, type: string): Transaction {
  const tr = state.tr.replaceSelectionWith(nodeType("page_break").create({ type }), false);
  const at = tr.selection.from;
  if (!canSplit(tr.doc, at)) return tr.scrollIntoView();
  const { parent } = tr.doc.resolve(at);
  return tr
    .split(at, 1, [{ type: parent.type, attrs: { ...parent.attrs, ...OWN } }])
    .scrollIntoView();
}

/** Make sure that a document or cell emptied by an edit has a paragraph to type in. */
export function refill(tr: Transaction): Transaction {
  const empty: number[] = [];
  if (tr.doc.childCount === 0) empty.push(0);
  tr.doc.descendants((node, at) => {
    if (node.isTextblock) return false;
    if (node.type.name === "table_cell" && node.childCount === 0) empty.push(at + 1);
    return true;
  });
  for (const at of empty.reverse()) tr.insert(at, nodeType("paragraph").create());
  return tr;
}

export const backspace = (model: DocumentModel): Command =>
  chainCommands(
    deleteSelection,
    unwrapBackward(model),
    deleteEmptyBefore,
    joinBackward,
    selectNodeBackward,
  );

export const forwardDelete: Command = chainCommands(
  deleteSelection,
  joinForward,
  selectNodeForward,
);

/** Put the cursor into the first text position at or after `at`. */
export function cursorNear(tr: Transaction, at: number): Transaction {
  return tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(at, tr.doc.content.size))));
}
