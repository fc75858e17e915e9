import { expect, it } from "vitest";
import { colorIndex, initials } from "./Avatar";

it.each([
  ["李书同", "书同"],
  ["扎西次仁", "次仁"],
  ["Anna Müller", "AM"],
  ["Plato", "P"],
  ["安 Ann", "安"],
  ["  ", "?"],
  ["𠮷田", "𠮷田"],
])("writes %s as %s", (name, text) => {
  expect(initials(name)).toBe(text);
});

it("counts colours as the server does: CRC-32 modulo 8", () => {
  // zlib.crc32(b"123456789") == 0xCBF43926, the check value of the algorithm
  expect(colorIndex("123456789")).toBe(0xcbf43926 % 8);
});
