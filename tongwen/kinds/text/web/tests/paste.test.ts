import { Fragment, Slice } from "prosemirror-model";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { DocumentModel } from "../document/model";
import { nodeType, schema } from "../document/schema";
import { foreignSlice, isOurs } from "../editing/clipboard";
import { blocksFromHtml, dataImages, sliceOf, sliceOfText } from "../editing/pastedHtml";
import { halfPoints, hexColor } from "../editing/pastedStyles";

function read(html: string) {
  const lists: string[] = [];
  const blocks = blocksFromHtml(html, {
    heading: (level) => (level <= 3 ? `Heading${level}` : null),
    addList: (kind) => `t${kind}${lists.push(kind)}`,
    image: (address) =>
      address.startsWith("data:") ? nodeType("image").create({ media: "sha256-x" }) : null,
  });
  for (const block of blocks) block.check();
  return blocks;
}

const marksOf = (html: string) => read(html)[0]?.firstChild?.marks.map((mark) => mark.type.name);

describe("pasted HTML", () => {
  it("keeps paragraphs, headings and what stands out in text", () => {
    const blocks = read(
      "<h2>标题</h2><p style='text-align:center'>a <b>b</b> <span style='font-style:italic;color:#ff0000'>c</span></p>",
    );
    expect(blocks.map((block) => block.textContent)).toEqual(["标题", "a b c"]);
    expect(blocks[0]?.attrs.style).toBe("Heading2");
    expect(blocks[1]?.attrs.align).toBe("center");
    expect(blocks[1]?.child(1).marks[0]?.type.name).toBe("bold");
    expect(blocks[1]?.lastChild?.marks.map((mark) => mark.type.name)).toEqual(["italic", "color"]);
  });

  it("collapses white space as a browser does, and keeps it in pre", () => {
    expect(read("<p>\n  a\n  <b> b </b> c \n</p>")[0]?.textContent).toBe("a b c");
    expect(read("<pre>a\n  b</pre>")[0]?.textContent).toBe("a\n  b");
    expect(read("<p>a<br>b<br></p>")[0]?.textContent).toBe("a\nb");
  });

  it("turns nested lists into levels", () => {
    const blocks = read("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>d</li></ol>");
    expect(blocks.map((block) => [block.textContent, block.attrs.num.level])).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 0],
      ["d", 0],
    ]);
    expect(blocks[0]?.attrs.num.id).toBe(blocks[2]?.attrs.num.id);
    expect(blocks[3]?.attrs.num.id).toContain("number");
  });

  it("reads Word's lists, without their labels", () => {
    const blocks = read(
      `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>one<o:p></o:p></p>` +
        `<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a)</span>two</p>`,
    );
    expect(blocks.map((block) => [block.textContent, block.attrs.num.level])).toEqual([
      ["one", 0],
      ["two", 1],
    ]);
    expect(blocks[0]?.attrs.num.id).toContain("number");
    expect(blocks[1]?.attrs.num.id).toBe(blocks[0]?.attrs.num.id);
  });

  it("keeps tables with merged cells", () => {
    const table = read(
      "<table><tr><th colspan=2>h</th></tr><tr><td>a</td><td rowspan=9999999>b</td></tr></table>",
    )[0];
    expect(table?.type.name).toBe("table");
    expect(table?.child(0).child(0).attrs.colspan).toBe(2);
    expect(table?.child(1).child(1).attrs.rowspan).toBe(1);
    expect(table?.child(0).firstChild?.firstChild?.firstChild?.marks[0]?.type.name).toBe("bold");
  });

  it("lets nothing dangerous through", () => {
    const blocks = read(
      `<script>x</script><style>p{}</style><p onclick="x">a<a href="javascript:alert(1)">b</a><iframe src=x></iframe></p><p style="display:none">secret</p><object>o</object>`,
    );
    expect(blocks.map((block) => block.textContent)).toEqual(["ab"]);
    expect(blocks[0]?.firstChild?.marks).toHaveLength(0);
    expect(read("")).toEqual([]);
    expect(read("<p>\u0000\u0007x</p>")[0]?.textContent).toBe("x");
  });

  it("drops pictures that it may not fetch, and uploads those that come along", () => {
    expect(read("<p>a<img src='file:///C:/x.png'></p>")[0]?.childCount).toBe(1);
    expect(read("<p>a<img src='data:image/png;base64,AA=='></p>")[0]?.childCount).toBe(2);
    expect(
      dataImages(
        "<img src='data:image/png;base64,AA=='><img src='data:text/html,x'><img src=a.png>",
      ),
    ).toEqual(["data:image/png;base64,AA=="]);
  });

  it("knows that Google's bold wrapper is not bold", () => {
    expect(marksOf("<b style='font-weight:normal'><p>a</p></b>")).toEqual([]);
    expect(marksOf("<p><span style='font-weight:700'>a</span></p>")).toEqual(["bold"]);
  });

  it("joins its ends with the paragraph it goes into, unless they are headings", () => {
    expect(sliceOf(read("<p>a</p>"))).toMatchObject({ openStart: 1, openEnd: 1 });
    expect(sliceOf(read("<h1>a</h1>"))).toMatchObject({ openStart: 0, openEnd: 0 });
  });

  it("makes a paragraph of each line of plain text", () => {
    const slice = sliceOfText("a\r\nb\n\nc\u0007", { align: "center", src: 3 } as object, []);
    expect(slice.content.childCount).toBe(4);
    expect(slice.content.child(0).attrs).toMatchObject({ align: "center", src: null });
    expect(slice.content.lastChild?.textContent).toBe("c");
  });

  it("reads colours and sizes, and refuses nonsense", () => {
    expect(hexColor("rgb(255, 0, 10)")).toBe("FF000A");
    expect(hexColor("#abc")).toBe("AABBCC");
    expect(hexColor("rgba(0,0,0,0)")).toBeNull();
    expect(hexColor("url(x)")).toBeNull();
    expect(halfPoints("12pt")).toBe(24);
    expect(halfPoints("16px")).toBe(24);
    expect(halfPoints("9999pt")).toBeNull();
  });
});

describe("content of another document", () => {
  it("comes without raw XML, unknown styles and lists, and pictures of that package", () => {
    const doc = new Y.Doc();
    doc.getMap("styles").set("Known", { type: "paragraph" });
    const model = new DocumentModel(doc);
    const content = [
      nodeType("paragraph").create(
        { style: "Known", rest: "<w:evil/>", num: { id: "9" }, src: 2 },
        [
          nodeType("raw").create({ x: "<w:evil/>", kind: "field", text: "shown" }),
          nodeType("image").create({ media: "word/media/image1.png" }),
        ],
      ),
      nodeType("paragraph").create({ style: "Strange" }),
    ];
    const clean = foreignSlice(new Slice(Fragment.fromArray(content), 0, 0), model);
    expect(JSON.stringify(clean.toJSON())).not.toContain("evil");
    expect(clean.content.child(0).attrs).toMatchObject({ style: "Known", num: null, src: null });
    expect(clean.content.child(0).textContent).toBe("shown");
    expect(clean.content.child(1).attrs.style).toBeNull();
  });

  it("is told from ours by its mark", () => {
    expect(isOurs('<p data-tx-from="t1">x</p>')).toBe(true);
    expect(isOurs("<p>x</p>")).toBe(false);
    expect(schema.text("x").isText).toBe(true);
  });
});
