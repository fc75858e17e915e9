/** Colours of text and cells. */
import { useLingui } from "@lingui/react/macro";
import { IconBucketDroplet, IconTextColor } from "@tabler/icons-react";
import { ColorPopover, Colors } from "@/editor/controls/Colors";
import { setColor, setFill } from "../../commands/formatting";
import { Palette } from "../../grid/colors";
import type { Color } from "../../model";
import type { SheetSession } from "../session";
import type { ControlProps } from "./props";

/** A colour of the workbook as CSS; null for none and `auto`. */
export function cssColor({ book }: SheetSession, color: Color | null | undefined): string | null {
  return new Palette({ theme: book.setting("theme"), indexed: book.setting("indexed") }).css(color);
}

export function TextColorControl({ session, now }: ControlProps) {
  const { t } = useLingui();
  const current = cssColor(session, now.style.color);
  return (
    <ColorPopover
      label={t`Text colour`}
      icon={<IconTextColor size={17} stroke={1.7} />}
      bar={current ?? "var(--tw-ink)"}
      disabled={!now.editable}
    >
      {(close) => (
        <Colors
          current={current?.slice(1) ?? ""}
          none={t`Automatic`}
          onChoose={(color) => {
            close();
            session.runFont((target) => setColor(target, color));
          }}
        />
      )}
    </ColorPopover>
  );
}

export function FillControl({ session, now }: ControlProps) {
  const { t } = useLingui();
  const current = cssColor(session, now.style.fill);
  return (
    <ColorPopover
      label={t`Fill colour`}
      icon={<IconBucketDroplet size={17} stroke={1.7} />}
      bar={current ?? "var(--tw-line)"}
      disabled={!now.editable}
    >
      {(close) => (
        <Colors
          current={current?.slice(1) ?? ""}
          none={t`No fill`}
          onChoose={(color) => {
            close();
            session.run((target) => setFill(target, color));
          }}
        />
      )}
    </ColorPopover>
  );
}
