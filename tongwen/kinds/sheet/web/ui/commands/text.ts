/** Fonts and alignment. */
import { msg } from "@lingui/core/macro";
import {
  IconAlignCenter,
  IconAlignJustified,
  IconAlignLeft,
  IconAlignRight,
  IconBold,
  IconIndentDecrease,
  IconIndentIncrease,
  IconItalic,
  IconLayoutAlignBottom,
  IconLayoutAlignMiddle,
  IconLayoutAlignTop,
  IconStrikethrough,
  IconSubscript,
  IconSuperscript,
  IconTextDecrease,
  IconTextIncrease,
  IconTextWrap,
  IconUnderline,
} from "@tabler/icons-react";
import * as formatting from "../../commands/formatting";
import type { Style } from "../../model";
import type { CommandGroup, Named } from "./group";

type FontCommand = Omit<Extract<Named, { plain?: false }>, "font" | "plain">;

function fonts(style: Style): Named[] {
  const commands: FontCommand[] = [
    {
      id: "bold",
      label: msg`Bold`,
      icon: IconBold,
      shortcut: "Ctrl+B",
      active: style.bold === true,
      run: (target) => formatting.toggle(target, "bold"),
    },
    {
      id: "italic",
      label: msg`Italic`,
      icon: IconItalic,
      shortcut: "Ctrl+I",
      active: style.italic === true,
      run: (target) => formatting.toggle(target, "italic"),
    },
    {
      id: "underline",
      label: msg`Underline`,
      icon: IconUnderline,
      shortcut: "Ctrl+U",
      active: style.underline !== undefined,
      run: (target) => formatting.toggleUnderline(target),
    },
    {
      id: "double-underline",
      label: msg`Double underline`,
      active: style.underline === "double",
      run: (target) => formatting.toggleUnderline(target, "double"),
    },
    {
      id: "strike",
      label: msg`Strikethrough`,
      icon: IconStrikethrough,
      shortcut: "Ctrl+5",
      active: style.strike === true,
      run: (target) => formatting.toggle(target, "strike"),
    },
    {
      id: "subscript",
      label: msg`Subscript`,
      icon: IconSubscript,
      active: style.script === "subscript",
      run: (target) => formatting.toggleScript(target, "subscript"),
    },
    {
      id: "superscript",
      label: msg`Superscript`,
      icon: IconSuperscript,
      active: style.script === "superscript",
      run: (target) => formatting.toggleScript(target, "superscript"),
    },
    {
      id: "larger",
      label: msg`Larger text`,
      icon: IconTextIncrease,
      shortcut: "Ctrl+]",
      run: (target) => formatting.stepSize(target, 1),
    },
    {
      id: "smaller",
      label: msg`Smaller text`,
      icon: IconTextDecrease,
      shortcut: "Ctrl+[",
      run: (target) => formatting.stepSize(target, -1),
    },
  ];
  return commands.map((command) => ({ ...command, font: true }));
}

function across(style: Style): Named[] {
  return [
    {
      id: "align-start",
      label: msg`Align left`,
      icon: IconAlignLeft,
      active: style.align === "left",
      run: (target) => formatting.setAlign(target, "left"),
    },
    {
      id: "align-center",
      label: msg`Centre`,
      icon: IconAlignCenter,
      active: style.align === "center",
      run: (target) => formatting.setAlign(target, "center"),
    },
    {
      id: "align-end",
      label: msg`Align right`,
      icon: IconAlignRight,
      active: style.align === "right",
      run: (target) => formatting.setAlign(target, "right"),
    },
    {
      id: "align-both",
      label: msg`Justify`,
      icon: IconAlignJustified,
      active: style.align === "justify",
      run: (target) => formatting.setAlign(target, "justify"),
    },
    {
      id: "outdent",
      label: msg`Decrease indent`,
      icon: IconIndentDecrease,
      run: (target) => formatting.stepIndent(target, -1),
    },
    {
      id: "indent",
      label: msg`Increase indent`,
      icon: IconIndentIncrease,
      run: (target) => formatting.stepIndent(target, 1),
    },
  ];
}

function upright(style: Style): Named[] {
  return [
    {
      id: "valign-top",
      label: msg`Align to the top`,
      icon: IconLayoutAlignTop,
      active: style.valign === "top",
      run: (target) => formatting.setValign(target, "top"),
    },
    {
      id: "valign-middle",
      label: msg`Align to the middle`,
      icon: IconLayoutAlignMiddle,
      active: style.valign === "center",
      run: (target) => formatting.setValign(target, "center"),
    },
    {
      id: "valign-bottom",
      label: msg`Align to the bottom`,
      icon: IconLayoutAlignBottom,
      active: style.valign === undefined || style.valign === "bottom",
      run: (target) => formatting.setValign(target, "bottom"),
    },
    {
      id: "wrap",
      label: msg`Wrap text`,
      icon: IconTextWrap,
      active: style.wrap === true,
      run: (target) => formatting.toggle(target, "wrap"),
    },
  ];
}

export const text: CommandGroup = {
  name: msg`Text`,
  commands: ({ now: { style } }) => [...fonts(style), ...across(style), ...upright(style)],
};
