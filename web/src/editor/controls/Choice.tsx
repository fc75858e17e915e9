/** A field with a list: type to choose or to give a value of your own. */
import { Combobox, Tooltip, useCombobox } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import styles from "./Controls.module.css";

export interface Option {
  value: string;
  label: string;
  style?: React.CSSProperties;
}

export function Choice({
  label,
  value,
  inlineSize,
  groups,
  disabled,
  onChoose,
}: {
  label: string;
  value: string;
  inlineSize: number;
  groups: { name: string; options: Option[] }[];
  disabled: boolean;
  onChoose: (value: string) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const choose = (chosen: string): void => {
    setDraft(null);
    combobox.closeDropdown();
    if (chosen.trim() !== "") onChoose(chosen);
  };
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={choose}
      width="max-content"
      position="bottom-start"
      withinPortal
    >
      <Combobox.Target>
        <Tooltip position="bottom" label={label} disabled={combobox.dropdownOpened}>
          <span
            className={styles.choice}
            style={{ inlineSize }}
            data-keeps-focus
            data-disabled={disabled || undefined}
          >
            <input
              className={styles.field}
              aria-label={label}
              disabled={disabled}
              value={draft ?? value}
              onFocus={(event) => event.currentTarget.select()}
              onClick={() => combobox.openDropdown()}
              onChange={(event) => setDraft(event.currentTarget.value)}
              onBlur={() => {
                setDraft(null);
                combobox.closeDropdown();
              }}
              onKeyDown={(event) => {
                if (event.key === "Enter" && combobox.getSelectedOptionIndex() < 0) {
                  event.preventDefault(); // whatever is focused next is not to hear this key
                  choose(event.currentTarget.value);
                }
                if (event.key === "Escape") setDraft(null);
              }}
            />
            <IconChevronDown size={13} className={styles.chevron} />
          </span>
        </Tooltip>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={380} style={{ overflowY: "auto" }}>
          {groups.map((group) => (
            <Combobox.Group key={group.name} label={group.name}>
              {group.options.map((option) => (
                <Combobox.Option
                  key={option.value}
                  value={option.value}
                  active={option.value === value}
                >
                  <span style={option.style}>{option.label}</span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
