/** All commands of the sheet editor by id, and by the keys they are pressed with. */
import type { Command } from "@/editor/command";
import type { SheetSession, Snapshot } from "../session";
import { cells } from "./cells";
import { data } from "./data";
import { edit } from "./edit";
import { formulas } from "./formulas";
import type { CommandGroup, Surroundings } from "./group";
import { insert } from "./insert";
import { numbers } from "./numbers";
import { review } from "./review";
import { structure } from "./structure";
import { text } from "./text";
import { view } from "./view";
import { worksheets } from "./worksheets";

export type { Surroundings } from "./group";

const groups: CommandGroup[] = [
  edit,
  text,
  numbers,
  cells,
  structure,
  insert,
  review,
  formulas,
  data,
  view,
  worksheets,
];

export type Commands = Record<string, Command>;

/** All commands by id. Those that change something are disabled for who may only read. */
export function sheetCommands(session: SheetSession, now: Snapshot, page: Surroundings): Commands {
  const all: Commands = {};
  for (const { name, commands } of groups) {
    for (const command of commands({ session, now, page })) {
      const { id, label, icon, shortcut, active } = command;
      const run = command.plain
        ? command.run
        : () => (command.font ? session.runFont : session.run)(command.run);
      const disabled = command.disabled ?? (!command.plain && !now.editable);
      all[id] = { id, label, icon, shortcut, active, group: name, run, disabled };
    }
  }
  return all;
}

const arrows: Record<string, string> = {
  "→": "arrowright",
  "←": "arrowleft",
  "↑": "arrowup",
  "↓": "arrowdown",
};

/** Keys that do what a chord does. */
const likewise: Record<string, string> = { contextmenu: "shift+f10", "mod+shift+=": "mod+shift++" };

/** `Ctrl+Shift+L` as the grid names a chord: `mod+shift+l`. */
export function chordOf(shortcut: string): string {
  const plus = shortcut.endsWith("++");
  const parts = (plus ? shortcut.slice(0, -2) : shortcut).toLowerCase().split("+").filter(Boolean);
  const last = plus ? "+" : (parts.pop() ?? "");
  const key = arrows[last] ?? last;
  const order = ["ctrl", "alt", "shift"];
  const held = order.filter((name) => parts.includes(name));
  return [...held.map((name) => (name === "ctrl" ? "mod" : name)), key].join("+");
}

/** Run the command of a chord; false when there is none. A disabled one takes the keys and does nothing. */
export function runChord(commands: Commands, chord: string): boolean {
  const wanted = likewise[chord] ?? chord;
  for (const command of Object.values(commands)) {
    if (!command.shortcut || chordOf(command.shortcut) !== wanted) continue;
    if (!command.disabled) command.run();
    return true;
  }
  return false;
}
