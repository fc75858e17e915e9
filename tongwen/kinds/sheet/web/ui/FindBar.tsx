/** Find and replace in the cells of a workbook. */
import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { IconAsterisk, IconLetterCase, IconMathFunction, IconSquare } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { notify } from "@/app/notices";
import { type FindOption, FindBar as Frame } from "@/editor/find/FindBar";
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
import type { SheetSession } from "./session";
import { searchPlace } from "./shown";

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

type Change = (change: Partial<Query>) => void;

function useOptions(query: Query, set: Change): FindOption[] {
  const { t } = useLingui();
  const option = (
    label: string,
    icon: FindOption["icon"],
    name: "matchCase" | "wholeCell" | "regex" | "formulas",
  ): FindOption => ({ label, icon, on: query[name], onClick: () => set({ [name]: !query[name] }) });
  return [
    option(t`Match case`, IconLetterCase, "matchCase"),
    option(t`The whole cell`, IconSquare, "wholeCell"),
    option(t`Regular expression`, IconAsterisk, "regex"),
    option(t`In formulas`, IconMathFunction, "formulas"),
  ];
}

function Scope({
  now,
  query,
  onChange,
}: Pick<ControlProps, "now"> & { query: Query; onChange: Change }) {
  const { t } = useLingui();
  const several = cellsIn(now.selection.areas) > 1 || query.scope === "selection";
  return (
    <Select
      size="xs"
      w={150}
      aria-label={t`Where to search`}
      data={[
        { value: "sheet", label: t`This worksheet` },
        { value: "book", label: t`All worksheets` },
        ...(several ? [{ value: "selection", label: t`Selection` }] : []),
      ]}
      value={query.scope}
      onChange={(scope) => scope && onChange({ scope: scope as Query["scope"] })}
    />
  );
}

function useCount({ problem, found }: Search, query: Query): string {
  const { t } = useLingui();
  const total = found.length;
  if (problem) return t`Not a regular expression`;
  if (query.text === "") return "";
  return total === 0 ? t`Nothing found` : t`${total} found`;
}

function Bar({ session, now, replace }: ControlProps & { replace: boolean }) {
  const { t } = useLingui();
  const { query, setQuery, result, move, replaceHere, replaceAllOf } = useFinding({ session, now });
  const set: Change = (change) => setQuery({ ...query, ...change });
  const options = useOptions(query, set);
  const count = useCount(result, query);
  const at = nextFound(result.found, here(session), 1, [session.sheet.sid]);
  const next = result.found[at];
  const close = (): void => {
    session.finding.set(null);
    session.view.focus();
  };
  const replaceAll = async (by: string): Promise<void> => {
    const changed = await replaceAllOf(by);
    notify(t`${changed} cells changed`);
  };
  return (
    <Frame
      text={query.text}
      onText={(text) => set({ text })}
      count={count}
      none={result.found.length === 0}
      invalid={result.problem !== null}
      options={options}
      scope={<Scope now={now} query={query} onChange={set} />}
      onMove={(direction) => void move(direction)}
      replacing={
        replace && now.editable
          ? { one: (by) => void replaceHere(by), all: (by) => void replaceAll(by) }
          : null
      }
      onClose={close}
      data={{
        "data-found": result.found.length,
        "data-next": next ? cellName(next.row, next.col) : "",
      }}
    />
  );
}
