/** The main job in the page: a real `.docx` in the drive, edited by two at once, comes back whole. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Company } from "./browser.mjs";
import { drop, slowUploads } from "./dropping.mjs";
import { providerOfSession } from "./live.mjs";
import { partsOf, python, writeSamples } from "./program.mjs";
import { recordSaved, savedTokens } from "./recorder.mjs";
import { Server, startPostgres } from "./server.mjs";
import { until } from "./until.mjs";
import { Wire } from "./wire.mjs";

const REPORT = "年度报告.docx";
const LETTER = "Shared writing pilot.docx";
const INTRODUCTION = "稳中求进";
const PLAN = "文档协作全面上线";
const PASSWORD = "correct horse battery";
/** What Chromium writes when connections break and cannot be made. */
const LOST_SERVER = [/net::ERR_/, /WebSocket connection/];
const MIB = 1 << 20;
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** One organisation on one server, from the first run to the download. */
class MainJob {
  constructor(server, wire, company, folder, language) {
    Object.assign(this, { server, wire, company, folder, language });
    this.samples = join(folder, "samples", "办公室");
  }

  async firstRun() {
    const ann = await this.company.person("ann", this.wire, { language: this.language });
    await ann.goto();
    await ann.page.waitForURL("**/setup");
    await ann.page.fill("input[name=organisation]", "同文测试");
    await ann.page.fill("input[name=name]", "安 Ann");
    await ann.page.fill("input[name=email]", "ann@example.org");
    await ann.page.fill("input[type=password]", PASSWORD);
    await ann.button("Set up Tongwen").click();
    await ann.text("Start with a document, or bring your files").waitFor();
    this.ann = ann;
  }

  async colleagues() {
    const { ann } = this;
    this.ben = await this.member("ben", "本 Ben");
    this.chen = await this.member("chen", "晨 Chen");
    assert.equal(await ann.page.getByText("@example.org").count(), 3);
  }

  async member(login, name) {
    const { ann, company, server } = this;
    await ann.link("Administration").click();
    await ann.button("Add member").click();
    await ann.dialog.locator("input[name=name]").fill(name);
    await ann.dialog.locator("input[name=email]").fill(`${login}@example.org`);
    const password = await ann.field("First password").inputValue();
    await ann.dialog.getByRole("button", { name: ann.say("Add member") }).click();
    await ann.page.getByText(`${login}@example.org`).waitFor();
    const person = await company.person(login, server, { language: this.language });
    await person.signIn({ email: `${login}@example.org`, password });
    return person;
  }

  async dropFolder() {
    const { ann } = this;
    await writeSamples(this.samples);
    await ann.openMyFiles();
    await drop(ann.page, this.samples);
    await ann
      .text("{0, plural, one {# file uploaded} other {# files uploaded}}", { 0: 9 })
      .waitFor();
    assert.equal(await ann.tray.getByRole("img", { name: ann.say("Done") }).count(), 9);
    await ann.closeTray();
    await ann.row("办公室").dblclick();
    await ann.row(REPORT).waitFor();
    for (const name of ["会议", LETTER, "图表.png", "说明.txt", "Invoice.pdf"]) {
      await ann.row(name).waitFor();
    }
    await ann.row("会议").dblclick();
    await ann.row("项目周会纪要.docx").waitFor();
    await ann.page.goBack();
    await ann.row(REPORT).waitFor();
  }

  async brokenUpload() {
    const { ann, server } = this;
    const bytes = randomBytes(40 * MIB);
    const path = join(this.folder, "大文件.bin");
    await writeFile(path, bytes);
    ann.allow(...LOST_SERVER, /status of 4(09|23)/); // still busy with what was cut
    const offsets = [];
    ann.page.on("request", (request) => {
      if (request.method() === "PATCH") offsets.push(Number(request.headers()["upload-offset"]));
    });
    const bar = ann.page.getByRole("progressbar", { name: "大文件.bin" });
    const sent = (percent) =>
      until(`${percent} % is sent`, async () => {
        return (await bar.count()) > 0 && Number(await bar.getAttribute("aria-valuenow")) > percent;
      });
    const faster = await slowUploads(ann.page, 20 * MIB);
    await ann.upload(path);
    await sent(20);
    this.wire.cut();
    await sent(85);
    await server.kill();
    await faster();
    await server.begin();
    await ann
      .text("{0, plural, one {# file uploaded} other {# files uploaded}}", { 0: 1 })
      .waitFor();
    const [first, afterCut] = offsets;
    assert.equal(first, 0);
    assert.ok(afterCut > 0, `after the cut it began again: ${offsets}`);
    assert.ok(offsets.at(-1) >= afterCut, `the crash lost what was safe: ${offsets}`);
    assert.ok(offsets.length >= 3, `nothing was broken: ${offsets}`);
    const node = await this.child("大文件.bin");
    assert.equal(digest(await this.content(ann, node.id)), digest(bytes));
    await ann.closeTray();
  }

  /** A file in the dropped folder, as Ann's browser is told of it. */
  async child(name) {
    const folder = new URL(this.ann.page.url()).pathname.split("/").at(-1);
    const answer = await this.ann.context.request.get(
      `${this.ann.server.url}/api/v1/nodes/${folder}/children?limit=100`,
    );
    return (await answer.json()).items.find((node) => node.name === name);
  }

  async content(person, id) {
    const answer = await person.context.request.get(
      `${person.server.url}/api/v1/nodes/${id}/content`,
    );
    assert.equal(answer.status(), 200);
    return answer.body();
  }

  async openReport() {
    const { ann } = this;
    this.report = await this.child(REPORT);
    this.letter = await this.child(LETTER);
    await ann.row(REPORT).dblclick();
    await ann.paragraph(INTRODUCTION).waitFor();
    await ann.saved("saved").waitFor();
    const { page, sheet } = ann;
    assert.ok(Number(await page.locator("[data-pages]").getAttribute("data-pages")) >= 1);
    const paper = await page.locator(".tx-paper").first().boundingBox();
    assert.ok(Math.abs(paper.width - 793.7) < 2, `A4 is 210 mm wide, the page ${paper.width} px`);
    assert.ok(
      Math.abs(paper.height - 1122.5) < 2,
      `A4 is 297 mm high, the page ${paper.height} px`,
    );
    await page.locator(".tx-running-header", { hasText: "同文科技 · 内部资料" }).first().waitFor();
    assert.equal(await sheet.locator("td[colspan='3']").textContent(), "季度营业额（万元）");
    assert.equal(await sheet.locator("td[rowspan='2']").textContent(), "华东");
    assert.equal(await sheet.locator("ins").textContent(), "同比增长百分之十一点六");
    assert.equal(await sheet.locator("del").textContent(), "预计增长百分之八");
    assert.deepEqual(
      await sheet
        .locator(".tx-numbered")
        .evaluateAll((list) => list.map((item) => item.dataset.label)),
      ["1.", "2.", "3.", "•", "•", "•"],
    );
    await until("the picture is drawn", () =>
      sheet.locator("img.tx-image").evaluate((image) => image.naturalWidth === 640),
    );
  }

  async share() {
    const { ann } = this;
    await ann.button("Share").click();
    await this.invite("本", "本 Ben", "Editor");
    await this.invite("chen@", "晨 Chen", "Viewer");
    await ann.button("New link").click();
    await ann.choose("Until", "Ends in 7 days");
    await ann.dialog.getByLabel(ann.say("Password (if you want one)")).fill("open sesame");
    await ann.dialog.getByRole("button", { name: ann.say("Create link") }).click();
    this.address = await ann.field("The new link").inputValue();
    await ann.page.keyboard.press("Escape");
  }

  async invite(typed, name, role) {
    const { ann } = this;
    await ann.field("Add people").fill(typed);
    await ann.page.getByRole("option", { name }).click();
    await ann.choose("Role", role);
    await ann.dialog.getByRole("button", { name: ann.say("Share"), exact: true }).click();
    const given = ann.say("Role of {0}: {1}", { 0: name, 1: ann.say(role) });
    await ann.dialog.getByRole("button", { name: given }).waitFor();
  }

  async openShared(person) {
    await person.link("Shared with me").click();
    await person.row(REPORT).dblclick();
    await person.paragraph(INTRODUCTION).waitFor();
  }

  async writeTogether() {
    const { ann, ben } = this;
    await this.openShared(ben);
    await ben.saved("saved").waitFor();
    await Promise.all([ann.clickEnd(INTRODUCTION), ben.clickEnd(PLAN)]);
    await Promise.all([
      ann.page.keyboard.type("安写的字。", { delay: 15 }),
      ben.page.keyboard.type("Ben writes here.", { delay: 15 }),
    ]);
    for (const person of [ann, ben]) {
      await person.paragraph("安写的字。").waitFor();
      await person.paragraph("Ben writes here.").waitFor();
    }
    await until("named cursors", async () => {
      const [seen, other] = await Promise.all([ann.flags(), ben.flags()]);
      return seen.includes("本 Ben") && other.includes("安 Ann");
    });
    await ann.page.locator("[data-peer='本 Ben']").waitFor();
    await ben.page.locator("[data-peer='安 Ann']").waitFor();
  }

  async undoOwn() {
    const { ann, ben } = this;
    await ben.page.keyboard.press("Control+z");
    await until("Ben's words are gone for both", async () => {
      const [one, other] = await Promise.all([ann.sheet.textContent(), ben.sheet.textContent()]);
      return !one.includes("Ben writes") && !other.includes("Ben writes");
    });
    await ann.paragraph("安写的字。").waitFor();
    await ben.page.keyboard.press("Control+y");
    await ann.paragraph("Ben writes here.").waitFor();
    await ann.page.keyboard.press("Control+z");
    await until("Ann's words are gone for both", async () => {
      return !(await ben.sheet.textContent()).includes("安写的字");
    });
    await ben.paragraph("Ben writes here.").waitFor();
    await ann.page.keyboard.press("Control+y");
    await ben.paragraph("安写的字。").waitFor();
  }

  async viewerReads() {
    const { ann, chen } = this;
    await this.openShared(chen);
    await chen.saved("read-only").waitFor();
    assert.equal(await chen.sheet.getAttribute("contenteditable"), "false");
    await chen.paragraph(INTRODUCTION).click();
    await chen.page.keyboard.type("must not appear");
    await ann.clickEnd("安写的字。");
    await ann.page.keyboard.type("晨看得见。");
    await chen.paragraph("晨看得见。").waitFor();
    assert.ok(!(await chen.sheet.textContent()).includes("must not appear"));
  }

  async forgedEdit() {
    const { ann, chen } = this;
    const peer = await providerOfSession(chen, `${this.report.id}/body`);
    await until("synced", () => peer.provider.synced);
    peer.write("forged by a viewer");
    await ann.page.keyboard.type("之后。");
    await until("a later edit arrives", () => peer.read().includes("之后。"));
    assert.equal(peer.provider.authorizedScope, "readonly");
    assert.ok(peer.provider.unsyncedChanges > 0, "it is not acknowledged");
    assert.ok(!(await ann.sheet.textContent()).includes("forged"));
    peer.close();
  }

  async guestByLink() {
    const guest = await this.company.person("guest", this.server, { language: this.language });
    guest.allow(/status of 403/);
    await guest.goto(this.address);
    await guest.page.locator("input[type=password]").fill("wrong");
    await guest.button("Open").click();
    await guest.page.getByRole("alert").waitFor();
    assert.match(await guest.page.getByRole("alert").textContent(), /password|密码/);
    assert.equal(await guest.sheet.count(), 0);
    await guest.page.locator("input[type=password]").fill("open sesame");
    await guest.button("Open").click();
    await guest.paragraph("安写的字。").waitFor();
    await guest.saved("read-only").waitFor();
    await this.company.leave("guest");
  }

  async killed() {
    const { ann, ben, server } = this;
    const people = [ann, ben];
    for (const person of people) person.allow(...LOST_SERVER);
    this.chen.allow(...LOST_SERVER);
    await Promise.all([ann.clickEnd(INTRODUCTION), ben.clickEnd(PLAN)]);
    await recordSaved(ann.page, "a\\d+;");
    await recordSaved(ben.page, "b\\d+;");
    const hands = [new Hands(ann, "a"), new Hands(ben, "b")];
    await until("some of it was called saved", async () => {
      const lists = await Promise.all(people.map((person) => savedTokens(person.page)));
      return lists.every((list) => list.length >= 5);
    });
    await server.kill();
    const called = await Promise.all(people.map((person) => savedTokens(person.page)));
    for (const person of people) await person.saved("offline").waitFor();
    const written = await Promise.all(hands.map((hand) => hand.rest()));
    await server.begin();
    for (const person of people) await person.saved("saved").waitFor();
    await this.converged();
    const text = await ann.sheet.textContent();
    for (const token of called.flat()) assert.ok(text.includes(token), `${token} was called saved`);
    for (const last of written) assert.ok(text.includes(last), `${last} was typed`);
    const stranger = await providerOfSession(this.chen, `${this.report.id}/body`);
    await until("the server has all of it", () => {
      const stored = stranger.read();
      return (
        called.flat().every((token) => stored.includes(token)) &&
        written.every((last) => stored.includes(last))
      );
    });
    stranger.close();
  }

  async converged() {
    const people = [this.ann, this.ben, this.chen];
    await until("all three show the same", async () => {
      const texts = await Promise.all(people.map((person) => person.sheet.evaluate(bareText)));
      return texts.every((text) => text === texts[0]);
    });
  }

  async offline() {
    const { ann, ben, wire } = this;
    wire.unplug();
    await ann.saved("offline").waitFor();
    await ann.clickEnd(INTRODUCTION);
    await ann.page.keyboard.type("离线写下。");
    await ann.paragraph("离线写下。").waitFor();
    await ben.clickEnd(PLAN);
    await ben.page.keyboard.type("Meanwhile online.");
    await ben.saved("saved").waitFor();
    assert.ok(!(await ben.sheet.textContent()).includes("离线写下。"));
    wire.plug();
    await ann.paragraph("Meanwhile online.").waitFor();
    await ben.paragraph("离线写下。").waitFor();
    await ann.saved("saved").waitFor();
    await this.converged();
  }

  async download() {
    const { ann, samples, folder } = this;
    await ann.button("More").click();
    const file = await ann.download(() => ann.menuItem("Download").click());
    assert.equal(file.name, REPORT);
    const edited = join(folder, "edited.docx");
    await writeFile(edited, file.bytes);
    const [before, after] = await partsOf(join(samples, REPORT), edited);
    assert.deepEqual(Object.keys(after), Object.keys(before), "the parts and their order");
    const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
    assert.deepEqual(changed, ["word/document.xml"]);
    const text = await this.textOf(edited);
    for (const words of ["安写的字。", "Ben writes here.", "离线写下。", "Meanwhile online."]) {
      assert.ok(text.includes(words), `${words} is in the file`);
    }
    assert.ok(!text.includes("forged") && !text.includes("must not appear"));
    const untouched = await readFile(join(samples, LETTER));
    assert.ok((await this.content(ann, this.letter.id)).equals(untouched), "byte for byte");
    await ann.goto(`/edit/${this.letter.id}`);
    await ann.paragraph("Goals").waitFor();
    await ann.saved("saved").waitFor();
    assert.ok((await this.content(ann, this.letter.id)).equals(untouched), "also once opened");
    await ann.goto("/");
    for (const name of [REPORT, LETTER]) {
      await ann.page.getByRole("button", { name }).first().waitFor(); // what was opened is recent
    }
  }

  async textOf(path) {
    const program = "import sys, tongwen; print(tongwen.open(sys.argv[1]).to_text())";
    return python("-c", program, path);
  }
}

/** Somebody's hands on the keys: they type `a0;a1;…` until they rest. */
class Hands {
  constructor(person, letter) {
    this.typing = true;
    this.done = this.type(person.page.keyboard, letter);
  }

  async type(keyboard, letter) {
    let count = 0;
    for (; this.typing; count += 1) {
      await keyboard.type(`${letter}${count};`, { delay: 8 });
      if (count % 4 === 3) await setTimeout(400); // only in a pause can everything be on the disk
    }
    return `${letter}${count - 1};`;
  }

  /** Stop, and tell the last word. */
  rest() {
    this.typing = false;
    return this.done;
  }
}

/** The document's text without other people's name flags. Runs in the page. */
function bareText(sheet) {
  const copy = sheet.cloneNode(true);
  for (const flag of copy.querySelectorAll(".tx-cursor, .ProseMirror-separator")) flag.remove();
  return copy.textContent.replaceAll("\u2060", "");
}

async function scenario(t, language, database = "") {
  const folder = await mkdtemp(join(tmpdir(), "tongwen-e2e-files-"));
  const server = await Server.start({ database });
  const wire = await Wire.to(server);
  const company = await Company.gather();
  try {
    const job = new MainJob(server, wire, company, folder, language);
    const step = (name, act) => company.step(t, name, act);
    await step("first run: organisation, name, e-mail and password", () => job.firstRun());
    await step("colleagues are added in Administration and sign in", () => job.colleagues());
    await step("a folder of files is dropped onto the drive", () => job.dropFolder());
    await step("a broken upload continues where it stopped", () => job.brokenUpload());
    await step("a document opens as pages one recognises", () => job.openReport());
    await step("shared as editor, as viewer, and by link", () => job.share());
    await step("two type at once and see cursors and avatars", () => job.writeTogether());
    await step("each undoes their own", () => job.undoOwn());
    await step("the viewer sees it live and cannot type", () => job.viewerReads());
    await step("the server refuses a viewer's forged edit", () => job.forgedEdit());
    await step("a guest opens the link, not with a wrong password", () => job.guestByLink());
    await step("kill -9 while they type: what was called saved is there", () => job.killed());
    await step("typing without a network merges on return", () => job.offline());
    await step("the download differs in the document part alone", () => job.download());
  } finally {
    await company.dismiss();
    await wire.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

test("the main job on SQLite, in Chinese", (t) => scenario(t, "zh-CN"));

test("the main job on PostgreSQL, in English", async (t) => {
  const postgres = await startPostgres();
  try {
    await scenario(t, "en", postgres.url);
  } finally {
    await postgres.stop();
  }
});
