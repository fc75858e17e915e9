/** The lists that the page holds, changed at once when something is done and put back when it is refused. */
import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import { keys, type Node, type Page } from "@/api";

type Pages = InfiniteData<Page<Node>, string | null>;
type Held = Pages | Page<Node> | undefined;

/** What becomes of a node in the list under a key: another node, or `null` to take it out. */
export type Change = (node: Node, key: QueryKey) => Node | null;

function changePage(page: Page<Node>, key: QueryKey, change: Change): Page<Node> {
  const items: Node[] = [];
  let same = true;
  for (const node of page.items) {
    const changed = change(node, key);
    if (changed !== node) same = false;
    if (changed !== null) items.push(changed);
  }
  return same ? page : { ...page, items };
}

function changeHeld(held: Held, key: QueryKey, change: Change): Held {
  if (held === undefined) return held;
  if ("pages" in held) {
    return { ...held, pages: held.pages.map((page) => changePage(page, key, change)) };
  }
  return changePage(held, key, change);
}

/** Change every list that is held. Returns how to put all of it back. */
export async function changeLists(queries: QueryClient, change: Change): Promise<() => void> {
  await queries.cancelQueries({ queryKey: keys.lists });
  const before = queries.getQueriesData<Held>({ queryKey: keys.lists });
  for (const [key, held] of before) queries.setQueryData(key, changeHeld(held, key, change));
  return () => {
    for (const [key, held] of before) queries.setQueryData(key, held);
  };
}

/** Ask again for every list, and for the nodes named. */
export function refresh(queries: QueryClient, ...ids: string[]): Promise<unknown> {
  return Promise.all([
    queries.invalidateQueries({ queryKey: keys.lists }),
    queries.invalidateQueries({ queryKey: keys.me }),
    ...ids.map((id) => queries.invalidateQueries({ queryKey: keys.node(id) })),
  ]);
}

/** Whether a list shows the children of this folder. */
export function showsChildrenOf(key: QueryKey, folder: string): boolean {
  return key[1] === "children" && key[2] === folder;
}
