import { i18n } from "@lingui/core";
import { beforeEach, describe, expect, it } from "vitest";
import type { Contributor, Version } from "@/api";
import { speak } from "@/i18n/locales";
import { coloursOf, contributorName, namesOf } from "./contributors";
import { byDay, dayName, momentOf, timeOf } from "./days";

const person = (name: string, more: Partial<Contributor> = {}): Contributor => ({
  id: name,
  name,
  color: 0,
  guest: false,
  edits: 1,
  ...more,
});

const version = (number: number, created: string, ended: string | null = null): Version => ({
  number,
  size: 1,
  label: null,
  origin: "session",
  author: { id: "a", name: "Ann" },
  created,
  current: false,
  seq: number,
  people: [],
  edits: 0,
  started: null,
  ended,
});

/** A moment of the reader's own zone as the server writes it. */
const local = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();

beforeEach(() => speak("en"));

describe("the days of a history", () => {
  it("are those of the reader's zone, in order, each once", () => {
    const days = byDay([
      version(4, local(23, 9)),
      version(3, local(23, 0)),
      version(2, local(22, 23)),
      version(1, local(20, 12)),
    ]);
    expect(days.map((day) => [day.key, day.versions.map((one) => one.number)])).toEqual([
      ["2026-11-23", [4, 3]],
      ["2026-11-22", [2]],
      ["2026-11-20", [1]],
    ]);
    expect(byDay([])).toEqual([]);
  });

  it("count a session by its end", () => {
    expect(momentOf(version(1, local(23, 9), local(22, 23)))).toBe(local(22, 23));
    expect(momentOf(version(1, local(23, 9)))).toBe(local(23, 9));
  });

  it("have names", async () => {
    const now = new Date(2026, 10, 23, 12);
    expect(dayName(local(23, 1), now)).toBe("Today");
    expect(dayName(local(22, 23), now)).toBe("Yesterday");
    expect(dayName(local(16, 8), now)).toBe("Monday, November 16");
    expect(dayName(new Date(2025, 0, 3).toISOString(), now)).toBe("Friday, January 3, 2025");
    expect(timeOf(local(23, 9))).toBe("09:00");
    await speak("zh-CN");
    expect(i18n.locale).toBe("zh-CN");
    expect(dayName(local(16, 8), now)).toBe("11月16日星期一");
  });
});

describe("contributors", () => {
  it("have words when they have no name", () => {
    expect(contributorName(person("Ann"))).toBe("Ann");
    expect(contributorName(person("", { guest: true, id: "g" }))).toBe("A guest");
    expect(contributorName(person("", { id: "" }))).toBe("Tongwen");
    expect(contributorName(person("", { id: "x" }))).toBe("Somebody");
  });

  it("are told by the first few", () => {
    expect(namesOf([])).toBe("");
    expect(namesOf([person("A"), person("B")])).toBe("A and B");
    expect(namesOf(["A", "B", "C", "D", "E"].map((name) => person(name)))).toBe(
      "A, B, C, and 2 more",
    );
  });

  it("keep their colour while it is free, and share when there are too many", () => {
    expect(coloursOf([{ color: 3 }, { color: 3 }, { color: 11 }, { color: 0 }])).toEqual([
      3, 4, 5, 0,
    ]);
    expect(new Set(coloursOf(Array.from({ length: 8 }, () => ({ color: 6 })))).size).toBe(8);
    expect(coloursOf(Array.from({ length: 9 }, () => ({ color: 6 }))).at(-1)).toBe(6);
  });
});
