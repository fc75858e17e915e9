/** Line spacing. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Popover, Tooltip, UnstyledButton } from "@mantine/core";
import { IconLineHeight } from "@tabler/icons-react";
import { useState } from "react";
import { keepFocus } from "@/editor/ToolRow";
import { setLines } from "../../editing/paragraphs";
import styles from "./Controls.module.css";
import type { ControlProps } from "./props";

const multiples = [1, 1.15, 1.25, 1.5, 1.75, 2, 2.5, 3];

export function LinesControl({ session, now }: ControlProps) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
      <Popover.Target>
        <Tooltip position="bottom" label={t`Line spacing`} disabled={opened}>
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
