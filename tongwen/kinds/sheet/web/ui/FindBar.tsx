/** Find and replace, in a bar over the grid. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Select, TextInput, Tooltip } from "@mantine/core";
import {
  IconAsterisk,
  IconChevronDown,
  IconChevronUp,
  IconLetterCase,
  IconMathFunction,
  IconSquare,
  IconX,
} from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { notify } from "@/app/notices";
import type { IconProps } from "@/editor/command";
import { cell, cellName, cellsIn } from "../commands/areas";
import {
  type Found,
  findCells,
  nextFound,
  replaceEverywhere,
  replaceOne,
  unloadedSheets,
} from "../commands/finding";
import { noQuery, type Query, QueryError } from "../commands/searching";
import type { ControlProps } from "./controls/props";
import styles from "./FindBar.module.css";
import type { SheetSession } from "./session";
import { searchPlace } from "./shown";

function Option({
  label,
  on,
  icon: Icon,
  onClick,
}: {
  label: string;
  on: boolean;
  icon: React.ComponentType<IconProps>;
  onClick: () => void;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={26}
        variant={on ? "light" : "subtle"}
        color={on ? "azurite" : "gray"}
        aria-label={label}
        aria-pressed={on}
        onClick={onClick}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

interface Search {
  query: Query;
  found: Found[];
  problem: string | null;
}

function search(session: SheetSession, query: Query): Search {
  try {
    return { query, found: findCells(searchPlace(session), query), problem: null };
  } catch (error) {
    if (error instanceof QueryError) return { query, found: [], problem: error.message };
    throw error;
  }
}

function here(session: SheetSession): Found {
  const { row, col } = session.view.selection.active;
  return { sid: session.sheet.sid, row, col };
}

/** What one looks for, what is found, and the verbs on it. */
function useFinding({ session, now }: ControlProps) {
  const [query, setQuery] = useState<Query>(noQuery);
  const [result, setResult] = useState<Search>({ query: noQuery, found: [], problem: null });
  const { revision, computed, sid } = now;
  const searched = useRef<Query | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is searched anew.
  useEffect(() => {
    const again = searched.current === query;
    searched.current = query;
    const timer = setTimeout(() => setResult(search(session, query)), again ? 1000 : 120);
    return () => clearTimeout(timer);
  }, [session, query, revision, computed, query.scope === "book" ? "" : sid]);
  const order = () => session.book.sheets().map((info) => info.sid);
  const move = async (direction: 1 | -1): Promise<void> => {
    if (query.scope === "book") await session.options.load(unloadedSheets(session.book));
    const fresh = search(session, query);
    setResult(fresh);
    const found = fresh.found[nextFound(fresh.found, here(session), direction, order())];
    if (found) await session.go(found.sid, [cell(found.row, found.col)]);
  };
  const replaceHere = async (by: string): Promise<void> => {
    const at = here(session);
    const hit = result.found.some(
      (found) => found.sid === at.sid && found.row === at.row && found.col === at.col,
    );
    if (hit) session.run(() => void replaceOne(searchPlace(session), query, at, by));
    await move(1);
  };
  const replaceAllOf = async (by: string): Promise<number> => {
    if (query.scope === "book") await session.options.load(unloadedSheets(session.book));
    let count = 0;
    session.run(() => {
      count = replaceEverywhere(searchPlace(session), query, by);
    });
    return count;
  };
  return { query, setQuery, result, move, replaceHere, replaceAllOf };
}

export function FindBar({ session, now }: ControlProps) {
  const mode = session.finding.use();
  if (!mode) return null;
  return <Bar key={mode} session={session} now={now} replace={mode === "replace"} />;
}

type Finding = ReturnType<typeof useFinding>;

function ReplaceRow({ finding, none }: { finding: Finding; none: boolean }) {
  const { t } = useLingui();
  const { replaceHere, replaceAllOf } = finding;
  const [by, setBy] = useState("");
  return (
    <div className={styles.row}>
      <TextInput
        size="xs"
        className={styles.field}
        placeholder={t`Replace with`}
        aria-label={t`Replace with`}
        value={by}
        onChange={(event) => setBy(event.currentTarget.value)}
      />
      <Button
        size="compact-xs"
        variant="default"
        disabled={none}
        onClick={() => void replaceHere(by)}
      >
        {t`Replace`}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        disabled={none}
        onClick={() => void replaceAllOf(by).then((changed) => notify(t`${changed} cells changed`))}
      >
        {t`Replace all`}
      </Button>
    </div>
  );
}

function OptionsRow({
  now,
  query,
  onChange: set,
}: {
  now: ControlProps["now"];
  query: Query;
  onChange: (change: Partial<Query>) => void;
}) {
  const { t } = useLingui();
  return (
    <div className={styles.row}>
      <Select
        size="xs"
        className={styles.scope}
        aria-label={t`Where to search`}
        data={[
          { value: "sheet", label: t`This worksheet` },
          { value: "book", label: t`All worksheets` },
          ...(cellsIn(now.selection.areas) > 1 || query.scope === "selection"
            ? [{ value: "selection", label: t`Selection` }]
            : []),
        ]}
        value={query.scope}
        onChange={(scope) => scope && set({ scope: scope as Query["scope"] })}
      />
      <Option
        label={t`Match case`}
        icon={IconLetterCase}
        on={query.matchCase}
        onClick={() => set({ matchCase: !query.matchCase })}
      />
      <Option
        label={t`The whole cell`}
        icon={IconSquare}
        on={query.wholeCell}
        onClick={() => set({ wholeCell: !query.wholeCell })}
      />
      <Option
        label={t`Regular expression`}
        icon={IconAsterisk}
        on={query.regex}
        onClick={() => set({ regex: !query.regex })}
      />
      <Option
        label={t`In formulas`}
        icon={IconMathFunction}
        on={query.formulas}
        onClick={() => set({ formulas: !query.formulas })}
      />
    </div>
  );
}

function Bar({ session, now, replace }: ControlProps & { replace: boolean }) {
  const { t } = useLingui();
  const finding = useFinding({ session, now });
  const { query, setQuery, result, move } = finding;
  const close = (): void => {
    session.finding.set(null);
    session.view.focus();
  };
  const set = (change: Partial<Query>): void => setQuery({ ...query, ...change });
  const total = result.found.length;
  const at = nextFound(result.found, here(session), 1, [session.sheet.sid]);
  const none = total === 0;
  const count = result.problem
    ? t`Not a regular expression`
    : query.text === ""
      ? ""
      : none
        ? t`Nothing found`
        : t`${total} found`;
  return (
    <div
      className={styles.find}
      role="search"
      data-keeps-focus
      data-found={total}
      data-next={
        at >= 0 && result.found[at] ? cellName(result.found[at].row, result.found[at].col) : ""
      }
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.nativeEvent.isComposing) close();
        event.stopPropagation();
      }}
    >
      <div className={styles.row}>
        <TextInput
          data-find
          size="xs"
          className={styles.field}
          placeholder={t`Find`}
          aria-label={t`Find`}
          value={query.text}
          error={result.problem !== null}
          ref={(input) => {
            if (input && !input.dataset.ready) {
              input.dataset.ready = "true";
              input.focus();
            }
          }}
          onChange={(event) => set({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.nativeEvent.isComposing)
              void move(event.shiftKey ? -1 : 1);
          }}
        />
        <span className={styles.count} role="status">
          {count}
        </span>
        <ActionIcon
          size={26}
          aria-label={t`Previous`}
          disabled={none}
          onClick={() => void move(-1)}
        >
          <IconChevronUp size={16} />
        </ActionIcon>
        <ActionIcon size={26} aria-label={t`Next`} disabled={none} onClick={() => void move(1)}>
          <IconChevronDown size={16} />
        </ActionIcon>
        <ActionIcon size={26} aria-label={t`Close`} onClick={close}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      {replace && now.editable && <ReplaceRow finding={finding} none={none} />}
      <OptionsRow now={now} query={query} onChange={set} />
    </div>
  );
}
