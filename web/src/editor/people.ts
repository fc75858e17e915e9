/** Who else is in the document, from awareness. */
import { useEffect, useState } from "react";
import type { Awareness } from "y-protocols/awareness";
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

export function awarenessUser(id: string, name: string, slot: number): AwarenessUser {
  return { id, name: name.slice(0, 80), color: personColor(slot), slot };
}

/** How many colours there are to tell people apart. */
const slots = people.length;

/**
 * The colour to show oneself in: the preferred one, or the next that nobody has who goes before.
 *
 * Who goes before is settled by ids, so that two pages that meet do not both give way.
 */
export function freeSlot(others: Peer[], id: string, preferred: number): number {
  const taken = new Set(others.filter((peer) => peer.id < id).map((peer) => peer.color % slots));
  for (let step = 0; step < slots; step += 1) {
    const slot = (preferred + step) % slots;
    if (!taken.has(slot)) return slot;
  }
  return preferred;
}

/** Show oneself to the others, in a colour of one's own where there are enough. Returns how to stop. */
export function introduce(
  awareness: Awareness,
  { id, name, color }: { id: string; name: string; color: number },
): () => void {
  let shown = -1;
  const show = (): void => {
    const slot = freeSlot(peersOf(awareness), id, color);
    if (slot === shown) return;
    shown = slot;
    awareness.setLocalStateField("user", awarenessUser(id, name, slot));
  };
  show();
  awareness.on("change", show);
  return () => awareness.off("change", show);
}

/** The others, one entry a person: several windows of one person count once. Input from peers is checked. */
export function peersOf(awareness: Awareness): Peer[] {
  const peers = new Map<string, Peer>();
  for (const [clientId, state] of awareness.getStates()) {
    if (clientId === awareness.clientID) continue;
    const user = (state as { user?: Partial<AwarenessUser> }).user;
    if (typeof user?.name !== "string") continue;
    const id = typeof user.id === "string" ? user.id : String(clientId);
    const slot = typeof user.slot === "number" ? user.slot : clientId;
    const present = (state as { cursor?: unknown }).cursor != null;
    const known = peers.get(id);
    if (!known || (present && !known.present)) {
      peers.set(id, { clientId, id, name: user.name.slice(0, 80), color: slot, present });
    }
  }
  return [...peers.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function signature(peers: Peer[]): string {
  return peers
    .map((peer) => `${peer.clientId}:${peer.name}:${peer.color}:${peer.present}`)
    .join("|");
}

export function usePeers(awareness: Awareness): Peer[] {
  const [peers, setPeers] = useState<Peer[]>(() => peersOf(awareness));
  useEffect(() => {
    const update = () => {
      const next = peersOf(awareness);
      setPeers((now) => (signature(now) === signature(next) ? now : next));
    };
    update();
    awareness.on("change", update);
    return () => awareness.off("change", update);
  }, [awareness]);
  return peers;
}
