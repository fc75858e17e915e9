/** Colours of text, highlight and cells. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Popover, Tooltip } from "@mantine/core";
import { IconBucketDroplet, IconHighlight, IconTextColor } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { keepFocus } from "@/editor/ToolRow";
import { highlights } from "../../document/colors";
import { setRun } from "../../editing/marks";
import { cellAttribute } from "../../editing/tables";
import styles from "./Controls.module.css";
import type { ControlProps } from "./props";

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
        <Tooltip position="bottom" label={label} disabled={opened}>
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
