/** The live connection of an open document: a socket for each few dozen parts, a provider for each part. */
import { HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { localCopyName } from "./localCopies";
import { PartConnection } from "./part";
import { firstPause, LONGEST_PAUSE, pause, shortestPause } from "./pauses";
import type { SavedStore } from "./SavedWords";
import { atStart, type RefusalReason, type SavedState, savedState, savedTogether } from "./saved";

export interface ConnectionOptions {
  nodeId: string;
  /** Whose local copy it is; a guest's is kept for the browser session's id. */
  userId: string;
  /** The session's CSRF token, read anew at each (re)connection. */
  token: () => string;
  /** What this page understands, `text:1`: a server with a newer schema refuses it. */
  schema?: string;
  /** `ws:` or `wss:` address of the socket; made from the page's own when absent. */
  url?: string;
}

/** The socket's address on the page's own host. By `document` a proxy sends all its readers to one node. */
export function syncAddress(
  location: Pick<Location, "protocol" | "host">,
  schema?: string,
  document?: string,
): string {
  const query = new URLSearchParams();
  if (document !== undefined) query.set("document", document);
  if (schema !== undefined) query.set("schema", schema);
  const address = `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/sync`;
  return query.size === 0 ? address : `${address}?${query}`;
}

/** Parts on one socket; the server takes 64 (its setting `max_parts`). */
const PARTS_A_SOCKET = 60;

/**
 * The sockets of an open document. Its parts share them; they reconnect by themselves for as long as it lives.
 *
 * As a store it tells the saved state of all its parts together. The part opened first is the main one.
 */
export class DocumentConnection implements SavedStore {
  readonly #sockets: HocuspocusProviderWebsocket[] = [];
  readonly #seats = new Map<string, HocuspocusProviderWebsocket>();
  readonly #parts = new Map<string, PartConnection>();
  readonly #stops = new Map<string, () => void>();
  readonly #listeners = new Set<() => void>();
  #state: SavedState = savedState(atStart);
  /** Connections in a row that ended before a part was let in. */
  #vain = 0;

  constructor(private readonly options: ConnectionOptions) {
    window.addEventListener("online", this.#online);
  }

  get state(): SavedState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The connection of a part, opened when it is asked for first: `body`, `book`, `sheet:s1` … */
  part(name: string): PartConnection {
    const known = this.#parts.get(name);
    if (known) return known;
    const { nodeId, userId, token } = this.options;
    const part = new PartConnection({
      name: `${nodeId}/${name}`,
      copyName: localCopyName(userId, nodeId, name),
      socket: this.#seat(name),
      token,
      onJoined: () => {
        this.#vain = 0;
      },
      onRefused: () => this.#refused(),
    });
    this.#parts.set(name, part);
    this.#stops.set(name, part.subscribe(this.#changed));
    this.#changed();
    return part;
  }

  /** The socket of a part that is about to be opened: one that has room, else another one. */
  #seat(name: string): HocuspocusProviderWebsocket {
    const taken = (socket: HocuspocusProviderWebsocket): number =>
      [...this.#seats.values()].filter((one) => one === socket).length;
    const free = this.#sockets.find((socket) => taken(socket) < PARTS_A_SOCKET);
    const socket = free ?? this.#newSocket();
    this.#seats.set(name, socket);
    return socket;
  }

  #newSocket(): HocuspocusProviderWebsocket {
    const { options } = this;
    const socket: HocuspocusProviderWebsocket = new HocuspocusProviderWebsocket({
      url: options.url ?? syncAddress(window.location, options.schema, options.nodeId),
      delay: firstPause,
      minDelay: shortestPause,
      maxDelay: LONGEST_PAUSE,
      factor: 1.6,
      jitter: true,
      messageReconnectTimeout: 30_000,
      onClose: ({ event }) => this.#closed(socket, event.code),
    });
    this.#sockets.push(socket);
    return socket;
  }

  /** Leave a part that is not needed any more. What it had not sent stays in its local copy. */
  close(name: string): void {
    this.#stops.get(name)?.();
    this.#stops.delete(name);
    this.#parts.get(name)?.destroy();
    this.#parts.delete(name);
    this.#seats.delete(name);
    this.#changed();
  }

  /** Stop talking about all parts for good: this page cannot show the document. */
  refuse(reason: RefusalReason): void {
    for (const part of this.#parts.values()) part.refuse(reason);
  }

  destroy(): void {
    window.removeEventListener("online", this.#online);
    this.#listeners.clear();
    for (const name of [...this.#parts.keys()]) this.close(name);
    for (const socket of this.#sockets) socket.destroy();
  }

  #changed = (): void => {
    const now = savedTogether([...this.#parts.values()].map((part) => part.state));
    if (sameState(now, this.#state)) return;
    this.#state = now;
    for (const listener of this.#listeners) listener();
  };

  #online = (): void => {
    for (const socket of this.#sockets) if (socket.shouldConnect) void socket.connect();
  };

  /** Runs before the socket plans its next attempt. */
  #closed(socket: HocuspocusProviderWebsocket, code: number): void {
    socket.configuration.delay = pause(code, this.#vain);
    this.#vain += 1;
  }

  /** When no part may be read any more there is nothing to come back for. */
  #refused(): void {
    const parts = [...this.#parts.values()];
    if (parts.every((part) => part.state.name === "refused"))
      for (const socket of this.#sockets) socket.disconnect();
  }
}

function sameState(a: SavedState, b: SavedState): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
