/** What goes along with pasted cells: merges, notes, links, validations and conditional formats. */
import {
  type Area,
  merge,
  putObject,
  removeObject,
  type SheetObject,
  Template,
  unmerge,
} from "../model";
import { contains, intersection } from "./areas";
import { areasOf } from "./clearing";
import type { Plan } from "./pasting";
import { cutOut } from "./validation";

/** Copies of the source beyond this many in one paste bring their cells, and no objects. */
const MOST_COPIES = 2000;

/** The places in an ascending list that hold a line of `first..last`; null for none. */
function placesOf(lines: readonly number[], first: number, last: number): [number, number] | null {
  const start = lines.findIndex((line) => line >= first);
  if (start < 0) return null;
  let end = start - 1;
  while (end + 1 < lines.length && (lines[end + 1] ?? 0) <= last) end += 1;
  return end < start ? null : [start, end];
}

/** Where an area of the source lies in one copy of it, from that copy's first cell; null when none of it was copied. */
function withinCopy({ from, options }: Plan, area: Area): Area | null {
  const rows = placesOf(from.rows, area.row1, area.row2);
  const cols = placesOf(from.cols, area.col1, area.col2);
  if (!rows || !cols) return null;
  const [down, across] = options.transpose ? [cols, rows] : [rows, cols];
  return { row1: down[0], row2: down[1], col1: across[0], col2: across[1] };
}

/** An area of the source as it lies in the target, once for each copy; `joined`: one area where copies touch. */
function landed(plan: Plan, area: Area, joined: boolean): Area[] {
  const inside = withinCopy(plan, area);
  if (!inside) return [];
  const { target, tall, wide } = plan;
  const rows = strips(inside.row1, inside.row2, [target.row1, target.row2], tall, joined);
  const cols = strips(inside.col1, inside.col2, [target.col1, target.col2], wide, joined);
  const found: Area[] = [];
  for (const [row1, row2] of rows)
    for (const [col1, col2] of cols)
      if (found.length < MOST_COPIES) found.push({ row1, row2, col1, col2 });
  return found;
}

/** Lines `first..last` of a copy of `size` lines, in each copy that the target holds. */
function strips(
  first: number,
  last: number,
  [start, end]: [number, number],
  size: number,
  joined: boolean,
): [number, number][] {
  if (joined && first === 0 && last === size - 1) return [[start, end]];
  const found: [number, number][] = [];
  for (let at = start; at <= end && found.length < MOST_COPIES; at += size)
    found.push([at + first, at + last]);
  return found;
}

/** The merges of the source that were copied as a whole, in each copy. To be asked before anything is written. */
export function comingMerges(plan: Plan): Area[] {
  const cells = (one: Area) => (one.row2 - one.row1 + 1) * (one.col2 - one.col1 + 1);
  return plan.from.sheet
    .merges()
    .filter(({ area }) => {
      const inside = withinCopy(plan, area);
      return inside !== null && cells(inside) === cells(area);
    })
    .flatMap(({ area }) => landed(plan, area, false));
}

/** Merges of the target go, those of the source come. */
export function pasteMerges({ to, target }: Plan, coming: readonly Area[]): void {
  unmerge(to, [target]);
  for (const area of coming) merge(to, area);
}

export type Carried = "validation" | "format" | "link";

interface Coming {
  areas: Area[];
  object: SheetObject;
  /** The first cell that the object's formulas are relative to, before and after. */
  origin: Area;
}

function comingObjects(plan: Plan, type: Carried): Coming[] {
  const { sheet } = plan.from;
  const found: Coming[] = [];
  for (const [, object] of sheet.objects(type)) {
    const own = areasOf(sheet, object);
    const areas = own.flatMap((area) => landed(plan, area, true));
    const [origin] = own;
    if (origin && areas.length > 0) found.push({ areas, object, origin });
  }
  return found;
}

/** Templates anywhere in an object, as a copy of it says them. */
function shiftedTemplates(value: unknown, shift: (template: string) => string): unknown {
  if (typeof value === "string") return value.includes("\u0001") ? shift(value) : value;
  if (Array.isArray(value)) return value.map((one) => shiftedTemplates(one, shift));
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, one]) => [member, shiftedTemplates(one, shift)]),
  );
}

function place({ from, to }: Plan, { areas, object, origin }: Coming): void {
  const [first] = areas;
  if (!first) return;
  const { src: _source, t: _time, area, areas: _own, ...rest } = object;
  const at = { book: from.sheet.book, sid: from.sheet.sid };
  const by = { rows: first.row1 - origin.row1, cols: first.col1 - origin.col1 };
  const moved = shiftedTemplates(rest, (template) =>
    object.type === "link" ? template : Template.shift(template, at, by, to.sid),
  ) as Record<string, unknown>;
  if (area !== undefined)
    for (const one of areas) putObject(to, { ...moved, area: to.idArea(one) });
  else putObject(to, { ...moved, areas: areas.map((one) => to.idArea(one)) });
}

/** Whether the source has objects of a type that would come along. */
export function hasObjects(plan: Plan, type: Carried): boolean {
  return comingObjects(plan, type).length > 0;
}

/** Rules of the target go (larger ones are cut), those of the source come along. */
export function pasteObjects(plan: Plan, types: readonly Carried[]): void {
  const { to, target } = plan;
  for (const type of types) {
    const coming = comingObjects(plan, type);
    if (type === "link") removeLinks(plan);
    else cutOut(to, [target], type);
    for (const one of coming) place(plan, one);
  }
}

function removeLinks({ to, target }: Plan): void {
  for (const [token, object] of to.objects("link")) {
    const own = areasOf(to, object);
    if (own.length > 0 && own.every((area) => covers(target, area))) removeObject(to, token);
  }
}

function covers(around: Area, area: Area): boolean {
  const shared = intersection(around, area);
  return (
    shared !== null &&
    shared.row1 === area.row1 &&
    shared.row2 === area.row2 &&
    shared.col1 === area.col1 &&
    shared.col2 === area.col2
  );
}

/** Notes of the target go, those of the source come, one a cell. */
export function pasteNotes(plan: Plan): void {
  const { from, to, target } = plan;
  const coming: [row: number, col: number, note: SheetObject][] = [];
  for (const [, note] of from.sheet.objects("note"))
    for (const area of areasOf(from.sheet, note).flatMap((own) => landed(plan, own, false)))
      coming.push([area.row1, area.col1, note]);
  for (const [token, note] of to.objects("note"))
    if (areasOf(to, note).some(({ row1, col1 }) => contains(target, row1, col1)))
      removeObject(to, token);
  for (const [row, col, { src: _source, t: _time, ...note }] of coming)
    putObject(to, { ...note, row: to.rows.idAt(row), col: to.cols.idAt(col) });
}
