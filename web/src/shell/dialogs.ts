/** Which of the shell's own dialogs is open. */
import { createStore } from "@/app/store";

export type ShellDialog = "palette" | "keys" | "folder" | null;

export const shellDialog = createStore<ShellDialog>(null);
