/** The drive in the page: making, naming, moving, copying, trashing, finding and looking at files. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Company } from "./browser.mjs";
import { slowUploads } from "./dropping.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { writeSamples } from "./program.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

const PHONE = { width: 390, height: 844 };

const textFile = (name, content) => ({
  name,
  mimeType: "text/plain",
  buffer: Buffer.from(content),
});

class Drive {
  constructor(server, company, people, folder) {
    Object.assign(this, { server, company, people, folder });
  }

  async open(name, index, options) {
    const person = await this.company.person(name, this.server, options);
    await person.signIn({ email: this.people[index].email, password: PASSWORD });
    return person;
  }

  async begin() {
    this.ann = await this.open("ann", 0);
    await this.ann.openMyFiles();
    await this.ann.text("Nothing in here yet").waitFor();
  }

  /** The names in the list, in order. */
  names(person = this.ann) {
    return person.page
      .locator("[role=row][aria-selected] [class*=title][title]")
      .evaluateAll((list) =>
        list
          .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
          .map((item) => item.title)
          .filter((title, at, all) => all.indexOf(title) === at),
      );
  }

  async shows(...names) {
    await until(`the list shows ${names}`, async () => {
      const shown = await this.names();
      return names.every((name) => shown.includes(name)) || null;
    });
  }

  async newFolder() {
    const { ann } = this;
    await ann.button("New").click();
    await ann.menuItem("Folder").click();
    await ann.field("Name").fill("Drafts");
    await ann.page.keyboard.press("Enter");
    await ann.row("Drafts").waitFor();
    await ann.upload(
      textFile("notes.txt", "one"),
      textFile("计划.txt", "二"),
      textFile("b.txt", "bb"),
    );
    for (const name of ["notes.txt", "计划.txt", "b.txt"]) await ann.row(name).waitFor();
    await ann.closeTray();
  }

  async rename() {
    const { ann } = this;
    await ann.row("Drafts").click();
    await ann.page.keyboard.press("F2");
    await ann.field("New name").fill("书稿");
    await ann.page.keyboard.press("Enter");
    await ann.row("书稿").waitFor();
    await ann.row("b.txt").click();
    await ann.page.keyboard.press("F2");
    await ann.field("New name").fill("a/b.txt");
    await ann.page.getByRole("alert").getByText(ann.say("A name cannot contain “/”")).waitFor();
    await ann.page.keyboard.press("Escape");
    ann.allow(/status of 409/);
    await ann.page.keyboard.press("F2");
    await ann.field("New name").fill("计划.txt");
    await ann.page.keyboard.press("Enter");
    await ann.page.getByRole("alert").waitFor();
    await ann.row("b.txt").waitFor();
    await ann.page
      .getByRole("alert")
      .getByRole("button", { name: ann.say("Close") })
      .click();
  }

  async drag() {
    const { ann } = this;
    await ann.row("notes.txt").dragTo(ann.row("书稿"));
    await ann.page.getByText("Moved to “书稿”").waitFor();
    await ann.row("notes.txt").waitFor({ state: "detached" });
    await ann.button("Undo").click();
    await ann.row("notes.txt").waitFor();
    await ann.row("notes.txt").dragTo(ann.row("书稿"));
    await ann.row("notes.txt").waitFor({ state: "detached" });
    await ann.row("书稿").dblclick();
    await ann.row("notes.txt").waitFor();
    const crumbs = ann.page.getByRole("navigation", { name: ann.say("Where this folder is") });
    await ann.row("notes.txt").dragTo(crumbs.getByText(ann.say("My files")));
    await ann.row("notes.txt").waitFor({ state: "detached" });
    await crumbs.getByText(ann.say("My files")).click();
    await ann.row("notes.txt").waitFor();
  }

  async copy() {
    const { ann } = this;
    await ann.row("计划.txt").click({ button: "right" });
    await ann.menuItem("Make a copy").click();
    await until("there are two", async () => {
      const names = await this.names();
      return names.filter((name) => name.startsWith("计划")).length === 2;
    });
  }

  async select() {
    const { ann } = this;
    const chosen = () => ann.page.locator("[role=row][aria-selected=true]").count();
    await ann.row("b.txt").click();
    await ann.row("notes.txt").click({ modifiers: ["Control"] });
    assert.equal(await chosen(), 2);
    await ann.text("{0} selected", { 0: 2 }).waitFor();
    await ann.row("书稿").click();
    await ann.row("notes.txt").click({ modifiers: ["Shift"] });
    const names = await this.names();
    const [from, to] = [names.indexOf("书稿"), names.indexOf("notes.txt")];
    assert.equal(await chosen(), Math.abs(to - from) + 1);
    await ann.page.keyboard.press("Control+a");
    assert.equal(await chosen(), names.length);
    await ann.page.keyboard.press("Escape");
    assert.equal(await chosen(), 0);
  }

  async trash() {
    const { ann } = this;
    await ann.row("b.txt").click();
    await ann.row("notes.txt").click({ modifiers: ["Control"] });
    await ann.page.keyboard.press("Delete");
    for (const name of ["b.txt", "notes.txt"]) await ann.row(name).waitFor({ state: "detached" });
    const trashed = ann.page.getByRole("status").filter({
      hasText: ann.say(
        "{0, plural, one {“{name}” is in the trash} other {# files are in the trash}}",
        { 0: 2, name: "b.txt" },
      ),
    });
    await trashed.getByRole("button", { name: ann.say("Undo") }).click();
    for (const name of ["b.txt", "notes.txt"]) await ann.row(name).waitFor();
    await ann.row("b.txt").click();
    await ann.row("notes.txt").click({ modifiers: ["Control"] });
    await ann.page.keyboard.press("Delete");
    await ann.row("b.txt").waitFor({ state: "detached" });
    await ann.link("Trash").click();
    await ann.row("notes.txt").click();
    await ann.button("Restore").click();
    await ann.row("notes.txt").waitFor({ state: "detached" });
    await ann.row("b.txt").click();
    await ann.page.keyboard.press("Delete");
    await ann.dialog.getByRole("button", { name: ann.say("Delete for ever") }).click();
    await ann.text("The trash is empty").waitFor();
    await ann.openMyFiles();
    await ann.row("notes.txt").waitFor();
    assert.equal(await ann.row("b.txt").count(), 0);
  }

  async sort() {
    const { ann } = this;
    await ann.upload(textFile("large.txt", "x".repeat(9000)), textFile("Zebra.txt", "z"));
    await ann.row("Zebra.txt").waitFor();
    await ann.closeTray();
    const sorted = async (column, first, last) => {
      const head = ann.page.getByRole("columnheader", { name: ann.say(column) });
      await head.getByRole("button").click();
      await until(`sorted by ${column}`, async () => {
        const files = (await this.names()).filter((name) => name.endsWith(".txt"));
        const up = (await head.getAttribute("aria-sort")) === "ascending";
        const [from, to] = [files[0], files.at(-1)];
        return up ? from === first && to === last : from === last && to === first;
      });
      return head.getAttribute("aria-sort");
    };
    const once = await sorted("Size", "Zebra.txt", "large.txt");
    const twice = await sorted("Size", "Zebra.txt", "large.txt");
    assert.deepEqual([once, twice].sort(), ["ascending", "descending"]);
    assert.equal(await sorted("Name", "large.txt", "计划.txt"), "ascending");
  }

  async palette() {
    const { ann } = this;
    await ann.page.keyboard.press("Control+k");
    await ann.page.getByRole("combobox").fill("计划");
    await ann.page
      .getByRole("option", { name: /^计划\.txt/ })
      .first()
      .waitFor();
    await ann.page.keyboard.press("Enter");
    await ann.page.waitForURL("**preview=*");
    await ann.page.getByText("二", { exact: true }).waitFor();
    await ann.page.keyboard.press("Escape");
    await ann.page.waitForURL((address) => !address.search.includes("preview"));
    await ann.page.keyboard.press("Control+k");
    await ann.page.getByRole("combobox").fill("Starred");
    await ann.page.getByRole("option", { name: ann.say("Go to Starred") }).click();
    await ann.text("No stars yet").waitFor();
    await ann.openMyFiles();
  }

  async previews() {
    const { ann } = this;
    await writeSamples(this.folder);
    const paths = ["图表.png", "Invoice.pdf", "说明.txt"].map((name) => join(this.folder, name));
    await ann.upload(...paths);
    await ann.row("Invoice.pdf").waitFor();
    await ann.closeTray();
    const shown = async (name) => {
      const answer = ann.page.waitForResponse((response) => response.url().includes("inline"));
      await ann.row(name).dblclick();
      return (await answer).headers();
    };
    const picture = await shown("图表.png");
    await until("the picture is drawn", () =>
      ann.dialog.locator("img[alt='图表.png']").evaluate((image) => image.naturalWidth === 640),
    );
    await ann.page.keyboard.press("Escape");
    const text = await shown("说明.txt");
    await ann.dialog.getByText("Plain text, second line.").waitFor();
    await ann.page.keyboard.press("Escape");
    for (const headers of [picture, text]) {
      assert.match(headers["content-security-policy"], /sandbox/);
      assert.equal(headers["x-content-type-options"], "nosniff");
    }
    const pdf = await shown("Invoice.pdf");
    await ann.dialog.locator("iframe[title='Invoice.pdf']").waitFor();
    assert.equal(pdf["content-type"], "application/pdf");
    assert.match(pdf["content-security-policy"], /frame-ancestors 'self'/);
    await ann.page.keyboard.press("Escape");
    await ann.dialog.waitFor({ state: "detached" });
  }

  async versions() {
    const { ann } = this;
    await ann.upload(textFile("notes.txt", "one and two"));
    await ann.tray
      .getByText(ann.say("Name was there already: it is now version {0}", { 0: 2 }))
      .waitFor();
    await ann.closeTray();
    await ann.row("notes.txt").click();
    await ann.button("Details").click();
    const pane = ann.page.getByRole("complementary", { name: ann.say("Details") });
    await pane.getByText(ann.say("Current version")).waitFor();
    await ann.button("Actions for version {number}", { number: 1 }).click();
    const version = await ann.download(() => ann.menuItem("Download").click());
    assert.equal(version.name, "notes.txt");
    assert.equal(version.bytes.toString(), "one");
    await ann.button("Actions for version {number}", { number: 1 }).click();
    await ann.menuItem("Bring this version back").click();
    await ann.text("Version {number} is the current one again", { number: 1 }).waitFor();
    const bar = ann.page.getByRole("toolbar");
    const now = await ann.download(() =>
      bar.getByRole("button", { name: ann.say("Download") }).click(),
    );
    assert.equal(now.bytes.toString(), "one");
    await ann.button("Close the details").click();
  }

  async stopped() {
    const { ann } = this;
    // It asks until the server has let go of the broken request, and once more when an answer is late.
    ann.allow(/status of (423|404 \(Not Found\) .*\/uploads\/)/);
    const faster = await slowUploads(ann.page, 1 << 20);
    await ann.upload({
      name: "too big.bin",
      mimeType: "application/octet-stream",
      buffer: Buffer.alloc(12 << 20),
    });
    await ann.page.getByRole("progressbar", { name: "too big.bin" }).waitFor();
    await ann.button("Stop {0}", { 0: "too big.bin" }).click();
    await faster();
    await ann.text("Stopped").waitFor();
    await ann.closeTray();
    assert.equal(await ann.row("too big.bin").count(), 0);
  }

  async shared() {
    const { ann } = this;
    await ann.row("计划.txt").first().click({ button: "right" });
    await ann.menuItem("Star").click();
    await ann.link("Starred").click();
    await ann.row("计划").waitFor();
    const id = this.people[0].root;
    const children = await this.server.call("GET", `/nodes/${id}/children`, {
      token: this.people[0].token,
    });
    const folder = children.items.find((node) => node.name === "书稿");
    await this.server.call("PUT", `/nodes/${folder.id}/files/inside.txt`, {
      token: this.people[0].token,
      raw: "inside",
    });
    await this.server.call("PUT", `/nodes/${folder.id}/grants/${this.people[1].id}`, {
      token: this.people[0].token,
      body: { role: "viewer" },
    });
    const ben = await this.open("ben", 1);
    await ben.link("Shared with me").click();
    await ben.row("书稿").dblclick();
    await ben.row("inside.txt").click();
    await ben.page.keyboard.press("Delete");
    assert.equal(await ben.button("Move to trash").count(), 0);
    await ben.row("inside.txt").waitFor();
    await this.company.leave("ben");
    await ann.link("Home", {}, "place").first().click();
    await ann.page.getByRole("button", { name: /notes\.txt/ }).waitFor();
  }

  async keyboard() {
    const { ann } = this;
    await ann.openMyFiles();
    const { page } = ann;
    const list = page.getByRole("grid");
    await list.waitFor();
    for (let tabs = 0; tabs < 40; tabs += 1) {
      if (await list.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    assert.ok(
      await list.evaluate((element) => element === document.activeElement),
      "Tab reaches it",
    );
    await page.keyboard.press("Home");
    await page.keyboard.type("书");
    await page.keyboard.press("Enter");
    await ann.row("inside.txt").waitFor();
    await page.getByRole("grid").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("F2");
    await page.keyboard.type("里面");
    await page.keyboard.press("Enter");
    await ann.row("里面.txt").waitFor();
    await page.keyboard.press("Alt+ArrowUp");
    await ann.row("书稿").waitFor();
    await page.keyboard.press("?");
    await ann.dialog.getByText(ann.say("Keyboard shortcuts")).first().waitFor();
    await page.keyboard.press("Escape");
    await ann.dialog.waitFor({ state: "detached" });
  }

  async looks() {
    const { ann } = this;
    const ground = () => ann.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await ann.button("Language and theme").click();
    await ann.menuItem("Dark").click();
    await until("a dark ground", async () => (await ground()) !== light);
    const [red, green, blue] = (await ground()).match(/\d+/g).map(Number);
    assert.ok(red + green + blue < 200, "dark is dark");
    await ann.page.reload();
    await ann.row("书稿").waitFor();
    assert.notEqual(await ground(), light);
    await ann.button("Language and theme").click();
    await ann.page.getByRole("menuitem", { name: "简体中文" }).click();
    await ann.page.getByRole("link", { name: "回收站" }).waitFor();
    assert.equal(await ann.page.evaluate(() => document.documentElement.lang), "zh-CN");
    const elsewhere = await this.open("elsewhere", 0, { language: "zh-CN" });
    await elsewhere.page.getByRole("link", { name: "我的文件" }).waitFor();
    await this.company.leave("elsewhere");
  }

  async phone() {
    const person = await this.company.person("phone", this.server, {
      viewport: PHONE,
      hasTouch: true,
      language: "zh-CN",
    });
    await person.goto("/sign-in");
    await person.page.fill("input[name=email]", this.people[0].email);
    await person.page.fill("input[name=password]", PASSWORD);
    await person.button("Sign in").click();
    await person.button("Open the side bar").click();
    await person.dialog.getByRole("link", { name: person.say("My files") }).click();
    await person.row("书稿").waitFor();
    await person.dialog.waitFor({ state: "detached" });
    const overflow = await person.page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    await person.row("说明.txt").tap();
    await person.dialog.getByText("Plain text, second line.").waitFor();
    await person.dialog.getByRole("button", { name: person.say("Close") }).click();
    await person.row("说明.txt").waitFor();
    await this.company.leave("phone");
  }
}

test("the drive in the page", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tongwen-e2e-drive-"));
  const server = await Server.start();
  const company = await Company.gather();
  try {
    const people = await organisation(server);
    const drive = new Drive(server, company, people, folder);
    const step = (name, act) => company.step(t, name, act);
    await step("an empty drive says what belongs there", () => drive.begin());
    await step("a folder is made and files are uploaded", () => drive.newFolder());
    await step("F2 renames in place; bad and taken names are refused in words", () =>
      drive.rename(),
    );
    await step("dragging moves, into a folder and onto the trail, with undo", () => drive.drag());
    await step("a copy is made", () => drive.copy());
    await step("several are selected by Ctrl, Shift and Ctrl+A", () => drive.select());
    await step("trash with undo, restore and delete for ever", () => drive.trash());
    await step("columns sort both ways", () => drive.sort());
    await step("the palette finds files and actions", () => drive.palette());
    await step("image, text and PDF are previewed from a sandbox", () => drive.previews());
    await step("the same name becomes a version; the old one is downloaded and restored", () =>
      drive.versions(),
    );
    await step("an upload is stopped", () => drive.stopped());
    await step("starred, shared with me and recent", () => drive.shared());
    await step("everything by keyboard", () => drive.keyboard());
    await step("language and theme are switched and stay", () => drive.looks());
    await step("on a phone the drawer opens and a file too", () => drive.phone());
  } finally {
    await company.dismiss();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
