/** Locked placeholders for what we carry but do not model. */
import type { Node } from "prosemirror-model";
import type { NodeView } from "prosemirror-view";
import { isInvisible } from "../document/schema";

/** Kinds that name themselves; the others show their text alone. */
export type RawNames = Record<string, string>;

export class RawView implements NodeView {
  readonly dom: HTMLElement;

  constructor(node: Node, names: RawNames) {
    const kind = String(node.attrs.kind).replace(/[^a-z]/g, "");
    const text = String(node.attrs.text);
    this.dom = document.createElement(node.isBlock ? "div" : "span");
    this.dom.className = `tx-raw tx-raw-${kind}${isInvisible(node) ? " tx-raw-invisible" : ""}`;
    this.dom.contentEditable = "false";
    const name = names[kind];
    if (name) {
      const chip = document.createElement("span");
      chip.className = "tx-raw-chip";
      chip.textContent = name;
      this.dom.append(chip);
      this.dom.title = name;
    }
    this.dom.append(text);
  }

  ignoreMutation(): boolean {
    return true;
  }
}
