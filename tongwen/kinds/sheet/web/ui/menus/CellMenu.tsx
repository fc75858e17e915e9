/** The menu at the pointer: of cells, rows, columns and tabs; on a phone, a sheet from the foot. */
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { Sheet } from "@/app/Sheet";
import { Colors } from "@/editor/controls/Colors";
import { usePhone } from "@/editor/usePhone";
import { hiddenSheets, maySpare } from "../../commands/worksheets";
import type { Commands } from "../commands";
import { cssColor } from "../controls/Colors";
import { Items } from "../controls/Items";
import type { ControlProps } from "../controls/props";
import { addWorksheet, copyWorksheet, hideWorksheet, removeWorksheet } from "../worksheetActions";
import { DrawingEntries } from "./DrawingEntries";
import styles from "./menus.module.css";
import type { OpenMenu } from "./open";

type PlainMenu = Extract<OpenMenu, { x: number }>;
type Ids = (string | null)[];

const clipboard: Ids = ["cut", "copy", "paste", "paste-values", "paste-special", null];

const entries: Record<"cells" | "rows" | "cols" | "corner", Ids> = {
  cells: [
    ...clipboard,
    "insert",
    "delete",
    "clear-contents",
    null,
    "sort-ascending",
    "sort-descending",
    "filter",
    null,
    "link",
    "link-remove",
    "comment",
    "note",
    "note-remove",
    "validation",
    null,
    "format-cells",
  ],
  rows: [
    ...clipboard,
    "row-above",
    "row-below",
    "row-remove",
    "clear-contents",
    null,
    "row-size",
    "rows-fit",
    "rows-hide",
    "rows-show",
    null,
    "group",
    "ungroup",
    null,
    "format-cells",
  ],
  cols: [
    ...clipboard,
    "column-before",
    "column-after",
    "column-remove",
    "clear-contents",
    null,
    "sort-ascending",
    "sort-descending",
    null,
    "column-size",
    "columns-fit",
    "columns-hide",
    "columns-show",
    null,
    "group",
    "ungroup",
    null,
    "format-cells",
  ],
  corner: [
    "select-all",
    "copy",
    "paste",
    null,
    "row-size",
    "column-size",
    "rows-show",
    "columns-show",
  ],
};

/** What does not apply here is left out rather than shown grey: menus stay short. */
function applying(ids: Ids, commands: Commands): Ids {
  const fading = new Set(["link-remove", "note-remove"]);
  return ids.filter((id) => id === null || !fading.has(id) || !commands[id]?.disabled);
}

function TabEntries({ session, now, sid }: ControlProps & { sid: string }) {
  const { t } = useLingui();
  const { book } = session;
  const spare = maySpare(book, sid);
  if (!now.editable) return <Menu.Item disabled>{t`Read only`}</Menu.Item>;
  const color = cssColor(session, book.info(sid)?.color)?.slice(1) ?? "";
  return (
    <>
      <Menu.Item onClick={() => void addWorksheet(session, t`Sheet`)}>{t`New worksheet`}</Menu.Item>
      <Menu.Item onClick={() => session.renaming.set(sid)}>{t`Rename`}</Menu.Item>
      <Menu.Item onClick={() => void copyWorksheet(session, sid)}>{t`Duplicate`}</Menu.Item>
      <Menu.Item disabled={!spare} onClick={() => void hideWorksheet(session, sid)}>
        {t`Hide`}
      </Menu.Item>
      {hiddenSheets(book).length > 0 && (
        <Menu.Item onClick={() => session.dialog.set({ name: "unhide" })}>{t`Unhide…`}</Menu.Item>
      )}
      <Menu.Divider />
      <div className={styles.colors}>
        <Colors
          current={color}
          none={t`No colour`}
          onChoose={(chosen) => {
            book.colorSheet(sid, chosen);
            session.menu.set(null);
          }}
        />
      </div>
      <Menu.Divider />
      <Menu.Item
        color="var(--tw-danger)"
        disabled={!spare}
        onClick={() => void removeWorksheet(session, sid)}
      >
        {t`Delete`}
      </Menu.Item>
    </>
  );
}

function Entries({
  open,
  commands,
  ...props
}: ControlProps & { open: PlainMenu; commands: Commands }) {
  if (open.kind === "drawing") return <DrawingEntries {...props} token={open.token} />;
  if (open.kind === "tab") return <TabEntries {...props} sid={open.sid} />;
  return <Items commands={commands} ids={applying(entries[open.kind], commands)} />;
}

/** The entries on a phone: the same, as large as fingers. */
function FootSheet({
  open,
  onClose,
  ...props
}: MenuProps & { open: PlainMenu; onClose: () => void }) {
  return (
    <Sheet
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      withCloseButton={false}
      classNames={{ content: styles.sheet ?? "", body: styles.body ?? "" }}
    >
      {/* An inline menu: its items need a menu around them. */}
      <Menu
        opened
        width="100%"
        withinPortal={false}
        onClose={onClose}
        transitionProps={{ duration: 0 }}
      >
        <Menu.Dropdown className={styles.inline}>
          <Entries {...props} open={open} />
        </Menu.Dropdown>
      </Menu>
    </Sheet>
  );
}

type MenuProps = ControlProps & { commands: Commands };

export function CellMenu(props: MenuProps) {
  const { session } = props;
  const phone = usePhone();
  const open = session.menu.use();
  if (!open || !("x" in open)) return null;
  const close = (): void => {
    session.menu.set(null);
    session.back();
  };
  if (phone) return <FootSheet {...props} open={open} onClose={close} />;
  return (
    <Menu
      key={`${open.x} ${open.y}`}
      opened
      onChange={(opened) => {
        if (!opened) close();
      }}
      position="bottom-start"
      offset={2}
      width={250}
      withinPortal
    >
      <Menu.Target>
        <span
          className={styles.point}
          style={{ insetInlineStart: open.x, insetBlockStart: open.y }}
        />
      </Menu.Target>
      <Menu.Dropdown
        className={styles.menu}
        onContextMenu={(event) => event.preventDefault()}
        data-menu={open.kind}
      >
        <Entries {...props} open={open} />
      </Menu.Dropdown>
    </Menu>
  );
}
