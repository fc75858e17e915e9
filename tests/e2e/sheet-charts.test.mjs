/** Charts in the page: one that a program adds appears at once, and goes when it is removed. */
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

let server;
let company;
let people;
let folder;
let node;
let ann;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tongwen-charts-"));
  const path = join(folder, "预算.xlsx");
  await python("-m", "tests.e2e.sheets", path);
  server = await Server.start();
  company = await Company.gather();
  people = await organisation(server);
  ann = await company.person("ann", server);
  await ann.signIn({ email: people[0].email, password: PASSWORD });
  const headers = { authorization: `Bearer ${people[0].token}` };
  const me = await (await fetch(`${server.url}/api/v1/me`, { headers })).json();
  const name = encodeURIComponent("预算.xlsx");
  const answer = await fetch(`${server.url}/api/v1/nodes/${me.root}/files/${name}`, {
    method: "PUT",
    body: await readFile(path),
    headers,
  });
  node = (await answer.json()).id;
});

after(async () => {
  await company?.dismiss();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const step = (title, act) => test(title, () => company.attempt(title, act));

const charts = () => ann.page.locator("[data-drawing=chart]");
const words = (which) => charts().nth(which).locator("svg").textContent();
const counted = (expected) =>
  until(`${expected} charts are shown`, async () => (await charts().count()) === expected);

step("a chart of the file has the names of its series", async () => {
  await ann.goto(`/edit/${node}`);
  await charts().first().locator("svg").waitFor();
  const text = await words(0);
  for (const word of ["季度对比", "一季度", "二季度", "西南"]) assert.ok(text.includes(word), text);
});

step("a chart that a program adds is seen at once, and goes when it is removed", async () => {
  const before = await charts().count();
  const add = `
import sys, tongwen
with tongwen.connect(sys.argv[1], sys.argv[2], "robot").open(sys.argv[3]) as book:
    sheet = book["预算"]
    sheet.add_chart("line", "A1:C4", title="线", anchor="G22")
`;
  await python("-c", add, server.url, people[0].token, node);
  await counted(before + 1);
  await until("its title is drawn", async () =>
    (await charts().locator("svg").allTextContents()).some((text) => text.includes("线")),
  );
  const remove = `
import sys, tongwen
with tongwen.connect(sys.argv[1], sys.argv[2], "robot").open(sys.argv[3]) as book:
    [chart] = [chart for chart in book["预算"].charts if chart.title == "线"]
    chart.remove()
`;
  await python("-c", remove, server.url, people[0].token, node);
  await counted(before);
});
