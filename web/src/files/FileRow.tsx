/** One file in the list. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Checkbox, Tooltip } from "@mantine/core";
import { IconDots, IconStarFilled, IconUsers } from "@tabler/icons-react";
import { type CSSProperties, memo } from "react";
import type { Node } from "@/api";
import { fullMoment, moment, size } from "@/i18n";
import { KindIcon } from "@/kinds/KindIcon";
import { Avatar } from "@/people/Avatar";
import { useMe } from "@/session/me";
import { endDrag, startDrag } from "./dragging";
import styles from "./FileList.module.css";
import { type Items, itemHandlers, itemId } from "./items";
import { NameField } from "./NameField";
import { useDropTarget } from "./useDropTarget";

export interface FileRowProps {
  items: Items;
  node: Node;
  index: number;
  style: CSSProperties;
}

function OwnerCell({ node }: { node: Node }) {
  const me = useMe();
  return (
    <span role="gridcell" className={styles.owner}>
      <Avatar person={node.owner} size={22} decorative />
      <span>{node.owner.id === me.user?.id ? <Trans>Me</Trans> : node.owner.name}</span>
    </span>
  );
}

function Marks({ node }: { node: Node }) {
  const { t } = useLingui();
  return (
    <span className={styles.marks}>
      {node.shared && (
        <Tooltip label={t`Shared`}>
          <IconUsers size={16} role="img" aria-label={t`Shared`} />
        </Tooltip>
      )}
      {node.starred && (
        <IconStarFilled size={14} className={styles.star} role="img" aria-label={t`Starred`} />
      )}
    </span>
  );
}

function RowCells({ items, node }: Pick<FileRowProps, "items" | "node">) {
  const { t } = useLingui();
  const { narrow, place } = items;
  const when = place === "trash" ? (node.trashed ?? node.modified) : node.modified;
  const bytes = node.kind === "folder" ? "–" : size(node.size);
  return (
    <>
      <span role="gridcell" className={styles.name}>
        <KindIcon kind={node.kind} size={narrow ? 28 : 20} />
        {items.renaming === node.id ? (
          <NameField node={node} onDone={items.onRenamed} />
        ) : (
          <span className={styles.words}>
            <span className={styles.title} title={node.name}>
              {node.name}
            </span>
            {narrow && (
              <span className={styles.second}>
                {moment(when)}
                {node.kind === "folder" ? "" : ` · ${bytes}`}
              </span>
            )}
          </span>
        )}
        <Marks node={node} />
      </span>
      {!narrow && (
        <>
          <OwnerCell node={node} />
          <span role="gridcell" className={styles.quiet} title={fullMoment(when)}>
            {moment(when)}
          </span>
          <span role="gridcell" className={styles.figure}>
            {bytes}
          </span>
        </>
      )}
      <span role="gridcell" className={styles.more}>
        <ActionIcon
          tabIndex={-1}
          aria-label={t`Actions for ${node.name}`}
          size={narrow ? 40 : 28}
          onClick={(event) => {
            event.stopPropagation();
            const box = event.currentTarget.getBoundingClientRect();
            items.onMenu(node, { x: box.left, y: box.bottom });
          }}
          onDoubleClick={(event) => event.stopPropagation()}
        >
          <IconDots size={18} />
        </ActionIcon>
      </span>
    </>
  );
}

export const FileRow = memo(function FileRow({ items, node, index, style }: FileRowProps) {
  const { t } = useLingui();
  const selected = items.selection.ids.has(node.id);
  const drop = useDropTarget(node.kind === "folder" ? node.id : undefined, (nodes) =>
    items.onDropInto(node, nodes),
  );
  const renaming = items.renaming === node.id;
  return (
    <div
      id={itemId(node.id)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={styles.row}
      style={style}
      data-selected={selected}
      data-focused={items.selection.focus === node.id}
      data-cut={items.cut.has(node.id)}
      data-over={drop.over}
      draggable={!renaming && !items.narrow && items.place !== "trash"}
      onDragStart={(event) => startDrag(event, items.draggedWith(node))}
      onDragEnd={endDrag}
      {...drop.handlers}
      {...itemHandlers(items, node)}
    >
      <span role="gridcell" className={styles.check}>
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
      <RowCells items={items} node={node} />
    </div>
  );
});
