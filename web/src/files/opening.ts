/** Opening a file: a folder is entered, a document edited, the rest shown over the list. */
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Node } from "@/api";
import { hasEditor } from "@/kinds/registry";

export type Openable = Pick<Node, "id" | "kind" | "openable">;

/** Where a file opens. */
export function destination(node: Openable): "folder" | "edit" | "preview" {
  if (node.kind === "folder") return "folder";
  return node.openable && hasEditor(node.kind) ? "edit" : "preview";
}

export interface OpenNode {
  open: (node: Openable) => void;
  preview: (node: Openable) => void;
}

export function useOpenNode(): OpenNode {
  const navigate = useNavigate();
  return useMemo(() => {
    const preview = (node: Openable) =>
      void navigate({ to: ".", search: (before) => ({ ...before, preview: node.id }) });
    return {
      preview,
      open(node) {
        const params = { nodeId: node.id };
        const where = destination(node);
        if (where === "folder") void navigate({ to: "/folder/$nodeId", params });
        else if (where === "edit") void navigate({ to: "/edit/$nodeId", params });
        else preview(node);
      },
    };
  }, [navigate]);
}
