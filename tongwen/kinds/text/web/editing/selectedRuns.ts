/** What the font and size boxes show: the one font and size of the selected characters, or nothing when they differ. */
import type { Mark, Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import type { FontNames, RunProperties } from "../document/attributes";
import type { DocumentModel } from "../document/model";
import { runAt } from "./marks";

export interface SelectedRuns {
  /** A font family, or null when the selected characters have several. */
  font: string | null;
  /** Half-points, or null likewise. */
  size: number | null;
}

const EAST_ASIAN =
  /[\u2e80-\u303e\u3040-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[\ud840-\ud88f]/;
/** Letters and digits that the Latin font draws. */
const LATIN = /[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\ud800-\udfff“”‘’…—·]/;

export const standardSize = 20;

/** The family that a run's text of one kind is drawn with; empty when nothing says. */
export function familyOf(run: RunProperties, eastAsian: boolean, model: DocumentModel): string {
  const font = (run.font ?? {}) as FontNames;
  const slot = eastAsian ? "eastAsia" : "ascii";
  return font[slot] || (model.fonts[font.theme?.[`${slot}Theme`] ?? ""] ?? "");
}

class Found {
  readonly fonts = new Set<string>();
  readonly sizes = new Set<number>();

  constructor(private readonly model: DocumentModel) {}

  get settled(): boolean {
    return this.fonts.size > 1 && this.sizes.size > 1;
  }

  add(parent: Node, marks: readonly Mark[], text: string): void {
    const run = runAt(parent, marks, this.model);
    this.sizes.add(Number(run.size?.val ?? standardSize));
    if (EAST_ASIAN.test(text)) this.fonts.add(familyOf(run, true, this.model));
    if (LATIN.test(text)) this.fonts.add(familyOf(run, false, this.model));
  }
}

function only<T>(values: Set<T>): T | null {
  const [first] = values;
  return values.size === 1 && first !== undefined ? first : null;
}

/** The character that decides at a cursor: the one before it, at the start of a paragraph the one after. */
function neighbour(state: EditorState): string {
  const { parent, parentOffset } = state.selection.$from;
  const text = (from: number, to: number) => parent.textBetween(from, to, undefined, " ");
  const before = text(Math.max(parentOffset - 2, 0), parentOffset);
  return before.trim() === ""
    ? text(parentOffset, Math.min(parentOffset + 2, parent.content.size))
    : before;
}

/** `eastAsianFirst`: which font an empty place shows. */
export function selectedRuns(
  state: EditorState,
  model: DocumentModel,
  eastAsianFirst: boolean,
): SelectedRuns {
  const { selection } = state;
  const found = new Found(model);
  if (selection.empty) {
    const { parent } = selection.$from;
    if (!parent.inlineContent) return { font: null, size: null };
    const marks = state.storedMarks ?? selection.$from.marks();
    const last = [...neighbour(state).trim()].at(-1) ?? (eastAsianFirst ? "文" : "a");
    found.add(parent, marks, last);
    if (found.fonts.size === 0) found.add(parent, marks, eastAsianFirst ? "文" : "a");
    return { font: only(found.fonts), size: only(found.sizes) };
  }
  for (const { $from, $to } of selection.ranges) {
    state.doc.nodesBetween($from.pos, $to.pos, (node, at, parent) => {
      if (node.isText && parent && !found.settled) {
        const text = node.text ?? "";
        found.add(parent, node.marks, text.slice(Math.max($from.pos - at, 0), $to.pos - at));
      }
      return !found.settled;
    });
  }
  if (found.sizes.size === 0) return emptySelection(state, model, eastAsianFirst);
  if (found.fonts.size === 0) found.fonts.add(runFont(state, model, eastAsianFirst));
  return { font: only(found.fonts), size: only(found.sizes) };
}

function runFont(state: EditorState, model: DocumentModel, eastAsian: boolean): string {
  const { parent } = state.selection.$from;
  return parent.inlineContent ? familyOf(runAt(parent, [], model), eastAsian, model) : "";
}

/** A selection without text: what its first paragraph's style says. */
function emptySelection(
  state: EditorState,
  model: DocumentModel,
  eastAsian: boolean,
): SelectedRuns {
  const { parent } = state.selection.$from;
  if (!parent.inlineContent) return { font: null, size: null };
  const run = runAt(parent, [], model);
  return { font: familyOf(run, eastAsian, model), size: Number(run.size?.val ?? standardSize) };
}
