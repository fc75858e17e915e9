/** Colours in the tool row: a button with a bar of the colour, and a palette under it. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Popover, Tooltip } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { keepFocus } from "@/editor/ToolRow";
import styles from "./Controls.module.css";

/** What every colour menu offers, `RRGGBB`. */
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

export function Swatch({
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

export function ColorPopover({
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

/** A colour of one's own; told of once, when the browser's picker is closed. */
function OwnColor({ current, onChoose }: { current: string; onChoose: (color: string) => void }) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(onChoose);
  latest.current = onChoose;
  useEffect(() => {
    const element = input.current;
    const chosen = (): void => latest.current(element?.value.slice(1).toUpperCase() ?? "");
    element?.addEventListener("change", chosen);
    return () => element?.removeEventListener("change", chosen);
  }, []);
  return (
    <label className={styles.ownColor}>
      {t`More colours`}
      <input
        ref={input}
        type="color"
        defaultValue={/^[0-9a-f]{6}$/i.test(current) ? `#${current}` : "#000000"}
      />
    </label>
  );
}

export function Colors({
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
      <OwnColor current={current} onChoose={onChoose} />
    </>
  );
}
