import { describe, expect, it } from "vitest";
import { generatePassword } from "@/administration/generate";
import { agentName } from "@/profile/agent";
import { expiresAt, tomorrow } from "@/share/expiry";
import { givable, givableByLink } from "@/share/roles";
import { safeNext } from "./enter";
import { strength } from "./password";

it.each([
  ["", 0],
  ["short", 0],
  ["password", 1],
  ["12345678", 1],
  ["aaaaaaaaaaaa", 1],
  ["同文书院欢迎你来", 2],
  ["correct horse battery", 4],
] as const)("finds %j of strength %d", (password, value) => {
  expect(strength(password)).toBe(value);
});

it("makes first passwords that are strong and never the same", () => {
  const made = new Set(Array.from({ length: 50 }, generatePassword));
  expect(made.size).toBe(50);
  for (const password of made) {
    expect(password).toMatch(/^([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}$/);
    expect(strength(password)).toBeGreaterThanOrEqual(3);
  }
});

it.each([
  [undefined, "/"],
  ["/folder/1?x=2", "/folder/1?x=2"],
  ["https://evil.example/", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?next=/", "/"],
])("goes on to %s safely", (next, target) => {
  expect(safeNext(next)).toBe(target);
});

describe("the end of a link", () => {
  const now = new Date("2026-11-23T12:00:00Z");
  it("counts days or takes the last moment of a date", () => {
    expect(expiresAt("never", "", now)).toBeNull();
    expect(expiresAt("7", "", now)).toBe("2026-11-30T12:00:00.000Z");
    expect(new Date(expiresAt("date", "2026-12-01", now) ?? "").getDate()).toBe(1);
  });
  it.each(["", "2020-01-01", "tomorrow"])("refuses the date %j", (date) => {
    expect(() => expiresAt("date", date, now)).toThrow(RangeError);
  });
  it("offers tomorrow as the first", () => {
    expect(tomorrow(new Date(2026, 11, 31, 12))).toBe("2027-01-01");
  });
});

it("gives roles up to one's own, and no owner by link", () => {
  expect(givable("editor")).toEqual(["viewer", "commenter", "editor"]);
  expect(givable("commenter")).toEqual([]);
  expect(givableByLink("owner")).toEqual(["viewer", "commenter", "editor"]);
});

it.each([
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0",
    "Edge · Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
    "Safari · iOS",
  ],
  ["curl/8.0", "curl/8.0"],
  ["", ""],
])("names %s", (agent, name) => {
  expect(agentName(agent)).toBe(name);
});
