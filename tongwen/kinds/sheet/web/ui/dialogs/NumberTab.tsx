/** Format cells: the number format, by category, with what the value will look like. */
import { useLingui } from "@lingui/react/macro";
import { Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { displayText } from "../../commands/display";
import {
  type Category,
  categoryOf,
  codeFor,
  currencySymbols,
  dateCodes,
  fractionCodes,
  GENERAL,
  isReadable,
  type Negative,
  type NumberOptions,
  optionsOf,
  specialCodes,
  timeCodes,
} from "../../commands/numberFormats";
import { plain } from "../../commands/sorting";
import { categoryNames, useCategoryName } from "../categories";
import type { ControlProps } from "../controls/props";
import styles from "./dialogs.module.css";

const lists: Partial<Record<Category, readonly string[]>> = {
  date: dateCodes,
  time: timeCodes,
  fraction: fractionCodes,
  special: Object.values(specialCodes),
};

const negatives: Negative[] = ["minus", "red", "parentheses", "redParentheses"];

const samples: Partial<Record<Category, number>> = { date: 46123.4, time: 46123.6, fraction: 3.25 };

interface CodeProps {
  code: string;
  onChange: (code: string) => void;
  locale: string;
}

/** A list of codes, each as a value looks under it. */
function Codes({
  codes,
  code,
  onChange,
  locale,
  sample,
}: CodeProps & { codes: readonly string[]; sample: number }) {
  const { t } = useLingui();
  return (
    <div className={styles.list} role="listbox" aria-label={t`Formats`}>
      {codes.map((one) => (
        <button
          type="button"
          role="option"
          key={one}
          className={styles.entry}
          aria-selected={one === code}
          onClick={() => onChange(one)}
        >
          {displayText(sample, one, { locale })}
        </button>
      ))}
    </div>
  );
}

function Options({ category, code, onChange, locale }: CodeProps & { category: Category }) {
  const { t } = useLingui();
  const options = optionsOf(code);
  const set = (change: Partial<NumberOptions>): void =>
    onChange(codeFor(category, { ...options, ...change }));
  const symbols = category === "currency" || category === "accounting";
  return (
    <>
      <NumberInput
        label={t`Decimals`}
        min={0}
        max={30}
        value={options.decimals}
        onChange={(value) => set({ decimals: Number(value) || 0 })}
      />
      {category === "number" && (
        <Checkbox
          label={t`Thousands separator`}
          checked={options.thousands}
          onChange={(event) => set({ thousands: event.currentTarget.checked })}
        />
      )}
      {symbols && (
        <Select
          label={t`Symbol`}
          data={currencySymbols}
          value={options.symbol}
          onChange={(symbol) => symbol && set({ symbol })}
        />
      )}
      {(category === "number" || category === "currency") && (
        <Select
          label={t`Negative numbers`}
          data={negatives.map((negative) => ({
            value: negative,
            label: `${displayText(-1234.5, codeFor(category, { ...options, negative }), { locale }).trim()}${
              negative.startsWith("red") ? ` (${t`red`})` : ""
            }`,
          }))}
          value={options.negative}
          onChange={(negative) => negative && set({ negative: negative as Negative })}
        />
      )}
    </>
  );
}

const withOptions = new Set<Category>([
  "number",
  "currency",
  "accounting",
  "percent",
  "scientific",
]);

export function NumberTab({
  session,
  now,
  code,
  onChange,
}: ControlProps & { code: string; onChange: (code: string) => void }) {
  const { t } = useLingui();
  const named = useCategoryName();
  const [category, setCategory] = useState<Category>(() => categoryOf(code));
  const { row, col } = now.selection.active;
  const value = plain(session.value(row, col)) ?? 1234.5;
  const { locale, date1904 } = session;
  const choose = (next: Category): void => {
    setCategory(next);
    if (next === "custom") return;
    const usual = { decimals: 2, thousands: true, symbol: "¥", negative: "minus" } as const;
    onChange(next === categoryOf(code) ? code : codeFor(next, usual));
  };
  const codes = lists[category];
  return (
    <div className={styles.categories}>
      <div className={styles.list} role="listbox" aria-label={t`Category`}>
        {(Object.keys(categoryNames) as Category[]).map((one) => (
          <button
            type="button"
            role="option"
            key={one}
            className={styles.entry}
            aria-selected={one === category}
            onClick={() => choose(one)}
          >
            {named(one)}
          </button>
        ))}
      </div>
      <div className={styles.fields}>
        <div className={styles.sample} data-sample>
          {displayText(value, code, { locale, date1904 })}
        </div>
        {codes && (
          <Codes
            codes={codes}
            code={code}
            onChange={onChange}
            locale={locale}
            sample={samples[category] ?? 1234.5}
          />
        )}
        {withOptions.has(category) && (
          <Options category={category} code={code} onChange={onChange} locale={locale} />
        )}
        {category === "custom" && (
          <TextInput
            label={t`Format code`}
            value={code}
            maxLength={255}
            error={isReadable(code || GENERAL) ? undefined : t`This code cannot be read.`}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )}
        {category === "general" && (
          <p className={styles.muted}>{t`As it is typed, without a format of its own.`}</p>
        )}
        {category === "text" && (
          <p className={styles.muted}>{t`What is typed stays text, even numbers.`}</p>
        )}
      </div>
    </div>
  );
}
