/** Files as cards with pictures, virtualised by rows. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Checkbox, Skeleton } from "@mantine/core";
import { IconDots, IconStarFilled, IconUsers } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type RefObject, useEffect } from "react";
import type { Node } from "@/api";
import { moment } from "@/i18n";
import { KindIcon } from "@/kinds/KindIcon";
import { endDrag, startDrag } from "./dragging";
import styles from "./FileCards.module.css";
import { type Items, itemHandlers, itemId } from "./items";
import { NameField } from "./NameField";
import { Thumbnail } from "./Thumbnail";
import { useDropTarget } from "./useDropTarget";

const gap = 12;
const padding = 16;
const foot = 58;
const narrowest = { wide: 190, narrow: 150 } as const;

/** How many cards stand side by side, and how tall a row is, in a scroller this wide (pixels). */
export function cardMeasures(scrollerSize: number, narrow: boolean) {
  const room = Math.max(0, scrollerSize - 2 * padding);
  const least = narrow ? narrowest.narrow : narrowest.wide;
  const columns = Math.max(1, Math.floor((room + gap) / (least + gap)));
  const card = (room - gap * (columns - 1)) / columns;
  return { columns, picture: Math.round(card * 0.68), row: Math.round(card * 0.68) + foot + gap };
}

function Card({ items, node, picture }: { items: Items; node: Node; picture: number }) {
  const { t } = useLingui();
  const selected = items.selection.ids.has(node.id);
  const drop = useDropTarget(node.kind === "folder" ? node.id : undefined, (nodes) =>
    items.onDropInto(node, nodes),
  );
  const when = items.place === "trash" ? (node.trashed ?? node.modified) : node.modified;
  return (
    <div
      id={itemId(node.id)}
      role="gridcell"
      aria-selected={selected}
      className={styles.card}
      data-selected={selected}
      data-focused={items.selection.focus === node.id}
      data-cut={items.cut.has(node.id)}
      data-over={drop.over}
      draggable={items.renaming !== node.id && !items.narrow && items.place !== "trash"}
      onDragStart={(event) => startDrag(event, items.draggedWith(node))}
      onDragEnd={endDrag}
      {...drop.handlers}
      {...itemHandlers(items, node)}
    >
      <div className={styles.picture} style={{ blockSize: picture }}>
        <Thumbnail node={node} />
        <span className={styles.check} data-on={items.selection.ids.size > 0}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            checked={selected}
            aria-label={t`Select ${node.name}`}
            onChange={() => items.onToggle(node.id)}
            onClick={(event) => event.stopPropagation()}
            onDoubleClick={(event) => event.stopPropagation()}
          />
        </span>
      </div>
      <div className={styles.foot}>
        <KindIcon kind={node.kind} size={20} />
        <div className={styles.words}>
          {items.renaming === node.id ? (
            <NameField node={node} onDone={items.onRenamed} />
          ) : (
            <span className={styles.title} title={node.name}>
              {node.name}
            </span>
          )}
          <span className={styles.second}>
            {node.starred && (
              <IconStarFilled size={12} className={styles.star} aria-label={t`Starred`} />
            )}
            {node.shared && <IconUsers size={13} aria-label={t`Shared`} />}
            <span>{moment(when)}</span>
          </span>
        </div>
        <ActionIcon
          className={styles.more}
          tabIndex={-1}
          size={28}
          aria-label={t`Actions for ${node.name}`}
          onClick={(event) => {
            event.stopPropagation();
            const box = event.currentTarget.getBoundingClientRect();
            items.onMenu(node, { x: box.left, y: box.bottom });
          }}
          onDoubleClick={(event) => event.stopPropagation()}
        >
          <IconDots size={18} />
        </ActionIcon>
      </div>
    </div>
  );
}

const KeptCard = memo(Card);

export interface FileCardsProps {
  items: Items;
  scroller: RefObject<HTMLDivElement | null>;
  /** Inline size of the scroller in pixels. */
  scrollerSize: number;
  onNearEnd: () => void;
}

export function FileCards({ items, scroller, scrollerSize, onNearEnd }: FileCardsProps) {
  const { nodes, selection, narrow } = items;
  const { columns, picture, row: rowSize } = cardMeasures(scrollerSize, narrow);
  const rows = Math.ceil(nodes.length / columns);
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowSize,
    overscan: 2,
    paddingStart: padding,
    paddingEnd: padding,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows - 4) onNearEnd();
  }, [last, rows, onNearEnd]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured again when their size changes
  useEffect(() => virtual.measure(), [virtual, rowSize]);

  const focused =
    selection.focus === null ? -1 : nodes.findIndex((node) => node.id === selection.focus);
  useEffect(() => {
    if (focused >= 0) virtual.scrollToIndex(Math.floor(focused / columns), { align: "auto" });
  }, [focused, columns, virtual]);

  return (
    <div role="rowgroup" className={styles.rows} style={{ blockSize: virtual.getTotalSize() }}>
      {shown.map((row) => (
        <div
          key={row.key}
          role="row"
          aria-rowindex={row.index + 1}
          className={styles.row}
          style={{
            transform: `translateY(${row.start}px)`,
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            columnGap: gap,
            paddingInline: padding,
          }}
        >
          {nodes.slice(row.index * columns, (row.index + 1) * columns).map((node) => (
            <KeptCard key={node.id} items={items} node={node} picture={picture} />
          ))}
        </div>
      ))}
    </div>
  );
}

const ghosts = ["a", "b", "c", "d", "e", "f", "g", "h"];

export function FileCardsSkeleton({
  scrollerSize,
  narrow,
}: {
  scrollerSize: number;
  narrow: boolean;
}) {
  const { t } = useLingui();
  const { columns, row } = cardMeasures(scrollerSize, narrow);
  return (
    <div
      role="status"
      aria-label={t`Loading`}
      style={{
        display: "grid",
        gap,
        padding,
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
      }}
    >
      {ghosts.map((ghost) => (
        <Skeleton key={ghost} radius="lg" style={{ blockSize: row - gap }} />
      ))}
    </div>
  );
}
