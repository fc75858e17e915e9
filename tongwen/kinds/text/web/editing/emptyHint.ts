/** A calm hint on the first line of an empty document; drawn, never a part of it. */
import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

/** Whether a document is one empty paragraph. */
export function isEmpty(doc: Node): boolean {
  const first = doc.firstChild;
  return doc.childCount === 1 && first?.type.name === "paragraph" && first.content.size === 0;
}

export function emptyHint(words: () => string, editable: () => boolean): Plugin {
  return new Plugin({
    props: {
      decorations: ({ doc }) => {
        if (!isEmpty(doc) || !editable()) return null;
        const hint = Decoration.node(0, doc.content.size, {
          class: "tx-empty",
          "data-hint": words(),
        });
        return DecorationSet.create(doc, [hint]);
      },
    },
  });
}
