// Reads lines of hexadecimal updates, the first of them a document, and prints as JSON which of
// the others yjs throws at: alone, or after the document.
import { createInterface } from "node:readline";
import * as Y from "yjs";

const lines = [];
for await (const line of createInterface({ input: process.stdin })) {
  lines.push(Buffer.from(line, "hex"));
}
const [base, ...updates] = lines;
const thrown = [];
for (const update of updates) {
  try {
    Y.applyUpdate(new Y.Doc(), update);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, base);
    Y.applyUpdate(doc, update);
    Y.applyUpdate(new Y.Doc(), Y.encodeStateAsUpdate(doc));
  } catch (error) {
    thrown.push([update.toString("hex"), String(error)]);
  }
}
console.log(JSON.stringify(thrown));
