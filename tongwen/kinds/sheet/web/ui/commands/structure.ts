/** Rows and columns: put in, taken out, hidden, sized, grouped. */
import { msg } from "@lingui/core/macro";
import {
  IconColumnInsertLeft,
  IconColumnInsertRight,
  IconColumnRemove,
  IconEye,
  IconEyeOff,
  IconFold,
  IconFoldDown,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconRowRemove,
  IconRulerMeasure,
  IconSquareMinus,
  IconSquarePlus,
  IconTableColumn,
  IconTableRow,
} from "@tabler/icons-react";
import { isWholeCols, isWholeRows } from "../../commands/areas";
import * as lines from "../../commands/lines";
import { foldGroup } from "../../commands/outline";
import { fitted } from "../fitting";
import type { CommandGroup, Ingredients, Named } from "./group";

function adding(): Named[] {
  return [
    {
      id: "row-above",
      label: msg`Insert rows above`,
      icon: IconRowInsertTop,
      run: ({ sheet, areas }) => lines.insertAround(sheet, areas, "rows"),
    },
    {
      id: "row-below",
      label: msg`Insert rows below`,
      icon: IconRowInsertBottom,
      run: ({ sheet, areas }) => lines.insertAround(sheet, areas, "rows", true),
    },
    {
      id: "column-before",
      label: msg`Insert columns before`,
      icon: IconColumnInsertLeft,
      run: ({ sheet, areas }) => lines.insertAround(sheet, areas, "cols"),
    },
    {
      id: "column-after",
      label: msg`Insert columns after`,
      icon: IconColumnInsertRight,
      run: ({ sheet, areas }) => lines.insertAround(sheet, areas, "cols", true),
    },
    {
      id: "row-remove",
      label: msg`Delete rows`,
      icon: IconRowRemove,
      run: ({ sheet, areas }) => lines.removeLines(sheet, areas, "rows"),
    },
    {
      id: "column-remove",
      label: msg`Delete columns`,
      icon: IconColumnRemove,
      run: ({ sheet, areas }) => lines.removeLines(sheet, areas, "cols"),
    },
  ];
}

function hiding(): Named[] {
  return [
    {
      id: "rows-hide",
      label: msg`Hide rows`,
      icon: IconEyeOff,
      shortcut: "Ctrl+9",
      run: ({ sheet, areas }) => lines.hideLines(sheet, areas, "rows"),
    },
    {
      id: "rows-show",
      label: msg`Unhide rows`,
      icon: IconEye,
      shortcut: "Ctrl+Shift+(",
      run: ({ sheet, areas }) => lines.showLines(sheet, areas, "rows"),
    },
    {
      id: "columns-hide",
      label: msg`Hide columns`,
      icon: IconEyeOff,
      shortcut: "Ctrl+0",
      run: ({ sheet, areas }) => lines.hideLines(sheet, areas, "cols"),
    },
    {
      id: "columns-show",
      label: msg`Unhide columns`,
      icon: IconEye,
      shortcut: "Ctrl+Shift+)",
      run: ({ sheet, areas }) => lines.showLines(sheet, areas, "cols"),
    },
  ];
}

function sizing({ session, now }: Ingredients): Named[] {
  const { dialog } = session;
  return [
    {
      id: "row-size",
      label: msg`Row height`,
      icon: IconTableRow,
      run: () => dialog.set({ name: "size", axis: "rows" }),
      plain: true,
      disabled: !now.editable,
    },
    {
      id: "column-size",
      label: msg`Column width`,
      icon: IconTableColumn,
      run: () => dialog.set({ name: "size", axis: "cols" }),
      plain: true,
      disabled: !now.editable,
    },
    {
      id: "rows-fit",
      label: msg`Fit row height`,
      icon: IconRulerMeasure,
      run: ({ sheet, areas }) => lines.fitLines(sheet, areas, "rows", fitted(session)),
    },
    {
      id: "columns-fit",
      label: msg`Fit column width`,
      icon: IconRulerMeasure,
      run: ({ sheet, areas }) => lines.fitLines(sheet, areas, "cols", fitted(session)),
    },
  ];
}

/** Columns are meant when whole columns are selected, else rows. */
function outlining({ session }: Ingredients): Named[] {
  const axis = () => (session.view.selection.areas.every(isWholeCols) ? "cols" : "rows");
  return [
    {
      id: "group",
      label: msg`Group`,
      icon: IconFold,
      shortcut: "Alt+Shift+→",
      run: ({ sheet, areas }) => lines.groupLines(sheet, areas, axis(), 1),
    },
    {
      id: "ungroup",
      label: msg`Ungroup`,
      icon: IconFoldDown,
      shortcut: "Alt+Shift+←",
      run: ({ sheet, areas }) => lines.groupLines(sheet, areas, axis(), -1),
    },
    {
      id: "group-fold",
      label: msg`Collapse group`,
      icon: IconSquareMinus,
      run: ({ sheet, row, col }) => foldGroup(sheet, axis(), axis() === "rows" ? row : col, true),
    },
    {
      id: "group-unfold",
      label: msg`Expand group`,
      icon: IconSquarePlus,
      run: ({ sheet, row, col }) => foldGroup(sheet, axis(), axis() === "rows" ? row : col, false),
    },
  ];
}

/** Whole lines are put in or taken out at once; for cells, people choose which way the others move. */
function asking({ session, now }: Ingredients): Named[] {
  const whole = (act: "insert" | "delete") => () => {
    const { areas } = session.view.selection;
    const axis = areas.every(isWholeRows) ? "rows" : areas.every(isWholeCols) ? "cols" : null;
    if (!axis) session.dialog.set({ name: act });
    else if (act === "insert") session.run(({ sheet }) => lines.insertAround(sheet, areas, axis));
    else session.run(({ sheet }) => lines.removeLines(sheet, areas, axis));
  };
  return [
    {
      id: "insert",
      label: msg`Insert cells`,
      icon: IconRowInsertTop,
      shortcut: "Ctrl+Shift++",
      run: whole("insert"),
      plain: true,
      disabled: !now.editable,
    },
    {
      id: "delete",
      label: msg`Delete cells`,
      icon: IconRowRemove,
      shortcut: "Ctrl+-",
      run: whole("delete"),
      plain: true,
      disabled: !now.editable,
    },
  ];
}

export const structure: CommandGroup = {
  name: msg`Rows and columns`,
  commands: (from) => [
    ...asking(from),
    ...adding(),
    ...hiding(),
    ...sizing(from),
    ...outlining(from),
  ],
};
