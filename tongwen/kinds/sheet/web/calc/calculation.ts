/** Calculation in the page: feeds a worker from the model and keeps what it computes. */
import type { Book, Content, Sheet } from "../model";
import { type Failure, Failures } from "./failures";
import { isManual } from "./feed";
import { Feeder } from "./feeder";
import type { FormulaPlace, FormulaState, FromWorker, ToWorker } from "./messages";
import { type Asking, Questions } from "./questions";
import { type ChangeListener, Results } from "./results";

/** What computes: a worker, or anything that answers as one. */
export interface Engine {
  post(message: ToWorker, transfer?: ArrayBuffer[]): void;
  onMessage(listener: (message: FromWorker) => void): void;
  stop(): void;
}

export interface CalcStatus {
  /** `failed`: the worker broke down again and again; values stay what they were. */
  state: "idle" | "calculating" | "restarting" | "failed";
  /** Formulas wait until somebody asks for them, because the workbook is calculated by hand. */
  waiting: boolean;
  failures: readonly Failure[];
}

/** Computed values of a workbook, and where they come from. Structurally the grid's `Values`. */
export interface CalcEngine {
  /** What a cell shows: its content, for formulas and spilled cells what was computed, else what the file said. */
  value(sheet: Sheet, row: number, col: number): Content;
  /** How the value of a formula or a spilled cell came about; null for all other cells. */
  state(sheet: Sheet, row: number, col: number): FormulaState | null;
  /** What a formula gives at a cell; undefined while it is asked for, then `onChange` tells of the worksheet. */
  evaluate(sheet: Sheet, template: string, asking: Asking): Content | undefined;
  /** What A1 text without `=` would give in a cell. */
  preview(sheet: Sheet, row: number, col: number, text: string): Promise<Content>;
  /** Areas whose values changed; null: any of the worksheet. */
  onChange(listener: ChangeListener): () => void;
  readonly status: CalcStatus;
  onStatus(listener: (status: CalcStatus) => void): () => void;
  /** Compute volatile functions again, and all that waits, or what of it a worksheet holds. */
  recalculate(sid?: string): void;
  /** When everything that the model held at this call is computed, but for what waits to be asked for. */
  settled(): Promise<void>;
  destroy(): void;
}

const PATIENCE = 20_000;
/** How often a worker is started anew without having computed everything once. */
const MOST_RESTARTS = 8;

/** Cached values are shown first: opening must not wait for calculation. */
function afterPaint(run: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(run, { timeout: 1000 });
  else setTimeout(run, 0);
}

/** Feeds the engine, keeps its values, starts it again when it breaks down. */
export class Calculation implements CalcEngine {
  private engine: Engine;
  private readonly results = new Results();
  private readonly failures = new Failures();
  private readonly feeder: Feeder;
  private readonly questions: Questions;
  private readonly statusListeners = new Set<(status: CalcStatus) => void>();
  private started = false;
  /** What waits in manual mode is asked for: of a worksheet, or all. */
  private asked: { sid: string | null } | null = null;
  /** The last message after which the engine is to compute. */
  private sent = 0;
  private careful = false;
  private stopped = false;
  private computing: FormulaPlace | null = null;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private settlers: (() => void)[] = [];
  private restarts = 0;
  private readonly stopListening: () => void;
  status: CalcStatus = { state: "calculating", waiting: false, failures: [] };

  constructor(
    private readonly book: Book,
    private readonly start: () => Engine,
    private readonly patience = PATIENCE,
  ) {
    const post: Engine["post"] = (message, transfer) => this.engine.post(message, transfer);
    this.questions = new Questions(book, this.results, post);
    this.feeder = new Feeder(book, this.results, this.failures, post, () => this.fed());
    this.engine = this.launch();
    this.stopListening = book.onChange((change) => this.feeder.changed(change));
    afterPaint(() => {
      if (!this.stopped && !this.feeder.begun) this.feeder.all();
    });
  }

  /** Everything is told: let the engine compute. */
  private fed(): void {
    this.results.generation++;
    this.setStatus("calculating");
    const id = ++this.sent;
    const { started, asked: release, careful } = this;
    this.engine.post(started ? { type: "settle", id, release } : { type: "start", id, careful });
    if (started) this.asked = null;
    else if (release) this.feeder.go();
    this.started = true;
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
        this.results.take(message);
        return;
      case "computing":
        this.computing = message;
        return;
      case "panic":
        this.restart(message, message.problem);
        return;
      case "evaluated":
        this.questions.heard(message.id, message.values);
        return;
      case "idle":
        this.computing = null;
        if (message.id === this.sent) this.rested(message.waiting);
        return;
      case "busy":
    }
  }

  private rested(waiting: boolean): void {
    if (this.feeder.busy) return;
    this.restarts = 0;
    this.setStatus("idle", waiting);
    this.questions.rested();
    for (const settled of this.settlers.splice(0)) settled();
  }

  /** When nothing is heard for long, the engine hangs in the formula it spoke of last. */
  private watch(busy: boolean): void {
    clearTimeout(this.watchdog);
    if (busy && !this.stopped)
      this.watchdog = setTimeout(() => this.restart(this.computing), this.patience);
  }

  /** Begin anew in another worker, without the formula in which the last one broke down. */
  private restart(failure: FormulaPlace | null, problem = ""): void {
    this.engine.stop();
    const sheet = failure ? this.book.sheet(failure.sid) : null;
    if (failure && sheet && failure.row >= 0) this.failures.add(sheet, { ...failure, problem });
    this.careful = failure === null;
    this.started = false;
    this.computing = null;
    this.questions.drop(failure === null || failure.row < 0);
    if (++this.restarts > MOST_RESTARTS) {
      this.giveUp();
      return;
    }
    this.setStatus("restarting");
    this.engine = this.launch();
    this.feeder.all();
  }

  private giveUp(): void {
    this.halt();
    this.setStatus("failed");
    for (const settled of this.settlers.splice(0)) settled();
  }

  private halt(): void {
    this.stopped = true;
    this.feeder.stop();
    this.questions.close();
    clearTimeout(this.watchdog);
  }

  private setStatus(state: CalcStatus["state"], waiting = this.status.waiting): void {
    const { status } = this;
    const { size } = this.failures;
    if (state === status.state && waiting === status.waiting && size === status.failures.length)
      return;
    this.status = { state, waiting, failures: this.failures.list };
    for (const listener of this.statusListeners) listener(this.status);
  }

  // ---- what the page asks ---------------------------------------------------------------------

  value(sheet: Sheet, row: number, col: number): Content {
    return this.results.value(sheet, row, col);
  }

  state(sheet: Sheet, row: number, col: number): FormulaState | null {
    return this.results.state(sheet, row, col);
  }

  evaluate(sheet: Sheet, template: string, asking: Asking): Content | undefined {
    return this.questions.evaluate(sheet, template, asking);
  }

  preview(sheet: Sheet, row: number, col: number, text: string): Promise<Content> {
    return this.questions.preview(sheet, row, col, text);
  }

  onChange(listener: ChangeListener): () => void {
    return this.results.onChange(listener);
  }

  onStatus(listener: (status: CalcStatus) => void): () => void {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  }

  recalculate(sid?: string): void {
    if (this.stopped) return;
    if (isManual(this.book)) this.asked = { sid: sid ?? null };
    this.feeder.go();
  }

  settled(): Promise<void> {
    if (this.status.state === "idle" && !this.feeder.busy) return Promise.resolve();
    return new Promise((settled) => this.settlers.push(settled));
  }

  destroy(): void {
    this.halt();
    this.stopListening();
    this.engine.stop();
    this.results.clear();
    this.statusListeners.clear();
    for (const settled of this.settlers.splice(0)) settled();
  }
}
