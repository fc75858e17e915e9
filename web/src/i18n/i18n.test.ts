import { describe, expect, it } from "vitest";
import { Problem } from "@/api";
import { messages } from "../locales/zh-CN.po";
import { choose, explain, i18n, moment, nearest, size } from ".";

describe("choosing a language", () => {
  it("prefers the member's own, then the last, then what the browser asks for", () => {
    expect(choose("en-GB", "zh-CN", ["zh"])).toBe("en");
    expect(choose(null, "zh-CN", ["en"])).toBe("zh-CN");
    expect(choose(undefined, null, ["bo", "zh-Hant-TW", "en"])).toBe("zh-CN");
    expect(choose(null, "klingon", [])).toBe("en");
  });
  it("does not take what only begins alike", () => {
    expect(nearest("zha")).toBeNull();
    expect(nearest("english")).toBeNull();
  });
});

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 KB"],
  [1536, "1.5 KB"],
  [10 * 1024 ** 2, "10 MB"],
  [2.5 * 1024 ** 4, "2.5 TB"],
  [-1, "–"],
  [Number.NaN, "–"],
])("writes %d bytes as %s", (bytes, text) => {
  expect(size(bytes)).toBe(text);
});

describe("moments", () => {
  const now = new Date(2026, 10, 23, 12, 0);
  const at = (date: Date) => moment(date.toISOString(), now);
  it("counts minutes, then names hours, days and years", () => {
    expect(at(new Date(2026, 10, 23, 11, 59, 40))).toBe("Just now");
    expect(at(new Date(2026, 10, 23, 11, 45))).toBe("15 minutes ago");
    expect(at(new Date(2026, 10, 23, 8, 5))).toBe("08:05");
    expect(at(new Date(2026, 10, 22, 9, 30))).toBe("Yesterday 09:30");
    expect(at(new Date(2026, 2, 1))).toBe("Mar 1");
    expect(at(new Date(2024, 2, 1))).toBe("Mar 1, 2024");
  });
  it("does not fall over a date that is none", () => {
    expect(moment("soon", now)).toBe("–");
  });
  it("speaks Chinese", () => {
    i18n.loadAndActivate({ locale: "zh-CN", messages });
    expect(at(new Date(2026, 10, 22, 9, 30))).toBe("昨天 09:30");
  });
});

describe("explaining", () => {
  it("uses the server's words and never a code alone", () => {
    expect(explain(new Problem(409, "name-taken", "Taken", "Choose another."))).toBe(
      "Taken. Choose another.",
    );
    expect(explain(new Problem(500, "http-500", "", ""))).toContain("Nothing was changed");
    expect(explain(new Problem(0, "network", "", ""))).toContain("cannot be reached");
    expect(explain(new TypeError("x is undefined"))).not.toContain("undefined");
  });
});
