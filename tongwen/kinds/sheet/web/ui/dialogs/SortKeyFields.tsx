/** One key of a sort: the column, what of it counts (value or a colour), and the order. */
import { useLingui } from "@lingui/react/macro";
import { ColorSwatch, Group, Select, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { colorKey, colorsIn } from "../../commands/sorting";
import { readList, type SortKey } from "../../commands/sortOrder";
import type { Area, Sheet } from "../../model";
import { cssColor } from "../controls/Colors";
import type { SheetSession } from "../session";
import styles from "./dialogs.module.css";

export interface KeyProps {
  session: SheetSession;
  sheet: Sheet;
  area: Area;
  sortKey: SortKey;
  first: boolean;
  columns: { value: string; label: string }[];
  onChange: (key: SortKey) => void;
  /** What takes the key out. */
  end: ReactNode;
}

export function SortKeyFields(props: KeyProps) {
  const { t } = useLingui();
  const { sortKey, columns, first, onChange, end } = props;
  const by = sortKey.color?.of ?? "value";
  const change = (next: string | null): void => {
    if (next === "fill" || next === "font")
      onChange({ at: sortKey.at, color: { of: next, value: firstColor(props, next) } });
    else onChange({ at: sortKey.at });
  };
  return (
    <>
      <div className={styles.key}>
        <Select
          label={first ? t`Sort by` : t`Then by`}
          data={columns}
          value={String(sortKey.at)}
          onChange={(at) => at !== null && onChange({ ...sortKey, at: Number(at) })}
        />
        <Select
          aria-label={t`What counts`}
          w={110}
          data={[
            { value: "value", label: t`Values` },
            { value: "fill", label: t`Fill colour` },
            { value: "font", label: t`Text colour` },
          ]}
          value={by}
          onChange={change}
        />
        {sortKey.color ? <ColorOrder {...props} /> : <ValueOrder {...props} />}
        {end}
      </div>
      {sortKey.list && <OwnList {...props} />}
    </>
  );
}

function colors({ sheet, area, sortKey }: KeyProps, of: "fill" | "font") {
  return colorsIn(sheet, area, area.col1 + sortKey.at, of);
}

function firstColor(props: KeyProps, of: "fill" | "font"): string {
  return colorKey(colors(props, of)[0]) ?? "";
}

function ColorOrder(props: KeyProps) {
  const { t } = useLingui();
  const { session, sortKey, onChange } = props;
  const { color } = sortKey;
  if (!color) return null;
  const css = new Map(
    colors(props, color.of).map((one) => [colorKey(one) ?? "", cssColor(session, one) ?? "#000"]),
  );
  const swatch = (key: string) => <ColorSwatch size={14} color={css.get(key) ?? "transparent"} />;
  return (
    <>
      <Select
        aria-label={t`Colour`}
        w={120}
        placeholder={t`None`}
        data={[...css].map(([value, label]) => ({ value, label }))}
        value={css.has(color.value) ? color.value : null}
        leftSection={swatch(color.value)}
        renderOption={({ option }) => (
          <Group gap="xs">
            {swatch(option.value)}
            {option.label}
          </Group>
        )}
        onChange={(value) => value && onChange({ ...sortKey, color: { ...color, value } })}
      />
      <Select
        aria-label={t`Order`}
        w={100}
        data={[
          { value: "first", label: t`First` },
          { value: "last", label: t`Last` },
        ]}
        value={sortKey.descending ? "last" : "first"}
        onChange={(order) => onChange({ ...sortKey, descending: order === "last" })}
      />
    </>
  );
}

function ValueOrder({ sortKey, onChange }: KeyProps) {
  const { t } = useLingui();
  const { list: _list, ...plain } = sortKey;
  return (
    <Select
      aria-label={t`Order`}
      w={130}
      data={[
        { value: "up", label: t`Ascending` },
        { value: "down", label: t`Descending` },
        { value: "list", label: t`Own list` },
      ]}
      value={sortKey.list ? "list" : sortKey.descending ? "down" : "up"}
      onChange={(order) =>
        onChange(
          order === "list"
            ? { at: sortKey.at, list: [] }
            : { ...plain, descending: order === "down" },
        )
      }
    />
  );
}

function OwnList({ sortKey, onChange }: KeyProps) {
  const { t } = useLingui();
  const [text, setText] = useState((sortKey.list ?? []).join(", "));
  return (
    <TextInput
      mb="xs"
      aria-label={t`Own list`}
      placeholder={t`High, medium, low`}
      maxLength={2000}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange({ ...sortKey, list: readList(event.currentTarget.value) });
      }}
    />
  );
}
