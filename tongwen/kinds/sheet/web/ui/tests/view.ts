/** A grid without pixels: it keeps a selection and what is edited, as the real one does. */
import * as Y from "yjs";
import { Comments } from "@/editor/comments/threads";

import type { PasteOptions } from "../../commands/pasting";
import { editedText } from "../../grid/reading";
import type {
  Cell,
  EditedText,
  Editing,
  Mark,
  MenuRequest,
  PastedHere,
  Selection,
  SheetView,
  Values,
} from "../../grid/view";
import { type Area, cachedValue, enter, type Sheet } from "../../model";
import { newBook } from "../../model/tests/books";
import { type SessionOptions, SheetSession } from "../session";
import { functionHelps } from "./functions";

type Listener<Value> = (value: Value) => void;

class Listeners<Value> {
  readonly #all = new Set<Listener<Value>>();
  add = (listener: Listener<Value>): (() => void) => {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  };
  tell(value: Value): void {
    for (const listener of this.#all) listener(value);
  }
}

export class PlainView implements SheetView {
  readonly element = document.createElement("div");
  selection: Selection = {
    areas: [{ row1: 0, col1: 0, row2: 0, col2: 0 }],
    active: { row: 0, col: 0 },
  };
  zoom = 1;
  editing: Editing | null = null;
  text: EditedText | null = null;
  marks: Mark[] = [];
  pasted: Partial<PasteOptions>[] = [];
  readonly visible: Area = { row1: 0, col1: 0, row2: 40, col2: 20 };
  readonly #selected = new Listeners<Selection>();
  readonly #edited = new Listeners<Editing | null>();
  readonly #pastes = new Listeners<PastedHere | null>();
  readonly #menus = new Listeners<MenuRequest>();

  constructor(public sheet: Sheet) {}

  show(sheet: Sheet): void {
    this.sheet = sheet;
  }
  select(areas: Area[], active?: Cell): void {
    const first = areas[0] as Area;
    this.selection = { areas, active: active ?? { row: first.row1, col: first.col1 } };
    this.#selected.tell(this.selection);
  }
  onSelection = this.#selected.add;
  onEditing = this.#edited.add;
  onContextMenu = this.#menus.add;
  askMenu(request: MenuRequest): void {
    this.#menus.tell(request);
  }
  onButton(): () => void {
    return () => {};
  }
  onScroll(): () => void {
    return () => {};
  }
  scrollTo(): void {}
  clientBox() {
    return { x: 10, y: 10, inlineSize: 64, blockSize: 20 };
  }
  setZoom(zoom: number): void {
    this.zoom = zoom;
  }
  startEdit({ text }: { text?: string } = {}): void {
    const { row, col } = this.selection.active;
    const typed = text ?? editedText(this.sheet, row, col);
    const end = typed.length;
    this.editing = { row, col, text: typed, start: end, end, mode: "edit", composing: false };
    this.#edited.tell(this.editing);
  }
  setEditing(text: string, start: number, end = start): void {
    if (!this.editing) return;
    this.editing = { ...this.editing, text, start, end };
    this.#edited.tell(this.editing);
  }
  commitEdit(): boolean {
    const { editing } = this;
    this.editing = null;
    if (editing) enter(this.sheet, editing.row, editing.col, editing.text);
    this.#edited.tell(null);
    return true;
  }
  cancelEdit(): void {
    this.editing = null;
    this.#edited.tell(null);
  }
  setMarks(marks: Mark[]): void {
    this.marks = marks;
  }
  commented: Cell[] = [];
  setComments(cells: Cell[]): void {
    this.commented = cells;
  }
  readonly #hovered = new Listeners<Cell | null>();
  onHover = this.#hovered.add;
  hover(cell: Cell | null): void {
    this.#hovered.tell(cell);
  }
  async paste(options: Partial<PasteOptions> = {}): Promise<void> {
    this.pasted.push(options);
  }
  onPasted = this.#pastes.add;
  onFilled(): () => void {
    return () => {};
  }
  tellPasted(pasted: PastedHere | null): void {
    this.#pastes.tell(pasted);
  }
  async copy(): Promise<void> {}
  async cut(): Promise<void> {}
  invalidate(): void {}
  setRemote(): void {}
  setOverlays(): void {}
  focus(): void {}
  destroy(): void {}
}

const values: Values = {
  value: (sheet, row, col) => cachedValue(sheet.content(row, col)),
  onChange: () => () => {},
};

/** A session over a new book; the rows are typed into its first worksheet. */
export function sessionOf(
  rows: (string | number)[][] = [],
  options: Partial<SessionOptions> = {},
  names = ["Sheet1"],
): { session: SheetSession; view: PlainView; sheet: Sheet } {
  const { book, sheets } = newBook(...names);
  const sheet = sheets[0] as Sheet;
  for (const [row, line] of rows.entries()) {
    for (const [col, text] of line.entries()) enter(sheet, row, col, String(text));
  }
  const view = new PlainView(sheet);
  const session = new SheetSession({
    book,
    view,
    values,
    load: async (sids) => {
      for (const sid of sids) if (!book.sheet(sid)) book.attach(sid, new Y.Doc());
    },
    loadAll: async () => {
      for (const sid of book.unloaded()) book.attach(sid, new Y.Doc());
      return true;
    },
    editable: () => true,
    locale: () => "en",
    author: "安 Ann",
    images: { upload: async () => ({ media: "m", width: 1, height: 1 }), failed: () => {} },
    refused: () => {},
    functions: () => functionHelps,
    comments: new Comments(new Y.Doc(), { id: "u-ann", name: "安 Ann" }),
    mayComment: () => true,
    ...options,
  });
  return { session, view, sheet };
}
