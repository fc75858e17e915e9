/** Merges, rules, tables, drawings: everything that lies on a worksheet, anchored to line ids. */
import { type Area, type IdArea, inArea } from "./areas";
import type { Axis } from "./axis";
import { compare } from "./keys";
import { isIdArea, placeArea } from "./paints";
import { SpanIndex } from "./spanIndex";
import { isRecord } from "./styles";

/** `type` is one of the README's: merge, format, validation, filter, table, link, note, drawing, pivot … */
export interface SheetObject {
  type: string;
  t: number;
  src?: unknown;
  [member: string]: unknown;
}
export interface Merge {
  token: string;
  area: Area;
}

function readObject(value: unknown): SheetObject | null {
  if (!isRecord(value) || typeof value.type !== "string" || !Number.isSafeInteger(value.t))
    return null;
  return value as SheetObject;
}

const overlap = (a: Area, b: Area): boolean =>
  a.row1 <= b.row2 && b.row1 <= a.row2 && a.col1 <= b.col2 && b.col1 <= a.col2;

/** Merges sorted by row, so that overlaps of a new one are found without looking at all. */
class Merged {
  readonly kept: Merge[] = [];
  private readonly rows = new SpanIndex<Merge>();
  private readonly starts = new Map<number, Merge[]>();

  /** Keep a merge unless it overlaps one that is kept. */
  offer(merge: Merge): void {
    const { area } = merge;
    if (area.row1 === area.row2 && area.col1 === area.col2) return;
    if (this.rows.at(area.row1).some((other) => overlap(other.area, area))) return;
    if (this.beginsWithin(area)) return;
    this.kept.push(merge);
    this.rows.add(area.row1, area.row2 - area.row1 + 1, merge);
    const starts = this.starts.get(area.row1);
    if (starts) starts.push(merge);
    else this.starts.set(area.row1, [merge]);
  }

  /** Whether one that is kept begins in the area below its first row. */
  private beginsWithin(area: Area): boolean {
    if (area.row2 - area.row1 > this.kept.length)
      return this.kept.some((other) => overlap(other.area, area));
    for (let row = area.row1 + 1; row <= area.row2; row++)
      if (this.starts.get(row)?.some((other) => overlap(other.area, area))) return true;
    return false;
  }

  at(row: number, col: number): Merge | null {
    return this.rows.at(row).find((merge) => inArea(merge.area, row, col)) ?? null;
  }
}

/** The `objects` map of a worksheet. */
export class Objects {
  private readonly all = new Map<string, SheetObject>();
  private merged: { rows: number; cols: number; merges: Merged } | null = null;
  greatest = 0;

  constructor(
    private readonly map: { get(key: string): unknown; keys(): Iterable<string> },
    private readonly rows: Axis,
    private readonly cols: Axis,
  ) {
    for (const key of map.keys()) this.note(key);
  }

  /** Read one key again. Returns what it was and what it is. */
  note(key: string): { before: SheetObject | null; after: SheetObject | null } {
    const before = this.all.get(key) ?? null;
    const after = readObject(this.map.get(key));
    if (after) {
      this.all.set(key, after);
      this.greatest = Math.max(this.greatest, after.t);
    } else this.all.delete(key);
    if (before?.type === "merge" || after?.type === "merge") this.merged = null;
    return { before, after };
  }

  get(token: string): SheetObject | null {
    return this.all.get(token) ?? null;
  }

  /** Objects of a type, or all, in the order (t, token). */
  list(type?: string): [token: string, object: SheetObject][] {
    return [...this.all]
      .filter(([, object]) => type === undefined || object.type === type)
      .sort((a, b) => a[1].t - b[1].t || compare(a[0], b[0]));
  }

  private merges(): Merged {
    const [rows, cols] = [this.rows.version, this.cols.version];
    if (this.merged?.rows !== rows || this.merged.cols !== cols) {
      const merges = new Merged();
      for (const [token, object] of this.list("merge")) {
        const area = isIdArea(object.area)
          ? placeArea(object.area as IdArea, this.rows, this.cols)
          : null;
        if (area) merges.offer({ token, area });
      }
      this.merged = { rows, cols, merges };
    }
    return this.merged.merges;
  }

  /** The merges that hold: of overlapping ones the least (t, token). */
  listMerges(): Merge[] {
    return this.merges().kept;
  }

  mergeAt(row: number, col: number): Merge | null {
    return this.merges().at(row, col);
  }
}
