/** Files that were cut or copied and wait to be pasted into a folder. */
import type { Node } from "@/api";
import { createStore } from "@/app/store";

export interface Clipboard {
  nodes: readonly Node[];
  cut: boolean;
}

export const clipboard = createStore<Clipboard>({ nodes: [], cut: false });
