/** The filter of a worksheet: put on, set by column, applied to rows, taken off. */
import {
  type Area,
  type IdArea,
  putObject,
  removeObject,
  type Sheet,
  setLine,
  type ValueOf,
} from "../model";
import { contains } from "./areas";
import { displayText, localCode } from "./display";
import { type ColumnFilter, type FilterCell, passing } from "./filtering";
import { colorKey, plain } from "./sorting";

export type StoredColumn = ColumnFilter & { hidden?: boolean; raw?: unknown };

export interface Filter {
  /** Of the filter, or of the table whose filter it is. */
  token: string;
  area: Area;
  /** By index of the column. */
  columns: Map<number, StoredColumn>;
  /** Of a table; null for the filter of the worksheet. Rows of totals are not filtered. */
  table: { totals: boolean } | null;
}

export interface Shown {
  computed: ValueOf;
  locale: string;
  date1904: boolean;
}

function columnsOf(sheet: Sheet, stored: unknown): Map<number, StoredColumn> {
  const columns = new Map<number, StoredColumn>();
  for (const [id, column] of Object.entries((stored ?? {}) as Record<string, unknown>)) {
    const col = sheet.cols.indexOf(id);
    if (col !== null && column && typeof column === "object") {
      columns.set(col, column as StoredColumn);
    }
  }
  return columns;
}

/** The filter of the worksheet; null when there is none, or nothing is left of its area. */
export function filterOf(sheet: Sheet): Filter | null {
  for (const [token, object] of sheet.objects("filter")) {
    const area = Array.isArray(object.area) ? sheet.area(object.area as IdArea) : null;
    if (area) return { token, area, columns: columnsOf(sheet, object.columns), table: null };
  }
  return null;
}

/** All filters: that of the worksheet, and those of its tables. */
export function filtersOf(sheet: Sheet): Filter[] {
  const own = filterOf(sheet);
  const found = own ? [own] : [];
  for (const [token, table] of sheet.objects("table")) {
    const filter = table.filter as { columns?: unknown } | null | undefined;
    const area = Array.isArray(table.area) ? sheet.area(table.area as IdArea) : null;
    if (!area || !filter || typeof filter !== "object" || table.header === false) continue;
    const columns = columnsOf(sheet, filter.columns);
    found.push({ token, area, columns, table: { totals: Boolean(table.totals) } });
  }
  return found;
}

/** The filter that a cell lies in: of its table, else of the worksheet; null when it lies in none. */
export function filterAt(sheet: Sheet, row: number, col: number): Filter | null {
  const own = filtersOf(sheet);
  const within = own.filter(({ area }) => contains(area, row, col));
  return within.find(({ table }) => table) ?? within[0] ?? null;
}

/** The rows that a filter may hide. */
export function filteredRows(sheet: Sheet, { area, table }: Filter): Area {
  if (table) return { ...area, row1: area.row1 + 1, row2: area.row2 - Number(table.totals) };
  const end = Math.max(area.row2, sheet.usedRange()?.row2 ?? area.row2);
  // Rows written right below the area belong to it, as in Excel.
  let last = area.row2;
  while (last < end && hasAny(sheet, { ...area, row1: last + 1, row2: last + 1 })) last += 1;
  return { ...area, row1: area.row1 + 1, row2: last };
}

function hasAny(sheet: Sheet, area: Area): boolean {
  let any = false;
  sheet.eachContent(area, () => {
    any = true;
  });
  return any;
}

/** The cells of a column of the filter, as its criteria see them. */
export function columnCells(sheet: Sheet, rows: Area, col: number, shown: Shown): FilterCell[] {
  const cells: FilterCell[] = [];
  for (let row = rows.row1; row <= rows.row2; row += 1) {
    const value = plain(shown.computed(sheet, row, col));
    const style = sheet.style(row, col);
    const { locale, date1904 } = shown;
    const text = displayText(value, localCode(style.numberFormat, locale), {
      locale,
      date1904,
    }).trim();
    cells.push({ value, text, fill: colorKey(style.fill), font: colorKey(style.color) });
  }
  return cells;
}

function isSet(column: StoredColumn): boolean {
  const { values, blanks, custom, top, color, dynamic } = column;
  return Boolean(values || blanks !== undefined || custom || top || color || dynamic);
}

/** Which rows pass every column but `except`; by place in `rows`. */
export function passingRows(
  sheet: Sheet,
  filter: Filter,
  rows: Area,
  shown: Shown,
  except?: number,
): boolean[] {
  const pass = Array.from({ length: Math.max(0, rows.row2 - rows.row1 + 1) }, () => true);
  for (const [col, column] of filter.columns) {
    if (col === except || !isSet(column)) continue;
    const through = passing(column, columnCells(sheet, rows, col, shown));
    for (const [index, passes] of through.entries()) if (!passes) pass[index] = false;
  }
  return pass;
}

/** Hide the rows that do not pass, show the others. */
export function applyFilter(sheet: Sheet, filter: Filter, shown: Shown): void {
  const rows = filteredRows(sheet, filter);
  const pass = passingRows(sheet, filter, rows, shown);
  const ranges: Record<"show" | "hide", [number, number][]> = { show: [], hide: [] };
  for (const [index, passes] of pass.entries()) {
    const row = rows.row1 + index;
    if (passes === !sheet.line("rows", row).hidden) continue;
    const list = ranges[passes ? "show" : "hide"];
    const previous = list.at(-1);
    if (previous?.[1] === row - 1) previous[1] = row;
    else list.push([row, row]);
  }
  if (ranges.hide.length > 0) setLine(sheet, "rows", ranges.hide, { hidden: true });
  if (ranges.show.length > 0) setLine(sheet, "rows", ranges.show, { hidden: null });
}

function byIds(sheet: Sheet, columns: Map<number, StoredColumn>): Record<string, StoredColumn> {
  return Object.fromEntries([...columns].map(([col, column]) => [sheet.cols.idAt(col), column]));
}

function put(sheet: Sheet, filter: Filter): void {
  const { token, table } = filter;
  const area = sheet.idArea(filter.area);
  const columns = byIds(sheet, filter.columns);
  const before = sheet.object(token);
  if (!table) putObject(sheet, { ...before, type: "filter", area, columns }, token);
  else if (before) {
    const kept = (before.filter ?? {}) as Record<string, unknown>;
    putObject(sheet, { ...before, filter: { ...kept, area, columns } }, token);
  }
}

/** Put a filter on an area whose first row is the header; another one of the worksheet goes. */
export function addFilter(sheet: Sheet, area: Area): void {
  sheet.book.steps.transact("addFilter", () => {
    const other = filterOf(sheet);
    if (other) removeFilter(sheet, other);
    putObject(sheet, { type: "filter", area: sheet.idArea(area), columns: {} });
  });
}

/** Take a filter off and show all its rows; a table loses its buttons. */
export function removeFilter(sheet: Sheet, filter: Filter): void {
  sheet.book.steps.transact("removeFilter", () => {
    showAll(sheet, filter);
    const before = sheet.object(filter.token);
    if (!filter.table) removeObject(sheet, filter.token);
    else if (before) putObject(sheet, { ...before, filter: null }, filter.token);
  });
}

/** Give a table its buttons back. */
export function addTableFilter(sheet: Sheet, token: string): void {
  const table = sheet.object(token);
  if (table) putObject(sheet, { ...table, filter: { area: table.area, columns: {} } }, token);
}

function showAll(sheet: Sheet, filter: Filter): void {
  const rows = filteredRows(sheet, filter);
  if (rows.row2 >= rows.row1) setLine(sheet, "rows", [[rows.row1, rows.row2]], { hidden: null });
}

/** Set the filter of one column (null lets everything through) and apply all. */
export function setColumnFilter(
  sheet: Sheet,
  filter: Filter,
  col: number,
  column: ColumnFilter | null,
  shown: Shown,
): void {
  sheet.book.steps.transact("filter", () => {
    const columns = new Map(filter.columns);
    if (column) columns.set(col, column);
    else columns.delete(col);
    put(sheet, { ...filter, columns });
    applyFilter(sheet, { ...filter, columns }, shown);
  });
}

/** Let everything through, the filter staying on. */
export function clearFilter(sheet: Sheet, filter: Filter): void {
  sheet.book.steps.transact("clearFilter", () => {
    put(sheet, { ...filter, columns: new Map() });
    showAll(sheet, filter);
  });
}

/** Apply the filters of a worksheet again after values have changed. */
export function reapplyFilters(sheet: Sheet, shown: Shown): void {
  sheet.book.steps.transact("reapplyFilter", () => {
    for (const filter of filtersOf(sheet)) applyFilter(sheet, filter, shown);
  });
}

/** The filter's columns that let less than everything through. */
export function activeColumns(filter: Filter): number[] {
  return [...filter.columns].filter(([, column]) => isSet(column)).map(([col]) => col);
}
