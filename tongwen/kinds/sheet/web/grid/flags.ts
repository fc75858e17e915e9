/** Names at colleagues' cells: for two seconds after they moved, then only their colour. */
import type { RemoteSelection } from "./view";

const SHOWN = 2000; // milliseconds

export class Flags {
  readonly #until = new Map<number, { place: string; until: number }>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly redraw: () => void) {}

  /** Who moved is named again. */
  notice(people: readonly RemoteSelection[], now = performance.now()): void {
    const here = new Set(people.map(({ id }) => id));
    for (const id of [...this.#until.keys()]) if (!here.has(id)) this.#until.delete(id);
    for (const { id, active } of people) {
      const place = active ? `${active.row}:${active.col}` : "";
      if (this.#until.get(id)?.place !== place) this.#until.set(id, { place, until: now + SHOWN });
    }
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(this.redraw, SHOWN + 50);
  }

  named(id: number, now = performance.now()): boolean {
    return (this.#until.get(id)?.until ?? 0) > now;
  }

  destroy(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }
}
