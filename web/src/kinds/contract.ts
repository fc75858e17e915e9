/** What a document kind gives the shell: the default export of `tongwen/kinds/<kind>/web/index.tsx`. */
import type { ComponentType } from "react";
import type { Crumb, Me, Node } from "@/api";

export interface EditorProps {
  node: Node;
  me: Me;
  /** The folders above the document that I may see, topmost first. */
  path: Crumb[];
}

export interface EditorModule {
  /** Fills the window at `/edit/<node id>`: title row, tools, stage and status bar. */
  Editor: ComponentType<EditorProps>;
}
