/** HTML from Word, WPS and the web as nodes of our schema: what it means is kept, its clutter is not. */
import { Fragment, type Mark, type Node, Slice } from "prosemirror-model";
import type { ParagraphAttributes } from "../document/attributes";
import { nodeType, schema } from "../document/schema";
import { markOf, marksFrom } from "./pastedStyles";

export interface PasteContext {
  /** The style of a heading of this level, from 1. */
  heading: (level: number) => string | null;
  /** Make a list and return its id. */
  addList: (kind: "bullet" | "number") => string;
  /** The image node for an address that was uploaded beforehand, or null. */
  image: (address: string) => Node | null;
}

const IGNORED = new Set([
  "STYLE",
  "SCRIPT",
  "META",
  "LINK",
  "TITLE",
  "HEAD",
  "TEMPLATE",
  "NOSCRIPT",
  "O:P",
  "IFRAME",
  "OBJECT",
  "SVG",
]);
const BLOCKS = new Set([
  "P",
  "DIV",
  "H1",
  "H2",
  "H3",
  "H4",
  "H5",
  "H6",
  "LI",
  "UL",
  "OL",
  "BLOCKQUOTE",
  "PRE",
  "SECTION",
  "ARTICLE",
  "HEADER",
  "FOOTER",
  "MAIN",
  "ASIDE",
  "FIGURE",
  "FIGCAPTION",
  "DL",
  "DT",
  "DD",
  "ADDRESS",
  "FORM",
  "FIELDSET",
  "HR",
  "CENTER",
  "NAV",
  "TABLE",
]);

/** Control characters other than tab and line break: XML cannot hold them. */
const CONTROLS = /[^\P{Cc}\t\n]/gu;

interface Place {
  marks: readonly Mark[];
  paragraph: ParagraphAttributes;
  pre: boolean;
  list: { id: string; level: number } | null;
}

class HtmlImport {
  readonly blocks: Node[] = [];
  #inline: Node[] = [];
  #attrs: ParagraphAttributes = {};
  /** Lists of pasted Word text: `mso-list:l0` to our list. */
  #wordLists = new Map<string, string>();

  constructor(private readonly context: PasteContext) {}

  children(parent: Element, place: Place): void {
    for (const child of parent.childNodes) {
      if (child.nodeType === 3) this.#text(child.textContent ?? "", place);
      else if (child instanceof Element) this.#element(child, place);
    }
  }

  close(): void {
    trimEnd(this.#inline);
    if (this.#inline.length > 0)
      this.blocks.push(nodeType("paragraph").create(this.#attrs, this.#inline));
    this.#inline = [];
  }

  #text(raw: string, place: Place): void {
    let text = place.pre ? raw.replace(/\r\n?/g, "\n") : raw.replace(/[ \t\r\n\f]+/g, " ");
    text = text.replace(CONTROLS, "");
    if (!place.pre && (this.#inline.length === 0 || endsInSpace(this.#inline)))
      text = text.replace(/^ /, "");
    if (text === "") return;
    if (this.#inline.length === 0) this.#attrs = paragraphAttributes(place);
    this.#inline.push(schema.text(text, place.marks));
  }

  #element(element: Element, place: Place): void {
    const tag = element.tagName;
    if (IGNORED.has(tag) || isHidden(element)) return;
    if (tag === "BR") this.#break(place);
    else if (tag === "IMG") this.#image(element, place);
    else if (tag === "TABLE") this.#table(element, place);
    else if (BLOCKS.has(tag)) this.#block(element, place);
    else this.children(element, { ...place, marks: marksFrom(element, place.marks) });
  }

  #break(place: Place): void {
    if (this.#inline.length === 0) this.#attrs = paragraphAttributes(place);
    this.#inline.push(schema.text("\n", place.marks));
  }

  #image(element: Element, place: Place): void {
    const image = this.context.image(element.getAttribute("src") ?? "");
    if (!image) return;
    if (this.#inline.length === 0) this.#attrs = paragraphAttributes(place);
    this.#inline.push(image);
  }

  #block(element: Element, place: Place): void {
    this.close();
    const inner = this.#blockPlace(element, place);
    const blocks = this.blocks.length;
    this.children(element, inner);
    const empty = this.blocks.length === blocks && this.#inline.length === 0;
    this.close();
    if (empty && element.tagName === "P")
      this.blocks.push(nodeType("paragraph").create(paragraphAttributes(inner)));
  }

  #blockPlace(element: Element, place: Place): Place {
    const tag = element.tagName;
    const inner: Place = {
      ...place,
      marks: blockMarks(element, place.marks),
      paragraph: { ...place.paragraph, ...alignment(element) },
    };
    const heading = /^H([1-6])$/.exec(tag);
    if (heading) return this.#heading(Number(heading[1]), inner);
    if (tag === "UL" || tag === "OL") return this.#list(tag === "UL" ? "bullet" : "number", inner);
    if (tag === "BLOCKQUOTE" || tag === "DD") {
      return {
        ...inner,
        paragraph: {
          ...inner.paragraph,
          indent: { start: (inner.paragraph.indent?.start ?? 0) + 420 },
        },
      };
    }
    if (tag === "PRE") return { ...inner, pre: true };
    return tag === "P" || tag === "DIV" ? this.#wordItem(element, inner) : inner;
  }

  #heading(level: number, place: Place): Place {
    const style = this.context.heading(level);
    if (style) return { ...place, paragraph: { ...place.paragraph, style } };
    return { ...place, marks: markOf("bold", { on: true }).addToSet(place.marks) };
  }

  #list(kind: "bullet" | "number", place: Place): Place {
    const level = place.list ? Math.min(place.list.level + 1, 8) : 0;
    const id =
      place.list && place.list.level < 8
        ? this.#nested(place.list.id, kind)
        : this.context.addList(kind);
    return { ...place, list: { id, level } };
  }

  /** A list inside a list of the same kind is a deeper level of it; of another kind, a list of its own. */
  #kinds = new Map<string, string>();
  #nested(id: string, kind: "bullet" | "number"): string {
    const known = this.#kinds.get(`${id}:${kind}`);
    if (known) return known;
    const made = this.#kinds.get(id) === kind ? id : this.context.addList(kind);
    this.#kinds.set(`${id}:${kind}`, made);
    return made;
  }

  /** Word's lists are paragraphs with `mso-list:l0 level1 lfo1` and the label as ignored text. */
  #wordItem(element: Element, place: Place): Place {
    const found = /mso-list:\s*(l\d+)\s+level(\d)/i.exec(element.getAttribute("style") ?? "");
    if (!found?.[1]) return place;
    const level = Math.min(Math.max(Number(found[2]) - 1, 0), 8);
    let id = this.#wordLists.get(found[1]);
    if (!id) {
      id = this.context.addList(isNumberLabel(element) ? "number" : "bullet");
      this.#wordLists.set(found[1], id);
    }
    return { ...place, list: { id, level } };
  }

  #table(element: Element, place: Place): void {
    this.close();
    const rows = [...element.querySelectorAll("tr")].filter(
      (row) => row.closest("table") === element,
    );
    const nodes = rows
      .map((row) => this.#row(row, place))
      .filter((row): row is Node => row !== null);
    if (nodes.length === 0) return;
    const line = { val: "single", sz: 4, space: 0, color: "auto" };
    const borders = {
      top: line,
      bottom: line,
      start: line,
      end: line,
      insideH: line,
      insideV: line,
    };
    this.blocks.push(nodeType("table").create({ borders, width: { w: 5000, type: "pct" } }, nodes));
  }

  #row(row: Element, place: Place): Node | null {
    const cells = [...row.children].filter(
      (cell) => cell.tagName === "TD" || cell.tagName === "TH",
    );
    if (cells.length === 0) return null;
    return nodeType("table_row").create(
      null,
      cells.map((cell) => this.#cell(cell, place)),
    );
  }

  #cell(cell: Element, place: Place): Node {
    const inner = new HtmlImport(this.context);
    const marks =
      cell.tagName === "TH" ? markOf("bold", { on: true }).addToSet(place.marks) : place.marks;
    inner.children(cell, {
      ...place,
      list: null,
      marks: marksFrom(cell, marks),
      paragraph: alignment(cell),
    });
    inner.close();
    const content = inner.blocks.length > 0 ? inner.blocks : [nodeType("paragraph").create()];
    return nodeType("table_cell").create(
      { colspan: span(cell, "colspan", 63), rowspan: span(cell, "rowspan", 1000) },
      content,
    );
  }
}

function span(cell: Element, name: string, most: number): number {
  const value = Number.parseInt(cell.getAttribute(name) ?? "1", 10);
  return value >= 1 && value <= most ? value : 1;
}

function paragraphAttributes(place: Place): ParagraphAttributes {
  return place.list
    ? { ...place.paragraph, num: { id: place.list.id, level: place.list.level } }
    : place.paragraph;
}

function endsInSpace(inline: readonly Node[]): boolean {
  return /[ \n]$/.test(inline.at(-1)?.text ?? "");
}

function trimEnd(inline: Node[]): void {
  const last = inline.at(-1);
  if (!last?.isText) return;
  const text = (last.text ?? "").replace(/[ \n]+$/, "");
  if (text === "" && inline.length > 0) inline.pop();
  else if (text !== last.text) inline[inline.length - 1] = schema.text(text, last.marks);
}

function styleText(element: Element): string {
  return (element.getAttribute("style") ?? "").toLowerCase();
}

function isHidden(element: Element): boolean {
  const style = styleText(element);
  return (
    /display:\s*none|mso-list:\s*ignore|visibility:\s*hidden/.test(style) ||
    element.hasAttribute("hidden")
  );
}

function isNumberLabel(element: Element): boolean {
  const label = element.querySelector('[style*="mso-list:Ignore" i]')?.textContent ?? "";
  return /[\da-z一二三四五六七八九十甲乙丙][.、)）．]/i.test(label);
}

function alignment(element: Element): ParagraphAttributes {
  const value =
    /text-align:\s*(\w+)/.exec(styleText(element))?.[1] ??
    element.getAttribute("align")?.toLowerCase();
  if (value === "center") return { align: "center" };
  if (value === "right" || value === "end") return { align: "end" };
  if (value === "justify") return { align: "both" };
  return {};
}

/** A block's own font, size and colour are its style's business: only what stands out is kept. */
function blockMarks(element: Element, marks: readonly Mark[]): readonly Mark[] {
  if (/^(DIV|SECTION|ARTICLE|MAIN|UL|OL|H\d)$/.test(element.tagName)) return marks;
  return marksFrom(element, marks);
}

/** The blocks that HTML stands for. */
export function blocksFromHtml(html: string, context: PasteContext): Node[] {
  const page = new DOMParser().parseFromString(html, "text/html");
  const reader = new HtmlImport(context);
  reader.children(page.body, { marks: [], paragraph: {}, pre: false, list: null });
  reader.close();
  return reader.blocks;
}

function isPlain(node: Node | undefined): boolean {
  return node?.type === nodeType("paragraph") && !node.attrs.style && !node.attrs.num;
}

/** Blocks as a slice: text at either end joins the paragraph it is pasted into. */
export function sliceOf(blocks: Node[]): Slice {
  const start = isPlain(blocks[0]) ? 1 : 0;
  const end = blocks.length === 1 ? start : isPlain(blocks.at(-1)) ? 1 : 0;
  return new Slice(Fragment.fromArray(blocks), start, end);
}

/** Plain text: a paragraph for each line. */
export function sliceOfText(
  text: string,
  attrs: ParagraphAttributes,
  marks: readonly Mark[],
): Slice {
  const clean = text.replace(/\r\n?/g, "\n").replace(CONTROLS, "");
  const paragraphs = clean
    .split("\n")
    .map((line) =>
      nodeType("paragraph").create(
        { ...attrs, src: null, sect: null },
        line === "" ? [] : [schema.text(line, marks)],
      ),
    );
  return new Slice(Fragment.fromArray(paragraphs), 1, 1);
}

/** `data:` images in pasted HTML, which must be uploaded before they can be inserted. */
export function dataImages(html: string): string[] {
  const page = new DOMParser().parseFromString(html, "text/html");
  const found = [...page.querySelectorAll("img")].map((image) => image.getAttribute("src") ?? "");
  return [
    ...new Set(
      found.filter((address) => /^data:image\/(png|jpe?g|gif|webp);base64,/i.test(address)),
    ),
  ];
}
