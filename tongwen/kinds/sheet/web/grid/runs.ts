/** Rich text of a cell: runs of characters with one font each (ECMA-376-1 §18.4.4), cut, joined and formatted. */
import type { Style, StylePatch } from "../model";

/** What a run says of its characters; what it leaves out of `SWITCHES` is off, of the others the cell's (§18.4.7). */
export type Font = Record<string, unknown>;
/** Null: the font of the cell. */
export type Run = [text: string, font: Font | null];
export type Runs = readonly Readonly<Run>[];

const SWITCHES = ["bold", "italic", "underline", "strike", "script"] as const;
const MEMBERS = ["font", "size", "color", ...SWITCHES] as const;

export function textOf(runs: Runs): string {
  return runs.map(([text]) => text).join("");
}

/** How characters of a run look in a cell. The cell's own style for those that say nothing. */
export function lookOf(font: Font | null, cell: Style): Style {
  if (!font) return cell;
  const { bold, italic, underline, strike, script, ...rest } = cell;
  return { ...rest, ...font };
}

const said = (style: Style | Font, member: string): unknown => {
  const value = (style as Record<string, unknown>)[member];
  return value === false || value === "none" ? undefined : (value ?? undefined);
};

function sameMember(a: Style | Font, b: Style | Font, member: string): boolean {
  const [one, two] = [said(a, member), said(b, member)];
  return one === two || JSON.stringify(one) === JSON.stringify(two);
}

/** Whether two looks have the same font. */
export function sameFont(a: Style | Font, b: Style | Font): boolean {
  return MEMBERS.every((member) => sameMember(a, b, member));
}

function equalFonts(a: Font | null, b: Font | null): boolean {
  return a === b || (a !== null && b !== null && sameFont(a, b));
}

/** The font of a run that looks so in a cell: all of it, as other programs expect; null when it is the cell's. */
export function fontOf(look: Style, cell: Style): Font | null {
  if (sameFont(look, cell)) return null;
  const font: Font = {};
  for (const member of MEMBERS) {
    const value = said(look, member);
    if (value !== undefined) font[member] = value;
  }
  // A colour that was taken away is not the cell's again.
  if (said(cell, "color") !== undefined && font.color === undefined) font.color = "auto";
  return font;
}

/** No empty runs, and no two neighbours with one font. */
export function joined(runs: Runs): Run[] {
  const found: Run[] = [];
  for (const [text, font] of runs) {
    const last = found.at(-1);
    if (text === "") continue;
    if (last && equalFonts(last[1], font)) last[0] += text;
    else found.push([text, font]);
  }
  return found;
}

export function sliced(runs: Runs, start: number, end = Number.POSITIVE_INFINITY): Run[] {
  const found: Run[] = [];
  let at = 0;
  for (const [text, font] of runs) {
    const piece = text.slice(Math.max(0, start - at), Math.max(0, end - at));
    if (piece !== "") found.push([piece, font]);
    at += text.length;
  }
  return found;
}

/** Put `inserted` in the place of the characters from `start` to `end`. */
export function spliced(runs: Runs, start: number, end: number, inserted: Runs): Run[] {
  return joined([...sliced(runs, 0, start), ...inserted, ...sliced(runs, end)]);
}

/** The font that typing takes over: of what it replaces, else of the character before, else of the first one. */
export function fontAt(runs: Runs, start: number, end = start): Font | null {
  const at = end > start || start === 0 ? start : start - 1;
  return sliced(runs, at, at + 1)[0]?.[1] ?? null;
}

const inPair = (text: string, at: number): boolean =>
  at > 0 && /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[at] ?? "");

export interface Change {
  start: number;
  /** Where what was replaced ended. */
  end: number;
  text: string;
}

/** What was typed or deleted, told from the text before and after and where the caret stands now. */
export function changeOf(before: string, after: string, caret: number): Change {
  const most = Math.min(before.length, after.length);
  let tail = 0;
  const longest = Math.min(most, Math.max(0, after.length - caret));
  while (tail < longest && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  let head = 0;
  while (head < most - tail && before[head] === after[head]) head += 1;
  if (inPair(before, head) || inPair(after, head)) head -= 1;
  if (inPair(before, before.length - tail) || inPair(after, after.length - tail)) tail -= 1;
  return { start: head, end: before.length - tail, text: after.slice(head, after.length - tail) };
}

/** Runs whose text became another one; `font`, when it is given, is that of what was typed. */
export function retyped(runs: Runs, text: string, caret: number, font?: Font | null): Run[] {
  const change = changeOf(textOf(runs), text, caret);
  const typed = font === undefined ? fontAt(runs, change.start, change.end) : font;
  return spliced(runs, change.start, change.end, [[change.text, typed]]);
}

/** Characters made to look otherwise. A `null` in the patch takes a member away. */
export function styled(
  runs: Runs,
  [start, end]: readonly [number, number],
  patch: StylePatch,
  cell: Style,
): Run[] {
  const changed = sliced(runs, start, end).map(
    ([text, font]): Run => [text, patched(font, patch, cell)],
  );
  return spliced(runs, start, end, changed);
}

export function patched(font: Font | null, patch: StylePatch, cell: Style): Font | null {
  return fontOf({ ...lookOf(font, cell), ...patch } as Style, cell);
}

/** The one font of all characters; undefined when they have several, null when it is the cell's. */
export function onlyFont(runs: Runs): Font | null | undefined {
  const [first, ...others] = joined(runs);
  return others.length > 0 ? undefined : (first?.[1] ?? null);
}

/** What a cell's style must become so that all of it looks like a run. */
export function patchOf(font: Font): StylePatch {
  const patch: Record<string, unknown> = {};
  for (const member of MEMBERS) {
    const value = said(font, member);
    if (value !== undefined) patch[member] = value;
    else if ((SWITCHES as readonly string[]).includes(member)) patch[member] = null;
  }
  return patch as StylePatch;
}
