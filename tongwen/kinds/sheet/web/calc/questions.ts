/** Formulas that are only asked about: those of rules and validations, and what somebody is typing. */
import type { Book, Content, Sheet } from "../model";
import { Template } from "../model";
import type { ToWorker, WireValue } from "./messages";
import type { Results } from "./results";

/** A cell, from zero. */
export interface Place {
  row: number;
  col: number;
}

/** Where a formula is written, and for which cell it is asked about. */
export interface Asking {
  from: Place;
  at: Place;
}

interface Asked {
  sid: string;
  value: Content | undefined;
  generation: number;
  /** That it is old. */
  told?: boolean;
}

interface Item extends Place {
  sid: string;
  text: string;
}

const MOST_ANSWERS = 20_000;
const BROKEN = { e: "#CALC!" };

/** What was asked of an engine, and what it answered. */
export class Questions {
  private readonly answers = new Map<string, Asked>();
  private readonly open = new Map<
    number,
    { texts: string[]; then: (values: WireValue[]) => void }
  >();
  private waiting: (Item & { key: string })[] = [];
  private next = 1;
  private closed = false;
  /** Formulas in which the engine broke down. */
  private readonly poisoned = new Set<string>();

  constructor(
    private readonly book: Book,
    private readonly results: Results,
    private readonly post: (message: ToWorker) => void,
  ) {}

  /** What a formula gives at a cell; undefined while it is asked for, then `results` tells of the worksheet. */
  evaluate(sheet: Sheet, template: string, { from, at }: Asking): Content | undefined {
    const key = `${sheet.sid}!${from.row},${from.col}>${at.row},${at.col}!${template}`;
    const known = this.answers.get(key);
    const { generation } = this.results;
    if (known && known.generation === generation) return known.value;
    if (this.answers.size > MOST_ANSWERS) this.answers.clear();
    this.answers.set(key, { sid: sheet.sid, value: known?.value, generation });
    if (this.closed) return known?.value;
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

  /** What A1 text without `=` would give in a cell. */
  preview(sheet: Sheet, row: number, col: number, text: string): Promise<Content> {
    return new Promise((give) => {
      this.question([{ sid: sheet.sid, row, col, text }], ([value]) => give(value ?? null));
    });
  }

  /** The engine answers. */
  heard(id: number, values: WireValue[]): void {
    this.open.get(id)?.then(values);
    this.open.delete(id);
  }

  /** The engine broke down; `poison`: in what it was asked. */
  drop(poison: boolean): void {
    const lost = [...this.open.values()];
    this.open.clear();
    for (const { texts, then } of lost) {
      if (poison) for (const text of texts) this.poisoned.add(text);
      then(texts.map(() => BROKEN));
    }
  }

  /** All is computed: who has answers from before is told, once, to ask again. */
  rested(): void {
    const changed = new Set<string>();
    for (const asked of this.answers.values()) {
      if (asked.generation === this.results.generation || asked.told) continue;
      asked.told = true;
      changed.add(asked.sid);
    }
    for (const sid of changed) this.results.tell(sid, null);
  }

  /** Ask no more. */
  close(): void {
    this.closed = true;
  }

  private ask(question: Item & { key: string }): void {
    this.waiting.push(question);
    if (this.waiting.length > 1) return;
    setTimeout(() => {
      const batch = this.waiting.splice(0);
      this.question(batch, (values) => this.answered(batch, values));
    }, 0);
  }

  private question(items: Item[], then: (values: WireValue[]) => void): void {
    if (this.closed) {
      then(items.map(() => BROKEN));
      return;
    }
    const id = this.next++;
    this.open.set(id, { texts: items.map(({ text }) => text), then });
    this.post({
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
      if (!asked) return;
      if (asked.value !== undefined && JSON.stringify(asked.value) === JSON.stringify(value))
        return;
      asked.value = value;
      changed.add(sid);
    });
    for (const sid of changed) this.results.tell(sid, null);
  }
}
