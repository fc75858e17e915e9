/** What the browser can show of itself, and how. */
import type { Node } from "@/api";

export type Viewer = "pdf" | "image" | "audio" | "video" | "plain" | "none";

export function viewerOf(node: Pick<Node, "kind">): Viewer {
  switch (node.kind) {
    case "pdf":
    case "image":
    case "audio":
    case "video":
    case "plain":
      return node.kind;
    default:
      return "none";
  }
}
