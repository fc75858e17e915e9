/** What a drawing says to those who cannot see it, and how large it is. */
import { useLingui } from "@lingui/react/macro";
import { Group, NumberInput, Textarea } from "@mantine/core";
import { useState } from "react";
import { describeDrawing } from "../../commands/objects";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";

const LARGEST = 10_000;

export function DrawingDialog({ session, onClose, token }: DialogProps & { token: string }) {
  const { t } = useLingui();
  const { sheet } = session;
  const [drawing] = useState(() => sheet.object(token));
  const [before] = useState(() => {
    const shown = session.view.element.querySelector<HTMLElement>(
      `[data-token="${CSS.escape(token)}"]`,
    );
    return { inline: shown?.offsetWidth ?? 0, block: shown?.offsetHeight ?? 0 };
  });
  const [alt, setAlt] = useState(typeof drawing?.alt === "string" ? drawing.alt : "");
  const [size, setSize] = useState(before);
  const changed = size.inline !== before.inline || size.block !== before.block;
  return (
    <DialogFrame title={t`Description and size`} size={400} onClose={onClose}>
      <DialogForm
        verb={t`Apply`}
        onCancel={onClose}
        onSubmit={() => {
          onClose();
          session.run(() =>
            sheet.book.steps.transact("drawing", () => {
              describeDrawing(sheet, token, alt);
              if (changed) session.options.resizeDrawing?.(token, size.inline, size.block);
            }),
          );
        }}
      >
        <div className={styles.fields}>
          <Textarea
            data-autofocus
            label={t`Description for those who cannot see it`}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={1000}
            value={alt}
            onChange={(event) => setAlt(event.currentTarget.value)}
          />
          <Group grow>
            <NumberInput
              label={t`Width (pixels)`}
              min={4}
              max={LARGEST}
              value={size.inline}
              onChange={(next) => setSize({ ...size, inline: Number(next) || before.inline })}
            />
            <NumberInput
              label={t`Height (pixels)`}
              min={4}
              max={LARGEST}
              value={size.block}
              onChange={(next) => setSize({ ...size, block: Number(next) || before.block })}
            />
          </Group>
        </div>
      </DialogForm>
    </DialogFrame>
  );
}
