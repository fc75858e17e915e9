/** Names under which TanStack Query keeps answers, so that those who change things can say what is stale. */
import type { Sort, VersionNumber } from "./types";

export const keys = {
  me: ["me"] as const,
  node: (id: string) => ["node", id] as const,
  lists: ["list"] as const,
  children: (id: string, sort: Sort) => ["list", "children", id, sort] as const,
  recent: ["list", "recent"] as const,
  shared: ["list", "shared"] as const,
  starred: ["list", "starred"] as const,
  trash: ["list", "trash"] as const,
  search: (q: string) => ["list", "search", q] as const,
  grants: (id: string) => ["node", id, "grants"] as const,
  links: (id: string) => ["node", id, "links"] as const,
  versions: (id: string) => ["node", id, "versions"] as const,
  history: (id: string) => ["node", id, "versions", "history"] as const,
  versionState: (id: string, number: VersionNumber) =>
    ["node", id, "version-state", number] as const,
  versionParts: (id: string, number: VersionNumber) =>
    ["node", id, "version-parts", number] as const,
  versionChanges: (id: string, number: VersionNumber) =>
    ["node", id, "version-changes", number] as const,
  users: (q: string) => ["users", q] as const,
  tokens: ["tokens"] as const,
  sessions: ["sessions"] as const,
};
