/** Who is here: faces, a list, cursors and following, in a room with an audience. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as Y from "yjs";
import { Company } from "./browser.mjs";
import { hocuspocus } from "./live.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

const AUDIENCE = 60;
const LINES = 120;

let server;
let company;
let people;
let node;
let ann;
let ben;
const crowd = [];

before(async () => {
  server = await Server.start();
  company = await Company.gather();
  people = await organisation(server);
  node = await server.call("POST", "/nodes", {
    token: people[0].token,
    body: { parent: people[0].root, name: "大会", kind: "text" },
  });
  for (const person of people.slice(1)) {
    await server.call("PUT", `/nodes/${node.id}/grants/${person.id}`, {
      token: people[0].token,
      body: { role: "editor" },
    });
  }
  const writer = hocuspocus(server, `${node.id}/body`, people[0].token);
  await until("synced", () => writer.provider.synced);
  for (let line = 0; line < LINES; line += 1) writer.write(`第 ${line} 行 of the speech.`);
  await until("acknowledged", () => !writer.provider.hasUnsyncedChanges);
  writer.close();
  for (const [key, person] of [
    ["ann", people[0]],
    ["ben", people[1]],
  ]) {
    const someone = await company.person(key, server);
    await someone.signIn({ email: person.email, password: PASSWORD });
    await someone.goto(`/edit/${node.id}`);
    await someone.saved("saved").waitFor();
  }
  ann = company.people.get("ann");
  ben = company.people.get("ben");
});

after(async () => {
  for (const peer of crowd) peer.close();
  await company?.dismiss();
  await server?.stop();
});

const step = (title, act) => test(title, () => company.attempt(title, act));
const two = (number) => String(number).padStart(2, "0");
const listener = (number) => `听众 ${two(number)}`;

/** Put a listener's cursor at the end of a line: in the middle, its flag would part the words. */
function point(peer, line) {
  const block = peer.body.get(line);
  const text = block.get(0);
  const position = Y.createRelativePositionFromTypeIndex(text, text.length);
  peer.provider.awareness.setLocalStateField("cursor", { anchor: position, head: position });
}

/** How many messages of awareness somebody's page sends while `act` goes on. */
async function sentBy(person, act) {
  let sent = 0;
  const watched = [];
  const count = ({ payload }) => {
    const bytes = Buffer.from(payload);
    // The name of the document, then the kind of the message: 1 is awareness.
    if (bytes[bytes[0] + 1] === 1) sent += 1;
  };
  person.page.on("websocket", (socket) => {
    watched.push(socket);
    socket.on("framesent", count);
  });
  await person.page.reload();
  await person.saved("saved").waitFor();
  await person.sheet.locator("p").first().click();
  await person.page.waitForTimeout(300);
  sent = 0;
  const started = Date.now();
  await act();
  const seconds = (Date.now() - started) / 1000;
  await person.page.waitForTimeout(200);
  assert.equal(watched.length, 1);
  return { sent, seconds };
}

step("my cursor is told at most ten times a second, however fast I type", async () => {
  const { sent, seconds } = await sentBy(ann, async () => {
    for (let key = 0; key < 150; key += 1) await ann.page.keyboard.type("字");
  });
  assert.ok(sent > 0, "others hear of it");
  assert.ok(sent <= 12 * (seconds + 1), `${sent} messages in ${seconds} s`);
  await until("ben sees the flag", async () => (await ben.flags()).includes(people[0].name));
});

step("an audience comes: a few faces, a number, and a list to search in", async () => {
  for (let number = 0; number < AUDIENCE; number += 1) {
    const peer = hocuspocus(server, `${node.id}/body`, people[number % 3].token);
    peer.provider.awareness.setLocalStateField("user", {
      id: `listener-${number}`,
      name: listener(number),
      color: "#1B813D",
      slot: number,
    });
    crowd.push(peer);
  }
  await until("all are in", () => crowd.every((peer) => peer.provider.synced), 30);
  const faces = ann.page.locator("[data-peer]");
  await until("five faces", async () => (await faces.count()) === 5);
  const more = ann.page.getByRole("button", { name: /^Everybody who is here/ });
  await until(
    "the others are counted",
    async () => (await more.textContent()) === `+${AUDIENCE + 1 - 5}`,
  );
  await more.click();
  const rows = ann.page.locator("[data-people] > li");
  await until("sixty of them are listed", async () => (await rows.count()) === 60);
  await ann.page.getByRole("textbox", { name: ann.say("Search people") }).fill(two(42));
  await until(
    "one is found",
    async () => (await ann.page.locator("[data-people] > li").count()) === 1,
  );
  await ann.page.locator("[data-person]", { hasText: listener(42) }).waitFor();
  await ann.page.keyboard.press("Escape");
});

step("at most fifty cursors are drawn, those in the window first", async () => {
  for (const [number, peer] of crowd.entries()) point(peer, 1 + number);
  await until("fifty flags", async () => (await ann.flags()).length === 50);
  await until("the first is there", async () => (await ann.flags()).includes(listener(0)));
  const last = listener(AUDIENCE - 1);
  assert.ok(!(await ann.flags()).includes(last));
  await ann.paragraph(`第 ${LINES - 1} 行`).scrollIntoViewIfNeeded();
  await until("scrolled to the last", async () => (await ann.flags()).includes(last));
  assert.equal((await ann.flags()).length, 50);
});

step("moving cursors draw no chrome again, and at most once a frame the text", async () => {
  await ann.page.evaluate(() => {
    const { document } = globalThis;
    globalThis.redrawn = 0;
    const chrome = document.querySelector("header");
    new MutationObserver((records) => {
      globalThis.redrawn += records.length;
    }).observe(chrome, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  for (let turn = 0; turn < 5; turn += 1) {
    for (const [number, peer] of crowd.entries()) point(peer, 1 + ((number + turn) % 100));
    await ann.page.waitForTimeout(50);
  }
  await until("the last positions are drawn", async () => (await ann.flags()).length === 50);
  assert.equal(await ann.page.evaluate(() => globalThis.redrawn), 0);
});

step("a click is not lost while others' cursors move", async () => {
  let turn = 0;
  const moving = setInterval(() => {
    turn += 1;
    point(crowd[turn % 5], 1 + (turn % 100));
  }, 20);
  try {
    for (let click = 0; click < 12; click += 1) {
      const words = `第 ${(click * 37) % LINES} 行`;
      await ann.paragraph(words).click();
      await ann.page.keyboard.press("End");
      const place = await ann.page.evaluate(() => {
        const { anchorNode } = getSelection();
        const element = anchorNode instanceof Element ? anchorNode : anchorNode?.parentElement;
        return element?.closest("p")?.textContent;
      });
      assert.ok(place?.includes(words), `click ${click} on ${words} went to ${place}`);
    }
  } finally {
    clearInterval(moving);
  }
});

step("one follows a colleague by the keyboard until one does something oneself", async () => {
  await ben.paragraph("第 3 行").click();
  await ann.page.getByRole("button", { name: /^Everybody who is here/ }).click();
  await ann.page.getByRole("textbox", { name: ann.say("Search people") }).fill(people[1].name);
  const row = ann.page.locator(`[data-person='${people[1].name}']`);
  await until("ben can be followed", () => row.isEnabled());
  await row.focus();
  await ann.page.keyboard.press("Enter");
  await row.waitFor({ state: "detached" });
  const frame = ann.page.locator(`[data-following='${people[1].name}']`);
  await frame.waitFor();
  const seen = (words) =>
    ann.paragraph(words).evaluate((line) => {
      const { top, bottom } = line.getBoundingClientRect();
      return top > 0 && bottom < innerHeight;
    });
  await until("scrolled to ben", () => seen("第 3 行"));
  await ben.paragraph(`第 ${LINES - 2} 行`).click();
  await until("scrolled after ben", () => seen(`第 ${LINES - 2} 行`));
  await ann.page.mouse.move(600, 500);
  await ann.page.mouse.wheel(0, -300);
  await frame.waitFor({ state: "detached" });
  const face = ann.page.locator("[data-peer]").first();
  await face.click();
  await ann.page.locator("[data-following]").waitFor();
  await ann.page.keyboard.press("Escape");
  await ann.page.locator("[data-following]").waitFor({ state: "detached" });
});

step("who leaves is gone from the page", async () => {
  for (const peer of crowd.splice(0)) peer.close();
  await until("ben alone is left", async () => {
    const faces = await ann.page
      .locator("[data-peer]")
      .evaluateAll((found) => found.map((one) => one.dataset.peer));
    return faces.length === 1 && faces[0] === people[1].name;
  });
  await until("and one flag at most", async () => (await ann.flags()).length <= 1);
});
