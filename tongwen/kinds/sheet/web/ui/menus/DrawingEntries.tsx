/** What can be done with a drawing: describe it, give a picture its own size back, delete it. */
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { removeObject } from "../../model";
import type { ControlProps } from "../controls/props";
import type { SheetSession } from "../session";

/** The size that a picture has of its own, pixels; null for what is no picture. */
function ownSize({ view }: SheetSession, token: string): [number, number] | null {
  const image = view.element.querySelector<HTMLImageElement>(
    `[data-token="${CSS.escape(token)}"] img`,
  );
  return image && image.naturalWidth > 0 ? [image.naturalWidth, image.naturalHeight] : null;
}

export function DrawingEntries({ session, now, token }: ControlProps & { token: string }) {
  const { t } = useLingui();
  if (!now.editable) return <Menu.Item disabled>{t`Read only`}</Menu.Item>;
  const size = ownSize(session, token);
  return (
    <>
      <Menu.Item onClick={() => session.dialog.set({ name: "drawing", token })}>
        {t`Description and size…`}
      </Menu.Item>
      {size && (
        <Menu.Item
          onClick={() => session.run(() => session.options.resizeDrawing?.(token, ...size))}
        >
          {t`Original size`}
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item
        color="var(--tw-danger)"
        onClick={() => session.run(({ sheet }) => removeObject(sheet, token))}
      >
        {t`Delete`}
      </Menu.Item>
    </>
  );
}
