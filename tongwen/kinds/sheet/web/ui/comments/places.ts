/** Where threads of comments are: they are anchored to a worksheet and to line ids. */
import type { Thread } from "@/editor/comments/threads";
import { type Book, cellName, quoteSheets } from "../../model";

export interface ThreadPlace {
  sid: string;
  row: number;
  col: number;
}

/** What an entry says of where it is. */
export interface Anchor {
  sheet: string;
  row: string;
  col: string;
}

/** Null when the cell or its worksheet is gone. */
export function placeOf(book: Book, { entry }: Pick<Thread, "entry">): ThreadPlace | null {
  const { sheet: sid, row: rowId, col: colId } = entry;
  if (typeof sid !== "string" || typeof rowId !== "string" || typeof colId !== "string")
    return null;
  if (!book.info(sid)) return null;
  const row = book.axis(sid, "rows").indexOf(rowId);
  const col = book.axis(sid, "cols").indexOf(colId);
  return row === null || col === null ? null : { sid, row, col };
}

export function anchorOf(book: Book, { sid, row, col }: ThreadPlace): Anchor {
  const [rows, cols] = [book.axis(sid, "rows"), book.axis(sid, "cols")];
  return { sheet: sid, row: rows.idAt(row), col: cols.idAt(col) };
}

/** `B3`, with its worksheet when that is not the one that is shown; null when it is gone. */
export function placeName(book: Book, place: ThreadPlace | null, shown: string): string | null {
  if (!place) return null;
  const cell = cellName(place.row, place.col);
  const name = book.info(place.sid)?.name;
  return place.sid === shown || name === undefined ? cell : `${quoteSheets([name])}!${cell}`;
}

/** By worksheet, row and column; what has no cell any more comes last, by time. */
export function inOrder(book: Book): (a: Thread, b: Thread) => number {
  const sheets = new Map(book.sheets().map(({ sid }, at) => [sid, at]));
  const key = (thread: Thread): number[] => {
    const place = placeOf(book, thread);
    return place ? [sheets.get(place.sid) ?? 0, place.row, place.col] : [Infinity, 0, 0];
  };
  return (a, b) => {
    const [one, two] = [key(a), key(b)];
    for (const [at, value] of one.entries()) {
      const other = two[at] ?? 0;
      if (value !== other) return value - other;
    }
    return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
  };
}
