/** The history of the open document: which version one looks at, and bringing one back. */
import { useCallback, useState } from "react";
import type { Node } from "@/api";
import { type Restoring, useRestore } from "./useRestore";
import type { Viewed } from "./viewed";

export interface History {
  /** Null: the document of now. */
  viewed: Viewed | null;
  view: (viewed: Viewed | null) => void;
  backToNow: () => void;
  restoring: Restoring;
  /** Restores what one looks at; null when one may not, or looks at no version. */
  restoreViewed: (() => void) | null;
}

export function useHistory(node: Node): History {
  const [viewed, setViewed] = useState<Viewed | null>(null);
  const backToNow = useCallback(() => setViewed(null), []);
  const restoring = useRestore(node, backToNow);
  const may = node.role === "editor" || node.role === "owner";
  const number = viewed?.number;
  const restorable = may && viewed !== null && typeof number === "number";
  return {
    viewed,
    view: setViewed,
    backToNow,
    restoring,
    restoreViewed: restorable ? () => restoring.ask(number, viewed.title) : null,
  };
}
