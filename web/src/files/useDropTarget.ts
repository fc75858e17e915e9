/** Makes an element a place to drop files of the page. */
import { type DragEvent, useState } from "react";
import type { Node } from "@/api";
import { accepts, carriesNodes, dragged, endDrag } from "./dragging";

export interface DropTarget {
  over: boolean;
  handlers: {
    onDragEnter: (event: DragEvent) => void;
    onDragOver: (event: DragEvent) => void;
    onDragLeave: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
  };
}

/** `folder` undefined: not a target now. */
export function useDropTarget(
  folder: string | undefined,
  onNodes: (nodes: readonly Node[]) => void,
): DropTarget {
  const [over, setOver] = useState(false);
  const takes = (event: DragEvent): boolean =>
    folder !== undefined && carriesNodes(event) && accepts(folder, dragged.get());
  return {
    over,
    handlers: {
      onDragEnter: (event) => {
        if (takes(event)) setOver(true);
      },
      onDragOver: (event) => {
        if (!takes(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
        setOver(true);
      },
      onDragLeave: (event) => {
        const inside = event.relatedTarget;
        if (inside instanceof Element && event.currentTarget.contains(inside)) return;
        setOver(false);
      },
      onDrop: (event) => {
        setOver(false);
        if (!takes(event)) return;
        event.preventDefault();
        event.stopPropagation();
        const nodes = dragged.get();
        endDrag();
        onNodes(nodes);
      },
    },
  };
}
