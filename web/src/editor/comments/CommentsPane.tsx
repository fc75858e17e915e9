/** The pane with the threads of a document: written, answered, settled, and found again. */
import { useLingui } from "@lingui/react/macro";
import { SegmentedControl } from "@mantine/core";
import { IconMessage } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { Pane } from "../EditorFrame";
import { CommentBox } from "./CommentBox";
import styles from "./comments.module.css";
import { type Rights, ThreadCard } from "./ThreadCard";
import { type Comments, type Mention, type Thread, type Wanted, wantedThreads } from "./threads";

const MINUTE = 60_000;

/** Draws again each minute: `3 minutes ago` becomes `4 minutes ago`. */
function useMinutes(): void {
  const [, setMinutes] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setMinutes((now) => now + 1), MINUTE);
    return () => clearInterval(timer);
  }, []);
}

export interface CommentsPaneProps {
  comments: Comments;
  rights: Rights;
  /** Whether a thread is in what the reader asked the kind for, such as this worksheet. */
  within: (thread: Thread) => boolean;
  /** Where it is, in words. */
  place: (thread: Thread) => string;
  /** Earlier in the document first. */
  order: (a: Thread, b: Thread) => number;
  active: string | null;
  onChoose: (thread: Thread) => void;
  /** What a new comment would be about; null when none is being written. */
  about: string | null;
  onBegin: (text: string, mentions: Mention[]) => void;
  onCancel: () => void;
  onClose: () => void;
  /** Beside the filter. */
  children?: ReactNode;
}

function Filter({
  wanted,
  counts,
  guest,
  onChange,
}: {
  wanted: Wanted;
  counts: Record<Wanted, number>;
  guest: boolean;
  onChange: (wanted: Wanted) => void;
}) {
  const { t } = useLingui();
  const counted = (word: string, count: number): string => (count ? `${word} ${count}` : word);
  const choices = [
    { value: "open", label: counted(t({ context: "comments", message: "Open" }), counts.open) },
    { value: "resolved", label: counted(t`Resolved`, counts.resolved) },
    ...(guest ? [] : [{ value: "mine", label: counted(t`For me`, counts.mine) }]),
  ];
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t`Which comments`}
      data={choices}
      value={wanted}
      onChange={(value) => onChange(value as Wanted)}
    />
  );
}

function Nothing({ wanted, may }: { wanted: Wanted; may: boolean }) {
  const { t } = useLingui();
  const words = {
    open: may ? t`No open comments. Select a cell and press Ctrl+Alt+M.` : t`No open comments.`,
    resolved: t`Nothing is resolved yet.`,
    mine: t`Nobody has mentioned you here.`,
  };
  return (
    <div className={styles.nothing}>
      <IconMessage size={28} stroke={1.3} aria-hidden="true" />
      <p>{words[wanted]}</p>
    </div>
  );
}

export function CommentsPane(props: CommentsPaneProps) {
  const { comments, rights, within, place, order, active, onChoose, about } = props;
  const { t } = useLingui();
  const [wanted, setWanted] = useState<Wanted>("open");
  useMinutes();
  const all = useSyncExternalStore(comments.subscribe, comments.getThreads).filter(within);
  const { id } = comments.author;
  const of = (which: Wanted): Thread[] => wantedThreads(all, which, id);
  const counts = {
    open: of("open").length,
    resolved: of("resolved").length,
    mine: of("mine").length,
  };
  const chosen = all.find(({ token }) => token === active);
  const done = chosen?.done;
  // Who goes to a thread wants to see it, whatever the filter says. Settling it changes no filter.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (done !== undefined) setWanted(done ? "resolved" : "open");
  }, [active]);
  const shown = of(wanted).sort(order);
  return (
    <Pane side="end" title={t`Comments`} onClose={props.onClose}>
      <div className={styles.pane} data-keeps-focus data-comments>
        <div className={styles.filters}>
          <Filter wanted={wanted} counts={counts} guest={id === ""} onChange={setWanted} />
          {props.children}
        </div>
        {about !== null && (
          <div className={styles.thread} data-active>
            <div className={styles.threadHead}>
              <span className={styles.place}>{about}</span>
            </div>
            <CommentBox
              key={about}
              label={t`New comment`}
              send={t({ context: "comments", message: "Comment" })}
              members={id !== ""}
              onSend={props.onBegin}
              onCancel={props.onCancel}
            />
          </div>
        )}
        {shown.map((thread) => (
          <ThreadCard
            key={thread.token}
            comments={comments}
            thread={thread}
            place={place(thread)}
            rights={rights}
            active={thread.token === active}
            onChoose={() => onChoose(thread)}
          />
        ))}
        {shown.length === 0 && about === null && <Nothing wanted={wanted} may={rights.comment} />}
      </div>
    </Pane>
  );
}
