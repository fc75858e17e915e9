/** The labels of numbered paragraphs: counters for each list, with the standard's restart rules. */
import type { ListDefinition, ListLevel, ListReference } from "../document/attributes";
import { bulletText, formatNumber } from "./formats";

export interface Label {
  text: string;
  level: ListLevel;
  bullet: boolean;
}

type Lists = (id: string) => ListDefinition | undefined;

/** Walks a document once, in order, and hands out labels. */
export class Counters {
  #counts = new Map<string, (number | undefined)[]>();
  /** Lists that have had an item. */
  #begun = new Set<string>();

  constructor(private readonly lists: Lists) {}

  /** The label of the next paragraph of a list, or null when the list does not exist. */
  next(reference: ListReference): Label | null {
    const list = this.lists(reference.id);
    const at = Math.min(Math.max(reference.level ?? 0, 0), 8);
    const level = list?.levels[at];
    if (!list || !level) return null;
    const counts = this.#countsOf(list, reference.id);
    this.#begin(list, reference.id, counts);
    counts[at] = counts[at] === undefined ? (level.start ?? 1) : (counts[at] ?? 0) + 1;
    this.#restart(list, counts, at);
    if (level.format === "bullet")
      return { text: bulletText(level.text ?? "•"), level, bullet: true };
    return { text: this.#text(list, counts, at), level, bullet: false };
  }

  /** Lists that come from one abstract definition count on together. */
  #countsOf(list: ListDefinition, id: string): (number | undefined)[] {
    const key = list.abstract === undefined ? `#${id}` : String(list.abstract);
    let counts = this.#counts.get(key);
    if (!counts) {
      counts = [];
      this.#counts.set(key, counts);
    }
    return counts;
  }

  /** The first item of a list starts the levels again that its `w:startOverride` names (§17.9.26). */
  #begin(list: ListDefinition, id: string, counts: (number | undefined)[]): void {
    if (this.#begun.has(id)) return;
    this.#begun.add(id);
    list.levels.forEach((level, at) => {
      if (level.startOverride) counts[at] = undefined;
    });
  }

  /** Deeper levels begin again, unless their `restart` is 0 (never) or names a level above this one. */
  #restart(list: ListDefinition, counts: (number | undefined)[], at: number): void {
    for (let deeper = at + 1; deeper < 9; deeper += 1) {
      const restart = list.levels[deeper]?.restart;
      if (restart === 0) continue;
      if (restart !== undefined && restart !== null && at + 1 > restart) continue;
      counts[deeper] = undefined;
    }
  }

  #text(list: ListDefinition, counts: (number | undefined)[], at: number): string {
    const level = list.levels[at];
    const legal = level?.legal === true;
    return (level?.text ?? `%${at + 1}.`).replace(/%([1-9])/g, (_match, digit: string) => {
      const index = Number(digit) - 1;
      const part = list.levels[index];
      const count = counts[index] ?? part?.start ?? 1;
      return formatNumber(count, legal ? "decimal" : part?.format);
    });
  }
}
