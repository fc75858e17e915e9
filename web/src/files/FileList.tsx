/** Files as rows: virtualised, with column heads that sort. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Checkbox, Skeleton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";
import type { Sort, SortField } from "@/api";
import styles from "./FileList.module.css";
import { FileRow } from "./FileRow";
import type { Items } from "./items";
import { descends, fieldOf, nextSort } from "./sorting";
import type { Place } from "./verbs";

export const rowSizes = { wide: 40, narrow: 60 } as const;

export interface FileListProps {
  items: Items;
  scroller: RefObject<HTMLDivElement | null>;
  sort: Sort | null;
  onSort: (sort: Sort) => void;
  onToggleAll: () => void;
  onNearEnd: () => void;
}

function Head({
  field,
  label,
  sort,
  onSort,
}: {
  field: SortField;
  label: MessageDescriptor;
  sort: Sort | null;
  onSort: (sort: Sort) => void;
}) {
  const { i18n } = useLingui();
  const active = sort !== null && fieldOf(sort) === field;
  const down = sort !== null && descends(sort);
  return (
    <span
      role="columnheader"
      aria-sort={active ? (down ? "descending" : "ascending") : "none"}
      className={field === "size" ? styles.figure : undefined}
    >
      <button type="button" className={styles.sort} onClick={() => onSort(nextSort(sort, field))}>
        {i18n._(label)}
        <span className={styles.arrow} data-active={active}>
          {down ? <IconArrowDown size={14} /> : <IconArrowUp size={14} />}
        </span>
      </button>
    </span>
  );
}

const timeHead = (place: Place) => (place === "trash" ? msg`Deleted` : msg`Modified`);

function Heads({
  items,
  sort,
  onSort,
  onToggleAll,
}: Omit<FileListProps, "scroller" | "onNearEnd">) {
  const { t } = useLingui();
  const chosen = items.selection.ids.size;
  return (
    <div role="row" aria-rowindex={1} className={styles.heads} data-chosen={chosen > 0}>
      <span role="columnheader" className={styles.check}>
        <Checkbox
          size="xs"
          aria-label={t`Select all`}
          checked={chosen > 0 && chosen === items.nodes.length}
          indeterminate={chosen > 0 && chosen < items.nodes.length}
          onChange={onToggleAll}
        />
      </span>
      <Head field="name" label={msg`Name`} sort={sort} onSort={onSort} />
      <span role="columnheader" className={styles.plainHead}>{t`Owner`}</span>
      <Head field="modified" label={timeHead(items.place)} sort={sort} onSort={onSort} />
      <Head field="size" label={msg`Size`} sort={sort} onSort={onSort} />
      <span role="columnheader" aria-label={t`Actions`} />
    </div>
  );
}

export function FileList(props: FileListProps) {
  const { items, scroller, onNearEnd } = props;
  const { nodes, narrow, selection } = items;
  const rowSize = narrow ? rowSizes.narrow : rowSizes.wide;
  const virtual = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowSize,
    overscan: 8,
    scrollPaddingStart: narrow ? 0 : 36,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;

  useEffect(() => {
    if (last >= nodes.length - 40) onNearEnd();
  }, [last, nodes.length, onNearEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured again when their size changes
  useEffect(() => virtual.measure(), [virtual, rowSize]);

  const focused =
    selection.focus === null ? -1 : nodes.findIndex((node) => node.id === selection.focus);
  useEffect(() => {
    if (focused >= 0) virtual.scrollToIndex(focused, { align: "auto" });
  }, [focused, virtual]);

  return (
    <>
      {!narrow && <Heads {...props} />}
      <div
        role="rowgroup"
        className={styles.rows}
        style={{ blockSize: virtual.getTotalSize() }}
        data-narrow={narrow}
        data-choosing={selection.ids.size > 0}
      >
        {shown.map((row) => {
          const node = nodes[row.index];
          if (node === undefined) return null;
          return (
            <FileRow
              key={node.id}
              items={items}
              node={node}
              index={row.index}
              style={{ blockSize: rowSize, transform: `translateY(${row.start}px)` }}
            />
          );
        })}
      </div>
    </>
  );
}

const widths = [220, 160, 280, 190, 240, 150, 210, 260];

/** Rows that are coming, of the size they will have. */
export function FileListSkeleton({ narrow }: { narrow: boolean }) {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`Loading`}>
      {!narrow && <div className={styles.heads} />}
      {widths.map((inlineSize) => (
        <div
          key={inlineSize}
          className={styles.ghost}
          style={{ blockSize: narrow ? rowSizes.narrow : rowSizes.wide }}
        >
          <Skeleton style={{ inlineSize: 20, blockSize: 20, flex: "none" }} />
          <Skeleton style={{ inlineSize, maxInlineSize: "60%", blockSize: 12 }} />
        </div>
      ))}
    </div>
  );
}
