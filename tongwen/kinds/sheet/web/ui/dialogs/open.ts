/** Which dialog is open, and with what. */

import type { PlacedRule, RuleKind } from "../../commands/rules";
import type { AxisName } from "../../model";

export type FormatTab = "number" | "alignment" | "font" | "border" | "fill" | "protection";

export type OpenDialog =
  | { name: "format"; tab: FormatTab }
  | { name: "rule"; kind: RuleKind; placed: PlacedRule | null }
  | { name: "size"; axis: AxisName }
  | {
      name:
        | "sort"
        | "validation"
        | "rules"
        | "names"
        | "link"
        | "note"
        | "functions"
        | "columns"
        | "duplicates"
        | "paste"
        | "insert"
        | "delete"
        | "unhide"
        | "palette"
        | "shortcuts";
    };
