/** The axes of XPath 1.0 (§2.2): which nodes lie in a direction, the nearest first. */
import type { XmlNode } from "./parse";

function descendants(node: XmlNode): XmlNode[] {
  const found: XmlNode[] = [];
  const open = [...node.children].reverse();
  for (let child = open.pop(); child; child = open.pop()) {
    found.push(child);
    open.push(...[...child.children].reverse());
  }
  return found;
}

function ancestors(node: XmlNode): XmlNode[] {
  const found: XmlNode[] = [];
  for (let at = node.parent; at; at = at.parent) found.push(at);
  return found;
}

function siblings(node: XmlNode, after: boolean): XmlNode[] {
  if (node.kind === "attribute") return [];
  const all = node.parent?.children ?? [];
  const at = all.indexOf(node);
  return after ? all.slice(at + 1) : all.slice(0, Math.max(at, 0)).reverse();
}

function beyond(node: XmlNode, after: boolean): XmlNode[] {
  return [node, ...ancestors(node)].flatMap((each) =>
    siblings(each, after).flatMap((sibling) =>
      after ? [sibling, ...descendants(sibling)] : [...descendants(sibling).reverse(), sibling],
    ),
  );
}

export const AXES: ReadonlyMap<string, (node: XmlNode) => XmlNode[]> = new Map([
  ["self", (node) => [node]],
  ["child", (node) => node.children],
  ["parent", (node) => (node.parent ? [node.parent] : [])],
  ["attribute", (node) => node.attributes],
  ["descendant", descendants],
  ["descendant-or-self", (node) => [node, ...descendants(node)]],
  ["ancestor", ancestors],
  ["ancestor-or-self", (node) => [node, ...ancestors(node)]],
  ["following-sibling", (node) => siblings(node, true)],
  ["preceding-sibling", (node) => siblings(node, false)],
  ["following", (node) => beyond(node, true)],
  ["preceding", (node) => beyond(node, false)],
]);
