/** The style sheet of one document on the page, kept to what its model and its text say. */
import type { Node } from "prosemirror-model";
import type { DocumentModel } from "../document/model";
import { mostlyEastAsian } from "../document/text";
import { styleSheet } from "./sheet";

export class Look {
  readonly #sheet = new CSSStyleSheet();
  #eastAsian = false;

  constructor(
    /** The selector that the rules are confined to: two documents on a page must not style each other. */
    private readonly scope: string,
    private readonly model: DocumentModel,
  ) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#sheet];
    this.refresh();
  }

  /** Whether most of the text is Chinese, Japanese or Korean: its lines are higher. */
  get eastAsian(): boolean {
    return this.#eastAsian;
  }

  /** Say what the text is now. Returns whether the look has changed for it. */
  read(doc: Node): boolean {
    const eastAsian = mostlyEastAsian(doc);
    if (eastAsian === this.#eastAsian) return false;
    this.#eastAsian = eastAsian;
    this.refresh();
    return true;
  }

  refresh(): void {
    const { model } = this;
    this.#sheet.replaceSync(
      styleSheet({
        scope: this.scope,
        styles: model.styles,
        fonts: model.fonts,
        section: model.section,
        eastAsian: this.#eastAsian,
        tabStop: model.tabStop,
      }),
    );
  }

  destroy(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(
      (sheet) => sheet !== this.#sheet,
    );
  }
}
