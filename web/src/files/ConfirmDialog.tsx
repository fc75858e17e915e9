/** Asks once before something large, or something that cannot be taken back. */
import { Trans } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";

export interface ConfirmDialogProps {
  title: ReactNode;
  children: ReactNode;
  verb: ReactNode;
  /** It can be undone: the button does not warn. */
  harmless?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({
  title,
  children,
  verb,
  harmless = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  return (
    <Modal opened onClose={onClose} size={420} title={title}>
      <div style={{ marginBlockEnd: 24 }}>{children}</div>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus={!harmless || undefined}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          data-autofocus={harmless || undefined}
          color={harmless ? "azurite" : "cinnabar"}
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
