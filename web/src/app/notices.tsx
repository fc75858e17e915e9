/** Short words at the foot of the window: done, with undo; or refused, and why. */
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { explain } from "@/i18n";
import styles from "./notices.module.css";

const look = {
  classNames: {
    root: styles.root ?? "",
    description: styles.description ?? "",
    closeButton: styles.close ?? "",
  },
};

export function notify(message: ReactNode): void {
  notifications.show({ ...look, message });
}

/** Say what was done and offer to take it back. */
export function notifyUndo(message: ReactNode, undo: () => void): void {
  const id = notifications.show({
    ...look,
    autoClose: 10_000,
    message: (
      <span className={styles.undo}>
        <span>{message}</span>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          <Trans>Undo</Trans>
        </Button>
      </span>
    ),
  });
}

/** Say why something did not work. The same words are not stacked twice. */
export function notifyProblem(error: unknown): void {
  const message = explain(error);
  notifications.show({
    ...look,
    id: `problem ${message}`,
    role: "alert",
    autoClose: 10_000,
    icon: <IconAlertCircle size={18} />,
    color: "cinnabar",
    message,
  });
}
