/** What every dialog of the sheet editor is made in: a title, fields, and the verbs at its foot. */
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import type { ControlProps } from "../controls/props";

export interface DialogProps extends ControlProps {
  onClose: () => void;
}

export function DialogFrame({
  title,
  size = 440,
  onClose,
  children,
}: {
  title: string;
  size?: number;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Modal opened onClose={onClose} title={title} size={size} returnFocus={false}>
      {children}
    </Modal>
  );
}

/** Cancel and the verb; Enter in a field is the verb. */
export function DialogForm({
  verb,
  disabled = false,
  aside,
  onSubmit,
  onCancel,
  children,
}: {
  verb: string;
  disabled?: boolean;
  /** At the other end of the foot. */
  aside?: ReactNode;
  onSubmit: () => void;
  onCancel: () => void;
  children: ReactNode;
}) {
  const { t } = useLingui();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!disabled) onSubmit();
      }}
    >
      {children}
      <Group justify="space-between" mt="lg">
        <span>{aside}</span>
        <Group gap="sm">
          <Button variant="default" onClick={onCancel}>
            {t`Cancel`}
          </Button>
          <Button type="submit" disabled={disabled}>
            {verb}
          </Button>
        </Group>
      </Group>
    </form>
  );
}
