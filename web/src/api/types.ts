/** The shapes of the API, as `docs/guide/api.md` gives them. */

export type Role = "viewer" | "commenter" | "editor" | "owner";

export type Kind =
  | "folder"
  | "text"
  | "sheet"
  | "slides"
  | "pdf"
  | "image"
  | "audio"
  | "video"
  | "plain"
  | "file";

export interface Person {
  id: string;
  name: string;
  email?: string;
}

export interface Node {
  id: string;
  parent: string | null;
  kind: Kind;
  name: string;
  mediaType: string;
  size: number;
  version: number;
  created: string;
  modified: string;
  modifiedBy: Person;
  owner: Person;
  role: Role;
  shared: boolean;
  starred: boolean;
  trashed: string | null;
  openable: boolean;
}

export interface Crumb {
  id: string;
  name: string;
}

/** One node, with the folders above it that I may see. */
export interface NodeWithPath extends Node {
  path: Crumb[];
}

export interface Me {
  /** `null`: a guest who came by a link. */
  user: (Person & { administrator: boolean; language: string | null }) | null;
  organisation: { id: string; name: string };
  root: string | null;
  csrf: string | null;
  storage: { used: number; total: number | null };
  actor: { name: string; color: number };
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface Version {
  number: number;
  size: number;
  label: string | null;
  origin: string;
  author: Person;
  created: string;
  current: boolean;
}

export interface Grant {
  user: Person;
  role: Role;
  /** The folder it comes from; `null` when it was given on this node itself. */
  inherited: Crumb | null;
}

export interface Link {
  id: string;
  role: Role;
  created: string;
  expires: string | null;
  password: boolean;
  uses: number;
  hint: string;
  inherited: Crumb | null;
}

export interface NewLink extends Link {
  token: string;
  url: string;
}

export type TokenScope = "read" | "write" | "admin";

export interface Token {
  id: string;
  name: string;
  scope: TokenScope;
  hint: string;
  created: string;
  used: string | null;
  expires: string | null;
}

export interface Member extends Person {
  administrator?: boolean;
  disabled?: boolean | string | null;
  used?: number;
}

export interface BrowserSession {
  id: string;
  agent: string;
  address: string;
  created: string;
  seen: string;
  current: boolean;
}

export interface Health {
  status: string;
  version: string;
  setup: boolean;
}

export type SortField = "name" | "modified" | "size" | "kind";
export type Sort = SortField | `-${SortField}`;
