/** Tokens into the tree of a formula (ECMA-376-1 §18.17.2). */
import { type Corner, FormulaError, type Token } from "./lexer";
import { type CellError, errorOf, type Scalar } from "./values";

/** Worksheets by name; null: the formula's own. `last`: several, from one to the other. `book`: of another workbook. */
export interface SheetName {
  first: string;
  last: string | null;
  book: string | null;
}

export type Node =
  | { type: "literal"; value: Exclude<Scalar, null> }
  | { type: "missing" }
  | { type: "array"; rows: Scalar[][] }
  | { type: "area"; sheet: SheetName | null; from: Corner; to: Corner }
  | { type: "name"; sheet: SheetName | null; name: string }
  | { type: "structured"; table: string; spec: string; book: string | null }
  | { type: "call"; name: string; args: Node[] }
  | { type: "invoke"; callee: Node; args: Node[] }
  | { type: "unary"; op: "+" | "-" | "%" | "@" | "#"; operand: Node }
  | { type: "binary"; op: string; left: Node; right: Node };

const BINDING: Record<string, number> = {
  "=": 1,
  "<>": 1,
  "<": 1,
  ">": 1,
  "<=": 1,
  ">=": 1,
  "&": 2,
  "+": 3,
  "-": 3,
  "*": 4,
  "/": 4,
  "^": 5,
};
const UNION = 8;
const INTERSECTION = 9;
const RANGE = 10;
const MAX_DEPTH = 256;

const isArea = (node: Node) =>
  ["area", "name", "structured", "call", "invoke"].includes(node.type) ||
  (node.type === "binary" && [":", " ", ","].includes(node.op)) ||
  (node.type === "unary" && node.op === "#");

/** One pass over the tokens, by binding strength. */
class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: Token[]) {}

  whole(): Node {
    const node = this.expression(0);
    this.skip();
    if (this.at < this.tokens.length) throw new FormulaError("something follows the formula");
    return node;
  }

  private skip(): boolean {
    const from = this.at;
    while (this.tokens[this.at]?.kind === "space") this.at++;
    return this.at > from;
  }

  private operator(): string | null {
    const token = this.tokens[this.at];
    return token?.kind === "operator" ? token.value : null;
  }

  private expect(value: string): void {
    this.skip();
    if (this.operator() !== value) throw new FormulaError(`${value} is missing`);
    this.at++;
  }

  private expression(least: number, union = true): Node {
    if (++this.depth > MAX_DEPTH) throw new FormulaError("nested too deeply");
    let left = this.prefix();
    for (;;) {
      const next = this.infix(left, least, union);
      if (!next) break;
      left = next;
    }
    this.depth--;
    return left;
  }

  private infix(left: Node, least: number, union: boolean): Node | null {
    const from = this.at;
    const spaced = this.skip();
    const op = this.operator();
    if (op === "%" || op === "#") {
      this.at++;
      return { type: "unary", op, operand: left };
    }
    if (op === ":" && least < RANGE) {
      this.at++;
      return joined(left, this.expression(RANGE, false));
    }
    if (op === "," && union && least < UNION && isArea(left)) {
      this.at++;
      return { type: "binary", op: ",", left, right: this.expression(UNION, false) };
    }
    if (spaced && least < INTERSECTION && isArea(left) && this.startsArea()) {
      return { type: "binary", op: " ", left, right: this.expression(INTERSECTION, false) };
    }
    const binding = op === null ? undefined : BINDING[op];
    if (op === null || binding === undefined || binding <= least) {
      this.at = from;
      return null;
    }
    this.at++;
    return { type: "binary", op, left, right: this.expression(binding, false) };
  }

  private startsArea(): boolean {
    const token = this.tokens[this.at];
    return (
      token !== undefined &&
      ["cell", "lines", "sheet", "name", "function", "structured"].includes(token.kind)
    );
  }

  private prefix(): Node {
    this.skip();
    const token = this.tokens[this.at++];
    if (!token) throw new FormulaError("the formula ends early");
    switch (token.kind) {
      case "number":
      case "string":
        return { type: "literal", value: token.value };
      case "error":
        return { type: "literal", value: errorOf(token.value) };
      case "sheet":
        return this.onSheet(token);
      case "cell":
        return { type: "area", sheet: null, from: token.corner, to: token.corner };
      case "lines":
        return { type: "area", sheet: null, from: token.from, to: token.to };
      case "name":
        return named(token.name, null);
      case "structured":
        return { type: "structured", table: token.table, spec: token.spec, book: null };
      case "function":
        return this.invoked(this.call(token.name));
      case "operator":
        return this.prefixOperator(token.value);
      default:
        throw new FormulaError("unreadable");
    }
  }

  private onSheet(sheet: SheetName): Node {
    const token = this.tokens[this.at++];
    const name: SheetName = { first: sheet.first, last: sheet.last, book: sheet.book };
    if (token?.kind === "cell") {
      let to = token.corner;
      const colon = this.tokens[this.at];
      const second = this.tokens[this.at + 1];
      if (colon?.kind === "operator" && colon.value === ":" && second?.kind === "cell") {
        to = second.corner;
        this.at += 2;
      }
      return { type: "area", sheet: name, from: token.corner, to };
    }
    if (token?.kind === "lines")
      return { type: "area", sheet: name, from: token.from, to: token.to };
    if (token?.kind === "name") return { type: "name", sheet: name, name: token.name };
    if (token?.kind === "error") return { type: "literal", value: errorOf(token.value) };
    if (token?.kind === "structured")
      return { type: "structured", table: token.table, spec: token.spec, book: name.book };
    throw new FormulaError("a reference is missing after !");
  }

  private prefixOperator(op: string): Node {
    if (op === "-" || op === "+") return { type: "unary", op, operand: this.expression(6, false) };
    if (op === "@") return { type: "unary", op, operand: this.expression(7, false) };
    if (op === "{") return this.array();
    if (op !== "(") throw new FormulaError(`${op} is out of place`);
    const inner = this.expression(0);
    this.expect(")");
    return this.invoked(inner);
  }

  private invoked(callee: Node): Node {
    if (this.operator() !== "(") return callee;
    this.at++;
    return this.invoked({ type: "invoke", callee, args: this.args() });
  }

  private call(name: string): Node {
    this.expect("(");
    const args = this.args();
    if (args.length === 0 && (name === "TRUE" || name === "FALSE"))
      return { type: "literal", value: name === "TRUE" };
    return { type: "call", name, args };
  }

  /** Arguments up to and with the closing bracket. */
  private args(): Node[] {
    const args: Node[] = [];
    this.skip();
    if (this.operator() === ")") {
      this.at++;
      return args;
    }
    for (;;) {
      this.skip();
      const op = this.operator();
      if (op === "," || op === ")") args.push({ type: "missing" });
      else args.push(this.expression(0, false));
      this.skip();
      const end = this.operator();
      this.at++;
      if (end === ")") return args;
      if (end !== ",") throw new FormulaError("a bracket is not closed");
    }
  }

  private array(): Node {
    const rows: Scalar[][] = [[]];
    for (;;) {
      rows.at(-1)?.push(this.constant());
      this.skip();
      const op = this.operator();
      this.at++;
      if (op === "}") break;
      if (op === ";") rows.push([]);
      else if (op !== ",") throw new FormulaError("an array is not closed");
    }
    if (rows.some((row) => row.length !== rows[0]?.length))
      throw new FormulaError("rows of an array differ in length");
    return { type: "array", rows };
  }

  private constant(): Scalar {
    const node = this.expression(0, false);
    const sign = node.type === "unary" && node.op !== "@" && node.op !== "#" ? node : null;
    const inner = sign ? sign.operand : node;
    if (inner.type !== "literal") throw new FormulaError("an array holds constants only");
    if (!sign) return inner.value;
    if (typeof inner.value !== "number") throw new FormulaError("an array holds constants only");
    if (sign.op === "%") return inner.value / 100;
    return sign.op === "-" ? -inner.value : inner.value;
  }
}

function named(name: string, sheet: SheetName | null): Node {
  const upper = name.toUpperCase();
  if (upper === "TRUE" || upper === "FALSE") return { type: "literal", value: upper === "TRUE" };
  return { type: "name", sheet, name };
}

/** `A1:B2` is one area; other ends are joined when the formula is computed. */
function joined(left: Node, right: Node): Node {
  const corner = (node: Node): node is Node & { type: "area" } =>
    node.type === "area" && node.from === node.to;
  if (corner(left) && corner(right) && (right.sheet === null || sameSheet(left.sheet, right.sheet)))
    return { type: "area", sheet: left.sheet, from: left.from, to: right.to };
  if (!isArea(left) || !isArea(right)) {
    const bad = (node: Node): node is Node & { type: "literal"; value: CellError } =>
      node.type === "literal";
    if (!bad(left) && !bad(right)) throw new FormulaError("a range needs two references");
  }
  return { type: "binary", op: ":", left, right };
}

function sameSheet(left: SheetName | null, right: SheetName): boolean {
  return (
    left !== null &&
    left.first === right.first &&
    left.last === right.last &&
    left.book === right.book
  );
}

/** The tree of a formula. Throws FormulaError. */
export function parse(tokens: Token[]): Node {
  return new Parser(tokens).whole();
}
