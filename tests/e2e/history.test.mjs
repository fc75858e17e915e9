/** The history of a document in the page: what it was, who changed what, back again, and nothing lost meanwhile. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Company } from "./browser.mjs";
import { hocuspocus } from "./live.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

let server;
let company;
let people;
let node;
let ann;
let ben;

/** Something typed by a program of somebody, acknowledged by the server. */
async function asPeer(person, act) {
  const peer = hocuspocus(server, `${node.id}/body`, person.token);
  await until("synced", () => peer.provider.synced);
  await act(peer);
  await until("acknowledged", () => !peer.provider.hasUnsyncedChanges);
  peer.close();
}

const name = (label) =>
  server.call("POST", `/nodes/${node.id}/versions`, { token: people[0].token, body: { label } });

before(async () => {
  server = await Server.start();
  company = await Company.gather();
  people = await organisation(server, ["王小明", "Ben Lee", "晨 Cam"]);
  node = await server.call("POST", "/nodes", {
    token: people[0].token,
    body: { parent: people[0].root, name: "纪事", kind: "text" },
  });
  await server.call("PUT", `/nodes/${node.id}/grants/${people[1].id}`, {
    token: people[0].token,
    body: { role: "editor" },
  });
  await asPeer(people[0], (peer) => {
    for (const words of ["床前明月光，疑是地上霜。", "举头望明月，低头思故乡。", "要删去的一段。"])
      peer.write(words);
  });
  await name("初稿 first draft");
  await asPeer(people[1], (peer) => {
    const line = peer.body.toArray().find((block) => block.toString().includes("床前"));
    line.get(0).insert(2, "😀看见");
    const index = peer.body.toArray().findIndex((block) => block.toString().includes("要删去"));
    peer.body.delete(index, 1);
  });
  await asPeer(people[0], (peer) => peer.write("王小明又加了一段。"));
  await name("二稿");
  ann = await company.person("ann", server, { language: "zh-CN" });
  await ann.signIn({ email: people[0].email, password: PASSWORD });
  ben = await company.person("ben", server);
  await ben.signIn({ email: people[1].email, password: PASSWORD });
  for (const person of [ann, ben]) {
    await person.goto(`/edit/${node.id}`);
    await person.saved("saved").waitFor();
  }
});

after(async () => {
  await company?.dismiss();
  await server?.stop();
});

const step = (title, act) => test(title, () => company.attempt(title, act));
const live = (person) => person.page.locator(".tx-live .ProseMirror");
const past = (person) => person.page.locator(".tx-version .ProseMirror");
const entry = (person, label) => person.page.locator("[data-version]", { hasText: label });

const editsSwitch = (person) => person.page.getByRole("switch", { name: person.say("Show edits") });
const onlyNamed = (person) =>
  person.page.getByRole("switch", { name: person.say("Named versions only") });
const notice = (person, label) => person.page.getByRole("status").getByText(person.say(label));

async function openHistory(person) {
  await person.button("More").click();
  await person.menuItem("Version history").click();
  await person.page.getByText(person.say("Now"), { exact: true }).waitFor();
}

step("the versions are listed by day with their people, and can be filtered", async () => {
  await openHistory(ann);
  await ann.page.getByRole("heading", { name: ann.say("Today") }).waitFor();
  await entry(ann, "二稿").waitFor();
  assert.match(await entry(ann, "二稿").textContent(), /Ben Lee|王小明/);
  const all = await ann.page.locator("[data-version]").count();
  await onlyNamed(ann).click();
  await until("fewer, and all of them named", async () => {
    const labels = await ann.page.locator("[data-version]").allTextContents();
    return labels.length === 3 && labels.length <= all;
  });
  await onlyNamed(ann).click();
});

step("a version opens on its pages with each person's changes", async () => {
  await entry(ann, "二稿").click();
  const page = past(ann);
  await page.locator("[data-change]").first().waitFor();
  assert.match(
    await page.locator(".tx-added", { hasText: "😀看见" }).getAttribute("title"),
    /Ben Lee/,
  );
  await page.locator("del.tx-removed", { hasText: "要删去的一段。" }).waitFor();
  assert.match(
    await page.locator(".tx-added", { hasText: "王小明又加了一段。" }).getAttribute("title"),
    /王小明/,
  );
  const colours = await page
    .locator(".tx-added")
    .evaluateAll((found) => [
      ...new Set(found.map((one) => one.style.getPropertyValue("--person"))),
    ]);
  assert.equal(colours.length, 2, "two people, two colours");
  assert.equal(await page.getAttribute("contenteditable"), "false");
  assert.ok((await ann.page.locator(".tx-version .tx-paper").count()) >= 1, "pages are laid out");
  const legend = ann.page.getByRole("list", { name: ann.say("People who changed something") });
  assert.match(await legend.textContent(), /Ben Lee/);
});

step("one goes from change to change by the keyboard, and hides them", async () => {
  const count = Number(await ann.page.locator("[data-changes]").getAttribute("data-changes"));
  assert.ok(count >= 3);
  await ann.page.keyboard.press("Alt+ArrowDown");
  await past(ann).locator('.tx-change-current[data-change="0"]').first().waitFor();
  await ann.page.keyboard.press("Alt+ArrowUp");
  await past(ann)
    .locator(`.tx-change-current[data-change="${count - 1}"]`)
    .first()
    .waitFor();
  await editsSwitch(ann).click();
  await past(ann).locator("[data-change]").first().waitFor({ state: "detached" });
  assert.ok(!(await past(ann).textContent()).includes("要删去"), "the text as it was");
  await editsSwitch(ann).click();
  await past(ann).locator("[data-change]").first().waitFor();
});

step("others go on meanwhile, and nothing of it is lost", async () => {
  await ben.clickEnd("王小明又加了一段。");
  await ben.page.keyboard.type(" typed meanwhile");
  await ben.saved("saved").waitFor();
  await until("the text below has it", async () =>
    (await live(ann).textContent()).includes("typed meanwhile"),
  );
  assert.ok(!(await past(ann).textContent()).includes("typed meanwhile"));
  await ann.page.keyboard.press("Escape");
  await past(ann).waitFor({ state: "detached" });
  await ann.paragraph("typed meanwhile").waitFor();
  await ann.clickEnd("typed meanwhile");
  await ann.page.keyboard.type("，接着写");
  await ann.saved("saved").waitFor();
  await ben.paragraph("typed meanwhile，接着写").waitFor();
});

step("what is new since the last version is shown too", async () => {
  await until(
    "the list has heard",
    async () => {
      await ann.page.evaluate(() => window.dispatchEvent(new Event("focus")));
      return ann.button("Show edits").isVisible();
    },
    30,
  );
  await ann.button("Show edits").click();
  await past(ann).locator(".tx-added", { hasText: "typed meanwhile" }).waitFor();
  await past(ann).locator(".tx-added", { hasText: "接着写" }).waitFor();
  await ann.button("Back to now").click();
  await past(ann).waitFor({ state: "detached" });
});

step("a version is restored for everybody, and that is undone", async () => {
  await entry(ann, "初稿").click();
  await past(ann).waitFor();
  await ann.button("Restore this version").click();
  await ann.dialog.getByRole("button", { name: ann.say("Restore"), exact: true }).click();
  await past(ann).waitFor({ state: "detached" });
  for (const person of [ann, ben]) {
    await until("the old text is back", async () => {
      const text = await live(person).textContent();
      return text.includes("要删去的一段。") && !text.includes("😀看见");
    });
  }
  await notice(ann, "Restored").waitFor();
  await notice(ann, "Undo").click();
  for (const person of [ann, ben]) {
    await until("the new text is back", async () => {
      const text = await live(person).textContent();
      return text.includes("😀看见") && text.includes("接着写") && !text.includes("要删去");
    });
  }
  await ben.saved("saved").waitFor();
});

step("versions are named and renamed in the list", async () => {
  await ann.field("Name the version of now").fill("定稿");
  await ann.page.keyboard.press("Enter");
  await entry(ann, "定稿").waitFor();
  const row = ann.page.locator("li", { has: entry(ann, "定稿") });
  await row.hover();
  await row.getByRole("button").last().click();
  await ann.menuItem("Rename").click();
  await ann.field("Name of the version").fill("终稿");
  await ann.page.keyboard.press("Enter");
  await entry(ann, "终稿").waitFor();
  assert.equal(await entry(ann, "定稿").count(), 0);
});

step("a version that is no longer kept says so", async () => {
  ann.allow(/status of (409|500)/);
  const problem = (code, status) => ({
    status,
    contentType: "application/problem+json",
    body: JSON.stringify({ code, status, title: "忘了", detail: "不再保留。" }),
  });
  await ann.page.route("**/versions/*/changes", (route) =>
    route.fulfill(problem("history-forgotten", 409)),
  );
  await entry(ann, "终稿").click();
  await ann.text("Who changed what is no longer kept for this version.").waitFor();
  await past(ann).waitFor();
  await ann.page.keyboard.press("Escape");
  await past(ann).waitFor({ state: "detached" });
  await ann.page.unroute("**/versions/*/changes");
});
