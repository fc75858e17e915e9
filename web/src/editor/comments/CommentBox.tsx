/** Where a comment is written: Ctrl+Enter sends it, an at sign offers the members. */
import { useLingui } from "@lingui/react/macro";
import { Button, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { api, keys, type Member } from "@/api";
import { Avatar } from "@/people/Avatar";
import styles from "./comments.module.css";
import { type Asked, askedAt, withName } from "./mentioning";
import { LONGEST, type Mention } from "./threads";

const OFFERED = 6;

interface Offers {
  asked: Asked | null;
  people: Member[];
  /** The one that Enter takes. */
  current: number;
}

/** The members that fit what is typed after an at sign. */
function useOffers(text: string, caret: number, ids: boolean): Offers & { move(by: number): void } {
  const asked = ids ? askedAt(text, caret) : null;
  const [name] = useDebouncedValue(asked?.name ?? "", 120);
  const [current, setCurrent] = useState(0);
  const answer = useQuery({
    queryKey: keys.users(name),
    queryFn: ({ signal }) => api.users({ q: name, limit: 20 }, signal),
    placeholderData: (previous) => previous,
    enabled: asked !== null,
    retry: false,
  });
  const found = asked === null ? [] : (answer.data?.items ?? []);
  const people = found.filter(({ disabled }) => !disabled).slice(0, OFFERED);
  const shown = people.map(({ id }) => id).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: other people shown, so the first of them is meant
  useEffect(() => setCurrent(0), [shown]);
  const move = (by: number): void =>
    setCurrent((now) => (now + by + people.length) % Math.max(people.length, 1));
  return { asked, people, current, move };
}

function OfferList({
  id,
  people,
  current,
  onTake,
}: {
  id: string;
  people: Member[];
  current: number;
  onTake: (person: Member) => void;
}) {
  const { t } = useLingui();
  return (
    <div id={id} role="listbox" aria-label={t`Members`} className={styles.offers}>
      {people.map((person, index) => (
        <div
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === current}
          className={styles.offer}
          // The field keeps the caret.
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(person);
          }}
        >
          <Avatar person={person} size={22} decorative />
          <span className={styles.offerName}>{person.name}</span>
          <span className={styles.offerMail}>{person.email}</span>
        </div>
      ))}
    </div>
  );
}

export interface CommentBoxProps {
  label: string;
  send: string;
  onSend: (text: string, mentions: Mention[]) => void;
  onCancel: () => void;
  /** What is edited; empty for a new one. */
  initial?: string;
  spoken?: Mention[];
  /** Whether the server tells a guest who the members are. */
  members: boolean;
}

export function CommentBox(props: CommentBoxProps) {
  const { label, send, onSend, onCancel, initial = "", spoken = [], members } = props;
  const { t } = useLingui();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(initial);
  const [caret, setCaret] = useState(initial.length);
  const [mentions, setMentions] = useState(spoken);
  const offers = useOffers(text, caret, members);
  const list = useId();
  const open = offers.people.length > 0;
  const ready = text.trim() !== "" && text !== initial;
  useEffect(() => {
    const area = field.current;
    area?.focus({ preventScroll: true });
    area?.setSelectionRange(area.value.length, area.value.length);
    area?.scrollIntoView({ block: "nearest" });
  }, []);

  const take = ({ id, name }: Member): void => {
    if (!offers.asked) return;
    const next = withName(text, offers.asked, name);
    setText(next.text);
    setCaret(next.caret);
    setMentions((before) => [...before.filter((one) => one.id !== id), { id, name }]);
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  };
  const finish = (): void => {
    if (ready) onSend(text.trim(), mentions);
  };
  const offered = (event: KeyboardEvent): boolean => {
    const person = offers.people[offers.current];
    if (!open || !person) return false;
    if (event.key === "ArrowDown") offers.move(1);
    else if (event.key === "ArrowUp") offers.move(-1);
    else if (event.key === "Enter" || event.key === "Tab") take(person);
    else if (event.key === "Escape") setCaret(0);
    else return false;
    return true;
  };
  const pressed = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const mod = event.ctrlKey || event.metaKey;
    if (mod && event.key === "Enter") finish();
    else if (offered(event)) event.preventDefault();
    else if (event.key === "Escape") onCancel();
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.box}>
      <Textarea
        ref={field}
        aria-label={label}
        placeholder={label}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={LONGEST}
        size="xs"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={pressed}
        aria-controls={open ? list : undefined}
        aria-activedescendant={open ? `${list}-${offers.current}` : undefined}
      />
      {open && (
        <OfferList id={list} people={offers.people} current={offers.current} onTake={take} />
      )}
      <div className={styles.boxFoot}>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onCancel}>
          {t`Cancel`}
        </Button>
        <Button size="compact-xs" disabled={!ready} onClick={finish}>
          {send}
        </Button>
      </div>
    </div>
  );
}
