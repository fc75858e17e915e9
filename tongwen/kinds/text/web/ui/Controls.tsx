/** The controls of the tool row that are more than a button: style, font, size, colours, line spacing, table grid. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import {
  ActionIcon,
  Combobox,
  Popover,
  ScrollArea,
  Tooltip,
  UnstyledButton,
  useCombobox,
} from "@mantine/core";
import {
  IconBucketDroplet,
  IconChevronDown,
  IconHighlight,
  IconLineHeight,
  IconTable,
  IconTextColor,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { keepFocus } from "@/editor/ToolRow";
import { highlights } from "../document/colors";
import { setFont, setRun } from "../editing/marks";
import { setLines, setStyle } from "../editing/paragraphs";
import { cellAttribute, insertTable } from "../editing/tables";
import { runCss } from "../styles/css";
import { isEastAsian, offeredFonts, standIns } from "../styles/fonts";
import styles from "./Controls.module.css";
import type { Snapshot, TextSession } from "./session";
import { chineseSizes, parseSize, pointSizes, sizeName } from "./sizes";

export interface ControlProps {
  session: TextSession;
  now: Snapshot;
}

interface Option {
  value: string;
  label: string;
  style?: React.CSSProperties;
}

/** A field with a list: type to choose or to give a value of your own. */
function Choice({
  label,
  value,
  inlineSize,
  groups,
  disabled,
  onChoose,
}: {
  label: string;
  value: string;
  inlineSize: number;
  groups: { name: string; options: Option[] }[];
  disabled: boolean;
  onChoose: (value: string) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const choose = (chosen: string): void => {
    setDraft(null);
    combobox.closeDropdown();
    if (chosen.trim() !== "") onChoose(chosen);
  };
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={choose}
      width="max-content"
      position="bottom-start"
      withinPortal
    >
      <Combobox.Target>
        <Tooltip label={label} disabled={combobox.dropdownOpened}>
          <span
            className={styles.choice}
            style={{ inlineSize }}
            data-keeps-focus
            data-disabled={disabled || undefined}
          >
            <input
              className={styles.field}
              aria-label={label}
              disabled={disabled}
              value={draft ?? value}
              onFocus={(event) => event.currentTarget.select()}
              onClick={() => combobox.openDropdown()}
              onChange={(event) => setDraft(event.currentTarget.value)}
              onBlur={() => {
                setDraft(null);
                combobox.closeDropdown();
              }}
              onKeyDown={(event) => {
                if (event.key === "Enter" && combobox.getSelectedOptionIndex() < 0)
                  choose(event.currentTarget.value);
                if (event.key === "Escape") setDraft(null);
              }}
            />
            <IconChevronDown size={13} className={styles.chevron} />
          </span>
        </Tooltip>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={380} style={{ overflowY: "auto" }}>
          {groups.map((group) => (
            <Combobox.Group key={group.name} label={group.name}>
              {group.options.map((option) => (
                <Combobox.Option
                  key={option.value}
                  value={option.value}
                  active={option.value === value}
                >
                  <span style={option.style}>{option.label}</span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

export function FontControl({ session, now }: ControlProps) {
  const { t, i18n } = useLingui();
  const option = (name: string): Option => ({
    value: name,
    label: name,
    style: { fontFamily: standIns(name).join(",") },
  });
  const used = [
    ...new Set([...Object.values(session.model.fonts), now.latin, now.eastAsian]),
  ].filter(Boolean);
  const chinese = i18n.locale.startsWith("zh");
  const scripts = [
    { name: t`Chinese`, options: offeredFonts.chinese.map(option) },
    { name: t`Latin`, options: offeredFonts.latin.map(option) },
  ];
  return (
    <Choice
      label={t`Font`}
      value={(chinese ? now.eastAsian || now.latin : now.latin || now.eastAsian) || t`Default`}
      inlineSize={132}
      disabled={!now.editable}
      groups={[
        { name: t`In this document`, options: used.map(option) },
        ...(chinese ? scripts : scripts.reverse()),
      ]}
      onChoose={(name) => session.run(setFont(name, isEastAsian(name)))}
    />
  );
}

export function SizeControl({ session, now }: ControlProps) {
  const { t, i18n } = useLingui();
  const chinese = i18n.locale.startsWith("zh");
  const named = {
    name: t`By name`,
    options: chineseSizes.map((size) => ({
      value: size.name,
      label: `${size.name} · ${size.halfPoints / 2}`,
    })),
  };
  const points = {
    name: t`Points`,
    options: pointSizes.map((size) => ({ value: String(size), label: String(size) })),
  };
  return (
    <Choice
      label={t`Font size`}
      value={sizeName(now.size, chinese)}
      inlineSize={68}
      disabled={!now.editable}
      groups={chinese ? [named, points] : [points, named]}
      onChoose={(value) => {
        const halfPoints = parseSize(value);
        if (halfPoints) session.run(setRun("size", { val: halfPoints }));
      }}
    />
  );
}

export function StyleControl({ session, now }: ControlProps) {
  const { t } = useLingui();
  const table = session.model.styles;
  const [opened, setOpened] = useState(false);
  const current = now.style ? table.styles.get(now.style) : undefined;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
      <Popover.Target>
        <Tooltip label={t`Style`} disabled={opened}>
          <UnstyledButton
            className={styles.choice}
            style={{ inlineSize: 132 }}
            disabled={!now.editable}
            onMouseDown={keepFocus}
            onClick={() => setOpened((was) => !was)}
            aria-label={t`Style`}
          >
            <span className={styles.value}>{current?.name ?? t`Normal`}</span>
            <IconChevronDown size={13} className={styles.chevron} />
          </UnstyledButton>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <ScrollArea.Autosize mah={420} type="auto">
          {table.offered().map(({ id, style }) => (
            <UnstyledButton
              key={id}
              className={styles.style}
              data-current={id === now.style}
              onMouseDown={keepFocus}
              onClick={() => {
                setOpened(false);
                session.run(setStyle(id, session.model));
              }}
            >
              <span style={preview(table.paragraph(id).r)}>{style.name ?? id}</span>
            </UnstyledButton>
          ))}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A style's own look, small enough for a menu. */
function preview(r: Parameters<typeof runCss>[0]): React.CSSProperties {
  const css = runCss(r);
  const size = Math.min(Math.max(Number.parseFloat(css["font-size"] ?? "11"), 10), 18);
  const black = css.color === "#000" || css.color === undefined;
  return {
    fontSize: `${size}pt`,
    fontWeight: css["font-weight"] as React.CSSProperties["fontWeight"],
    fontStyle: css["font-style"],
    ...(black ? {} : { color: css.color }),
    lineHeight: 1.3,
  };
}

const palette = [
  "000000",
  "404040",
  "7F7F7F",
  "BFBFBF",
  "FFFFFF",
  "C00000",
  "FF0000",
  "FFC000",
  "FFFF00",
  "92D050",
  "00B050",
  "00B0F0",
  "0070C0",
  "002060",
  "7030A0",
  "833C0B",
  "C55A11",
  "BF8F00",
  "538135",
  "2F5496",
];

function Swatch({
  color,
  current,
  label,
  onChoose,
}: {
  color: string;
  current: boolean;
  label: string;
  onChoose: () => void;
}) {
  return (
    <button
      type="button"
      className={styles.swatch}
      style={{ background: color }}
      data-current={current}
      aria-label={label}
      title={label}
      onMouseDown={keepFocus}
      onClick={onChoose}
    />
  );
}

function ColorPopover({
  label,
  icon,
  bar,
  disabled,
  children,
}: {
  label: string;
  icon: ReactNode;
  bar: string;
  disabled: boolean;
  children: (close: () => void) => ReactNode;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
      <Popover.Target>
        <Tooltip label={label} disabled={opened}>
          <ActionIcon
            className={styles.colorTool}
            aria-label={label}
            disabled={disabled}
            onMouseDown={keepFocus}
            onClick={() => setOpened((was) => !was)}
          >
            {icon}
            <span className={styles.colorBar} style={{ background: bar }} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={8}>{children(() => setOpened(false))}</Popover.Dropdown>
    </Popover>
  );
}

function Colors({
  current,
  none,
  onChoose,
}: {
  current: string;
  none: string;
  onChoose: (color: string | null) => void;
}) {
  return (
    <>
      <button
        type="button"
        className={styles.noColor}
        onMouseDown={keepFocus}
        onClick={() => onChoose(null)}
      >
        {none}
      </button>
      <div className={styles.swatches}>
        {palette.map((color) => (
          <Swatch
            key={color}
            color={`#${color}`}
            label={`#${color}`}
            current={color === current.toUpperCase()}
            onChoose={() => onChoose(color)}
          />
        ))}
      </div>
    </>
  );
}

export function TextColorControl({ session, now }: ControlProps) {
  const { t } = useLingui();
  const bar = now.color === "auto" ? "var(--tw-ink)" : `#${now.color}`;
  return (
    <ColorPopover
      label={t`Text colour`}
      icon={<IconTextColor size={17} stroke={1.7} />}
      bar={bar}
      disabled={!now.editable}
    >
      {(close) => (
        <Colors
          current={now.color}
          none={t`Automatic`}
          onChoose={(color) => {
            close();
            session.run(setRun("color", color ? { val: color, theme: null } : null));
          }}
        />
      )}
    </ColorPopover>
  );
}

const highlightNames: Record<string, ReturnType<typeof msg>> = {
  yellow: msg`Yellow`,
  green: msg`Bright green`,
  cyan: msg`Turquoise`,
  magenta: msg`Pink`,
  blue: msg`Blue`,
  red: msg`Red`,
  darkBlue: msg`Dark blue`,
  darkCyan: msg`Teal`,
  darkGreen: msg`Green`,
  darkMagenta: msg`Violet`,
  darkRed: msg`Dark red`,
  darkYellow: msg`Dark yellow`,
  darkGray: msg`Dark grey`,
  lightGray: msg`Light grey`,
  black: msg`Black`,
};

export function HighlightControl({ session, now }: ControlProps) {
  const { t, i18n } = useLingui();
  const choose = (close: () => void, val: string | null) => {
    close();
    session.run(setRun("highlight", val ? { val } : null));
  };
  return (
    <ColorPopover
      label={t`Highlight`}
      icon={<IconHighlight size={17} stroke={1.7} />}
      bar={highlights[now.highlight] ?? "var(--tw-line)"}
      disabled={!now.editable}
    >
      {(close) => (
        <>
          <button
            type="button"
            className={styles.noColor}
            onMouseDown={keepFocus}
            onClick={() => choose(close, null)}
          >
            {t`None`}
          </button>
          <div className={styles.swatches}>
            {Object.entries(highlightNames).map(([name, words]) => (
              <Swatch
                key={name}
                color={highlights[name] ?? ""}
                label={i18n._(words)}
                current={name === now.highlight}
                onChoose={() => choose(close, name)}
              />
            ))}
          </div>
        </>
      )}
    </ColorPopover>
  );
}

export function CellShadeControl({ session, now }: ControlProps) {
  const { t } = useLingui();
  return (
    <ColorPopover
      label={t`Cell shading`}
      icon={<IconBucketDroplet size={17} stroke={1.7} />}
      bar="var(--tw-line)"
      disabled={!now.editable || !now.table}
    >
      {(close) => (
        <Colors
          current=""
          none={t`None`}
          onChoose={(color) => {
            close();
            session.run(cellAttribute("shade", color ? { fill: color } : null));
          }}
        />
      )}
    </ColorPopover>
  );
}

const multiples = [1, 1.15, 1.25, 1.5, 1.75, 2, 2.5, 3];

export function LinesControl({ session, now }: ControlProps) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
      <Popover.Target>
        <Tooltip label={t`Line spacing`} disabled={opened}>
          <ActionIcon
            aria-label={t`Line spacing`}
            disabled={!now.editable}
            style={{ color: "var(--tw-ink)" }}
            onMouseDown={keepFocus}
            onClick={() => setOpened((was) => !was)}
          >
            <IconLineHeight size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        {multiples.map((multiple) => (
          <UnstyledButton
            key={multiple}
            className={styles.style}
            data-current={now.linesRule === "auto" && Math.abs(now.lines / 240 - multiple) < 0.01}
            onMouseDown={keepFocus}
            onClick={() => {
              setOpened(false);
              session.run(setLines(multiple));
            }}
          >
            {multiple.toFixed(multiple % 1 === 0 ? 1 : 2)}
          </UnstyledButton>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

const ROWS = 8;
const COLUMNS = 10;

function Grid({ onChoose }: { onChoose: (rows: number, columns: number) => void }) {
  const { t } = useLingui();
  const [[rows, columns], setSize] = useState<[number, number]>([0, 0]);
  return (
    <div onPointerLeave={() => setSize([0, 0])}>
      <div className={styles.gridSize}>
        {rows > 0 ? t`${columns} × ${rows} table` : t`Insert a table`}
      </div>
      <div className={styles.grid} style={{ gridTemplateColumns: `repeat(${COLUMNS}, 20px)` }}>
        {Array.from({ length: ROWS * COLUMNS }, (_unused, index) => {
          const row = Math.floor(index / COLUMNS) + 1;
          const column = (index % COLUMNS) + 1;
          return (
            <button
              type="button"
              key={`${row}-${column}`}
              className={styles.gridCell}
              data-on={row <= rows && column <= columns}
              aria-label={t`${column} columns, ${row} rows`}
              onMouseDown={keepFocus}
              onPointerEnter={() => setSize([row, column])}
              onFocus={() => setSize([row, column])}
              onClick={() => onChoose(row, column)}
            />
          );
        })}
      </div>
    </div>
  );
}

export function TableControl({ session, now }: ControlProps) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const style = tableGridStyle(session);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
      <Popover.Target>
        <Tooltip label={t`Table`} disabled={opened}>
          <ActionIcon
            aria-label={t`Table`}
            data-command="table"
            disabled={!now.editable}
            style={{ color: "var(--tw-ink)" }}
            onMouseDown={keepFocus}
            onClick={() => setOpened((was) => !was)}
          >
            <IconTable size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <Grid
          onChoose={(rows, columns) => {
            setOpened(false);
            session.run(insertTable(rows, columns, Math.round(session.column * 15), style));
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The document's own style for plain grids, if it has one. */
function tableGridStyle(session: TextSession): string | null {
  for (const [id, style] of session.model.styles.styles) {
    if (style.type === "table" && /^table grid$|^网格型$/i.test(style.name ?? "")) return id;
  }
  return null;
}
