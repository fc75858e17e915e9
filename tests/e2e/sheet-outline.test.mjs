/** Outlines beside the headings, and what is painted behind tall frozen panes. */
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

const GRID = "[data-grid] [role=grid]";

let server;
let company;
let folder;
let ann;

before(async () => {
  server = await Server.start();
  company = await Company.gather();
  folder = await mkdtemp(join(tmpdir(), "tongwen-outline-"));
  const path = join(folder, "大纲.xlsx");
  await python("-m", "tests.e2e.outlined", path);
  const [first] = await organisation(server);
  const answer = await fetch(`${server.url}/api/v1/nodes/${first.root}/files/outlined.xlsx`, {
    method: "PUT",
    body: await readFile(path),
    headers: { authorization: `Bearer ${first.token}` },
  });
  const { id, node } = await answer.json();
  ann = await company.person("ann", server, { language: "zh-CN" });
  await ann.signIn({ email: first.email, password: PASSWORD });
  await ann.goto(`/edit/${id ?? node.id}`);
  await ann.page.waitForSelector(GRID);
  await ann.saved("saved").waitFor();
});

after(async () => {
  await company.dismiss();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The colour that the renderer painted at a point of the body, from the start of the cells. */
function painted({ page }, x, y) {
  return page
    .locator(`${GRID} canvas`)
    .first()
    .evaluate(
      (canvas, [left, top]) => {
        const scale = canvas.width / canvas.getBoundingClientRect().width;
        const at = [(46 + left) * scale, (22 + top) * scale].map(Math.round);
        return [...canvas.getContext("2d").getImageData(at[0], at[1], 1, 1).data.slice(0, 3)];
      },
      [x, y],
    );
}

const signs = ({ page }, axis) =>
  page
    .locator(`[data-outline] [data-sign=${axis}]`)
    .evaluateAll((all) => all.map((sign) => `${sign.dataset.level}${sign.textContent}`));

const levels = ({ page }, axis) => page.locator(`[data-outline] [data-show-level=${axis}]`);

async function expectSigns(person, axis, wanted) {
  await until(`the signs are ${wanted}`, async () => {
    const found = await signs(person, axis);
    return JSON.stringify(found) === JSON.stringify(wanted);
  });
}

test("a workbook with outlines", async (t) => {
  await company.step(t, "cells right behind tall frozen panes are painted", async () => {
    await until("E10 is green", async () => {
      const color = await painted(ann, 4 * 64 + 3, 9 * 20 + 3);
      return color.join() === "30,142,90";
    });
  });

  await company.step(t, "a lane for each level, folded as the file says", async () => {
    await expectSigns(ann, "rows", ["1−", "2−"]);
    await expectSigns(ann, "cols", ["1+"]);
    assert.deepEqual(await levels(ann, "rows").allTextContents(), ["1", "2", "3"]);
    assert.deepEqual(await levels(ann, "cols").allTextContents(), ["1", "2"]);
  });

  await company.step(t, "signs fold and unfold, buttons show whole levels", async () => {
    await ann.page.locator("[data-outline] [data-sign=cols]").click();
    await expectSigns(ann, "cols", ["1−"]);
    await levels(ann, "rows").nth(0).click();
    await expectSigns(ann, "rows", ["1+"]);
    await levels(ann, "rows").nth(1).click();
    await expectSigns(ann, "rows", ["1−", "2+"]);
    await ann.page.keyboard.press("Control+z");
    await expectSigns(ann, "rows", ["1+"]);
    await levels(ann, "rows").nth(2).click();
    await expectSigns(ann, "rows", ["1−", "2−"]);
  });

  await company.step(t, "keys group and ungroup", async () => {
    const box = ann.page.locator("[data-name-box] input");
    await box.fill("20:22");
    await box.press("Enter");
    await until("the rows are selected", async () => (await box.inputValue()) === "20:22");
    await ann.page.keyboard.press("Alt+Shift+ArrowRight");
    await expectSigns(ann, "rows", ["1−", "2−", "1−"]);
    await ann.page.keyboard.press("Alt+Shift+ArrowLeft");
    await expectSigns(ann, "rows", ["1−", "2−"]);
  });

  await company.step(t, "cells are hit where they are, beside the outline", async () => {
    const grid = await ann.page.locator(GRID).boundingBox();
    const [gutter, lanes] = [3 * 15 + 6, 2 * 15 + 6];
    await ann.page.mouse.click(grid.x + gutter + 46 + 64 + 30, grid.y + lanes + 22 + 20 + 10);
    await until(
      "B2 is active",
      async () => (await ann.page.locator(GRID).getAttribute("data-active")) === "1,1",
    );
  });
});
