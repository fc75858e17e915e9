/** The shapes of the API under the names the page uses; the shapes themselves are generated. */
import type * as shapes from "./shapes";

export type {
  AuditEntry,
  Changes,
  Chart,
  Contributor,
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
  Version,
  VersionPage,
  WorkNow,
} from "./shapes";

export type Role = shapes.Node["role"];
export type Kind = shapes.Node["kind"];
export type Crumb = shapes.Place;
export type TokenScope = shapes.Token["scope"];
/** What a member's colleagues see is less than what administrators do. */
export type Member = shapes.User;
export type BrowserSession = shapes.SessionShape;

/** A version's number, or everything that is durable now. */
export type VersionNumber = number | "current";

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export type SortField = "name" | "modified" | "size" | "kind";
export type Sort = SortField | `-${SortField}`;
