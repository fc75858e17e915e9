/** One part of a workbook: a Y.Doc whose roots are maps of plain values. */
import type * as Y from "yjs";

/** Tokens are counted per document, however many models read it. */
const COUNTERS = new WeakMap<Y.Doc, number>();

/** A name that is unique for ever: `<client id in base 36>-<counter in base 36>`. */
export function newToken(doc: Y.Doc): string {
  const counter = COUNTERS.get(doc) ?? 0;
  COUNTERS.set(doc, counter + 1);
  return `${doc.clientID.toString(36)}-${counter.toString(36)}`;
}

export type Note = (part: Part, map: string, key: string) => void;

/** Reads and writes one document, and says which keys somebody else changed. */
export class Part {
  private readonly maps = new Map<string, Y.Map<unknown>>();

  /** `origin` marks what this model writes itself: it is not told again. */
  constructor(
    readonly name: string,
    readonly doc: Y.Doc,
    private readonly origin: object,
    private readonly note: Note,
    private readonly done: () => void,
  ) {
    doc.on("afterTransaction", this.heard);
  }

  destroy(): void {
    this.doc.off("afterTransaction", this.heard);
  }

  private readonly heard = (transaction: Y.Transaction): void => {
    if (transaction.origin === this.origin) return;
    let any = false;
    for (const [type, keys] of transaction.changed)
      for (const key of keys)
        if (key !== null) {
          const map = this.rootName(type);
          if (map === null) break;
          any = true;
          this.note(this, map, key);
        }
    if (any) this.done();
  };

  private rootName(type: unknown): string | null {
    for (const [name, root] of this.doc.share) if (root === type) return name;
    return null;
  }

  map(name: string): Y.Map<unknown> {
    const known = this.maps.get(name);
    if (known) return known;
    const map = this.doc.getMap<unknown>(name);
    this.maps.set(name, map);
    return map;
  }

  get(map: string, key: string): unknown {
    return this.map(map).get(key);
  }

  /** Set a value; undefined deletes. */
  set(map: string, key: string, value: unknown): void {
    this.doc.transact(() => {
      if (value === undefined) this.map(map).delete(key);
      else this.map(map).set(key, value);
    }, this.origin);
  }

  transact<T>(run: () => T): T {
    return this.doc.transact(run, this.origin);
  }
}
