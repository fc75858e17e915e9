/** All functions by category, with what they do and their arguments; choosing one puts it into the cell. */
import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { FunctionHelp } from "../../calc";
import { inLanguage, signature } from "../formula/catalogue";
import { completed } from "../formula/tokens";
import { useFunctionCategory } from "../functionCategories";
import type { SheetSession } from "../session";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";

/** Put a function where the caret is, or begin a formula with it. */
function insertFunction(session: SheetSession, name: string): void {
  const { view } = session;
  view.focus();
  if (!view.editing) view.startEdit({ text: "=" });
  const { editing } = view;
  if (!editing) return;
  const text = editing.text.startsWith("=") ? editing.text : "=";
  const caret = Math.max(1, Math.min(editing.end, text.length));
  const next = completed(text, caret, name, true);
  view.setEditing(next.text, next.caret);
}

function found(
  functions: readonly FunctionHelp[],
  category: string,
  query: string,
): FunctionHelp[] {
  const words = query.trim().toLowerCase();
  return functions.filter(
    (help) =>
      (category === "" || help.category === category) &&
      (words === "" ||
        help.name.toLowerCase().includes(words) ||
        help.summary.zh.includes(words) ||
        help.summary.en.toLowerCase().includes(words)),
  );
}

function Help({ help, locale }: { help: FunctionHelp; locale: string }) {
  const pieces = signature(help, locale, -1).map(({ text }) => text);
  return (
    <div className={styles.fields} role="status">
      <b>
        {help.name}({pieces.join(", ")})
      </b>
      <span className={styles.muted}>{inLanguage(help.summary, locale)}</span>
    </div>
  );
}

export function FunctionsDialog({ session, now, onClose }: DialogProps) {
  const { t } = useLingui();
  const named = useFunctionCategory();
  const functions = session.options.functions();
  const [category, setCategory] = useState("");
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = found(functions, category, query);
  const help = shown.find(({ name }) => name === chosen) ?? shown[0];
  const categories = [...new Set(functions.map((one) => one.category))];
  const insert = (): void => {
    onClose();
    if (help) insertFunction(session, help.name);
  };
  return (
    <DialogFrame title={t`Insert a function`} size={560} onClose={onClose}>
      <DialogForm
        verb={t`Insert`}
        disabled={!help || !now.editable}
        onSubmit={insert}
        onCancel={onClose}
      >
        <div className={styles.key}>
          <TextInput
            data-autofocus
            aria-label={t`Search functions`}
            placeholder={t`Search functions`}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
          <Select
            aria-label={t`Category`}
            data={[
              { value: "", label: t`All` },
              ...categories.map((value) => ({ value, label: named(value) })),
            ]}
            value={category}
            onChange={(value) => setCategory(value ?? "")}
          />
        </div>
        <div className={styles.functions}>
          <div className={styles.list} role="listbox" aria-label={t`Functions`}>
            {shown.map(({ name }) => (
              <button
                type="button"
                role="option"
                key={name}
                className={styles.entry}
                aria-selected={name === help?.name}
                onClick={() => setChosen(name)}
                onDoubleClick={insert}
              >
                {name}
              </button>
            ))}
          </div>
          {help ? (
            <Help help={help} locale={session.locale} />
          ) : (
            <p className={styles.muted}>{t`No function is found.`}</p>
          )}
        </div>
      </DialogForm>
    </DialogFrame>
  );
}
