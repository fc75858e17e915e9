/** When storage, network, server or rights fail under an open document: what the page says, and that nothing is lost. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Company } from "./browser.mjs";
import { hocuspocus } from "./live.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { Server, startPostgres } from "./server.mjs";
import { until } from "./until.mjs";
import { Wire } from "./wire.mjs";

const run = promisify(execFile);
/** Failed calls and sockets are what these tests are about. */
const FAULTS = [/status of (5\d\d|4\d\d)/, /WebSocket/, /ERR_/, /Failed to load/];

let company;
const wires = [];

before(async () => {
  company = await Company.gather();
});

after(async () => {
  await company?.dismiss();
  for (const wire of wires) await wire.close();
});

async function wireTo(server) {
  const wire = await Wire.to(server);
  wires.push(wire);
  return wire;
}

const step = (title, act) =>
  test(title, async () => {
    await company.attempt(title, act);
    await company.part();
  });

async function document(server, people, name = "不可丢失") {
  const node = await server.call("POST", "/nodes", {
    token: people[0].token,
    body: { parent: people[0].root, name, kind: "text" },
  });
  await server.call("PUT", `/nodes/${node.id}/grants/${people[1].id}`, {
    token: people[0].token,
    body: { role: "editor" },
  });
  return node;
}

/** Somebody at a browser with the document open; `way` is where their browser finds the server. */
async function writer(key, way, person, node, prepare = async () => {}) {
  const someone = await company.person(key, way);
  someone.allow(...FAULTS);
  await someone.signIn({ email: person.email, password: PASSWORD });
  await prepare(someone);
  await someone.goto(`/edit/${node.id}`);
  await someone.saved("saved").waitFor();
  await someone.sheet.locator("p").first().click();
  return someone;
}

async function type(person, text) {
  await person.sheet.focus();
  await person.page.keyboard.press("Control+End");
  await person.page.keyboard.type(text);
}

/** The text that the server holds, as another program reads it. */
async function durable(server, node, token) {
  const peer = hocuspocus(server, `${node.id}/body`, token);
  await until("synced", () => peer.provider.synced, 30);
  const text = peer.read();
  peer.close();
  return text;
}

/** Every state the saved words go through from now on. */
async function watchStates(person) {
  await person.page.evaluate(() => {
    const place = globalThis.document.querySelector("[data-saved]");
    globalThis.states = [place.dataset.saved];
    new MutationObserver(() => globalThis.states.push(place.dataset.saved)).observe(place, {
      attributes: true,
      attributeFilter: ["data-saved"],
    });
  });
  return () => person.page.evaluate(() => globalThis.states);
}

/** Whether the browser would ask before closing the window. */
const warns = (person) =>
  person.page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));

/** The server's storage breaks and mends while somebody writes. */
async function storageFails(server, people, { fail, mend }) {
  const node = await document(server, people);
  const ann = await writer("ann", server, people[0], node);
  const ben = await writer("ben", server, people[1], node);
  await type(ann, "坏之前。");
  await ann.saved("saved").waitFor();
  await ben.paragraph("坏之前。").waitFor();
  const states = await watchStates(ann);
  await fail();
  await type(ann, "坏的时候写的 during the fault");
  await ann.saved("unsaved").waitFor();
  await ann.page.locator("[data-saved-notice]").waitFor();
  await ben.paragraph("坏的时候写的 during the fault").waitFor();
  assert.ok(await warns(ann), "the window asks before it closes");
  assert.equal(await ann.saved("saved").count(), 0);
  await type(ann, "，继续");
  await ben.paragraph("during the fault，继续").waitFor();
  assert.equal(await ann.saved("saved").count(), 0, "nothing is shown as saved");
  assert.ok(!(await states()).slice(1).includes("saved"));
  await mend();
  await until("it drains by itself", () => ann.saved("saved").isVisible(), 60);
  await ann.page.locator("[data-saved-notice]").waitFor({ state: "detached" });
  assert.ok(!(await warns(ann)));
  await server.kill();
  await server.begin();
  const text = await durable(server, node, people[0].token);
  assert.ok(text.includes("坏之前。坏的时候写的 during the fault，继续"), text);
}

step("PostgreSQL is gone for a while", async () => {
  const postgres = await startPostgres();
  const server = await Server.start({ database: postgres.url });
  try {
    const people = await organisation(server);
    await storageFails(server, people, {
      fail: () => postgres.crash(),
      mend: () => postgres.startAgain(),
    });
  } finally {
    await company.part();
    await server.stop();
    await postgres.stop();
  }
});

step("the disk under SQLite takes no more", async () => {
  const server = await Server.start();
  const limit = (bytes) => run("prlimit", ["--pid", server.process.pid, `--fsize=${bytes}:`]);
  try {
    const people = await organisation(server);
    await storageFails(server, people, {
      fail: () => limit(0),
      mend: () => limit("unlimited"),
    });
  } finally {
    await company.part();
    await server.stop();
  }
});

test("with one server", async (t) => {
  const server = await Server.start();
  t.after(() => server.stop());
  const people = await organisation(server);
  const sub = (title, act) =>
    t.test(title, async () => {
      await company.attempt(title, act);
      await company.part();
    });

  await sub("a short loss of the connection is no news, a long one is", async () => {
    const wire = await wireTo(server);
    const node = await document(server, people, "短断");
    const ann = await writer("ann", wire, people[0], node);
    const states = await watchStates(ann);
    const again = ann.page.waitForEvent("websocket");
    wire.cut();
    await type(ann, "断线时写的");
    await again;
    await ann.saved("saved").waitFor();
    const seen = await states();
    assert.ok(!seen.includes("offline"), seen.join());
    assert.ok((await durable(server, node, people[0].token)).includes("断线时写的"));
    wire.unplug();
    await type(ann, "，离线时写的");
    await ann.saved("offline").waitFor();
    wire.plug();
    await ann.saved("saved").waitFor();
    assert.ok((await durable(server, node, people[0].token)).includes("断线时写的，离线时写的"));
  });

  await sub("the server restarts in an orderly way under two who write", async () => {
    const node = await document(server, people, "重启");
    const ann = await writer("ann", server, people[0], node);
    const ben = await writer("ben", server, people[1], node);
    await type(ann, "甲");
    await ben.paragraph("甲").waitFor();
    const ended = new Promise((done) => server.process.once("exit", done));
    server.process.kill("SIGTERM");
    await type(ann, "乙");
    await ended;
    await type(ann, "丙");
    await server.begin();
    await until("saved again", () => ann.saved("saved").isVisible(), 30);
    await ben.paragraph("甲乙丙").waitFor();
    await ben.saved("saved").waitFor();
    assert.ok((await durable(server, node, people[0].token)).includes("甲乙丙"));
  });

  await sub(
    "a page with an older schema is told to reload, and brings along what was typed",
    async () => {
      const wire = await wireTo(server);
      const node = await document(server, people, "旧页面");
      const ann = await writer("ann", wire, people[0], node, (person) =>
        person.context.addInitScript(() => {
          const Native = globalThis.WebSocket;
          globalThis.WebSocket = class extends Native {
            constructor(address, protocols) {
              const old = sessionStorage.getItem("old") !== null;
              super(old ? String(address).replace(/text%3A\d+/, "sheet%3A1") : address, protocols);
            }
          };
        }),
      );
      await type(ann, "已保存的。");
      await ann.saved("saved").waitFor();
      wire.unplug();
      await type(ann, "更新前没来得及存的。");
      await ann.page.evaluate(() => sessionStorage.setItem("old", "yes"));
      wire.plug();
      const told = ann.page.locator("[data-outdated]");
      await told.waitFor();
      assert.equal(await ann.sheet.getAttribute("contenteditable"), "false");
      assert.ok(
        (await ann.sheet.textContent()).includes("更新前没来得及存的。"),
        "it stays readable",
      );
      assert.ok(!(await durable(server, node, people[0].token)).includes("没来得及"));
      await ann.page.evaluate(() => sessionStorage.clear());
      await told.getByRole("button").click();
      await ann.saved("saved").waitFor();
      await ann.paragraph("更新前没来得及存的。").waitFor();
      const text = await durable(server, node, people[0].token);
      assert.ok(text.includes("已保存的。更新前没来得及存的。"), text);
    },
  );

  await sub("access that is taken away ends at once, without a storm of attempts", async () => {
    const node = await document(server, people, "权限");
    const ben = await writer("ben", server, people[1], node);
    await type(ben, "我的话。");
    await ben.saved("saved").waitFor();
    let sockets = 0;
    ben.page.on("websocket", () => {
      sockets += 1;
    });
    await server.call("DELETE", `/nodes/${node.id}/grants/${people[1].id}`, {
      token: people[0].token,
    });
    await ben.text("You no longer have access").first().waitFor();
    assert.equal(await ben.sheet.count(), 0, "the text is no longer shown");
    await ben.page.waitForTimeout(3000);
    assert.ok(sockets <= 1, `${sockets} attempts`);
    const copies = await ben.page.evaluate(async () =>
      (await indexedDB.databases()).map((one) => one.name),
    );
    assert.ok(!copies.some((name) => name.includes(node.id)), copies.join());
  });

  await sub("a link that expires ends the visit", async () => {
    const node = await document(server, people, "链接");
    const link = await server.call("POST", `/nodes/${node.id}/links`, {
      token: people[0].token,
      body: { role: "editor", expires: new Date(Date.now() + 8000).toISOString() },
    });
    const guest = await company.person("guest", server);
    guest.allow(...FAULTS);
    await guest.goto(`/s/${link.token}`);
    await guest.saved("saved").waitFor();
    await type(guest, "客人的话");
    await guest.saved("saved").waitFor();
    await guest.page.locator("[data-saved='refused']").waitFor({ timeout: 20_000 });
    await guest.text("This link leads here no longer").waitFor();
    assert.equal(await guest.sheet.count(), 0);
    assert.ok((await durable(server, node, people[0].token)).includes("客人的话"));
  });
});
