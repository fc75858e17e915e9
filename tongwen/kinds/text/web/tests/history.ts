/** A document whose log is kept, as the server keeps it: who wrote and who deleted what, since a moment. */
import type { Node } from "prosemirror-model";
import { EditorState, type Transaction } from "prosemirror-state";
import { initProseMirrorDoc, updateYFragment } from "y-prosemirror";
import * as Y from "yjs";
import { schema } from "../document/schema";
import type { Range } from "../history/attribution";
import { type Change, changesOf, type Removed } from "../history/walk";

export class LoggedDocument {
  readonly doc = new Y.Doc({ gc: false });
  inserted: Range[] = [];
  deleted: Range[] = [];
  #at = 1000;

  constructor(content: { type: string; content?: unknown[] }) {
    const state = EditorState.create({ schema, doc: schema.nodeFromJSON(content) });
    this.#write(0, state.doc);
    this.since();
  }

  get body(): Y.XmlFragment {
    return this.doc.getXmlFragment("body");
  }

  get node(): Node {
    return initProseMirrorDoc(this.body, schema).doc;
  }

  /** Forget who did what until now: the version before. */
  since(): void {
    this.inserted = [];
    this.deleted = [];
  }

  /** An edit in somebody's editor. */
  edit(person: number, change: (tr: Transaction) => Transaction): void {
    const { tr } = EditorState.create({ schema, doc: this.node });
    this.#write(person, change(tr).doc);
  }

  /** An edit of the shared document itself. */
  transact(person: number, change: () => void): void {
    this.#at += 1;
    const at = this.#at;
    const log = (transaction: Y.Transaction): void => {
      for (const [client, stop] of transaction.afterState) {
        const start = transaction.beforeState.get(client) ?? 0;
        if (stop > start) this.inserted.push([client, start, stop, person, at]);
      }
      for (const [client, items] of transaction.deleteSet.clients) {
        for (const { clock, len } of items)
          this.deleted.push([client, clock, clock + len, person, at]);
      }
    };
    this.doc.on("afterTransaction", log);
    this.doc.transact(change);
    this.doc.off("afterTransaction", log);
    const order = (a: Range, b: Range): number => a[0] - b[0] || a[1] - b[1];
    this.inserted.sort(order);
    this.deleted.sort(order);
  }

  changes(): Change[] {
    return changesOf(this.body, this);
  }

  #write(person: number, node: Node): void {
    const { mapping } = initProseMirrorDoc(this.body, schema);
    this.transact(person, () =>
      updateYFragment(this.doc, this.body, node, { mapping, isOMark: new Map() }),
    );
  }
}

function gone(removed: readonly Removed[]): string {
  return removed
    .map((one) => (one.kind === "text" ? one.text : `<${one.name}>${gone(one.children)}</>`))
    .join("");
}

/** Changes as short lines: `1+ 5-7 文字`, `2- 7 gone`, `1+ 0-4 [paragraph]`. */
export function told(changes: readonly Change[], doc: Node): string[] {
  return changes.map((change) => {
    const { kind, person, from, to } = change;
    if (kind === "delete") return `${person}- ${from} ${gone(change.removed)}`;
    const sign = kind === "insert" ? "+" : "~";
    const what = change.node ? `[${doc.nodeAt(from)?.type.name}]` : doc.textBetween(from, to, "");
    return `${person}${sign} ${from}-${to} ${what}`;
  });
}
