/** What the operations of an axis come to: pieces of runs in their order, a few where there are a million lines. */
import { baseKey, baseKeysBelow, compare, isKey, KEYS_OF_A_RUN } from "./keys";

/** Lines of one run: its token ("" for base lines), first offset, how many. */
export type Span = [run: string, first: number, count: number];

export type AxisOperation =
  | { n: number; k: string }
  | { d: Span[] }
  | { m: Span[]; k: string; t: number };

/** Lines of one run that follow each other. */
export interface Piece {
  run: string;
  first: number;
  count: number;
  /** The key of its line `first + i` is `prefix + baseKey(digit + i)`. */
  prefix: string;
  digit: number;
  dead: boolean;
  /** Where it is among all pieces. */
  order: number;
  /** How many live lines come before it. */
  start: number;
}

/** As many lines as one insertion may bring. */
export const LONGEST_RUN = 1_048_576;
/** Base lines from here on cannot be deleted, so that there always are lines. */
const LAST_DELETED = KEYS_OF_A_RUN - LONGEST_RUN;

interface Move {
  token: string;
  k: string;
  t: number;
  spans: Span[];
}
interface Operations {
  runs: Map<string, { n: number; k: string }>;
  deletes: Span[];
  moves: Move[];
}

/** One value from `first` up to but not including `end`. */
interface Stretch<T> {
  first: number;
  end: number;
  value: T;
}

const whole = (value: unknown, least: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least;

/** The spans of an entry, or null when one of them is malformed. */
export function readSpans(value: unknown): Span[] | null {
  if (!Array.isArray(value)) return null;
  for (const span of value) {
    if (!Array.isArray(span) || span.length !== 3) return null;
    if (typeof span[0] !== "string" || !whole(span[1], 0) || !whole(span[2], 1)) return null;
  }
  return value as Span[];
}

function readOperation(token: string, entry: object, operations: Operations): void {
  const { n, k, d, m, t } = entry as Record<string, unknown>;
  if (d !== undefined) {
    for (const span of readSpans(d) ?? []) operations.deletes.push(span);
    return;
  }
  if (!isKey(k)) return;
  if (m === undefined) {
    if (whole(n, 1) && n <= LONGEST_RUN) operations.runs.set(token, { n, k });
    return;
  }
  const spans = readSpans(m);
  const total = spans?.reduce((sum, span) => sum + span[2], 0) ?? 0;
  if (spans && total <= KEYS_OF_A_RUN && whole(t, 0)) operations.moves.push({ token, k, t, spans });
}

/** Sort operations by kind; what is malformed is left out. */
export function readOperations(entries: Iterable<[string, unknown]>): Operations {
  const operations: Operations = { runs: new Map(), deletes: [], moves: [] };
  for (const [token, entry] of entries)
    if (typeof entry === "object" && entry !== null && token !== "" && !token.includes("/"))
      readOperation(token, entry, operations);
  operations.moves.sort((a, b) => a.t - b.t || compare(a.token, b.token));
  return operations;
}

/** The first stretch that ends after an offset. */
function stretchAt<T>(stretches: Stretch<T>[], offset: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle] as Stretch<T>).end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Paint a part of an unbroken list over; `cut` makes the rest of what is cut off at its front. */
function paint<T>(
  stretches: Stretch<T>[],
  first: number,
  end: number,
  value: (old: T, from: number) => T,
  cut: (old: T, by: number) => T,
): void {
  let at = stretchAt(stretches, first);
  while (at < stretches.length) {
    const old = stretches[at] as Stretch<T>;
    if (old.first >= end) return;
    const from = Math.max(old.first, first);
    const to = Math.min(old.end, end);
    const parts: Stretch<T>[] = [];
    if (old.first < from) parts.push({ first: old.first, end: from, value: old.value });
    parts.push({ first: from, end: to, value: value(cut(old.value, from - old.first), from) });
    if (to < old.end)
      parts.push({ first: to, end: old.end, value: cut(old.value, to - old.first) });
    stretches.splice(at, 1, ...parts);
    at += parts.length;
  }
}

interface Place {
  prefix: string;
  digit: number;
  dead: boolean;
}
const cutPlace = (place: Place, by: number): Place => ({ ...place, digit: place.digit + by });

/** Where the lines of every run are kept, moved and dead ones apart. */
function placed(operations: Operations): Map<string, Stretch<Place>[]> {
  const runs = new Map<string, Stretch<Place>[]>();
  const begin = (end: number, prefix: string): Stretch<Place>[] => [
    { first: 0, end, value: { prefix, digit: 0, dead: false } },
  ];
  runs.set("", begin(KEYS_OF_A_RUN, ""));
  for (const [token, { n, k }] of operations.runs) runs.set(token, begin(n, k));
  for (const { k, spans } of operations.moves) {
    let line = 0;
    for (const [run, first, count] of spans) {
      const base = line - first;
      const stretches = runs.get(run);
      if (stretches)
        paint(
          stretches,
          first,
          first + count,
          (old, from) => ({ ...old, prefix: k, digit: base + from }),
          cutPlace,
        );
      line += count;
    }
  }
  for (const [run, first, count] of operations.deletes) {
    const stretches = runs.get(run);
    const end = run === "" ? Math.min(first + count, LAST_DELETED) : first + count;
    if (stretches) paint(stretches, first, end, (old) => ({ ...old, dead: true }), cutPlace);
  }
  return runs;
}

interface Head {
  key: string;
  id: string;
  piece: Piece;
}

function headOf(piece: Piece): Head {
  const id = piece.run === "" ? String(piece.first) : `${piece.run}/${piece.first}`;
  return { key: piece.prefix + baseKey(piece.digit), id, piece };
}

const before = (a: Head, b: Head): boolean => a.key < b.key || (a.key === b.key && a.id < b.id);

/** How many lines of a piece come before the head of another. */
function linesBefore({ piece }: Head, other: Head): number {
  const { prefix, digit, count, run, first } = piece;
  if (!other.key.startsWith(prefix)) return other.key < prefix ? 0 : count;
  const below = baseKeysBelow(other.key.slice(prefix.length)) - digit;
  const lines = Math.max(0, Math.min(below, count));
  if (lines === count || prefix + baseKey(digit + lines) !== other.key) return lines;
  const id = run === "" ? String(first + lines) : `${run}/${first + lines}`;
  return lines + (id < other.id ? 1 : 0);
}

/** Put a head where it belongs in a list that has the least at its end. */
function place(heads: Head[], head: Head): void {
  let low = 0;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(head, heads[middle] as Head)) low = middle + 1;
    else high = middle;
  }
  heads.splice(low, 0, head);
}

/** Merge pieces by the key and id of every line; each step takes all that comes before the next. */
function merged(pieces: Piece[]): Piece[] {
  const heads = pieces.map(headOf).sort((a, b) => (before(a, b) ? 1 : -1));
  const sorted: Piece[] = [];
  for (let head = heads.pop(); head; head = heads.pop()) {
    const { piece } = head;
    const next = heads.at(-1);
    const count = next ? Math.max(1, linesBefore(head, next)) : piece.count;
    sorted.push({ ...piece, count });
    if (count < piece.count)
      place(
        heads,
        headOf({
          ...piece,
          first: piece.first + count,
          digit: piece.digit + count,
          count: piece.count - count,
        }),
      );
  }
  return sorted;
}

/** All pieces in their order, dead ones too. */
export function piecesOf(operations: Operations): Piece[] {
  const pieces: Piece[] = [];
  for (const [run, stretches] of placed(operations))
    for (const { first, end, value } of stretches)
      pieces.push({ run, first, count: end - first, ...value, order: 0, start: 0 });
  let start = 0;
  const sorted = merged(pieces);
  for (const [order, piece] of sorted.entries()) {
    piece.order = order;
    piece.start = start;
    if (!piece.dead) start += piece.count;
  }
  return sorted;
}
