/** Who wrote and who deleted which items of a shared document, as the history of a document tells it. */
import type * as Y from "yjs";

/** Yjs ids client:start … client:(stop−1); index into the people; milliseconds since 1970 UTC. */
export type Range = readonly [
  client: number,
  start: number,
  stop: number,
  person: number,
  at: number,
];

export interface Deed {
  /** Index into the people. */
  person: number;
  /** Milliseconds since 1970 UTC. */
  at: number;
}

export interface Segment {
  /** Offsets into the item. */
  from: number;
  to: number;
  deed: Deed | null;
}

/** Ranges of a list never overlap and are sorted by client and start. */
export class Attribution {
  readonly #ranges = new Map<number, Range[]>();

  constructor(ranges: readonly Range[]) {
    for (const range of ranges) {
      const [client, start, stop] = range;
      if (!(start < stop)) continue;
      const known = this.#ranges.get(client);
      if (known) known.push(range);
      else this.#ranges.set(client, [range]);
    }
  }

  /** Who did it to one id, or null when nobody did since. */
  of({ client, clock }: Y.ID): Deed | null {
    const ranges = this.#ranges.get(client);
    const range = ranges?.[this.#first(ranges, clock)];
    return range && range[1] <= clock ? deed(range) : null;
  }

  /** An item of `length` ids cut where one deed ends and another begins. Covers all of it, in order. */
  cut({ client, clock }: Y.ID, length: number): Segment[] {
    const segments: Segment[] = [];
    const ranges = this.#ranges.get(client) ?? [];
    let from = 0;
    for (let index = this.#first(ranges, clock); from < length; index += 1) {
      const range = ranges[index];
      const start = range ? Math.min(Math.max(range[1] - clock, from), length) : length;
      if (start > from) segments.push({ from, to: start, deed: null });
      if (!range || start >= length) break;
      const to = Math.min(range[2] - clock, length);
      segments.push({ from: start, to, deed: deed(range) });
      from = to;
    }
    return segments;
  }

  /** Index of the first range that ends after `clock`. */
  #first(ranges: readonly Range[], clock: number): number {
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.[2] ?? 0) > clock) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function deed([, , , person, at]: Range): Deed {
  return { person, at };
}
