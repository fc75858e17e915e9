/** One of the colours that cells have; empty text is none. */
import { useLingui } from "@lingui/react/macro";
import controls from "@/editor/controls/Controls.module.css";
import type { Color } from "../../model";
import { cssColor } from "../controls/Colors";
import type { SheetSession } from "../session";

/** A colour from the text that `colorKey` made of it. */
export function colorOf(key: string): Color | null {
  if (key === "") return null;
  if (!key.startsWith("{")) return key;
  return JSON.parse(key) as Color;
}

export function ColorChoice({
  session,
  colors,
  value,
  onChange,
}: {
  session: SheetSession;
  colors: readonly string[];
  value: string;
  onChange: (color: string) => void;
}) {
  const { t } = useLingui();
  return (
    <div className={controls.swatches}>
      {colors.map((key) => {
        const css = cssColor(session, colorOf(key));
        const label = css ?? t`No colour`;
        return (
          <button
            type="button"
            key={key}
            className={controls.swatch}
            style={{ background: css ?? "transparent" }}
            data-current={key === value}
            aria-pressed={key === value}
            aria-label={label}
            title={label}
            onClick={() => onChange(key)}
          />
        );
      })}
    </div>
  );
}
