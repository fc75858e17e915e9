/** Rows, columns and borders of the table with the cursor. */
import { msg } from "@lingui/core/macro";
import {
  IconArrowMerge,
  IconArrowsSplit2,
  IconBorderAll,
  IconBorderNone,
  IconBorderOuter,
  IconColumnInsertLeft,
  IconColumnInsertRight,
  IconColumnRemove,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconRowRemove,
  IconTableMinus,
  IconTableOptions,
} from "@tabler/icons-react";
import * as tables from "../../editing/tables";
import type { CommandGroup } from "./group";

export const table: CommandGroup = {
  name: msg`Table`,
  commands: ({ now, readOnly }) => {
    const outside = readOnly || !now.table;
    return [
      {
        id: "row-above",
        label: msg`Row above`,
        icon: IconRowInsertTop,
        run: tables.rowBefore,
        disabled: outside,
      },
      {
        id: "row-below",
        label: msg`Row below`,
        icon: IconRowInsertBottom,
        run: tables.rowAfter,
        disabled: outside,
      },
      {
        id: "column-before",
        label: msg`Column before`,
        icon: IconColumnInsertLeft,
        run: tables.columnBefore,
        disabled: outside,
      },
      {
        id: "column-after",
        label: msg`Column after`,
        icon: IconColumnInsertRight,
        run: tables.columnAfter,
        disabled: outside,
      },
      {
        id: "row-remove",
        label: msg`Delete row`,
        icon: IconRowRemove,
        run: tables.removeRow,
        disabled: outside,
      },
      {
        id: "column-remove",
        label: msg`Delete column`,
        icon: IconColumnRemove,
        run: tables.removeColumn,
        disabled: outside,
      },
      {
        id: "table-remove",
        label: msg`Delete table`,
        icon: IconTableMinus,
        run: tables.removeTable,
        disabled: outside,
      },
      {
        id: "merge",
        label: msg`Merge cells`,
        icon: IconArrowMerge,
        run: tables.merge,
        disabled: outside,
      },
      {
        id: "split",
        label: msg`Split cell`,
        icon: IconArrowsSplit2,
        run: tables.split,
        disabled: outside,
      },
      {
        id: "header-row",
        label: msg`Repeat first row on every page`,
        icon: IconTableOptions,
        run: tables.toggleHeaderRow,
        disabled: outside,
      },
      {
        id: "borders-all",
        label: msg`All borders`,
        icon: IconBorderAll,
        run: tables.tableBorders("all"),
        disabled: outside,
      },
      {
        id: "borders-outer",
        label: msg`Outer borders`,
        icon: IconBorderOuter,
        run: tables.tableBorders("outer"),
        disabled: outside,
      },
      {
        id: "borders-none",
        label: msg`No borders`,
        icon: IconBorderNone,
        run: tables.tableBorders("none"),
        disabled: outside,
      },
    ];
  },
};
