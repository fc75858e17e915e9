/** Sizes and states of rows and columns as they were imported or folded: `base.lines` of a part. */
import type { AxisName } from "./areas";
import { type LinePlace, parseLine } from "./axis";
import { unpack } from "./bytes";
import type { Line } from "./paints";
import type { Span } from "./pieces";
import { isRecord } from "./styles";

interface Stretch {
  first: number;
  count: number;
  line: Line;
}
/** Stretches of the lines of each run, in order. */
type Stretches = Map<string, Stretch[]>;

/** Base lines begin at their index, lines of a run (folded ones) at the id of the first. */
function readFirst(first: unknown): LinePlace | null {
  if (typeof first === "string") return parseLine(first);
  return Number.isSafeInteger(first) && (first as number) >= 0
    ? { run: "", offset: first as number }
    : null;
}

function readStretches(value: unknown): Stretches {
  const stretches: Stretches = new Map();
  for (const one of Array.isArray(value) ? value : []) {
    if (!Array.isArray(one)) continue;
    const [first, count, line] = one as unknown[];
    const place = readFirst(first);
    if (!place || !Number.isSafeInteger(count) || (count as number) < 1 || !isRecord(line))
      continue;
    const stretch = { first: place.offset, count: count as number, line: line as Line };
    const run = stretches.get(place.run);
    if (run) run.push(stretch);
    else stretches.set(place.run, [stretch]);
  }
  for (const run of stretches.values()) run.sort((a, b) => a.first - b.first);
  return stretches;
}

/** Properties of lines by run and offset. */
export class BaseLines {
  private readonly stretches: Record<AxisName, Stretches>;

  constructor(bytes: unknown) {
    const json = unpack(bytes);
    const record = isRecord(json) ? json : {};
    this.stretches = { rows: readStretches(record.rows), cols: readStretches(record.cols) };
  }

  at(axis: AxisName, { run, offset }: LinePlace): Line | null {
    const stretches = this.stretches[axis].get(run);
    if (!stretches) return null;
    const found = stretches[firstAfter(stretches, offset) - 1];
    return found && offset < found.first + found.count ? found.line : null;
  }

  /** Offsets inside a span where properties begin or end. */
  edges(axis: AxisName, [run, first, count]: Span): number[] {
    const stretches = this.stretches[axis].get(run) ?? [];
    const edges: number[] = [];
    for (let i = Math.max(0, firstAfter(stretches, first) - 1); i < stretches.length; i++) {
      const stretch = stretches[i] as Stretch;
      if (stretch.first >= first + count) break;
      for (const edge of [stretch.first, stretch.first + stretch.count])
        if (edge > first && edge < first + count) edges.push(edge);
    }
    return edges;
  }
}

/** The first stretch that begins after an offset. */
function firstAfter(stretches: Stretch[], offset: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle] as Stretch).first <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
