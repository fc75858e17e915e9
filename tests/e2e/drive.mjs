/**
 * The drive in a real browser over a real server: first run, uploads, names, moving, trash, sharing, links, lost
 * connections. `node tests/e2e/drive.mjs` after `npm run build`; prints a line a step, fails with the first that fails.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const repository = new URL("../../", import.meta.url).pathname;
const password = "Correct-horse-9文";

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function startServer(data, port) {
  const python = process.env.PYTHON ?? join(repository, ".venv/bin/python");
  const args = [
    "-m",
    "tests.api.server",
    "--port",
    String(port),
    "--data",
    data,
    "--web",
    "web/dist",
  ];
  const server = spawn(python, args, { cwd: repository, stdio: ["ignore", "ignore", "pipe"] });
  let complaints = "";
  server.stderr.on("data", (text) => {
    complaints += text;
  });
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/health`).catch(() => null);
    if (answer?.ok) return server;
    if (server.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the server did not start: ${complaints}`);
}

function stop(server) {
  return new Promise((resolve) => {
    server.once("exit", resolve);
    server.kill("SIGKILL");
  });
}

const row = (page, name) => page.locator("[role=row][aria-selected]", { hasText: name });
const dialog = (page) => page.locator("[role=dialog]");
const text = (name, content) => ({ name, mimeType: "text/plain", buffer: Buffer.from(content) });

async function choose(page, verb, files) {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "New", exact: true }).click();
  await page.getByRole("menuitem", { name: verb }).click();
  await (await chooser).setFiles(files);
}

async function signIn(page, email) {
  await page.fill("input[name=email]", email);
  await page.fill("input[name=password]", password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function openMyFiles(page) {
  await page.getByRole("link", { name: "My files" }).click();
  await page.waitForURL("**/folder/*");
}

const steps = {
  async "the first run makes the office"({ page, base }) {
    await page.goto(base);
    await page.waitForURL("**/setup");
    await page.fill("input[name=organisation]", "同文出版社");
    await page.fill("input[name=name]", "李书同");
    await page.fill("input[name=email]", "li@example.org");
    await page.fill("input[type=password]", password);
    await page.getByRole("button", { name: "Set up Tongwen" }).click();
    await page.waitForURL(`${base}/`);
    await page.getByText("Start with a document").waitFor();
  },

  async "files are uploaded, and the same name becomes a version"({ page }) {
    await openMyFiles(page);
    await choose(page, "Upload files", [text("notes.txt", "one"), text("计划.txt", "二")]);
    await row(page, "notes.txt").waitFor();
    await row(page, "计划.txt").waitFor();
    await choose(page, "Upload files", [text("notes.txt", "one and two")]);
    await page.getByText("it is now version 2").waitFor();
    await page.getByRole("button", { name: "Close the uploads" }).click();
  },

  async "a broken upload goes on where it stopped"({ page }) {
    let cuts = 0;
    await page.route("**/api/v1/uploads/*", async (route) => {
      if (route.request().method() === "PATCH" && cuts < 2) {
        cuts += 1;
        await route.abort("connectionreset");
      } else await route.continue();
    });
    const big = {
      name: "big.bin",
      mimeType: "application/octet-stream",
      buffer: Buffer.alloc(3e6, 7),
    };
    await choose(page, "Upload files", [big]);
    await row(page, "big.bin").waitFor();
    await page.unroute("**/api/v1/uploads/*");
    assert.equal(cuts, 2);
    await page.getByText("1 file uploaded").waitFor();
    await page.getByRole("button", { name: "Close the uploads" }).click();
  },

  async "an upload that a reload interrupted goes on with the same file"({ page, context }) {
    const path = join(context.data, "large.bin");
    await writeFile(path, Buffer.alloc(2e6, 9));
    await page.route("**/api/v1/uploads/*", () => {}); // never answered, like a line that went dead
    const sending = page.waitForRequest((request) => request.method() === "PATCH");
    await choose(page, "Upload files", path);
    await sending;
    page.once("dialog", (question) => question.accept());
    await page.reload();
    await page.getByText("The upload of “large.bin” was interrupted").waitFor();
    await page.unroute("**/api/v1/uploads/*");
    const asked = page.waitForRequest((request) => request.method() === "HEAD");
    await choose(page, "Upload files", path);
    await asked;
    await row(page, "large.bin").waitFor();
    await page.getByRole("button", { name: "Close the uploads" }).click();
  },

  async "a folder is made, renamed in place, and files are dragged into it"({ page }) {
    await page.getByRole("button", { name: "New", exact: true }).click();
    await page.getByRole("menuitem", { name: "Folder", exact: true }).click();
    await dialog(page).getByRole("textbox").fill("Drafts");
    await page.keyboard.press("Enter");
    await row(page, "Drafts").click();
    await page.keyboard.press("F2");
    await page.getByRole("textbox", { name: "New name" }).fill("书稿");
    await page.keyboard.press("Enter");
    await row(page, "书稿").waitFor();
    await row(page, "notes.txt").dragTo(row(page, "书稿"));
    await page.getByText("Moved to “书稿”").waitFor();
    await row(page, "notes.txt").waitFor({ state: "detached" });
    await row(page, "书稿").dblclick();
    await row(page, "notes.txt").waitFor();
    await page
      .getByRole("navigation", { name: "Where this folder is" })
      .getByText("My files")
      .click();
  },

  async "what is deleted comes back with undo, and from the trash"({ page }) {
    await row(page, "计划.txt").click();
    await page.keyboard.press("Delete");
    await page.getByText("is in the trash").waitFor();
    await row(page, "计划.txt").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).last().click();
    await row(page, "计划.txt").waitFor();
    await row(page, "big.bin").click();
    await page.keyboard.press("Delete");
    await page.getByRole("link", { name: "Trash" }).click();
    await row(page, "big.bin").click();
    await page.getByRole("button", { name: "Restore" }).click();
    await page.getByText("The trash is empty").waitFor();
    await openMyFiles(page);
    await row(page, "big.bin").waitFor();
  },

  async "a taken name is refused in words and nothing changes"({ page }) {
    await row(page, "big.bin").click();
    await page.keyboard.press("F2");
    await page.getByRole("textbox", { name: "New name" }).fill("计划.txt");
    await page.keyboard.press("Enter");
    await page.locator("[role=alert]").first().waitFor();
    await row(page, "big.bin").waitFor();
  },

  async "a colleague is added and sees what is shared with them, as a viewer"({
    page,
    context,
    open,
  }) {
    await page.getByRole("link", { name: "Administration" }).click();
    await page.getByRole("button", { name: "Add member" }).click();
    await page.fill("[role=dialog] input[name=name]", "王小明");
    await page.fill("[role=dialog] input[name=email]", "wang@example.org");
    const first = await page.getByRole("textbox", { name: "First password" }).inputValue();
    await dialog(page).getByRole("button", { name: "Add member" }).click();
    await page.getByText("wang@example.org").waitFor();
    await openMyFiles(page);
    await row(page, "书稿").click();
    await page.getByRole("toolbar").getByRole("button", { name: "Share" }).click();
    await page.getByRole("textbox", { name: "Add people" }).fill("王");
    await page.getByRole("option", { name: "王小明" }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator("input[aria-label=Role]").click();
    await page.getByRole("option", { name: "Viewer" }).click();
    await dialog(page).getByRole("button", { name: "Share", exact: true }).click();
    await dialog(page).getByRole("button", { name: "Role of 王小明: Viewer" }).waitFor();
    await page.keyboard.press("Escape");
    const other = await open();
    await other.page.goto(context.base);
    await other.page.fill("input[name=email]", "wang@example.org");
    await other.page.fill("input[name=password]", first);
    await other.page.getByRole("button", { name: "Sign in" }).click();
    await other.page.getByRole("link", { name: "Shared with me", exact: true }).click();
    await row(other.page, "书稿").dblclick();
    await row(other.page, "notes.txt").click();
    await other.page.keyboard.press("Delete");
    assert.equal(await row(other.page, "notes.txt").count(), 1);
    assert.equal(await other.page.getByRole("button", { name: "Move to trash" }).count(), 0);
    await other.close();
  },

  async "a guest opens a link with a password, and not with a wrong one"({ page, open }) {
    await row(page, "计划.txt").click();
    await page.getByRole("toolbar").getByRole("button", { name: "Share" }).click();
    await dialog(page).getByRole("button", { name: "New link" }).click();
    await dialog(page).locator("input[type=password]").fill("open sesame");
    await dialog(page).getByRole("button", { name: "Create link" }).click();
    const address = await page.getByRole("textbox", { name: "The new link" }).inputValue();
    await page.keyboard.press("Escape");
    const guest = await open();
    await guest.page.goto(address);
    await guest.page.locator("input[type=password]").fill("wrong");
    await guest.page.getByRole("button", { name: "Open" }).click();
    await guest.page.locator("[role=alert]").waitFor();
    await guest.page.locator("input[type=password]").fill("open sesame");
    await guest.page.getByRole("button", { name: "Open" }).click();
    await guest.page.getByText("二").waitFor();
    await guest.page.goto(`${new URL(address).origin}/s/guessed`);
    await guest.page.getByText("does not lead anywhere").waitFor();
    await guest.close();
  },

  async "the palette finds a file and opens it"({ page }) {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("计划");
    await page.getByRole("option", { name: "计划.txt" }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL("**preview=*");
    await page.keyboard.press("Escape");
    await page.waitForURL((address) => !address.search.includes("preview"));
  },

  async "a lost server is told and found again"({ page, context }) {
    await stop(context.server);
    await page.getByRole("link", { name: "Starred" }).click();
    await page.getByText("No connection to the server").waitFor();
    context.server = await startServer(context.data, context.port);
    await page.getByText("No connection to the server").waitFor({ state: "detached" });
    await page.getByText("No stars yet").waitFor();
  },

  async "an ended session is taken up again in place"({ page, context }) {
    await openMyFiles(page);
    await row(page, "big.bin").waitFor();
    await page.context().clearCookies();
    await page.getByRole("link", { name: "Trash" }).click();
    await page.getByText("Your session has ended").waitFor();
    await dialog(page).locator("input[name=password]").fill(password);
    await dialog(page).getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The trash is empty").waitFor();
    assert.equal(page.url(), `${context.base}/trash`);
  },

  async "the language follows the person"({ page, context, open }) {
    await page.getByRole("button", { name: "Language and theme" }).click();
    await page.getByRole("menuitem", { name: "简体中文" }).click();
    await page.getByRole("link", { name: "回收站" }).waitFor();
    const other = await open();
    await other.page.goto(context.base);
    await signIn(other.page, "li@example.org");
    await other.page.getByRole("link", { name: "我的文件" }).waitFor();
    await other.close();
  },
};

async function run() {
  const data = await mkdtemp(join(tmpdir(), "tongwen-drive-"));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const context = { data, port, base, server: await startServer(data, port) };
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
  const open = async () => {
    const opened = await browser.newContext({
      locale: "en-GB",
      viewport: { width: 1280, height: 800 },
    });
    const page = await opened.newPage();
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => assert.fail(`the page broke: ${error.message}`));
    return { page, close: () => opened.close() };
  };
  const { page } = await open();
  try {
    for (const [name, step] of Object.entries(steps)) {
      await step({ page, base, context, open });
      console.log(`ok  ${name}`);
    }
    console.log(`${Object.keys(steps).length} steps passed`);
  } finally {
    await browser.close();
    await stop(context.server);
    await rm(data, { recursive: true, force: true });
  }
}

await run();
