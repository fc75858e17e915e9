/** Undo and redo of one's own steps, over all parts of a workbook. */
import { normalJson } from "./content";
import type { Part } from "./part";

/** What one step did to one value; undefined: it was not there. */
interface Alteration {
  part: string;
  map: string;
  key: string;
  before: unknown;
  after: unknown;
}
interface Step {
  label: string;
  alterations: Alteration[];
}

/** Steps that can be undone. */
const KEPT = 500;

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Whether two values of an entry are the same. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Uint8Array || b instanceof Uint8Array)
    return a instanceof Uint8Array && b instanceof Uint8Array && sameBytes(a, b);
  const { data: one, ...restOfOne } = a as { data?: unknown };
  const { data: two, ...restOfTwo } = b as { data?: unknown };
  if (one instanceof Uint8Array || two instanceof Uint8Array)
    return sameValue(one, two) && normalJson(restOfOne) === normalJson(restOfTwo);
  return normalJson(a) === normalJson(b);
}

/** What steps need of the book: its parts, and a transaction over them. */
export interface StepWorld {
  part(name: string): Part | null;
  ready(name: string): boolean;
  /** Run inside transactions of all parts, then tell what changed. */
  run<T>(origin: "local" | "undo", run: () => T): T;
  noted(part: Part, map: string, key: string): void;
}

/** One's own steps. What somebody else changed since stays. */
export class Steps {
  private undos: Step[] = [];
  private redos: Step[] = [];
  private open: { label: string; alterations: Map<string, Alteration> } | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly world: StepWorld) {}

  /** Everything written inside is one step; it stays written when `run` throws. Nested calls join the outer one. */
  transact<T>(label: string, run: () => T): T {
    if (this.open) return run();
    const step = { label, alterations: new Map<string, Alteration>() };
    this.open = step;
    try {
      return this.world.run("local", run);
    } finally {
      this.open = null;
      this.keep(step.label, [...step.alterations.values()]);
    }
  }

  private keep(label: string, alterations: Alteration[]): void {
    const real = alterations.filter(({ before, after }) => !sameValue(before, after));
    if (real.length === 0) return;
    this.undos.push({ label, alterations: real });
    if (this.undos.length > KEPT) this.undos.shift();
    this.redos = [];
    this.tell();
  }

  /** Write one value as part of the open step, or as a step of its own. Undefined deletes. */
  write(part: Part, map: string, key: string, value: unknown): void {
    const step = this.open;
    if (!step) {
      this.transact("edit", () => this.write(part, map, key, value));
      return;
    }
    const name = `${part.name}\n${map}\n${key}`;
    const before = part.get(map, key);
    const known = step.alterations.get(name);
    if (known) known.after = value;
    else step.alterations.set(name, { part: part.name, map, key, before, after: value });
    part.set(map, key, value);
    this.world.noted(part, map, key);
  }

  /** The label of what was undone; null when there is nothing, or when a part of it is not loaded (see `needs`). */
  undo(): string | null {
    return this.turn(this.undos, this.redos, "undo");
  }

  redo(): string | null {
    return this.turn(this.redos, this.undos, "redo");
  }

  private turn(from: Step[], to: Step[], which: "undo" | "redo"): string | null {
    const step = from.at(-1);
    if (!step || this.open || this.needs(which).length) return null;
    from.pop();
    this.world.run("undo", () => {
      for (const alteration of step.alterations) this.turnOne(alteration, which);
    });
    to.push(step);
    this.tell();
    return step.label;
  }

  private turnOne({ part: name, map, key, before, after }: Alteration, which: string): void {
    const part = this.world.part(name);
    const [now, then] = which === "undo" ? [after, before] : [before, after];
    if (!part || !sameValue(part.get(map, key), now)) return;
    part.set(map, key, then);
    this.world.noted(part, map, key);
  }

  get undoLabel(): string | null {
    return this.undos.at(-1)?.label ?? null;
  }

  get redoLabel(): string | null {
    return this.redos.at(-1)?.label ?? null;
  }

  /** The step that would be undone, to be compared: another one after anything was done or undone. */
  get latest(): object | null {
    return this.undos.at(-1) ?? null;
  }

  /** Worksheets that must be loaded before the next undo or redo. */
  needs(which: "undo" | "redo"): string[] {
    const step = (which === "undo" ? this.undos : this.redos).at(-1);
    const parts = new Set(step?.alterations.map(({ part }) => part) ?? []);
    return [...parts].filter((part) => !this.world.ready(part)).map((part) => part.slice(6));
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
