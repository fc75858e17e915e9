/** Go to special: select the cells of a kind. */
import { useLingui } from "@lingui/react/macro";
import { Checkbox, Radio } from "@mantine/core";
import { useState } from "react";
import { notify } from "@/app/notices";
import {
  allValues,
  MOST_AREAS,
  type SpecialKind,
  type SpecialValues,
  specialCells,
} from "../../commands/special";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";

export function SpecialDialog({ session, onClose }: DialogProps) {
  const { t } = useLingui();
  const [kind, setKind] = useState<SpecialKind>("constants");
  const [values, setValues] = useState<SpecialValues>(allValues);
  const kinds: [SpecialKind, string][] = [
    ["constants", t`Constants`],
    ["formulas", t`Formulas`],
    ["blanks", t`Blanks`],
    ["visible", t`Visible cells only`],
    ["region", t`Current region`],
    ["last", t`Last cell`],
    ["notes", t`Notes`],
    ["rules", t`Conditional formats`],
    ["validation", t`Data validation`],
    ["merges", t`Merged cells`],
    ["links", t`Links`],
    ["rowDifferences", t`Row differences`],
    ["colDifferences", t`Column differences`],
  ];
  const sorts: [keyof SpecialValues, string][] = [
    ["numbers", t`Numbers`],
    ["texts", t`Texts`],
    ["logicals", t`Truth values`],
    ["errors", t`Errors`],
  ];
  const go = (): void => {
    const { sheet, computed, view } = session;
    const { areas, active } = view.selection;
    const found = specialCells({ sheet, areas, ...active, computed }, kind, values);
    onClose();
    if (found.length === 0) notify(t`There are no such cells.`);
    else if (found.length > MOST_AREAS) notify(t`These are too many separate cells to select.`);
    else void session.go(sheet.sid, found).then(() => session.view.focus());
  };
  return (
    <DialogFrame title={t`Go to special`} size={420} onClose={onClose}>
      <DialogForm verb={t`Select`} onSubmit={go} onCancel={onClose}>
        <Radio.Group value={kind} onChange={(next) => setKind(next as SpecialKind)}>
          <div className={styles.choices}>
            {kinds.map(([value, label]) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </div>
        </Radio.Group>
        {(kind === "constants" || kind === "formulas") && (
          <fieldset className={styles.set}>
            <legend className={styles.muted}>{t`With these values`}</legend>
            <div className={styles.choices}>
              {sorts.map(([name, label]) => (
                <Checkbox
                  key={name}
                  label={label}
                  checked={values[name]}
                  onChange={(event) =>
                    setValues({ ...values, [name]: event.currentTarget.checked })
                  }
                />
              ))}
            </div>
          </fieldset>
        )}
      </DialogForm>
    </DialogFrame>
  );
}
