/** At which signs text is cut into columns, or after how many characters, and what becomes of it. */
import { useLingui } from "@lingui/react/macro";
import { Checkbox, Group, SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { DELIMITERS, readWidths, type SplitOptions } from "../../commands/splitting";
import styles from "./dialogs.module.css";

export function Delimiters({
  options,
  onChange,
}: {
  options: SplitOptions;
  onChange: (options: SplitOptions) => void;
}) {
  const { t } = useLingui();
  const names: [string, string][] = [
    [DELIMITERS.comma, t`Comma`],
    [DELIMITERS.semicolon, t`Semicolon`],
    [DELIMITERS.tab, t`Tab`],
    [DELIMITERS.space, t`Space`],
    ["，", "，"],
    ["、", "、"],
    ["|", "|"],
  ];
  const known = new Set(names.map(([sign]) => sign));
  const { delimiters, merge, widths } = options;
  const other = delimiters.find((sign) => !known.has(sign)) ?? "";
  const [typed, setTyped] = useState("");
  const toggle = (sign: string, on: boolean): void =>
    onChange({
      ...options,
      delimiters: on ? [...delimiters, sign] : delimiters.filter((one) => one !== sign),
    });
  const named = delimiters.filter((sign) => known.has(sign));
  const { widths: _widths, ...bySigns } = options;
  return (
    <>
      <SegmentedControl
        size="xs"
        data={[
          { value: "signs", label: t`At signs` },
          { value: "widths", label: t`After so many characters` },
        ]}
        value={widths ? "widths" : "signs"}
        onChange={(way) =>
          onChange(way === "widths" ? { ...options, widths: readWidths(typed) } : bySigns)
        }
      />
      {widths ? (
        <TextInput
          label={t`Cuts after these numbers of characters`}
          placeholder="4, 6, 8"
          maxLength={200}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            onChange({ ...options, widths: readWidths(event.currentTarget.value) });
          }}
        />
      ) : (
        <>
          <Group>
            {names.map(([sign, label]) => (
              <Checkbox
                key={sign}
                label={label}
                checked={delimiters.includes(sign)}
                onChange={(event) => toggle(sign, event.currentTarget.checked)}
              />
            ))}
          </Group>
          <Group grow align="end">
            <TextInput
              label={t`Other`}
              maxLength={10}
              value={other}
              onChange={(event) => {
                const sign = event.currentTarget.value;
                onChange({ ...options, delimiters: sign ? [...named, sign] : named });
              }}
            />
            <Checkbox
              label={t`Several in a row count as one`}
              checked={merge}
              onChange={(event) => onChange({ ...options, merge: event.currentTarget.checked })}
            />
          </Group>
        </>
      )}
    </>
  );
}

const SHOWN = 6;

/** The first rows and columns of what comes out. */
export function Pieces({ pieces }: { pieces: readonly string[][] }) {
  return (
    <div className={styles.piecesArea}>
      <table className={styles.pieces}>
        <tbody>
          {pieces.slice(0, SHOWN).map((parts, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a preview.
            <tr key={row}>
              {parts.slice(0, SHOWN).map((part, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a preview.
                <td key={at}>{part}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
