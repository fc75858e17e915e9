/** The condition of a filter: text, numbers, dates, the greatest, or a colour. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Group, NumberInput, SegmentedControl, Select, TextInput } from "@mantine/core";
import type { ColumnFilter, DynamicFilter, Operator } from "../../commands/filtering";
import { columnCells, type Filter, filteredRows } from "../../commands/filters";
import type { SheetSession } from "../session";
import { shownBy } from "../shown";
import { ColorChoice } from "./ColorChoice";

const operators: Record<Operator, ReturnType<typeof msg>> = {
  equal: msg`is`,
  notEqual: msg`is not`,
  contains: msg`contains`,
  notContains: msg`does not contain`,
  beginsWith: msg`begins with`,
  endsWith: msg`ends with`,
  greaterThan: msg`greater than`,
  greaterThanOrEqual: msg`at least`,
  lessThan: msg`less than`,
  lessThanOrEqual: msg`at most`,
};

const periods: Record<DynamicFilter, ReturnType<typeof msg>> = {
  aboveAverage: msg`Above average`,
  belowAverage: msg`Below average`,
  today: msg`Today`,
  yesterday: msg`Yesterday`,
  tomorrow: msg`Tomorrow`,
  thisWeek: msg`This week`,
  lastWeek: msg`Last week`,
  nextWeek: msg`Next week`,
  thisMonth: msg`This month`,
  lastMonth: msg`Last month`,
  nextMonth: msg`Next month`,
  thisQuarter: msg`This quarter`,
  lastQuarter: msg`Last quarter`,
  nextQuarter: msg`Next quarter`,
  thisYear: msg`This year`,
  lastYear: msg`Last year`,
  nextYear: msg`Next year`,
};

type Way = "values" | "custom" | "top" | "dynamic" | "fill" | "font";

/** The condition that a column has; null when it lists values. */
export function conditionOf(column: ColumnFilter | undefined): ColumnFilter | null {
  const { custom, top, color, dynamic } = column ?? {};
  if (custom) return { custom };
  if (top) return { top };
  if (color) return { color };
  return dynamic ? { dynamic } : null;
}

function wayOf(value: ColumnFilter | null): Way {
  if (value?.custom) return "custom";
  if (value?.top) return "top";
  if (value?.dynamic) return "dynamic";
  return value?.color?.of ?? "values";
}

const first: Record<Way, ColumnFilter | null> = {
  values: null,
  custom: { custom: { and: true, criteria: [{ operator: "contains", value: "" }] } },
  top: { top: { count: 10, percent: false, bottom: false } },
  dynamic: { dynamic: "aboveAverage" },
  fill: { color: { of: "fill", value: "" } },
  font: { color: { of: "font", value: "" } },
};

interface ConditionProps {
  session: SheetSession;
  filter: Filter;
  col: number;
  value: ColumnFilter | null;
  onChange: (value: ColumnFilter | null) => void;
}

function Custom({
  value,
  onChange,
}: Pick<ConditionProps, "onChange"> & { value: NonNullable<ColumnFilter["custom"]> }) {
  const { t, i18n } = useLingui();
  const options = Object.entries(operators).map(([name, label]) => ({
    value: name,
    label: i18n._(label),
  }));
  const rows = [value.criteria[0], value.criteria[1] ?? { operator: "equal" as const, value: "" }];
  const set = (index: number, change: Partial<(typeof value.criteria)[number]>): void => {
    const next = rows.map((row, at) => ({
      operator: row?.operator ?? ("contains" as const),
      value: row?.value ?? "",
      ...(at === index ? change : {}),
    }));
    const criteria = next.filter((row, at) => at === 0 || row.value !== "");
    onChange({ custom: { ...value, criteria } });
  };
  return (
    <>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: there are always these two.
        <Group key={index} gap={6} wrap="nowrap">
          <Select
            size="xs"
            aria-label={t`Condition`}
            data={options}
            value={row?.operator ?? "contains"}
            onChange={(operator) => operator && set(index, { operator: operator as Operator })}
            comboboxProps={{ withinPortal: false }}
          />
          <TextInput
            size="xs"
            aria-label={t`Value`}
            value={row?.value ?? ""}
            onChange={(event) => set(index, { value: event.currentTarget.value })}
          />
        </Group>
      ))}
      {value.criteria.length > 1 && (
        <SegmentedControl
          size="xs"
          data={[
            { value: "and", label: t`Both` },
            { value: "or", label: t`Either` },
          ]}
          value={value.and ? "and" : "or"}
          onChange={(way) => onChange({ custom: { ...value, and: way === "and" } })}
        />
      )}
    </>
  );
}

function Top({
  value,
  onChange,
}: Pick<ConditionProps, "onChange"> & { value: NonNullable<ColumnFilter["top"]> }) {
  const { t } = useLingui();
  return (
    <Group gap={6} wrap="nowrap">
      <Select
        size="xs"
        aria-label={t`Which`}
        data={[
          { value: "top", label: t`The greatest` },
          { value: "bottom", label: t`The least` },
        ]}
        value={value.bottom ? "bottom" : "top"}
        onChange={(which) => onChange({ top: { ...value, bottom: which === "bottom" } })}
        comboboxProps={{ withinPortal: false }}
      />
      <NumberInput
        size="xs"
        aria-label={t`How many`}
        min={1}
        max={500}
        value={value.count}
        onChange={(count) => onChange({ top: { ...value, count: Number(count) || 1 } })}
      />
      <Select
        size="xs"
        aria-label={t`Counted in`}
        data={[
          { value: "items", label: t`items` },
          { value: "percent", label: "%" },
        ]}
        value={value.percent ? "percent" : "items"}
        onChange={(unit) => onChange({ top: { ...value, percent: unit === "percent" } })}
        comboboxProps={{ withinPortal: false }}
      />
    </Group>
  );
}

/** The colours that the filtered cells of a column have. */
function usedColors({ session, filter, col }: ConditionProps, of: "fill" | "font"): string[] {
  const { sheet } = session;
  const cells = columnCells(sheet, filteredRows(sheet, filter), col, shownBy(session));
  return [...new Set(cells.map((cell) => cell[of] ?? ""))].slice(0, 30);
}

export function Condition(props: ConditionProps) {
  const { t, i18n } = useLingui();
  const { value, onChange, session } = props;
  const way = wayOf(value);
  const ways: { value: Way; label: string }[] = [
    { value: "values", label: t`By values` },
    { value: "custom", label: t`By condition` },
    { value: "top", label: t`Greatest or least` },
    { value: "dynamic", label: t`By average or period` },
    { value: "fill", label: t`By fill colour` },
    { value: "font", label: t`By text colour` },
  ];
  return (
    <>
      <Select
        size="xs"
        aria-label={t`Filter`}
        data={ways}
        value={way}
        onChange={(next) => next && onChange(first[next as Way])}
        comboboxProps={{ withinPortal: false }}
      />
      {value?.custom && <Custom value={value.custom} onChange={onChange} />}
      {value?.top && <Top value={value.top} onChange={onChange} />}
      {value?.dynamic && (
        <Select
          size="xs"
          aria-label={t`Period`}
          data={Object.entries(periods).map(([name, label]) => ({
            value: name,
            label: i18n._(label),
          }))}
          value={value.dynamic}
          onChange={(dynamic) => dynamic && onChange({ dynamic: dynamic as DynamicFilter })}
          comboboxProps={{ withinPortal: false }}
        />
      )}
      {value?.color && (
        <ColorChoice
          session={session}
          colors={usedColors(props, value.color.of)}
          value={value.color.value}
          onChange={(color) => onChange({ color: { of: value.color?.of ?? "fill", value: color } })}
        />
      )}
    </>
  );
}
