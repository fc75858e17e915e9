/** The dialogs that verbs open. */
import { Plural, Trans } from "@lingui/react/macro";
import { lazy, Suspense } from "react";
import { deleteForever } from "./actions";
import { ConfirmDialog } from "./ConfirmDialog";
import type { VerbRunner } from "./useVerbs";

const ShareDialog = lazy(() =>
  import("@/share/ShareDialog").then(({ ShareDialog }) => ({ default: ShareDialog })),
);
const MoveDialog = lazy(() =>
  import("./MoveDialog").then(({ MoveDialog }) => ({ default: MoveDialog })),
);

export function FileDialogs({ dialog, closeDialog }: Pick<VerbRunner, "dialog" | "closeDialog">) {
  if (dialog === null) return null;
  if (dialog.verb === "share") {
    return (
      <Suspense>
        <ShareDialog node={dialog.node} opened onClose={closeDialog} />
      </Suspense>
    );
  }
  if (dialog.verb === "move") {
    return (
      <Suspense>
        <MoveDialog nodes={dialog.nodes} onClose={closeDialog} />
      </Suspense>
    );
  }
  const { nodes } = dialog;
  const name = nodes[0]?.name ?? "";
  return (
    <ConfirmDialog
      title={<Trans>Delete for ever?</Trans>}
      verb={<Trans>Delete for ever</Trans>}
      onConfirm={() => void deleteForever(nodes)}
      onClose={closeDialog}
    >
      <Plural
        value={nodes.length}
        one={`“${name}” and all its versions will be gone. Nobody can bring it back.`}
        other="# files and all their versions will be gone. Nobody can bring them back."
      />
    </ConfirmDialog>
  );
}
