/** Paragraph formatting: style, alignment, indent, spacing, lists, and the section around the cursor. */
import type { Node } from "prosemirror-model";
import type { Command, EditorState } from "prosemirror-state";
import type {
  Align,
  Indent,
  ListDefinition,
  ListLevel,
  ParagraphAttributes,
  Section,
  Spacing,
} from "../document/attributes";
import { type DocumentModel, defaultSection } from "../document/model";
import { nodeType } from "../document/schema";
import { withoutList } from "./keys";

interface Found {
  node: Node;
  at: number;
}

/** The paragraphs that the selection touches. */
export function selectedParagraphs(state: EditorState): Found[] {
  const found: Found[] = [];
  const seen = new Set<number>();
  for (const { $from, $to } of state.selection.ranges) {
    state.doc.nodesBetween($from.pos, $to.pos, (node, at) => {
      if (node.type !== nodeType("paragraph")) return true;
      if (!seen.has(at)) found.push({ node, at });
      seen.add(at);
      return false;
    });
  }
  return found;
}

function attributesOf(node: Node): ParagraphAttributes {
  return node.attrs as ParagraphAttributes;
}

/** Change the attributes of every selected paragraph. */
export function eachSelected(
  change: (attrs: ParagraphAttributes) => Partial<ParagraphAttributes>,
): Command {
  return (state, dispatch) => {
    const paragraphs = selectedParagraphs(state);
    if (paragraphs.length === 0) return false;
    if (dispatch) {
      const tr = state.tr;
      for (const { node, at } of paragraphs) {
        tr.setNodeMarkup(at, null, { ...node.attrs, ...change(attributesOf(node)) });
      }
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

/** The first selected paragraph with its style: what the tool row shows. */
export function currentParagraph(
  state: EditorState,
  model: DocumentModel,
): ParagraphAttributes & { styleId: string | null } {
  const first = selectedParagraphs(state)[0];
  const attrs = first ? attributesOf(first.node) : {};
  return {
    ...model.styles.effective(attrs),
    styleId: attrs.style ?? model.styles.defaultParagraph,
  };
}

/** Apply a paragraph style: direct paragraph formatting goes, direct characters stay. */
export function setStyle(id: string, model: DocumentModel): Command {
  const style = id === model.styles.defaultParagraph ? null : id;
  return eachSelected(() => ({
    style,
    align: null,
    indent: null,
    spacing: null,
    num: null,
    outline: null,
    shade: null,
    borders: null,
  }));
}

/** The document's own style for a heading; false when it has none. */
export function headingStyle(level: number, model: DocumentModel): Command {
  return (state, dispatch) => {
    const id = model.styles.named(`heading ${level}`, `标题 ${level}`, `Heading${level}`);
    return id ? setStyle(id, model)(state, dispatch) : false;
  };
}

export function normalStyle(model: DocumentModel): Command {
  return (state, dispatch) => {
    const id = model.styles.defaultParagraph;
    return id ? setStyle(id, model)(state, dispatch) : false;
  };
}

export function setAlign(align: Align): Command {
  return eachSelected(() => ({ align }));
}

/** Word's step of the indent buttons: half an inch, or two characters of Chinese text. */
const INDENT_STEP = 420;

export function stepIndent(direction: 1 | -1, model: DocumentModel): Command {
  return eachSelected((attrs) => {
    const list = model.styles.list(attrs);
    if (list) {
      const level = Math.min(Math.max((list.level ?? 0) + direction, 0), 8);
      return { num: { id: list.id, level }, indent: null };
    }
    const now = model.styles.effective(attrs).indent;
    const start = Math.max((now?.start ?? 0) + direction * INDENT_STEP, 0);
    return { indent: tidy({ ...attrs.indent, startChars: undefined, start }) as Indent };
  });
}

function tidy(value: object): Record<string, unknown> | null {
  const members = Object.entries(value).filter(
    ([, member]) => member !== undefined && member !== null,
  );
  return members.length > 0 ? Object.fromEntries(members) : null;
}

export function setSpacing(change: Spacing): Command {
  return eachSelected((attrs) => ({
    spacing: tidy({ ...attrs.spacing, ...change }) as Spacing | null,
  }));
}

/** Line spacing as a multiple of single. */
export function setLines(multiple: number): Command {
  return setSpacing({ line: Math.round(multiple * 240), lineRule: "auto" });
}

export type ListKind = "bullet" | "number" | "multilevel";

const BULLETS = ["•", "◦", "▪"];
const NUMBERS = ["decimal", "lowerLetter", "lowerRoman"];

function level(kind: ListKind, at: number): ListLevel {
  const indent = { start: 420 * (at + 1), hanging: 420 };
  const base: ListLevel = { start: 1, align: "start", suffix: "tab", p: { indent } };
  if (kind === "bullet") return { ...base, format: "bullet", text: BULLETS[at % 3] ?? "•" };
  if (kind === "number")
    return { ...base, format: NUMBERS[at % 3] ?? "decimal", text: `%${at + 1}.` };
  const path = Array.from({ length: at + 1 }, (_unused, index) => `%${index + 1}`).join(".");
  const hanging = 420 + 140 * at;
  return {
    ...base,
    format: "decimal",
    text: at === 0 ? "%1." : path,
    p: { indent: { start: 420 * at + hanging, hanging } },
  };
}

/** A list definition of nine levels. */
export function listDefinition(kind: ListKind): ListDefinition {
  return { levels: Array.from({ length: 9 }, (_unused, at) => level(kind, at)) };
}

/** What kind of list a paragraph is in. */
export function listKind(attrs: ParagraphAttributes, model: DocumentModel): ListKind | null {
  const reference = model.styles.list(attrs);
  const list = reference && model.list(reference.id);
  if (!reference || !list) return null;
  if (list.levels[reference.level ?? 0]?.format === "bullet") return "bullet";
  return /%1.*%2/.test(list.levels[1]?.text ?? "") ? "multilevel" : "number";
}

/** A list of this kind just before the selection goes on; otherwise a new one begins. */
function listFor(kind: ListKind, state: EditorState, model: DocumentModel, first: Found): string {
  const before = state.doc.resolve(first.at).nodeBefore;
  if (before?.type === nodeType("paragraph") && listKind(attributesOf(before), model) === kind) {
    const reference = model.styles.list(attributesOf(before));
    if (reference) return reference.id;
  }
  return model.addList(listDefinition(kind));
}

/** Make the selection a list of this kind, or plain paragraphs when it is one already. */
export function toggleList(kind: ListKind, model: DocumentModel): Command {
  return (state, dispatch, view) => {
    const paragraphs = selectedParagraphs(state);
    const first = paragraphs[0];
    if (!first) return false;
    if (!dispatch) return true;
    if (paragraphs.every(({ node }) => listKind(attributesOf(node), model) === kind)) {
      return eachSelected((attrs) => withoutList(attrs, model))(state, dispatch, view);
    }
    const id = listFor(kind, state, model, first);
    return eachSelected((attrs) => ({
      num: { id, level: model.styles.list(attrs)?.level ?? 0 },
      indent: null,
    }))(state, dispatch, view);
  };
}

/** The section around a position: on the paragraph that ends it, or the document's last. */
export function sectionAt(
  doc: Node,
  position: number,
  model: DocumentModel,
): { section: Section; at: number | null } {
  let found: { section: Section; at: number } | null = null;
  doc.forEach((node, at) => {
    if (!found && node.attrs.sect && at + node.nodeSize > position) {
      found = { section: { ...defaultSection, ...node.attrs.sect }, at };
    }
  });
  return found ?? { section: model.section, at: null };
}

/** Change the page of the section with the cursor, or of every section. */
export function changeSection(
  change: Partial<Section>,
  model: DocumentModel,
  everywhere: boolean,
): Command {
  return (state, dispatch) => {
    if (!dispatch) return true;
    const here = sectionAt(state.doc, state.selection.from, model);
    const tr = state.tr;
    state.doc.forEach((node, at) => {
      if (node.attrs.sect && (everywhere || at === here.at)) {
        tr.setNodeAttribute(at, "sect", { ...node.attrs.sect, ...change });
      }
    });
    if (tr.docChanged) dispatch(tr);
    if (everywhere || here.at === null) model.setSection({ ...model.section, ...change });
    return true;
  };
}
