/** How numbers are written. */
import { msg } from "@lingui/core/macro";
import {
  IconCoinYuan,
  IconDecimal,
  IconPercentage,
  IconSeparator,
  IconTablePlus,
} from "@tabler/icons-react";
import { changeDecimals, setNumberFormat } from "../../commands/formatting";
import { categoryOf, codeFor, GENERAL, specialCodes } from "../../commands/numberFormats";
import { plain } from "../../commands/sorting";
import { DecimalsFewer, DecimalsMore } from "../controls/icons";
import type { CommandGroup, Named } from "./group";

const usual = { decimals: 2, thousands: true, symbol: "¥", negative: "minus" } as const;

/** A command that gives the selection a format. */
function coded(id: string, label: Named["label"], code: string, more: Partial<Named> = {}): Named {
  return {
    ...more,
    id,
    label,
    plain: false,
    run: (target) => setNumberFormat(target, code),
  } as Named;
}

export const numbers: CommandGroup = {
  name: msg`Numbers`,
  commands: ({ session, now }) => {
    const category = categoryOf(now.style.numberFormat);
    const value = () => {
      const { row, col } = now.selection.active;
      return plain(session.value(row, col));
    };
    return [
      coded("format-general", msg`General`, GENERAL, { shortcut: "Ctrl+Shift+~" }),
      coded("format-number", msg`Number`, codeFor("number", usual), {
        shortcut: "Ctrl+Shift+!",
        icon: IconDecimal,
        active: category === "number",
      }),
      coded("format-currency", msg`Currency`, codeFor("currency", usual), {
        shortcut: "Ctrl+Shift+$",
        icon: IconCoinYuan,
        active: category === "currency",
      }),
      coded("format-accounting", msg`Accounting`, codeFor("accounting", usual), {
        active: category === "accounting",
      }),
      coded("format-percent", msg`Percent`, "0%", {
        shortcut: "Ctrl+Shift+%",
        icon: IconPercentage,
        active: category === "percent",
      }),
      coded("format-thousands", msg`Thousands separator`, "#,##0.00", {
        icon: IconSeparator,
        active: now.style.numberFormat === "#,##0.00",
      }),
      coded("format-date", msg`Date`, "yyyy/m/d", {
        shortcut: "Ctrl+Shift+#",
        active: category === "date",
      }),
      coded("format-time", msg`Time`, "h:mm", {
        shortcut: "Ctrl+Shift+@",
        active: category === "time",
      }),
      coded("format-fraction", msg`Fraction`, "# ?/?", { active: category === "fraction" }),
      coded("format-scientific", msg`Scientific`, "0.00E+00", {
        shortcut: "Ctrl+Shift+^",
        active: category === "scientific",
      }),
      coded("format-text", msg({ message: "Text", context: "number format" }), "@", {
        active: category === "text",
      }),
      coded("format-lower", msg`Chinese lowercase numerals`, specialCodes.lower),
      coded("format-upper", msg`Chinese uppercase numerals`, specialCodes.upper),
      coded("format-money", msg`Chinese uppercase amount`, specialCodes.money),
      {
        id: "decimals-more",
        label: msg`More decimals`,
        icon: DecimalsMore,
        run: (target) => changeDecimals(target, 1, value()),
      },
      {
        id: "decimals-fewer",
        label: msg`Fewer decimals`,
        icon: DecimalsFewer,
        run: (target) => changeDecimals(target, -1, value()),
      },
      {
        id: "format-cells",
        label: msg`Format cells`,
        icon: IconTablePlus,
        shortcut: "Ctrl+1",
        run: () => session.dialog.set({ name: "format", tab: "number" }),
        plain: true,
        disabled: !now.editable,
      },
    ];
  },
};
