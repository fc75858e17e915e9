/**
 * What people changed between two versions, by ProseMirror positions of the later one.
 *
 * The items of the shared document are walked in order, the deleted ones too, beside the positions that
 * y-prosemirror gives them: an element takes its start and end, an atom one, text its UTF-16 length.
 */
import * as Y from "yjs";
import { schema } from "../document/schema";
import { Attribution, type Deed, type Range } from "./attribution";

/** What was deleted: text, or a node with what it held. */
export type Removed =
  | { kind: "text"; text: string }
  | { kind: "node"; name: string; attrs: Record<string, unknown>; children: Removed[] };

interface Placed extends Deed {
  /** Positions in the later document; equal for deletions. */
  from: number;
  to: number;
}

export type Change =
  /** `node`: a whole node, not text in one. */
  | (Placed & { kind: "insert" | "format"; node: boolean })
  | (Placed & { kind: "delete"; removed: Removed[] });

export interface Deeds {
  inserted: readonly Range[];
  deleted: readonly Range[];
}

type Parent = Y.XmlFragment | Y.XmlElement;
type Formats = Map<string, { value: string; deed: Deed | null }>;

function* items(parent: { _start: Y.Item | null }): Generator<Y.Item> {
  for (let item = parent._start; item !== null; item = item.right) yield item;
}

function typeOf(item: Y.Item): Y.XmlElement | Y.XmlText | null {
  const { content } = item;
  if (!(content instanceof Y.ContentType)) return null;
  const { type } = content;
  return type instanceof Y.XmlElement || type instanceof Y.XmlText ? type : null;
}

class Walk {
  readonly changes: Change[] = [];
  readonly #inserted: Attribution;
  readonly #deleted: Attribution;

  constructor(deeds: Deeds) {
    this.#inserted = new Attribution(deeds.inserted);
    this.#deleted = new Attribution(deeds.deleted);
  }

  /** Walk what a parent holds from position `at`; returns where it ends. */
  children(parent: Parent, at: number): number {
    let end = at;
    for (const item of items(parent)) {
      const type = typeOf(item);
      if (!type) continue;
      if (type instanceof Y.XmlText) end = this.#text(type, end);
      else if (item.deleted) this.#removedElement(item, type, end);
      else end = this.#element(item, type, end);
    }
    return end;
  }

  #element(item: Y.Item, element: Y.XmlElement, at: number): number {
    const leaf = schema.nodes[element.nodeName]?.isLeaf ?? false;
    const inserted = this.#inserted.of(item.id);
    const deed = inserted ?? this.#attributesDeed(element);
    const place = this.changes.length;
    const end = leaf ? at + 1 : this.children(element, at + 1) + 1;
    if (deed) {
      const kind = inserted ? "insert" : "format";
      this.changes.splice(place, 0, { kind, node: true, from: at, to: end, ...deed });
    }
    return end;
  }

  /** The last who set or cleared an attribute of an element that was there before. */
  #attributesDeed(element: Y.XmlElement): Deed | null {
    let last: Deed | null = null;
    for (const [name, item] of element._map) {
      // `src` says where a node came from in the file; nobody sees it.
      if (name === "src") continue;
      const deed = this.#inserted.of(item.id) ?? (item.deleted ? this.#deleted.of(item.id) : null);
      if (deed && (!last || deed.at > last.at)) last = deed;
    }
    return last;
  }

  #text(text: Y.XmlText, at: number): number {
    let end = at;
    const before: Formats = new Map();
    const now: Formats = new Map();
    for (const item of items(text)) {
      if (item.content instanceof Y.ContentFormat) this.#format(item, item.content, before, now);
      else if (!(item.content instanceof Y.ContentString)) continue;
      else if (item.deleted) this.#removedText(item, item.content.str, end);
      else {
        this.#keptText(item, end, reformatted(before, now));
        end += item.length;
      }
    }
    return end;
  }

  #format(item: Y.Item, { key, value }: Y.ContentFormat, before: Formats, now: Formats): void {
    const inserted = this.#inserted.of(item.id);
    const deleted = item.deleted ? this.#deleted.of(item.id) : null;
    const set = { value: JSON.stringify(value), deed: inserted ?? deleted };
    if (!inserted && (!item.deleted || deleted)) before.set(key, set);
    if (!item.deleted) now.set(key, set);
    else if (deleted && !inserted)
      now.set(key, { value: now.get(key)?.value ?? "null", deed: deleted });
  }

  #keptText(item: Y.Item, at: number, format: Deed | null): void {
    for (const { from, to, deed } of this.#inserted.cut(item.id, item.length)) {
      const found = deed ?? format;
      if (!found) continue;
      const kind = deed ? "insert" : "format";
      this.#add({ kind, node: false, from: at + from, to: at + to, ...found });
    }
  }

  #removedText(item: Y.Item, text: string, at: number): void {
    for (const [piece, deed] of this.#gone(item, text))
      this.#add({
        kind: "delete",
        from: at,
        to: at,
        ...deed,
        removed: [{ kind: "text", text: piece }],
      });
  }

  /** The pieces of a deleted item that were there before and are not now, with who deleted them. */
  *#gone(item: Y.Item, text: string): Generator<[string, Deed]> {
    for (const { from, to, deed } of this.#deleted.cut(item.id, item.length)) {
      if (!deed) continue;
      const id = Y.createID(item.id.client, item.id.clock + from);
      for (const piece of this.#inserted.cut(id, to - from)) {
        if (!piece.deed) yield [text.slice(from + piece.from, from + piece.to), deed];
      }
    }
  }

  #removedElement(item: Y.Item, element: Y.XmlElement, at: number): void {
    const deed = this.#deleted.of(item.id);
    if (!deed || this.#inserted.of(item.id)) return;
    this.changes.push({
      kind: "delete",
      from: at,
      to: at,
      ...deed,
      removed: [this.#tree(element)],
    });
  }

  #tree(element: Y.XmlElement): Removed {
    const children: Removed[] = [];
    for (const item of items(element)) {
      const type = typeOf(item);
      if (type instanceof Y.XmlText) children.push(...this.#texts(type));
      else if (type && this.#deleted.of(item.id) && !this.#inserted.of(item.id))
        children.push(this.#tree(type));
    }
    return { kind: "node", name: element.nodeName, attrs: attributesOf(element), children };
  }

  #texts(text: Y.XmlText): Removed[] {
    let found = "";
    for (const item of items(text)) {
      if (!(item.content instanceof Y.ContentString)) continue;
      for (const [piece] of this.#gone(item, item.content.str)) found += piece;
    }
    return found === "" ? [] : [{ kind: "text", text: found }];
  }

  /** Add a change, or lengthen the last where it goes on. */
  #add(change: Change): void {
    const last = this.changes.at(-1);
    if (
      !last ||
      last.person !== change.person ||
      last.to !== change.from ||
      !lengthen(last, change)
    )
      this.changes.push(change);
  }
}

/** The deed that made characters look different, or null when they look as before. */
function reformatted(before: Formats, now: Formats): Deed | null {
  let last: Deed | null = null;
  for (const key of new Set([...before.keys(), ...now.keys()])) {
    const [was, is] = [before.get(key), now.get(key)];
    if ((was?.value ?? "null") === (is?.value ?? "null")) continue;
    const deed = is?.deed ?? was?.deed ?? null;
    if (deed && (!last || deed.at > last.at)) last = deed;
  }
  return last;
}

/** Attributes of an element that is deleted are deleted with it: the last of each name is read all the same. */
function attributesOf(element: Y.XmlElement): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, item] of element._map) {
    if (item.content instanceof Y.ContentAny) found[name] = item.content.arr.at(-1);
  }
  return found;
}

function lengthen(last: Change, next: Change): boolean {
  if (last.kind === "delete" && next.kind === "delete") {
    const [end, more] = [last.removed.at(-1), next.removed[0]];
    if (end?.kind !== "text" || more?.kind !== "text") return false;
    last.removed = [...last.removed.slice(0, -1), { kind: "text", text: end.text + more.text }];
  } else if (last.kind === "delete" || next.kind === "delete") {
    return false;
  } else if (last.kind !== next.kind || last.node || next.node) {
    return false;
  }
  last.to = next.to;
  last.at = Math.max(last.at, next.at);
  return true;
}

/** Every change under a fragment, in document order; a node's own before what is in it. */
export function changesOf(body: Y.XmlFragment, deeds: Deeds): Change[] {
  const walk = new Walk(deeds);
  walk.children(body, 0);
  return walk.changes;
}
