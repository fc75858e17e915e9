/** The verbs at the pointer, or as a sheet from the foot of a small screen. */
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import type { Node } from "@/api";
import { Sheet } from "@/app/Sheet";
import { KindIcon } from "@/kinds/KindIcon";
import styles from "./VerbMenu.module.css";
import { type Situation, type Verb, type VerbId, verbsFor } from "./verbs";

export interface VerbMenuProps {
  nodes: readonly Node[];
  situation: Situation;
  /** Where it opens; `null` is closed. */
  at: { x: number; y: number } | null;
  narrow: boolean;
  onVerb: (verb: VerbId) => void;
  onClose: () => void;
}

function grouped(verbs: Verb[], item: (verb: Verb) => ReactNode, divider: ReactNode) {
  return verbs.map((verb, index) => (
    <Fragment key={verb.id}>
      {index > 0 && verbs[index - 1]?.group !== verb.group && divider}
      {item(verb)}
    </Fragment>
  ));
}

function ActionSheet({ nodes, situation, at, onVerb, onClose }: VerbMenuProps) {
  const { i18n } = useLingui();
  const first = nodes[0];
  return (
    <Sheet
      opened={at !== null}
      onClose={onClose}
      position="bottom"
      size="auto"
      withCloseButton={false}
      classNames={{ content: styles.sheet ?? "", body: styles.body ?? "" }}
      title={
        first === undefined ? undefined : (
          <span className={styles.subject}>
            <KindIcon kind={first.kind} size={24} />
            <span>{nodes.length > 1 ? `${first.name} +${nodes.length - 1}` : first.name}</span>
          </span>
        )
      }
    >
      {grouped(
        verbsFor(nodes, situation).filter((verb) => verb.id !== "cut" && verb.id !== "take"),
        (verb) => (
          <button
            type="button"
            className={styles.verb}
            data-danger={verb.danger === true}
            onClick={() => {
              onClose();
              onVerb(verb.id);
            }}
          >
            <verb.icon size={20} stroke={1.6} />
            {i18n._(verb.label)}
          </button>
        ),
        <hr className={styles.line} />,
      )}
    </Sheet>
  );
}

function AtPointer({ nodes, situation, at, onVerb, onClose }: VerbMenuProps) {
  const { i18n } = useLingui();
  return (
    <Menu
      opened={at !== null}
      onChange={(opened) => {
        if (!opened) onClose();
      }}
      position="bottom-start"
      offset={2}
      width={230}
      returnFocus
    >
      <Menu.Target>
        <span
          className={styles.point}
          style={{ insetInlineStart: at?.x ?? 0, insetBlockStart: at?.y ?? 0 }}
        />
      </Menu.Target>
      <Menu.Dropdown onContextMenu={(event) => event.preventDefault()}>
        {grouped(
          verbsFor(nodes, situation),
          (verb) => (
            <Menu.Item
              color={verb.danger === true ? "var(--tw-danger)" : undefined}
              leftSection={<verb.icon size={18} stroke={1.6} />}
              rightSection={
                verb.shortcut === undefined ? undefined : (
                  <span className={styles.keys}>{verb.shortcut}</span>
                )
              }
              onClick={() => onVerb(verb.id)}
            >
              {i18n._(verb.label)}
            </Menu.Item>
          ),
          <Menu.Divider />,
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

export function VerbMenu(props: VerbMenuProps) {
  return props.narrow ? <ActionSheet {...props} /> : <AtPointer {...props} />;
}
