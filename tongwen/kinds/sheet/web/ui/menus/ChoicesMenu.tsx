/** The choices of a cell whose validation is a list. */
import { useLingui } from "@lingui/react/macro";
import { Popover } from "@mantine/core";
import { displayText } from "../../commands/display";
import { plain } from "../../commands/sorting";
import { listItems, validationAt } from "../../commands/validation";
import { enter, Template } from "../../model";
import type { ControlProps } from "../controls/props";
import type { SheetSession } from "../session";
import { shownText } from "../shown";
import styles from "./menus.module.css";

const MOST = 1000;

/** What may be chosen in a cell: the items typed into its rule, or the cells that it refers to. */
export function choicesAt(session: SheetSession, row: number, col: number): string[] {
  const { sheet, book } = session;
  const rule = validationAt(sheet, row, col)?.rule;
  if (rule?.kind !== "list") return [];
  const typed = listItems(rule.f1);
  if (typed) return typed;
  const place = { book, sid: sheet.sid };
  const found: string[] = [];
  for (const { sid, area } of Template.references(Template.encode(rule.f1, place), place)) {
    const other = book.sheet(sid);
    if (!other) continue;
    for (let at = area.row1; at <= area.row2 && found.length < MOST; at += 1) {
      for (let along = area.col1; along <= area.col2; along += 1) {
        const value = plain(session.values.value(other, at, along));
        const text = displayText(value, other.style(at, along).numberFormat, session);
        if (text !== "") found.push(text);
      }
    }
  }
  return found;
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
          {choices.map((choice) => (
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
          {choices.length === 0 && <span className={styles.count}>{t`The list is empty.`}</span>}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
