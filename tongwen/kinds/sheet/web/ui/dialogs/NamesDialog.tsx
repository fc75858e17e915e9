/** The names of the workbook: what they refer to, to add, change and remove. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Group, Select, TextInput } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import {
  type NameDraft,
  type NameProblem,
  nameFormula,
  nameProblem,
  putName,
  shownNames,
} from "../../commands/names";
import { Template, withColumnNames } from "../../model";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";

const problems: Record<NameProblem, ReturnType<typeof msg>> = {
  empty: msg`A name is needed.`,
  characters: msg`Letters, digits, _ and . only; a letter first.`,
  reference: msg`This would be read as a cell.`,
  taken: msg`This name is taken.`,
  long: msg`At most 255 characters.`,
};

interface Edited {
  token: string | null;
  draft: NameDraft;
}

function NameForm({
  session,
  edited,
  onDone,
}: Pick<DialogProps, "session"> & { edited: Edited; onDone: () => void }) {
  const { t, i18n } = useLingui();
  const { book, sheet } = session;
  const [draft, setDraft] = useState(edited.draft);
  const set = (change: Partial<NameDraft>): void => setDraft({ ...draft, ...change });
  const problem = nameProblem(book, draft.name, draft.scope, edited.token ?? undefined);
  const shown = problem && draft.name !== "" ? i18n._(problems[problem]) : undefined;
  return (
    <DialogForm
      verb={t`Apply`}
      disabled={problem !== null || draft.formula.trim() === ""}
      onCancel={onDone}
      onSubmit={() => {
        session.run(() => void putName(sheet, draft, edited.token ?? undefined));
        onDone();
      }}
    >
      <div className={styles.fields}>
        <TextInput
          data-autofocus
          label={t`Name`}
          value={draft.name}
          error={shown}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Select
          label={t`Known in`}
          data={[
            { value: "", label: t`The whole workbook` },
            ...book.sheets().map((info) => ({ value: info.sid, label: info.name })),
          ]}
          value={draft.scope ?? ""}
          onChange={(scope) => set({ scope: scope || null })}
        />
        <TextInput
          label={t`Refers to`}
          value={draft.formula}
          onChange={(event) => set({ formula: event.currentTarget.value })}
        />
        <TextInput
          label={t`Comment`}
          value={draft.comment}
          maxLength={255}
          onChange={(event) => set({ comment: event.currentTarget.value })}
        />
      </div>
    </DialogForm>
  );
}

export function NamesDialog({ session, now, onClose }: DialogProps) {
  const { t } = useLingui();
  const { book, sheet } = session;
  const [edited, setEdited] = useState<Edited | null>(null);
  const place = { book, sid: sheet.sid };
  const names = shownNames(book, session.locale);
  const fresh = {
    name: "",
    scope: null,
    comment: "",
    formula: `=${nameFormula(sheet, session.area)}`,
  };
  return (
    <DialogFrame title={t`Names`} size={560} onClose={onClose}>
      {edited ? (
        <NameForm session={session} edited={edited} onDone={() => setEdited(null)} />
      ) : (
        <>
          {names.map(({ token, name, scope, formula, comment = "" }) => {
            const text = `=${withColumnNames(Template.render(formula, place), place)}`;
            const draft = { name, scope, comment, formula: text };
            return (
              <div className={styles.rule} key={token} data-name={name}>
                <div className={styles.ruleText}>
                  <span>
                    <b>{name}</b>
                    {scope && ` · ${book.info(scope)?.name ?? ""}`}
                  </span>
                  <span className={styles.muted}>{text}</span>
                </div>
                <ActionIcon
                  size={26}
                  aria-label={t`Edit`}
                  disabled={!now.editable}
                  onClick={() => setEdited({ token, draft })}
                >
                  <IconPencil size={15} />
                </ActionIcon>
                <ActionIcon
                  size={26}
                  aria-label={t`Delete`}
                  disabled={!now.editable}
                  onClick={() => session.run(() => book.removeName(token))}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </div>
            );
          })}
          {names.length === 0 && (
            <p className={styles.muted}>{t`Name cells to use the name in formulas.`}</p>
          )}
          <Group mt="md">
            <Button
              size="compact-sm"
              leftSection={<IconPlus size={14} />}
              disabled={!now.editable}
              onClick={() => setEdited({ token: null, draft: fresh })}
            >
              {t`New name`}
            </Button>
          </Group>
        </>
      )}
    </DialogFrame>
  );
}
