/** Workbooks to test with. */
import * as Y from "yjs";
import { pack } from "../bytes";
import { Book, type Content, isFormula, type Sheet, Template } from "../index";

/** Values of parts as the examples write them: bytes are `{"zlib": <JSON>}`. */
export type Parts = Record<string, Record<string, Record<string, unknown>>>;

function packed(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("zlib" in value) return pack((value as { zlib: unknown }).zlib);
  if (Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, packed(one)]));
}

/** A document with the entries of one part. */
export function partDoc(maps: Record<string, Record<string, unknown>> = {}): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const [map, entries] of Object.entries(maps))
      for (const [key, value] of Object.entries(entries)) doc.getMap(map).set(key, packed(value));
  });
  return doc;
}

/** A book with all its parts. */
export function bookOf(parts: Parts): Book {
  const book = new Book(partDoc(parts.book), { open: () => new Y.Doc() });
  for (const [name, maps] of Object.entries(parts))
    if (name.startsWith("sheet:")) book.attach(name.slice(6), partDoc(maps));
  for (const { sid } of book.sheets()) if (!book.sheet(sid)) book.attach(sid, new Y.Doc());
  return book;
}

/** A book with empty worksheets of these names. */
export function newBook(...names: string[]): { book: Book; sheets: Sheet[] } {
  const book = new Book(new Y.Doc(), { open: () => new Y.Doc() });
  const sheets = (names.length ? names : ["Sheet1"]).map((name) =>
    book.attach(book.addSheet({ name }), new Y.Doc()),
  );
  return { book, sheets };
}

/** A content, formulas written `=A1`. */
export function content(sheet: Sheet, value: unknown): Content {
  if (typeof value === "string" && value.startsWith("="))
    return { f: Template.encode(value.slice(1), { book: sheet.book, sid: sheet.sid }) };
  return value as Content;
}

export function contents(sheet: Sheet, rows: unknown[][]): (Content | undefined)[][] {
  return rows.map((row) =>
    row.map((value) => (value === undefined ? undefined : content(sheet, value))),
  );
}

/** What a cell shows: formulas as `=A1`. */
export function shown(sheet: Sheet, row: number, col: number): unknown {
  const formula = sheet.formula(row, col);
  return formula === null ? sheet.content(row, col) : `=${formula}`;
}

/** The cells of a rectangle from A1, formulas as `=A1`. */
export function grid(sheet: Sheet, rows: number, cols: number): unknown[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (_, col) => shown(sheet, row, col)),
  );
}

const EVERYWHERE = { row1: 0, col1: 0, row2: 1_048_575, col2: 16_383 };

/** All that a reader sees of a worksheet, as one text. */
export function seen(sheet: Sheet): string {
  const cells: unknown[] = [];
  sheet.eachContent(EVERYWHERE, (row, col, value) => {
    const text = isFormula(value) ? `=${sheet.formula(row, col)}` : value;
    cells.push([row, col, text, sheet.style(row, col)]);
  });
  const styles: unknown[] = [];
  for (let row = 0; row < 30; row++)
    for (let col = 0; col < 12; col++) styles.push(sheet.style(row, col));
  return JSON.stringify({
    cells,
    styles,
    merges: sheet.merges(),
    rows: sheet.lines("rows", 0, 200),
    cols: sheet.lines("cols", 0, 50),
    objects: sheet.objects().map(([token, object]) => [token, object.type]),
  });
}
