/** Worksheets. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  IconArrowLeft,
  IconArrowRight,
  IconCopy,
  IconEye,
  IconEyeOff,
  IconPencil,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { hiddenSheets, maySpare, sheetBeside } from "../../commands/worksheets";
import { addWorksheet, copyWorksheet, hideWorksheet, removeWorksheet } from "../worksheetActions";
import type { CommandGroup } from "./group";

export const worksheets: CommandGroup = {
  name: msg`Worksheets`,
  commands: ({ session, now }) => {
    const { sid } = now;
    const { book } = session;
    const spare = now.editable && maySpare(book, sid);
    const go = (step: 1 | -1) => () => {
      const next = sheetBeside(book, sid, step);
      if (next) void session.show(next);
    };
    return [
      {
        id: "sheet-add",
        label: msg`New worksheet`,
        icon: IconPlus,
        shortcut: "Shift+F11",
        run: () => addWorksheet(session, i18n._(msg`Sheet`)),
        plain: true,
        disabled: !now.editable,
      },
      {
        id: "sheet-rename",
        label: msg`Rename worksheet`,
        icon: IconPencil,
        run: () => session.renaming.set(sid),
        plain: true,
        disabled: !now.editable,
      },
      {
        id: "sheet-copy",
        label: msg`Duplicate worksheet`,
        icon: IconCopy,
        run: () => void copyWorksheet(session, sid),
        plain: true,
        disabled: !now.editable,
      },
      {
        id: "sheet-hide",
        label: msg`Hide worksheet`,
        icon: IconEyeOff,
        run: () => void hideWorksheet(session, sid),
        plain: true,
        disabled: !spare,
      },
      {
        id: "sheet-unhide",
        label: msg`Unhide worksheets`,
        icon: IconEye,
        run: () => session.dialog.set({ name: "unhide" }),
        plain: true,
        disabled: !now.editable || hiddenSheets(book).length === 0,
      },
      {
        id: "sheet-remove",
        label: msg`Delete worksheet`,
        icon: IconTrash,
        run: () => void removeWorksheet(session, sid),
        plain: true,
        disabled: !spare,
      },
      {
        id: "sheet-next",
        label: msg`Next worksheet`,
        icon: IconArrowRight,
        shortcut: "Ctrl+PageDown",
        run: go(1),
        plain: true,
      },
      {
        id: "sheet-previous",
        label: msg`Previous worksheet`,
        icon: IconArrowLeft,
        shortcut: "Ctrl+PageUp",
        run: go(-1),
        plain: true,
      },
    ];
  },
};
