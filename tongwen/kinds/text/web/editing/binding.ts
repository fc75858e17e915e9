/** Binds the shared `body` to ProseMirror and keeps what we cannot represent out of its reach. */
import type { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import {
  defaultDeleteFilter,
  defaultProtectedNodes,
  initProseMirrorDoc,
  ySyncPlugin,
  ySyncPluginKey,
  yUndoPlugin,
} from "y-prosemirror";
import * as Y from "yjs";
import { changedObstacle, type Obstacle, obstacle } from "../document/representable";
import { schema } from "../document/schema";

export class Unrepresentable extends Error {
  constructor(readonly obstacle: Obstacle) {
    super(`this editor cannot show ${obstacle.what} ${obstacle.name}`);
    this.name = "Unrepresentable";
  }
}

export interface Binding {
  doc: ReturnType<typeof initProseMirrorDoc>["doc"];
  plugins: Plugin[];
}

/**
 * The document and the plugins that keep it and the Y.Doc the same.
 *
 * Writes nothing to the shared document. Throws `Unrepresentable` before y-prosemirror has seen it when
 * something in it cannot be built.
 */
export function bind(doc: Y.Doc): Binding {
  const found = obstacle(doc);
  if (found) throw new Unrepresentable(found);
  const body = doc.getXmlFragment("body");
  const { doc: node, mapping } = initProseMirrorDoc(body, schema);
  const undoManager = undoManagerOf(doc);
  return { doc: node, plugins: [ySyncPlugin(body, { mapping }), yUndoPlugin({ undoManager })] };
}

/** y-prosemirror's own, except that page setup is undone too. The undo plugin destroys it with its view. */
function undoManagerOf(doc: Y.Doc): Y.UndoManager {
  return new Y.UndoManager([doc.getXmlFragment("body"), doc.getMap("settings")], {
    trackedOrigins: new Set([ySyncPluginKey]),
    deleteFilter: (item) => defaultDeleteFilter(item, defaultProtectedNodes),
    captureTransaction: (transaction) => transaction.meta.get("addToHistory") !== false,
  });
}

/**
 * Look at every remote change before y-prosemirror does, and unbind when it cannot be built.
 *
 * Returns the way to stop.
 */
export function guard(
  view: EditorView,
  doc: Y.Doc,
  onObstacle: (found: Obstacle) => void,
): () => void {
  const body = doc.getXmlFragment("body");
  const check = (transaction: Y.Transaction): void => {
    if (transaction.local) return;
    const found = changedObstacle(transaction, body);
    if (!found) return;
    stop();
    ySyncPluginKey.getState(view.state)?.binding?.destroy();
    onObstacle(found);
  };
  const stop = () => doc.off("beforeObserverCalls", check);
  doc.on("beforeObserverCalls", check);
  return stop;
}
