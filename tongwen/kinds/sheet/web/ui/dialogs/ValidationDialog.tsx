/** Data validation: what may be typed, what is said beforehand and when it is refused. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import {
  type Comparison,
  listFormula,
  listItems,
  noValidation,
  setValidation,
  type Validation,
  type ValidationKind,
  validationAt,
} from "../../commands/validation";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";

const kinds: Record<ValidationKind, ReturnType<typeof msg>> = {
  none: msg`Anything`,
  list: msg`A list of choices`,
  whole: msg`Whole numbers`,
  decimal: msg`Numbers`,
  date: msg`Dates`,
  time: msg`Times`,
  textLength: msg`Text of a length`,
  custom: msg`A formula`,
};

export const comparisons: Record<Comparison, ReturnType<typeof msg>> = {
  between: msg`between`,
  notBetween: msg`not between`,
  equal: msg`equal to`,
  notEqual: msg`not equal to`,
  greaterThan: msg`greater than`,
  lessThan: msg`less than`,
  greaterThanOrEqual: msg`at least`,
  lessThanOrEqual: msg`at most`,
};

interface RuleProps {
  rule: Validation;
  onChange: (change: Partial<Validation>) => void;
}

/** Items, one a line, or the cells that hold them. */
function ListFields({ rule, onChange }: RuleProps) {
  const { t } = useLingui();
  const items = listItems(rule.f1);
  const typed = rule.f1 === "" || items !== null;
  return (
    <>
      {typed && (
        <Textarea
          label={t`Choices, one a line`}
          autosize
          minRows={3}
          maxRows={8}
          defaultValue={(items ?? []).join("\n")}
          onChange={(event) => {
            const lines = event.currentTarget.value.split("\n");
            onChange({ f1: lines.some((line) => line.trim()) ? listFormula(lines) : "" });
          }}
        />
      )}
      <TextInput
        label={t`Or the cells that hold them`}
        placeholder="$A$2:$A$20"
        value={typed ? "" : rule.f1}
        onChange={(event) => onChange({ f1: event.currentTarget.value })}
      />
      <Checkbox
        label={t`Show the choices in the cell`}
        checked={rule.dropdown}
        onChange={(event) => onChange({ dropdown: event.currentTarget.checked })}
      />
    </>
  );
}

function ComparedFields({ rule, onChange }: RuleProps) {
  const { t, i18n } = useLingui();
  const both = rule.operator === "between" || rule.operator === "notBetween";
  return (
    <>
      <Select
        label={t`Which are`}
        data={Object.entries(comparisons).map(([value, label]) => ({
          value,
          label: i18n._(label),
        }))}
        value={rule.operator}
        onChange={(operator) => operator && onChange({ operator: operator as Comparison })}
      />
      <Group grow>
        <TextInput
          label={both ? t`From` : t`Value`}
          value={rule.f1}
          onChange={(event) => onChange({ f1: event.currentTarget.value })}
        />
        {both && (
          <TextInput
            label={t`To`}
            value={rule.f2}
            onChange={(event) => onChange({ f2: event.currentTarget.value })}
          />
        )}
      </Group>
    </>
  );
}

function Messages({ rule, onChange }: RuleProps) {
  const { t } = useLingui();
  return (
    <>
      <Select
        label={t`What is typed wrongly`}
        data={[
          { value: "stop", label: t`is refused` },
          { value: "warning", label: t`is asked about` },
          { value: "information", label: t`is told of` },
        ]}
        value={rule.alert.style}
        onChange={(style) =>
          style &&
          onChange({ alert: { ...rule.alert, style: style as Validation["alert"]["style"] } })
        }
      />
      <TextInput
        label={t`What is said then`}
        value={rule.alert.text}
        maxLength={255}
        onChange={(event) =>
          onChange({
            alert: { ...rule.alert, text: event.currentTarget.value, shown: true },
          })
        }
      />
      <TextInput
        label={t`What is said beforehand`}
        value={rule.prompt.text}
        maxLength={255}
        onChange={(event) =>
          onChange({
            prompt: { ...rule.prompt, text: event.currentTarget.value, shown: true },
          })
        }
      />
    </>
  );
}

function complete(rule: Validation): boolean {
  if (rule.kind === "none") return true;
  const both = rule.operator === "between" || rule.operator === "notBetween";
  const compared = rule.kind !== "list" && rule.kind !== "custom";
  return rule.f1.trim() !== "" && (!compared || !both || rule.f2.trim() !== "");
}

export function ValidationDialog({ session, now, onClose }: DialogProps) {
  const { t, i18n } = useLingui();
  const { row, col } = now.selection.active;
  const [rule, setRule] = useState<Validation>(
    () => validationAt(session.sheet, row, col)?.rule ?? noValidation,
  );
  const change = (more: Partial<Validation>): void => setRule((before) => ({ ...before, ...more }));
  const apply = (next: Validation): void => {
    onClose();
    session.run(({ sheet, areas }) => setValidation(sheet, areas, next));
  };
  const compared = !["none", "list", "custom"].includes(rule.kind);
  return (
    <DialogFrame title={t`Data validation`} onClose={onClose}>
      <DialogForm
        verb={t`Apply`}
        disabled={!complete(rule)}
        onSubmit={() => apply(rule)}
        onCancel={onClose}
        aside={
          <Button variant="subtle" onClick={() => apply(noValidation)}>
            {t`Remove`}
          </Button>
        }
      >
        <div className={styles.fields}>
          <Select
            label={t`Allow`}
            data={Object.entries(kinds).map(([value, label]) => ({ value, label: i18n._(label) }))}
            value={rule.kind}
            onChange={(kind) => kind && change({ kind: kind as ValidationKind, f1: "", f2: "" })}
          />
          {rule.kind === "list" && <ListFields rule={rule} onChange={change} />}
          {compared && <ComparedFields rule={rule} onChange={change} />}
          {rule.kind === "custom" && (
            <TextInput
              label={t`Formula that must be true`}
              value={rule.f1}
              onChange={(event) => change({ f1: event.currentTarget.value })}
            />
          )}
          {rule.kind !== "none" && (
            <>
              <Checkbox
                label={t`Empty cells are allowed`}
                checked={rule.blank}
                onChange={(event) => change({ blank: event.currentTarget.checked })}
              />
              <Messages rule={rule} onChange={change} />
            </>
          )}
        </div>
      </DialogForm>
    </DialogFrame>
  );
}
