/** Sorting an area: several keys, text by pinyin or strokes, colours, lists of one's own. */
import { type Area, type Color, type Sheet, sortRange, type ValueOf } from "../model";
import type { Value } from "./display";
import { looksLikeHeader, type OrderOptions, type SortKey, sortedLines } from "./sortOrder";

export interface SortOptions extends OrderOptions {
  header: boolean;
  /** Sort columns from start to end instead of rows. */
  columns?: boolean;
  computed: ValueOf;
}

/** A content without what only an editor needs: rich text as text, a formula as its value. */
export function plain(content: unknown): Value {
  if (content === null || content === undefined) return null;
  if (typeof content !== "object") return content as Value;
  if ("r" in content) return (content.r as [string, unknown][]).map(([text]) => text).join("");
  if ("e" in content) return content as { e: string };
  return "c" in content ? plain(content.c) : null;
}

/** A colour as one text, to compare by. */
export function colorKey(color: Color | null | undefined): string | null {
  if (color === null || color === undefined) return null;
  return typeof color === "string" ? color.toUpperCase() : JSON.stringify(color);
}

const MOST_COLORS = 60;
const MOST_ROWS = 20_000;

/** The colours in a column of an area, each once, as they come. */
export function colorsIn(sheet: Sheet, area: Area, col: number, of: "fill" | "font"): Color[] {
  const found = new Map<string, Color>();
  const last = Math.min(area.row2, area.row1 + MOST_ROWS);
  for (let row = area.row1; row <= last && found.size < MOST_COLORS; row += 1) {
    const style = sheet.style(row, col);
    const color = of === "fill" ? style.fill : style.color;
    const key = colorKey(color);
    if (color && key !== null && !found.has(key)) found.set(key, color);
  }
  return [...found.values()];
}

const LOOKED_AT = 20;

/** Whether the first row of an area names its columns. */
export function hasHeader(sheet: Sheet, area: Area, computed: ValueOf): boolean {
  const rows: Value[][] = [];
  for (let row = area.row1; row <= Math.min(area.row2, area.row1 + LOOKED_AT); row += 1) {
    const line: Value[] = [];
    for (let col = area.col1; col <= Math.min(area.col2, area.col1 + 50); col += 1) {
      line.push(plain(computed(sheet, row, col)));
    }
    rows.push(line);
  }
  if (looksLikeHeader(rows)) return true;
  const bold = (row: number) => sheet.style(row, area.col1).bold === true;
  return area.row2 > area.row1 && bold(area.row1) && !bold(area.row1 + 1);
}

/**
 * Sort the lines of an area by keys whose `at` counts from its start; one step.
 *
 * The order is worked out here (a language's own order is the reader's, not the document's); the model moves
 * the contents as it does for any sort.
 */
export function sort(
  sheet: Sheet,
  area: Area,
  keys: readonly SortKey[],
  options: SortOptions,
): void {
  const { header, columns = false, computed } = options;
  const offset = header ? 1 : 0;
  const first = (columns ? area.col1 : area.row1) + offset;
  const last = columns ? area.col2 : area.row2;
  if (last <= first || keys.length === 0) return;
  const start = columns ? area.row1 : area.col1;
  const at = (line: number, key: number): [number, number] =>
    columns ? [start + key, first + line] : [first + line, start + key];
  const order = sortedLines(
    last - first + 1,
    keys,
    {
      value: (line, key) => plain(computed(sheet, ...at(line, key))),
      color: (line, key, of) => {
        const style = sheet.style(...at(line, key));
        return colorKey(of === "fill" ? style.fill : style.color);
      },
    },
    options,
  );
  const place = new Map(order.map((line, to) => [first + line, to]));
  sortRange(sheet, area, [{ at: start }], {
    header,
    columns,
    computed: (_sheet, row, col) => place.get(columns ? col : row) ?? null,
  });
}
