/** Dialogs about cells: link, note, inserting and deleting, sizes. */
import { useLingui } from "@lingui/react/macro";
import {
  Button,
  NumberInput,
  Radio,
  SegmentedControl,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { parseArea } from "../../commands/areas";
import * as lines from "../../commands/lines";
import { linkAddress, linkAt, noteAt, setLink, setNote } from "../../commands/objects";
import type { AxisName } from "../../model";
import { shownText } from "../shown";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";

export function LinkDialog({ session, now, onClose }: DialogProps) {
  const { t } = useLingui();
  const { row, col } = now.selection.active;
  const { sheet } = session;
  const [link] = useState(() => linkAt(sheet, row, col));
  const [way, setWay] = useState<"web" | "place">(link?.place ? "place" : "web");
  const [before] = useState(() => shownText(session, row, col));
  const [text, setText] = useState(before);
  const [address, setAddress] = useState(link?.target ?? "");
  const [place, setPlace] = useState(link?.place ?? "");
  const [tip, setTip] = useState(link?.tip ?? "");
  const [tried, setTried] = useState(false);
  const target = linkAddress(address);
  const cells = place.trim().slice(place.lastIndexOf("!") + 1);
  const known =
    parseArea(cells) !== null || session.book.names().some((name) => name.name === place.trim());
  const valid = way === "web" ? target !== null : known;
  const apply = (): void => {
    setTried(true);
    if (!valid) return;
    onClose();
    const made = way === "web" ? { target, place: null, tip } : { target: null, place, tip };
    const typed = text.trim() === "" ? (way === "web" ? address : place).trim() : text;
    session.run(() => setLink(sheet, row, col, made, typed === before ? "" : typed));
  };
  return (
    <DialogFrame title={t`Link`} onClose={onClose}>
      <DialogForm
        verb={t`Apply`}
        onSubmit={apply}
        onCancel={onClose}
        aside={
          link && (
            <Button
              variant="subtle"
              color="cinnabar"
              onClick={() => {
                onClose();
                session.run(() => setLink(sheet, row, col, null));
              }}
            >
              {t`Remove link`}
            </Button>
          )
        }
      >
        <div className={styles.fields}>
          <TextInput
            label={t`Text`}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <SegmentedControl
            size="xs"
            data={[
              { value: "web", label: t`Address` },
              { value: "place", label: t`Place in this workbook` },
            ]}
            value={way}
            onChange={(value) => setWay(value as "web" | "place")}
          />
          {way === "web" ? (
            <TextInput
              data-autofocus
              aria-label={t`Address`}
              placeholder="https://"
              value={address}
              error={tried && !valid ? t`Type a web or e-mail address` : undefined}
              onChange={(event) => setAddress(event.currentTarget.value)}
            />
          ) : (
            <TextInput
              data-autofocus
              aria-label={t`Place in this workbook`}
              placeholder="Sheet2!A1"
              value={place}
              error={tried && !valid ? t`Type a cell or a name` : undefined}
              onChange={(event) => setPlace(event.currentTarget.value)}
            />
          )}
          <TextInput
            label={t`Hint at the pointer`}
            value={tip}
            maxLength={255}
            onChange={(event) => setTip(event.currentTarget.value)}
          />
        </div>
      </DialogForm>
    </DialogFrame>
  );
}

export function NoteDialog({ session, now, onClose }: DialogProps) {
  const { t } = useLingui();
  const { row, col } = now.selection.active;
  const { sheet } = session;
  const [note] = useState(() => noteAt(sheet, row, col));
  const [text, setText] = useState(note?.text ?? "");
  const save = (next: string): void => {
    onClose();
    session.run(() => setNote(sheet, row, col, next, session.options.author));
  };
  return (
    <DialogFrame title={t`Note`} onClose={onClose}>
      <DialogForm
        verb={t`Apply`}
        onSubmit={() => save(text)}
        onCancel={onClose}
        aside={
          note && (
            <Button variant="subtle" color="cinnabar" onClick={() => save("")}>
              {t`Delete note`}
            </Button>
          )
        }
      >
        <Textarea
          data-autofocus
          aria-label={t`Note`}
          autosize
          minRows={4}
          maxRows={12}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </DialogForm>
    </DialogFrame>
  );
}

type Way = "end" | "down" | "rows" | "cols";

export function CellsDialog({ session, onClose, act }: DialogProps & { act: "insert" | "delete" }) {
  const { t } = useLingui();
  const [way, setWay] = useState<Way>("down");
  const inserting = act === "insert";
  const apply = (): void => {
    onClose();
    const area = session.area;
    session.run(({ sheet }) => {
      if (way === "rows" || way === "cols") {
        if (inserting) lines.insertAround(sheet, [area], way);
        else lines.removeLines(sheet, [area], way);
      } else if (inserting) lines.insertCells(sheet, area, way);
      else lines.deleteCells(sheet, area, way);
    });
  };
  return (
    <DialogFrame title={inserting ? t`Insert cells` : t`Delete cells`} size={340} onClose={onClose}>
      <DialogForm verb={inserting ? t`Insert` : t`Delete`} onSubmit={apply} onCancel={onClose}>
        <Radio.Group value={way} onChange={(value) => setWay(value as Way)}>
          <Stack gap="sm">
            <Radio value="end" label={inserting ? t`Move cells right` : t`Move cells left`} />
            <Radio value="down" label={inserting ? t`Move cells down` : t`Move cells up`} />
            <Radio value="rows" label={t`Whole rows`} />
            <Radio value="cols" label={t`Whole columns`} />
          </Stack>
        </Radio.Group>
      </DialogForm>
    </DialogFrame>
  );
}

export function SizeDialog({ session, now, onClose, axis }: DialogProps & { axis: AxisName }) {
  const { t } = useLingui();
  const { row, col } = now.selection.active;
  const { sheet } = session;
  const rows = axis === "rows";
  const [size, setSize] = useState<number | string>(
    () => sheet.line(axis, rows ? row : col).size ?? (rows ? 15 : 8.43),
  );
  const set = (next: number | null): void => {
    onClose();
    session.run(({ areas }) => lines.resizeLines(sheet, areas, axis, next));
  };
  return (
    <DialogFrame title={rows ? t`Row height` : t`Column width`} size={340} onClose={onClose}>
      <DialogForm
        verb={t`Apply`}
        disabled={size === ""}
        onSubmit={() => set(Number(size))}
        onCancel={onClose}
        aside={
          <Button variant="subtle" onClick={() => set(null)}>
            {t`Default`}
          </Button>
        }
      >
        <NumberInput
          data-autofocus
          label={rows ? t`Points` : t`Characters`}
          min={0}
          max={rows ? 409 : 255}
          value={size}
          onChange={setSize}
        />
      </DialogForm>
    </DialogFrame>
  );
}
