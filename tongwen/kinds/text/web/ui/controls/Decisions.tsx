/** Accept and reject tracked changes: this one or all, as Word has them under one button each. */
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import type { Command } from "@/editor/command";
import { DropDown } from "@/editor/controls/DropDown";

function Items({ commands }: { commands: (Command | undefined)[] }) {
  const { i18n } = useLingui();
  return commands.map(
    (command) =>
      command && (
        <Menu.Item key={command.id} data-command={command.id} onClick={command.run}>
          {i18n._(command.label)}
        </Menu.Item>
      ),
  );
}

export function AcceptControl({ commands }: { commands: Record<string, Command> }) {
  const { t } = useLingui();
  const one = commands["change-accept"];
  return (
    <DropDown
      label={t`Accept`}
      icon={<IconCheck size={17} stroke={1.7} color="var(--tw-success)" />}
      disabled={one?.disabled ?? true}
    >
      <Items commands={[one, commands["change-accept-all"]]} />
    </DropDown>
  );
}

export function RejectControl({ commands }: { commands: Record<string, Command> }) {
  const { t } = useLingui();
  const one = commands["change-reject"];
  return (
    <DropDown
      label={t`Reject`}
      icon={<IconX size={17} stroke={1.7} color="var(--tw-danger)" />}
      disabled={one?.disabled ?? true}
    >
      <Items commands={[one, commands["change-reject-all"]]} />
    </DropDown>
  );
}
