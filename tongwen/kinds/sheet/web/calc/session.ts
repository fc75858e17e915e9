/** The worker's side: takes contents, computes in slices, says what came out. Runs in Node as well. */
import { Calculator, type Input } from "./engine/calculator";
import { MAX_COLS, type SheetCells } from "./engine/cells";
import { countFrom1904 } from "./engine/numbers";
import { CellError, errorOf, Matrix, type Scalar } from "./engine/values";
import type { RowSet } from "./engine/workbook";
import {
  type BookMessage,
  type CellsMessage,
  type EvaluateItem,
  type FormulaPlace,
  type FromWorker,
  STATES,
  type ToWorker,
  type ValuesMessage,
  type WireFormula,
  type WireValue,
} from "./messages";

const SLICE = 30;

function scalarOf(value: WireValue): Scalar {
  return typeof value === "object" && value !== null ? errorOf(value.e) : value;
}

function wireOf(value: Scalar): WireValue {
  return value instanceof CellError ? { e: value.code } : value;
}

function inputOf(formula: WireFormula): Input {
  const { text, dynamic, area, cached, blocked, entered } = formula;
  const shape = { ...(area && { area }), ...(dynamic && { dynamic }), ...(blocked && { blocked }) };
  return {
    formula: text,
    shape,
    ...(cached !== undefined && { cached: scalarOf(cached) }),
    ...(entered && { entered }),
  };
}

/** Rows by ranges in order. */
function rowsIn(ranges: [first: number, last: number][]): RowSet {
  const holds = (row: number) => {
    let [low, high] = [0, ranges.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [first, last] = ranges[middle] as [number, number];
      if (row >= first && row <= last) return true;
      if (row < first) high = middle - 1;
      else low = middle + 1;
    }
    return false;
  };
  return { has: holds };
}

export type Post = (message: FromWorker, transfer: ArrayBuffer[]) => void;

/** One workbook that is calculated. */
export class Session {
  readonly calculator = new Calculator();
  private waiting: { id: number; items: EvaluateItem[] }[] = [];
  private running = false;
  private stopped = false;
  private careful = false;
  private started = false;
  private rebind = false;
  private refilled = false;
  /** The last message after which to compute. */
  private settled = 0;
  /** What was said of the workbook last, apart from when it is to be calculated. */
  private meaning = "";

  constructor(
    private readonly post: Post,
    private readonly pause: () => Promise<void> = () => new Promise((go) => setTimeout(go, 0)),
  ) {}

  /** Take a message; what it asks for is computed soon. */
  handle(message: ToWorker): void {
    if (this.stopped) return;
    switch (message.type) {
      case "book":
        this.takeBook(message);
        return;
      case "cells":
        this.takeCells(message);
        return;
      case "clear":
        this.calculator.clearSheet(message.sid);
        return;
      case "hidden":
        this.calculator.hide(message.sid, {
          all: rowsIn(message.ranges),
          filtered: rowsIn(message.filtered),
        });
        return;
      case "evaluate":
        this.waiting.push(message);
        if (this.started) void this.work(); // else the workbook is not here yet
        return;
      case "start":
        this.careful = message.careful;
        this.settled = message.id;
        this.started = true;
        void this.work();
        return;
      case "settle":
        if (!this.started) return;
        this.settled = message.id;
        if (message.release) this.calculator.release(message.release.sid);
        else this.calculator.wakeVolatile();
        void this.work();
    }
  }

  private takeBook(message: BookMessage): void {
    const { sheets, loaded, names, tables, pivots, settings } = message;
    const { calculator } = this;
    const { book } = calculator;
    const wanted = new Map(sheets);
    for (const sid of [...book.sheets.keys()]) if (!wanted.has(sid)) calculator.removeSheet(sid);
    for (const [sid, name] of sheets) {
      if (book.sheets.has(sid)) calculator.renameSheet(sid, name);
      else calculator.addSheet(sid, name);
    }
    for (const [sid, sheet] of book.sheets) sheet.known = loaded.includes(sid);
    book.order = sheets.map(([sid]) => sid);
    book.names = names;
    book.tables = tables;
    book.pivots = pivots;
    book.settings = settings;
    countFrom1904(settings.date1904);
    const meaning = JSON.stringify({ ...message, settings: { ...settings, manual: false } });
    if (meaning !== this.meaning) this.rebind = this.started;
    this.meaning = meaning;
  }

  private takeCells(message: CellsMessage): void {
    const sheet = this.calculator.book.sheets.get(message.sid);
    if (!sheet) return;
    if (message.box) this.empty(sheet, message);
    const put = (row: number, col: number, input: Input) =>
      message.fresh
        ? this.calculator.fill(sheet, row, col, input)
        : this.calculator.set(sheet, row, col, input);
    const { rows, cols, numbers, others, formulas } = message;
    const strange = new Map(others);
    for (let at = 0; at < rows.length; at++) {
      const other = strange.get(at);
      put(
        rows[at] as number,
        cols[at] as number,
        other === undefined ? (numbers[at] as number) : scalarOf(other),
      );
    }
    for (const formula of formulas) put(formula.row, formula.col, inputOf(formula));
    if (message.fresh && this.started) this.refilled = true;
  }

  /** Empty the cells of the message's box that it does not name. */
  private empty(sheet: SheetCells, { box, rows, cols, formulas }: CellsMessage): void {
    if (!box) return;
    const named = new Set<number>();
    for (let at = 0; at < rows.length; at++)
      named.add((rows[at] as number) * MAX_COLS + (cols[at] as number));
    for (const { row, col } of formulas) named.add(row * MAX_COLS + col);
    const stale: [number, number][] = [];
    const check = (row: number, col: number) => {
      const key = row * MAX_COLS + col;
      if (!named.has(key) && !sheet.owners.has(key)) stale.push([row, col]);
    };
    sheet.each(box.row1, box.col1, box.row2, box.col2, (_, row, col) => check(row, col));
    sheet.eachFormula(box, ({ row, col }) => check(row, col));
    for (const [row, col] of stale) this.calculator.set(sheet, row, col, null);
  }

  // ---- computing ------------------------------------------------------------------------------

  private async work(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.post({ type: "busy" }, []);
    while (!this.stopped && !this.slice()) await this.pause();
    this.running = false;
    if (this.stopped) return;
    const { settled: id, calculator } = this;
    this.post({ type: "idle", id, waiting: calculator.waiting }, []);
  }

  /** Compute for a moment; true when nothing is left. */
  private slice(): boolean {
    if (this.rebind) {
      this.rebind = false;
      this.calculator.rebind();
    } else if (this.refilled) this.calculator.soilAll();
    this.refilled = false;
    const until = performance.now() + SLICE;
    try {
      this.calculator.onCompute = this.careful ? () => this.announce() : null;
      const done = !this.started || this.calculator.run(() => performance.now() > until);
      this.tell();
      if (!done) this.post({ type: "busy" }, []);
      else this.answer();
      return done && this.waiting.length === 0 && !this.rebind;
    } catch (error) {
      this.tell();
      this.broken(error);
      return true;
    }
  }

  /** A function of ours failed in a way that it must not: say where, and do nothing more. */
  private broken(error: unknown): void {
    this.stopped = true;
    this.post({ type: "panic", ...this.place(), problem: String(error) }, []);
  }

  private place(): FormulaPlace {
    const { current } = this.calculator;
    return {
      sid: current?.sheet.sid ?? "",
      row: current?.row ?? -1,
      col: current?.col ?? -1,
    };
  }

  /** Say which formula is computed now, so that the page knows it when nothing more is heard. */
  private announce(): void {
    this.post({ type: "computing", ...this.place() }, []);
  }

  private answer(): void {
    for (let request = this.waiting[0]; request; request = this.waiting[0]) {
      const values = request.items.map((item) => this.evaluated(item));
      this.waiting.shift();
      this.post({ type: "evaluated", id: request.id, values }, []);
    }
  }

  private evaluated({ sid, row, col, text }: EvaluateItem): WireValue {
    const sheet = this.calculator.book.sheets.get(sid);
    if (!sheet) return { e: "#REF!" };
    const value = this.calculator.evaluate(sheet, row, col, text);
    return wireOf(value instanceof Matrix ? (value.data[0] ?? null) : value);
  }

  private tell(): void {
    for (const [sid, keys] of this.calculator.takeChanges()) {
      const sheet = this.calculator.book.sheets.get(sid);
      if (!sheet || keys.length === 0) continue;
      const message = this.valuesOf(sheet, [...new Set(keys)]);
      const { rows, cols, kinds, numbers, states } = message;
      this.post(
        message,
        [rows, cols, kinds, numbers, states].map((array) => array.buffer as ArrayBuffer),
      );
    }
  }

  private valuesOf(sheet: SheetCells, keys: number[]): ValuesMessage {
    const count = keys.length;
    const message: ValuesMessage = {
      type: "values",
      sid: sheet.sid,
      rows: new Int32Array(count),
      cols: new Int32Array(count),
      kinds: new Uint8Array(count),
      numbers: new Float64Array(count),
      others: [],
      states: new Uint8Array(count),
    };
    keys.forEach((key, at) => {
      const [row, col] = [Math.floor(key / MAX_COLS), key % MAX_COLS];
      message.rows[at] = row;
      message.cols[at] = col;
      const state = this.calculator.stateOf(sheet, row, col);
      if (state === null) return;
      message.states[at] = STATES.indexOf(state);
      const value = sheet.value(row, col);
      message.kinds[at] = typeof value === "number" ? 1 : value === null ? 3 : 2;
      if (typeof value === "number") message.numbers[at] = value;
      else if (value !== null) message.others.push([at, wireOf(value)]);
    });
    return message;
  }
}
