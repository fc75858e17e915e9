/** The one row of tools under the tabs; groups that do not fit go behind `…`. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Popover, Tooltip } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { type Command, fitting, shortcutText, type Tool, type ToolGroup } from "./command";
import styles from "./EditorFrame.module.css";

/** Keep the selection in the document: tools are pressed, not focused, by the mouse. */
export function keepFocus(event: { preventDefault: () => void }): void {
  event.preventDefault();
}

export function CommandButton({ command }: { command: Command }) {
  const { i18n } = useLingui();
  const Icon = command.icon;
  const label = i18n._(command.label);
  const hint = command.shortcut ? `${label} (${shortcutText(command.shortcut)})` : label;
  return (
    <Tooltip label={hint} position="bottom">
      <ActionIcon
        className={command.active ? `${styles.tool} ${styles.toolActive}` : styles.tool}
        aria-label={label}
        aria-pressed={command.active}
        data-command={command.id}
        disabled={command.disabled}
        onMouseDown={keepFocus}
        onClick={command.run}
      >
        {Icon ? <Icon size={18} stroke={1.7} /> : label}
      </ActionIcon>
    </Tooltip>
  );
}

function ToolView({ tool }: { tool: Tool }) {
  return tool.kind === "command" ? <CommandButton command={tool.command} /> : tool.render();
}

function Group({ group }: { group: ToolGroup }) {
  return (
    <div className={styles.group} role="group">
      {group.tools.map((tool) => (
        <ToolView key={tool.kind === "command" ? tool.command.id : tool.id} tool={tool} />
      ))}
    </div>
  );
}

function More({ groups }: { groups: ToolGroup[] }) {
  const { t } = useLingui();
  return (
    <Popover position="bottom-end" withinPortal>
      <Popover.Target>
        <ActionIcon className={styles.tool} aria-label={t`More tools`} onMouseDown={keepFocus}>
          <IconDots size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.toolsMore}>
          {groups.map((group) => (
            <Group key={group.id} group={group} />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** `scroll`: on a phone the row scrolls instead of folding. */
export function ToolRow({ groups, scroll = false }: { groups: ToolGroup[]; scroll?: boolean }) {
  const { t } = useLingui();
  const row = useRef<HTMLDivElement>(null);
  const [available, setAvailable] = useState(Number.POSITIVE_INFINITY);
  useEffect(() => {
    const element = row.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setAvailable(element.clientWidth - 20));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const count = scroll ? groups.length : fitting(groups, available);
  return (
    <div className={styles.tools} ref={row} role="toolbar" aria-label={t`Tools`}>
      {groups.slice(0, count).map((group) => (
        <Group key={group.id} group={group} />
      ))}
      {count < groups.length && <More groups={groups.slice(count)} />}
    </div>
  );
}
