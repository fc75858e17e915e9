/** What can be put into cells or over them. */

import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  IconCheckbox,
  IconLink,
  IconLinkOff,
  IconNote,
  IconNoteOff,
  IconPhoto,
  IconTable,
  IconTableMinus,
} from "@tabler/icons-react";
import { notify } from "@/app/notices";
import { regionAround } from "../../commands/areas";
import type { Target } from "../../commands/formatting";
import {
  addCheckboxes,
  removeCheckboxes,
  setLink,
  setNote,
  toggleCheckboxes,
} from "../../commands/objects";
import {
  addTable,
  addTotals,
  removeTable,
  removeTotals,
  styleTable,
  type TableStyle,
  tableAt,
  tableObstacle,
} from "../../commands/tables";
import type { CommandGroup, Ingredients, Named } from "./group";

const obstacles = {
  table: msg`There is a table here already.`,
  merge: msg`Merged cells cannot become a table. Unmerge them first.`,
};

function makeTable({ session }: Ingredients) {
  return ({ sheet }: Target): void => {
    const area = regionAround(sheet, session.area);
    const obstacle = tableObstacle(sheet, area);
    if (obstacle) {
      notify(i18n._(obstacles[obstacle]));
      return;
    }
    const words = { table: i18n._(msg`Table`), column: i18n._(msg`Column`) };
    addTable(sheet, area, words, session.computed);
  };
}

function tables(from: Ingredients): Named[] {
  const { now } = from;
  const styled =
    (change: (style: TableStyle) => Partial<TableStyle>) =>
    ({ sheet, row, col }: Target): void => {
      const table = tableAt(sheet, row, col);
      if (table) styleTable(sheet, table, change((table.table.style ?? {}) as TableStyle));
    };
  const outside = !now.editable || now.table === null;
  return [
    {
      id: "table",
      label: msg`Table`,
      icon: IconTable,
      shortcut: "Ctrl+T",
      run: makeTable(from),
      disabled: !now.editable || now.table !== null,
    },
    {
      id: "table-remove",
      label: msg`Turn into plain cells`,
      icon: IconTableMinus,
      run: ({ sheet, row, col }) => {
        const table = tableAt(sheet, row, col);
        if (table) removeTable(sheet, table);
      },
      disabled: outside,
    },
    {
      id: "table-bands",
      label: msg`Banded rows`,
      run: styled((style) => ({ bands: !style.bands })),
      disabled: outside,
    },
    {
      id: "table-totals",
      label: msg`Row of totals`,
      run: ({ sheet, row, col }) => {
        const table = tableAt(sheet, row, col);
        if (table?.table.totals) removeTotals(sheet, table);
        else if (table) addTotals(sheet, table, i18n._(msg`Total`), from.session.computed);
      },
      disabled: outside,
    },
    {
      id: "table-column-bands",
      label: msg`Banded columns`,
      run: styled((style) => ({ columnBands: !style.columnBands })),
      disabled: outside,
    },
    {
      id: "table-first-column",
      label: msg`Emphasise the first column`,
      run: styled((style) => ({ firstColumn: !style.firstColumn })),
      disabled: outside,
    },
  ];
}

export const insert: CommandGroup = {
  name: msg`Insert`,
  commands: (from) => {
    const { session, now, page } = from;
    const open = (name: "link" | "note") => () => session.dialog.set({ name });
    const readOnly = !now.editable;
    return [
      {
        id: "link",
        label: msg`Link`,
        icon: IconLink,
        shortcut: "Ctrl+K",
        active: now.link,
        run: open("link"),
        plain: true,
        disabled: readOnly,
      },
      {
        id: "link-remove",
        label: msg`Remove link`,
        icon: IconLinkOff,
        run: ({ sheet, row, col }) => setLink(sheet, row, col, null),
        disabled: readOnly || !now.link,
      },
      {
        id: "note",
        label: now.note ? msg`Edit note` : msg`Note`,
        icon: IconNote,
        shortcut: "Shift+F2",
        active: now.note,
        run: open("note"),
        plain: true,
        disabled: readOnly,
      },
      {
        id: "note-remove",
        label: msg`Delete note`,
        icon: IconNoteOff,
        run: ({ sheet, row, col }) => setNote(sheet, row, col, "", ""),
        disabled: readOnly || !now.note,
      },
      {
        id: "image",
        label: msg`Picture`,
        icon: IconPhoto,
        run: page.chooseImage,
        plain: true,
        disabled: readOnly,
      },
      {
        id: "checkbox",
        label: msg`Checkbox`,
        icon: IconCheckbox,
        run: ({ sheet, areas }) => addCheckboxes(sheet, areas, session.computed),
      },
      {
        id: "checkbox-toggle",
        label: msg`Tick or untick`,
        run: ({ sheet, areas }) => {
          toggleCheckboxes(sheet, areas);
        },
      },
      {
        id: "checkbox-remove",
        label: msg`Remove checkboxes`,
        run: ({ sheet, areas }) => removeCheckboxes(sheet, areas),
      },
      ...tables(from),
    ];
  },
};
