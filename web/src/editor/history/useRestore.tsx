/** Bringing a version back: asked once, done as an edit like any other, and taken back with one click. */
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api, keys, type Node } from "@/api";
import { notify, notifyProblem, notifyUndo } from "@/app/notices";
import { ConfirmDialog } from "@/files/ConfirmDialog";

interface Wish {
  number: number;
  title: string;
}

export interface Restoring {
  ask: (number: number, title: string) => void;
  /** Where the question appears. */
  dialog: ReactNode;
}

export function useRestore(node: Node, onRestored: () => void): Restoring {
  const queries = useQueryClient();
  const [wish, setWish] = useState<Wish | null>(null);
  const stale = () => queries.invalidateQueries({ queryKey: keys.versions(node.id) });
  const takeBack = useMutation({
    mutationFn: (before: number) => api.restoreVersion(node.id, before),
    onSuccess: async () => {
      notify(<Trans>It is again as it was before</Trans>);
      await stale();
    },
    onError: notifyProblem,
  });
  const restore = useMutation({
    mutationFn: ({ number }: Wish) => api.restoreVersion(node.id, number),
    onSuccess: async ({ before }) => {
      onRestored();
      const words = <Trans>Restored</Trans>;
      if (typeof before === "number") notifyUndo(words, () => takeBack.mutate(before));
      else notify(words);
      await stale();
    },
    onError: notifyProblem,
  });
  const title = wish?.title;
  const dialog = wish && (
    <ConfirmDialog
      harmless
      title={<Trans>Restore this version?</Trans>}
      verb={<Trans>Restore</Trans>}
      onConfirm={() => restore.mutate(wish)}
      onClose={() => setWish(null)}
    >
      <Trans>
        The document becomes what it was: {title}. What is there now is kept as a version, and you
        can undo this.
      </Trans>
    </ConfirmDialog>
  );
  return { ask: (number, called) => setWish({ number, title: called }), dialog };
}
