/** XPath 1.0 without variables and namespaces: paths over a tree of XML. */
import { AXES } from "./axes";
import type { XmlNode } from "./parse";
import { compare, FUNCTIONS, toBoolean, toNumber, type XPathValue } from "./values";

/** A path that cannot be read, or that asks for too much. */
export class XPathError extends Error {}

interface Context {
  node: XmlNode;
  position: number;
  size: number;
}

type Run = (context: Context) => XPathValue;
type Test = (node: XmlNode) => boolean;
type Step = (nodes: XmlNode[]) => XmlNode[];

const TOKENS =
  /\s*(?:(\/\/|::|\.\.|!=|<=|>=|[/@.()[\],|=<>+*-])|("[^"]*"|'[^']*')|(\d+\.?\d*|\.\d+)|([\p{L}_][\p{L}\p{N}\p{M}_.·-]*(?::[\p{L}_][\p{L}\p{N}\p{M}_.·-]*)?))/uy;
const MOST_LENGTH = 4096;
const MOST_DEPTH = 64;
const MOST_VISITS = 2_000_000;
const NODE_TYPES: Readonly<Record<string, Test>> = {
  node: () => true,
  text: ({ kind }) => kind === "text",
  comment: ({ kind }) => kind === "comment",
  "processing-instruction": ({ kind }) => kind === "instruction",
};

interface Token {
  kind: "symbol" | "text" | "number" | "name" | "operator";
  value: string;
}

const OPERATORS = ["=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "|"];
const WORDS = ["and", "or", "div", "mod"];

/** Whether a token ends what may stand before an operator: `*`, `and` and the like are names elsewhere (§3.7). */
function endsOperand(token: Token | undefined): boolean {
  if (!token || token.kind === "operator") return false;
  return token.kind !== "symbol" || ["]", ")", ".", ".."].includes(token.value);
}

function tokenize(path: string): Token[] {
  if (path.length > MOST_LENGTH) throw new XPathError("longer than 4096 characters");
  const tokens: Token[] = [];
  const end = path.trimEnd().length;
  for (let at = 0; at < end; at = TOKENS.lastIndex) {
    TOKENS.lastIndex = at;
    const match = TOKENS.exec(path);
    if (!match) throw new XPathError(`unreadable at ${at}`);
    tokens.push(tokenOf(match, endsOperand(tokens.at(-1))));
  }
  return tokens;
}

function tokenOf([, symbol, text, number, name = ""]: RegExpExecArray, after: boolean): Token {
  if (text !== undefined) return { kind: "text", value: text.slice(1, -1) };
  if (number !== undefined) return { kind: "number", value: number };
  if (symbol === "*" && !after) return { kind: "name", value: "*" };
  if (symbol !== undefined)
    return { kind: OPERATORS.includes(symbol) ? "operator" : "symbol", value: symbol };
  return { kind: after && WORDS.includes(name) ? "operator" : "name", value: name };
}

/** Operators that bind alike, the loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ["or"],
  ["and"],
  ["=", "!="],
  ["<", ">", "<=", ">="],
  ["+", "-"],
  ["*", "div", "mod"],
];

function joined(op: string, left: Run, right: Run): Run {
  const numeric = (run: (a: number, b: number) => number): Run => {
    return (context) => run(toNumber(left(context)), toNumber(right(context)));
  };
  switch (op) {
    case "or":
      return (context) => toBoolean(left(context)) || toBoolean(right(context));
    case "and":
      return (context) => toBoolean(left(context)) && toBoolean(right(context));
    case "+":
      return numeric((a, b) => a + b);
    case "-":
      return numeric((a, b) => a - b);
    case "*":
      return numeric((a, b) => a * b);
    case "div":
      return numeric((a, b) => a / b);
    case "mod":
      return numeric((a, b) => a % b);
    default:
      return (context) => compare(op, left(context), right(context));
  }
}

/** In document order, each once. */
function inOrder(nodes: XmlNode[]): XmlNode[] {
  return [...new Set(nodes)].sort((a, b) => a.order - b.order);
}

/** Reads a path into what runs it. */
class Parser {
  private at = 0;
  private depth = 0;
  private visits = 0;

  constructor(private readonly tokens: Token[]) {}

  whole(): Run {
    const run = this.expression(0);
    if (this.at < this.tokens.length) throw new XPathError("something follows the path");
    return run;
  }

  private visit<T>(nodes: T[]): T[] {
    this.visits += nodes.length;
    if (this.visits > MOST_VISITS) throw new XPathError("too many nodes");
    return nodes;
  }

  private is(value: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token?.value === value && (token.kind === "symbol" || token.kind === "operator");
  }

  private accept(value: string): boolean {
    if (!this.is(value)) return false;
    this.at++;
    return true;
  }

  private expect(value: string): void {
    if (!this.accept(value)) throw new XPathError(`${value} is missing`);
  }

  private expression(level: number): Run {
    const operators = LEVELS[level];
    if (!operators) return this.unary();
    if (level === 0 && ++this.depth > MOST_DEPTH) throw new XPathError("nested too deeply");
    let left = this.expression(level + 1);
    for (;;) {
      const token = this.tokens[this.at];
      if (token?.kind !== "operator" || !operators.includes(token.value)) break;
      this.at++;
      left = joined(token.value, left, this.expression(level + 1));
    }
    if (level === 0) this.depth--;
    return left;
  }

  private unary(): Run {
    let negative = false;
    while (this.accept("-")) negative = !negative;
    const run = this.union();
    return negative ? (context) => -toNumber(run(context)) : run;
  }

  private union(): Run {
    let left = this.path();
    while (this.accept("|")) {
      const [one, two] = [left, this.path()];
      left = (context) => inOrder([...nodesOf(one(context)), ...nodesOf(two(context))]);
    }
    return left;
  }

  private path(): Run {
    const primary = this.primary();
    if (primary) {
      const filters = this.predicates();
      if (filters.length === 0 && !this.is("/") && !this.is("//")) return primary;
      const steps = this.steps(true);
      return (context) => {
        const start = filters.reduce((list, filter) => filter(list), nodesOf(primary(context)));
        return steps.reduce((list, step) => step(list), start);
      };
    }
    const absolute = this.is("/") || this.is("//");
    if (absolute && this.is("/") && !this.startsStep(1)) {
      this.at++;
      return ({ node }) => [rootOf(node)];
    }
    const steps = this.steps(absolute);
    return ({ node }) => steps.reduce((list, step) => step(list), [absolute ? rootOf(node) : node]);
  }

  /** A text, a number, an expression in brackets or a function; null when a step begins. */
  private primary(): Run | null {
    const token = this.tokens[this.at];
    if (!token) throw new XPathError("the path ends early");
    if (token.kind === "text" || token.kind === "number") {
      this.at++;
      const value = token.kind === "text" ? token.value : Number(token.value);
      return () => value;
    }
    if (this.accept("(")) {
      const inner = this.expression(0);
      this.expect(")");
      return inner;
    }
    const called = token.kind === "name" && this.is("(", 1) && !(token.value in NODE_TYPES);
    return called ? this.call(token.value) : null;
  }

  private call(name: string): Run {
    this.at += 2;
    const args: Run[] = [];
    while (!this.accept(")")) {
      if (args.length > 0) this.expect(",");
      args.push(this.expression(0));
    }
    if (name === "last" && args.length === 0) return ({ size }) => size;
    if (name === "position" && args.length === 0) return ({ position }) => position;
    const [least, most, run] = FUNCTIONS.get(name) ?? [];
    if (run === undefined || args.length < (least ?? 0) || args.length > (most ?? 0))
      throw new XPathError(`${name} is no such function`);
    return (context) =>
      run(
        args.map((arg) => arg(context)),
        context.node,
      );
  }

  private startsStep(ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token?.kind === "name" || [".", "..", "@"].some((symbol) => this.is(symbol, ahead));
  }

  /** Steps with their strokes; the first has one when `led`. */
  private steps(led: boolean): Step[] {
    const steps: Step[] = [];
    for (let first = true; ; first = false) {
      if (this.accept("//")) steps.push(this.along("descendant-or-self", () => true, []));
      else if (!this.accept("/") && (led || !first)) return steps;
      steps.push(this.step());
    }
  }

  private step(): Step {
    if (this.accept(".")) return (nodes) => nodes;
    if (this.accept("..")) return this.along("parent", () => true, []);
    let axis = "child";
    if (this.accept("@")) axis = "attribute";
    else if (this.is("::", 1)) {
      axis = this.tokens[this.at]?.value ?? "";
      this.at += 2;
    }
    const test = this.test(axis);
    return this.along(axis, test, this.predicates());
  }

  private test(axis: string): Test {
    const token = this.tokens[this.at++];
    if (token?.kind !== "name") throw new XPathError("a step is missing");
    const type = Object.hasOwn(NODE_TYPES, token.value) ? NODE_TYPES[token.value] : undefined;
    if (type && this.accept("(")) {
      if (this.tokens[this.at]?.kind === "text") this.at++;
      this.expect(")");
      return type;
    }
    const kind = axis === "attribute" ? "attribute" : "element";
    const name = token.value;
    return (node) => node.kind === kind && (name === "*" || node.name === name);
  }

  private along(axis: string, test: Test, filters: Step[]): Step {
    const from = AXES.get(axis);
    if (!from) throw new XPathError(`${axis} is no axis`);
    return (nodes) =>
      inOrder(
        nodes.flatMap((node) =>
          filters.reduce((list, filter) => filter(list), this.visit(from(node)).filter(test)),
        ),
      );
  }

  private predicates(): Step[] {
    const filters: Step[] = [];
    while (this.accept("[")) {
      const run = this.expression(0);
      this.expect("]");
      filters.push((nodes) =>
        this.visit(nodes).filter((node, at) => {
          const value = run({ node, position: at + 1, size: nodes.length });
          return typeof value === "number" ? value === at + 1 : toBoolean(value);
        }),
      );
    }
    return filters;
  }
}

function rootOf(node: XmlNode): XmlNode {
  let root = node;
  while (root.parent) root = root.parent;
  return root;
}

function nodesOf(value: XPathValue): XmlNode[] {
  if (!Array.isArray(value)) throw new XPathError("these are no nodes");
  return value;
}

/** The nodes that a path finds in a document, in order. Throws XPathError. */
export function selectNodes(document: XmlNode, path: string): XmlNode[] {
  const run = new Parser(tokenize(path)).whole();
  return nodesOf(run({ node: document, position: 1, size: 1 }));
}
