/** Pasting cells of a workbook: all of them or one aspect, calculated with what is there, turned, or linked. */
import {
  type Area,
  type Content,
  cellName,
  isFormula,
  Restyling,
  type Sheet,
  type Style,
  setContents,
  setLine,
  Template,
  type ValueOf,
} from "../model";
import { calculated, type Operation } from "./operating";
import {
  type Carried,
  comingMerges,
  hasObjects,
  pasteMerges,
  pasteNotes,
  pasteObjects,
} from "./pastedObjects";
import { plain } from "./sorting";

/** Excel's choices. `formulasNumbers` and `valuesNumbers`: with number formats. */
export type PasteWhat =
  | "all"
  | "formulas"
  | "values"
  | "formats"
  | "notes"
  | "validation"
  | "noBorders"
  | "widths"
  | "formulasNumbers"
  | "valuesNumbers";

export interface PasteOptions {
  what: PasteWhat;
  operation: Operation;
  /** Empty cells of the source leave what is there. */
  skipBlanks: boolean;
  /** Rows become columns. */
  transpose: boolean;
  /** Formulas that refer to the source, instead of its contents. */
  link: boolean;
}

export const plainPaste: PasteOptions = {
  what: "all",
  operation: "none",
  skipBlanks: false,
  transpose: false,
  link: false,
};

/** Lines of a worksheet, in order: of a filtered range, those that are shown. */
export interface Source {
  sheet: Sheet;
  rows: readonly number[];
  cols: readonly number[];
  /** Whole columns or rows were copied: their sizes go along. */
  whole: "rows" | "cols" | null;
}

export type At = readonly [row: number, col: number];

/** A paste, worked out: every cell of the target and where it comes from. */
export interface Plan {
  from: Source;
  to: Sheet;
  target: Area;
  options: PasteOptions;
  computed: ValueOf;
  /** Rows and columns of one copy of the source, as it lies in the target. */
  tall: number;
  wide: number;
  /** The cell of the source that lands `down` rows and `across` columns from the first cell. */
  source: (down: number, across: number) => At;
}

function planned(
  from: Source,
  to: Sheet,
  into: Area,
  options: PasteOptions,
  computed: ValueOf,
): Plan {
  const [first, second] = [from.rows.length, from.cols.length];
  const [tall, wide] = options.transpose ? [second, first] : [first, second];
  const times = (room: number, size: number): number => (room % size === 0 ? room : size);
  const high = times(into.row2 - into.row1 + 1, tall);
  const broad = times(into.col2 - into.col1 + 1, wide);
  const { row1, col1 } = into;
  const target = { row1, col1, row2: row1 + high - 1, col2: col1 + broad - 1 };
  const source = (down: number, across: number): At => {
    const [i, j] = [down % tall, across % wide];
    const [row, col] = options.transpose ? [j, i] : [i, j];
    return [from.rows[row] ?? 0, from.cols[col] ?? 0];
  };
  return { from, to, target, options, computed, tall, wide, source };
}

function eachCell({ target }: Plan, visit: (row: number, col: number) => void): void {
  for (let row = target.row1; row <= target.row2; row += 1)
    for (let col = target.col1; col <= target.col2; col += 1) visit(row, col);
}

/** What of the source comes along. */
interface Aspect {
  contents?: "formulas" | "values";
  styles?: true;
  merges?: true;
  objects?: readonly Carried[];
  notes?: true;
}

const EVERYTHING: Aspect = {
  contents: "formulas",
  styles: true,
  merges: true,
  objects: ["validation", "format", "link"],
  notes: true,
};

const ASPECTS: Record<PasteWhat, Aspect> = {
  all: EVERYTHING,
  noBorders: EVERYTHING,
  formulas: { contents: "formulas" },
  values: { contents: "values" },
  formats: { styles: true, merges: true, objects: ["format"] },
  notes: { notes: true },
  validation: { objects: ["validation"] },
  widths: {},
  formulasNumbers: { contents: "formulas", styles: true },
  valuesNumbers: { contents: "values", styles: true },
};

const LINK: Aspect = { contents: "formulas" };

/** What the source's formula says at its new place. */
function movedFormula(plan: Plan, f: string, [row, col]: At, to: At): string {
  const { from, to: sheet, options } = plan;
  const place = { book: from.sheet.book, sid: from.sheet.sid };
  if (!options.transpose)
    return Template.shift(f, place, { rows: to[0] - row, cols: to[1] - col }, sheet.sid);
  const turned = Template.turn(f, place, {
    from: { row, col },
    to: { row: to[0], col: to[1] },
  });
  return Template.shift(turned, place, { rows: 0, cols: 0 }, sheet.sid);
}

function linked(plan: Plan, [row, col]: At): Content {
  const { from, to, target } = plan;
  const alone = target.row1 === target.row2 && target.col1 === target.col2;
  const place = { book: to.book, sid: from.sheet.sid };
  const name = alone ? cellName(row, col).replace(/[A-Z]+|\d+/g, "$$$&") : cellName(row, col);
  const own = Template.encode(name, place);
  if (from.sheet === to) return { f: own };
  // The worksheet is named by its id, so that the link survives renaming.
  return { f: own.replace("\u0001", `\u0001${from.sheet.sid}!`) };
}

function isBlank({ from, computed }: Plan, at: At): boolean {
  return from.sheet.content(...at) === null && computed(from.sheet, ...at) === null;
}

/** The content that comes to a cell, before any calculation; undefined leaves it as it is. */
function arriving(plan: Plan, at: At, to: At): Content | undefined {
  const { from, options, computed } = plan;
  const content = from.sheet.content(...at);
  if (options.skipBlanks && isBlank(plan, at)) return undefined;
  if (options.link) return linked(plan, at);
  // Cells that an array spills into have no content of their own.
  if (ASPECTS[options.what].contents === "values") return plain(computed(from.sheet, ...at));
  if (!isFormula(content)) return content;
  const { c: _cached, x: _raw, a, ...rest } = content;
  const size = a && options.transpose ? [a[1], a[0]] : a;
  return {
    ...rest,
    ...(size ? { a: size as [number, number] } : {}),
    f: movedFormula(plan, content.f, at, to),
  };
}

function pastedContents(plan: Plan): (Content | undefined)[][] {
  const { target, to, options } = plan;
  const rows: (Content | undefined)[][] = [];
  for (let row = target.row1; row <= target.row2; row += 1) {
    const line: (Content | undefined)[] = [];
    for (let col = target.col1; col <= target.col2; col += 1) {
      const at = plan.source(row - target.row1, col - target.col1);
      const next = arriving(plan, at, [row, col]);
      const operated = options.operation !== "none" && next !== undefined && !options.link;
      line.push(operated ? calculated(options.operation, to.content(row, col), next) : next);
    }
    rows.push(line);
  }
  return rows;
}

const BORDERS = ["borderStart", "borderEnd", "borderTop", "borderBottom", "borderDiagonal"];

/** The style of a cell after the paste. */
function pastedStyle(what: PasteWhat, before: Style, after: Style, turned: boolean): Style {
  if (what === "formulasNumbers" || what === "valuesNumbers") {
    const { numberFormat: _own, ...rest } = before;
    return after.numberFormat === undefined ? rest : { ...rest, numberFormat: after.numberFormat };
  }
  const sides = what === "noBorders" ? before : after;
  const style: Style = { ...after };
  for (const side of BORDERS) {
    const border = sides[side];
    if (border === undefined) delete style[side];
    else style[side] = border;
  }
  return turned && what !== "noBorders" ? turnedBorders(style) : style;
}

function turnedBorders(style: Style): Style {
  const { borderStart, borderEnd, borderTop, borderBottom, ...rest } = style;
  return {
    ...rest,
    ...(borderTop ? { borderStart: borderTop } : {}),
    ...(borderBottom ? { borderEnd: borderBottom } : {}),
    ...(borderStart ? { borderTop: borderStart } : {}),
    ...(borderEnd ? { borderBottom: borderEnd } : {}),
  };
}

function restyled(plan: Plan): Restyling {
  const { to, target, options, from } = plan;
  const looks = new Restyling(to);
  const { styles } = to.book;
  eachCell(plan, (row, col) => {
    const at = plan.source(row - target.row1, col - target.col1);
    if (options.skipBlanks && isBlank(plan, at)) return;
    const [before, after] = [to.style(row, col), from.sheet.style(...at)];
    if (options.what === "all" && !options.transpose) looks.set(row, col, after);
    else
      looks.set(
        row,
        col,
        styles.get(styles.put(pastedStyle(options.what, before, after, options.transpose))),
      );
  });
  return looks;
}

/** Give the columns (or rows) of the target the sizes of those of the source. */
function pasteSizes(plan: Plan, axis: "rows" | "cols"): void {
  const { from, to, target, options } = plan;
  if (options.transpose) return;
  const lines = axis === "rows" ? from.rows : from.cols;
  const [first, last] = axis === "rows" ? [target.row1, target.row2] : [target.col1, target.col2];
  for (let at = first; at <= last; at += 1) {
    const { size, custom } = from.sheet.line(axis, lines[(at - first) % lines.length] ?? 0);
    const own = to.line(axis, at);
    if (own.size === size && own.custom === custom) continue;
    setLine(to, axis, [[at, at]], { size: size ?? null, custom: custom ?? null });
  }
}

/**
 * Paste cells of this book over an area, repeated where it is a multiple of them; one step.
 *
 * Returns the area that was pasted over. Throws Refusal beyond-grid.
 */
export function pasteCells(
  from: Source,
  to: Sheet,
  into: Area,
  options: PasteOptions,
  computed: ValueOf,
): Area {
  const plan = planned(from, to, into, options, computed);
  to.book.steps.transact("paste", () => write(plan, options.link ? LINK : ASPECTS[options.what]));
  return plan.target;
}

/** All is read before anything is written: the target may lie over the source. */
function write(plan: Plan, aspect: Aspect): void {
  const { to, target } = plan;
  const merges = aspect.merges ? comingMerges(plan) : null;
  const contents = aspect.contents ? pastedContents(plan) : null;
  const looks = aspect.styles ? restyled(plan) : null;
  if (contents) setContents(to, target.row1, target.col1, contents);
  looks?.write();
  if (merges) pasteMerges(plan, merges);
  if (aspect.objects) pasteObjects(plan, aspect.objects);
  if (aspect.notes) pasteNotes(plan);
  const axis = sized(plan);
  if (axis) pasteSizes(plan, axis);
}

/** Whose sizes come along. */
function sized({ from, options }: Plan): "rows" | "cols" | null {
  if (options.link) return null;
  if (options.what === "widths") return "cols";
  return options.what === "all" ? from.whole : null;
}

/** Lay the validations and conditional formats of a source over an area beside it, where it has any. */
export function pasteRules(sheet: Sheet, source: Area, area: Area): void {
  const { row1, col1 } = source;
  const rows = Array.from({ length: source.row2 - row1 + 1 }, (_, i) => row1 + i);
  const cols = Array.from({ length: source.col2 - col1 + 1 }, (_, i) => col1 + i);
  const from: Source = { sheet, rows, cols, whole: null };
  const plan = planned(from, sheet, area, plainPaste, () => null);
  for (const type of ["validation", "format"] as const)
    if (hasObjects(plan, type)) pasteObjects(plan, [type]);
}
