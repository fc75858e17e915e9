/** Programs of others beside the page: both directions, named, and without disturbing who writes there. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";
import * as Y from "yjs";
import { Company } from "./browser.mjs";
import { hocuspocus, yWebsocket } from "./live.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { python } from "./program.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

let server;
let company;
let people;
let node;
let ann;

before(async () => {
  server = await Server.start();
  company = await Company.gather();
  people = await organisation(server);
  node = await server.call("POST", "/nodes", {
    token: people[0].token,
    body: { parent: people[0].root, name: "共写", kind: "text" },
  });
  await server.call("PUT", `/nodes/${node.id}/grants/${people[1].id}`, {
    token: people[0].token,
    body: { role: "editor" },
  });
  ann = await company.person("ann", server);
  await ann.signIn({ email: people[0].email, password: PASSWORD });
  await ann.goto(`/edit/${node.id}`);
  await ann.saved("saved").waitFor();
  await ann.sheet.locator("p").first().click();
  await ann.page.keyboard.type("第一段。");
  await ann.saved("saved").waitFor();
});

after(async () => {
  await company?.dismiss();
  await server?.stop();
});

/** A program and the page write one document, each sees the other's text and name. */
async function together(peer, awareness, written, typed) {
  await until("synced", () => peer.provider.synced);
  assert.ok(peer.read().includes("第一段。"), "it reads what the page wrote");
  awareness.setLocalStateField("user", { name: "程序 Program", color: "#2467b8" });
  await ann.page.locator("[data-peer='程序 Program']").waitFor();
  peer.write(written);
  await ann.paragraph(written).waitFor();
  await ann.clickEnd(written);
  await ann.page.keyboard.type(typed);
  await until("the program reads what was typed", () => peer.read().includes(written + typed));
  const names = () => [...awareness.getStates().values()].map((state) => state.user?.name);
  await until("the program sees who is there", () => names().includes(people[0].name));
  await ann.saved("saved").waitFor();
  peer.close();
  await ann.page.locator("[data-peer='程序 Program']").waitFor({ state: "detached" });
}

test("@hocuspocus/provider in Node co-edits with the page", () =>
  company.attempt("hocuspocus", async () => {
    const peer = hocuspocus(server, `${node.id}/body`, people[1].token);
    await together(peer, peer.provider.awareness, "由 Hocuspocus 写入 😀", "，由页面续写。");
  }));

test("a plain y-websocket client co-edits with the page", () =>
  company.attempt("y-websocket", async () => {
    const peer = yWebsocket(server, node.id, people[1].token);
    await together(peer, peer.provider.awareness, "由 y-websocket 写入 བོད", " and by the page.");
  }));

test("a Python program is a named colleague in the page", () =>
  company.attempt("python", async () => {
    const given = [server.url, people[1].token, node.id, "月报 robot", "程序写的一段。"];
    const program = spawn(".venv/bin/python", ["-m", "tests.e2e.live_edit", ...given]);
    let said = "";
    program.stdout.on("data", (piece) => {
      said += piece;
    });
    let complaints = "";
    program.stderr.on("data", (piece) => {
      complaints += piece;
    });
    const ended = new Promise((done) => program.on("exit", done));
    await until(`it has written ${complaints}`, () => said.includes("written"), 30);
    await ann.paragraph("程序写的一段。").waitFor();
    await ann.page.locator("[data-peer='月报 robot']").waitFor();
    await ann.clickEnd("程序写的一段。");
    await ann.page.keyboard.type("人写的几个字。");
    await ann.saved("saved").waitFor();
    program.stdin.end();
    assert.equal(await ended, 0, complaints);
    assert.match(said, /程序写的一段。人写的几个字。/);
    await ann.page.locator("[data-peer='月报 robot']").waitFor({ state: "detached" });
  }));

test("a click is not lost while somebody else types quickly", () =>
  company.attempt("clicks", async () => {
    const peer = hocuspocus(server, `${node.id}/body`, people[1].token);
    await until("synced", () => peer.provider.synced);
    for (const words of ["甲甲", "乙乙", "丙丙"]) peer.write(words);
    await ann.paragraph("丙丙").waitFor();
    const line = new Y.XmlText("快");
    const typed = new Y.XmlElement("paragraph");
    typed.insert(0, [line]);
    peer.body.insert(0, [typed]);
    const typing = setInterval(() => line.insert(line.length, "字"), 10);
    try {
      for (let click = 0; click < 30; click += 1) {
        const words = ["甲甲", "乙乙", "丙丙"][click % 3];
        await ann.paragraph(words).click();
        await ann.page.keyboard.press("End");
        const place = await ann.page.evaluate(
          () => getSelection().anchorNode?.parentElement.closest("p")?.textContent,
        );
        assert.ok(place?.includes(words), `click ${click} on ${words} went to ${place}`);
      }
    } finally {
      clearInterval(typing);
      peer.close();
    }
  }));

test("what all of them wrote is in the file", async () => {
  const program =
    "import sys, tongwen; s = tongwen.connect(sys.argv[1], sys.argv[2]); " +
    "print(s.open(sys.argv[3]).to_text())";
  const text = await python("-c", program, server.url, people[0].token, node.id);
  for (const words of ["第一段。", "😀，由页面续写。", "བོད and by the page.", "人写的几个字。"]) {
    assert.ok(text.includes(words), words);
  }
});
