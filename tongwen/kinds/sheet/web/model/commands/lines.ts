/** Inserting, deleting and moving rows and columns, and their sizes and states. */
import type { AxisName } from "../areas";
import { Refusal } from "../errors";
import type { LinePatch } from "../paints";
import { newToken } from "../part";
import { LONGEST_RUN, type Span } from "../pieces";
import type { Sheet } from "../sheet";
import { Restyling } from "./looks";
import { writeToken } from "./writing";

function operate(sheet: Sheet, axis: AxisName, token: string, operation: object): void {
  sheet.book.steps.write(sheet.book.part, `${axis}:${sheet.sid}`, token, operation);
}

function check(sheet: Sheet, axis: AxisName, first: number, last: number): void {
  if (first < 0 || last < first || last >= sheet.axis(axis).limit)
    throw new Refusal("beyond-grid", `no such ${axis}: ${first} to ${last}`);
}

/** One entry, however many. They look like the line before them. Throws Refusal beyond-grid. */
export function insertLines(sheet: Sheet, axis: AxisName, at: number, count: number): void {
  check(sheet, axis, at, at + count - 1);
  if (count > LONGEST_RUN) throw new Refusal("beyond-grid", `not ${count} at once`);
  sheet.book.steps.transact("insertLines", () => {
    const token = newToken(sheet.book.doc);
    operate(sheet, axis, token, { n: count, k: sheet.axis(axis).keyBefore(at, token) });
    if (at > 0) inherit(sheet, axis, at, count);
  });
}

/** Columns or rows beyond this many are not looked at for formats. */
const WIDEST = 1024;
/** Lines that are given formats cell by cell; more are left plain. */
const TALLEST = 256;

function inherit(sheet: Sheet, axis: AxisName, at: number, count: number): void {
  const used = sheet.usedRange();
  if (!used || count > TALLEST) return;
  const looks = new Restyling(sheet);
  const across = axis === "rows" ? used.col2 : used.row2;
  for (let other = 0; other <= Math.min(across, WIDEST); other++)
    for (let line = at; line < at + count; line++)
      if (axis === "rows") looks.set(line, other, sheet.style(at - 1, other));
      else looks.set(other, line, sheet.style(other, at - 1));
  looks.write();
}

/** One entry for all ranges. Throws Refusal beyond-grid. */
export function deleteLines(
  sheet: Sheet,
  axis: AxisName,
  ranges: [first: number, last: number][],
): void {
  const spans: Span[] = [];
  for (const [first, last] of ranges) {
    check(sheet, axis, first, last);
    spans.push(...sheet.axis(axis).spans(first, last));
  }
  if (spans.length === 0) return;
  sheet.book.steps.transact("deleteLines", () =>
    operate(sheet, axis, newToken(sheet.book.doc), { d: spans }),
  );
}

/** Lines first..last go before the line that is at `to`. Throws Refusal beyond-grid. */
export function moveLines(
  sheet: Sheet,
  axis: AxisName,
  first: number,
  last: number,
  to: number,
): void {
  check(sheet, axis, first, last);
  check(sheet, axis, to, to);
  if (to >= first && to <= last + 1) return;
  const lines = sheet.axis(axis);
  sheet.book.steps.transact("moveLines", () => {
    const token = newToken(sheet.book.doc);
    const k = lines.keyBefore(to, token);
    operate(sheet, axis, token, { m: lines.spans(first, last), k, t: sheet.book.nextMoveTime() });
  });
}

/** Sizes, hiding, outline levels; null takes a property away. */
export function setLine(
  sheet: Sheet,
  axis: AxisName,
  ranges: [first: number, last: number][],
  patch: LinePatch,
): void {
  if (ranges.length === 0) return;
  for (const [first, last] of ranges) check(sheet, axis, first, last);
  sheet.book.steps.transact("setLine", () => {
    const areas = ranges.map(([first, last]) => {
      const lines = sheet.axis(axis);
      const [from, to] = [lines.idAt(first), lines.idAt(last)];
      return axis === "rows" ? [from, null, to, null] : [null, from, null, to];
    });
    writeToken(sheet, "paints", { t: sheet.nextTime(), areas, line: patch });
  });
}
