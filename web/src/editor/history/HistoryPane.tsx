/** The history of a document: sessions of work and named versions by day, now at the top. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Skeleton, Switch, TextInput } from "@mantine/core";
import { IconTag } from "@tabler/icons-react";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { api, keys, type Node, type Version, type WorkNow } from "@/api";
import { notify, notifyProblem } from "@/app/notices";
import { explain } from "@/i18n";
import { namesOf } from "./contributors";
import { byDay, dayName } from "./days";
import styles from "./history.module.css";
import { byWhom, Colours, LONGEST_NAME, titleOf, VersionRow } from "./VersionRow";
import type { Viewed } from "./viewed";

export interface HistoryPaneProps {
  node: Node;
  /** What the reader looks at; null: the document of now. */
  viewed: Viewed | null;
  onView: (viewed: Viewed | null) => void;
  onRestore: (number: number, title: string) => void;
}

/** Milliseconds between two looks for what others did meanwhile. */
const REFRESH = 20_000;

function useVersions(node: Node) {
  return useInfiniteQuery({
    queryKey: keys.history(node.id),
    queryFn: ({ pageParam }) => api.versions(node.id, { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH,
  });
}

function NameNow({ node }: { node: Node }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [label, setLabel] = useState("");
  const create = useMutation({
    mutationFn: () => api.createVersion(node.id, label.trim()),
    onSuccess: async () => {
      setLabel("");
      notify(<Trans>This version is kept</Trans>);
      await queries.invalidateQueries({ queryKey: keys.versions(node.id) });
    },
    onError: notifyProblem,
  });
  return (
    <form
      className={styles.nameNow}
      onSubmit={(event) => {
        event.preventDefault();
        if (label.trim() !== "") create.mutate();
      }}
    >
      <TextInput
        className={styles.nameField}
        size="xs"
        leftSection={<IconTag size={14} />}
        placeholder={t`Name the version of now`}
        aria-label={t`Name the version of now`}
        value={label}
        maxLength={LONGEST_NAME}
        onChange={(event) => setLabel(event.currentTarget.value)}
        onKeyDown={(event) => event.stopPropagation()}
      />
      {label.trim() !== "" && (
        <Button size="xs" type="submit" loading={create.isPending}>
          {t`Keep`}
        </Button>
      )}
    </form>
  );
}

function NowRow({
  now,
  viewed,
  onView,
}: { now: WorkNow | null } & Pick<HistoryPaneProps, "viewed" | "onView">) {
  const { t } = useLingui();
  const open = viewed === null;
  const edits = now?.edits ?? 0;
  return (
    <div className={open ? `${styles.row} ${styles.rowOpen}` : styles.row}>
      <button
        type="button"
        className={styles.entry}
        aria-current={open}
        onClick={() => onView(null)}
        data-version="now"
      >
        <span className={styles.when}>
          <span className={styles.label}>{t`Now`}</span>
        </span>
        <span className={styles.facts}>
          <Colours people={now?.people ?? []} />
          <span className={styles.names}>
            {now === null || edits === 0 ? (
              <Trans>Nothing new since the last version</Trans>
            ) : (
              <>
                {namesOf(now.people)}
                {" · "}
                <Plural value={edits} one="# edit" other="# edits" />
              </>
            )}
          </span>
        </span>
      </button>
      {edits > 0 && (
        <Button
          className={styles.see}
          size="compact-xs"
          variant={viewed?.number === "current" ? "light" : "subtle"}
          onClick={() =>
            onView({
              number: "current",
              title: t`Now, with what is new`,
              by: namesOf(now?.people ?? []),
            })
          }
        >
          {t`Show edits`}
        </Button>
      )}
    </div>
  );
}

/** Up and Down go from entry to entry. */
function stepThrough(event: KeyboardEvent<HTMLElement>): void {
  const direction = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const target = event.target instanceof Element ? event.target : null;
  if (direction === undefined || event.altKey || !target?.matches("[data-version]")) return;
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-version]")];
  const next = entries[entries.indexOf(target as HTMLElement) + direction];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function Waiting() {
  return (
    <div aria-hidden="true">
      {[1, 2, 3, 4].map((line) => (
        <Skeleton key={line} className={styles.waiting} />
      ))}
    </div>
  );
}

function Days({ versions, ...rest }: { versions: Version[]; may: boolean } & HistoryPaneProps) {
  const { node, viewed, may, onView, onRestore } = rest;
  return byDay(versions).map((day) => (
    <section key={day.key}>
      <h3 className={styles.day}>{dayName(day.at)}</h3>
      <ul className={styles.rows}>
        {day.versions.map((version) => (
          <VersionRow
            key={version.number}
            node={node}
            version={version}
            open={viewed?.number === version.number}
            may={may}
            onOpen={(opened) =>
              onView({ number: opened.number, title: titleOf(opened), by: byWhom(opened) })
            }
            onRestore={(chosen) => onRestore(chosen.number, titleOf(chosen))}
          />
        ))}
      </ul>
    </section>
  ));
}

function Empty({ named }: { named: boolean }) {
  return (
    <p className={styles.empty}>
      {named ? (
        <Trans>No version has a name yet. Name one to find it again.</Trans>
      ) : (
        <Trans>No versions yet. One is made of each session of work, by itself.</Trans>
      )}
    </p>
  );
}

export default function HistoryPane(props: HistoryPaneProps) {
  const { node, viewed, onView } = props;
  const { t } = useLingui();
  const [named, setNamed] = useState(false);
  const list = useVersions(node);
  const may = node.role === "editor" || node.role === "owner";
  const pages = list.data?.pages ?? [];
  const all = pages.flatMap((page) => page.items);
  const versions = named ? all.filter((version) => version.label !== null) : all;
  return (
    <nav className={styles.history} aria-label={t`Versions`} onKeyDown={stepThrough}>
      {may && <NameNow node={node} />}
      <Switch
        className={styles.filter}
        size="xs"
        label={t`Named versions only`}
        checked={named}
        onChange={(event) => setNamed(event.currentTarget.checked)}
      />
      <NowRow now={pages[0]?.now ?? null} viewed={viewed} onView={onView} />
      {list.isPending && <Waiting />}
      {list.isError && (
        <div className={styles.empty} role="alert">
          <p>{explain(list.error)}</p>
          <Button size="xs" variant="default" onClick={() => void list.refetch()}>
            {t`Try again`}
          </Button>
        </div>
      )}
      {list.data && versions.length === 0 && !list.hasNextPage && <Empty named={named} />}
      <Days {...props} versions={versions} may={may} />
      {list.hasNextPage && (
        <Button
          className={styles.older}
          size="xs"
          variant="subtle"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t`Older versions`}
        </Button>
      )}
    </nav>
  );
}
