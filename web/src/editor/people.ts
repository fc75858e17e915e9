/** People in a document as awareness tells of them, and the colours that tell them apart. */
import { people, personColor } from "@/theme";

export interface Peer {
  clientId: number;
  id: string;
  name: string;
  /** A number for `personColor`. */
  color: number;
  /** Whether a cursor of theirs can be followed. */
  present: boolean;
}

/** The `user` field of an awareness state as we and y-prosemirror write it. */
export interface AwarenessUser {
  id: string;
  name: string;
  color: string;
  slot: number;
}

/** The longest name that is shown, in UTF-16 units. */
const LONGEST_NAME = 80;

export function awarenessUser(id: string, name: string, slot: number): AwarenessUser {
  return { id, name: name.slice(0, LONGEST_NAME), color: personColor(slot), slot };
}

/** Who an awareness state tells of, or null when it names nobody. Whatever stands in it, this is safe to show. */
export function peerOf(clientId: number, state: unknown): Peer | null {
  const { user, cursor } = (state ?? {}) as { user?: Partial<AwarenessUser>; cursor?: unknown };
  if (typeof user?.name !== "string") return null;
  return {
    clientId,
    id: typeof user.id === "string" ? user.id : String(clientId),
    name: user.name.slice(0, LONGEST_NAME),
    color: typeof user.slot === "number" ? user.slot : clientId,
    present: cursor != null,
  };
}

/** How many colours there are to tell people apart. */
const slots = people.length;

/**
 * The colour to show oneself in: the preferred one, or the next that nobody has who goes before.
 *
 * Who goes before is settled by ids, so that two pages that meet do not both give way.
 */
export function freeSlot(others: readonly Peer[], id: string, preferred: number): number {
  const taken = new Set(others.filter((peer) => peer.id < id).map((peer) => peer.color % slots));
  for (let step = 0; step < slots; step += 1) {
    const slot = (preferred + step) % slots;
    if (!taken.has(slot)) return slot;
  }
  return preferred;
}
