/** The dialogs that verbs open. */
import { Plural, Trans } from "@lingui/react/macro";
import { ShareDialog } from "@/share/ShareDialog";
import { deleteForever } from "./actions";
import { ConfirmDialog } from "./ConfirmDialog";
import { MoveDialog } from "./MoveDialog";
import type { VerbRunner } from "./useVerbs";

export function FileDialogs({ dialog, closeDialog }: Pick<VerbRunner, "dialog" | "closeDialog">) {
  if (dialog === null) return null;
  if (dialog.verb === "share") {
    return <ShareDialog node={dialog.node} opened onClose={closeDialog} />;
  }
  if (dialog.verb === "move") {
    return <MoveDialog nodes={dialog.nodes} onClose={closeDialog} />;
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
