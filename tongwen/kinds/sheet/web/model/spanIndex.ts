/** Which items cover an offset, when there are many and some cover a million. */

const WIDTHS = [4, 8, 12, 16, 20, 24];
/** No line has an offset beyond this, whatever somebody wrote. */
const END = 2 ** 24;

interface Entry<T> {
  first: number;
  end: number;
  item: T;
}
type Buckets<T> = Map<number, Entry<T>[]>;

/** Items by stretches of numbers; each lies in a few buckets of the size that fits it. */
export class SpanIndex<T> {
  private readonly levels = WIDTHS.map((): Buckets<T> => new Map());

  /** The buckets that a stretch lies in. */
  private place(first: number, end: number): { buckets: Buckets<T>; from: number; to: number } {
    const fitting = WIDTHS.findIndex((width) => end - first <= 2 ** (width + 2));
    const level = fitting < 0 ? WIDTHS.length - 1 : fitting;
    const size = 2 ** (WIDTHS[level] as number);
    return {
      buckets: this.levels[level] as Buckets<T>,
      from: Math.floor(first / size),
      to: Math.floor((end - 1) / size),
    };
  }

  add(first: number, count: number, item: T): void {
    const end = Math.min(first + count, END);
    if (first >= end) return;
    const { buckets, from, to } = this.place(first, end);
    for (let bucket = from; bucket <= to; bucket++) {
      const entry = { first, end, item };
      const list = buckets.get(bucket);
      if (list) list.push(entry);
      else buckets.set(bucket, [entry]);
    }
  }

  remove(first: number, count: number, item: T): void {
    const end = Math.min(first + count, END);
    if (first >= end) return;
    const { buckets, from, to } = this.place(first, end);
    for (let bucket = from; bucket <= to; bucket++) {
      const left = (buckets.get(bucket) ?? []).filter((entry) => entry.item !== item);
      if (left.length) buckets.set(bucket, left);
      else buckets.delete(bucket);
    }
  }

  /** Items that cover an offset, in no order; one may come twice when it was added twice. */
  at(offset: number): T[] {
    const found: T[] = [];
    this.levels.forEach((buckets, level) => {
      if (buckets.size === 0) return;
      const list = buckets.get(Math.floor(offset / 2 ** (WIDTHS[level] as number)));
      if (list)
        for (const { first, end, item } of list)
          if (offset >= first && offset < end) found.push(item);
    });
    return found;
  }
}
