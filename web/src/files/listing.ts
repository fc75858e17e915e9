/** Lists of files, asked for page by page as one scrolls. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, keys, type Node, type Page, type Sort } from "@/api";

const pageSize = 200;

export interface Listing {
  nodes: readonly Node[];
  /** The first page is not there yet. */
  waiting: boolean;
  error: unknown;
  more: boolean;
  loadMore: () => void;
  retry: () => void;
}

export interface ListingSource {
  queryKey: readonly unknown[];
  load: (query: { limit: number; cursor: string | null }) => Promise<Page<Node>>;
}

export const sources = {
  children: (id: string, sort: Sort): ListingSource => ({
    queryKey: keys.children(id, sort),
    load: (query) => api.children(id, { ...query, sort }),
  }),
  recent: { queryKey: keys.recent, load: api.recent },
  shared: { queryKey: keys.shared, load: api.shared },
  starred: { queryKey: keys.starred, load: api.starred },
  trash: { queryKey: keys.trash, load: api.trash },
  search: (q: string): ListingSource => ({
    queryKey: keys.search(q),
    load: (query) => api.search(q, query),
  }),
} as const;

export function useListing(source: ListingSource): Listing {
  const query = useInfiniteQuery({
    queryKey: source.queryKey,
    queryFn: ({ pageParam }) => source.load({ limit: pageSize, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const nodes = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return {
    nodes,
    waiting: query.isPending,
    error: query.data === undefined ? query.error : null,
    more: query.hasNextPage,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    retry: () => void query.refetch(),
  };
}
