/** Outline groups: lines of some level next to each other, folded and unfolded (ECMA-376-1 §18.3.1.73, `outlineLevel`, `collapsed`). */
import { type AxisName, type Line, MAX_COLS, MAX_ROWS, type Sheet, setLine } from "../model";
import type { LineRange } from "./areas";

export const DEEPEST = 7;

export interface Group {
  axis: AxisName;
  /** 1 … 7; the group's lines have it or more. */
  level: number;
  first: number;
  last: number;
  /** The line that carries the sign: after the group, or before it; null at the edge of the worksheet. */
  summary: number | null;
  /** Whether all of its lines are hidden. */
  folded: boolean;
  /** Whether a group around it is folded. */
  inFolded: boolean;
}

const limitOf = (axis: AxisName): number => (axis === "rows" ? MAX_ROWS : MAX_COLS);

function levelOf(line: Line): number {
  const { level } = line;
  return typeof level === "number" ? Math.min(DEEPEST, Math.max(0, Math.trunc(level))) : 0;
}

/** Finds the groups of an axis, run by run. */
class Grouping {
  readonly found: Group[] = [];
  readonly #open: Group[] = [];
  #end = -1;

  constructor(
    private readonly axis: AxisName,
    private readonly after: boolean,
  ) {}

  run(first: number, last: number, line: Line): void {
    const level = levelOf(line);
    this.close(first === this.#end + 1 ? level : 0);
    while (this.#open.length < level) this.#begin(first);
    for (const group of this.#open) {
      group.last = last;
      group.folded &&= line.hidden === true;
    }
    this.#end = last;
  }

  /** End the groups deeper than a level. */
  close(level: number): void {
    for (const group of this.#open.splice(level)) {
      const summary = this.after ? group.last + 1 : group.first - 1;
      group.summary = summary >= 0 && summary < limitOf(this.axis) ? summary : null;
    }
  }

  #begin(first: number): void {
    const { axis } = this;
    const level = this.#open.length + 1;
    const group = { axis, level, first, last: first, summary: null, folded: true, inFolded: false };
    this.#open.push(group);
    this.found.push(group);
  }
}

/** All groups of an axis, outer ones before those in them. */
export function groupsOf(sheet: Sheet, axis: AxisName): Group[] {
  const after = sheet.view(axis === "rows" ? "summaryBelow" : "summaryEnd") !== false;
  const grouping = new Grouping(axis, after);
  for (const { first, last, line } of sheet.lines(axis, 0, limitOf(axis) - 1))
    grouping.run(first, last, line);
  grouping.close(0);
  const around: Group[] = [];
  for (const group of grouping.found) {
    around.splice(group.level - 1);
    group.inFolded = around.some(({ folded }) => folded);
    around.push(group);
  }
  return grouping.found;
}

/** The groups that stay folded when one around them is unfolded: the lines of their signs say so. */
function stayFolded(sheet: Sheet, group: Group, groups: readonly Group[]): Group[] {
  return groups.filter(
    ({ level, first, last, summary }) =>
      level > group.level &&
      first >= group.first &&
      last <= group.last &&
      summary !== null &&
      summary >= group.first &&
      summary <= group.last &&
      sheet.line(group.axis, summary).collapsed === true,
  );
}

/** What of a range is left when others are taken out of it. */
function without(range: LineRange, taken: readonly LineRange[]): LineRange[] {
  let left: LineRange[] = [range];
  for (const [first, last] of taken)
    left = left.flatMap(([from, to]): LineRange[] => {
      if (last < from || first > to) return [[from, to]];
      const pieces: LineRange[] = [
        [from, first - 1],
        [last + 1, to],
      ];
      return pieces.filter(([a, b]) => a <= b);
    });
  return left;
}

/** Fold or unfold the innermost group that an index is in; what was folded in it stays so. One step. */
export function foldGroup(sheet: Sheet, axis: AxisName, at: number, fold: boolean): void {
  const groups = groupsOf(sheet, axis);
  const group = groups.findLast(({ first, last }) => at >= first && at <= last);
  if (group) foldOne(sheet, group, groups, fold);
}

/** Fold or unfold the group of a level that begins at a line. */
export function foldLevelAt(
  sheet: Sheet,
  { axis, level, first }: Pick<Group, "axis" | "level" | "first">,
  fold: boolean,
): void {
  const groups = groupsOf(sheet, axis);
  const group = groups.find((one) => one.level === level && one.first === first);
  if (group) foldOne(sheet, group, groups, fold);
}

function foldOne(sheet: Sheet, group: Group, groups: readonly Group[], fold: boolean): void {
  const { axis, first, last, summary } = group;
  const kept = fold ? [] : stayFolded(sheet, group, groups);
  const ranges = without(
    [first, last],
    kept.map((one) => [one.first, one.last]),
  );
  sheet.book.steps.transact("foldGroup", () => {
    setLine(sheet, axis, ranges, { hidden: fold ? true : null });
    if (summary !== null) setLine(sheet, axis, [[summary, summary]], { collapsed: fold || null });
  });
}

/** Show the lines of the outer levels up to `level` (1: only what is in no group), hide those of deeper ones. One step. */
export function showLevel(sheet: Sheet, axis: AxisName, level: number): void {
  const shown: LineRange[] = [];
  const hidden: LineRange[] = [];
  for (const { first, last, line } of sheet.lines(axis, 0, limitOf(axis) - 1)) {
    const own = levelOf(line);
    if (own > 0) (own < level ? shown : hidden).push([first, last]);
  }
  const folded = new Set<number>();
  const open = new Set<number>();
  for (const group of groupsOf(sheet, axis))
    if (group.summary !== null) (group.level >= level ? folded : open).add(group.summary);
  const lines = (indexes: Iterable<number>): LineRange[] => [...indexes].map((at) => [at, at]);
  sheet.book.steps.transact("foldGroup", () => {
    if (shown.length > 0) setLine(sheet, axis, shown, { hidden: null });
    if (hidden.length > 0) setLine(sheet, axis, hidden, { hidden: true });
    const unfolded = lines([...open].filter((at) => !folded.has(at)));
    if (unfolded.length > 0) setLine(sheet, axis, unfolded, { collapsed: null });
    if (folded.size > 0) setLine(sheet, axis, lines(folded), { collapsed: true });
  });
}

/** The number of level buttons of an axis: one more than its deepest level; none without groups. */
export function levelButtons(groups: readonly Group[]): number {
  const deepest = groups.reduce((most, { level }) => Math.max(most, level), 0);
  return deepest === 0 ? 0 : deepest + 1;
}
