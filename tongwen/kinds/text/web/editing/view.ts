/** One editor over one document: state, plugins and the view, without any chrome. */

import { baseKeymap, chainCommands, selectAll } from "prosemirror-commands";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { keymap } from "prosemirror-keymap";
import { type Command, EditorState, Plugin } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { redoCommand, undoCommand, ySyncPluginKey } from "y-prosemirror";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { DocumentModel } from "../document/model";
import type { Obstacle } from "../document/representable";
import { linkTarget } from "../document/schema";
import { numberingPlugin } from "../numbering/plugin";
import { bind, guard } from "./binding";
import { clipboardProps } from "./clipboard";
import { columnResize } from "./columnResize";
import { type CursorOptions, cursorPlugins } from "./cursors";
import { emptyHint } from "./emptyHint";
import { findPlugin } from "./find";
import { gapKeys } from "./gapKeys";
import { type ImageServer, ImageView, imageFiles, insertImages } from "./images";
import * as keys from "./keys";
import * as marks from "./marks";
import * as paragraphs from "./paragraphs";
import { type RawNames, RawView } from "./raws";
import { readSelection } from "./selection";
import * as tables from "./tables";
import { asUndoStep } from "./undoStep";

export interface EditorOptions {
  doc: Y.Doc;
  model: DocumentModel;
  awareness: Awareness;
  place: HTMLElement;
  editable: () => boolean;
  images: ImageServer;
  /** Width of the text column, CSS pixels. */
  column: () => number;
  rawNames: RawNames;
  label: string;
  /** What an empty document says to somebody who may write. */
  hint: () => string;
  plugins: Plugin[];
  cursors?: CursorOptions;
  onUpdate: (state: EditorState, before: EditorState) => void;
  onObstacle: (found: Obstacle) => void;
}

const mac = typeof navigator !== "undefined" && /Mac|iP(hone|[oa]d)/.test(navigator.platform);

/** Word's keys. `Mod` is Ctrl, on a Mac Cmd. */
export function shortcuts(model: DocumentModel): Record<string, Command> {
  const map: Record<string, Command> = {
    "Mod-b": marks.toggleRun("bold", model),
    "Mod-i": marks.toggleRun("italic", model),
    "Mod-u": marks.toggleRun("underline", model),
    "Mod-Shift-x": marks.toggleRun("strike", model),
    "Mod-=": marks.toggleVert("subscript", model),
    "Mod-Shift-=": marks.toggleVert("superscript", model),
    "Mod-+": marks.toggleVert("superscript", model),
    "Mod-]": marks.stepSize(1, model),
    "Mod-[": marks.stepSize(-1, model),
    "Mod-Shift-.": marks.stepSize(1, model),
    "Mod-Shift-,": marks.stepSize(-1, model),
    "Mod-Space": marks.clearFormatting,
    "Mod-l": paragraphs.setAlign("start"),
    "Mod-e": paragraphs.setAlign("center"),
    "Mod-r": paragraphs.setAlign("end"),
    "Mod-j": paragraphs.setAlign("both"),
    "Mod-Shift-j": paragraphs.setAlign("distribute"),
    "Mod-m": paragraphs.stepIndent(1, model),
    "Mod-Shift-m": paragraphs.stepIndent(-1, model),
    "Mod-Shift-l": paragraphs.toggleList("bullet", model),
    "Mod-1": paragraphs.setLines(1),
    "Mod-2": paragraphs.setLines(2),
    "Mod-5": paragraphs.setLines(1.5),
    "Mod-Enter": keys.insertBreak("page"),
    "Mod-Shift-Enter": keys.insertBreak("column"),
    "Shift-Enter": keys.insertText("\n"),
    "Mod-Shift-Space": keys.insertText("\u00a0"),
    "Mod-Shift--": keys.insertText("\u2011"),
    Enter: chainCommands(keys.leaveList(model), keys.splitParagraph(model)),
    Backspace: keys.backspace(model),
    Delete: keys.forwardDelete,
    Tab: keys.tab(model, tables.rowForTab),
    "Shift-Tab": keys.backTab(model),
  };
  for (let level = 1; level <= 6; level += 1)
    map[`Mod-Alt-${level}`] = paragraphs.headingStyle(level, model);
  map["Mod-Alt-0"] = paragraphs.normalStyle(model);
  map["Mod-Shift-n"] = paragraphs.normalStyle(model);
  const steps = Object.entries(map).map(([key, command]) => [
    key,
    key.startsWith("Mod-") ? asUndoStep(command) : command,
  ]);
  return {
    ...(Object.fromEntries(steps) as Record<string, Command>),
    "Mod-z": undoCommand,
    "Mod-y": redoCommand,
    "Mod-Shift-z": redoCommand,
    "Mod-a": selectAll,
  };
}

/** A document or cell that an edit of ours emptied gets a paragraph. Remote changes are left as they are. */
function refillPlugin(): Plugin {
  return new Plugin({
    appendTransaction: (transactions, _before, state) => {
      const ours = transactions.some((tr) => tr.docChanged && !tr.getMeta(ySyncPluginKey));
      if (!ours || (state.doc.childCount > 0 && !removedAll(transactions))) return null;
      const tr = keys.refill(state.tr);
      return tr.docChanged ? tr : null;
    },
  });
}

/** Only deletions can empty a cell; looking at every cell on each key would be waste. */
function removedAll(transactions: readonly { steps: readonly unknown[] }[]): boolean {
  return transactions.some((tr) =>
    tr.steps.some((step) => {
      const { slice, from, to } = step as { slice?: { size: number }; from?: number; to?: number };
      return slice?.size === 0 && (to ?? 0) - (from ?? 0) > 1;
    }),
  );
}

/** Typing into a document that holds no paragraph at all makes one. */
function firstParagraph(view: EditorView): boolean {
  if (view.state.doc.childCount > 0 || !view.editable) return false;
  view.dispatch(keys.cursorNear(keys.refill(view.state.tr), 1));
  return false;
}

function followLink(view: EditorView, event: MouseEvent): boolean {
  const anchor = event.target instanceof Element ? event.target.closest("a.tx-link") : null;
  if (!anchor) return false;
  const href = linkTarget(anchor.getAttribute("href"));
  if (!(event.ctrlKey || event.metaKey) && view.editable) {
    event.preventDefault();
    return false;
  }
  event.preventDefault();
  if (href) window.open(href, "_blank", "noopener,noreferrer");
  return true;
}

function dropImages(view: EditorView, event: DragEvent, options: EditorOptions): boolean {
  const files = imageFiles(event.dataTransfer);
  if (files.length === 0 || !view.editable) return false;
  event.preventDefault();
  const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
  void insertImages(view, files, options.images, options.column(), found?.pos);
  return true;
}

function pasteImages(view: EditorView, event: ClipboardEvent, options: EditorOptions): boolean {
  const files = imageFiles(event.clipboardData);
  const types = [...(event.clipboardData?.types ?? [])];
  if (
    files.length === 0 ||
    types.includes("text/html") ||
    types.includes("text/rtf") ||
    !view.editable
  )
    return false;
  event.preventDefault();
  void insertImages(view, files, options.images, options.column());
  return true;
}

export interface TextEditor {
  view: EditorView;
  destroy: () => void;
}

/** Build the view in `place`. Throws `Unrepresentable` when the document holds what this schema cannot build. */
export function createEditor(options: EditorOptions): TextEditor {
  const { model } = options;
  const { doc, plugins } = bind(options.doc);
  const { pasteForeign, ...clipboard } = clipboardProps(model, options.images);
  const state = EditorState.create({
    doc,
    plugins: [
      ...plugins,
      ...cursorPlugins(options.awareness, options.cursors),
      gapKeys(),
      keymap(shortcuts(model)),
      numberingPlugin(model),
      columnResize(),
      tables.tablePlugin(),
      findPlugin(),
      keymap(baseKeymap),
      dropCursor({ color: "#2467b8", width: 2 }),
      gapCursor(),
      refillPlugin(),
      emptyHint(options.hint, options.editable),
      ...options.plugins,
    ],
  });
  const view = new EditorView(
    { mount: options.place },
    {
      state,
      editable: options.editable,
      attributes: () => ({
        class: options.editable() ? "tx-doc tx-editable" : "tx-doc",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": options.label,
        spellcheck: "false",
        ...(mac ? { "data-mac": "" } : {}),
      }),
      nodeViews: {
        image: (node, editor, at) => new ImageView(node, editor, at, options.images),
        raw: (node) => new RawView(node, options.rawNames),
        raw_block: (node) => new RawView(node, options.rawNames),
      },
      handleDOMEvents: {
        click: (editor, event) => followLink(editor, event),
        keydown: (editor) => {
          readSelection(editor);
          return false;
        },
        beforeinput: (editor) => firstParagraph(editor),
        compositionstart: (editor) => firstParagraph(editor),
      },
      handleDrop: (editor, event) => dropImages(editor, event, options),
      handlePaste: (editor, event) =>
        pasteImages(editor, event, options) || pasteForeign(editor, event),
      ...clipboard,
      dispatchTransaction(tr) {
        // Awareness speaks to its listeners once more while they are being taken down.
        if (view.isDestroyed) return;
        const before = view.state;
        view.updateState(before.apply(tr));
        options.onUpdate(view.state, before);
      },
    },
  );
  const stop = guard(view, options.doc, options.onObstacle);
  return {
    view,
    destroy: () => {
      stop();
      view.destroy();
    },
  };
}
