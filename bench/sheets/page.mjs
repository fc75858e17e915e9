/**
 * Workbooks in a browser, against a running server: `node bench/sheets/page.mjs '<JSON>'`.
 *
 * `{address, email, password, books: {empty, small, large, chain}, rounds, edits}`: the nodes of workbooks; with `only`,
 * a node, that is opened once and no more. Prints JSON: milliseconds to the first paint with content, and of CPU on the page's main thread;
 * heap in MB; frames in milliseconds while scrolling; milliseconds from Enter to the other page's picture of the
 * change, and to the picture of the last of 100,000 formulas. Pictures are compared: what counts is what is drawn.
 */
import { chromium } from "playwright-core";

const asked = JSON.parse(process.argv[2]);
const PATIENCE = 90_000;
const SETTLING = 6000; // ms, for calculation after the first paint
const INSET = 3; // pixels within a cell that its borders and selections may take
const FORMULAS = 100_000;
const numberOf = (edit) => 20_000 + edit * 7;
const SCROLLED = 20_000; // pixels, at least
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--no-first-run",
  ],
});

/** Runs in the page: note the first picture with content, the time of Enter, and changes of a picture. */
function watch() {
  const bench = { painted: 0, entered: 0, changed: null, frames: [] };
  window.bench = bench;
  const clock = () => performance.timeOrigin + performance.now();
  const look = () => {
    const canvas = document.querySelector("[data-grid] [role=grid] canvas");
    const bar = document.querySelector("[data-formula-bar] textarea");
    if (!canvas || !bar?.value) return requestAnimationFrame(look);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port2.onmessage = () => {
        bench.painted = performance.now();
      };
      port1.postMessage(null);
    });
  };
  requestAnimationFrame(look);
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter") bench.entered = performance.timeOrigin + event.timeStamp;
    },
    true,
  );
  /** Begin to look at a part of the cells; `changed` becomes the time at which it was another. */
  bench.arm = ({ x, y, w, h }) => {
    const canvas = document.querySelector("[data-grid] [role=grid] canvas");
    const picture = () => canvas.getContext("2d").getImageData(x, y, w, h).data;
    const before = picture();
    bench.changed = null;
    const compare = () => {
      const now = picture();
      if (now.some((value, at) => value !== before[at])) {
        bench.changed = clock();
        bench.settled = () => picture().every((value, at) => value === now[at]);
      } else requestAnimationFrame(compare);
    };
    requestAnimationFrame(compare);
    return before.some((value) => value !== before[0]);
  };
  bench.count = (on) => {
    bench.counting = on;
    let last = performance.now();
    const frame = (now) => {
      bench.frames.push(now - last);
      last = now;
      if (bench.counting) requestAnimationFrame(frame);
    };
    if (on) requestAnimationFrame(frame);
  };
}

async function mainThread(cdp) {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
}

async function open(context, node) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  await cdp.send("Storage.clearDataForOrigin", {
    origin: asked.address,
    storageTypes: "indexeddb",
  });
  await page.addInitScript(watch);
  const before = await mainThread(cdp);
  const broken = new Promise((_done, fail) => page.on("pageerror", fail));
  await page.goto(`${asked.address}/edit/${node}`, { waitUntil: "commit" });
  await Promise.race([broken, page.waitForFunction(() => window.bench?.painted > 0)]);
  const painted = await page.evaluate(() => window.bench.painted);
  return { page, cdp, painted, cpu: (await mainThread(cdp)) - before };
}

async function signedIn() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const { email, password } = asked;
  await context.request.post(`${asked.address}/api/v1/session`, { data: { email, password } });
  return context;
}

/** Open a workbook some times, each in a page of its own. */
async function opening(context, node, rounds) {
  const found = { painted: [], cpu: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const { page, painted, cpu } = await open(context, node);
    if (round > 0) {
      found.painted.push(painted); // the first imports, and fills the caches
      found.cpu.push(cpu);
    }
    await page.close();
  }
  return found;
}

/** MB that a page holds, with its buffers; its worker is not in it. */
async function heap({ page, cdp }) {
  await page.waitForTimeout(SETTLING);
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize = 0 } = await cdp.send("Runtime.getHeapUsage");
  return (usedSize + backingStorageSize) / 1e6;
}

/** Milliseconds of each frame while the wheel turns. */
async function scrolling({ page }) {
  await page.mouse.move(600, 500);
  await page.evaluate(() => window.bench.count(true));
  for (let turn = 0; turn < 120; turn += 1) await page.mouse.wheel(0, 400);
  const far = await page.evaluate(() => {
    window.bench.count(false);
    const all = [...document.querySelectorAll("[data-grid] [role=grid] *")];
    return Math.max(...all.map((element) => element.scrollTop));
  });
  if (far < SCROLLED) throw new Error(`the wheel turned, but the grid is at ${far}`);
  const frames = await page.evaluate(() => window.bench.frames.slice(2));
  await page.keyboard.press("Control+Home");
  await page.waitForTimeout(500);
  return frames;
}

/** Go to a cell by the name box; gives the place of its inside in the picture of the cells. */
async function goTo(page, name) {
  const box = page.locator("[data-name-box] input");
  await box.fill(name);
  await box.press("Enter");
  await page.waitForTimeout(300);
  const cell = await page.locator("[data-cell-editor]").boundingBox();
  const grid = await page.locator("[data-grid] [role=grid]").boundingBox();
  const [x, y] = [cell.x - grid.x + INSET, cell.y - grid.y + INSET];
  return { x, y, w: cell.width - 2 * INSET, h: cell.height - 2 * INSET };
}

/** Milliseconds from Enter in `cell` to another picture of the cell `shown` in the page `seen`, for each edit. */
async function edits(writer, cell, seen, shown, count) {
  const found = [];
  const where = await goTo(seen, shown);
  if (seen !== writer) await goTo(seen, "A1");
  await goTo(writer, cell);
  for (let edit = 0; edit <= count; edit += 1) {
    await writer.keyboard.type(String(numberOf(edit)));
    const drawn = await seen.evaluate((place) => window.bench.arm(place), where);
    if (!drawn) throw new Error("there is nothing in the picture that is to change");
    await writer.keyboard.press("Enter");
    await seen.waitForFunction(() => window.bench.changed !== null);
    const entered = await writer.evaluate(() => window.bench.entered);
    const changed = await seen.evaluate(() => window.bench.changed);
    if (edit > 0) found.push(changed - entered);
    await writer.keyboard.press("ArrowUp");
    await writer.waitForTimeout(400);
    const settled = await seen.evaluate(() => window.bench.settled());
    if (!settled) throw new Error("what was drawn first was not the last picture");
  }
  return found;
}

async function measured({ books, rounds }) {
  const [ann, ben] = [await signedIn(), await signedIn()];
  const result = {};
  result.small = await opening(ann, books.small, rounds);
  result.large = await opening(ann, books.large, rounds);
  const empty = await open(ann, books.empty);
  result.empty = await heap(empty);
  await empty.page.close();
  const large = await open(ann, books.large);
  result.heap = await heap(large);
  result.frames = await scrolling(large);
  const other = await open(ben, books.large);
  await other.page.waitForTimeout(SETTLING);
  result.edits = await edits(large.page, "D3", other.page, "D3", asked.edits);
  await other.page.close();
  await large.page.close();
  const chain = await open(ann, books.chain);
  await chain.page.waitForTimeout(SETTLING);
  result.chain = await edits(chain.page, "A1", chain.page, "J1", rounds * 2);
  await goTo(chain.page, "J1:K1");
  const words = (await chain.page.locator("footer").textContent()).replaceAll(",", "");
  const last = String(numberOf(rounds * 2) + FORMULAS - 1);
  if (!words.includes(last)) throw new Error(`the last formula is not ${last}: ${words}`);
  return result;
}

try {
  const found = asked.only ? await opening(await signedIn(), asked.only, 0) : await measured(asked);
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
}
