/** Values under number formats, and which formulas ask to spill. */
import { expect, test } from "vitest";
import { couldSpill } from "../entered";
import { display } from "../format";

test.each<[number | string | boolean | null | { e: string }, string, string]>([
  [1234.5, "#,##0.00", "1,234.50"],
  [0.256, "0.0%", "25.6%"],
  [0.75, "# ?/?", " 3/4"],
  [46349, 'yyyy"年"m"月"d"日"', "2026年11月23日"],
  [46349, "[$-804]aaaa", "星期一"],
  [123, "[DBNum2][$-804]General", "壹佰贰拾叁"],
  [123, "[DBNum1][$-804]General", "一百二十三"],
  [-5, "0;[Red]-0", "-5"],
  ["text", "@", "text"],
  [true, "0", "TRUE"],
  [{ e: "#N/A" }, "0.00", "#N/A"],
  [null, "0", ""],
])("%j under %s", (value, code, text) => {
  expect(display(value, code, "zh-CN").text.trim()).toBe(text.trim());
});

test("the colour of a section, dates from 1904", () => {
  expect(display(-5, "0;[Red]-0", "en").color?.toLowerCase()).toMatch(/^#ff0000$|red/);
  expect(display(5, "0;[Red]-0", "en").color).toBeUndefined();
  expect(display(0, "yyyy-mm-dd", "en", true).text).toBe("1904-01-01");
});

test.each<[string, boolean]>([
  ["A1+1", false],
  ["SUM(A1:A9)", false],
  ["A1:A9*2", true],
  ["SORT(A1:A9)", true],
  ["IF(A1,1,2)", false],
  ["SUM(SORT(A1:A9))", true],
  ["LET(x,1,x)", true],
  ["{1,2,3}", true],
  ['"A1:A9"', false],
  ["VLOOKUP(A1,B:C,2,FALSE)", false],
  ["SUM(", false],
])("%s could spill: %s", (text, could) => {
  expect(couldSpill(text)).toBe(could);
});
