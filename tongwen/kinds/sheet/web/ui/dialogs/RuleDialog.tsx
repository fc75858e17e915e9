/** One conditional format: when it applies and what it looks like. */
import { useLingui } from "@lingui/react/macro";
import { Checkbox, Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { areaName, cellName, parseArea } from "../../commands/areas";
import {
  addRule,
  barColors,
  changeRule,
  iconSets,
  type PlacedRule,
  type RuleKind,
  ruleStyles,
  scalePresets,
} from "../../commands/rules";
import type { Area } from "../../model";
import type { SheetSession } from "../session";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";
import { draftOf, type RuleDraft, ruleOf, textKinds, unstyled, withPriority } from "./ruleDraft";
import { lookOf, ruleKinds, styleCss, timePeriods } from "./ruleWords";
import { comparisons } from "./ValidationDialog";

interface FieldProps {
  session: SheetSession;
  draft: RuleDraft;
  onChange: (change: Partial<RuleDraft>) => void;
}

function Compared({ draft, onChange }: FieldProps) {
  const { t, i18n } = useLingui();
  const both = draft.operator === "between" || draft.operator === "notBetween";
  return (
    <Group grow align="end">
      <Select
        label={t`Values that are`}
        data={Object.entries(comparisons).map(([value, label]) => ({
          value,
          label: i18n._(label),
        }))}
        value={draft.operator}
        onChange={(operator) => operator && onChange({ operator })}
      />
      <TextInput
        label={t`Value`}
        data-autofocus
        value={draft.first}
        onChange={(event) => onChange({ first: event.currentTarget.value })}
      />
      {both && (
        <TextInput
          label={t`and`}
          value={draft.second}
          onChange={(event) => onChange({ second: event.currentTarget.value })}
        />
      )}
    </Group>
  );
}

function Ranked({ draft, onChange }: FieldProps) {
  const { t } = useLingui();
  return (
    <Group grow align="end">
      <Select
        label={t`Which`}
        data={[
          { value: "top", label: t`The greatest` },
          { value: "bottom", label: t`The least` },
        ]}
        value={draft.bottom ? "bottom" : "top"}
        onChange={(which) => onChange({ bottom: which === "bottom" })}
      />
      <NumberInput
        label={t`How many`}
        min={1}
        max={1000}
        value={draft.rank}
        onChange={(rank) => onChange({ rank: Number(rank) || 1 })}
      />
      <Checkbox
        label="%"
        checked={draft.percent}
        onChange={(event) => onChange({ percent: event.currentTarget.checked })}
      />
    </Group>
  );
}

function Scales({ session, draft, onChange }: FieldProps) {
  return (
    <div className={styles.presets}>
      {scalePresets.map((stops, index) => {
        const look = lookOf(session, { kind: "colorScale", priority: 1, stops });
        const label = stops.map((stop) => `#${stop.color}`).join(" – ");
        return (
          <button
            type="button"
            key={label}
            className={styles.preset}
            aria-pressed={draft.scale === index}
            aria-label={label}
            onClick={() => onChange({ scale: index })}
          >
            <span className={styles.look} style={look} />
          </button>
        );
      })}
    </div>
  );
}

function Bars({ session, draft, onChange }: FieldProps) {
  const { t } = useLingui();
  return (
    <>
      <div className={styles.presets}>
        {barColors.map((color) => (
          <button
            type="button"
            key={color}
            className={styles.preset}
            aria-pressed={draft.color === color}
            aria-label={`#${color}`}
            onClick={() => onChange({ color })}
          >
            <span
              className={styles.look}
              style={lookOf(session, { kind: "dataBar", priority: 1, color })}
            />
          </button>
        ))}
      </div>
      <Checkbox
        label={t`Show the value as well`}
        checked={draft.showValue}
        onChange={(event) => onChange({ showValue: event.currentTarget.checked })}
      />
    </>
  );
}

function Icons({ draft, onChange }: FieldProps) {
  const { t } = useLingui();
  return (
    <>
      <div className={styles.presets}>
        {iconSets.map(({ name, icons }) => (
          <button
            type="button"
            key={name}
            className={styles.preset}
            aria-pressed={draft.icons === name}
            aria-label={name}
            onClick={() => onChange({ icons: name })}
          >
            <span className={styles.look}>{icons.join(" ")}</span>
          </button>
        ))}
      </div>
      <Group>
        <Checkbox
          label={t`The other way round`}
          checked={draft.reverse}
          onChange={(event) => onChange({ reverse: event.currentTarget.checked })}
        />
        <Checkbox
          label={t`Show the value as well`}
          checked={draft.showValue}
          onChange={(event) => onChange({ showValue: event.currentTarget.checked })}
        />
      </Group>
    </>
  );
}

function TypedText({ draft, onChange }: FieldProps) {
  const { t } = useLingui();
  return (
    <TextInput
      label={draft.kind === "expression" ? t`Formula that must be true` : t`Text`}
      data-autofocus
      value={draft.first}
      onChange={(event) => onChange({ first: event.currentTarget.value })}
    />
  );
}

function Average({ draft, onChange }: FieldProps) {
  const { t } = useLingui();
  return (
    <Select
      label={t`Values that are`}
      data={[
        { value: "above", label: t`Above average` },
        { value: "below", label: t`Below average` },
      ]}
      value={draft.above ? "above" : "below"}
      onChange={(side) => onChange({ above: side === "above" })}
    />
  );
}

function Period({ draft, onChange }: FieldProps) {
  const { t, i18n } = useLingui();
  return (
    <Select
      label={t`Period`}
      data={Object.entries(timePeriods).map(([value, label]) => ({ value, label: i18n._(label) }))}
      value={draft.period}
      onChange={(period) => period && onChange({ period })}
    />
  );
}

const fields: Partial<Record<RuleKind, (props: FieldProps) => React.ReactNode>> = {
  cellIs: Compared,
  top10: Ranked,
  colorScale: Scales,
  dataBar: Bars,
  iconSet: Icons,
  expression: TypedText,
  containsText: TypedText,
  notContainsText: TypedText,
  beginsWith: TypedText,
  endsWith: TypedText,
  aboveAverage: Average,
  timePeriod: Period,
};

function Looks({ session, draft, onChange }: FieldProps) {
  const { t } = useLingui();
  return (
    <div>
      <div className={styles.muted}>{t`Looks like`}</div>
      <div className={styles.presets}>
        {ruleStyles.map(({ id, style }) => (
          <button
            type="button"
            key={id}
            className={styles.preset}
            aria-pressed={JSON.stringify(style) === JSON.stringify(draft.style)}
            aria-label={id}
            onClick={() => onChange({ style })}
          >
            <span className={styles.look} style={styleCss(session, style)}>
              文 Aa
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}

function parseAreas(text: string): Area[] | null {
  const areas = text.split(/[,，;]/).map(parseArea);
  return areas.every((area) => area !== null) ? areas : null;
}

export function RuleDialog({
  session,
  onClose,
  kind,
  placed,
}: DialogProps & { kind: RuleKind; placed: PlacedRule | null }) {
  const { t, i18n } = useLingui();
  const [draft, setDraft] = useState(() => draftOf(session, kind, placed));
  const [where, setWhere] = useState(() =>
    (placed?.areas ?? session.view.selection.areas).map(areaName).join(","),
  );
  const areas = parseAreas(where);
  const Fields = fields[kind];
  const typed = ["cellIs", "expression", ...textKinds].includes(kind);
  const back = (): void => session.dialog.set({ name: "rules" });
  const apply = (): void => {
    const [first] = areas ?? [];
    if (!areas || !first) return;
    const rule = ruleOf(session, draft, cellName(first.row1, first.col1));
    back();
    session.run(({ sheet }) => {
      if (placed) changeRule(sheet, placed, withPriority(rule, placed.rule.priority), areas);
      else addRule(sheet, areas, rule);
    });
  };
  return (
    <DialogFrame title={i18n._(ruleKinds[kind])} size={520} onClose={onClose}>
      <DialogForm
        verb={t`Apply`}
        disabled={!areas || (typed && draft.first.trim() === "")}
        onSubmit={apply}
        onCancel={back}
      >
        <div className={styles.fields}>
          <TextInput
            label={t`Cells`}
            value={where}
            error={areas ? undefined : t`Type cells such as A1:B9.`}
            onChange={(event) => setWhere(event.currentTarget.value)}
          />
          {Fields && (
            <Fields
              session={session}
              draft={draft}
              onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
            />
          )}
          {!unstyled.has(kind) && (
            <Looks
              session={session}
              draft={draft}
              onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
            />
          )}
        </div>
      </DialogForm>
    </DialogFrame>
  );
}
