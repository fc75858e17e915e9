import { EditorState } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import { parseSize, sizeName } from "@/editor/fontSizes";
import { nodeType, schema } from "../document/schema";
import { countText, countWords, mostlyEastAsian } from "../document/text";
import {
  findAll,
  findKey,
  findPlugin,
  matchesIn,
  replaceAll,
  replaceOne,
  setQuery,
  step,
} from "../editing/find";
import { characterLength } from "../editing/gapKeys";
import { fieldName, fieldsFilled } from "../pages/fields";
import { paperOf, withRunning } from "../pages/geometry";
import { completeAddress } from "../ui/LinkDialog";

function doc(...texts: string[]) {
  return nodeType("doc").create(
    null,
    texts.map((text) => nodeType("paragraph").create(null, text ? schema.text(text) : [])),
  );
}

describe("counting words", () => {
  it.each([
    ["", 0, 0, 0],
    ["同文办公 office suite", 6, 15, 17],
    ["a-b c", 2, 4, 5],
    ["中，文。", 4, 4, 4],
    ["བོད་ཡིག", 1, 7, 7],
    ["𠮷野家", 3, 3, 3],
    ["😀 ok", 2, 3, 4],
  ])("%s", (text, words, characters, charactersWithSpaces) => {
    expect(countText(text)).toEqual({ words, characters, charactersWithSpaces });
  });

  it("leaves out deleted text and counts a range", () => {
    const del = schema.marks.del?.create({ author: "A" });
    const text = nodeType("paragraph").create(null, [
      schema.text("kept "),
      schema.text("gone", del ? [del] : []),
    ]);
    expect(countWords(nodeType("doc").create(null, text)).words).toBe(1);
    expect(countWords(doc("一二三四"), 2, 4).words).toBe(2);
  });

  it("tells Chinese from Latin documents", () => {
    expect(mostlyEastAsian(doc("这是一份中文文档 with English"))).toBe(true);
    expect(mostlyEastAsian(doc("An English text 中"))).toBe(false);
    expect(mostlyEastAsian(doc(""))).toBe(false);
  });
});

const query = (text: string, more = {}) => ({ text, matchCase: false, wholeWord: false, ...more });

describe("find and replace", () => {
  it("finds in any case, by whole words, and Chinese by characters", () => {
    expect(matchesIn("Office OFFICE offices", query("office"))).toHaveLength(3);
    expect(matchesIn("Office OFFICE offices", query("office", { matchCase: true }))).toHaveLength(
      1,
    );
    expect(matchesIn("Office OFFICE offices", query("office", { wholeWord: true }))).toHaveLength(
      2,
    );
    expect(matchesIn("同文办公文档", query("文", { wholeWord: true }))).toHaveLength(2);
    expect(matchesIn("aaaa", query("aa"))).toHaveLength(2);
    expect(matchesIn("İstanbul x", query("x"))).toEqual([{ from: 9, to: 10 }]);
    expect(matchesIn("a", query(""))).toEqual([]);
  });

  it("does not take a regular expression for one", () => {
    expect(matchesIn("a.b a+b", query("a.b"))).toHaveLength(1);
    expect(matchesIn("((", query("("))).toHaveLength(2);
  });

  it("steps round, replaces one, and all in one transaction with the marks of each place", () => {
    const bold = schema.marks.bold?.create();
    const start = nodeType("doc").create(null, [
      nodeType("paragraph").create(null, [
        schema.text("cat and "),
        schema.text("cat", bold ? [bold] : []),
      ]),
    ]);
    let state = EditorState.create({ doc: start, plugins: [findPlugin()] });
    let count = 0;
    const dispatch = (tr: typeof state.tr) => {
      count += 1;
      state = state.apply(tr);
    };
    setQuery(query("cat"))(state, dispatch);
    expect(findKey.getState(state)?.matches).toHaveLength(2);
    step(1)(state, dispatch);
    step(1)(state, dispatch);
    expect(state.selection.from).toBe(9);
    step(1)(state, dispatch);
    expect(state.selection.from).toBe(1);
    replaceOne("dog")(state, dispatch);
    expect(state.doc.textContent).toBe("dog and cat");
    setQuery(query("o"))(state, dispatch);
    setQuery(query("cat"))(state, dispatch);
    count = 0;
    replaceAll("猫")(state, dispatch);
    expect(count).toBe(1);
    expect(state.doc.textContent).toBe("dog and 猫");
    expect(state.doc.child(0).lastChild?.marks).toHaveLength(1);
    replaceAll("x")(state, dispatch);
    expect(state.doc.textContent).toBe("dog and 猫");
  });

  it("does not find across paragraphs or through an image", () => {
    const image = nodeType("image").create({ media: "m" });
    const text = nodeType("paragraph").create(null, [schema.text("a"), image, schema.text("b")]);
    expect(findAll(nodeType("doc").create(null, text), query("ab"))).toEqual([]);
    expect(findAll(doc("a", "b"), query("ab"))).toEqual([]);
  });
});

describe("page fields", () => {
  const raw = (x: string, text = "") => nodeType("raw").create({ x, kind: "field", text });
  it("fill simple and complex fields once", () => {
    const complex = [
      raw('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'),
      raw("<w:r><w:instrText> PAGE \\* MERGEFORMAT</w:instrText></w:r>"),
      raw('<w:r><w:fldChar w:fldCharType="separate"/></w:r>'),
      schema.text("9"),
      raw('<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
      schema.text(" / "),
      raw('<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>4</w:t></w:r></w:fldSimple>', "4"),
    ];
    const filled = fieldsFilled(
      nodeType("doc").create(null, nodeType("paragraph").create(null, complex)),
      { page: 3, pages: 12 },
    );
    expect(filled.textContent).toBe("3 / 12");
  });

  it("leave other fields as they are", () => {
    expect(fieldName('<w:fldSimple w:instr=" DATE \\@ yyyy">')).toBe("DATE");
    expect(fieldName("<w:r/>")).toBeNull();
  });
});

describe("paper", () => {
  it("has room for text whatever the section says", () => {
    const paper = paperOf({ w: 100, h: 100, top: 99999, bottom: 99999, start: 99999, end: 99999 });
    expect(paper.inlineSize - paper.start - paper.end).toBeGreaterThan(0);
    expect(paper.blockSize - paper.top - paper.bottom).toBeGreaterThanOrEqual(0);
    expect(paperOf({}).inlineSize).toBe(794);
  });

  it("makes room for a tall header, but not for one that fills the page", () => {
    const paper = paperOf({});
    expect(withRunning(paper, 200, 0).top).toBe(paper.header + 200);
    expect(withRunning(paper, 5000, 0)).toEqual(paper);
  });
});

describe("what people type", () => {
  it("sizes by name and in points", () => {
    expect(parseSize("小四")).toBe(24);
    expect(parseSize("10.5")).toBe(21);
    expect(parseSize("0")).toBeNull();
    expect(parseSize("12px")).toBeNull();
    expect(sizeName(21, true)).toBe("五号");
    expect(sizeName(21, false)).toBe("10.5");
  });

  it("addresses", () => {
    expect(completeAddress("example.org/a")).toBe("https://example.org/a");
    expect(completeAddress("a@b.cn")).toBe("mailto:a@b.cn");
    expect(completeAddress("javascript:alert(1)")).toBeNull();
    expect(completeAddress("")).toBeNull();
  });

  it("characters of one or several code units", () => {
    expect(characterLength("a😀", "last")).toBe(2);
    expect(characterLength("👨‍👩‍👧b", "first")).toBe(8);
    expect(characterLength("", "last")).toBe(0);
  });
});
