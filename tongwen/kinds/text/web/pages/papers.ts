/** The sheets behind the text, with their headers and footers; only those near the window are in the DOM. */
import { DOMSerializer, type Node } from "prosemirror-model";
import { initProseMirrorDoc } from "y-prosemirror";
import type { HeaderKind, Section } from "../document/attributes";
import type { DocumentModel } from "../document/model";
import { fragmentObstacle } from "../document/representable";
import { schema } from "../document/schema";
import { fieldsFilled } from "./fields";
import type { Paper } from "./geometry";

export interface Sheet {
  /** From the top of the first sheet. */
  top: number;
  paper: Paper;
  /** As the document numbers it. */
  number: number;
  section: Section;
  /** Whether it is the first sheet of its section. */
  first: boolean;
  /** Left empty because a section begins on an even or odd page. */
  blank: boolean;
}

export interface PapersOptions {
  model: DocumentModel;
  mediaAddress: (media: string) => string;
}

type Side = "header" | "footer";

export class Papers {
  /** Behind the text; the caller puts it into the page. */
  readonly element = document.createElement("div");
  #sheets: Sheet[] = [];
  #drawn = new Map<number, { signature: string; element: HTMLElement }>();
  #heights = new Map<string, number>();
  #contents = new Map<string, Node | null>();
  #window: [number, number] = [0, 2000];
  #widest = 0;

  constructor(private readonly options: PapersOptions) {
    this.element.className = "tx-papers";
    this.element.setAttribute("aria-hidden", "true");
  }

  /** The sheet that all papers lie on; the text's layout reads its variables. */
  get #host(): HTMLElement | null {
    return this.element.closest<HTMLElement>(".tx-sheet");
  }

  /** Forget headers and footers: their fragments or the styles have changed. */
  reset(): void {
    this.#heights.clear();
    this.#contents.clear();
    for (const { element } of this.#drawn.values()) element.remove();
    this.#drawn.clear();
  }

  /** Set the text column of the first paper and the width of the widest. */
  frame(first: Paper, widest: number): void {
    this.#widest = widest;
    const host = this.#host;
    if (!host) return;
    const start = (widest - first.inlineSize) / 2 + first.start;
    setVariable(host, "--sheet-start", `${start}px`);
    setVariable(host, "--sheet-text", `${first.inlineSize - first.start - first.end}px`);
    setVariable(host, "--sheet-top", `${first.top}px`);
    setVariable(host, "--sheet-width", `${widest}px`);
  }

  /** Heights of a section's tallest header and footer, so that the text begins below them. */
  running(section: Section): { header: number; footer: number } {
    return { header: this.#tallest("header", section), footer: this.#tallest("footer", section) };
  }

  show(sheets: Sheet[]): void {
    this.#sheets = sheets;
    const last = sheets.at(-1);
    const host = this.#host;
    if (host) setVariable(host, "--sheets", last ? `${last.top + last.paper.blockSize}px` : "auto");
    this.draw();
  }

  get sheets(): readonly Sheet[] {
    return this.#sheets;
  }

  /** Say which part of the stage is in the window, CSS pixels from the first sheet's top. */
  scroll(top: number, bottom: number): void {
    this.#window = [top, bottom];
    this.draw();
  }

  draw(all = false): void {
    const [top, bottom] = this.#window;
    const margin = bottom - top;
    const wanted = new Set<number>();
    this.#sheets.forEach((sheet, index) => {
      const near = sheet.top < bottom + margin && sheet.top + sheet.paper.blockSize > top - margin;
      if (near || all) wanted.add(index);
    });
    for (const [index, { element }] of this.#drawn) {
      if (wanted.has(index)) continue;
      element.remove();
      this.#drawn.delete(index);
    }
    for (const index of wanted) this.#drawSheet(index);
  }

  #drawSheet(index: number): void {
    const sheet = this.#sheets[index];
    if (!sheet) return;
    const signature = JSON.stringify([sheet, this.#sheets.length, this.#widest]);
    const drawn = this.#drawn.get(index);
    if (drawn?.signature === signature) return;
    const element = this.#sheetElement(sheet);
    if (drawn) drawn.element.replaceWith(element);
    else this.element.append(element);
    this.#drawn.set(index, { signature, element });
  }

  #sheetElement(sheet: Sheet): HTMLElement {
    const { paper } = sheet;
    const element = document.createElement("div");
    element.className = "tx-paper";
    element.style.insetBlockStart = `${sheet.top}px`;
    element.style.insetInlineStart = `${(this.#widest - paper.inlineSize) / 2}px`;
    element.style.inlineSize = `${paper.inlineSize}px`;
    element.style.blockSize = `${paper.blockSize}px`;
    if (sheet.blank) return element;
    for (const side of ["header", "footer"] as const) {
      const content = this.#content(side, sheet);
      if (content) element.append(this.#runningElement(side, content, sheet));
    }
    return element;
  }

  #runningElement(side: Side, content: Node, sheet: Sheet): HTMLElement {
    const { paper } = sheet;
    const element = document.createElement("div");
    element.className = `tx-running tx-running-${side}`;
    element.style.insetInlineStart = `${paper.start}px`;
    element.style.inlineSize = `${paper.inlineSize - paper.start - paper.end}px`;
    if (side === "header") element.style.insetBlockStart = `${paper.header}px`;
    else element.style.insetBlockEnd = `${paper.footer}px`;
    element.append(this.#render(content, sheet.number));
    return element;
  }

  #render(content: Node, page: number): DocumentFragment {
    const filled = fieldsFilled(content, { page, pages: this.#sheets.length });
    const fragment = DOMSerializer.fromSchema(schema).serializeFragment(filled.content);
    const host = document.createDocumentFragment();
    host.append(fragment);
    const media: string[] = [];
    filled.descendants((node) => {
      if (node.type.name === "image") media.push(String(node.attrs.media));
    });
    host.querySelectorAll("img").forEach((image, index) => {
      image.src = this.options.mediaAddress(media[index] ?? "");
    });
    return host;
  }

  /** First, even or default, falling back as the standard says: a missing first or even one is empty. */
  #content(side: Side, sheet: Sheet): Node | null {
    const kind = this.#kindOf(sheet);
    return this.#fragment(side, reference(side, sheet.section, kind));
  }

  #kindOf(sheet: Sheet): HeaderKind {
    if (sheet.first && sheet.section.titlePg) return "first";
    if (this.options.model.evenAndOddHeaders && sheet.number % 2 === 0) return "even";
    return "default";
  }

  #fragment(side: Side, id: string | undefined): Node | null {
    if (!id) return null;
    const name = `${side}:${id}`;
    const known = this.#contents.get(name);
    if (known !== undefined) return known;
    const content = this.#build(name);
    this.#contents.set(name, content);
    return content;
  }

  #build(name: string): Node | null {
    const { doc } = this.options.model;
    if (!doc.share.has(name)) return null;
    const fragment = doc.getXmlFragment(name);
    if (fragment.length === 0 || fragmentObstacle(fragment, "doc")) return null;
    return initProseMirrorDoc(fragment, schema).doc;
  }

  #tallest(side: Side, section: Section): number {
    const kinds: HeaderKind[] = ["default"];
    if (section.titlePg) kinds.push("first");
    if (this.options.model.evenAndOddHeaders) kinds.push("even");
    return Math.max(
      0,
      ...kinds.map((kind) => this.#height(side, section, reference(side, section, kind))),
    );
  }

  #height(side: Side, section: Section, id: string | undefined): number {
    const content = this.#fragment(side, id);
    if (!content) return 0;
    const text = Math.round(
      ((section.w ?? 11906) - (section.start ?? 1800) - (section.end ?? 1800)) / 15,
    );
    const key = `${side}:${id}:${text}`;
    const known = this.#heights.get(key);
    if (known !== undefined) return known;
    const probe = document.createElement("div");
    probe.className = "tx-running tx-running-probe";
    probe.style.inlineSize = `${text}px`;
    probe.append(this.#render(content, 1));
    this.element.append(probe);
    const height = probe.offsetHeight;
    probe.remove();
    this.#heights.set(key, height);
    return height;
  }
}

function reference(side: Side, section: Section, kind: HeaderKind): string | undefined {
  return (side === "header" ? section.headers : section.footers)?.[kind];
}

function setVariable(element: HTMLElement, name: string, value: string): void {
  if (element.style.getPropertyValue(name) !== value) element.style.setProperty(name, value);
}
