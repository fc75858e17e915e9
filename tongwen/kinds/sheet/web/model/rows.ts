/** Reading a worksheet row by row: blocks below, what was written since above. */
import { type Area, around } from "./areas";
import { type Axis, joined, type LinePlace, lineId, parseLine } from "./axis";
import { type BlockCell, type Blocks, eachIn } from "./blocks";
import type { Content } from "./content";
import type { Overlay, Put } from "./overlay";
import type { Span } from "./pieces";

export type Visit = (row: number, col: number, content: Content) => void;

/** Cells of one worksheet by index, from its blocks and its overlay. */
export class RowReader {
  constructor(
    readonly blocks: Blocks,
    readonly overlay: Overlay,
    readonly rows: Axis,
    readonly cols: Axis,
  ) {}

  /** What a block says of a cell; null when none lists it. */
  blockCell(row: number, col: number): BlockCell | null {
    if (this.blocks.size === 0) return null;
    const line = this.cols.at(col);
    return this.blocks.cell(
      this.rows.at(row),
      line.run === "" ? line.offset : lineId(line.run, line.offset),
    );
  }

  /** The content of a cell; a formula's template may be relative to it. */
  content(row: number, col: number): Content {
    const said = this.overlay.at(this.rows.at(row), this.cols.at(col));
    return said === undefined ? (this.blockCell(row, col)?.content ?? null) : said;
  }

  private colIndex(col: number | string): number {
    return typeof col === "number" ? this.cols.indexAt("", col) : (this.cols.indexOf(col) ?? -1);
  }

  /** What the block of a row says, by column index. */
  private underlay(place: LinePlace, area: Area): Map<number, Content> {
    const found = new Map<number, Content>();
    const block = this.blocks.blockAt(place.run, place.offset);
    const rows = block?.rows.get(place.offset);
    if (block && rows)
      eachIn(block, rows, (id, content) => {
        const col = this.colIndex(id);
        if (col >= area.col1 && col <= area.col2) found.set(col, content);
      });
    return found;
  }

  /** Every cell of a row that is not empty, by columns. */
  eachOfRow(row: number, area: Area, visit: Visit): void {
    const place = this.rows.at(row);
    const found = this.underlay(place, area);
    const silent = this.overlay.silent(place);
    if (!silent) this.overlay.layOver(place, this.cols, area, found);
    const sorted =
      silent && this.cols.untouched ? found.keys() : [...found.keys()].sort((a, b) => a - b);
    for (const col of sorted) {
      const content = found.get(col) ?? null;
      if (content !== null) visit(row, col, content);
    }
  }

  /** Index ranges of rows that may hold something. */
  private candidates(): [number, number][] {
    const spans = this.blockSpans();
    for (const put of this.overlay.puts.all.values()) spans.push(...put.rows);
    for (const id of this.overlay.cells.rows.keys()) {
      const line = parseLine(id);
      if (line) spans.push([line.run, line.offset, 1]);
    }
    return this.rows.ranges(spans);
  }

  /** The rows of an area that may hold something, in order. */
  rowRanges(area: Area): [number, number][] {
    return clipped(this.candidates(), area.row1, area.row2);
  }

  /** Rows of an area with the columns that a block lists or an area covers. */
  eachStyledRow(area: Area, areas: Area[], visit: (row: number, cols: number[]) => void): void {
    const ranges = this.rows.ranges(this.blockSpans());
    for (const one of areas) ranges.push([one.row1, one.row2]);
    for (const [first, last] of clipped(joined(ranges), area.row1, area.row2))
      for (let row = first; row <= last; row++) visit(row, this.styledColumns(row, area, areas));
  }

  private styledColumns(row: number, area: Area, areas: Area[]): number[] {
    const cols = new Set(this.underlay(this.rows.at(row), area).keys());
    for (const one of areas)
      if (row >= one.row1 && row <= one.row2)
        for (let col = one.col1; col <= one.col2; col++) cols.add(col);
    return [...cols].sort((a, b) => a - b);
  }

  private blockSpans(): Span[] {
    const spans: Span[] = [];
    for (const { run, first, count } of this.blocks.stretches()) spans.push([run, first, count]);
    return spans;
  }

  /** The greatest column that a block lists; -1 when there is none. Opens them all. */
  blockColumns(): number {
    let greatest = -1;
    for (const { run, first, count } of this.blocks.stretches()) {
      const block = this.blocks.blockAt(run, first);
      if (!block || count <= 0) continue;
      for (const rows of block.rows.values())
        eachIn(block, rows, (id) => {
          greatest = Math.max(greatest, this.colIndex(id));
        });
    }
    return greatest;
  }
}

function clipped(ranges: [number, number][], first: number, last: number): [number, number][] {
  const found: [number, number][] = [];
  for (const [from, to] of ranges)
    if (from <= last && to >= first) found.push([Math.max(from, first), Math.min(to, last)]);
  return found;
}

/** Every cell of an area that is not empty, by rows. */
export function eachRow(reader: RowReader, area: Area, visit: Visit): void {
  for (const [first, last] of reader.rowRanges(area))
    for (let row = first; row <= last; row++) reader.eachOfRow(row, area, visit);
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) > 0;

/** The area of the blocks: from `base.size` when the part has it, else by opening them all. */
function blockArea(reader: RowReader, size: unknown): Area | null {
  const { rows, cols, blocks } = reader;
  const [height, width] = Array.isArray(size) ? (size as unknown[]) : [];
  const spans: Span[] = [];
  for (const { run, first, count } of blocks.stretches())
    spans.push([
      run,
      first,
      run === "" && isCount(height) ? Math.max(1, Math.min(count, height - first)) : count,
    ]);
  const down = rows.ranges(spans);
  const [row1, row2] = [down[0]?.[0], down.at(-1)?.[1]];
  if (row1 === undefined || row2 === undefined) return null;
  const col2 = isCount(width)
    ? Math.max(cols.ranges([["", 0, width]]).at(-1)?.[1] ?? -1, cols.lastInserted())
    : reader.blockColumns();
  return col2 < 0 ? null : { row1, col1: 0, row2, col2 };
}

function overlayArea({ overlay, rows, cols }: RowReader): Area | null {
  let area: Area | null = null;
  const seen = new Map<string, number | null>();
  for (const [id, cells] of overlay.cells.rows) {
    const row = rows.indexOf(id);
    if (row === null) continue;
    for (const [colId, { content }] of cells) {
      let col = seen.get(colId);
      if (col === undefined) {
        col = cols.indexOf(colId);
        seen.set(colId, col);
      }
      if (col !== null && content !== null)
        area = around(area, { row1: row, row2: row, col1: col, col2: col });
    }
  }
  for (const put of overlay.puts.all.values()) area = around(area, putArea(put, rows, cols));
  return area;
}

/** The area around a put that writes something. */
export function putArea(put: Put, rows: Axis, cols: Axis): Area | null {
  if (!put.data && put.value === null) return null;
  const down = rows.ranges(put.rows);
  const across = cols.ranges(put.cols);
  const [row1, col1] = [down[0]?.[0], across[0]?.[0]];
  if (row1 === undefined || col1 === undefined) return null;
  return { row1, col1, row2: down.at(-1)?.[1] ?? row1, col2: across.at(-1)?.[1] ?? col1 };
}

/** An area with all contents in it; null when there are none. */
export function usedArea(reader: RowReader, size: unknown): Area | null {
  return around(blockArea(reader, size), overlayArea(reader));
}
