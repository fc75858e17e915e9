/** FILTERXML: XML is read without fetching or declaring anything, and paths find what XPath says. */
import { describe, expect, test } from "vitest";
import { parseXml, textOf, XmlError } from "../xml/parse";
import { selectNodes, XPathError } from "../xml/xpath";
import { TestBook } from "./sheet";

const BOOKS = `<?xml version="1.0"?>
<!-- a list -->
<books lang="en">
  <book id="1" price="10"><title>A &amp; B</title><year>2001</year></book>
  <book id="2" price="25"><title><![CDATA[<C>]]></title><year>1999</year></book>
  <book id="3" price="7.5"><title>书 &#x540c;&#25991;</title><note/></book>
</books>`;
const tree = parseXml(BOOKS);
const found = (path: string) => selectNodes(tree, path).map(textOf);

describe("paths", () => {
  test.each<[string, string[]]>([
    ["/books/book/title", ["A & B", "<C>", "书 同文"]],
    ["//year", ["2001", "1999"]],
    ["//@id", ["1", "2", "3"]],
    ["/books/@lang", ["en"]],
    ["//book[2]/title", ["<C>"]],
    ["//book[last()]/@id", ["3"]],
    ["//book[position()<3]/@id", ["1", "2"]],
    ["//book[@price>9]/@id", ["1", "2"]],
    ["//book[@id='3']/title/text()", ["书 同文"]],
    ["//book[year=1999]/@id", ["2"]],
    ["//book[not(year)]/@id", ["3"]],
    ["//book[contains(title,'&') or @price=7.5]/@id", ["1", "3"]],
    ["//book[starts-with(title,'书') and count(*)=2]/@id", ["3"]],
    ["//year/../@id", ["1", "2"]],
    ["//year/preceding-sibling::title", ["A & B", "<C>"]],
    ["//book[1]/following-sibling::*/@id", ["2", "3"]],
    ["//title/ancestor::books/@lang", ["en"]],
    ["//year | //@lang", ["en", "2001", "1999"]],
    ["(//year)[2]", ["1999"]],
    ["//book[string-length(normalize-space(title)) = 4]/@id", ["3"]],
    ["//book[@price * 2 = 20][1]/@id", ["1"]],
    ["//book[sum(../book/@price) mod 2 > 0]/@id", ["1", "2", "3"]],
    ["//*[local-name()='note']", [""]],
    ["//book[substring-after(title,'A ')='& B']/@id", ["1"]],
    ["//book[translate(@id,'123','abc')='b']/@id", ["2"]],
    ["/comment()", [" a list "]],
    ["//nothing", []],
  ])("%s", (path, texts) => {
    expect(found(path)).toEqual(texts);
  });

  test.each([
    "",
    "//",
    "//book[",
    "//book]",
    "//book[@id=",
    "nosuch()",
    "count(//book)",
    "'text'",
    "far::book",
    "//book[concat('a')]",
    "$x",
    "(".repeat(200),
    `//book[${"(".repeat(70)}1${")".repeat(70)}]`,
    "a/".repeat(3000),
  ])("%s is refused", (path) => {
    expect(() => found(path)).toThrow(XPathError);
  });

  test("that visit nodes without end are refused", () => {
    const wide = parseXml(`<a>${"<b/>".repeat(3000)}</a>`);
    expect(() => selectNodes(wide, "//b[following::b[preceding::b]]")).toThrow(XPathError);
  });
});

describe("XML", () => {
  test.each([
    ["", "no root"],
    ["<a>", "not closed"],
    ["<a></b>", "closed by another"],
    ["<a/><b/>", "two roots"],
    ["text", "no element"],
    ["<a b=1/>", "no quotes"],
    ["<a b='1' b='2'/>", "an attribute twice"],
    ["<a>&nosuch;</a>", "an unknown entity"],
    ["<a>&#0;</a>", "no character"],
    ["<a><![CDATA[x</a>", "an open section"],
    ["<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a document type"],
    ["<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "a document type elsewhere"],
    ["<a>".repeat(2000), "too deep"],
  ])("%s is refused: %s", (xml) => {
    expect(() => parseXml(xml)).toThrow(XmlError);
  });
});

test("FILTERXML gives numbers, texts and columns", () => {
  const book = new TestBook({ Sheet1: { A1: BOOKS } });
  expect(book.of('FILTERXML(A1,"//year")')).toEqual([[2001], [1999]]);
  expect(book.of('FILTERXML(A1,"//book[2]/title")')).toBe("<C>");
  expect(book.of('SUM(FILTERXML(A1,"//@price"))')).toBe(42.5);
  expect(book.of('FILTERXML(A1,"//nothing")')).toBe("#VALUE!");
  expect(book.of('FILTERXML("<a>","/a")')).toBe("#VALUE!");
  expect(book.of('FILTERXML(A1,"[")')).toBe("#VALUE!");
});

test("what would ask a server keeps what the file says, and says so", () => {
  const book = new TestBook();
  const put = (name: string, formula: string, cached?: string) => {
    const [row, col] = name === "A1" ? [0, 0] : [1, 0];
    book.calculator.set(book.sheet(), row, col, {
      formula,
      shape: {},
      ...(cached !== undefined && { cached }),
    });
  };
  put("A1", '"Rate: "&WEBSERVICE("https://example.com/rate")', "Rate: 7.1");
  put("A2", 'CUBEVALUE("Model","[Measures].[Sales]")');
  book.run();
  expect([book.get("A1"), book.state("A1")]).toEqual(["Rate: 7.1", "remote"]);
  expect([book.get("A2"), book.state("A2")]).toEqual(["#BLOCKED!", "remote"]);
  expect(book.of('WEBSERVICE("https://example.com")')).toBe("#BLOCKED!");
});
