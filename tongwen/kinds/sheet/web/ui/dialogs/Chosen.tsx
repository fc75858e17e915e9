/** Which dialog stands for which wish. */
import type { ChosenProps } from "../Dialogs";
import { AskDialog } from "./AskDialog";
import { CellsDialog, LinkDialog, NoteDialog, SizeDialog } from "./CellDialogs";
import { ColumnsDialog, DuplicatesDialog, UnhideDialog } from "./DataDialogs";
import { DrawingDialog } from "./DrawingDialog";
import { EdgesDialog } from "./EdgesDialog";
import { ListsDialog, SeriesDialog } from "./FillDialogs";
import { FormatDialog } from "./FormatDialog";
import { FunctionsDialog } from "./FunctionsDialog";
import { NamesDialog } from "./NamesDialog";
import { PasteDialog, SplitPastedDialog } from "./PasteDialog";
import { RuleDialog } from "./RuleDialog";
import { RulesDialog } from "./RulesDialog";
import { SortDialog } from "./SortDialog";
import { SpecialDialog } from "./SpecialDialog";
import { ValidationDialog } from "./ValidationDialog";

const plainDialogs = {
  sort: SortDialog,
  validation: ValidationDialog,
  rules: RulesDialog,
  names: NamesDialog,
  link: LinkDialog,
  note: NoteDialog,
  functions: FunctionsDialog,
  columns: ColumnsDialog,
  duplicates: DuplicatesDialog,
  paste: PasteDialog,
  special: SpecialDialog,
  series: SeriesDialog,
  lists: ListsDialog,
  edges: EdgesDialog,
  unhide: UnhideDialog,
};

export default function Chosen({ open, ...props }: ChosenProps) {
  switch (open.name) {
    case "ask":
      return <AskDialog {...props} question={open.question} />;
    case "format":
      return <FormatDialog {...props} tab={open.tab} />;
    case "rule":
      return <RuleDialog {...props} kind={open.kind} placed={open.placed} />;
    case "drawing":
      return <DrawingDialog {...props} token={open.token} />;
    case "split-pasted":
      return <SplitPastedDialog {...props} pasted={open.pasted} />;
    case "size":
      return <SizeDialog {...props} axis={open.axis} />;
    case "insert":
    case "delete":
      return <CellsDialog {...props} act={open.name} />;
    case "palette":
    case "shortcuts":
      return null;
    default: {
      const Dialog = plainDialogs[open.name];
      return <Dialog {...props} />;
    }
  }
}
