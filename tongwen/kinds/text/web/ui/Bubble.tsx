/** The five likeliest verbs, above the selection, when the mouse or finger has let go. */
import { useEffect, useState } from "react";
import type { Command } from "@/editor/command";
import { CommandButton } from "@/editor/ToolRow";
import type { ControlProps } from "./controls/props";
import styles from "./Panels.module.css";

const VERBS = ["bold", "italic", "underline", "clear", "link"];
const BLOCK = 44;
const INLINE = 178;

export function Bubble({
  session,
  now,
  commands,
}: ControlProps & { commands: Record<string, Command> }) {
  const [place, setPlace] = useState<{ x: number; y: number } | null>(null);
  useEffect(() => {
    const { view } = session;
    const show = (): void => {
      setTimeout(() => {
        if (view.isDestroyed || view.state.selection.empty || !view.editable || !view.hasFocus())
          return setPlace(null);
        const start = view.coordsAtPos(view.state.selection.from);
        const end = view.coordsAtPos(view.state.selection.to);
        const inline = start.top === end.top ? (start.left + end.left) / 2 : start.left + 80;
        setPlace({
          x: Math.max(8, Math.min(inline - INLINE / 2, window.innerWidth - INLINE - 8)),
          y: Math.max(start.top - BLOCK, 100),
        });
      }, 0);
    };
    const hide = (): void => setPlace(null);
    const stage = view.dom.closest(".tx-stage");
    view.dom.addEventListener("pointerup", show);
    view.dom.addEventListener("pointerdown", hide);
    view.dom.addEventListener("keydown", hide);
    stage?.addEventListener("scroll", hide);
    return () => {
      view.dom.removeEventListener("pointerup", show);
      view.dom.removeEventListener("pointerdown", hide);
      view.dom.removeEventListener("keydown", hide);
      stage?.removeEventListener("scroll", hide);
    };
  }, [session]);
  if (!place || now.empty || now.image) return null;
  return (
    <div
      className={styles.bubble}
      style={{ insetInlineStart: place.x, insetBlockStart: place.y }}
      data-bubble
    >
      {VERBS.map((id) => {
        const command = commands[id];
        return command && <CommandButton key={id} command={command} />;
      })}
    </div>
  );
}
