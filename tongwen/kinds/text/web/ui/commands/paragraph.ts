/** Alignment, lists and indent. */
import { msg } from "@lingui/core/macro";
import {
  IconAlignCenter,
  IconAlignJustified,
  IconAlignLeft,
  IconAlignRight,
  IconArrowsHorizontal,
  IconIndentDecrease,
  IconIndentIncrease,
  IconList,
  IconListNumbers,
  IconListTree,
} from "@tabler/icons-react";
import * as paragraphs from "../../editing/paragraphs";
import type { CommandGroup } from "./group";

export const paragraph: CommandGroup = {
  name: msg`Paragraph`,
  commands: ({ now, model }) => [
    {
      id: "align-start",
      label: msg`Align left`,
      icon: IconAlignLeft,
      shortcut: "Ctrl+L",
      active: now.align === "start",
      run: paragraphs.setAlign("start"),
    },
    {
      id: "align-center",
      label: msg`Centre`,
      icon: IconAlignCenter,
      shortcut: "Ctrl+E",
      active: now.align === "center",
      run: paragraphs.setAlign("center"),
    },
    {
      id: "align-end",
      label: msg`Align right`,
      icon: IconAlignRight,
      shortcut: "Ctrl+R",
      active: now.align === "end",
      run: paragraphs.setAlign("end"),
    },
    {
      id: "align-both",
      label: msg`Justify`,
      icon: IconAlignJustified,
      shortcut: "Ctrl+J",
      active: now.align === "both",
      run: paragraphs.setAlign("both"),
    },
    {
      id: "align-distribute",
      label: msg`Distribute`,
      icon: IconArrowsHorizontal,
      shortcut: "Ctrl+Shift+J",
      active: now.align === "distribute",
      run: paragraphs.setAlign("distribute"),
    },
    {
      id: "bullets",
      label: msg`Bullets`,
      icon: IconList,
      shortcut: "Ctrl+Shift+L",
      active: now.list === "bullet",
      run: paragraphs.toggleList("bullet", model),
    },
    {
      id: "numbers",
      label: msg`Numbering`,
      icon: IconListNumbers,
      active: now.list === "number",
      run: paragraphs.toggleList("number", model),
    },
    {
      id: "multilevel",
      label: msg`Multilevel list`,
      icon: IconListTree,
      active: now.list === "multilevel",
      run: paragraphs.toggleList("multilevel", model),
    },
    {
      id: "outdent",
      label: msg`Decrease indent`,
      icon: IconIndentDecrease,
      shortcut: "Ctrl+Shift+M",
      run: paragraphs.stepIndent(-1, model),
    },
    {
      id: "indent",
      label: msg`Increase indent`,
      icon: IconIndentIncrease,
      shortcut: "Ctrl+M",
      run: paragraphs.stepIndent(1, model),
    },
  ],
};
