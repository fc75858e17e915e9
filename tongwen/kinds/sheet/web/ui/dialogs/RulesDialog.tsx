/** The conditional formats of the worksheet: in their order, to change, move and remove. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Checkbox, Group, Menu, SegmentedControl } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { areaName } from "../../commands/areas";
import {
  changeRule,
  moveRule,
  type PlacedRule,
  type RuleKind,
  removeRule,
  rulesOf,
} from "../../commands/rules";
import styles from "./dialogs.module.css";
import { DialogFrame, type DialogProps } from "./Frame";
import { lookOf, ruleKinds, useRuleWords } from "./ruleWords";

function RuleRow({
  session,
  placed,
  first,
  last,
}: Pick<DialogProps, "session"> & { placed: PlacedRule; first: boolean; last: boolean }) {
  const { t } = useLingui();
  const words = useRuleWords(session);
  const { sheet } = session;
  const { rule, areas } = placed;
  const sample = rule.kind === "iconSet" ? "▲▶▼" : "文 Aa";
  return (
    <div className={styles.rule} data-rule={rule.kind}>
      <span className={styles.look} style={lookOf(session, rule)}>
        {rule.kind === "colorScale" || rule.kind === "dataBar" ? "" : sample}
      </span>
      <div className={styles.ruleText}>
        <span>{words(rule)}</span>
        <span className={styles.muted}>{areas.map(areaName).join(", ")}</span>
      </div>
      <Checkbox
        size="xs"
        label={t`Stop here`}
        checked={rule.stop === true}
        onChange={(event) => {
          const stop = event.currentTarget.checked;
          session.run(() => changeRule(sheet, placed, { ...rule, stop }));
        }}
      />
      <ActionIcon
        size={26}
        aria-label={t`Up`}
        disabled={first}
        onClick={() => session.run(() => moveRule(sheet, placed, -1))}
      >
        <IconArrowUp size={15} />
      </ActionIcon>
      <ActionIcon
        size={26}
        aria-label={t`Down`}
        disabled={last}
        onClick={() => session.run(() => moveRule(sheet, placed, 1))}
      >
        <IconArrowDown size={15} />
      </ActionIcon>
      <ActionIcon
        size={26}
        aria-label={t`Edit`}
        onClick={() => session.dialog.set({ name: "rule", kind: rule.kind, placed })}
      >
        <IconPencil size={15} />
      </ActionIcon>
      <ActionIcon
        size={26}
        aria-label={t`Delete`}
        onClick={() => session.run(() => removeRule(sheet, placed))}
      >
        <IconTrash size={15} />
      </ActionIcon>
    </div>
  );
}

export function RulesDialog({ session, onClose }: DialogProps) {
  const { t, i18n } = useLingui();
  const [where, setWhere] = useState<"selection" | "sheet">("sheet");
  const { sheet } = session;
  const { areas } = session.view.selection;
  const rules = rulesOf(sheet, where === "selection" ? areas : undefined);
  return (
    <DialogFrame title={t`Conditional formats`} size={640} onClose={onClose}>
      <Group justify="space-between" mb="sm">
        <SegmentedControl
          size="xs"
          data={[
            { value: "sheet", label: t`This worksheet` },
            { value: "selection", label: t`Selection` },
          ]}
          value={where}
          onChange={(value) => setWhere(value as "selection" | "sheet")}
        />
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button size="compact-sm" leftSection={<IconPlus size={14} />}>{t`New rule`}</Button>
          </Menu.Target>
          <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
            {(Object.keys(ruleKinds) as RuleKind[]).map((kind) => (
              <Menu.Item
                key={kind}
                onClick={() => session.dialog.set({ name: "rule", kind, placed: null })}
              >
                {i18n._(ruleKinds[kind])}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
      {rules.map((placed, index) => (
        <RuleRow
          key={`${placed.token} ${placed.index}`}
          session={session}
          placed={placed}
          first={index === 0}
          last={index === rules.length - 1}
        />
      ))}
      {rules.length === 0 && <p className={styles.muted}>{t`There are no rules here yet.`}</p>}
    </DialogFrame>
  );
}
