/** Rich text in a cell: fonts of characters by keys and tools, an input method, the clipboard, undo, and a colleague who sees it. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Company } from "./browser.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { python } from "./program.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

const GRID = "[data-grid] [role=grid]";
const FIELD = "[data-cell-editor]";

let server;
let company;
let node;
let ann;
let ben;
let token;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tongwen-rich-"));
  server = await Server.start();
  company = await Company.gather();
  const [first, second] = await organisation(server);
  token = first.token;
  node = await server.call("POST", "/nodes", {
    token: first.token,
    body: { parent: first.root, name: "Rich", kind: "sheet" },
  });
  await server.call("PUT", `/nodes/${node.id}/grants/${second.id}`, {
    token: first.token,
    body: { role: "editor" },
  });
  ann = await opened("ann", first, "en");
  ben = await opened("ben", second, "zh-CN");
});

after(async () => {
  await company.browser.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
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

async function goTo({ page }, name) {
  const box = page.locator("[data-name-box] input");
  await until(`${name} is active`, async () => {
    await box.fill(name);
    await box.press("Enter");
    await page.waitForTimeout(100);
    return (await box.inputValue()) === name;
  });
}

const field = ({ page }) => page.locator(FIELD);

/** The pieces of the open field: text, and whether it is bold, italic, struck, its size in the page. */
function pieces({ page }) {
  return page.evaluate((selector) => {
    const root = document.querySelector(selector);
    return [...root.childNodes].flatMap((child) => {
      if (child.nodeName === "BR") return [];
      const look = getComputedStyle(child.nodeType === Node.TEXT_NODE ? root : child);
      const flags = [
        Number(look.fontWeight) >= 600 && "bold",
        look.fontStyle === "italic" && "italic",
        look.textDecorationLine.includes("line-through") && "strike",
        look.textDecorationLine.includes("underline") && "underline",
        look.color === "rgb(194, 59, 34)" && "red",
      ];
      return [[child.textContent, flags.filter(Boolean).join(" ")]];
    });
  }, FIELD);
}

async function expectPieces(person, wanted) {
  let found;
  await until(`the field shows ${JSON.stringify(wanted)}`, async () => {
    found = await pieces(person);
    return JSON.stringify(found) === JSON.stringify(wanted);
  }).catch((error) => {
    throw new Error(`${error.message}, but ${JSON.stringify(found)}`);
  });
}

/** What a cell holds when one edits it. */
async function heldIn(person, name) {
  await goTo(person, name);
  await person.page.keyboard.press("F2");
  const found = await pieces(person);
  await person.page.keyboard.press("Escape");
  return found;
}

async function expectHeld(person, name, wanted) {
  await until(`${name} holds ${JSON.stringify(wanted)}`, async () => {
    const found = await heldIn(person, name);
    return JSON.stringify(found) === JSON.stringify(wanted);
  });
}

const MIXED = [
  ["plain ", ""],
  ["bold", "bold"],
  [" both", "bold italic"],
];

test("rich text in a cell", async (t) => {
  await company.step(t, "keys format what is typed next", async () => {
    await goTo(ann, "A1");
    await ann.page.keyboard.type("plain ");
    await ann.page.keyboard.press("Control+b");
    await ann.page.keyboard.type("bold");
    await ann.page.keyboard.press("Control+i");
    await ann.page.keyboard.type(" both");
    await expectPieces(ann, MIXED);
    await ann.page.keyboard.press("Enter");
    await expectHeld(ann, "A1", MIXED);
    await expectHeld(ben, "A1", MIXED);
  });

  await company.step(t, "keys and tools format what is selected", async () => {
    await goTo(ann, "A2");
    await ann.page.keyboard.type("one two three");
    for (const _ of "three") await ann.page.keyboard.press("Shift+ArrowLeft");
    await ann.page.keyboard.press("F2");
    await ann.page.keyboard.press("End");
    for (const _ of "three") await ann.page.keyboard.press("Shift+ArrowLeft");
    await ann.page.keyboard.press("Control+5");
    await ann.button("Bold").click();
    await expectPieces(ann, [
      ["one two ", ""],
      ["three", "bold strike"],
    ]);
    assert.equal(await ann.button("Bold").getAttribute("aria-pressed"), "true");
    await ann.page.keyboard.press("Home");
    await ann.page.keyboard.press("Control+u");
    await ann.page.keyboard.type("so ");
    await ann.page.keyboard.press("Enter");
    await expectHeld(ben, "A2", [
      ["so ", "underline"],
      ["one two ", ""],
      ["three", "bold strike"],
    ]);
  });

  await company.step(t, "the size is chosen from its list for the selected letters", async () => {
    await goTo(ann, "A3");
    await ann.page.keyboard.type("Big small");
    await ann.page.keyboard.press("F2");
    await ann.page.keyboard.press("Home");
    for (const _ of "Big") await ann.page.keyboard.press("Shift+ArrowRight");
    const size = ann.page
      .getByRole("combobox", { name: ann.say("Font size") })
      .or(ann.page.getByRole("textbox", { name: ann.say("Font size") }));
    await size.first().click();
    await size.first().fill("24");
    await size.first().press("Enter");
    await until("the field has the keys again", async () =>
      field(ann).evaluate((element) => document.activeElement === element),
    );
    const sizes = await ann.page.evaluate((selector) => {
      const root = document.querySelector(selector);
      return [...root.querySelectorAll("span")].map(
        (span) => `${span.textContent} ${getComputedStyle(span).fontSize}`,
      );
    }, FIELD);
    assert.deepEqual(sizes, ["Big 32px"]);
    await ann.page.keyboard.press("Enter");
    await expectHeld(ben, "A3", [
      ["Big", ""],
      [" small", ""],
    ]);
  });

  await company.step(t, "undo in the editor, and one step after it", async () => {
    await goTo(ann, "A1");
    await ann.page.keyboard.press("F2");
    await ann.page.keyboard.type(" more");
    await ann.page.keyboard.press("Control+z");
    await ann.page.keyboard.press("Control+z");
    await expectPieces(ann, MIXED);
    await ann.page.keyboard.press("Control+y");
    await ann.page.keyboard.press("Control+y");
    await ann.page.keyboard.press("Enter");
    const longer = [...MIXED.slice(0, 2), [" both more", "bold italic"]];
    await expectHeld(ben, "A1", longer);
    await goTo(ann, "C1");
    await ann.page.keyboard.press("Control+z");
    await expectHeld(ben, "A1", MIXED);
  });

  await company.step(t, "cells are copied and pasted with their runs, and as HTML", async () => {
    await goTo(ann, "A1");
    await ann.page.keyboard.press("Control+c");
    await goTo(ann, "B1");
    await ann.page.keyboard.press("Control+v");
    await expectHeld(ben, "B1", MIXED);
    const html = await ann.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return (await item.getType("text/html")).text();
    });
    assert.match(html, /font-weight:\s?bold[^>]*>bold</);
    await ann.page.evaluate(async (given) => {
      const blob = (type, text) => new Blob([text], { type });
      await navigator.clipboard.write([
        new ClipboardItem({
          "text/html": blob("text/html", given),
          "text/plain": blob("text/plain", "甲乙"),
        }),
      ]);
    }, "<table><tr><td>甲<b>乙</b></td></tr></table>");
    await goTo(ann, "B2");
    await ann.page.keyboard.press("Control+v");
    await expectHeld(ben, "B2", [
      ["甲", ""],
      ["乙", "bold"],
    ]);
  });

  await company.step(t, "characters are cut and pasted with their fonts", async () => {
    await goTo(ann, "A1");
    await ann.page.keyboard.press("F2");
    for (const _ of " both") await ann.page.keyboard.press("Shift+ArrowLeft");
    await ann.page.keyboard.press("Control+x");
    await expectPieces(ann, MIXED.slice(0, 2));
    await ann.page.keyboard.press("Home");
    await ann.page.keyboard.press("Control+v");
    await expectPieces(ann, [[" both", "bold italic"], ...MIXED.slice(0, 2)]);
    await ann.page.keyboard.press("Escape");
    await expectHeld(ann, "A1", MIXED);
  });

  await company.step(t, "an input method composes among runs", async () => {
    await goTo(ann, "A1");
    await ann.page.keyboard.press("F2");
    await ann.page.keyboard.press("Home");
    for (const _ of "plain bo") await ann.page.keyboard.press("ArrowRight");
    const input = await ann.context.newCDPSession(ann.page);
    await input.send("Input.imeSetComposition", { text: "ni", selectionStart: 2, selectionEnd: 2 });
    await goTo(ben, "D9");
    await ben.page.keyboard.type("meanwhile");
    await ben.page.keyboard.press("Enter");
    await input.send("Input.imeSetComposition", {
      text: "nihao",
      selectionStart: 5,
      selectionEnd: 5,
    });
    await input.send("Input.insertText", { text: "你好" });
    await expectPieces(ann, [MIXED[0], ["bo你好ld", "bold"], MIXED[2]]);
    await ann.page.keyboard.press("Control+z");
    await expectPieces(ann, MIXED);
    await ann.page.keyboard.press("Escape");
  });

  await company.step(
    t,
    "formulas show their references in colours, and have no fonts",
    async () => {
      await goTo(ann, "E1");
      await ann.page.keyboard.type("=A1&B2");
      const colors = await ann.page.evaluate((selector) => {
        const root = document.querySelector(selector);
        return [...root.querySelectorAll("span")].map((span) => span.textContent);
      }, FIELD);
      assert.deepEqual(colors, ["A1", "B2"]);
      await ann.page.keyboard.press("Enter");
      await expectHeld(ben, "E1", [
        ["=", ""],
        ["A1", ""],
        ["&", ""],
        ["B2", ""],
      ]);
    },
  );

  await company.step(t, "Alt+Enter breaks a line, and Ctrl+Enter fills as one step", async () => {
    await goTo(ann, "F1:F3");
    await ann.page.keyboard.type("two");
    await ann.page.keyboard.press("Alt+Enter");
    await ann.page.keyboard.press("Control+b");
    await ann.page.keyboard.type("lines");
    await ann.page.keyboard.press("Control+Enter");
    const lines = [
      ["two\n", ""],
      ["lines", "bold"],
    ];
    for (const name of ["F1", "F3"]) await expectHeld(ben, name, lines);
    await goTo(ann, "C1");
    await ann.page.keyboard.press("Control+z");
    for (const name of ["F1", "F3"]) await expectHeld(ben, name, []);
  });

  await company.step(t, "the bar edits the same text, and fonts stay", async () => {
    await goTo(ann, "A1");
    const bar = ann.page.locator("[data-formula-bar] textarea");
    await bar.click();
    await bar.press("End");
    await ann.page.keyboard.type("!");
    await ann.page.keyboard.press("Enter");
    await expectHeld(ben, "A1", [...MIXED.slice(0, 2), [" both!", "bold italic"]]);
    await goTo(ann, "A1");
    await bar.click();
    await bar.press("Home");
    for (const _ of "plain") await bar.press("Shift+ArrowRight");
    await bar.press("Control+u");
    await bar.press("Enter");
    await expectHeld(ben, "A1", [
      ["plain", "underline"],
      [" ", ""],
      ["bold", "bold"],
      [" both!", "bold italic"],
    ]);
  });

  await company.step(t, "the field stays at its cell for text read from the right", async () => {
    await goTo(ann, "G4");
    await ann.page.keyboard.type("abc");
    const { x, y } = await field(ann).boundingBox();
    await ann.page.keyboard.press("Escape");
    await ann.page.keyboard.insertText("שלום");
    const now = await field(ann).boundingBox();
    await ann.page.keyboard.press("Escape");
    assert.deepEqual([now.x, now.y], [x, y]);
  });

  await company.step(t, "the file has the runs", async () => {
    await ann.saved("saved").waitFor();
    const answer = await fetch(`${server.url}/api/v1/nodes/${node.id}/content`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const path = join(folder, "rich.xlsx");
    await writeFile(path, Buffer.from(await answer.arrayBuffer()));
    const runs = JSON.parse(await python("-m", "tests.e2e.outlined", "--runs", path, "A1"));
    assert.deepEqual(runs, [
      ["plain", "", 11],
      [" ", "", null],
      ["bold", "b", 11],
      [" both!", "bi", 11],
    ]);
  });
});
