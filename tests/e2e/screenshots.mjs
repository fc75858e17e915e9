/** The pictures of the README: `node tests/e2e/screenshots.mjs` after `npm run build`, into docs/images. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { Company } from "./browser.mjs";
import { PASSWORD } from "./people.mjs";
import { writeSamples } from "./program.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

const IMAGES = new URL("../../docs/images/", import.meta.url).pathname;
const PHONE = { width: 390, height: 844 };
const SHEN = { name: "沈墨", email: "shen.mo@example.org", password: PASSWORD };
const LIN = { name: "林悦", email: "lin.yue@example.org", password: PASSWORD };
const BEN = { name: "Ben Carter", email: "ben.carter@example.org", password: PASSWORD };
const FILES = [
  "年度报告.docx",
  "Shared writing pilot.docx",
  "会议/项目周会纪要.docx",
  "会议/Welcome.docx",
  "会议/预算.xlsx",
  "会议/Kick-off.pptx",
  "图表.png",
  "说明.txt",
  "Invoice.pdf",
];

const shot = (person, name) =>
  person.page.screenshot({ path: `${IMAGES}${name}.png`, animations: "disabled" });

/** Name flags as they are for the first two seconds. */
const FLAGS = ".tx-cursor .tx-cursor-flag { opacity: 1; animation: none; }";

/** Wait until every picture in the page is drawn. */
const drawn = (person) =>
  person.page.waitForFunction(() => [...document.images].every((image) => image.complete));

class Office {
  constructor(server, company, folder) {
    Object.assign(this, { server, company, folder });
  }

  async enter(name, account, options) {
    const person = await this.company.person(name, this.server, options);
    await person.goto("/sign-in");
    await person.page.fill("input[name=email]", account.email);
    await person.page.fill("input[name=password]", account.password);
    await person.button("Sign in").click();
    await person.page.waitForURL(`${this.server.url}/`);
    return person;
  }

  /** The first run, up to its last button. */
  async firstRun() {
    const shen = await this.company.person("shen", this.server, { language: "en" });
    await shen.goto();
    await shen.page.waitForURL("**/setup");
    await shen.page.fill("input[name=organisation]", "同文科技 Tongwen Ltd");
    await shen.page.fill("input[name=name]", SHEN.name);
    await shen.page.fill("input[name=email]", SHEN.email);
    await shen.page.fill("input[type=password]", SHEN.password);
    await shot(shen, "first-run");
    await shen.button("Set up Tongwen").click();
    await shen.link("My files").waitFor();
    this.shen = shen;
  }

  /** Call the API as the first person's browser does. */
  async call(method, path, { body, raw } = {}) {
    const { request } = this.shen.context;
    this.csrf ??= (await (await request.get(`${this.server.url}/api/v1/session`)).json()).csrf;
    const answer = await request.fetch(`${this.server.url}/api/v1${path}`, {
      method,
      headers: { "X-CSRF-Token": this.csrf },
      data: raw ?? body,
    });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()}`);
    return answer.status() === 204 ? null : answer.json();
  }

  async furnish() {
    await writeSamples(this.folder);
    const { root, user } = await this.call("GET", "/me");
    const ids = { [SHEN.name]: user.id };
    this.ids = ids;
    for (const account of [LIN, BEN]) {
      ids[account.name] = (await this.call("POST", "/users", { body: account })).id;
    }
    const folders = { "": root };
    for (const name of ["会议", "合同 Contracts"]) {
      const body = { parent: root, name, kind: "folder" };
      folders[name] = (await this.call("POST", "/nodes", { body })).id;
    }
    this.nodes = {};
    for (const path of FILES) {
      const name = path.split("/").at(-1);
      const parent = folders[path.split("/").slice(0, -1).join("/")];
      const raw = await readFile(join(this.folder, path));
      const to = `/nodes/${parent}/files/${encodeURIComponent(name)}`;
      this.nodes[name] = (await this.call("PUT", to, { raw })).id;
    }
    await this.grant(this.nodes["年度报告.docx"], LIN.name, "editor");
    await this.grant(this.nodes["Shared writing pilot.docx"], BEN.name, "editor");
    await this.grant(this.nodes["Shared writing pilot.docx"], LIN.name, "viewer");
    await this.grant(folders.会议, BEN.name, "viewer");
  }

  grant(node, who, role) {
    return this.call("PUT", `/nodes/${node}/grants/${this.ids[who]}`, { body: { role } });
  }

  async drive() {
    const { shen } = this;
    await shen.goto("/"); // asks again how much is stored
    await shen.openMyFiles();
    await shen.row("年度报告.docx").click();
    await shen.button("Details").click();
    await until("the document has a picture", () =>
      shen.page
        .locator("aside img")
        .evaluateAll((list) => list.some((image) => image.naturalWidth > 0)),
    );
    await shot(shen, "drive");
  }

  async share() {
    const { shen } = this;
    await shen.row("Shared writing pilot.docx").click({ button: "right" });
    await shen.menuItem("Share").click();
    await shen.button("New link").click();
    await shen.choose("Until", "Ends in 7 days");
    await shen.dialog.getByLabel(shen.say("Password (if you want one)")).fill("open sesame");
    await shen.dialog.getByRole("button", { name: shen.say("Create link") }).click();
    this.address = await shen.field("The new link").inputValue();
    await shot(shen, "share");
    await shen.page.keyboard.press("Escape");
    await shen.dialog.waitFor({ state: "detached" });
  }

  async link() {
    const guest = await this.company.person("guest", this.server);
    await guest.goto(this.address);
    await guest.page.locator("input[type=password]").fill("open sesame");
    await shot(guest, "link");
  }

  async write(person, file, after, text) {
    await person.goto(`/edit/${this.nodes[file]}`);
    await person.saved("saved").waitFor();
    await person.clickEnd(after);
    await person.page.keyboard.type(text);
  }

  async editor() {
    const { shen } = this;
    const file = "Shared writing pilot.docx";
    await this.grant(this.nodes[file], LIN.name, "editor");
    const ben = await this.enter("ben", BEN);
    const lin = await this.enter("lin", LIN);
    await this.write(shen, file, "Three offices", " Partners keep their Word files.");
    await this.write(lin, file, "Pilot with the Chengdu office", "");
    await this.write(ben, file, "Every change is saved", " Even when the power fails.");
    await shen.page.keyboard.type(" 书同文。");
    await shen.paragraph("Even when the power fails.").waitFor();
    await shen.saved("saved").waitFor();
    await this.flagged(shen, BEN.name, LIN.name);
    await shot(shen, "editor-two-people");
    await this.company.leave("ben");
    await this.company.leave("lin");
  }

  /** Wait for the flags of the others, and show them. */
  async flagged(person, ...names) {
    await until("everybody's cursor", async () => {
      const flags = await person.flags();
      return names.every((name) => flags.includes(name));
    });
    await person.page.addStyleTag({ content: FLAGS });
    await drawn(person);
  }

  async chinese() {
    const { shen } = this;
    const file = "年度报告.docx";
    await this.call("PATCH", "/me", { body: { language: "zh-CN" } });
    const lin = await this.enter("lin", LIN, { language: "zh-CN" });
    const other = await this.enter("shen-zh", SHEN, { language: "zh-CN" });
    await this.write(other, file, "完成新一代办公平台", "");
    await this.write(lin, file, "建立统一的文档标准", "书同文，事半功倍。");
    await other.paragraph("事半功倍").waitFor();
    await other.saved("saved").waitFor();
    await this.flagged(other, LIN.name);
    await shot(other, "zh-editor");
    await this.company.leave("lin");
    await this.company.leave("shen-zh");
    await shen.goto("/");
  }

  async dark() {
    for (const id of Object.values(this.nodes)) {
      await this.shen.context.request.get(`${this.server.url}/api/v1/nodes/${id}/content`);
    }
    const dark = await this.enter("dark", SHEN, { language: "zh-CN", colorScheme: "dark" });
    await dark.page.getByRole("heading", { level: 2 }).first().waitFor();
    await until("the cards have pictures", () =>
      dark.page
        .locator("main img")
        .evaluateAll((list) => list.some((image) => image.naturalWidth > 0)),
    );
    await drawn(dark);
    await shot(dark, "dark");
  }

  async phone() {
    const phone = await this.enter("phone", SHEN, {
      language: "zh-CN",
      viewport: PHONE,
      hasTouch: true,
    });
    await phone.button("Open the side bar").click();
    await phone.dialog.getByRole("link", { name: phone.say("My files") }).click();
    await phone.row("年度报告.docx").waitFor();
    await phone.dialog.waitFor({ state: "detached" });
    await shot(phone, "phone");
  }
}

/** People get one of eight colours by their id: take an office in which the three differ. */
async function furnished(folder, company) {
  for (;;) {
    const server = await Server.start();
    const office = new Office(server, company, folder);
    await company.attempt("screenshots first run", () => office.firstRun());
    await company.attempt("screenshots furnish", () => office.furnish());
    const colours = Object.values(office.ids).map((id) => crc32(id) % 8);
    if (new Set(colours).size === 3) return office;
    await company.part();
    await server.stop();
  }
}

const folder = await mkdtemp(join(tmpdir(), "tongwen-e2e-pictures-"));
const company = await Company.gather();
let office;
try {
  office = await furnished(folder, company);
  for (const scene of ["drive", "share", "link", "editor", "chinese", "dark", "phone"]) {
    await company.attempt(`screenshots ${scene}`, () => office[scene]());
  }
} finally {
  await company.dismiss();
  await office?.server.stop();
  await rm(folder, { recursive: true, force: true });
}
