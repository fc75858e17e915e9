/** Formulas whose references are line ids: from A1 text, back into it, and moved about. */
import { type Area, type AxisName, columnName, MAX_COLS, MAX_ROWS } from "./areas";
import { type Axis, type LinePlace, lineId, parseLine } from "./axis";
import { type A1Corner, quoteSheets, readCorners, sheetNames, splitSheet, tokens } from "./lexer";

/** What of a book references need. */
export interface ReferenceWorld {
  axis(sid: string, axis: AxisName): Axis;
  info(sid: string): { name: string } | null;
  sheetNamed(name: string): { sid: string } | null;
}

/** Where a formula is. The cell is needed only where components are relative to it, in blocks. */
export interface FormulaPlace {
  book: ReferenceWorld;
  sid: string;
  row?: LinePlace;
  col?: LinePlace;
}

export interface Corner {
  /** A line id, or relative (`+1`), or "" for all. */
  row: string;
  col: string;
  /** 1: row absolute, 2: column absolute. */
  flags: number;
}

export interface Reference {
  /** One or two worksheets; none: the formula's own. */
  sids: string[];
  corners: Corner[];
}

const OPEN = "\u0001";
const CLOSE = "\u0002";
export const LOST = "#REF!";

function formatReference({ sids, corners }: Reference): string {
  const sheets = sids.length ? `${sids.join(":")}!` : "";
  const ends = corners.map(({ row, col, flags }) => `${row},${col},${flags}`);
  return OPEN + sheets + ends.join(";") + CLOSE;
}

function readReference(body: string): Reference | null {
  const bang = body.indexOf("!");
  const sids = bang >= 0 ? body.slice(0, bang).split(":") : [];
  const corners: Corner[] = [];
  for (const end of body.slice(bang + 1).split(";")) {
    const [row, col, flags, more] = end.split(",");
    if (row === undefined || col === undefined || more !== undefined) return null;
    corners.push({ row, col, flags: Number(flags ?? 0) & 3 });
  }
  const [first, last] = corners;
  if (!first || corners.length > 2 || sids.length > 2) return null;
  if (!last) return first.row && first.col ? { sids, corners } : null;
  const alike = !first.row === !last.row && !first.col === !last.col && (first.row || first.col);
  return alike ? { sids, corners } : null;
}

/** A template in parts: text, references, and null for a reference that cannot be read. */
type Part = string | Reference | null;
const PARSED = new Map<string, Part[]>();
const PARSED_LIMIT = 4096;

function parts(template: string): Part[] {
  const known = PARSED.get(template);
  if (known) return known;
  const found: Part[] = [];
  let at = 0;
  for (;;) {
    const open = template.indexOf(OPEN, at);
    const close = open < 0 ? -1 : template.indexOf(CLOSE, open);
    if (close < 0) break;
    if (open > at) found.push(template.slice(at, open));
    found.push(readReference(template.slice(open + 1, close)));
    at = close + 1;
  }
  if (at < template.length) found.push(template.slice(at));
  if (PARSED.size >= PARSED_LIMIT) PARSED.clear();
  PARSED.set(template, found);
  return found;
}

// ---- from text --------------------------------------------------------------------------------

function encodeCorner(corner: A1Corner, rows: Axis, cols: Axis): Corner {
  return {
    row: corner.row === null ? "" : rows.idAt(corner.row),
    col: corner.col === null ? "" : cols.idAt(corner.col),
    flags: (corner.rowAbsolute ? 1 : 0) | (corner.colAbsolute ? 2 : 0),
  };
}

function encodeReference(text: string, place: FormulaPlace): string {
  const [sheet, range] = splitSheet(text);
  const corners = readCorners(range);
  const found = sheet ? sheetNames(sheet).map((name) => place.book.sheetNamed(name)) : [];
  if (!corners || found.some((one) => one === null)) return text;
  const sids = (found as { sid: string }[]).map(({ sid }) => sid);
  const on = sids[0] ?? place.sid;
  const rows = place.book.axis(on, "rows");
  const cols = place.book.axis(on, "cols");
  return formatReference({
    sids,
    corners: corners.map((corner) => encodeCorner(corner, rows, cols)),
  });
}

/** A1 text without `=` into a template. What refers to no worksheet that is there stays text. */
export function encode(text: string, place: FormulaPlace): string {
  const clean = text.replaceAll(OPEN, "").replaceAll(CLOSE, "");
  return tokens(clean)
    .map((token) => (token.kind === "reference" ? encodeReference(token.text, place) : token.text))
    .join("");
}

/** What the file format writes before functions and names that came after 2007. */
const PREFIX = /^(?:_xlfn\.|_xlws\.|_xlpm\.)+/i;

/** Formula text as somebody typed it: function names in capitals and without the file's prefixes, then encoded. */
export function encodeTyped(text: string, place: FormulaPlace): string {
  const tidy = tokens(text).map((token) => {
    if (token.kind === "name") return token.text.replace(PREFIX, "");
    if (token.kind !== "function" || token.text.includes("!")) return token.text;
    return token.text.replace(PREFIX, "").toUpperCase();
  });
  return encode(tidy.join(""), place);
}

// ---- into text --------------------------------------------------------------------------------

/** The line a component names, given the cell it may be relative to; "" when it cannot be told. */
function lineOf(component: string, own: LinePlace | undefined): string {
  const sign = component.charCodeAt(0);
  if (sign !== 43 && sign !== 45) return component;
  const offset = own ? own.offset + Number(component) : -1;
  return own && offset >= 0 ? lineId(own.run, offset) : "";
}

/** One axis of a reference, by index; `null` when nothing is left. */
interface Extent {
  first: number;
  last: number;
  crossed: boolean;
}

function extent(axis: Axis, ends: string[], own: LinePlace | undefined): Extent | null {
  const first = lineOf(ends[0] ?? "", own);
  if (ends.length < 2) {
    const index = axis.indexOf(first);
    return index === null ? null : { first: index, last: index, crossed: false };
  }
  return axis.between(first, lineOf(ends[1] ?? "", own));
}

interface Resolved {
  rows: Extent | null;
  cols: Extent | null;
  sid: string;
}

/** Where a reference points now; null when it is #REF!. `rows` or `cols` is null where it takes all. */
function resolve(reference: Reference, place: FormulaPlace): Resolved | null {
  const { sids, corners } = reference;
  if (sids.some((sid) => place.book.info(sid) === null)) return null;
  const sid = sids[0] ?? place.sid;
  const all = corners[0] as Corner;
  const rows = all.row
    ? extent(
        place.book.axis(sid, "rows"),
        corners.map((c) => c.row),
        place.row,
      )
    : null;
  const cols = all.col
    ? extent(
        place.book.axis(sid, "cols"),
        corners.map((c) => c.col),
        place.col,
      )
    : null;
  if ((all.row && !rows) || (all.col && !cols)) return null;
  return { rows, cols, sid };
}

function cornerText(
  rows: number | null,
  cols: number | null,
  rowAbsolute: number,
  colAbsolute: number,
): string {
  const col = cols === null ? "" : (colAbsolute ? "$" : "") + columnName(cols);
  const row = rows === null ? "" : (rowAbsolute ? "$" : "") + (rows + 1);
  return col + row;
}

function renderReference(reference: Reference | null, place: FormulaPlace): string {
  const at = reference && resolve(reference, place);
  if (!at || !reference) return LOST;
  const { rows, cols } = at;
  const { sids, corners } = reference;
  const names = sids.map((sid) => place.book.info(sid)?.name ?? "");
  const sheet = names.length ? `${quoteSheets(names)}!` : "";
  const flags = corners.map((corner) => corner.flags);
  const flag = (end: 0 | 1, crossed: boolean | undefined, bit: number): number =>
    (flags[crossed ? 1 - end : end] ?? 0) & bit;
  const corner = (end: 0 | 1): string =>
    cornerText(
      rows && (end ? rows.last : rows.first),
      cols && (end ? cols.last : cols.first),
      flag(end, rows?.crossed, 1),
      flag(end, cols?.crossed, 2),
    );
  return sheet + (corners.length < 2 ? corner(0) : `${corner(0)}:${corner(1)}`);
}

/** A template as A1 text without `=`. */
export function render(template: string, place: FormulaPlace): string {
  let text = "";
  for (const part of parts(template))
    text += typeof part === "string" ? part : renderReference(part, place);
  return text;
}

/** Where a reference points, by worksheet and index; null when it is #REF!. */
export function locate(
  reference: Reference,
  place: FormulaPlace,
): { sid: string; area: Area } | null {
  const at = resolve(reference, place);
  if (!at) return null;
  const area: Area = {
    row1: at.rows?.first ?? 0,
    row2: at.rows?.last ?? MAX_ROWS - 1,
    col1: at.cols?.first ?? 0,
    col2: at.cols?.last ?? MAX_COLS - 1,
  };
  return { sid: at.sid, area };
}

/** The areas a template refers to, by worksheet and index (of a 3D reference, on its first). What is #REF! is left out. */
export function references(
  template: string,
  place: FormulaPlace,
): { sid: string; area: Area; reference: Reference }[] {
  const found: { sid: string; area: Area; reference: Reference }[] = [];
  for (const part of parts(template)) {
    if (typeof part === "string" || part === null) continue;
    const at = locate(part, place);
    if (at) found.push({ ...at, reference: part });
  }
  return found;
}

// ---- moved about ------------------------------------------------------------------------------

/** Rewrite every reference of a template; `LOST` where the answer is null. The same template when nothing changed. */
export function mapReferences(
  template: string,
  change: (reference: Reference) => Reference | null,
): string {
  let changed = false;
  const texts = parts(template).map((part) => {
    if (typeof part === "string") return part;
    const next = part && change(part);
    if (next !== part) changed = true;
    return next ? formatReference(next) : LOST;
  });
  return changed ? texts.join("") : template;
}

/** A template of a block with the components that are relative to its cell made plain ids. */
export function plain(template: string, row: LinePlace, col: LinePlace): string {
  return mapReferences(template, (reference) => {
    if (!reference.corners.some(({ row: r, col: c }) => /^[+-]/.test(r) || /^[+-]/.test(c)))
      return reference;
    const corners = reference.corners.map(({ row: r, col: c, flags }) => ({
      row: r && lineOf(r, row),
      col: c && lineOf(c, col),
      flags,
    }));
    const lost = corners.some(
      (end, i) =>
        (!end.row && reference.corners[i]?.row) || (!end.col && reference.corners[i]?.col),
    );
    return lost ? null : { ...reference, corners };
  });
}

function shifted(axis: Axis, id: string, by: number, absolute: boolean): string | null {
  if (id === "" || absolute || by === 0) return id;
  const index = axis.indexOf(id);
  if (index === null) return parseLine(id) ? id : null;
  const to = index + by;
  return to >= 0 && to < axis.limit ? axis.idAt(to) : null;
}

/**
 * A template as a copy of its cell says it, `rows` down and `cols` on: relative references go along, absolute ones stay.
 *
 * `to` is the worksheet it is copied to: references without a worksheet are to the formula's own, so there they keep their place.
 */
export function shift(
  template: string,
  place: FormulaPlace,
  by: { rows: number; cols: number },
  to = place.sid,
): string {
  return mapReferences(template, (reference) => {
    const sid = reference.sids[0] ?? place.sid;
    const own = reference.sids.length === 0 && to !== place.sid;
    const from = { rows: place.book.axis(sid, "rows"), cols: place.book.axis(sid, "cols") };
    const corners: Corner[] = [];
    for (const { row, col, flags } of reference.corners) {
      const nextRow = shifted(from.rows, row, by.rows, (flags & 1) !== 0);
      const nextCol = shifted(from.cols, col, by.cols, (flags & 2) !== 0);
      if (nextRow === null || nextCol === null) return null;
      const landed = own ? landing({ row: nextRow, col: nextCol }, from, place.book, to) : null;
      corners.push({ row: landed?.row ?? nextRow, col: landed?.col ?? nextCol, flags });
    }
    return { ...reference, corners };
  });
}

/** The same indexes on another worksheet. */
function landing(
  at: { row: string; col: string },
  from: { rows: Axis; cols: Axis },
  book: ReferenceWorld,
  to: string,
): { row: string; col: string } {
  const same = (id: string, axis: Axis, other: Axis): string => {
    const index = id === "" ? null : axis.indexOf(id);
    return index === null ? id : other.idAt(index);
  };
  return {
    row: same(at.row, from.rows, book.axis(to, "rows")),
    col: same(at.col, from.cols, book.axis(to, "cols")),
  };
}
