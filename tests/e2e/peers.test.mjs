/** Programs of others in our live sessions: `@hocuspocus/provider` and `y-websocket`, from Node. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as live from "./live.mjs";
import { organisation } from "./people.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

let server;
let people;
let node;

before(async () => {
  server = await Server.start();
  people = await organisation(server);
  node = await server.call("POST", "/nodes", {
    token: people[0].token,
    body: { parent: people[0].root, name: "共写", kind: "text" },
  });
  await server.call("PUT", `/nodes/${node.id}/grants/${people[1].id}`, {
    token: people[0].token,
    body: { role: "editor" },
  });
  await server.call("PUT", `/nodes/${node.id}/grants/${people[2].id}`, {
    token: people[0].token,
    body: { role: "viewer" },
  });
});

after(() => server?.stop());

const hocuspocus = (token) => live.hocuspocus(server, `${node.id}/body`, token);
const yWebsocket = (token) => live.yWebsocket(server, node.id, token);
const read = (document) => document.getXmlFragment("body").toString();

test("a provider and a y-websocket client write one document", async () => {
  const ann = hocuspocus(people[0].token);
  const ben = yWebsocket(people[1].token);
  await until("both synced", () => ann.provider.synced && ben.provider.synced);
  ann.write("由 Hocuspocus 写入 😀");
  ben.write("由 y-websocket 写入 བོད");
  await until("the same text", () => {
    const text = read(ann.document);
    return text === read(ben.document) && text.includes("😀") && text.includes("བོད");
  });
  await until("saved", () => ann.provider.unsyncedChanges === 0);
  ann.close();
  ben.close();
});

test("a viewer's edits are refused by the server", async () => {
  const cam = hocuspocus(people[2].token);
  const ann = hocuspocus(people[0].token);
  await until("synced", () => cam.provider.synced && ann.provider.synced);
  assert.equal(cam.provider.authorizedScope, "readonly");
  cam.write("forbidden");
  ann.write("allowed");
  await until("the allowed edit", () => read(cam.document).includes("allowed"));
  assert.ok(!read(ann.document).includes("forbidden"));
  assert.ok(cam.provider.unsyncedChanges > 0, "it is never called saved");
  cam.close();
  ann.close();
});

test("presence travels between both protocols", async () => {
  const ann = hocuspocus(people[0].token);
  const ben = yWebsocket(people[1].token);
  await until("synced", () => ann.provider.synced && ben.provider.synced);
  ann.provider.setAwarenessField("user", { name: "安" });
  ben.provider.awareness.setLocalStateField("user", { name: "本" });
  const names = (awareness) =>
    [...awareness.getStates().values()].map((state) => state.user?.name).sort();
  await until("everybody", () => {
    const both = ["安", "本"].sort().join();
    return (
      names(ann.provider.awareness).join() === both && names(ben.provider.awareness).join() === both
    );
  });
  ben.close();
  await until("he is gone", () => names(ann.provider.awareness).join() === "安");
  ann.close();
});

test("a token that is none, and a document that is not there, are refused", async () => {
  const nobody = hocuspocus("tw_forged");
  await until("refusal", () => nobody.denied !== null);
  assert.equal(nobody.denied, "token-invalid");
  nobody.close();
  const guess = yWebsocket("tw_forged");
  let closed = null;
  guess.provider.on("connection-close", (event) => {
    closed = event;
  });
  await until("close", () => closed !== null);
  assert.equal(closed.code, 4403);
  guess.close();
});

test("a grant that is taken away ends the session within a moment", async () => {
  const ben = hocuspocus(people[1].token);
  await until("synced", () => ben.provider.synced);
  await server.call("DELETE", `/nodes/${node.id}/grants/${people[1].id}`, {
    token: people[0].token,
  });
  await until("refusal", () => ben.denied === "not-found");
  ben.close();
  await server.call("PUT", `/nodes/${node.id}/grants/${people[1].id}`, {
    token: people[0].token,
    body: { role: "editor" },
  });
});

test("kill -9 while typing: everything that was called saved is there", async () => {
  const ann = hocuspocus(people[0].token);
  const ben = hocuspocus(people[1].token);
  await until("synced", () => ann.provider.synced && ben.provider.synced);
  let written = 0;
  let saved = 0;
  ann.provider.on("unsyncedChanges", ({ number }) => {
    // Acknowledgements come in order: all but the last `number` edits are saved.
    saved = Math.max(saved, written - number);
  });
  const typing = setInterval(() => {
    ann.write(`line ${written}.`);
    written += 1;
  }, 15);
  await new Promise((done) => setTimeout(done, 700));
  await server.kill();
  const called = saved;
  clearInterval(typing);
  assert.ok(called > 5, `only ${called} edits were acknowledged`);
  await server.begin();
  const fresh = hocuspocus(people[2].token);
  await until("a stranger has synced", () => fresh.provider.synced);
  for (let line = 0; line < called; line += 1) {
    assert.ok(read(fresh.document).includes(`line ${line}.`), `line ${line} of ${called} is lost`);
  }
  await until("both are back and equal", () => {
    return (
      read(ann.document) === read(ben.document) &&
      read(ann.document).includes(`line ${written - 1}.`) &&
      ann.provider.unsyncedChanges === 0
    );
  });
  for (const peer of [ann, ben, fresh]) peer.close();
});
