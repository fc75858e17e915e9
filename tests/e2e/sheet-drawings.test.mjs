/** Shapes, groups, metafiles and controls of a file over its cells: shown, and as they were when it is downloaded. */
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

let server;
let company;
let folder;
let headers;
let node;
let ann;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tongwen-drawings-"));
  await python("-m", "tests.e2e.drawn", join(folder, "drawn.xlsx"));
  server = await Server.start();
  company = await Company.gather();
  const [owner] = await organisation(server);
  headers = { authorization: `Bearer ${owner.token}` };
  const me = await (await fetch(`${server.url}/api/v1/me`, { headers })).json();
  const target = `${server.url}/api/v1/nodes/${me.root}/files/drawn.xlsx`;
  const body = await readFile(join(folder, "drawn.xlsx"));
  node = (await (await fetch(target, { method: "PUT", body, headers })).json()).id;
  ann = await company.person("ann", server);
  await ann.signIn({ email: owner.email, password: PASSWORD });
});

after(async () => {
  await company?.dismiss();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const step = (title, act) => test(title, () => company.attempt(title, act));
const drawings = (kind) => ann.page.locator(kind ? `[data-drawing="${kind}"]` : "[data-drawing]");

step("drawings of a file are shown over its cells", async () => {
  await ann.goto(`/edit/${node}`);
  await drawings("shape").first().locator("path").first().waitFor();
  assert.equal(await drawings("shape").first().innerText(), "同文");
  const box = await drawings("shape").first().locator("svg").first().boundingBox();
  // Turned by 30 degrees, a hundred by fifty pixels fill more than their anchor.
  assert.ok(box.height > 60, `as high as ${box.height}`);
  assert.equal(await drawings("group").innerText(), "half");
  const half = await drawings("group").locator("path").boundingBox();
  assert.equal(Math.round(half.width), 50);
  assert.equal(await drawings("control").first().innerText(), "✓\nI agree");
});

step("a metafile is a picture that the browser could read", async () => {
  const image = drawings("image").locator("img");
  await until("the picture is there", () => image.evaluate((one) => one.naturalWidth > 0));
});

step("what is out of sight is not in the page, and comes with scrolling", async () => {
  const before = await drawings().count();
  assert.ok(before < 40, `${before} drawings in the page`);
  await ann.page.locator("[data-grid] [role=grid]").hover();
  await ann.page.mouse.wheel(0, 12_000);
  await until("stars are shown", async () => (await drawings("shape").count()) > 5);
  assert.equal(await drawings("group").count(), 0);
  assert.ok((await drawings().count()) < 60);
});

step("the file comes back as it was", async () => {
  const answer = await fetch(`${server.url}/api/v1/nodes/${node}/content`, { headers });
  await writeFile(join(folder, "back.xlsx"), Buffer.from(await answer.arrayBuffer()));
  const [given, back] = await partsOf(join(folder, "drawn.xlsx"), join(folder, "back.xlsx"));
  assert.deepEqual(back, given);
  assert.deepEqual(ann.complaints(), []);
});
