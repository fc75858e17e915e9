/** Every command of the text editor, once: the tool row, the palette and the shortcut list are made of them. */
import { msg } from "@lingui/core/macro";
import {
  IconAlignCenter,
  IconAlignJustified,
  IconAlignLeft,
  IconAlignRight,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowMerge,
  IconArrowsHorizontal,
  IconArrowsSplit2,
  IconBold,
  IconBorderAll,
  IconBorderNone,
  IconBorderOuter,
  IconBrush,
  IconClearFormatting,
  IconColumnInsertLeft,
  IconColumnInsertRight,
  IconColumnRemove,
  IconDeviceDesktop,
  IconFilePlus,
  IconFileText,
  IconFocusCentered,
  IconHistory,
  IconIndentDecrease,
  IconIndentIncrease,
  IconItalic,
  IconKeyboard,
  IconLayoutSidebar,
  IconLink,
  IconList,
  IconListDetails,
  IconListNumbers,
  IconListTree,
  IconPhoto,
  IconPhotoEdit,
  IconPilcrow,
  IconPrinter,
  IconReplace,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconRowRemove,
  IconSearch,
  IconStrikethrough,
  IconSubscript,
  IconSuperscript,
  IconTableMinus,
  IconTableOptions,
  IconTextDecrease,
  IconTextIncrease,
  IconUnderline,
} from "@tabler/icons-react";
import type { Command as EditorCommand } from "prosemirror-state";
import { redoCommand, undoCommand } from "y-prosemirror";
import type { Command } from "@/editor/command";
import * as keys from "../editing/keys";
import * as marks from "../editing/marks";
import * as paragraphs from "../editing/paragraphs";
import * as tables from "../editing/tables";
import type { Snapshot, TextSession } from "./session";

/** What commands ask of the page around the text. */
export interface Surroundings {
  openLink: () => void;
  openFind: (replace: boolean) => void;
  chooseImage: () => void;
  togglePane: (pane: "outline" | "history" | "properties") => void;
  setLayout: (layout: "pages" | "web") => void;
  toggleMarks: () => void;
  print: () => void;
  openShortcuts: () => void;
  openPalette: () => void;
  zoom: (direction: 1 | -1 | 0) => void;
  layout: "pages" | "web";
  outline: boolean;
  properties: boolean;
  marksShown: boolean;
}

const text = msg`Text`;
const paragraph = msg`Paragraph`;
const insert = msg`Insert`;
const table = msg`Table`;
const view = msg`View`;
const edit = msg`Edit`;

type Named = Omit<Command, "run" | "group"> & {
  run: EditorCommand | (() => void);
  plain?: boolean;
};

/** All commands by id. `run` on the editor puts the cursor back into the text. */
export function textCommands(
  session: TextSession,
  now: Snapshot,
  page: Surroundings,
): Record<string, Command> {
  const { model } = session;
  const all: Record<string, Command> = {};
  const readOnly = !now.editable;
  const add = (group: Command["group"], list: Named[]): void => {
    for (const { run, plain, ...rest } of list) {
      const act = plain ? (run as () => void) : () => session.run(run as EditorCommand);
      all[rest.id] = { ...rest, group, run: act, disabled: rest.disabled ?? (readOnly && !plain) };
    }
  };
  add(edit, [
    {
      id: "undo",
      label: msg`Undo`,
      icon: IconArrowBackUp,
      shortcut: "Ctrl+Z",
      run: undoCommand,
      disabled: readOnly || !now.canUndo,
    },
    {
      id: "redo",
      label: msg`Redo`,
      icon: IconArrowForwardUp,
      shortcut: "Ctrl+Y",
      run: redoCommand,
      disabled: readOnly || !now.canRedo,
    },
    {
      id: "find",
      label: msg`Find`,
      icon: IconSearch,
      shortcut: "Ctrl+F",
      run: () => page.openFind(false),
      plain: true,
    },
    {
      id: "replace",
      label: msg`Replace`,
      icon: IconReplace,
      shortcut: "Ctrl+H",
      run: () => page.openFind(true),
      plain: true,
      disabled: readOnly,
    },
    {
      id: "print",
      label: msg`Print`,
      icon: IconPrinter,
      shortcut: "Ctrl+P",
      run: page.print,
      plain: true,
    },
    {
      id: "history",
      label: msg`Version history`,
      icon: IconHistory,
      run: () => page.togglePane("history"),
      plain: true,
    },
    {
      id: "count",
      label: msg`Word count`,
      icon: IconListDetails,
      active: page.properties,
      run: () => page.togglePane("properties"),
      plain: true,
    },
    {
      id: "palette",
      label: msg`Find a command`,
      icon: IconSearch,
      shortcut: "Alt+Q",
      run: page.openPalette,
      plain: true,
    },
    {
      id: "shortcuts",
      label: msg`Keyboard shortcuts`,
      icon: IconKeyboard,
      shortcut: "Ctrl+/",
      run: page.openShortcuts,
      plain: true,
    },
  ]);
  add(text, [
    {
      id: "bold",
      label: msg`Bold`,
      icon: IconBold,
      shortcut: "Ctrl+B",
      active: now.bold,
      run: marks.toggleRun("bold", model),
    },
    {
      id: "italic",
      label: msg`Italic`,
      icon: IconItalic,
      shortcut: "Ctrl+I",
      active: now.italic,
      run: marks.toggleRun("italic", model),
    },
    {
      id: "underline",
      label: msg`Underline`,
      icon: IconUnderline,
      shortcut: "Ctrl+U",
      active: now.underline,
      run: marks.toggleRun("underline", model),
    },
    {
      id: "strike",
      label: msg`Strikethrough`,
      icon: IconStrikethrough,
      shortcut: "Ctrl+Shift+X",
      active: now.strike,
      run: marks.toggleRun("strike", model),
    },
    {
      id: "subscript",
      label: msg`Subscript`,
      icon: IconSubscript,
      shortcut: "Ctrl+=",
      active: now.vert === "subscript",
      run: marks.toggleVert("subscript", model),
    },
    {
      id: "superscript",
      label: msg`Superscript`,
      icon: IconSuperscript,
      shortcut: "Ctrl+Shift+=",
      active: now.vert === "superscript",
      run: marks.toggleVert("superscript", model),
    },
    {
      id: "larger",
      label: msg`Larger text`,
      icon: IconTextIncrease,
      shortcut: "Ctrl+]",
      run: marks.stepSize(1, model),
    },
    {
      id: "smaller",
      label: msg`Smaller text`,
      icon: IconTextDecrease,
      shortcut: "Ctrl+[",
      run: marks.stepSize(-1, model),
    },
    {
      id: "clear",
      label: msg`Clear formatting`,
      icon: IconClearFormatting,
      shortcut: "Ctrl+Space",
      run: marks.clearFormatting,
    },
    {
      id: "painter",
      label: msg`Format painter`,
      icon: IconBrush,
      active: now.painting,
      run: session.toggleFormatPainter,
      plain: true,
      disabled: readOnly,
    },
  ]);
  add(paragraph, [
    {
      id: "align-start",
      label: msg`Align left`,
      icon: IconAlignLeft,
      shortcut: "Ctrl+L",
      active: now.align === "start",
      run: paragraphs.setAlign("start"),
    },
    {
      id: "align-center",
      label: msg`Centre`,
      icon: IconAlignCenter,
      shortcut: "Ctrl+E",
      active: now.align === "center",
      run: paragraphs.setAlign("center"),
    },
    {
      id: "align-end",
      label: msg`Align right`,
      icon: IconAlignRight,
      shortcut: "Ctrl+R",
      active: now.align === "end",
      run: paragraphs.setAlign("end"),
    },
    {
      id: "align-both",
      label: msg`Justify`,
      icon: IconAlignJustified,
      shortcut: "Ctrl+J",
      active: now.align === "both",
      run: paragraphs.setAlign("both"),
    },
    {
      id: "align-distribute",
      label: msg`Distribute`,
      icon: IconArrowsHorizontal,
      shortcut: "Ctrl+Shift+J",
      active: now.align === "distribute",
      run: paragraphs.setAlign("distribute"),
    },
    {
      id: "bullets",
      label: msg`Bullets`,
      icon: IconList,
      shortcut: "Ctrl+Shift+L",
      active: now.list === "bullet",
      run: paragraphs.toggleList("bullet", model),
    },
    {
      id: "numbers",
      label: msg`Numbering`,
      icon: IconListNumbers,
      active: now.list === "number",
      run: paragraphs.toggleList("number", model),
    },
    {
      id: "multilevel",
      label: msg`Multilevel list`,
      icon: IconListTree,
      active: now.list === "multilevel",
      run: paragraphs.toggleList("multilevel", model),
    },
    {
      id: "outdent",
      label: msg`Decrease indent`,
      icon: IconIndentDecrease,
      shortcut: "Ctrl+Shift+M",
      run: paragraphs.stepIndent(-1, model),
    },
    {
      id: "indent",
      label: msg`Increase indent`,
      icon: IconIndentIncrease,
      shortcut: "Ctrl+M",
      run: paragraphs.stepIndent(1, model),
    },
  ]);
  add(insert, [
    {
      id: "link",
      label: msg`Link`,
      icon: IconLink,
      shortcut: "Ctrl+K",
      active: now.link !== null,
      run: page.openLink,
      plain: true,
      disabled: readOnly,
    },
    {
      id: "image",
      label: msg`Picture`,
      icon: IconPhoto,
      run: page.chooseImage,
      plain: true,
      disabled: readOnly,
    },
    {
      id: "picture",
      label: msg`Picture properties`,
      icon: IconPhotoEdit,
      run: () => page.togglePane("properties"),
      plain: true,
      disabled: !now.image,
    },
    {
      id: "page-break",
      label: msg`Page break`,
      icon: IconFilePlus,
      shortcut: "Ctrl+Enter",
      run: keys.insertBreak("page"),
    },
  ]);
  const outside = readOnly || !now.table;
  add(table, [
    {
      id: "row-above",
      label: msg`Row above`,
      icon: IconRowInsertTop,
      run: tables.rowBefore,
      disabled: outside,
    },
    {
      id: "row-below",
      label: msg`Row below`,
      icon: IconRowInsertBottom,
      run: tables.rowAfter,
      disabled: outside,
    },
    {
      id: "column-before",
      label: msg`Column before`,
      icon: IconColumnInsertLeft,
      run: tables.columnBefore,
      disabled: outside,
    },
    {
      id: "column-after",
      label: msg`Column after`,
      icon: IconColumnInsertRight,
      run: tables.columnAfter,
      disabled: outside,
    },
    {
      id: "row-remove",
      label: msg`Delete row`,
      icon: IconRowRemove,
      run: tables.removeRow,
      disabled: outside,
    },
    {
      id: "column-remove",
      label: msg`Delete column`,
      icon: IconColumnRemove,
      run: tables.removeColumn,
      disabled: outside,
    },
    {
      id: "table-remove",
      label: msg`Delete table`,
      icon: IconTableMinus,
      run: tables.removeTable,
      disabled: outside,
    },
    {
      id: "merge",
      label: msg`Merge cells`,
      icon: IconArrowMerge,
      run: tables.merge,
      disabled: outside,
    },
    {
      id: "split",
      label: msg`Split cell`,
      icon: IconArrowsSplit2,
      run: tables.split,
      disabled: outside,
    },
    {
      id: "header-row",
      label: msg`Repeat first row on every page`,
      icon: IconTableOptions,
      run: tables.toggleHeaderRow,
      disabled: outside,
    },
    {
      id: "borders-all",
      label: msg`All borders`,
      icon: IconBorderAll,
      run: tables.tableBorders("all"),
      disabled: outside,
    },
    {
      id: "borders-outer",
      label: msg`Outer borders`,
      icon: IconBorderOuter,
      run: tables.tableBorders("outer"),
      disabled: outside,
    },
    {
      id: "borders-none",
      label: msg`No borders`,
      icon: IconBorderNone,
      run: tables.tableBorders("none"),
      disabled: outside,
    },
  ]);
  add(view, [
    {
      id: "outline",
      label: msg`Outline`,
      icon: IconLayoutSidebar,
      active: page.outline,
      run: () => page.togglePane("outline"),
      plain: true,
    },
    {
      id: "pages",
      label: msg`Pages`,
      icon: IconFileText,
      active: page.layout === "pages",
      run: () => page.setLayout("pages"),
      plain: true,
    },
    {
      id: "web",
      label: msg`Web layout`,
      icon: IconDeviceDesktop,
      active: page.layout === "web",
      run: () => page.setLayout("web"),
      plain: true,
    },
    {
      id: "marks",
      label: msg`Formatting marks`,
      icon: IconPilcrow,
      active: page.marksShown,
      run: page.toggleMarks,
      plain: true,
    },
    {
      id: "zoom-width",
      label: msg`Fit width`,
      icon: IconFocusCentered,
      run: () => page.zoom(0),
      plain: true,
    },
  ]);
  return all;
}
