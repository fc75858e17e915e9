/**
 * What the columns of tables are called: their header cells say it.
 *
 * In templates a column goes by its *key*, the `name` that the table's object has for it, and a key never
 * changes. So whoever types another word into a header cell renames the column in all formulas, and two
 * people who do it at once need no formula rewritten.
 */
import type { Area } from "./areas";
import { lineId, parseLine } from "./axis";
import type { Book } from "./book";
import { type Content, isFormula, plainText } from "./content";
import { tokens } from "./lexer";
import type { SheetObject } from "./objects";
import { isIdArea } from "./paints";
import type { Sheet } from "./sheet";
import { isRecord } from "./styles";

export interface TableColumn {
  /** What templates call it; null when the table's object does not list it: it came in between. */
  key: string | null;
  /** What people call it. */
  name: string;
}

export interface TableColumns {
  token: string;
  table: SheetObject;
  sheet: Sheet;
  area: Area;
  /** From the first column of the area to its last. */
  columns: TableColumn[];
}

const LONGEST = 255;

/** What a table's object says of its columns, by index: lines came in and went away. */
function aligned(sheet: Sheet, table: SheetObject, area: Area): Map<number, string> {
  const found = new Map<number, string>();
  const listed = Array.isArray(table.columns) ? (table.columns as unknown[]) : [];
  const ids = isIdArea(table.area) ? table.area : null;
  const first = parseLine(ids?.[1] ?? "");
  const last = parseLine(ids?.[3] ?? "");
  if (!first || !last) return found;
  const sameRun = first.run === last.run && last.offset - first.offset + 1 === listed.length;
  listed.forEach((entry, at) => {
    if (!isRecord(entry) || typeof entry.name !== "string" || entry.name === "") return;
    const own = typeof entry.id === "string" ? parseLine(entry.id) : null;
    const byPlace = !own && !sameRun && listed.length === area.col2 - area.col1 + 1;
    const line = own ?? { run: first.run, offset: first.offset + at };
    const col = byPlace ? area.col1 + at : sheet.cols.indexOf(lineId(line.run, line.offset));
    if (col !== null && col >= area.col1 && col <= area.col2) found.set(col, entry.name);
  });
  return found;
}

function headerText(content: Content, key: string | undefined): string {
  if (isFormula(content)) return key ?? "";
  if (content === null) return "";
  if (typeof content === "boolean") return content ? "TRUE" : "FALSE";
  if (typeof content === "object") return "e" in content ? content.e : plainText(content);
  return String(content);
}

/** A name that no column before has, as a file has to have it; `place` counts from zero. */
export function uniqueName(wish: string, place: number, taken: ReadonlySet<string>): string {
  const blank = wish.trim() === "";
  const stem = blank ? "Column" : wish.slice(0, LONGEST);
  let name = blank ? `Column${place + 1}` : stem;
  for (let number = blank ? place + 2 : 2; taken.has(name.toLowerCase()); number++)
    name = `${stem.slice(0, LONGEST - 8)}${number}`;
  return name;
}

function columnsOf(sheet: Sheet, table: SheetObject, area: Area): TableColumn[] {
  const keys = aligned(sheet, table, area);
  const taken = new Set<string>();
  return Array.from({ length: area.col2 - area.col1 + 1 }, (_, place): TableColumn => {
    const col = area.col1 + place;
    const key = keys.get(col);
    const wish =
      table.header === false ? (key ?? "") : headerText(sheet.content(area.row1, col), key);
    const name = uniqueName(wish, place, taken);
    taken.add(name.toLowerCase());
    return { key: key ?? null, name };
  });
}

/** The tables of a worksheet with what their columns are called. */
export function tablesOn(sheet: Sheet): TableColumns[] {
  return sheet.objects("table").flatMap(([token, table]) => {
    const area = isIdArea(table.area) ? sheet.area(table.area) : null;
    if (!area || area.col2 - area.col1 >= 16_384) return [];
    return [{ token, table, sheet, area, columns: columnsOf(sheet, table, area) }];
  });
}

/** A table's columns as formulas look them up, in lower case. */
interface Lookup {
  found: TableColumns;
  names: Map<string, string>;
  keys: Map<string, string>;
}

class Tables {
  private readonly byName = new Map<string, Lookup>();
  private readonly bySheet = new Map<string, Lookup[]>();

  constructor(book: Book) {
    for (const { sid } of book.sheets()) {
      const sheet = book.sheet(sid);
      if (sheet)
        this.bySheet.set(
          sid,
          tablesOn(sheet).map((found) => this.add(found)),
        );
    }
  }

  private add(found: TableColumns): Lookup {
    const names = new Map<string, string>();
    const keys = new Map<string, string>();
    for (const { key, name } of found.columns) {
      const known = key ?? name;
      if (!names.has(known.toLowerCase())) names.set(known.toLowerCase(), name);
      if (!keys.has(name.toLowerCase())) keys.set(name.toLowerCase(), known);
    }
    const lookup = { found, names, keys };
    const { display, name } = found.table;
    const title = String(display ?? name ?? "").toLowerCase();
    if (!this.byName.has(title)) this.byName.set(title, lookup);
    return lookup;
  }

  named(name: string): Lookup | null {
    return this.byName.get(name.toLowerCase()) ?? null;
  }

  renamed(): string {
    const found: unknown[] = [];
    for (const [sid, lookups] of this.bySheet)
      for (const { found: one } of lookups) {
        const columns = one.columns.filter(({ key, name }) => key !== null && key !== name);
        if (columns.length > 0) found.push([sid, one.area, one.table.display, columns]);
      }
    return found.length > 0 ? JSON.stringify(found) : "";
  }

  around(sid: string, row: number, col: number): Lookup | null {
    const within = ({ found: { area } }: Lookup): boolean =>
      row >= area.row1 && row <= area.row2 && col >= area.col1 && col <= area.col2;
    return this.bySheet.get(sid)?.find(within) ?? null;
  }
}

const KNOWN = new WeakMap<Book, { revision: number; tables: Tables }>();

function tablesOf(book: Book): Tables {
  const known = KNOWN.get(book);
  if (known?.revision === book.revision) return known.tables;
  const tables = new Tables(book);
  KNOWN.set(book, { revision: book.revision, tables });
  return tables;
}

/** What tells whether formulas read otherwise: the columns that are called otherwise than their keys. */
export function renamedColumns(book: Book): string {
  return tablesOf(book).renamed();
}

const PIECE = /\[((?:'.|[^[\]'])*)\]/gsu;
const PLAIN_COLUMN = /^[\p{L}\p{N}\p{M}_.]+(?: [\p{L}\p{N}\p{M}_.]+)*$/u;

/** What stands between the outer brackets, each column renamed (ECMA-376-1 §18.17.2.4). */
function specification(inside: string, rename: (name: string) => string | null): string {
  const renamed = (escaped: string): string | null => {
    const name = escaped.replace(/'(.)/gsu, "$1");
    const next = rename(name);
    return next === null || next === name ? null : next.replace(/['[\]#@]/g, "'$&");
  };
  const row = inside.startsWith("@") ? "@" : "";
  const rest = inside.slice(row.length);
  if (/\[/.test(rest.replace(/'./gsu, "")))
    return (
      row +
      rest.replace(PIECE, (piece, column: string) => {
        const next = column.startsWith("#") ? null : renamed(column);
        return next === null ? piece : `[${next}]`;
      })
    );
  const next = rest.startsWith("#") || rest === "" ? null : renamed(rest);
  if (next === null) return inside;
  const bare = PLAIN_COLUMN.test(next) && (row === "" || !next.includes(" "));
  return row + (bare ? next : `[${next}]`);
}

type Way = "names" | "keys";

/** Where a formula stands: `[@Name]` is about the table around it. */
export interface StructuredPlace {
  book: Book;
  sid: string;
  row?: number | undefined;
  col?: number | undefined;
}

function mapped(text: string, { book, sid, row, col }: StructuredPlace, way: Way): string {
  if (!text.includes("[")) return text;
  const tables = tablesOf(book);
  const lookup = (name: string): Lookup | null => {
    if (name !== "") return tables.named(name);
    return row === undefined || col === undefined ? null : tables.around(sid, row, col);
  };
  return tokens(text)
    .map((token) => {
      if (token.kind !== "structured") return token.text;
      const open = token.text.indexOf("[");
      const name = token.text.slice(0, open);
      const found = token.text.indexOf("!", open) >= 0 && open === 0 ? null : lookup(name);
      if (!found) return token.text;
      const inside = token.text.slice(open + 1, -1);
      const next = specification(inside, (column) => found[way].get(column.toLowerCase()) ?? null);
      return `${name}[${next}]`;
    })
    .join("");
}

/** Formula text with what columns are called now in place of their keys. */
export function withColumnNames(text: string, place: StructuredPlace): string {
  return mapped(text, place, "names");
}

/** Formula text as somebody typed it, with the keys of columns in place of what they are called. */
export function withColumnKeys(text: string, place: StructuredPlace): string {
  return mapped(text, place, "keys");
}

/** The table whose header a cell belongs to, and the place of its column in it. */
export function headerAt(
  sheet: Sheet,
  row: number,
  col: number,
): { found: TableColumns; place: number } | null {
  const found = tablesOf(sheet.book).around(sheet.sid, row, col)?.found;
  if (!found || row !== found.area.row1 || found.table.header === false) return null;
  return { found, place: col - found.area.col1 };
}
