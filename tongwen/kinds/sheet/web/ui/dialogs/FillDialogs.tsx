/** Dialogs about filling: a series by steps, and a person's own lists. */
import { useLingui } from "@lingui/react/macro";
import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { colsIn, rowsIn } from "../../commands/areas";
import { fillSteps, keepLists, ownLists, type StepOptions } from "../../commands/filling";
import { type DateUnit, isDateFormat, readTyped } from "../../model";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";

export function SeriesDialog({ session, onClose }: DialogProps) {
  const { t } = useLingui();
  const { area, sheet } = session;
  const { row, col } = session.view.selection.active;
  const [dated] = useState(() => isDateFormat(sheet.style(row, col).numberFormat));
  const [kind, setKind] = useState<StepOptions["kind"]>(dated ? "date" : "linear");
  const [along, setAlong] = useState<StepOptions["along"]>(
    colsIn(area) > rowsIn(area) ? "rows" : "cols",
  );
  const [unit, setUnit] = useState<DateUnit>("days");
  const [step, setStep] = useState<number | string>(1);
  const [stop, setStop] = useState("");
  const typed = readTyped(stop.trim(), session.date1904).content;
  const wrong = stop.trim() !== "" && typeof typed !== "number";
  const start = sheet.content(area.row1, area.col1);
  return (
    <DialogFrame title={t`Fill a series`} size={400} onClose={onClose}>
      <DialogForm
        verb={t`Fill`}
        disabled={step === "" || wrong}
        onCancel={onClose}
        onSubmit={() => {
          onClose();
          const end = typeof typed === "number" ? typed : null;
          session.run(() =>
            fillSteps(sheet, area, { kind, unit, step: Number(step), stop: end, along }),
          );
        }}
      >
        <div className={styles.fields}>
          {typeof start !== "number" && (
            <p className={styles.muted}>{t`The first cell must hold a number or a date.`}</p>
          )}
          <SegmentedControl
            size="xs"
            data={[
              { value: "cols", label: t`Down` },
              { value: "rows", label: t`Across` },
            ]}
            value={along}
            onChange={(next) => setAlong(next as StepOptions["along"])}
          />
          <Select
            label={t`Kind of series`}
            data={[
              { value: "linear", label: t`Add the step` },
              { value: "growth", label: t`Multiply by the step` },
              { value: "date", label: t`Dates` },
            ]}
            value={kind}
            onChange={(next) => next && setKind(next as StepOptions["kind"])}
          />
          {kind === "date" && (
            <Select
              label={t`By`}
              data={[
                { value: "days", label: t`Days` },
                { value: "weekdays", label: t`Weekdays` },
                { value: "months", label: t`Months` },
                { value: "years", label: t`Years` },
              ]}
              value={unit}
              onChange={(next) => next && setUnit(next as DateUnit)}
            />
          )}
          <Group grow align="start">
            <NumberInput label={t`Step`} value={step} onChange={setStep} />
            <TextInput
              label={t`Stop at`}
              placeholder={t`End of the selection`}
              value={stop}
              error={wrong ? t`Type a number or a date` : undefined}
              onChange={(event) => setStop(event.currentTarget.value)}
            />
          </Group>
        </div>
      </DialogForm>
    </DialogFrame>
  );
}

const LONGEST = 4000;

export function ListsDialog({ onClose }: DialogProps) {
  const { t } = useLingui();
  const [lists, setLists] = useState(ownLists);
  const [text, setText] = useState("");
  const items = text
    .split(/[\n,，、]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
  const keep = (next: string[][]): void => {
    setLists(next);
    keepLists(next);
  };
  return (
    <DialogFrame title={t`Own lists`} size={440} onClose={onClose}>
      <p className={styles.muted}>
        {t`Fills and sorts follow these lists beside weekdays, months and 甲乙丙. They are kept in this browser.`}
      </p>
      <div className={styles.list}>
        {lists.map((list, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal lists may stand twice.
          <div className={styles.rule} key={index}>
            <div className={styles.ruleText}>
              <span>{list.join(", ")}</span>
            </div>
            <ActionIcon
              size={26}
              aria-label={t`Delete`}
              onClick={() => keep(lists.filter((_list, at) => at !== index))}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </div>
        ))}
      </div>
      <Textarea
        mt="sm"
        label={t`A new list, one entry a line`}
        placeholder={t`High, medium, low`}
        autosize
        minRows={3}
        maxRows={8}
        maxLength={LONGEST}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group mt="md" justify="space-between">
        <Button
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={items.length < 2}
          onClick={() => {
            keep([...lists, items]);
            setText("");
          }}
        >
          {t`Add the list`}
        </Button>
        <Button onClick={onClose}>{t`Done`}</Button>
      </Group>
    </DialogFrame>
  );
}
