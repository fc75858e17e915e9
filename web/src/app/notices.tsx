/** Short words at the foot of the window: done, with undo; or refused, and why. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button } from "@mantine/core";
import { IconAlertCircle, IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { explain } from "@/i18n";
import styles from "./notices.module.css";
import { createStore } from "./store";

interface Notice {
  id: number;
  message: ReactNode;
  undo?: () => void;
  problem: boolean;
}

const most = 3;
const briefly = 5000; // milliseconds
const longer = 10_000; // time to read why, or to take back

const notices = createStore<readonly Notice[]>([]);
let count = 0;

function show(notice: Omit<Notice, "id">): void {
  count += 1;
  const id = count;
  notices.set((list) =>
    [...list.filter((other) => other.message !== notice.message), { ...notice, id }].slice(-most),
  );
}

function hide(id: number): void {
  notices.set((list) => list.filter((notice) => notice.id !== id));
}

export function notify(message: ReactNode): void {
  show({ message, problem: false });
}

/** Say what was done and offer to take it back. */
export function notifyUndo(message: ReactNode, undo: () => void): void {
  show({ message, undo, problem: false });
}

/** Say why something did not work. The same words are not stacked twice. */
export function notifyProblem(error: unknown): void {
  show({ message: explain(error), problem: true });
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { t } = useLingui();
  const { id, undo, problem, message } = notice;
  useEffect(() => {
    const timer = setTimeout(() => hide(id), problem || undo !== undefined ? longer : briefly);
    return () => clearTimeout(timer);
  }, [id, problem, undo]);
  return (
    <div className={styles.notice} role={problem ? "alert" : "status"}>
      {problem && <IconAlertCircle size={20} className={styles.problem} aria-hidden="true" />}
      <span className={styles.message}>{message}</span>
      {undo !== undefined && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            hide(id);
            undo();
          }}
        >
          <Trans>Undo</Trans>
        </Button>
      )}
      <ActionIcon size={28} aria-label={t`Close`} onClick={() => hide(id)}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}

/** Where they appear; once on the page. */
export function Notices() {
  return (
    <div className={styles.stack}>
      {notices.use().map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}
