/** Format cells (Ctrl+1): number, alignment, font, borders, fill and protection in one step. */
import { useLingui } from "@lingui/react/macro";
import { Tabs } from "@mantine/core";
import { useState } from "react";
import { setBorders } from "../../commands/borders";
import { GENERAL, isReadable } from "../../commands/numberFormats";
import { type Style, type StylePatch, setStyle } from "../../model";
import { type BorderChoice, BorderTab } from "./BorderTab";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";
import { AlignmentTab, FillTab, FontTab, ProtectionTab } from "./LookTabs";
import { NumberTab } from "./NumberTab";
import type { FormatTab } from "./open";

/** A style with a patch over it. */
function patched(style: Style, patch: StylePatch): Style {
  const result: Style = { ...style };
  for (const [member, value] of Object.entries(patch)) {
    if (value === null) delete result[member];
    else result[member] = value;
  }
  return result;
}

export function FormatDialog({ session, now, onClose, tab }: DialogProps & { tab: FormatTab }) {
  const { t } = useLingui();
  const [patch, setPatch] = useState<StylePatch>({});
  const [borders, setBorderChoice] = useState<BorderChoice>({
    border: { style: "thin", color: "000000" },
    edges: [],
  });
  const style = patched(now.style, patch);
  const change = (more: StylePatch): void => setPatch((before) => ({ ...before, ...more }));
  const code = style.numberFormat ?? GENERAL;
  const apply = (): void => {
    onClose();
    session.run(({ sheet, areas }) =>
      sheet.book.steps.transact("formatCells", () => {
        if (Object.keys(patch).length > 0) setStyle(sheet, areas, patch);
        for (const edges of borders.edges) setBorders(sheet, areas, edges, borders.border);
      }),
    );
  };
  const tabProps = { session, style, onChange: change };
  return (
    <DialogFrame title={t`Format cells`} size={560} onClose={onClose}>
      <DialogForm verb={t`Apply`} disabled={!isReadable(code)} onSubmit={apply} onCancel={onClose}>
        <Tabs defaultValue={tab} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="number">{t`Numbers`}</Tabs.Tab>
            <Tabs.Tab value="alignment">{t`Alignment`}</Tabs.Tab>
            <Tabs.Tab value="font">{t`Font`}</Tabs.Tab>
            <Tabs.Tab value="border">{t`Borders`}</Tabs.Tab>
            <Tabs.Tab value="fill">{t`Fill`}</Tabs.Tab>
            <Tabs.Tab value="protection">{t`Protection`}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="number">
            <NumberTab
              session={session}
              now={now}
              code={code}
              onChange={(next) => change({ numberFormat: next === GENERAL ? null : next })}
            />
          </Tabs.Panel>
          <Tabs.Panel value="alignment">
            <AlignmentTab {...tabProps} />
          </Tabs.Panel>
          <Tabs.Panel value="font">
            <FontTab {...tabProps} />
          </Tabs.Panel>
          <Tabs.Panel value="border">
            <BorderTab choice={borders} onChange={setBorderChoice} />
          </Tabs.Panel>
          <Tabs.Panel value="fill">
            <FillTab {...tabProps} />
          </Tabs.Panel>
          <Tabs.Panel value="protection">
            <ProtectionTab {...tabProps} />
          </Tabs.Panel>
        </Tabs>
      </DialogForm>
    </DialogFrame>
  );
}
