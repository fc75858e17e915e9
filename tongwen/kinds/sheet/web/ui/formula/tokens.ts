/** The words of a formula as it is typed: where they stand, so that they can be coloured and completed. */

export type TokenKind =
  | "function"
  | "reference"
  | "name"
  | "number"
  | "text"
  | "error"
  | "operator"
  | "open"
  | "close"
  | "separator"
  | "brace"
  | "table"
  | "space"
  | "unknown";

export interface Token {
  kind: TokenKind;
  text: string;
  start: number;
  end: number;
}

const SHEET = "(?:'(?:[^']|'')*'|[\\p{L}_][\\p{L}\\p{N}_.]*(?::[\\p{L}_][\\p{L}\\p{N}_.]*)?)!";
const CELL = "\\$?[A-Za-z]{1,3}\\$?[1-9][0-9]{0,6}";
const COLUMNS = "\\$?[A-Za-z]{1,3}:\\$?[A-Za-z]{1,3}";
const ROWS = "\\$?[1-9][0-9]{0,6}:\\$?[1-9][0-9]{0,6}";
const END = "(?![\\p{L}\\p{N}_.(\\[!])";

const rules: [TokenKind, RegExp][] = [
  ["space", /\s+/uy],
  ["text", /"(?:[^"]|"")*"?/uy],
  ["error", /#(?:N\/A|DIV\/0!|[A-Z_]+[!?]?)/uy],
  [
    "reference",
    new RegExp(`(?:${SHEET})?(?:${CELL}(?::${CELL})?|${COLUMNS}|${ROWS})#?${END}`, "uy"),
  ],
  ["table", /[\p{L}_\\][\p{L}\p{N}_.]*\[(?:[^[\]]|\[[^\]]*\])*\]?/uy],
  ["number", /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/uy],
  ["function", /[\p{L}_][\p{L}\p{N}_.]*(?=\()/uy],
  ["name", new RegExp(`(?:${SHEET})?[\\p{L}_\\\\][\\p{L}\\p{N}_.?\\\\]*`, "uy")],
  ["open", /\(/uy],
  ["close", /\)/uy],
  ["separator", /[,;，；]/uy],
  ["brace", /[{}]/uy],
  ["operator", /<>|<=|>=|[-+*/^&=<>%:@]/uy],
];

function tokenAt(text: string, at: number): Token {
  for (const [kind, rule] of rules) {
    rule.lastIndex = at;
    const match = rule.exec(text);
    if (match && match[0].length > 0) {
      return { kind, text: match[0], start: at, end: at + match[0].length };
    }
  }
  return { kind: "unknown", text: text[at] ?? "", start: at, end: at + 1 };
}

/** Whether what is typed begins a formula. */
export function isFormula(text: string): boolean {
  return /^[=＝]/.test(text) || /^[+-](?=\D)./.test(text);
}

/** The tokens of a formula, its leading `=` left out; offsets count from the start of the whole text. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (let at = /^[=＝]/.test(text) ? 1 : 0; at < text.length; ) {
    const token = tokenAt(text, at);
    found.push(token);
    at = token.end;
  }
  return found;
}

export interface ColoredReference {
  text: string;
  start: number;
  end: number;
  /** The same number for the same reference; the colour of its place in the palette. */
  color: number;
}

/** The references of a formula, each with the number of its colour. */
export function coloredReferences(text: string): ColoredReference[] {
  const colors = new Map<string, number>();
  return tokens(text)
    .filter((token) => token.kind === "reference")
    .map(({ text: reference, start, end }) => {
      const key = reference.replaceAll("$", "").toUpperCase();
      const color = colors.get(key) ?? colors.size;
      colors.set(key, color);
      return { text: reference, start, end, color };
    });
}

export interface Call {
  name: string;
  /** Which argument the caret is in, from zero. */
  argument: number;
}

export interface Caret {
  /** The word before the caret that may become a function, a name, a table or a sheet. */
  word: { text: string; start: number; end: number } | null;
  /** The innermost function whose parentheses the caret is in. */
  call: Call | null;
  /** The reference that the caret is in or after: pointing replaces it. */
  reference: { start: number; end: number } | null;
  /** Whether a reference may stand here: clicking a cell puts one in. */
  pointable: boolean;
}

function enclosingCall(before: readonly Token[]): Call | null {
  const stack: (Call | null)[] = [];
  for (const [index, token] of before.entries()) {
    if (token.kind === "open") {
      const previous = before[index - 1];
      stack.push(previous?.kind === "function" ? { name: previous.text, argument: 0 } : null);
    } else if (token.kind === "close") stack.pop();
    else if (token.kind === "separator") {
      const top = stack.at(-1);
      if (top) top.argument += 1;
    }
  }
  return stack.findLast((call) => call !== null) ?? null;
}

const OPENS = new Set<TokenKind>(["operator", "open", "separator", "brace"]);

/** What can be done at the caret of a formula. */
export function caretAt(text: string, caret: number): Caret {
  const nothing = { word: null, call: null, reference: null, pointable: false };
  if (!isFormula(text) || caret < 1) return nothing;
  const all = tokens(text);
  const before = all.filter((token) => token.start < caret);
  const last = before.at(-1);
  const inside = last && last.end >= caret ? last : undefined;
  const inText =
    inside?.kind === "text" && (inside.end > caret || !/^"(?:[^"]|"")*"$/.test(inside.text));
  const whole = before.filter((token) => token.end <= caret || token.kind !== "open");
  if (inText) return { ...nothing, call: enclosingCall(whole) };
  const isWord = inside && ["name", "function", "reference", "table"].includes(inside.kind);
  const word = isWord
    ? { text: text.slice(inside.start, caret), start: inside.start, end: inside.end }
    : null;
  const reference = inside?.kind === "reference" ? { start: inside.start, end: inside.end } : null;
  const ahead = before.findLast((token) => token.kind !== "space");
  const free = !ahead || (OPENS.has(ahead.kind) && ahead.text !== "%");
  return { word, call: enclosingCall(whole), reference, pointable: free || reference !== null };
}

export interface Edited {
  text: string;
  caret: number;
}

/** Put a completion in place of the word at the caret; a function opens its parentheses. */
export function completed(text: string, caret: number, by: string, isFunction: boolean): Edited {
  const word = caretAt(text, caret).word ?? { start: caret, end: caret };
  const after = text.slice(word.end);
  const insert = isFunction && !after.startsWith("(") ? `${by}(` : by;
  const skip = isFunction && after.startsWith("(") ? 1 : 0;
  return {
    text: text.slice(0, word.start) + insert + after,
    caret: word.start + insert.length + skip,
  };
}
