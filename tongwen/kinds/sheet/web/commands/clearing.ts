/** Taking away: contents, formats, notes, links and rules of an area; rows that repeat. */
import {
  type Area,
  type Content,
  clearContents,
  clearStyles,
  type IdArea,
  moveRange,
  needOthers,
  removeObject,
  type Sheet,
  type SheetObject,
  type ValueOf,
} from "../model";
import { contains, intersection } from "./areas";

export type What = "all" | "contents" | "formats" | "notes" | "links" | "rules" | "validation";

const types: Partial<Record<What, string>> = {
  notes: "note",
  links: "link",
  rules: "format",
  validation: "validation",
};

/** The areas an object is about; none for one that is about no cells. */
export function areasOf(sheet: Sheet, object: SheetObject): Area[] {
  const ids: IdArea[] = [];
  if (Array.isArray(object.area)) ids.push(object.area as IdArea);
  if (Array.isArray(object.areas)) ids.push(...(object.areas as IdArea[]));
  const found = ids.map((area) => sheet.area(area)).filter((area) => area !== null);
  if (typeof object.row === "string" && typeof object.col === "string") {
    const row = sheet.rows.indexOf(object.row);
    const col = sheet.cols.indexOf(object.col);
    if (row !== null && col !== null) found.push({ row1: row, col1: col, row2: row, col2: col });
  }
  return found;
}

/** Objects of a type that lie wholly in the areas. */
export function objectsWithin(sheet: Sheet, areas: readonly Area[], type: string): string[] {
  return sheet
    .objects(type)
    .filter(([, object]) => {
      const own = areasOf(sheet, object);
      return (
        own.length > 0 &&
        own.every((area) => areas.some((within) => same(intersection(area, within), area)))
      );
    })
    .map(([token]) => token);
}

function same(a: Area | null, b: Area): boolean {
  return (
    a !== null && a.row1 === b.row1 && a.row2 === b.row2 && a.col1 === b.col1 && a.col2 === b.col2
  );
}

/** Take away one kind of thing, or all of them, in one step. */
export function clear(sheet: Sheet, areas: Area[], what: What): void {
  const all = what === "all";
  const own = types[what];
  const wanted = all ? Object.values(types) : own ? [own] : [];
  sheet.book.steps.transact("clear", () => {
    if (all || what === "contents") clearContents(sheet, areas);
    if (all || what === "formats") clearStyles(sheet, areas);
    for (const token of wanted.flatMap((type) => objectsWithin(sheet, areas, type))) {
      removeObject(sheet, token);
    }
  });
}

function keyOf(content: Content): string {
  if (typeof content === "string") return `s${content.toLowerCase()}`;
  return JSON.stringify(content);
}

/** The rows of the area whose chosen columns repeat an earlier row, by index. */
export function duplicateRows(
  sheet: Sheet,
  area: Area,
  cols: readonly number[],
  options: { header: boolean; computed: ValueOf },
): number[] {
  const seen = new Set<string>();
  const repeated: number[] = [];
  for (let row = area.row1 + (options.header ? 1 : 0); row <= area.row2; row += 1) {
    const key = cols.map((col) => keyOf(options.computed(sheet, row, col))).join("\u0000");
    if (seen.has(key)) repeated.push(row);
    seen.add(key);
  }
  return repeated;
}

/** Take repeated rows out of the area, cells below moving up. Returns how many went. */
export function removeDuplicates(
  sheet: Sheet,
  area: Area,
  cols: readonly number[],
  options: { header: boolean; computed: ValueOf },
): number {
  const wanted = cols.filter((col) => contains(area, area.row1, col));
  const repeated = wanted.length > 0 ? duplicateRows(sheet, area, wanted, options) : [];
  if (repeated.length === 0) return 0;
  needOthers(sheet.book);
  sheet.book.steps.transact("removeDuplicates", () => {
    const ends = [...repeated.slice(1), area.row2 + 1];
    for (const [gone, row] of repeated.entries()) {
      clearContents(sheet, [{ ...area, row1: row - gone, row2: row }]);
      const next = (ends[gone] ?? area.row2 + 1) - 1;
      if (next > row) {
        const kept = { ...area, row1: row + 1, row2: next };
        moveRange(sheet, kept, { row: row - gone, col: area.col1 });
      }
    }
  });
  return repeated.length;
}
