/** The cells that were written since the blocks: one by one, or many at once. */
import { type Axis, type LinePlace, lineId, parseLine } from "./axis";
import { isBytes, unpack } from "./bytes";
import { type Content, readContent } from "./content";
import { compare } from "./keys";
import { readSpans, type Span } from "./pieces";
import { SpanIndex } from "./spanIndex";

/** A content with what decides between two: the greater (t, key) counts. */
export interface Entry {
  t: number;
  key: string;
  content: Content;
}

export function later(a: { t: number; key: string }, b: { t: number; key: string }): boolean {
  return a.t > b.t || (a.t === b.t && a.key > b.key);
}

const isTime = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

interface MapLike {
  get(key: string): unknown;
  keys(): Iterable<string>;
}

/** The `cells` map: single cells by their ids. */
export class SingleCells {
  readonly rows = new Map<string, Map<string, Entry>>();
  greatest = 0;

  constructor(private readonly map: MapLike) {
    for (const key of map.keys()) this.note(key);
  }

  /** Read one key again. Returns the ids of its cell, or null when it names none. */
  note(key: string): [row: string, col: string] | null {
    const [row, col, more] = key.split(":");
    if (!row || !col || more !== undefined || !parseLine(row) || !parseLine(col)) return null;
    const value = this.map.get(key);
    const cells = this.rows.get(row);
    if (Array.isArray(value) && isTime(value[0])) {
      const entry = { t: value[0], key, content: readContent(value[1]) };
      this.greatest = Math.max(this.greatest, entry.t);
      if (cells) cells.set(col, entry);
      else this.rows.set(row, new Map([[col, entry]]));
    } else if (cells) {
      cells.delete(col);
      if (cells.size === 0) this.rows.delete(row);
    }
    return [row, col];
  }
}

/** Many cells that were written at once: the product of its rows and columns. */
export interface Put {
  key: string;
  t: number;
  rows: Span[];
  cols: Span[];
  data: Uint8Array | null;
  /** One content for all, when there is no data. */
  value: Content;
}

function readPut(key: string, entry: unknown): Put | null {
  if (typeof entry !== "object" || entry === null) return null;
  const { t, rows, cols, data, v } = entry as Record<string, unknown>;
  const rowSpans = readSpans(rows);
  const colSpans = readSpans(cols);
  if (!isTime(t) || !rowSpans?.length || !colSpans?.length) return null;
  if (data !== undefined && !isBytes(data)) return null;
  return {
    key,
    t,
    rows: rowSpans,
    cols: colSpans,
    data: (data as Uint8Array | undefined) ?? null,
    value: readContent(v),
  };
}

/** The how-manieth line of spans a line is; -1 when it is none of them. */
function ordinal(spans: Span[], run: string, offset: number): number {
  let before = 0;
  for (const [of, first, count] of spans) {
    if (of === run && offset >= first && offset < first + count) return before + offset - first;
    before += count;
  }
  return -1;
}

/** Cells of opened puts that are kept. */
const KEPT_CELLS = 200_000;

/** A cell of a put that it leaves as it is. */
function isLeft(value: unknown): boolean {
  return (
    value === undefined ||
    (typeof value === "object" && value !== null && !Array.isArray(value) && isEmpty(value))
  );
}
function isEmpty(value: object): boolean {
  for (const _member in value) return false;
  return true;
}

/** The `puts` map. */
export class Puts {
  readonly all = new Map<string, Put>();
  private readonly byRow = new Map<string, SpanIndex<Put>>();
  private readonly open = new Map<string, unknown[][]>();
  private kept = 0;
  greatest = 0;

  constructor(private readonly map: MapLike) {
    for (const key of map.keys()) this.note(key);
  }

  /** Read one key again. Returns what it was and what it is. */
  note(key: string): Put[] {
    const before = this.all.get(key);
    if (before) {
      this.all.delete(key);
      this.forget(key);
      for (const [run, first, count] of before.rows)
        this.byRow.get(run)?.remove(first, count, before);
    }
    const put = readPut(key, this.map.get(key));
    if (put) {
      this.all.set(key, put);
      this.greatest = Math.max(this.greatest, put.t);
      for (const [run, first, count] of put.rows) {
        const index = this.byRow.get(run) ?? new SpanIndex<Put>();
        this.byRow.set(run, index);
        index.add(first, count, put);
      }
    }
    return [before, put].filter((one): one is Put => !!one);
  }

  /** The puts that cover a row, the latest first. */
  ofRow({ run, offset }: LinePlace): Put[] {
    const found = this.byRow.get(run)?.at(offset) ?? [];
    if (found.length < 2) return found;
    return [...new Set(found)].sort((a, b) => b.t - a.t || compare(b.key, a.key));
  }

  private forget(key: string): void {
    const rows = this.open.get(key);
    if (!rows) return;
    this.kept -= sizeOf(rows);
    this.open.delete(key);
  }

  private opened(put: Put): unknown[][] {
    const known = this.open.get(put.key);
    if (known) {
      this.open.delete(put.key);
      this.open.set(put.key, known);
      return known;
    }
    const value = unpack(put.data);
    const rows = (Array.isArray(value) ? value : []).map((row) => (Array.isArray(row) ? row : []));
    this.open.set(put.key, rows);
    this.kept += sizeOf(rows);
    for (const old of this.open.keys()) {
      if (this.kept <= KEPT_CELLS || old === put.key) break;
      this.forget(old);
    }
    return rows;
  }

  /** What a put says of one of its cells; undefined when it leaves it as it is, or is not about it. */
  at(put: Put, row: LinePlace, col: LinePlace): Content | undefined {
    const j = ordinal(put.cols, col.run, col.offset);
    if (j < 0) return undefined;
    if (!put.data) return put.value;
    const value = this.opened(put)[ordinal(put.rows, row.run, row.offset)]?.[j];
    return isLeft(value) ? undefined : readContent(value);
  }

  /** Every cell of one row of a put, by column index; for one value, the given columns only. */
  eachOfRow(
    put: Put,
    row: LinePlace,
    cols: Axis,
    area: { col1: number; col2: number },
    visit: (col: number, content: Content) => void,
  ): void {
    if (!put.data) {
      this.eachOfValue(put, cols, area, visit);
      return;
    }
    const values = this.opened(put)[ordinal(put.rows, row.run, row.offset)] ?? [];
    let at = 0;
    for (const [run, first, count] of put.cols) {
      const filled = Math.min(count, values.length - at);
      for (let i = 0; i < filled; i++) {
        const value = values[at + i];
        const col = isLeft(value) ? -1 : cols.indexAt(run, first + i);
        if (col >= area.col1 && col <= area.col2) visit(col, readContent(value));
      }
      at += count;
    }
  }

  private eachOfValue(
    put: Put,
    cols: Axis,
    area: { col1: number; col2: number },
    visit: (col: number, content: Content) => void,
  ): void {
    for (const [first, last] of cols.ranges(put.cols))
      for (let col = Math.max(first, area.col1); col <= Math.min(last, area.col2); col++)
        visit(col, put.value);
  }
}

function sizeOf(rows: unknown[][]): number {
  return rows.length * (rows[0]?.length ?? 0);
}

/** Single cells and puts together. */
export class Overlay {
  readonly cells: SingleCells;
  readonly puts: Puts;

  constructor(cells: MapLike, puts: MapLike) {
    this.cells = new SingleCells(cells);
    this.puts = new Puts(puts);
  }

  get greatest(): number {
    return Math.max(this.cells.greatest, this.puts.greatest);
  }

  /** What the overlay says of a cell; undefined when it says nothing. */
  at(row: LinePlace, col: LinePlace): Content | undefined {
    const single = this.cells.rows
      .get(lineId(row.run, row.offset))
      ?.get(lineId(col.run, col.offset));
    for (const put of this.puts.ofRow(row)) {
      if (single && later(single, put)) break;
      const content = this.puts.at(put, row, col);
      if (content !== undefined) return content;
    }
    return single?.content;
  }

  /** Whether it says nothing of a row. */
  silent(row: LinePlace): boolean {
    if (this.cells.rows.size > 0 && this.cells.rows.has(lineId(row.run, row.offset))) return false;
    return this.puts.all.size === 0 || this.puts.ofRow(row).length === 0;
  }

  /** Lay what it says of a row over what is there, by column index. */
  layOver(
    row: LinePlace,
    cols: Axis,
    area: { col1: number; col2: number },
    under: Map<number, Content>,
  ): void {
    const said = new Said();
    for (const put of this.puts.ofRow(row))
      if (!put.data && put.value === null) said.empty(put, cols, under);
      else
        this.puts.eachOfRow(put, row, cols, area, (col, content) => {
          if (said.of(col)) return;
          said.single.set(col, put);
          under.set(col, content);
        });
    const singles = this.cells.rows.get(lineId(row.run, row.offset));
    for (const [id, entry] of singles ?? []) {
      const col = cols.indexOf(id);
      if (col === null || col < area.col1 || col > area.col2) continue;
      const other = said.of(col);
      if (!other || later(entry, other)) under.set(col, entry.content);
    }
  }
}

const covers = (ranges: [number, number][], col: number): boolean =>
  ranges.some(([first, last]) => col >= first && col <= last);

/** Which put has the last word about the columns of one row; later puts come first. */
class Said {
  readonly single = new Map<number, Put>();
  private readonly emptied: { ranges: [number, number][]; put: Put }[] = [];

  /** A put that empties may cover a million columns: only what is there needs a word. */
  empty(put: Put, cols: Axis, under: Map<number, Content>): void {
    const ranges = cols.ranges(put.cols);
    for (const col of under.keys()) if (!this.of(col) && covers(ranges, col)) under.set(col, null);
    this.emptied.push({ ranges, put });
  }

  of(col: number): Put | undefined {
    const single = this.single.get(col);
    const empty = this.emptied.find(({ ranges }) => covers(ranges, col))?.put;
    if (!single || !empty) return single ?? empty;
    return later(single, empty) ? single : empty;
  }
}
