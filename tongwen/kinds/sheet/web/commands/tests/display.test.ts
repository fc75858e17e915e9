/** Values under number formats, Chinese ones included. */
import { describe, expect, it } from "vitest";
import { amount } from "../chineseNumbers";
import { displayColor, displayText, isDate, sections } from "../display";
import {
  categoryOf,
  codeFor,
  decimalsOf,
  isReadable,
  optionsOf,
  stepDecimals,
} from "../numberFormats";

const options = { decimals: 2, thousands: true, symbol: "¥", negative: "minus" } as const;

describe("displayText", () => {
  it.each([
    [1234.5, "#,##0.00", "1,234.50"],
    [12345.67, "[DBNum2][$-804]General", "壹万贰仟叁佰肆拾伍.陆柒"],
    [12345, "[DBNum1][$-804]General", "一万二千三百四十五"],
    [10500, "[DBNum1][$-804]General", "一万零五百"],
    [100000001, "[DBNum1][$-804]General", "一亿零一"],
    [2026, "[DBNum1]0", "二零二六"],
    [12, "[DBNum3][$-804]General", "１２"],
    [45000, 'yyyy"年"m"月"d"日"', "2023年3月15日"],
    [45000, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年三月十五日"],
    [45000, "[$-804]aaaa", "星期三"],
    [0.7, '上午/下午h"时"mm"分"', "下午4时48分"],
    [120, "G/通用格式", "120"],
    [1204.5, "[DBNum2][$RMB]General", "壹仟贰佰零肆元伍角整"],
    ["文", "@", "文"],
    [true, "0.00", "TRUE"],
    [null, "0.00", ""],
    [{ e: "#DIV/0!" }, "0.00", "#DIV/0!"],
  ])("shows %j under %s as %s", (value, code, text) => {
    expect(displayText(value, code)).toBe(text);
  });

  it("counts the days of a 1904 workbook from their own epoch", () => {
    expect(displayText(0, "yyyy-mm-dd", { date1904: true })).toBe("1904-01-01");
  });

  it.each(["[", "yyyy[", '"', "#,##0;;;;;;", "0.0.0E", "\u0000", "General".repeat(40)])(
    "survives the code %j",
    (code) => expect(typeof displayText(1.5, code)).toBe("string"),
  );

  it("knows the colour of a section", () => {
    expect(displayColor(-1, "0;[Red]-0")).toBe("red");
    expect(displayColor(1, "0;[Red]-0")).toBeNull();
  });
});

describe("amount", () => {
  it.each([
    [0, "零元整"],
    [0.05, "伍分"],
    [1.05, "壹元零伍分"],
    [10, "壹拾元整"],
    [1010.01, "壹仟零壹拾元零壹分"],
    [-3.2, "负叁元贰角整"],
    [100000, "壹拾万元整"],
  ])("writes %d as %s", (value, text) => expect(amount(value)).toBe(text));
});

describe("categories", () => {
  it.each([
    [undefined, "general"],
    ["General", "general"],
    ["0.00", "number"],
    ["#,##0.00;[Red](#,##0.00)", "number"],
    ["¥#,##0.00", "currency"],
    ['"HK$"#,##0.00', "currency"],
    ["0.0%", "percent"],
    ["0.00E+00", "scientific"],
    ["# ?/?", "fraction"],
    ["@", "text"],
    ["yyyy/m/d", "date"],
    ["h:mm:ss", "time"],
    ["[h]:mm:ss", "time"],
    ["[DBNum2][$-804]General", "special"],
    ['0.00"kg"', "number"],
    ["][", "custom"],
  ] as const)("knows %j as %s", (code, category) => expect(categoryOf(code)).toBe(category));

  it.each(["number", "currency", "accounting", "percent", "scientific", "text"] as const)(
    "makes a readable code of its own category: %s",
    (category) => {
      const code = codeFor(category, options);
      expect(isReadable(code)).toBe(true);
      expect(categoryOf(code)).toBe(category);
    },
  );

  it("reads the options back", () => {
    const chosen = {
      decimals: 3,
      thousands: true,
      symbol: "$",
      negative: "redParentheses",
    } as const;
    expect(optionsOf(codeFor("currency", chosen))).toEqual(chosen);
  });

  it("refuses codes that cannot be read", () => {
    expect(isReadable("")).toBe(false);
    expect(isReadable("0".repeat(256))).toBe(false);
    expect(isReadable("[$-804")).toBe(false);
  });

  it("knows dates", () => {
    expect(isDate("yyyy-mm-dd")).toBe(true);
    expect(isDate('"day"0')).toBe(false);
  });
});

describe("decimals", () => {
  it.each([
    ["0", 1, "0.0"],
    ["0.0", -1, "0"],
    ["0", -1, "0"],
    ["#,##0.00;[Red](#,##0.00)", 1, "#,##0.000;[Red](#,##0.000)"],
    ["0.0%", 1, "0.00%"],
    ["0.00E+00", -1, "0.0E+00"],
    ["¥#,##0.00", -1, "¥#,##0.0"],
    ['"0.0"0', 1, '"0.0"0.0'],
    ["yyyy/m/d", 1, "yyyy/m/d"],
    ["@", 1, "@"],
  ] as const)("steps %s by %d to %s", (code, delta, next) =>
    expect(stepDecimals(code, delta)).toBe(next),
  );

  it("starts from what General shows", () => {
    expect(stepDecimals("General", 1, 1.25)).toBe("0.000");
    expect(stepDecimals(undefined, -1, 1.25)).toBe("0.0");
    expect(stepDecimals(undefined, -1, 3)).toBe("0");
  });

  it("counts them", () => {
    expect(decimalsOf("#,##0.00")).toBe(2);
    expect(decimalsOf("0%")).toBe(0);
    expect(decimalsOf("@")).toBeNull();
  });

  it("splits sections outside of quotes", () => {
    expect(sections('0";";[Red]-0')).toEqual(['0";"', "[Red]-0"]);
  });
});
