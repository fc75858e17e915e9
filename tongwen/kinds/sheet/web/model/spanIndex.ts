/** Which items cover an offset, when there are many and some cover a million. */

const WIDTHS = [4, 8, 12, 16, 20, 24];

/** Items by stretches of numbers; each lies in a few buckets of the size that fits it. */
export class SpanIndex<T> {
  private readonly levels = WIDTHS.map(
    () => new Map<number, { first: number; end: number; item: T }[]>(),
  );

  private static level(count: number): number {
    const level = WIDTHS.findIndex((width) => count <= 2 ** (width + 2));
    return level < 0 ? WIDTHS.length - 1 : level;
  }

  add(first: number, count: number, item: T): void {
    const level = SpanIndex.level(count);
    const buckets = this.levels[level] as Map<number, { first: number; end: number; item: T }[]>;
    const size = 2 ** (WIDTHS[level] as number);
    const end = first + count;
    for (let bucket = Math.floor(first / size); bucket * size < end; bucket++) {
      const entry = { first, end, item };
      const list = buckets.get(bucket);
      if (list) list.push(entry);
      else buckets.set(bucket, [entry]);
    }
  }

  remove(first: number, count: number, item: T): void {
    const level = SpanIndex.level(count);
    const buckets = this.levels[level] as Map<number, { first: number; end: number; item: T }[]>;
    const size = 2 ** (WIDTHS[level] as number);
    for (let bucket = Math.floor(first / size); bucket * size < first + count; bucket++) {
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
