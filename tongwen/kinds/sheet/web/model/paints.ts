/** Formats of areas and properties of lines, found quickly by row. */
import { type Area, type AxisName, type IdArea, MAX_COLS, MAX_ROWS } from "./areas";
import type { Axis } from "./axis";
import { compare } from "./keys";
import { SpanIndex } from "./spanIndex";
import { isRecord, type StyleId, type StylePatch } from "./styles";

/** A row or a column. `size`: points for rows, characters for columns; absent = the worksheet's default. */
export interface Line {
  size?: number;
  custom?: boolean;
  hidden?: boolean;
  level?: number;
  collapsed?: boolean;
  style?: StyleId;
}
export type LinePatch = { [member in keyof Line]?: Line[member] | null };

export interface Paint {
  key: string;
  t: number;
  areas: IdArea[];
  style: StylePatch | null;
  line: LinePatch | null;
}

export function isIdArea(value: unknown): value is IdArea {
  return (
    Array.isArray(value) &&
    value.length === 4 &&
    value.every((id) => id === null || typeof id === "string") &&
    (value[0] === null) === (value[2] === null) &&
    (value[1] === null) === (value[3] === null)
  );
}

/** Where an area of ids is now; null when nothing is left of it. */
export function placeArea(ids: IdArea, rows: Axis, cols: Axis): Area | null {
  const [row1, col1, row2, col2] = ids;
  const down = row1 === null || row2 === null ? ALL_ROWS : rows.between(row1, row2);
  const across = col1 === null || col2 === null ? ALL_COLS : cols.between(col1, col2);
  if (!down || !across) return null;
  return { row1: down.first, row2: down.last, col1: across.first, col2: across.last };
}
const ALL_ROWS = { first: 0, last: MAX_ROWS - 1 };
const ALL_COLS = { first: 0, last: MAX_COLS - 1 };

function readPaint(key: string, entry: unknown): Paint | null {
  if (!isRecord(entry) || !Number.isSafeInteger(entry.t) || !Array.isArray(entry.areas))
    return null;
  return {
    key,
    t: entry.t as number,
    areas: entry.areas.filter(isIdArea),
    style: isRecord(entry.style) ? (entry.style as StylePatch) : null,
    line: isRecord(entry.line) ? (entry.line as LinePatch) : null,
  };
}

interface Placed {
  paint: Paint;
  area: Area;
}

/** Which axis the properties of an area's lines are about; null for a part of lines, or for everything. */
function lineAxis(ids: IdArea): AxisName | null {
  if ((ids[0] === null) === (ids[1] === null)) return null;
  return ids[1] === null ? "rows" : "cols";
}

const byTime = (a: Paint, b: Paint): number => a.t - b.t || compare(a.key, b.key);

/** The `paints` map, placed by index whenever lines have changed. */
export class Paints {
  readonly all = new Map<string, Paint>();
  greatest = 0;
  /** The versions of the axes that paints are placed by. */
  private placedAt: [rows: number, cols: number] | null = null;
  private rowIndex = new SpanIndex<Placed>();
  private lineIndex = { rows: new SpanIndex<Paint>(), cols: new SpanIndex<Paint>() };
  private linePlaces: { axis: AxisName; first: number; last: number }[] = [];
  private places: Placed[] = [];
  private lastRow: { row: number; changes: number; found: Placed[] } | null = null;
  private changes = 0;

  constructor(
    private readonly map: { get(key: string): unknown; keys(): Iterable<string> },
    private readonly rows: Axis,
    private readonly cols: Axis,
  ) {
    for (const key of map.keys()) this.note(key);
  }

  /** Read one key again. Returns what it was and what it is. */
  note(key: string): Paint[] {
    const before = this.all.get(key);
    const paint = readPaint(key, this.map.get(key));
    if (before) {
      this.all.delete(key);
      this.placedAt = null;
    }
    this.changes++;
    if (paint) {
      this.all.set(key, paint);
      this.greatest = Math.max(this.greatest, paint.t);
      if (this.isPlaced()) this.place(paint);
    }
    return [before, paint].filter((one): one is Paint => !!one);
  }

  private isPlaced(): boolean {
    const at = this.placedAt;
    return at !== null && at[0] === this.rows.version && at[1] === this.cols.version;
  }

  private ready(): void {
    if (this.isPlaced()) return;
    this.rowIndex = new SpanIndex();
    this.lineIndex = { rows: new SpanIndex(), cols: new SpanIndex() };
    this.linePlaces = [];
    this.places = [];
    this.changes++;
    for (const paint of this.all.values()) this.place(paint);
    this.placedAt = [this.rows.version, this.cols.version];
  }

  private place(paint: Paint): void {
    for (const ids of paint.areas) {
      const area = placeArea(ids, this.rows, this.cols);
      if (!area) continue;
      if (paint.style) {
        const placed = { paint, area };
        this.places.push(placed);
        this.rowIndex.add(area.row1, area.row2 - area.row1 + 1, placed);
      }
      const axis = lineAxis(ids);
      if (!paint.line || !axis) continue;
      const [first, last] = axis === "rows" ? [area.row1, area.row2] : [area.col1, area.col2];
      this.linePlaces.push({ axis, first, last });
      this.lineIndex[axis].add(first, last - first + 1, paint);
    }
  }

  private ofRow(row: number): Placed[] {
    this.ready();
    if (this.lastRow?.row !== row || this.lastRow.changes !== this.changes) {
      const found = this.rowIndex.at(row).sort((a, b) => byTime(a.paint, b.paint));
      this.lastRow = { row, changes: this.changes, found };
    }
    return this.lastRow.found;
  }

  /** The paints with a style that cover a cell, the earliest first, each once. */
  ofCell(row: number, col: number): Paint[] {
    const found: Paint[] = [];
    for (const { paint, area } of this.ofRow(row))
      if (col >= area.col1 && col <= area.col2 && found.at(-1) !== paint) found.push(paint);
    return found;
  }

  /** Areas that are formatted, by index. */
  styled(): Area[] {
    this.ready();
    return this.places.map(({ area }) => area);
  }

  /** The paints with properties of a line, the earliest first. */
  ofLine(axis: AxisName, index: number): Paint[] {
    this.ready();
    return [...new Set(this.lineIndex[axis].at(index))].sort(byTime);
  }

  /** Index ranges of lines that have properties. */
  lineRanges(axis: AxisName): { first: number; last: number }[] {
    this.ready();
    return this.linePlaces.filter((place) => place.axis === axis);
  }
}
