/**
 * Takes out what only looks like a deletion and an insertion.
 *
 * When a paragraph is split or two are joined, or a picture comes or goes in the middle of a line, text beside it
 * is written anew: shared documents know no moves. A reader wants to see what came or went, and no text.
 */
import type { Node } from "prosemirror-model";
import { schema } from "../document/schema";
import type { Change, Removed } from "./walk";

type Insertion = Extract<Change, { kind: "insert" | "format" }>;
type Deletion = Extract<Change, { kind: "delete" }>;

/** The text of a deletion that is nothing but text, or of a paragraph that held nothing else. */
function textOf(removed: readonly Removed[]): string | null {
  let text = "";
  for (const one of removed) {
    if (one.kind !== "text") return null;
    text += one.text;
  }
  return text;
}

function removedParagraph(change: Change): string | null {
  if (change.kind !== "delete") return null;
  const [only, ...others] = change.removed;
  if (only?.kind !== "node" || only.name !== "paragraph" || others.length > 0) return null;
  return textOf(only.children);
}

/** Changes by a position, so that neighbours are found at once in a long document. */
function byPosition(changes: readonly Change[], key: "from" | "to"): Map<number, Change[]> {
  const found = new Map<number, Change[]>();
  for (const change of changes) {
    const known = found.get(change[key]);
    if (known) known.push(change);
    else found.set(change[key], [change]);
  }
  return found;
}

function isInlineNode({ removed: [only, ...others] }: Deletion): boolean {
  const inline = only?.kind === "node" && schema.nodes[only.name]?.isInline;
  return inline === true && others.length === 0;
}

class Moves {
  readonly #gone = new Set<Change>();
  readonly #starts: Map<number, Change[]>;
  readonly #ends: Map<number, Change[]>;

  constructor(
    private readonly changes: readonly Change[],
    private readonly doc: Node,
  ) {
    this.#starts = byPosition(changes, "from");
    this.#ends = byPosition(changes, "to");
  }

  without(): Change[] {
    for (const change of this.changes) {
      if (this.#gone.has(change)) continue;
      if (change.kind === "insert" && change.node) this.#split(change);
      else if (change.kind === "delete") this.#joined(change);
    }
    return this.changes.filter((change) => !this.#gone.has(change) && isThere(change));
  }

  /**
   * A new paragraph whose text was deleted from the end of the one before, or the start of the one after; a new
   * picture in the middle of a text.
   */
  #split(by: Insertion): void {
    const { from, to } = by;
    const node = this.doc.nodeAt(from);
    if (node?.type.name === "paragraph") {
      this.#cancel(by, from - 1, from + 1, "start");
      this.#cancel(by, to + 1, to - 1, "end");
    } else if (node?.isInline) {
      this.#cancel(by, from, to, "start");
      this.#cancel(by, to, from, "end");
    }
  }

  /** Take a deletion of text at `deletedAt` out, and the same text inserted at `insertedAt`. Returns its length. */
  #cancel(by: Change, deletedAt: number, insertedAt: number, side: "start" | "end"): number {
    const deletion = this.#starts
      .get(deletedAt)
      ?.find(
        (change): change is Deletion =>
          change.kind === "delete" && change !== by && change.person === by.person,
      );
    const text = deletion && textOf(deletion.removed);
    const insertion = this.#textAt(insertedAt, side, by.person);
    if (!deletion || !text || !insertion || !this.#trim(insertion, text, side)) return 0;
    this.#gone.add(deletion);
    return text.length;
  }

  /**
   * A deleted paragraph whose text was inserted at the end of the one before, or the start of the one after; a
   * deleted picture whose neighbours became one text.
   */
  #joined(deletion: Deletion): void {
    if (isInlineNode(deletion)) {
      const { from } = deletion;
      const before = this.#cancel(deletion, from, from, "end");
      if (before === 0) this.#cancel(deletion, from, from, "start");
      // The text after the picture now counts as there already: the picture stood before it.
      place(deletion, from - before);
    }
    const text = removedParagraph(deletion);
    if (!text) return;
    const ends: ["end" | "start", number][] = [
      ["end", deletion.from - 1],
      ["start", deletion.from + 1],
    ];
    for (const [side, at] of ends) {
      const insertion = this.#textAt(at, side, deletion.person);
      if (!insertion || !this.#trim(insertion, text, side)) continue;
      const [only] = deletion.removed;
      if (only?.kind === "node") deletion.removed = [{ ...only, children: [] }];
      // The mark stood where the two texts meet.
      place(deletion, side === "end" ? insertion.to : insertion.from);
      return;
    }
  }

  /** The insertion of text that begins (`start`) or ends at a position. */
  #textAt(at: number, side: "start" | "end", person: number): Insertion | undefined {
    const near = (side === "start" ? this.#starts : this.#ends).get(at);
    return near?.find(
      (change): change is Insertion =>
        change.kind === "insert" &&
        !change.node &&
        change.person === person &&
        (side === "start" ? change.from === at : change.to === at),
    );
  }

  #trim(insertion: Insertion, text: string, side: "start" | "end"): boolean {
    const { from, to } = insertion;
    if (to - from < text.length) return false;
    const written = this.doc.textBetween(from, to, "", "\ufffc");
    if (!(side === "start" ? written.startsWith(text) : written.endsWith(text))) return false;
    if (side === "start") insertion.from += text.length;
    else insertion.to -= text.length;
    return true;
  }
}

function place(deletion: Deletion, at: number): void {
  deletion.from = at;
  deletion.to = at;
}

function isThere(change: Change): boolean {
  return change.kind === "delete" || change.to > change.from;
}

/** The changes without the text that splitting and joining paragraphs moved. */
export function withoutMoves(changes: readonly Change[], doc: Node): Change[] {
  return new Moves(
    changes.map((change) => ({ ...change })),
    doc,
  ).without();
}
