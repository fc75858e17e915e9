/** The values of a filtered column: each once with its count, dates by year, month and day. */
import { displayText, isDate } from "../../commands/display";
import { columnCells, type Filter, filteredRows, passingRows } from "../../commands/filters";
import type { SheetSession } from "../session";
import { shownBy } from "../shown";

export interface ListedValue {
  text: string;
  count: number;
  /** Of a date, its year and month (from 1); null for anything else. */
  date: [year: number, month: number] | null;
}

/** The values of a column among the rows that the other columns let through, in their order. */
export function listedValues(session: SheetSession, filter: Filter, col: number): ListedValue[] {
  const { sheet } = session;
  const shown = shownBy(session);
  const rows = filteredRows(sheet, filter);
  const pass = passingRows(sheet, filter, rows, shown, col);
  const counts = new Map<string, { count: number; value: unknown; row: number }>();
  for (const [index, cell] of columnCells(sheet, rows, col, shown).entries()) {
    if (!pass[index]) continue;
    const before = counts.get(cell.text);
    const count = (before?.count ?? 0) + 1;
    counts.set(cell.text, { count, value: cell.value, row: rows.row1 + index });
  }
  const collator = new Intl.Collator(session.locale, { numeric: true });
  return [...counts]
    .sort(([a, x], [b, y]) => {
      if (a === "" || b === "") return a === "" ? 1 : -1;
      if (typeof x.value === "number" && typeof y.value === "number") return x.value - y.value;
      return collator.compare(a, b);
    })
    .map(([text, { count, value, row }]) => ({
      text,
      count,
      date: dateOf(value, sheet.style(row, col).numberFormat, session.date1904),
    }));
}

/** The year and month of a serial number under a format that shows days. */
function dateOf(value: unknown, code: string | undefined, date1904: boolean): ListedValue["date"] {
  if (typeof value !== "number" || value < 1 || !isDate(code)) return null;
  const [year, month] = displayText(value, "yyyy-m", { date1904 }).split("-").map(Number);
  return year && month && year > 1900 ? [year, month] : null;
}

/** A knot of the tree of dates: a year or a month with what is in it. */
export interface DateGroup {
  key: string;
  year: number;
  /** Null for a year. */
  month: number | null;
  values: ListedValue[];
  months: DateGroup[];
}

/** Dates grouped by year and month, the latest year first as in Excel; what is no date is left to the list. */
export function dateGroups(listed: readonly ListedValue[]): DateGroup[] {
  const years = new Map<number, DateGroup>();
  for (const value of listed) {
    if (!value.date) continue;
    const [year, month] = value.date;
    const group = years.get(year) ?? { key: `${year}`, year, month: null, values: [], months: [] };
    years.set(year, group);
    group.values.push(value);
    const key = `${year}-${month}`;
    let inner = group.months.find((one) => one.key === key);
    if (!inner) {
      inner = { key, year, month, values: [], months: [] };
      group.months.push(inner);
    }
    inner.values.push(value);
  }
  return [...years.values()].sort((a, b) => b.year - a.year);
}
