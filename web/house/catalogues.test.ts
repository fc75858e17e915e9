/** Every message has a Chinese translation, with the same placeholders. */
import { readFileSync } from "node:fs";
import { type CompiledMessage, compileMessage } from "@lingui/message-utils/compileMessage";
import { expect, it } from "vitest";

interface Entry {
  id: string;
  text: string;
}

/** Read a PO file: enough of the format for what `lingui extract` writes. */
function readPo(source: string): Entry[] {
  const entries: Entry[] = [];
  for (const block of source.split(/\n\s*\n/)) {
    const field = (name: string): string => {
      const start = new RegExp(`^${name} ((?:"(?:[^"\\\\]|\\\\.)*"\\s*)+)`, "m").exec(block);
      if (start === null) return "";
      const strings = start[1]?.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
      return strings.map((text) => JSON.parse(text) as string).join("");
    };
    const id = field("msgid");
    if (id !== "" && !/^#~/m.test(block)) entries.push({ id, text: field("msgstr") });
  }
  return entries;
}

/** The names of the variables in a compiled message, those inside plurals too. */
function variables(tokens: CompiledMessage): string[] {
  if (!Array.isArray(tokens)) return [];
  return tokens.flatMap((token) => {
    if (typeof token === "string") return [];
    const [name, , format] = token;
    const options = typeof format === "object" && format !== null ? Object.values(format) : [];
    return [name, ...options.flatMap((option) => variables(option as CompiledMessage))];
  });
}

/** The variables and tags that a message needs, in order of the alphabet. */
function placeholders(text: string): string[] {
  const tags = [...text.matchAll(/<\/?\d+\/?>/g)].map(([tag]) => tag);
  return [...new Set([...tags, ...variables(compileMessage(text))])].sort();
}

const chinese = readPo(readFileSync("web/src/locales/zh-CN.po", "utf8"));
const english = readPo(readFileSync("web/src/locales/en.po", "utf8"));

it("has the same messages in both languages", () => {
  expect(chinese.map((entry) => entry.id)).toEqual(english.map((entry) => entry.id));
});

it("leaves nothing untranslated", () => {
  expect(chinese.filter((entry) => entry.text === "").map((entry) => entry.id)).toEqual([]);
});

it("keeps every placeholder", () => {
  const broken = chinese.filter(
    ({ id, text }) => text !== "" && placeholders(id).join() !== placeholders(text).join(),
  );
  expect(broken).toEqual([]);
});
