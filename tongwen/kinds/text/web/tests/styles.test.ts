import { describe, expect, it } from "vitest";
import { familyLabel } from "@/editor/fonts";
import type { Style } from "../document/attributes";
import { paragraphCss, runCss } from "../styles/css";
import { fontStack } from "../styles/fonts";
import { styleClass } from "../styles/names";
import { StyleTable } from "../styles/resolve";
import { isContextual, styleSheet } from "../styles/sheet";

const styles = new Map<string, Style>([
  ["Normal", { type: "paragraph", default: true, r: { size: { val: 21 } } }],
  [
    "Base",
    {
      type: "paragraph",
      basedOn: "Normal",
      p: { indent: { firstLine: 420, start: 100 }, spacing: { before: 120, after: 60 } },
    },
  ],
  [
    "Heading1",
    {
      type: "paragraph",
      name: "heading 1",
      basedOn: "Base",
      next: "Normal",
      p: { indent: { hanging: 200 }, spacing: { before: 240 }, outline: 0, num: { id: "3" } },
      r: { bold: { on: true } },
    },
  ],
  ["Loop", { type: "paragraph", basedOn: "Pool", r: { italic: { on: true } } }],
  ["Pool", { type: "paragraph", basedOn: "Loop" }],
]);
const table = new StyleTable(styles, {
  p: { spacing: { line: 276, lineRule: "auto" } },
  r: { font: { ascii: "Arial", eastAsia: "宋体" } },
});

describe("style resolution", () => {
  it("starts at the defaults and follows basedOn, merging indent and spacing by member", () => {
    const { p, r } = table.paragraph("Heading1");
    expect(p.indent).toEqual({ start: 100, hanging: 200 });
    expect(p.spacing).toEqual({ line: 276, lineRule: "auto", before: 240, after: 60 });
    expect(r).toMatchObject({ size: { val: 21 }, bold: { on: true }, font: { ascii: "Arial" } });
  });

  it("takes the default style for none and for one that is not there", () => {
    expect(table.paragraph(null)).toEqual(table.paragraph("Normal"));
    expect(table.paragraph("Nowhere")).toEqual(table.paragraph("Normal"));
  });

  it("offers body text, headings and titles before the rest", () => {
    const named = (name: string, more: object = {}): [string, Style] => [
      name,
      { type: "paragraph", name, ...more },
    ];
    const menu = new StyleTable(
      new Map([
        named("Subtitle"),
        named("footer"),
        named("Quote", { quick: true }),
        named("heading 2"),
        named("Title"),
        named("heading 1"),
        named("secret", { hidden: true }),
        named("Normal", { default: true }),
      ]),
      null,
    );
    expect(menu.offered().map(({ id }) => id)).toEqual([
      "Normal",
      "heading 1",
      "heading 2",
      "Title",
      "Subtitle",
      "Quote",
      "footer",
    ]);
  });

  it("ends a circle of basedOn", () => {
    expect(table.paragraph("Loop").r.italic).toEqual({ on: true });
  });

  it("finds lists through styles and lets a paragraph step out of one", () => {
    expect(table.list({ style: "Heading1" })).toEqual({ id: "3", level: 0 });
    expect(table.list({ style: "Heading1", num: { id: "0" } })).toBeNull();
    expect(table.list({ num: { id: "5", level: 2 } })).toEqual({ id: "5", level: 2 });
    expect(table.outline({ style: "Heading1" })).toBe(0);
    expect(table.outline({ outline: 9 })).toBeNull();
  });
});

describe("font names", () => {
  it("are Chinese for those who read Chinese", () => {
    expect(familyLabel("SimSun", true)).toBe("宋体");
    expect(familyLabel("SimSun", false)).toBe("SimSun");
    expect(familyLabel("Calibri", true)).toBe("Calibri");
  });
});

describe("CSS", () => {
  it("writes indents in characters as em and hanging ones as negative", () => {
    expect(paragraphCss({ indent: { firstLineChars: 200, start: 720 } })).toMatchObject({
      "--indent-first": "2em",
      "--indent-start": "36pt",
    });
    expect(paragraphCss({ indent: { hanging: 420 } })["--indent-first"]).toBe("-21pt");
  });

  it("knows the three line rules", () => {
    expect(paragraphCss({ spacing: { line: 360, lineRule: "auto" } })["--lines"]).toBe("1.5");
    expect(paragraphCss({ spacing: { line: 400, lineRule: "exact" } })["--line-exact"]).toBe(
      "20pt",
    );
    expect(paragraphCss({ spacing: { line: 400, lineRule: "atLeast" } })["--line"]).toContain(
      "max(20pt",
    );
  });

  it("draws several lines through one text", () => {
    expect(
      runCss({ underline: { val: "single" }, strike: { on: true } })["text-decoration-line"],
    ).toBe("underline line-through");
  });

  it("puts the Latin font before the Chinese one, each with stand-ins", () => {
    const stack = fontStack({ ascii: "Times New Roman", eastAsia: "宋体" });
    expect(stack.indexOf("Times New Roman")).toBeLessThan(stack.indexOf("SimSun"));
    expect(stack).toContain("Noto Serif CJK SC");
  });

  it("lets no font name or style id out of its quotes", () => {
    expect(fontStack({ ascii: 'x"; } body { display: none' })).not.toMatch(/[{};]/);
    expect(styleClass("p", "a b{c}标题")).toMatch(/^[\w-]+$/);
    expect(styleClass("p", "a b")).not.toBe(styleClass("p", "a_b"));
  });

  it("snaps lines to the document's grid", () => {
    const sheet = styleSheet({
      scope: ".d",
      styles: table,
      fonts: {},
      section: { grid: { type: "lines", linePitch: 312 } },
      eastAsian: true,
      tabStop: 420,
    });
    expect(sheet).toContain("--line-pitch:15.6pt");
    expect(sheet).toContain("round(up");
    expect(sheet).toContain("--tab-stop:21pt");
  });

  it("reads contextual spacing from the raw remainder", () => {
    expect(isContextual("<w:contextualSpacing/>")).toBe(true);
    expect(isContextual('<w:contextualSpacing w:val="0"/>')).toBe(false);
    expect(isContextual(null)).toBe(false);
  });
});
