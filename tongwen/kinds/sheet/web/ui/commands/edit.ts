/** Undo, the clipboard, clearing, finding, and what is done with the workbook as a whole. */
import { msg } from "@lingui/core/macro";
import {
  IconArrowRampRight,
  IconBrush,
  IconClearFormatting,
  IconClipboard,
  IconClipboardText,
  IconCopy,
  IconCut,
  IconEraser,
  IconTarget,
  IconTrash,
} from "@tabler/icons-react";
import { pageCommands } from "@/editor/pageCommands";
import { isWholeCols, isWholeRows } from "../../commands/areas";
import { clear } from "../../commands/clearing";
import { filterAt } from "../../commands/filters";
import type { PasteOptions } from "../../commands/pasting";
import { MOST_AREAS, specialCells } from "../../commands/special";
import { fillFrom } from "../../commands/sums";
import { ruleSeen } from "../../commands/validation";
import { MAX_COLS, MAX_ROWS } from "../../model";
import type { SheetSession } from "../session";
import type { CommandGroup, Ingredients, Named } from "./group";

function pasting({ session, now }: Ingredients): Named[] {
  const paste = (
    id: string,
    label: Named["label"],
    options: Partial<PasteOptions>,
    more: Pick<Named, "icon" | "shortcut"> = {},
  ): Named => ({
    ...more,
    id,
    label,
    run: () => void session.view.paste(options),
    plain: true,
    disabled: !now.editable,
  });
  return [
    paste("paste", msg`Paste`, {}, { icon: IconClipboard, shortcut: "Ctrl+V" }),
    paste(
      "paste-values",
      msg`Paste values`,
      { what: "values" },
      {
        icon: IconClipboardText,
        shortcut: "Ctrl+Shift+V",
      },
    ),
    paste("paste-values-numbers", msg`Paste values and number formats`, { what: "valuesNumbers" }),
    paste("paste-formulas", msg`Paste formulas`, { what: "formulas" }),
    paste("paste-formats", msg`Paste formats`, { what: "formats" }),
    paste("paste-borderless", msg`Paste without borders`, { what: "noBorders" }),
    paste("paste-widths", msg`Paste column widths`, { what: "widths" }),
    paste("paste-transposed", msg`Paste transposed`, { transpose: true }),
    paste("paste-link", msg`Paste link`, { link: true }),
  ];
}

function clipboard(from: Ingredients): Named[] {
  const { session, now } = from;
  const { view, dialog } = session;
  const readOnly = !now.editable;
  return [
    {
      id: "cut",
      label: msg`Cut`,
      icon: IconCut,
      shortcut: "Ctrl+X",
      run: () => void view.cut(),
      plain: true,
      disabled: readOnly,
    },
    {
      id: "copy",
      label: msg`Copy`,
      icon: IconCopy,
      shortcut: "Ctrl+C",
      run: () => void view.copy(),
      plain: true,
    },
    ...pasting(from),
    {
      id: "paste-special",
      label: msg`Paste special`,
      shortcut: "Ctrl+Alt+V",
      run: () => dialog.set({ name: "paste" }),
      plain: true,
      disabled: readOnly,
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
  ];
}

function filling({ session, now }: Ingredients): Named[] {
  const asked = (id: string, name: "series" | "lists", label: Named["label"]): Named => ({
    id,
    label,
    run: () => session.dialog.set({ name }),
    plain: true,
    disabled: !now.editable,
  });
  return [
    {
      id: "fill-down",
      label: msg`Fill down`,
      shortcut: "Ctrl+D",
      run: ({ sheet, areas }) => fillFrom(sheet, areas, "down"),
    },
    {
      id: "fill-end",
      label: msg`Fill right`,
      shortcut: "Ctrl+R",
      run: ({ sheet, areas }) => fillFrom(sheet, areas, "end"),
    },
    asked("fill-series", "series", msg`Fill a series`),
    asked("fill-lists", "lists", msg`Own lists`),
  ];
}

function clearing(): Named[] {
  return [
    {
      id: "clear-all",
      label: msg`Clear all`,
      icon: IconTrash,
      run: ({ sheet, areas }) => clear(sheet, areas, "all"),
    },
    {
      id: "clear-contents",
      label: msg`Clear contents`,
      icon: IconEraser,
      shortcut: "Delete",
      run: ({ sheet, areas }) => clear(sheet, areas, "contents"),
    },
    {
      id: "clear-formats",
      label: msg`Clear formatting`,
      icon: IconClearFormatting,
      run: ({ sheet, areas }) => clear(sheet, areas, "formats"),
    },
    {
      id: "clear-notes",
      label: msg`Clear notes`,
      run: ({ sheet, areas }) => clear(sheet, areas, "notes"),
    },
    {
      id: "clear-links",
      label: msg`Clear links`,
      run: ({ sheet, areas }) => clear(sheet, areas, "links"),
    },
  ];
}

/** The menu that a right click opens, at the active cell. */
function openMenu({ view, menu }: SheetSession): void {
  const { areas, active } = view.selection;
  const { row, col } = active;
  const box = view.clientBox({ row1: row, col1: col, row2: row, col2: col });
  const kind = areas.every(isWholeRows) ? "rows" : areas.every(isWholeCols) ? "cols" : "cells";
  const frame = view.element.getBoundingClientRect();
  const at = box ?? { x: frame.x + 60, y: frame.y + 40, blockSize: 0 };
  menu.set({ kind, x: at.x + 8, y: at.y + at.blockSize });
}

/** The list of choices of the active cell, or the filter of its column. */
function openList(session: SheetSession): void {
  const { view, menu, sheet } = session;
  const cell = view.selection.active;
  const { row, col } = cell;
  const box = view.clientBox({ row1: row, col1: col, row2: row, col2: col });
  const filter = filterAt(sheet, row, col);
  if (!box) return;
  if (ruleSeen(sheet, row, col)?.kind === "list") menu.set({ kind: "choices", cell, box });
  else if (filter?.area.row1 === row) menu.set({ kind: "filter", cell, box });
}

/** What is seen of the selection: copying takes that alone. */
function selectVisible(session: SheetSession): void {
  const { sheet, computed, view } = session;
  const { areas, active } = view.selection;
  const found = specialCells({ sheet, areas, ...active, computed }, "visible");
  if (found.length > 0 && found.length <= MOST_AREAS) view.select(found, active);
}

export const edit: CommandGroup = {
  name: msg`Edit`,
  commands: (from) => {
    const { session, now, page } = from;
    const { undoLabel, redoLabel, editable } = now;
    return [
      {
        ...pageCommands.undo,
        run: () => void session.undo(),
        plain: true,
        disabled: !editable || undoLabel === null,
      },
      {
        ...pageCommands.redo,
        run: () => void session.redo(),
        plain: true,
        disabled: !editable || redoLabel === null,
      },
      ...clipboard(from),
      ...filling(from),
      ...clearing(),
      {
        ...pageCommands.save,
        run: page.tellSaved,
        plain: true,
      },
      {
        ...pageCommands.selectAll,
        run: () =>
          session.view.select([{ row1: 0, col1: 0, row2: MAX_ROWS - 1, col2: MAX_COLS - 1 }]),
        plain: true,
      },
      {
        ...pageCommands.find,
        run: () => session.finding.set("find"),
        plain: true,
      },
      {
        ...pageCommands.replace,
        run: () => session.finding.set("replace"),
        plain: true,
        disabled: !editable,
      },
      {
        id: "go-to",
        label: msg`Go to`,
        icon: IconArrowRampRight,
        shortcut: "Ctrl+G",
        run: page.goTo,
        plain: true,
      },
      {
        id: "go-special",
        label: msg`Go to special`,
        icon: IconTarget,
        run: () => session.dialog.set({ name: "special" }),
        plain: true,
      },
      {
        id: "select-visible",
        label: msg`Select visible cells only`,
        shortcut: "Alt+;",
        run: () => selectVisible(session),
        plain: true,
      },
      {
        ...pageCommands.print,
        run: page.print,
        plain: true,
      },
      {
        ...pageCommands.history,
        run: page.toggleHistory,
        plain: true,
      },
      {
        id: "context-menu",
        label: msg`Menu of the cell`,
        shortcut: "Shift+F10",
        run: () => openMenu(session),
        plain: true,
      },
      {
        id: "open-list",
        label: msg`Open the list of the cell`,
        shortcut: "Alt+↓",
        run: () => openList(session),
        plain: true,
      },
      {
        ...pageCommands.palette,
        run: () => session.dialog.set({ name: "palette" }),
        plain: true,
      },
      {
        ...pageCommands.shortcuts,
        run: () => session.dialog.set({ name: "shortcuts" }),
        plain: true,
      },
    ];
  },
};
