/** Following a colleague: the stage scrolls to their cursor until the follower does something. */
import type { Awareness } from "y-protocols/awareness";
import { cursorsKey, remoteCursor } from "../editing/cursors";
import type { TextSession } from "./session";

/** What of the follower's own ends it. */
const OWN_INPUT = ["keydown", "beforeinput", "pointerdown", "wheel", "touchmove"] as const;

/** The position of somebody's cursor in our document, or null when they have none. */
export function cursorOf(
  session: Pick<TextSession, "view">,
  awareness: Awareness,
  clientId: number,
): number | null {
  const { state } = session.view;
  const known = cursorsKey.getState(state)?.all.get(clientId);
  return (known ?? remoteCursor(state, awareness.getStates().get(clientId)))?.head ?? null;
}

/** Scroll to a colleague now and whenever they move, once a frame at most. Returns the way to stop. */
export function follow(
  session: Pick<TextSession, "view">,
  awareness: Awareness,
  clientId: number,
  onStop: () => void,
): () => void {
  const { view } = session;
  let frame = 0;
  const scroll = (): void => {
    frame = 0;
    if (view.isDestroyed) return;
    const at = cursorOf(session, awareness, clientId);
    if (at === null) return;
    const { node } = view.domAtPos(Math.min(at, view.state.doc.content.size));
    const element = node instanceof HTMLElement ? node : node.parentElement;
    element?.scrollIntoView({ block: "center", behavior: "smooth" });
  };
  const changed = ({ updated, removed }: { updated: number[]; removed: number[] }): void => {
    if (removed.includes(clientId)) onStop();
    // After the cursors of the same change have been read, which takes a frame of its own.
    else if (updated.includes(clientId) && !frame)
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(scroll);
      });
  };
  scroll();
  awareness.on("change", changed);
  const stage = view.dom.closest("[data-stage]") ?? view.dom;
  for (const type of OWN_INPUT) stage.addEventListener(type, onStop, { passive: true });
  return () => {
    cancelAnimationFrame(frame);
    awareness.off("change", changed);
    for (const type of OWN_INPUT) stage.removeEventListener(type, onStop);
  };
}
