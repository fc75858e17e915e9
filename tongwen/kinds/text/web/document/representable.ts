/**
 * Whether the schema can build what a shared document holds.
 *
 * y-prosemirror deletes from the shared document what its schema cannot build, so a document is walked
 * before it is bound, and changed parts of it again when updates come in.
 */
import * as Y from "yjs";
import { schema, schemaVersion } from "./schema";

export interface Obstacle {
  what: "version" | "node" | "attribute" | "mark" | "content";
  name: string;
}

const HASH = /--[a-zA-Z0-9+/=]{8}$/;

/** The first thing that cannot be built, or null. Looks at `settings.schema` first, then at every node and mark. */
export function obstacle(doc: Y.Doc): Obstacle | null {
  return (
    versionObstacle(doc.getMap("settings")) ?? fragmentObstacle(doc.getXmlFragment("body"), "doc")
  );
}

function versionObstacle(settings: Y.Map<unknown>): Obstacle | null {
  const version = settings.get("schema");
  if (typeof version !== "number" || version <= schemaVersion) return null;
  return { what: "version", name: String(version) };
}

/** The first thing under a fragment or element that cannot be built, or null. */
export function fragmentObstacle(parent: Y.XmlFragment, parentName: string): Obstacle | null {
  for (const child of parent.toArray()) {
    const found = childObstacle(child, parentName);
    if (found) return found;
  }
  return null;
}

function childObstacle(child: unknown, parentName: string): Obstacle | null {
  if (child instanceof Y.XmlText) {
    if (!schema.nodes[parentName]?.inlineContent)
      return { what: "content", name: `text in ${parentName}` };
    return textObstacle(child);
  }
  if (!(child instanceof Y.XmlElement)) return { what: "node", name: typeof child };
  const type = schema.nodes[child.nodeName];
  if (!type) return { what: "node", name: child.nodeName };
  const parentType = schema.nodes[parentName];
  const match = parentType?.contentMatch.matchType(type);
  if (!match) return { what: "content", name: `${child.nodeName} in ${parentName}` };
  return elementObstacle(child) ?? (type.isLeaf ? null : fragmentObstacle(child, child.nodeName));
}

function elementObstacle(element: Y.XmlElement): Obstacle | null {
  const known = schema.nodes[element.nodeName]?.spec.attrs ?? {};
  for (const name of Object.keys(element.getAttributes())) {
    if (!(name in known)) return { what: "attribute", name: `${element.nodeName}.${name}` };
  }
  return null;
}

function textObstacle(text: Y.XmlText): Obstacle | null {
  for (const run of text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
    if (typeof run.insert !== "string") return { what: "content", name: "embed" };
    for (const key of Object.keys(run.attributes ?? {})) {
      const name = key.replace(HASH, "");
      if (!schema.marks[name]) return { what: "mark", name };
    }
  }
  return null;
}

/**
 * The same question for what a transaction added or changed under `body`.
 *
 * The cost grows with the change, not with the document. Call it before observers run.
 */
export function changedObstacle(transaction: Y.Transaction, body: Y.XmlFragment): Obstacle | null {
  for (const type of transaction.changed.keys()) {
    const found = changedTypeObstacle(transaction, type, body);
    if (found) return found;
  }
  return null;
}

function changedTypeObstacle(
  transaction: Y.Transaction,
  type: unknown,
  body: Y.XmlFragment,
): Obstacle | null {
  if (type instanceof Y.Map)
    return type === body.doc?.getMap("settings") ? versionObstacle(type) : null;
  if (!(type instanceof Y.AbstractType) || !within(type, body)) return null;
  if (type instanceof Y.XmlText) return textObstacle(type);
  if (type instanceof Y.XmlElement) {
    return elementObstacle(type) ?? addedObstacle(transaction, type, type.nodeName);
  }
  return type instanceof Y.XmlFragment ? addedObstacle(transaction, type, "doc") : null;
}

function addedObstacle(
  transaction: Y.Transaction,
  parent: Y.XmlFragment,
  parentName: string,
): Obstacle | null {
  for (const child of parent.toArray()) {
    const id = child._item?.id;
    if (id && id.clock < (transaction.beforeState.get(id.client) ?? 0)) continue;
    const found = childObstacle(child, parentName);
    if (found) return found;
  }
  return null;
}

function within(type: Y.AbstractType<unknown>, body: Y.XmlFragment): boolean {
  let at: Y.AbstractType<unknown> | null = type;
  while (at) {
    if (at === (body as unknown)) return true;
    at = at.parent as Y.AbstractType<unknown> | null;
  }
  return false;
}
