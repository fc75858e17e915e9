import { describe, expect, it, vi } from "vitest";
import { redoCommand, undoCommand } from "y-prosemirror";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { DocumentModel } from "../document/model";
import { obstacle } from "../document/representable";
import { Unrepresentable } from "../editing/binding";
import { replaceAll, setQuery } from "../editing/find";
import { asUndoStep } from "../editing/undoStep";
import { createEditor, type EditorOptions } from "../editing/view";
import { docOf, docWith, examples, paragraphs } from "./examples";

function open(doc: Y.Doc, more: Partial<EditorOptions> = {}) {
  const place = document.createElement("div");
  document.body.append(place);
  return createEditor({
    doc,
    model: new DocumentModel(doc),
    awareness: new Awareness(doc),
    place,
    editable: () => true,
    images: {
      address: (media) => `/m/${media}`,
      upload: () => Promise.reject(new Error("no server")),
      failed: () => {},
    },
    column: () => 500,
    rawNames: {},
    label: "Text",
    hint: () => "Start writing",
    plugins: [],
    onUpdate: () => {},
    onObstacle: () => {},
    ...more,
  });
}

function mirrored(a: Y.Doc): Y.Doc {
  const b = new Y.Doc();
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
  a.on(
    "update",
    (update: Uint8Array, origin: unknown) => origin !== "b" && Y.applyUpdate(b, update, "a"),
  );
  b.on(
    "update",
    (update: Uint8Array, origin: unknown) => origin !== "a" && Y.applyUpdate(a, update, "b"),
  );
  return b;
}

describe("opening a document", () => {
  it.each(examples)("writes nothing for %s and shows all of it", async (_name, example) => {
    const doc = docOf(example);
    const before = Y.encodeStateAsUpdate(doc);
    const updates = vi.fn();
    doc.on("update", updates);
    const { view, destroy } = open(doc);
    await new Promise((resolve) => setTimeout(resolve, 5));
    view.dispatch(view.state.tr.setMeta("addToHistory", false));
    expect(updates).not.toHaveBeenCalled();
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
    expect(view.state.doc.eq(view.state.schema.nodeFromJSON(example.normal))).toBe(true);
    destroy();
    expect(updates).not.toHaveBeenCalled();
  });

  it("refuses a newer schema, an unknown node, attribute and mark, and touches nothing", () => {
    const cases: ((doc: Y.Doc) => void)[] = [
      (doc) => doc.getMap("settings").set("schema", 999),
      (doc) => doc.getXmlFragment("body").insert(0, [new Y.XmlElement("hologram")]),
      (doc) => (doc.getXmlFragment("body").get(0) as Y.XmlElement).setAttribute("mood", "calm"),
      (doc) =>
        ((doc.getXmlFragment("body").get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 2, {
          glow: { on: true },
        }),
      (doc) => doc.getXmlFragment("body").insert(0, [new Y.XmlText("loose")]),
    ];
    for (const spoil of cases) {
      const doc = docWith(paragraphs("text"));
      spoil(doc);
      const before = Y.encodeStateAsUpdate(doc);
      expect(obstacle(doc)).not.toBeNull();
      expect(() => open(doc)).toThrow(Unrepresentable);
      expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
    }
  });

  it("lets go when a colleague writes what it cannot build, and deletes nothing of it", () => {
    const doc = docWith(paragraphs("one", "two"));
    const other = mirrored(doc);
    const onObstacle = vi.fn();
    const { destroy } = open(doc, { onObstacle });
    other.getXmlFragment("body").insert(1, [new Y.XmlElement("hologram")]);
    expect(onObstacle).toHaveBeenCalledWith({ what: "node", name: "hologram" });
    expect(other.getXmlFragment("body").toString()).toContain("hologram");
    other.getXmlFragment("body").insert(0, [new Y.XmlElement("paragraph")]);
    expect(doc.getXmlFragment("body").length).toBe(4);
    destroy();
    expect(other.getXmlFragment("body").toString()).toContain("hologram");
  });
});

describe("two people", () => {
  it("see each other's edits and undo only their own", () => {
    const doc = docWith(paragraphs("你好"));
    const other = mirrored(doc);
    const mine = open(doc);
    const theirs = open(other);
    mine.view.dispatch(mine.view.state.tr.insertText("我", 1));
    theirs.view.dispatch(
      theirs.view.state.tr.insertText("！", theirs.view.state.doc.content.size - 1),
    );
    expect(theirs.view.state.doc.textContent).toBe("我你好！");
    expect(mine.view.state.doc.eq(theirs.view.state.doc)).toBe(true);
    mine.view.someProp("handleKeyDown", (handle) =>
      handle(mine.view, new KeyboardEvent("keydown", { key: "z", ctrlKey: true })),
    );
    expect(theirs.view.state.doc.textContent).toBe("你好！");
    mine.destroy();
    theirs.destroy();
  });
});

describe("an empty document", () => {
  const hintOf = (view: { dom: HTMLElement }) =>
    view.dom.querySelector(".tx-empty")?.getAttribute("data-hint") ?? null;

  it("hints at what to do, without writing it down", () => {
    const doc = docWith(paragraphs(""));
    const { view, destroy } = open(doc);
    expect(hintOf(view)).toBe("Start writing");
    expect(view.state.doc.textContent).toBe("");
    view.dispatch(view.state.tr.insertText("a", 1));
    expect(hintOf(view)).toBeNull();
    destroy();
  });

  it("hints nothing to those who only read, and nothing when it is long", () => {
    const read = open(docWith(paragraphs("")), { editable: () => false });
    expect(hintOf(read.view)).toBeNull();
    read.destroy();
    const two = open(docWith(paragraphs("", "")));
    expect(hintOf(two.view)).toBeNull();
    two.destroy();
  });
});

describe("undo", () => {
  it("covers the page setup, and only my own", () => {
    const doc = docWith(paragraphs("text"));
    const model = new DocumentModel(doc);
    const { view, destroy } = open(doc, { model });
    const { w } = model.section;
    doc.getMap("settings").set("tabStop", 500);
    model.setSection({ ...model.section, w: 16838 });
    expect(model.section.w).toBe(16838);
    undoCommand(view.state, view.dispatch, view);
    expect(model.section.w).toBe(w);
    expect(model.tabStop).toBe(500);
    redoCommand(view.state, view.dispatch, view);
    expect(model.section.w).toBe(16838);
    destroy();
  });

  it("takes back a command without the typing before and after it", () => {
    const { view, destroy } = open(docWith(paragraphs("")));
    view.dispatch(view.state.tr.insertText("typed", 1));
    asUndoStep((state, dispatch) => {
      dispatch?.(state.tr.insertText("!", 6));
      return true;
    })(view.state, view.dispatch, view);
    view.dispatch(view.state.tr.insertText("?", 7));
    const texts: string[] = [];
    for (let step = 0; step < 3; step += 1) {
      undoCommand(view.state, view.dispatch, view);
      texts.push(view.state.doc.textContent);
    }
    expect(texts).toEqual(["typed!", "typed", ""]);
    destroy();
  });

  it("takes back all of a replace-all at once", () => {
    const doc = docWith(paragraphs("one two one", "one"));
    const { view, destroy } = open(doc);
    setQuery({ text: "one", matchCase: true, wholeWord: false })(view.state, view.dispatch);
    replaceAll("1")(view.state, view.dispatch);
    expect(view.state.doc.textContent).toBe("1 two 11");
    undoCommand(view.state, view.dispatch, view);
    expect(view.state.doc.textContent).toBe("one two oneone");
    destroy();
  });
});
