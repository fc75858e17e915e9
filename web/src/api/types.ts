/** The shapes of the API under the names the page uses; the shapes themselves are generated. */
import type * as shapes from "./shapes";

export type {
  AuditEntry,
  Grant,
  Health,
  Link,
  Me,
  NewLink,
  NewToken,
  Node,
  NodeWithPath,
  Person,
  Token,
} from "./shapes";

export type Role = shapes.Node["role"];
export type Kind = shapes.Node["kind"];
export type Crumb = shapes.Place;
export type TokenScope = shapes.Token["scope"];
/** What a member's colleagues see is less than what administrators do. */
export type Member = shapes.User;
export type BrowserSession = shapes.SessionShape;

/** Who edited. */
export interface Contributor {
  /** Empty: the server itself. */
  id: string;
  /** Empty: a guest who gave none. */
  name: string;
  /** For `personColor`: this person's everywhere. */
  color: number;
  /** Came by a link. */
  guest: boolean;
  edits: number;
}

/** What was done since the version before, from the log. */
export interface Work {
  /** Of the body's log; null: before the file was first opened in an editor. */
  seq: number | null;
  /** The busiest first. */
  people: Contributor[];
  edits: number;
  /** The first and the last edit, RFC 3339. */
  started: string | null;
  ended: string | null;
}

export type Version = shapes.Version & Work;

/** Edits since the newest version, `since`. */
export type Now = Work & { since: number };

export interface VersionPage extends Page<Version> {
  now?: Now | null;
}

/** A version's number, or everything that is durable now. */
export type VersionNumber = number | "current";

/** Yjs ids client:start … client:(stop−1); index into the people; milliseconds since 1970 UTC. */
export type ChangedRange = [
  client: number,
  start: number,
  stop: number,
  person: number,
  at: number,
];

/** Who wrote and who deleted what between two versions. */
export interface Changes {
  number: number | null;
  since: number | null;
  /** False: these versions are files; no log tells who wrote what. */
  traced: boolean;
  people: Contributor[];
  inserted: ChangedRange[];
  deleted: ChangedRange[];
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export type SortField = "name" | "modified" | "size" | "kind";
export type Sort = SortField | `-${SortField}`;
