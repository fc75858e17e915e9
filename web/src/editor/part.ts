/** One part of an open document: its Y.Doc, its provider, its local copy, its people and its saved state. */
import { HocuspocusProvider, type HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { IndexeddbPersistence } from "y-indexeddb";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { rememberCopy } from "./localCopies";
import { firstPause } from "./pauses";
import { Presence } from "./presence";
import { refusalOf } from "./refusals";
import {
  after,
  atStart,
  type ConnectionEvent,
  type ConnectionFacts,
  isLive,
  type RefusalReason,
  type SavedState,
  savedState,
  waits,
} from "./saved";

export interface PartOptions {
  /** `<node id>/<part>`. */
  name: string;
  /** The IndexedDB name of the local copy. */
  copyName: string;
  socket: HocuspocusProviderWebsocket;
  token: () => string;
  onJoined: () => void;
  onRefused: () => void;
}

/** Milliseconds for which a lost connection is no news. */
const GRACE = 2000;
/** Milliseconds without an acknowledgement after which a person should know. */
const PATIENCE = 5000;
/** Milliseconds that the local copy may take before the server is asked without it. */
const COPY_PATIENCE = 1500;

type Listener = () => void;
type Timer = ReturnType<typeof setTimeout>;

/** What the server says in a note: whether it can store, or that the document may not grow. Null: neither. */
export function noteOf(payload: string): ConnectionEvent | null {
  try {
    const note: unknown = JSON.parse(payload);
    if (typeof note !== "object" || note === null) return null;
    const { type, writable, code } = note as { type?: unknown; writable?: unknown; code?: unknown };
    if (type === "store" && typeof writable === "boolean") return { type, writable };
    if (type === "limit" && code === "document-too-large")
      return { type: "failed", reason: "full" };
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Whether anything was ever written in a document. */
export function holdsSomething(doc: Y.Doc): boolean {
  return Y.decodeStateVector(Y.encodeStateVector(doc)).size > 0;
}

export class PartConnection {
  readonly doc = new Y.Doc();
  readonly provider: HocuspocusProvider;
  readonly presence: Presence;
  /** Resolves when the content is here: from the server, or from the local copy when it holds some. */
  readonly opened: Promise<void>;
  #facts: ConnectionFacts = atStart;
  #state: SavedState = savedState(atStart);
  #listeners = new Set<Listener>();
  #persistence: IndexeddbPersistence | null = null;
  #open: () => void = () => {};
  #destroyed = false;
  #lost: Timer | null = null;
  #waiting: Timer | null = null;

  constructor(private readonly options: PartOptions) {
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    this.provider = new HocuspocusProvider({
      name: options.name,
      document: this.doc,
      websocketProvider: options.socket,
      token: options.token,
      onAuthenticated: ({ scope }) => {
        options.onJoined();
        this.dispatch({
          type: "authenticated",
          scope: scope === "readonly" ? "readonly" : "read-write",
        });
      },
      onAuthenticationFailed: ({ reason }) => this.refuse(refusalOf(reason) ?? "unopened"),
      onStatus: ({ status }) => this.dispatch({ type: "status", status }),
      onSynced: () => {
        this.dispatch({ type: "synced" });
        this.#open();
      },
      onUnsyncedChanges: ({ number }) => this.dispatch({ type: "unsynced", count: number }),
      onStateless: ({ payload }) => this.#noted(payload),
      onClose: ({ event }) => this.#closed(event.code, event.reason),
    });
    this.presence = new Presence(this.awareness);
    this.doc.on("update", this.#noticeEdit);
    void this.#load();
  }

  get name(): string {
    return this.options.name;
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
    const before = this.#facts;
    this.#facts = after(before, event);
    this.#state = savedState(this.#facts);
    this.#watchLoss();
    this.#watchWait(before);
    for (const listener of this.#listeners) listener();
  }

  /** Stop talking about this part for good: it may not be shown, or cannot be. */
  refuse(reason: RefusalReason): void {
    this.dispatch({ type: "refused", reason });
    this.provider.detach();
    if (reason === "denied" || reason === "gone") void this.forget();
    this.options.onRefused();
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
    if (this.#lost) clearTimeout(this.#lost);
    if (this.#waiting) clearTimeout(this.#waiting);
    this.doc.off("update", this.#noticeEdit);
    this.presence.destroy();
    this.provider.destroy();
    void this.#persistence?.destroy();
    this.doc.destroy();
  }

  /** The copy is read before the first handshake, so that what it holds goes up as one difference. */
  async #load(): Promise<void> {
    try {
      const persistence = new IndexeddbPersistence(this.options.copyName, this.doc);
      this.#persistence = persistence;
      rememberCopy(this.options.copyName);
      await Promise.race([persistence.whenSynced, patience(COPY_PATIENCE)]);
      if (persistence.synced) this.dispatch({ type: "kept" });
    } catch (error) {
      // Private windows and full disks have no IndexedDB: the document still works, it is only not kept.
      if (!(error instanceof DOMException || error instanceof ReferenceError)) throw error;
      this.#persistence = null;
    }
    if (this.#destroyed) return;
    if (holdsSomething(this.doc)) this.#open();
    this.#attach();
  }

  #attach(): void {
    this.provider.attach();
    this.dispatch({ type: "status", status: this.options.socket.status });
  }

  #noticeEdit = (_update: Uint8Array, origin: unknown): void => {
    if (origin !== this.provider && origin !== this.#persistence) this.dispatch({ type: "edited" });
  };

  #noted(payload: string): void {
    const event = noteOf(payload);
    if (event) this.dispatch(event);
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
      this.#reopen();
    }
  }

  /** The server closed this document and left the socket open: ask again, with the rights of now. */
  #reopen(): void {
    setTimeout(() => {
      if (this.#destroyed || this.#state.name === "refused") return;
      this.provider.detach();
      this.#attach();
    }, firstPause);
  }

  /** A loss becomes news when it lasts. */
  #watchLoss(): void {
    if (isLive(this.#facts) || this.#facts.away) {
      if (this.#lost) clearTimeout(this.#lost);
      this.#lost = null;
    } else {
      this.#lost ??= setTimeout(() => {
        this.#lost = null;
        this.dispatch({ type: "away" });
      }, GRACE);
    }
  }

  /** Each acknowledgement renews the patience with the rest. */
  #watchWait(before: ConnectionFacts): void {
    const waiting = isLive(this.#facts) && waits(this.#facts) && !this.#facts.overdue;
    const progress = this.#facts.unsynced < before.unsynced;
    if (this.#waiting && (!waiting || progress)) {
      clearTimeout(this.#waiting);
      this.#waiting = null;
    }
    if (!waiting) return;
    this.#waiting ??= setTimeout(() => {
      this.#waiting = null;
      this.dispatch({ type: "overdue" });
    }, PATIENCE);
  }
}

function patience(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
