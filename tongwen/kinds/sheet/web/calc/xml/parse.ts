/** XML as a tree, without document types: nothing is declared, expanded or fetched. */

export type XmlKind = "document" | "element" | "attribute" | "text" | "comment" | "instruction";

/** One node; `order` is its place in the document. */
export interface XmlNode {
  kind: XmlKind;
  name: string;
  value: string;
  parent: XmlNode | null;
  attributes: XmlNode[];
  children: XmlNode[];
  order: number;
}

/** XML that is not well-formed, or that declares a document type. */
export class XmlError extends Error {}

const MOST_DEPTH = 1000;
const NAME = /[\p{L}_:][\p{L}\p{N}\p{M}_:.·-]*/uy;
const SPACE = /[ \t\r\n]*/y;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));|&/g, (_, hex, decimal, name) => {
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    if (name !== undefined && Object.hasOwn(ENTITIES, name)) return ENTITIES[name] ?? "";
    if (!(point > 0 && point <= 0x10ffff)) throw new XmlError("unknown entity");
    return String.fromCodePoint(point);
  });
}

/** Reads one document. */
class Reader {
  private at = 0;
  private count = 0;
  private readonly document: XmlNode;
  private here: XmlNode;
  private depth = 0;

  constructor(private readonly text: string) {
    this.document = this.node("document", "", "", null);
    this.here = this.document;
  }

  read(): XmlNode {
    if (this.text.startsWith("\ufeff")) this.at = 1;
    while (this.at < this.text.length) this.next();
    const roots = this.document.children.filter(({ kind }) => kind === "element");
    if (this.here !== this.document || roots.length !== 1) throw new XmlError("not one root");
    return this.document;
  }

  private node(kind: XmlKind, name: string, value: string, parent: XmlNode | null): XmlNode {
    const order = this.count++;
    return { kind, name, value, parent, attributes: [], children: [], order };
  }

  private add(kind: XmlKind, name: string, value: string): XmlNode {
    const made = this.node(kind, name, value, this.here);
    this.here.children.push(made);
    return made;
  }

  private next(): void {
    const { text, at } = this;
    if (text[at] !== "<") this.characters();
    else if (text.startsWith("<!--", at)) this.add("comment", "", this.until("<!--", "-->"));
    else if (text.startsWith("<![CDATA[", at)) this.addText(this.until("<![CDATA[", "]]>"));
    else if (text.startsWith("<?", at)) this.instruction();
    else if (text.startsWith("</", at)) this.close();
    else if (text.startsWith("<!", at)) throw new XmlError("document types are not read");
    else this.open();
  }

  private characters(): void {
    const end = this.text.indexOf("<", this.at);
    const stop = end < 0 ? this.text.length : end;
    const found = decoded(this.text.slice(this.at, stop));
    this.at = stop;
    if (this.here !== this.document) this.addText(found);
    else if (found.trim() !== "") throw new XmlError("text outside of the root");
  }

  private addText(value: string): void {
    if (this.here === this.document) throw new XmlError("text outside of the root");
    const last = this.here.children.at(-1);
    if (last?.kind === "text") last.value += value;
    else this.add("text", "", value);
  }

  private until(start: string, end: string): string {
    const stop = this.text.indexOf(end, this.at + start.length);
    if (stop < 0) throw new XmlError(`${end} is missing`);
    const found = this.text.slice(this.at + start.length, stop);
    this.at = stop + end.length;
    return found;
  }

  private instruction(): void {
    const [, name = "", value = ""] = /^(\S+)\s*([\s\S]*)$/.exec(this.until("<?", "?>")) ?? [];
    if (name.toLowerCase() !== "xml") this.add("instruction", name, value);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private name(): string {
    const found = this.match(NAME);
    if (found === "") throw new XmlError("a name is missing");
    return found;
  }

  private take(token: string): void {
    if (!this.text.startsWith(token, this.at)) throw new XmlError(`${token} is missing`);
    this.at += token.length;
  }

  private open(): void {
    this.at++;
    const element = this.add("element", this.name(), "");
    this.match(SPACE);
    while (!/^[/>]/.test(this.text.charAt(this.at) || ">")) {
      this.attribute(element);
      this.match(SPACE);
    }
    if (this.text.startsWith("/>", this.at)) {
      this.at += 2;
      return;
    }
    this.take(">");
    if (++this.depth > MOST_DEPTH) throw new XmlError("nested too deeply");
    this.here = element;
  }

  private attribute(element: XmlNode): void {
    const name = this.name();
    this.match(SPACE);
    this.take("=");
    this.match(SPACE);
    const quote = this.text.charAt(this.at);
    if (quote !== '"' && quote !== "'") throw new XmlError("a quote is missing");
    const value = this.until(quote, quote);
    if (value.includes("<") || element.attributes.some((other) => other.name === name))
      throw new XmlError("a broken attribute");
    const spaced = decoded(value.replace(/[\t\r\n]/g, " "));
    element.attributes.push(this.node("attribute", name, spaced, element));
  }

  private close(): void {
    this.at += 2;
    const name = this.name();
    this.match(SPACE);
    this.take(">");
    if (this.here.kind !== "element" || this.here.name !== name)
      throw new XmlError(`</${name}> closes nothing`);
    this.here = this.here.parent ?? this.document;
    this.depth--;
  }
}

/** The tree of a document. Throws XmlError. */
export function parseXml(text: string): XmlNode {
  return new Reader(text).read();
}

/** The text of a node and all in it. */
export function textOf(node: XmlNode): string {
  if (node.kind !== "element" && node.kind !== "document") return node.value;
  let text = "";
  const open = [...node.children].reverse();
  for (let child = open.pop(); child; child = open.pop()) {
    if (child.kind === "text") text += child.value;
    if (child.kind === "element") open.push(...[...child.children].reverse());
  }
  return text;
}
