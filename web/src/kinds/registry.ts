/** The kinds that have an editor, found by their folders; each is a chunk of its own. */
import type { EditorModule } from "./contract";

const modules = import.meta.glob<{ default: EditorModule }>(
  "../../../tongwen/kinds/*/web/index.tsx",
);

function kindOf(path: string): string {
  return path.split("/").at(-3) ?? "";
}

const loaders = new Map(Object.entries(modules).map(([path, load]) => [kindOf(path), load]));

export function hasEditor(kind: string): boolean {
  return loaders.has(kind);
}

/** Fetch the editor of a kind. Rejects when the kind has none or the network is gone. */
export async function loadEditor(kind: string): Promise<EditorModule> {
  const load = loaders.get(kind);
  if (load === undefined) throw new RangeError(`no editor for ${kind}`);
  return (await load()).default;
}
