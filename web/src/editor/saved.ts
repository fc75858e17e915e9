/** The saved state of an open document: an explicit machine from what the connection reports. */

export type SavedState =
  | { name: "connecting" }
  | { name: "saved" }
  | { name: "saving" }
  /** No connection; what was typed since is kept in this browser. */
  | { name: "offline"; kept: boolean }
  /** Connected, but an edit has not been acknowledged for long: the server cannot write, or is slow. */
  | { name: "unsaved"; cause: "store" | "slow"; kept: boolean }
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
  /** It has been merged at least once since the page was opened. */
  merged: boolean;
  scope: "read-write" | "readonly" | null;
  /** Without a working connection for so long that a person should know. */
  away: boolean;
  /** What the server last said about its own storage. */
  storable: boolean;
  /** An edit waits for its acknowledgement longer than is ordinary. */
  overdue: boolean;
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
  merged: false,
  scope: null,
  away: false,
  storable: true,
  overdue: false,
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
  /** The connection has been gone for a while. */
  | { type: "away" }
  /** No acknowledgement for a while. */
  | { type: "overdue" }
  | { type: "store"; writable: boolean }
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
    case "away":
      return isLive(facts) ? facts : { ...facts, away: true };
    case "overdue":
      return waits(facts) ? { ...facts, overdue: true } : facts;
    case "store":
      return { ...facts, storable: event.writable };
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
  return {
    ...facts,
    socket: status,
    authenticated: false,
    synced: false,
    storable: true,
    overdue: false,
  };
}

/** Connected, let in, and merged with what the server has. */
export function isLive(facts: ConnectionFacts): boolean {
  return facts.socket === "connected" && facts.authenticated && facts.synced;
}

/** Whether something was typed, or sent, that the server has not acknowledged. */
export function waits(facts: ConnectionFacts): boolean {
  return facts.pending || (isLive(facts) && facts.unsynced > 0);
}

function settle(facts: ConnectionFacts): ConnectionFacts {
  if (!facts.authenticated || !facts.synced) return facts;
  const here = { ...facts, merged: true, away: false };
  if (facts.unsynced > 0) return here;
  return { ...here, pending: false, overdue: false, failure: null };
}

/**
 * "Saved" only when nothing waits for an acknowledgement.
 *
 * A short loss of the connection is no news: until it has lasted (`away`) the words stay what they are.
 */
export function savedState(facts: ConnectionFacts): SavedState {
  if (facts.refusal) return { name: "refused", reason: facts.refusal };
  if (facts.failure) return { name: "failed", reason: facts.failure };
  if (facts.scope === "readonly") return { name: "read-only" };
  if (!facts.merged && !facts.pending) return { name: "connecting" };
  if (!isLive(facts) && facts.away) return { name: "offline", kept: facts.kept };
  if (!waits(facts)) return { name: "saved" };
  if (!facts.storable) return { name: "unsaved", cause: "store", kept: facts.kept };
  if (facts.overdue) return { name: "unsaved", cause: "slow", kept: facts.kept };
  return { name: "saving" };
}

const gravity: SavedState["name"][] = [
  "saved",
  "connecting",
  "read-only",
  "saving",
  "offline",
  "unsaved",
  "failed",
  "refused",
];

/**
 * The state of a document from those of its parts, the main one first: the gravest.
 *
 * Another part that is still being fetched, or may only be read, is no news beside the main one.
 */
export function savedTogether(states: readonly SavedState[]): SavedState {
  const [main = { name: "connecting" } as const, ...rest] = states;
  if (main.name === "refused") return main;
  let gravest: SavedState = main;
  for (const state of rest) {
    const news = gravity.indexOf(state.name) > gravity.indexOf("read-only");
    if (news && gravity.indexOf(state.name) > gravity.indexOf(gravest.name)) gravest = state;
  }
  if (!("kept" in gravest) || !gravest.kept) return gravest;
  const kept = states.every((state) => !("kept" in state) || state.kept);
  return kept ? gravest : { ...gravest, kept };
}
