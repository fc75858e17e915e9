/** A group of commands: its name and how its commands are made from the state of now. */
import type { MessageDescriptor } from "@lingui/core";
import type { Command } from "@/editor/command";
import type { Target } from "../../commands/formatting";
import type { SheetSession, Snapshot } from "../session";

/** What commands ask of the page around the grid. */
export interface Surroundings {
  toggleHistory: () => void;
  /** The pane at the end is needed for something else. */
  hideHistory: () => void;
  print: () => void;
  /** Say in words that and where everything is saved. */
  tellSaved: () => void;
  chooseImage: () => void;
  /** Put the caret into the name box. */
  goTo: () => void;
  formulaBar: boolean;
  toggleFormulaBar: () => void;
}

/** What commands are made from. */
export interface Ingredients {
  session: SheetSession;
  now: Snapshot;
  page: Surroundings;
}

/** A command on the selection or, when `plain`, one that only the page is asked for. */
export type Named = Omit<Command, "run" | "group"> &
  (
    | {
        run: (target: Target) => void;
        plain?: false /** Works on edited characters. */;
        font?: true;
      }
    | { run: () => void; plain: true }
  );

export interface CommandGroup {
  name: MessageDescriptor;
  commands: (from: Ingredients) => Named[];
}
