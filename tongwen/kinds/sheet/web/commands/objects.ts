/** Links, notes, pictures and checkboxes of cells. */
import {
  type Area,
  type Content,
  clearContents,
  putObject,
  removeObject,
  type Sheet,
  type SheetObject,
  setCells,
  setStyle,
  Template,
  type ValueOf,
} from "../model";
import { cell, cellsIn, contains, used } from "./areas";
import { areasOf } from "./clearing";
import { plain } from "./sorting";

/** Where a link leads: an address, or a place in the book as A1 text. */
export interface Link {
  target: string | null;
  place: string | null;
  tip: string;
}

function objectAt(
  sheet: Sheet,
  type: string,
  row: number,
  col: number,
): [string, SheetObject] | null {
  return (
    sheet
      .objects(type)
      .find(([, object]) => areasOf(sheet, object).some((area) => contains(area, row, col))) ?? null
  );
}

export function linkAt(sheet: Sheet, row: number, col: number): Link | null {
  const found = objectAt(sheet, "link", row, col);
  if (!found) return null;
  const { target, location, tip } = found[1];
  const place = { book: sheet.book, sid: sheet.sid };
  return {
    target: typeof target === "string" && target !== "" ? target : null,
    place: typeof location === "string" && location ? Template.render(location, place) : null,
    tip: typeof tip === "string" ? tip : "",
  };
}

/** What somebody typed as an address; null when it leads nowhere a page may go. */
export function linkAddress(typed: string): string | null {
  const text = typed.trim();
  if (text === "") return null;
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return `mailto:${text}`;
  if (/^(https?:\/\/|mailto:|ftp:\/\/|tel:)\S+$/i.test(text)) return text;
  if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#:]\S*)?$/u.test(text)) return `https://${text}`;
  return null;
}

export const LINK_COLOR = { theme: 10 };

function linkObject(sheet: Sheet, area: Area, link: Link): Omit<SheetObject, "t"> {
  const place = { book: sheet.book, sid: sheet.sid };
  const object: Omit<SheetObject, "t"> = { type: "link", area: sheet.idArea(area) };
  if (link.place) object.location = Template.encode(link.place, place);
  if (link.target) object.target = link.target;
  if (link.tip) object.tip = link.tip;
  return object;
}

/** Link a cell, with a text of its own when one is given; null takes the link away. */
export function setLink(
  sheet: Sheet,
  row: number,
  col: number,
  link: Link | null,
  text = "",
): void {
  const area = cell(row, col);
  const old = objectAt(sheet, "link", row, col);
  sheet.book.steps.transact("link", () => {
    if (old) removeObject(sheet, old[0]);
    if (link) {
      putObject(sheet, linkObject(sheet, area, link));
      if (text !== "") setCells(sheet, [[row, col, text]]);
      setStyle(sheet, [area], { color: LINK_COLOR, underline: "single" });
    } else if (old) setStyle(sheet, [area], { color: null, underline: null });
  });
}

export interface Note {
  token: string;
  author: string;
  text: string;
  shown: boolean;
}

export function noteAt(sheet: Sheet, row: number, col: number): Note | null {
  const found = objectAt(sheet, "note", row, col);
  if (!found) return null;
  const [token, { author, text, shown }] = found;
  return {
    token,
    author: typeof author === "string" ? author : "",
    text: noteText(text),
    shown: shown === true,
  };
}

function noteText(text: unknown): string {
  if (typeof text === "string") return text;
  if (!Array.isArray(text)) return "";
  return text.map((run) => (Array.isArray(run) ? String(run[0] ?? "") : "")).join("");
}

/** Write a note; an empty text takes it away. */
export function setNote(
  sheet: Sheet,
  row: number,
  col: number,
  text: string,
  author: string,
): void {
  const old = objectAt(sheet, "note", row, col);
  if (text.trim() === "") {
    if (old) removeObject(sheet, old[0]);
    return;
  }
  const place = { row: sheet.rows.idAt(row), col: sheet.cols.idAt(col) };
  const base = old ? { ...old[1] } : { type: "note", author, shown: false };
  putObject(sheet, { ...base, type: "note", ...place, text: [[text, null]] }, old?.[0]);
}

export function showNote(sheet: Sheet, token: string, shown: boolean): void {
  const note = sheet.object(token);
  if (note) putObject(sheet, { ...note, shown }, token);
}

/** Ticked is 1, not ticked 0. */
export const CHECKBOX = '"☑";;"☐"';
const MOST = 10_000;

function cellsOf(areas: readonly Area[]): [number, number][] {
  const found: [number, number][] = [];
  for (const area of areas) {
    for (let row = area.row1; row <= area.row2; row += 1) {
      for (let col = area.col1; col <= area.col2; col += 1) {
        if (found.length >= MOST) return found;
        found.push([row, col]);
      }
    }
  }
  return found;
}

export function isCheckbox(sheet: Sheet, row: number, col: number): boolean {
  return sheet.style(row, col).numberFormat === CHECKBOX;
}

/** Make the cells checkboxes; what was TRUE or not zero is ticked. */
export function addCheckboxes(sheet: Sheet, areas: Area[], computed: ValueOf): void {
  sheet.book.steps.transact("addCheckboxes", () => {
    const cells = cellsOf(areas).map(([row, col]): [number, number, Content] => {
      const value = plain(computed(sheet, row, col));
      return [row, col, value === true || (typeof value === "number" && value > 0) ? 1 : 0];
    });
    setCells(sheet, cells);
    setStyle(sheet, areas, { numberFormat: CHECKBOX, align: "center" });
  });
}

export function removeCheckboxes(sheet: Sheet, areas: Area[]): void {
  sheet.book.steps.transact("removeCheckboxes", () => {
    clearContents(sheet, areas);
    setStyle(sheet, areas, { numberFormat: null, align: null });
  });
}

/** Tick the checkboxes of the areas, or untick them when the first is ticked. False when there are none. */
export function toggleCheckboxes(sheet: Sheet, areas: readonly Area[]): boolean {
  const near = areas.map((area) => (cellsIn([area]) > MOST ? used(sheet, area) : area));
  const boxes = cellsOf(near.filter((area) => area !== null)).filter(([row, col]) =>
    isCheckbox(sheet, row, col),
  );
  const [first] = boxes;
  if (!first) return false;
  const next = sheet.content(...first) === 1 ? 0 : 1;
  setCells(
    sheet,
    boxes.map(([row, col]): [number, number, Content] => [row, col, next]),
  );
  return true;
}

const EMU_PER_PIXEL = 9525;

export interface Picture {
  media: string;
  name: string;
  /** Pixels. */
  inlineSize: number;
  blockSize: number;
}

const WIDEST = 640;

/** Put a picture over the cells, its first corner at a cell. */
export function addPicture(sheet: Sheet, row: number, col: number, picture: Picture): string {
  const scale = Math.min(1, WIDEST / Math.max(picture.inlineSize, 1));
  const size = [picture.inlineSize, picture.blockSize].map((pixels) =>
    Math.round(pixels * scale * EMU_PER_PIXEL),
  );
  return putObject(sheet, {
    type: "drawing",
    kind: "image",
    anchor: { from: [sheet.rows.idAt(row), sheet.cols.idAt(col), 0, 0], size, move: "oneCell" },
    name: picture.name,
    alt: "",
    media: picture.media,
  });
}

/** What is read out in place of a drawing. */
export function describeDrawing(sheet: Sheet, token: string, alt: string): void {
  const drawing = sheet.object(token);
  if (drawing?.type !== "drawing" || (drawing.alt ?? "") === alt) return;
  putObject(sheet, { ...drawing, alt }, token);
}
