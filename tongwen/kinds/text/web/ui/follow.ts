/** Following a colleague: the stage scrolls to their cursor until the follower does something. */
import { relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { TextSession } from "./session";

/** The position of somebody's cursor in our document, or null when they have none. */
export function cursorOf(
  session: TextSession,
  awareness: Awareness,
  clientId: number,
): number | null {
  const cursor = (
    awareness.getStates().get(clientId) as { cursor?: { head?: unknown } } | undefined
  )?.cursor;
  const sync = ySyncPluginKey.getState(session.view.state);
  if (!cursor?.head || !sync) return null;
  const head = Y.createRelativePositionFromJSON(cursor.head);
  return relativePositionToAbsolutePosition(sync.doc, sync.type, head, sync.binding.mapping);
}

/** Scroll to a colleague now and whenever they move. Returns the way to stop. */
export function follow(
  session: TextSession,
  awareness: Awareness,
  clientId: number,
  onStop: () => void,
): () => void {
  const { view } = session;
  const scroll = (): void => {
    if (!awareness.getStates().has(clientId)) {
      onStop();
      return;
    }
    const at = cursorOf(session, awareness, clientId);
    if (at === null) return;
    const { node } = view.domAtPos(Math.min(at, view.state.doc.content.size));
    const element = node instanceof HTMLElement ? node : node.parentElement;
    element?.scrollIntoView({ block: "center", behavior: "smooth" });
  };
  scroll();
  awareness.on("change", scroll);
  view.dom.addEventListener("keydown", onStop);
  view.dom.addEventListener("pointerdown", onStop);
  return () => {
    awareness.off("change", scroll);
    view.dom.removeEventListener("keydown", onStop);
    view.dom.removeEventListener("pointerdown", onStop);
  };
}
