import { describe, expect, it } from "vitest";
import { nodeType } from "../document/schema";
import { extentOf, RawView } from "../editing/raws";

const names = { chart: "Chart", textbox: "Text box", kept: "Kept as it is" };
const shown = (attrs: object) => new RawView(nodeType("raw").create(attrs), names).dom;

describe("what is kept but not modelled", () => {
  it("shows its text alone, and what it is on hover", () => {
    const dom = shown({ kind: "textbox", text: "Hello", x: "<w:pict/>" });
    expect(dom.textContent).toBe("Hello");
    expect(dom.title).toBe("Text box · Kept as it is");
    expect(dom.contentEditable).toBe("false");
  });

  it("takes no room without text, unless it is drawn", () => {
    for (const kind of ["textbox", "shape", "control", "unknown", "bookmark", "field"]) {
      expect(shown({ kind }).className).toContain("tx-raw-invisible");
    }
    const chart = shown({
      kind: "chart",
      x: '<w:drawing><wp:inline><wp:extent cx="952500" cy="476250"/></wp:inline></w:drawing>',
    });
    expect(chart.className).not.toContain("tx-raw-invisible");
    expect(chart.textContent).toBe("Chart");
    expect(chart.style.inlineSize).toBe("100px");
  });

  it("is as large as its XML says, when that can be believed", () => {
    expect(extentOf('<v:shape id="a" style="width:72pt;height:1in;z-index:1">')).toEqual({
      w: 96,
      h: 96,
    });
    expect(extentOf('<wp:extent cx="99999999999" cy="1"/>')).toBeNull();
    expect(extentOf('<wp:extent cx="0" cy="0"/>')).toBeNull();
    expect(extentOf("<wp:extent cx='x'")).toBeNull();
    expect(extentOf("")).toBeNull();
  });

  it("cannot smuggle in a class or markup", () => {
    const dom = shown({ kind: 'x" onclick="', text: "<b>bold</b>" });
    expect(dom.className).toBe("tx-raw tx-raw-xonclick");
    expect(dom.innerHTML).toBe("&lt;b&gt;bold&lt;/b&gt;");
  });
});
