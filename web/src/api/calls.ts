/** Every call of the API that the page makes, one function each. */
import { address, call, callBytes, callHeaders, setCsrf } from "./client";
import { type Problem, readProblem } from "./problem";
import type {
  BrowserSession,
  Changes,
  Chart,
  Grant,
  Health,
  Kind,
  Link,
  Me,
  Member,
  NewLink,
  NewToken,
  Node,
  NodeWithPath,
  Page,
  Person,
  Role,
  Sort,
  Token,
  TokenScope,
  Version,
  VersionNumber,
  VersionPage,
} from "./types";

const at = (id: string): string => encodeURIComponent(id);

interface Csrf {
  csrf: string | null;
}

async function keepCsrf<Answer extends Csrf>(answer: Promise<Answer>): Promise<Answer> {
  const value = await answer;
  setCsrf(value.csrf);
  return value;
}

interface PageQuery {
  limit?: number;
  cursor?: string | null;
}

export interface LinkTerms {
  role?: Role;
  /** RFC 3339; `null` takes the expiry away. */
  expires?: string | null;
  /** `null` takes the password away. */
  password?: string | null;
}

export const health = () => call<Health>("GET", "/health");
export const setup = (first: {
  organisation: string;
  name: string;
  email: string;
  password: string;
}) => keepCsrf(call<Csrf & { root: string }>("POST", "/setup", { json: first, signingIn: true }));

export const signIn = (email: string, password: string) =>
  keepCsrf(call<Csrf>("POST", "/session", { json: { email, password }, signingIn: true }));
export const signOut = () => call<void>("DELETE", "/session", { signingIn: true });
export const me = () => keepCsrf(call<Me>("GET", "/me", { signingIn: true }));
export const updateMe = (change: { name?: string; language?: string | null }) =>
  call<Me>("PATCH", "/me", { json: change });
export const changePassword = (current: string, next: string) =>
  call<void>("POST", "/me/password", { json: { current, new: next }, signingIn: true });

export const sessions = () => call<Page<BrowserSession>>("GET", "/sessions");
export const endSession = (id: string) => call<void>("DELETE", `/sessions/${at(id)}`);

export const tokens = () => call<Page<Token>>("GET", "/tokens");
export const createToken = (wish: { name: string; scope?: TokenScope; expires?: string | null }) =>
  call<NewToken>("POST", "/tokens", { json: wish });
export const deleteToken = (id: string) => call<void>("DELETE", `/tokens/${at(id)}`);

export const users = (query: PageQuery & { q?: string }, signal?: AbortSignal) =>
  call<Page<Member>>("GET", "/users", { query: { ...query }, ...(signal ? { signal } : {}) });
export const createUser = (member: {
  name: string;
  email: string;
  password: string;
  administrator?: boolean;
}) => call<Member>("POST", "/users", { json: member });
export const updateUser = (
  id: string,
  change: { name?: string; administrator?: boolean; disabled?: boolean; password?: string },
) => call<Member>("PATCH", `/users/${at(id)}`, { json: change });

export const node = (id: string) => call<NodeWithPath>("GET", `/nodes/${at(id)}`);
export const children = (id: string, query: PageQuery & { sort?: Sort }) =>
  call<Page<Node>>("GET", `/nodes/${at(id)}/children`, { query: { ...query } });
export const createNode = (parent: string, name: string, kind: Kind) =>
  call<Node>("POST", "/nodes", { json: { parent, name, kind } });
export const updateNode = (id: string, change: { name?: string; parent?: string }) =>
  call<Node>("PATCH", `/nodes/${at(id)}`, { json: change });
export const trashNode = (id: string) => call<void>("DELETE", `/nodes/${at(id)}`);
export const deleteNode = (id: string) =>
  call<void>("DELETE", `/nodes/${at(id)}`, { query: { forever: true } });
export const restoreNode = (id: string) => call<Node>("POST", `/nodes/${at(id)}/restore`);
export const copyNode = (id: string, where: { parent?: string; name?: string } = {}) =>
  call<Node>("POST", `/nodes/${at(id)}/copy`, { json: where });
export const star = (id: string) => call<void>("PUT", `/nodes/${at(id)}/star`);
export const unstar = (id: string) => call<void>("DELETE", `/nodes/${at(id)}/star`);

export const recent = (query: PageQuery = {}) =>
  call<Page<Node>>("GET", "/recent", { query: { ...query } });
export const shared = (query: PageQuery = {}) =>
  call<Page<Node>>("GET", "/shared", { query: { ...query } });
export const starred = (query: PageQuery = {}) =>
  call<Page<Node>>("GET", "/starred", { query: { ...query } });
export const trash = (query: PageQuery = {}) =>
  call<Page<Node>>("GET", "/trash", { query: { ...query } });
export const emptyTrash = () => call<void>("DELETE", "/trash");
export const search = (q: string, query: PageQuery = {}, signal?: AbortSignal) =>
  call<Page<Node>>("GET", "/search", { query: { q, ...query }, ...(signal ? { signal } : {}) });

export const grants = (id: string) =>
  call<{ items: Grant[]; owner: Person }>("GET", `/nodes/${at(id)}/grants`);
export const setGrant = (id: string, user: string, role: Role) =>
  call<Grant>("PUT", `/nodes/${at(id)}/grants/${at(user)}`, { json: { role } });
export const removeGrant = (id: string, user: string) =>
  call<void>("DELETE", `/nodes/${at(id)}/grants/${at(user)}`);

export const links = (id: string) => call<Page<Link>>("GET", `/nodes/${at(id)}/links`);
export const createLink = (id: string, terms: LinkTerms & { role: Role }) =>
  call<NewLink>("POST", `/nodes/${at(id)}/links`, { json: terms });
export const updateLink = (id: string, terms: LinkTerms) =>
  call<Link>("PATCH", `/links/${at(id)}`, { json: terms });
export const deleteLink = (id: string) => call<void>("DELETE", `/links/${at(id)}`);
export const linkTarget = (token: string) =>
  call<{ name: string; kind: Kind; password: boolean }>("GET", `/links/${at(token)}`, {
    signingIn: true,
  });
export const openLink = (token: string, password?: string) =>
  keepCsrf(
    call<Csrf & { node: string }>("POST", `/links/${at(token)}/open`, {
      json: password === undefined ? {} : { password },
      signingIn: true,
    }),
  );

export const versions = (id: string, query: PageQuery = {}) =>
  call<VersionPage>("GET", `/nodes/${at(id)}/versions`, { query: { ...query } });
export const nameVersion = (id: string, number: number, label: string | null) =>
  call<Version>("PATCH", `/nodes/${at(id)}/versions/${number}`, { json: { label } });
export const createVersion = (id: string, label: string) =>
  call<Version>("POST", `/nodes/${at(id)}/versions`, { json: { label } });
/** `before` is the number of the version that holds what there was: restore it to undo. */
export const restoreVersion = (id: string, number: number) =>
  call<Version & { before: number | null }>("POST", `/nodes/${at(id)}/versions/${number}/restore`);
/** The body as it was, one Yjs update (v1) with its deletions. */
export const versionState = (id: string, number: VersionNumber, signal?: AbortSignal) =>
  callBytes(`/nodes/${at(id)}/versions/${number}/state`, signal ? { signal } : {});
/** Every part as it was, packed: read it with `unpackParts`. */
export const versionParts = (id: string, number: VersionNumber, signal?: AbortSignal) =>
  callBytes(`/nodes/${at(id)}/versions/${number}/parts`, signal ? { signal } : {});
/** Who did what after the version before it. */
export const versionChanges = (id: string, number: VersionNumber, signal?: AbortSignal) =>
  call<Changes>("GET", `/nodes/${at(id)}/versions/${number}/changes`, signal ? { signal } : {});

/** Store an image for a document; `media` is what its `image` node names. */
export const uploadMedia = (id: string, image: Blob) =>
  call<{ media: string; width: number; height: number }>("POST", `/nodes/${at(id)}/media`, {
    body: image,
    headers: { "Content-Type": image.type },
  });

export const contentAddress = (
  id: string,
  options: { version?: number; format?: string; sheet?: string; inline?: boolean } = {},
): string =>
  address(`/nodes/${at(id)}/content`, {
    version: options.version,
    format: options.format,
    sheet: options.sheet,
    disposition: options.inline === true ? "inline" : undefined,
  });
/** What keeps a document from being opened, in the reader's language; null when nothing does (any more). */
export async function whyNotOpened({
  id,
  kind,
}: Pick<Node, "id" | "kind">): Promise<Problem | null> {
  const format = kind === "sheet" ? "csv" : "md";
  const response = await fetch(contentAddress(id, { format }), {
    headers: callHeaders("GET"),
  });
  return response.ok ? null : readProblem(response);
}
/** `version`: of that version's file, not of the document as it is. */
export const mediaAddress = (id: string, media: string, version?: number): string =>
  address(`/nodes/${at(id)}/media/${media.split("/").map(encodeURIComponent).join("/")}`, {
    version,
  });
/** What a chart of an open document or a version shows, by the name of its part (`xl/charts/chart1.xml`). */
export const chart = (id: string, part: string, version?: number): Promise<Chart> =>
  call<Chart>(
    "GET",
    `/nodes/${at(id)}/charts/${part.split("/").map(encodeURIComponent).join("/")}`,
    { query: { version } },
  );
/** `version` only makes the address change when the picture does. */
export const thumbnailAddress = (node: Pick<Node, "id" | "version" | "modified">): string =>
  address(`/nodes/${at(node.id)}/thumbnail`, { v: `${node.version}-${Date.parse(node.modified)}` });
