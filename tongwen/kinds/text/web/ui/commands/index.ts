/** Every command of the text editor, once: the tool row, the palette and the shortcut list are made of them. */
import type { Command as EditorCommand } from "prosemirror-state";
import type { Command } from "@/editor/command";
import type { Snapshot, TextSession } from "../session";
import { edit } from "./edit";
import type { Surroundings } from "./group";
import { insert } from "./insert";
import { paragraph } from "./paragraph";
import { review } from "./review";
import { table } from "./table";
import { text } from "./text";
import { view } from "./view";

export type { Surroundings } from "./group";

const groups = [edit, text, paragraph, insert, table, review, view];

/** All commands by id. `run` on the editor puts the cursor back into the text. */
export function textCommands(
  session: TextSession,
  now: Snapshot,
  page: Surroundings,
): Record<string, Command> {
  const readOnly = !now.editable;
  const all: Record<string, Command> = {};
  for (const { name, commands } of groups) {
    for (const { run, plain, ...rest } of commands({
      session,
      now,
      page,
      model: session.model,
      readOnly,
    })) {
      const act = plain ? (run as () => void) : () => session.run(run as EditorCommand);
      const disabled = rest.disabled ?? (readOnly && !plain);
      all[rest.id] = { ...rest, group: name, run: act, disabled };
    }
  }
  return all;
}
