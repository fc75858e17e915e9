/** GETPIVOTDATA: reads what a pivot table shows, by its labels. */
import type { Frame } from "../engine/frame";
import { REF, type Ref, type Scalar, toText } from "../engine/values";
import type { PivotInfo } from "../engine/workbook";

const alike = (left: Scalar, right: Scalar) =>
  typeof left !== "object" &&
  typeof right !== "object" &&
  toText(left).trim().toLowerCase() === toText(right).trim().toLowerCase();

/** The row or column after `from` whose labels hold all items; totals when there are none. */
function hasLabel(value: Scalar, item: Scalar): boolean {
  return (
    value !== null &&
    (alike(value, item) ||
      (typeof value === "string" && value.toLowerCase() === `${toText(item)} total`.toLowerCase()))
  );
}

interface Shown {
  at: (row: number, col: number) => Scalar;
  pivot: PivotInfo;
}

/** Labels down the first columns: one that is empty means the one above. */
function rowOf({ at, pivot }: Shown, items: Scalar[], header: number, labels: number): number {
  const current: Scalar[] = [];
  for (let row = header + 1; row <= pivot.row2; row++) {
    for (let col = 0; col < labels; col++) {
      const value = at(row, pivot.col1 + col);
      if (value === null) continue;
      current[col] = value;
      current.length = col + 1;
    }
    if (items.every((item) => current.some((label) => hasLabel(label, item)))) return row;
  }
  return -1;
}

function headerOf({ at, pivot }: Shown): number {
  if (pivot.data && pivot.row1 + pivot.data[0] <= pivot.row2) return pivot.row1 + pivot.data[0] - 1;
  for (let row = pivot.row1; row < pivot.row2; row++)
    for (let col = pivot.col1 + 1; col <= pivot.col2; col++)
      if (at(row, col) !== null && typeof at(row + 1, col) === "number") return row;
  return pivot.row1;
}

function labelsOf({ at, pivot }: Shown, header: number): number {
  if (pivot.data && pivot.row1 + pivot.data[0] <= pivot.row2) return pivot.data[1];
  let count = 1;
  while (pivot.col1 + count < pivot.col2 && typeof at(header + 1, pivot.col1 + count) === "string")
    count++;
  return count;
}

/** The column whose headings hold the items, or the field; the last one when the corner names it. */
function colOf({ at, pivot }: Shown, items: Scalar[], field: string, header: number): number {
  let cornered = false;
  for (let row = pivot.row1; row <= header; row++) cornered ||= names(at(row, pivot.col1), field);
  for (let col = pivot.col1 + 1; col <= pivot.col2; col++) {
    const headings: Scalar[] = [];
    for (let row = pivot.row1; row <= header; row++) headings.push(at(row, col));
    const has = (item: Scalar) =>
      headings.some((heading) => heading !== null && alike(heading, item));
    if (items.length > 0 ? items.every(has) : headings.some((heading) => names(heading, field)))
      return col;
  }
  return items.length > 0 || !cornered ? -1 : pivot.col2;
}

/** `Sum of Sales`, `求和项:Sales` and `Sales` all name the field Sales. */
function names(heading: Scalar, field: string): boolean {
  if (typeof heading !== "string") return false;
  const text = heading.toLowerCase();
  const wanted = field.toLowerCase();
  return (
    text === wanted ||
    text.endsWith(` ${wanted}`) ||
    text.endsWith(`:${wanted}`) ||
    text.endsWith(`：${wanted}`)
  );
}

/**
 * The number that a pivot table shows for items of its fields.
 *
 * Throws #REF! when no pivot table is there or it does not show that.
 */
export function pivotValue(frame: Frame, field: string, table: Ref, rest: Scalar[]): Scalar {
  const pivot = frame.book.pivots.find(
    ({ sid, row1, col1, row2, col2 }) =>
      sid === table.sheet.sid &&
      table.row1 >= row1 &&
      table.row1 <= row2 &&
      table.col1 >= col1 &&
      table.col1 <= col2,
  );
  if (!pivot) throw REF;
  const shown: Shown = { at: (row, col) => table.sheet.value(row, col), pivot };
  const items = rest.filter((_, at) => at % 2 === 1);
  const header = headerOf(shown);
  const labels = labelsOf(shown, header);
  const onRows = items.filter((item) => rowOf(shown, [item], header, labels) >= 0);
  const onColumns = items.filter((item) => !onRows.includes(item));
  const row = onRows.length > 0 ? rowOf(shown, onRows, header, labels) : pivot.row2;
  const col = colOf(shown, onColumns, field, header);
  const value = row < 0 || col < 0 ? null : table.sheet.value(row, col);
  if (value === null) throw REF;
  return value;
}
