/** The selection in the list shown, kept to what is shown. */
import { useEffect, useMemo, useState } from "react";
import type { Node } from "@/api";
import { keep, nothing, type Selection } from "./selection";

export interface SelectedFiles {
  selection: Selection;
  setSelection: (next: Selection | ((selection: Selection) => Selection)) => void;
  order: readonly string[];
  /** In the order of the list. */
  chosen: readonly Node[];
}

export function useSelection(nodes: readonly Node[]): SelectedFiles {
  const [selection, setSelection] = useState<Selection>(nothing);
  const order = useMemo(() => nodes.map((node) => node.id), [nodes]);
  const kept = useMemo(() => keep(selection, order), [selection, order]);
  useEffect(() => {
    if (kept !== selection) setSelection(kept);
  }, [kept, selection]);
  const chosen = useMemo(() => nodes.filter((node) => kept.ids.has(node.id)), [nodes, kept]);
  return { selection: kept, setSelection, order, chosen };
}
