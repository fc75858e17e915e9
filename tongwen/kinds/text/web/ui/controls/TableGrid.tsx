/** A new table, by the size of a grid. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Popover, Tooltip } from "@mantine/core";
import { IconTable } from "@tabler/icons-react";
import { useState } from "react";
import { keepFocus } from "@/editor/ToolRow";
import { insertTable } from "../../editing/tables";
import type { TextSession } from "../session";
import styles from "./Controls.module.css";
import type { ControlProps } from "./props";

const ROWS = 8;
const COLUMNS = 10;

function Grid({ onChoose }: { onChoose: (rows: number, columns: number) => void }) {
  const { t } = useLingui();
  const [[rows, columns], setSize] = useState<[number, number]>([0, 0]);
  return (
    <div onPointerLeave={() => setSize([0, 0])}>
      <div className={styles.gridSize}>
        {rows > 0 ? t`${columns} × ${rows} table` : t`Insert a table`}
      </div>
      <div className={styles.grid} style={{ gridTemplateColumns: `repeat(${COLUMNS}, 20px)` }}>
        {Array.from({ length: ROWS * COLUMNS }, (_unused, index) => {
          const row = Math.floor(index / COLUMNS) + 1;
          const column = (index % COLUMNS) + 1;
          return (
            <button
              type="button"
              key={`${row}-${column}`}
              className={styles.gridCell}
              data-on={row <= rows && column <= columns}
              aria-label={t`${column} columns, ${row} rows`}
              onMouseDown={keepFocus}
              onPointerEnter={() => setSize([row, column])}
              onFocus={() => setSize([row, column])}
              onClick={() => onChoose(row, column)}
            />
          );
        })}
      </div>
    </div>
  );
}

export function TableControl({ session, now }: ControlProps) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const style = tableGridStyle(session);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
      <Popover.Target>
        <Tooltip position="bottom" label={t`Table`} disabled={opened}>
          <ActionIcon
            aria-label={t`Table`}
            data-command="table"
            disabled={!now.editable}
            style={{ color: "var(--tw-ink)" }}
            onMouseDown={keepFocus}
            onClick={() => setOpened((was) => !was)}
          >
            <IconTable size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <Grid
          onChoose={(rows, columns) => {
            setOpened(false);
            session.run(insertTable(rows, columns, Math.round(session.column * 15), style));
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The document's own style for plain grids, if it has one. */
function tableGridStyle(session: TextSession): string | null {
  for (const [id, style] of session.model.styles.styles) {
    if (style.type === "table" && /^table grid$|^网格型$/i.test(style.name ?? "")) return id;
  }
  return null;
}
