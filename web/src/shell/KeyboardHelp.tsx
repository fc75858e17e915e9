/** The keys of the drive. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Kbd, Modal } from "@mantine/core";
import styles from "./KeyboardHelp.module.css";

interface Group {
  title: MessageDescriptor;
  keys: [string, MessageDescriptor][];
}

const groups: Group[] = [
  {
    title: msg`Everywhere`,
    keys: [
      ["Ctrl K", msg`Search and actions`],
      ["?", msg`This page`],
      ["Esc", msg`Close`],
    ],
  },
  {
    title: msg`Moving about`,
    keys: [
      ["↑ ↓", msg`Previous and next file`],
      ["Home End", msg`First and last`],
      ["A–Z", msg`Type a name to go to it`],
      ["Enter", msg`Open`],
      ["Alt ↑", msg`One folder up`],
    ],
  },
  {
    title: msg`Selecting`,
    keys: [
      ["Shift ↑ ↓", msg`A range`],
      ["Ctrl ↑ ↓", msg`Move without selecting`],
      ["Space", msg`Select or not`],
      ["Ctrl A", msg`Everything`],
    ],
  },
  {
    title: msg`Doing`,
    keys: [
      ["F2", msg`Rename`],
      ["Ctrl X", msg`Cut`],
      ["Ctrl C", msg`Copy`],
      ["Ctrl V", msg`Paste here`],
      ["Del", msg`Move to trash`],
      ["Shift F10", msg`All actions`],
    ],
  },
];

export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const { i18n } = useLingui();
  return (
    <Modal opened onClose={onClose} size={680} title={<Trans>Keyboard shortcuts</Trans>}>
      <div className={styles.groups}>
        {groups.map(({ title, keys }) => (
          <section key={title.id}>
            <h3 className={styles.title}>{i18n._(title)}</h3>
            <dl className={styles.keys}>
              {keys.map(([key, words]) => (
                <div key={key} className={styles.pair}>
                  <dt>{i18n._(words)}</dt>
                  <dd>
                    {key.split(" ").map((part) => (
                      <Kbd key={part}>{part}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
