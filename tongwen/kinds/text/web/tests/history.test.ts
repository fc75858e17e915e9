import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { schema } from "../document/schema";
import { Attribution } from "../history/attribution";
import { withoutMoves } from "../history/moves";
import { changesOf } from "../history/walk";
import { paragraphs } from "./examples";
import { LoggedDocument, told } from "./history";

const lines = (log: LoggedDocument): string[] => told(log.changes(), log.node);
const calm = (log: LoggedDocument): string[] =>
  told(withoutMoves(log.changes(), log.node), log.node);
const bold = schema.mark("bold", { on: true });
const paragraph = (text: string) => schema.node("paragraph", null, text ? schema.text(text) : []);

describe("attribution", () => {
  it("finds ranges by client and clock, and cuts items at their ends", () => {
    const found = new Attribution([
      [5, 2, 4, 0, 10],
      [5, 4, 9, 1, 20],
      [7, 0, 1, 2, 30],
    ]);
    expect(found.of(Y.createID(5, 1))).toBeNull();
    expect(found.of(Y.createID(5, 3))).toEqual({ person: 0, at: 10 });
    expect(found.of(Y.createID(5, 4))).toEqual({ person: 1, at: 20 });
    expect(found.of(Y.createID(5, 9))).toBeNull();
    expect(found.of(Y.createID(6, 0))).toBeNull();
    expect(found.cut(Y.createID(5, 0), 12)).toEqual([
      { from: 0, to: 2, deed: null },
      { from: 2, to: 4, deed: { person: 0, at: 10 } },
      { from: 4, to: 9, deed: { person: 1, at: 20 } },
      { from: 9, to: 12, deed: null },
    ]);
    expect(found.cut(Y.createID(5, 3), 2)).toEqual([
      { from: 0, to: 1, deed: { person: 0, at: 10 } },
      { from: 1, to: 2, deed: { person: 1, at: 20 } },
    ]);
    expect(found.cut(Y.createID(8, 0), 3)).toEqual([{ from: 0, to: 3, deed: null }]);
  });

  it("takes no notice of ranges that hold nothing", () => {
    const found = new Attribution([
      [5, 4, 4, 0, 1],
      [5, 9, 2, 0, 1],
    ]);
    expect(found.of(Y.createID(5, 4))).toBeNull();
  });
});

describe("what changed in a paragraph", () => {
  it("is nothing when nothing did", () => {
    expect(lines(new LoggedDocument(paragraphs("床前明月光", "")))).toEqual([]);
  });

  it("is told with its people, in Chinese, Tibetan and emoji", () => {
    const log = new LoggedDocument(paragraphs("床前明月光", "བོད་ཡིག"));
    log.edit(0, (tr) => tr.insertText("😀👨‍👩‍👧", 3));
    log.edit(1, (tr) => tr.insertText("ཀྱི", 20));
    log.edit(2, (tr) => tr.delete(1, 2));
    const { node } = log;
    expect(lines(log)).toEqual(["2- 1 床", "0+ 2-12 😀👨‍👩‍👧", "1+ 19-22 ཀྱི"]);
    expect(node.textBetween(2, 12)).toBe("😀👨‍👩‍👧");
  });

  it("joins the keys of one person and keeps two people apart", () => {
    const log = new LoggedDocument(paragraphs("甲乙"));
    for (const [index, letter] of [..."hello"].entries())
      log.edit(0, (tr) => tr.insertText(letter, 2 + index));
    log.edit(1, (tr) => tr.insertText("!", 7));
    expect(lines(log)).toEqual(["0+ 2-7 hello", "1+ 7-8 !"]);
  });

  it("shows neither what was deleted before nor what came and went meanwhile", () => {
    const log = new LoggedDocument(paragraphs("abcdef"));
    log.edit(0, (tr) => tr.delete(1, 2));
    log.since();
    log.edit(0, (tr) => tr.insertText("xyz", 2));
    log.edit(1, (tr) => tr.delete(2, 4));
    log.edit(1, (tr) => tr.delete(3, 4));
    expect(log.node.textContent).toBe("bzdef");
    expect(lines(log)).toEqual(["0+ 2-3 z", "1- 3 c"]);
  });

  it("tells of formatting, but not of text that was written with it", () => {
    const log = new LoggedDocument(paragraphs("plain words"));
    log.edit(0, (tr) => tr.addMark(1, 6, bold));
    expect(lines(log)).toEqual(["0~ 1-6 plain"]);
    log.edit(1, (tr) => tr.insert(12, schema.text(" loud", [bold])));
    expect(lines(log)).toEqual(["0~ 1-6 plain", "1+ 12-17  loud"]);
    log.since();
    log.edit(2, (tr) => tr.removeMark(1, 6, bold.type));
    expect(lines(log)).toEqual(["2~ 1-6 plain"]);
    log.since();
    expect(lines(log)).toEqual([]);
  });

  it("tells of a paragraph's own look, not of where it came from", () => {
    const log = new LoggedDocument(paragraphs("a", "b"));
    log.edit(0, (tr) => tr.setNodeAttribute(0, "align", "center"));
    log.edit(0, (tr) => tr.setNodeAttribute(3, "src", 7));
    expect(lines(log)).toEqual(["0~ 0-3 [paragraph]"]);
  });
});

describe("what changed in blocks", () => {
  it("tells of new and deleted paragraphs with their text", () => {
    const log = new LoggedDocument(paragraphs("一", "二", "三"));
    log.edit(0, (tr) => tr.insert(3, paragraph("新的一段")));
    log.edit(1, (tr) => tr.delete(9, 12));
    expect(log.node.childCount).toBe(3);
    expect(lines(log)).toEqual(["0+ 3-9 [paragraph]", "0+ 4-8 新的一段", "1- 9 <paragraph>二</>"]);
  });

  it("tells of pictures and breaks, which are one position", () => {
    const log = new LoggedDocument(paragraphs("ab"));
    log.edit(0, (tr) => tr.insert(2, schema.node("image", { media: "m", alt: "图" })));
    log.edit(1, (tr) => tr.insert(4, schema.node("page_break")));
    expect(calm(log)).toEqual(["0+ 2-3 [image]", "1+ 4-5 [page_break]"]);
    log.since();
    log.edit(2, (tr) => tr.delete(2, 3));
    const [only] = withoutMoves(log.changes(), log.node);
    expect(calm(log)).toEqual(["2- 2 <image></>"]);
    expect(only?.kind === "delete" && only.removed[0]).toMatchObject({ attrs: { alt: "图" } });
  });

  it("tells of tables: new ones, rows, cells' text, and deleted ones", () => {
    const cell = (text: string) => schema.node("table_cell", null, [paragraph(text)]);
    const row = (...texts: string[]) => schema.node("table_row", null, texts.map(cell));
    const log = new LoggedDocument(paragraphs("前", "后"));
    log.edit(0, (tr) => tr.insert(3, schema.node("table", null, [row("甲", "乙")])));
    expect(lines(log)[0]).toBe("0+ 3-17 [table]");
    log.since();
    log.edit(1, (tr) => tr.insertText("字", 7));
    log.edit(2, (tr) => tr.insert(17, row("丙", "丁")));
    expect(lines(log)).toContain("1+ 7-8 字");
    expect(lines(log)).toContain("2+ 17-29 [table_row]");
    log.since();
    log.edit(0, (tr) => tr.delete(17, 29));
    expect(lines(log)).toEqual([
      "0- 17 <table_row><table_cell><paragraph>丙</></><table_cell><paragraph>丁</></></>",
    ]);
    log.since();
    log.edit(1, (tr) => tr.delete(3, 18));
    expect(log.node.childCount).toBe(2);
    expect(lines(log)[0]).toMatch(/^1- 3 <table><table_row><table_cell><paragraph>甲?字?甲?<\/>/);
  });

  it("keeps positions right below containers and placeholders", () => {
    const log = new LoggedDocument({
      type: "doc",
      content: [
        { type: "raw_block", attrs: { kind: "chart", x: "<x/>" } },
        {
          type: "container",
          content: [{ type: "paragraph", content: [{ type: "text", text: "内" }] }],
        },
        { type: "paragraph", content: [{ type: "raw", attrs: { kind: "field", text: "7" } }] },
      ],
    });
    log.edit(0, (tr) => tr.insertText("里", 4));
    log.edit(1, (tr) => tr.insertText("页", 8));
    expect(lines(log)).toEqual(["0+ 4-5 里", "1+ 8-9 页"]);
  });

  it("bears items that the shared document no longer holds", () => {
    const log = new LoggedDocument(paragraphs("abc"));
    log.edit(0, (tr) => tr.delete(2, 3));
    const small = new Y.Doc({ gc: true });
    Y.applyUpdate(small, Y.encodeStateAsUpdate(log.doc));
    expect(changesOf(small.getXmlFragment("body"), log)).toEqual([]);
  });
});

describe("paragraphs that are split and joined", () => {
  it("show the new paragraph, not its text", () => {
    const log = new LoggedDocument(paragraphs("first second", "third"));
    log.edit(0, (tr) => tr.split(7));
    expect(log.node.childCount).toBe(3);
    const marks = calm(log);
    expect(marks).toHaveLength(1);
    expect(marks[0]).toMatch(/^0\+ \d+-\d+ \[paragraph\]$/);
  });

  it("show what was typed after the split", () => {
    const log = new LoggedDocument(paragraphs("first second"));
    log.edit(0, (tr) => tr.split(7));
    log.edit(0, (tr) => tr.insertText("(typed)", log.node.content.size - 1));
    const marks = calm(log);
    expect(marks.filter((line) => line.endsWith("(typed)"))).toHaveLength(1);
    expect(marks.filter((line) => line.includes("second"))).toEqual([]);
  });

  it("show the mark that went, not the text that stayed", () => {
    const log = new LoggedDocument(paragraphs("一二", "三四"));
    log.edit(0, (tr) => tr.join(4));
    expect(log.node.textContent).toBe("一二三四");
    expect(calm(log).join()).toMatch(/^0- \d+ <paragraph><\/>$/);
  });

  it("leave real deletions and insertions alone", () => {
    const log = new LoggedDocument(paragraphs("abc", "def"));
    log.edit(0, (tr) => tr.delete(2, 4));
    log.edit(0, (tr) => tr.insert(3, paragraph("xyz")));
    expect(calm(log)).toEqual(lines(log));
    expect(calm(log)).toHaveLength(3);
  });

  it("take no more than a look at each neighbour of a long document", () => {
    const texts = Array.from({ length: 3000 }, (_, index) => `第 ${index} 段`);
    const log = new LoggedDocument(paragraphs("start"));
    log.edit(0, (tr) => tr.insert(7, texts.map(paragraph)));
    expect(withoutMoves(log.changes(), log.node)).toHaveLength(6000);
  });
});
