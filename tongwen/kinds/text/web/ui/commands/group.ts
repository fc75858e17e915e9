/** A group of commands: its name and how its commands are made from the state of now. */
import type { MessageDescriptor } from "@lingui/core";
import type { Command as EditorCommand } from "prosemirror-state";
import type { Command } from "@/editor/command";
import type { DocumentModel } from "../../document/model";
import type { Snapshot, TextSession } from "../session";

/** What commands ask of the page around the text. */
export interface Surroundings {
  openLink: () => void;
  openFind: (replace: boolean) => void;
  chooseImage: () => void;
  togglePane: (pane: "outline" | "history" | "properties") => void;
  setLayout: (layout: "pages" | "web") => void;
  toggleMarks: () => void;
  print: () => void;
  openShortcuts: () => void;
  openPalette: () => void;
  zoom: (direction: 1 | -1 | 0) => void;
  layout: "pages" | "web";
  outline: boolean;
  properties: boolean;
  marksShown: boolean;
  toggleChanges: () => void;
  changesShown: boolean;
  /** Say in words that and where everything is saved. */
  tellSaved: () => void;
}

/** What commands are made from. */
export interface Ingredients {
  session: TextSession;
  now: Snapshot;
  page: Surroundings;
  model: DocumentModel;
  readOnly: boolean;
}

/** A command on the editor's state or, when `plain`, one that only the page is asked for. */
export type Named = Omit<Command, "run" | "group"> & {
  run: EditorCommand | (() => void);
  plain?: boolean;
};

export interface CommandGroup {
  name: MessageDescriptor;
  commands: (from: Ingredients) => Named[];
}
