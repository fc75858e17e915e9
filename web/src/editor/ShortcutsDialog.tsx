/** The keyboard shortcuts, by group (`Ctrl+/`). */
import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { type Command, shortcutText } from "./command";
import styles from "./EditorFrame.module.css";

export function ShortcutsDialog({
  commands,
  opened,
  onClose,
}: {
  commands: Command[];
  opened: boolean;
  onClose: () => void;
}) {
  const { t, i18n } = useLingui();
  const listed = commands.filter((command) => command.shortcut);
  const groups = [...new Set(listed.map((command) => i18n._(command.group)))];
  return (
    <Modal opened={opened} onClose={onClose} title={t`Keyboard shortcuts`} size={720}>
      <div className={styles.shortcuts}>
        {groups.map((group) => (
          <section key={group}>
            <h3 className={styles.foundGroup}>{group}</h3>
            {listed
              .filter((command) => i18n._(command.group) === group)
              .map((command) => (
                <div className={styles.shortcut} key={command.id}>
                  <span>{i18n._(command.label)}</span>
                  <kbd className={styles.key}>{shortcutText(command.shortcut ?? "")}</kbd>
                </div>
              ))}
          </section>
        ))}
      </div>
    </Modal>
  );
}
