/** Where pages end: a pure function over block heights. All lengths are CSS pixels. */

export interface FlowItem {
  /** Height with the space before and after. */
  height: number;
  /** Space before, which is left out at the top of a page after an automatic break. */
  before: number;
  /** Bottoms of the lines from the item's top, when it may be split between lines. Asked for only when needed. */
  lines?: () => readonly number[];
  /** Stays on the page of the item after it. */
  keepNext: boolean;
  /** Must not be divided from the item after it at any price (rows joined by a merged cell). */
  joined: boolean;
  keepLines: boolean;
  /** Starts a new page. */
  breakBefore: boolean;
  /** The item after it starts a new page. */
  breakAfter: boolean;
  /** Lines after which the text itself asks for a new page. */
  forced: readonly number[];
  /** Height of what a page that begins with this item shows again above it (header rows of its table). */
  repeats?: number;
  /** Index of the section; a higher one than before starts by `start`. */
  section: number;
}

export interface SectionRule {
  /** Height of the text area. */
  body: number;
  start: "nextPage" | "continuous" | "evenPage" | "oddPage";
}

/** A new page begins before item `item`, or inside it after `line` lines. */
export interface PageBreak {
  item: number;
  line: number;
  /** Height used on the page that ends. */
  used: number;
  /** Space before that the new page leaves out. */
  dropped: number;
  /** Height of what the new page shows again at its top. */
  repeated: number;
  /** By how much something that cannot be divided is longer than the room on the page that ends. */
  over: number;
  /** Section of the page that begins. */
  section: number;
  /** Empty pages in between, for sections that begin on an even or odd page. */
  blank: number;
}

export interface Breaks {
  breaks: PageBreak[];
  /** Height used on the last page, and by how much it is too much. */
  used: number;
  over: number;
}

/** Lines that stay together at the end and at the start of a page. */
const ORPHANS = 2;
const TOLERANCE = 0.5;

class Paginator {
  readonly breaks: PageBreak[] = [];
  used = 0;
  #over = 0;
  /** Index of the first item on this page, and whether its first lines were on the page before. */
  #first = 0;
  #page = 1;
  #section = 0;

  constructor(
    private readonly items: readonly FlowItem[],
    private readonly sections: readonly SectionRule[],
  ) {
    this.#section = items[0]?.section ?? 0;
  }

  run(): Breaks {
    for (let at = 0; at < this.items.length; at += 1) {
      const item = this.items[at];
      if (!item) break;
      this.#startOf(item, at);
      this.#place(item, at);
    }
    return { breaks: this.breaks, used: this.used, over: this.#over };
  }

  get #body(): number {
    return this.sections[this.#section]?.body ?? 900;
  }

  #startOf(item: FlowItem, at: number): void {
    if (at === 0) return;
    const before = this.items[at - 1];
    if (item.section !== this.#section) {
      const rule = this.sections[item.section];
      const continuous = rule?.start === "continuous" && rule.body === this.#body;
      if (!continuous) this.#turn(at, 0, 0, item.section, this.#blanks(rule?.start));
      this.#section = item.section;
      if (!continuous) return;
    }
    if ((item.breakBefore || before?.breakAfter) && (this.used > 0 || this.#first < at)) {
      this.#turn(at, 0, 0, item.section, 0);
    }
  }

  #blanks(start: SectionRule["start"] | undefined): number {
    const next = this.#page + 1;
    if (start === "evenPage") return next % 2 === 0 ? 0 : 1;
    if (start === "oddPage") return next % 2 === 1 ? 0 : 1;
    return 0;
  }

  #turn(
    item: number,
    line: number,
    dropped: number,
    section: number,
    blank: number,
    used = this.used,
  ): void {
    const repeated = line === 0 ? (this.items[item]?.repeats ?? 0) : 0;
    this.breaks.push({ item, line, used, dropped, repeated, over: this.#over, section, blank });
    this.used = repeated;
    this.#over = 0;
    this.#first = item;
    this.#page += 1 + blank;
  }

  #place(item: FlowItem, at: number): void {
    let top = 0;
    let line = 0;
    for (const forced of item.forced) {
      const bottom = item.lines?.()[forced - 1];
      if (bottom === undefined || forced <= line) continue;
      [top, line] = this.#flow(item, at, top, line, bottom, forced);
      this.used += bottom - top;
      this.#turn(at, forced, 0, item.section, 0);
      top = bottom;
      line = forced;
    }
    [top] = this.#flow(item, at, top, line, item.height, null);
    this.used += item.height - top;
  }

  /** Break until the part from `top` to `bottom` fits on the page. Returns where its last page begins. */
  #flow(
    item: FlowItem,
    at: number,
    top: number,
    line: number,
    bottom: number,
    end: number | null,
  ): [number, number] {
    let from = top;
    let done = line;
    for (let guard = 0; guard < 10_000; guard += 1) {
      const room = this.#body - this.used;
      if (this.#fits(item, bottom, from, room, end)) return [from, done];
      const split = this.#splitLine(item, from, done, room, end);
      if (split > done) {
        const lineBottom = item.lines?.()[split - 1] ?? bottom;
        this.used += lineBottom - from;
        this.#turn(at, split, 0, item.section, 0);
        from = lineBottom;
        done = split;
      } else if (done === line && from === top && line === 0 && this.#movable(at)) {
        from = this.#move(at);
      } else {
        this.#over = Math.max(this.#over, bottom - from - room);
        return [from, done];
      }
    }
    return [from, done];
  }

  /** Space after the last line may hang over the page's end. */
  #fits(item: FlowItem, bottom: number, from: number, room: number, end: number | null): boolean {
    if (bottom - from <= room + TOLERANCE) return true;
    if (end !== null || !item.lines) return false;
    if (bottom - from > room + 200) return false;
    const last = item.lines().at(-1);
    return last !== undefined && last - from <= room + TOLERANCE;
  }

  /** How many lines of the item end on this page, by the rule of two lines on either side. */
  #splitLine(item: FlowItem, from: number, done: number, room: number, end: number | null): number {
    const lines = item.lines?.() ?? [];
    const total = end ?? lines.length;
    const alone = this.used === 0 && this.#first === this.#indexOf(item);
    if (item.keepLines && !alone && done === 0) return done;
    let split = done;
    while (split < total && (lines[split] ?? 0) - from <= room + TOLERANCE) split += 1;
    if (split >= total) split = total - 1;
    if (total - split < ORPHANS && end === null) split = Math.min(split, total - ORPHANS);
    if (done === 0 && split < ORPHANS) split = 0;
    if (split <= done && alone) return Math.min(done + 1, total - 1);
    return Math.max(split, done);
  }

  #indexOf(item: FlowItem): number {
    return this.items[this.#first] === item ? this.#first : -1;
  }

  /** Whether moving the item to a new page gains anything. */
  #movable(at: number): boolean {
    return this.#chainStart(at) > this.#first || (this.#first < at && this.used > 0);
  }

  /** The first item that must go along with `at`: those before it that are kept with the next. */
  #chainStart(at: number): number {
    let start = at;
    while (start > this.#first) {
      const before = this.items[start - 1];
      if (!before || !(before.keepNext || before.joined)) break;
      start -= 1;
    }
    return start;
  }

  /** Begin a new page with the item and what is kept with it. Returns how much of the item's top is left out. */
  #move(at: number): number {
    let start = this.#chainStart(at);
    if (start <= this.#first) start = at;
    let moved = 0;
    for (let index = start; index < at; index += 1) moved += this.items[index]?.height ?? 0;
    const first = this.items[start];
    const dropped = first?.before ?? 0;
    this.#turn(start, 0, dropped, first?.section ?? this.#section, 0, this.used - moved);
    if (start !== at) this.used += moved - dropped;
    return start === at ? dropped : 0;
  }
}

/** Divide the items over pages. Items taller than a page that cannot be split say how much `over` it they are. */
export function paginate(items: readonly FlowItem[], sections: readonly SectionRule[]): Breaks {
  return new Paginator(items, sections).run();
}
