/** Shortcuts of the whole window; those of the text are the view's own. */
import { useEffect, useRef } from "react";
import type { Command } from "@/editor/command";
import { onMac } from "@/editor/command";

const keys: Record<string, string> = {
  // Everything is saved as it is typed: the browser's "save page" would only startle.
  "mod+s": "save",
  "mod+f": "find",
  "mod+h": "replace",
  "mod+k": "link",
  "mod+p": "print",
  "mod+/": "shortcuts",
  "alt+q": "palette",
};

/** `mod+shift+k` for an event. */
export function chord(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string {
  const mod = onMac ? event.metaKey : event.ctrlKey;
  return [mod && "mod", event.altKey && "alt", event.shiftKey && "shift", event.key.toLowerCase()]
    .filter(Boolean)
    .join("+");
}

export function useWindowKeys(commands: Record<string, Command> | null): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const keysPressed = chord(event);
      const command = latest.current?.[keys[keysPressed] ?? ""];
      if (!command || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      if (!command.disabled) command.run();
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, []);
}
