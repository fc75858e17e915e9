/**
 * One browser measurement against a running server: `node bench/opening.mjs '<JSON>'`.
 *
 * `{address, email, password, path, ready, rounds, cache, copy, keys}`: opens `path` that often and waits until the
 * selectors `ready` all match and the page has been painted; without `cache` the browser's cache is emptied before each round, without
 * `copy` its copies of documents. Prints JSON: milliseconds from the navigation to that paint and of CPU on the
 * page's main thread for each round, keydown to next paint (Event Timing, 8 ms resolution) of `keys` keys, heap.
 */
import { chromium } from "playwright-core";

const asked = JSON.parse(process.argv[2]);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});

/** Runs in the page: note when everything asked for is there, and when that was painted. */
function watch(ready) {
  window.bench = { keys: [] };
  const looking = new MutationObserver(() => {
    if (!ready.every((selector) => document.querySelector(selector))) return;
    looking.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port2.onmessage = () => {
        window.bench.painted = performance.now();
      };
      port1.postMessage(null);
    });
  });
  looking.observe(document, { subtree: true, childList: true, attributes: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry.name === "keydown") window.bench.keys.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
}

async function mainThread(cdp) {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
}

/** A page of its own each time, so that the main thread's clock begins at nought. */
async function open(context) {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  if (!asked.cache) await cdp.send("Network.clearBrowserCache");
  if (!asked.copy)
    await cdp.send("Storage.clearDataForOrigin", {
      origin: asked.address,
      storageTypes: "indexeddb",
    });
  await page.addInitScript(watch, asked.ready);
  const before = await mainThread(cdp);
  await page.goto(asked.address + asked.path, { waitUntil: "commit" });
  const broken = new Promise((_done, fail) => page.on("pageerror", fail));
  const drawn = page.waitForFunction(() => window.bench?.painted, null, { timeout: 60_000 });
  await Promise.race([broken, drawn]);
  const { painted, pages } = await page.evaluate(() => ({
    painted: window.bench.painted,
    pages: Number(document.querySelector("[data-pages]")?.dataset.pages ?? 0),
  }));
  return { page, painted, pages, cpu: (await mainThread(cdp)) - before };
}

/** Types, and gives each key's milliseconds to the next paint and the main thread's CPU for a key. */
async function type(page, count) {
  await page.waitForTimeout(1500);
  await page.locator(".tx-doc > .tx-p").nth(1).click();
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    window.bench.keys.length = 0;
  });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await mainThread(cdp);
  for (let key = 0; key < count; key += 1) {
    await page.keyboard.type("x");
    await page.waitForTimeout(150);
  }
  await page.waitForTimeout(500);
  const cpu = ((await mainThread(cdp)) - before) / count;
  return { keys: await page.evaluate(() => window.bench.keys), keyCpu: cpu };
}

try {
  const context = await browser.newContext({ viewport: { width: 1300, height: 1000 } });
  const { email, password } = asked;
  await context.request.post(`${asked.address}/api/v1/session`, { data: { email, password } });
  const result = { painted: [], cpu: [], keys: [] };
  const first = await open(context); // imports, and fills the caches of server and browser
  await first.page.waitForTimeout(1000);
  await first.page.close();
  for (let round = 0; round < asked.rounds; round += 1) {
    const { page, painted, cpu, pages } = await open(context);
    result.painted.push(painted);
    result.cpu.push(cpu);
    result.pages = pages;
    if (round === asked.rounds - 1) {
      if (asked.keys) Object.assign(result, await type(page, asked.keys));
      result.heap = await page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);
    }
    await page.waitForTimeout(300);
    await page.close();
  }
  console.log(JSON.stringify(result));
} finally {
  await browser.close();
}
