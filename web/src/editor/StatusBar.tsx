/** Parts of the status bar that every editor has. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Menu } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./EditorFrame.module.css";

export type Zoom = number | "width";

const STEPS = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

/** The next step of zoom from where it is now. */
export function zoomStep(now: number, direction: 1 | -1): number {
  const larger = STEPS.find((step) => step > now + 0.001);
  const smaller = STEPS.findLast((step) => step < now - 0.001);
  return (direction > 0 ? larger : smaller) ?? now;
}

export function ZoomControl({
  zoom,
  scale,
  onZoom,
}: {
  zoom: Zoom;
  scale: number;
  onZoom: (zoom: Zoom) => void;
}) {
  const { t, i18n } = useLingui();
  const percent = (value: number) =>
    i18n.number(value, { style: "percent", maximumFractionDigits: 0 });
  return (
    <div className={styles.zoom}>
      <ActionIcon size={22} aria-label={t`Zoom out`} onClick={() => onZoom(zoomStep(scale, -1))}>
        <IconMinus size={13} />
      </ActionIcon>
      <Menu position="top-end">
        <Menu.Target>
          <button
            type="button"
            className={`${styles.statusButton} ${styles.zoomValue}`}
            aria-label={t`Zoom`}
          >
            {percent(scale)}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() => onZoom("width")}
            aria-checked={zoom === "width"}
          >{t`Fit width`}</Menu.Item>
          {STEPS.map((step) => (
            <Menu.Item key={step} onClick={() => onZoom(step)}>
              {percent(step)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ActionIcon size={22} aria-label={t`Zoom in`} onClick={() => onZoom(zoomStep(scale, 1))}>
        <IconPlus size={13} />
      </ActionIcon>
    </div>
  );
}

export function StatusButton({
  on,
  onClick,
  children,
}: {
  on?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={on ? `${styles.statusButton} ${styles.statusButtonOn}` : styles.statusButton}
      aria-pressed={on}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

export function StatusSpring() {
  return <span className={styles.spring} />;
}
