/** Asks once before something that cannot be taken back. */
import { Trans } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";

export interface ConfirmDialogProps {
  title: ReactNode;
  children: ReactNode;
  verb: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({ title, children, verb, onConfirm, onClose }: ConfirmDialogProps) {
  return (
    <Modal opened onClose={onClose} size={420} title={title}>
      <div style={{ marginBlockEnd: 24 }}>{children}</div>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          color="cinnabar"
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {verb}
        </Button>
      </Group>
    </Modal>
  );
}
