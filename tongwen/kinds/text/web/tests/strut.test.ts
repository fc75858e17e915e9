import { EditorState } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { DocumentModel } from "../document/model";
import { markType, nodeType, schema } from "../document/schema";
import { strutKey, strutPlugin, strutSize } from "../styles/strut";

const sized = (text: string, val: number) => schema.text(text, [markType("size").create({ val })]);
const p = (...runs: ReturnType<typeof sized>[]) => nodeType("paragraph").create(null, runs);

function open(...blocks: ReturnType<typeof p>[]) {
  const doc = new Y.Doc();
  doc.getMap("styles").set("a", { type: "paragraph", default: true, r: { size: { val: 21 } } });
  const model = new DocumentModel(doc);
  return EditorState.create({
    doc: nodeType("doc").create(null, blocks),
    plugins: [strutPlugin(model)],
  });
}

const struts = (state: EditorState) =>
  (strutKey.getState(state)?.find() ?? []).map(({ from, to }) => [from, to]);

describe("the size that lines are built on", () => {
  it("is the commonest, when all text has one", () => {
    expect(strutSize(p(sized("三号字的正文", 32), sized("小", 21)))).toBe(32);
    expect(strutSize(p(sized("三号", 32), schema.text("as the style says")))).toBeNull();
    expect(strutSize(p())).toBeNull();
    expect(strutSize(p(sized("nonsense", Number.NaN)))).toBeNull();
  });

  it("is put on paragraphs that differ from their style alone", () => {
    expect(struts(open(p(sized("大", 32)), p(sized("常", 21)), p(schema.text("x"))))).toEqual([
      [0, 3],
    ]);
  });

  it("follows edits, near and far", () => {
    let now = open(p(sized("甲乙", 32)), p(schema.text("x")), p(sized("丙", 32)));
    expect(struts(now)).toEqual([
      [0, 4],
      [7, 10],
    ]);
    now = now.apply(now.tr.insertText("y", 6));
    expect(struts(now)).toEqual([
      [0, 4],
      [8, 11],
    ]);
    now = now.apply(now.tr.removeMark(1, 3, markType("size")));
    expect(struts(now)).toEqual([[8, 11]]);
    now = now.apply(now.tr.addMark(5, 7, markType("size").create({ val: 44 })));
    expect(struts(now)).toEqual([
      [4, 8],
      [8, 11],
    ]);
    now = now.apply(now.tr.delete(4, 8));
    expect(struts(now)).toEqual([[4, 7]]);
    now = now.apply(now.tr.split(5));
    expect(struts(now)).toEqual([[6, 9]]);
  });
});
