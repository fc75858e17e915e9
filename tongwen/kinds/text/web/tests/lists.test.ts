import { EditorState, TextSelection } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { DocumentModel } from "../document/model";
import { nodeType, schema } from "../document/schema";
import { continueList, restartList } from "../editing/lists";
import { listDefinition } from "../editing/paragraphs";
import { labels } from "../numbering/plugin";

function open(...lists: (string | null)[]) {
  const doc = new Y.Doc();
  for (const id of ["1", "2"]) doc.getMap("numbering").set(id, listDefinition("number"));
  doc.getMap("numbering").set("9", listDefinition("bullet"));
  const blocks = lists.map((id) =>
    nodeType("paragraph").create(id ? { num: { id, level: 0 } } : null, schema.text("x")),
  );
  const state = EditorState.create({ doc: nodeType("doc").create(null, blocks) });
  return { model: new DocumentModel(doc), state };
}

function at(state: EditorState, paragraph: number): EditorState {
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, paragraph * 3 + 1)));
}

function run(state: EditorState, command: ReturnType<typeof restartList>): EditorState {
  let next = state;
  command(state, (tr) => {
    next = state.apply(tr);
  });
  return next;
}

const shown = (state: EditorState, model: DocumentModel) =>
  [...labels(state.doc, model).values()].map(({ text }) => text);

describe("where a list begins", () => {
  it("is here, for this item and the rest of its list", () => {
    const { model, state } = open("1", "1", null, "1", "9", "1");
    const next = run(at(state, 3), restartList(model));
    expect(shown(next, model)).toEqual(["1.", "2.", "1.", "•", "2."]);
    expect(next.doc.child(0).attrs.num).toEqual({ id: "1", level: 0 });
  });

  it("is not changed where it is here already, or there is no list", () => {
    const { model, state } = open("1", null, "2");
    expect(restartList(model)(at(state, 0))).toBe(false);
    expect(restartList(model)(at(state, 1))).toBe(false);
    expect(restartList(model)(at(state, 2))).toBe(false);
    expect(continueList(model)(at(state, 0))).toBe(false);
    expect(continueList(model)(at(state, 1))).toBe(false);
  });

  it("goes on from the list before of the same kind", () => {
    const { model, state } = open("1", "1", "9", "2", "2");
    const next = run(at(state, 3), continueList(model));
    expect(shown(next, model)).toEqual(["1.", "2.", "•", "3.", "4."]);
  });
});
