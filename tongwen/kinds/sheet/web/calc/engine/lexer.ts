/** A1 formula text into tokens; references are kept relative to the cell, so that a filled column reads alike. */
import { MAX_COLS, MAX_ROWS } from "./cells";

/** One corner: absolute components are indexes, relative ones distances from the cell. */
export interface Corner {
  row: number;
  col: number;
  rowAbs: boolean;
  colAbs: boolean;
}

export type Token =
  | { kind: "number"; value: number }
  | { kind: "string"; value: string }
  | { kind: "error"; value: string }
  | { kind: "sheet"; first: string; last: string | null; book: string | null }
  | { kind: "cell"; corner: Corner }
  | { kind: "lines"; from: Corner; to: Corner }
  | { kind: "function"; name: string }
  | { kind: "name"; name: string }
  | { kind: "structured"; table: string; spec: string }
  | { kind: "operator"; value: string }
  | { kind: "space" };

/** A formula that cannot be read. */
export class FormulaError extends Error {}

export const MAX_LENGTH = 8192;

const PATTERNS: [string, RegExp][] = [
  ["space", /[ \n\r\t\u00a0]+/y],
  ["string", /"(?:[^"]|"")*"/y],
  [
    "error",
    /#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!)/iy,
  ],
  ["sheet", /(?:'((?:[^']|'')+)'|(\[\d+\])?([\p{L}\p{N}_.\\]+(?::[\p{L}\p{N}_.\\]+)?)?)!/uy],
  ["cols", /(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\p{L}\p{N}_.(!])/uy],
  ["rows", /(\$?)(\d{1,7}):(\$?)(\d{1,7})(?![\p{L}\p{N}_.(])/uy],
  ["cell", /(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\p{L}\p{N}_.(!])/uy],
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["word", /[\p{L}_\\][\p{L}\p{N}\p{M}_.\\?]*/uy],
  ["operator", /<>|<=|>=|[-+*/^&=<>%(),;{}:@#[]/y],
];

export function columnIndex(letters: string): number {
  let col = 0;
  for (const letter of letters.toUpperCase()) col = col * 26 + letter.charCodeAt(0) - 64;
  return col - 1;
}

export function columnName(col: number): string {
  let name = "";
  for (let rest = col + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** Reads one formula at one cell. */
class Lexer {
  private at = 0;
  readonly tokens: Token[] = [];
  readonly key: string[] = [];

  constructor(
    private readonly text: string,
    private readonly row: number,
    private readonly col: number,
  ) {}

  run(): void {
    if (this.text.length > MAX_LENGTH) throw new FormulaError("longer than 8192 characters");
    while (this.at < this.text.length) this.next();
  }

  private next(): void {
    const found = this.match();
    if (!found) throw new FormulaError(`unreadable at ${this.at}`);
    const { kind, match, token } = found;
    if (token === null) this.structured(kind === "word" ? match[0] : "");
    else {
      this.at += match[0].length;
      this.push(token, match[0]);
    }
  }

  /** The first pattern that matches here; no token: a structured reference begins. */
  private match(): { kind: string; match: RegExpExecArray; token: Token | null } | null {
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = this.at;
      const match = pattern.exec(this.text);
      if (!match) continue;
      const bracket = kind === "word" ? this.text[this.at + match[0].length] : match[0];
      if (bracket === "[" && (kind === "word" || kind === "operator"))
        return { kind, match, token: null };
      const token = this.token(kind, match);
      if (token) return { kind, match, token };
    }
    return null;
  }

  private push(token: Token, text: string): void {
    this.tokens.push(token);
    if (token.kind === "cell") this.key.push(cornerKey(token.corner));
    else if (token.kind === "lines")
      this.key.push(`${cornerKey(token.from)}:${cornerKey(token.to)}`);
    else this.key.push(text);
  }

  private token(kind: string, match: RegExpExecArray): Token | null {
    switch (kind) {
      case "space":
        return { kind: "space" };
      case "string":
        return { kind: "string", value: match[0].slice(1, -1).replaceAll('""', '"') };
      case "error":
        return { kind: "error", value: match[0].toUpperCase() };
      case "sheet":
        return sheetToken(match);
      case "cell":
        return this.cell(match);
      case "cols":
      case "rows":
        return this.lines(kind, match);
      case "number":
        return { kind: "number", value: Number(match[0]) };
      case "word":
        return this.word(match[0]);
      default:
        return { kind: "operator", value: match[0] };
    }
  }

  private cell(match: RegExpExecArray): Token | null {
    const [, colAbs, letters = "", rowAbs, digits] = match;
    const row = Number(digits) - 1;
    const col = columnIndex(letters);
    if (row < 0 || row >= MAX_ROWS || col >= MAX_COLS) return null;
    return { kind: "cell", corner: this.corner(row, col, rowAbs === "$", colAbs === "$") };
  }

  private corner(row: number, col: number, rowAbs: boolean, colAbs: boolean): Corner {
    return {
      row: rowAbs ? row : row - this.row,
      col: colAbs ? col : col - this.col,
      rowAbs,
      colAbs,
    };
  }

  private lines(kind: string, match: RegExpExecArray): Token | null {
    const [, abs1, one = "", abs2, two = ""] = match;
    if (kind === "cols") {
      const cols = [columnIndex(one), columnIndex(two)] as const;
      if (cols[0] >= MAX_COLS || cols[1] >= MAX_COLS) return null;
      return {
        kind: "lines",
        from: this.corner(0, cols[0], true, abs1 === "$"),
        to: this.corner(MAX_ROWS - 1, cols[1], true, abs2 === "$"),
      };
    }
    const rows = [Number(one) - 1, Number(two) - 1] as const;
    if (rows.some((row) => row < 0 || row >= MAX_ROWS)) return null;
    return {
      kind: "lines",
      from: this.corner(rows[0], 0, abs1 === "$", true),
      to: this.corner(rows[1], MAX_COLS - 1, abs2 === "$", true),
    };
  }

  private word(text: string): Token {
    const after = this.at + text.length;
    if (this.text[after] === "(") return { kind: "function", name: functionName(text) };
    return { kind: "name", name: text };
  }

  /** `Table[...]`: brackets nest, an apostrophe escapes. */
  private structured(table: string): void {
    const start = this.at + table.length;
    let depth = 0;
    let at = start;
    for (; at < this.text.length; at++) {
      const char = this.text[at];
      if (char === "'") at++;
      else if (char === "[") depth++;
      else if (char === "]" && --depth === 0) break;
    }
    if (depth !== 0 || at >= this.text.length) throw new FormulaError("a bracket is not closed");
    const spec = this.text.slice(start + 1, at);
    this.at = at + 1;
    this.push({ kind: "structured", table, spec }, `${table}[${spec}]`);
  }
}

function functionName(text: string): string {
  return text.toUpperCase().replace(/^(?:_XLFN\.|_XLWS\.|_XLUDF\.)+/, "");
}

function sheetToken(match: RegExpExecArray): Token | null {
  const quoted = match[1]?.replaceAll("''", "'");
  const external = /^(.*\[[^\]]+\])(.*)$/.exec(quoted ?? "");
  const book = match[2] ?? external?.[1] ?? null;
  const names = external ? (external[2] ?? "") : (quoted ?? match[3] ?? "");
  if (names === "" && book === null) return null;
  const colon = names.indexOf(":");
  return colon < 0
    ? { kind: "sheet", first: names, last: null, book }
    : { kind: "sheet", first: names.slice(0, colon), last: names.slice(colon + 1), book };
}

function cornerKey(corner: Corner): string {
  return `\u0001${corner.rowAbs ? "$" : ""}${corner.row},${corner.colAbs ? "$" : ""}${corner.col}`;
}

/**
 * The tokens of a formula without its `=`, and a key that is equal for formulas that read alike from their own cells.
 *
 * Throws FormulaError.
 */
export function tokenize(text: string, row: number, col: number): { tokens: Token[]; key: string } {
  const lexer = new Lexer(text, row, col);
  lexer.run();
  return { tokens: lexer.tokens, key: lexer.key.join("\u0000") };
}
