/** A person's or link's role as a quiet button that opens the choices, and the way to take it away. */
import { Trans } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Role } from "@/api";
import styles from "./RoleMenu.module.css";
import { roleAbility, roleName } from "./roles";

export interface RoleMenuProps {
  role: Role;
  choices: Role[];
  /** What it is a role of, for those who do not see the row. */
  label: string;
  busy?: boolean;
  onChoose: (role: Role) => void;
  onRemove?: (() => void) | undefined;
  /** More verbs, above the one that takes access away. */
  children?: ReactNode;
}

export function RoleMenu(props: RoleMenuProps) {
  const { role, choices, label, busy = false, onChoose, onRemove, children } = props;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          className={styles.button}
          aria-label={label}
          disabled={busy}
          rightSection={<IconChevronDown size={14} />}
        >
          {roleName(role)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item
            key={choice}
            onClick={() => {
              if (choice !== role) onChoose(choice);
            }}
            rightSection={choice === role ? <IconCheck size={16} /> : undefined}
          >
            {roleName(choice)}
            <span className={styles.ability}>{roleAbility(choice)}</span>
          </Menu.Item>
        ))}
        {children}
        {onRemove !== undefined && (
          <>
            <Menu.Divider />
            <Menu.Item color="var(--tw-danger)" onClick={onRemove}>
              <Trans>Take access away</Trans>
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
