/** Character formatting. */
import { msg } from "@lingui/core/macro";
import {
  IconBold,
  IconBrush,
  IconClearFormatting,
  IconItalic,
  IconStrikethrough,
  IconSubscript,
  IconSuperscript,
  IconTextDecrease,
  IconTextIncrease,
  IconUnderline,
} from "@tabler/icons-react";
import * as marks from "../../editing/marks";
import type { CommandGroup } from "./group";

export const text: CommandGroup = {
  name: msg`Text`,
  commands: ({ session, now, model, readOnly }) => [
    {
      id: "bold",
      label: msg`Bold`,
      icon: IconBold,
      shortcut: "Ctrl+B",
      active: now.bold,
      run: marks.toggleRun("bold", model),
    },
    {
      id: "italic",
      label: msg`Italic`,
      icon: IconItalic,
      shortcut: "Ctrl+I",
      active: now.italic,
      run: marks.toggleRun("italic", model),
    },
    {
      id: "underline",
      label: msg`Underline`,
      icon: IconUnderline,
      shortcut: "Ctrl+U",
      active: now.underline,
      run: marks.toggleRun("underline", model),
    },
    {
      id: "strike",
      label: msg`Strikethrough`,
      icon: IconStrikethrough,
      shortcut: "Ctrl+Shift+X",
      active: now.strike,
      run: marks.toggleRun("strike", model),
    },
    {
      id: "subscript",
      label: msg`Subscript`,
      icon: IconSubscript,
      shortcut: "Ctrl+=",
      active: now.vert === "subscript",
      run: marks.toggleVert("subscript", model),
    },
    {
      id: "superscript",
      label: msg`Superscript`,
      icon: IconSuperscript,
      shortcut: "Ctrl+Shift+=",
      active: now.vert === "superscript",
      run: marks.toggleVert("superscript", model),
    },
    {
      id: "larger",
      label: msg`Larger text`,
      icon: IconTextIncrease,
      shortcut: "Ctrl+]",
      run: marks.stepSize(1, model),
    },
    {
      id: "smaller",
      label: msg`Smaller text`,
      icon: IconTextDecrease,
      shortcut: "Ctrl+[",
      run: marks.stepSize(-1, model),
    },
    {
      id: "clear",
      label: msg`Clear formatting`,
      icon: IconClearFormatting,
      shortcut: "Ctrl+Space",
      run: marks.clearFormatting,
    },
    {
      id: "painter",
      label: msg`Format painter`,
      icon: IconBrush,
      active: now.painting,
      run: session.toggleFormatPainter,
      plain: true,
      disabled: readOnly,
    },
  ],
};
