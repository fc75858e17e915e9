/** What can be done to files: at once in the page, then on the server, with undo; put back when refused. */
import { Plural, Trans } from "@lingui/react/macro";
import type { QueryClient } from "@tanstack/react-query";
import { api, type Node } from "@/api";
import { notify, notifyProblem, notifyUndo } from "@/app/notices";
import { queryClient } from "@/app/queries";
import { type Change, changeLists, refresh, showsChildrenOf } from "./cache";

/** Do something to each, a few at a time. Resolves when all are settled; rejects with the first refusal. */
async function each(nodes: readonly Node[], act: (node: Node) => Promise<unknown>): Promise<void> {
  const waiting = [...nodes];
  const refusals: unknown[] = [];
  const work = async () => {
    for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
      try {
        await act(node);
      } catch (error) {
        refusals.push(error);
      }
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  if (refusals.length > 0) throw refusals[0];
}

interface Deed {
  nodes: readonly Node[];
  change: Change;
  act: (node: Node) => Promise<unknown>;
}

/** Whether it was done. A refusal is told, and the lists are as they were. */
async function perform({ nodes, change, act }: Deed, queries: QueryClient = queryClient) {
  const putBack = await changeLists(queries, change);
  try {
    await each(nodes, act);
    return true;
  } catch (error) {
    putBack();
    notifyProblem(error);
    return false;
  } finally {
    void refresh(queries, ...nodes.map((node) => node.id));
  }
}

const idsOf = (nodes: readonly Node[]) => new Set(nodes.map((node) => node.id));

export async function rename(node: Node, name: string): Promise<boolean> {
  const wanted = name.trim().normalize("NFC");
  if (wanted === node.name) return true;
  return perform({
    nodes: [node],
    change: (item) => (item.id === node.id ? { ...item, name: wanted } : item),
    act: () => api.updateNode(node.id, { name: wanted }),
  });
}

export async function restore(nodes: readonly Node[], quiet = false): Promise<void> {
  const ids = idsOf(nodes);
  const done = await perform({
    nodes,
    change: (item, key) => (key[1] === "trash" && ids.has(item.id) ? null : item),
    act: (node) => api.restoreNode(node.id),
  });
  if (done && !quiet) {
    notify(<Plural value={nodes.length} one="Restored" other="# files restored" />);
  }
}

/** Whether they are in the trash now; a refusal is told. */
export async function trash(nodes: readonly Node[]): Promise<boolean> {
  const ids = idsOf(nodes);
  const done = await perform({
    nodes,
    change: (item, key) => (key[1] !== "trash" && ids.has(item.id) ? null : item),
    act: (node) => api.trashNode(node.id),
  });
  if (!done) return false;
  const name = nodes[0]?.name ?? "";
  notifyUndo(
    <Plural
      value={nodes.length}
      one={`“${name}” is in the trash`}
      other="# files are in the trash"
    />,
    () => void restore(nodes, true),
  );
  return true;
}

export async function deleteForever(nodes: readonly Node[]): Promise<void> {
  const ids = idsOf(nodes);
  await perform({
    nodes,
    change: (item) => (ids.has(item.id) ? null : item),
    act: (node) => api.deleteNode(node.id),
  });
}

export async function emptyTrash(): Promise<void> {
  await perform({
    nodes: [],
    change: (item, key) => (key[1] === "trash" ? null : item),
    act: async () => {},
  });
  try {
    await api.emptyTrash();
  } catch (error) {
    notifyProblem(error);
  }
  void refresh(queryClient);
}

async function moveTo(nodes: readonly Node[], parentOf: (node: Node) => string) {
  const ids = idsOf(nodes);
  return perform({
    nodes,
    change: (item, key) =>
      ids.has(item.id) && key[1] === "children" && !showsChildrenOf(key, parentOf(item))
        ? null
        : item,
    act: (node) => api.updateNode(node.id, { parent: parentOf(node) }),
  });
}

/** Move into a folder. What is there already, and a folder into itself, are left alone. */
export async function move(
  nodes: readonly Node[],
  folder: { id: string; name: string },
): Promise<void> {
  const moved = nodes.filter((node) => node.parent !== folder.id && node.id !== folder.id);
  if (moved.length === 0) return;
  const parents = new Map(moved.map((node) => [node.id, node.parent]));
  const done = await moveTo(moved, () => folder.id);
  if (!done) return;
  const back = moved.filter((node) => node.parent !== null);
  const name = folder.name;
  notifyUndo(
    <Plural value={moved.length} one={`Moved to “${name}”`} other={`# files moved to “${name}”`} />,
    () => void moveTo(back, (node) => parents.get(node.id) ?? folder.id),
  );
}

export async function copy(nodes: readonly Node[], parent?: string): Promise<void> {
  try {
    await each(nodes, (node) => api.copyNode(node.id, parent === undefined ? {} : { parent }));
    notify(<Plural value={nodes.length} one="A copy was made" other="# copies were made" />);
  } catch (error) {
    notifyProblem(error);
  }
  await refresh(queryClient);
}

export async function setStarred(nodes: readonly Node[], starred: boolean): Promise<void> {
  const ids = idsOf(nodes);
  await perform({
    nodes,
    change: (item, key) => {
      if (!ids.has(item.id)) return item;
      return !starred && key[1] === "starred" ? null : { ...item, starred };
    },
    act: (node) => (starred ? api.star(node.id) : api.unstar(node.id)),
  });
}

/** Save files to the reader's machine, one after the other, as the browser does it. */
export function download(nodes: readonly Node[]): void {
  const files = nodes.filter((node) => node.kind !== "folder");
  for (const node of files) {
    const anchor = document.createElement("a");
    anchor.href = api.contentAddress(node.id);
    anchor.download = node.name;
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
  }
  if (files.length < nodes.length) {
    notify(<Trans>Folders cannot be downloaded whole yet. The files were.</Trans>);
  }
}
