import { expect, test } from "vitest";
import { numberOfRoman, roman } from "./roman";

test.each([
  [0, ""],
  [4, "IV"],
  [1994, "MCMXCIV"],
  [3999, "MMMCMXCIX"],
  [5000, "MMMMM"],
])("%i is %s", (number, text) => {
  expect(roman(number)).toBe(text);
});

test.each([
  ["CDXCIX", 0],
  ["LDVLIV", 1],
  ["XDIX", 2],
  ["VDIV", 3],
  ["ID", 4],
])("499 is %s in form %i", (text, form) => {
  expect(roman(499, form)).toBe(text);
});

test("every number comes back from each of its forms", () => {
  for (let number = 0; number < 4000; number++)
    for (let form = 0; form <= 4; form++) expect(numberOfRoman(roman(number, form))).toBe(number);
});

test.each(["A", "IIX?", "1"])("%s is none", (text) => {
  expect(numberOfRoman(text)).toBeNull();
});
