/** People at browsers: each has a context of their own, a language, and no error may pass unnoticed. */
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { words } from "./words.mjs";

const RESULTS = new URL("../../test-results/", import.meta.url).pathname;
const PATIENCE = 15_000;
const WIDE = { width: 1440, height: 900 };
/**
 * Chromium writes each refused call to the console: a first visit asks who one is and hears 401, and a file
 * without a thumbnail is 404.
 */
const ORDINARY = [/status of 401/, /status of 404.*\/thumbnail/];

export class Person {
  constructor(context, page, server, language) {
    this.context = context;
    this.page = page;
    this.server = server;
    this.language = language;
    this.say = words(language);
    this.problems = [];
    this.allowed = [...ORDINARY];
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => this.problems.push(`page error: ${error.stack}`));
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      this.problems.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on("crash", () => this.problems.push("the page crashed"));
  }

  /** Console errors that a step is about, such as calls that the server refuses. */
  allow(...patterns) {
    this.allowed.push(...patterns);
  }

  /** Everything that went wrong in the page and was not announced by `allow`. */
  complaints() {
    return this.problems.filter((line) => !this.allowed.some((pattern) => pattern.test(line)));
  }

  async goto(path = "/") {
    await this.page.goto(new URL(path, this.server.url).href);
  }

  /** Sign in by the page. */
  async signIn({ email, password }) {
    await this.goto("/sign-in");
    await this.page.fill("input[name=email]", email);
    await this.page.fill("input[name=password]", password);
    await this.button("Sign in").click();
    await this.link("My files").waitFor();
  }

  button(message, values) {
    return this.page.getByRole("button", { name: this.say(message, values), exact: true });
  }

  link(message, values, context) {
    return this.page.getByRole("link", { name: this.say(message, values, context), exact: true });
  }

  /** An entry of the open menu; its name may go on with a shortcut. */
  menuItem(message) {
    const words = this.page.getByText(this.say(message), { exact: true });
    return this.page.getByRole("menuitem").filter({ has: words });
  }

  field(message, values) {
    return this.page.getByRole("textbox", { name: this.say(message, values), exact: true });
  }

  text(message, values) {
    return this.page.getByText(this.say(message, values));
  }

  get dialog() {
    return this.page.getByRole("dialog");
  }

  /** A file in the list. */
  row(name) {
    return this.page.locator("[role=row][aria-selected]", { hasText: name });
  }

  async openMyFiles() {
    await this.link("My files").click();
    await this.page.waitForURL("**/folder/*");
    await this.page.getByRole("heading", { name: this.say("My files") }).waitFor();
  }

  /** Choose from a list of the dialog. */
  async choose(label, option) {
    await this.dialog.getByLabel(this.say(label), { exact: true }).first().click();
    await this.page.getByRole("option", { name: this.say(option), exact: true }).click();
  }

  /** Choose from New, and give files to the picker that opens. */
  async upload(...files) {
    await this.button("New").click();
    const [chooser] = await Promise.all([
      this.page.waitForEvent("filechooser"),
      this.menuItem("Upload files").click(),
    ]);
    await chooser.setFiles(files);
  }

  /** The corner that shows uploads. */
  get tray() {
    return this.page.getByRole("region", { name: this.say("Uploads") });
  }

  /** Close the tray; it can be closed when nothing is on its way any more. */
  async closeTray() {
    await this.button("Close the uploads").click();
    await this.tray.waitFor({ state: "detached" });
  }

  /** Save what `act` makes the browser download; gives its name and bytes. */
  async download(act) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), act()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** The text on the pages of the open document. */
  get sheet() {
    return this.page.locator(".ProseMirror");
  }

  /** A paragraph of the open document. */
  paragraph(text) {
    return this.sheet.locator("p", { hasText: text }).last();
  }

  /** The saved state of the open document: `saved`, `saving`, `offline`, `read-only` … */
  saved(state) {
    return this.page.locator(`[data-saved="${state}"]`);
  }

  /** Put the cursor at the end of a paragraph: a click on its last line, and End. */
  async clickEnd(text) {
    const paragraph = this.paragraph(text);
    await paragraph.scrollIntoViewIfNeeded();
    const { width, height } = await paragraph.boundingBox();
    await paragraph.click({ position: { x: width - 2, y: height - Math.min(14, height / 2) } });
    await this.page.keyboard.press("End");
  }

  /** The names on other people's cursors. */
  flags() {
    return this.page.locator(".tx-cursor-flag").allTextContents();
  }
}

/** Everybody in a test, in one browser process. */
export class Company {
  static async gather() {
    const company = new Company();
    company.people = new Map();
    company.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    return company;
  }

  /** Somebody new, signed out. */
  async person(name, server, { language = "en", viewport = WIDE, ...options } = {}) {
    const context = await this.browser.newContext({
      locale: language,
      viewport,
      reducedMotion: "reduce",
      acceptDownloads: true,
      ...options,
    });
    const person = new Person(context, await context.newPage(), server, language);
    this.people.set(name, person);
    return person;
  }

  async leave(name) {
    const person = this.people.get(name);
    this.people.delete(name);
    assert.deepEqual(person.complaints(), [], `errors in the page of ${name}`);
    await person.context.close();
  }

  /** A step of a scenario; nothing goes on after a failed one. */
  async step(t, name, act) {
    let done = false;
    await t.test(name, async () => {
      await this.attempt(`${t.name} ${name}`, act);
      done = true;
    });
    assert.ok(done, `the scenario ends at “${name}”`);
  }

  /** Something that people do, with pictures when it fails. */
  async attempt(name, act) {
    try {
      await act();
      this.check();
    } catch (error) {
      await this.picture(name);
      throw error;
    }
  }

  /** Everybody goes home. */
  async part() {
    const contexts = [...this.people.values()].map((person) => person.context);
    this.people.clear();
    await Promise.all(contexts.map((context) => context.close()));
  }

  /** Nobody's page may have complained. */
  check() {
    for (const [name, person] of this.people) {
      assert.deepEqual(person.complaints(), [], `errors in the page of ${name}`);
    }
  }

  async picture(what) {
    await mkdir(RESULTS, { recursive: true });
    const stem = what.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 90);
    for (const [name, person] of this.people) {
      const path = `${RESULTS}${stem} ${name}.png`;
      await person.page.screenshot({ path, timeout: 5000 }).catch(() => {});
      for (const line of person.complaints()) console.error(`${name}: ${line}`);
    }
  }

  async dismiss() {
    await this.browser.close();
  }
}
