/** What the page says in a language: tests name the English text, the page's own catalogue has the rest. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setupI18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { generateMessageId } from "@lingui/message-utils/generateMessageId";

const LINES = /^(msgctxt|msgid|msgstr) ("(?:[^"\\]|\\.)*")((?:\n"(?:[^"\\]|\\.)*")*)/gm;

function text(first, more) {
  return [first, ...more.split("\n").filter(Boolean)].map((piece) => JSON.parse(piece)).join("");
}

function catalogue(language) {
  const source = readFileSync(
    new URL(`../../web/src/locales/${language}.po`, import.meta.url),
    "utf8",
  );
  const messages = {};
  for (const entry of source.split("\n\n")) {
    const found = {};
    for (const [, field, first, more] of entry.matchAll(LINES)) found[field] = text(first, more);
    if (!found.msgid) continue;
    messages[generateMessageId(found.msgid, found.msgctxt)] = found.msgstr || found.msgid;
  }
  return messages;
}

/** `say("{used} used", {used: "1 kB"})` in a language; fails when the page has no such text. */
export function words(language) {
  const messages = catalogue(language);
  const i18n = setupI18n({ locale: language, messages: { [language]: messages } });
  i18n.setMessagesCompiler(compileMessage);
  return (message, values = {}, context = undefined) => {
    const id = generateMessageId(message, context);
    assert.ok(id in messages, `the page never says “${message}”`);
    return i18n._(id, values);
  };
}
