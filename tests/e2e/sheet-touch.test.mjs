/** A workbook under fingers: taps, handles, long presses, two fingers, and the tools of a phone. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Company } from "./browser.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

const GRID = "[data-grid] [role=grid]";
const FIELD = "[data-cell-editor]";
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const TABLET = { viewport: { width: 1024, height: 768 }, hasTouch: true };

let server;
let company;
let people;

before(async () => {
  server = await Server.start();
  company = await Company.gather();
  people = await organisation(server);
});

after(async () => {
  await company.dismiss();
  await server.stop();
});

/** A person with a finger: where the grid is, and a way to send touches. */
async function opened(name, device, language) {
  const [{ token, root }] = people;
  const body = { parent: root, name: `指尖 ${name}`, kind: "sheet" };
  const node = await server.call("POST", "/nodes", { token, body });
  const person = await company.person(name, server, {
    language,
    permissions: ["clipboard-read", "clipboard-write"],
    ...device,
  });
  await person.goto("/sign-in");
  await person.page.fill("input[name=email]", people[0].email);
  await person.page.fill("input[name=password]", PASSWORD);
  await person.page.keyboard.press("Enter");
  await person.page.waitForURL(`${server.url}/`);
  await person.goto(`/edit/${node.id}`);
  await person.page.waitForSelector(GRID);
  await person.saved("saved").waitFor();
  const touch = await person.context.newCDPSession(person.page);
  const send = (type, ...points) =>
    touch.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    });
  const box = await person.page.locator(GRID).boundingBox();
  return Object.assign(person, { send, box });
}

/** The middle of a cell of a new workbook: headings of 46 × 22, cells of 64 × 20 pixels. */
const cell = ({ box }, row, col) => [box.x + 46 + 64 * col + 32, box.y + 22 + 20 * row + 10];
const tap = ({ page }, [x, y]) => page.touchscreen.tap(x, y);

/** Tap a cell and wait until it is the active one, drawn with its handles. */
async function choose(person, row, col) {
  await tap(person, cell(person, row, col));
  await until("it is active", async () => (await active(person)) === `${row},${col}`);
  const [x, y] = cell(person, row, col);
  await until("its handle stands at it", async () => {
    const [left, top] = await handle(person, "end");
    return Math.abs(left - x - 32) < 2 && Math.abs(top - y - 10) < 2;
  });
}
const active = ({ page }) => page.locator(GRID).getAttribute("data-active");
const selected = ({ page }) => page.locator("[data-name-box] input").inputValue();

/** Drag, and rest before lifting: a flung finger would make the browser swallow the next tap. */
async function drag({ send, page }, from, to, steps = 6) {
  await send("touchStart", from);
  for (let step = 1; step <= steps; step += 1) {
    const share = step / steps;
    await send("touchMove", [
      from[0] + (to[0] - from[0]) * share,
      from[1] + (to[1] - from[1]) * share,
    ]);
  }
  await page.waitForTimeout(150);
  await send("touchMove", to);
  await send("touchEnd");
}

async function press({ send, page }, place) {
  await send("touchStart", place);
  await page.waitForTimeout(700); // a long press is one by its time
  await send("touchEnd");
}

/** The middle of a handle of the selection. */
async function handle({ page }, which) {
  const found = page.locator(`[data-handle=${which}]`);
  await found.waitFor();
  const { x, y, width, height } = await found.boundingBox();
  return [x + width / 2, y + height / 2];
}

const firstRow = ({ page }) =>
  page.locator(GRID).evaluate((grid) => {
    const scroller = [...grid.querySelectorAll("div")].find(
      (part) => getComputedStyle(part).overflowY === "auto" && part.scrollHeight > 2000,
    );
    return scroller.scrollTop;
  });

for (const [name, device, language] of [
  ["phone", PHONE, "zh-CN"],
  ["tablet", TABLET, "en"],
]) {
  test(`a workbook on a ${name}`, async (t) => {
    const person = await opened(name, device, language);

    await company.step(t, "a tap selects, a second one edits", async () => {
      await tap(person, cell(person, 1, 1));
      await until("B2 is active", async () => (await active(person)) === "1,1");
      const field = person.page.locator(FIELD);
      assert.equal(await field.getAttribute("data-cell-editor"), "idle");
      assert.equal(await field.evaluate((element) => element.inputMode), "none");
      await tap(person, cell(person, 1, 1));
      await until(
        "B2 is edited",
        async () => (await field.getAttribute("data-cell-editor")) === "open",
      );
      assert.equal(await field.evaluate((element) => element.inputMode), "text");
      assert.ok(await field.evaluate((element) => document.activeElement === element));
      await person.page.keyboard.insertText("指");
      await tap(person, cell(person, 3, 1));
      await until("B4 is active", async () => (await active(person)) === "3,1");
      const bar = person.page.locator("[data-formula-bar] textarea");
      await tap(person, cell(person, 1, 1));
      await until("B2 holds it", async () => (await bar.inputValue()) === "指");
    });

    await company.step(t, "handles extend the selection, either way", async () => {
      await choose(person, 3, 1);
      await drag(person, await handle(person, "end"), cell(person, 6, 2));
      await until("B4:C7", async () => (await selected(person)) === "B4:C7");
      await drag(person, await handle(person, "start"), cell(person, 2, 0));
      await until("A3:C7", async () => (await selected(person)) === "A3:C7");
    });

    await company.step(t, "columns are chosen by their headings, and stretched", async () => {
      const [x] = cell(person, 0, 1);
      await tap(person, [x, person.box.y + 11]);
      await until("B:B", async () => (await selected(person)) === "B:B");
    });

    await company.step(t, "a long press opens the menu; its verbs work", async () => {
      const say = (message) => person.say(message);
      await choose(person, 3, 3);
      await press(person, cell(person, 1, 1));
      await until("B2 is active", async () => (await active(person)) === "1,1");
      for (const verb of ["Cut", "Copy", "Paste", "Clear contents"])
        await person.menuItem(verb).first().waitFor();
      await person.menuItem("Format cells").first().waitFor();
      await person.menuItem("Copy").first().tap();
      await person.page
        .getByText(say("Clear contents"), { exact: true })
        .waitFor({ state: "detached" });
      await press(person, cell(person, 5, 2));
      await person.menuItem("Paste").first().tap();
      const bar = person.page.locator("[data-formula-bar] textarea");
      await until("C6 holds it", async () => (await bar.inputValue()) === "指");
      await press(person, cell(person, 5, 2));
      await person.menuItem("Clear contents").first().tap();
      await until("C6 is empty", async () => (await bar.inputValue()) === "");
    });

    await company.step(t, "a long press within a selection keeps it", async () => {
      await choose(person, 3, 0);
      await drag(person, await handle(person, "end"), cell(person, 5, 2));
      await until("A4:C6", async () => (await selected(person)) === "A4:C6");
      await press(person, cell(person, 4, 1));
      await person.menuItem("Cut").first().waitFor();
      assert.equal(await selected(person), "A4:C6");
      await person.page.keyboard.press("Escape");
      await person.menuItem("Cut").first().waitFor({ state: "detached" });
    });

    await company.step(t, "one finger scrolls and selects nothing", async () => {
      const before = await active(person);
      await drag(person, cell(person, 15, 1), cell(person, 2, 1), 12);
      await until("it scrolled", async () => (await firstRow(person)) > 50);
      assert.equal(await active(person), before);
      await drag(person, cell(person, 2, 1), cell(person, 15, 1), 12);
    });

    await company.step(t, "two fingers zoom where they are", async () => {
      const [x, y] = cell(person, 10, 1);
      const spread = async (from, to) => {
        await person.send("touchStart", [x, y - from], [x, y + from]);
        for (let step = 1; step <= 5; step += 1) {
          const now = from + ((to - from) * step) / 5;
          await person.send("touchMove", [x, y - now], [x, y + now]);
          await person.page.waitForTimeout(20); // a frame
        }
        await person.send("touchEnd");
      };
      const size = () =>
        person.page.locator(FIELD).evaluate((element) => element.getBoundingClientRect().height);
      await choose(person, 10, 1);
      const before = await size();
      await spread(60, 120);
      await until("it is larger", async () => (await size()) > before * 1.7);
      await spread(120, 60);
      await until("it is as before", async () => Math.abs((await size()) - before) < 2);
    });

    await company.step(t, "a formula takes references by taps", async () => {
      await tap(person, cell(person, 8, 0));
      await until("A9 is active", async () => (await active(person)) === "8,0");
      await tap(person, cell(person, 8, 0));
      await until(
        "A9 is edited",
        async () => (await person.page.locator(FIELD).getAttribute("data-cell-editor")) === "open",
      );
      await person.page.keyboard.insertText("=");
      await tap(person, cell(person, 1, 1));
      await until(
        "it points",
        async () => (await person.page.locator(FIELD).textContent()) === "=B2",
      );
      await person.page.keyboard.press("Enter");
      const bar = person.page.locator("[data-formula-bar] textarea");
      await tap(person, cell(person, 8, 0));
      await until("A9 holds it", async () => (await bar.inputValue()) === "=B2");
    });

    await company.leave(name);
  });
}
