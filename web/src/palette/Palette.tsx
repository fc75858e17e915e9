/** Search that is also the command palette: files, people and actions under one field. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Kbd, Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { api, keys } from "@/api";
import { useOpenNode } from "@/files/opening";
import { moment } from "@/i18n";
import { KindIcon } from "@/kinds/KindIcon";
import { Avatar } from "@/people/Avatar";
import { matching, useCommands } from "./commands";
import styles from "./Palette.module.css";

interface Entry {
  id: string;
  group: "files" | "people" | "actions" | "all";
  icon: ReactNode;
  label: string;
  detail?: string | null | undefined;
  run: () => void;
}

const mostFiles = 8;
const mostPeople = 4;

function useFileEntries(text: string): Entry[] {
  const { open } = useOpenNode();
  const found = useQuery({
    queryKey: ["palette", "files", text],
    queryFn: ({ signal }) =>
      text === ""
        ? api.recent({ limit: mostFiles })
        : api.search(text, { limit: mostFiles }, signal),
    placeholderData: keepPreviousData,
  });
  return (found.data?.items ?? []).slice(0, mostFiles).map((node) => ({
    id: `file-${node.id}`,
    group: "files",
    icon: <KindIcon kind={node.kind} size={20} />,
    label: node.name,
    detail: `${node.owner.name} · ${moment(node.modified)}`,
    run: () => open(node),
  }));
}

function usePeopleEntries(text: string): Entry[] {
  const navigate = useNavigate();
  const found = useQuery({
    queryKey: keys.users(text),
    queryFn: ({ signal }) => api.users({ q: text, limit: mostPeople }, signal),
    enabled: text !== "",
    placeholderData: keepPreviousData,
  });
  if (text === "") return [];
  return (found.data?.items ?? []).slice(0, mostPeople).map((person) => ({
    id: `person-${person.id}`,
    group: "people",
    icon: <Avatar person={person} size={22} decorative />,
    label: person.name,
    detail: person.email,
    run: () => void navigate({ to: "/shared", search: { owner: person.id } }),
  }));
}

function useEntries(text: string): Entry[] {
  const { t } = useLingui();
  const navigate = useNavigate();
  const files = useFileEntries(text);
  const people = usePeopleEntries(text);
  const actions = matching(useCommands(), text).map(
    (command): Entry => ({ ...command, group: "actions" }),
  );
  const everything: Entry[] =
    text === ""
      ? []
      : [
          {
            id: "all",
            group: "all",
            icon: <IconSearch size={20} stroke={1.6} />,
            label: t`All results for “${text}”`,
            run: () => void navigate({ to: "/search", search: { q: text } }),
          },
        ];
  return [...files, ...people, ...actions, ...everything];
}

function groupName(group: Entry["group"], searching: boolean): ReactNode {
  switch (group) {
    case "files":
      return searching ? <Trans>Files</Trans> : <Trans>Recent</Trans>;
    case "people":
      return <Trans>Shared by</Trans>;
    case "actions":
      return <Trans>Actions</Trans>;
    case "all":
      return null;
  }
}

function Results({
  entries,
  active,
  text,
  onPick,
}: {
  entries: Entry[];
  active: number;
  text: string;
  onPick: (entry: Entry) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div className={styles.results} ref={list} id="palette-results" role="listbox" tabIndex={-1}>
      {entries.map((entry, index) => (
        <div key={entry.id} role="presentation">
          {entries[index - 1]?.group !== entry.group && (
            <div className={styles.group} role="presentation">
              {groupName(entry.group, text !== "")}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys */}
          <div
            id={`palette-${entry.id}`}
            data-index={index}
            role="option"
            aria-selected={index === active}
            className={styles.entry}
            onClick={() => onPick(entry)}
          >
            <span className={styles.icon}>{entry.icon}</span>
            <span className={styles.label}>{entry.label}</span>
            <span className={styles.detail}>{entry.detail}</span>
          </div>
        </div>
      ))}
    </div>
  );
}

export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [text, setText] = useState("");
  const [question] = useDebouncedValue(text.trim(), 120);
  const [active, setActive] = useState(0);
  const entries = useEntries(question);
  const current = Math.min(active, entries.length - 1);
  const pick = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || entries.length === 0) return;
    if (event.key === "ArrowDown") setActive((current + 1) % entries.length);
    else if (event.key === "ArrowUp") setActive((current + entries.length - 1) % entries.length);
    else if (event.key === "Enter") pick(entries[current]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      yOffset="12dvh"
      size={640}
      padding={0}
      aria-label={t`Search files, people, actions`}
    >
      <div className={styles.field}>
        <IconSearch size={20} stroke={1.6} aria-hidden="true" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-results"
          aria-activedescendant={
            entries[current] === undefined ? undefined : `palette-${entries[current].id}`
          }
          aria-label={t`Search files, people, actions`}
          placeholder={t`Search files, people, actions`}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd>Esc</Kbd>
      </div>
      <Results entries={entries} active={current} text={question} onPick={pick} />
    </Modal>
  );
}
