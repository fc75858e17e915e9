/** Who is in the document: kept up to date by what changed, told once a frame, cheap for an audience of hundreds. */
import { useSyncExternalStore } from "react";
import type { Awareness } from "y-protocols/awareness";
import { compareNames } from "@/i18n";
import { awarenessUser, freeSlot, type Peer, peerOf } from "./people";

/** What an awareness tells with each change. */
export interface AwarenessChange {
  added: number[];
  updated: number[];
  removed: number[];
}

export interface Myself {
  id: string;
  name: string;
  /** The colour that I should like. */
  color: number;
}

/** Runs work once before the next picture; returns the way to call it off. */
export type Schedule = (work: () => void) => () => void;

const nextFrame: Schedule = (work) => {
  const frame = requestAnimationFrame(work);
  return () => cancelAnimationFrame(frame);
};

function samePeer(a: Peer | null | undefined, b: Peer | null): boolean {
  if (!a || !b) return (a ?? null) === b;
  return a.id === b.id && a.name === b.name && a.color === b.color && a.present === b.present;
}

export class Presence {
  /** By client: a person with two windows has two. */
  readonly #clients = new Map<number, Peer>();
  #peers: readonly Peer[] = [];
  #listeners = new Set<() => void>();
  #cancel: (() => void) | null = null;
  #myself: Myself | null = null;
  #slot = -1;

  constructor(
    private readonly awareness: Awareness,
    private readonly schedule: Schedule = nextFrame,
  ) {
    this.#read([...awareness.getStates().keys()]);
    this.#publish();
    awareness.on("change", this.#changed);
  }

  /** The others, each once, by name. The same array until somebody comes, goes or changes. */
  get peers(): readonly Peer[] {
    return this.#peers;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getPeers = (): readonly Peer[] => this.#peers;

  /** Show myself to the others, in a colour of my own where there are enough. */
  introduce(myself: Myself): void {
    this.#myself = myself;
    this.#slot = -1;
    this.#show();
  }

  destroy(): void {
    this.awareness.off("change", this.#changed);
    this.#cancel?.();
    this.#cancel = null;
    this.#listeners.clear();
  }

  /** Moved cursors change nobody: they cost a look at those who moved, and no more. */
  #changed = ({ added, updated, removed }: AwarenessChange): void => {
    if (!this.#read([...added, ...updated, ...removed])) return;
    this.#cancel ??= this.schedule(() => {
      this.#cancel = null;
      this.#publish();
    });
  };

  #read(clients: readonly number[]): boolean {
    let changed = false;
    for (const client of clients) {
      if (client === this.awareness.clientID) continue;
      const peer = peerOf(client, this.awareness.getStates().get(client));
      if (samePeer(this.#clients.get(client), peer)) continue;
      changed = true;
      if (peer) this.#clients.set(client, peer);
      else this.#clients.delete(client);
    }
    return changed;
  }

  #publish(): void {
    const people = new Map<string, Peer>();
    for (const peer of this.#clients.values()) {
      const known = people.get(peer.id);
      if (!known || (peer.present && !known.present)) people.set(peer.id, peer);
    }
    this.#peers = [...people.values()].sort((a, b) => compareNames(a.name, b.name));
    this.#show();
    for (const listener of this.#listeners) listener();
  }

  #show(): void {
    if (!this.#myself) return;
    const { id, name, color } = this.#myself;
    const slot = freeSlot(this.#peers, id, color);
    if (slot === this.#slot) return;
    this.#slot = slot;
    this.awareness.setLocalStateField("user", awarenessUser(id, name, slot));
  }
}

/** The others, drawn again only when somebody comes, goes or changes. */
export function usePeers(presence: Presence): readonly Peer[] {
  return useSyncExternalStore(presence.subscribe, presence.getPeers);
}
