/** Undo, find and what is done with the document as a whole. */
import { msg } from "@lingui/core/macro";
import { IconListDetails } from "@tabler/icons-react";
import { selectAll } from "prosemirror-commands";
import { redoCommand, undoCommand } from "y-prosemirror";
import { pageCommands } from "@/editor/pageCommands";
import type { CommandGroup } from "./group";

export const edit: CommandGroup = {
  name: msg`Edit`,
  commands: ({ now, page, readOnly }) => [
    {
      ...pageCommands.undo,
      run: undoCommand,
      disabled: readOnly || !now.canUndo,
    },
    {
      ...pageCommands.redo,
      run: redoCommand,
      disabled: readOnly || !now.canRedo,
    },
    {
      ...pageCommands.save,
      run: page.tellSaved,
      plain: true,
    },
    {
      ...pageCommands.selectAll,
      run: selectAll,
      disabled: false,
    },
    {
      ...pageCommands.find,
      run: () => page.openFind(false),
      plain: true,
    },
    {
      ...pageCommands.replace,
      run: () => page.openFind(true),
      plain: true,
      disabled: readOnly,
    },
    {
      ...pageCommands.print,
      run: page.print,
      plain: true,
    },
    {
      ...pageCommands.history,
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
      ...pageCommands.palette,
      run: page.openPalette,
      plain: true,
    },
    {
      ...pageCommands.shortcuts,
      run: page.openShortcuts,
      plain: true,
    },
  ],
};
