/** Dragging files of the page onto folders of the page. */
import type { DragEvent } from "react";
import type { Node } from "@/api";
import { createStore } from "@/app/store";

const type = "application/x-tongwen-nodes";

/** What is being dragged now: the browser hides the data until it is dropped. */
export const dragged = createStore<readonly Node[]>([]);

export function startDrag(event: DragEvent, nodes: readonly Node[]): void {
  event.dataTransfer.setData(type, nodes.map((node) => node.id).join(" "));
  event.dataTransfer.effectAllowed = "move";
  dragged.set(nodes);
}

export function endDrag(): void {
  dragged.set([]);
}

export function carriesNodes(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(type);
}

export function carriesFiles(event: Pick<DragEvent, "dataTransfer">): boolean {
  return event.dataTransfer.types.includes("Files") && !event.dataTransfer.types.includes(type);
}

/** Whether what is dragged may be dropped into this folder: not into itself, not where it is. */
export function accepts(folder: string, nodes: readonly Node[]): boolean {
  return nodes.length > 0 && nodes.every((node) => node.id !== folder && node.parent !== folder);
}
