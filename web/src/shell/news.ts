/** What is new for me: files shared with me that this browser has not shown me yet. */
import { useQuery } from "@tanstack/react-query";
import { api, keys, type Node } from "@/api";
import { createKeptStore } from "@/app/store";
import { useMe } from "@/session/me";

const most = 20;

const isIds = (found: unknown): found is string[] =>
  Array.isArray(found) && found.every((item) => typeof item === "string");

const seen = createKeptStore<string[] | null>(
  "tongwen.seen",
  null,
  (found): found is string[] | null => found === null || isIds(found),
);

export interface News {
  items: readonly Node[];
  fresh: ReadonlySet<string>;
  markSeen: () => void;
}

export function useNews(): News {
  const me = useMe();
  const known = seen.use();
  const shared = useQuery({
    queryKey: [...keys.shared, "news"],
    queryFn: () => api.shared({ limit: most }),
    enabled: me.user !== null,
    refetchInterval: 60_000,
  });
  const items = shared.data?.items ?? [];
  const fresh = new Set(
    items.filter((node) => known === null || !known.includes(node.id)).map((node) => node.id),
  );
  return {
    items,
    fresh,
    markSeen: () => seen.set(items.map((node) => node.id)),
  };
}
