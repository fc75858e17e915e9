/** The saved state of an open document: an explicit machine from what the connection reports. */

export type SavedState =
  | { name: "connecting" }
  | { name: "saved" }
  | { name: "saving" }
  /** No connection; what was typed since is kept in this browser. */
  | { name: "offline"; kept: boolean }
  | { name: "read-only" }
  | { name: "refused"; reason: RefusalReason }
  | { name: "failed"; reason: string };

export type RefusalReason =
  | "denied"
  | "signed-out"
  | "gone"
  | "outdated"
  /** It is here, but this page cannot show it. */
  | "unreadable"
  /** The server could not open the file. */
  | "unopened";

/** What is known about the connection. `savedState` is a function of it alone. */
export interface ConnectionFacts {
  socket: "connecting" | "connected" | "disconnected";
  authenticated: boolean;
  /** The first answer of the server has been merged since the last (re)connection. */
  synced: boolean;
  scope: "read-write" | "readonly" | null;
  unsynced: number;
  /** Something was typed since the server last acknowledged everything. */
  pending: boolean;
  /** This browser keeps a copy: typing without a connection survives a reload. */
  kept: boolean;
  refusal: RefusalReason | null;
  failure: string | null;
}

export const atStart: ConnectionFacts = {
  socket: "connecting",
  authenticated: false,
  synced: false,
  scope: null,
  unsynced: 0,
  pending: false,
  kept: false,
  refusal: null,
  failure: null,
};

export type ConnectionEvent =
  | { type: "status"; status: "connecting" | "connected" | "disconnected" }
  | { type: "authenticated"; scope: "read-write" | "readonly" }
  | { type: "synced" }
  | { type: "unsynced"; count: number }
  | { type: "edited" }
  | { type: "kept" }
  | { type: "refused"; reason: RefusalReason }
  | { type: "failed"; reason: string };

/** The facts after an event. A refusal is final until the page is opened again. */
export function after(facts: ConnectionFacts, event: ConnectionEvent): ConnectionFacts {
  switch (event.type) {
    case "status":
      return afterStatus(facts, event.status);
    case "authenticated":
      return { ...facts, authenticated: true, scope: event.scope, failure: null };
    case "synced":
      return settle({ ...facts, synced: true });
    case "unsynced":
      return settle({ ...facts, unsynced: event.count });
    case "edited":
      return { ...facts, pending: true };
    case "kept":
      return { ...facts, kept: true };
    case "refused":
      return { ...facts, refusal: event.reason };
    case "failed":
      return { ...facts, failure: event.reason };
  }
}

function afterStatus(facts: ConnectionFacts, status: ConnectionFacts["socket"]): ConnectionFacts {
  if (status === "connected") return { ...facts, socket: status };
  return { ...facts, socket: status, authenticated: false, synced: false };
}

function settle(facts: ConnectionFacts): ConnectionFacts {
  const acknowledged = facts.unsynced === 0 && facts.authenticated && facts.synced;
  return acknowledged ? { ...facts, pending: false, failure: null } : facts;
}

/** "Saved" only when connected, authenticated, merged and nothing waits for an acknowledgement. */
export function savedState(facts: ConnectionFacts): SavedState {
  if (facts.refusal) return { name: "refused", reason: facts.refusal };
  if (facts.failure) return { name: "failed", reason: facts.failure };
  if (facts.scope === "readonly") return { name: "read-only" };
  if (facts.socket !== "connected") {
    const opened = facts.scope !== null || facts.pending;
    return opened ? { name: "offline", kept: facts.kept } : { name: "connecting" };
  }
  if (!facts.authenticated || !facts.synced) {
    return facts.pending ? { name: "saving" } : { name: "connecting" };
  }
  return facts.unsynced > 0 ? { name: "saving" } : { name: "saved" };
}
