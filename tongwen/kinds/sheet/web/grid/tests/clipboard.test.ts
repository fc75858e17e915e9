/** What goes to other programs and what comes from them: tables in HTML, text with tabs, and pages that mean harm. */
import { describe, expect, it } from "vitest";
import { asHtml, asText, type CopiedCell, runsHtml } from "../copied";
import { fromHtml, fromText, TooLarge } from "../pasted";
import { colorOf } from "../pastedCss";
import { readQuickly } from "../pastedTable";
import { richFromHtml } from "../pastedText";
import type { Run } from "../runs";

const EXCEL = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style><!--
.xl65 {font-weight:700; color:white; background:#4472C4; mso-number-format:"\\0022¥\\0022\\#\\,\\#\\#0\\.00"; text-align:center;}
td {font-size:11.0pt; font-family:等线, sans-serif;}
--></style></head><body><table>
<tr height=19><td class=xl65 colspan=2>标题 &amp; more</td><td>甲<br>乙</td></tr>
<tr><td x:num="1234.5">¥1,234.50</td><td style='border-top:.5pt solid windowtext'></td><td rowspan=2>x</td></tr>
<tr><td>=1+1</td><td>TRUE</td></tr>
</table></body></html>`;

describe("a table from Excel", () => {
  const pasted = fromHtml(EXCEL);

  it("keeps texts, numbers and lines within a cell", () => {
    const texts = pasted?.rows.map((row) => row.map((cell) => cell?.text ?? null));
    expect(texts).toEqual([
      ["标题 & more", null, "甲\n乙"],
      ["¥1,234.50", "", "x"],
      ["=1+1", "TRUE", null],
    ]);
    expect(pasted?.rows[1]?.[0]?.number).toBe(1234.5);
  });

  it("keeps formats of classes, elements and cells", () => {
    expect(pasted?.rows[0]?.[0]?.style).toEqual({
      font: "等线",
      size: 11,
      bold: true,
      color: "FFFFFF",
      align: "center",
      fill: "4472C4",
      numberFormat: '"¥"#,##0.00',
    });
    expect(pasted?.rows[1]?.[1]?.style.borderTop).toEqual({ style: "thin" });
  });

  it("keeps merges", () => {
    expect(pasted?.merges).toEqual([
      { row: 0, col: 0, rows: 1, cols: 2 },
      { row: 1, col: 2, rows: 2, cols: 1 },
    ]);
  });
});

describe("hostile pages", () => {
  it("run nothing and fetch nothing", () => {
    const page =
      '<table><tr><td><img src=x onerror="window.harm=1"><script>window.harm=1</script>a</td></tr></table>';
    expect(fromHtml(page)?.rows[0]?.[0]?.text).toContain("a");
    expect((window as { harm?: number }).harm).toBeUndefined();
  });

  it("are refused when they claim millions of cells", () => {
    const row = `<tr>${'<td colspan="1000" rowspan="1000">x</td>'.repeat(3)}</tr>`;
    expect(() => fromHtml(`<table>${row}</table>`)).toThrow(TooLarge);
    expect(() => fromText("a\t".repeat(300_000))).toThrow(TooLarge);
  });

  it("may lack all sense", () => {
    expect(fromHtml("no table")).toBeNull();
    expect(fromHtml('<table><tr><td colspan="-3" style=";;:;color">x')?.rows[0]?.[0]?.text).toBe(
      "x",
    );
    expect(colorOf("url(javascript:1)")).toBeNull();
    expect(colorOf("rgb(999, 0, 0)")).toBe("FF0000");
  });
});

describe("text with tabs", () => {
  it.each([
    [
      "a\tb\nc\td\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ['"x\ty"\t"say ""hi"""\r\nz', [["x\ty", 'say "hi"'], ["z"]]],
    ['"two\nlines"\tb', [["two\nlines", "b"]]],
    ["a\t\tb", [["a", "", "b"]]],
    ['5" pipe', [['5" pipe']]],
    ["", [[""]]],
  ])("%j", (text, expected) => {
    expect(fromText(text)).toEqual(expected);
  });

  it("is read as numbers where there are very many", () => {
    expect(["", "1e3", "-.5", "true", "007x", " 12 "].map(readQuickly)).toEqual([
      null,
      1000,
      -0.5,
      true,
      "007x",
      12,
    ]);
  });
});

describe("a copy", () => {
  const cell = (text: string, given: Partial<CopiedCell> = {}): CopiedCell => ({
    text,
    number: null,
    style: {},
    rows: 1,
    cols: 1,
    ...given,
  });
  const rows = [
    [
      cell("<b>&\"'", {
        style: { bold: true, fill: "FFEE00", font: "宋体", numberFormat: "0.00%" },
        cols: 2,
      }),
      cell("", { rows: 0, cols: 0 }),
    ],
    [cell("0.5", { number: 0.5 }), cell("two\nlines")],
  ];
  const css = (color: unknown): string | null => (typeof color === "string" ? `#${color}` : null);

  it("comes back as it went", () => {
    const back = fromHtml(asHtml(rows, "mark-1", css));
    expect(back?.mark).toBe("mark-1");
    expect(back?.rows[0]?.[0]?.text).toBe("<b>&\"'");
    expect(back?.rows[0]?.[0]?.style).toMatchObject({
      bold: true,
      fill: "FFEE00",
      font: "宋体",
      numberFormat: "0.00%",
    });
    expect(back?.rows[1]?.map((one) => [one?.text, one?.number])).toEqual([
      ["0.5", 0.5],
      ["two\nlines", null],
    ]);
    expect(back?.merges).toEqual([{ row: 0, col: 0, rows: 1, cols: 2 }]);
    expect(fromText(asText(rows))[1]).toEqual(["0.5", "two\nlines"]);
  });

  it("lets no style out of its attribute", () => {
    const html = asHtml(
      [[cell("x", { style: { font: '"><script>1</script>', numberFormat: `'"><i>` } })]],
      "m",
      css,
    );
    expect(html).not.toContain("<script>");
    expect(fromHtml(html)?.rows).toHaveLength(1);
  });
});

describe("fonts of characters", () => {
  const cell = (html: string) => fromHtml(`<table><tr><td>${html}</td></tr></table>`)?.rows[0]?.[0];

  it("come with elements and styles, as runs", () => {
    expect(cell('甲<b>乙</b><font color="#FF0000" face="Arial">丙</font>')?.runs).toEqual([
      ["甲", null],
      ["乙", { bold: true }],
      ["丙", { font: "Arial", color: "FF0000" }],
    ]);
    expect(cell("E = mc<sup>2</sup>")?.runs?.[1]).toEqual(["2", { script: "superscript" }]);
  });

  it("one font for all is the cell's", () => {
    const found = cell("<b><i>all</i></b>");
    expect(found?.runs).toBeUndefined();
    expect(found?.style).toEqual({ bold: true, italic: true });
  });

  it("spaces are as a browser shows them", () => {
    expect(cell("  a\n   <b> b</b> <br>\n c ")?.text).toBe("a b\nc");
    expect(cell('<span style="white-space:pre-wrap"> a  b\nc</span>')?.text).toBe(" a  b\nc");
    expect(cell("<p>a</p><p>b</p>")?.text).toBe("a\nb");
  });

  it("what is nested without end is cut", () => {
    expect(cell(`${"<b>".repeat(300)}deep`)?.text.length).toBeLessThan(5);
    expect(richFromHtml("<table><tr><td>x")).toBeNull();
    expect(richFromHtml("")).toBeNull();
  });

  it("go out and come back", () => {
    const runs: Run[] = [
      ["a ", null],
      ["b & <c>", { font: "Arial", size: 20, bold: true, color: "FF0000" }],
      ["\nd", { font: "Arial", size: 11, script: "superscript" }],
    ];
    const html = runsHtml(runs, { font: "Arial", size: 11 }, (color) =>
      typeof color === "string" ? `#${color}` : null,
    );
    const back = richFromHtml(`<span style="white-space:pre-wrap">${html}</span>`);
    expect(back?.map(([text]) => text).join("")).toBe("a b & <c>\nd");
    expect(back?.[1]?.[1]).toMatchObject({ font: "Arial", size: 20, bold: true, color: "FF0000" });
    expect(back?.[2]?.[1]).toMatchObject({ script: "superscript", size: 11 });
  });
});
