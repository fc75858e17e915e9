/** Commands as the entries of a menu, with their icons and keys. */
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { shortcutText } from "@/editor/command";
import type { Commands } from "../commands";
import styles from "./Items.module.css";

/** `null` is a line between groups. */
export function Items({ commands, ids }: { commands: Commands; ids: (string | null)[] }) {
  const { i18n } = useLingui();
  return ids.map((id, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name, and the list does not change.
    if (id === null) return <Menu.Divider key={`line-${index}`} />;
    const command = commands[id];
    if (!command) return null;
    const Icon = command.icon;
    return (
      <Menu.Item
        key={id}
        data-command={id}
        disabled={command.disabled}
        leftSection={<span className={styles.icon}>{Icon && <Icon size={16} stroke={1.7} />}</span>}
        rightSection={
          command.shortcut && <span className={styles.keys}>{shortcutText(command.shortcut)}</span>
        }
        onClick={command.run}
      >
        {i18n._(command.label)}
      </Menu.Item>
    );
  });
}
