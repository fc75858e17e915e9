import { beforeEach, expect, it } from "vitest";
import { interruptedUploads } from "./interrupted";

const now = Date.parse("2026-11-23T12:00:00Z");
const keep = (key: string, value: unknown) =>
  localStorage.setItem(key, typeof value === "string" ? value : JSON.stringify(value));

beforeEach(() => localStorage.clear());

it("names what can go on", () => {
  keep("tus::tongwen/f//a.zip/9/1::1", {
    metadata: { filename: "a.zip" },
    creationTime: "Mon Nov 23 2026 10:00:00 GMT+0000",
  });
  keep("tongwen.view", '"list"');
  expect(interruptedUploads(localStorage, now)).toEqual(["a.zip"]);
});

it.each([
  ["an old one", { metadata: { filename: "a" }, creationTime: "2026-11-20T00:00:00Z" }],
  ["one without a name", { metadata: {}, creationTime: "2026-11-23T11:00:00Z" }],
  ["one without a time", { metadata: { filename: "a" } }],
  ["what is not JSON", "{"],
  ["null", "null"],
])("forgets %s", (_what, value) => {
  keep("tus::tongwen/x::1", value);
  expect(interruptedUploads(localStorage, now)).toEqual([]);
  expect(localStorage.getItem("tus::tongwen/x::1")).toBeNull();
});
