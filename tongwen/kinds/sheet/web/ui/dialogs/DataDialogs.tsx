/** Dialogs about data: text to columns, repeated rows, worksheets to bring back. */
import { useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { notify } from "@/app/notices";
import { columnName, regionAround } from "../../commands/areas";
import { removeDuplicates } from "../../commands/clearing";
import { overwritten, textsOf, textToColumns } from "../../commands/columns";
import { hasHeader } from "../../commands/sorting";
import { guessDelimiters, type SplitOptions, split } from "../../commands/splitting";
import { hiddenSheets } from "../../commands/worksheets";
import { shownText } from "../shown";
import { showWorksheet } from "../worksheetActions";
import { Delimiters, Pieces } from "./Delimiters";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";

const SAMPLED = 200;

export function ColumnsDialog({ session, onClose }: DialogProps) {
  const { t } = useLingui();
  const { sheet, computed } = session;
  const [area] = useState(() => ({ ...session.area, col2: session.area.col1 }));
  const [texts] = useState(() => textsOf(sheet, area, computed));
  const [options, setOptions] = useState<SplitOptions>(() => ({
    delimiters: guessDelimiters(texts.slice(0, SAMPLED)),
    merge: false,
    quote: '"',
  }));
  const pieces = texts.map((text) => split(text, options));
  const lost = overwritten(sheet, area, pieces);
  const cuts = options.widths ?? options.delimiters;
  return (
    <DialogFrame title={t`Text to columns`} size={520} onClose={onClose}>
      <DialogForm
        verb={t`Split`}
        disabled={cuts.length === 0}
        onCancel={onClose}
        onSubmit={() => {
          onClose();
          session.run(() => textToColumns(sheet, area, options, computed));
        }}
      >
        <div className={styles.fields}>
          <Delimiters options={options} onChange={setOptions} />
          <Pieces pieces={pieces} />
          {lost > 0 && (
            <p className={styles.muted}>{t`${lost} cells beside will be overwritten.`}</p>
          )}
        </div>
      </DialogForm>
    </DialogFrame>
  );
}

const MOST_COLUMNS = 200;

export function DuplicatesDialog({ session, onClose }: DialogProps) {
  const { t } = useLingui();
  const { sheet, computed } = session;
  const [area] = useState(() => regionAround(sheet, session.area));
  const [header, setHeader] = useState(() => hasHeader(sheet, area, computed));
  const columns = Array.from(
    { length: Math.min(area.col2 - area.col1 + 1, MOST_COLUMNS) },
    (_unused, at) => area.col1 + at,
  );
  const [chosen, setChosen] = useState<ReadonlySet<number>>(() => new Set(columns));
  const apply = (): void => {
    onClose();
    let gone = 0;
    session.run(() => {
      gone = removeDuplicates(sheet, area, [...chosen], { header, computed });
    });
    notify(gone > 0 ? t`${gone} repeated rows removed` : t`No row is there twice`);
  };
  const name = (col: number): string => {
    const column = columnName(col);
    return (header && shownText(session, area.row1, col)) || t`Column ${column}`;
  };
  return (
    <DialogFrame title={t`Remove duplicates`} size={380} onClose={onClose}>
      <DialogForm verb={t`Remove`} disabled={chosen.size === 0} onSubmit={apply} onCancel={onClose}>
        <div className={styles.fields}>
          <Checkbox
            label={t`The first row names the columns`}
            checked={header}
            onChange={(event) => setHeader(event.currentTarget.checked)}
          />
          <div className={styles.muted}>{t`Rows are the same when these columns are:`}</div>
          <div className={styles.list}>
            {columns.map((col) => (
              <Checkbox
                key={col}
                label={name(col)}
                checked={chosen.has(col)}
                onChange={(event) => {
                  const next = new Set(chosen);
                  if (event.currentTarget.checked) next.add(col);
                  else next.delete(col);
                  setChosen(next);
                }}
              />
            ))}
          </div>
        </div>
      </DialogForm>
    </DialogFrame>
  );
}

export function UnhideDialog({ session, onClose }: DialogProps) {
  const { t } = useLingui();
  const hidden = hiddenSheets(session.book);
  return (
    <DialogFrame title={t`Unhide worksheets`} size={340} onClose={onClose}>
      <div className={styles.list}>
        {hidden.map((info) => (
          <button
            type="button"
            key={info.sid}
            className={styles.entry}
            onClick={() => {
              onClose();
              void showWorksheet(session, info.sid);
            }}
          >
            {info.name}
          </button>
        ))}
      </div>
      {hidden.length === 0 && <p className={styles.muted}>{t`No worksheet is hidden.`}</p>}
    </DialogFrame>
  );
}
