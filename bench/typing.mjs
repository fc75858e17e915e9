/**
 * Opening and typing in a real document in a real browser against a running server.
 *
 *   node bench/typing.mjs ADDRESS EMAIL PASSWORD NODE [KEYS]
 *
 * Prints one line of JSON: milliseconds from the navigation to a page one can type in, and from keydown to
 * the next paint (Event Timing, 8 ms resolution).
 */
import { chromium } from "playwright-core";

const [address, email, password, node, keys = "50"] = process.argv.slice(2);
if (node === undefined) {
  console.error("usage: node bench/typing.mjs ADDRESS EMAIL PASSWORD NODE [KEYS]");
  process.exit(2);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const context = await browser.newContext({ viewport: { width: 1300, height: 1000 } });
await context.request.post(`${address}/api/v1/session`, { data: { email, password } });
const page = await context.newPage();
await page.addInitScript(() => {
  window.keydowns = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name === "keydown") window.keydowns.push(entry.duration);
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
});

/** The navigation, twice: the second with the program in the cache, as a person has it. */
async function open() {
  await page.goto(`${address}/edit/${node}`);
  await page.waitForSelector(".tx-doc[contenteditable=true] .tx-p");
  await page.waitForSelector("[data-pages]");
  return page.evaluate(() => Math.round(performance.now()));
}

const cold = await open();
const warm = await open();
await page.waitForTimeout(2000);
await page.locator(".tx-doc > .tx-p").nth(1).click();
await page.evaluate(() => {
  window.keydowns.length = 0;
});
for (let key = 0; key < Number(keys); key += 1) {
  await page.keyboard.type("x");
  await page.waitForTimeout(120);
}
await page.waitForTimeout(500);
const result = await page.evaluate(() => {
  const sorted = [...window.keydowns].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
  return {
    pages: Number(document.querySelector("[data-pages]")?.dataset.pages),
    keys: sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    heapMB: Math.round(performance.memory.usedJSHeapSize / 1e6),
    elements: document.querySelectorAll("*").length,
  };
});
console.log(JSON.stringify({ node, openColdMs: cold, openWarmMs: warm, ...result }));
await page.keyboard.press("Control+z");
await browser.close();
