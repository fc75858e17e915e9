/** Questions about text: how much of it is East Asian, and how many words it has. */
import type { Node } from "prosemirror-model";

const EAST_ASIAN =
  /[\u2e80-\u303e\u3040-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[\ud840-\ud88f][\udc00-\udfff]/g;

/** Whether most letters in the first part of a document are Chinese, Japanese or Korean. */
export function mostlyEastAsian(doc: Node, sample = 4000): boolean {
  const text = doc.textBetween(0, Math.min(doc.content.size, sample), "\n");
  const eastAsian = text.match(EAST_ASIAN)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters > 0 && eastAsian / letters > 0.3;
}

export interface WordCount {
  /** As Word counts: each East Asian character one, each run of other non-space characters one. */
  words: number;
  charactersWithSpaces: number;
  characters: number;
  paragraphs: number;
}

const WORD =
  /[^\s\u2e80-\u303e\u3040-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\ud840-\ud88f\udc00-\udfff]+/g;

const SPACE = /\s/g;
/** A character outside the basic plane, which JavaScript counts as two. */
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Count one paragraph's text. */
export function countText(text: string): Omit<WordCount, "paragraphs"> {
  const eastAsian = text.match(EAST_ASIAN)?.length ?? 0;
  const words = text.match(WORD)?.length ?? 0;
  const withSpaces = text.length - (text.match(PAIR)?.length ?? 0);
  const spaces = text.match(SPACE)?.length ?? 0;
  return {
    words: eastAsian + words,
    charactersWithSpaces: withSpaces,
    characters: withSpaces - spaces,
  };
}

const counted = new WeakMap<Node, Omit<WordCount, "paragraphs">>();

function countBlock(node: Node): Omit<WordCount, "paragraphs"> {
  const known = counted.get(node);
  if (known) return known;
  let text = "";
  node.forEach((child) => {
    if (child.isText && !child.marks.some((mark) => mark.type.name === "del"))
      text += child.text ?? "";
    else if (child.type.name === "raw" && child.attrs.kind === "field")
      text += String(child.attrs.text);
  });
  const count = countText(text);
  counted.set(node, count);
  return count;
}

/** Count a document or a range of it; deleted (tracked) text does not count. */
export function countWords(doc: Node, from = 0, to = doc.content.size): WordCount {
  const total: WordCount = { words: 0, charactersWithSpaces: 0, characters: 0, paragraphs: 0 };
  doc.nodesBetween(from, to, (node, at) => {
    if (!node.isTextblock) return true;
    const start = Math.max(from - at - 1, 0);
    const end = Math.min(to - at - 1, node.content.size);
    const whole = start === 0 && end === node.content.size;
    const count = whole ? countBlock(node) : countText(node.textBetween(start, end, ""));
    total.words += count.words;
    total.characters += count.characters;
    total.charactersWithSpaces += count.charactersWithSpaces;
    if (count.characters > 0) total.paragraphs += 1;
    return false;
  });
  return total;
}
