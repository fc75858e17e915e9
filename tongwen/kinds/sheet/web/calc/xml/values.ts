/** The values of XPath 1.0 (§3, §4): nodes, texts, numbers and truth values, and how one becomes another. */
import { textOf, type XmlNode } from "./parse";

export type XPathValue = XmlNode[] | string | number | boolean;

export function toText(value: XPathValue): string {
  if (Array.isArray(value)) return value[0] ? textOf(value[0]) : "";
  return typeof value === "number" && Number.isInteger(value) ? value.toFixed(0) : String(value);
}

export function toNumber(value: XPathValue): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  const text = toText(value).trim();
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
}

export function toBoolean(value: XPathValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === "number" ? value !== 0 && !Number.isNaN(value) : Boolean(value);
}

type Single = string | number | boolean;

const ORDERS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "<": (left, right) => left < right,
  ">": (left, right) => left > right,
  "<=": (left, right) => left <= right,
  ">=": (left, right) => left >= right,
};

function compareOne(op: string, left: Single, right: Single): boolean {
  const order = ORDERS[op];
  if (order) return order(toNumber(left), toNumber(right));
  const kinds = [typeof left, typeof right];
  const equal = kinds.includes("boolean")
    ? toBoolean(left) === toBoolean(right)
    : kinds.includes("number")
      ? toNumber(left) === toNumber(right)
      : left === right;
  return op === "=" ? equal : !equal;
}

/** Nodes hold a comparison when the text of any of them does (§3.4). */
export function compare(op: string, left: XPathValue, right: XPathValue): boolean {
  const singles = (value: XPathValue, other: XPathValue): Single[] => {
    if (!Array.isArray(value)) return [value];
    return typeof other === "boolean" ? [value.length > 0] : value.map(textOf);
  };
  const rights = singles(right, left);
  return singles(left, right).some((one) => rights.some((two) => compareOne(op, one, two)));
}

type Run = (args: XPathValue[], node: XmlNode) => XPathValue;

/** An argument, or the node that is looked at. */
const given = (args: XPathValue[], node: XmlNode): XPathValue => args[0] ?? [node];
const nodes = (value: XPathValue | undefined): XmlNode[] => (Array.isArray(value) ? value : []);
const text = (args: XPathValue[], at: number) => toText(args[at] ?? "");

function substring(args: XPathValue[]): string {
  const start = Math.round(toNumber(args[1] ?? Number.NaN));
  const length = args[2] === undefined ? Number.POSITIVE_INFINITY : Math.round(toNumber(args[2]));
  return [...text(args, 0)].filter((_, at) => at + 1 >= start && at + 1 < start + length).join("");
}

function translate(args: XPathValue[]): string {
  const [from, to] = [[...text(args, 1)], [...text(args, 2)]];
  return [...text(args, 0)]
    .map((char) => (from.includes(char) ? (to[from.indexOf(char)] ?? "") : char))
    .join("");
}

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

/** How many arguments a function takes, at least and at most, and what it does (§4). */
export const FUNCTIONS: ReadonlyMap<string, readonly [least: number, most: number, run: Run]> =
  new Map<string, readonly [number, number, Run]>([
    ["count", [1, 1, ([list]) => nodes(list).length]],
    ["sum", [1, 1, ([list]) => nodes(list).reduce((sum, node) => sum + toNumber([node]), 0)]],
    ["name", [0, 1, (args, node) => nodes(given(args, node))[0]?.name ?? ""]],
    ["local-name", [0, 1, (args, node) => localName(nodes(given(args, node))[0]?.name ?? "")]],
    ["string", [0, 1, (args, node) => toText(given(args, node))]],
    ["number", [0, 1, (args, node) => toNumber(given(args, node))]],
    ["boolean", [1, 1, ([value = ""]) => toBoolean(value)]],
    ["not", [1, 1, ([value = ""]) => !toBoolean(value)]],
    ["true", [0, 0, () => true]],
    ["false", [0, 0, () => false]],
    ["concat", [2, 255, (args) => args.map(toText).join("")]],
    ["contains", [2, 2, (args) => text(args, 0).includes(text(args, 1))]],
    ["starts-with", [2, 2, (args) => text(args, 0).startsWith(text(args, 1))]],
    [
      "substring-before",
      [2, 2, (args) => text(args, 0).slice(0, Math.max(0, text(args, 0).indexOf(text(args, 1))))],
    ],
    [
      "substring-after",
      [
        2,
        2,
        (args) => {
          const at = text(args, 0).indexOf(text(args, 1));
          return at < 0 ? "" : text(args, 0).slice(at + text(args, 1).length);
        },
      ],
    ],
    ["substring", [2, 3, substring]],
    ["string-length", [0, 1, (args, node) => [...toText(given(args, node))].length]],
    [
      "normalize-space",
      [0, 1, (args, node) => toText(given(args, node)).trim().replace(/\s+/g, " ")],
    ],
    ["translate", [3, 3, translate]],
    ["floor", [1, 1, ([value = ""]) => Math.floor(toNumber(value))]],
    ["ceiling", [1, 1, ([value = ""]) => Math.ceil(toNumber(value))]],
    ["round", [1, 1, ([value = ""]) => Math.round(toNumber(value))]],
  ]);
