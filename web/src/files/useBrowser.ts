/** The state of one list of files: selection, rename, menu, verbs; and what each file shown needs of it. */
import { useNavigate } from "@tanstack/react-router";
import { type MouseEvent, type RefObject, useMemo, useRef, useState } from "react";
import type { Node, NodeWithPath } from "@/api";
import { useNarrow } from "@/app/useNarrow";
import { useMe } from "@/session/me";
import { atLeast } from "@/share/roles";
import { move } from "./actions";
import { ancestors } from "./Breadcrumb";
import { clipboard } from "./clipboard";
import { type Items, itemId } from "./items";
import { all, nothing, pick } from "./selection";
import { type SelectedFiles, useSelection } from "./useSelection";
import { useVerbs, type VerbRunner } from "./useVerbs";
import { type Place, type Situation, type VerbId, verbsFor } from "./verbs";

export interface OpenMenu {
  nodes: readonly Node[];
  at: { x: number; y: number };
}

export interface Browser extends SelectedFiles {
  narrow: boolean;
  items: Items;
  grid: RefObject<HTMLDivElement | null>;
  situation: Situation;
  runner: VerbRunner;
  menu: OpenMenu | null;
  setMenu: (menu: OpenMenu | null) => void;
  /** Do it to these files, if the reader may. */
  onVerb: (verb: VerbId, nodes: readonly Node[]) => void;
  onUp: () => void;
  openMenuAtFocus: () => void;
  onToggleAll: () => void;
}

export interface BrowserOptions {
  place: Place;
  nodes: readonly Node[];
  folder?: NodeWithPath | undefined;
}

function useSituation({ place, folder }: BrowserOptions): Situation {
  const me = useMe();
  const pastable = clipboard.use().nodes.length > 0;
  const mayWriteHere = folder !== undefined && atLeast(folder.role, "editor");
  const guest = me.user === null;
  return useMemo(
    () => ({ place, mayWriteHere, pastable, guest }),
    [place, mayWriteHere, pastable, guest],
  );
}

export function useBrowser(options: BrowserOptions): Browser {
  const { place, nodes, folder } = options;
  const narrow = useNarrow();
  const navigate = useNavigate();
  const selected = useSelection(nodes);
  const { selection, setSelection, order, chosen } = selected;
  const [renaming, setRenaming] = useState<string | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const waiting = clipboard.use();
  const situation = useSituation(options);
  const runner = useVerbs({ folder, onRename: setRenaming });
  const { run } = runner;

  const items = useMemo<Items>(() => {
    const withOthers = (node: Node): readonly Node[] =>
      selection.ids.has(node.id) ? chosen : [node];
    return {
      place,
      nodes,
      selection,
      renaming,
      narrow,
      cut: new Set(waiting.cut ? waiting.nodes.map((node) => node.id) : []),
      onPick: (id: string, event: MouseEvent) => {
        grid.current?.focus({ preventScroll: true });
        const toggle = event.ctrlKey || event.metaKey;
        setSelection((before) => pick(before, order, id, { shift: event.shiftKey, toggle }));
      },
      onToggle: (id) => setSelection((before) => pick(before, order, id, { toggle: true })),
      onOpen: (node) => run("open", [node]),
      onMenu: (node, at) => {
        if (!narrow && !selection.ids.has(node.id)) setSelection(pick(nothing, order, node.id));
        setMenu({ nodes: withOthers(node), at });
      },
      onRenamed: () => {
        setRenaming(null);
        grid.current?.focus({ preventScroll: true });
      },
      draggedWith: withOthers,
      onDropInto: (target, dropped) => void move(dropped, target),
    };
  }, [place, nodes, selection, chosen, renaming, narrow, waiting, order, setSelection, run]);

  return {
    ...selected,
    narrow,
    items,
    grid,
    situation,
    runner,
    menu,
    setMenu,
    onVerb(verb, files) {
      if (verbsFor(files, situation).some(({ id }) => id === verb)) run(verb, files);
    },
    onUp() {
      const above = folder === undefined ? undefined : ancestors(folder).at(-1);
      if (above === undefined) return;
      void navigate({ to: "/folder/$nodeId", params: { nodeId: above.id } });
    },
    openMenuAtFocus() {
      const element =
        selection.focus === null ? null : document.getElementById(itemId(selection.focus));
      const box = element?.getBoundingClientRect();
      setMenu({ nodes: chosen, at: { x: (box?.left ?? 0) + 48, y: box?.bottom ?? 120 } });
    },
    onToggleAll() {
      setSelection((before) => (before.ids.size > 0 ? nothing : all(order, before)));
    },
  };
}
