/** Which tools stand on which tab. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconArrowMerge, IconBorderAll, IconEraser, IconSum, IconTable } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { button, type EditorTab, type Tool, type ToolGroup } from "@/editor/command";
import { keepFocus } from "@/editor/ToolRow";
import type { Commands } from "./commands";
import { FillControl, TextColorControl } from "./controls/Colors";
import { FontControl, SizeControl } from "./controls/Font";
import { CommandMenu, NumberFormatControl } from "./controls/Menus";
import type { ControlProps } from "./controls/props";
import { TableStyleControl } from "./controls/TableStyle";

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
      ids={["clear-all", "clear-contents", "clear-formats", "note-remove", "link-remove"]}
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

function LinesMenu({ now, commands }: MenuProps) {
  const { t } = useLingui();
  return (
    <CommandMenu
      label={t`Rows and columns`}
      icon={<IconTable size={17} stroke={1.7} />}
      commands={commands}
      disabled={!now.editable}
      ids={[
        "row-above",
        "row-below",
        "column-before",
        "column-after",
        null,
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
    { id: "history", tools: pick(commands, "undo", "redo", "painter") },
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
        ...pick(commands, "bold", "italic", "underline", "strike"),
        control("color", 32, () => <TextColorControl {...props} />),
        control("fill", 32, () => <FillControl {...props} />),
        control("borders", 40, () => <BorderMenu {...props} />),
      ],
    },
    {
      id: "align",
      tools: [
        ...pick(commands, "align-start", "align-center", "align-end"),
        ...pick(commands, "valign-middle", "wrap"),
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
        control("lines", 40, () => <LinesMenu {...props} />),
        control("clear", 40, () => <ClearMenu {...props} />),
      ],
    },
    { id: "data", tools: pick(commands, "filter", "sort-ascending", "sort-descending", "rules") },
    { id: "find", tools: pick(commands, "find", "replace") },
    {
      id: "more",
      tools: pick(
        commands,
        "valign-top",
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

function rest({ commands, ...props }: MenuProps): EditorTab[] {
  const all = { commands, ...props };
  return [
    {
      id: "insert",
      label: msg`Insert`,
      groups: [
        { id: "objects", tools: pick(commands, "table", "image", "link", "note", "checkbox") },
        {
          id: "lines",
          tools: pick(commands, "row-above", "row-below", "column-before", "column-after"),
        },
        { id: "functions", tools: pick(commands, "functions") },
        { id: "sheets", tools: pick(commands, "sheet-add") },
      ],
    },
    {
      id: "data",
      label: msg`Data`,
      groups: [
        { id: "sort", tools: pick(commands, "sort-ascending", "sort-descending", "sort") },
        { id: "filter", tools: pick(commands, "filter", "filter-clear", "filter-reapply") },
        { id: "tools", tools: pick(commands, "columns", "duplicates", "validation", "rules") },
        { id: "outline", tools: pick(commands, "group", "ungroup") },
      ],
    },
    {
      id: "formulas",
      label: msg`Formulas`,
      groups: [
        {
          id: "functions",
          tools: [...pick(commands, "functions"), control("sum", 40, () => <SumMenu {...all} />)],
        },
        { id: "names", tools: pick(commands, "names", "show-formulas") },
      ],
    },
    {
      id: "review",
      label: msg`Review`,
      groups: [
        {
          id: "comments",
          tools: pick(commands, "comment", "comment-previous", "comment-next", "comments"),
        },
        { id: "notes", tools: pick(commands, "note", "note-remove") },
        { id: "look", tools: pick(commands, "history", "find") },
      ],
    },
    {
      id: "view",
      label: msg`View`,
      groups: [
        { id: "freeze", tools: pick(commands, "freeze", "freeze-row", "freeze-column") },
        { id: "show", tools: pick(commands, "grid-lines", "headings", "formula-bar") },
        { id: "zoom", tools: pick(commands, "zoom-out", "zoom-in") },
        { id: "help", tools: pick(commands, "palette", "shortcuts") },
      ],
    },
  ];
}

function WordButton({ commands, id }: { commands: Commands; id: string }) {
  const { i18n } = useLingui();
  const command = commands[id];
  if (!command) return null;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      data-command={id}
      disabled={command.disabled}
      onMouseDown={keepFocus}
      onClick={command.run}
      styles={{ root: { color: "var(--tw-ink)", fontWeight: 400 } }}
    >
      {i18n._(command.label)}
    </Button>
  );
}

function tableTab(props: MenuProps): EditorTab {
  const { commands } = props;
  const words: [string, number][] = [
    ["table-totals", 110],
    ["table-bands", 120],
    ["table-column-bands", 130],
    ["table-first-column", 180],
  ];
  return {
    id: "table",
    label: msg`Table`,
    contextual: true,
    groups: [
      {
        id: "look",
        tools: [
          control("table-style", 110, () => <TableStyleControl {...props} />),
          ...words.map(([id, size]) =>
            control(id, size, () => <WordButton commands={commands} id={id} />),
          ),
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
    return [{ id: "read", tools: pick(commands, "comment", "comments", "find", "zoom-out", "zoom-in") }];
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
    { id: "objects", tools: pick(commands, "link", "comment", "comments", "note", "image", "find") },
  ];
}
