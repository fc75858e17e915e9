/** Names for rows and columns of the selection, from the texts at its edges. */
import { useLingui } from "@lingui/react/macro";
import { Checkbox, Stack } from "@mantine/core";
import { useState } from "react";
import { notify } from "@/app/notices";
import { colsIn, rowsIn } from "../../commands/areas";
import { type NameEdges, namesFromEdges } from "../../commands/names";
import { shownText } from "../shown";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";

export function EdgesDialog({ session, onClose }: DialogProps) {
  const { t } = useLingui();
  const { area, sheet } = session;
  const [edges, setEdges] = useState<NameEdges>({
    top: rowsIn(area) > 1,
    start: colsIn(area) > 1 && rowsIn(area) === 1,
    bottom: false,
    end: false,
  });
  const names: [keyof NameEdges, string][] = [
    ["top", t`Top row`],
    ["start", t`Left column`],
    ["bottom", t`Bottom row`],
    ["end", t`Right column`],
  ];
  const apply = (): void => {
    onClose();
    let made = 0;
    session.run(() => {
      made = namesFromEdges(sheet, area, edges, (row, col) => shownText(session, row, col));
    });
    notify(made > 0 ? t`${made} names created` : t`There was nothing to name.`);
  };
  return (
    <DialogFrame title={t`Names from the selection`} size={360} onClose={onClose}>
      <DialogForm
        verb={t`Create`}
        disabled={!Object.values(edges).some(Boolean)}
        onSubmit={apply}
        onCancel={onClose}
      >
        <p className={styles.muted}>{t`The names stand in:`}</p>
        <Stack gap="sm">
          {names.map(([edge, label]) => (
            <Checkbox
              key={edge}
              label={label}
              checked={edges[edge]}
              onChange={(event) => setEdges({ ...edges, [edge]: event.currentTarget.checked })}
            />
          ))}
        </Stack>
      </DialogForm>
    </DialogFrame>
  );
}
