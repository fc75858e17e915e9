/** Two people in one workbook: typing, formulas, copying, undoing, and structure that changes under somebody's hands. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Company } from "./browser.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

const GRID = "[data-grid] [role=grid]";

let server;
let company;
let people;
let node;
let ann;
let ben;

before(async () => {
  server = await Server.start();
  company = await Company.gather();
  people = await organisation(server);
  const [first, second] = people;
  node = await server.call("POST", "/nodes", {
    token: first.token,
    body: { parent: first.root, name: "账本", kind: "sheet" },
  });
  await server.call("PUT", `/nodes/${node.id}/grants/${second.id}`, {
    token: first.token,
    body: { role: "editor" },
  });
  ann = await opened("ann", first, "zh-CN");
  ben = await opened("ben", second, "en");
});

after(async () => {
  await company.browser.close();
  await server.stop();
});

async function opened(key, person, language) {
  const someone = await company.person(key, server, {
    language,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await someone.signIn({ email: person.email, password: PASSWORD });
  await someone.goto(`/edit/${node.id}`);
  await someone.page.waitForSelector(GRID);
  await someone.saved("saved").waitFor();
  return someone;
}

/** Put the caret of the grid into a cell, by the name box, which a colleague's change may fill anew while one types. */
async function goTo({ page }, name) {
  const box = page.locator("[data-name-box] input");
  await until(`${name} is active`, async () => {
    await box.fill(name);
    await box.press("Enter");
    await page.waitForTimeout(100);
    return (await box.inputValue()) === name;
  });
}

/** What the formula bar says of a cell. */
async function written(person, name) {
  await goTo(person, name);
  return person.page.locator("[data-formula-bar] textarea").inputValue();
}

async function expectWritten(person, name, text) {
  await until(`${name} is ${text}`, async () => (await written(person, name)) === text);
}

async function type({ page }, ...rows) {
  for (const text of rows) {
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  }
}

const active = ({ page }) => page.locator(GRID).getAttribute("data-active");

test("people in a workbook", async (t) => {
  await company.step(t, "what one types the other sees", async () => {
    await goTo(ann, "A1");
    await type(ann, "项目", "12.5", "7", "=sum(A2:A3)");
    await expectWritten(ben, "A1", "项目");
    await expectWritten(ben, "A4", "=SUM(A2:A3)");
  });

  await company.step(t, "colleagues are seen where they are", async () => {
    await until(
      "ann is drawn",
      async () => (await ben.page.locator(GRID).getAttribute("data-people")) === "1",
    );
  });

  await company.step(t, "arrows, Tab and Enter move; Shift and Ctrl extend and jump", async () => {
    await goTo(ann, "A1");
    await ann.page.keyboard.press("Control+ArrowDown");
    assert.equal(await active(ann), "3,0");
    await ann.page.keyboard.press("Tab");
    assert.equal(await active(ann), "3,1");
    await ann.page.keyboard.press("Control+Home");
    assert.equal(await active(ann), "0,0");
  });

  await company.step(t, "cells are copied with their formulas, moved along", async () => {
    await goTo(ann, "A4");
    await ann.page.keyboard.press("Control+c");
    await goTo(ann, "B4");
    await ann.page.keyboard.press("Control+v");
    await expectWritten(ann, "B4", "=SUM(B2:B3)");
    await expectWritten(ben, "B4", "=SUM(B2:B3)");
  });

  await company.step(t, "a table from another program is pasted with its numbers", async () => {
    const html =
      '<table><tr><td x:num="1.5">1.50</td><td style="font-weight:700">粗</td></tr></table>';
    await ann.page.evaluate(async (given) => {
      const blob = (type, text) => new Blob([text], { type });
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/html": blob("text/html", given),
          "text/plain": blob("text/plain", "1.50\t粗"),
        }),
      ]);
    }, html);
    await goTo(ann, "D1");
    await ann.page.keyboard.press("Control+v");
    await expectWritten(ben, "D1", "1.5");
    await expectWritten(ben, "E1", "粗");
  });

  await company.step(t, "each takes back only what is their own", async () => {
    await goTo(ben, "C1");
    await type(ben, "ben's");
    await goTo(ann, "C2");
    await type(ann, "ann's");
    await expectWritten(ben, "C2", "ann's");
    await goTo(ben, "C3");
    await ben.page.keyboard.press("Control+z");
    await expectWritten(ben, "C1", "");
    await expectWritten(ann, "C1", "");
    await expectWritten(ann, "C2", "ann's");
    await goTo(ben, "C3");
    await ben.page.keyboard.press("Control+y");
    await expectWritten(ann, "C1", "ben's");
  });

  await company.step(t, "rows that a colleague inserts take my editor with its cell", async () => {
    await goTo(ben, "F3");
    await ben.page.keyboard.type("half a wo");
    await goTo(ann, "A1");
    await ann.page.keyboard.press("Shift+ ");
    await ann.page.keyboard.press("Control+Shift++");
    await expectWritten(ann, "A2", "项目");
    await ben.page.keyboard.type("rd");
    await ben.page.keyboard.press("Enter");
    await expectWritten(ben, "F4", "half a word");
    await expectWritten(ann, "F4", "half a word");
    await expectWritten(ann, "A5", "=SUM(A3:A4)");
  });

  await company.step(t, "a formula takes references by pointing and by arrows", async () => {
    await goTo(ann, "H1");
    await ann.page.keyboard.type("=");
    await ann.page.keyboard.press("ArrowLeft");
    await ann.page.keyboard.type("+1");
    await ann.page.keyboard.press("Enter");
    await expectWritten(ben, "H1", "=G1+1");
  });

  await company.step(t, "an input method writes into the cell from its first key", async () => {
    await goTo(ann, "J2");
    const input = await ann.context.newCDPSession(ann.page);
    await input.send("Input.imeSetComposition", { text: "ni", selectionStart: 2, selectionEnd: 2 });
    await goTo(ben, "J3");
    await type(ben, "meanwhile");
    await input.send("Input.insertText", { text: "你好" });
    await ann.page.keyboard.press("Enter");
    await expectWritten(ben, "J2", "你好");
    await expectWritten(ann, "J3", "meanwhile");
  });

  await company.step(t, "everything is there after the page is opened again", async () => {
    await ann.saved("saved").waitFor();
    await ben.goto(`/edit/${node.id}`);
    await ben.page.waitForSelector(GRID);
    await expectWritten(ben, "A5", "=SUM(A3:A4)");
    await expectWritten(ben, "C2", "ben's");
  });
});
