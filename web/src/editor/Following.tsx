/** Over the stage while one follows somebody: a frame in their colour, their name, and the way out. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect } from "react";
import { Avatar } from "@/people/Avatar";
import { personColor } from "@/theme";
import styles from "./Following.module.css";
import { type Presence, usePeers } from "./presence";

export interface FollowingProps {
  presence: Presence;
  /** The client of whom one follows. */
  followed: number;
  onStop: () => void;
}

export function Following({ presence, followed, onStop }: FollowingProps) {
  const { t } = useLingui();
  const peer = usePeers(presence).find((one) => one.clientId === followed);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const elsewhere = event.target instanceof Element && event.target.closest("[role=dialog]");
      if (event.key === "Escape" && !event.isComposing && !elsewhere) onStop();
    };
    // Before tooltips, which keep the key to themselves.
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [onStop]);
  if (!peer) return null;
  const { name, color } = peer;
  return (
    <div
      className={styles.frame}
      style={{ "--person": personColor(color) } as React.CSSProperties}
      data-following={name}
    >
      <div className={styles.pill} role="status">
        <Avatar person={peer} color={color} size={22} decorative />
        <span className={styles.name}>
          <Trans>Following {name}</Trans>
        </span>
        <ActionIcon
          size={24}
          className={styles.stop}
          aria-label={t`Stop following`}
          onClick={onStop}
        >
          <IconX size={14} />
        </ActionIcon>
      </div>
    </div>
  );
}
