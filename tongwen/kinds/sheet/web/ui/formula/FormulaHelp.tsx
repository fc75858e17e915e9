/** Completions and argument hints beside the formula that is being typed, in the cell or in the bar. */
import { useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { Editing } from "../../grid/view";
import type { ControlProps } from "../controls/props";
import styles from "../FormulaBar.module.css";
import type { SheetSession } from "../session";
import { inLanguage, signature } from "./catalogue";
import { accepted, hintAt, type Suggestion, suggestionsFor } from "./suggestions";
import { caretAt } from "./tokens";

/** Below the bar when the caret is in it, else below the cell. */
function place(session: SheetSession, editing: Editing): React.CSSProperties | null {
  const bar = document.activeElement?.closest("[data-formula-bar]");
  if (bar) {
    const box = bar.getBoundingClientRect();
    return { insetInlineStart: box.x, insetBlockStart: box.y + box.height + 4 };
  }
  const { row, col } = editing;
  const box = session.view.clientBox({ row1: row, col1: col, row2: row, col2: col });
  if (!box) return null;
  const below = box.y + box.blockSize + 6;
  const fits = below + 260 < window.innerHeight;
  return fits
    ? { insetInlineStart: box.x, insetBlockStart: below }
    : { insetInlineStart: box.x, insetBlockEnd: window.innerHeight - box.y + 6 };
}

const kinds = { function: "ƒ", name: "◇", table: "▦", sheet: "▤" } as const;

function Suggestions({
  suggestions,
  at,
  onAccept,
  onPoint,
}: {
  suggestions: readonly Suggestion[];
  at: number;
  onAccept: (suggestion: Suggestion) => void;
  onPoint: (at: number) => void;
}) {
  const { t } = useLingui();
  return (
    <div role="listbox" aria-label={t`Completions`}>
      {suggestions.map((suggestion, index) => (
        <div
          role="option"
          key={`${suggestion.kind} ${suggestion.text}`}
          className={styles.suggestion}
          aria-selected={index === at}
          onPointerMove={() => onPoint(index)}
          onMouseDown={(event) => {
            event.preventDefault();
            onAccept(suggestion);
          }}
        >
          <span className={styles.summary}>{kinds[suggestion.kind]}</span>
          <span className={styles.suggestionName}>{suggestion.text}</span>
          <span className={styles.suggestionText}>{suggestion.about}</span>
        </div>
      ))}
    </div>
  );
}

function Hint({ session, editing }: { session: SheetSession; editing: Editing }) {
  const found = hintAt(editing.text, editing.end, session.options.functions());
  if (!found) return null;
  const { help, argument } = found;
  return (
    <div className={styles.hint} role="status">
      <div>
        {help.name}(
        {signature(help, session.locale, argument).map(({ text, current }, index) => (
          <span key={text}>
            {index > 0 && ", "}
            {current ? <b>{text}</b> : text}
          </span>
        ))}
        )
      </div>
      <div className={styles.summary}>{inLanguage(help.summary, session.locale)}</div>
    </div>
  );
}

interface ListActions {
  move: (to: number) => void;
  accept: (one: Suggestion) => void;
  dismiss: () => void;
}

/** What a key does to the open list; null when it is not for the list. */
function listAction(
  event: KeyboardEvent,
  suggestions: readonly Suggestion[],
  at: number,
  actions: ListActions,
): (() => void) | null {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null;
  const count = suggestions.length;
  const current = suggestions[at];
  const keys: Record<string, () => void> = {
    ArrowDown: () => actions.move((at + 1) % count),
    ArrowUp: () => actions.move((at + count - 1) % count),
    Tab: () => current && actions.accept(current),
    Escape: actions.dismiss,
  };
  return keys[event.key] ?? null;
}

/** Keys go to the list while it is open, wherever the caret is. */
function useListKeys(suggestions: readonly Suggestion[], at: number, actions: ListActions): void {
  useEffect(() => {
    if (suggestions.length === 0) return;
    const pressed = (event: KeyboardEvent): void => {
      const act = listAction(event, suggestions, at, actions);
      if (!act) return;
      act();
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, [suggestions, at, actions]);
}

function Helping({ session, editing }: { session: SheetSession; editing: Editing }) {
  const { text, end } = editing;
  const word = editing.composing ? null : caretAt(text, end).word;
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [pointed, setPointed] = useState({ word: "", at: 0 });
  const typed = word?.text ?? "";
  const suggestions =
    dismissed === typed
      ? []
      : suggestionsFor(typed, session.sheet, session.options.functions(), session.locale);
  const at = pointed.word === typed ? Math.min(pointed.at, suggestions.length - 1) : 0;
  const accept = (suggestion: Suggestion): void => {
    const next = accepted(text, end, suggestion);
    const inBar = document.activeElement?.closest("[data-formula-bar]") != null;
    session.view.setEditing(next.text, next.caret, next.caret, { focus: !inBar });
  };
  useListKeys(suggestions, at, {
    move: (to) => setPointed({ word: typed, at: to }),
    accept,
    dismiss: () => setDismissed(typed),
  });
  const where = place(session, editing);
  const hint = suggestions.length === 0 && hintAt(text, end, session.options.functions()) !== null;
  if (!where || (suggestions.length === 0 && !hint)) return null;
  return (
    <div className={styles.help} style={where} data-formula-help>
      {suggestions.length > 0 ? (
        <Suggestions
          suggestions={suggestions}
          at={at}
          onAccept={accept}
          onPoint={(index) => setPointed({ word: typed, at: index })}
        />
      ) : (
        <Hint session={session} editing={editing} />
      )}
    </div>
  );
}

export function FormulaHelp({
  session,
  editing,
}: {
  session: ControlProps["session"];
  editing: Editing | null;
}) {
  if (!editing || !/^[=＝+-]/.test(editing.text)) return null;
  return <Helping session={session} editing={editing} />;
}
