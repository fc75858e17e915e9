/** Sums, functions and names. */
import { msg } from "@lingui/core/macro";
import {
  IconCalculator,
  IconCalculatorOff,
  IconFunction,
  IconMathFunction,
  IconSum,
  IconTag,
  IconTags,
} from "@tabler/icons-react";
import { cellsIn } from "../../commands/areas";
import { calculateByHand } from "../../commands/calculating";
import { type Aggregate, sumFormula, sumSelection } from "../../commands/sums";
import { setView } from "../../model";
import type { CommandGroup, Ingredients, Named } from "./group";

/** Of one cell, the formula is offered for editing; of a larger selection, the sums are written. */
function aggregate({ session }: Ingredients, name: Aggregate): () => void {
  return () => {
    const { area, sheet, view } = session;
    if (cellsIn([area]) > 1) {
      session.run(() => {
        const sums = sumSelection(sheet, area, name);
        if (sums) view.select([sums]);
      });
      return;
    }
    const { row, col } = view.selection.active;
    view.focus();
    view.startEdit({ text: sumFormula(sheet, row, col, name, session.computed) });
    const { editing } = view;
    // The range is selected, so that pointing or typing replaces it.
    if (editing) view.setEditing(editing.text, name.length + 2, editing.text.length - 1);
  };
}

function calculating({ session, now }: Ingredients): Named[] {
  const { calculation } = session.options;
  return [
    {
      id: "calculate",
      label: msg`Calculate now`,
      icon: IconCalculator,
      shortcut: "F9",
      run: () => calculation?.recalculate(),
      plain: true,
    },
    {
      id: "calculate-sheet",
      label: msg`Calculate this worksheet`,
      shortcut: "Shift+F9",
      run: () => calculation?.recalculate(session.sheet.sid),
      plain: true,
    },
    {
      id: "calculate-by-hand",
      label: msg`Calculate by hand only`,
      icon: IconCalculatorOff,
      active: now.manual,
      run: ({ sheet }) => calculateByHand(sheet.book, !now.manual),
    },
  ];
}

export const formulas: CommandGroup = {
  name: msg`Formulas`,
  commands: (from): Named[] => {
    const { session, now } = from;
    const sum = (id: string, name: Aggregate, label: Named["label"], shortcut?: string): Named => ({
      id,
      label,
      icon: id === "sum" ? IconSum : undefined,
      shortcut,
      run: aggregate(from, name),
      plain: true,
      disabled: !now.editable,
    });
    return [
      sum("sum", "SUM", msg`Sum`, "Alt+="),
      sum("average", "AVERAGE", msg`Average`),
      sum("count", "COUNT", msg`Count numbers`),
      sum("max", "MAX", msg`Maximum`),
      sum("min", "MIN", msg`Minimum`),
      {
        id: "functions",
        label: msg`Insert a function`,
        icon: IconMathFunction,
        shortcut: "Shift+F3",
        run: () => session.dialog.set({ name: "functions" }),
        plain: true,
      },
      {
        id: "names",
        label: msg`Names`,
        icon: IconTag,
        shortcut: "Ctrl+F3",
        run: () => session.dialog.set({ name: "names" }),
        plain: true,
      },
      {
        id: "names-edges",
        label: msg`Names from the selection`,
        icon: IconTags,
        shortcut: "Ctrl+Shift+F3",
        run: () => session.dialog.set({ name: "edges" }),
        plain: true,
        disabled: !now.editable,
      },
      {
        id: "show-formulas",
        label: msg`Show formulas`,
        icon: IconFunction,
        shortcut: "Ctrl+`",
        active: session.sheet.view("formulas") === true,
        run: ({ sheet }) => setView(sheet, { formulas: sheet.view("formulas") !== true }),
      },
      ...calculating(from),
    ];
  },
};
