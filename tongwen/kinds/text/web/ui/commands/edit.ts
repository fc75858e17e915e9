/** Undo, find and what is done with the document as a whole. */
import { msg } from "@lingui/core/macro";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDeviceFloppy,
  IconHistory,
  IconKeyboard,
  IconListDetails,
  IconPrinter,
  IconReplace,
  IconSearch,
  IconSelectAll,
} from "@tabler/icons-react";
import { selectAll } from "prosemirror-commands";
import { redoCommand, undoCommand } from "y-prosemirror";
import type { CommandGroup } from "./group";

export const edit: CommandGroup = {
  name: msg`Edit`,
  commands: ({ now, page, readOnly }) => [
    {
      id: "undo",
      label: msg`Undo`,
      icon: IconArrowBackUp,
      shortcut: "Ctrl+Z",
      run: undoCommand,
      disabled: readOnly || !now.canUndo,
    },
    {
      id: "redo",
      label: msg`Redo`,
      icon: IconArrowForwardUp,
      shortcut: "Ctrl+Y",
      run: redoCommand,
      disabled: readOnly || !now.canRedo,
    },
    {
      id: "save",
      label: msg`Save`,
      icon: IconDeviceFloppy,
      shortcut: "Ctrl+S",
      run: page.tellSaved,
      plain: true,
    },
    {
      id: "select-all",
      label: msg`Select all`,
      icon: IconSelectAll,
      shortcut: "Ctrl+A",
      run: selectAll,
      disabled: false,
    },
    {
      id: "find",
      label: msg`Find`,
      icon: IconSearch,
      shortcut: "Ctrl+F",
      run: () => page.openFind(false),
      plain: true,
    },
    {
      id: "replace",
      label: msg`Replace`,
      icon: IconReplace,
      shortcut: "Ctrl+H",
      run: () => page.openFind(true),
      plain: true,
      disabled: readOnly,
    },
    {
      id: "print",
      label: msg`Print`,
      icon: IconPrinter,
      shortcut: "Ctrl+P",
      run: page.print,
      plain: true,
    },
    {
      id: "history",
      label: msg`Version history`,
      icon: IconHistory,
      run: () => page.togglePane("history"),
      plain: true,
    },
    {
      id: "count",
      label: msg`Word count`,
      icon: IconListDetails,
      active: page.properties,
      run: () => page.togglePane("properties"),
      plain: true,
    },
    {
      id: "palette",
      label: msg`Find a command`,
      icon: IconSearch,
      shortcut: "Alt+Q",
      run: page.openPalette,
      plain: true,
    },
    {
      id: "shortcuts",
      label: msg`Keyboard shortcuts`,
      icon: IconKeyboard,
      shortcut: "Ctrl+/",
      run: page.openShortcuts,
      plain: true,
    },
  ],
};
