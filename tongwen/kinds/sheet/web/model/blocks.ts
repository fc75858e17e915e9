/** Immutable blocks of about a thousand cells, opened when they are looked at and soon forgotten. */
import type { LinePlace } from "./axis";
import { isBytes, unpack } from "./bytes";
import { type Content, readContent } from "./content";

export type StyleId = number | string;

/** One row of a block. Columns are base indexes, or ids of inserted columns. */
interface BlockRow {
  cols: number | (number | string)[];
  contents: unknown[];
  styles: unknown;
}
export interface Block {
  formulas: string[];
  rows: Map<number, BlockRow[]>;
}

/** A cell of a block. A formula's template may have components relative to its cell. */
export interface BlockCell {
  content: Content;
  style: StyleId | null;
}

/** Opened blocks that are kept: a screen needs a few, a pass over everything needs one at a time. */
const KEPT = 48;

export function isStyleId(value: unknown): value is StyleId {
  return typeof value === "string" || (Number.isSafeInteger(value) && (value as number) >= 0);
}

function readRow(row: unknown): [number, BlockRow] | null {
  if (!Array.isArray(row)) return null;
  const [index, cols, contents, styles] = row as unknown[];
  if (!Number.isSafeInteger(index) || !Array.isArray(contents)) return null;
  if (!Number.isSafeInteger(cols) && !Array.isArray(cols)) return null;
  return [index as number, { cols: cols as BlockRow["cols"], contents, styles }];
}

/** Read the JSON of a block; malformed rows are left out. */
export function readBlock(json: unknown): Block {
  const block: Block = { formulas: [], rows: new Map() };
  if (typeof json !== "object" || json === null) return block;
  const { f, x } = json as { f?: unknown; x?: unknown };
  if (Array.isArray(f)) block.formulas = f.map((text) => (typeof text === "string" ? text : ""));
  for (const one of Array.isArray(x) ? x : []) {
    const read = readRow(one);
    if (!read) continue;
    const rows = block.rows.get(read[0]);
    if (rows) rows.push(read[1]);
    else block.rows.set(read[0], [read[1]]);
  }
  return block;
}

function formulaOf(block: Block, value: unknown[]): Content {
  const [index, cached, extra] = value;
  const template = block.formulas[index as number];
  if (template === undefined) return null;
  const content: Record<string, unknown> = { f: template };
  if (cached !== undefined && cached !== null) content.c = cached;
  return Object.assign(content, typeof extra === "object" ? extra : null) as unknown as Content;
}

function contentOf(block: Block, value: unknown): Content {
  return Array.isArray(value) ? formulaOf(block, value) : readContent(value);
}

function styleOf(row: BlockRow, place: number): StyleId | null {
  const style = Array.isArray(row.styles) ? (row.styles as unknown[])[place] : row.styles;
  return isStyleId(style) ? style : null;
}

function placeIn(row: BlockRow, col: number | string): number {
  if (Array.isArray(row.cols)) return row.cols.indexOf(col);
  const place = typeof col === "number" ? col - row.cols : -1;
  return place >= 0 && place < row.contents.length ? place : -1;
}

/** A cell by its column; null when the block does not list it. */
function cellIn(block: Block, rows: BlockRow[], col: number | string): BlockCell | null {
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] as BlockRow;
    const place = placeIn(row, col);
    if (place >= 0)
      return { content: contentOf(block, row.contents[place]), style: styleOf(row, place) };
  }
  return null;
}

/** Every cell of a row of a block. */
export function eachIn(
  block: Block,
  rows: BlockRow[],
  visit: (col: number | string, content: Content, style: StyleId | null) => void,
): void {
  for (const row of rows)
    for (let place = 0; place < row.contents.length; place++) {
      const col = Array.isArray(row.cols) ? row.cols[place] : row.cols + place;
      if (col !== undefined) visit(col, contentOf(block, row.contents[place]), styleOf(row, place));
    }
}

export interface Band {
  run: string;
  first: number;
  count: number;
}

/** The blocks of one worksheet: the `base` map of its part. */
export class Blocks {
  private readonly open = new Map<string, Block>();
  private bands = new Map<string, unknown>();
  private last: { key: string; block: Block } | null = null;
  height = 0;

  constructor(private readonly base: { get(key: string): unknown; keys(): Iterable<string> }) {
    for (const key of base.keys()) this.note(key);
  }

  /** Read one key of the map again. Returns the lines it says something about. */
  note(key: string): Band | null {
    const value = this.base.get(key);
    if (key === "height") this.height = Number.isSafeInteger(value) ? (value as number) : 0;
    this.open.delete(key);
    this.last = null;
    if (!/^(?:.+:)?\d+$/.test(key)) return null;
    if (isBytes(value)) this.bands.set(key, value);
    else this.bands.delete(key);
    return this.bandOf(key);
  }

  private bandOf(key: string): Band {
    const colon = key.lastIndexOf(":");
    const run = colon < 0 ? "" : key.slice(0, colon);
    return { run, first: Number(key.slice(colon + 1)) * this.height, count: this.height };
  }

  /** Where there are blocks, none of them opened. */
  *stretches(): Iterable<Band> {
    if (this.height > 0) for (const key of this.bands.keys()) yield this.bandOf(key);
  }

  get size(): number {
    return this.bands.size;
  }

  /** The block with a row; null when there is none. */
  blockAt(run: string, offset: number): Block | null {
    if (this.height <= 0) return null;
    const band = Math.floor(offset / this.height);
    return this.blockOf(run === "" ? String(band) : `${run}:${band}`);
  }

  /** What the block of a row says of a cell; null when it does not list it. */
  cell(row: LinePlace, col: number | string): BlockCell | null {
    const block = this.blockAt(row.run, row.offset);
    const rows = block?.rows.get(row.offset);
    return block && rows ? cellIn(block, rows, col) : null;
  }

  private blockOf(key: string): Block | null {
    if (this.last?.key === key) return this.last.block;
    const block = this.opened(key);
    this.last = block && { key, block };
    return block;
  }

  private opened(key: string): Block | null {
    const known = this.open.get(key);
    if (known) {
      this.open.delete(key);
      this.open.set(key, known);
      return known;
    }
    const bytes = this.bands.get(key);
    if (!bytes) return null;
    const block = readBlock(unpack(bytes));
    this.open.set(key, block);
    for (const old of this.open.keys()) {
      if (this.open.size <= KEPT) break;
      this.open.delete(old);
    }
    return block;
  }
}
