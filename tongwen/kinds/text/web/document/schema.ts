/** The ProseMirror schema, built from `schema.json`, the one truth about what a text document may hold. */
import {
  type Attrs,
  type DOMOutputSpec,
  type Mark,
  type MarkSpec,
  type Node,
  type NodeSpec,
  Schema,
} from "prosemirror-model";
import source from "../../schema.json";
import {
  borderCss,
  cellMarginCss,
  cssText,
  type Declarations,
  markCss,
  paragraphCss,
  tableBorderCss,
} from "../styles/css";
import { styleClass } from "../styles/names";
import type { Anchor, Borders, MarkAttributes, ParagraphAttributes } from "./attributes";
import { cssColor } from "./colors";
import { EMU_PER_PIXEL, points } from "./units";

type Defaults = Record<string, unknown>;
interface NodeSource extends Omit<NodeSpec, "attrs"> {
  attrs?: Defaults;
}

export const schemaVersion: number = source.version;

/** Attributes of an element: only those that say something. */
function attributes(
  classes: string,
  style: Declarations,
  more: Record<string, string | null> = {},
) {
  const out: Record<string, string> = { class: classes };
  const text = cssText(style);
  if (text !== "") out.style = text;
  for (const [name, value] of Object.entries(more)) if (value !== null) out[name] = value;
  return out;
}

function paragraphDOM(node: Node): DOMOutputSpec {
  const p = node.attrs as ParagraphAttributes;
  const classes = ["tx-p", p.style ? styleClass("p", p.style) : "tx-p-default"];
  if (p.shade) classes.push("tx-shaded");
  if (p.borders) classes.push("tx-bordered");
  if (p.sect) classes.push("tx-section-end");
  return ["p", attributes(classes.join(" "), paragraphCss(p)), 0];
}

function tableWidth(width: { w?: number; type?: string } | null, grid: number): string | null {
  if (width?.type === "pct" && width.w) return `calc(var(--sheet-text) * ${width.w / 5000})`;
  if (width?.type === "dxa" && width.w) return points(width.w);
  return grid > 0 ? points(grid) : null;
}

function tableCss(node: Node): Declarations {
  const { indent, layout, grid, width } = node.attrs;
  const css: Declarations = tableBorderCss(node.attrs.borders);
  Object.assign(css, cellMarginCss(node.attrs.cellMargins));
  const total = Array.isArray(grid)
    ? grid.reduce((sum: number, column: number) => sum + column, 0)
    : 0;
  const size = tableWidth(width, total);
  if (size) Object.assign(css, { "--table-size": size, "inline-size": "var(--table-size)" });
  if (layout === "fixed" || total > 0) css["table-layout"] = "fixed";
  if (indent?.w && indent.type !== "pct") css["--table-indent"] = points(indent.w);
  return css;
}

function columns(node: Node): DOMOutputSpec[] {
  const grid: unknown = node.attrs.grid;
  if (!Array.isArray(grid) || grid.length === 0) return [];
  const total = grid.reduce((sum: number, column: number) => sum + column, 0) || 1;
  return [
    [
      "colgroup",
      ...grid.map(
        (column: number): DOMOutputSpec => [
          "col",
          { style: `inline-size:${Math.round((column / total) * 10000) / 100}%` },
        ],
      ),
    ],
  ];
}

function tableDOM(node: Node): DOMOutputSpec {
  const classes = ["tx-table"];
  if (node.attrs.style) classes.push(styleClass("t", node.attrs.style));
  const { align, borders } = node.attrs;
  if (align === "center" || align === "end") classes.push(`tx-table-${align}`);
  if (borders) classes.push("tx-table-drawn");
  const look = node.attrs.look ?? {};
  for (const part of ["firstRow", "lastRow", "firstColumn", "lastColumn"]) {
    if (look[part]) classes.push(`tx-${part}`);
  }
  if (look.noHBand !== true) classes.push("tx-hBand");
  return ["table", attributes(classes.join(" "), tableCss(node)), ...columns(node), ["tbody", 0]];
}

function rowDOM(node: Node): DOMOutputSpec {
  const height = node.attrs.height;
  const style: Declarations = height?.val ? { "block-size": points(height.val) } : {};
  return ["tr", attributes(node.attrs.header ? "tx-row tx-header-row" : "tx-row", style), 0];
}

function cellDOM(node: Node): DOMOutputSpec {
  const { colspan, rowspan, shade, valign, borders } = node.attrs;
  const style: Declarations = borderCss(borders as Borders | null);
  const fill = cssColor(shade?.fill);
  if (fill) style["background-color"] = fill;
  if (valign === "center") style["vertical-align"] = "middle";
  else if (valign === "bottom") style["vertical-align"] = "bottom";
  return [
    "td",
    attributes("tx-cell", style, {
      colspan: colspan > 1 ? String(colspan) : null,
      rowspan: rowspan > 1 ? String(rowspan) : null,
    }),
    0,
  ];
}

/** How an anchored image is approximated in the flow. */
export function imageCss(node: Node): Declarations {
  const { w, h } = node.attrs;
  const css: Declarations = {};
  if (w > 0) css["inline-size"] = `${Math.round(w / EMU_PER_PIXEL)}px`;
  if (w > 0 && h > 0) css["aspect-ratio"] = `${w} / ${h}`;
  const anchor = node.attrs.anchor as Anchor | null;
  if (!anchor) return css;
  if (anchor.wrap === "none" || anchor.behind) return css;
  if (anchor.wrap === "topAndBottom") return { ...css, display: "block", "margin-inline": "auto" };
  const side = (anchor.x ?? 0) > 2_000_000 ? "inline-end" : "inline-start";
  return { ...css, float: side, "margin-inline": "6pt", "margin-block": "3pt" };
}

/** Kinds of `raw` that have a look even without text. */
const drawn = new Set(["chart", "object"]);

/** Whether a reader sees nothing of a raw node. */
export function isInvisible(node: Node): boolean {
  return node.attrs.text === "" && !drawn.has(node.attrs.kind);
}

function rawDOM(tag: "span" | "div", node: Node): DOMOutputSpec {
  const kind = String(node.attrs.kind).replace(/[^a-z]/g, "");
  const hidden = isInvisible(node) ? " tx-raw-invisible" : "";
  return [
    tag,
    { class: `tx-raw tx-raw-${kind}${hidden}`, contenteditable: "false" },
    String(node.attrs.text),
  ];
}

const nodeDOM: Record<string, (node: Node) => DOMOutputSpec> = {
  paragraph: paragraphDOM,
  table: tableDOM,
  table_row: rowDOM,
  table_cell: cellDOM,
  container: () => ["div", { class: "tx-container" }, 0],
  raw_block: (node) => rawDOM("div", node),
  page_break: (node) => [
    "span",
    { class: `tx-break tx-break-${node.attrs.type === "column" ? "column" : "page"}` },
  ],
  image: (node) => ["img", attributes("tx-image", imageCss(node), { alt: node.attrs.alt || "" })],
  raw: (node) => rawDOM("span", node),
};

const safeHref = /^(https?:|mailto:|tel:|ftp:)/i;

/** The target of a link when it is one that a page may lead to, else null. */
export function linkTarget(href: unknown): string | null {
  return typeof href === "string" && safeHref.test(href.trim()) ? href.trim() : null;
}

function linkDOM(mark: Mark): DOMOutputSpec {
  const { href, anchor } = mark.attrs;
  const target = linkTarget(href) ?? (anchor ? `#${anchor}` : null);
  return ["a", attributes("tx-link", {}, { href: target, rel: "noopener noreferrer nofollow" }), 0];
}

function changeDOM(tag: "ins" | "del", mark: Mark): DOMOutputSpec {
  const { author, date } = mark.attrs;
  const day = typeof date === "string" ? date.slice(0, 10) : "";
  const title = [author, day].filter(Boolean).join(" · ");
  return [tag, { class: `tx-${tag}`, title, "data-author": String(author ?? "") }, 0];
}

const markDOM: Record<string, (mark: Mark) => DOMOutputSpec> = {
  link: linkDOM,
  ins: (mark) => changeDOM("ins", mark),
  del: (mark) => changeDOM("del", mark),
  charStyle: (mark) => ["span", { class: styleClass("c", mark.attrs.id) }, 0],
  lang: (mark) => ["span", mark.attrs.val ? { lang: String(mark.attrs.val) } : {}, 0],
};

const markClasses: Record<string, string> = {
  size: "tx-size",
  font: "tx-font",
  vanish: "tx-vanish",
};

function runDOM(mark: Mark): DOMOutputSpec {
  const name = mark.type.name;
  const style = cssText(markCss[name]?.(mark.attrs as MarkAttributes) ?? {});
  const out: Record<string, string> = {};
  if (style !== "") out.style = style;
  const className = markClasses[name];
  if (className) out.class = className;
  return ["span", out, 0];
}

function specifiedAttributes(defaults: Defaults | undefined) {
  if (!defaults) return undefined;
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, { default: value }]),
  );
}

function nodeSpecs(): Record<string, NodeSpec> {
  const specs: Record<string, NodeSpec> = {};
  for (const [name, { attrs, ...rest }] of Object.entries(
    source.nodes as Record<string, NodeSource>,
  )) {
    const toDOM = nodeDOM[name];
    specs[name] = {
      ...rest,
      ...(attrs ? { attrs: specifiedAttributes(attrs) } : {}),
      ...(toDOM ? { toDOM } : {}),
      ...parsing(name),
    } as NodeSpec;
  }
  for (const name of ["image", "raw", "raw_block"]) {
    const spec = specs[name];
    if (spec) spec.draggable = true;
  }
  return specs;
}

function markSpecs(): Record<string, MarkSpec> {
  const specs: Record<string, MarkSpec> = {};
  for (const [name, { attrs, ...rest }] of Object.entries(
    source.marks as Record<string, { attrs?: Defaults; inclusive?: boolean; excludes?: string }>,
  )) {
    const toDOM = markDOM[name] ?? runDOM;
    const described = attrs ? { attrs: specifiedAttributes(attrs) } : {};
    specs[name] = { ...rest, ...described, toDOM, ...parsing(name) } as MarkSpec;
  }
  return specs;
}

const pastedTags: Record<string, { tag: string; getAttrs?: (element: HTMLElement) => Attrs }[]> = {
  paragraph: ["p", "h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => ({ tag })),
  table: [{ tag: "table" }],
  table_row: [{ tag: "tr" }],
  table_cell: [
    { tag: "td", getAttrs: spans },
    { tag: "th", getAttrs: spans },
  ],
  bold: [{ tag: "strong" }, { tag: "b" }],
  italic: [{ tag: "em" }, { tag: "i" }],
  underline: [{ tag: "u" }],
  strike: [{ tag: "s" }, { tag: "strike" }],
};

function parsing(name: string) {
  if (name === "doc" || name === "text") return {};
  const own = { tag: `[${carrier(name)}]`, getAttrs: carried(name) };
  return { parseDOM: [own, ...(pastedTags[name] ?? [])] };
}

/** The name of the clipboard attribute that carries a node's or mark's own attributes as JSON. */
export function carrier(name: string): string {
  return `data-tx-${name.replace(/[A-Z_]/g, (c) => `-${c.toLowerCase()}`)}`;
}

function carried(name: string) {
  return (element: HTMLElement): Attrs | false => {
    try {
      const value: unknown = JSON.parse(element.getAttribute(carrier(name)) || "{}");
      return typeof value === "object" && value !== null ? (value as Attrs) : false;
    } catch (error) {
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  };
}

function spans(element: HTMLElement): Attrs {
  const count = (name: string): number => {
    const value = Number.parseInt(element.getAttribute(name) ?? "1", 10);
    return value >= 1 && value <= 63 ? value : 1;
  };
  return { colspan: count("colspan"), rowspan: Math.min(count("rowspan"), 1000) };
}

export const schema = new Schema({ nodes: nodeSpecs(), marks: markSpecs() });

/** The type of a node; throws on a name that `schema.json` does not have. */
export function nodeType(name: string) {
  const type = schema.nodes[name];
  if (!type) throw new RangeError(`no node type ${name}`);
  return type;
}

/** The type of a mark; throws on a name that `schema.json` does not have. */
export function markType(name: string) {
  const type = schema.marks[name];
  if (!type) throw new RangeError(`no mark type ${name}`);
  return type;
}
