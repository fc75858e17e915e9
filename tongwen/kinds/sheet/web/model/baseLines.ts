/** Sizes and states of rows and columns as they were imported: `base.lines` of a part. */
import type { AxisName } from "./areas";
import { unpack } from "./bytes";
import type { Line } from "./paints";
import { isRecord } from "./styles";

interface Stretch {
  first: number;
  count: number;
  line: Line;
}

function readStretches(value: unknown): Stretch[] {
  const stretches: Stretch[] = [];
  for (const one of Array.isArray(value) ? value : []) {
    if (!Array.isArray(one)) continue;
    const [first, count, line] = one as unknown[];
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count) || !isRecord(line)) continue;
    stretches.push({ first: first as number, count: count as number, line: line as Line });
  }
  return stretches.sort((a, b) => a.first - b.first);
}

/** Properties of base lines, by base index. */
export class BaseLines {
  private readonly stretches: Record<AxisName, Stretch[]>;

  constructor(bytes: unknown) {
    const json = unpack(bytes);
    const record = isRecord(json) ? json : {};
    this.stretches = { rows: readStretches(record.rows), cols: readStretches(record.cols) };
  }

  at(axis: AxisName, offset: number): Line | null {
    const stretches = this.stretches[axis];
    let low = 0;
    let high = stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((stretches[middle] as Stretch).first <= offset) low = middle + 1;
      else high = middle;
    }
    const found = stretches[low - 1];
    return found && offset < found.first + found.count ? found.line : null;
  }

  /** The stretches of an axis, as spans of base lines. */
  spans(axis: AxisName): [run: string, first: number, count: number][] {
    return this.stretches[axis].map(({ first, count }) => ["", first, count]);
  }
}
