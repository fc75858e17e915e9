/** A document as it was: read-only, on its pages, by the same renderer as the live one. */
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { initProseMirrorDoc } from "y-prosemirror";
import * as Y from "yjs";
import { DocumentModel } from "../document/model";
import { obstacle } from "../document/representable";
import { schema } from "../document/schema";
import { Unrepresentable } from "../editing/binding";
import { type ImageServer, ImageView } from "../editing/images";
import { type RawNames, RawView } from "../editing/raws";
import { numberingPlugin } from "../numbering/plugin";
import { Papers } from "../pages/papers";
import { pagesPlugin } from "../pages/plugin";
import { GAP } from "../pages/sheets";
import { Look } from "../styles/look";
import { strutPlugin } from "../styles/strut";
import { tabsPlugin } from "../styles/tabs";
import { dressForPrint } from "../ui/printing";
import { marksKey, marksPlugin, type Shown } from "./marks";
import { withoutMoves } from "./moves";
import { type Change, changesOf, type Deeds } from "./walk";

export interface ViewerOptions {
  /** One Yjs update (v1) with its deletions. */
  state: Uint8Array;
  place: HTMLElement;
  images: ImageServer;
  rawNames: RawNames;
  label: string;
  paged: () => boolean;
  scale: () => number;
  onPages: (count: number) => void;
}

export class VersionViewer {
  readonly papers: Papers;
  readonly view: EditorView;
  readonly relayout: () => void;
  readonly model: DocumentModel;
  readonly #doc = new Y.Doc({ gc: false });
  readonly #look: Look;
  readonly #layoutNow: () => void;
  #printing = false;
  #stops: Shown["stops"] | null = null;

  /** Throws `Unrepresentable` when the version holds what this page cannot show. */
  constructor(private readonly options: ViewerOptions) {
    const doc = this.#doc;
    Y.applyUpdate(doc, options.state);
    const found = obstacle(doc);
    if (found) {
      doc.destroy();
      throw new Unrepresentable(found);
    }
    this.model = new DocumentModel(doc);
    this.papers = new Papers({ model: this.model, mediaAddress: options.images.address });
    options.place.before(this.papers.element);
    this.#look = new Look(".tx-version", this.model);
    const pages = pagesPlugin({
      model: this.model,
      papers: this.papers,
      scale: () => (this.#printing ? 1 : options.scale()),
      paged: () => options.paged() || this.#printing,
      gap: () => (this.#printing ? 0 : GAP),
      onPages: options.onPages,
    });
    this.relayout = pages.relayout;
    this.#layoutNow = pages.layoutNow;
    const node = initProseMirrorDoc(doc.getXmlFragment("body"), schema).doc;
    this.#look.read(node);
    this.view = this.#build(options, node, [
      numberingPlugin(this.model),
      strutPlugin(this.model),
      tabsPlugin(this.model, options.scale),
      marksPlugin(),
      pages.plugin,
    ]);
  }

  /** What people changed, by positions in this version. */
  changes(deeds: Deeds): Change[] {
    const found = changesOf(this.#doc.getXmlFragment("body"), deeds);
    return withoutMoves(found, this.view.state.doc);
  }

  /** Draw changes, or take them away. */
  show(shown: Shown | null): void {
    this.view.dispatch(this.view.state.tr.setMeta(marksKey, shown));
    const stops = shown?.stops ?? null;
    // Going from change to change makes nothing higher: a long document is not measured anew for it.
    if (stops !== this.#stops) this.relayout();
    this.#stops = stops;
  }

  /** Bring a stop into the middle of the window. */
  goTo(stop: number): void {
    this.view.dom
      .querySelector(`[data-change="${stop}"]`)
      ?.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  /** Lay the pages out for paper, every sheet drawn, or go back to the screen. */
  setPrinting(printing: boolean): void {
    if (this.#printing === printing) return;
    this.#printing = printing;
    dressForPrint(this.view.dom, !this.options.paged(), printing);
    this.#layoutNow();
    this.papers.draw(printing);
  }

  destroy(): void {
    this.view.destroy();
    this.papers.element.remove();
    this.model.destroy();
    this.#look.destroy();
    this.#doc.destroy();
  }

  #build(options: ViewerOptions, doc: EditorState["doc"], plugins: EditorState["plugins"]) {
    return new EditorView(
      { mount: options.place },
      {
        state: EditorState.create({ doc, plugins: [...plugins] }),
        editable: () => false,
        attributes: {
          class: "tx-doc",
          role: "document",
          "aria-label": options.label,
          tabindex: "0",
          spellcheck: "false",
        },
        nodeViews: {
          image: (node, editor, at) => new ImageView(node, editor, at, options.images),
          raw: (node) => new RawView(node, options.rawNames),
          raw_block: (node) => new RawView(node, options.rawNames),
        },
      },
    );
  }
}
