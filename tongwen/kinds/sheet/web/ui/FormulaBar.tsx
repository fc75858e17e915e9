/** The formula bar: where one is, what is in the cell, and the formula in colours as it is typed. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCheck, IconChevronDown, IconMathFunction, IconX } from "@tabler/icons-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { keepFocus } from "@/editor/ToolRow";
import { parseArea } from "../commands/areas";
import { type Target, toggle, toggleUnderline } from "../commands/formatting";
import { editedText } from "../grid/reading";
import { cycled } from "../grid/referring";
import type { Editing, Mark, Onward } from "../grid/view";
import type { ControlProps } from "./controls/props";
import styles from "./FormulaBar.module.css";
import { Colored } from "./formula/Colored";
import { FormulaHelp } from "./formula/FormulaHelp";
import { referenceColor } from "./formula/palette";
import { coloredReferences, isFormula } from "./formula/tokens";
import { NameBox } from "./NameBox";
import type { SheetSession } from "./session";

/** The cell that is being edited, as it changes. */
export function useEditing(session: SheetSession): Editing | null {
  const [editing, setEditing] = useState(session.view.editing);
  useEffect(() => {
    setEditing(session.view.editing);
    return session.view.onEditing(setEditing);
  }, [session]);
  return editing;
}

/** The references of a formula that lie on the worksheet in front, as marks for the grid. */
export function referenceMarks(session: SheetSession, text: string): Mark[] {
  if (!isFormula(text)) return [];
  const front = session.book.info(session.sheet.sid)?.name.toLowerCase() ?? "";
  return coloredReferences(text).flatMap((reference): Mark[] => {
    const bang = reference.text.lastIndexOf("!");
    const sheet = reference.text
      .slice(0, Math.max(0, bang))
      .replace(/^'|'$/g, "")
      .replaceAll("''", "'");
    if (bang >= 0 && sheet.toLowerCase() !== front) return [];
    const area = parseArea(reference.text.slice(bang + 1).replace(/#$/, ""));
    return area ? [{ area, color: referenceColor(reference.color) }] : [];
  });
}

function useMarks(session: SheetSession, editing: Editing | null, sid: string): void {
  const text = editing?.text ?? "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: another worksheet has other marks.
  useEffect(() => {
    session.view.setMarks(text === "" ? [] : referenceMarks(session, text));
  }, [session, text, sid]);
}

function breakLine({ view }: SheetSession, field: HTMLTextAreaElement): void {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const next = `${value.slice(0, start)}\n${value.slice(end)}`;
  view.setEditing(next, start + 1, start + 1, { focus: false });
}

function turnReference({ view }: SheetSession, field: HTMLTextAreaElement): void {
  const next = cycled(field.value, field.selectionEnd);
  if (next) view.setEditing(next.text, next.caret, next.caret, { focus: false });
}

function keep({ view }: SheetSession, onward: Onward): void {
  if (view.commitEdit(onward)) view.focus();
}

/** With Ctrl, on the characters that are selected in the bar. */
const fontKeys: Record<string, (target: Target) => void> = {
  b: (target) => toggle(target, "bold"),
  i: (target) => toggle(target, "italic"),
  u: (target) => toggleUnderline(target),
  5: (target) => toggle(target, "strike"),
};

function changeFont(session: SheetSession, event: React.KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const change = (ctrlKey || metaKey) && !altKey && !shiftKey && fontKeys[key.toLowerCase()];
  if (!change || !session.view.text) return false;
  session.runFont(change);
  return true;
}

/** Enter, Tab, Escape, Alt+Enter, F4 and fonts in the bar; false for keys that just type. */
function handleKey(
  session: SheetSession,
  event: React.KeyboardEvent<HTMLTextAreaElement>,
): boolean {
  const { key, altKey, shiftKey, currentTarget } = event;
  if (key === "Enter" && altKey) breakLine(session, currentTarget);
  else if (key === "Enter") keep(session, shiftKey ? "up" : "down");
  else if (key === "Tab") keep(session, shiftKey ? "previous" : "next");
  else if (key === "F4") turnReference(session, currentTarget);
  else if (key === "Escape") {
    session.view.cancelEdit();
    session.view.focus();
  } else return changeFont(session, event);
  return true;
}

interface FieldProps extends ControlProps {
  editing: Editing | null;
  tall: boolean;
}

function Field({ session, now, editing, tall }: FieldProps) {
  const { t } = useLingui();
  const input = useRef<HTMLTextAreaElement>(null);
  const layer = useRef<HTMLPreElement>(null);
  const { row, col } = now.selection.active;
  const text = editing ? editing.text : editedText(session.sheet, row, col);
  useLayoutEffect(() => {
    const field = input.current;
    if (!field || !editing || document.activeElement !== field) return;
    if (field.selectionStart !== editing.start || field.selectionEnd !== editing.end) {
      field.setSelectionRange(editing.start, editing.end);
    }
  }, [editing]);
  const send = (field: HTMLTextAreaElement): void => {
    session.view.setEditing(field.value, field.selectionStart, field.selectionEnd, {
      focus: false,
    });
  };
  const begin = (): void => {
    if (!session.view.editing && now.editable) session.view.startEdit({ focus: false });
  };
  const pressed = (event: React.KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || !handleKey(session, event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={tall ? `${styles.text} ${styles.tall}` : styles.text} data-keeps-focus>
      <pre className={styles.layer} ref={layer} aria-hidden="true">
        <Colored text={text} />
        {"\n"}
      </pre>
      <textarea
        ref={input}
        className={styles.input}
        aria-label={t`Contents of the cell`}
        spellCheck={false}
        autoComplete="off"
        readOnly={!now.editable}
        value={text}
        onFocus={begin}
        onChange={(event) => {
          begin();
          send(event.currentTarget);
        }}
        onSelect={(event) => {
          if (session.view.editing && document.activeElement === event.currentTarget) {
            send(event.currentTarget);
          }
        }}
        onScroll={(event) => {
          if (layer.current) layer.current.scrollTop = event.currentTarget.scrollTop;
        }}
        onKeyDown={pressed}
      />
    </div>
  );
}

export function FormulaBar({ session, now }: ControlProps) {
  const { t } = useLingui();
  const editing = useEditing(session);
  const [tall, setTall] = useState(false);
  useMarks(session, editing, now.sid);
  return (
    <div className={styles.bar} data-formula-bar>
      <NameBox session={session} now={now} />
      <div className={styles.buttons}>
        {editing && (
          <>
            <ActionIcon
              size={26}
              aria-label={t`Cancel`}
              onMouseDown={keepFocus}
              onClick={() => {
                session.view.cancelEdit();
                session.view.focus();
              }}
            >
              <IconX size={15} color="var(--tw-danger)" />
            </ActionIcon>
            <ActionIcon
              size={26}
              aria-label={t`Enter`}
              onMouseDown={keepFocus}
              onClick={() => {
                if (session.view.commitEdit("stay")) session.view.focus();
              }}
            >
              <IconCheck size={15} color="var(--tw-success)" />
            </ActionIcon>
          </>
        )}
        <Tooltip label={t`Insert a function`}>
          <ActionIcon
            size={26}
            className={styles.hideable}
            aria-label={t`Insert a function`}
            disabled={!now.editable}
            onMouseDown={keepFocus}
            onClick={() => session.dialog.set({ name: "functions" })}
          >
            <IconMathFunction size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Field session={session} now={now} editing={editing} tall={tall} />
      <ActionIcon
        size={26}
        className={styles.hideable}
        aria-label={tall ? t`Smaller formula bar` : t`Larger formula bar`}
        aria-expanded={tall}
        onMouseDown={keepFocus}
        onClick={() => setTall((was) => !was)}
      >
        <IconChevronDown size={14} style={{ rotate: tall ? "180deg" : "0deg" }} />
      </ActionIcon>
      <FormulaHelp session={session} editing={editing} />
    </div>
  );
}
