/** Which tools stand on which tab. */
import { msg } from "@lingui/core/macro";
import { button, type Command, type EditorTab, type Tool, type ToolGroup } from "@/editor/command";
import { CellShadeControl, HighlightControl, TextColorControl } from "./controls/Colors";
import { AcceptControl, RejectControl } from "./controls/Decisions";
import { FontControl, SizeControl } from "./controls/Font";
import { LinesControl } from "./controls/Lines";
import { StyleControl } from "./controls/Style";
import { TableControl } from "./controls/TableGrid";
import { MarginsControl, OrientationControl, PageSizeControl } from "./PageSetup";
import type { Snapshot, TextSession } from "./session";

type Commands = Record<string, Command>;

function pick(commands: Commands, ...ids: string[]): Tool[] {
  return ids
    .map((id) => commands[id])
    .filter((command): command is Command => command !== undefined)
    .map(button);
}

function control(id: string, inlineSize: number, render: () => React.ReactNode): Tool {
  return { kind: "control", id, inlineSize, render };
}

function home(session: TextSession, now: Snapshot, commands: Commands): ToolGroup[] {
  const props = { session, now };
  return [
    { id: "history", tools: pick(commands, "undo", "redo", "painter") },
    { id: "style", tools: [control("style", 132, () => <StyleControl {...props} />)] },
    {
      id: "font",
      tools: [
        control("font", 132, () => <FontControl {...props} />),
        control("size", 68, () => <SizeControl {...props} />),
      ],
    },
    {
      id: "run",
      tools: [
        ...pick(commands, "bold", "italic", "underline", "strike"),
        control("color", 32, () => <TextColorControl {...props} />),
        control("highlight", 32, () => <HighlightControl {...props} />),
        ...pick(commands, "clear"),
      ],
    },
    { id: "lists", tools: pick(commands, "bullets", "numbers", "multilevel", "outdent", "indent") },
    {
      id: "align",
      tools: [
        ...pick(
          commands,
          "align-start",
          "align-center",
          "align-end",
          "align-both",
          "align-distribute",
        ),
        control("lines", 32, () => <LinesControl {...props} />),
      ],
    },
    { id: "numbering", tools: pick(commands, "list-restart", "list-continue") },
    { id: "more", tools: pick(commands, "subscript", "superscript", "larger", "smaller") },
    { id: "find", tools: pick(commands, "find", "replace") },
  ];
}

function insertTools(session: TextSession, now: Snapshot, commands: Commands): ToolGroup[] {
  return [
    {
      id: "objects",
      tools: [
        control("table", 32, () => <TableControl session={session} now={now} />),
        ...pick(commands, "image", "link"),
      ],
    },
    { id: "breaks", tools: pick(commands, "page-break") },
  ];
}

function layoutTools(session: TextSession, now: Snapshot): ToolGroup[] {
  const props = { session, now };
  return [
    {
      id: "page",
      tools: [
        control("margins", 108, () => <MarginsControl {...props} />),
        control("orientation", 130, () => <OrientationControl {...props} />),
        control("page-size", 96, () => <PageSizeControl {...props} />),
      ],
    },
    { id: "spacing", tools: [control("lines", 32, () => <LinesControl {...props} />)] },
  ];
}

function tableTools(session: TextSession, now: Snapshot, commands: Commands): ToolGroup[] {
  return [
    { id: "add", tools: pick(commands, "row-above", "row-below", "column-before", "column-after") },
    { id: "remove", tools: pick(commands, "row-remove", "column-remove", "table-remove") },
    { id: "cells", tools: pick(commands, "merge", "split", "header-row") },
    {
      id: "look",
      tools: [
        ...pick(commands, "borders-all", "borders-outer", "borders-none"),
        control("shade", 32, () => <CellShadeControl session={session} now={now} />),
      ],
    },
  ];
}

function reviewTools(commands: Commands): ToolGroup[] {
  return [
    { id: "go", tools: pick(commands, "change-previous", "change-next") },
    {
      id: "decide",
      tools: [
        control("accept", 92, () => <AcceptControl commands={commands} />),
        control("reject", 92, () => <RejectControl commands={commands} />),
      ],
    },
    { id: "show", tools: pick(commands, "change-show") },
    { id: "look", tools: pick(commands, "history", "count", "find") },
  ];
}

/** The tabs, with the contextual ones for what is selected. */
export function textTabs(session: TextSession, now: Snapshot, commands: Commands): EditorTab[] {
  const tabs: EditorTab[] = [
    { id: "home", label: msg`Home`, groups: home(session, now, commands) },
    { id: "insert", label: msg`Insert`, groups: insertTools(session, now, commands) },
    { id: "layout", label: msg`Layout`, groups: layoutTools(session, now) },
    {
      id: "review",
      label: msg`Review`,
      groups: reviewTools(commands),
    },
    {
      id: "view",
      label: msg`View`,
      groups: [
        { id: "layout", tools: pick(commands, "pages", "web") },
        { id: "panes", tools: pick(commands, "outline", "marks") },
        { id: "zoom", tools: pick(commands, "zoom-width") },
        { id: "help", tools: pick(commands, "palette", "shortcuts") },
      ],
    },
  ];
  if (now.table && now.editable) {
    tabs.push({
      id: "table",
      label: msg`Table`,
      contextual: true,
      groups: tableTools(session, now, commands),
    });
  }
  if (now.image && now.editable) {
    tabs.push({
      id: "picture",
      label: msg`Picture`,
      contextual: true,
      groups: [{ id: "picture", tools: pick(commands, "picture", "image") }],
    });
  }
  return tabs;
}

/** The few tools for a phone, in one row at its foot. */
export function phoneTools(session: TextSession, now: Snapshot, commands: Commands): ToolGroup[] {
  const props = { session, now };
  if (!now.editable)
    return [{ id: "read", tools: pick(commands, "outline", "find", "pages", "web") }];
  return [
    { id: "history", tools: pick(commands, "undo", "redo") },
    {
      id: "run",
      tools: [
        ...pick(commands, "bold", "italic", "underline"),
        control("color", 32, () => <TextColorControl {...props} />),
      ],
    },
    {
      id: "style",
      tools: [
        control("style", 132, () => <StyleControl {...props} />),
        control("size", 68, () => <SizeControl {...props} />),
      ],
    },
    { id: "lists", tools: pick(commands, "bullets", "numbers", "align-start", "align-center") },
    {
      id: "objects",
      tools: [
        control("table", 32, () => <TableControl {...props} />),
        ...pick(commands, "image", "link"),
      ],
    },
    { id: "view", tools: pick(commands, "outline", "find", "pages", "web") },
  ];
}
