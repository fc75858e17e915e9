/** Connects the verbs to what they do, and holds the dialogs they open. */
import { useCallback, useState } from "react";
import type { Node } from "@/api";
import * as actions from "./actions";
import { clipboard } from "./clipboard";
import { useOpenNode } from "./opening";
import { detailsShown } from "./preferences";
import type { VerbId } from "./verbs";

export type Dialog =
  | { verb: "share"; node: Node }
  | { verb: "move"; nodes: readonly Node[] }
  | { verb: "delete"; nodes: readonly Node[] };

export interface VerbRunner {
  run: (verb: VerbId, nodes: readonly Node[]) => void;
  dialog: Dialog | null;
  closeDialog: () => void;
}

export interface VerbRunnerOptions {
  /** The folder shown, where there is one. */
  folder?: { id: string; name: string } | undefined;
  onRename: (id: string) => void;
}

/** Put what was cut or copied into a folder. */
export function paste(folder: { id: string; name: string }): void {
  const { nodes, cut } = clipboard.get();
  if (nodes.length === 0) return;
  if (cut) {
    clipboard.set({ nodes: [], cut: false });
    void actions.move(nodes, folder);
  } else {
    void actions.copy(nodes, folder.id);
  }
}

export function useVerbs({ folder, onRename }: VerbRunnerOptions): VerbRunner {
  const { open, preview } = useOpenNode();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const run = useCallback(
    (verb: VerbId, nodes: readonly Node[]) => {
      const first = (act: (node: Node) => void) => {
        const node = nodes[0];
        if (node !== undefined) act(node);
      };
      const deeds: Record<VerbId, () => void> = {
        open: () => first(open),
        preview: () => first(preview),
        share: () => first((node) => setDialog({ verb: "share", node })),
        download: () => actions.download(nodes),
        rename: () => first((node) => onRename(node.id)),
        star: () => void actions.setStarred(nodes, true),
        unstar: () => void actions.setStarred(nodes, false),
        move: () => setDialog({ verb: "move", nodes }),
        copy: () => void actions.copy(nodes),
        cut: () => clipboard.set({ nodes, cut: true }),
        take: () => clipboard.set({ nodes, cut: false }),
        paste: () => {
          if (folder !== undefined) paste(folder);
        },
        details: () => detailsShown.set(true),
        trash: () => void actions.trash(nodes),
        restore: () => void actions.restore(nodes),
        delete: () => setDialog({ verb: "delete", nodes }),
      };
      deeds[verb]();
    },
    [open, preview, folder, onRename],
  );
  return { run, dialog, closeDialog: () => setDialog(null) };
}
