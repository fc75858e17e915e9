/** The live connection of an open document: one socket, a provider for each part, a local copy. */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { IndexeddbPersistence } from "y-indexeddb";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { localCopyName, rememberCopy } from "./localCopies";
import {
  after,
  atStart,
  type ConnectionEvent,
  type ConnectionFacts,
  type RefusalReason,
  type SavedState,
  savedState,
} from "./saved";

export interface ConnectionOptions {
  nodeId: string;
  /** Whose local copy it is; a guest's is kept for the browser session's id. */
  userId: string;
  /** The session's CSRF token, read anew at each (re)connection. */
  token: () => string;
  /** `ws:` or `wss:` address of the socket; made from the page's own when absent. */
  url?: string;
}

/** Milliseconds. Short, because a restarted server is back within a second. */
const FIRST_DELAY = 250;
const LONGEST_DELAY = 3000;

/** The socket's address on the page's own host. */
export function syncAddress(location: Pick<Location, "protocol" | "host">): string {
  return `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/sync`;
}

/** What the server's reason for closing or denying means to a person. */
export function refusalOf(reason: string, code?: number): RefusalReason | null {
  const text = reason.toLowerCase();
  if (code === 4401 || /unauthenticated|unauthorized|signed.?out|session|token/.test(text))
    return "signed-out";
  if (/gone|deleted|trashed/.test(text)) return "gone";
  if (/schema|outdated|update/.test(text)) return "outdated";
  // What one may not see is "not found": to somebody who had it open, it is access that is gone.
  if (code === 4403 || code === 4404 || /permission|forbidden|denied|not.?found/.test(text))
    return "denied";
  return null;
}

type Listener = () => void;

/** One part of a document: its Y.Doc, its provider, its local copy and its saved state. */
export class PartConnection {
  readonly doc = new Y.Doc();
  readonly provider: HocuspocusProvider;
  /** Resolves when the content is here: from the server, or from the local copy when it holds some. */
  readonly opened: Promise<void>;
  #facts: ConnectionFacts = atStart;
  #state: SavedState = savedState(atStart);
  #listeners = new Set<Listener>();
  #persistence: IndexeddbPersistence | null = null;
  #open: () => void = () => {};
  #destroyed = false;

  constructor(
    readonly name: string,
    private readonly copyName: string,
    socket: HocuspocusProviderWebsocket,
    token: () => string,
    private readonly reconnect: () => void,
  ) {
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    this.provider = new HocuspocusProvider({
      name,
      document: this.doc,
      websocketProvider: socket,
      token,
      onAuthenticated: ({ scope }) =>
        this.dispatch({
          type: "authenticated",
          scope: scope === "readonly" ? "readonly" : "read-write",
        }),
      onAuthenticationFailed: ({ reason }) => this.#denied(reason),
      onStatus: ({ status }) => this.dispatch({ type: "status", status }),
      onSynced: () => {
        this.dispatch({ type: "synced" });
        this.#open();
      },
      onUnsyncedChanges: ({ number }) => this.dispatch({ type: "unsynced", count: number }),
      onClose: ({ event }) => this.#closed(event.code, event.reason),
    });
    this.doc.on("update", this.#noticeEdit);
    void this.#load();
  }

  get awareness(): Awareness {
    const awareness = this.provider.awareness;
    if (!awareness) throw new Error("the provider was made without awareness");
    return awareness;
  }

  /** Whether the server lets me write; unknown (null) until it has said so. */
  get writable(): boolean | null {
    const { scope } = this.#facts;
    return scope === null ? null : scope === "read-write";
  }

  get state(): SavedState {
    return this.#state;
  }

  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  dispatch(event: ConnectionEvent): void {
    if (this.#destroyed) return;
    this.#facts = after(this.#facts, event);
    this.#state = savedState(this.#facts);
    for (const listener of this.#listeners) listener();
  }

  /** Stop talking about this part for good: it may not be shown, or cannot be. */
  refuse(reason: RefusalReason): void {
    this.dispatch({ type: "refused", reason });
    this.provider.detach();
    if (reason === "denied" || reason === "gone") void this.forget();
  }

  /** Delete the local copy. */
  async forget(): Promise<void> {
    const persistence = this.#persistence;
    this.#persistence = null;
    await persistence?.clearData();
  }

  destroy(): void {
    this.#destroyed = true;
    this.#listeners.clear();
    this.doc.off("update", this.#noticeEdit);
    this.provider.destroy();
    void this.#persistence?.destroy();
    this.doc.destroy();
  }

  /** The copy is read before the first handshake, so that what it holds goes up as one difference. */
  async #load(): Promise<void> {
    try {
      const persistence = new IndexeddbPersistence(this.copyName, this.doc);
      this.#persistence = persistence;
      rememberCopy(this.copyName);
      await Promise.race([persistence.whenSynced, patience(1500)]);
      if (persistence.synced) this.dispatch({ type: "kept" });
    } catch (error) {
      // Private windows and full disks have no IndexedDB: the document still works, it is only not kept.
      if (!(error instanceof DOMException || error instanceof ReferenceError)) throw error;
      this.#persistence = null;
    }
    if (this.#destroyed) return;
    if (this.doc.share.size > 0 && this.doc.getXmlFragment("body").length > 0) this.#open();
    this.provider.attach();
    this.dispatch({ type: "status", status: this.provider.configuration.websocketProvider.status });
  }

  #noticeEdit = (_update: Uint8Array, origin: unknown): void => {
    if (origin !== this.provider && origin !== this.#persistence) this.dispatch({ type: "edited" });
  };

  #denied(reason: string): void {
    this.refuse(refusalOf(reason) ?? "unopened");
  }

  /** A close of the socket (with a code) or of this document alone (code 1000 and a reason). */
  #closed(code: number, reason: string): void {
    const refusal = refusalOf(reason, code);
    if (code === 1009) {
      this.dispatch({ type: "failed", reason: "too-large" });
    } else if (refusal) {
      this.refuse(refusal);
    } else if (code === 1000 && reason !== "") {
      this.dispatch({ type: "status", status: "disconnected" });
      this.reconnect();
    }
  }
}

function patience(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The socket of an open document. Its parts share it; it reconnects by itself for as long as it lives. */
export class DocumentConnection {
  readonly socket: HocuspocusProviderWebsocket;
  readonly #parts = new Map<string, PartConnection>();

  constructor(private readonly options: ConnectionOptions) {
    this.socket = new HocuspocusProviderWebsocket({
      url: options.url ?? syncAddress(window.location),
      delay: FIRST_DELAY,
      minDelay: FIRST_DELAY,
      maxDelay: LONGEST_DELAY,
      factor: 1.6,
      jitter: true,
      messageReconnectTimeout: 30_000,
    });
    window.addEventListener("online", this.#online);
  }

  part(name: string): PartConnection {
    const known = this.#parts.get(name);
    if (known) return known;
    const { nodeId, userId, token } = this.options;
    const part = new PartConnection(
      `${nodeId}/${name}`,
      localCopyName(userId, nodeId, name),
      this.socket,
      token,
      () => this.#reopen(name),
    );
    this.#parts.set(name, part);
    return part;
  }

  destroy(): void {
    window.removeEventListener("online", this.#online);
    for (const part of this.#parts.values()) part.destroy();
    this.#parts.clear();
    this.socket.destroy();
  }

  #online = (): void => {
    void this.socket.connect();
  };

  /** The server closed one document and left the socket open: ask again, with the rights of now. */
  #reopen(name: string): void {
    const provider = this.#parts.get(name)?.provider;
    if (!provider) return;
    setTimeout(() => {
      if (this.#parts.get(name)?.provider !== provider) return;
      provider.detach();
      provider.attach();
    }, FIRST_DELAY);
  }
}
