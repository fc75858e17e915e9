/** Sorting, filtering, validation and conditional formats. */
import { msg } from "@lingui/core/macro";
import {
  IconArrowsSort,
  IconColumns3,
  IconCopyMinus,
  IconFilter,
  IconFilterOff,
  IconListCheck,
  IconPalette,
  IconRefresh,
  IconSortAscendingLetters,
  IconSortDescendingLetters,
} from "@tabler/icons-react";
import { regionAround } from "../../commands/areas";
import {
  addFilter,
  addTableFilter,
  clearFilter,
  type Filter,
  filterAt,
  filterOf,
  reapplyFilters,
  removeFilter,
} from "../../commands/filters";
import type { Target } from "../../commands/formatting";
import { clearRules } from "../../commands/rules";
import { hasHeader, sort } from "../../commands/sorting";
import { tableAt } from "../../commands/tables";
import { shownBy } from "../shown";
import type { CommandGroup, Ingredients, Named } from "./group";

/** By the column of the active cell, the data around it; text as the reader's language orders it. */
function sorted({ session }: Ingredients, descending: boolean) {
  return ({ sheet, col }: Target): void => {
    const { computed, locale } = session;
    const area = regionAround(sheet, session.area);
    const header = hasHeader(sheet, area, computed);
    const text = locale.startsWith("zh") ? "pinyin" : "locale";
    const at = col - area.col1;
    sort(sheet, area, [{ at, descending }], { header, computed, locale, text });
  };
}

/** That of the cell's table, else that of the worksheet wherever it is; null in a table without one. */
function filterHere({ sheet, row, col }: Target): Filter | null {
  return filterAt(sheet, row, col) ?? (tableAt(sheet, row, col) ? null : filterOf(sheet));
}

function filtering(from: Ingredients): Named[] {
  const { session, now } = from;
  return [
    {
      id: "filter",
      label: msg`Filter`,
      icon: IconFilter,
      shortcut: "Ctrl+Shift+L",
      active: now.filtered,
      run: (target) => {
        const { sheet } = target;
        const filter = filterHere(target);
        if (filter) removeFilter(sheet, filter);
        else if (now.table) addTableFilter(sheet, now.table);
        else addFilter(sheet, regionAround(sheet, session.area));
      },
    },
    {
      id: "filter-clear",
      label: msg`Clear filter`,
      icon: IconFilterOff,
      run: (target) => {
        const filter = filterHere(target);
        if (filter) clearFilter(target.sheet, filter);
      },
      disabled: !now.editable || !now.filtered,
    },
    {
      id: "filter-reapply",
      label: msg`Apply filter again`,
      icon: IconRefresh,
      shortcut: "Ctrl+Alt+L",
      run: ({ sheet }) => reapplyFilters(sheet, shownBy(session)),
      disabled: !now.editable || !now.filtered,
    },
  ];
}

export const data: CommandGroup = {
  name: msg`Data`,
  commands: (from) => {
    const { session, now } = from;
    type Plain = "sort" | "validation" | "rules" | "columns" | "duplicates";
    const asked = (id: string, name: Plain, label: Named["label"], icon: Named["icon"]): Named => ({
      id,
      label,
      icon,
      run: () => session.dialog.set({ name }),
      plain: true,
      disabled: !now.editable,
    });
    return [
      {
        id: "sort-ascending",
        label: msg`Sort ascending`,
        icon: IconSortAscendingLetters,
        run: sorted(from, false),
      },
      {
        id: "sort-descending",
        label: msg`Sort descending`,
        icon: IconSortDescendingLetters,
        run: sorted(from, true),
      },
      asked("sort", "sort", msg`Sort by several columns`, IconArrowsSort),
      ...filtering(from),
      asked("validation", "validation", msg`Data validation`, IconListCheck),
      asked("rules", "rules", msg`Conditional formats`, IconPalette),
      {
        id: "rules-clear",
        label: msg`Clear conditional formats`,
        run: ({ sheet, areas }) => clearRules(sheet, areas),
      },
      asked("columns", "columns", msg`Text to columns`, IconColumns3),
      asked("duplicates", "duplicates", msg`Remove duplicates`, IconCopyMinus),
    ];
  },
};
