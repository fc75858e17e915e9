/** Which dialog is open, and with what. */

import type { PlacedRule, RuleKind } from "../../commands/rules";
import type { PastedHere } from "../../grid/view";
import type { AxisName } from "../../model";

export type FormatTab = "number" | "alignment" | "font" | "border" | "fill" | "protection";

/** Something that is done only when a person says yes. */
export interface Question {
  title: string;
  text: string;
  yes: string;
  /** `Cancel` when it says nothing else. */
  no?: string;
  onYes: () => void;
}

export type OpenDialog =
  | { name: "ask"; question: Question }
  | { name: "format"; tab: FormatTab }
  | { name: "rule"; kind: RuleKind; placed: PlacedRule | null }
  | { name: "size"; axis: AxisName }
  | { name: "drawing"; token: string }
  | { name: "split-pasted"; pasted: PastedHere }
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
        | "special"
        | "series"
        | "lists"
        | "edges"
        | "insert"
        | "delete"
        | "unhide"
        | "palette"
        | "shortcuts";
    };
