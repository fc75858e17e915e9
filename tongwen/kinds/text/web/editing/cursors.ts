/** Other people's cursors and selections: the fifty nearest to the window, drawn once a frame. */
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { narrowMapping } from "../document/changes";
import { compositionPlugin } from "./composition";
import { ownCursorPlugin } from "./ownCursor";
import { readSelection } from "./selection";

export interface CursorUser {
  name: string;
  color: string;
}

export interface RemoteCursor {
  anchor: number;
  head: number;
  user: CursorUser;
}

/** How many cursors are drawn at once. */
export const MOST = 50;

const COLOR = /^#[0-9a-f]{6}$/i;

function userColor(user: CursorUser): string {
  return COLOR.test(user.color) ? user.color : "#667080";
}

/** A thin caret with a name flag; the flag fades by CSS and comes back on hover. */
export function cursorElement(user: CursorUser): HTMLElement {
  const caret = document.createElement("span");
  caret.className = "tx-cursor";
  caret.style.setProperty("--person", userColor(user));
  const flag = document.createElement("span");
  flag.className = "tx-cursor-flag";
  flag.textContent = user.name.slice(0, 40);
  caret.append("\u2060", flag, "\u2060");
  return caret;
}

function userOf(state: unknown): CursorUser {
  const { user } = (state ?? {}) as { user?: { name?: unknown; color?: unknown } };
  return { name: String(user?.name ?? "?"), color: String(user?.color ?? "") };
}

/** Where somebody's cursor is in the document of now, or null: they have none, or it is nowhere. */
export function remoteCursor(state: EditorState, shared: unknown): RemoteCursor | null {
  const { cursor } = (shared ?? {}) as { cursor?: { anchor?: unknown; head?: unknown } | null };
  const sync = ySyncPluginKey.getState(state);
  if (!cursor?.anchor || !cursor.head || !sync?.binding) return null;
  const place = (position: unknown): number | null => {
    const relative = readPosition(position);
    if (!relative) return null;
    return relativePositionToAbsolutePosition(sync.doc, sync.type, relative, sync.binding.mapping);
  };
  const [anchor, head] = [place(cursor.anchor), place(cursor.head)];
  if (anchor === null || head === null) return null;
  const end = Math.max(state.doc.content.size - 1, 0);
  return { anchor: Math.min(anchor, end), head: Math.min(head, end), user: userOf(shared) };
}

function isId(value: unknown): boolean {
  const { client, clock } = (value ?? {}) as { client?: unknown; clock?: unknown };
  return [client, clock].every((part) => Number.isSafeInteger(part) && Number(part) >= 0);
}

/** A position that another page wrote: whatever it is, it must not end ours. */
function readPosition(position: unknown): Y.RelativePosition | null {
  if (typeof position !== "object" || position === null) return null;
  const { type, item, tname } = position as Record<string, unknown>;
  if (item != null && !isId(item)) return null;
  if (type != null && !isId(type)) return null;
  if (item == null && type == null && tname !== "body") return null;
  return Y.createRelativePositionFromJSON(position);
}

/** Those to draw: all when there are few, else the nearest to what is in the window. */
export function nearest(
  cursors: ReadonlyMap<number, RemoteCursor>,
  [from, to]: readonly [number, number],
  most = MOST,
): [number, RemoteCursor][] {
  const all = [...cursors];
  if (all.length <= most) return all;
  const distance = (head: number): number => Math.max(from - head, head - to, 0);
  return all.sort((a, b) => distance(a[1].head) - distance(b[1].head)).slice(0, most);
}

function drawn(doc: Node, cursors: readonly [number, RemoteCursor][]): DecorationSet {
  const decorations = cursors.flatMap(([client, { anchor, head, user }]) => {
    const caret = Decoration.widget(head, () => cursorElement(user), {
      key: `${client} ${user.color} ${user.name}`,
      side: 10,
    });
    if (anchor === head) return [caret];
    const look = { class: "tx-selection", style: `--person:${userColor(user)}` };
    const range = { inclusiveEnd: true, inclusiveStart: false };
    const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
    return [caret, Decoration.inline(from, to, look, range)];
  });
  return DecorationSet.create(doc, decorations);
}

export interface Cursors {
  /** Everybody's, by client. */
  all: ReadonlyMap<number, RemoteCursor>;
  /** Of the nearest. */
  set: DecorationSet;
  shown: readonly number[];
}

export const cursorsKey = new PluginKey<Cursors>("cursors");

interface Moves {
  /** Null: gone. */
  moved: ReadonlyMap<number, RemoteCursor | null>;
  window: readonly [number, number];
}

function moved(doc: Node, all: ReadonlyMap<number, RemoteCursor>, { moved, window }: Moves) {
  const next = new Map(all);
  for (const [client, cursor] of moved) {
    if (cursor) next.set(client, cursor);
    else next.delete(client);
  }
  const shown = nearest(next, window);
  return { all: next, set: drawn(doc, shown), shown: shown.map(([client]) => client) };
}

function mapped(tr: Transaction, value: Cursors, before: EditorState): Cursors {
  const mapping = narrowMapping(tr, before);
  const all = new Map<number, RemoteCursor>();
  for (const [client, cursor] of value.all) {
    const { anchor, head, user } = cursor;
    all.set(client, { anchor: mapping.map(anchor), head: mapping.map(head), user });
  }
  return { ...value, all, set: value.set.map(mapping as never, tr.doc) };
}

/** The positions at the upper and lower edge of the window, as the view can tell. */
function positionsInWindow(view: EditorView): [number, number] {
  const stage = view.dom.closest("[data-stage]")?.getBoundingClientRect();
  const text = view.dom.getBoundingClientRect();
  const left = text.left + text.width / 2;
  const at = (top: number): number | undefined => view.posAtCoords({ left, top })?.pos;
  if (!stage) return [0, view.state.doc.content.size];
  const top = Math.max(stage.top, text.top) + 2;
  const bottom = Math.min(stage.bottom, text.bottom) - 2;
  return [at(top) ?? 0, at(bottom) ?? view.state.doc.content.size];
}

export interface CursorOptions {
  /** What is in the window; asked only when there are more cursors than are drawn. */
  inWindow?: (view: EditorView) => [number, number];
  frame?: (work: () => void) => number;
}

class RemoteCursors {
  readonly #stale = new Set<number>();
  #frame = 0;
  readonly #inWindow: (view: EditorView) => [number, number];
  readonly #schedule: (work: () => void) => number;

  constructor(
    private readonly view: EditorView,
    private readonly awareness: Awareness,
    options: CursorOptions,
  ) {
    this.#inWindow = options.inWindow ?? positionsInWindow;
    this.#schedule = options.frame ?? ((work) => requestAnimationFrame(work));
    for (const client of awareness.getStates().keys()) this.#stale.add(client);
    awareness.on("change", this.#changed);
    // Scrolling does not bubble; the stage is built around the view later.
    view.dom.ownerDocument.addEventListener("scroll", this.#scrolled, {
      capture: true,
      passive: true,
    });
    if (this.#stale.size > 1) this.#soon();
  }

  update(view: EditorView, before: EditorState): void {
    if (view.state.doc === before.doc) return;
    const sync = ySyncPluginKey.getState(view.state);
    // Mapped positions are near enough for our own edits; what others did is looked up again.
    if (!sync?.isChangeOrigin) return;
    for (const client of cursorsKey.getState(view.state)?.shown ?? []) this.#stale.add(client);
    if (this.#stale.size > 0) this.#soon();
  }

  destroy(): void {
    this.awareness.off("change", this.#changed);
    this.view.dom.ownerDocument.removeEventListener("scroll", this.#scrolled, { capture: true });
    if (this.#frame) cancelAnimationFrame(this.#frame);
  }

  #changed = (change: { added: number[]; updated: number[]; removed: number[] }): void => {
    const clients = [...change.added, ...change.updated, ...change.removed];
    for (const client of clients) if (client !== this.awareness.clientID) this.#stale.add(client);
    if (this.#stale.size > 0) this.#soon();
  };

  #scrolled = (): void => {
    if ((cursorsKey.getState(this.view.state)?.all.size ?? 0) > MOST) this.#soon();
  };

  #soon(): void {
    if (this.#frame) return;
    this.#frame = this.#schedule(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const { view } = this;
    if (view.isDestroyed) return;
    // A click of this very moment would be lost to the selection that the editor knows.
    readSelection(view);
    const now = cursorsKey.getState(view.state);
    const moved = new Map<number, RemoteCursor | null>();
    for (const client of this.#stale) {
      if (client === this.awareness.clientID) continue;
      const cursor = remoteCursor(view.state, this.awareness.getStates().get(client));
      if (cursor || now?.all.has(client)) moved.set(client, cursor);
    }
    this.#stale.clear();
    const many = (now?.all.size ?? 0) + moved.size > MOST;
    if (moved.size === 0 && !many) return;
    const window = many ? this.#inWindow(view) : ([0, 0] as const);
    const moves: Moves = { moved, window };
    view.dispatch(view.state.tr.setMeta(cursorsKey, moves));
  }
}

function remoteCursorsPlugin(awareness: Awareness, options: CursorOptions): Plugin<Cursors> {
  return new Plugin<Cursors>({
    key: cursorsKey,
    state: {
      init: () => ({ all: new Map(), set: DecorationSet.empty, shown: [] }),
      apply: (tr, value, before) => {
        const moves = tr.getMeta(cursorsKey) as Moves | undefined;
        if (moves) return moved(tr.doc, value.all, moves);
        return tr.docChanged && value.all.size > 0 ? mapped(tr, value, before) : value;
      },
    },
    view: (view) => new RemoteCursors(view, awareness, options),
  });
}

/** The others' cursors, mine told to them, and stillness where somebody composes. */
export function cursorPlugins(awareness: Awareness, options: CursorOptions = {}): Plugin[] {
  const live = (state: EditorState) => cursorsKey.getState(state)?.set ?? DecorationSet.empty;
  return [
    remoteCursorsPlugin(awareness, options),
    ownCursorPlugin(awareness),
    compositionPlugin(live),
  ];
}
