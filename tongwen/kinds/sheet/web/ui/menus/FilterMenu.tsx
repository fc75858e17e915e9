/** The menu of a filter's button: sort, conditions, and the values to show. */
import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Popover, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import type { ColumnFilter } from "../../commands/filtering";
import {
  columnCells,
  filteredRows,
  filterOf,
  passingRows,
  setColumnFilter,
} from "../../commands/filters";
import { sort } from "../../commands/sorting";
import type { Cell } from "../../grid/view";
import type { ControlProps } from "../controls/props";
import type { SheetSession } from "../session";
import { shownBy } from "../shown";
import { Condition, conditionOf } from "./Condition";
import styles from "./menus.module.css";

interface ListedValue {
  text: string;
  count: number;
}

/** The values of a column among the rows that the other columns let through. */
export function listedValues(session: SheetSession, col: number): ListedValue[] {
  const { sheet } = session;
  const filter = filterOf(sheet);
  if (!filter) return [];
  const shown = shownBy(session);
  const rows = filteredRows(sheet, filter);
  const pass = passingRows(sheet, filter, rows, shown, col);
  const counts = new Map<string, { count: number; value: unknown }>();
  for (const [index, cell] of columnCells(sheet, rows, col, shown).entries()) {
    if (!pass[index]) continue;
    const before = counts.get(cell.text);
    counts.set(cell.text, { count: (before?.count ?? 0) + 1, value: cell.value });
  }
  const collator = new Intl.Collator(session.locale, { numeric: true });
  return [...counts]
    .sort(([a, x], [b, y]) => {
      if (a === "" || b === "") return a === "" ? 1 : -1;
      if (typeof x.value === "number" && typeof y.value === "number") return x.value - y.value;
      return collator.compare(a, b);
    })
    .map(([text, { count }]) => ({ text, count }));
}

const MOST_LISTED = 1000;

function Values({
  listed,
  chosen,
  onChoose,
}: {
  listed: readonly ListedValue[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: Set<string>) => void;
}) {
  const { t } = useLingui();
  const [query, setQuery] = useState("");
  const wanted = query.trim().toLowerCase();
  const found = listed.filter(({ text }) => text.toLowerCase().includes(wanted));
  const all = found.every(({ text }) => chosen.has(text));
  const some = found.some(({ text }) => chosen.has(text));
  const set = (texts: readonly string[], on: boolean): void => {
    const next = new Set(chosen);
    for (const text of texts)
      if (on) next.add(text);
      else next.delete(text);
    onChoose(next);
  };
  return (
    <>
      <TextInput
        size="xs"
        aria-label={t`Search the values`}
        placeholder={t`Search the values`}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <div className={styles.values}>
        <Checkbox
          size="xs"
          className={styles.value}
          label={wanted ? t`All that are found` : t`All`}
          checked={all}
          indeterminate={some && !all}
          onChange={() =>
            set(
              found.map(({ text }) => text),
              !all,
            )
          }
        />
        {found.slice(0, MOST_LISTED).map(({ text, count }) => (
          <div className={styles.value} key={text}>
            <Checkbox
              size="xs"
              label={text === "" ? t`(Empty)` : text}
              checked={chosen.has(text)}
              onChange={() => set([text], !chosen.has(text))}
            />
            <span className={styles.count}>{count}</span>
          </div>
        ))}
      </div>
    </>
  );
}

/** What is ticked: nothing unticked is no filter at all. */
function fromChosen(
  listed: readonly ListedValue[],
  chosen: ReadonlySet<string>,
): ColumnFilter | null {
  if (listed.every(({ text }) => chosen.has(text))) return null;
  return { values: [...chosen].filter((text) => text !== ""), blanks: chosen.has("") };
}

function startChosen(
  listed: readonly ListedValue[],
  column: ColumnFilter | undefined,
): Set<string> {
  const { values, blanks } = column ?? {};
  if (!values && blanks === undefined) return new Set(listed.map(({ text }) => text));
  return new Set([...(values ?? []), ...(blanks ? [""] : [])]);
}

function FilterForm({
  session,
  cell,
  onClose,
}: {
  session: SheetSession;
  cell: Cell;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { sheet } = session;
  const filter = filterOf(sheet);
  const column = filter?.columns.get(cell.col);
  const listed = useMemo(() => listedValues(session, cell.col), [session, cell.col]);
  const [chosen, setChosen] = useState(() => startChosen(listed, column));
  const [condition, setCondition] = useState(() => conditionOf(column));
  const apply = (next: ColumnFilter | null): void => {
    onClose();
    session.run(() => setColumnFilter(sheet, cell.col, next, shownBy(session)));
  };
  const sorted = (descending: boolean): void => {
    onClose();
    if (!filter) return;
    const { computed, locale } = session;
    const area = { ...filter.area, row2: filteredRows(sheet, filter).row2 };
    const keys = [{ at: cell.col - area.col1, descending }];
    const text = locale.startsWith("zh") ? "pinyin" : "locale";
    session.run(() => sort(sheet, area, keys, { header: true, computed, locale, text }));
  };
  return (
    <div className={styles.filter} data-keeps-focus>
      <Group gap={6} grow>
        <Button size="compact-sm" variant="default" onClick={() => sorted(false)}>
          {t`Ascending`}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => sorted(true)}>
          {t`Descending`}
        </Button>
      </Group>
      <Condition session={session} col={cell.col} value={condition} onChange={setCondition} />
      {condition === null && <Values listed={listed} chosen={chosen} onChoose={setChosen} />}
      <Group justify="space-between">
        <Button size="compact-sm" variant="subtle" disabled={!column} onClick={() => apply(null)}>
          {t`Clear`}
        </Button>
        <Button
          size="compact-sm"
          disabled={condition === null && chosen.size === 0}
          onClick={() => apply(condition ?? fromChosen(listed, chosen))}
        >
          {t`Apply`}
        </Button>
      </Group>
    </div>
  );
}

export function FilterMenu({ session, now }: ControlProps) {
  const open = session.menu.use();
  if (open?.kind !== "filter" || !now.editable) return null;
  const { x, y, inlineSize, blockSize } = open.box;
  const close = (): void => {
    session.menu.set(null);
    session.back();
  };
  return (
    <Popover opened onDismiss={close} position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <span
          className={styles.anchor}
          style={{ insetInlineStart: x, insetBlockStart: y, inlineSize, blockSize }}
        />
      </Popover.Target>
      <Popover.Dropdown p={10} data-menu="filter">
        <FilterForm session={session} cell={open.cell} onClose={close} />
      </Popover.Dropdown>
    </Popover>
  );
}
