/** The last thing done that can be done in another way instead, until anything else happens. */
import type { Sheet } from "../model";

export class Repeating<Done> {
  #latest: { sheet: Sheet; step: object } | null = null;
  readonly #listeners = new Set<(done: Done | null) => void>();

  on(listener: (done: Done | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Remember what the last step of a worksheet was; `instead` undoes it before it acts, as long as it is the last. */
  keep(sheet: Sheet, make: (instead: (act: () => void) => void) => Done): void {
    const { steps } = sheet.book;
    const step = steps.latest;
    if (!step) return;
    this.#latest = { sheet, step };
    const instead = (act: () => void): void => {
      if (steps.latest !== step) return;
      steps.undo();
      act();
    };
    this.#tell(make(instead));
  }

  /** Steps were done or undone: what was last may not be last any more. */
  settle(): void {
    const latest = this.#latest;
    if (!latest || latest.step === latest.sheet.book.steps.latest) return;
    this.#latest = null;
    this.#tell(null);
  }

  #tell(done: Done | null): void {
    for (const listener of this.#listeners) listener(done);
  }
}
