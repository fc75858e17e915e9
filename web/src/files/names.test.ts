import { describe, expect, it } from "vitest";
import type { Node } from "@/api";
import { freeName, nameFault, stemLength } from "./names";
import { nextSort, sortNodes } from "./sorting";

it.each([
  ["report.docx", 6],
  ["报告.docx", 2],
  [".profile", 8],
  ["archive.tar.gz", 11],
  ["no extension", 12],
  ["ends.", 5],
  ["1. a chapter of a book", 22],
])("selects the stem of %s", (name, length) => {
  expect(stemLength(name)).toBe(length);
});

it.each([
  ["report.docx", null],
  ["  ", "empty"],
  ["a/b", "slash"],
  ["a\u0000b", "control"],
  ["..", "dots"],
  ["同".repeat(86), "long"],
  ["同".repeat(85), null],
] as const)("judges %j as %s", (name, fault) => {
  expect(nameFault(name)).toBe(fault);
});

it("finds a free name, whatever the case", () => {
  expect(freeName("Untitled.docx", [])).toBe("Untitled.docx");
  expect(freeName("Untitled.docx", ["untitled.docx", "Untitled 2.docx"])).toBe("Untitled 3.docx");
  expect(freeName("新文档.docx", ["新文档.docx"])).toBe("新文档 2.docx");
});

const node = (name: string, kind: Node["kind"], size: number, modified: string): Node =>
  ({ id: name, name, kind, size, modified }) as Node;

describe("sorting", () => {
  const nodes = [
    node("b10.txt", "plain", 5, "2026-01-02T00:00:00Z"),
    node("b9.txt", "plain", 9, "2026-01-03T00:00:00Z"),
    node("z", "folder", 0, "2026-01-01T00:00:00Z"),
  ];
  const names = (sort: Parameters<typeof sortNodes>[1]) =>
    sortNodes(nodes, sort).map((item) => item.name);

  it("puts folders first by name, digits by value, both ways", () => {
    expect(names("name")).toEqual(["z", "b9.txt", "b10.txt"]);
    expect(names("-name")).toEqual(["z", "b10.txt", "b9.txt"]);
  });
  it("does not group by time or size", () => {
    expect(names("-modified")).toEqual(["b9.txt", "b10.txt", "z"]);
    expect(names("size")).toEqual(["z", "b10.txt", "b9.txt"]);
  });
  it("turns round on a second click and begins sensibly", () => {
    expect(nextSort(null, "name")).toBe("name");
    expect(nextSort("name", "name")).toBe("-name");
    expect(nextSort("name", "modified")).toBe("-modified");
    expect(nextSort("-modified", "modified")).toBe("modified");
  });
});
