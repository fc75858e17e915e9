/** Find and replace, in a bar over the stage. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, TextInput, Tooltip } from "@mantine/core";
import {
  IconChevronDown,
  IconChevronUp,
  IconLetterCase,
  IconLetterW,
  IconX,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { keepFocus } from "@/editor/ToolRow";
import { noQuery, type Query, replaceAll, replaceOne, setQuery, step } from "../editing/find";
import type { ControlProps } from "./controls/props";
import styles from "./Panels.module.css";

function Option({
  label,
  on,
  icon: Icon,
  onClick,
}: {
  label: string;
  on: boolean;
  icon: typeof IconLetterCase;
  onClick: () => void;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={26}
        variant={on ? "light" : "subtle"}
        color={on ? "azurite" : "gray"}
        aria-label={label}
        aria-pressed={on}
        onClick={onClick}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

export function FindBar({
  session,
  now,
  replace,
  onClose,
}: ControlProps & { replace: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const [query, setDraft] = useState<Query>(() => {
    const { state } = session.view;
    const selected = state.doc.textBetween(
      state.selection.from,
      Math.min(state.selection.to, state.selection.from + 80),
    );
    return { ...noQuery, text: selected };
  });
  const [text, setText] = useState("");
  const send = (command: Parameters<TextSession["run"]>[0]) => {
    command(session.view.state, session.view.dispatch);
    session.refresh();
  };
  useEffect(() => {
    const { view } = session;
    setQuery(query)(view.state, view.dispatch);
    session.refresh();
  }, [query, session]);
  const close = (): void => {
    send(setQuery(noQuery));
    onClose();
    session.view.focus();
  };
  useEffect(() => {
    const { view } = session;
    // Escape closes the bar from the text as well, as in Word.
    const leave = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.isComposing) return;
      setQuery(noQuery)(view.state, view.dispatch);
      onClose();
    };
    view.dom.addEventListener("keydown", leave);
    return () => view.dom.removeEventListener("keydown", leave);
  }, [session, onClose]);
  const move = (direction: 1 | -1): void => send(step(direction));
  const count =
    query.text === ""
      ? ""
      : now.matches === 0
        ? t`Nothing found`
        : t`${now.match} of ${now.matches}`;
  return (
    <div
      className={styles.find}
      role="search"
      data-keeps-focus
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <div className={styles.findRow}>
        <TextInput
          data-find
          size="xs"
          className={styles.findField}
          placeholder={t`Find`}
          aria-label={t`Find`}
          value={query.text}
          ref={(input) => {
            if (input && !input.dataset.ready) {
              input.dataset.ready = "true";
              input.focus();
              input.select();
            }
          }}
          onChange={(event) => setDraft({ ...query, text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.nativeEvent.isComposing)
              move(event.shiftKey ? -1 : 1);
          }}
        />
        <span className={styles.findCount} role="status">
          {count}
        </span>
        <Option
          label={t`Match case`}
          icon={IconLetterCase}
          on={query.matchCase}
          onClick={() => setDraft({ ...query, matchCase: !query.matchCase })}
        />
        <Option
          label={t`Whole words`}
          icon={IconLetterW}
          on={query.wholeWord}
          onClick={() => setDraft({ ...query, wholeWord: !query.wholeWord })}
        />
        <ActionIcon
          size={26}
          aria-label={t`Previous`}
          disabled={now.matches === 0}
          onClick={() => move(-1)}
        >
          <IconChevronUp size={16} />
        </ActionIcon>
        <ActionIcon
          size={26}
          aria-label={t`Next`}
          disabled={now.matches === 0}
          onClick={() => move(1)}
        >
          <IconChevronDown size={16} />
        </ActionIcon>
        <ActionIcon size={26} aria-label={t`Close`} onClick={close}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      {replace && now.editable && (
        <div className={styles.findRow}>
          <TextInput
            size="xs"
            className={styles.findField}
            placeholder={t`Replace with`}
            aria-label={t`Replace with`}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button
            size="compact-xs"
            variant="default"
            disabled={now.matches === 0}
            onMouseDown={keepFocus}
            onClick={() => send(replaceOne(text))}
          >
            {t`Replace`}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={now.matches === 0}
            onMouseDown={keepFocus}
            onClick={() => send(replaceAll(text))}
          >
            {t`Replace all`}
          </Button>
        </div>
      )}
    </div>
  );
}

type TextSession = ControlProps["session"];
