/** PAGE and NUMPAGES in headers and footers: computed for each sheet. */
import { Fragment, type Node } from "prosemirror-model";
import { schema } from "../document/schema";

export interface PageNumbers {
  page: number;
  pages: number;
}

const INSTRUCTION = /(?:instrText[^>]*>|w:instr=")\s*([^<"]*)/g;
const STAGE = /fldCharType="(begin|separate|end)"/g;

/** The field a piece of raw XML names, or null. */
export function fieldName(xml: string): string | null {
  for (const match of xml.matchAll(INSTRUCTION)) {
    const word = match[1]
      ?.trim()
      .split(/[\s\\]+/)[0]
      ?.toUpperCase();
    if (word) return word;
  }
  return null;
}

function value(name: string | null, numbers: PageNumbers): string | null {
  if (name === "PAGE") return String(numbers.page);
  if (name === "NUMPAGES" || name === "SECTIONPAGES") return String(numbers.pages);
  return null;
}

/** Walks the inline content of one paragraph; a complex field's result stands between `separate` and `end`. */
class FieldWalk {
  #name: string | null = null;
  #inResult = false;
  #written = false;

  constructor(private readonly numbers: PageNumbers) {}

  /** What stands in for a node, or null to leave it out. */
  visit(node: Node): Node | null {
    if (node.type.name === "raw" && node.attrs.kind === "field") return this.#field(node);
    const computed = this.#inResult ? value(this.#name, this.numbers) : null;
    if (computed === null || !node.isText) return node;
    if (this.#written) return null;
    this.#written = true;
    return schema.text(computed, node.marks);
  }

  #field(node: Node): Node {
    const xml = String(node.attrs.x);
    this.#name = fieldName(xml) ?? this.#name;
    const stages = [...xml.matchAll(STAGE)].map((match) => match[1]);
    const computed = value(fieldName(xml), this.numbers);
    if (computed !== null && (xml.includes("fldSimple") || node.attrs.text !== "")) {
      return schema.text(computed, node.marks);
    }
    for (const stage of stages) this.#enter(stage);
    return node;
  }

  #enter(stage: string | undefined): void {
    this.#inResult = stage === "separate";
    this.#written = false;
    if (stage === "end") this.#name = null;
  }
}

/** The same content with page fields computed. */
export function fieldsFilled(content: Node, numbers: PageNumbers): Node {
  const filled = (node: Node): Node => {
    if (node.isLeaf) return node;
    const children: Node[] = [];
    const walk = node.isTextblock ? new FieldWalk(numbers) : null;
    node.forEach((child) => {
      const next = walk ? walk.visit(child) : filled(child);
      if (next) children.push(next);
    });
    return node.copy(Fragment.fromArray(children));
  };
  return filled(content);
}
