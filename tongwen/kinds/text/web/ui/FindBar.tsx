/** Find and replace in the text. */
import { useLingui } from "@lingui/react/macro";
import { IconLetterCase, IconLetterW } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { FindBar as Frame } from "@/editor/find/FindBar";
import { noQuery, type Query, replaceAll, replaceOne, setQuery, step } from "../editing/find";
import type { ControlProps } from "./controls/props";

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
    <Frame
      text={query.text}
      onText={(text) => setDraft({ ...query, text })}
      count={count}
      none={now.matches === 0}
      options={[
        {
          label: t`Match case`,
          icon: IconLetterCase,
          on: query.matchCase,
          onClick: () => setDraft({ ...query, matchCase: !query.matchCase }),
        },
        {
          label: t`Whole words`,
          icon: IconLetterW,
          on: query.wholeWord,
          onClick: () => setDraft({ ...query, wholeWord: !query.wholeWord }),
        },
      ]}
      onMove={move}
      replacing={
        replace && now.editable
          ? { one: (by) => send(replaceOne(by)), all: (by) => send(replaceAll(by)) }
          : null
      }
      onClose={close}
    />
  );
}

type TextSession = ControlProps["session"];
