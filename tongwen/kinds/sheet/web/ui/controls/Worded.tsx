/** Tools with their names beside the icons, where a tab has room for them. */
import { i18n } from "@lingui/core";
import { Button, Tooltip } from "@mantine/core";
import { button, type Command, shortcutText, type Tool, type ToolGroup } from "@/editor/command";
import { keepFocus } from "@/editor/ToolRow";
import type { Commands } from "../commands";
import styles from "./Items.module.css";

function WordButton({ command }: { command: Command }) {
  const { id, icon: Icon, active, disabled, shortcut, run } = command;
  const label = i18n._(command.label);
  return (
    <Tooltip
      position="bottom"
      label={shortcut ? `${label} (${shortcutText(shortcut)})` : label}
      disabled={!shortcut}
    >
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        className={active ? `${styles.word} ${styles.wordActive}` : styles.word}
        data-command={id}
        aria-pressed={active}
        disabled={disabled ?? false}
        leftSection={Icon && <Icon size={17} stroke={1.7} />}
        onMouseDown={keepFocus}
        onClick={run}
      >
        {label}
      </Button>
    </Tooltip>
  );
}

/** About how wide a label is, pixels. */
function labelSize(text: string): number {
  let size = 0;
  for (const character of text) size += character.charCodeAt(0) > 0x2e7f ? 13.5 : 7;
  return Math.ceil(size);
}

const AROUND = { icon: 23, padding: 18 };
const ROW_PADDING = 80;

export function wordTool(command: Command): Tool {
  const icon = command.icon ? AROUND.icon : 0;
  return {
    kind: "control",
    id: command.id,
    inlineSize: labelSize(i18n._(command.label)) + icon + AROUND.padding,
    render: () => <WordButton command={command} />,
  };
}

/** A group by the ids of its commands; a tool that is none of them stands as it is. */
export interface WordedGroup {
  id: string;
  tools: (string | Tool)[];
}

/** Groups of tools with their names when all of them fit into the window, else as icons. */
export function worded(commands: Commands, groups: readonly WordedGroup[]): ToolGroup[] {
  const made = (make: (command: Command) => Tool): ToolGroup[] =>
    groups.map(({ id, tools }) => ({
      id,
      tools: tools.flatMap((tool) => {
        const command = typeof tool === "string" ? commands[tool] : null;
        if (typeof tool !== "string") return [tool];
        return command ? [make(command)] : [];
      }),
    }));
  const words = made(wordTool);
  const size = words
    .flatMap(({ tools }) => tools)
    .reduce((sum, tool) => sum + (tool.kind === "control" ? tool.inlineSize : 34) + 2, 0);
  return size + ROW_PADDING <= window.innerWidth ? words : made(button);
}
