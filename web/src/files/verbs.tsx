/** The verbs of files: one list for the selection bar, the context menu, the action sheet and the keys. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  IconArrowBackUp,
  IconClipboard,
  IconCopy,
  IconCopyPlus,
  IconCursorText,
  IconDownload,
  IconEye,
  IconFolderOpen,
  IconFolderShare,
  IconInfoCircle,
  IconScissors,
  IconStar,
  IconStarOff,
  IconTrash,
  IconTrashX,
  IconUsersPlus,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Node } from "@/api";
import { atLeast, mayShare } from "@/share/roles";

export type Place = "folder" | "shared" | "starred" | "recent" | "search" | "trash";

export type VerbId =
  | "open"
  | "preview"
  | "share"
  | "download"
  | "rename"
  | "star"
  | "unstar"
  | "move"
  | "cut"
  | "take"
  | "copy"
  | "paste"
  | "details"
  | "trash"
  | "restore"
  | "delete";

export interface Verb {
  id: VerbId;
  label: MessageDescriptor;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** As people read it; the keys themselves are in `useFileKeys`. */
  shortcut?: string;
  danger?: boolean;
  /** Verbs of one group stand together. */
  group: number;
  /** Worth a place in the selection bar. */
  likely?: boolean;
  fits: (nodes: readonly Node[], place: Place, mayWriteHere: boolean) => boolean;
}

const live = (place: Place) => place !== "trash";
const one = (nodes: readonly Node[]) => nodes.length === 1;
const every = (nodes: readonly Node[], test: (node: Node) => boolean) =>
  nodes.length > 0 && nodes.every(test);
const mayWrite = (node: Node) => atLeast(node.role, "editor");

export const verbs: readonly Verb[] = [
  {
    id: "open",
    label: msg`Open`,
    icon: IconFolderOpen,
    shortcut: "Enter",
    group: 0,
    fits: (nodes, place) => live(place) && one(nodes),
  },
  {
    id: "preview",
    label: msg`Preview`,
    icon: IconEye,
    group: 0,
    fits: (nodes, place) =>
      live(place) && one(nodes) && nodes[0]?.kind !== "folder" && nodes[0]?.openable === true,
  },
  {
    id: "share",
    label: msg`Share`,
    icon: IconUsersPlus,
    group: 1,
    likely: true,
    fits: (nodes, place) =>
      live(place) && one(nodes) && every(nodes, (node) => mayShare(node.role)),
  },
  {
    id: "download",
    label: msg`Download`,
    icon: IconDownload,
    group: 1,
    likely: true,
    fits: (nodes, place) => live(place) && nodes.some((node) => node.kind !== "folder"),
  },
  {
    id: "star",
    label: msg`Star`,
    icon: IconStar,
    group: 1,
    fits: (nodes, place) => live(place) && nodes.some((node) => !node.starred),
  },
  {
    id: "unstar",
    label: msg`Take the star away`,
    icon: IconStarOff,
    group: 1,
    fits: (nodes, place) => live(place) && every(nodes, (node) => node.starred),
  },
  {
    id: "rename",
    label: msg`Rename`,
    icon: IconCursorText,
    shortcut: "F2",
    group: 2,
    likely: true,
    fits: (nodes, place) => live(place) && one(nodes) && every(nodes, mayWrite),
  },
  {
    id: "move",
    label: msg`Move to…`,
    icon: IconFolderShare,
    group: 2,
    likely: true,
    fits: (nodes, place) => live(place) && every(nodes, mayWrite),
  },
  {
    id: "copy",
    label: msg`Make a copy`,
    icon: IconCopyPlus,
    group: 2,
    fits: (nodes, place) => live(place) && nodes.length > 0,
  },
  {
    id: "cut",
    label: msg`Cut`,
    icon: IconScissors,
    shortcut: "Ctrl X",
    group: 2,
    fits: (nodes, place) => live(place) && every(nodes, mayWrite),
  },
  {
    id: "take",
    label: msg`Copy`,
    icon: IconCopy,
    shortcut: "Ctrl C",
    group: 2,
    fits: (nodes, place) => live(place) && nodes.length > 0,
  },
  {
    id: "paste",
    label: msg`Paste here`,
    icon: IconClipboard,
    shortcut: "Ctrl V",
    group: 2,
    fits: (_nodes, place, mayWriteHere) => place === "folder" && mayWriteHere,
  },
  {
    id: "details",
    label: msg`Details`,
    icon: IconInfoCircle,
    group: 3,
    fits: (nodes, place) => live(place) && one(nodes),
  },
  {
    id: "trash",
    label: msg`Move to trash`,
    icon: IconTrash,
    shortcut: "Del",
    danger: true,
    group: 4,
    likely: true,
    fits: (nodes, place) => live(place) && every(nodes, mayWrite),
  },
  {
    id: "restore",
    label: msg`Restore`,
    icon: IconArrowBackUp,
    group: 0,
    likely: true,
    fits: (nodes, place) => place === "trash" && nodes.length > 0,
  },
  {
    id: "delete",
    label: msg`Delete for ever`,
    icon: IconTrashX,
    shortcut: "Del",
    danger: true,
    group: 4,
    likely: true,
    fits: (nodes, place) => place === "trash" && nodes.length > 0,
  },
];

export interface Situation {
  place: Place;
  /** May the reader put files here? */
  mayWriteHere: boolean;
  /** Is something waiting to be pasted? */
  pastable: boolean;
  /** A guest has no stars and no trash of their own. */
  guest: boolean;
}

const membersOnly = new Set<VerbId>(["star", "unstar", "copy", "cut", "take", "move"]);

/** The verbs that make sense for these files in this place, in the order they are shown. */
export function verbsFor(nodes: readonly Node[], situation: Situation): Verb[] {
  return verbs.filter((verb) => {
    if (verb.id === "paste" && !situation.pastable) return false;
    if (situation.guest && membersOnly.has(verb.id)) return false;
    return verb.fits(nodes, situation.place, situation.mayWriteHere);
  });
}
