import { describe, expect, it } from "vitest";
import { contrast } from "./contrast";
import { dark, light, type Palette, people, personColor, seal } from "./tokens";

const readable: [keyof Palette, keyof Palette][] = [];
for (const ground of ["paper", "surface", "hover", "sunken"] as const) {
  for (const ink of ["ink", "muted", "accentInk", "danger", "success", "warning"] as const) {
    readable.push([ink, ground]);
  }
}
readable.push(
  ["onAccent", "accent"],
  ["accentInk", "accentSoft"],
  ["ink", "accentSoft"],
  ["muted", "accentSoft"],
  ["danger", "dangerSoft"],
  ["ink", "dangerSoft"],
  ["warning", "warningSoft"],
  ["ink", "warningSoft"],
);

const graphical: [keyof Palette, keyof Palette][] = [];
for (const kind of [
  "text",
  "sheet",
  "slides",
  "pdf",
  "folder",
  "media",
  "other",
  "edge",
] as const) {
  for (const ground of ["paper", "surface"] as const) graphical.push([kind, ground]);
}

describe.each([
  ["light", light],
  ["dark", dark],
])("the %s palette", (_name, palette) => {
  it.each(readable)("%s is readable on %s", (ink, ground) => {
    expect(contrast(palette[ink], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
  it.each(graphical)("%s can be told from %s", (mark, ground) => {
    expect(contrast(palette[mark], palette[ground])).toBeGreaterThanOrEqual(3);
  });
});

describe("the colours of people", () => {
  it.each([...people])("%s carries white text and shows on both grounds", (color) => {
    expect(contrast(color, "#FFFFFF")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color, dark.surface)).toBeGreaterThanOrEqual(3);
    expect(contrast(color, light.surface)).toBeGreaterThanOrEqual(3);
  });
  it("wraps round for any number", () => {
    expect(personColor(0)).toBe(people[0]);
    expect(personColor(9)).toBe(people[1]);
    expect(personColor(-1)).toBe(people[7]);
    expect(people).toContain(personColor(2.7));
  });
});

it("draws the seal with readable contrast", () => {
  expect(contrast(seal.character, seal.ground)).toBeGreaterThanOrEqual(4.5);
});

it("refuses what is not a colour", () => {
  expect(() => contrast("red", "#FFFFFF")).toThrow(RangeError);
});
