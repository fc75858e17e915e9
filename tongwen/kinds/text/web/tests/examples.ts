/** The shared examples, and a body in a Y.Doc made from one as y-prosemirror writes it. */
import { prosemirrorToYXmlFragment } from "y-prosemirror";
import * as Y from "yjs";
import { schema } from "../document/schema";

export interface Example {
  about: string;
  given: { type: string; content?: unknown[] };
  normal: { type: string; content?: unknown[] };
  /** The same as Python writes it: a Yjs update, base64. */
  update: string;
}

const files = import.meta.glob<{ default: Partial<Example> }>("../../examples/*.json", {
  eager: true,
});

/** Every example with a normal form, by file name. */
export const examples: [string, Example][] = Object.entries(files)
  .map(([path, file]): [string, Partial<Example>] => [path.split("/").at(-1) ?? path, file.default])
  .filter((entry): entry is [string, Example] => entry[1].normal !== undefined);

/** The document that Python wrote for an example. */
export function docOf(example: Example): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(
    doc,
    Uint8Array.from(atob(example.update), (character) => character.charCodeAt(0)),
  );
  return doc;
}

export function docWith(content: { type: string; content?: unknown[] }): Y.Doc {
  const doc = new Y.Doc();
  prosemirrorToYXmlFragment(schema.nodeFromJSON(content), doc.getXmlFragment("body"));
  doc.getMap("settings").set("schema", 1);
  return doc;
}

export function paragraphs(...texts: string[]): { type: string; content: unknown[] } {
  return {
    type: "doc",
    content: texts.map((text) => ({
      type: "paragraph",
      content: text === "" ? [] : [{ type: "text", text }],
    })),
  };
}
