/** A tool with words that opens a menu. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { keepFocus } from "@/editor/ToolRow";

export function DropDown({
  label,
  icon,
  disabled,
  children,
}: {
  label: string;
  icon: ReactNode;
  disabled: boolean;
  children: ReactNode;
}) {
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={icon}
          rightSection={<IconChevronDown size={13} />}
          disabled={disabled}
          onMouseDown={keepFocus}
          styles={{ root: { color: "var(--tw-ink)", fontWeight: 400 } }}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
