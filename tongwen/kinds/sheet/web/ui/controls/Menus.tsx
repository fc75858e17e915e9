/** Tools that open a menu of commands: borders, merging, clearing, sums, number formats. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu, Tooltip, UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import choice from "@/editor/controls/Controls.module.css";
import { keepFocus } from "@/editor/ToolRow";
import { displayText } from "../../commands/display";
import { setNumberFormat } from "../../commands/formatting";
import { categoryOf, codeFor, GENERAL, specialCodes } from "../../commands/numberFormats";
import { plain } from "../../commands/sorting";
import { useCategoryName } from "../categories";
import type { Commands } from "../commands";
import { Items } from "./Items";
import styles from "./Items.module.css";
import type { ControlProps } from "./props";

/** A button with an icon that opens a menu of commands. */
export function CommandMenu({
  label,
  icon,
  commands,
  ids,
  disabled,
}: {
  label: string;
  icon: ReactNode;
  commands: Commands;
  ids: (string | null)[];
  disabled: boolean;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
      <Menu.Target>
        <Tooltip position="bottom" label={label} disabled={opened}>
          <ActionIcon
            className={styles.more}
            style={{ inlineSize: 40 }}
            aria-label={label}
            disabled={disabled}
            onMouseDown={keepFocus}
          >
            {icon}
            <IconChevronDown size={12} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Items commands={commands} ids={ids} />
      </Menu.Dropdown>
    </Menu>
  );
}

const usual = { decimals: 2, thousands: true, symbol: "¥", negative: "minus" } as const;

const offered: string[] = [
  GENERAL,
  codeFor("number", usual),
  codeFor("currency", usual),
  codeFor("accounting", usual),
  "yyyy/m/d",
  'yyyy"年"m"月"d"日"',
  "h:mm:ss",
  "0.00%",
  "# ?/?",
  "0.00E+00",
  "@",
  specialCodes.upper,
  specialCodes.lower,
];

/** The category of the active cell's format; a menu of the usual ones with what the value would look like. */
export function NumberFormatControl({ session, now }: ControlProps) {
  const { t, i18n } = useLingui();
  const named = useCategoryName();
  const { row, col } = now.selection.active;
  const value = plain(session.value(row, col));
  const sample = typeof value === "number" ? value : 1234.5;
  const label = (code: string): string => {
    if (code === specialCodes.lower) return t`Chinese lowercase numerals`;
    if (code === specialCodes.upper) return t`Chinese uppercase numerals`;
    if (code.startsWith("yyyy") && code.includes("年")) return t`Long date`;
    return named(categoryOf(code));
  };
  const [opened, setOpened] = useState(false);
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
      <Menu.Target>
        <Tooltip position="bottom" label={t`Number format`} disabled={opened}>
          <UnstyledButton
            className={choice.choice}
            style={{ inlineSize: 104 }}
            disabled={!now.editable}
            aria-label={t`Number format`}
            onMouseDown={keepFocus}
          >
            <span className={choice.value}>{named(categoryOf(now.style.numberFormat))}</span>
            <IconChevronDown size={13} className={choice.chevron} />
          </UnstyledButton>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map((code) => (
          <Menu.Item
            key={code}
            fw={(now.style.numberFormat ?? GENERAL) === code ? 600 : 400}
            rightSection={
              <span className={styles.sample}>
                {displayText(sample, code, { locale: i18n.locale }).trim()}
              </span>
            }
            onClick={() => session.run((target) => setNumberFormat(target, code))}
          >
            {label(code)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => session.dialog.set({ name: "format", tab: "number" })}>
          {t`More formats…`}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
