/** The tabs of the worksheets: choose, add, rename in place, drag, colour, and a list of all. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconLayoutList, IconPlus } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import {
  dropIndex,
  hiddenSheets,
  type SheetNameProblem,
  sheetNameProblem,
  shownSheets,
} from "../commands/worksheets";
import type { SheetInfo } from "../model";
import { cssColor } from "./controls/Colors";
import type { ControlProps } from "./controls/props";
import styles from "./SheetTabs.module.css";
import type { SheetSession } from "./session";
import { addWorksheet, showWorksheet } from "./worksheetActions";

export const nameProblems: Record<SheetNameProblem, ReturnType<typeof msg>> = {
  empty: msg`A worksheet needs a name.`,
  long: msg`At most 31 characters.`,
  characters: msg`These characters are not allowed: [ ] : * ? / \\ and ' at an end.`,
  taken: msg`Another worksheet has this name.`,
};

function NameField({ session, info }: { session: SheetSession; info: SheetInfo }) {
  const { t, i18n } = useLingui();
  const [name, setName] = useState(info.name);
  const problem = sheetNameProblem(session.book, name, info.sid);
  const done = (keep: boolean): void => {
    if (keep && !problem && name.trim() !== info.name) {
      session.book.renameSheet(info.sid, name.trim());
    }
    session.renaming.set(null);
    session.back();
  };
  return (
    <Tooltip label={problem ? i18n._(nameProblems[problem]) : ""} opened={problem !== null}>
      <input
        className={styles.name}
        aria-label={t`Name of the worksheet`}
        aria-invalid={problem !== null}
        value={name}
        maxLength={40}
        ref={(input) => {
          if (!input || input.dataset.ready) return;
          input.dataset.ready = "true";
          input.focus();
          input.select();
        }}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={() => done(true)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter" && !problem) done(true);
          if (event.key === "Escape") done(false);
        }}
      />
    </Tooltip>
  );
}

interface TabProps {
  session: SheetSession;
  info: SheetInfo;
  current: boolean;
  editable: boolean;
  dropBefore: string | null | undefined;
  onDragOver: (sid: string | null, dropped: boolean) => void;
  onDrag: (sid: string | null) => void;
}

function Tab({ session, info, current, editable, dropBefore, onDragOver, onDrag }: TabProps) {
  const element = useRef<HTMLButtonElement>(null);
  const { sid } = info;
  useEffect(() => {
    if (current) element.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  const color = cssColor(session, info.color);
  const move = (step: 1 | -1): void => {
    const shown = shownSheets(session.book);
    const next = shown[shown.findIndex((other) => other.sid === sid) + step];
    if (next) void session.show(next.sid);
  };
  return (
    <button
      type="button"
      role="tab"
      ref={element}
      data-sheet={sid}
      aria-selected={current}
      tabIndex={current ? 0 : -1}
      className={dropBefore === sid ? `${styles.tab} ${styles.drop}` : styles.tab}
      draggable={editable}
      onClick={() => void session.show(sid)}
      onDoubleClick={() => editable && session.renaming.set(sid)}
      onContextMenu={(event) => {
        event.preventDefault();
        session.menu.set({ kind: "tab", sid, x: event.clientX, y: event.clientY });
      }}
      onKeyDown={(event) => {
        if (event.key === "ArrowRight") move(1);
        if (event.key === "ArrowLeft") move(-1);
        if (event.key === "F2" && editable) session.renaming.set(sid);
      }}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", info.name);
        onDrag(sid);
      }}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => {
        event.preventDefault();
        onDragOver(sid, false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        onDragOver(sid, true);
      }}
    >
      {info.name}
      {color && <span className={styles.color} style={{ background: color }} />}
    </button>
  );
}

/** All worksheets by name, hidden ones to bring back. */
function AllSheets({ session, now }: ControlProps) {
  const { t } = useLingui();
  const hidden = hiddenSheets(session.book);
  return (
    <Menu position="top-start" withinPortal>
      <Menu.Target>
        <Tooltip label={t`All worksheets`}>
          <ActionIcon size={28} aria-label={t`All worksheets`}>
            <IconLayoutList size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown mah="60vh" style={{ overflowY: "auto" }}>
        {shownSheets(session.book).map((info) => (
          <Menu.Item
            key={info.sid}
            fw={info.sid === now.sid ? 600 : 400}
            leftSection={
              <span
                className={styles.mark}
                style={{ background: cssColor(session, info.color) ?? undefined }}
              />
            }
            onClick={() => void session.show(info.sid)}
          >
            {info.name}
          </Menu.Item>
        ))}
        {hidden.length > 0 && <Menu.Label>{t`Hidden`}</Menu.Label>}
        {hidden.map((info) => (
          <Menu.Item
            key={info.sid}
            c="dimmed"
            disabled={!now.editable}
            onClick={() => void showWorksheet(session, info.sid)}
          >
            {info.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function SheetTabs({ session, now }: ControlProps) {
  const { t } = useLingui();
  const renaming = session.renaming.use();
  const [dragged, setDragged] = useState<string | null>(null);
  const [dropBefore, setDropBefore] = useState<string | null | undefined>(undefined);
  const over = (sid: string | null, dropped: boolean): void => {
    setDropBefore(dropped ? undefined : sid);
    if (!dropped || dragged === null || dragged === sid) return;
    session.book.moveSheet(dragged, dropIndex(session.book, dragged, sid));
    setDragged(null);
  };
  const drag = (sid: string | null): void => {
    setDragged(sid);
    if (sid === null) setDropBefore(undefined);
  };
  return (
    <div className={styles.bar} data-sheet-tabs>
      <AllSheets session={session} now={now} />
      <div className={styles.scroll} role="tablist" aria-label={t`Worksheets`}>
        {shownSheets(session.book).map((info) =>
          renaming === info.sid ? (
            <NameField key={info.sid} session={session} info={info} />
          ) : (
            <Tab
              key={info.sid}
              session={session}
              info={info}
              current={info.sid === now.sid}
              editable={now.editable}
              dropBefore={dragged === null ? undefined : dropBefore}
              onDragOver={over}
              onDrag={drag}
            />
          ),
        )}
      </div>
      {now.editable && (
        <Tooltip label={t`New worksheet`}>
          <ActionIcon
            size={28}
            aria-label={t`New worksheet`}
            onDragOver={(event) => {
              event.preventDefault();
              over(null, false);
            }}
            onDrop={() => over(null, true)}
            onClick={() => void addWorksheet(session, t`Sheet`)}
          >
            <IconPlus size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
