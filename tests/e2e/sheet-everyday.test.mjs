/** What people do with a workbook every day: pictures, tabs, menus by keys, pasting, filling, filtering; two people at once. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { deflateSync } from "node:zlib";
import { Company } from "./browser.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { python } from "./program.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

/** A grey picture of 200 × 100 pixels. */
function pictureFile() {
  const rows = Buffer.concat(
    Array.from({ length: 100 }, () => Buffer.concat([Buffer.of(0), Buffer.alloc(200, 128)])),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(200, 0);
  header.writeUInt32BE(100, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

let server;
let company;
let people;
let folder;
let node;
let ann;
let ben;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tongwen-everyday-"));
  server = await Server.start();
  company = await Company.gather();
  people = await organisation(server);
  const [first, second] = people;
  node = await server.call("POST", "/nodes", {
    token: first.token,
    body: { parent: first.root, name: "日常", kind: "sheet" },
  });
  await server.call("PUT", `/nodes/${node.id}/grants/${second.id}`, {
    token: first.token,
    body: { role: "editor" },
  });
  ann = await opened("ann", first, "zh-CN");
  ben = await opened("ben", second, "en");
});

after(async () => {
  await company?.dismiss();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const step = (title, act) => test(title, () => company.attempt(title, act));

async function opened(key, person, language) {
  const someone = await company.person(key, server, {
    language,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await someone.signIn({ email: person.email, password: PASSWORD });
  await someone.goto(`/edit/${node.id}`);
  await grid(someone).waitFor();
  await saved(someone);
  return someone;
}

const grid = ({ page }) => page.locator("[data-grid] [role=grid]");
const saved = (someone) => someone.saved("saved").waitFor();
const picture = ({ page }) => page.locator("[data-drawing=image]:not([aria-hidden])");

async function select(someone, address) {
  const box = someone.page.locator("[data-name-box] input");
  await box.fill(address);
  await box.press("Enter");
  await until(`${address} is selected`, async () => (await box.inputValue()) === address);
}

async function contents(someone, address) {
  await select(someone, address);
  return someone.page.locator("[data-formula-bar] textarea").inputValue();
}

const holds = (someone, address, expected) =>
  until(
    `${address} holds ${expected}`,
    async () => (await contents(someone, address)) === expected,
  );

/** Type lines into cells below each other. */
async function type(someone, address, ...lines) {
  await select(someone, address);
  for (const line of lines) {
    await someone.page.keyboard.type(line);
    await someone.page.keyboard.press("Enter");
  }
}

/** Where a cell is in the window: its middle, or its far corner. */
async function place(someone, address) {
  await select(someone, address);
  const [, letters, digits] = /^([A-Z])(\d+)$/.exec(address);
  const box = await grid(someone).boundingBox();
  const [column, row] = [letters.charCodeAt(0) - 65, Number(digits) - 1];
  const [x, y] = [box.x + 46 + column * 64, box.y + 20 + row * 20];
  return { middle: [x + 32, y + 12], corner: [x + 64, y + 20] };
}

async function drag({ page }, [x, y], by, held) {
  await page.mouse.move(x, y);
  await page.mouse.down();
  if (held) await page.keyboard.down(held);
  await page.mouse.move(x + by[0] / 2, y + by[1] / 2);
  await page.mouse.move(x + by[0], y + by[1]);
  await page.mouse.up();
  if (held) await page.keyboard.up(held);
}

async function download() {
  const answer = await fetch(`${server.url}/api/v1/nodes/${node.id}/content`, {
    headers: { authorization: `Bearer ${people[0].token}` },
  });
  assert.equal(answer.status, 200);
  const path = join(folder, "downloaded.xlsx");
  await writeFile(path, Buffer.from(await answer.arrayBuffer()));
  return path;
}

const inFile = async (what, ...more) =>
  JSON.parse(await python("-m", "tests.e2e.sheets", what, await download(), ...more));

async function command({ page }, id, tab) {
  if (tab) await page.getByRole("tab", { name: tab, exact: true }).click();
  await page.locator(`[data-command="${id}"]`).first().click();
}

step("a picture is put over the cells, and a colleague sees it", async () => {
  await select(ann, "C4");
  const [chooser] = await Promise.all([
    ann.page.waitForEvent("filechooser"),
    command(ann, "image", ann.say("Insert")),
  ]);
  await chooser.setFiles({ name: "方块.png", mimeType: "image/png", buffer: pictureFile() });
  for (const someone of [ann, ben])
    await until(`${someone.language} sees the picture`, () =>
      picture(someone)
        .locator("img")
        .evaluateAll(([image]) => image?.naturalWidth === 200),
    );
  await saved(ann);
  const [one] = await inFile("--pictures");
  assert.deepEqual([one.row, one.col, one.width, one.height], [3, 2, 200, 100]);
});

step("it is moved, sized and put back, for both and in the file", async () => {
  const { x, y, width, height } = await picture(ann).boundingBox();
  await drag(ann, [x + 40, y + 40], [128, 100]);
  const isAt = (someone, dx, dy) =>
    until(`the picture of ${someone.language} moved by ${dx}, ${dy}`, async () => {
      const now = await picture(someone).boundingBox();
      return Math.abs(now.x - x - dx) < 3 && Math.abs(now.y - y - dy) < 3;
    });
  for (const someone of [ann, ben]) await isAt(someone, 128, 100);
  await drag(ann, [x + 128 + width, y + 100 + height], [100, 50]);
  await until("it is larger", async () => (await picture(ben).boundingBox()).width > 280);
  await saved(ann);
  const [one] = await inFile("--pictures");
  assert.deepEqual([one.row, one.col], [8, 4]);
  assert.ok(Math.abs(one.width - 300) < 6 && Math.abs(one.height - 150) < 6, JSON.stringify(one));
  await ann.page.keyboard.press("Control+z");
  await until("it is as it was", async () => (await picture(ben).boundingBox()).width < 210);
  await ann.page.keyboard.press("Control+z");
  for (const someone of [ann, ben]) await isAt(someone, 0, 0);
});

step("it is moved by keys, and deleted by them", async () => {
  const { x, y } = await picture(ann).boundingBox();
  await ann.page.mouse.click(x + 50, y + 50);
  await ann.page.keyboard.press("ArrowRight");
  await until("it moved", async () => (await picture(ben).boundingBox()).x > x + 5);
  await ann.page.keyboard.press("Delete");
  for (const someone of [ann, ben]) await picture(someone).waitFor({ state: "detached" });
  await saved(ann);
  assert.deepEqual(await inFile("--pictures"), []);
  await type(ann, "A1", "typed on");
  await holds(ben, "A1", "typed on");
});

step("a tab is dragged before another, for both and in the file", async () => {
  const add = ann.button("New worksheet").last();
  for (const count of [2, 3]) {
    await add.click();
    await until(`${count} tabs`, async () => (await tabs(ann)).length === count);
  }
  const [first, second, third] = await tabs(ann);
  await ann.page
    .getByRole("tab", { name: third, exact: true })
    .dragTo(ann.page.getByRole("tab", { name: first, exact: true }), {
      targetPosition: { x: 4, y: 10 },
    });
  for (const someone of [ann, ben])
    await until(`the order of ${someone.language}`, async () => {
      return (await tabs(someone)).join() === [third, first, second].join();
    });
  await saved(ann);
  assert.deepEqual(await inFile("--sheets"), [third, first, second]);
  await ann.page.getByRole("tab", { name: first, exact: true }).click();
});

const tabs = ({ page }) => page.locator("[data-sheet]").allTextContents();

step("menus open and are used by keys alone", async () => {
  await type(ann, "B1", "gone");
  await select(ann, "B1");
  await ann.page.keyboard.press("Shift+F10");
  const menu = ann.page.locator("[data-menu=cells]");
  await menu.waitFor();
  const clear = menu.locator("[data-command=clear-contents]");
  await until("the verb has the focus", async () => {
    if (await clear.evaluate((item) => item === document.activeElement)) return true;
    await ann.page.keyboard.press("ArrowDown");
    return false;
  });
  await ann.page.keyboard.press("Enter");
  await menu.waitFor({ state: "detached" });
  await holds(ben, "B1", "");
  await ann.page.keyboard.press("Shift+F10");
  await menu.waitFor();
  await ann.page.keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });
  await ann.page.keyboard.type("back");
  await ann.page.keyboard.press("Enter");
  await holds(ann, "B1", "back");
  const [name] = await tabs(ann);
  await ann.page.getByRole("tab", { name, exact: true }).focus();
  await ann.page.keyboard.press("Shift+F10");
  await ann.page.locator("[data-menu=tab]").waitFor();
  await ann.page.keyboard.press("Escape");
  await ann.page.locator("[data-menu=tab]").waitFor({ state: "detached" });
});

step("paste special adds to what is there, as one step", async () => {
  await type(ann, "D1", "2", "=D1*3");
  await type(ann, "E1", "10", "20");
  await select(ann, "D1:D2");
  await ann.page.keyboard.press("Control+c");
  await select(ann, "E1");
  await ann.page.keyboard.press("Control+Alt+v");
  await ann.dialog.getByLabel(ann.say("Add"), { exact: true }).click();
  await ann.dialog.getByRole("button", { name: ann.say("Paste"), exact: true }).click();
  await ann.dialog.waitFor({ state: "detached" });
  await holds(ben, "E1", "12");
  await holds(ben, "E2", "=20+(E1*3)");
  await ann.page.keyboard.press("Control+z");
  await holds(ben, "E2", "20");
});

step("a paste is done in another way by its button", async () => {
  await select(ann, "D1:D2");
  await ann.page.keyboard.press("Control+c");
  await select(ann, "F1");
  await ann.page.keyboard.press("Control+v");
  await ann.page.locator("[data-paste-options]").click();
  await ann.menuItem("Values").click();
  await holds(ben, "F2", "6");
  await select(ann, "F1");
  await ann.page.keyboard.press("Control+z");
  await holds(ben, "F2", "");
});

step("pasted text is cut into columns", async () => {
  await ann.page.evaluate(() => navigator.clipboard.writeText("甲;1\n乙;2"));
  await select(ann, "H1");
  await ann.page.keyboard.press("Control+v");
  await ann.page.locator("[data-paste-options]").click();
  await ann.menuItem("Cut into columns…").click();
  await ann.dialog.getByRole("button", { name: ann.say("Split"), exact: true }).click();
  await holds(ben, "H2", "乙");
  await holds(ben, "I2", "2");
});

step("the handle fills on, with Ctrl otherwise, and by months", async () => {
  await type(ann, "A3", "5");
  const { corner } = await place(ann, "A3");
  await drag(ann, corner, [-20, 40], "Control");
  await holds(ben, "A5", "7");
  await type(ann, "A7", "2026-01-31");
  const dated = await place(ann, "A7");
  await drag(ann, dated.corner, [-20, 40]);
  await ann.page.locator("[data-fill-options]").click();
  await ann.menuItem("By months").click();
  await holds(ben, "A8", "2026-02-28");
  await holds(ben, "A9", "2026-03-31");
});

step("a table is filtered by its own button", async () => {
  await type(ann, "K1", "城市", "沈阳", "大连", "沈阳");
  await select(ann, "K1");
  await ann.page.keyboard.press("Control+t");
  await select(ann, "K1");
  await ann.page.keyboard.press("Alt+ArrowDown");
  const menu = ann.page.locator("[data-menu=filter]");
  await menu.getByLabel("大连").click();
  await menu.getByRole("button", { name: ann.say("Apply"), exact: true }).click();
  await menu.waitFor({ state: "detached" });
  await select(ben, "K2");
  await ben.page.keyboard.press("ArrowDown");
  await until("the hidden row is passed over", async () => {
    const at = await ben.page.locator("[data-name-box] input").inputValue();
    return at === "K4";
  });
});
