/** Structured references: `Table[[#Headers],[Name]]`, `Table[@Name]`, `[@Name]` (ECMA-376-1 §18.17.2.3 and MS-XLSX). */
import { type CellError, REF } from "./values";
import type { TableInfo, Workbook } from "./workbook";

export interface StructuredArea {
  sid: string;
  row1: number;
  col1: number;
  row2: number;
  col2: number;
  /** Only the row of the formula; the rows are those of the data. */
  thisRow: boolean;
}

interface Place {
  sheet: { sid: string };
  row: number;
  col: number;
}

/** `'` before a bracket, a number sign, an at sign or itself. */
function unescaped(text: string): string {
  return text.replace(/'(.)/g, "$1");
}

/** The parts of a specification: `[#All],[A]:[B]`, `@A`, `A`. */
function parts(spec: string): { items: string[]; columns: string[] } {
  const items: string[] = [];
  const columns: string[] = [];
  let rest = spec.trim();
  if (rest.startsWith("@")) {
    items.push("#This Row");
    rest = rest.slice(1);
  }
  if (rest.startsWith("#")) return { items: [...items, rest], columns };
  if (!rest.startsWith("[")) return { items, columns: rest === "" ? columns : [unescaped(rest)] };
  for (const match of rest.matchAll(/\[((?:'.|[^\]'])*)\]/g)) {
    const part = (match[1] ?? "").trim();
    if (part.startsWith("#")) items.push(part);
    else if (part.startsWith("@")) {
      items.push("#This Row");
      columns.push(unescaped(part.slice(1)));
    } else columns.push(unescaped(part));
  }
  return { items, columns };
}

function rowsOf(table: TableInfo, items: string[]): [number, number] | null {
  const top = table.row1 + (table.header ? 1 : 0);
  const end = table.row2 - (table.totals ? 1 : 0);
  if (items.length === 0) return [top, end];
  const ranges = items.map((item): [number, number] | null => {
    switch (item.toLowerCase()) {
      case "#all":
        return [table.row1, table.row2];
      case "#headers":
        return table.header ? [table.row1, table.row1] : null;
      case "#totals":
        return table.totals ? [table.row2, table.row2] : null;
      case "#data":
      case "#this row":
        return [top, end];
      default:
        return null;
    }
  });
  const found = ranges.filter((range) => range !== null);
  if (found.length < ranges.length) return null;
  return [Math.min(...found.map(([first]) => first)), Math.max(...found.map(([, last]) => last))];
}

/**
 * The area that a structured reference means; #REF! when the table or a column is not there.
 *
 * Null when it names no table and no `place` says which one is around it.
 */
export function structuredArea(
  book: Workbook,
  name: string,
  spec: string,
  place?: Place,
): StructuredArea | CellError | null {
  if (name === "" && !place) return null;
  const table =
    name === "" && place
      ? book.tableAt(place.sheet.sid, place.row, place.col)
      : book.tableNamed(name);
  if (!table) return REF;
  const { items, columns } = parts(spec);
  const at = columns.map((column) =>
    table.columns.findIndex((known) => known.toLowerCase() === column.toLowerCase()),
  );
  const rows = rowsOf(table, items);
  if (at.includes(-1) || rows === null) return REF;
  const thisRow = items.some((item) => item.toLowerCase() === "#this row");
  const first = at.length === 0 ? 0 : Math.min(...at);
  const last = at.length === 0 ? table.col2 - table.col1 : Math.max(...at);
  const [row1, row2] = thisRow && place ? [place.row, place.row] : rows;
  return {
    sid: table.sid,
    row1,
    col1: table.col1 + first,
    row2,
    col2: table.col1 + last,
    thisRow: thisRow && !place,
  };
}
