/** Above the list: how many files and how they are shown; or what to do with those selected. */
import { msg } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Menu, SegmentedControl, Tooltip } from "@mantine/core";
import {
  IconArrowsSort,
  IconCheck,
  IconDots,
  IconLayoutGrid,
  IconLayoutList,
  IconLayoutSidebarRight,
  IconX,
} from "@tabler/icons-react";
import type { Node, Sort, SortField } from "@/api";
import { detailsShown, type View, view } from "./preferences";
import { descends, fieldOf, nextSort } from "./sorting";
import styles from "./Toolbar.module.css";
import { type Situation, type VerbId, verbsFor } from "./verbs";

const sortWords: Record<SortField, ReturnType<typeof msg>> = {
  name: msg`Name`,
  modified: msg`Modified`,
  size: msg`Size`,
  kind: msg`Kind`,
};

export interface SortMenuProps {
  sort: Sort | null;
  onSort: (sort: Sort) => void;
}

function SortMenu({ sort, onSort }: SortMenuProps) {
  const { t, i18n } = useLingui();
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon aria-label={t`Sort`}>
          <IconArrowsSort size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(sortWords) as SortField[]).map((field) => {
          const active = sort !== null && fieldOf(sort) === field;
          return (
            <Menu.Item
              key={field}
              onClick={() => onSort(nextSort(sort, field))}
              rightSection={active ? <IconCheck size={16} /> : undefined}
            >
              {i18n._(sortWords[field])}
              {active ? (descends(sort) ? " ↓" : " ↑") : ""}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

function ViewSwitch() {
  const { t } = useLingui();
  const current = view.use();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t`Show as`}
      value={current}
      onChange={(value) => view.set(value as View)}
      data={[
        { value: "list", label: <IconLayoutList size={16} aria-label={t`List`} /> },
        { value: "cards", label: <IconLayoutGrid size={16} aria-label={t`Cards`} /> },
      ]}
      classNames={{ label: styles.viewLabel ?? "" }}
    />
  );
}

function DetailsSwitch() {
  const { t } = useLingui();
  const shown = detailsShown.use();
  return (
    <Tooltip label={t`Details`}>
      <ActionIcon
        aria-label={t`Details`}
        aria-pressed={shown}
        variant={shown ? "light" : "subtle"}
        color={shown ? "azurite" : "gray"}
        onClick={() => detailsShown.set(!shown)}
      >
        <IconLayoutSidebarRight size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

interface SelectionBarProps {
  nodes: readonly Node[];
  situation: Situation;
  narrow: boolean;
  onVerb: (verb: VerbId) => void;
  onMore: (at: { x: number; y: number }) => void;
  onClear: () => void;
}

function SelectionBar({ nodes, situation, narrow, onVerb, onMore, onClear }: SelectionBarProps) {
  const { t, i18n } = useLingui();
  const likely = verbsFor(nodes, situation).filter((verb) => verb.likely === true);
  return (
    <div className={styles.selection} role="toolbar" aria-label={t`Selected files`}>
      <ActionIcon aria-label={t`Clear the selection`} onClick={onClear}>
        <IconX size={18} />
      </ActionIcon>
      <span className={styles.count}>
        <Trans>{nodes.length} selected</Trans>
      </span>
      <span className={styles.verbs}>
        {likely.map((verb) =>
          narrow ? (
            <ActionIcon
              key={verb.id}
              size={40}
              aria-label={i18n._(verb.label)}
              onClick={() => onVerb(verb.id)}
            >
              <verb.icon size={20} stroke={1.6} />
            </ActionIcon>
          ) : (
            <Button
              key={verb.id}
              size="compact-sm"
              variant="subtle"
              color={verb.danger === true ? "cinnabar" : "gray"}
              className={verb.danger === true ? styles.dangerous : styles.verb}
              leftSection={<verb.icon size={16} stroke={1.6} />}
              onClick={() => onVerb(verb.id)}
            >
              {i18n._(verb.label)}
            </Button>
          ),
        )}
        <ActionIcon
          size={narrow ? 40 : 28}
          aria-label={t`More actions`}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            onMore({ x: box.left, y: box.bottom });
          }}
        >
          <IconDots size={18} />
        </ActionIcon>
      </span>
    </div>
  );
}

export interface ToolbarProps extends SelectionBarProps, SortMenuProps {
  /** `null` while it is not known. */
  count: number | null;
  /** More files than are loaded. */
  more: boolean;
}

function Total({ count, more }: { count: number; more: boolean }) {
  if (more) return <Trans>More than {count} items</Trans>;
  return <Plural value={count} one="# item" other="# items" />;
}

export function Toolbar(props: ToolbarProps) {
  const { nodes, count, more, narrow, sort, onSort } = props;
  const current = view.use();
  return (
    <div className={styles.toolbar} data-choosing={nodes.length > 0}>
      {nodes.length > 0 ? (
        <SelectionBar {...props} />
      ) : (
        <span className={styles.total}>
          {count !== null && <Total count={count} more={more} />}
        </span>
      )}
      {(nodes.length === 0 || !narrow) && (
        <span className={styles.looks}>
          {(narrow || current === "cards") && <SortMenu sort={sort} onSort={onSort} />}
          <ViewSwitch />
          {!narrow && <DetailsSwitch />}
        </span>
      )}
    </div>
  );
}
