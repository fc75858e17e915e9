/** The little button after a paste: the same again in another way, still as one step. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconChevronDown, IconClipboard } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { PasteOptions } from "../../commands/pasting";
import type { PastedHere } from "../../grid/view";
import type { ControlProps } from "../controls/props";
import styles from "./menus.module.css";
import { useCorner } from "./useCorner";

type Offer = [label: string, options: Partial<PasteOptions>];

function useOffers(from: PastedHere["from"]): Offer[] {
  const { t } = useLingui();
  const table: Offer[] = [
    [t`With formats`, {}],
    [t`Values`, { what: "values" }],
    [t`Values and number formats`, { what: "valuesNumbers" }],
    [t`Transpose`, { transpose: true }],
  ];
  if (from === "text")
    return [
      [t`As text`, {}],
      [t`Transpose`, { transpose: true }],
    ];
  if (from === "table") return table;
  return [
    [t`Everything`, {}],
    [t`Formulas`, { what: "formulas" }],
    [t`Formulas and number formats`, { what: "formulasNumbers" }],
    [t`Values`, { what: "values" }],
    [t`Values and number formats`, { what: "valuesNumbers" }],
    [t`Formats`, { what: "formats" }],
    [t`Everything but borders`, { what: "noBorders" }],
    [t`Column widths`, { what: "widths" }],
    [t`Transpose`, { transpose: true }],
    [t`Paste link`, { link: true }],
  ];
}

export function PasteMenu(props: ControlProps) {
  const { session } = props;
  const { t } = useLingui();
  const [pasted, setPasted] = useState<PastedHere | null>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => session.view.onPasted(setPasted), [session]);
  const at = useCorner(props, pasted?.area ?? null);
  const offers = useOffers(pasted?.from ?? "cells");
  if (!pasted || !at) return null;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
      <Menu.Target>
        <Tooltip label={t`Paste options`} disabled={opened}>
          <ActionIcon
            className={styles.pasted}
            style={{ insetInlineStart: at.x, insetBlockStart: at.y }}
            aria-label={t`Paste options`}
            data-paste-options
          >
            <IconClipboard size={15} stroke={1.7} />
            <IconChevronDown size={11} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown data-menu="pasted">
        {offers.map(([label, options]) => (
          <Menu.Item
            key={label}
            onClick={() => {
              pasted.again(options);
              session.back();
            }}
          >
            {label}
          </Menu.Item>
        ))}
        {pasted.from === "text" && (
          <Menu.Item onClick={() => session.dialog.set({ name: "split-pasted", pasted })}>
            {t`Cut into columns…`}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
