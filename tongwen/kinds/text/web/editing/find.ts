/** Find and replace: matches as decorations, replace all as one step of undo. */
import type { Node } from "prosemirror-model";
import {
  type Command,
  type EditorState,
  Plugin,
  PluginKey,
  TextSelection,
  type Transaction,
} from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

export interface Query {
  text: string;
  matchCase: boolean;
  wholeWord: boolean;
}

export interface Match {
  from: number;
  to: number;
}

export interface FindState {
  query: Query;
  matches: readonly Match[];
  /** Index of the match that is selected, or -1. */
  current: number;
  set: DecorationSet;
}

export const noQuery: Query = { text: "", matchCase: false, wholeWord: false };
const nothing: FindState = { query: noQuery, matches: [], current: -1, set: DecorationSet.empty };
export const findKey = new PluginKey<FindState>("find");

/** More matches than this are counted but not painted. */
const PAINTED = 2000;

const LETTER = /[\p{L}\p{N}_]/u;
const SPACELESS = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/;

/** Whether a match is not a part of a longer word. Chinese has no spaces, so its characters are words. */
function standsAlone(text: string, from: number, to: number): boolean {
  const joins = (outside: string | undefined, inside: string | undefined): boolean =>
    !!outside &&
    !!inside &&
    LETTER.test(outside) &&
    LETTER.test(inside) &&
    !SPACELESS.test(outside) &&
    !SPACELESS.test(inside);
  return !joins(text[from - 1], text[from]) && !joins(text[to], text[to - 1]);
}

/** Where a query occurs in one paragraph's text, by offset. */
export function matchesIn(text: string, query: Query): Match[] {
  const needle = query.matchCase ? query.text : query.text.toLowerCase();
  const haystack = query.matchCase ? text : lowered(text);
  const found: Match[] = [];
  if (needle === "") return found;
  for (let at = haystack.indexOf(needle); at >= 0; ) {
    const end = at + needle.length;
    const counts = !query.wholeWord || standsAlone(text, at, end);
    if (counts) found.push({ from: at, to: end });
    at = haystack.indexOf(needle, counts ? end : at + 1);
  }
  return found;
}

/** Lower case of the same length: offsets must not move (İ has two lower-case characters). */
function lowered(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return [...text]
    .map((character) =>
      character.toLowerCase().length === character.length ? character.toLowerCase() : character,
    )
    .join("");
}

function textOf(block: Node): string {
  return block.textBetween(0, block.content.size, undefined, "\ufffc");
}

/** Every match in a document. Text is searched paragraph by paragraph. */
export function findAll(doc: Node, query: Query): Match[] {
  const found: Match[] = [];
  if (query.text === "") return found;
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    for (const match of matchesIn(textOf(node), query)) {
      found.push({ from: at + 1 + match.from, to: at + 1 + match.to });
    }
    return false;
  });
  return found;
}

function painted(doc: Node, matches: readonly Match[], current: number): DecorationSet {
  const start = Math.max(0, current - PAINTED / 2);
  const decorations = matches.slice(start, start + PAINTED).map((match, index) =>
    Decoration.inline(match.from, match.to, {
      class: start + index === current ? "tx-found tx-found-current" : "tx-found",
    }),
  );
  return DecorationSet.create(doc, decorations);
}

function search(doc: Node, query: Query, near: number): FindState {
  const matches = findAll(doc, query);
  const after = matches.findIndex((match) => match.from >= near);
  const current = matches.length === 0 ? -1 : after === -1 ? 0 : after;
  return { query, matches, current, set: painted(doc, matches, current) };
}

export function findPlugin(): Plugin<FindState> {
  return new Plugin<FindState>({
    key: findKey,
    state: {
      init: () => nothing,
      apply: (tr, value) => {
        const meta = tr.getMeta(findKey) as Partial<FindState> | undefined;
        if (meta?.query) return search(tr.doc, meta.query, tr.selection.from);
        if (meta?.current !== undefined) {
          return {
            ...value,
            current: meta.current,
            set: painted(tr.doc, value.matches, meta.current),
          };
        }
        if (!tr.docChanged || value.query.text === "") return value;
        const near = value.matches[value.current]?.from ?? 0;
        return search(tr.doc, value.query, tr.mapping.map(near));
      },
    },
    props: { decorations: (state) => findKey.getState(state)?.set ?? DecorationSet.empty },
  });
}

export function setQuery(query: Query): Command {
  return (state, dispatch) => {
    // Out of the history: y-prosemirror ends the step of undo here, and what is replaced is one of its own.
    dispatch?.(state.tr.setMeta(findKey, { query }).setMeta("addToHistory", false));
    return true;
  };
}

function select(state: EditorState, tr: Transaction, index: number): Transaction {
  const match = findKey.getState(state)?.matches[index];
  if (match) tr.setSelection(TextSelection.create(tr.doc, match.from, match.to)).scrollIntoView();
  return tr.setMeta(findKey, { current: index });
}

/** Select the next or the previous match; after the last comes the first. */
export function step(direction: 1 | -1): Command {
  return (state, dispatch) => {
    const found = findKey.getState(state);
    const count = found?.matches.length ?? 0;
    if (!found || count === 0) return false;
    const onIt =
      found.matches[found.current]?.from === state.selection.from && !state.selection.empty;
    const next =
      onIt || direction < 0 ? (found.current + direction + count) % count : found.current;
    dispatch?.(select(state, state.tr, next));
    return true;
  };
}

function replaceMatch(tr: Transaction, match: Match, text: string): void {
  const marks = tr.doc.nodeAt(match.from)?.marks ?? [];
  if (text === "") tr.delete(match.from, match.to);
  else tr.replaceWith(match.from, match.to, tr.doc.type.schema.text(text, marks));
}

/** Replace the current match and select the next one. */
export function replaceOne(text: string): Command {
  return (state, dispatch) => {
    const found = findKey.getState(state);
    const match = found?.matches[found.current];
    if (!match) return false;
    if (dispatch) {
      const tr = state.tr;
      replaceMatch(tr, match, text);
      dispatch(tr.setSelection(TextSelection.create(tr.doc, match.from + text.length)));
    }
    return true;
  };
}

/** Replace every match, in one transaction and so one step of undo. */
export function replaceAll(text: string): Command {
  return (state, dispatch) => {
    const matches = findKey.getState(state)?.matches ?? [];
    if (matches.length === 0) return false;
    if (dispatch) {
      const tr = state.tr;
      for (const match of [...matches].reverse()) replaceMatch(tr, match, text);
      dispatch(tr);
    }
    return true;
  };
}
