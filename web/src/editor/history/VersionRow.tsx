/** One version in the history: when, by whom, and what can be done with it. */
import { msg } from "@lingui/core/macro";
import { Plural, useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu, TextInput } from "@mantine/core";
import { IconDots, IconDownload, IconHistory, IconTag, IconTagOff } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Contributor, keys, type Node, type Version } from "@/api";
import { notifyProblem } from "@/app/notices";
import { fullMoment } from "@/i18n";
import { personColor } from "@/theme";
import { coloursOf, contributorName, namesOf } from "./contributors";
import { dayName, momentOf, timeOf } from "./days";
import styles from "./history.module.css";

export const LONGEST_NAME = 100;

const origins: Record<string, ReturnType<typeof msg>> = {
  upload: msg`Uploaded`,
  create: msg({ context: "version", message: "Created" }),
  restore: msg`Brought back`,
  copy: msg`Copied`,
};

/** How a version is called in heads and questions: `Draft for Ann · Yesterday 14:05`. */
export function titleOf(version: Version): string {
  const at = momentOf(version);
  const when = `${dayName(at)} ${timeOf(at)}`;
  return version.label === null ? when : `${version.label} · ${when}`;
}

/** Who worked on a version; of a file that was brought, its author. */
export function byWhom({ people, author }: Version): string {
  return people.length > 0 ? namesOf(people) : author.name;
}

/** A dot in each one's colour. */
export function Colours({ people }: { people: readonly Contributor[] }) {
  return (
    <span className={styles.colours} aria-hidden="true">
      {coloursOf(people.slice(0, 4)).map((color) => (
        <span key={color} className={styles.colour} style={{ background: personColor(color) }} />
      ))}
    </span>
  );
}

function Facts({ version }: { version: Version }) {
  const { i18n } = useLingui();
  const { people, edits, origin } = version;
  const said = origins[origin];
  const names = byWhom(version);
  return (
    <span className={styles.facts}>
      <Colours people={people} />
      <span className={styles.names} title={people.map(contributorName).join(", ")}>
        {names}
        {said === undefined ? "" : ` · ${i18n._(said)}`}
        {edits > 0 && (
          <>
            {" · "}
            <Plural value={edits} one="# edit" other="# edits" />
          </>
        )}
      </span>
    </span>
  );
}

function NameField({ label, onKeep }: { label: string | null; onKeep: (label: string) => void }) {
  const { t } = useLingui();
  return (
    <TextInput
      className={styles.nameField}
      size="xs"
      aria-label={t`Name of the version`}
      placeholder={t`Name of the version`}
      defaultValue={label ?? ""}
      maxLength={LONGEST_NAME}
      autoFocus
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        event.stopPropagation();
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") onKeep(label ?? "");
      }}
      onBlur={(event) => onKeep(event.currentTarget.value.trim())}
    />
  );
}

export interface VersionRowProps {
  node: Node;
  version: Version;
  /** Whether the reader looks at it. */
  open: boolean;
  may: boolean;
  onOpen: (version: Version) => void;
  onRestore: (version: Version) => void;
}

function RowMenu({
  node,
  version,
  may,
  onRestore,
  onName,
  onUnname,
}: VersionRowProps & { onName: () => void; onUnname: () => void }) {
  const { t } = useLingui();
  const title = titleOf(version);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon className={styles.more} size={28} aria-label={t`Actions for ${title}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {may && (
          <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => onRestore(version)}>
            {t`Restore this version`}
          </Menu.Item>
        )}
        {may && (
          <Menu.Item leftSection={<IconTag size={16} />} onClick={onName}>
            {version.label === null ? t`Name this version` : t`Rename`}
          </Menu.Item>
        )}
        {may && version.label !== null && (
          <Menu.Item leftSection={<IconTagOff size={16} />} onClick={onUnname}>
            {t`Remove the name`}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconDownload size={16} />}
          component="a"
          href={api.contentAddress(node.id, { version: version.number })}
          download={node.name}
        >
          {t`Download`}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function VersionRow(props: VersionRowProps) {
  const { node, version, open, onOpen } = props;
  const queries = useQueryClient();
  const [naming, setNaming] = useState(false);
  const name = useMutation({
    mutationFn: (label: string | null) => api.nameVersion(node.id, version.number, label),
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.versions(node.id) }),
  });
  const keep = (label: string): void => {
    setNaming(false);
    if (label !== (version.label ?? "")) name.mutate(label === "" ? null : label);
  };
  const at = momentOf(version);
  // Until the list is fetched anew, what was written stands.
  const label = name.isPending ? (name.variables ?? null) : version.label;
  return (
    <li className={open ? `${styles.row} ${styles.rowOpen}` : styles.row}>
      {naming ? (
        <NameField label={version.label} onKeep={keep} />
      ) : (
        <button
          type="button"
          className={styles.entry}
          aria-current={open}
          onClick={() => onOpen(version)}
          data-version={version.number}
        >
          <span className={styles.when} title={fullMoment(at)}>
            {label !== null && <span className={styles.label}>{label}</span>}
            <time dateTime={at} className={label === null ? undefined : styles.quiet}>
              {timeOf(at)}
            </time>
          </span>
          <Facts version={version} />
        </button>
      )}
      {!naming && (
        <RowMenu {...props} onName={() => setNaming(true)} onUnname={() => name.mutate(null)} />
      )}
    </li>
  );
}
