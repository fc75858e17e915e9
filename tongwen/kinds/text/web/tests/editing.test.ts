import { EditorState, TextSelection } from "prosemirror-state";
import { CellSelection, TableMap } from "prosemirror-tables";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { DocumentModel } from "../document/model";
import { nodeType, schema } from "../document/schema";
import * as keys from "../editing/keys";
import * as marks from "../editing/marks";
import * as paragraphs from "../editing/paragraphs";
import * as tables from "../editing/tables";
import { turned } from "../ui/PageSetup";

function model(): DocumentModel {
  const doc = new Y.Doc();
  doc.getMap("styles").set("Normal", { type: "paragraph", default: true, name: "Normal" });
  doc
    .getMap("styles")
    .set("H1", { type: "paragraph", name: "heading 1", next: "Normal", r: { bold: { on: true } } });
  doc.getMap("numbering").set("1", paragraphs.listDefinition("number"));
  return new DocumentModel(doc);
}

const p = (text: string, attrs: object = {}) =>
  nodeType("paragraph").create(attrs, text === "" ? [] : schema.text(text));

function state(...blocks: ReturnType<typeof p>[]) {
  return EditorState.create({ doc: nodeType("doc").create(null, blocks) });
}

function at(now: EditorState, from: number, to = from): EditorState {
  return now.apply(now.tr.setSelection(TextSelection.create(now.doc, from, to)));
}

function run(
  now: EditorState,
  command: (
    state: EditorState,
    dispatch?: (tr: ReturnType<EditorState["tr"]["setMeta"]>) => void,
  ) => boolean,
): EditorState {
  let next = now;
  command(now, (tr) => {
    next = now.apply(tr);
  });
  next.doc.check();
  return next;
}

describe("Enter and Backspace", () => {
  it("go on in the style a heading names as next, only after the whole of it", () => {
    const m = model();
    const end = run(at(state(p("Title", { style: "H1", src: 4 })), 6), keys.splitParagraph(m));
    expect(end.doc.child(1).attrs).toMatchObject({ style: "Normal", src: null });
    const middle = run(at(state(p("Title", { style: "H1" })), 3), keys.splitParagraph(m));
    expect(middle.doc.child(1).attrs.style).toBe("H1");
  });

  it("keep the end of a section with the second half", () => {
    const next = run(at(state(p("ab", { sect: { w: 100 } })), 2), keys.splitParagraph(model()));
    expect(next.doc.child(0).attrs.sect).toBeNull();
    expect(next.doc.child(1).attrs.sect).toEqual({ w: 100 });
  });

  it("step out of a list, level by level", () => {
    const m = model();
    const once = run(at(state(p("", { num: { id: "1", level: 1 } })), 1), keys.leaveList(m));
    expect(once.doc.child(0).attrs.num).toEqual({ id: "1", level: 0 });
    const twice = run(once, keys.leaveList(m));
    expect(twice.doc.child(0).attrs.num).toBeNull();
    expect(keys.leaveList(m)(twice)).toBe(false);
  });

  it("take off the list before joining, and keep this paragraph's look when the one before is empty", () => {
    const m = model();
    const item = run(
      at(state(p("a"), p("b", { num: { id: "1", level: 0 } })), 4),
      keys.backspace(m),
    );
    expect(item.doc.childCount).toBe(2);
    expect(item.doc.child(1).attrs.num).toBeNull();
    const joined = run(at(state(p(""), p("b", { align: "center" })), 3), keys.backspace(m));
    expect(joined.doc.childCount).toBe(1);
    expect(joined.doc.child(0).attrs.align).toBe("center");
  });

  it("put what follows a page break into a paragraph of its own", () => {
    const next = run(at(state(p("ab")), 2), keys.insertBreak("page"));
    expect(next.doc.childCount).toBe(2);
    expect(next.doc.child(0).lastChild?.type.name).toBe("page_break");
    expect(next.doc.child(1).textContent).toBe("b");
  });

  it("leave a paragraph to type in when all is deleted", () => {
    const empty = EditorState.create({ doc: nodeType("doc").create() });
    expect(empty.apply(keys.refill(empty.tr)).doc.childCount).toBe(1);
  });
});

describe("character formatting", () => {
  it("switches off what a style switches on, explicitly", () => {
    const m = model();
    const heading = at(state(p("Title", { style: "H1" })), 1, 6);
    expect(marks.isOn(heading, "bold", m)).toBe(true);
    const off = run(heading, marks.toggleRun("bold", m));
    expect(off.doc.child(0).firstChild?.marks[0]?.attrs).toEqual({ on: false });
    expect(marks.isOn(off, "bold", m)).toBe(false);
    const plain = run(
      run(at(state(p("ab")), 1, 3), marks.toggleRun("bold", m)),
      marks.toggleRun("bold", m),
    );
    expect(plain.doc.child(0).firstChild?.marks).toHaveLength(0);
  });

  it("sets one font and keeps the other", () => {
    let now = run(at(state(p("ab")), 1, 3), marks.setFont("Arial", false));
    now = run(now, marks.setFont("楷体", true));
    expect(now.doc.child(0).firstChild?.marks[0]?.attrs).toMatchObject({
      ascii: "Arial",
      hAnsi: "Arial",
      eastAsia: "楷体",
    });
  });

  it("steps through Word's sizes", () => {
    expect(marks.steppedSize(21, 1)).toBe(22);
    expect(marks.steppedSize(21, -1)).toBe(20);
    expect(marks.steppedSize(2, -1)).toBe(2);
    expect(marks.steppedSize(144, 1)).toBe(160);
  });

  it("clears formatting and leaves links and tracked changes", () => {
    const link = schema.marks.link?.create({ href: "https://a.b" });
    const ins = schema.marks.ins?.create({ author: "A" });
    const bold = schema.marks.bold?.create();
    if (!link || !ins || !bold) throw new Error("no marks");
    const text = nodeType("paragraph").create(null, schema.text("ab", [link, ins, bold]));
    const next = run(at(state(text), 1, 3), marks.clearFormatting);
    expect(next.doc.child(0).firstChild?.marks.map((mark) => mark.type.name)).toEqual([
      "link",
      "ins",
    ]);
  });

  it("paints picked formatting over other formatting", () => {
    const bold = schema.marks.bold?.create();
    const source = at(
      state(nodeType("paragraph").create(null, schema.text("ab", bold ? [bold] : []))),
      1,
      2,
    );
    const picked = marks.pickFormat(source);
    const target = run(at(state(p("cd")), 1, 3), marks.paintFormat(picked));
    expect(target.doc.child(0).firstChild?.marks.map((mark) => mark.type.name)).toEqual(["bold"]);
  });
});

describe("paragraph formatting", () => {
  it("makes lists, goes on with the one above and takes them off again", () => {
    const m = model();
    let now = run(at(state(p("a"), p("b")), 1), paragraphs.toggleList("bullet", m));
    const id = now.doc.child(0).attrs.num.id;
    expect(id).toMatch(/^t/);
    expect(m.list(id)?.levels[0]?.format).toBe("bullet");
    now = run(at(now, 4), paragraphs.toggleList("bullet", m));
    expect(now.doc.child(1).attrs.num.id).toBe(id);
    now = run(at(now, 1, 5), paragraphs.toggleList("bullet", m));
    expect(now.doc.child(0).attrs.num).toBeNull();
  });

  it("changes the page of the section with the cursor alone", () => {
    const m = model();
    const now = at(state(p("a", { sect: { w: 1, h: 2 } }), p("b")), 1);
    const next = run(now, paragraphs.changeSection({ w: 500 }, m, false));
    expect(next.doc.child(0).attrs.sect).toEqual({ w: 500, h: 2 });
    expect(m.section.w).toBe(11906);
    run(at(next, 4), paragraphs.changeSection({ w: 700 }, m, false));
    expect(m.section.w).toBe(700);
  });

  it("turns a page and its margins with it", () => {
    expect(turned({ w: 100, h: 200, top: 1, bottom: 2, start: 3, end: 4 }, "landscape")).toEqual({
      orient: "landscape",
      w: 200,
      h: 100,
      top: 3,
      bottom: 4,
      start: 2,
      end: 1,
    });
    expect(turned({ w: 200, h: 100 }, "landscape")).toEqual({ orient: "landscape" });
  });
});

describe("tables", () => {
  function table(): EditorState {
    const now = run(at(state(p("")), 1), tables.insertTable(2, 3, 9000, null));
    return now;
  }

  it("are inserted in place of an empty paragraph, the cursor in the first cell", () => {
    const now = table();
    expect(now.doc.child(0).attrs.grid).toEqual([3000, 3000, 3000]);
    expect(now.selection.$from.node(3).type.name).toBe("table_cell");
  });

  it("grow and shrink with their grid, and every new cell has a paragraph", () => {
    let now = run(table(), tables.columnAfter);
    expect(now.doc.child(0).attrs.grid).toHaveLength(4);
    expect(
      now.doc.child(0).attrs.grid.reduce((sum: number, column: number) => sum + column, 0),
    ).toBeCloseTo(9000, -1);
    now = run(now, tables.rowAfter);
    now.doc.descendants((node) => {
      if (node.type.name === "table_cell") expect(node.childCount).toBe(1);
    });
    now = run(run(now, tables.removeColumn), tables.removeRow);
    expect(TableMap.get(now.doc.child(0))).toMatchObject({ width: 3, height: 2 });
  });

  it("merge and split cells", () => {
    let now = table();
    const cells: number[] = [];
    now.doc.descendants(
      (node, position) => void (node.type.name === "table_cell" && cells.push(position)),
    );
    now = now.apply(
      now.tr.setSelection(CellSelection.create(now.doc, cells[0] ?? 0, cells[4] ?? 0)),
    );
    now = run(now, tables.merge);
    expect(now.doc.child(0).child(0).child(0).attrs).toMatchObject({ colspan: 2, rowspan: 2 });
    now = run(now, tables.split);
    expect(TableMap.get(now.doc.child(0)).problems).toBeNull();
  });

  it("get a row more by Tab in the last cell", () => {
    const now = run(table(), tables.rowForTab);
    expect(now.doc.child(0).childCount).toBe(3);
  });

  it("are left alone by commands when they are irregular", () => {
    const cell = nodeType("table_cell").create(null, p(""));
    const rows = [
      nodeType("table_row").create(null, [cell, cell]),
      nodeType("table_row").create(null, [cell]),
    ];
    const now = at(state(nodeType("table").create(null, rows)), 4);
    expect(tables.columnAfter(now)).toBe(false);
  });
});
