/** Only logical properties, so that a page can be turned vertical: in style sheets and in style objects. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const sides = "left|right|top|bottom";
const declared = new RegExp(
  `^\\s*(?:(?:min-|max-)?(?:width|height)|${sides}|(?:margin|padding|scroll-margin|scroll-padding)-(?:${sides})|` +
    `border-(?:${sides})(?:-\\w+)?|border-(?:top|bottom)-(?:left|right)-radius|` +
    "(?:float|clear|text-align)\\s*:\\s*(?:left|right))\\s*(?::|;|$)",
);
const styled =
  /\b(?:(?:margin|padding)(?:Left|Right|Top|Bottom)|border(?:Left|Right|Top|Bottom)\w*|(?:min|max)(?:Width|Height))\s*:/;

/** The lines that name a physical side or size. */
function physical(source: string, css: boolean): string[] {
  const text = source.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "));
  return text
    .split("\n")
    .map((line, index) => [line, index + 1] as const)
    .filter(([line]) =>
      (css ? declared : styled).test(css ? line.replace(/^.*\{(?!\s*$)/, "") : line),
    )
    .map(([line, number]) => `${number}: ${line.trim()}`);
}

function below(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map(
    (name) => `${folder}/${name}`,
  );
}

const kinds = readdirSync("tongwen/kinds").map((kind) => `tongwen/kinds/${kind}/web`);
const sources = ["web/src", ...kinds]
  .flatMap(below)
  .filter((path) => /\.(?:css|tsx)$/.test(path) && !path.endsWith(".test.tsx"));

describe("the rule", () => {
  it.each(["  width: 3px;", "  margin-left: 3px;", "a { left: 0; }", "  float: left;"])(
    "finds %s",
    (line) => expect(physical(line, true)).toHaveLength(1),
  );
  it.each([
    "  inline-size: 3px;",
    "  border-block-end: 0;",
    "  inset-inline-start: 0;",
    "@media (max-width: 3px) {",
    "/* left: 0; */",
    "  border-width: 1px;",
  ])("passes %s", (line) => expect(physical(line, true)).toHaveLength(0));
  it("finds style objects", () => {
    expect(physical("<i style={{ marginLeft: 3 }}>", false)).toHaveLength(1);
    expect(physical("<i style={{ marginInlineStart: 3 }}>", false)).toHaveLength(0);
  });
});

it("reads the style sheets of the page", () => {
  expect(sources.length).toBeGreaterThan(20);
});

it.each(sources)("%s is logical", (path) => {
  expect(physical(readFileSync(path, "utf8"), path.endsWith(".css"))).toEqual([]);
});
