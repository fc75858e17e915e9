/** Sort by several columns, with a header or without, text as the language orders it. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Checkbox, Select } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { columnName, regionAround } from "../../commands/areas";
import { hasHeader, sort } from "../../commands/sorting";
import type { SortKey, TextOrder } from "../../commands/sortOrder";
import { shownText } from "../shown";
import styles from "./dialogs.module.css";
import { DialogForm, DialogFrame, type DialogProps } from "./Frame";
import { SortKeyFields } from "./SortKeyFields";

const MOST_KEYS = 64;
const MOST_COLUMNS = 500;

export function SortDialog({ session, onClose }: DialogProps) {
  const { t } = useLingui();
  const { sheet, computed, locale } = session;
  const [area] = useState(() => regionAround(sheet, session.area));
  const [header, setHeader] = useState(() => hasHeader(sheet, area, computed));
  const [matchCase, setMatchCase] = useState(false);
  const [text, setText] = useState<TextOrder>(locale.startsWith("zh") ? "pinyin" : "locale");
  const [keys, setKeys] = useState<SortKey[]>(() => [
    { at: Math.max(0, session.view.selection.active.col - area.col1) },
  ]);
  const count = Math.min(area.col2 - area.col1 + 1, MOST_COLUMNS);
  const columns = Array.from({ length: count }, (_unused, at) => {
    const name = header ? shownText(session, area.row1, area.col1 + at) : "";
    const column = columnName(area.col1 + at);
    return { value: String(at), label: name || t`Column ${column}` };
  });
  const apply = (): void => {
    onClose();
    session.run(() => sort(sheet, area, keys, { header, matchCase, text, locale, computed }));
  };
  return (
    <DialogFrame title={t`Sort`} size={640} onClose={onClose}>
      <DialogForm verb={t`Sort`} onSubmit={apply} onCancel={onClose}>
        {keys.map((key, index) => (
          <SortKeyFields
            // biome-ignore lint/suspicious/noArrayIndexKey: keys have no name of their own.
            key={index}
            session={session}
            sheet={sheet}
            area={header ? { ...area, row1: Math.min(area.row2, area.row1 + 1) } : area}
            sortKey={key}
            first={index === 0}
            columns={columns}
            onChange={(next) => setKeys(keys.map((one, at) => (at === index ? next : one)))}
            end={
              <ActionIcon
                aria-label={t`Remove this key`}
                disabled={keys.length === 1}
                onClick={() => setKeys(keys.filter((_key, at) => at !== index))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            }
          />
        ))}
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          disabled={keys.length >= Math.min(MOST_KEYS, count)}
          onClick={() =>
            setKeys([
              ...keys,
              { at: (keys.at(-1)?.at ?? -1) + 1 < count ? (keys.at(-1)?.at ?? -1) + 1 : 0 },
            ])
          }
        >
          {t`Add a key`}
        </Button>
        <div className={styles.fields} style={{ marginBlockStart: 12 }}>
          <Checkbox
            label={t`The first row names the columns`}
            checked={header}
            onChange={(event) => setHeader(event.currentTarget.checked)}
          />
          <Checkbox
            label={t`Match case`}
            checked={matchCase}
            onChange={(event) => setMatchCase(event.currentTarget.checked)}
          />
          <Select
            label={t`Order of text`}
            data={[
              { value: "locale", label: t`As in your language` },
              { value: "pinyin", label: t`Chinese by pinyin` },
              { value: "stroke", label: t`Chinese by strokes` },
            ]}
            value={text}
            onChange={(order) => order && setText(order as TextOrder)}
          />
        </div>
      </DialogForm>
    </DialogFrame>
  );
}
