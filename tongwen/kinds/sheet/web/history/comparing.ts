/** Which cells of a workbook differ from another version of it: by worksheet and place, contents only. */
import {
  type Area,
  type Book,
  type Content,
  isFormula,
  MAX_COLS,
  type Sheet,
  type SheetInfo,
} from "../model";

export interface SheetDifference {
  /** The worksheet of the other version that it is compared with; null: it is new. */
  earlier: string | null;
  /** How many cells differ. */
  cells: number;
  /** Where they are, by rows; beyond `MOST_AREAS` cells are only counted. */
  areas: Area[];
}

export interface Difference {
  /** By sid; every worksheet of the later version has one. */
  sheets: Map<string, SheetDifference>;
  /** Names of worksheets that are gone. */
  gone: string[];
}

const BAND = 512; // rows that are compared at a time
const SLICE = 12; // milliseconds after which the page gets its turn
const MOST_AREAS = 50_000;

/** Who is who: of equal name, then those left over of equal sid (renamed). */
export function pairs(
  later: readonly SheetInfo[],
  earlier: readonly SheetInfo[],
): { of: Map<string, string>; gone: string[] } {
  const of = new Map<string, string>();
  const left = new Map(earlier.map((info) => [info.name.toLowerCase(), info]));
  for (const { sid, name } of later) {
    const same = left.get(name.toLowerCase());
    if (!same) continue;
    of.set(sid, same.sid);
    left.delete(name.toLowerCase());
  }
  for (const [name, info] of left) {
    if (of.has(info.sid) || !later.some(({ sid }) => sid === info.sid)) continue;
    of.set(info.sid, info.sid);
    left.delete(name);
  }
  return { of, gone: [...left.values()].map(({ name }) => name) };
}

/** Equal for cells that hold the same, whatever ids their lines have. */
function signature(content: Content): string {
  return typeof content === "string" ? `"${content}` : JSON.stringify(content);
}

/** What the cells of some rows hold, by place. */
function contentsOf(sheet: Sheet | null, row1: number, row2: number): Map<number, string> {
  const found = new Map<number, string>();
  if (!sheet) return found;
  const band: Area = { row1, col1: 0, row2, col2: MAX_COLS - 1 };
  sheet.eachContent(band, (row, col, content) => {
    if (!isFormula(content)) found.set(row * MAX_COLS + col, signature(content));
  });
  sheet.eachFormula(band, (row, col, text) => found.set(row * MAX_COLS + col, `=${text}`));
  return found;
}

/** The places, in order, at which two maps differ. */
function places(later: Map<number, string>, earlier: Map<number, string>): number[] {
  const found: number[] = [];
  for (const [at, held] of later) {
    if (earlier.get(at) !== held) found.push(at);
    earlier.delete(at);
  }
  return [...found, ...earlier.keys()].sort((a, b) => a - b);
}

/** Gathers cells that come by rows into rectangles. */
class Gathering {
  readonly areas: Area[] = [];
  cells = 0;
  /** Rectangles that end at the row before, by their columns. */
  #open = new Map<string, Area>();
  #next = new Map<string, Area>();
  #row = -1;

  add(all: readonly number[]): void {
    this.cells += all.length;
    for (let i = 0; i < all.length; ) {
      const first = all[i] as number;
      const row = Math.floor(first / MAX_COLS);
      let last = i;
      while (
        all[last + 1] === (all[last] as number) + 1 &&
        (all[last] as number) % MAX_COLS !== MAX_COLS - 1
      )
        last += 1;
      this.#run(row, first % MAX_COLS, (all[last] as number) % MAX_COLS);
      i = last + 1;
    }
  }

  #run(row: number, col1: number, col2: number): void {
    if (row !== this.#row) {
      this.#open = row === this.#row + 1 ? this.#next : new Map();
      this.#next = new Map();
      this.#row = row;
    }
    const name = `${col1}:${col2}`;
    const above = this.#open.get(name);
    if (above) above.row2 = row;
    else if (this.areas.length >= MOST_AREAS) return;
    const area = above ?? { row1: row, col1, row2: row, col2 };
    if (!above) this.areas.push(area);
    this.#next.set(name, area);
  }
}

/** Lets the page live between two pieces of long work. */
class Turns {
  #since = performance.now();

  async take(signal: AbortSignal): Promise<void> {
    if (performance.now() - this.#since < SLICE) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal.throwIfAborted();
    this.#since = performance.now();
  }
}

async function compareSheets(
  later: Sheet | null,
  earlier: Sheet | null,
  turns: Turns,
  signal: AbortSignal,
): Promise<Gathering> {
  const found = new Gathering();
  const last = Math.max(later?.usedRange()?.row2 ?? -1, earlier?.usedRange()?.row2 ?? -1);
  for (let row = 0; row <= last; row += BAND) {
    const stop = row + BAND - 1;
    found.add(places(contentsOf(later, row, stop), contentsOf(earlier, row, stop)));
    await turns.take(signal);
  }
  return found;
}

/** Compare all worksheets, a little at a time. Rejects when `signal` aborts. */
export async function compare(
  later: Book,
  earlier: Book,
  signal: AbortSignal,
): Promise<Difference> {
  const { of, gone } = pairs(later.sheets(), earlier.sheets());
  const sheets = new Map<string, SheetDifference>();
  const turns = new Turns();
  for (const { sid } of later.sheets()) {
    const other = of.get(sid) ?? null;
    const before = other === null ? null : earlier.sheet(other);
    const { cells, areas } = await compareSheets(later.sheet(sid), before, turns, signal);
    sheets.set(sid, { earlier: other, cells, areas });
  }
  return { sheets, gone };
}
