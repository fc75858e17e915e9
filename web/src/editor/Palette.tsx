/** Every command of the editor by its name (`Alt+Q`, as in Word). */
import { useLingui } from "@lingui/react/macro";
import { Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { type Command, shortcutText } from "./command";
import styles from "./EditorFrame.module.css";

/** Commands whose name or group holds every word of the query. */
export function matching<Item extends { text: string }>(
  items: readonly Item[],
  query: string,
): Item[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
}

function List({ commands, onClose }: { commands: Command[]; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const named = commands.map((command) => ({
    command,
    text: `${i18n._(command.label)} ${i18n._(command.group)}`,
  }));
  const found = matching(named, query).slice(0, 12);
  const run = (command: Command | undefined): void => {
    if (!command || command.disabled) return;
    onClose();
    setTimeout(command.run, 0);
  };
  return (
    <>
      <TextInput
        data-autofocus
        placeholder={t`What do you want to do?`}
        aria-label={t`Find a command`}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setAt((now) => Math.min(now + 1, found.length - 1));
          else if (event.key === "ArrowUp") setAt((now) => Math.max(now - 1, 0));
          else if (event.key === "Enter" && !event.nativeEvent.isComposing) run(found[at]?.command);
          else return;
          event.preventDefault();
        }}
      />
      <div style={{ marginBlockStart: 8 }}>
        {found.map(({ command }, index) => {
          const Icon = command.icon;
          return (
            <button
              type="button"
              key={command.id}
              className={styles.found}
              data-current={index === at}
              disabled={command.disabled}
              onClick={() => run(command)}
              onPointerMove={() => setAt(index)}
            >
              {Icon && <Icon size={17} stroke={1.7} />}
              <span>{i18n._(command.label)}</span>
              <span className={styles.foundGroup}>{i18n._(command.group)}</span>
              <span className={styles.spring} />
              {command.shortcut && (
                <kbd className={styles.key}>{shortcutText(command.shortcut)}</kbd>
              )}
            </button>
          );
        })}
        {found.length === 0 && <p className={styles.foundGroup}>{t`Nothing by that name`}</p>}
      </div>
    </>
  );
}

export function Palette({
  commands,
  opened,
  onClose,
}: {
  commands: Command[];
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useLingui();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      title={undefined}
      aria-label={t`Commands`}
      yOffset="12vh"
      centered={false}
      size={520}
    >
      {opened && <List commands={commands} onClose={onClose} />}
    </Modal>
  );
}
