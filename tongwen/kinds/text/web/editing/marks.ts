/** Character formatting: what the selection has, and commands that set it. */
import type { Mark, Node } from "prosemirror-model";
import type { Command, EditorState, Transaction } from "prosemirror-state";
import { CellSelection } from "prosemirror-tables";
import type { MarkAttributes, ParagraphAttributes, RunProperties } from "../document/attributes";
import type { DocumentModel } from "../document/model";
import { markType } from "../document/schema";

/** Marks that a person sets as formatting; tracked changes and links are not among them. */
export const formatting = [
  "charStyle",
  "bold",
  "italic",
  "underline",
  "strike",
  "dstrike",
  "caps",
  "smallCaps",
  "vanish",
  "color",
  "highlight",
  "shading",
  "font",
  "size",
  "vert",
  "charSpacing",
] as const;

export type Toggle = "bold" | "italic" | "underline" | "strike" | "caps" | "smallCaps";

function ranges(state: EditorState): { from: number; to: number }[] {
  const { selection } = state;
  if (selection instanceof CellSelection) {
    return selection.ranges.map(({ $from, $to }) => ({ from: $from.pos, to: $to.pos }));
  }
  return [{ from: selection.from, to: selection.to }];
}

/** The run properties that a paragraph's style and a list of marks give a character. */
export function runAt(parent: Node, marks: readonly Mark[], model: DocumentModel): RunProperties {
  const styled = model.styles.paragraph((parent.attrs as ParagraphAttributes).style).r;
  const run: RunProperties = { ...styled };
  const character = marks.find((mark) => mark.type.name === "charStyle");
  if (character) Object.assign(run, model.styles.alone(String(character.attrs.id)).r);
  for (const mark of marks) {
    const before = run[mark.type.name];
    run[mark.type.name] =
      mark.type.name === "font" && before
        ? joinFont(before, mark.attrs)
        : (mark.attrs as MarkAttributes);
  }
  return run;
}

function joinFont(before: MarkAttributes, over: MarkAttributes): MarkAttributes {
  const set = Object.entries(over).filter(([, value]) => value !== null);
  return { ...before, ...Object.fromEntries(set) };
}

/** The run properties at the cursor, or at the start of the selection. */
export function currentRun(state: EditorState, model: DocumentModel): RunProperties {
  const { $from, empty } = state.selection;
  if (empty) return runAt($from.parent, state.storedMarks ?? $from.marks(), model);
  let first: { parent: Node; marks: readonly Mark[] } | null = null;
  state.doc.nodesBetween(state.selection.from, state.selection.to, (node, _at, parent) => {
    if (!first && node.isText && parent) first = { parent, marks: node.marks };
    return !first;
  });
  const found = first as { parent: Node; marks: readonly Mark[] } | null;
  return runAt(found?.parent ?? $from.parent, found?.marks ?? [], model);
}

const off: Record<Toggle, (attrs: MarkAttributes | undefined) => boolean> = {
  bold: (attrs) => !attrs || attrs.on === false,
  italic: (attrs) => !attrs || attrs.on === false,
  strike: (attrs) => !attrs || attrs.on === false,
  caps: (attrs) => !attrs || attrs.on === false,
  smallCaps: (attrs) => !attrs || attrs.on === false,
  underline: (attrs) => !attrs || attrs.val === "none",
};

/** Whether every selected character has the property, styles included. */
export function isOn(state: EditorState, toggle: Toggle, model: DocumentModel): boolean {
  const { empty, $from } = state.selection;
  if (empty)
    return !off[toggle](runAt($from.parent, state.storedMarks ?? $from.marks(), model)[toggle]);
  let all = true;
  let any = false;
  for (const { from, to } of ranges(state)) {
    state.doc.nodesBetween(from, to, (node, _at, parent) => {
      if (node.isText && parent && all) {
        any = true;
        all = !off[toggle](runAt(parent, node.marks, model)[toggle]);
      }
      return all;
    });
  }
  return any && all;
}

function withMark(state: EditorState, mark: Mark): Transaction {
  const tr = state.tr;
  if (state.selection.empty) return tr.addStoredMark(mark);
  for (const { from, to } of ranges(state)) tr.addMark(from, to, mark);
  return tr;
}

function withoutMark(state: EditorState, name: string): Transaction {
  const tr = state.tr;
  if (state.selection.empty) return tr.removeStoredMark(markType(name));
  for (const { from, to } of ranges(state)) tr.removeMark(from, to, markType(name));
  return tr;
}

function canFormat(state: EditorState): boolean {
  return state.selection.$from.parent.inlineContent || !state.selection.empty;
}

/** Set a run property; null takes it off. */
export function setRun(name: string, attrs: MarkAttributes | null): Command {
  return (state, dispatch) => {
    if (!canFormat(state)) return false;
    dispatch?.(attrs ? withMark(state, markType(name).create(attrs)) : withoutMark(state, name));
    return true;
  };
}

/** Set a property, or take it off when all of the selection has it: explicitly when a style gives it. */
export function toggleRun(toggle: Toggle, model: DocumentModel): Command {
  return (state, dispatch) => {
    if (!canFormat(state)) return false;
    if (!isOn(state, toggle, model)) {
      const attrs = toggle === "underline" ? { val: "single" } : { on: true };
      return setRun(toggle, attrs)(state, dispatch);
    }
    const parent = state.selection.$from.parent;
    const styled = !off[toggle](
      model.styles.paragraph((parent.attrs as ParagraphAttributes).style).r[toggle],
    );
    const attrs = toggle === "underline" ? { val: "none" } : { on: false };
    return setRun(toggle, styled ? attrs : null)(state, dispatch);
  };
}

export function toggleVert(val: "superscript" | "subscript", model: DocumentModel): Command {
  return (state, dispatch) => {
    const on = currentRun(state, model).vert?.val === val;
    return setRun("vert", on ? null : { val })(state, dispatch);
  };
}

/** Set the Latin or the Chinese font, keeping the other; run by run, because each run may differ. */
export function setFont(family: string, eastAsian: boolean): Command {
  return (state, dispatch) => {
    if (!canFormat(state)) return false;
    if (!dispatch) return true;
    const change: Record<string, string> = eastAsian
      ? { eastAsia: family }
      : { ascii: family, hAnsi: family };
    if (state.selection.empty) {
      const now = (state.storedMarks ?? state.selection.$from.marks()).find(
        (mark) => mark.type.name === "font",
      );
      dispatch(state.tr.addStoredMark(fontMark(now, change)));
      return true;
    }
    const tr = state.tr;
    for (const { from, to } of ranges(state)) {
      state.doc.nodesBetween(from, to, (node, at) => {
        if (!node.isText) return true;
        const now = node.marks.find((mark) => mark.type.name === "font");
        tr.addMark(Math.max(at, from), Math.min(at + node.nodeSize, to), fontMark(now, change));
        return false;
      });
    }
    dispatch(tr);
    return true;
  };
}

function fontMark(now: Mark | undefined, change: Record<string, string>): Mark {
  const theme: Record<string, string> = { ...now?.attrs.theme };
  for (const slot of Object.keys(change)) delete theme[`${slot}Theme`];
  const kept = Object.keys(theme).length > 0 ? theme : null;
  return markType("font").create({ ...now?.attrs, ...change, theme: kept });
}

/** Word's steps for growing and shrinking: points. */
const STEPS = [8, 9, 10, 10.5, 11, 12, 14, 16, 18, 20, 22, 24, 26, 28, 36, 48, 72];

/** The next size up or down from a size in half-points. */
export function steppedSize(halfPoints: number, direction: 1 | -1): number {
  const now = halfPoints / 2;
  const larger = STEPS.find((step) => step > now) ?? Math.floor(now / 10) * 10 + 10;
  const smaller = STEPS.findLast((step) => step < now) ?? Math.max(now - 1, 1);
  return (direction > 0 ? larger : smaller) * 2;
}

export function stepSize(direction: 1 | -1, model: DocumentModel): Command {
  return (state, dispatch) => {
    const now = Number(currentRun(state, model).size?.val ?? 21);
    return setRun("size", { val: steppedSize(now, direction) })(state, dispatch);
  };
}

/** Take off everything that is formatting; links and tracked changes stay. */
export const clearFormatting: Command = (state, dispatch) => {
  if (!canFormat(state)) return false;
  const tr = state.tr;
  for (const name of formatting) {
    if (state.selection.empty) tr.removeStoredMark(markType(name));
    else for (const { from, to } of ranges(state)) tr.removeMark(from, to, markType(name));
  }
  dispatch?.(tr);
  return true;
};

/** The formatting marks at the cursor, for the format painter. */
export function pickFormat(state: EditorState): readonly Mark[] {
  const { $from, empty, from } = state.selection;
  const marks = empty ? $from.marks() : (state.doc.nodeAt(from)?.marks ?? $from.marks());
  return marks.filter((mark) => (formatting as readonly string[]).includes(mark.type.name));
}

/** Put picked formatting on the selection, in place of its own. */
export function paintFormat(marks: readonly Mark[]): Command {
  return (state, dispatch) => {
    if (state.selection.empty) return false;
    const tr = state.tr;
    for (const { from, to } of ranges(state)) {
      for (const name of formatting) tr.removeMark(from, to, markType(name));
      for (const mark of marks) tr.addMark(from, to, mark);
    }
    dispatch?.(tr);
    return true;
  };
}

/** The link at the cursor and the range it covers. */
export function linkAround(state: EditorState): { mark: Mark; from: number; to: number } | null {
  const { $from, from, to } = state.selection;
  const inside = (marks: readonly Mark[]) => marks.find((mark) => mark.type.name === "link");
  const mark = inside($from.marks()) ?? inside($from.nodeAfter?.marks ?? []);
  if (!mark) return null;
  let start = from;
  let end = to;
  $from.parent.forEach((child, offset) => {
    if (!mark.isInSet(child.marks)) return;
    const at = $from.start() + offset;
    if (at + child.nodeSize >= start && at < start) start = at;
    if (at <= end && at + child.nodeSize > end) end = at + child.nodeSize;
  });
  return { mark, from: start, to: end };
}

/** Put a link on a range, with the text given when it differs; null takes the link off. */
export function setLink(
  range: { from: number; to: number },
  href: string | null,
  text: string,
): Command {
  return (state, dispatch) => {
    const tr = state.tr;
    const type = markType("link");
    if (href === null) {
      dispatch?.(tr.removeMark(range.from, range.to, type));
      return true;
    }
    if (text !== "" && text !== state.doc.textBetween(range.from, range.to)) {
      const marks = state.doc.resolve(range.from).marksAcross(state.doc.resolve(range.to)) ?? [];
      tr.replaceWith(range.from, range.to, state.schema.text(text, marks));
    }
    const end = tr.mapping.map(range.to);
    tr.removeMark(range.from, end, type).addMark(range.from, end, type.create({ href }));
    dispatch?.(tr.removeStoredMark(type));
    return true;
  };
}
