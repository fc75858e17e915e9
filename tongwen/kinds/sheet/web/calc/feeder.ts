/** Tells an engine what the model holds and what becomes another in it, a few milliseconds at a time. */
import type { Area, Book, Change, Sheet, SheetChange } from "../model";
import { MAX_COLS, MAX_ROWS } from "../model";
import type { Failures } from "./failures";
import { BAND, bookOf, cellsOf, formulaCellsOf, hiddenRows, isManual } from "./feed";
import type { CellsMessage, ToWorker } from "./messages";
import type { Results } from "./results";

type Job =
  | { type: "book" }
  | { type: "sheet"; sid: string }
  | { type: "formulas"; sid: string }
  | { type: "hidden"; sid: string }
  | { type: "area"; sid: string; area: Area };

type Post = (message: ToWorker, transfer?: ArrayBuffer[]) => void;

const SLICE = 10;
/** The most rows of a band where nothing is. */
const WIDEST = 4096;

const nextTask = () => new Promise<void>((go) => setTimeout(go, 0));

/** What is still to be told, and telling it. */
export class Feeder {
  private jobs: Job[] = [];
  private feeding = false;
  private fed = false;
  private stopped = false;
  private sentBook = "";

  constructor(
    private readonly book: Book,
    private readonly results: Results,
    private readonly failures: Failures,
    private readonly post: Post,
    /** Everything is told. */
    private readonly done: () => void,
  ) {}

  /** Whether something is still to be told. */
  get busy(): boolean {
    return this.feeding || this.jobs.length > 0;
  }

  /** Whether the engine was told anything. */
  get begun(): boolean {
    return this.fed;
  }

  stop(): void {
    this.stopped = true;
  }

  /** Tell a new engine everything. */
  all(): void {
    this.fed = true;
    this.sentBook = "";
    this.jobs = [{ type: "book" }];
    for (const { sid } of this.book.sheets())
      if (this.book.state(sid) === "loaded") this.jobs.push({ type: "sheet", sid });
    this.go();
  }

  /** Do what is to be done, then say that it is. */
  go(): void {
    if (!this.feeding) void this.feed();
  }

  changed(change: Change): void {
    if (!this.fed) return;
    if (change.book.some((member) => member !== "styles")) this.add({ type: "book" });
    for (const [sid, sheet] of change.sheets) this.sheetChanged(sid, sheet);
    if (this.jobs.length > 0) this.go();
  }

  private sheetChanged(sid: string, change: SheetChange): void {
    const sheet = this.book.sheet(sid);
    if (!sheet || change.state !== "loaded") {
      if (this.results.forget(sid)) this.add({ type: "book" });
      return;
    }
    if (!this.results.has(sid) || change.rows || change.cols) this.refill(sid, change);
    else this.contentsChanged(sid, change);
  }

  /** A worksheet is new, or its lines are others: feed all of it. */
  private refill(sid: string, change: SheetChange): void {
    this.add({ type: "book" });
    this.results.shift(sid, change);
    this.jobs = this.jobs.filter((job) => job.type === "book" || job.sid !== sid);
    this.add({ type: "sheet", sid });
  }

  private contentsChanged(sid: string, change: SheetChange): void {
    for (const area of change.contents) this.jobs.push({ type: "area", sid, area });
    if (change.formulas) this.add({ type: "formulas", sid });
    const kinds = new Set(change.objects.map(({ type }) => type));
    if (kinds.has("table") || kinds.has("pivot")) this.add({ type: "book" });
    const rows = change.lines.some(({ axis }) => axis === "rows");
    if (rows || kinds.has("filter") || kinds.has("table")) this.add({ type: "hidden", sid });
  }

  private add(job: Job): void {
    const sid = "sid" in job ? job.sid : null;
    const known = this.jobs.some(
      (other) => other.type === job.type && (sid === null || ("sid" in other && other.sid === sid)),
    );
    if (known) return;
    if (job.type === "book") this.jobs.unshift(job);
    else this.jobs.push(job);
  }

  private async feed(): Promise<void> {
    this.feeding = true;
    await Promise.resolve();
    for (let job = this.jobs.shift(); job && !this.stopped; job = this.jobs.shift())
      await this.perform(job);
    this.feeding = false;
    if (!this.stopped) this.done();
  }

  private async perform(job: Job): Promise<void> {
    if (job.type === "book") return this.sendBook();
    const sheet = this.book.sheet(job.sid);
    if (sheet?.state !== "loaded") return;
    if (job.type === "area") return this.sendArea(sheet, job.area);
    if (job.type === "hidden") return this.sendHidden(sheet);
    if (job.type === "formulas")
      return this.sendBands(sheet, (area) => formulaCellsOf(sheet, area, this.known));
    this.results.keep(job.sid);
    this.post({ type: "clear", sid: job.sid });
    this.sendHidden(sheet);
    const how = { fresh: true, box: null };
    await this.sendBands(sheet, (area) => cellsOf(sheet, area, this.known, how));
  }

  private sendBook(): void {
    const message = bookOf(this.book);
    const text = JSON.stringify(message);
    if (text === this.sentBook) return;
    this.sentBook = text;
    this.post(message);
  }

  private sendHidden(sheet: Sheet): void {
    this.post({ type: "hidden", sid: sheet.sid, ...hiddenRows(sheet) });
  }

  /** What the page knows of formulas beside their text. */
  private readonly known = {
    blocked: (sheet: Sheet, row: number, col: number) => this.failures.has(sheet, row, col),
    // In manual mode a formula keeps what it gave last, wherever it has moved to.
    given: (sheet: Sheet, row: number, col: number) =>
      isManual(this.book) && !this.spills(sheet, row, col)
        ? this.results.computed(sheet.sid, row, col)
        : undefined,
  };

  /** Whether a formula fills the cell below or beside its own. */
  private spills(sheet: Sheet, row: number, col: number): boolean {
    const filled = (r: number, c: number) =>
      this.results.computed(sheet.sid, r, c) !== undefined && sheet.content(r, c) === null;
    return filled(row + 1, col) || filled(row, col + 1);
  }

  private async sendArea(sheet: Sheet, area: Area): Promise<void> {
    const end = area.row2 - area.row1 < BAND ? area.row2 : (sheet.usedRange()?.row2 ?? -1);
    const known = { ...this.known, given: () => undefined };
    await this.inBands(sheet, area, (band) => {
      const box = band.row2 >= end ? { ...band, row2: area.row2 } : band;
      this.failures.release(sheet, box);
      this.send(cellsOf(sheet, box, known, { fresh: false, box }));
      return box.row2 < area.row2;
    });
  }

  /** Every cell of a worksheet. Bands grow where nothing is, so that the end of the data need not be known. */
  private sendBands(sheet: Sheet, cells: (area: Area) => CellsMessage): Promise<void> {
    const all = { row1: 0, col1: 0, row2: MAX_ROWS - 1, col2: MAX_COLS - 1 };
    return this.inBands(sheet, all, (band, widen) => {
      const message = cells(band);
      const empty = message.rows.length === 0 && message.formulas.length === 0;
      widen(empty);
      if (!empty) this.send(message);
      return true;
    });
  }

  /** Visit an area by bands of rows, a few milliseconds at a time, until `visit` says that it was enough. */
  private async inBands(
    sheet: Sheet,
    area: Area,
    visit: (band: Area, widen: (empty: boolean) => void) => boolean,
  ): Promise<void> {
    const { version } = sheet.rows;
    let resume = performance.now() + SLICE;
    let height = BAND;
    const widen = (empty: boolean) => {
      height = empty ? Math.min(height * 2, WIDEST) : BAND;
    };
    for (let row1 = area.row1; row1 <= area.row2; ) {
      if (this.stopped || sheet.rows.version !== version) return;
      const row2 = Math.min(row1 + height - 1, area.row2);
      if (!visit({ ...area, row1, row2 }, widen)) return;
      row1 = row2 + 1;
      if (performance.now() < resume) continue;
      await nextTask();
      resume = performance.now() + SLICE;
    }
  }

  private send(message: CellsMessage): void {
    const { rows, cols, numbers } = message;
    this.post(message, [
      rows.buffer as ArrayBuffer,
      cols.buffer as ArrayBuffer,
      numbers.buffer as ArrayBuffer,
    ]);
  }
}
