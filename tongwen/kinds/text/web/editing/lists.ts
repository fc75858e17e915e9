/** Where a list's numbers begin: again from the start, or on from the list before. */
import type { Command, EditorState } from "prosemirror-state";
import type { ListReference, ParagraphAttributes } from "../document/attributes";
import type { DocumentModel } from "../document/model";
import { nodeType } from "../document/schema";
import { eachParagraph } from "../numbering/plugin";

interface Item {
  at: number;
  list: ListReference;
}

function items(state: EditorState, model: DocumentModel): Item[] {
  const found: Item[] = [];
  eachParagraph(state.doc, 0, (node, at) => {
    const list = model.styles.list(node.attrs as ParagraphAttributes);
    if (list) found.push({ at, list });
  });
  return found;
}

/** The list item with the cursor, and those of its list that follow it, itself first. */
function fromHere(
  state: EditorState,
  model: DocumentModel,
): { before: Item[]; rest: Item[] } | null {
  const { $from } = state.selection;
  if ($from.parent.type !== nodeType("paragraph")) return null;
  const all = items(state, model);
  const index = all.findIndex(({ at }) => at === $from.before());
  const here = all[index];
  if (!here) return null;
  const rest = all.slice(index).filter(({ list }) => list.id === here.list.id);
  return { before: all.slice(0, index), rest };
}

function moveTo(id: string, rest: readonly Item[], state: EditorState) {
  const tr = state.tr;
  for (const { at, list } of rest) tr.setNodeAttribute(at, "num", { id, level: list.level ?? 0 });
  return tr;
}

/** The item with the cursor and those after it become a list of their own that counts from its start. */
export function restartList(model: DocumentModel): Command {
  return (state, dispatch) => {
    const here = fromHere(state, model);
    const list = here?.rest[0] && model.list(here.rest[0].list.id);
    if (!here || !list) return false;
    if (!here.before.some(({ list: other }) => countsWith(other.id, here.rest, model)))
      return false;
    if (dispatch) {
      const levels = list.levels.map(({ startOverride: _own, ...level }) => level);
      dispatch(moveTo(model.addList({ levels }), here.rest, state));
    }
    return true;
  };
}

/** Whether items of a list come before in the counting of the others. */
function countsWith(id: string, rest: readonly Item[], model: DocumentModel): boolean {
  const own = rest[0]?.list.id;
  if (own === undefined) return false;
  const abstract = model.list(own)?.abstract;
  return id === own || (abstract !== undefined && model.list(id)?.abstract === abstract);
}

/** The item with the cursor and those after it go on with the list before that is written the same way. */
export function continueList(model: DocumentModel): Command {
  return (state, dispatch) => {
    const here = fromHere(state, model);
    const first = here?.rest[0];
    if (!here || !first) return false;
    const format = (item: Item) => model.list(item.list.id)?.levels[item.list.level ?? 0]?.format;
    const before = here.before.findLast(
      (item) =>
        item.list.id !== first.list.id &&
        item.list.level === first.list.level &&
        format(item) === format(first),
    );
    if (!before) return false;
    dispatch?.(moveTo(before.list.id, here.rest, state));
    return true;
  };
}
