/** A real `.xlsx` in the drive: edited by two people at once, calculated, downloaded, opened again. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Company } from "./browser.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { partsOf, python } from "./program.mjs";
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

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tongwen-sheet-"));
  await python("-m", "tests.e2e.sheets", join(folder, NAME));
  server = await Server.start();
  company = await Company.gather();
  people = await organisation(server);
  ann = await person("ann", people[0]);
  ben = await person("ben", people[1]);
});

after(async () => {
  await company?.dismiss();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const step = (title, act) => test(title, () => company.attempt(title, act));

async function person(key, { email }) {
  const someone = await company.person(key, server);
  await someone.signIn({ email, password: PASSWORD });
  return someone;
}

const grid = ({ page }) => page.locator("[data-grid] [role=grid]");
const bar = ({ page }) => page.locator("[data-formula-bar] textarea");

/** Go to a cell or an area by the name box. */
async function select(someone, address) {
  const box = someone.page.locator("[data-name-box] input");
  await box.fill(address);
  await box.press("Enter");
}

/** What the formula bar says of a cell. */
async function contents(someone, address) {
  await select(someone, address);
  return bar(someone).inputValue();
}

const holds = (someone, address, expected) =>
  until(
    `${address} holds ${expected}`,
    async () => (await contents(someone, address)) === expected,
  );

/** Type into a cell as a person does. */
async function type(someone, address, text) {
  await select(someone, address);
  await someone.page.keyboard.type(text);
  await someone.page.keyboard.press("Enter");
}

/** What the status bar sums up of an area, once the selection rests. */
async function sums(someone, area, expected) {
  await select(someone, area);
  await until(`${area} sums to ${expected}`, async () => {
    const words = await someone.page.locator("footer").textContent();
    return words.replaceAll(",", "").includes(expected);
  });
}

const saved = (someone) => someone.saved("saved").waitFor();

async function download(version = "") {
  const answer = await fetch(`${server.url}/api/v1/nodes/${node}/content${version}`, {
    headers: { authorization: `Bearer ${people[0].token}` },
  });
  assert.equal(answer.status, 200);
  return Buffer.from(await answer.arrayBuffer());
}

async function cellsOf(bytes, sheet, ...addresses) {
  const path = join(folder, "downloaded.xlsx");
  await writeFile(path, bytes);
  return JSON.parse(await python("-m", "tests.e2e.sheets", "--read", path, sheet, ...addresses));
}

step("a workbook is uploaded and opened from the list", async () => {
  await ann.openMyFiles();
  await ann.upload(join(folder, NAME));
  await ann.closeTray();
  await ann.row(NAME).dblclick();
  await ann.page.waitForURL("**/edit/*");
  node = ann.page.url().split("/").at(-1);
  await saved(ann);
  await grid(ann).waitFor();
  await holds(ann, "A2", "华东");
  await holds(ann, "E2", "=B2+C2");
  await sums(ann, "E2:E4", "6397");
  await ann.page.locator("[data-drawing=chart] canvas, [data-drawing=chart] svg").first().waitFor();
});

step("only reading it changes nothing", async () => {
  const bytes = await readFile(join(folder, NAME));
  assert.deepEqual(await download(), bytes);
});

step("two people see what the other types, calculated", async () => {
  await server.call("PUT", `/nodes/${node}/grants/${people[1].id}`, {
    token: people[0].token,
    body: { role: "editor" },
  });
  await ben.goto(`/edit/${node}`);
  await saved(ben);
  await holds(ben, "A2", "华东");
  await type(ann, "B2", "2000");
  await type(ben, "C4", "=C3*2");
  await holds(ben, "B2", "2000");
  await holds(ann, "C4", "=C3*2");
  await sums(ben, "E2:E4", `${2000 + 1346 + 1766 + 1015 + 1804}`);
  await sums(ann, "E2:E4", `${2000 + 1346 + 1766 + 1015 + 1804}`);
  await saved(ann);
  await saved(ben);
});

step("another worksheet is loaded when it is looked at", async () => {
  await ben.page.getByRole("tab", { name: "Notes" }).click();
  await holds(ben, "B2", "done");
  await type(ben, "B3", "在办");
  await ann.page.getByRole("tab", { name: "Notes" }).click();
  await holds(ann, "B3", "在办");
  await saved(ben);
});

step("one's own undo leaves the other's edit", async () => {
  await ann.page.getByRole("tab", { name: "预算" }).click();
  await select(ann, "A1");
  await ann.page.keyboard.press("Control+z");
  await holds(ann, "B2", "1280");
  await holds(ann, "C4", "=C3*2");
  await ann.page.keyboard.press("Control+y");
  await holds(ann, "B2", "2000");
  await saved(ann);
});

step("the download has the edits, and all else as it was", async () => {
  const bytes = await download();
  assert.deepEqual(await cellsOf(bytes, "预算", "B2", "C4", "E2", "A3"), [
    2000,
    "=C3*2",
    "=B2+C2",
    "西南",
  ]);
  assert.deepEqual(await cellsOf(bytes, "Notes", "B3"), ["在办"]);
  const [before, after] = await partsOf(join(folder, NAME), join(folder, "downloaded.xlsx"));
  const touched = Object.keys(before).filter((name) => before[name] !== after[name]);
  for (const name of touched) {
    assert.match(name, /worksheets\/sheet\d\.xml|sharedStrings|tables\/|styles|Content_Types|rels/);
  }
  assert.ok(!touched.some((name) => /charts|drawings|comments/.test(name)));
});

step("it is there again after a reload, and as CSV", async () => {
  await ann.page.reload();
  await saved(ann);
  await holds(ann, "B2", "2000");
  const csv = (await download("?format=csv")).toString("utf8");
  assert.match(csv, /华东,2000,1346/);
  const notes = (await download("?format=csv&sheet=Notes")).toString("utf8");
  assert.match(notes, /plan,done\r\n/);
});

step("who may only read can type nothing", async () => {
  await server.call("PUT", `/nodes/${node}/grants/${people[1].id}`, {
    token: people[0].token,
    body: { role: "viewer" },
  });
  await ben.saved("read-only").waitFor();
  await ben.page.getByRole("tab", { name: "预算" }).click();
  await type(ben, "A3", "forbidden");
  await holds(ben, "A3", "西南");
  assert.deepEqual(await cellsOf(await download(), "预算", "A3"), ["西南"]);
});

step("a new spreadsheet is begun from the drive", async () => {
  await ann.goto("/");
  await ann.button("New").click();
  await ann.menuItem("Spreadsheet").click();
  await ann.page.waitForURL("**/edit/*");
  await saved(ann);
  await grid(ann).waitFor();
  await type(ann, "A1", "=1+2");
  await holds(ann, "A1", "=1+2");
  await saved(ann);
});
