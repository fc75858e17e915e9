/** Notifications: what others have shared with me lately. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Indicator, Popover } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useState } from "react";
import { useOpenNode } from "@/files/opening";
import { moment } from "@/i18n";
import { KindIcon } from "@/kinds/KindIcon";
import styles from "./Bell.module.css";
import { useNews } from "./news";

export function Bell() {
  const { t } = useLingui();
  const { items, fresh, markSeen } = useNews();
  const { open } = useOpenNode();
  const [opened, setOpened] = useState(false);
  const close = () => {
    setOpened(false);
    markSeen();
  };
  return (
    <Popover
      opened={opened}
      onChange={(next) => (next ? setOpened(true) : close())}
      position="bottom-end"
      width={340}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Indicator disabled={fresh.size === 0} size={8} offset={8} color="azurite" withBorder>
          <ActionIcon
            size={36}
            aria-label={fresh.size === 0 ? t`Notifications` : t`Notifications, ${fresh.size} new`}
            onClick={() => (opened ? close() : setOpened(true))}
          >
            <IconBell size={20} stroke={1.6} />
          </ActionIcon>
        </Indicator>
      </Popover.Target>
      <Popover.Dropdown className={styles.dropdown}>
        <h2 className={styles.heading}>
          <Trans>Notifications</Trans>
        </h2>
        {items.length === 0 && (
          <p className={styles.empty}>
            <Trans>All quiet. When somebody shares a file with you, it says so here.</Trans>
          </p>
        )}
        <ul className={styles.list}>
          {items.map((node) => (
            <li key={node.id}>
              <button
                type="button"
                className={styles.item}
                onClick={() => {
                  close();
                  open(node);
                }}
              >
                <KindIcon kind={node.kind} size={24} />
                <span className={styles.words}>
                  <span>
                    <Trans>
                      <strong>{node.owner.name}</strong> shared “{node.name}”
                    </Trans>
                  </span>
                  <span className={styles.when}>{moment(node.modified)}</span>
                </span>
                {fresh.has(node.id) && (
                  <span className={styles.dot} role="img" aria-label={t`New`} />
                )}
              </button>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
