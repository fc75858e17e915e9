/** Which tools stand on which tab. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import {
  IconArrowMerge,
  IconArrowsSort,
  IconBorderAll,
  IconClipboard,
  IconEraser,
  IconRowInsertBottom,
  IconSearch,
  IconSum,
  IconTable,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { button, type EditorTab, type Tool, type ToolGroup } from "@/editor/command";
import type { Commands } from "./commands";
import { FillControl, TextColorControl } from "./controls/Colors";
import { FontControl, SizeControl } from "./controls/Font";
import { CommandMenu, NumberFormatControl } from "./controls/Menus";
import type { ControlProps } from "./controls/props";
import { TableStyleControl } from "./controls/TableStyle";
import { type WordedGroup, worded, wordTool } from "./controls/Worded";

function pick(commands: Commands, ...ids: string[]): Tool[] {
  return ids
    .map((id) => commands[id])
    .filter((command) => command !== undefined)
    .map(button);
}

function control(id: string, inlineSize: number, render: () => ReactNode): Tool {
  return { kind: "control", id, inlineSize, render };
}

type MenuProps = ControlProps & { commands: Commands };

function BorderMenu({ now, commands }: MenuProps) {
  const { t } = useLingui();
  return (
    <CommandMenu
      label={t`Borders`}
      icon={<IconBorderAll size={17} stroke={1.7} />}
      commands={commands}
      disabled={!now.editable}
      ids={[
        "borders-bottom",
        "borders-top",
        "borders-start",
        "borders-end",
        null,
        "borders-none",
        "borders-all",
        "borders-outer",
        "borders-inner",
        null,
        "borders-more",
      ]}
    />
  );
}

function MergeMenu({ now, commands }: MenuProps) {
  const { t } = useLingui();
  return (
    <CommandMenu
      label={t`Merge`}
      icon={<IconArrowMerge size={17} stroke={1.7} />}
      commands={commands}
      disabled={!now.editable}
      ids={["merge-center", "merge-across", "merge", "unmerge"]}
    />
  );
}

function ClearMenu({ now, commands }: MenuProps) {
  const { t } = useLingui();
  return (
    <CommandMenu
      label={t`Clear`}
      icon={<IconEraser size={17} stroke={1.7} />}
      commands={commands}
      disabled={!now.editable}
      ids={[
        "clear-all",
        "clear-contents",
        "clear-formats",
        "clear-notes",
        "clear-links",
        "rules-clear",
      ]}
    />
  );
}

function SumMenu({ now, commands }: MenuProps) {
  const { t } = useLingui();
  return (
    <CommandMenu
      label={t`Sum`}
      icon={<IconSum size={17} stroke={1.7} />}
      commands={commands}
      disabled={!now.editable}
      ids={["sum", "average", "count", "max", "min", null, "functions"]}
    />
  );
}

function PasteTool({ now, commands }: MenuProps) {
  const { t } = useLingui();
  return (
    <CommandMenu
      label={t`Clipboard`}
      icon={<IconClipboard size={17} stroke={1.7} />}
      commands={commands}
      disabled={!now.editable}
      ids={[
        "cut",
        "copy",
        null,
        "paste",
        "paste-values",
        "paste-values-numbers",
        "paste-formulas",
        "paste-formats",
        "paste-borderless",
        "paste-widths",
        "paste-transposed",
        "paste-link",
        null,
        "paste-special",
      ]}
    />
  );
}

function FillMenu({ now, commands }: MenuProps) {
  const { t } = useLingui();
  return (
    <CommandMenu
      label={t`Fill`}
      icon={<IconRowInsertBottom size={17} stroke={1.7} />}
      commands={commands}
      disabled={!now.editable}
      ids={["fill-down", "fill-end", "fill-series", null, "fill-lists"]}
    />
  );
}

function FindMenu({ commands }: MenuProps) {
  const { t } = useLingui();
  return (
    <CommandMenu
      label={t`Find and select`}
      icon={<IconSearch size={17} stroke={1.7} />}
      commands={commands}
      disabled={false}
      ids={["find", "replace", null, "go-to", "go-special", "select-visible", "select-all"]}
    />
  );
}

function SortMenu({ now, commands }: MenuProps) {
  const { t } = useLingui();
  return (
    <CommandMenu
      label={t`Sort and filter`}
      icon={<IconArrowsSort size={17} stroke={1.7} />}
      commands={commands}
      disabled={!now.editable}
      ids={[
        "sort-ascending",
        "sort-descending",
        "sort",
        null,
        "filter",
        "filter-clear",
        "filter-reapply",
      ]}
    />
  );
}

function LinesMenu({ now, commands }: MenuProps) {
  const { t } = useLingui();
  return (
    <CommandMenu
      label={t`Rows and columns`}
      icon={<IconTable size={17} stroke={1.7} />}
      commands={commands}
      disabled={!now.editable}
      ids={[
        "insert",
        "row-above",
        "row-below",
        "column-before",
        "column-after",
        null,
        "delete",
        "row-remove",
        "column-remove",
        null,
        "row-size",
        "column-size",
        "rows-fit",
        "columns-fit",
        null,
        "rows-hide",
        "rows-show",
        "columns-hide",
        "columns-show",
      ]}
    />
  );
}

function home(props: MenuProps): ToolGroup[] {
  const { commands } = props;
  return [
    { id: "history", tools: pick(commands, "undo", "redo") },
    {
      id: "clipboard",
      tools: [control("paste", 40, () => <PasteTool {...props} />), ...pick(commands, "painter")],
    },
    {
      id: "font",
      tools: [
        control("font", 118, () => <FontControl {...props} />),
        control("size", 62, () => <SizeControl {...props} />),
      ],
    },
    {
      id: "text",
      tools: [
        ...pick(commands, "bold", "italic", "underline"),
        control("color", 32, () => <TextColorControl {...props} />),
        control("fill", 32, () => <FillControl {...props} />),
        control("borders", 40, () => <BorderMenu {...props} />),
      ],
    },
    {
      id: "align",
      tools: [
        ...pick(commands, "align-start", "align-center", "align-end"),
        ...pick(commands, "wrap"),
        control("merge", 40, () => <MergeMenu {...props} />),
      ],
    },
    {
      id: "numbers",
      tools: [
        control("format", 104, () => <NumberFormatControl {...props} />),
        ...pick(commands, "format-percent", "format-thousands", "decimals-fewer", "decimals-more"),
      ],
    },
    {
      id: "cells",
      tools: [
        control("sum", 40, () => <SumMenu {...props} />),
        control("fill", 40, () => <FillMenu {...props} />),
        control("lines", 40, () => <LinesMenu {...props} />),
        control("clear", 40, () => <ClearMenu {...props} />),
      ],
    },
    {
      id: "data",
      tools: [
        control("sort", 40, () => <SortMenu {...props} />),
        ...pick(commands, "rules"),
        control("find", 40, () => <FindMenu {...props} />),
      ],
    },
    {
      id: "more",
      tools: pick(
        commands,
        "strike",
        "valign-top",
        "valign-middle",
        "valign-bottom",
        "outdent",
        "indent",
        "larger",
        "smaller",
        "format-cells",
      ),
    },
  ];
}

function rest(props: MenuProps): EditorTab[] {
  const { commands } = props;
  const tab = (id: string, label: EditorTab["label"], groups: WordedGroup[]): EditorTab => ({
    id,
    label,
    groups: worded(commands, groups),
  });
  const sum = control("sum", 40, () => <SumMenu {...props} />);
  return [
    tab("insert", msg`Insert`, [
      { id: "objects", tools: ["table", "image", "link", "note", "checkbox"] },
      { id: "lines", tools: ["row-above", "row-below", "column-before", "column-after"] },
      { id: "functions", tools: ["functions"] },
      { id: "sheets", tools: ["sheet-add"] },
    ]),
    tab("data", msg`Data`, [
      { id: "sort", tools: ["sort-ascending", "sort-descending", "sort"] },
      { id: "filter", tools: ["filter", "filter-clear", "filter-reapply"] },
      { id: "tools", tools: ["columns", "duplicates", "validation", "rules"] },
      { id: "outline", tools: ["group", "ungroup", "group-fold", "group-unfold"] },
    ]),
    tab("formulas", msg`Formulas`, [
      { id: "functions", tools: ["functions", sum] },
      { id: "names", tools: ["names", "names-edges", "show-formulas"] },
      { id: "calculation", tools: ["calculate", "calculate-sheet", "calculate-by-hand"] },
    ]),
    tab("review", msg`Review`, [
      { id: "comments", tools: ["comment", "comment-previous", "comment-next", "comments"] },
      { id: "notes", tools: ["note", "note-remove"] },
      { id: "look", tools: ["history", "find"] },
    ]),
    tab("view", msg`View`, [
      { id: "freeze", tools: ["freeze", "freeze-row", "freeze-column"] },
      { id: "show", tools: ["grid-lines", "headings", "formula-bar"] },
      { id: "zoom", tools: ["zoom-out", "zoom-whole", "zoom-in", "zoom-selection"] },
      { id: "help", tools: ["palette", "shortcuts"] },
    ]),
  ];
}

function tableTab(props: MenuProps): EditorTab {
  const { commands } = props;
  const words = ["table-totals", "table-bands", "table-column-bands", "table-first-column"];
  return {
    id: "table",
    label: msg`Table`,
    contextual: true,
    groups: [
      {
        id: "look",
        tools: [
          control("table-style", 110, () => <TableStyleControl {...props} />),
          ...words.flatMap((id) => (commands[id] ? [wordTool(commands[id])] : [])),
        ],
      },
      { id: "remove", tools: pick(commands, "table-remove") },
    ],
  };
}

/** The tabs of the tool row, with that of a table when one is selected. */
export function sheetTabs(props: MenuProps): EditorTab[] {
  const tabs = [{ id: "home", label: msg`Home`, groups: home(props) }, ...rest(props)];
  if (props.now.table && props.now.editable) tabs.push(tableTab(props));
  return tabs;
}

/** The few tools for a phone, in one row at its foot. */
export function phoneTools(props: MenuProps): ToolGroup[] {
  const { commands, now } = props;
  if (!now.editable)
    return [
      { id: "read", tools: pick(commands, "comment", "comments", "find", "zoom-out", "zoom-in") },
    ];
  return [
    { id: "history", tools: pick(commands, "undo", "redo") },
    {
      id: "text",
      tools: [
        ...pick(commands, "bold"),
        control("color", 32, () => <TextColorControl {...props} />),
        control("fill", 32, () => <FillControl {...props} />),
        control("borders", 40, () => <BorderMenu {...props} />),
      ],
    },
    {
      id: "align",
      tools: [
        ...pick(commands, "align-start", "align-center", "align-end", "wrap"),
        control("merge", 40, () => <MergeMenu {...props} />),
      ],
    },
    {
      id: "numbers",
      tools: [control("format", 104, () => <NumberFormatControl {...props} />)],
    },
    {
      id: "cells",
      tools: [
        control("sum", 40, () => <SumMenu {...props} />),
        control("lines", 40, () => <LinesMenu {...props} />),
        control("clear", 40, () => <ClearMenu {...props} />),
      ],
    },
    { id: "data", tools: pick(commands, "filter", "sort-ascending", "sort-descending") },
    {
      id: "objects",
      tools: pick(commands, "link", "comment", "comments", "note", "image", "find"),
    },
  ];
}
