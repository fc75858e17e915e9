/** Merges and borders. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  IconArrowMerge,
  IconArrowsSplit2,
  IconBorderAll,
  IconBorderBottom,
  IconBorderInner,
  IconBorderLeft,
  IconBorderNone,
  IconBorderOuter,
  IconBorderRight,
  IconBorderTop,
  IconLayoutRows,
} from "@tabler/icons-react";
import { type Edges, setBorders } from "../../commands/borders";
import type { Target } from "../../commands/formatting";
import { losing, type Merging, mergeCells } from "../../commands/merging";
import type { SheetSession } from "../session";
import type { CommandGroup, Named } from "./group";

const thin = { style: "thin", color: "000000" };

function bordered(
  id: string,
  edges: Edges,
  label: Named["label"],
  icon: Named["icon"],
  shortcut?: string,
): Named {
  const border = edges === "none" ? null : thin;
  return {
    id,
    label,
    icon,
    shortcut,
    run: ({ sheet, areas }) => setBorders(sheet, areas, edges, border),
  };
}

/** Merging asks first when more than the first content of a merge would be lost. */
const merging =
  (session: SheetSession, how: Merging) =>
  ({ sheet, areas }: Target): void => {
    if (losing(sheet, areas, how) === 0) {
      mergeCells(sheet, areas, how);
      return;
    }
    const question = {
      title: i18n._(msg`Merge cells`),
      text: i18n._(msg`Only the first value of the merged cells stays. The others are deleted.`),
      yes: i18n._(msg`Merge`),
      onYes: () => session.run(() => mergeCells(sheet, areas, how)),
    };
    session.dialog.set({ name: "ask", question });
  };

export const cells: CommandGroup = {
  name: msg`Cells`,
  commands: ({ session, now }) => [
    {
      id: "merge-center",
      label: msg`Merge and centre`,
      icon: IconArrowMerge,
      active: now.merged,
      run: merging(session, now.merged ? "none" : "center"),
    },
    { id: "merge", label: msg`Merge cells`, icon: IconArrowMerge, run: merging(session, "all") },
    {
      id: "merge-across",
      label: msg`Merge across`,
      icon: IconLayoutRows,
      run: merging(session, "rows"),
    },
    {
      id: "unmerge",
      label: msg`Unmerge cells`,
      icon: IconArrowsSplit2,
      run: merging(session, "none"),
      disabled: !now.editable || !now.merged,
    },
    bordered("borders-bottom", "bottom", msg`Bottom border`, IconBorderBottom),
    bordered("borders-top", "top", msg`Top border`, IconBorderTop),
    bordered("borders-start", "start", msg`Left border`, IconBorderLeft),
    bordered("borders-end", "end", msg`Right border`, IconBorderRight),
    bordered("borders-none", "none", msg`No borders`, IconBorderNone, "Ctrl+Shift+_"),
    bordered("borders-all", "all", msg`All borders`, IconBorderAll),
    bordered("borders-outer", "outer", msg`Outer borders`, IconBorderOuter, "Ctrl+Shift+&"),
    bordered("borders-inner", "inner", msg`Inner borders`, IconBorderInner),
    {
      id: "borders-more",
      label: msg`More borders`,
      run: () => session.dialog.set({ name: "format", tab: "border" }),
      plain: true,
      disabled: !now.editable,
    },
  ],
};
