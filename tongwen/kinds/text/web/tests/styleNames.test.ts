import type { MessageDescriptor } from "@lingui/core";
import { describe, expect, it } from "vitest";
import { styleName } from "../ui/styleNames";

const english = (words: MessageDescriptor): string => words.message ?? "";

describe("style names", () => {
  it.each([
    ["Normal", "Normal"],
    ["heading 1", "Heading 1"],
    ["Heading 9", "Heading 9"],
    ["toc 3", "TOC 3"],
    ["List Bullet 2", "List Bullet 2"],
    ["annotation text", "Comment Text"],
    ["Normal (Web)", "Normal (Web)"],
  ])("%s is %s", (name, shown) => {
    expect(styleName(name, english)).toBe(shown);
  });

  it("are asked for in the reader's language", () => {
    expect(styleName("heading 2", () => "标题")).toBe("标题 2");
    expect(styleName("Title", () => "标题")).toBe("标题");
  });

  it("of people's own stay as they are", () => {
    for (const name of ["公文正文", "My heading 1", "heading 12", "heading1", "", "constructor"]) {
      expect(styleName(name, () => "?")).toBe(name);
    }
  });
});
