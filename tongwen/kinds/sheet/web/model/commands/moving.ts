/** Cutting and pasting a range: what is in it goes along, and what refers to it follows. */
import { type Area, contains, type IdArea, inArea, intersect } from "../areas";
import type { Book } from "../book";
import { type Content, type FormulaContent, isFormula } from "../content";
import { Refusal } from "../errors";
import { isIdArea } from "../paints";
import type { Sheet } from "../sheet";
import { isRecord } from "../styles";
import {
  type Corner,
  type FormulaPlace,
  locate,
  mapReferences,
  type Reference,
  references,
} from "../template";
import { readArea } from "./contents";
import { paint, Restyling } from "./looks";
import { removeEntry, writeObject } from "./objects";
import { checkGrid, emptyArea, writeCells, writeRows } from "./writing";

/** A range and where it goes. */
interface Journey {
  from: Sheet;
  area: Area;
  to: Sheet;
  /** Where its cells are afterwards. */
  target: Area;
}

/** References to cells in the range lead to where those go; `home` is where the formula itself is afterwards. */
class Follower {
  constructor(
    private readonly journey: Journey,
    private readonly place: FormulaPlace,
    private readonly home: string,
  ) {}

  follow(template: string): string {
    return mapReferences(template, (reference) => this.followed(reference));
  }

  private followed(reference: Reference): Reference {
    const { from, area, to } = this.journey;
    const sid = reference.sids[0] ?? this.place.sid;
    const inside = reference.sids.length < 2 && sid === from.sid && this.isInside(reference, area);
    if (inside) {
      const corners = reference.corners.map((corner) => this.landed(corner));
      const sids = this.home === to.sid && reference.sids.length === 0 ? [] : [to.sid];
      return { sids, corners };
    }
    if (reference.sids.length === 0 && this.home !== this.place.sid)
      return { ...reference, sids: [this.place.sid] };
    return reference;
  }

  private isInside(reference: Reference, area: Area): boolean {
    const at = locate(reference, this.place);
    return at !== null && contains(area, at.area);
  }

  private landed(corner: Corner): Corner {
    const { from, area, to, target } = this.journey;
    const move = (id: string, axis: "rows" | "cols", by: number): string => {
      const index = id === "" ? null : from.axis(axis).indexOf(id);
      return index === null ? id : to.axis(axis).idAt(index + by);
    };
    return {
      row: move(corner.row, "rows", target.row1 - area.row1),
      col: move(corner.col, "cols", target.col1 - area.col1),
      flags: corner.flags,
    };
  }
}

function placeOf(sheet: Sheet, row?: number, col?: number): FormulaPlace {
  const place: FormulaPlace = { book: sheet.book, sid: sheet.sid };
  if (row !== undefined) place.row = sheet.rows.at(row);
  if (col !== undefined) place.col = sheet.cols.at(col);
  return place;
}

function without(content: FormulaContent, f: string): Content {
  const { c: _cached, ...rest } = content;
  return { ...rest, f };
}

function movedContents(journey: Journey): Content[][] {
  const { from, area, to } = journey;
  const follower = new Follower(journey, placeOf(from), to.sid);
  return readArea(from, area).map((line) =>
    line.map((content) =>
      isFormula(content) ? without(content, follower.follow(content.f)) : content,
    ),
  );
}

/** Formulas outside the range that refer into it. */
function followers(journey: Journey, sheet: Sheet): [number, number, Content][] {
  const found: [number, number, Content][] = [];
  const used = sheet.usedRange();
  if (!used) return found;
  const follower = new Follower(journey, placeOf(sheet), sheet.sid);
  const { from, area, to, target } = journey;
  const leads = (at: { sid: string; area: Area }): boolean =>
    at.sid === from.sid && contains(area, at.area);
  sheet.eachRawFormula(used, (row, col, template, place) => {
    if (!references(template, place).some(leads)) return;
    if (sheet === from && inArea(area, row, col)) return;
    if (sheet === to && inArea(target, row, col)) return;
    const content = sheet.content(row, col);
    if (!isFormula(content)) return;
    const next = follower.follow(content.f);
    if (next !== content.f) found.push([row, col, without(content, next)]);
  });
  return found;
}

const OPEN = "\u0001";

/** Templates anywhere in a value, rewritten. The same value when none changed. */
function mapTemplates(value: unknown, follow: (template: string) => string): unknown {
  if (typeof value === "string") return value.includes(OPEN) ? follow(value) : value;
  if (Array.isArray(value)) {
    const next = value.map((one) => mapTemplates(one, follow));
    return next.some((one, i) => one !== value[i]) ? next : value;
  }
  if (!isRecord(value) || value instanceof Uint8Array) return value;
  let changed = false;
  const next: Record<string, unknown> = {};
  for (const [member, one] of Object.entries(value)) {
    next[member] = mapTemplates(one, follow);
    if (next[member] !== one) changed = true;
  }
  return changed ? next : value;
}

function followNames(journey: Journey): void {
  const { book } = journey.from;
  for (const { token, ...name } of book.names()) {
    const place = placeOf(name.scope ? (book.sheet(name.scope) ?? journey.from) : journey.from);
    const formula = new Follower(journey, place, place.sid).follow(name.formula);
    if (formula !== name.formula) book.putName({ ...name, formula }, token);
  }
}

function followObjects(journey: Journey, sheet: Sheet): void {
  const follower = new Follower(journey, placeOf(sheet), sheet.sid);
  for (const [token, object] of sheet.objects()) {
    const next = mapTemplates(object, (template) => follower.follow(template));
    if (next !== object) writeObject(sheet, next as typeof object, token);
  }
}

/** Kinds of objects that belong to their cells. */
const ON_CELLS = new Set(["merge", "note", "link", "format", "validation", "table", "filter"]);

/** The areas that anchor an object; empty when it is anchored otherwise. */
function anchors(sheet: Sheet, object: Record<string, unknown>): (Area | null)[] {
  const { area, areas, row, col } = object;
  if (isIdArea(area)) return [sheet.area(area)];
  if (Array.isArray(areas)) return areas.map((one) => (isIdArea(one) ? sheet.area(one) : null));
  if (typeof row === "string" && typeof col === "string") return [sheet.area([row, col, row, col])];
  return [];
}

/** How line ids of what is carried read where it is carried to. */
interface Carried {
  area: (ids: IdArea) => IdArea;
  column: (id: string) => string;
}

/** An object whose cells went elsewhere: the columns and the filter of a table name lines too. */
function movedWithin(object: Record<string, unknown>, carried: Carried): Record<string, unknown> {
  const next: Record<string, unknown> = { area: carried.area(object.area as IdArea) };
  const { columns, filter } = object;
  if (Array.isArray(columns))
    next.columns = columns.map((one: unknown) =>
      isRecord(one) && typeof one.id === "string" ? { ...one, id: carried.column(one.id) } : one,
    );
  else if (isRecord(columns))
    next.columns = Object.fromEntries(
      Object.entries(columns).map(([id, one]) => [carried.column(id), one]),
    );
  if (isRecord(filter) && isIdArea(filter.area))
    next.filter = { ...filter, ...movedWithin(filter, carried) };
  return next;
}

function carry({ from, area, to, target }: Journey): void {
  const move = (ids: IdArea): IdArea => {
    const at = from.area(ids);
    if (!at) return ids;
    const [rows, cols] = [target.row1 - area.row1, target.col1 - area.col1];
    return to.idArea({
      row1: at.row1 + rows,
      row2: at.row2 + rows,
      col1: at.col1 + cols,
      col2: at.col2 + cols,
    });
  };
  const column = (id: string): string => {
    const index = from.cols.indexOf(id);
    const inside = index !== null && index >= area.col1 && index <= area.col2;
    return inside ? to.cols.idAt(index - area.col1 + target.col1) : id;
  };
  for (const [token, object] of from.objects()) {
    if (!ON_CELLS.has(object.type)) continue;
    const places = anchors(from, object);
    if (places.length === 0 || places.some((one) => !one || !contains(area, one))) continue;
    const next: typeof object = { ...object };
    if (isIdArea(object.area)) Object.assign(next, movedWithin(object, { area: move, column }));
    else if (Array.isArray(object.areas)) next.areas = (object.areas as IdArea[]).map(move);
    else [next.row, next.col] = move([object.row, object.col, object.row, object.col] as IdArea);
    if (from === to) writeObject(from, next, token);
    else {
      removeEntry(from, token);
      const { src: _source, ...rest } = next;
      writeObject(to, rest);
    }
  }
}

/** Threads about cells in the range go along. */
function carryThreads({ from, area, to, target }: Journey): void {
  const { comments, steps } = from.book;
  for (const [token, entry] of [...(comments?.map("comments").entries() ?? [])]) {
    if (!comments || !isRecord(entry) || entry.sheet !== from.sid) continue;
    const row = typeof entry.row === "string" ? from.rows.indexOf(entry.row) : null;
    const col = typeof entry.col === "string" ? from.cols.indexOf(entry.col) : null;
    if (row === null || col === null || !inArea(area, row, col)) continue;
    steps.write(comments, "comments", token, {
      ...entry,
      sheet: to.sid,
      row: to.rows.idAt(row - area.row1 + target.row1),
      col: to.cols.idAt(col - area.col1 + target.col1),
    });
  }
}

function carriedLooks({ from, area, to, target }: Journey): () => void {
  const looks = new Restyling(to);
  for (let row = area.row1; row <= area.row2; row++)
    for (let col = area.col1; col <= area.col2; col++)
      looks.set(row - area.row1 + target.row1, col - area.col1 + target.col1, from.style(row, col));
  const plain = from.book.styles.get(null);
  let styled = false;
  for (let row = area.row1; row <= area.row2 && !styled; row++)
    for (let col = area.col1; col <= area.col2 && !styled; col++)
      styled = from.style(row, col) !== plain;
  return () => {
    if (styled) paint(from, [area], { "*": 0 });
    looks.write();
  };
}

function checkMerges(sheet: Sheet, area: Area): void {
  for (const merge of sheet.merges())
    if (intersect(merge.area, area) && !contains(area, merge.area))
      throw new Refusal("merged-cells", "part of a merged cell cannot be moved");
}

function extent(sheet: Sheet, area: Area): Area {
  const used = sheet.usedRange();
  const tall = area.row2 - area.row1 > 10_000 || area.col2 - area.col1 > 1_000;
  if (!tall) return area;
  return {
    ...area,
    row2: Math.max(area.row1, Math.min(area.row2, used?.row2 ?? area.row1)),
    col2: Math.max(area.col1, Math.min(area.col2, used?.col2 ?? area.col1)),
  };
}

/** Throws Refusal others-not-loaded while there are worksheets whose formulas could not follow cells that move. */
export function needOthers(book: Book): void {
  if (book.unloaded().length > 0)
    throw new Refusal(
      "others-not-loaded",
      "formulas of worksheets that are not loaded may refer there",
    );
}

/**
 * Move a range, over whatever is there. References inside it and to it follow, in all worksheets.
 *
 * Throws Refusal others-not-loaded, beyond-grid or merged-cells.
 */
export function moveRange(
  sheet: Sheet,
  from: Area,
  { sheet: to = sheet, row, col }: { sheet?: Sheet; row: number; col: number },
): void {
  needOthers(sheet.book);
  const area = extent(sheet, from);
  const [rows, cols] = [area.row2 - area.row1, area.col2 - area.col1];
  checkGrid(row, col, rows + 1, cols + 1);
  const target = { row1: row, col1: col, row2: row + rows, col2: col + cols };
  if (to === sheet && row === area.row1 && col === area.col1) return;
  checkMerges(sheet, area);
  const journey = { from: sheet, area, to, target };
  const { book } = sheet;
  book.steps.transact("moveRange", () => {
    const contents = movedContents(journey);
    const restyle = carriedLooks(journey);
    const loaded = book
      .sheets()
      .map(({ sid }) => book.sheet(sid))
      .filter((one) => one !== null);
    const rewritten = loaded.map((one) => [one, followers(journey, one)] as const);
    followNames(journey);
    for (const one of loaded) followObjects(journey, one);
    carry(journey);
    carryThreads(journey);
    emptyArea(sheet, area);
    emptyArea(to, target);
    writeRows(
      to,
      row,
      col,
      contents.map((line) => line.map((content) => content ?? undefined)),
    );
    for (const [one, cells] of rewritten) writeCells(one, cells);
    restyle();
  });
}
