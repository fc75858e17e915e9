/** The text editor's tools: what a button does is in the file, and a second person sees it. */
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { Company } from "./browser.mjs";
import { organisation, PASSWORD } from "./people.mjs";
import { Server } from "./server.mjs";
import { until } from "./until.mjs";

const READ_MAIN_PART =
  "import io, sys, zipfile; z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()));" +
  "sys.stdout.buffer.write(z.read('word/document.xml'))";
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGNQSd+BBzGMSmNDADB+fi3Q26MgAAAAAElFTkSuQmCC",
  "base64",
);

class Tools {
  constructor(server, company, people) {
    Object.assign(this, { server, company, people });
  }

  async open() {
    const [ann, ben] = this.people;
    const made = await this.server.call("POST", "/nodes", {
      token: ann.token,
      body: { parent: ann.root, name: "Tools", kind: "text" },
    });
    this.node = made.id;
    await this.server.call("PUT", `/nodes/${made.id}/grants/${ben.id}`, {
      token: ann.token,
      body: { role: "viewer" },
    });
    this.ann = await this.join("ann", ann, "en");
    this.ben = await this.join("ben", ben, "zh-CN");
  }

  async join(name, person, language) {
    const someone = await this.company.person(name, this.server, { language });
    await someone.signIn({ email: person.email, password: PASSWORD });
    await someone.goto(`/edit/${this.node}`);
    await someone.sheet.waitFor();
    await someone.page.locator("[data-saved]").first().waitFor();
    return someone;
  }

  get keys() {
    return this.ann.page.keyboard;
  }

  command(id) {
    return this.ann.page.locator(`[data-command="${id}"]`).first();
  }

  async tab(name) {
    await this.ann.page.getByRole("tab", { name, exact: true }).click();
  }

  /** A new paragraph at the end with this text, selected. */
  async write(text) {
    await this.ann.sheet.focus();
    await this.keys.press("ArrowRight");
    await this.keys.press("Control+End");
    await this.keys.press("Enter");
    await this.keys.type(text);
    await this.keys.press("Shift+Home");
  }

  /** The document part as the server would give it now, once it holds what `check` wants. */
  async file(what, check) {
    return until(what, async () => {
      const token = this.people[0].token;
      const data = await this.server.call("GET", `/nodes/${this.node}/content`, { token });
      const read = spawnSync(".venv/bin/python", ["-c", READ_MAIN_PART], { input: data });
      const xml = read.stdout.toString();
      return check(xml) ? xml : null;
    });
  }

  /** The other person's paragraph that holds a text. */
  async seen(text) {
    const paragraph = this.ben.sheet.locator("p", { hasText: text }).last();
    await paragraph.waitFor();
    return paragraph;
  }

  async runs() {
    const looks = {
      bold: ["fontWeight", "700", "<w:b/>"],
      italic: ["fontStyle", "italic", "<w:i/>"],
      underline: ["textDecorationLine", "underline", '<w:u w:val="single"/>'],
      strike: ["textDecorationLine", "line-through", "<w:strike/>"],
      superscript: ["verticalAlign", "super", '<w:vertAlign w:val="superscript"/>'],
    };
    for (const [id, [property, value, xml]] of Object.entries(looks)) {
      await this.write(`made ${id}`);
      await this.command(id).click();
      const paragraph = await this.seen(`made ${id}`);
      await until(`${id} is seen`, () =>
        paragraph.evaluate(
          (element, [name, wanted]) =>
            [...element.querySelectorAll("*")].some((child) =>
              getComputedStyle(child)[name].includes(wanted),
            ),
          [property, value],
        ),
      );
      await this.file(id, (text) => text.includes(xml));
    }
  }

  /** Type a value of one's own into a field with a list. */
  async enter(field, value) {
    await field.click();
    await this.keys.press("Control+a");
    await this.keys.type(value, { delay: 30 });
    await until(`the field says ${value}`, async () => (await field.inputValue()) === value);
    await this.keys.press("Enter");
  }

  async fonts() {
    await this.write("big words");
    const size = this.ann.page.getByRole("textbox", { name: "Font size", exact: true });
    await this.enter(size, "初号");
    await this.file("初号 is 42 points", (xml) => xml.includes('<w:sz w:val="84"/>'));
    const font = this.ann.page.getByRole("textbox", { name: "Font", exact: true });
    await this.enter(font, "Georgia");
    await this.file("the font", (xml) => xml.includes('w:ascii="Georgia"'));
  }

  async paragraphs() {
    await this.write("in the middle");
    await this.command("align-center").click();
    const paragraph = await this.seen("in the middle");
    await until("centred", () =>
      paragraph.evaluate((element) => getComputedStyle(element).textAlign === "center"),
    );
    await this.write("indented");
    await this.command("indent").click();
    await this.write("first item");
    await this.command("bullets").click();
    await this.write("second item");
    await this.keys.press("End");
    await this.keys.press("Enter");
    await this.keys.press("Enter");
    await this.write("heading words");
    await this.keys.press("Control+Alt+1");
    await this.file("alignment, list and heading", (xml) => {
      const list = /<w:numPr>.*?<\/w:numPr>.*?first item/s.test(xml);
      return list && xml.includes('<w:jc w:val="center"/>') && xml.includes('w:val="Heading1"');
    });
  }

  async objects() {
    await this.write("linked words");
    await this.keys.press("Control+k");
    await this.ann.dialog.getByRole("textbox").last().fill("https://example.org/tongwen");
    await this.keys.press("Enter");
    await (await this.seen("linked words")).locator("a").waitFor();
    await this.write("before the table");
    await this.keys.press("End");
    await this.tab("Insert");
    await this.command("table").click();
    await this.ann.page.getByRole("button", { name: "3 columns, 2 rows" }).click();
    await this.ben.sheet.locator("table td").first().waitFor();
    await this.tab("Insert");
    const [chooser] = await Promise.all([
      this.ann.page.waitForEvent("filechooser"),
      this.command("image").click(),
    ]);
    await chooser.setFiles({ name: "pixel.png", mimeType: "image/png", buffer: PIXEL });
    await this.ben.sheet.locator("img:not(.ProseMirror-separator)").waitFor();
    await this.file("link, table and image", (xml) =>
      ["<w:hyperlink", "<w:tbl>", "<w:drawing>"].every((piece) => xml.includes(piece)),
    );
  }

  async pageBreak() {
    const before = await this.pages();
    await this.write("last words of a page");
    await this.keys.press("End");
    await this.keys.press("Control+Enter");
    await this.keys.type("first words of the next");
    await until("a page more", async () => (await this.pages()) > before);
    await this.file("the break", (xml) => xml.includes('<w:br w:type="page"/>'));
  }

  async pages() {
    return Number(await this.ann.page.locator("[data-pages]").first().getAttribute("data-pages"));
  }

  async findAndReplace() {
    await this.write("swan, swan and swan");
    await this.keys.press("End");
    await this.keys.press("Control+h");
    const bar = this.ann.page.getByRole("search");
    await bar.getByRole("textbox").first().fill("swan");
    await bar.getByText("3").first().waitFor();
    await bar.getByRole("textbox").last().fill("天鹅");
    await bar.getByRole("button", { name: "Replace all" }).click();
    await this.seen("天鹅, 天鹅 and 天鹅");
    await bar.getByRole("textbox").first().press("Escape");
    await this.keys.press("Control+z");
    await this.seen("swan, swan and swan");
  }

  /** What a reading is when it has stopped changing. */
  async settled(read) {
    let last;
    let since = Date.now();
    return until("a steady reading", async () => {
      const now = await read();
      if (now !== last) since = Date.now();
      last = now;
      return Date.now() - since > 600 ? now : null;
    });
  }

  async countAndZoom() {
    const status = this.ann.page.locator("footer");
    const words = async () => Number((await status.innerText()).match(/([\d,]+) words/)[1]);
    await this.write("a quiet line");
    await until("the count is there", async () => (await words()) > 3);
    const before = await this.settled(words);
    await this.write("four more words 同文");
    await this.keys.press("End");
    await until("five more", async () => (await words()) === before + 5);
    const wide = () => this.ann.sheet.evaluate((element) => element.getBoundingClientRect().width);
    const old = await wide();
    await this.ann.page.getByRole("button", { name: "Zoom in" }).click();
    await until("larger", async () => (await wide()) > old);
  }
}

test("the tools of the text editor", async (t) => {
  const server = await Server.start();
  const company = await Company.gather();
  try {
    const tools = new Tools(server, company, await organisation(server));
    const step = (name, act) => company.step(t, name, act);
    await step("two open a new document", () => tools.open());
    await step("bold, italic, underline, strike, superscript", () => tools.runs());
    await step("font, and sizes by Chinese name", () => tools.fonts());
    await step("alignment, indent, lists and headings", () => tools.paragraphs());
    await step("link, table and image", () => tools.objects());
    await step("a page break makes a page", () => tools.pageBreak());
    await step("find, replace all and one undo", () => tools.findAndReplace());
    await step("words are counted, and the page grows", () => tools.countAndZoom());
  } finally {
    await company.dismiss();
    await server.stop();
  }
});
