/** Which files have no picture: asked once, then drawn. */
import type { Node } from "@/api";

const without = new Set<string>();

const key = (node: Pick<Node, "id" | "version">): string => `${node.id} ${node.version}`;

export function mayHaveThumbnail(node: Pick<Node, "id" | "version" | "kind">): boolean {
  if (node.kind === "folder" || node.kind === "audio" || node.kind === "file") return false;
  return !without.has(key(node));
}

export function noThumbnail(node: Pick<Node, "id" | "version">): void {
  without.add(key(node));
}
