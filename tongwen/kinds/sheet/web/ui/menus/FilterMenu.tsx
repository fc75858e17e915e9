/** The menu of a filter's button: sort, conditions, and the values to show. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Checkbox, Group, Popover, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { ColumnFilter } from "../../commands/filtering";
import { type Filter, filterAt, filteredRows, setColumnFilter } from "../../commands/filters";
import { sort } from "../../commands/sorting";
import type { Cell } from "../../grid/view";
import type { ControlProps } from "../controls/props";
import type { SheetSession } from "../session";
import { shownBy } from "../shown";
import { Condition, conditionOf } from "./Condition";
import { type DateGroup, dateGroups, type ListedValue, listedValues } from "./filterValues";
import styles from "./menus.module.css";

const MOST_LISTED = 1000;

interface TickedProps {
  chosen: ReadonlySet<string>;
  onSet: (texts: readonly string[], on: boolean) => void;
}

function Value({ value, chosen, onSet }: TickedProps & { value: ListedValue }) {
  const { t } = useLingui();
  const { text, count } = value;
  return (
    <div className={styles.value}>
      <Checkbox
        size="xs"
        label={text === "" ? t`(Empty)` : text}
        checked={chosen.has(text)}
        onChange={() => onSet([text], !chosen.has(text))}
      />
      <span className={styles.count}>{count}</span>
    </div>
  );
}

/** A year or a month: ticked as one, opened to see what is in it. */
function Dates({ group, chosen, onSet }: TickedProps & { group: DateGroup }) {
  const { t, i18n } = useLingui();
  const [opened, setOpened] = useState(false);
  const texts = group.values.map(({ text }) => text);
  const all = texts.every((text) => chosen.has(text));
  const some = texts.some((text) => chosen.has(text));
  const { year, month } = group;
  const name = new Intl.DateTimeFormat(
    i18n.locale,
    month === null ? { year: "numeric" } : { month: "long" },
  ).format(new Date(year, (month ?? 1) - 1, 1));
  return (
    <div data-dates={group.key}>
      <div className={styles.knot}>
        <ActionIcon
          size={18}
          variant="subtle"
          color="gray"
          aria-label={opened ? t`Close ${name}` : t`Open ${name}`}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {opened ? <IconChevronDown size={13} /> : <IconChevronRight size={13} />}
        </ActionIcon>
        <Checkbox
          size="xs"
          label={name}
          checked={all}
          indeterminate={some && !all}
          onChange={() => onSet(texts, !all)}
        />
        <span className={styles.count}>
          {group.values.reduce((sum, { count }) => sum + count, 0)}
        </span>
      </div>
      {opened && (
        <div className={styles.inner}>
          {group.months.map((inner) => (
            <Dates key={inner.key} group={inner} chosen={chosen} onSet={onSet} />
          ))}
          {group.month !== null &&
            group.values.map((value) => (
              <Value key={value.text} value={value} chosen={chosen} onSet={onSet} />
            ))}
        </div>
      )}
    </div>
  );
}

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
  const groups = wanted ? [] : dateGroups(found);
  const single = wanted ? found : found.filter(({ date }) => date === null);
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
        onChange={(event) => {
          const next = event.currentTarget.value;
          setQuery(next);
          // What is found is what will be shown, as people expect of a search here.
          const kept = listed.filter(({ text }) =>
            text.toLowerCase().includes(next.trim().toLowerCase()),
          );
          onChoose(new Set(kept.map(({ text }) => text)));
        }}
      />
      <div className={styles.values}>
        <Checkbox
          size="xs"
          className={styles.value}
          label={wanted ? t`All that are found` : t`All`}
          checked={all && found.length > 0}
          indeterminate={some && !all}
          onChange={() =>
            set(
              found.map(({ text }) => text),
              !all,
            )
          }
        />
        {groups.map((group) => (
          <Dates key={group.key} group={group} chosen={chosen} onSet={set} />
        ))}
        {single.slice(0, MOST_LISTED).map((value) => (
          <Value key={value.text} value={value} chosen={chosen} onSet={set} />
        ))}
        {found.length === 0 && <span className={styles.count}>{t`Nothing found`}</span>}
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

interface FormProps {
  session: SheetSession;
  filter: Filter;
  cell: Cell;
  onClose: () => void;
}

function FilterForm({ session, filter, cell, onClose }: FormProps) {
  const { t } = useLingui();
  const { sheet } = session;
  const column = filter.columns.get(cell.col);
  // Listed once, when the menu opens: a colleague's edit must not move what one is ticking.
  const [listed] = useState(() => listedValues(session, filter, cell.col));
  const [chosen, setChosen] = useState(() => startChosen(listed, column));
  const [condition, setCondition] = useState(() => conditionOf(column));
  const apply = (next: ColumnFilter | null): void => {
    onClose();
    session.run(() => setColumnFilter(sheet, filter, cell.col, next, shownBy(session)));
  };
  const sorted = (descending: boolean): void => {
    onClose();
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
      <Condition
        session={session}
        filter={filter}
        col={cell.col}
        value={condition}
        onChange={setCondition}
      />
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
  const filter = filterAt(session.sheet, open.cell.row, open.cell.col);
  if (!filter) return null;
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
        <FilterForm session={session} filter={filter} cell={open.cell} onClose={close} />
      </Popover.Dropdown>
    </Popover>
  );
}
