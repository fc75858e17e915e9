/** The dialog that is open, the palette and the list of shortcuts; their code is loaded when one is first wanted. */
import { lazy, type ReactNode, Suspense, useMemo } from "react";
import { Palette } from "@/editor/Palette";
import { ShortcutsDialog } from "@/editor/ShortcutsDialog";
import type { Commands } from "./commands";
import type { ControlProps } from "./controls/props";
import type { DialogProps } from "./dialogs/Frame";
import type { OpenDialog } from "./dialogs/open";

const Chosen = lazy(() => import("./dialogs/Chosen"));

export function Dialogs({
  session,
  now,
  commands,
}: ControlProps & { commands: Commands }): ReactNode {
  const open = session.dialog.use();
  const list = useMemo(() => Object.values(commands), [commands]);
  const close = (): void => {
    session.dialog.set(null);
    session.back();
  };
  return (
    <>
      <ShortcutsDialog commands={list} opened={open?.name === "shortcuts"} onClose={close} />
      <Palette commands={list} opened={open?.name === "palette"} onClose={close} />
      {open && !isListed(open) && (
        <Suspense>
          <Chosen session={session} now={now} open={open} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

function isListed(open: OpenDialog): boolean {
  return open.name === "shortcuts" || open.name === "palette";
}

export type ChosenProps = DialogProps & { open: OpenDialog };
