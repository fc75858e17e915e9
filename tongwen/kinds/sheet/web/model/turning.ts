/** Formulas of a range whose rows become columns. */
import { type Axis, parseLine } from "./axis";
import { type Corner, type FormulaPlace, mapReferences } from "./template";

/** A cell's own place before and after its range was turned. */
export interface Turned {
  from: { row: number; col: number };
  to: { row: number; col: number };
}

/** The line that stands `index - was` lines from `now` on the other axis; an absolute one keeps its number. */
function turnedLine(
  id: string,
  [axis, other]: readonly [Axis, Axis],
  [was, now]: readonly [number, number],
  absolute: boolean,
): string | null {
  if (id === "") return id;
  const index = axis.indexOf(id);
  if (index === null) return parseLine(id) ? id : null;
  const to = absolute ? index : now + index - was;
  return to >= 0 && to < other.limit ? other.idAt(to) : null;
}

/**
 * A template as a copy of its cell says it when the copied range is turned: a relative reference to what was
 * below leads to what is beside, and the other way round; a reference with both `$` signs stays.
 *
 * What would lie outside of the worksheet is `#REF!`.
 */
export function turn(template: string, place: FormulaPlace, { from, to }: Turned): string {
  return mapReferences(template, (reference) => {
    const sid = reference.sids[0] ?? place.sid;
    const rows = place.book.axis(sid, "rows");
    const cols = place.book.axis(sid, "cols");
    const corners: Corner[] = [];
    for (const corner of reference.corners) {
      const { row, col, flags } = corner;
      if (flags === 3) {
        corners.push(corner);
        continue;
      }
      const nextRow = turnedLine(col, [cols, rows], [from.col, to.row], (flags & 2) !== 0);
      const nextCol = turnedLine(row, [rows, cols], [from.row, to.col], (flags & 1) !== 0);
      if (nextRow === null || nextCol === null) return null;
      corners.push({
        row: nextRow,
        col: nextCol,
        flags: ((flags & 1) << 1) | ((flags & 2) >> 1),
      });
    }
    return { ...reference, corners };
  });
}
