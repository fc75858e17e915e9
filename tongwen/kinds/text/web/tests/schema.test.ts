import { DOMParser } from "prosemirror-model";
import { describe, expect, it } from "vitest";
import source from "../../schema.json";
import { linkTarget, schema } from "../document/schema";
import { clipboardSerializer } from "../editing/clipboard";
import { examples } from "./examples";

describe("the schema", () => {
  it("has the nodes, marks and defaults of schema.json", () => {
    expect(Object.keys(schema.nodes)).toEqual(Object.keys(source.nodes));
    expect(Object.keys(schema.marks)).toEqual(Object.keys(source.marks));
    expect(schema.nodes.table_cell?.create().attrs).toMatchObject({
      colspan: 1,
      rowspan: 1,
      shade: null,
    });
  });

  it.each(examples)("builds and checks %s", (_name, example) => {
    const doc = schema.nodeFromJSON(example.normal);
    expect(() => doc.check()).not.toThrow();
    expect(schema.nodeFromJSON(doc.toJSON()).eq(doc)).toBe(true);
  });

  it.each(examples)("copies %s through the clipboard without loss", (_name, example) => {
    const doc = schema.nodeFromJSON(example.normal);
    const place = document.createElement("div");
    place.append(clipboardSerializer("here").serializeFragment(doc.content));
    const parsed = DOMParser.fromSchema(schema).parse(place, { preserveWhitespace: "full" });
    const bare = JSON.parse(
      JSON.stringify(doc.toJSON(), (key, value) => (key === "src" ? undefined : value)),
    );
    expect(
      JSON.parse(
        JSON.stringify(parsed.toJSON(), (key, value) => (key === "src" ? undefined : value)),
      ),
    ).toEqual(bare);
  });

  it("never writes src or raw XML into the page", () => {
    const doc = schema.nodeFromJSON({
      type: "doc",
      content: [
        {
          type: "paragraph",
          attrs: { src: 7, rest: "<w:secret/>" },
          content: [{ type: "raw", attrs: { x: "<w:secret/>", kind: "field", text: "" } }],
        },
      ],
    });
    const place = document.createElement("div");
    const dom = schema.nodes.paragraph?.spec.toDOM?.(doc.child(0));
    place.textContent = JSON.stringify(dom);
    expect(place.textContent).not.toMatch(/secret|src/);
  });

  it("links only to what a page may lead to", () => {
    expect(linkTarget("https://example.org/")).toBe("https://example.org/");
    expect(linkTarget("mailto:a@b.cn")).toBe("mailto:a@b.cn");
    expect(linkTarget("javascript:alert(1)")).toBeNull();
    expect(linkTarget(" data:text/html,x")).toBeNull();
    expect(linkTarget(null)).toBeNull();
  });

  it("takes a forged clipboard attribute as nothing", () => {
    const place = document.createElement("div");
    place.innerHTML = `<p data-tx-paragraph="{not json">text</p>`;
    const parsed = DOMParser.fromSchema(schema).parse(place);
    expect(parsed.textContent).toBe("text");
  });
});
