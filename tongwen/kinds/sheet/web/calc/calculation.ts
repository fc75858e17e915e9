/** Calculation in the page: feeds a worker from the model and keeps what it computes. */
import type { Area, Book, Change, Content, Sheet, SheetChange } from "../model";
import { cachedValue, isFormula, MAX_COLS, MAX_ROWS, Template } from "../model";
import { BAND, bookOf, cellsOf, formulaCellsOf, hiddenRows } from "./feed";
import type {
  CellsMessage,
  FormulaState,
  FromWorker,
  ToWorker,
  ValuesMessage,
  WireValue,
} from "./messages";
import { ValueStore } from "./store";

/** What computes: a worker, or anything that answers as one. */
export interface Engine {
  post(message: ToWorker, transfer?: ArrayBuffer[]): void;
  onMessage(listener: (message: FromWorker) => void): void;
  stop(): void;
}

/** A formula in which an engine broke down; it is not computed any more until it changes. */
export interface Failure {
  sid: string;
  row: number;
  col: number;
  /** The function, when it is known. */
  name: string;
}

export interface CalcStatus {
  /** `failed`: the worker broke down again and again; values stay what they were. */
  state: "idle" | "calculating" | "restarting" | "failed";
  failures: readonly Failure[];
}

interface Place {
  row: number;
  col: number;
}

/** Computed values of a workbook, and where they come from. Structurally the grid's `Values`. */
export interface CalcEngine {
  /** What a cell shows: its content, for formulas and spilled cells what was computed, else what the file said. */
  value(sheet: Sheet, row: number, col: number): Content;
  /** How the value of a formula or a spilled cell came about; null for all other cells. */
  state(sheet: Sheet, row: number, col: number): FormulaState | null;
  /** What a formula gives at a cell; undefined while it is asked for, then `onChange` tells of the worksheet. */
  evaluate(sheet: Sheet, template: string, place: { from: Place; at: Place }): Content | undefined;
  /** What A1 text without `=` would give in a cell. */
  preview(sheet: Sheet, row: number, col: number, text: string): Promise<Content>;
  /** Areas whose values changed; null: any of the worksheet. */
  onChange(listener: (sid: string, areas: Area[] | null) => void): () => void;
  readonly status: CalcStatus;
  onStatus(listener: (status: CalcStatus) => void): () => void;
  /** Compute volatile functions again. */
  recalculate(): void;
  /** When everything that the model held at this call is computed. */
  settled(): Promise<void>;
  destroy(): void;
}

type Job =
  | { type: "book" }
  | { type: "sheet"; sid: string }
  | { type: "formulas"; sid: string }
  | { type: "hidden"; sid: string }
  | { type: "area"; sid: string; area: Area };

interface Asked {
  value: Content | undefined;
  generation: number;
}

const SLICE = 10;
const PATIENCE = 20_000;
/** How often a worker is started anew without having computed everything once. */
const MOST_RESTARTS = 8;
const MOST_ANSWERS = 20_000;
/** More cells than this are announced as the area around them. */
const MOST_AREAS = 256;

const BROKEN = { e: "#CALC!" };

/** The most rows of a band where nothing is. */
const WIDEST = 4096;

const nextTask = () => new Promise<void>((go) => setTimeout(go, 0));

/** Cached values are shown first: opening must not wait for calculation. */
function afterPaint(run: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(run, { timeout: 1000 });
  else setTimeout(run, 0);
}

/** Feeds the engine, keeps its values, starts it again when it breaks down. */
export class Calculation implements CalcEngine {
  private engine: Engine;
  private readonly stores = new Map<string, ValueStore>();
  private readonly listeners = new Set<(sid: string, areas: Area[] | null) => void>();
  private readonly statusListeners = new Set<(status: CalcStatus) => void>();
  private readonly blocked = new Map<string, Failure>();
  private jobs: Job[] = [];
  private feeding = false;
  private fed = false;
  private started = false;
  private careful = false;
  private stopped = false;
  private sentBook = "";
  private computing: Failure | null = null;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private settlers: (() => void)[] = [];
  private readonly answers = new Map<string, Asked>();
  private questions = new Map<number, { texts: string[]; then: (values: WireValue[]) => void }>();
  private asking: { key: string; sid: string; row: number; col: number; text: string }[] = [];
  private nextQuestion = 1;
  private restarts = 0;
  /** Formulas asked about in which the engine broke down. */
  private readonly poisoned = new Set<string>();
  private generation = 1;
  private readonly stopListening: () => void;
  status: CalcStatus = { state: "calculating", failures: [] };

  constructor(
    private readonly book: Book,
    private readonly start: () => Engine,
    private readonly patience = PATIENCE,
  ) {
    this.engine = this.launch();
    this.stopListening = book.onChange((change) => this.changed(change));
    afterPaint(() => {
      if (!this.stopped && !this.fed) this.feedAll();
    });
  }

  // ---- what the model says --------------------------------------------------------------------

  private feedAll(): void {
    this.fed = true;
    this.sentBook = "";
    this.jobs = [{ type: "book" }];
    for (const { sid } of this.book.sheets())
      if (this.book.state(sid) === "loaded") this.jobs.push({ type: "sheet", sid });
    void this.feed();
  }

  private changed(change: Change): void {
    if (!this.fed) return;
    if (change.book.some((member) => member !== "styles")) this.add({ type: "book" });
    for (const [sid, sheet] of change.sheets) this.sheetChanged(sid, sheet);
    if (this.jobs.length > 0) void this.feed();
  }

  private sheetChanged(sid: string, change: SheetChange): void {
    const sheet = this.book.sheet(sid);
    if (!sheet || change.state !== "loaded") {
      if (this.stores.delete(sid)) this.add({ type: "book" });
      return;
    }
    const fresh = !this.stores.has(sid);
    const moved = change.rows ?? change.cols;
    if (fresh || moved) this.refill(sid, change);
    else this.contentsChanged(sid, change);
  }

  /** A worksheet is new, or its lines are others: feed all of it. */
  private refill(sid: string, { rows, cols }: SheetChange): void {
    this.add({ type: "book" });
    if (rows) this.stores.get(sid)?.shift("rows", rows);
    if (cols) this.stores.get(sid)?.shift("cols", cols);
    this.jobs = this.jobs.filter((job) => job.type === "book" || job.sid !== sid);
    this.add({ type: "sheet", sid });
    if (rows || cols) this.tell(sid, null);
  }

  private contentsChanged(sid: string, change: SheetChange): void {
    for (const area of change.contents) this.jobs.push({ type: "area", sid, area });
    if (change.formulas) this.add({ type: "formulas", sid });
    if (change.objects.some(({ type }) => type === "table" || type === "pivot"))
      this.add({ type: "book" });
    if (change.lines.some(({ axis }) => axis === "rows")) this.add({ type: "hidden", sid });
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

  // ---- feeding --------------------------------------------------------------------------------

  /** Do what is to be done, a few milliseconds at a time. */
  private async feed(): Promise<void> {
    if (this.feeding) return;
    this.feeding = true;
    await Promise.resolve();
    for (let job = this.jobs.shift(); job && !this.stopped; job = this.jobs.shift())
      await this.perform(job);
    this.feeding = false;
    if (this.stopped) return;
    this.generation++;
    this.setStatus("calculating");
    this.engine.post(this.started ? { type: "settle" } : { type: "start", careful: this.careful });
    this.started = true;
  }

  private async perform(job: Job): Promise<void> {
    if (job.type === "book") return this.sendBook();
    const sheet = this.book.sheet(job.sid);
    if (sheet?.state !== "loaded") return;
    if (job.type === "area") return this.sendArea(sheet, job.area);
    if (job.type === "hidden")
      return this.engine.post({ type: "hidden", sid: job.sid, ranges: hiddenRows(sheet) });
    if (job.type === "formulas")
      return this.sendBands(sheet, (area) => formulaCellsOf(sheet, area, this.isBlocked));
    if (!this.stores.has(job.sid)) this.stores.set(job.sid, new ValueStore());
    this.engine.post({ type: "clear", sid: job.sid });
    this.engine.post({ type: "hidden", sid: job.sid, ranges: hiddenRows(sheet) });
    const how = { fresh: true, box: null };
    await this.sendBands(sheet, (area) => cellsOf(sheet, area, this.isBlocked, how));
  }

  private sendBook(): void {
    const message = bookOf(this.book);
    const text = JSON.stringify(message);
    if (text === this.sentBook) return;
    this.sentBook = text;
    this.engine.post(message);
  }

  private async sendArea(sheet: Sheet, area: Area): Promise<void> {
    const end = area.row2 - area.row1 < BAND ? area.row2 : (sheet.usedRange()?.row2 ?? -1);
    await this.inBands(sheet, area, (band) => {
      const box = band.row2 >= end ? { ...band, row2: area.row2 } : band;
      this.unblock(sheet, box);
      this.send(cellsOf(sheet, box, this.isBlocked, { fresh: false, box }));
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
    this.engine.post(message, [
      rows.buffer as ArrayBuffer,
      cols.buffer as ArrayBuffer,
      numbers.buffer as ArrayBuffer,
    ]);
  }

  // ---- what the engine says -------------------------------------------------------------------

  private launch(): Engine {
    const engine = this.start();
    engine.onMessage((message) => {
      if (engine === this.engine) this.heard(message);
    });
    return engine;
  }

  private heard(message: FromWorker): void {
    this.watch(message.type !== "idle");
    switch (message.type) {
      case "values":
        this.take(message);
        return;
      case "computing":
        this.computing = message;
        return;
      case "panic":
        this.restart(message);
        return;
      case "evaluated":
        this.questions.get(message.id)?.then(message.values);
        this.questions.delete(message.id);
        return;
      case "idle":
        this.computing = null;
        this.rested();
        return;
      case "busy":
    }
  }

  private rested(): void {
    if (this.feeding || this.jobs.length > 0) return;
    this.restarts = 0;
    this.setStatus("idle");
    for (const settled of this.settlers.splice(0)) settled();
  }

  private take(message: ValuesMessage): void {
    let store = this.stores.get(message.sid);
    if (!store) {
      store = new ValueStore();
      this.stores.set(message.sid, store);
    }
    store.take(message);
    this.generation++;
    this.tell(message.sid, areasOf(message));
  }

  private tell(sid: string, areas: Area[] | null): void {
    for (const listener of this.listeners) listener(sid, areas);
  }

  /** When nothing is heard for long, the engine hangs in the formula it spoke of last. */
  private watch(busy: boolean): void {
    clearTimeout(this.watchdog);
    if (busy && !this.stopped)
      this.watchdog = setTimeout(() => this.restart(this.computing), this.patience);
  }

  /** Begin anew in another worker, without the formula in which the last one broke down. */
  private restart(failure: Failure | null): void {
    this.engine.stop();
    const sheet = failure ? this.book.sheet(failure.sid) : null;
    if (failure && sheet && failure.row >= 0) this.block(sheet, failure);
    this.careful = failure === null;
    this.started = false;
    this.computing = null;
    this.dropQuestions(failure === null || failure.row < 0);
    if (++this.restarts > MOST_RESTARTS) {
      this.giveUp();
      return;
    }
    this.setStatus("restarting");
    this.engine = this.launch();
    this.feedAll();
  }

  private dropQuestions(poison: boolean): void {
    const lost = [...this.questions.values()];
    this.questions.clear();
    for (const { texts, then } of lost) {
      if (poison) for (const text of texts) this.poisoned.add(text);
      then(texts.map(() => BROKEN));
    }
  }

  private giveUp(): void {
    this.stopped = true;
    clearTimeout(this.watchdog);
    this.setStatus("failed");
    for (const settled of this.settlers.splice(0)) settled();
  }

  private block(sheet: Sheet, { sid, row, col, name }: Failure): void {
    this.blocked.set(this.keyOf(sheet, row, col), { sid, row, col, name });
  }

  private keyOf(sheet: Sheet, row: number, col: number): string {
    return `${sheet.sid}!${sheet.rows.idAt(row)}:${sheet.cols.idAt(col)}`;
  }

  private readonly isBlocked = (sheet: Sheet, row: number, col: number): boolean =>
    this.blocked.size > 0 && this.blocked.has(this.keyOf(sheet, row, col));

  /** A formula that is written anew may be computed again. */
  private unblock(sheet: Sheet, area: Area): void {
    for (const [key, { sid, row, col }] of this.blocked) {
      const inside = row >= area.row1 && row <= area.row2 && col >= area.col1 && col <= area.col2;
      if (sid === sheet.sid && inside) this.blocked.delete(key);
    }
  }

  private setStatus(state: CalcStatus["state"]): void {
    if (state === this.status.state && this.blocked.size === this.status.failures.length) return;
    this.status = { state, failures: [...this.blocked.values()] };
    for (const listener of this.statusListeners) listener(this.status);
  }

  // ---- what the page asks ---------------------------------------------------------------------

  value(sheet: Sheet, row: number, col: number): Content {
    const content = sheet.content(row, col);
    if (content !== null && !isFormula(content)) return content;
    const computed = this.stores.get(sheet.sid)?.value(row, col);
    if (computed !== undefined) return computed;
    return content === null ? null : cachedValue(content);
  }

  state(sheet: Sheet, row: number, col: number): FormulaState | null {
    const content = sheet.content(row, col);
    if (content !== null && !isFormula(content)) return null;
    const state = this.stores.get(sheet.sid)?.state(row, col);
    if (state !== undefined) return state;
    if (content === null) return null;
    return content.c === undefined ? "pending" : "cached";
  }

  evaluate(
    sheet: Sheet,
    template: string,
    { from, at }: { from: Place; at: Place },
  ): Content | undefined {
    const key = `${sheet.sid}!${from.row},${from.col}>${at.row},${at.col}!${template}`;
    const known = this.answers.get(key);
    if (known && known.generation === this.generation) return known.value;
    if (this.answers.size > MOST_ANSWERS) this.answers.clear();
    this.answers.set(key, { value: known?.value, generation: this.generation });
    if (this.stopped) return known?.value;
    const place = { book: this.book, sid: sheet.sid };
    const moved = Template.shift(template, place, {
      rows: at.row - from.row,
      cols: at.col - from.col,
    });
    const text = Template.render(moved, place);
    if (this.poisoned.has(text)) return BROKEN;
    this.ask({ key, sid: sheet.sid, row: at.row, col: at.col, text });
    return known?.value;
  }

  private ask(question: (typeof this.asking)[number]): void {
    this.asking.push(question);
    if (this.asking.length > 1) return;
    setTimeout(() => {
      const batch = this.asking.splice(0);
      this.question(batch, (values) => this.answered(batch, values));
    }, 0);
  }

  private question(
    items: { sid: string; row: number; col: number; text: string }[],
    then: (values: WireValue[]) => void,
  ): void {
    if (this.stopped) {
      then(items.map(() => BROKEN));
      return;
    }
    const id = this.nextQuestion++;
    this.questions.set(id, { texts: items.map(({ text }) => text), then });
    this.engine.post({
      type: "evaluate",
      id,
      items: items.map(({ sid, row, col, text }) => ({ sid, row, col, text })),
    });
  }

  private answered(batch: { key: string; sid: string }[], values: WireValue[]): void {
    const changed = new Set<string>();
    batch.forEach(({ key, sid }, at) => {
      const asked = this.answers.get(key);
      const value = values[at] ?? null;
      if (
        !asked ||
        (asked.value !== undefined && JSON.stringify(asked.value) === JSON.stringify(value))
      )
        return;
      asked.value = value;
      changed.add(sid);
    });
    for (const sid of changed) this.tell(sid, null);
  }

  preview(sheet: Sheet, row: number, col: number, text: string): Promise<Content> {
    return new Promise((give) => {
      this.question([{ sid: sheet.sid, row, col, text }], ([value]) => give(value ?? null));
    });
  }

  onChange(listener: (sid: string, areas: Area[] | null) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onStatus(listener: (status: CalcStatus) => void): () => void {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  }

  recalculate(): void {
    if (!this.feeding) void this.feed();
  }

  settled(): Promise<void> {
    if (this.status.state === "idle" && !this.feeding && this.jobs.length === 0)
      return Promise.resolve();
    return new Promise((settled) => this.settlers.push(settled));
  }

  destroy(): void {
    this.stopped = true;
    clearTimeout(this.watchdog);
    this.stopListening();
    this.engine.stop();
    this.listeners.clear();
    this.statusListeners.clear();
    for (const settled of this.settlers.splice(0)) settled();
  }
}

/** The changed cells as areas: runs down columns, or all around them when they are many. */
function areasOf({ rows, cols }: ValuesMessage): Area[] {
  const areas: Area[] = [];
  let last: Area | undefined;
  const around = {
    row1: Number.POSITIVE_INFINITY,
    col1: Number.POSITIVE_INFINITY,
    row2: -1,
    col2: -1,
  };
  for (let at = 0; at < rows.length; at++) {
    const [row, col] = [rows[at] as number, cols[at] as number];
    around.row1 = Math.min(around.row1, row);
    around.row2 = Math.max(around.row2, row);
    around.col1 = Math.min(around.col1, col);
    around.col2 = Math.max(around.col2, col);
    if (last && last.col1 === col && last.row2 === row - 1) last.row2 = row;
    else {
      last = { row1: row, col1: col, row2: row, col2: col };
      areas.push(last);
    }
  }
  return areas.length > MOST_AREAS ? [around] : areas;
}
