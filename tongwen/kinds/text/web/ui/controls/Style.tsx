/** The paragraph style. */
import { useLingui } from "@lingui/react/macro";
import { Popover, ScrollArea, Tooltip, UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import controls from "@/editor/controls/Controls.module.css";
import { keepFocus } from "@/editor/ToolRow";
import { setStyle } from "../../editing/paragraphs";
import { runCss } from "../../styles/css";
import { useStyleName } from "../styleNames";
import styles from "./Controls.module.css";
import type { ControlProps } from "./props";

export function StyleControl({ session, now }: ControlProps) {
  const { t } = useLingui();
  const named = useStyleName();
  const table = session.model.styles;
  const [opened, setOpened] = useState(false);
  const current = now.style ? table.styles.get(now.style) : undefined;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withinPortal>
      <Popover.Target>
        <Tooltip position="bottom" label={t`Style`} disabled={opened}>
          <UnstyledButton
            className={controls.choice}
            style={{ inlineSize: 132 }}
            disabled={!now.editable}
            onMouseDown={keepFocus}
            onClick={() => setOpened((was) => !was)}
            aria-label={t`Style`}
          >
            <span className={controls.value}>{named(current?.name ?? "Normal")}</span>
            <IconChevronDown size={13} className={controls.chevron} />
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
              <span style={preview(table.paragraph(id).r)}>{named(style.name ?? id)}</span>
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
