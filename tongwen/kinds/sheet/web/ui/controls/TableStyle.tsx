/** The style of the table that the active cell is in (ECMA-376-1 §18.5.1.5). */
import { useLingui } from "@lingui/react/macro";
import { Choice, type Option } from "@/editor/controls/Choice";
import { styleTable, tableAt } from "../../commands/tables";
import type { ControlProps } from "./props";

const counts = { Light: 21, Medium: 28, Dark: 11 } as const;

export function TableStyleControl({ session, now }: ControlProps) {
  const { t } = useLingui();
  const words: Record<keyof typeof counts, string> = {
    Light: t`Light`,
    Medium: t`Medium`,
    Dark: t`Dark`,
  };
  const groups = (Object.keys(counts) as (keyof typeof counts)[]).map((name) => ({
    name: words[name],
    options: Array.from({ length: counts[name] }, (_, at): Option => {
      const number = at + 1;
      return { value: `TableStyle${name}${number}`, label: `${words[name]} ${number}` };
    }),
  }));
  const all = groups.flatMap(({ options }) => options);
  const { row, col } = now.selection.active;
  const style = tableAt(session.sheet, row, col)?.table.style as { name?: unknown } | undefined;
  const current = all.find(({ value }) => value === style?.name);
  return (
    <Choice
      label={t`Table style`}
      value={current?.label ?? (typeof style?.name === "string" ? style.name : t`None`)}
      inlineSize={110}
      disabled={!now.editable}
      groups={groups}
      onChoose={(chosen) => {
        const known = all.find(({ value, label }) => value === chosen || label === chosen);
        if (!known) return;
        session.run(({ sheet, row: atRow, col: atCol }) => {
          const table = tableAt(sheet, atRow, atCol);
          if (table) styleTable(sheet, table, { name: known.value });
        });
      }}
    />
  );
}
