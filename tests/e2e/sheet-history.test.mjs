/** The history of a workbook in the page: as it was, what differs, brought back for everybody, and back again. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Company } from "./browser.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { python } from "./program.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

const NAME = "预算.xlsx";

let server;
let company;
let people;
let folder;
let node;
let ann;
let ben;

const call = (method, path, more = {}) =>
  server.call(method, path, { token: people[0].token, ...more });

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tongwen-sheet-history-"));
  await python("-m", "tests.e2e.sheets", join(folder, NAME));
  server = await Server.start();
  company = await Company.gather();
  people = await organisation(server);
  node = await upload(NAME, await readFile(join(folder, NAME)));
  await call("PUT", `/nodes/${node}/grants/${people[1].id}`, { body: { role: "editor" } });
  ann = await person("ann", people[0]);
  ben = await person("ben", people[1]);
});

after(async () => {
  await company?.dismiss();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const step = (title, act) => test(title, () => company.attempt(title, act));

async function upload(name, bytes) {
  const { root, token } = people[0];
  const answer = await fetch(
    `${server.url}/api/v1/nodes/${root}/files/${encodeURIComponent(name)}`,
    { method: "PUT", headers: { authorization: `Bearer ${token}` }, body: bytes },
  );
  assert.ok(answer.ok, await answer.clone().text());
  return (await answer.json()).id;
}

async function person(key, { email }) {
  const someone = await company.person(key, server);
  await someone.signIn({ email, password: PASSWORD });
  await someone.goto(`/edit/${node}`);
  await someone.saved("saved").waitFor();
  return someone;
}

const bar = ({ page }) => page.locator("[data-formula-bar] textarea");
const version = ({ page }) => page.locator("[data-version-view]");
const entry = ({ page }, label) => page.locator("button[data-version]", { hasText: label });
const tab = (someone, name) => version(someone).getByRole("tab", { name });

async function select(someone, address) {
  const box = someone.page.locator("[data-name-box] input");
  await box.fill(address);
  await box.press("Enter");
}

async function type(someone, address, text) {
  await select(someone, address);
  await someone.page.keyboard.type(text);
  await someone.page.keyboard.press("Enter");
  await someone.saved("saved").waitFor();
}

const holds = (someone, address, expected) =>
  until(`${address} holds ${expected}`, async () => {
    await select(someone, address);
    return (await bar(someone).inputValue()) === expected;
  });

async function openHistory(someone) {
  await someone.button("More").click();
  await someone.menuItem("Version history").click();
  await someone.page.getByText(someone.say("Now"), { exact: true }).waitFor();
}

/** What the head of a version says of the active cell. */
const active = (someone) => version(someone).locator("[data-active-cell]");

step("a version is shown in the grid as it was, with who made it and what differs", async () => {
  await holds(ann, "B2", "1280");
  await type(ann, "B2", "2000");
  await type(ben, "C3", "=C2*2");
  await ben.page.getByRole("tab", { name: "Notes" }).click();
  await type(ben, "B3", "在办");
  await call("POST", `/nodes/${node}/versions`, { body: { label: "二稿" } });
  await type(ann, "B2", "3000");
  await openHistory(ann);
  await entry(ann, "二稿").click();
  await version(ann).locator("[role=grid]").waitFor();
  await version(ann).locator("[data-changed-cells='3']").waitFor();
  const head = await version(ann).locator("header").textContent();
  assert.match(head, /二稿/);
  for (const { name } of people.slice(0, 2)) assert.ok(head.includes(name), `${name} in ${head}`);
  assert.equal(await tab(ann, /预算/).getAttribute("data-changed"), "2");
  assert.equal(await tab(ann, /Notes/).getAttribute("data-changed"), "1");
});

step("its cells can be read but not changed, on every worksheet", async () => {
  await ann.page.keyboard.press("Control+Home");
  await until("the cell and what it was before", async () =>
    /B2\s*2000\s*Before: 1280/.test(await active(ann).textContent()),
  );
  await ann.page.keyboard.type("9");
  await ann.page.keyboard.press("Enter");
  await ann.page.keyboard.press("Delete");
  await ann.page.keyboard.press("Control+z");
  await tab(ann, /Notes/).click();
  assert.equal(await tab(ann, /Notes/).getAttribute("aria-selected"), "true");
  await until("the cell of the other worksheet", async () =>
    /A1\s*Item/.test(await active(ann).textContent()),
  );
  await ben.page.getByRole("tab", { name: "预算" }).click();
  await holds(ben, "B2", "3000");
});

step("the first version says that it is the first; Esc goes back to now", async () => {
  const first = ann.page.locator("button[data-version='1']");
  await first.click();
  await version(ann).getByText("This is the first version.").waitFor();
  await version(ann).locator("[role=grid]").waitFor();
  await ann.page.keyboard.press("Escape");
  await version(ann).waitFor({ state: "detached" });
  await holds(ann, "B2", "3000");
});

step("bringing it back is an edit for everybody, and can be undone", async () => {
  await entry(ann, "二稿").click();
  await version(ann).locator("[role=grid]").waitFor();
  await version(ann)
    .getByRole("button", { name: ann.say("Restore this version") })
    .click();
  await ann.page.getByRole("dialog").getByRole("button", { name: "Restore", exact: true }).click();
  await version(ann).waitFor({ state: "detached" });
  await holds(ann, "B2", "2000");
  await holds(ben, "B2", "2000");
  const undo = ann.page.getByRole("status").getByText(ann.say("Undo"));
  await undo.click();
  await holds(ben, "B2", "3000");
  await holds(ann, "B2", "3000");
});

step("a version whose file is damaged says so, and the way back is there", async () => {
  await ann.page.route("**/versions/1/parts", (route) =>
    route.fulfill({ status: 200, contentType: "application/octet-stream", body: "damaged" }),
  );
  await ann.page.reload();
  await ann.saved("saved").waitFor();
  await openHistory(ann);
  await ann.page.locator("button[data-version='1']").click();
  await version(ann).getByText("This version cannot be shown").waitFor();
  await entry(ann, "二稿").click();
  await version(ann).getByText("The version before cannot be read").waitFor();
  await version(ann).locator("[role=grid]").waitFor();
  await version(ann).getByRole("button", { name: "Back to now" }).click();
  await holds(ann, "B2", "3000");
});

step("who may only read sees versions and cannot bring one back", async () => {
  await call("PUT", `/nodes/${node}/grants/${people[1].id}`, { body: { role: "viewer" } });
  await ben.saved("read-only").waitFor();
  await ben.page.reload();
  await openHistory(ben);
  await entry(ben, "二稿").click();
  await version(ben).locator("[data-changed-cells='3']").waitFor();
  const restore = version(ben).getByRole("button", { name: ben.say("Restore this version") });
  assert.equal(await restore.count(), 0);
});
