/** Undo within the cell editor: states of what is typed, runs of single letters taken together. */

/** What made a state: neighbours of one kind are undone together, `step` alone. */
export type EditKind = "type" | "delete" | "step";

const KEPT = 200;

export class EditHistory<State> {
  #past: State[] = [];
  #future: State[] = [];
  #kind: EditKind = "step";

  clear(): void {
    this.#past = [];
    this.#future = [];
    this.#kind = "step";
  }

  /** Something is about to become of `before`. */
  note(before: State, kind: EditKind): void {
    this.#future = [];
    if (kind !== "step" && kind === this.#kind) return;
    this.#kind = kind;
    this.#past.push(before);
    if (this.#past.length > KEPT) this.#past.shift();
  }

  /** What follows is no part of what came before: the caret moved, a word ended. */
  pause(): void {
    this.#kind = "step";
  }

  /** The state before `now`; null when there is none. */
  undo(now: State): State | null {
    return this.#turn(this.#past, this.#future, now);
  }

  redo(now: State): State | null {
    return this.#turn(this.#future, this.#past, now);
  }

  #turn(from: State[], to: State[], now: State): State | null {
    const state = from.pop();
    if (state === undefined) return null;
    to.push(now);
    this.pause();
    return state;
  }
}
