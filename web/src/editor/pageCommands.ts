/** The commands that every editor has: undo, find, print, versions, the palette and the list of keys. */
import { msg } from "@lingui/core/macro";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDeviceFloppy,
  IconHistory,
  IconKeyboard,
  IconPrinter,
  IconReplace,
  IconSearch,
  IconSelectAll,
} from "@tabler/icons-react";
import type { Command } from "./command";

type PageCommand = Omit<Command, "run" | "group">;

/** By id, without what they do: each editor undoes and finds in its own way. */
export const pageCommands = {
  undo: { id: "undo", label: msg`Undo`, icon: IconArrowBackUp, shortcut: "Ctrl+Z" },
  redo: { id: "redo", label: msg`Redo`, icon: IconArrowForwardUp, shortcut: "Ctrl+Y" },
  save: { id: "save", label: msg`Save`, icon: IconDeviceFloppy, shortcut: "Ctrl+S" },
  selectAll: { id: "select-all", label: msg`Select all`, icon: IconSelectAll, shortcut: "Ctrl+A" },
  find: { id: "find", label: msg`Find`, icon: IconSearch, shortcut: "Ctrl+F" },
  replace: { id: "replace", label: msg`Replace`, icon: IconReplace, shortcut: "Ctrl+H" },
  print: { id: "print", label: msg`Print`, icon: IconPrinter, shortcut: "Ctrl+P" },
  history: { id: "history", label: msg`Version history`, icon: IconHistory },
  palette: { id: "palette", label: msg`Find a command`, icon: IconSearch, shortcut: "Alt+Q" },
  shortcuts: {
    id: "shortcuts",
    label: msg`Keyboard shortcuts`,
    icon: IconKeyboard,
    shortcut: "Ctrl+/",
  },
} satisfies Record<string, PageCommand>;
