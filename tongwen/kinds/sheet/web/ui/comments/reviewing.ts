/** Comments over an open workbook: their marks in the grid, the one that is read, and the one that is begun. */
import { createStore, type Store } from "@/app/store";
import type { Comments, Mention, Thread } from "@/editor/comments/threads";
import type { Cell, SheetView } from "../../grid/view";
import { type Area, type Book, cellName } from "../../model";
import { type Anchor, anchorOf, inOrder, placeOf } from "./places";

/** What the pane shows. */
export interface Reviewed {
  open: boolean;
  /** Where a comment is being begun. */
  about: Anchor | null;
  /** The thread that is read. */
  active: string | null;
}

const CLOSED: Reviewed = { open: false, about: null, active: null };

export interface ReviewingOptions {
  book: Book;
  view: SheetView;
  comments: Comments;
  /** Whether this person may write comments now. */
  may: () => boolean;
  /** Select an area of a worksheet, loading that first. */
  go: (sid: string, areas: Area[]) => Promise<void>;
}

export class Reviewing {
  readonly state: Store<Reviewed> = createStore<Reviewed>(CLOSED);
  readonly comments: Comments;
  readonly #stops: (() => void)[];
  #marked = "";
  #shown = "";

  constructor(private readonly options: ReviewingOptions) {
    const { book, view, comments } = options;
    this.comments = comments;
    this.#stops = [
      comments.subscribe(this.#mark),
      book.onChange(this.#mark),
      view.onSelection(this.#selected),
    ];
    this.#mark();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.comments.destroy();
  }

  get mayComment(): boolean {
    return this.options.may();
  }

  /** The threads at a cell, open ones first. */
  threadsAt({ row, col }: Cell): Thread[] {
    const { book, view } = this.options;
    const { sid } = view.sheet;
    return this.comments.threads
      .filter((thread) => {
        const place = placeOf(book, thread);
        return place?.sid === sid && place.row === row && place.col === col;
      })
      .sort((a, b) => Number(a.done) - Number(b.done));
  }

  /** The address of where a comment is being begun. */
  get about(): string | null {
    const { about } = this.state.get();
    const place = about && placeOf(this.options.book, { entry: { ...about } });
    return place && cellName(place.row, place.col);
  }

  toggle(): void {
    this.state.set((now) => (now.open ? CLOSED : { ...CLOSED, open: true }));
  }

  close(): void {
    this.state.set(CLOSED);
  }

  /** Begin a comment at the active cell; the thread that is open there is answered instead. */
  begin(): void {
    if (!this.mayComment) return;
    const { book, view } = this.options;
    const { row, col } = view.selection.active;
    const [known] = this.threadsAt({ row, col });
    if (known && !known.done) {
      this.state.set({ open: true, about: null, active: known.token });
      return;
    }
    const about = anchorOf(book, { sid: view.sheet.sid, row, col });
    this.state.set({ open: true, about, active: null });
  }

  /** Write what was begun. */
  send(text: string, mentions: Mention[]): void {
    const { about } = this.state.get();
    if (!about || !this.mayComment) return;
    const token = this.comments.begin({ ...about }, text, mentions);
    this.state.set({ open: true, about: null, active: token });
  }

  /** Show a thread in the pane, and its cell. */
  choose(thread: Thread): void {
    this.state.set({ open: true, about: null, active: thread.token });
    const place = placeOf(this.options.book, thread);
    if (!place) return;
    const { row, col } = place;
    void this.options.go(place.sid, [{ row1: row, col1: col, row2: row, col2: col }]);
  }

  /** Go to the open thread that is next from the active cell on, or to the one before it. */
  step(by: 1 | -1): void {
    const { book, view } = this.options;
    const order = inOrder(book);
    const { row, col } = view.selection.active;
    const entry = { ...anchorOf(book, { sid: view.sheet.sid, row, col }) };
    const isHere = (thread: Thread): boolean => order({ ...thread, entry }, thread) === 0;
    const open = this.comments.threads.filter(
      (thread) => !thread.done && placeOf(book, thread) !== null,
    );
    const others = open.filter((thread) => !isHere(thread)).sort((a, b) => order(a, b) * by);
    const next = others.find((thread) => order(thread, { ...thread, entry }) * by > 0) ?? others[0];
    if (next) this.choose(next);
  }

  #selected = (): void => {
    const { view } = this.options;
    if (view.sheet.sid !== this.#shown) this.#mark();
    const { open, about, active } = this.state.get();
    if (!open || about) return;
    const here = this.threadsAt(view.selection.active);
    const next = here.find(({ token }) => token === active) ?? here[0];
    if (next && next.token !== active) this.state.set({ open, about, active: next.token });
  };

  /** Threads that are settled have no mark: what is open asks to be looked at. */
  #mark = (): void => {
    const { book, view } = this.options;
    this.#shown = view.sheet.sid;
    const cells = this.comments.threads.flatMap((thread): Cell[] => {
      const place = thread.done ? null : placeOf(book, thread);
      return place?.sid === this.#shown ? [{ row: place.row, col: place.col }] : [];
    });
    const marked = JSON.stringify([this.#shown, cells]);
    if (marked === this.#marked) return;
    this.#marked = marked;
    view.setComments(cells);
  };
}
