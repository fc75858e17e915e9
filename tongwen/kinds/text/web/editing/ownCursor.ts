/** Tells the others where my cursor is: at most ten times a second, and never within a key. */
import { Plugin, type PluginView } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from "y-prosemirror";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

/** Milliseconds between two messages. */
export const INTERVAL = 100;

interface Shared {
  anchor: Y.RelativePosition;
  head: Y.RelativePosition;
}

function same(known: Shared | null | undefined, now: Shared): boolean {
  if (!known) return false;
  const read = Y.createRelativePositionFromJSON;
  return (
    Y.compareRelativePositions(read(known.anchor), now.anchor) &&
    Y.compareRelativePositions(read(known.head), now.head)
  );
}

class OwnCursor implements PluginView {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #said = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly view: EditorView,
    private readonly awareness: Awareness,
  ) {
    view.dom.addEventListener("focusin", this.#soon);
    view.dom.addEventListener("focusout", this.#soon);
  }

  update(): void {
    this.#soon();
  }

  destroy(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.view.dom.removeEventListener("focusin", this.#soon);
    this.view.dom.removeEventListener("focusout", this.#soon);
    if (this.#cursor) this.awareness.setLocalStateField("cursor", null);
  }

  get #cursor(): Shared | null {
    return (this.awareness.getLocalState() as { cursor?: Shared | null } | null)?.cursor ?? null;
  }

  /** The first move is told at once, the last of a flight at the end of its interval. */
  #soon = (): void => {
    const wait = Math.max(this.#said + INTERVAL - Date.now(), 0);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#tell();
    }, wait);
  };

  #tell(): void {
    const { view, awareness } = this;
    const sync = ySyncPluginKey.getState(view.state);
    if (view.isDestroyed || !sync?.binding) return;
    const known = this.#cursor;
    if (!view.hasFocus()) {
      // Another view of the same person may have put its own cursor there: leave that one be.
      if (known && this.#isOurs(known, sync)) this.#say(null);
      return;
    }
    const { selection } = view.state;
    const place = (at: number): Y.RelativePosition =>
      absolutePositionToRelativePosition(at, sync.type, sync.binding.mapping);
    const now = { anchor: place(selection.anchor), head: place(selection.head) };
    if (awareness.getLocalState() !== null && !same(known, now)) this.#say(now);
  }

  #isOurs(known: Shared, sync: ReturnType<typeof ySyncPluginKey.getState>): boolean {
    const anchor = Y.createRelativePositionFromJSON(known.anchor);
    return (
      relativePositionToAbsolutePosition(sync.doc, sync.type, anchor, sync.binding.mapping) !== null
    );
  }

  #say(cursor: Shared | null): void {
    this.#said = Date.now();
    this.awareness.setLocalStateField("cursor", cursor);
  }
}

export function ownCursorPlugin(awareness: Awareness): Plugin {
  return new Plugin({ view: (view) => new OwnCursor(view, awareness) });
}
