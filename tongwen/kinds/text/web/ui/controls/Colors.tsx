/** Colours of text, highlight and cells. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { IconBucketDroplet, IconHighlight, IconTextColor } from "@tabler/icons-react";
import { ColorPopover, Colors, Swatch } from "@/editor/controls/Colors";
import controls from "@/editor/controls/Controls.module.css";
import { keepFocus } from "@/editor/ToolRow";
import { highlights } from "../../document/colors";
import { setRun } from "../../editing/marks";
import { cellAttribute } from "../../editing/tables";
import type { ControlProps } from "./props";

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
            className={controls.noColor}
            onMouseDown={keepFocus}
            onClick={() => choose(close, null)}
          >
            {t`None`}
          </button>
          <div className={controls.swatches}>
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
