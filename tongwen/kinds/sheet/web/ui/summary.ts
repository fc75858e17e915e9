/** What the status bar says of the selected cells: sum, average, counts, least and greatest. */
import { cellsIn, intersection } from "../commands/areas";
import { plain } from "../commands/sorting";
import type { Area, Content, Sheet, ValueOf } from "../model";

export interface Summary {
  sum: number;
  /** Cells that are not empty. */
  count: number;
  numbers: number;
  min: number;
  max: number;
  /** The number format of the first number. */
  format: string | undefined;
}

const none: Summary = {
  sum: 0,
  count: 0,
  numbers: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  format: undefined,
};

/** So few cells are asked for one by one, which finds spilled values too. */
const FEW = 20_000;
/** Rows read before others get their turn. */
const SLICE = 4000;

function add(summary: Summary, sheet: Sheet, row: number, col: number, content: Content): void {
  const value = plain(content);
  if (value === null || value === "") return;
  summary.count += 1;
  if (typeof value !== "number") return;
  if (summary.numbers === 0) summary.format = sheet.style(row, col).numberFormat;
  summary.numbers += 1;
  summary.sum += value;
  summary.min = Math.min(summary.min, value);
  summary.max = Math.max(summary.max, value);
}

function eachCell(sheet: Sheet, area: Area, computed: ValueOf, summary: Summary): void {
  for (let row = area.row1; row <= area.row2; row += 1) {
    for (let col = area.col1; col <= area.col2; col += 1) {
      add(summary, sheet, row, col, computed(sheet, row, col));
    }
  }
}

function* slices(area: Area): Generator<Area> {
  for (let row = area.row1; row <= area.row2; row += SLICE) {
    yield { ...area, row1: row, row2: Math.min(area.row2, row + SLICE - 1) };
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** The summary of areas; null when it was stopped. Long selections are read in slices, so that keys are heard. */
export async function summarise(
  sheet: Sheet,
  areas: readonly Area[],
  computed: ValueOf,
  stopped: () => boolean,
): Promise<Summary | null> {
  const summary = { ...none };
  const used = sheet.usedRange();
  if (cellsIn(areas) <= FEW) {
    for (const area of areas) eachCell(sheet, area, computed, summary);
    return summary;
  }
  if (!used) return summary;
  for (const area of areas) {
    const inside = intersection(area, used);
    if (!inside) continue;
    for (const slice of slices(inside)) {
      if (stopped()) return null;
      sheet.eachContent(slice, (row, col) =>
        add(summary, sheet, row, col, computed(sheet, row, col)),
      );
      await turn();
    }
  }
  return stopped() ? null : summary;
}

/** The sum as computers add it, without the tail that binary fractions leave. */
export function rounded(value: number): number {
  return Number.parseFloat(value.toPrecision(15));
}
