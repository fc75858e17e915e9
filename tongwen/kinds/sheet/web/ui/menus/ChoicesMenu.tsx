/** The choices of a cell whose validation is a list. */
import { useLingui } from "@lingui/react/macro";
import { Popover } from "@mantine/core";
import { choicesOf } from "../../commands/choices";
import { displayText } from "../../commands/display";
import { plain } from "../../commands/sorting";
import { ruleSeen } from "../../commands/validation";
import { enter } from "../../model";
import type { ControlProps } from "../controls/props";
import type { SheetSession } from "../session";
import { shownText } from "../shown";
import styles from "./menus.module.css";

const MOST = 1000;

/** The texts that may be chosen in a cell, each once; null while they are not known. */
export function choicesAt(session: SheetSession, row: number, col: number): string[] | null {
  const { sheet, values } = session;
  const rule = ruleSeen(sheet, row, col);
  const choices =
    rule &&
    choicesOf(rule, {
      sheet,
      row,
      col,
      evaluate: values.evaluate?.bind(values),
    });
  if (!choices) return null;
  const texts =
    "items" in choices
      ? choices.items
      : choices.cells.map((one) => {
          const code = one.sheet.style(one.row, one.col).numberFormat;
          return displayText(plain(values.value(one.sheet, one.row, one.col)), code, session);
        });
  return [...new Set(texts.filter((text) => text !== ""))].slice(0, MOST);
}

export function ChoicesMenu({ session, now }: ControlProps) {
  const { t } = useLingui();
  const open = session.menu.use();
  if (open?.kind !== "choices" || !now.editable) return null;
  const { row, col } = open.cell;
  const { x, y, inlineSize, blockSize } = open.box;
  const current = shownText(session, row, col);
  const close = (): void => {
    session.menu.set(null);
    session.back();
  };
  const choices = choicesAt(session, row, col);
  return (
    <Popover opened onDismiss={close} position="bottom-start" withinPortal trapFocus>
      <Popover.Target>
        <span
          className={styles.anchor}
          style={{ insetInlineStart: x, insetBlockStart: y, inlineSize, blockSize }}
        />
      </Popover.Target>
      <Popover.Dropdown p={4} miw={Math.max(120, inlineSize)} data-menu="choices">
        <div className={styles.choices} role="listbox" aria-label={t`Choices`}>
          {(choices ?? []).map((choice) => (
            <button
              type="button"
              role="option"
              key={choice}
              className={styles.choice}
              aria-selected={choice === current}
              data-autofocus={choice === current || undefined}
              onClick={() => {
                session.menu.set(null);
                session.run(({ sheet }) => enter(sheet, row, col, choice));
              }}
            >
              {choice}
            </button>
          ))}
          {choices?.length === 0 && <span className={styles.count}>{t`The list is empty.`}</span>}
          {choices === null && <span className={styles.count}>{t`Calculating…`}</span>}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
