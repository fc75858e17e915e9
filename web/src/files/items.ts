/** What a list and cards both need to know about each file shown. */
import type { MouseEvent } from "react";
import type { Node } from "@/api";
import type { Selection } from "./selection";
import type { Place } from "./verbs";

export interface Items {
  place: Place;
  nodes: readonly Node[];
  selection: Selection;
  renaming: string | null;
  cut: ReadonlySet<string>;
  /** One column, touch first. */
  narrow: boolean;
  onPick: (id: string, event: MouseEvent) => void;
  onToggle: (id: string) => void;
  onOpen: (node: Node) => void;
  onMenu: (node: Node, at: { x: number; y: number }) => void;
  onRenamed: () => void;
  /** Files to drag when this one is grabbed. */
  draggedWith: (node: Node) => readonly Node[];
  onDropInto: (folder: Node, nodes: readonly Node[]) => void;
}

/** The DOM id by which `aria-activedescendant` names a file. */
export function itemId(id: string): string {
  return `file-${id}`;
}

/** The handlers that a row and a card share. */
export function itemHandlers(items: Items, node: Node) {
  const { narrow, place } = items;
  return {
    onClick: (event: MouseEvent) => {
      if (!narrow) items.onPick(node.id, event);
      else if (items.selection.ids.size > 0 || place === "trash") items.onToggle(node.id);
      else items.onOpen(node);
    },
    onDoubleClick: () => {
      if (!narrow && place !== "trash") items.onOpen(node);
    },
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      items.onMenu(node, { x: event.clientX, y: event.clientY });
    },
  };
}
