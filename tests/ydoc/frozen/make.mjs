/**
 * Writes `documents.json`: updates as yjs 13.6 made them, and what yjs says is in them.
 *
 * The file is frozen: documents of that time must open for ever. Run this only to add a case, with
 * `node tests/ydoc/frozen/make.mjs`, and see that the cases that were there have not changed.
 */
import { writeFileSync } from "node:fs";
import * as Y from "yjs";

const base64 = (bytes) => Buffer.from(bytes).toString("base64");

/** Records what a document sends while `write` runs. */
function recorded(clientID, gc, write, seed) {
  const doc = new Y.Doc({ gc });
  doc.clientID = clientID;
  if (seed !== undefined) for (const update of seed) Y.applyUpdate(doc, update);
  const updates = [];
  doc.on("update", (update) => updates.push(update));
  write(doc);
  return { doc, updates };
}

/** Half-open clock ranges by client of everything in an update, skips left out, as yjs reads it. */
function held(update) {
  const { structs, ds } = Y.decodeUpdate(update);
  const ranges = {};
  for (const struct of structs) {
    if (struct.constructor.name === "Skip" || struct.length === 0) continue;
    ranges[struct.id.client] ??= [];
    const runs = ranges[struct.id.client];
    const start = struct.id.clock;
    if (runs.at(-1)?.[1] === start) runs.at(-1)[1] = start + struct.length;
    else runs.push([start, start + struct.length]);
  }
  const deletes = {};
  for (const [client, items] of ds.clients) {
    deletes[client] = items.map((item) => [item.clock, item.clock + item.len]);
  }
  return { structs: ranges, deletes };
}

function frozen(about, updates, shown, missing = 0) {
  const doc = new Y.Doc({ gc: false });
  for (const update of updates) Y.applyUpdate(doc, update);
  const vector = Object.fromEntries(Y.decodeStateVector(Y.encodeStateVector(doc)));
  return {
    about,
    updates: updates.map(base64),
    held: updates.map(held),
    vector,
    waiting: missing,
    blocks: doc.getXmlFragment("body").toArray().map((element) => ({
      name: element.nodeName,
      attributes: element.getAttributes(),
      runs: element.toArray().flatMap((text) => text.toDelta()),
    })),
    text: doc.getText("text").toString(),
    values: doc.getMap("values").toJSON(),
    ...shown,
  };
}

const typed = recorded(11, false, (doc) => {
  const text = doc.getText("text");
  for (const letter of "Hello 书同文 😀!") text.insert(text.length, letter);
  text.delete(0, 5);
  text.insert(0, "你好");
  text.delete(3, 2);
});

const collected = recorded(12, true, (doc) => {
  const body = doc.getXmlFragment("body");
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText("collected words")]);
  body.insert(0, [paragraph]);
  body.delete(0, 1);
  const left = new Y.XmlElement("paragraph");
  left.insert(0, [new Y.XmlText("left")]);
  body.insert(0, [left]);
  doc.getText("text").insert(0, "abcdef");
  doc.getText("text").delete(1, 3);
});

const formatted = recorded(13, false, (doc) => {
  const body = doc.getXmlFragment("body");
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.setAttribute("align", "center");
  paragraph.setAttribute("indent", { start: 720, hanging: 360 });
  const text = new Y.XmlText();
  paragraph.insert(0, [text]);
  body.insert(0, [paragraph]);
  text.insert(0, "bold and plain");
  text.format(0, 4, { bold: { on: true }, color: { val: "C23B22" } });
  text.format(2, 6, { bold: null });
  text.insertEmbed(4, { image: "sha256-00", w: 914400 });
  text.delete(0, 2);
  paragraph.removeAttribute("align");
});

const everything = recorded(14, false, (doc) => {
  const values = doc.getMap("values");
  values.set("null", null);
  values.set("yes", true);
  values.set("no", false);
  values.set("text", "文\u{10FFFF}");
  values.set("whole", 9007199254740991);
  values.set("negative", -70);
  values.set("double", 1.5e300);
  values.set("single", 0.5);
  values.set("list", [1, [2, { three: [null] }], "4"]);
  values.set("object", { a: { b: { c: 1 } }, "": "" });
  values.set("bytes", new Uint8Array([0, 1, 255]));
  values.set("text", "again");
  values.delete("no");
  const list = new Y.Array();
  values.set("shared", list);
  list.push([1, 2, 3, "x"]);
  list.delete(1, 2);
  values.set("sub", new Y.Doc({ guid: "inner", meta: { kind: 1 } }));
  values.delete("sub");
});
const shown = { values: (({ bytes, ...rest }) => rest)(everything.doc.getMap("values").toJSON()) };

const people = recorded(21, false, (doc) => {
  const text = doc.getText("text");
  text.insert(0, "shared ");
  text.insert(7, "by two");
});
const other = recorded(2 ** 32 - 1, false, (doc) => {
  const text = doc.getText("text");
  text.delete(0, 3);
  text.insert(text.length, "!");
  text.insert(2, "—");
}, people.updates);
const [first, second] = people.updates;

const letters = recorded(31, false, (doc) => {
  for (const letter of "abcdefgh") doc.getText("text").insert(doc.getText("text").length, letter);
  doc.getText("text").delete(6, 1);
});

const waiting = new Y.Doc({ gc: false });
for (const update of [letters.updates[0], ...letters.updates.slice(3)]) Y.applyUpdate(waiting, update);

const cases = [
  frozen("typing, with deleted text kept", typed.updates),
  frozen("the same as one state", [Y.encodeStateAsUpdate(typed.doc)]),
  frozen("deleted text that was collected", [Y.encodeStateAsUpdate(collected.doc)]),
  frozen("elements, attributes, marks and an embedded object", formatted.updates),
  frozen("the same as one state", [Y.encodeStateAsUpdate(formatted.doc)]),
  frozen("values of every sort, a nested type, a subdocument", everything.updates, shown),
  frozen("two people, the largest client id", [...people.updates, ...other.updates]),
  frozen("the same the other way round", [...other.updates.toReversed(), second, first]),
  frozen("everything twice", [...people.updates, ...other.updates, Y.encodeStateAsUpdate(other.doc)]),
  frozen("a skip between merged updates", [Y.mergeUpdates([letters.updates[0], letters.updates[4]])], {}, 1),
  frozen("structs and a deletion that wait", [Y.encodeStateAsUpdate(waiting)], {}, 1),
  frozen("what they waited for comes", [Y.encodeStateAsUpdate(waiting), letters.updates[2], letters.updates[1]]),
];

const target = new URL("documents.json", import.meta.url);
writeFileSync(target, `${JSON.stringify(cases, null, 1)}\n`);
console.log(`wrote ${cases.length} documents`);
