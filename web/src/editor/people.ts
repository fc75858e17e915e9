/** Who else is in the document, from awareness. */
import { useEffect, useState } from "react";
import type { Awareness } from "y-protocols/awareness";
import { personColor } from "@/theme";

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
