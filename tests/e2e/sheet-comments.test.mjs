/** Comments on cells by somebody who may edit and somebody who may only comment; columns of tables that are renamed. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Company } from "./browser.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { python } from "./program.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

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
  folder = await mkdtemp(join(tmpdir(), "tongwen-comments-"));
  server = await Server.start();
  company = await Company.gather();
  people = await organisation(server);
  const { root } = people[0];
  const made = await call("POST", "/nodes", { body: { parent: root, name: "表", kind: "sheet" } });
  node = made.id;
  await call("PUT", `/nodes/${node}/grants/${people[1].id}`, { body: { role: "commenter" } });
  ann = await person("ann", people[0], "saved");
  ben = await person("ben", people[1], "read-only");
});

after(async () => {
  await company?.dismiss();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const step = (title, act) => test(title, () => company.attempt(title, act));

async function person(key, { email }, state) {
  const someone = await company.person(key, server);
  await someone.signIn({ email, password: PASSWORD });
  await someone.goto(`/edit/${node}`);
  await someone.saved(state).waitFor();
  await bar(someone).waitFor();
  return someone;
}

const bar = ({ page }) => page.locator("[data-formula-bar] textarea");
const pane = ({ page }) => page.locator("[data-comments]");
const thread = (someone, text) => pane(someone).locator("article", { hasText: text });
const said = (someone, text) => pane(someone).locator("[data-comment]", { hasText: text });

async function select({ page }, address) {
  const box = page.locator("[data-name-box] input");
  await box.fill(address);
  await box.press("Enter");
}

async function type(someone, address, text) {
  await select(someone, address);
  await someone.page.keyboard.type(text);
  await someone.page.keyboard.press("Enter");
  await someone.saved("saved").waitFor();
}

const formula = (someone, address, text) =>
  until(`${address} says ${text}`, async () => {
    await select(someone, address);
    return (await bar(someone).inputValue()) === text;
  });

async function filter(someone, words, context) {
  const name = someone.say(words, {}, context);
  await pane(someone).locator("label", { hasText: name }).first().click();
}

async function more(someone, text) {
  await said(someone, text)
    .getByRole("button", { name: someone.say("More") })
    .click();
}

step("who may only comment begins a thread by keys, and speaks to a member", async () => {
  await select(ben, "B2");
  await ben.page.keyboard.type("not mine to type");
  assert.equal(await bar(ben).inputValue(), "", "a commenter does not edit");
  await ben.page.keyboard.press("Control+Alt+m");
  const box = ben.field("New comment");
  await box.pressSequentially("对吗? @An");
  await pane(ben).getByRole("option", { name: "安 Ann" }).waitFor();
  await ben.page.keyboard.press("Enter");
  assert.equal(await box.inputValue(), "对吗? @安 Ann ");
  await ben.page.keyboard.press("Control+Enter");
  await thread(ben, "对吗?").waitFor();
  assert.equal(await thread(ben, "对吗?").locator("button").first().textContent(), "B2");
});

step("it comes to the other's pane, for whom it is", async () => {
  await ann.page.getByRole("tab", { name: ann.say("Review"), exact: true }).click();
  await ann.page.getByRole("button", { name: ann.say("Comments"), exact: true }).click();
  await thread(ann, "对吗?").waitFor();
  assert.match(await said(ann, "对吗?").textContent(), /本 Ben/);
  await filter(ann, "For me");
  await thread(ann, "对吗?").waitFor();
  await filter(ben, "For me");
  await ben.text("Nobody has mentioned you here.").waitFor();
  await filter(ben, "Open", "comments");
});

step("it is answered, settled, found among the settled and opened again", async () => {
  await thread(ann, "对吗?")
    .getByRole("button", { name: ann.say("Reply…") })
    .click();
  await ann.field("Reply").fill("Yes, 是的");
  await ann.page.keyboard.press("Control+Enter");
  await said(ben, "Yes, 是的").waitFor();
  await thread(ben, "对吗?")
    .getByRole("button", { name: ben.say("Resolve") })
    .click();
  await ben.text("No open comments. Select a cell and press Ctrl+Alt+M.").waitFor();
  await filter(ann, "Resolved");
  await thread(ann, "对吗?").waitFor();
  assert.match(await thread(ann, "对吗?").textContent(), /Resolved by 本 Ben/);
  await thread(ann, "对吗?")
    .getByRole("button", { name: ann.say("Open again") })
    .click();
  await thread(ben, "对吗?").waitFor();
  await filter(ann, "Open", "comments");
});

step("one's own words can be changed, others' not; an editor may delete them", async () => {
  await more(ben, "对吗?");
  await ben.menuItem("Edit").click();
  await ben.field("Edit comment").fill("真的对吗?");
  await ben.page.keyboard.press("Control+Enter");
  await said(ann, "真的对吗?")
    .getByText(/edited/)
    .waitFor();
  const others = said(ben, "Yes, 是的").getByRole("button", { name: ben.say("More") });
  assert.equal(await others.count(), 0);
  await more(ann, "真的对吗?");
  assert.equal(await ann.menuItem("Edit").count(), 0);
  await ann.menuItem("Delete thread").click();
  await thread(ben, "真的对吗?").waitFor({ state: "detached" });
  await ann.button("Undo").last().click();
  await said(ben, "Yes, 是的").waitFor();
});

step("it follows its cell, is told beside it, and leads there", async () => {
  await select(ann, "A1");
  await ann.page.getByRole("tab", { name: ann.say("Insert"), exact: true }).click();
  await ann.page
    .locator('[data-command="row-above"], [aria-label="Insert row above"]')
    .first()
    .click();
  const place = thread(ben, "真的对吗?").locator("button").first();
  await until("the thread is at B3", async () => (await place.textContent()) === "B3");
  await select(ben, "H20");
  await place.click();
  await until("the cell is selected", async () => {
    return (await ben.page.locator("[data-name-box] input").inputValue()) === "B3";
  });
  const card = ben.page.locator("[data-comment-card]");
  await until("the card shows", async () => {
    const grid = await ben.page.locator("[data-grid] [role=grid]").boundingBox();
    await ben.page.mouse.move(grid.x + 300, grid.y + 300);
    // The second column of the third row, at the sizes of a new workbook.
    await ben.page.mouse.move(grid.x + 140, grid.y + 72, { steps: 3 });
    await ben.page.waitForTimeout(500);
    return (await card.count()) === 1;
  });
  assert.match(await card.textContent(), /真的对吗\?.*1 reply/);
});

step("a viewer reads it and writes nothing", async () => {
  await call("PUT", `/nodes/${node}/grants/${people[2].id}`, { body: { role: "viewer" } });
  const cam = await person("cam", people[2], "read-only");
  await cam.page.keyboard.press("Control+Alt+m");
  await cam.page.getByRole("tab", { name: cam.say("Review"), exact: true }).click();
  await cam.page.getByRole("button", { name: cam.say("Comments"), exact: true }).click();
  await thread(cam, "真的对吗?").waitFor();
  assert.equal(await cam.page.locator("[data-comments] textarea").count(), 0);
  assert.equal(
    await pane(cam)
      .getByRole("button", { name: cam.say("Reply…") })
      .count(),
    0,
  );
  await company.leave("cam");
});

step("it is in the file, and a file brings it back", async () => {
  const answer = await fetch(`${server.url}/api/v1/nodes/${node}/content`, {
    headers: { authorization: `Bearer ${people[0].token}` },
  });
  const path = join(folder, "book.xlsx");
  await writeFile(path, Buffer.from(await answer.arrayBuffer()));
  const told = await python(
    "-c",
    "import sys, tongwen; [print(t.cell, t.author, t.text, [(a.author, a.text) for a in t.answers])" +
      " for t in tongwen.open(sys.argv[1]).comments]",
    path,
  );
  assert.equal(told.trim(), "B3 本 Ben 真的对吗? [('安 Ann', 'Yes, 是的')]");
});

step("a header cell renames its column in the other's formulas", async () => {
  for (const [at, text] of ["Item", "Price"].entries()) await type(ann, `${"DE"[at]}1`, text);
  await type(ann, "D2", "Tea");
  await type(ann, "E2", "7");
  await select(ann, "D1");
  await ann.page.keyboard.press("Control+t");
  await ann.page.getByRole("tab", { name: ann.say("Table"), exact: true }).waitFor();
  await type(ann, "G1", "=SUM(Table1[Price])");
  await formula(ben, "G1", "=SUM(Table1[Price])");
  await type(ann, "E1", "Cost");
  await formula(ben, "G1", "=SUM(Table1[Cost])");
  await select(ann, "E1");
  await ann.page.keyboard.press("Control+z");
  await formula(ben, "G1", "=SUM(Table1[Price])");
});

step(
  "what is cut is followed by worksheets that were not loaded yet, however many there are",
  async () => {
    const path = join(folder, "many.xlsx");
    await python(
      "-c",
      [
        "import sys, tongwen",
        "from tongwen.formats.xlsx import blank_xlsx",
        "open(sys.argv[1], 'wb').write(blank_xlsx('en'))",
        "book = tongwen.open(sys.argv[1])",
        "book.sheets[0]['A1'].value = 7",
        "for at in range(2, 91): book.add_sheet(f'S{at}')['A1'].value = f'=Sheet1!A1*{at}'",
        "book.save(sys.argv[1])",
      ].join("\n"),
      path,
    );
    const { root, token } = people[0];
    const put = await fetch(`${server.url}/api/v1/nodes/${root}/files/many.xlsx`, {
      method: "PUT",
      headers: { authorization: `Bearer ${token}` },
      body: await readFile(path),
    });
    const { id } = await put.json();
    await ann.goto(`/edit/${id}`);
    await ann.saved("saved").waitFor();
    await bar(ann).waitFor();
    await ann.page.evaluate(() => document.querySelector("[data-name-box] input").focus());
    await select(ann, "A1");
    await ann.page.keyboard.press("Control+x");
    await select(ann, "C3");
    await ann.page.keyboard.press("Control+v");
    await formula(ann, "C3", "7");
    await ann.saved("saved").waitFor();
    await select(ann, "S90!A1");
    await until("the last worksheet follows", async () => {
      return (await bar(ann).inputValue()) === "=Sheet1!C3*90";
    });
  },
);
