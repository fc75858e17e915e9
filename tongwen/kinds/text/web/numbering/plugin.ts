/** Shows list labels: a node decoration on each numbered paragraph, counted anew when lists change. */
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Indent, ListReference, ParagraphAttributes } from "../document/attributes";
import { changeBetween, insideText, narrowMapping } from "../document/changes";
import type { DocumentModel } from "../document/model";
import { cssText, type Declarations, paragraphCss, runCss } from "../styles/css";
import { Counters, type Label } from "./counters";

export const numberingKey = new PluginKey<DecorationSet>("numbering");

/** The level's indent, where neither the paragraph nor (for lists that come by style) the style says otherwise. */
function labelIndent(
  attrs: ParagraphAttributes,
  label: Label,
  styled: Indent | null | undefined,
): Declarations {
  const level = label.level.p?.indent;
  if (!level) return {};
  const indent: Indent = attrs.num ? { ...level } : { ...level, ...styled };
  const css = paragraphCss({ indent: { ...indent, ...attrs.indent } });
  const direct = paragraphCss({ indent: attrs.indent ?? {} });
  for (const name of Object.keys(direct)) delete css[name];
  return css;
}

function labelLook(label: Label): Declarations {
  const css: Declarations = {};
  const look = runCss(label.level.r);
  if (label.bullet) delete look["font-family"];
  for (const [property, value] of Object.entries(look)) css[`--label-${property}`] = value;
  if (label.level.suffix === "space") css["--label-gap"] = ".25em";
  if (label.level.align === "end" || label.level.align === "right") css["--label-align"] = "end";
  return css;
}

function decorate(node: Node, at: number, label: Label, model: DocumentModel): Decoration {
  const attrs = node.attrs as ParagraphAttributes;
  const css = {
    ...labelIndent(attrs, label, model.styles.paragraph(attrs.style).p.indent),
    ...labelLook(label),
  };
  const tabbed = (label.level.suffix ?? "tab") === "tab";
  return Decoration.node(at, at + node.nodeSize, {
    class: tabbed ? "tx-numbered tx-numbered-tab" : "tx-numbered",
    "data-label": label.text,
    style: cssText(css),
  });
}

/** Visit every paragraph of the flow, in order. */
export function eachParagraph(
  parent: Node,
  start: number,
  visit: (node: Node, at: number) => void,
): void {
  parent.forEach((child, offset) => {
    if (child.type.name === "paragraph") visit(child, start + offset);
    else if (!child.isLeaf && !child.isTextblock) eachParagraph(child, start + offset + 1, visit);
  });
}

/** The label of every numbered paragraph, by position. */
export function labels(doc: Node, model: DocumentModel): Map<number, Label> {
  const counters = new Counters(model.list);
  const found = new Map<number, Label>();
  eachParagraph(doc, 0, (node, at) => {
    const reference = listOf(node, model);
    const label = reference && counters.next(reference);
    if (label) found.set(at, label);
  });
  return found;
}

function listOf(node: Node, model: DocumentModel): ListReference | null {
  return model.styles.list(node.attrs as ParagraphAttributes);
}

function build(doc: Node, model: DocumentModel): DecorationSet {
  const decorations: Decoration[] = [];
  for (const [at, label] of labels(doc, model)) {
    const node = doc.nodeAt(at);
    if (node) decorations.push(decorate(node, at, label, model));
  }
  return DecorationSet.create(doc, decorations);
}

function next(
  tr: Transaction,
  set: DecorationSet,
  before: EditorState,
  model: DocumentModel,
): DecorationSet {
  if (tr.getMeta(numberingKey) === "rebuild") return build(tr.doc, model);
  if (!tr.docChanged) return set;
  const change = changeBetween(before.doc, tr.doc);
  if (!change) return set;
  if (insideText(change, before.doc, tr.doc))
    return set.map(narrowMapping(tr, before) as never, tr.doc);
  return build(tr.doc, model);
}

export function numberingPlugin(model: DocumentModel): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: numberingKey,
    state: {
      init: (_config, state) => build(state.doc, model),
      apply: (tr, set, before) => next(tr, set, before, model),
    },
    props: { decorations: (state) => numberingKey.getState(state) ?? DecorationSet.empty },
    view: (view) => ({
      destroy: model.subscribe(() => {
        if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(numberingKey, "rebuild"));
      }),
    }),
  });
}
