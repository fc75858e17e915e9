/** What was said about a cell, beside it, while the pointer rests there. */
import { Plural, useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useRef, useState } from "react";
import { Words } from "@/editor/comments/ThreadCard";
import type { Thread } from "@/editor/comments/threads";
import { noteAt } from "../../commands/objects";
import type { Cell, ClientBox } from "../../grid/view";
import type { ControlProps } from "../controls/props";
import styles from "./CommentCard.module.css";

/** Milliseconds that the pointer rests before the card comes, and that it may take to reach the card. */
const REST = 350;
const LINGER = 250;
const WIDTH = 280;

interface Shown {
  cell: Cell;
  threads: Thread[];
  box: ClientBox;
}

/** The open threads of the cell under the pointer, once that rests. */
function useResting({ session, now }: ControlProps) {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const later = useCallback((run: () => void, milliseconds: number): void => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(run, milliseconds);
  }, []);
  const stay = useCallback(() => {
    if (timer.current) clearTimeout(timer.current);
  }, []);
  const leave = useCallback(() => later(() => setShown(null), LINGER), [later]);
  useEffect(() => {
    const { view, reviewing } = session;
    const look = (cell: Cell): void => {
      const { row, col } = cell;
      const threads = reviewing.threadsAt(cell).filter(({ done }) => !done);
      const box = view.clientBox({ row1: row, col1: col, row2: row, col2: col });
      setShown(threads.length > 0 && box ? { cell, threads, box } : null);
    };
    const stops = [
      view.onHover((cell) => (cell ? later(() => look(cell), REST) : leave())),
      view.onScroll(() => setShown(null)),
    ];
    return () => {
      for (const stop of stops) stop();
      stay();
    };
  }, [session, later, leave, stay]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it tells of is no longer on screen.
  useEffect(() => setShown(null), [now.sid, now.zoom, now.editing]);
  return { shown, stay, leave, hide: () => setShown(null) };
}

/** Beside the cell where there is room, else before it. */
function placed({ x, y, inlineSize }: ClientBox): {
  insetInlineStart: number;
  insetBlockStart: number;
} {
  const after = x + inlineSize + 6;
  const room = window.innerWidth - after >= WIDTH + 8;
  return {
    insetInlineStart: room ? after : Math.max(8, x - WIDTH - 6),
    insetBlockStart: Math.max(8, Math.min(y, window.innerHeight - 160)),
  };
}

export function CommentCard(props: ControlProps) {
  const { session } = props;
  const { t } = useLingui();
  const { shown, stay, leave, hide } = useResting(props);
  if (!shown) return null;
  const { cell, threads, box } = shown;
  const note = noteAt(session.sheet, cell.row, cell.col);
  return (
    <div
      role="note"
      aria-label={t`Comments`}
      className={styles.card}
      style={{ ...placed(box), inlineSize: WIDTH }}
      onPointerEnter={stay}
      onPointerLeave={leave}
      data-comment-card
    >
      {threads.map((thread) => (
        <button
          key={thread.token}
          type="button"
          className={styles.thread}
          onClick={() => {
            hide();
            session.reviewing.choose(thread);
          }}
        >
          <Words comment={thread} />
          {thread.answers.length > 0 && (
            <span className={styles.answers}>
              <Plural value={thread.answers.length} one="# reply" other="# replies" />
            </span>
          )}
        </button>
      ))}
      {note && <p className={styles.note}>{note.text}</p>}
    </div>
  );
}
