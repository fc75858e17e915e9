/** Merges and borders. */
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
import { type Merging, mergeCells } from "../../commands/merging";
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

const merging =
  (how: Merging) =>
  ({ sheet, areas }: Target): void =>
    mergeCells(sheet, areas, how);

export const cells: CommandGroup = {
  name: msg`Cells`,
  commands: ({ session, now }) => [
    {
      id: "merge-center",
      label: msg`Merge and centre`,
      icon: IconArrowMerge,
      active: now.merged,
      run: merging(now.merged ? "none" : "center"),
    },
    { id: "merge", label: msg`Merge cells`, icon: IconArrowMerge, run: merging("all") },
    { id: "merge-across", label: msg`Merge across`, icon: IconLayoutRows, run: merging("rows") },
    {
      id: "unmerge",
      label: msg`Unmerge cells`,
      icon: IconArrowsSplit2,
      run: merging("none"),
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
