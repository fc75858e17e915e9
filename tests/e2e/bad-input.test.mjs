/** Bad input as people meet it in the page: broken files, dead links, forged sessions, lost servers and access. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Company } from "./browser.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { python, writeSamples } from "./program.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

/** File → what the page says of it, in Chinese and in English. */
const BROKEN = {
  "not-a-zip.docx": ["不是 Office 文件", "Not an Office file"],
  "encrypted.docx": ["文件受密码保护", "Protected by a password"],
  "bomb.docx": ["文件异常膨胀", "Suspiciously large"],
  "entities.docx": ["已拒绝", "Refused"],
  "truncated.docx": ["不是 Office 文件", "Not an Office file"],
  "renamed.docx": ["旧版 Office 文件", "Older Office file"],
};

let server;
let company;
let people;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tongwen-e2e-bad-"));
  server = await Server.start();
  company = await Company.gather();
  people = await organisation(server);
  await python("-m", "tests.e2e.hostile", folder);
  await writeSamples(folder);
});

after(async () => {
  await company?.dismiss();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const as = (index) => ({ token: people[index].token });

async function upload(name, called = name) {
  const raw = await readFile(join(folder, name));
  const path = `/nodes/${people[0].root}/files/${encodeURIComponent(called)}`;
  return server.call("PUT", path, { ...as(0), raw });
}

async function enter(name, index, options) {
  const person = await company.person(name, server, options);
  await person.signIn({ email: people[index].email, password: PASSWORD });
  return person;
}

/** People do something, and go home at its end. */
function scene(name, act) {
  test(name, async () => {
    try {
      await company.attempt(name, act);
    } finally {
      await company.part();
    }
  });
}

async function refused(person, node, title) {
  person.allow(/status of 4.*format=md/); // where the words come from
  await person.goto(`/edit/${node.id}`);
  const alert = person.page.getByRole("alert");
  await alert.getByRole("heading", { name: title }).waitFor();
  assert.equal(await person.sheet.count(), 0);
  const file = await person.download(() =>
    alert.getByRole("link", { name: person.say("Download") }).click(),
  );
  assert.equal(file.name, node.name);
  assert.ok(file.bytes.equals(await readFile(join(folder, node.name))), `${node.name} is changed`);
}

scene(
  "files that cannot be opened are refused in the page's language, and stay as they were",
  async () => {
    const ann = await enter("ann", 0, { language: "zh-CN" });
    const ben = await enter("ben", 1);
    for (const [name, [chinese, english]] of Object.entries(BROKEN)) {
      const node = await upload(name);
      const body = { role: "viewer" };
      await server.call("PUT", `/nodes/${node.id}/grants/${people[1].id}`, { ...as(0), body });
      await refused(ann, node, chinese);
      await refused(ben, node, english);
    }
  },
);

scene("a legacy .doc is not opened but offered as it is", async () => {
  const ann = await enter("ann", 0, { language: "zh-CN" });
  const node = await upload("legacy.doc");
  await ann.goto(`/edit/${node.id}`);
  await ann.text("This file cannot be shown here. You can download it.").waitFor();
  const file = await ann.download(() => ann.link("Download").first().click());
  assert.ok(file.bytes.equals(await readFile(join(folder, "legacy.doc"))));
});

scene("links that are guessed or have ended lead nowhere, and say so", async () => {
  const node = await upload("说明.txt");
  const expires = new Date(Date.now() + 1500).toISOString();
  const body = { role: "viewer", expires };
  const { token } = await server.call("POST", `/nodes/${node.id}/links`, { ...as(0), body });
  const guest = await company.person("guest", server, { language: "zh-CN" });
  guest.allow(/status of 404.*\/links\//);
  await guest.goto("/s/guessed");
  await guest.text("This link does not lead anywhere any more").waitFor();
  await until("the link has ended", async () => {
    return (await fetch(`${server.url}/api/v1/links/${token}`)).status === 404;
  });
  await guest.goto(`/s/${token}`);
  await guest.text("This link does not lead anywhere any more").waitFor();
});

scene("a forged session leads to the sign-in page", async () => {
  const mallory = await company.person("mallory", server);
  await mallory.context.addCookies([
    { name: "tongwen_session", value: "forged", url: server.url, httpOnly: true },
  ]);
  await mallory.goto(`/folder/${people[0].root}`);
  await mallory.page.waitForURL("**/sign-in*");
  await mallory.page.fill("input[name=email]", people[0].email);
  await mallory.page.fill("input[name=password]", "wrong password");
  await mallory.button("Sign in").click();
  await mallory.page.getByRole("alert").waitFor();
  await mallory.page.fill("input[name=password]", PASSWORD);
  await mallory.button("Sign in").click();
  await mallory.page.waitForURL(`**/folder/${people[0].root}`);
});

scene("an ended session is taken up again where one was", async () => {
  const ann = await enter("ann", 0);
  await ann.openMyFiles();
  await ann.context.clearCookies();
  await ann.link("Trash").click();
  await ann.text("Your session has ended").waitFor();
  await ann.dialog.locator("input[name=password]").fill(PASSWORD);
  await ann.dialog.getByRole("button", { name: ann.say("Sign in") }).click();
  await ann.text("The trash is empty").waitFor();
});

scene("a server that is gone is told of, and found again", async () => {
  const ann = await enter("ann", 0, { language: "zh-CN" });
  ann.allow(/net::ERR_/);
  await server.kill();
  await ann.link("Starred").click();
  const words = ann.say(
    "No connection to the server. What you see may be old; we try again by ourselves.",
  );
  await ann.page.getByText(words).waitFor();
  await server.begin();
  await ann.page.getByText(words).waitFor({ state: "detached" });
  await ann.text("No stars yet").waitFor();
});

scene("who loses access while they write is told", async () => {
  const node = await upload("Shared writing pilot.docx", "Access.docx");
  const grant = `/nodes/${node.id}/grants/${people[1].id}`;
  await server.call("PUT", grant, { ...as(0), body: { role: "editor" } });
  const ben = await enter("ben", 1);
  ben.allow(/status of 404/);
  await ben.goto(`/edit/${node.id}`);
  await ben.clickEnd("Three offices");
  await ben.page.keyboard.type("Written while allowed.");
  await ben.saved("saved").waitFor();
  await server.call("PUT", grant, { ...as(0), body: { role: "viewer" } });
  await ben.saved("read-only").waitFor();
  await until("the page is not editable", async () => {
    return (await ben.sheet.getAttribute("contenteditable")) === "false";
  });
  await ben.paragraph("Written while allowed.").waitFor();
  await server.call("DELETE", grant, as(0));
  await ben.page.getByRole("alert").getByText(ben.say("You no longer have access")).waitFor();
  assert.equal(await ben.sheet.count(), 0);
  const text = await server.call("GET", `/nodes/${node.id}/content?format=md`, as(0));
  assert.match(String(text), /Written while allowed\./);
});

scene("a page that is not there says so, with the way home", async () => {
  const ann = await enter("ann", 0, { language: "zh-CN" });
  ann.allow(/status of 404/);
  for (const path of ["/edit/nothing", "/folder/nothing", "/file/nothing", "/no/such/page"]) {
    await ann.goto(path);
    await ann.text("There is nothing here").waitFor();
  }
  await ann.link("Go to Home").click();
  await ann.page.waitForURL(`${server.url}/`);
});
