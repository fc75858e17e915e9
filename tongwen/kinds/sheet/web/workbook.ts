/** An open workbook over the wire: the book part at once, worksheets when they are looked at or calculated. */
import type { DocumentConnection } from "@/editor/connection";
import type { PartConnection } from "@/editor/part";
import { Book, type Sheet } from "./model";

export const bookPart = "book";
/** What this page understands of the shared model. */
export const schema = "sheet:1";

/** Milliseconds after which a person should know why nothing happens, and after which it is given up. */
const NOTICEABLE = 300;
const PATIENCE = 20_000;

const partOf = (sid: string): string => `sheet:${sid}`;

export class Workbook {
  readonly book: Book;
  readonly #loading = new Map<string, Promise<void>>();
  #gone = false;

  constructor(
    private readonly connection: DocumentConnection,
    main: PartConnection,
  ) {
    this.book = new Book(main.doc, { open: (sid) => connection.part(partOf(sid)).doc });
  }

  /** Load the parts of worksheets; resolves when they can be read. Those that are gone are left out. */
  load = async (sids: readonly string[]): Promise<void> => {
    await Promise.all(sids.map((sid) => this.#load(sid)));
  };

  /** The worksheet to begin with: the one the file was saved on, else the first that is shown. */
  async first(): Promise<Sheet | null> {
    const shown = this.book.sheets().filter(({ state }) => state === "visible");
    const saved = this.book.setting("activeSheet");
    const info = shown.find(({ sid }) => sid === saved) ?? shown[0];
    if (!info) return null;
    await this.load([info.sid]);
    return this.book.sheet(info.sid);
  }

  /** Load all other worksheets, one after the other: formulas may read them. */
  async loadRest(): Promise<void> {
    for (const { sid } of this.book.sheets()) {
      if (this.#gone) return;
      await this.#load(sid);
    }
  }

  /**
   * Load all worksheets; false when some do not come in time. `slow` is called when it takes noticeably long.
   *
   * They may be there from one moment to the next, or never, when the network is gone.
   */
  async loadAll(slow: () => void): Promise<boolean> {
    const waiting = setTimeout(slow, NOTICEABLE);
    let patience: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      patience = setTimeout(resolve, PATIENCE);
    });
    await Promise.race([this.load(this.book.unloaded()), late]);
    clearTimeout(waiting);
    clearTimeout(patience);
    return !this.#gone && this.book.unloaded().length === 0;
  }

  destroy(): void {
    this.#gone = true;
    this.book.destroy();
  }

  #load(sid: string): Promise<void> {
    const known = this.#loading.get(sid);
    if (known) return known;
    if (!this.book.info(sid)) return Promise.resolve();
    const part = this.connection.part(partOf(sid));
    this.book.attach(sid, part.doc, "loading");
    const opened = part.opened.then(() => {
      if (!this.#gone) this.book.loaded(sid);
    });
    this.#loading.set(sid, opened);
    return opened;
  }
}
