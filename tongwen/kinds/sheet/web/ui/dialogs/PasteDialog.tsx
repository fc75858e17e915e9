/** Paste special: what of the cells, how it is reckoned with what is there, and pasted text cut into columns. */
import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Radio } from "@mantine/core";
import { useState } from "react";
import type { Operation } from "../../commands/operating";
import { type PasteOptions, type PasteWhat, plainPaste } from "../../commands/pasting";
import { guessDelimiters, type SplitOptions, split } from "../../commands/splitting";
import type { PastedHere } from "../../grid/view";
import { Delimiters, Pieces } from "./Delimiters";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";

export function PasteDialog({ session, onClose }: DialogProps) {
  const { t } = useLingui();
  const [options, setOptions] = useState<PasteOptions>(plainPaste);
  const set = (change: Partial<PasteOptions>): void => setOptions({ ...options, ...change });
  const paste = (chosen: PasteOptions): void => {
    onClose();
    void session.view.paste(chosen);
  };
  const whats: [PasteWhat, string][] = [
    ["all", t`Everything`],
    ["formulas", t`Formulas`],
    ["values", t`Values`],
    ["formats", t`Formats`],
    ["notes", t`Notes`],
    ["validation", t`Data validation`],
    ["noBorders", t`Everything but borders`],
    ["widths", t`Column widths`],
    ["formulasNumbers", t`Formulas and number formats`],
    ["valuesNumbers", t`Values and number formats`],
  ];
  const operations: [Operation, string][] = [
    ["none", t`None`],
    ["add", t`Add`],
    ["subtract", t`Subtract`],
    ["multiply", t`Multiply`],
    ["divide", t`Divide`],
  ];
  return (
    <DialogFrame title={t`Paste special`} size={460} onClose={onClose}>
      <DialogForm
        verb={t`Paste`}
        onCancel={onClose}
        onSubmit={() => paste(options)}
        aside={
          <Button variant="subtle" onClick={() => paste({ ...options, link: true })}>
            {t`Paste link`}
          </Button>
        }
      >
        <div className={styles.fields}>
          <Radio.Group
            label={t`Paste`}
            value={options.what}
            onChange={(what) => set({ what: what as PasteWhat })}
          >
            <div className={styles.choices}>
              {whats.map(([value, label]) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </div>
          </Radio.Group>
          <Radio.Group
            label={t`Operation`}
            value={options.operation}
            onChange={(operation) => set({ operation: operation as Operation })}
          >
            <div className={styles.choices}>
              {operations.map(([value, label]) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </div>
          </Radio.Group>
          <div className={styles.choices}>
            <Checkbox
              label={t`Skip blanks`}
              checked={options.skipBlanks}
              onChange={(event) => set({ skipBlanks: event.currentTarget.checked })}
            />
            <Checkbox
              label={t`Transpose`}
              checked={options.transpose}
              onChange={(event) => set({ transpose: event.currentTarget.checked })}
            />
          </div>
        </div>
      </DialogForm>
    </DialogFrame>
  );
}

const SAMPLED = 200;

/** Text that was pasted, cut at signs that one chooses. */
export function SplitPastedDialog({ onClose, pasted }: DialogProps & { pasted: PastedHere }) {
  const { t } = useLingui();
  const [lines] = useState(() =>
    pasted.text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n"),
  );
  const [options, setOptions] = useState<SplitOptions>(() => ({
    delimiters: guessDelimiters(lines.slice(0, SAMPLED)),
    merge: false,
    quote: '"',
  }));
  return (
    <DialogFrame title={t`Cut pasted text into columns`} size={520} onClose={onClose}>
      <DialogForm
        verb={t`Split`}
        onCancel={onClose}
        onSubmit={() => {
          onClose();
          pasted.split(lines.map((line) => split(line, options)));
        }}
      >
        <div className={styles.fields}>
          <Delimiters options={options} onChange={setOptions} />
          <Pieces pieces={lines.slice(0, SAMPLED).map((line) => split(line, options))} />
        </div>
      </DialogForm>
    </DialogFrame>
  );
}
