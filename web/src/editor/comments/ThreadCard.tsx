/** One thread: what was said, by whom and when, and what one may do about it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconCheck, IconDots, IconPencil, IconRotate, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { notifyUndo } from "@/app/notices";
import { fullMoment, moment } from "@/i18n";
import { Avatar } from "@/people/Avatar";
import { CommentBox } from "./CommentBox";
import styles from "./comments.module.css";
import { type Comment, type Comments, pieces, type Thread } from "./threads";

/** What the reader may do here. */
export interface Rights {
  /** Write, answer, settle. */
  comment: boolean;
  /** Delete what others wrote. */
  moderate: boolean;
}

function Said({ comment }: { comment: Comment }) {
  let at = 0;
  return (
    <p className={styles.text}>
      {pieces(comment).map(({ text, who }) => {
        const key = at;
        at += text.length;
        return who ? (
          <span key={key} className={styles.mention}>
            {text}
          </span>
        ) : (
          text
        );
      })}
    </p>
  );
}

function When({ comment }: { comment: Comment }) {
  const { t } = useLingui();
  if (comment.at === "") return null;
  const edited = comment.edited === "" ? "" : ` · ${t`edited`}`;
  return (
    <time className={styles.when} dateTime={comment.at} title={fullMoment(comment.at)}>
      {moment(comment.at)}
      {edited}
    </time>
  );
}

/** Who wrote it, when, and what it says. */
export function Words({ comment, children }: { comment: Comment; children?: React.ReactNode }) {
  const { t } = useLingui();
  const name = comment.author || t`Unknown`;
  return (
    <div className={styles.comment} data-comment={comment.token}>
      <Avatar person={{ id: comment.by || comment.author, name }} size={24} decorative />
      <div className={styles.words}>
        <div className={styles.who}>
          <span className={styles.author}>{name}</span>
          <When comment={comment} />
        </div>
        <Said comment={comment} />
      </div>
      {children}
    </div>
  );
}

interface CardProps {
  comments: Comments;
  thread: Thread;
  /** What it is about, in words. */
  place: string;
  rights: Rights;
  active: boolean;
  onChoose: () => void;
}

function OneComment({
  comments,
  comment,
  rights,
  first,
}: Pick<CardProps, "comments" | "rights"> & { comment: Comment | Thread; first: boolean }) {
  const { t } = useLingui();
  const [editing, setEditing] = useState(false);
  const own = rights.comment && comments.isOwn(comment);
  const removable = own || rights.moderate;
  if (editing)
    return (
      <CommentBox
        label={t`Edit comment`}
        send={t`Save`}
        initial={comment.text}
        spoken={comment.mentions}
        members={comments.author.id !== ""}
        onSend={(text, mentions) => {
          comments.edit(comment.token, text, mentions);
          setEditing(false);
        }}
        onCancel={() => setEditing(false)}
      />
    );
  const remove = (): void =>
    notifyUndo(first ? t`Thread deleted` : t`Comment deleted`, comments.remove(comment));
  return (
    <Words comment={comment}>
      {removable && (
        <Menu position="bottom-end" withinPortal width={150}>
          <Menu.Target>
            <ActionIcon size={22} className={styles.more} aria-label={t`More`}>
              <IconDots size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {own && (
              <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => setEditing(true)}>
                {t`Edit`}
              </Menu.Item>
            )}
            <Menu.Item
              color="var(--tw-danger)"
              leftSection={<IconTrash size={14} />}
              onClick={remove}
            >
              {first ? t`Delete thread` : t`Delete`}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </Words>
  );
}

function Settle({ comments, thread }: Pick<CardProps, "comments" | "thread">) {
  const { t } = useLingui();
  const label = thread.done ? t`Open again` : t`Resolve`;
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={24}
        aria-label={label}
        onClick={() => comments.resolve(thread, !thread.done)}
      >
        {thread.done ? <IconRotate size={15} /> : <IconCheck size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}

function Answer({ comments, thread }: Pick<CardProps, "comments" | "thread">) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <button type="button" className={styles.reply} onClick={() => setOpen(true)}>
        {t`Reply…`}
      </button>
    );
  return (
    <CommentBox
      label={t`Reply`}
      send={t`Reply`}
      members={comments.author.id !== ""}
      onSend={(text, mentions) => {
        comments.answer(thread, text, mentions);
        setOpen(false);
      }}
      onCancel={() => setOpen(false)}
    />
  );
}

export function ThreadCard({ comments, thread, place, rights, active, onChoose }: CardProps) {
  const { t } = useLingui();
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (active) card.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const { doneBy, doneAt } = thread;
  return (
    <article
      ref={card}
      className={styles.thread}
      data-active={active || undefined}
      data-done={thread.done || undefined}
      aria-label={t`Comment on ${place}`}
    >
      <div className={styles.threadHead}>
        <button type="button" className={styles.place} onClick={onChoose}>
          {place}
        </button>
        {rights.comment && <Settle comments={comments} thread={thread} />}
      </div>
      <OneComment comments={comments} comment={thread} rights={rights} first />
      {thread.answers.map((answer) => (
        <OneComment
          key={answer.token}
          comments={comments}
          comment={answer}
          rights={rights}
          first={false}
        />
      ))}
      {thread.done && (
        <p className={styles.settled}>
          {doneBy === "" ? t`Resolved` : <Trans>Resolved by {doneBy}</Trans>}
          {doneAt !== "" && ` · ${moment(doneAt)}`}
        </p>
      )}
      {rights.comment && !thread.done && <Answer comments={comments} thread={thread} />}
    </article>
  );
}
