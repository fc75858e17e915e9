/** Copy and paste: our own content without loss, everybody else's cleaned. */
import {
  type DOMOutputSpec,
  DOMSerializer,
  Fragment,
  type Mark,
  type Node,
  Slice,
} from "prosemirror-model";
import type { EditorProps, EditorView } from "prosemirror-view";
import type { DocumentModel } from "../document/model";
import { freshKey } from "../document/model";
import { carrier, nodeType, schema } from "../document/schema";
import { fitted, type ImageServer } from "./images";
import { listDefinition } from "./paragraphs";
import { blocksFromHtml, dataImages, type PasteContext, sliceOf, sliceOfText } from "./pastedHtml";

/** Raw XML and what belongs to one place in one package: not taken from other documents. */
const FOREIGN = ["x", "rest", "mark", "sect", "cont", "shell"] as const;

function carrying(
  spec: DOMOutputSpec,
  name: string,
  attrs: Record<string, unknown>,
  from: string,
): DOMOutputSpec {
  if (!Array.isArray(spec)) return spec;
  const [tag, second, ...rest] = spec as [string, unknown, ...unknown[]];
  const isAttrs = typeof second === "object" && second !== null && !Array.isArray(second);
  const own = Object.entries(attrs).filter(([key, value]) => key !== "src" && value !== null);
  const carried = {
    ...(isAttrs ? (second as object) : {}),
    [carrier(name)]: JSON.stringify(Object.fromEntries(own)),
    "data-tx-from": from,
  };
  return [
    tag,
    carried,
    ...(isAttrs || second === undefined ? [] : [second]),
    ...rest,
  ] as unknown as DOMOutputSpec;
}

/** Serialises with every attribute, so that our own paste loses nothing. */
export function clipboardSerializer(from: string): DOMSerializer {
  const plain = DOMSerializer.fromSchema(schema);
  const nodes: Record<string, (node: Node) => DOMOutputSpec> = {};
  for (const [name, render] of Object.entries(plain.nodes)) {
    nodes[name] =
      name === "text" ? render : (node) => carrying(render(node), name, node.attrs, from);
  }
  const marks: Record<string, (mark: Mark, inline: boolean) => DOMOutputSpec> = {};
  for (const [name, render] of Object.entries(plain.marks)) {
    marks[name] = (mark, inline) => carrying(render(mark, inline), name, mark.attrs, from);
  }
  return new DOMSerializer(nodes, marks);
}

function withoutForeign(node: Node, model: DocumentModel): Node[] {
  if (node.type.name === "raw" || node.type.name === "raw_block") return asText(node);
  if (node.isText) return [node.mark(node.marks.filter((mark) => mark.type.name !== "rest"))];
  const attrs: Record<string, unknown> = { ...node.attrs, src: null };
  for (const name of FOREIGN)
    if (name in attrs) attrs[name] = node.type.spec.attrs?.[name]?.default ?? null;
  if (attrs.style && !model.styles.styles.has(String(attrs.style))) attrs.style = null;
  const num = attrs.num as { id: string } | null | undefined;
  if (num && !model.list(num.id)) attrs.num = null;
  if (node.type.name === "image" && !/^sha256-[0-9a-f]{64}$/.test(String(attrs.media))) return [];
  const children: Node[] = [];
  node.forEach((child) => {
    children.push(...withoutForeign(child, model));
  });
  return [node.type.create(attrs, Fragment.fromArray(children), node.marks)];
}

function asText(node: Node): Node[] {
  const text = String(node.attrs.text);
  if (text === "") return [];
  return [
    node.isInline
      ? schema.text(text, node.marks)
      : nodeType("paragraph").create(null, schema.text(text)),
  ];
}

/** Content of another document: only what has a meaning in this one. */
export function foreignSlice(slice: Slice, model: DocumentModel): Slice {
  const children: Node[] = [];
  slice.content.forEach((node) => {
    children.push(...withoutForeign(node, model));
  });
  const content = Fragment.fromArray(children);
  const depth = content.childCount === slice.content.childCount ? 1 : 0;
  return new Slice(content, slice.openStart * depth, slice.openEnd * depth);
}

function pasteContext(model: DocumentModel, images: ReadonlyMap<string, Node>): PasteContext {
  return {
    heading: (level) => model.styles.named(`heading ${level}`, `标题 ${level}`),
    addList: (kind) => model.addList(listDefinition(kind)),
    image: (address) => images.get(address) ?? null,
  };
}

async function uploaded(html: string, server: ImageServer): Promise<Map<string, Node>> {
  const images = new Map<string, Node>();
  for (const address of dataImages(html)) {
    try {
      const { media, width, height } = await server.upload(await (await fetch(address)).blob());
      images.set(address, nodeType("image").create({ media, ...fitted(width, height, 560) }));
    } catch (error) {
      server.failed("image", error);
    }
  }
  return images;
}

async function pasteHtml(
  view: EditorView,
  html: string,
  model: DocumentModel,
  server: ImageServer,
): Promise<void> {
  const images = await uploaded(html, server);
  if (view.isDestroyed || !view.editable) return;
  const blocks = blocksFromHtml(html, pasteContext(model, images));
  if (blocks.length === 0) return;
  view.dispatch(
    view.state.tr.replaceSelection(sliceOf(blocks)).scrollIntoView().setMeta("paste", true),
  );
}

/** Whether HTML was copied from one of our editors. */
export function isOurs(html: string): boolean {
  return /\sdata-tx-from="/.test(html);
}

export function clipboardProps(
  model: DocumentModel,
  server: ImageServer,
): Partial<EditorProps> & ClipboardPaste {
  const from = freshKey();
  let foreign = false;
  return {
    clipboardSerializer: clipboardSerializer(from),
    clipboardTextSerializer: (slice) => slice.content.textBetween(0, slice.content.size, "\n"),
    clipboardTextParser: (text, $context) => {
      const attrs = $context.parent.isTextblock ? $context.parent.attrs : {};
      return sliceOfText(text, attrs, $context.marks());
    },
    transformPastedHTML: (html) => {
      foreign = !html.includes(`data-tx-from="${from}"`);
      return html;
    },
    transformPasted: (slice, _view, plain) =>
      foreign && !plain ? foreignSlice(slice, model) : slice,
    pasteForeign: (view, event) => {
      const html = event.clipboardData?.getData("text/html") ?? "";
      if (html === "" || isOurs(html) || !view.editable || shifted(view)) return false;
      event.preventDefault();
      void pasteHtml(view, html, model, server);
      return true;
    },
  };
}

export interface ClipboardPaste {
  pasteForeign: (view: EditorView, event: ClipboardEvent) => boolean;
}

/** Ctrl+Shift+V pastes text alone; ProseMirror keeps whether Shift is down. */
function shifted(view: EditorView): boolean {
  return (view as unknown as { input?: { shiftKey?: boolean } }).input?.shiftKey === true;
}
