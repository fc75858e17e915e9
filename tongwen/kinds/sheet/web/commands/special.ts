/** Cells of a kind: what Excel's Go To Special selects. */
import {
  type Area,
  type Content,
  coalesceAll,
  isFormula,
  type Sheet,
  type ValueOf,
} from "../model";
import { cellsIn, contains, intersection, regionAround } from "./areas";
import { areasOf } from "./clearing";
import { plain } from "./sorting";

export type SpecialKind =
  | "constants"
  | "formulas"
  | "blanks"
  | "notes"
  | "visible"
  | "region"
  | "last"
  | "rules"
  | "validation"
  | "merges"
  | "links"
  | "rowDifferences"
  | "colDifferences";

/** Of constants and formulas: which values count. */
export interface SpecialValues {
  numbers: boolean;
  texts: boolean;
  logicals: boolean;
  errors: boolean;
}

export const allValues: SpecialValues = {
  numbers: true,
  texts: true,
  logicals: true,
  errors: true,
};

/** More cells than this are not looked at one by one. */
const MOST_CELLS = 2_000_000;
/** More separate areas than this are not selected: nobody could use them. */
export const MOST_AREAS = 5000;

export interface SpecialPlace {
  sheet: Sheet;
  areas: readonly Area[];
  row: number;
  col: number;
  computed: ValueOf;
}

function counts(value: Content, kinds: SpecialValues): boolean {
  const shown = plain(value);
  if (typeof shown === "number") return kinds.numbers;
  if (typeof shown === "boolean") return kinds.logicals;
  return shown !== null && typeof shown === "object" ? kinds.errors : kinds.texts;
}

/** Where one looks: a selection of several cells, else all that is used. */
function places({ sheet, areas }: SpecialPlace): Area[] {
  const used = sheet.usedRange();
  if (!used) return [];
  if (cellsIn(areas) < 2) return [used];
  return areas.map((area) => intersection(area, used)).filter((area) => area !== null);
}

function withContents(place: SpecialPlace, formulas: boolean, kinds: SpecialValues): Area[] {
  const { sheet, computed } = place;
  const found: [number, number][] = [];
  for (const area of places(place))
    sheet.eachContent(area, (row, col, content) => {
      if (isFormula(content) !== formulas) return;
      const value = formulas ? computed(sheet, row, col) : content;
      if (counts(value, kinds)) found.push([row, col]);
    });
  return coalesceAll(found);
}

function blanks(place: SpecialPlace): Area[] {
  const { sheet, computed } = place;
  const found: [number, number][] = [];
  for (const area of places(place)) {
    if (cellsIn([area]) > MOST_CELLS) continue;
    for (let row = area.row1; row <= area.row2; row += 1)
      for (let col = area.col1; col <= area.col2; col += 1)
        if (sheet.content(row, col) === null && computed(sheet, row, col) === null)
          found.push([row, col]);
  }
  return coalesceAll(found);
}

/** Runs of lines that are shown, within a range. */
function shownRuns(sheet: Sheet, axis: "rows" | "cols", first: number, last: number) {
  const runs: [number, number][] = [];
  for (let at = first; at <= last; at += 1) {
    if (sheet.line(axis, at).hidden) continue;
    const run = runs.at(-1);
    if (run?.[1] === at - 1) run[1] = at;
    else runs.push([at, at]);
  }
  return runs;
}

function visible(place: SpecialPlace): Area[] {
  const { sheet } = place;
  return places(place).flatMap((area) => {
    const cols = shownRuns(sheet, "cols", area.col1, area.col2);
    return shownRuns(sheet, "rows", area.row1, area.row2).flatMap(([row1, row2]) =>
      cols.map(([col1, col2]) => ({ row1, col1, row2, col2 })),
    );
  });
}

function withObjects(place: SpecialPlace, type: string): Area[] {
  const { sheet, areas } = place;
  const own = sheet.objects(type).flatMap(([, object]) => areasOf(sheet, object));
  if (cellsIn(areas) < 2) return own;
  return own.flatMap((area) =>
    areas.map((within) => intersection(area, within)).filter((part) => part !== null),
  );
}

/** Cells that differ from the one in the column (or row) of the active cell. */
function differences(place: SpecialPlace, across: boolean): Area[] {
  const { sheet, areas, row: activeRow, col: activeCol, computed } = place;
  const value = (row: number, col: number) => JSON.stringify(plain(computed(sheet, row, col)));
  const within = areas
    .flatMap((one) => places({ ...place, areas: [one] }))
    .filter((area) => contains(area, activeRow, activeCol) && cellsIn([area]) <= MOST_CELLS);
  const found = within.flatMap(cellsOf).filter(([row, col]) => {
    const model = across ? value(row, activeCol) : value(activeRow, col);
    return value(row, col) !== model;
  });
  return coalesceAll(found);
}

function cellsOf(area: Area): [row: number, col: number][] {
  const found: [number, number][] = [];
  for (let row = area.row1; row <= area.row2; row += 1)
    for (let col = area.col1; col <= area.col2; col += 1) found.push([row, col]);
  return found;
}

function lastCell({ sheet }: SpecialPlace): Area[] {
  const used = sheet.usedRange();
  return used ? [{ ...used, row1: used.row2, col1: used.col2 }] : [];
}

/** The areas of the cells of a kind, in the selection or, when it is one cell, on the worksheet. */
export function specialCells(
  place: SpecialPlace,
  kind: SpecialKind,
  kinds: SpecialValues = allValues,
): Area[] {
  const { sheet, row, col } = place;
  const find: Record<SpecialKind, () => Area[]> = {
    constants: () => withContents(place, false, kinds),
    formulas: () => withContents(place, true, kinds),
    blanks: () => blanks(place),
    visible: () => visible(place),
    region: () => [regionAround(sheet, { row1: row, col1: col, row2: row, col2: col })],
    last: () => lastCell(place),
    notes: () => withObjects(place, "note"),
    rules: () => withObjects(place, "format"),
    validation: () => withObjects(place, "validation"),
    merges: () => withObjects(place, "merge"),
    links: () => withObjects(place, "link"),
    rowDifferences: () => differences(place, true),
    colDifferences: () => differences(place, false),
  };
  return find[kind]();
}
