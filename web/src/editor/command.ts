/** What an editor can do: each command once, for the tool row, the palette and the list of shortcuts. */
import type { MessageDescriptor } from "@lingui/core";
import type { ComponentType, ReactNode } from "react";

export interface IconProps {
  size?: number | string;
  stroke?: number | string;
}

export interface Command {
  id: string;
  label: MessageDescriptor;
  icon?: ComponentType<IconProps>;
  /** As Word writes it, `Ctrl+Shift+L`; shown with the signs of a Mac on a Mac. */
  shortcut?: string;
  /** The group in the list of shortcuts and the palette. */
  group: MessageDescriptor;
  run: () => void;
  active?: boolean;
  disabled?: boolean;
}

/** Something in the tool row: a command as a button, or a control of its own. */
export type Tool =
  | { kind: "command"; command: Command }
  /** `inlineSize` in pixels, so that the row knows what fits before it is drawn. */
  | { kind: "control"; id: string; inlineSize: number; render: () => ReactNode };

export type ToolGroup = { id: string; tools: Tool[] };

export interface EditorTab {
  id: string;
  label: MessageDescriptor;
  groups: ToolGroup[];
  /** Shown only while its object is selected, in the kind's colour. */
  contextual?: boolean;
}

export const onMac =
  typeof navigator !== "undefined" && /Mac|iP(hone|[oa]d)/.test(navigator.platform);

const signs: Record<string, string> = {
  Ctrl: "⌘",
  Alt: "⌥",
  Shift: "⇧",
  Enter: "↩",
  Backspace: "⌫",
  Delete: "⌦",
};

/** A shortcut as this machine writes it. */
export function shortcutText(shortcut: string, mac = onMac): string {
  if (!mac) return shortcut;
  return shortcut
    .split("+")
    .map((key) => signs[key] ?? key)
    .join("");
}

export function button(command: Command): Tool {
  return { kind: "command", command };
}

/** Widths of the row's parts, pixels. */
const BUTTON = 32;
const GAP = 2;
const SEPARATOR = 13;

export function groupSize(group: ToolGroup): number {
  const sizes = group.tools.map((tool) => (tool.kind === "command" ? BUTTON : tool.inlineSize));
  return sizes.reduce((sum, size) => sum + size + GAP, SEPARATOR);
}

/** How many groups fit into a row, when what does not fit goes behind a button. */
export function fitting(groups: readonly ToolGroup[], available: number): number {
  let used = 0;
  for (const [index, group] of groups.entries()) {
    used += groupSize(group);
    const more = index < groups.length - 1 ? BUTTON + SEPARATOR : 0;
    if (used + more > available) return index;
  }
  return groups.length;
}
